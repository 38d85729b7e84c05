//! What the class and id names of an element hint at.

use std::ops::Range;

use crate::bytes::{ONES, first_eight};
use crate::dom::{AttrName, AttrSet, Dom, NodeId};

/// The attributes whose words hint at something.
pub(super) const NAMING: AttrSet =
    AttrSet::of(&[AttrName::CLASS, AttrName::ID, AttrName::ITEMPROP, AttrName::PROPERTY]);

/// A set of hints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Hints(u32);

impl Hints {
    /// Nothing.
    pub(super) const NONE: Hints = Hints(0);
    /// Who wrote it.
    pub(super) const AUTHOR: Hints = Hints(1);
    /// A date.
    pub(super) const DATE: Hints = Hints(1 << 1);
    /// The date of the first publication.
    pub(super) const PUBLISHED: Hints = Hints(1 << 2);
    /// The date of a change.
    pub(super) const MODIFIED: Hints = Hints(1 << 3);
    /// A headline.
    pub(super) const TITLE: Hints = Hints(1 << 4);
    /// The line under the headline.
    pub(super) const SUBTITLE: Hints = Hints(1 << 5);
    /// Readers' comments.
    pub(super) const COMMENT: Hints = Hints(1 << 6);
    /// Teasers, lists of other pages, widgets.
    pub(super) const RELATED: Hints = Hints(1 << 7);
    /// The foot of the page.
    pub(super) const FOOTER: Hints = Hints(1 << 8);
    /// Menus, logos, banners.
    pub(super) const CHROME: Hints = Hints(1 << 9);
    /// The words under a picture.
    pub(super) const CAPTION: Hints = Hints(1 << 10);
    /// Who made a picture.
    pub(super) const CREDIT: Hints = Hints(1 << 11);
    /// The lines around headline and byline: `entry-meta`, `article-info`.
    pub(super) const META: Hints = Hints(1 << 12);
    /// What describes the author: biography, picture, role.
    pub(super) const ABOUT: Hints = Hints(1 << 13);
    /// The line over the headline.
    pub(super) const KICKER: Hints = Hints(1 << 14);
    /// Met by screen readers alone.
    pub(super) const HIDDEN: Hints = Hints(1 << 15);

    /// Beside the article: a sidebar. The byline may stand there, and so may another article's.
    pub(super) const ASIDE: Hints = Hints(1 << 16);
    /// The foot of an article, not of the page.
    pub(super) const ARTICLE_FOOT: Hints = Hints(1 << 17);

    /// Whether any hint of `other` is here.
    pub(super) fn any(self, other: Hints) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets.
    pub(super) const fn with(self, other: Hints) -> Hints {
        Hints(self.0 | other.0)
    }

    /// Whether nothing is hinted at.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The hints of the elements whose names were read on the way to the body.
#[derive(Debug)]
pub struct ElementHints {
    /// By node: 0 for those that were not read, else one more than the place in `sets`. A byte each,
    /// since a large page has a million.
    places: Vec<u8>,
    /// The sets that were met. A page has a few dozen; of elements with further ones nothing is known.
    sets: Vec<Hints>,
}

impl ElementHints {
    /// Of no element yet.
    #[must_use]
    pub fn new(dom: &Dom<'_>) -> Self {
        Self { places: vec![0; dom.len()], sets: Vec::new() }
    }

    /// Notes what the names of an element hint at.
    pub(super) fn note(&mut self, element: NodeId, hints: Hints) {
        let place = self.sets.iter().position(|&set| set == hints).unwrap_or_else(|| {
            self.sets.push(hints);
            self.sets.len() - 1
        });
        match u8::try_from(place + 1) {
            Ok(place) => {
                if let Some(known) = self.places.get_mut(element.index()) {
                    *known = place;
                }
            }
            Err(_) => self.sets.truncate(place),
        }
    }

    /// What the names of an element hint at, if they were read.
    pub(super) fn of(&self, element: NodeId) -> Option<Hints> {
        let place = usize::from(*self.places.get(element.index())?).checked_sub(1)?;
        self.sets.get(place).copied()
    }
}

/// What a byte is in a word: 1 for small letters, 2 for capitals, 0 for what is no letter.
const SIZES: [u8; 256] = {
    let mut sizes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        sizes[byte] =
            (byte as u8).is_ascii_lowercase() as u8 + 2 * (byte as u8).is_ascii_uppercase() as u8;
        byte += 1;
    }
    sizes
};

/// Who reads the words of a class or id attribute.
pub(super) trait WordReader {
    /// A byte of the attribute, whatever it is.
    fn byte(&mut self, byte: u8);

    /// That byte is a letter of the word being read.
    fn letter(&mut self, byte: u8);

    /// A word has ended, which is this range of the attribute.
    fn word(&mut self, word: Range<usize>);
}

/// Reads a class or id attribute. Its words are runs of ASCII letters, parted where a capital follows
/// a small letter.
pub(super) fn read_words(names: &[u8], reader: &mut impl WordReader) {
    // The letter before, 0 for none.
    let (mut start, mut size) = (0, 0);
    for (at, &byte) in names.iter().enumerate() {
        let next = SIZES[usize::from(byte)];
        if next == 0 || next > size {
            if size != 0 {
                reader.word(start..at);
            }
            start = at;
        }
        if next != 0 {
            reader.letter(byte);
        }
        reader.byte(byte);
        size = next;
    }
    if size != 0 {
        reader.word(start..names.len());
    }
}

/// The hints of a class or id attribute, of each of its words.
pub(super) fn of(names: &str) -> Hints {
    struct Found<'n>(&'n [u8], Hints);
    impl WordReader for Found<'_> {
        fn byte(&mut self, _: u8) {}

        fn letter(&mut self, _: u8) {}

        fn word(&mut self, word: Range<usize>) {
            self.1 = self.1.with(of_word(self.0, word));
        }
    }
    let mut found = Found(names.as_bytes(), Hints::NONE);
    read_words(names.as_bytes(), &mut found);
    found.1
}

/// The hints of a word that is this range of `names`.
pub(super) fn of_word(names: &[u8], word: Range<usize>) -> Hints {
    /// Beginnings of words, by their first letter, and what they hint at.
    const TABLE: [(&[u8], Hints); 88] = [
        (b"about", Hints::ABOUT),
        (b"aktualis", Hints::MODIFIED),
        (b"antetit", Hints::KICKER),
        (b"artikelautor", Hints::AUTHOR),
        (b"auteur", Hints::AUTHOR),
        (b"autho", Hints::AUTHOR),
        (b"autor", Hints::AUTHOR),
        (b"avatar", Hints::ABOUT),
        (b"bigusername", Hints::AUTHOR),
        (b"bio", Hints::ABOUT),
        (b"breadcrumb", Hints::CHROME),
        (b"byauthor", Hints::AUTHOR),
        (b"byline", Hints::AUTHOR),
        (b"caption", Hints::CAPTION),
        (b"comment", Hints::COMMENT),
        (b"contributor", Hints::AUTHOR),
        (b"copyright", Hints::FOOTER.with(Hints::CREDIT)),
        (b"created", Hints::DATE.with(Hints::PUBLISHED)),
        (b"creator", Hints::AUTHOR),
        (b"credit", Hints::CREDIT),
        (b"dachzeile", Hints::KICKER),
        (b"date", Hints::DATE),
        (b"datum", Hints::DATE),
        (b"deck", Hints::SUBTITLE),
        (b"dek", Hints::SUBTITLE),
        (b"disqus", Hints::COMMENT),
        (b"eyebrow", Hints::KICKER),
        (b"foot", Hints::FOOTER),
        (b"forfatter", Hints::AUTHOR),
        (b"heading", Hints::TITLE),
        (b"headline", Hints::TITLE),
        (b"info", Hints::META),
        (b"journalist", Hints::AUTHOR),
        (b"kicker", Hints::KICKER),
        (b"kommentar", Hints::COMMENT),
        (b"latest", Hints::RELATED),
        (b"logo", Hints::CHROME),
        (b"masthead", Hints::CHROME),
        (b"menu", Hints::CHROME),
        (b"meta", Hints::META),
        (b"modif", Hints::MODIFIED.with(Hints::DATE)),
        (b"nav", Hints::CHROME),
        (b"occhiello", Hints::KICKER),
        (b"offscreen", Hints::HIDDEN),
        (b"overline", Hints::KICKER),
        (b"popular", Hints::RELATED),
        (b"postdate", Hints::DATE.with(Hints::PUBLISHED)),
        (b"posted", Hints::DATE.with(Hints::PUBLISHED)),
        (b"postinfo", Hints::META),
        (b"postmeta", Hints::META),
        (b"pretit", Hints::KICKER),
        (b"promo", Hints::RELATED),
        (b"pubdate", Hints::DATE.with(Hints::PUBLISHED)),
        (b"publi", Hints::DATE.with(Hints::PUBLISHED)),
        (b"recent", Hints::RELATED),
        (b"recommend", Hints::RELATED),
        (b"redakteur", Hints::AUTHOR),
        (b"related", Hints::RELATED),
        (b"replies", Hints::COMMENT),
        (b"reply", Hints::COMMENT),
        (b"reporter", Hints::AUTHOR),
        (b"role", Hints::ABOUT),
        (b"roofline", Hints::KICKER),
        (b"screenreader", Hints::HIDDEN),
        (b"sidebar", Hints::ASIDE),
        (b"signature", Hints::AUTHOR),
        (b"source", Hints::META),
        (b"spitzmarke", Hints::KICKER),
        (b"standfirst", Hints::SUBTITLE),
        (b"subhead", Hints::SUBTITLE),
        (b"subline", Hints::SUBTITLE),
        (b"submitted", Hints::DATE.with(Hints::PUBLISHED).with(Hints::META)),
        (b"subtitle", Hints::SUBTITLE),
        (b"surtit", Hints::KICKER),
        (b"teaser", Hints::RELATED),
        (b"time", Hints::DATE),
        (b"title", Hints::TITLE),
        (b"titleheader", Hints::KICKER),
        (b"topbar", Hints::CHROME),
        (b"topline", Hints::KICKER),
        (b"trending", Hints::RELATED),
        (b"updat", Hints::MODIFIED.with(Hints::DATE)),
        (b"username", Hints::AUTHOR),
        (b"vcard", Hints::AUTHOR),
        (b"verfasser", Hints::AUTHOR),
        (b"visually", Hints::HIDDEN),
        (b"writer", Hints::AUTHOR),
        (b"written", Hints::AUTHOR),
    ];
    /// Where the words of each first letter begin in the table.
    const FIRST: [u8; 27] = {
        let mut first = [0_u8; 27];
        let mut letter = 0;
        while letter < 27 {
            let mut at = 0;
            while at < TABLE.len() && TABLE[at].0[0] < b'a' + letter as u8 {
                at += 1;
            }
            first[letter] = at as u8;
            letter += 1;
        }
        first
    };
    /// The first eight bytes of each beginning as one number, and which bits of it count.
    const HEADS: [(u64, u64); TABLE.len()] = {
        let mut heads = [(0, 0); TABLE.len()];
        let mut at = 0;
        while at < TABLE.len() {
            let mut byte = 0;
            while byte < TABLE[at].0.len() && byte < 8 {
                heads[at].0 |= (TABLE[at].0[byte] as u64) << (8 * byte);
                heads[at].1 |= 0xff << (8 * byte);
                byte += 1;
            }
            at += 1;
        }
        heads
    };
    /// For each first letter one bit for each second one.
    const SECOND: [u32; 26] = {
        let mut second = [0; 26];
        let mut at = 0;
        while at < TABLE.len() {
            second[(TABLE[at].0[0] - b'a') as usize] |= 1 << (TABLE[at].0[1] - b'a');
            at += 1;
        }
        second
    };
    let (start, word) = (word.start, &names[word]);
    let letter = |at: usize| usize::from(word[at].to_ascii_lowercase() - b'a');
    if word.len() < 2 || SECOND[letter(0)] >> letter(1) & 1 == 0 {
        return Hints::default();
    }
    // The bit that makes a letter small, in each byte of the word.
    let behind = 8_usize.saturating_sub(word.len()) as u32;
    let head = (first_eight(&names[start..]) | (0x20 * ONES)) << (8 * behind) >> (8 * behind);
    let rest = word.get(8..).unwrap_or(&[]);
    // A page that is "promoted" stands on a front page; a "promo" is a teaser.
    if head == u64::from_le_bytes(*b"promoted") && rest.is_empty() {
        return Hints::default();
    }
    let mut hints = Hints::default();
    for at in usize::from(FIRST[letter(0)])..usize::from(FIRST[letter(0) + 1]) {
        let (wanted, bits) = HEADS[at];
        let (start, more) = TABLE[at];
        let has_tail = |tail: &[u8]| {
            rest.get(..tail.len()).is_some_and(|rest| rest.eq_ignore_ascii_case(tail))
        };
        if head & bits == wanted && start.get(8..).is_none_or(has_tail) {
            hints = hints.with(more);
        }
    }
    hints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_words_are_found_in_names() {
        for (names, hint) in [
            ("post__byline", Hints::AUTHOR),
            ("articleAuthorName", Hints::AUTHOR),
            ("entry-date published", Hints::PUBLISHED),
            ("c-Timestamp", Hints::DATE),
            ("last-updated", Hints::MODIFIED),
            ("comments-area", Hints::COMMENT),
            ("related_posts", Hints::RELATED),
        ] {
            assert!(of(names).any(hint), "{names}");
        }
    }

    #[test]
    fn ok_elements_are_noted_until_there_are_too_many_sets() {
        let html = "<p>".repeat(400);
        let dom = crate::dom::parse(&html);
        let mut found = ElementHints::new(&dom);
        for node in dom.ids() {
            found.note(node, Hints(node.index() as u32));
        }
        for node in dom.ids() {
            let expected = (node.index() < 255).then_some(Hints(node.index() as u32));
            assert_eq!(found.of(node), expected);
        }
    }

    #[test]
    fn err_other_names_hint_at_nothing() {
        for names in ["", "col-md-6 clearfix", "candidate", "runtime", "x9_12", "node--promoted"] {
            assert!(of(names).is_empty(), "{names}");
        }
    }
}
