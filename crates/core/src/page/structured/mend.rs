//! Mends JSON that is nearly right, as it stands in the JSON-LD scripts of real pages.
//!
//! What goes wrong most: raw line breaks and tabs inside strings, quotation marks inside strings,
//! trailing and missing commas, comments and CDATA marks around or inside, several objects one
//! after the other, a script that breaks off. One pass over the characters writes what was meant;
//! whether it is JSON then is for the parser to say.

/// What the script most likely means, as JSON text: always one array.
#[must_use]
pub(super) fn mend(script: &str) -> String {
    let mut mender = Mender {
        source: script.as_bytes(),
        out: Vec::with_capacity(script.len() + 16),
        closers: Vec::new(),
    };
    mender.out.push(b'[');
    mender.run();
    mender.finish();
    // Only whole characters are copied and only ASCII is added.
    String::from_utf8(mender.out).unwrap_or_default()
}

struct Mender<'a> {
    source: &'a [u8],
    out: Vec<u8>,
    /// The brackets that are open, as what closes them.
    closers: Vec<u8>,
}

impl Mender<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.source.len() {
            at = match self.source[at] {
                b'"' => {
                    self.separate();
                    self.string(at)
                }
                open @ (b'{' | b'[') => {
                    self.separate();
                    self.out.push(open);
                    self.closers.push(if open == b'{' { b'}' } else { b']' });
                    at + 1
                }
                b'}' | b']' => {
                    self.close(self.source[at]);
                    at + 1
                }
                b',' => {
                    // A comma with nothing before it is one too many.
                    if !matches!(self.out.last(), Some(b',' | b'{' | b'[' | b':')) {
                        self.out.push(b',');
                    }
                    at + 1
                }
                b':' => {
                    // Behind a bracket too many, names stand outside any object.
                    if self.closers.last() == Some(&b'}') && self.out.last() == Some(&b'"') {
                        self.out.push(b':');
                    }
                    at + 1
                }
                b'/' | b'<' | b'-' | b';' => self.skip_comment(at),
                byte if byte.is_ascii_alphanumeric() => self.word(at),
                // White space, stray characters.
                _ => at + 1,
            };
        }
    }

    /// Puts the comma that is missing between two values.
    fn separate(&mut self) {
        if matches!(self.out.last(), Some(b'"' | b'}' | b']' | b'0'..=b'9' | b'e' | b'l')) {
            self.out.push(b',');
        }
    }

    fn drop_comma(&mut self) {
        if self.out.last() == Some(&b',') {
            self.out.pop();
        }
        if self.out.last() == Some(&b':') {
            self.out.extend_from_slice(b"null");
        }
    }

    /// Closes up to the bracket of this kind; one that was never opened is left out.
    fn close(&mut self, closer: u8) {
        if let Some(depth) = self.closers.iter().rposition(|&open| open == closer) {
            // Brackets of the other kind inside were left open.
            for open in self.closers.split_off(depth).into_iter().rev() {
                self.drop_comma();
                self.out.push(open);
            }
        }
    }

    fn finish(&mut self) {
        while let Some(open) = self.closers.pop() {
            self.drop_comma();
            self.out.push(open);
        }
        self.drop_comma();
        self.out.push(b']');
    }

    /// Copies the string that begins at `start` and returns the place behind it.
    fn string(&mut self, start: usize) -> usize {
        self.out.push(b'"');
        let mut at = start + 1;
        while let Some(&byte) = self.source.get(at) {
            match byte {
                b'"' if self.ends_string(at) => {
                    self.out.push(b'"');
                    return at + 1;
                }
                b'"' => self.out.extend_from_slice(b"\\\""),
                b'\\' => match self.source.get(at + 1) {
                    Some(b'u') if self.is_hex(at + 2) => {
                        self.out.extend_from_slice(b"\\u");
                        at += 1;
                    }
                    Some(&next @ (b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => {
                        self.out.extend_from_slice(&[b'\\', next]);
                        at += 1;
                    }
                    // `\'` and the like: the backslash says nothing.
                    _ => {}
                },
                b'\n' | b'\r' => self.out.extend_from_slice(b"\\n"),
                b'\t' => self.out.extend_from_slice(b"\\t"),
                0..=31 => {}
                byte => self.out.push(byte),
            }
            at += 1;
        }
        self.out.push(b'"');
        at
    }

    fn is_hex(&self, at: usize) -> bool {
        self.source.get(at..at + 4).is_some_and(|four| four.iter().all(u8::is_ascii_hexdigit))
    }

    /// Whether the quotation mark at `at` ends its string: what follows it must be able to follow
    /// a string.
    fn ends_string(&self, at: usize) -> bool {
        let (next, behind) = self.next_visible(at + 1);
        match next {
            None | Some(b'}' | b']' | b':') => true,
            Some(b',') => matches!(
                self.next_visible(behind).0,
                None | Some(
                    b'"' | b'{' | b'[' | b'}' | b']' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'
                )
            ),
            // A missing comma between members on lines of their own.
            Some(b'"') => self.source[at + 1..behind].contains(&b'\n'),
            Some(_) => false,
        }
    }

    /// The next byte that is no white space, and the place behind it.
    fn next_visible(&self, from: usize) -> (Option<u8>, usize) {
        let rest = &self.source[from.min(self.source.len())..];
        match rest.iter().position(|byte| !byte.is_ascii_whitespace()) {
            Some(skip) => (Some(rest[skip]), from + skip + 1),
            None => (None, self.source.len()),
        }
    }

    /// The place behind the comment or mark at `at`; behind the one byte when it is none.
    fn skip_comment(&self, at: usize) -> usize {
        let rest = &self.source[at..];
        let behind = |mark: &[u8]| {
            memchr::memmem::find(rest, mark)
                .map_or(self.source.len(), |found| at + found + mark.len())
        };
        if rest.starts_with(b"/*") {
            behind(b"*/")
        } else if rest.starts_with(b"//") && !rest.starts_with(b"//<![CDATA[") {
            // `//]]>` too ends with its line.
            behind(b"\n")
        } else if rest.starts_with(b"<![CDATA[") {
            at + b"<![CDATA[".len()
        } else {
            at + 1
        }
    }

    /// Copies a number or a bare word; what JSON does not know becomes null.
    fn word(&mut self, start: usize) -> usize {
        let rest = &self.source[start..];
        let len = rest
            .iter()
            .position(|byte| !(byte.is_ascii_alphanumeric() || b".+-_".contains(byte)))
            .unwrap_or(rest.len());
        let word = &rest[..len];
        let negative = start > 0 && self.source[start - 1] == b'-';
        self.separate();
        if self.out.last() == Some(&b':') || self.closers.last() == Some(&b']') {
            let number = std::str::from_utf8(word)
                .is_ok_and(|word| serde_json::from_str::<serde_json::Number>(word).is_ok());
            if negative && number {
                self.out.push(b'-');
            }
            let known = number || matches!(word, b"true" | b"false" | b"null");
            self.out.extend_from_slice(if known { word } else { b"null" });
        } else if self.closers.last() == Some(&b'}') {
            // A member's name without its quotation marks.
            self.out.push(b'"');
            self.out.extend_from_slice(word);
            self.out.push(b'"');
        }
        start + len
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn mended(script: &str) -> Value {
        let text = mend(script);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    #[test]
    fn ok_what_is_right_stays() {
        let right = json!({"a": [1, -2.5, true, null, {"b": "c \"d\" \u{e9}"}], "e": {}});
        assert_eq!(mended(&right.to_string()), json!([right]));
    }

    #[test]
    fn ok_commas_too_many_and_too_few() {
        assert_eq!(mended(r#"{"a": 1,, "b": [1, 2,], }"#), json!([{"a": 1, "b": [1, 2]}]));
        assert_eq!(
            mended("{\"a\": \"x\"\n \"b\": {} \"c\": 1}"),
            json!([{"a": "x", "b": {}, "c": 1}])
        );
    }

    #[test]
    fn ok_strings_with_line_breaks_and_quotes() {
        assert_eq!(mended("{\"a\": \"one\ntwo\tthree\"}"), json!([{"a": "one\ntwo\tthree"}]));
        assert_eq!(
            mended(r#"{"headline": "The "late" train, again", "b": "it\'s"}"#),
            json!([{"headline": "The \"late\" train, again", "b": "it's"}])
        );
    }

    #[test]
    fn ok_comments_marks_and_several_objects() {
        assert_eq!(
            mended("//<![CDATA[\n{\"a\": 1} /* then */ {\"b\": 2};\n//]]>"),
            json!([{"a": 1}, {"b": 2}])
        );
        assert_eq!(
            mended("<!-- {\"a\": \"http://x.example/\"} -->"),
            json!([{"a": "http://x.example/"}])
        );
    }

    #[test]
    fn ok_a_script_that_breaks_off_or_closes_too_much() {
        assert_eq!(mended(r#"{"a": [{"b": "c"#), json!([{"a": [{"b": "c"}]}]));
        assert_eq!(mended(r#"{"a": [1}], "b":}"#), json!([{"a": [1]}, "b"]));
        assert_eq!(mended(r#"{"a": undefined, b: NaN}}"#), json!([{"a": null, "b": null}]));
    }

    #[test]
    fn err_what_is_no_json_is_an_empty_array() {
        assert_eq!(mended("  "), json!([]));
        assert_eq!(mended("var x = y;"), json!([]));
    }
}
