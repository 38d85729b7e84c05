//! The handle of a record, and the record as a whole: JSON, other forms, single fields.

use std::ptr;
use std::sync::OnceLock;

use dateline::render::{self, Format};
use dateline::{Article, Error, OffsetUnit};

use crate::accessors::Quotation;
use crate::boundary::{borrow, guard, place};
use crate::options::dateline_options;
use crate::status::{dateline_error, dateline_status};
use crate::strings::{dateline_buffer, dateline_str};

/// One record. It never changes, so any number of threads may read it at once. Freed by the caller
/// with `dateline_article_free`.
pub struct dateline_article {
    /// Spans count bytes: forms other than JSON are made from it.
    pub(crate) article: Article,
    /// What spans count for the caller.
    unit: OffsetUnit,
    /// The record in the caller's unit, once somebody has asked for it.
    converted: OnceLock<Article>,
    /// The quotations as C sees them, once somebody has asked for them.
    pub(crate) quotations: OnceLock<Vec<Quotation>>,
}

impl dateline_article {
    pub(crate) fn new(article: Article, unit: OffsetUnit) -> Self {
        Self { article, unit, converted: OnceLock::new(), quotations: OnceLock::new() }
    }

    /// The record with spans in the caller's unit.
    pub(crate) fn record(&self) -> &Article {
        match self.unit {
            OffsetUnit::Byte => &self.article,
            unit => self.converted.get_or_init(|| self.article.clone().with_offsets(unit)),
        }
    }
}

/// The record as indented JSON.
pub const DATELINE_FORMAT_JSON: i32 = 0;
/// The record as JSON on one line.
pub const DATELINE_FORMAT_JSONL: i32 = 1;
/// The article as Markdown with YAML front matter.
pub const DATELINE_FORMAT_MARKDOWN: i32 = 2;
/// The article as plain text.
pub const DATELINE_FORMAT_TEXT: i32 = 3;
/// The article as clean HTML.
pub const DATELINE_FORMAT_HTML: i32 = 4;
/// A self-contained HTML page with everything that was found marked in the text.
pub const DATELINE_FORMAT_PAGE: i32 = 5;

/// Frees an article; null is left alone.
///
/// Ownership: the handle is gone afterwards, and so is every string and array that was lent by it.
/// Thread safety: no other thread may be using it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_article_free(article: *mut dateline_article) {
    if !article.is_null() {
        // SAFETY: it came from `Box::into_raw` and the caller gives it back once.
        drop(unsafe { Box::from_raw(article) });
    }
}

/// The article in one of the forms `DATELINE_FORMAT_…`, ended by a line break: the same bytes that
/// the command line writes. In JSON, spans count what the options said.
///
/// Ownership: the caller frees the buffer with `dateline_buffer_free`. Thread safety: an article
/// may be used from several threads at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_article_render(
    article: *const dateline_article,
    format: i32,
    out: *mut dateline_buffer,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let out = unsafe { place(out, "out")? };
        out.write(dateline_buffer::NONE);
        // SAFETY: the caller holds to the header's conventions.
        let article = unsafe { borrow(article, "article")? };
        let format = usize::try_from(format).ok().and_then(|index| Format::ALL.get(index));
        let &format = format.ok_or_else(|| Error::InvalidOption {
            option: "format",
            reason: "use a constant DATELINE_FORMAT_…".to_owned(),
        })?;
        let record = if format.is_record() { article.record() } else { &article.article };
        out.write(render::render(record, format).into());
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// One field of the record as JSON on one line, by its name in the record: `entities`, `authors`.
/// A field that the record does not have gives an empty buffer.
///
/// Ownership: the caller frees the buffer with `dateline_buffer_free`. Thread safety: an article
/// may be used from several threads at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_article_field(
    article: *const dateline_article,
    name: dateline_str,
    out: *mut dateline_buffer,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let out = unsafe { place(out, "out")? };
        out.write(dateline_buffer::NONE);
        // SAFETY: the caller holds to the header's conventions.
        let (article, name) = unsafe { (borrow(article, "article")?, name.text("name")?) };
        let name = name.unwrap_or_default();
        let field = render::json_field(article.record(), name)?;
        out.write(field.map_or(dateline_buffer::NONE, dateline_buffer::from));
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// An article from a stored record: JSON that `dateline_article_render` or another frontend wrote,
/// in any offset unit. Of the options only the offset unit counts.
///
/// Ownership: the caller frees the article with `dateline_article_free`; the JSON is only read
/// during the call. Thread safety: as `dateline_extract`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_article_from_json(
    options: *const dateline_options,
    json: dateline_str,
    article: *mut *mut dateline_article,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let article = unsafe { place(article, "article")? };
        article.write(ptr::null_mut());
        // SAFETY: the caller holds to the header's conventions.
        let (json, unit) =
            unsafe { (json.text("json")?, options.as_ref().map_or(OffsetUnit::Byte, |o| o.unit)) };
        let record = stored(json.unwrap_or_default())?;
        article.write(Box::into_raw(Box::new(dateline_article::new(record, unit))));
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// Reads a stored record; its spans must fit its text, since forms are cut out by them.
fn stored(json: &str) -> Result<Article, Error> {
    let article: Article = serde_json::from_str(json).map_err(|error| Error::InvalidItem {
        place: "the record".to_owned(),
        reason: error.to_string(),
    })?;
    article.to_byte_offsets()
}
