//! Bytes to characters.
//!
//! Evidence is weighed in the order that is right most often on real pages: a byte order mark, then
//! UTF-8 when the bytes are valid UTF-8, then what the transport and the page declare, then
//! statistics over a prefix. So a wrong declaration does not ruin the text.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use crate::article::{Warning, WarningCode};
use crate::trace::{Stage, Trace};

mod detect;
mod prescan;

/// Characters, and how they were found in the bytes.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The characters, without a byte order mark.
    pub text: Cow<'a, str>,
    /// The charset's WHATWG name in lower case.
    pub charset: String,
    /// What was strange.
    pub warnings: Vec<Warning>,
}

/// Decodes `bytes`. `transport` is the charset that came with them (an HTTP header, an option),
/// `is_html` says whether `<meta>` declarations count.
#[must_use]
pub fn decode<'a>(
    bytes: &'a [u8],
    transport: Option<&str>,
    is_html: bool,
    trace: &mut Trace,
) -> Decoded<'a> {
    let mut warnings = Vec::new();
    let transport = transport.and_then(|label| Encoding::for_label(label.as_bytes()));
    let declared = transport.or_else(|| if is_html { prescan::declared(bytes) } else { None });

    let mut valid = None;
    let (encoding, rule) = if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        (encoding, "bom")
    } else if let Some(utf16) = detect::utf16_without_bom(bytes) {
        (utf16, "utf16_zero_bytes")
    } else if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        valid = Some(text);
        (UTF_8, "valid_utf8")
    } else {
        detect::choose(bytes, declared)
    };
    let (text, encoding, malformed) = match valid {
        Some(text) => (Cow::Borrowed(text), encoding, false),
        None => encoding.decode(bytes),
    };
    let charset = encoding.name().to_ascii_lowercase();
    trace.note(Stage::Decode, rule, || {
        let declared = declared.map_or("nothing", Encoding::name);
        (charset.clone(), format!("{declared} was declared"))
    });
    if malformed {
        warnings.push(Warning::new(
            WarningCode::MalformedCharset,
            format!("some bytes are not valid {charset}; U+FFFD stands in their place"),
        ));
    }
    if let Some(declared) = declared.filter(|declared| *declared != encoding && !bytes.is_ascii()) {
        warnings.push(Warning::new(
            WarningCode::CharsetMismatch,
            format!(
                "{} was declared, the bytes are {charset}",
                declared.name().to_ascii_lowercase()
            ),
        ));
    }
    Decoded { text, charset, warnings }
}

#[cfg(test)]
mod tests;
