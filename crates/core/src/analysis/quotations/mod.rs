//! Who said what.

pub(crate) mod mark;
pub mod marks;
