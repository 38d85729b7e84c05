//! What went wrong: status numbers, and handles that tell more.

use dateline::Error;
use dateline::error::ErrorCode;

use crate::strings::dateline_str;

/// How a call ended: `DATELINE_OK`, or a number from the one table of errors. Numbers may be added,
/// none is ever changed.
pub type dateline_status = i32;

/// It went well.
pub const DATELINE_OK: dateline_status = 0;
/// The input has more bytes than the limit.
pub const DATELINE_INPUT_TOO_LARGE: dateline_status = 10;
/// An argument or an option has a value outside its range; a null pointer where none may stand.
pub const DATELINE_INVALID_OPTION: dateline_status = 11;
/// An input could not be read; a library call never gives this.
pub const DATELINE_UNREADABLE_INPUT: dateline_status = 12;
/// The description of an item, a stored record for example, cannot be read.
pub const DATELINE_INVALID_ITEM: dateline_status = 13;
/// An output could not be written; a library call never gives this.
pub const DATELINE_UNWRITABLE_OUTPUT: dateline_status = 14;
/// A defect of the library: it panicked. The process and all handles go on.
pub const DATELINE_INTERNAL_ERROR: dateline_status = 15;

/// Why a call failed. Made by the call, freed by the caller with `dateline_error_free`.
pub struct dateline_error {
    code: ErrorCode,
    message: String,
}

impl From<&Error> for dateline_error {
    fn from(error: &Error) -> Self {
        Self { code: error.code(), message: error.to_string() }
    }
}

/// The number of the error; `DATELINE_OK` for null.
///
/// Thread safety: an error may be read from several threads at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_error_status(error: *const dateline_error) -> dateline_status {
    // SAFETY: null, or an error that the caller has not freed.
    unsafe { error.as_ref() }.map_or(DATELINE_OK, |error| error.code.ffi)
}

/// The stable name of the error, such as `input_too_large`; no string for null.
///
/// Lifetime: the string is static. Thread safety: an error may be read from several threads at
/// once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_error_name(error: *const dateline_error) -> dateline_str {
    // SAFETY: null, or an error that the caller has not freed.
    dateline_str::of_option(unsafe { error.as_ref() }.map(|error| error.code.name))
}

/// What happened, for people, in one line of UTF-8; no string for null.
///
/// Lifetime: as long as the error. Thread safety: an error may be read from several threads at
/// once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_error_message(error: *const dateline_error) -> dateline_str {
    // SAFETY: null, or an error that the caller has not freed.
    dateline_str::of_option(unsafe { error.as_ref() }.map(|error| error.message.as_str()))
}

/// Frees an error; null is left alone.
///
/// Ownership: the handle and its strings are gone afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_error_free(error: *mut dateline_error) {
    if !error.is_null() {
        // SAFETY: it came from `Box::into_raw` and the caller gives it back once.
        drop(unsafe { Box::from_raw(error) });
    }
}

#[cfg(test)]
mod tests {
    use dateline::error::ERROR_CODES;

    use super::*;

    #[test]
    fn ok_the_numbers_are_those_of_the_table() {
        let numbers = [
            ("input_too_large", DATELINE_INPUT_TOO_LARGE),
            ("invalid_option", DATELINE_INVALID_OPTION),
            ("unreadable_input", DATELINE_UNREADABLE_INPUT),
            ("invalid_item", DATELINE_INVALID_ITEM),
            ("unwritable_output", DATELINE_UNWRITABLE_OUTPUT),
            ("internal_error", DATELINE_INTERNAL_ERROR),
        ];
        assert_eq!(ERROR_CODES.map(|row| (row.name, row.ffi)), numbers);
    }
}
