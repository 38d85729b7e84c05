//! Interned names of elements and attributes.

/// Interns a fixed list of names as constants of a `u16` newtype; a name that is not in the list
/// is `OTHER`, and its spelling is kept by the tree.
macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($constant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $type(u16);

        #[allow(clippy::upper_case_acronyms, non_camel_case_types, reason = "numbers the constants")]
        enum Index { OTHER, $($constant,)* }

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
                match name {
                    $($name => $type::$constant,)*
                    _ => $type::OTHER,
                }
            }

            /// The name; empty for `OTHER`.
            #[must_use]
            pub fn name(self) -> &'static str {
                const NAMES: [&str; $type::COUNT] = ["", $($name,)*];
                NAMES[self.0 as usize]
            }

            /// A number below `COUNT`, to index tables by.
            #[must_use]
            pub fn index(self) -> usize {
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
            A = "a", ABBR = "abbr", ACRONYM = "acronym", ADDRESS = "address", APPLET = "applet",
            AREA = "area", ARTICLE = "article", ASIDE = "aside", AUDIO = "audio", B = "b",
            BASE = "base", BDI = "bdi", BDO = "bdo", BIG = "big", BLOCKQUOTE = "blockquote",
            BODY = "body", BR = "br", BUTTON = "button", CANVAS = "canvas", CAPTION = "caption",
            CENTER = "center", CITE = "cite", CODE = "code", COL = "col", COLGROUP = "colgroup",
            DATA = "data", DATALIST = "datalist", DD = "dd", DEL = "del", DETAILS = "details",
            DFN = "dfn", DIALOG = "dialog", DIR = "dir", DIV = "div", DL = "dl", DT = "dt",
            EM = "em", EMBED = "embed", FIELDSET = "fieldset", FIGCAPTION = "figcaption",
            FIGURE = "figure", FONT = "font", FOOTER = "footer", FORM = "form", FRAME = "frame",
            FRAMESET = "frameset", H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4", H5 = "h5", H6 = "h6",
            HEAD = "head", HEADER = "header", HGROUP = "hgroup", HR = "hr", HTML = "html", I = "i",
            IFRAME = "iframe", IMG = "img", INPUT = "input", INS = "ins", KBD = "kbd",
            LABEL = "label", LEGEND = "legend", LI = "li", LINK = "link", MAIN = "main",
            MAP = "map", MARK = "mark", MARQUEE = "marquee", MATH = "math", MENU = "menu",
            META = "meta", METER = "meter", NAV = "nav", NOBR = "nobr", NOFRAMES = "noframes",
            NOSCRIPT = "noscript", OBJECT = "object", OL = "ol", OPTGROUP = "optgroup",
            OPTION = "option", OUTPUT = "output", P = "p", PARAM = "param", PICTURE = "picture",
            PRE = "pre", PROGRESS = "progress", Q = "q", RP = "rp", RT = "rt", RUBY = "ruby",
            S = "s", SAMP = "samp", SCRIPT = "script", SEARCH = "search", SECTION = "section",
            SELECT = "select", SLOT = "slot", SMALL = "small", SOURCE = "source", SPAN = "span",
            STRIKE = "strike", STRONG = "strong", STYLE = "style", SUB = "sub", SUMMARY = "summary",
            SUP = "sup", SVG = "svg", TABLE = "table", TBODY = "tbody", TD = "td",
            TEMPLATE = "template", TEXTAREA = "textarea", TFOOT = "tfoot", TH = "th",
            THEAD = "thead", TIME = "time", TITLE = "title", TR = "tr", TRACK = "track", TT = "tt",
            U = "u", UL = "ul", VAR = "var", VIDEO = "video", WBR = "wbr",
        }
    }
}

mod attr {
    names! {
        /// The name of an attribute.
        AttrName {
            ALT = "alt", ARIA_HIDDEN = "aria-hidden", ARIA_LABEL = "aria-label", CHARSET = "charset",
            CITE = "cite", CLASS = "class", COLSPAN = "colspan", CONTENT = "content",
            DATA_SRC = "data-src", DATA_SRCSET = "data-srcset", DATETIME = "datetime", DIR = "dir",
            HEIGHT = "height", HIDDEN = "hidden", HREF = "href", HREFLANG = "hreflang", ID = "id",
            ITEMPROP = "itemprop", ITEMSCOPE = "itemscope", ITEMTYPE = "itemtype", LANG = "lang",
            MEDIA = "media", NAME = "name", PROPERTY = "property", REL = "rel", ROLE = "role",
            ROWSPAN = "rowspan", SRC = "src", SRCSET = "srcset", START = "start", STYLE = "style",
            TITLE = "title", TYPE = "type", VALUE = "value", WIDTH = "width",
        }
    }
}

pub use attr::AttrName;
pub use tag::Tag;
