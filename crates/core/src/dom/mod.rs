//! HTML to a tree that is made to be read.
//!
//! [`parse`] gives a [`Dom`]: a flat arena in document order. Nodes are numbered as a reader meets
//! them, so a subtree is the range from a node to its [`end`](Dom::end), a walk over a subtree is a
//! walk over an array, and data about nodes lives in plain vectors beside the tree. The tree is
//! never changed after parsing: what a stage thinks of a node it keeps in its own vector.
//!
//! The tree is the one that the HTML standard's parser builds (section 13.2), as if scripts did not
//! run, so `<noscript>` holds elements. What a `<template>` holds hangs below it as a
//! [`NodeKind::Fragment`]. The `tokenizer` cuts the page into tokens, the `builder` makes nodes of
//! them and lays them out; characters stay ranges of the page wherever they can.
//!
//! Time and memory are linear in the page, whatever it nests or leaves open. Left out of the
//! standard: parse errors, scripts, the cloning of options into `selectedcontent`.

mod builder;
#[cfg(test)]
mod conformance;
mod entities;
mod names;
mod reused;
mod text;
mod tokenizer;
mod tree;

use crate::article::Warning;
use crate::options::Limits;

pub use names::{AttrName, AttrSet, Tag};
pub use tree::{Dom, Namespace, NodeId, NodeKind};

use reused::Reused;
use text::{Source, Text};

/// Parses a page within the default [`Limits`]. Never fails: any text is a page to the HTML
/// standard.
#[must_use]
pub fn parse(html: &str) -> Dom<'_> {
    parse_within(html, &Limits::default()).0
}

/// Parses a page. The tree is no deeper and has no more nodes than `limits` allow; the warnings tell
/// what that has changed.
///
/// What a page has beyond 2 GiB is not read.
#[must_use]
pub fn parse_within<'a>(html: &'a str, limits: &Limits) -> (Dom<'a>, Vec<Warning>) {
    let source = normalise_newlines(clip(html));
    let (dom, warnings) = builder::Builder::new(&source, limits).run();
    (Dom { source, ..dom }, warnings)
}

/// The page without what lies beyond 2 GiB: offsets have 32 bits, and decoding adds to them.
fn clip(html: &str) -> &str {
    let mut end = html.len().min(u32::MAX as usize / 2);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    &html[..end]
}

/// Preprocessing of the input stream (13.2.3.5): CR LF and CR become LF.
fn normalise_newlines(html: &str) -> Source<'_> {
    let bytes = html.as_bytes();
    // Most pages have neither, which one look tells.
    let Some(first) = memchr::memchr2(b'\r', 0, bytes) else {
        return Source { text: Text::Given(html), has_nul: false };
    };
    let has_nul = memchr::memchr(0, &bytes[first..]).is_some();
    let Some(first) = memchr::memchr(b'\r', &bytes[first..]).map(|offset| first + offset) else {
        return Source { text: Text::Given(html), has_nul };
    };
    let mut text = Reused::<String, 1>::with_room(html.len());
    text.push_str(&html[..first]);
    let mut copied = first;
    for at in memchr::memchr_iter(b'\r', &bytes[first..]).map(|offset| first + offset) {
        text.push_str(&html[copied..at]);
        // Of CR LF the LF stays.
        if bytes.get(at + 1) != Some(&b'\n') {
            text.push('\n');
        }
        copied = at + 1;
    }
    text.push_str(&html[copied..]);
    Source { text: Text::Normalised(text), has_nul }
}
