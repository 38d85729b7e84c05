//! Manifests: JSON Lines that say what to read and what is known about it.

use std::io::BufRead;
use std::path::Path;

use anyhow::Result;
use dateline::Error;
use serde::Deserialize;

use super::item::{Item, Payload, plain_name};
use crate::args::Kind;
use crate::input::{DASH, Input, beside, reason};

/// Whether a command-line argument names a manifest.
pub(super) fn is_manifest(argument: &str) -> bool {
    let name = plain_name(Path::new(argument));
    argument == DASH || name.ends_with(".jsonl") || name.ends_with(".ndjson")
}

/// One line of a manifest. Fields of other names are other programs' business.
#[derive(Debug, Deserialize)]
struct Line {
    id: Option<String>,
    path: Option<String>,
    text: Option<String>,
    url: Option<String>,
    published: Option<String>,
    kind: Option<Kind>,
    charset: Option<String>,
}

/// The items of one manifest, read as they are asked for.
pub(super) struct Manifest {
    input: Input,
    /// None once it cannot be read on.
    reader: Option<Box<dyn BufRead + Send>>,
    /// Number of the line read last, from 1.
    number: usize,
}

impl Manifest {
    pub(super) fn open(input: Input) -> Result<Self> {
        let reader = Some(input.open()?);
        Ok(Self { input, reader, number: 0 })
    }

    fn item(&self, line: &[u8]) -> Item {
        let line: Line = match serde_json::from_slice(line) {
            Ok(line) => line,
            Err(error) => return self.invalid(None, without_line(&error)),
        };
        let payload = match (line.path, line.text) {
            (Some(path), None) => Payload::File(beside(&self.input, &path)),
            (None, Some(text)) => Payload::Text(text),
            (None, None) => return self.invalid(line.id, "`path` or `text` is missing".to_owned()),
            (Some(_), Some(_)) => {
                return self.invalid(line.id, "has both `path` and `text`".to_owned());
            }
        };
        Item {
            id: line.id.unwrap_or_else(|| self.place()),
            payload,
            url: line.url,
            published: line.published,
            kind: line.kind,
            charset: line.charset,
        }
    }

    fn invalid(&self, id: Option<String>, reason: String) -> Item {
        let error = Error::InvalidItem { place: self.place(), reason };
        Item::new(id.unwrap_or_else(|| self.place()), Payload::Unknown(error))
    }

    /// `pages.jsonl:12`
    fn place(&self) -> String {
        format!("{}:{}", self.input.name(), self.number)
    }
}

impl Iterator for Manifest {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        let mut line = Vec::new();
        loop {
            self.number += 1;
            line.clear();
            match self.reader.as_mut()?.read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => return Some(self.item(&line)),
                Err(error) => {
                    self.reader = None;
                    return Some(self.invalid(None, reason(&error)));
                }
            }
        }
    }
}

/// The parser's message; every line is a document of its own, so its line number says nothing.
fn without_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(head, _)| head);
    let what = if error.is_data() { "" } else { "not JSON: " };
    format!("{what}{message} at column {}", error.column())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &'static str) -> Vec<(String, String)> {
        let input = Input::Path("lists/pages.jsonl".into());
        let reader = Some(Box::new(text.as_bytes()) as Box<dyn BufRead + Send>);
        Manifest { input, reader, number: 0 }
            .map(|item| {
                let what = match item.payload {
                    Payload::Text(text) => format!("text {text}"),
                    Payload::File(path) => format!("file {}", path.display()),
                    Payload::Unknown(error) => error.to_string(),
                };
                (item.id, what)
            })
            .collect()
    }

    #[test]
    fn ok_paths_are_seen_from_the_manifest() {
        let found = items(
            "{\"id\": \"a\", \"path\": \"pages/a.html.gz\", \"other\": [1]}\n\n{\"text\": \"T\"}",
        );
        let expected = [
            ("a", "file lists/pages/a.html.gz"),
            // The empty line counts as a line.
            ("lists/pages.jsonl:3", "text T"),
        ];
        assert_eq!(found, expected.map(|(id, what)| (id.to_owned(), what.to_owned())));
    }

    #[test]
    fn err_each_bad_line_tells_where_and_why() {
        let found =
            items("{\"id\": \"a\"}\n{\"text\": 7}\n{\"path\": \"x\", \"text\": \"y\"}\n{]\n");
        let reasons: Vec<&str> = found.iter().map(|(_, reason)| reason.as_str()).collect();
        assert_eq!(found[0].0, "a");
        assert_eq!(
            reasons,
            [
                "lists/pages.jsonl:1: `path` or `text` is missing",
                "lists/pages.jsonl:2: invalid type: integer `7`, expected a string at column 10",
                "lists/pages.jsonl:3: has both `path` and `text`",
                "lists/pages.jsonl:4: not JSON: key must be a string at column 2",
            ]
        );
    }
}
