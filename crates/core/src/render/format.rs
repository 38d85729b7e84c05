//! The forms by name: every frontend spells them alike.

use std::fmt;
use std::str::FromStr;

use super::{html, json, json_pretty, markdown, page, text};
use crate::article::Article;
use crate::error::Error;

/// The forms a record can be given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Format {
    /// The record as indented JSON.
    #[default]
    Json,
    /// The record as JSON on one line.
    Jsonl,
    /// The article as Markdown with YAML front matter.
    Markdown,
    /// The article as plain text.
    Text,
    /// The article as clean, semantic HTML.
    Html,
    /// A self-contained HTML page with everything that was found marked in the text.
    Page,
}

impl Format {
    /// Every form.
    pub const ALL: [Format; 6] =
        [Format::Json, Format::Jsonl, Format::Markdown, Format::Text, Format::Html, Format::Page];

    /// The form's name in options and documentation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Markdown => "markdown",
            Format::Text => "text",
            Format::Html => "html",
            Format::Page => "page",
        }
    }

    /// One line that says what the form is good for.
    #[must_use]
    pub fn summary(self) -> &'static str {
        match self {
            Format::Json => "the record, indented",
            Format::Jsonl => "the record on one line",
            Format::Markdown => "the article as Markdown with YAML front matter",
            Format::Text => "the article as plain text",
            Format::Html => "the article as clean HTML",
            Format::Page => "a self-contained HTML page with the findings marked",
        }
    }

    /// The Internet media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Json => "application/json",
            Format::Jsonl => "application/jsonl",
            Format::Markdown => "text/markdown; charset=utf-8",
            Format::Text => "text/plain; charset=utf-8",
            Format::Html | Format::Page => "text/html; charset=utf-8",
        }
    }

    /// Whether the form gives the record itself, spans included, in any offset unit.
    #[must_use]
    pub fn is_record(self) -> bool {
        matches!(self, Format::Json | Format::Jsonl)
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Format::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| {
            Error::InvalidOption {
                option: "format",
                reason: format!(
                    "`{name}` is no format: use one of {}",
                    Format::ALL.map(Format::name).join(", ")
                ),
            }
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The article in the form `format`, ended by one line break.
///
/// # Panics
/// When the form is no record form and the article's spans do not count bytes.
#[must_use]
pub fn render(article: &Article, format: Format) -> String {
    let mut out = match format {
        Format::Json => json_pretty(article),
        Format::Jsonl => json(article),
        Format::Markdown => markdown(article),
        Format::Text => text(article),
        Format::Html => html(article),
        Format::Page => page(article),
    };
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}
