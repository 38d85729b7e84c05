//! Texts for the tests of this layer: a paragraph a line, cut, split and with its quoted stretches.

use std::ops::Range;

use super::draft::{Draft, Origin, Stretch};
use super::marks;
use crate::analysis::sentences;
use crate::analysis::tokens::{Tokens, tokenize};
use crate::analysis::{Document, Segment, SegmentKind};
use crate::article::{Entity, EntityKind, Mention, MentionForm, Score};
use crate::span::Span;
use crate::trace::Trace;

/// Each line of `text` as a paragraph.
pub(super) fn lines(text: &str) -> Vec<Segment> {
    let mut at = 0;
    let span = |line: &str| {
        let start = at;
        at += line.len() + 1;
        Segment { span: Span::new(start, start + line.len()), kind: SegmentKind::Prose }
    };
    text.split('\n').map(span).collect()
}

pub(super) struct Scene<'a> {
    pub(super) tokens: Tokens<'a>,
    pub(super) stretches: Vec<Stretch>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let segments = lines(text);
        let document =
            Document { text, segments, language: Some("en"), published: None, title: None };
        let mut tokens = tokenize(&document);
        let _ = sentences::split(&document, &mut tokens, &mut Trace::off());
        let quoted = marks::find(text, &document.segments);
        let stretches = Stretch::outermost(&tokens, &quoted);
        Self { tokens, stretches }
    }

    /// The tokens of the first place where `words` stand.
    pub(super) fn place(&self, words: &str) -> Range<usize> {
        let start = self.tokens.source().find(words).expect("the words are in the text");
        self.tokens.within(Span::new(start, start + words.len()))
    }

    pub(super) fn shown(&self, range: &Range<usize>) -> &'a str {
        self.tokens.cover(range.clone()).of(self.tokens.source())
    }

    /// What the tagger would have found.
    pub(super) fn tagged(&self, cue: &str, source: Option<&str>, content: &str) -> Draft {
        Draft {
            cue: Some(self.place(cue)),
            source: source.map(|source| self.place(source)),
            contents: vec![self.place(content)],
            origin: Origin::Tagged { cue: 4.0, roles: 4.0 },
        }
    }

    /// An entity with the first place of each of its names; forms tell descriptions by a small letter.
    pub(super) fn entity(&self, kind: EntityKind, names: &[&str]) -> Entity {
        let mention = |name: &&str| Mention {
            span: self.tokens.cover(self.place(name)),
            form: if name.starts_with(char::is_uppercase) {
                MentionForm::Name
            } else {
                MentionForm::Nominal
            },
        };
        Entity {
            kind,
            name: names[0].to_owned(),
            aliases: Vec::new(),
            roles: Vec::new(),
            mentions: names.iter().map(mention).collect(),
            salience: Score::new(0.5),
            confidence: Score::new(0.5),
        }
    }
}
