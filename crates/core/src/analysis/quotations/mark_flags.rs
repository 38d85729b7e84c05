//! What the quotation marks of a document say about each token: inputs of the tagger.

use super::marks::Quoted;
use crate::analysis::tokens::Tokens;

/// Declares the flags with the list of their names.
macro_rules! flags {
    ($($(#[$doc:meta])* $flag:ident = $name:literal,)*) => {
        /// A binary feature; its discriminant is its bit in [`mark_flags`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum MarkFlag { $($(#[$doc])* $flag,)* }

        impl MarkFlag {
            /// The names of all flags, in the order of the bits.
            pub const NAMES: &[&str] = &[$($name,)*];
        }
    };
}

flags! {
    /// The mark that opens a stretch.
    Opening = "opening",
    /// The mark that closes one.
    Closing = "closing",
    /// In a stretch, its marks included.
    Inside = "inside",
    /// In a stretch inside another.
    Nested = "nested",
    /// In a stretch of a few words: a term or a title more often than a sentence.
    Short = "short",
    /// In a stretch that ends with a comma or a stop inside its marks.
    Stopped = "stopped",
    /// In a stretch that nothing closes.
    Unclosed = "unclosed",
    /// In a stretch that carries on one of the paragraph before.
    Continues = "continues",
    /// In a segment that has a stretch.
    Beside = "beside",
    /// The token before a stretch.
    Ahead = "ahead",
    /// The token behind a stretch.
    Behind = "behind",
}

impl MarkFlag {
    const fn bit(self) -> u16 {
        1 << self as u8
    }
}

const _: () = assert!(MarkFlag::NAMES.len() <= 16);

/// Most tokens between the marks of a [`MarkFlag::Short`] stretch.
const SHORT_TOKENS: usize = 5;

/// The flags of every token, as bits named by [`MarkFlag`].
#[must_use]
pub fn mark_flags(tokens: &Tokens<'_>, quoted: &[Quoted]) -> Vec<u16> {
    let mut flags = vec![0; tokens.len()];
    let mut last_segment = None;
    for stretch in quoted {
        let outer = tokens.within(stretch.outer);
        let inner = tokens.within(stretch.inner);
        if outer.is_empty() {
            continue;
        }
        let segment = tokens.segment(stretch.segment as usize);
        if last_segment != Some(stretch.segment) {
            last_segment = Some(stretch.segment);
            flags[segment.clone()].iter_mut().for_each(|flag| *flag |= MarkFlag::Beside.bit());
        }
        if stretch.outer.start < stretch.inner.start {
            flags[outer.start] |= MarkFlag::Opening.bit();
        }
        if stretch.closed {
            flags[outer.end - 1] |= MarkFlag::Closing.bit();
        }
        let mut all = if stretch.depth > 0 { MarkFlag::Nested } else { MarkFlag::Inside }.bit();
        if inner.len() <= SHORT_TOKENS {
            all |= MarkFlag::Short.bit();
        }
        let words = stretch.inner.of(tokens.source()).trim_end();
        if words.ends_with(['.', ',', '!', '?', '…', '—', '–', '-', ';']) {
            all |= MarkFlag::Stopped.bit();
        }
        if !stretch.closed {
            all |= MarkFlag::Unclosed.bit();
        }
        if stretch.continues {
            all |= MarkFlag::Continues.bit();
        }
        flags[outer.clone()].iter_mut().for_each(|flag| *flag |= all);
        if outer.start > segment.start {
            flags[outer.start - 1] |= MarkFlag::Ahead.bit();
        }
        if outer.end < segment.end {
            flags[outer.end] |= MarkFlag::Behind.bit();
        }
    }
    flags
}
