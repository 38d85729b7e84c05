//! Interned names of elements and attributes.

use crate::bytes::first_eight;

/// Slots of a name table; a power of two, several times the number of names, so that probes end at
/// once.
const SLOTS: usize = 1024;

/// The first eight bytes of a name in lower case, zeros behind a shorter one.
const fn word(name: &[u8]) -> u64 {
    let mut word = 0;
    let mut at = 0;
    while at < name.len() && at < 8 {
        word |= (name[at].to_ascii_lowercase() as u64) << (8 * at);
        at += 1;
    }
    word
}

/// Multiplicative hashing by the golden ratio; the length parts names that share eight bytes.
const fn slot(word: u64, len: usize) -> usize {
    ((word ^ (len as u64) << 58).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - 10)) as usize
}

/// The bytes of a word that a name of so many bytes fills.
const MASKS: [u64; 9] = {
    let mut masks = [u64::MAX; 9];
    let mut len = 0;
    while len < 8 {
        masks[len] = (1 << (8 * len)) - 1;
        len += 1;
    }
    masks
};

/// A list of names, to be found by their spelling.
struct Names<const COUNT: usize> {
    /// Open-addressed indices into the list; 0 marks a free slot.
    slots: [u16; SLOTS],
    /// The first eight bytes of each name, and its length.
    keys: [(u64, usize); COUNT],
    names: [&'static str; COUNT],
}

impl<const COUNT: usize> Names<COUNT> {
    const fn new(names: [&'static str; COUNT]) -> Self {
        let (mut slots, mut keys) = ([0; SLOTS], [(0, 0); COUNT]);
        let mut index = 1;
        while index < COUNT {
            let name = names[index].as_bytes();
            keys[index] = (word(name), name.len());
            let mut at = slot(word(name), name.len());
            while slots[at] != 0 {
                at = (at + 1) % SLOTS;
            }
            slots[at] = index as u16;
            index += 1;
        }
        Self { slots, keys, names }
    }

    /// The index of `bytes[start..end]` in any case, 0 when it is not in the list.
    fn find(&self, bytes: &[u8], start: usize, end: usize) -> u16 {
        const SPACES: u64 = 0x2020_2020_2020_2020;
        const LETTERS: u64 = 0x4040_4040_4040_4040;
        let len = end - start;
        if len == 0 {
            return 0;
        }
        let mask = MASKS[len.min(8)];
        let raw = first_eight(&bytes[start..]) & mask;
        // Setting bit 5 makes letters lower case, and digits of control characters: those have
        // neither bit 5 nor bit 6 and no name has them.
        if !(raw | raw << 1) & LETTERS & mask != 0 {
            return 0;
        }
        let folded = raw | (SPACES & mask);
        let mut at = slot(folded, len);
        loop {
            let index = self.slots[at];
            if index == 0 {
                return 0;
            }
            let place = usize::from(index);
            if self.keys[place] == (folded, len)
                && (len <= 8 || ends_alike(&bytes[start..end], self.names[place]))
            {
                return index;
            }
            at = (at + 1) % SLOTS;
        }
    }
}

/// Whether a name of more than eight bytes goes on behind them as `name` does.
fn ends_alike(bytes: &[u8], name: &str) -> bool {
    bytes[8..].eq_ignore_ascii_case(&name.as_bytes()[8..])
}

/// Interns a fixed list of names as constants of a `u16` newtype; a name that is not in the list
/// is `OTHER`, and its spelling is kept by the tree.
macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($constant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $type(u16);

        #[expect(clippy::upper_case_acronyms, reason = "numbers the constants")]
        #[expect(non_camel_case_types, reason = "numbers the constants")]
        enum Index { OTHER, $($constant,)* }

        static LIST: super::Names<{ $type::COUNT }> = super::Names::new(["", $($name,)*]);

        impl $type {
            /// A name that is not in the list.
            pub const OTHER: $type = $type(Index::OTHER as u16);
            $(
                #[doc = concat!("`", $name, "`")]
                pub const $constant: $type = $type(Index::$constant as u16);
            )*
            /// How many values there are, `OTHER` counted.
            pub const COUNT: usize = [$($name,)*].len() + 1;

            /// The value of a name in lower case.
            #[must_use]
            pub fn from_name(name: &str) -> $type {
                let found = Self::in_bytes(name.as_bytes(), 0, name.len());
                if found.name() == name { found } else { $type::OTHER }
            }

            /// The value of the name at `bytes[start..end]`, in any case.
            #[inline]
            pub(in crate::dom) fn in_bytes(bytes: &[u8], start: usize, end: usize) -> $type {
                $type(LIST.find(bytes, start, end))
            }

            /// The name; empty for `OTHER`.
            #[must_use]
            pub fn name(self) -> &'static str {
                LIST.names[self.0 as usize]
            }

            /// A number below `COUNT`, to index tables by.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(if *self == $type::OTHER { "(other)" } else { self.name() })
            }
        }
    };
}

mod tag {
    names! {
        /// The name of an element.
        Tag {
            A = "a", ABBR = "abbr", ACRONYM = "acronym", ADDRESS = "address",
            ANNOTATION_XML = "annotation-xml", APPLET = "applet", AREA = "area",
            ARTICLE = "article", ASIDE = "aside", AUDIO = "audio", B = "b", BASE = "base",
            BASEFONT = "basefont", BDI = "bdi", BDO = "bdo", BGSOUND = "bgsound", BIG = "big",
            BLOCKQUOTE = "blockquote", BODY = "body", BR = "br", BUTTON = "button",
            CANVAS = "canvas", CAPTION = "caption", CENTER = "center", CITE = "cite", CODE = "code",
            COL = "col", COLGROUP = "colgroup", DATA = "data", DATALIST = "datalist", DD = "dd",
            DEL = "del", DESC = "desc", DETAILS = "details", DFN = "dfn", DIALOG = "dialog",
            DIR = "dir", DIV = "div", DL = "dl", DT = "dt", EM = "em", EMBED = "embed",
            FIELDSET = "fieldset", FIGCAPTION = "figcaption", FIGURE = "figure", FONT = "font",
            FOOTER = "footer", FOREIGNOBJECT = "foreignobject", FORM = "form", FRAME = "frame",
            FRAMESET = "frameset", H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4", H5 = "h5", H6 = "h6",
            HEAD = "head", HEADER = "header", HGROUP = "hgroup", HR = "hr", HTML = "html", I = "i",
            IFRAME = "iframe", IMAGE = "image", IMG = "img", INPUT = "input", INS = "ins",
            KBD = "kbd", KEYGEN = "keygen", LABEL = "label", LEGEND = "legend", LI = "li",
            LINK = "link", LISTING = "listing", MAIN = "main", MALIGNMARK = "malignmark",
            MAP = "map", MARK = "mark", MARQUEE = "marquee", MATH = "math", MENU = "menu",
            META = "meta", METER = "meter", MGLYPH = "mglyph", MI = "mi", MN = "mn", MO = "mo",
            MS = "ms", MTEXT = "mtext", NAV = "nav", NOBR = "nobr", NOEMBED = "noembed",
            NOFRAMES = "noframes", NOSCRIPT = "noscript", OBJECT = "object", OL = "ol",
            OPTGROUP = "optgroup", OPTION = "option", OUTPUT = "output", P = "p", PARAM = "param",
            PICTURE = "picture", PLAINTEXT = "plaintext", PRE = "pre", PROGRESS = "progress",
            Q = "q", RB = "rb", RP = "rp", RT = "rt", RTC = "rtc", RUBY = "ruby", S = "s",
            SAMP = "samp", SCRIPT = "script", SEARCH = "search", SECTION = "section",
            SELECT = "select", SLOT = "slot", SMALL = "small", SOURCE = "source", SPAN = "span",
            STRIKE = "strike", STRONG = "strong", STYLE = "style", SUB = "sub", SUMMARY = "summary",
            SUP = "sup", SVG = "svg", TABLE = "table", TBODY = "tbody", TD = "td",
            TEMPLATE = "template", TEXTAREA = "textarea", TFOOT = "tfoot", TH = "th",
            THEAD = "thead", TIME = "time", TITLE = "title", TR = "tr", TRACK = "track", TT = "tt",
            U = "u", UL = "ul", VAR = "var", VIDEO = "video", WBR = "wbr", XMP = "xmp",
        }
    }
}

mod attr {
    names! {
        /// The name of an attribute.
        AttrName {
            ALT = "alt", ARIA_HIDDEN = "aria-hidden", ARIA_LABEL = "aria-label", CHARSET = "charset",
            CITE = "cite", CLASS = "class", COLOR = "color", COLSPAN = "colspan",
            CONTENT = "content", DATA_BLOCK = "data-block", DATA_BLOCK_TYPE = "data-block-type",
            DATA_COMPONENT = "data-component", DATA_COMPONENT_NAME = "data-component-name",
            DATA_CY = "data-cy", DATA_MODULE = "data-module", DATA_QA = "data-qa",
            DATA_SRC = "data-src", DATA_SRCSET = "data-srcset", DATA_T = "data-t",
            DATA_TESTID = "data-testid", DATA_TYPE = "data-type", DATETIME = "datetime",
            DIR = "dir", ENCODING = "encoding", FACE = "face", FOR = "for", HEIGHT = "height",
            HIDDEN = "hidden", HREF = "href", HREFLANG = "hreflang", HTTP_EQUIV = "http-equiv",
            ID = "id",
            ITEMID = "itemid", ITEMPROP = "itemprop", ITEMREF = "itemref", ITEMSCOPE = "itemscope",
            ITEMTYPE = "itemtype", LANG = "lang", LOADING = "loading", MEDIA = "media",
            NAME = "name", ONCLICK = "onclick", PROPERTY = "property", REL = "rel", ROLE = "role",
            ROWSPAN = "rowspan", SIZE = "size", SIZES = "sizes", SRC = "src", SRCSET = "srcset",
            START = "start", STYLE = "style", TABINDEX = "tabindex", TARGET = "target",
            TITLE = "title", TYPE = "type", TYPEOF = "typeof", VALUE = "value", WIDTH = "width",
        }
    }
}

pub use attr::AttrName;

/// Some attribute names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttrSet(u64);

impl AttrSet {
    /// A set of these.
    #[must_use]
    pub const fn of(names: &[AttrName]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < names.len() {
            bits |= 1 << names[at].index();
            at += 1;
        }
        Self(bits)
    }

    /// Both sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a name is in it.
    #[must_use]
    pub const fn has(self, name: AttrName) -> bool {
        self.0 >> name.index() & 1 == 1
    }
}

/// Sets of names, here and while a tag is read, are bits of one word.
const _: () = assert!(AttrName::COUNT <= u64::BITS as usize);

pub use tag::Tag;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_every_name_is_found_in_any_case() {
        for name in ["a", "blockquote", "annotation-xml", "h1", "foreignobject"] {
            let source = format!("<{}>", name.to_uppercase());
            let tag = Tag::in_bytes(source.as_bytes(), 1, 1 + name.len());
            assert_eq!((tag.name(), Tag::from_name(name)), (name, tag));
        }
        assert_eq!(AttrName::from_name("data-srcset"), AttrName::DATA_SRCSET);
    }

    #[test]
    fn ok_sets_hold_their_names() {
        let set = AttrSet::of(&[AttrName::ALT, AttrName::WIDTH]);
        let held =
            ["alt", "width", "class", "data-x"].map(|name| set.has(AttrName::from_name(name)));
        assert_eq!(held, [true, true, false, false]);
    }

    #[test]
    fn err_near_names_are_other() {
        for name in ["", "A", "h\x11", "h7", "blockquot", "blockquotes", "annotation-xmk", "é"] {
            assert_eq!(Tag::from_name(name), Tag::OTHER, "{name:?}");
        }
        assert_eq!(Tag::in_bytes(b"h\x11 and more", 0, 2), Tag::OTHER);
    }
}
