//! The charset a page declares in its first kilobyte: the prescan of the HTML standard,
//! section 13.2.3.2 "Prescan a byte stream to determine its encoding".

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far the prescan looks. The standard recommends 1,024 bytes; pages in the wild put comments
/// and scripts in front of the declaration, and nothing is lost by looking further.
const PRESCAN_BYTES: usize = 4096;

/// The encoding the page declares, with the standard's substitutions.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut scan = Scanner { bytes: &bytes[..bytes.len().min(PRESCAN_BYTES)], at: 0 };
    if scan.bytes.starts_with(b"<?xml")
        && let Some(encoding) = xml_declaration(scan.bytes)
    {
        return Some(encoding);
    }
    scan.prescan()
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    fn prescan(&mut self) -> Option<&'static Encoding> {
        while self.at < self.bytes.len() {
            let rest = &self.bytes[self.at..];
            if rest.starts_with(b"<!--") {
                // The two dashes of the opening may close the comment: `<!-->`.
                self.at += 2;
                self.skip_past(b"-->")?;
            } else if is_tag(rest, b"<meta") {
                self.at += 5;
                if let Some(encoding) = self.meta() {
                    return Some(encoding);
                }
            } else if rest[0] == b'<'
                && rest
                    .get(1 + usize::from(rest.get(1) == Some(&b'/')))
                    .is_some_and(u8::is_ascii_alphabetic)
            {
                let name_end = rest.iter().position(|&byte| is_space(byte) || byte == b'>')?;
                self.at += name_end;
                while self.attribute().is_some() {}
            } else if rest[0] == b'<' && matches!(rest.get(1), Some(b'!' | b'/' | b'?')) {
                self.skip_past(b">")?;
            } else {
                self.at += 1;
            }
        }
        None
    }

    /// The attributes of a `<meta>`: `charset`, or `http-equiv` with `content`.
    fn meta(&mut self) -> Option<&'static Encoding> {
        let (mut pragma, mut needs_pragma) = (false, None);
        let mut charset: Option<Option<&'static Encoding>> = None;
        let mut seen: Vec<Vec<u8>> = Vec::new();
        while let Some((name, value)) = self.attribute() {
            if seen.contains(&name) {
                continue;
            }
            match name.as_slice() {
                b"http-equiv" => pragma = value == b"content-type",
                b"content" if charset.is_none() => {
                    if let Some(encoding) = from_content(&value) {
                        charset = Some(Some(encoding));
                        needs_pragma = Some(true);
                    }
                }
                b"charset" => {
                    charset = Some(Encoding::for_label(&value));
                    needs_pragma = Some(false);
                }
                _ => {}
            }
            seen.push(name);
        }
        if needs_pragma? && !pragma {
            return None;
        }
        charset.flatten().map(substitute)
    }

    /// "Get an attribute": name and value in lower case, or none at the tag's end.
    fn attribute(&mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        while self.peek().is_some_and(|byte| is_space(byte) || byte == b'/') {
            self.at += 1;
        }
        if matches!(self.peek(), None | Some(b'>')) {
            return None;
        }
        let mut name = Vec::new();
        loop {
            match self.peek()? {
                b'=' if !name.is_empty() => break,
                b'/' | b'>' => return Some((name, Vec::new())),
                byte if is_space(byte) => {
                    self.skip_space();
                    if self.peek() != Some(b'=') {
                        return Some((name, Vec::new()));
                    }
                    break;
                }
                byte => name.push(byte.to_ascii_lowercase()),
            }
            self.at += 1;
        }
        self.at += 1;
        self.skip_space();
        let mut value = Vec::new();
        match self.peek()? {
            quote @ (b'"' | b'\'') => loop {
                self.at += 1;
                match self.peek()? {
                    byte if byte == quote => {
                        self.at += 1;
                        return Some((name, value));
                    }
                    byte => value.push(byte.to_ascii_lowercase()),
                }
            },
            _ => loop {
                match self.peek()? {
                    byte if is_space(byte) || byte == b'>' => return Some((name, value)),
                    byte => value.push(byte.to_ascii_lowercase()),
                }
                self.at += 1;
            },
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    fn skip_past(&mut self, end: &[u8]) -> Option<()> {
        let found = memchr::memmem::find(&self.bytes[self.at..], end)?;
        self.at += found + end.len();
        Some(())
    }
}

/// "Extract a character encoding from a meta element", on a value in lower case.
fn from_content(value: &[u8]) -> Option<&'static Encoding> {
    let mut rest = value;
    loop {
        let found = memchr::memmem::find(rest, b"charset")?;
        rest = rest[found + b"charset".len()..].trim_ascii_start();
        if let Some(after) = rest.strip_prefix(b"=") {
            rest = after.trim_ascii_start();
            break;
        }
    }
    let label = match rest.first()? {
        quote @ (b'"' | b'\'') => {
            let inner = &rest[1..];
            &inner[..memchr::memchr(*quote, inner)?]
        }
        _ => rest.split(|&byte| is_space(byte) || byte == b';').next()?,
    };
    Encoding::for_label(label)
}

/// `<?xml version="1.0" encoding="…"?>`, which XHTML pages use instead of a `<meta>`.
fn xml_declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let end = memchr::memchr(b'>', bytes)?;
    let declaration = &bytes[..end];
    let found = memchr::memmem::find(declaration, b"encoding")?;
    let rest = declaration[found + b"encoding".len()..].trim_ascii_start().strip_prefix(b"=")?;
    let rest = rest.trim_ascii_start();
    let quote = *rest.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let inner = &rest[1..];
    Encoding::for_label(&inner[..memchr::memchr(quote, inner)?]).map(substitute)
}

/// A declaration that was read as ASCII cannot be UTF-16, and `x-user-defined` means windows-1252.
fn substitute(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == UTF_16BE || encoding == UTF_16LE {
        UTF_8
    } else if encoding.name() == "x-user-defined" {
        WINDOWS_1252
    } else {
        encoding
    }
}

fn is_tag(rest: &[u8], name: &[u8]) -> bool {
    rest.len() > name.len()
        && rest[..name.len()].eq_ignore_ascii_case(name)
        && (is_space(rest[name.len()]) || rest[name.len()] == b'/')
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}
