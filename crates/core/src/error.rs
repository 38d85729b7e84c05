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
    #[error(
        "the input has {actual} bytes and the limit is {limit}: raise the limit or split the input"
    )]
    InputTooLarge {
        /// The limit in bytes.
        limit: usize,
        /// The input's size in bytes.
        actual: usize,
    },
    /// An option has a value outside its range.
    #[error("option `{option}`: {reason}")]
    InvalidOption {
        /// The option's name, as the record and the frontends spell it.
        option: &'static str,
        /// What is wrong with the value and what would be right.
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

/// The error table, in the order of the variants.
pub const ERROR_CODES: [ErrorCode; 2] = [
    ErrorCode { name: "input_too_large", exit: 65, http: 413, ffi: 10 },
    ErrorCode { name: "invalid_option", exit: 64, http: 400, ffi: 11 },
];

impl Error {
    /// The row of [`ERROR_CODES`] that belongs to this error.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Error::InputTooLarge { .. } => ERROR_CODES[0],
            Error::InvalidOption { .. } => ERROR_CODES[1],
        }
    }
}
