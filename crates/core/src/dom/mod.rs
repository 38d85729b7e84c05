//! HTML to a tree that is made to be read.
//!
//! [`parse`] gives a [`Dom`]: a flat arena in document order. Nodes are numbered as a reader meets
//! them, so a subtree is the range from a node to its [`end`](Dom::end), a walk over a subtree is a
//! walk over an array, and data about nodes lives in plain vectors beside the tree. The tree is
//! never changed after parsing: what a stage thinks of a node it keeps in its own vector.
//!
//! The page is parsed as if scripts did not run, so `<noscript>` holds elements. What a
//! `<template>` holds hangs below it as a [`NodeKind::Fragment`].

mod build;
mod names;
mod tree;

pub use build::parse;
pub use names::{AttrName, Tag};
pub use tree::{Dom, Namespace, NodeId, NodeKind};
