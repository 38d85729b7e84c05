//! Where the characters of a tree live: in the source, or, when they differ from it, in a buffer
//! behind it.

use super::reused::Reused;

/// A page with its line ends normalised.
pub(super) struct Source<'a> {
    pub(super) text: Text<'a>,
    /// Whether there is a NUL anywhere.
    pub(super) has_nul: bool,
}

/// The characters of a page.
pub(super) enum Text<'a> {
    /// As they were given.
    Given(&'a str),
    /// Copied.
    Normalised(Reused<String, 1>),
}

impl Source<'_> {
    #[inline]
    pub(super) fn as_str(&self) -> &str {
        match &self.text {
            Text::Given(text) => text,
            Text::Normalised(text) => text,
        }
    }
}

/// A range of the source, or, past its end, of the buffer. Offsets are bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Slice {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Slice {
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    pub(super) fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The characters.
    #[inline]
    pub(super) fn of<'t>(self, source: &'t str, extra: &'t str) -> &'t str {
        let (start, end) = (self.start as usize, self.end as usize);
        match start.checked_sub(source.len()) {
            None => &source[start..end],
            Some(start) => &extra[start..end - source.len()],
        }
    }

    /// The range without its first `bytes` bytes.
    pub(super) fn skip(self, bytes: usize) -> Self {
        Self { start: self.start + bytes as u32, end: self.end }
    }

    /// The first `bytes` bytes of the range.
    pub(super) fn take(self, bytes: usize) -> Self {
        Self { start: self.start, end: self.start + bytes as u32 }
    }
}

/// The source and the buffer while a tree is built.
pub(super) struct Store<'s> {
    pub(super) source: &'s str,
    pub(super) extra: Reused<String>,
    /// Something did not fit the buffer and was left out.
    pub(super) overflowed: bool,
}

impl<'s> Store<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        // Few pages have more than this that differs.
        let extra = Reused::with_room(source.len() / 16);
        Self { source, extra, overflowed: false }
    }

    #[inline]
    pub(super) fn get(&self, slice: Slice) -> &str {
        slice.of(self.source, &self.extra)
    }

    /// The offset of the next byte that is pushed.
    #[inline]
    pub(super) fn mark(&self) -> usize {
        self.source.len() + self.extra.len()
    }

    /// What was pushed since `mark`.
    #[inline]
    pub(super) fn since(&self, mark: usize) -> Slice {
        Slice::new(mark, self.mark())
    }

    /// Appends to the buffer; offsets stay below `u32::MAX`.
    #[inline]
    pub(super) fn push(&mut self, text: &str) {
        if self.mark() + text.len() >= u32::MAX as usize {
            self.overflowed = true;
        } else {
            self.extra.push_str(text);
        }
    }

    /// Appends what a slice holds.
    pub(super) fn push_slice(&mut self, slice: Slice) {
        if self.mark() + (slice.end - slice.start) as usize >= u32::MAX as usize {
            self.overflowed = true;
        } else if (slice.start as usize) < self.source.len() {
            self.extra.push_str(&self.source[slice.start as usize..slice.end as usize]);
        } else {
            let base = self.source.len();
            self.extra.extend_from_within(slice.start as usize - base..slice.end as usize - base);
        }
    }
}
