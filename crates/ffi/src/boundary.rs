//! The border of the library: no panic crosses it, and no null pointer is followed.

use std::any::Any;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use dateline::Error;

use crate::status::{DATELINE_OK, dateline_error, dateline_status};

/// Runs `work`; an error or a panic becomes its status, and its story goes to `error` unless that
/// is null.
///
/// # Safety
/// `error` is null or may be written.
pub(crate) unsafe fn guard(
    error: *mut *mut dateline_error,
    work: impl FnOnce() -> Result<(), Error>,
) -> dateline_status {
    let failure = caught(work).err();
    let status = failure.as_ref().map_or(DATELINE_OK, |failure| failure.code().ffi);
    if !error.is_null() {
        let story = failure.map_or(ptr::null_mut(), |failure| {
            Box::into_raw(Box::new(dateline_error::from(&failure)))
        });
        // SAFETY: not null, and writable by this function's contract.
        unsafe { error.write(story) };
    }
    status
}

/// The result of `work`, or [`Error::Internal`] with the message of its panic.
///
/// Nothing is left half changed: what a panic interrupts is a record in the making, which is
/// dropped, or a cell that stays empty.
pub(crate) fn caught<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|panic| Err(Error::Internal { reason: message(panic.as_ref()) }))
}

/// What a panic said.
fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("a panic without a message").to_owned()
}

/// What a handle points at.
///
/// # Errors
/// [`Error::InvalidOption`] with the argument's `name` when it is null.
///
/// # Safety
/// `pointer` is null or points at a `T` that nobody changes or frees during `'a`.
pub(crate) unsafe fn borrow<'a, T>(pointer: *const T, name: &'static str) -> Result<&'a T, Error> {
    // SAFETY: the contract is the same.
    unsafe { pointer.as_ref() }.ok_or_else(|| null(name))
}

/// What a handle points at, to change it.
///
/// # Errors
/// [`Error::InvalidOption`] with the argument's `name` when it is null.
///
/// # Safety
/// `pointer` is null or points at a `T` that nobody else uses during `'a`.
pub(crate) unsafe fn borrow_mut<'a, T>(
    pointer: *mut T,
    name: &'static str,
) -> Result<&'a mut T, Error> {
    // SAFETY: the contract is the same.
    unsafe { pointer.as_mut() }.ok_or_else(|| null(name))
}

/// Where a result is to be written, whatever stands there now.
///
/// # Errors
/// [`Error::InvalidOption`] with the argument's `name` when it is null.
///
/// # Safety
/// `pointer` is null or may be written, and nobody else uses what it points at during `'a`.
pub(crate) unsafe fn place<'a, T>(
    pointer: *mut T,
    name: &'static str,
) -> Result<&'a mut MaybeUninit<T>, Error> {
    // SAFETY: the contract is the same, and any bytes are a `MaybeUninit`.
    unsafe { pointer.cast::<MaybeUninit<T>>().as_mut() }.ok_or_else(|| null(name))
}

fn null(name: &'static str) -> Error {
    Error::InvalidOption { option: name, reason: "must not be null".to_owned() }
}
