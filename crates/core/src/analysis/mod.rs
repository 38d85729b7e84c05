//! The text to its analysis layers.
//!
//! [`analyse`] is the one place that orders the layers. A layer is a folder or file of its own; it
//! imports only the layers before it. Layers that need English are left out on other languages,
//! with a warning.

use crate::article::{
    Amount, Article, BlockKind, Dateline, Entity, Quotation, Time, Warning, WarningCode,
};
use crate::language;
use crate::options::{Layer, Layers};
use crate::span::Span;
use crate::trace::Trace;

pub mod amounts;
mod calendar;
mod coreference;
pub mod dateline;
pub mod entities;
pub mod features;
pub mod key;
mod lexicon;
pub mod nn;
mod numbers;
pub mod quotations;
pub mod sentences;
pub mod times;
pub mod tokens;

/// The text that the layers read.
#[derive(Debug)]
pub struct Document<'a> {
    /// The article's text.
    pub text: &'a str,
    /// The parts of the text that are prose, headings, items and cells, in text order: no sentence,
    /// name or quotation crosses from one to the next.
    pub segments: Vec<Segment>,
    /// The primary language subtag, when known.
    pub language: Option<&'a str>,
    /// The date that relative times are read against: ISO 8601, a day or a day with a time.
    pub published: Option<&'a str>,
    /// The headline, which is not part of the text of web pages.
    pub title: Option<&'a str>,
}

/// A part of the text that is analysed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: SegmentKind,
}

/// The kinds of segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SegmentKind {
    /// Running text: paragraphs and block quotations.
    Prose,
    /// A heading.
    Heading,
    /// A list item.
    Item,
    /// A table cell.
    Cell,
}

impl<'a> Document<'a> {
    /// The document that the layers read of an article.
    #[must_use]
    pub fn new(article: &'a Article, published: Option<&'a str>) -> Self {
        let mut segments = Vec::with_capacity(article.blocks.len());
        for block in &article.blocks {
            let kind = match &block.kind {
                BlockKind::Heading { .. } => SegmentKind::Heading,
                BlockKind::ListItem { .. } => SegmentKind::Item,
                BlockKind::Table { rows } => {
                    let cells = rows.iter().flatten().filter(|cell| !cell.is_empty());
                    segments.extend(cells.map(|&span| Segment { span, kind: SegmentKind::Cell }));
                    continue;
                }
                // Code is no language that the layers read.
                BlockKind::Code { .. } => continue,
                _ => SegmentKind::Prose,
            };
            if !block.span.is_empty() {
                segments.push(Segment { span: block.span, kind });
            }
        }
        Self {
            text: &article.text,
            segments,
            language: article.metadata.language.as_deref().map(language::primary),
            published: published.or(article.metadata.published.as_deref()),
            title: article.metadata.title.as_deref(),
        }
    }

    /// Whether the layers that need English can run; a text of unknown language is given the
    /// benefit of the doubt.
    #[must_use]
    pub fn is_english(&self) -> bool {
        self.language.is_none_or(|language| language == "en")
    }
}

/// Runs the layers that were asked for and writes what they find into `article`.
pub fn analyse(article: &mut Article, layers: Layers, published: Option<&str>, trace: &mut Trace) {
    if layers.is_empty() {
        return;
    }
    let mut found = Found::default();
    {
        let document = Document::new(article, published);
        let mut tokens = tokens::tokenize(&document);
        let sentences = sentences::split(&document, &mut tokens, trace);
        if layers.contains(Layer::Sentences) {
            found.sentences = Some(sentences);
        }
        if layers.contains(Layer::Dateline) {
            found.dateline = dateline::find(&document, &tokens, trace);
        }
        if document.is_english() {
            // Amounts leave alone the numbers that stand in times.
            if layers.contains(Layer::Times) || layers.contains(Layer::Amounts) {
                let times = times::find(&document, &tokens, trace);
                if layers.contains(Layer::Amounts) {
                    found.amounts = Some(amounts::find(&document, &tokens, &times, trace));
                }
                found.times = layers.contains(Layer::Times).then_some(times);
            }
            // Speakers are entities and key sentences name them, whether they are reported or not.
            let naming = [Layer::Entities, Layer::Quotations, Layer::Key];
            if naming.into_iter().any(|layer| layers.contains(layer)) {
                let features = features::Features::new(&document, &tokens);
                let mut drafts = entities::find(&tokens, &features, trace);
                coreference::resolve(&mut drafts, &tokens, &features, trace);
                let entities = entities::finish(drafts, &tokens);
                if layers.contains(Layer::Quotations) {
                    found.quotations =
                        Some(quotations::find(&document, &tokens, &features, &entities, trace));
                }
                if layers.contains(Layer::Key) {
                    found.key = Some(key::find(&document, &tokens, &entities, trace));
                }
                found.entities = layers.contains(Layer::Entities).then_some(entities);
            }
        } else {
            let skipped: Vec<&str> =
                layers.iter().filter(|layer| needs_english(*layer)).map(Layer::name).collect();
            if !skipped.is_empty() {
                found.warning = Some(Warning::new(
                    WarningCode::LanguageUnsupported,
                    format!(
                        "left out because the text is `{}` and they need English: {}",
                        document.language.unwrap_or("und"),
                        skipped.join(", ")
                    ),
                ));
            }
        }
    }
    article.sentences = found.sentences;
    article.dateline = found.dateline;
    article.entities = found.entities;
    article.quotations = found.quotations;
    article.times = found.times;
    article.amounts = found.amounts;
    if let Some(key) = found.key {
        article.key_sentences = Some(key.sentences);
        article.key_phrases = Some(key.phrases);
    }
    article.warnings.extend(found.warning);
}

/// What the layers found: the document borrows the article, so results wait here.
#[derive(Default)]
struct Found {
    sentences: Option<Vec<Span>>,
    dateline: Option<Dateline>,
    times: Option<Vec<Time>>,
    amounts: Option<Vec<Amount>>,
    key: Option<key::Key>,
    entities: Option<Vec<Entity>>,
    quotations: Option<Vec<Quotation>>,
    warning: Option<Warning>,
}

fn needs_english(layer: Layer) -> bool {
    !matches!(layer, Layer::Sentences | Layer::Dateline)
}
