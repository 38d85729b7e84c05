//! How elements take part in the layout of text, as a browser without style sheets shows them.

use crate::dom::{AttrName, AttrSet, Dom, Namespace, NodeId, Tag};

/// The part an element plays in the flow of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Display {
    /// Begins and ends a line of its own.
    Block,
    /// Flows with the text around it.
    Inline,
    /// A line break.
    Break,
    /// A picture; holds no text.
    Image,
    /// A rule between blocks.
    Rule,
    /// Never shown, or never prose: scripts, embedded documents, form choices.
    Skip,
}

/// The display of an HTML element.
fn html(tag: Tag) -> Display {
    match tag {
        Tag::A
        | Tag::ABBR
        | Tag::ACRONYM
        | Tag::B
        | Tag::BDI
        | Tag::BDO
        | Tag::BIG
        | Tag::CITE
        | Tag::CODE
        | Tag::DATA
        | Tag::DEL
        | Tag::DFN
        | Tag::EM
        | Tag::FONT
        | Tag::I
        | Tag::INPUT
        | Tag::INS
        | Tag::KBD
        | Tag::LABEL
        | Tag::MARK
        | Tag::METER
        | Tag::NOBR
        | Tag::OUTPUT
        | Tag::PICTURE
        | Tag::PROGRESS
        | Tag::Q
        | Tag::RP
        | Tag::RT
        | Tag::RUBY
        | Tag::S
        | Tag::SAMP
        | Tag::SLOT
        | Tag::SMALL
        | Tag::SOURCE
        | Tag::SPAN
        | Tag::STRIKE
        | Tag::STRONG
        | Tag::SUB
        | Tag::SUP
        | Tag::TIME
        | Tag::TT
        | Tag::U
        | Tag::VAR
        | Tag::WBR => Display::Inline,
        Tag::APPLET
        | Tag::AREA
        | Tag::AUDIO
        | Tag::BASE
        | Tag::CANVAS
        | Tag::COL
        | Tag::COLGROUP
        | Tag::DATALIST
        | Tag::EMBED
        | Tag::HEAD
        | Tag::IFRAME
        | Tag::LINK
        | Tag::MAP
        | Tag::META
        | Tag::NOFRAMES
        | Tag::OBJECT
        | Tag::PARAM
        | Tag::SCRIPT
        | Tag::SELECT
        | Tag::STYLE
        | Tag::SVG
        | Tag::TEMPLATE
        | Tag::TEXTAREA
        | Tag::TITLE
        | Tag::TRACK
        | Tag::VIDEO => Display::Skip,
        Tag::BR => Display::Break,
        Tag::HR => Display::Rule,
        Tag::IMG => Display::Image,
        _ => Display::Block,
    }
}

/// The display of an element. Elements that HTML does not know are components: blocks.
pub(super) fn display(dom: &Dom<'_>, id: NodeId) -> Display {
    match dom.namespace(id) {
        Namespace::Html => html(dom.tag(id)),
        Namespace::Svg => Display::Skip,
        Namespace::MathMl => Display::Inline,
    }
}

/// Whether the element itself says that it is not to be seen.
pub(super) fn is_hidden(dom: &Dom<'_>, id: NodeId) -> bool {
    const HIDING: AttrSet =
        AttrSet::of(&[AttrName::HIDDEN, AttrName::ARIA_HIDDEN, AttrName::STYLE]);
    dom.attrs_of(id, HIDING).any(|(name, value)| match name {
        AttrName::ARIA_HIDDEN => value == "true",
        AttrName::STYLE => hides(value),
        _ => true,
    })
}

/// Whether a style attribute takes the element out of sight.
fn hides(style: &str) -> bool {
    let bytes = style.as_bytes();
    memchr::memchr_iter(b':', bytes).any(|colon| {
        let property = bytes[..colon].trim_ascii_end();
        let value = bytes[colon + 1..].trim_ascii_start();
        let is = |name: &[u8], wanted: &[u8]| {
            property.len() >= name.len()
                && property[property.len() - name.len()..].eq_ignore_ascii_case(name)
                && value.len() >= wanted.len()
                && value[..wanted.len()].eq_ignore_ascii_case(wanted)
        };
        is(b"display", b"none") || is(b"visibility", b"hidden")
    })
}

#[cfg(test)]
mod tests {
    use super::hides;

    #[test]
    fn ok_styles_that_hide() {
        assert!(hides("color: red; display:none"));
        assert!(hides("DISPLAY : None"));
        assert!(hides("visibility:hidden !important"));
        assert!(!hides("display: block"));
        assert!(!hides("background: url(display:x)"));
    }
}
