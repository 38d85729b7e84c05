//! Strings that cross the border: views that are lent, and buffers that are given.

use std::ffi::c_char;
use std::mem::ManuallyDrop;
use std::ptr;

use dateline::Error;

/// A string that somebody else owns: `len` bytes of UTF-8 at `data`, not ended by a zero byte.
///
/// `data` is null when there is no string, which is not the same as an empty string. It is only
/// valid as long as what it was read from.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct dateline_str {
    /// The first byte, or null.
    pub data: *const c_char,
    /// How many bytes there are.
    pub len: usize,
}

/// A string that the caller owns and gives back with `dateline_buffer_free`: `len` bytes of UTF-8
/// at `data`, not ended by a zero byte.
#[repr(C)]
pub struct dateline_buffer {
    /// The first byte, or null when there is no string.
    pub data: *mut c_char,
    /// How many bytes there are.
    pub len: usize,
    /// How many bytes are reserved; for `dateline_buffer_free` alone.
    pub capacity: usize,
}

impl dateline_str {
    /// No string.
    pub const NONE: Self = Self { data: ptr::null(), len: 0 };

    pub(crate) fn of(text: &str) -> Self {
        Self { data: text.as_ptr().cast(), len: text.len() }
    }

    pub(crate) fn of_option(text: Option<&str>) -> Self {
        text.map_or(Self::NONE, Self::of)
    }

    /// The bytes; none for a null pointer.
    ///
    /// # Safety
    /// Unless null, `data` points at `len` readable bytes that stay as they are during `'a`.
    pub(crate) unsafe fn bytes<'a>(self) -> Option<&'a [u8]> {
        if self.data.is_null() {
            return None;
        }
        // SAFETY: not null, and readable for `len` bytes by this function's contract.
        Some(unsafe { std::slice::from_raw_parts(self.data.cast(), self.len) })
    }

    /// The string; none for a null pointer.
    ///
    /// # Errors
    /// [`Error::InvalidOption`], named `option`, when the bytes are no UTF-8.
    ///
    /// # Safety
    /// As [`dateline_str::bytes`].
    pub(crate) unsafe fn text<'a>(self, option: &'static str) -> Result<Option<&'a str>, Error> {
        // SAFETY: the contract is the same.
        let bytes = unsafe { self.bytes() };
        bytes.map(std::str::from_utf8).transpose().map_err(|error| Error::InvalidOption {
            option,
            reason: format!("must be UTF-8: {error}"),
        })
    }
}

impl dateline_buffer {
    pub(crate) const NONE: Self = Self { data: ptr::null_mut(), len: 0, capacity: 0 };
}

impl From<String> for dateline_buffer {
    fn from(text: String) -> Self {
        let mut bytes = ManuallyDrop::new(text.into_bytes());
        Self { data: bytes.as_mut_ptr().cast(), len: bytes.len(), capacity: bytes.capacity() }
    }
}

/// Frees what a buffer holds and empties it. A null pointer, or an empty buffer, is left alone.
///
/// Ownership: the buffer's bytes are gone afterwards. Thread safety: one thread at a time for one
/// buffer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_buffer_free(buffer: *mut dateline_buffer) {
    // SAFETY: null, or a buffer that this library filled and nobody else uses now.
    let Some(buffer) = (unsafe { buffer.as_mut() }) else { return };
    let buffer = std::mem::replace(buffer, dateline_buffer::NONE);
    if !buffer.data.is_null() {
        // SAFETY: the three parts are those that `From<String>` took from a vector.
        drop(unsafe { Vec::from_raw_parts(buffer.data.cast::<u8>(), buffer.len, buffer.capacity) });
    }
}
