//! Tokens in foreign content: SVG and MathML (13.2.6.5).

use super::class::{HTML, HTML_POINT, SVG, TEXT_POINT};
use super::stack::Open;
use super::{Builder, Flow};
use crate::dom::names::{AttrName, Tag};
use crate::dom::text::Slice;
use crate::dom::tokenizer::{Name, Token};
use crate::dom::tree::Namespace;

impl Builder<'_> {
    /// The rules for parsing tokens in foreign content.
    pub(super) fn in_foreign_content(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) => {
                if self.frameset_ok && self.has_ink(text) {
                    self.frameset_ok = false;
                }
                let text = self.visible_nul(text);
                self.insert_text(text);
            }
            Token::Comment(text) => self.insert_comment(text),
            Token::Doctype => {}
            Token::Start { name, self_closing } => {
                if self.breaks_out(name.tag) {
                    return self.break_out(token);
                }
                let Some(top) = self.adjusted_top() else { return Flow::Done };
                let namespace =
                    if top.class & SVG != 0 { Namespace::Svg } else { Namespace::MathMl };
                self.insert_adjusted(name, namespace);
                if self_closing {
                    self.stack.pop();
                }
            }
            Token::End { name } => match name.tag {
                Tag::BR | Tag::P => return self.break_out(token),
                _ => return self.foreign_end(token, name),
            },
            Token::Eof => return self.step(self.mode, token),
        }
        Flow::Done
    }

    /// The text with U+FFFD in the place of NUL.
    fn visible_nul(&mut self, text: Slice) -> Slice {
        if !self.tokenizer.has_nul || !self.str(text).contains('\0') {
            return text;
        }
        let visible = self.str(text).replace('\0', "\u{fffd}");
        let mark = self.tokenizer.store.mark();
        self.tokenizer.store.push(&visible);
        self.tokenizer.store.since(mark)
    }

    /// Whether a start tag ends foreign content.
    fn breaks_out(&self, tag: Tag) -> bool {
        match tag {
            Tag::B
            | Tag::BIG
            | Tag::BLOCKQUOTE
            | Tag::BODY
            | Tag::BR
            | Tag::CENTER
            | Tag::CODE
            | Tag::DD
            | Tag::DIV
            | Tag::DL
            | Tag::DT
            | Tag::EM
            | Tag::EMBED
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::HEAD
            | Tag::HR
            | Tag::I
            | Tag::IMG
            | Tag::LI
            | Tag::LISTING
            | Tag::MENU
            | Tag::META
            | Tag::NOBR
            | Tag::OL
            | Tag::P
            | Tag::PRE
            | Tag::RUBY
            | Tag::S
            | Tag::SMALL
            | Tag::SPAN
            | Tag::STRONG
            | Tag::STRIKE
            | Tag::SUB
            | Tag::SUP
            | Tag::TABLE
            | Tag::TT
            | Tag::U
            | Tag::UL
            | Tag::VAR => true,
            Tag::FONT => {
                let attrs = self.tokenizer.tag_attrs();
                let html = [AttrName::COLOR, AttrName::FACE, AttrName::SIZE];
                attrs.iter().any(|attr| html.contains(&attr.name))
            }
            _ => false,
        }
    }

    fn break_out(&mut self, token: Token) -> Flow {
        while self.stack.len() > 1
            && self.stack.top().is_some_and(|top| top.class & (HTML | HTML_POINT | TEXT_POINT) == 0)
        {
            self.stack.pop();
        }
        self.step(self.mode, token)
    }

    /// "Any other end tag" in foreign content, and `</script>`.
    fn foreign_end(&mut self, token: Token, name: Name) -> Flow {
        for index in (1..self.stack.len()).rev() {
            let open = self.stack.open[index];
            if open.class & HTML != 0 {
                return self.step(self.mode, token);
            }
            if self.is_foreign_named(open, name) {
                self.stack.truncate(index);
                return Flow::Done;
            }
        }
        Flow::Done
    }

    fn is_foreign_named(&self, open: Open, name: Name) -> bool {
        open.tag == name.tag
            && (name.tag != Tag::OTHER
                || self.str(open.name).eq_ignore_ascii_case(self.str(name.slice)))
    }

    /// Inserts a foreign element for the current start tag, its names as SVG and MathML spell them.
    pub(super) fn insert_adjusted(&mut self, name: Name, namespace: Namespace) {
        let slice = match namespace {
            Namespace::Svg => self.respell(name.slice, &SVG_TAGS),
            _ => self.tokenizer.lower(name.slice),
        };
        let (start, end) = self.tokenizer.claim_attrs();
        for index in start as usize..end as usize {
            let attr = self.tokenizer.attrs[index];
            if attr.name == AttrName::OTHER {
                let table: &[&str] =
                    if namespace == Namespace::Svg { &SVG_ATTRS } else { &["definitionURL"] };
                let other = self.respell(attr.other, table);
                self.tokenizer.attrs[index].other = other;
            }
        }
        self.insert_foreign(namespace, name.tag, slice, (start, end));
    }

    /// The name as `table` spells it, else in lower case.
    fn respell(&mut self, name: Slice, table: &[&'static str]) -> Slice {
        let spelling = self.str(name);
        if spelling.len() < SHORTEST {
            return self.tokenizer.lower(name);
        }
        let order = |known: &&str| {
            known
                .bytes()
                .map(|byte| byte.to_ascii_lowercase())
                .cmp(spelling.bytes().map(|byte| byte.to_ascii_lowercase()))
        };
        match table.binary_search_by(order) {
            Ok(at) if spelling == table[at] => name,
            Ok(at) => {
                let mark = self.tokenizer.store.mark();
                self.tokenizer.store.push(table[at]);
                self.tokenizer.store.since(mark)
            }
            Err(_) => self.tokenizer.lower(name),
        }
    }
}

/// No name of the tables is shorter: `d`, `x` and `cx` need no search.
const SHORTEST: usize = 4;

/// SVG's names of elements that have capitals (13.2.6.5), sorted by their lower case.
static SVG_TAGS: [&str; 37] = [
    "altGlyph",
    "altGlyphDef",
    "altGlyphItem",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "clipPath",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "foreignObject",
    "glyphRef",
    "linearGradient",
    "radialGradient",
    "textPath",
];

/// SVG's names of attributes that have capitals (13.2.6.1), sorted by their lower case.
static SVG_ATTRS: [&str; 58] = [
    "attributeName",
    "attributeType",
    "baseFrequency",
    "baseProfile",
    "calcMode",
    "clipPathUnits",
    "diffuseConstant",
    "edgeMode",
    "filterUnits",
    "glyphRef",
    "gradientTransform",
    "gradientUnits",
    "kernelMatrix",
    "kernelUnitLength",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "numOctaves",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "refX",
    "refY",
    "repeatCount",
    "repeatDur",
    "requiredExtensions",
    "requiredFeatures",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "surfaceScale",
    "systemLanguage",
    "tableValues",
    "targetX",
    "targetY",
    "textLength",
    "viewBox",
    "viewTarget",
    "xChannelSelector",
    "yChannelSelector",
    "zoomAndPan",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_spellings_are_sorted() {
        let lower = |name: &&str| name.to_ascii_lowercase();
        assert!(SVG_TAGS.iter().map(lower).is_sorted());
        assert!(SVG_ATTRS.iter().map(lower).is_sorted());
        assert!(SVG_TAGS.iter().chain(&SVG_ATTRS).all(|name| name.len() >= SHORTEST));
    }
}
