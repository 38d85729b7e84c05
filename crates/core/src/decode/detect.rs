//! Which charset bytes are in that are not valid UTF-8.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Statistics look at this many bytes that are not ASCII, each with its neighbours: more cost time
/// and no longer change the answer.
const SAMPLE_BYTES: usize = 16 << 10;

/// A page that declares UTF-8 and has at most this share of malformed sequences is UTF-8 with a few
/// broken bytes (a cut string, a pasted fragment), not another charset.
const BROKEN_UTF8_SHARE: f64 = 0.02;

/// The encoding of `bytes`, which are not valid UTF-8, and the rule that chose it.
pub(super) fn choose(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
) -> (&'static Encoding, &'static str) {
    if malformed_utf8_share(bytes) <= BROKEN_UTF8_SHARE {
        return (UTF_8, "nearly_valid_utf8");
    }
    match declared {
        // UTF-8 and UTF-16 are ruled out above; everything else declared is believed when it can
        // decode the sample at all.
        Some(encoding)
            if encoding != UTF_8
                && encoding != UTF_16LE
                && encoding != UTF_16BE
                && agrees(bytes, encoding) =>
        {
            (encoding, "declared")
        }
        _ => (guess(bytes), "statistics"),
    }
}

/// Single-byte charsets decode anything, so a declared one is checked against the statistics: a
/// page that declares a Western charset (the default of many servers) over Cyrillic, Greek or
/// Asian bytes is found out. Multi-byte charsets are checked by decoding.
fn agrees(bytes: &[u8], declared: &'static Encoding) -> bool {
    if !declared.is_single_byte() {
        let sample = sample(bytes);
        let (_, _, malformed) = declared.decode(&sample);
        return !malformed || guess(bytes) == declared;
    }
    let guessed = guess(bytes);
    guessed == declared || script(guessed) == script(declared)
}

/// The script family a legacy charset is made for.
fn script(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "windows-1251" | "KOI8-R" | "KOI8-U" | "ISO-8859-5" | "IBM866" | "x-mac-cyrillic" => {
            "cyrillic"
        }
        "windows-1253" | "ISO-8859-7" => "greek",
        "windows-1255" | "ISO-8859-8" | "ISO-8859-8-I" => "hebrew",
        "windows-1256" | "ISO-8859-6" => "arabic",
        "windows-874" => "thai",
        _ if encoding.is_single_byte() => "latin",
        name => name,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = sample(bytes);
    if sample.is_empty() {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Lines that hold bytes outside ASCII, joined, up to `SAMPLE_BYTES`: markup and scripts in front of
/// the text would otherwise use the sample up.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::with_capacity(SAMPLE_BYTES);
    for line in bytes.split(|&byte| byte == b'\n') {
        if line.is_ascii() && !line.contains(&0x1B) {
            continue;
        }
        let room = SAMPLE_BYTES - sample.len();
        sample.extend_from_slice(&line[..line.len().min(room)]);
        if sample.len() == SAMPLE_BYTES {
            break;
        }
        sample.push(b'\n');
    }
    sample
}

/// UTF-16 text of any script with ASCII markup or spaces has zero bytes on one side only.
pub(super) fn utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let quarter = head.len() / 8;
    if quarter == 0 {
        None
    } else if odd > quarter && even * 16 < odd {
        Some(UTF_16LE)
    } else if even > quarter && odd * 16 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Malformed sequences as a share of all sequences outside ASCII.
fn malformed_utf8_share(bytes: &[u8]) -> f64 {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad as f64 / (good + bad).max(1) as f64
}
