//! What can go wrong that is not data: a caller's mistake, or a limit exceeded.
//!
//! A strange page is never an error. It gives an article with
//! [warnings](crate::article::Warning).

/// Why no article was made.
///
/// Every variant has a stable [`code`](Error::code); exit statuses, HTTP statuses and FFI status
/// numbers are all read from the one table behind it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input has more bytes than [`Limits::max_input_bytes`](crate::Limits::max_input_bytes).
    #[error("the input has more than {limit} bytes: raise the limit or split the input")]
    InputTooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// An option has a value outside its range.
    #[error("option `{option}`: {reason}")]
    InvalidOption {
        /// The option's name, as the record and the frontends spell it.
        option: &'static str,
        /// What is wrong with the value and what would be right.
        reason: String,
    },
    /// A frontend could not read an input: no such file, no permission, broken compression.
    #[error("cannot read `{input}`: {reason}")]
    UnreadableInput {
        /// The input as the caller named it.
        input: String,
        /// What the system said.
        reason: String,
    },
    /// A description of an item, a manifest line for example, does not say what to read.
    #[error("{place}: {reason}")]
    InvalidItem {
        /// Where the description stands: `pages.jsonl:12`.
        place: String,
        /// What is wrong with it and what would be right.
        reason: String,
    },
    /// A frontend could not write its output.
    #[error("cannot write `{output}`: {reason}")]
    UnwritableOutput {
        /// The output as the caller named it.
        output: String,
        /// What the system said.
        reason: String,
    },
    /// A defect in this program: extraction of one input panicked.
    #[error("internal error: {reason}")]
    Internal {
        /// The panic's message and place.
        reason: String,
    },
}

/// One row of the error table: what each frontend reports for an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorCode {
    /// Stable name, in `snake_case`.
    pub name: &'static str,
    /// Exit status of the command line.
    pub exit: u8,
    /// HTTP status of the service.
    pub http: u16,
    /// Status number of the C ABI.
    pub ffi: i32,
}

/// The error table, in the order of the variants. Exit statuses from 64 are those of BSD
/// `sysexits.h`; 2 is what shells and argument parsers use for wrong usage.
pub const ERROR_CODES: [ErrorCode; 6] = [
    ErrorCode { name: "input_too_large", exit: 65, http: 413, ffi: 10 },
    ErrorCode { name: "invalid_option", exit: 2, http: 400, ffi: 11 },
    ErrorCode { name: "unreadable_input", exit: 66, http: 400, ffi: 12 },
    ErrorCode { name: "invalid_item", exit: 65, http: 400, ffi: 13 },
    ErrorCode { name: "unwritable_output", exit: 74, http: 500, ffi: 14 },
    ErrorCode { name: "internal_error", exit: 70, http: 500, ffi: 15 },
];

impl Error {
    /// The row of [`ERROR_CODES`] that belongs to this error.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Error::InputTooLarge { .. } => ERROR_CODES[0],
            Error::InvalidOption { .. } => ERROR_CODES[1],
            Error::UnreadableInput { .. } => ERROR_CODES[2],
            Error::InvalidItem { .. } => ERROR_CODES[3],
            Error::UnwritableOutput { .. } => ERROR_CODES[4],
            Error::Internal { .. } => ERROR_CODES[5],
        }
    }
}
