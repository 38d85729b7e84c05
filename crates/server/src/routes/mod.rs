//! One module a route or a small family of them.

pub(crate) mod batch;
pub(crate) mod extract;
pub(crate) mod service;
