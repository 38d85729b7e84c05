//! The fields that most callers want, without a JSON parser.

use dateline::article::{QuotationKind, SpeakerKind};
use dateline::{Article, Span};

use crate::article::dateline_article;
use crate::boundary::{borrow, guard, place};
use crate::status::{dateline_error, dateline_status};
use crate::strings::dateline_str;

/// A half-open range of the text, in the unit that the options said.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct dateline_span {
    /// Offset of the first unit.
    pub start: u32,
    /// Offset behind the last unit.
    pub end: u32,
}

/// Spans that an article lends: `len` of them at `data`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct dateline_spans {
    /// The first span; not to be followed when `len` is 0.
    pub data: *const dateline_span,
    /// How many spans there are.
    pub len: usize,
}

/// Who said what. Its arrays and strings are lent by the article.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct dateline_quotation {
    /// One of the `DATELINE_QUOTATION_…` constants.
    pub kind: i32,
    /// One of the `DATELINE_SPEAKER_…` constants.
    pub speaker_kind: i32,
    /// From 0 to 1: how sure it is that this was said, and by this source.
    pub confidence: f32,
    /// The speaker's name. No string when the speaker is no named entity, or when the `entities`
    /// layer was not asked for.
    pub speaker: dateline_str,
    /// What was said; more than one span where the cue interrupts the speech.
    pub content: dateline_spans,
    /// The words that announce speech.
    pub cue: dateline_spans,
    /// The words that name the speaker beside the cue.
    pub source: dateline_spans,
}

/// All of it stands in quotation marks.
pub const DATELINE_QUOTATION_DIRECT: i32 = 1;
/// None of it stands in quotation marks.
pub const DATELINE_QUOTATION_INDIRECT: i32 = 2;
/// Some of it stands in quotation marks.
pub const DATELINE_QUOTATION_MIXED: i32 = 3;

/// A single named entity, or nobody that is known.
pub const DATELINE_SPEAKER_SINGLE: i32 = 0;
/// Several people.
pub const DATELINE_SPEAKER_GROUP: i32 = 1;
/// A text.
pub const DATELINE_SPEAKER_DOCUMENT: i32 = 2;
/// Somebody the story does not name.
pub const DATELINE_SPEAKER_ANONYMOUS: i32 = 3;

/// A quotation's spans in the layout of C.
pub(crate) struct Quotation {
    content: Vec<dateline_span>,
    cue: Vec<dateline_span>,
    source: Vec<dateline_span>,
}

fn spans(spans: &[Span]) -> Vec<dateline_span> {
    spans.iter().map(|span| dateline_span { start: span.start, end: span.end }).collect()
}

fn lend(spans: &[dateline_span]) -> dateline_spans {
    dateline_spans { data: spans.as_ptr(), len: spans.len() }
}

/// What `read` takes from the article; no string for a null article or an absent field.
///
/// # Safety
/// `article` is null or points at an article that nobody frees during the call.
unsafe fn lent(
    article: *const dateline_article,
    read: impl FnOnce(&Article) -> Option<&str>,
) -> dateline_str {
    // SAFETY: the contract is the same. Reading a field does not panic.
    dateline_str::of_option(unsafe { article.as_ref() }.and_then(|article| read(&article.article)))
}

/// The body's text. Never without data unless the article is null; it may be empty.
///
/// Lifetime: as long as the article. Thread safety: an article may be used from several threads at
/// once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_article_text(article: *const dateline_article) -> dateline_str {
    // SAFETY: the caller holds to the header's conventions.
    unsafe { lent(article, |article| Some(&article.text)) }
}

/// The headline; no string when there is none.
///
/// Lifetime: as long as the article. Thread safety: an article may be used from several threads at
/// once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_article_title(article: *const dateline_article) -> dateline_str {
    // SAFETY: the caller holds to the header's conventions.
    unsafe { lent(article, |article| article.metadata.title.as_deref()) }
}

/// When it was first published: ISO 8601, as precise as the page is; no string when unknown.
///
/// Lifetime: as long as the article. Thread safety: an article may be used from several threads at
/// once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_article_published(
    article: *const dateline_article,
) -> dateline_str {
    // SAFETY: the caller holds to the header's conventions.
    unsafe { lent(article, |article| article.metadata.published.as_deref()) }
}

/// How many authors there are; 0 for null.
///
/// Thread safety: an article may be used from several threads at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_article_author_count(article: *const dateline_article) -> usize {
    // SAFETY: the caller holds to the header's conventions.
    unsafe { article.as_ref() }.map_or(0, |article| article.article.metadata.authors.len())
}

/// The name of the author with this index, from 0; no string when there is none.
///
/// Lifetime: as long as the article. Thread safety: an article may be used from several threads at
/// once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_article_author(
    article: *const dateline_article,
    index: usize,
) -> dateline_str {
    // SAFETY: the caller holds to the header's conventions.
    unsafe {
        lent(article, |article| article.metadata.authors.get(index).map(|author| &*author.name))
    }
}

/// How many quotations there are; 0 for null, and when the `quotations` layer was not asked for.
///
/// Thread safety: an article may be used from several threads at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_article_quotation_count(
    article: *const dateline_article,
) -> usize {
    // SAFETY: the caller holds to the header's conventions.
    let article = unsafe { article.as_ref() };
    article.map_or(0, |article| article.article.quotations.as_deref().unwrap_or_default().len())
}

/// Writes the quotation with this index, from 0, to `*out`.
///
/// Lifetime: what `*out` points at lives as long as the article. Thread safety: an article may be
/// used from several threads at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_article_quotation(
    article: *const dateline_article,
    index: usize,
    out: *mut dateline_quotation,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions; `out` may hold anything, so it is
        // written without being read.
        let (article, out) = unsafe { (borrow(article, "article")?, place(out, "out")?) };
        let record = article.record();
        let quotations = record.quotations.as_deref().unwrap_or_default();
        let quotation = quotations.get(index).ok_or_else(|| dateline::Error::InvalidOption {
            option: "index",
            reason: format!("there are {} quotations", quotations.len()),
        })?;
        let lists = article.quotations.get_or_init(|| {
            let lists = quotations.iter().map(|quotation| Quotation {
                content: spans(&quotation.content),
                cue: spans(&quotation.cue),
                source: spans(&quotation.source),
            });
            lists.collect()
        });
        let entities = record.entities.as_deref().unwrap_or_default();
        let speaker = quotation.speaker.and_then(|speaker| entities.get(speaker as usize));
        out.write(dateline_quotation {
            kind: match quotation.kind {
                QuotationKind::Direct => DATELINE_QUOTATION_DIRECT,
                QuotationKind::Indirect => DATELINE_QUOTATION_INDIRECT,
                QuotationKind::Mixed => DATELINE_QUOTATION_MIXED,
            },
            speaker_kind: match quotation.speaker_kind {
                None => DATELINE_SPEAKER_SINGLE,
                Some(SpeakerKind::Group) => DATELINE_SPEAKER_GROUP,
                Some(SpeakerKind::Document) => DATELINE_SPEAKER_DOCUMENT,
                Some(SpeakerKind::Anonymous) => DATELINE_SPEAKER_ANONYMOUS,
            },
            confidence: quotation.confidence.get(),
            speaker: dateline_str::of_option(speaker.map(|entity| entity.name.as_str())),
            content: lend(&lists[index].content),
            cue: lend(&lists[index].cue),
            source: lend(&lists[index].source),
        });
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}
