//! One input as the caller describes it.

use std::mem::size_of;

use dateline::{Error, Input, SourceKind};

use crate::boundary::borrow;
use crate::strings::dateline_str;

/// One page or text, and what is known about it. `dateline_input_of` fills it in; strings that are
/// not known have no data. The library only reads it, and keeps nothing of it after the call.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct dateline_input {
    /// The size of this struct as the caller knows it: fields may be added at its end.
    pub struct_size: usize,
    /// The page or text itself, in any charset.
    pub data: dateline_str,
    /// The page's address: relative links are resolved against it.
    pub url: dateline_str,
    /// When it was published, ISO 8601: relative times are read against it.
    pub published: dateline_str,
    /// The charset that came with the bytes, from an HTTP header for example.
    pub charset: dateline_str,
    /// The caller's name for the input; comes back in its record.
    pub id: dateline_str,
    /// One of the `DATELINE_KIND_…` constants.
    pub kind: i32,
}

/// Web page or plain text: judged by its content.
pub const DATELINE_KIND_AUTO: i32 = 0;
/// A web page.
pub const DATELINE_KIND_HTML: i32 = 1;
/// Plain text.
pub const DATELINE_KIND_TEXT: i32 = 2;

/// The input at `input`.
///
/// # Errors
/// [`Error::InvalidOption`] names what is null, no UTF-8 or out of range.
///
/// # Safety
/// `input` is null or points at a `dateline_input` of the size it says, whose strings are readable;
/// nobody changes or frees them during `'a`.
pub(crate) unsafe fn read<'a>(input: *const dateline_input) -> Result<Input<'a>, Error> {
    let invalid = |option, reason: String| Error::InvalidOption { option, reason };
    // SAFETY: the size is the first field of every version of the struct.
    let size = *unsafe { borrow(input.cast::<usize>(), "input")? };
    if size < size_of::<dateline_input>() {
        let reason = format!("{size} is too small: fill the input with dateline_input_of");
        return Err(invalid("struct_size", reason));
    }
    // SAFETY: not null, and as large as this version's struct.
    let input = unsafe { borrow(input, "input")? };
    let kind = match input.kind {
        DATELINE_KIND_AUTO => None,
        DATELINE_KIND_HTML => Some(SourceKind::Html),
        DATELINE_KIND_TEXT => Some(SourceKind::Text),
        other => {
            let reason = format!("{other} is no kind: use a constant DATELINE_KIND_…");
            return Err(invalid("kind", reason));
        }
    };
    // SAFETY: the strings are readable by this function's contract.
    let (bytes, id, url, published, charset) = unsafe {
        (
            input.data.bytes(),
            input.id.text("id")?,
            input.url.text("url")?,
            input.published.text("published")?,
            input.charset.text("charset")?,
        )
    };
    let bytes = match bytes {
        Some(bytes) => bytes,
        // What many containers give for nothing.
        None if input.data.len == 0 => &[],
        None => return Err(invalid("data", "must not be null".to_owned())),
    };
    Ok(Input { bytes, kind, id, url, published, charset })
}
