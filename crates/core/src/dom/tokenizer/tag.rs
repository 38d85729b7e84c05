//! Tags and their attributes (13.2.5.8, 13.2.5.32 to 13.2.5.40).

use memchr::{memchr, memchr2};

use super::class::{ATTR_END, CHANGES, CLASS, NAME_END, SPACE, VALUE_END, is, name_ends};
use super::reference;
use super::{Name, Token, Tokenizer};
use crate::dom::names::{AttrName, Tag};
use crate::dom::text::Slice;
use crate::dom::tree::Attr;

/// From this many uninterned attributes on, duplicates are found by sorting.
const SORTED_FROM: usize = 16;

impl Tokenizer<'_> {
    /// Tag name state (13.2.5.8), at the first letter of the name. None when the page ends inside
    /// the tag, which is then dropped.
    #[inline]
    pub(super) fn tag(&mut self, start: usize, is_end: bool) -> Option<Token> {
        self.attrs.truncate(self.claimed);
        let Some(end) = self.name_end(start, NAME_END) else { return self.drop_rest() };
        let tag = Tag::in_bytes(self.bytes, start, end);
        let mut slice = Slice::new(start, end);
        if tag == Tag::OTHER {
            slice = self.lower(slice);
        }
        let name = Name { tag, slice };
        let self_closing = if self.bytes[end] == b'>' {
            self.pos = end + 1;
            false
        } else {
            let Some(self_closing) = self.attributes(end) else { return self.drop_rest() };
            self_closing
        };
        if is_end {
            self.attrs.truncate(self.claimed);
            return Some(Token::End { name });
        }
        if self.attrs.len() - self.claimed > 1 {
            self.drop_duplicates();
        }
        Some(Token::Start { name, self_closing })
    }

    fn drop_rest(&mut self) -> Option<Token> {
        self.pos = self.bytes.len();
        self.attrs.truncate(self.claimed);
        None
    }

    /// The first byte from `at` on that is in one of `classes`.
    #[inline]
    fn scan(&self, at: usize, classes: u8) -> Option<usize> {
        let found = self.bytes[at..].iter().position(|&byte| is(byte, classes))?;
        Some(at + found)
    }

    /// The end of a name: the first byte from `at` on that is in one of `classes`.
    ///
    /// Eight bytes are looked at together, since the lengths of names are hard to foretell.
    #[inline]
    fn name_end(&self, mut at: usize, classes: u8) -> Option<usize> {
        while let Some(eight) = self.bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            let ends = name_ends(u64::from_le_bytes(*eight));
            at += (ends.trailing_zeros() / 8) as usize;
            if ends != 0 {
                if is(self.bytes[at], classes) {
                    return Some(at);
                }
                at += 1;
            }
        }
        self.scan(at, classes)
    }

    /// Before attribute name state (13.2.5.32) and on, to behind the `>`. Gives the self-closing
    /// flag, or none at the end of the page.
    fn attributes(&mut self, mut at: usize) -> Option<bool> {
        loop {
            at += self.bytes[at..].iter().position(|&byte| !is(byte, SPACE))?;
            match self.bytes[at] {
                b'>' => {
                    self.pos = at + 1;
                    return Some(false);
                }
                // Self-closing start tag state (13.2.5.40).
                b'/' => {
                    at += 1;
                    if *self.bytes.get(at)? == b'>' {
                        self.pos = at + 1;
                        return Some(true);
                    }
                }
                _ => at = self.attribute(at)?,
            }
        }
    }

    /// Attribute name state (13.2.5.33) and on, to behind the value.
    #[inline]
    fn attribute(&mut self, start: usize) -> Option<usize> {
        // A leading `=` is part of the name (13.2.5.32).
        let end = self.name_end(start + 1, ATTR_END)?;
        let name = AttrName::in_bytes(self.bytes, start, end);
        let mut attr = Attr { name, other: Slice::default(), value: Slice::default() };
        if name == AttrName::OTHER {
            attr.other = self.lower(Slice::new(start, end));
        }
        // After attribute name state (13.2.5.34).
        let mut at = end;
        if self.bytes[at] != b'=' {
            at += self.bytes[at..].iter().position(|&byte| !is(byte, SPACE))?;
            if self.bytes[at] != b'=' {
                self.attrs.push(attr);
                return Some(at);
            }
        }
        // Before attribute value state (13.2.5.35).
        at += 1;
        at += self.bytes[at..].iter().position(|&byte| !is(byte, SPACE))?;
        match self.bytes[at] {
            quote @ (b'"' | b'\'') => {
                let start = at + 1;
                let stop = start + memchr2(quote, b'&', &self.bytes[start..])?;
                if self.bytes[stop] == quote {
                    attr.value = self.without_nul(Slice::new(start, stop));
                    at = stop + 1;
                } else {
                    let end = stop + memchr(quote, &self.bytes[stop..])?;
                    attr.value = self.referenced_value(start, end, stop);
                    at = end + 1;
                }
            }
            b'>' => {}
            // Attribute value (unquoted) state (13.2.5.38).
            _ => {
                let end = self.scan(at, VALUE_END)?;
                attr.value = match memchr(b'&', &self.bytes[at..end]) {
                    None => self.without_nul(Slice::new(at, end)),
                    Some(offset) => self.referenced_value(at, end, at + offset),
                };
                at = end;
            }
        }
        self.attrs.push(attr);
        Some(at)
    }

    /// The value in `start..end`, whose first ampersand is at `at`.
    fn referenced_value(&mut self, start: usize, end: usize, mut at: usize) -> Slice {
        let source = self.store.source;
        let bytes = &self.bytes[..end];
        let mark = self.store.mark();
        let mut copied = start;
        loop {
            match reference::read(&bytes[at..], true) {
                Some(found) => {
                    self.push_without_nul(&source[copied..at]);
                    found.push_to(&mut self.store);
                    at += found.len;
                    copied = at;
                }
                None => at += 1,
            }
            match memchr(b'&', &bytes[at..]) {
                Some(offset) => at += offset,
                None => break,
            }
        }
        if copied == start {
            return self.without_nul(Slice::new(start, end));
        }
        self.push_without_nul(&source[copied..end]);
        self.store.since(mark)
    }

    pub(super) fn push_without_nul(&mut self, text: &str) {
        if self.has_nul && memchr(0, text.as_bytes()).is_some() {
            self.store.push(&text.replace('\0', "\u{fffd}"));
        } else {
            self.store.push(text);
        }
    }

    /// A name of the source in lower case and without NUL.
    pub(in crate::dom) fn lower(&mut self, slice: Slice) -> Slice {
        let source = self.store.source;
        let Some(name) = source.get(slice.start as usize..slice.end as usize) else { return slice };
        if name.bytes().all(|byte| CLASS[byte as usize] & CHANGES == 0) {
            return slice;
        }
        let mark = self.store.mark();
        for part in name.chars() {
            let part = if part == '\0' { '\u{fffd}' } else { part.to_ascii_lowercase() };
            self.store.push(part.encode_utf8(&mut [0; 4]));
        }
        self.store.since(mark)
    }

    /// The first of attributes with one name counts (13.2.5.33).
    fn drop_duplicates(&mut self) {
        let Self { attrs, store, claimed, .. } = self;
        let new = &mut attrs[*claimed..];
        let (mut seen, mut others, mut twice) = (0u64, 0, false);
        for attr in new.iter() {
            if attr.name == AttrName::OTHER {
                others += 1;
            } else {
                twice |= seen & 1 << attr.name.index() != 0;
                seen |= 1 << attr.name.index();
            }
        }
        if others > 1 && !twice {
            let same = |a: &Attr, b: &Attr| {
                a.other.end - a.other.start == b.other.end - b.other.start
                    && store.get(a.other) == store.get(b.other)
            };
            let named = |attr: &&Attr| attr.name == AttrName::OTHER;
            twice = others >= SORTED_FROM
                || new.iter().enumerate().filter(|(_, attr)| named(attr)).any(|(index, attr)| {
                    new[..index].iter().filter(named).any(|known| same(known, attr))
                });
        }
        if !twice {
            return;
        }
        // Rare, or many: sort the names, mark all but the first of each, keep the order.
        let mut order: Vec<(AttrName, &str, usize)> = (new.iter().enumerate())
            .map(|(index, attr)| (attr.name, store.get(attr.other), index))
            .collect();
        order.sort_unstable();
        let mut keep = vec![true; order.len()];
        for pair in order.windows(2) {
            if (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1) {
                keep[pair[1].2] = false;
            }
        }
        let base = *claimed;
        let mut kept = base;
        for (index, keep) in keep.into_iter().enumerate() {
            if keep {
                attrs[kept] = attrs[base + index];
                kept += 1;
            }
        }
        attrs.truncate(kept);
    }
}
