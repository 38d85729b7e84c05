//! What is known about an article beside its text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// Web page or plain text.
    pub kind: SourceKind,
    /// The address the caller gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The address the page calls its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical_url: Option<String>,
    /// The charset the bytes were decoded from, by its WHATWG name in lower case.
    pub charset: String,
    /// Size of the input in bytes.
    pub bytes: u64,
}

/// The kinds of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A web page.
    Html,
    /// Plain text.
    Text,
}

/// What is known about the article. A field that was not found is absent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Metadata {
    /// The headline a reader sees, without the site's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The line under the headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// The summary the page declares for search engines and feeds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who wrote it, in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
    /// When it was first published: ISO 8601, as precise as the page is (a date alone, or a date
    /// and time with its offset when that is known).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// When it was last changed, in the same form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Publisher>,
    /// BCP 47 tag of the text's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The section or desk it appeared under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The page's own keywords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The article's pictures: the lead image and those inside the body, in page order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// What kind of page it is; absent for plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_kind: Option<PageKind>,
    /// For each field above that has a value, where on the page the value came from.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub provenance: BTreeMap<String, Provenance>,
}

/// Where a metadata value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// The caller said so.
    Caller,
    /// A JSON-LD script.
    JsonLd,
    /// A `<meta>`, `<link>`, `<title>` or the `lang` attribute.
    Meta,
    /// Microdata attributes (`itemprop`).
    Microdata,
    /// What a reader sees on the page.
    Visible,
    /// The page's address.
    Url,
    /// The article's text.
    Text,
}

/// One author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Author {
    /// The name alone: no role, date or handle.
    pub name: String,
    /// The author's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Person or organisation.
    pub kind: AuthorKind,
}

/// The kinds of author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuthorKind {
    /// A human being.
    Person,
    /// An agency, a desk, a newspaper.
    Organization,
}

/// The publisher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Publisher {
    /// The name a reader knows.
    pub name: String,
    /// The publisher's site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// One picture.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Image {
    /// The picture itself, the largest version offered; absolute when the page's address is known.
    pub url: String,
    /// The words under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The text that stands in for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Who made it or holds its rights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// Whether it is the picture that stands for the article.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lead: bool,
}

/// The kinds of page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// One text with a headline: news, blog posts, essays.
    Article,
    /// Posts and answers by many people.
    Forum,
    /// A thing for sale.
    Product,
    /// A group of things presented together.
    Collection,
    /// Teasers that lead to other pages.
    Listing,
    /// Manuals and references.
    Documentation,
    /// A company, place or offer presenting itself.
    Service,
}
