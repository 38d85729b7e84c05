//! What elements call themselves: the tokens of their class, id and like attributes.
//!
//! `class="article-body__lead isOpen"` gives `article`, `body`, `lead`, `is`, `open`, and the two
//! class names whole. Only what is known of them leaves this module, by their hashes.

use std::ops::Range;

use super::lexicon::{Lexicon, Said};
use crate::dom::{AttrName, AttrSet, Dom, NodeId};
use crate::page::hash::{START, hash};
use crate::page::hints::{self, ElementHints, Hints, WordReader};
use crate::page::memo::Memo;

const FNV_OFFSET: u32 = 0x811c_9dc5;
const FNV_PRIME: u32 = 0x0100_0193;

/// Adds a byte to a 32-bit FNV-1a hash.
fn fnv(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(FNV_PRIME)
}

/// Keeps the tokens of different attributes apart.
const SEED_WORD: u32 = 0x11;
const SEED_WHOLE: u32 = 0x22;
const SEED_ITEMPROP: u32 = 0x33;
const SEED_ROLE: u32 = 0x44;
const SEED_DATA: u32 = 0x55;

/// An attribute value longer than this is read up to here for tokens.
const MAX_VALUE_BYTES: usize = 400;

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

/// Those that are [`SPEAKING`], and those whose words hint at something.
const READ: AttrSet = SPEAKING.with(hints::NAMING);

/// The hashes of all class and id tokens of an element, in source order.
#[cfg(any(test, feature = "fitting"))]
pub(crate) fn tokens(dom: &Dom<'_>, node: NodeId, mut token: impl FnMut(u32)) {
    for (name, value) in dom.attrs_of(node, SPEAKING) {
        tokens_of_value(name, value.as_bytes(), &mut |hash, _| token(hash));
    }
}

/// The hashes of all tokens of one of the attributes that are [`SPEAKING`], each with the range of
/// the word that it is, an empty one for whole names.
fn tokens_of_value(name: AttrName, value: &[u8], token: &mut impl FnMut(u32, Range<usize>)) {
    let value = &value[..value.len().min(MAX_VALUE_BYTES)];
    match name {
        AttrName::CLASS => {
            for class in value.split(u8::is_ascii_whitespace) {
                tokens_of_name(class, Some(SEED_WORD), Some(SEED_WHOLE), token);
            }
        }
        AttrName::ID => tokens_of_name(value, Some(SEED_WORD), Some(SEED_WHOLE), token),
        AttrName::ITEMPROP => tokens_of_name(value, None, Some(SEED_ITEMPROP), token),
        AttrName::ROLE => tokens_of_name(value, None, Some(SEED_ROLE), token),
        _ => tokens_of_name(value, Some(SEED_DATA), None, token),
    }
}

/// The words in a name that have more than one letter, then the name whole, digits aside: numbers
/// make names unique. Those of which the seed is none are left out.
fn tokens_of_name(
    name: &[u8],
    words: Option<u32>,
    whole: Option<u32>,
    token: &mut impl FnMut(u32, Range<usize>),
) {
    struct Tokens<F> {
        words: Option<u32>,
        word: u32,
        whole: u32,
        token: F,
    }
    impl<F: FnMut(u32, Range<usize>)> WordReader for Tokens<F> {
        #[inline(always)]
        fn byte(&mut self, byte: u8) {
            if !byte.is_ascii_digit() {
                self.whole = fnv(self.whole, byte.to_ascii_lowercase());
            }
        }

        #[inline(always)]
        fn letter(&mut self, byte: u8) {
            self.word = fnv(self.word, byte | 0x20);
        }

        #[inline(always)]
        fn word(&mut self, word: Range<usize>) {
            let Some(seed) = self.words else { return };
            let hash = std::mem::replace(&mut self.word, FNV_OFFSET ^ seed);
            if word.len() > 1 {
                (self.token)(hash, word);
            }
        }
    }
    let start = |seed: Option<u32>| FNV_OFFSET ^ seed.unwrap_or(0);
    let mut reader = Tokens { words, word: start(words), whole: start(whole), token };
    hints::read_words(name, &mut reader);
    if whole.is_some() && !name.is_empty() {
        (reader.token)(reader.whole, 0..0);
    }
}

/// How an element looks to a style sheet: hashes of the first class and of all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) first_class: u32,
    pub(crate) classes: u32,
}

impl Look {
    // Not zero: boxes without tag and class would have the path of the page, whatever is around them.
    const NO_CLASS: Self =
        Self { first_class: (START >> 32) as u32, classes: (START >> 32) as u32 };

    fn of_class(class: &str) -> Self {
        let class = class.trim_ascii().as_bytes();
        if class.is_empty() {
            return Self::NO_CLASS;
        }
        let first = class.iter().position(u8::is_ascii_whitespace).unwrap_or(class.len());
        let half = |text: &[u8]| (hash(START, text) >> 32) as u32;
        Self { first_class: half(&class[..first]), classes: half(class) }
    }
}

/// What the tokens of an attribute say.
#[derive(Debug, Clone, Copy)]
struct Told {
    said: Said,
    hints: Hints,
}

impl Told {
    const NOTHING: Self = Self { said: Said::NOTHING, hints: Hints::NONE };

    /// What one attribute tells, or one class of many.
    fn of_value(name: AttrName, value: &[u8], lexicon: &Lexicon) -> Self {
        let mut told = Self::NOTHING;
        tokens_of_value(name, value, &mut |hash, word| {
            if let Some(entry) = lexicon.get(hash) {
                told.said = told.said.and(&entry.said());
            }
            if hints::NAMING.has(name) && !word.is_empty() {
                told.hints = told.hints.with(hints::of_word(value, word));
            }
        });
        told
    }

    fn and(&self, other: &Self) -> Self {
        Self { said: self.said.and(&other.said), hints: self.hints.with(other.hints) }
    }
}

/// What the attributes of an element say, or one of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Naming {
    told: Told,
    pub(crate) look: Look,
    /// Whether it has the role `main`.
    pub(crate) is_main: bool,
}

impl Naming {
    const NOTHING: Self = Self { told: Told::NOTHING, look: Look::NO_CLASS, is_main: false };

    /// What the lexicon thinks.
    pub(crate) fn said(&self) -> &Said {
        &self.told.said
    }

    /// What one attribute says.
    fn of_value(name: AttrName, value: &str, lexicon: &Lexicon, classes: &mut Memo<Told>) -> Self {
        let mut naming = Self::NOTHING;
        let bytes = value.as_bytes();
        let read = &bytes[..bytes.len().min(MAX_VALUE_BYTES)];
        match name {
            AttrName::CLASS => {
                naming.look = Look::of_class(value);
                for class in read.split(u8::is_ascii_whitespace) {
                    let told =
                        classes.get(hash(START, class), || Told::of_value(name, class, lexicon));
                    naming.told = naming.told.and(&told);
                }
            }
            AttrName::PROPERTY => {}
            _ => naming.told = Told::of_value(name, bytes, lexicon),
        }
        naming.is_main = name == AttrName::ROLE && value == "main";
        // What was not read by the word, or not to the end.
        let is_read = matches!(name, AttrName::CLASS | AttrName::ID) && read.len() == bytes.len();
        if !is_read && hints::NAMING.has(name) {
            naming.told.hints = hints::of(value);
        }
        naming
    }

    fn and(&self, name: AttrName, other: &Self) -> Self {
        Self {
            told: self.told.and(&other.told),
            look: if name == AttrName::CLASS { other.look } else { self.look },
            is_main: self.is_main || other.is_main,
        }
    }
}

/// Reads what elements call themselves, and remembers the values and classes just met.
pub(crate) struct Reader<'r, 'a> {
    dom: &'r Dom<'a>,
    lexicon: &'r Lexicon,
    values: Memo<Naming>,
    classes: Memo<Told>,
}

impl<'r, 'a> Reader<'r, 'a> {
    /// Remembers nothing yet.
    pub(crate) fn new(dom: &'r Dom<'a>, lexicon: &'r Lexicon) -> Self {
        let (values, classes) = (Memo::new(Naming::NOTHING), Memo::new(Told::NOTHING));
        Self { dom, lexicon, values, classes }
    }

    /// How an element looks, nothing else of it.
    pub(crate) fn look(&self, element: NodeId) -> Naming {
        let class = self.dom.attr(element, AttrName::CLASS);
        Naming { look: class.map_or(Look::NO_CLASS, Look::of_class), ..Naming::NOTHING }
    }

    /// What an element calls itself; `hints` notes what that hints at.
    pub(crate) fn read(&mut self, element: NodeId, hints: &mut ElementHints) -> Naming {
        let mut all = Naming::NOTHING;
        let Self { dom, lexicon, values, classes } = self;
        for (name, value) in dom.attrs_of(element, READ) {
            let key = hash(START ^ name.index() as u64, value.as_bytes());
            let naming = values.get(key, || Naming::of_value(name, value, lexicon, classes));
            all = all.and(name, &naming);
        }
        hints.note(element, all.told.hints);
        all
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
    fn ok_all_attributes_are_read_together() {
        let html = "<div class='  post-body wide ' id=byline role=main property=datePublished>";
        let dom = crate::dom::parse(html);
        let element = dom.find(dom.root(), crate::dom::Tag::DIV).unwrap();
        let mut found = ElementHints::new(&dom);
        assert_eq!(found.of(element), None);
        let lexicon = Lexicon::default();
        let naming = Reader::new(&dom, &lexicon).read(element, &mut found);
        assert!(naming.is_main);
        let look = Look::of_class("post-body wide");
        assert_eq!(naming.look.classes, look.classes);
        assert_eq!(naming.look.first_class, Look::of_class("post-body").classes);
        let hints = found.of(element).unwrap();
        assert!(hints.any(Hints::AUTHOR) && hints.any(Hints::DATE) && !hints.any(Hints::TITLE));
    }

    #[test]
    fn ok_long_names_hint_to_their_end() {
        let long = format!("{} byline", "wide ".repeat(MAX_VALUE_BYTES / 5));
        let mut classes = Memo::new(Told::NOTHING);
        let naming = Naming::of_value(AttrName::CLASS, &long, &Lexicon::default(), &mut classes);
        assert!(naming.told.hints.any(Hints::AUTHOR));
    }

    #[test]
    fn ok_hints_are_those_of_whole_attributes() {
        let pieces = [
            "byLine", "promo", "promoted", "ted", "Date", "x", "TITLEs", "é", "9", "-", " ", "\n",
            "<",
        ];
        let count = pieces.len();
        let lexicon = Lexicon::default();
        for fill in [0, MAX_VALUE_BYTES - 8, MAX_VALUE_BYTES - 6, MAX_VALUE_BYTES] {
            for number in 0..count.pow(3) {
                let mut value = "wide ".repeat(fill / 5) + &"-".repeat(fill % 5);
                (0..3).for_each(|place| value += pieces[number / count.pow(place) % count]);
                for name in [AttrName::CLASS, AttrName::ID, AttrName::ITEMPROP, AttrName::PROPERTY]
                {
                    let mut classes = Memo::new(Told::NOTHING);
                    let naming = Naming::of_value(name, &value, &lexicon, &mut classes);
                    assert_eq!(naming.told.hints, hints::of(&value), "{value:?}");
                }
                for name in [AttrName::ROLE, AttrName::DATA_QA] {
                    let mut classes = Memo::new(Told::NOTHING);
                    let naming = Naming::of_value(name, &value, &lexicon, &mut classes);
                    assert!(naming.told.hints.is_empty(), "{value:?}");
                }
            }
        }
    }
}
