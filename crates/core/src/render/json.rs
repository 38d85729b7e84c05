//! JSON: the record itself.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};

use crate::article::Article;

/// The record on one line, as JSON Lines wants it; no line break at the end.
#[must_use]
pub fn json(article: &Article) -> String {
    serde_json::to_string(article).expect("a record has string keys and finite numbers only")
}

/// The record indented for people, spans on one line; no line break at the end.
#[must_use]
pub fn json_pretty(article: &Article) -> String {
    let mut out = Vec::with_capacity(article.text.len() * 2 + 1024);
    let mut serializer = Serializer::with_formatter(&mut out, Indented::default());
    article.serialize(&mut serializer).expect("a record has string keys and finite numbers only");
    String::from_utf8(out).expect("JSON of strings is UTF-8")
}

/// Indents as usual but keeps arrays of numbers on one line: a record is mostly spans.
#[derive(Default)]
struct Indented {
    pretty: PrettyFormatter<'static>,
    /// For each open array: whether its values stand on lines of their own.
    lines: Vec<bool>,
    /// A value of an array is due: whether it is the first.
    due: Option<bool>,
}

impl Indented {
    /// What stands before a value, now that its kind is known.
    fn before<W: ?Sized + Write>(&mut self, out: &mut W, is_number: bool) -> io::Result<()> {
        let Some(first) = self.due.take() else { return Ok(()) };
        if is_number {
            return out.write_all(if first { b"" } else { b", " });
        }
        if let Some(lines) = self.lines.last_mut() {
            *lines = true;
        }
        self.pretty.begin_array_value(out, first)
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.before(out, false)?;
        self.lines.push(false);
        self.pretty.begin_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.due = Some(first);
        Ok(())
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.end_array_value(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.lines.pop() == Some(true) {
            return self.pretty.end_array(out);
        }
        // Take back the indentation, and write what an array without lines ends with.
        self.pretty.end_array(&mut io::sink())?;
        out.write_all(b"]")
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.before(out, false)?;
        self.pretty.begin_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.pretty.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.end_object_value(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.end_object(out)
    }

    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.before(out, false)?;
        out.write_all(b"\"")
    }

    fn write_u32<W: ?Sized + Write>(&mut self, out: &mut W, value: u32) -> io::Result<()> {
        self.before(out, true)?;
        write!(out, "{value}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_spans_stand_on_one_line() {
        let mut out = Vec::new();
        let value = (vec![(1_u32, 2_u32), (3, 4)], Vec::<u32>::new(), vec!["a"], ("x", 1_u32));
        value.serialize(&mut Serializer::with_formatter(&mut out, Indented::default())).unwrap();
        let expected = "[\n  [\n    [1, 2],\n    [3, 4]\n  ],\n  [],\n  [\n    \"a\"\n  ],\n  [\n    \"x\", 1\n  ]\n]";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn ok_both_forms_say_the_same() {
        let input =
            crate::Input::new(b"OSLO (AP) - The ferry stops on Friday, \"at last\", she said.");
        let article = crate::extract(&input, &crate::Options::default()).unwrap();
        let read = |text: &str| serde_json::from_str::<Article>(text).unwrap();
        assert_eq!(read(&json_pretty(&article)), read(&json(&article)));
        assert_eq!(read(&json(&article)), article);
    }
}
