//! The order of the stages: the only module that knows them all.
//!
//! decode comes before everything because the rest reads characters; the kind of input is judged on
//! characters, so a wrong charset cannot hide markup; language comes after the body is chosen,
//! because menus and boilerplate are often in another language than the article; analysis reads the
//! finished text and nothing else.

use crate::analysis;
use crate::article::{
    Article, Metadata, OffsetUnit, Provenance, SCHEMA, Source, SourceKind, Warning, WarningCode,
};
use crate::decode;
use crate::dom;
use crate::error::Error;
use crate::language;
use crate::options::Options;
use crate::page;
use crate::plain;
use crate::trace::{Stage, Trace};

/// One input: the bytes, and what the caller knows about them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// The page or text.
    pub bytes: &'a [u8],
    /// Web page or plain text; judged by content when absent.
    pub kind: Option<SourceKind>,
    /// The caller's name for the input; comes back as [`Article::id`].
    pub id: Option<&'a str>,
    /// The page's address: relative links are resolved against it and it is evidence for the date.
    pub url: Option<&'a str>,
    /// When it was published, ISO 8601: relative times are read against it. It stands in the record
    /// only when the input itself tells no date.
    pub published: Option<&'a str>,
    /// The charset that came with the bytes, from an HTTP header for example.
    pub charset: Option<&'a str>,
}

impl<'a> Input<'a> {
    /// An input of which nothing is known but its bytes.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, ..Self::default() }
    }
}

/// A reusable extractor: options checked once, then any number of inputs from any number of
/// threads.
#[derive(Debug, Clone, Default)]
pub struct Extractor {
    options: Options,
}

impl Extractor {
    /// An extractor with these options.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] when a value is outside its documented range.
    pub fn new(options: Options) -> Result<Self, Error> {
        options.validate()?;
        Ok(Self { options })
    }

    /// The options it was made with.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The record of one input.
    ///
    /// # Errors
    /// [`Error::InputTooLarge`] is the only one: whatever else is strange about an input is a
    /// warning in its record.
    pub fn extract(&self, input: &Input<'_>) -> Result<Article, Error> {
        self.run(input, &mut Trace::off())
    }

    /// The record of one input, and every decision that led to it.
    ///
    /// # Errors
    /// As [`Extractor::extract`].
    pub fn extract_traced(&self, input: &Input<'_>) -> Result<(Article, Trace), Error> {
        let mut trace = Trace::on();
        let article = self.run(input, &mut trace)?;
        Ok((article, trace))
    }

    fn run(&self, input: &Input<'_>, trace: &mut Trace) -> Result<Article, Error> {
        let limit = self.options.limits.max_input_bytes;
        if input.bytes.len() > limit {
            return Err(Error::InputTooLarge { limit });
        }
        let kind = input.kind.unwrap_or_else(|| sniff(input.bytes));
        let decoded = decode::decode(input.bytes, input.charset, kind == SourceKind::Html, trace);
        let mut article = Article {
            schema: SCHEMA.to_owned(),
            id: input.id.map(str::to_owned),
            offset_unit: OffsetUnit::Byte,
            source: Source {
                kind,
                url: input.url.map(str::to_owned),
                canonical_url: None,
                charset: decoded.charset,
                bytes: input.bytes.len() as u64,
            },
            metadata: Metadata::default(),
            text: String::new(),
            blocks: Vec::new(),
            links: Vec::new(),
            dateline: None,
            sentences: None,
            entities: None,
            quotations: None,
            times: None,
            amounts: None,
            key_sentences: None,
            key_phrases: None,
            warnings: decoded.warnings,
        };
        match kind {
            SourceKind::Html => self.read_page(&decoded.text, input, &mut article, trace),
            SourceKind::Text => read_plain(decoded.text.into_owned(), &mut article, trace),
        }
        if article.text.trim().is_empty() {
            article.warnings.push(Warning::new(
                WarningCode::NoContent,
                "nothing in the input looks like content",
            ));
        }
        identify_language(&mut article, trace);
        let published = self.reference_date(input, &mut article);
        analysis::analyse(&mut article, self.options.analysis, published, trace);
        Ok(article)
    }

    fn read_page(&self, html: &str, input: &Input<'_>, article: &mut Article, trace: &mut Trace) {
        let (dom, warnings) = dom::parse_within(html, &self.options.limits);
        article.warnings.extend(warnings);
        let context =
            page::PageContext { url: input.url, captions_in_text: self.options.captions_in_text };
        let page = page::read(&dom, &context, trace);
        article.metadata = page.metadata;
        article.source.canonical_url = page.canonical_url;
        article.text = page.body.text;
        article.blocks = page.body.blocks;
        article.links = page.body.links;
        article.warnings.extend(page.warnings);
    }

    /// The caller's date when it can be read, which also stands in for a date the input lacks.
    fn reference_date<'a>(&self, input: &Input<'a>, article: &mut Article) -> Option<&'a str> {
        let published = input.published?;
        if !is_iso_date(published) {
            article.warnings.push(Warning::new(
                WarningCode::InvalidPublished,
                format!("`{published}` is no ISO 8601 date: relative times are not resolved"),
            ));
            return None;
        }
        if article.metadata.published.is_none() {
            article.metadata.published = Some(published.to_owned());
            article.metadata.provenance.insert("published".to_owned(), Provenance::Caller);
        }
        Some(published)
    }
}

/// The record of one input with default options but for `options`: the one-shot form of
/// [`Extractor`].
///
/// # Errors
/// [`Error::InvalidOption`] and [`Error::InputTooLarge`].
pub fn extract(input: &Input<'_>, options: &Options) -> Result<Article, Error> {
    Extractor::new(options.clone())?.extract(input)
}

fn read_plain(text: String, article: &mut Article, trace: &mut Trace) {
    let plain = plain::read(&text, trace);
    if let Some(title) = plain.title {
        article.metadata.title = Some(title);
        article.metadata.provenance.insert("title".to_owned(), Provenance::Text);
    }
    article.text = text;
    article.blocks = plain.blocks;
}

fn identify_language(article: &mut Article, trace: &mut Trace) {
    let declared = article.metadata.language.take();
    let provenance = article.metadata.provenance.remove("language").unwrap_or(Provenance::Meta);
    let found =
        language::identify(&article.text, declared.as_deref().map(|tag| (tag, provenance)), trace);
    if let Some((tag, provenance)) = found.tag {
        article.metadata.language = Some(tag);
        article.metadata.provenance.insert("language".to_owned(), provenance);
    }
    article.warnings.extend(found.warning);
    trace.note(Stage::Language, "language/chosen", || {
        (article.metadata.language.clone().unwrap_or_default(), String::new())
    });
}

/// HTML begins with a tag or declaration, or has a tag that only pages have near its beginning.
fn sniff(bytes: &[u8]) -> SourceKind {
    /// Mail headers, banners and broken preambles stand before the first tag on some saved pages.
    const WINDOW_BYTES: usize = 2048;
    const SURE: [&[u8]; 7] =
        [b"<!doctype html", b"<html", b"<head", b"<body", b"<meta ", b"<title", b"<script"];
    const PART: [&[u8]; 6] = [b"</p>", b"</div>", b"<br>", b"<br/>", b"<br />", b"</a>"];
    let mut window = bytes[..bytes.len().min(WINDOW_BYTES)].to_ascii_lowercase();
    // UTF-16 pages show their tags once the zero bytes are left out.
    if memchr::memchr(0, &window).is_some() {
        window.retain(|&byte| byte != 0);
    }
    let has = |tag: &&[u8]| memchr::memmem::find(&window, tag).is_some();
    let starts_with_tag = window.trim_ascii_start().strip_prefix(b"<").is_some_and(|rest| {
        rest.first().is_some_and(|&byte| byte.is_ascii_alphabetic() || byte == b'!')
    });
    let html = SURE.iter().any(has) || (starts_with_tag && PART.iter().any(has));
    if html { SourceKind::Html } else { SourceKind::Text }
}

fn is_iso_date(date: &str) -> bool {
    let day = date.get(..10).unwrap_or(date);
    let rest = date.get(10..).unwrap_or("");
    day.parse::<jiff::civil::Date>().is_ok() && (rest.is_empty() || rest.starts_with(['T', ' ']))
}
