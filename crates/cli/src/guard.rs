//! The panic boundary: a defect that one input brings to light is that input's error.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

use anyhow::Result;
use dateline::Error;

thread_local! {
    /// What the last panic of this thread said and where.
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps panics off standard error: they are told where errors are told.
pub(crate) fn install() {
    panic::set_hook(Box::new(|info| {
        let message = info.payload_as_str().unwrap_or("a panic without a message");
        let place = info.location().map(|at| format!(" ({}:{})", at.file(), at.line()));
        let reason = format!("{message}{}", place.unwrap_or_default());
        LAST.with_borrow_mut(|last| *last = reason);
    }));
}

/// The result of `work`, or [`Error::Internal`] when it panics.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    // Work on one input shares nothing that it changes with any other.
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let reason = LAST.with_borrow_mut(std::mem::take);
        Err(Error::Internal { reason }.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn err_a_panic_is_an_internal_error_with_message_and_place() {
        install();
        let number = 7;
        let error = guarded::<()>(|| panic!("no item {number}")).unwrap_err();
        let _ = panic::take_hook();
        let message = error.to_string();
        assert!(message.starts_with("internal error: no item 7 ("), "{message}");
        assert!(message.contains("guard.rs:"), "{message}");
    }
}
