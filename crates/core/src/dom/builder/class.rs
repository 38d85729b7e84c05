//! What the standard's sets of elements say of an element (13.2.4.2 and 13.2.6.3).

use crate::dom::names::Tag;
use crate::dom::tree::Namespace;

/// In the "special" category.
pub(super) const SPECIAL: u16 = 1;
/// Ends every scope but table scope.
pub(super) const SCOPE: u16 = 1 << 1;
/// Ends list item scope besides.
pub(super) const LIST_SCOPE: u16 = 1 << 2;
/// Ends button scope besides.
pub(super) const BUTTON_SCOPE: u16 = 1 << 3;
/// Ends table scope.
pub(super) const TABLE_SCOPE: u16 = 1 << 4;
/// Has an end tag that can be implied.
pub(super) const IMPLIED_END: u16 = 1 << 5;
/// Has an end tag that is implied thoroughly.
pub(super) const THOROUGH_END: u16 = 1 << 6;
/// An HTML element.
pub(super) const HTML: u16 = 1 << 7;
/// A MathML text integration point.
pub(super) const TEXT_POINT: u16 = 1 << 8;
/// An HTML integration point.
pub(super) const HTML_POINT: u16 = 1 << 9;
/// `annotation-xml` of MathML.
pub(super) const ANNOTATION: u16 = 1 << 10;
/// An SVG element.
pub(super) const SVG: u16 = 1 << 11;
/// Elements that foster what is inserted into them: `table`, `tbody`, `tfoot`, `thead`, `tr`.
pub(super) const FOSTERS: u16 = 1 << 12;
/// `h1` to `h6`.
pub(super) const HEADING: u16 = 1 << 13;

static OF_HTML: [u16; Tag::COUNT] = {
    let mut of = [HTML; Tag::COUNT];
    add(
        &mut of,
        SCOPE | SPECIAL,
        &[
            Tag::APPLET,
            Tag::CAPTION,
            Tag::HTML,
            Tag::TABLE,
            Tag::TD,
            Tag::TH,
            Tag::MARQUEE,
            Tag::OBJECT,
            Tag::SELECT,
            Tag::TEMPLATE,
        ],
    );
    add(&mut of, LIST_SCOPE, &[Tag::OL, Tag::UL]);
    add(&mut of, BUTTON_SCOPE, &[Tag::BUTTON]);
    add(&mut of, TABLE_SCOPE, &[Tag::HTML, Tag::TABLE, Tag::TEMPLATE]);
    add(
        &mut of,
        IMPLIED_END | THOROUGH_END,
        &[
            Tag::DD,
            Tag::DT,
            Tag::LI,
            Tag::OPTGROUP,
            Tag::OPTION,
            Tag::P,
            Tag::RB,
            Tag::RP,
            Tag::RT,
            Tag::RTC,
        ],
    );
    add(
        &mut of,
        THOROUGH_END,
        &[
            Tag::CAPTION,
            Tag::COLGROUP,
            Tag::TBODY,
            Tag::TD,
            Tag::TFOOT,
            Tag::TH,
            Tag::THEAD,
            Tag::TR,
        ],
    );
    add(&mut of, FOSTERS, &[Tag::TABLE, Tag::TBODY, Tag::TFOOT, Tag::THEAD, Tag::TR]);
    add(&mut of, HEADING, &[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6]);
    add(
        &mut of,
        SPECIAL,
        &[
            Tag::ADDRESS,
            Tag::AREA,
            Tag::ARTICLE,
            Tag::ASIDE,
            Tag::BASE,
            Tag::BASEFONT,
            Tag::BGSOUND,
            Tag::BLOCKQUOTE,
            Tag::BODY,
            Tag::BR,
            Tag::BUTTON,
            Tag::CENTER,
            Tag::COL,
            Tag::COLGROUP,
            Tag::DD,
            Tag::DETAILS,
            Tag::DIR,
            Tag::DIV,
            Tag::DL,
            Tag::DT,
            Tag::EMBED,
            Tag::FIELDSET,
            Tag::FIGCAPTION,
            Tag::FIGURE,
            Tag::FOOTER,
            Tag::FORM,
            Tag::FRAME,
            Tag::FRAMESET,
            Tag::H1,
            Tag::H2,
            Tag::H3,
            Tag::H4,
            Tag::H5,
            Tag::H6,
            Tag::HEAD,
            Tag::HEADER,
            Tag::HGROUP,
            Tag::HR,
            Tag::IFRAME,
            Tag::IMG,
            Tag::INPUT,
            Tag::KEYGEN,
            Tag::LI,
            Tag::LINK,
            Tag::LISTING,
            Tag::MAIN,
            Tag::MENU,
            Tag::META,
            Tag::NAV,
            Tag::NOEMBED,
            Tag::NOFRAMES,
            Tag::NOSCRIPT,
            Tag::OL,
            Tag::P,
            Tag::PARAM,
            Tag::PLAINTEXT,
            Tag::PRE,
            Tag::SCRIPT,
            Tag::SEARCH,
            Tag::SECTION,
            Tag::SOURCE,
            Tag::STYLE,
            Tag::SUMMARY,
            Tag::TBODY,
            Tag::TEXTAREA,
            Tag::TFOOT,
            Tag::THEAD,
            Tag::TITLE,
            Tag::TR,
            Tag::TRACK,
            Tag::UL,
            Tag::WBR,
            Tag::XMP,
        ],
    );
    of
};

const fn add(of: &mut [u16; Tag::COUNT], class: u16, tags: &[Tag]) {
    let mut at = 0;
    while at < tags.len() {
        of[tags[at].index()] |= class;
        at += 1;
    }
}

/// The classes of an element. Whether `annotation-xml` is an HTML integration point depends on its
/// attributes: whoever inserts it adds that.
#[inline]
pub(super) fn of(namespace: Namespace, tag: Tag) -> u16 {
    match namespace {
        Namespace::Html => OF_HTML[tag.index()],
        Namespace::Svg => match tag {
            Tag::FOREIGNOBJECT | Tag::DESC | Tag::TITLE => SVG | SPECIAL | SCOPE | HTML_POINT,
            _ => SVG,
        },
        Namespace::MathMl => match tag {
            Tag::MI | Tag::MO | Tag::MN | Tag::MS | Tag::MTEXT => SPECIAL | SCOPE | TEXT_POINT,
            Tag::ANNOTATION_XML => SPECIAL | SCOPE | ANNOTATION,
            _ => 0,
        },
    }
}
