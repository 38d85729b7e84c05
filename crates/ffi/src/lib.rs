//! The C ABI of Dateline: what `include/dateline.h` declares.
//!
//! The conventions stand at the head of the header and in `docs/c.md`. There is no extraction logic
//! here. `boundary` turns panics, null pointers and errors into status numbers; every function of
//! the ABI goes through it. Handles are boxes that the caller holds and frees; strings are views
//! into them, or buffers that the caller frees.
//!
//! This is the only crate of the workspace with unsafe code, and each block says why it is sound.

#![deny(missing_docs, unreachable_pub, unsafe_op_in_unsafe_fn)]
#![deny(clippy::undocumented_unsafe_blocks)]
#![allow(non_camel_case_types, reason = "the names are those of the C header")]
#![allow(
    clippy::missing_safety_doc,
    reason = "what a caller must hold to is the same for all functions: the header's conventions"
)]

mod accessors;
mod article;
mod batch;
mod boundary;
mod columns;
mod extract;
mod input;
mod options;
mod status;
mod strings;
mod version;

pub use accessors::*;
pub use article::*;
pub use batch::*;
pub use columns::*;
pub use extract::*;
pub use input::*;
pub use options::*;
pub use status::*;
pub use strings::*;
pub use version::*;
