//! What a caller can choose.

use dateline::{Error, Extractor, Layers, Limits, OffsetUnit, Options};

use crate::boundary::{borrow_mut, guard};
use crate::status::{dateline_error, dateline_status};
use crate::strings::dateline_str;

/// Choices that hold for many inputs. Made by `dateline_options_new`, freed by the caller with
/// `dateline_options_free`. Where a function takes options, null stands for the defaults.
#[derive(Default)]
pub struct dateline_options {
    options: Options,
    pub(crate) unit: OffsetUnit,
}

/// Spans count bytes of UTF-8, as C indexes. The default.
pub const DATELINE_OFFSETS_BYTE: i32 = 0;
/// Spans count Unicode scalar values, as Python indexes.
pub const DATELINE_OFFSETS_CHAR: i32 = 1;
/// Spans count UTF-16 code units, as Java, C# and JavaScript index.
pub const DATELINE_OFFSETS_UTF16: i32 = 2;

impl dateline_options {
    /// The extractor and the offset unit that options, or null, stand for.
    ///
    /// # Safety
    /// `options` is null or points at options that nobody changes or frees meanwhile.
    pub(crate) unsafe fn resolve(
        options: *const dateline_options,
    ) -> Result<(Extractor, OffsetUnit), Error> {
        // SAFETY: the contract is the same.
        match unsafe { options.as_ref() } {
            Some(options) => Ok((Extractor::new(options.options.clone())?, options.unit)),
            None => Ok((Extractor::default(), OffsetUnit::default())),
        }
    }
}

/// New options, all at their defaults. Never null.
///
/// Ownership: the caller frees them with `dateline_options_free`. Thread safety: may be called from
/// any thread at any time.
#[unsafe(no_mangle)]
pub extern "C" fn dateline_options_new() -> *mut dateline_options {
    Box::into_raw(Box::default())
}

/// Frees options; null is left alone. Articles and batches made with them live on.
///
/// Ownership: the handle is gone afterwards. Thread safety: no other thread may be using it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_options_free(options: *mut dateline_options) {
    if !options.is_null() {
        // SAFETY: it came from `Box::into_raw` and the caller gives it back once.
        drop(unsafe { Box::from_raw(options) });
    }
}

/// Chooses the analysis layers: `all` (the default), `none`, or a comma-separated list of
/// `sentences`, `dateline`, `entities`, `quotations`, `times`, `amounts`, `key`.
///
/// Ownership: the string is only read during the call. Thread safety: no other thread may be using
/// the options.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_options_set_analysis(
    options: *mut dateline_options,
    layers: dateline_str,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let (options, layers) =
            unsafe { (borrow_mut(options, "options")?, layers.text("analysis")?) };
        options.options.analysis = layers.unwrap_or("all").parse::<Layers>()?;
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// Chooses whether figure captions are part of the text; by default they are not.
///
/// Thread safety: no other thread may be using the options.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_options_set_captions_in_text(
    options: *mut dateline_options,
    captions_in_text: bool,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        unsafe { borrow_mut(options, "options")? }.options.captions_in_text = captions_in_text;
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// Chooses what the numbers in spans count: one of the `DATELINE_OFFSETS_…` constants.
///
/// Thread safety: no other thread may be using the options.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_options_set_offsets(
    options: *mut dateline_options,
    unit: i32,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        unsafe { borrow_mut(options, "options")? }.unit = match unit {
            DATELINE_OFFSETS_BYTE => OffsetUnit::Byte,
            DATELINE_OFFSETS_CHAR => OffsetUnit::Char,
            DATELINE_OFFSETS_UTF16 => OffsetUnit::Utf16,
            other => {
                let reason = format!("{other} is no unit: use a constant DATELINE_OFFSETS_…");
                return Err(Error::InvalidOption { option: "offsets", reason });
            }
        };
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// Limits what one input may cost; 0 keeps a limit as it is. `max_input_bytes` is at most
/// 2147483647, by default 128 MiB; `max_tree_depth` 32 or more, by default 512; `max_nodes` 1024 or
/// more, by default 8388608.
///
/// Thread safety: no other thread may be using the options.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_options_set_limits(
    options: *mut dateline_options,
    max_input_bytes: usize,
    max_tree_depth: usize,
    max_nodes: usize,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let options = &mut unsafe { borrow_mut(options, "options")? }.options;
        let chosen = |new: usize, old: usize| if new == 0 { old } else { new };
        let limits = Limits {
            max_input_bytes: chosen(max_input_bytes, options.limits.max_input_bytes),
            max_tree_depth: chosen(max_tree_depth, options.limits.max_tree_depth),
            max_nodes: chosen(max_nodes, options.limits.max_nodes),
        };
        let changed = Options { limits, ..options.clone() };
        changed.validate()?;
        *options = changed;
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}
