//! What was strange about an input that still gave an article.

use serde::{Deserialize, Serialize};

/// One thing that was strange about the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Warning {
    /// Stable name.
    pub code: WarningCode,
    /// What happened, for people.
    pub message: String,
}

impl Warning {
    /// A warning.
    #[must_use]
    pub fn new(code: WarningCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// The stable names of warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WarningCode {
    /// Some bytes are no characters in the charset; U+FFFD stands in their place.
    MalformedCharset,
    /// The charset that was declared is not the one the bytes are in.
    CharsetMismatch,
    /// The tree reached a limit; the rest of the page was dropped.
    TruncatedInput,
    /// Elements nested deeper than the limit were kept as siblings.
    DepthLimit,
    /// A JSON-LD script could not be read.
    BrokenJsonLd,
    /// Nothing on the page looks like content.
    NoContent,
    /// A layer that needs English was asked for on another language and left out.
    LanguageUnsupported,
    /// The language that was declared is not the one the text is in.
    LanguageMismatch,
    /// The page shows only the beginning of the article.
    Paywall,
    /// A date that the caller gave could not be read.
    InvalidPublished,
}
