//! Class and id tokens, and what the fitted lexicon thinks of them.
//!
//! `class="article-body__lead isOpen"` gives `article`, `body`, `lead`, `is`, `open`, and the two
//! class names whole. Only hashes leave this module.

use crate::dom::{AttrName, AttrSet, Dom, NodeId};
use crate::page::memo::{Memo, START, hash};

const FNV_OFFSET: u32 = 0x811c_9dc5;
const FNV_PRIME: u32 = 0x0100_0193;

/// One step of the 32-bit FNV-1a hash.
fn fnv(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(FNV_PRIME)
}

/// The hash of an empty string, to begin with.
const fn fnv_start(seed: u32) -> u32 {
    FNV_OFFSET ^ seed
}

/// Keeps the tokens of different attributes apart.
const SEED_WORD: u32 = 0x11;
const SEED_WHOLE: u32 = 0x22;
const SEED_ITEMPROP: u32 = 0x33;
const SEED_ROLE: u32 = 0x44;
const SEED_DATA: u32 = 0x55;

/// An attribute value longer than this is read up to here.
const MAX_VALUE_BYTES: usize = 400;

/// The hashes of all class and id tokens of an element, in source order.
#[cfg(any(test, feature = "fitting"))]
pub(crate) fn tokens(dom: &Dom<'_>, node: NodeId, mut token: impl FnMut(u32)) {
    for (name, value) in dom.attrs_of(node, SPEAKING) {
        tokens_of_value(name, value, &mut token);
    }
}

/// The hashes of all tokens of one of the attributes that are [`SPEAKING`].
fn tokens_of_value(name: AttrName, value: &str, token: &mut impl FnMut(u32)) {
    let value = &value.as_bytes()[..value.len().min(MAX_VALUE_BYTES)];
    match name {
        AttrName::CLASS => {
            words(value, SEED_WORD, token);
            for class in value.split(u8::is_ascii_whitespace) {
                whole(class, SEED_WHOLE, token);
            }
        }
        AttrName::ID => {
            words(value, SEED_WORD, token);
            whole(value, SEED_WHOLE, token);
        }
        AttrName::ITEMPROP => whole(value, SEED_ITEMPROP, token),
        AttrName::ROLE => whole(value, SEED_ROLE, token),
        _ => words(value, SEED_DATA, token),
    }
}

/// Attributes that have tokens. Those of `data-` name the part that an element plays, to tests or to
/// a page's own scripts.
const SPEAKING: AttrSet = AttrSet::of(&[
    AttrName::CLASS,
    AttrName::ID,
    AttrName::ITEMPROP,
    AttrName::ROLE,
    AttrName::DATA_TESTID,
    AttrName::DATA_COMPONENT,
    AttrName::DATA_QA,
    AttrName::DATA_TYPE,
    AttrName::DATA_MODULE,
    AttrName::DATA_BLOCK,
    AttrName::DATA_T,
    AttrName::DATA_CY,
    AttrName::DATA_BLOCK_TYPE,
    AttrName::DATA_COMPONENT_NAME,
]);

/// The words in a name: runs of letters, parted where lower case turns to upper case too.
fn words(value: &[u8], seed: u32, token: &mut impl FnMut(u32)) {
    let mut rest = value;
    while let Some(begin) = rest.iter().position(u8::is_ascii_alphabetic) {
        rest = &rest[begin..];
        let mut hash = fnv_start(seed);
        let mut lower_before = false;
        let mut length = 0;
        for &byte in rest {
            let lower = byte | 0x20;
            if !lower.is_ascii_lowercase() || (lower_before && byte != lower) {
                break;
            }
            lower_before = byte == lower;
            hash = fnv(hash, lower);
            length += 1;
        }
        if length > 1 {
            token(hash);
        }
        rest = &rest[length..];
    }
}

/// A whole name, digits aside: numbers make names unique.
fn whole(value: &[u8], seed: u32, token: &mut impl FnMut(u32)) {
    if value.is_empty() {
        return;
    }
    let mut hash = fnv_start(seed);
    for &byte in value {
        if !byte.is_ascii_digit() {
            hash = fnv(hash, byte.to_ascii_lowercase());
        }
    }
    token(hash);
}

/// What is known of one token: log odds that text below, and text directly inside, an element with
/// it belongs to the body, in sixteenths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) around: i8,
    pub(crate) direct: i8,
}

/// The fitted scores by token hash.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    hashes: Vec<u32>,
    entries: Vec<Entry>,
    /// For each value of a hash's upper bits, where its hashes begin.
    starts: Vec<u32>,
}

/// Upper bits of a hash that `starts` is indexed by: a few hashes share them.
const START_BITS: u32 = 12;

impl Lexicon {
    /// A lexicon of entries whose hashes ascend.
    pub(crate) fn new(hashes: Vec<u32>, entries: Vec<Entry>) -> Self {
        debug_assert!(hashes.is_sorted() && hashes.len() == entries.len());
        let bucket = |hash: u32| hash >> (32 - START_BITS);
        let starts = (0..=1u32 << START_BITS)
            .map(|wanted| hashes.partition_point(|&hash| bucket(hash) < wanted) as u32)
            .collect();
        Self { hashes, entries, starts }
    }

    /// What is known of a token.
    pub(crate) fn get(&self, hash: u32) -> Option<Entry> {
        let bucket = (hash >> (32 - START_BITS)) as usize;
        let (first, end) = (*self.starts.get(bucket)? as usize, self.starts[bucket + 1] as usize);
        let found = self.hashes[first..end].iter().position(|&known| known == hash)?;
        Some(self.entries[first + found])
    }
}

/// What the known tokens of an element's attributes say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    /// Known tokens, and the sums of their scores for text below and for text directly inside. Scores
    /// are sixteenths, so that sums are exact in any order.
    count: f32,
    around: f32,
    direct: f32,
    /// The least and the greatest score; infinite when no token is known.
    direct_min: f32,
    min: f32,
    max: f32,
}

impl Said {
    const NOTHING: Self = Self {
        count: 0.0,
        around: 0.0,
        direct: 0.0,
        direct_min: f32::INFINITY,
        min: f32::INFINITY,
        max: f32::NEG_INFINITY,
    };

    /// What one attribute says.
    fn of_value(name: AttrName, value: &str, lexicon: &Lexicon) -> Self {
        let mut said = Self::NOTHING;
        tokens_of_value(name, value, &mut |hash| {
            let Some(entry) = lexicon.get(hash) else { return };
            let around = f32::from(entry.around) / 16.0;
            let direct = f32::from(entry.direct) / 16.0;
            said = said.and(&Self {
                count: 1.0,
                around,
                direct,
                direct_min: direct,
                min: around,
                max: around,
            });
        });
        said
    }

    fn and(&self, other: &Self) -> Self {
        Self {
            count: self.count + other.count,
            around: self.around + other.around,
            direct: self.direct + other.direct,
            direct_min: self.direct_min.min(other.direct_min),
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }
}

/// How an element looks to a style sheet: hashes of the first class and of the whole attribute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) first_class: u32,
    pub(crate) classes: u32,
}

impl Look {
    const NO_CLASS: Self = Self { first_class: fnv_start(0), classes: fnv_start(0) };

    fn of_class(class: &str) -> Self {
        let mut first = None;
        let mut hash = fnv_start(0);
        for byte in class.trim_ascii().bytes() {
            if byte.is_ascii_whitespace() && first.is_none() {
                first = Some(hash);
            }
            hash = fnv(hash, byte);
        }
        Self { first_class: first.unwrap_or(hash), classes: hash }
    }
}

/// What elements say, the attributes just met remembered.
pub(crate) struct Cache<'l> {
    lexicon: &'l Lexicon,
    looks: Memo<Look>,
    said: Memo<Said>,
}

impl<'l> Cache<'l> {
    /// Remembers nothing yet.
    pub(crate) fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, looks: Memo::new(Look::NO_CLASS), said: Memo::new(Said::NOTHING) }
    }

    /// How an element looks.
    pub(crate) fn look(&mut self, dom: &Dom<'_>, node: NodeId) -> Look {
        dom.attr(node, AttrName::CLASS).map_or(Look::NO_CLASS, |class| {
            self.looks.get(hash(START, class.as_bytes()), || Look::of_class(class))
        })
    }

    /// What an element says.
    pub(crate) fn said(&mut self, dom: &Dom<'_>, node: NodeId) -> Said {
        let mut all = Said::NOTHING;
        for (name, value) in dom.attrs_of(node, SPEAKING) {
            let key = hash(START ^ name.index() as u64, value.as_bytes());
            all = all.and(&self.said.get(key, || Said::of_value(name, value, self.lexicon)));
        }
        all
    }
}

/// The scores of one region: of its own tokens, and running over the regions around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RegionScore {
    /// Mean of its own tokens' scores for text below; NaN when none is known.
    pub(crate) own: f32,
    /// Mean and least of its own tokens' scores for text directly inside.
    pub(crate) direct: f32,
    pub(crate) direct_min: f32,
    /// Least, greatest, sum and number of all scores from the root to here.
    pub(crate) min: f32,
    pub(crate) max: f32,
    pub(crate) sum: f32,
    pub(crate) count: f32,
}

impl RegionScore {
    /// What a page begins with.
    pub(crate) const START: Self = Self {
        own: f32::NAN,
        direct: f32::NAN,
        direct_min: f32::NAN,
        min: f32::NAN,
        max: f32::NAN,
        sum: 0.0,
        count: 0.0,
    };

    /// The score of an element below a region with score `self`.
    pub(crate) fn below(&self, element: &Said) -> Self {
        if element.count == 0.0 {
            return Self { own: f32::NAN, direct: f32::NAN, direct_min: f32::NAN, ..*self };
        }
        Self {
            own: element.around / element.count,
            direct: element.direct / element.count,
            direct_min: element.direct_min,
            min: element.min.min(self.min),
            max: element.max.max(self.max),
            sum: self.sum + element.around,
            count: self.count + element.count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(html: &str) -> usize {
        let dom = crate::dom::parse(html);
        let node = dom.find(dom.root(), crate::dom::Tag::DIV).unwrap();
        let mut all = Vec::new();
        tokens(&dom, node, |hash| all.push(hash));
        all.sort_unstable();
        all.dedup();
        all.len()
    }

    #[test]
    fn ok_tokens() {
        // article body lead is open; article-body__lead; isOpen
        assert_eq!(count("<div class='article-body__lead isOpen'>"), 7);
        // post; post-#
        assert_eq!(count("<div id=post-123>"), 2);
    }

    #[test]
    fn ok_lookup() {
        let entry = |around| Entry { around, direct: 0 };
        let lexicon = Lexicon::new(vec![3, 77, u32::MAX], vec![entry(1), entry(2), entry(3)]);
        assert_eq!(lexicon.get(77), Some(entry(2)));
        assert_eq!(lexicon.get(u32::MAX), Some(entry(3)));
        assert_eq!(lexicon.get(78), None);
    }
}
