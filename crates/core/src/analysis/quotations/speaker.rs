//! Who a source is: an entity, or the kind of source that has no name.
//!
//! The entity layer knows what names, descriptions and pronouns stand for; what is decided here is
//! which words of a source are its head: `Dmitry Peskov, the spokesperson for the Kremlin` is
//! Peskov, `a spokesman for Donald Trump` is nobody with a name.

use std::ops::Range;
use std::sync::OnceLock;

use crate::analysis::lexicon::Lexicon;
use crate::analysis::tokens::Tokens;
use crate::article::{Entity, EntityKind, MentionForm, SpeakerKind};
use crate::span::Span;

/// A mention with its entity.
#[derive(Debug, Clone, Copy)]
struct Mentioned {
    span: Span,
    form: MentionForm,
    entity: u32,
}

/// Looks sources up in the entities of a document.
#[derive(Debug)]
pub(super) struct Speakers<'a> {
    tokens: &'a Tokens<'a>,
    entities: &'a [Entity],
    /// In text order, longer before shorter.
    mentions: Vec<Mentioned>,
}

/// What is known of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Speaker {
    /// Index into the entities.
    pub(super) entity: Option<u32>,
    /// What it is when it is no named entity.
    pub(super) kind: Option<SpeakerKind>,
}

impl<'a> Speakers<'a> {
    pub(super) fn new(tokens: &'a Tokens<'a>, entities: &'a [Entity]) -> Self {
        let mut mentions: Vec<Mentioned> = Vec::new();
        for (index, entity) in entities.iter().enumerate() {
            mentions.extend(entity.mentions.iter().map(|mention| Mentioned {
                span: mention.span,
                form: mention.form,
                entity: index as u32,
            }));
        }
        mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
        Self { tokens, entities, mentions }
    }

    /// Where a source that ends in the middle of a name, or right before the name it describes, ends
    /// with the whole name.
    pub(super) fn whole_name(&self, source: &Range<usize>) -> usize {
        let span = self.tokens.cover(source.clone());
        let before = self.mentions.partition_point(|mention| mention.span.start < span.end);
        let cut = self.mentions[..before]
            .iter()
            .rev()
            .take_while(|mention| mention.span.start >= span.start)
            .find(|mention| mention.form == MentionForm::Name && mention.span.end > span.end);
        cut.map(|mention| self.tokens.within(mention.span).end)
            .or_else(|| self.name_behind(source))
            .unwrap_or(source.end)
    }

    /// Where the name ends that a description is followed by, between marks: `the interpreter, Sofia
    /// Brandt.`
    fn name_behind(&self, source: &Range<usize>) -> Option<usize> {
        let article = self.tokens.text(source.start);
        let describes =
            ["the", "his", "her", "their"].iter().any(|word| article.eq_ignore_ascii_case(word));
        let comma = source.end;
        if !describes || self.tokens.text_or_empty(comma) != "," || comma + 1 >= self.tokens.len() {
            return None;
        }
        let start = self.tokens.span(comma + 1).start;
        let at = self.mentions.partition_point(|mention| mention.span.start < start);
        let name = self.mentions.get(at).filter(|mention| {
            mention.span.start == start
                && mention.form == MentionForm::Name
                && self.is_person(mention.entity)
        })?;
        let end = self.tokens.within(name.span).end;
        let is_closed = end < self.tokens.len() && matches!(self.tokens.text(end), "." | "," | ";");
        is_closed.then_some(end)
    }

    /// Who the tokens of `source` are.
    pub(super) fn identify(&self, source: Range<usize>) -> Speaker {
        let chunks = self.chunks(source.clone());
        // A name in any chunk tells who the others describe: `her lawyer, Colin Abara`.
        let named = chunks.iter().find_map(|chunk| {
            self.headed_by(chunk).filter(|found| found.form == MentionForm::Name)
        });
        let first = chunks.first().and_then(|chunk| self.headed_by(chunk));
        let described = first.filter(|first| first.form != MentionForm::Name);
        let found = match (described, named) {
            // What the description refers to is the same person, or the description is a role of
            // somebody named behind it.
            (Some(described), Some(named)) => {
                if self.is_person(named.entity) {
                    Some(named)
                } else {
                    Some(described)
                }
            }
            (Some(described), None) => Some(described),
            (None, named) => named,
        };
        let head = chunks.first().cloned().unwrap_or(source);
        let kind = self.kind(head);
        match found {
            Some(found) => Speaker { entity: Some(found.entity), kind: None },
            None => Speaker { entity: None, kind },
        }
    }

    /// Who `he` or `she` at `token` is when the entity layer does not say: the person who spoke last,
    /// or the one named last, not far before.
    pub(super) fn pronoun(&self, token: usize, last: Option<u32>) -> Option<u32> {
        /// Names further away, in tokens, are of other scenes.
        const REACH: usize = 80;
        let is_pronoun = matches!(self.tokens.text(token), "he" | "she" | "He" | "She");
        if !is_pronoun {
            return None;
        }
        let at = self.tokens.span(token).start;
        let from = self.tokens.span(token.saturating_sub(REACH)).start;
        let before = self.mentions.partition_point(|mention| mention.span.start < at);
        let near = self.mentions[..before].iter().rev().take_while(|m| m.span.start >= from);
        let mut people = near.filter(|mention| self.is_person(mention.entity));
        let named = people.next()?.entity;
        Some(last.filter(|&last| people.any(|mention| mention.entity == last)).unwrap_or(named))
    }

    /// The parts of a source up to commas and the words that qualify it: each may have a head.
    fn chunks(&self, source: Range<usize>) -> Vec<Range<usize>> {
        let mut chunks = Vec::new();
        let (mut start, mut qualified) = (source.start, false);
        for token in source.clone() {
            let text = self.tokens.text(token);
            let parts = matches!(text, "," | "(" | ")" | "—" | "–" | "-" | "--" | ";" | ":");
            if parts || is_qualifier(text) {
                if !qualified && start < token {
                    chunks.push(start..token);
                }
                start = token + 1;
                // Behind `of` and `who` nothing is a head until the next comma.
                qualified = !parts;
            }
        }
        if !qualified && start < source.end {
            chunks.push(start..source.end);
        }
        chunks
    }

    /// The mention that ends where the chunk ends.
    fn headed_by(&self, chunk: &Range<usize>) -> Option<Mentioned> {
        let span = self.tokens.cover(chunk.clone());
        let mut end = span.end;
        // `Trump himself` is Trump.
        let last = self.tokens.text(chunk.end - 1);
        if matches!(last, "himself" | "herself" | "themselves" | "itself") && chunk.len() > 1 {
            end = self.tokens.span(chunk.end - 2).end;
        }
        let from = self.mentions.partition_point(|mention| mention.span.start < span.start);
        self.mentions[from..]
            .iter()
            .take_while(|mention| mention.span.start < end)
            .find(|mention| mention.span.end == end)
            .copied()
    }

    pub(super) fn is_person(&self, entity: u32) -> bool {
        self.entities[entity as usize].kind == EntityKind::Person
    }

    /// What a source without a name is, by its head noun and its article.
    fn kind(&self, head: Range<usize>) -> Option<SpeakerKind> {
        let first = self.tokens.text_or_empty(head.start);
        let nouns = sources();
        // The head of a noun phrase is its last word.
        let class = head.last().and_then(|token| nouns.get(self.tokens.text(token)));
        let indefinite = ["a", "an", "one", "another", "no"];
        let is_one = indefinite.iter().any(|word| first.eq_ignore_ascii_case(word));
        match class.map(|class| CLASSES[usize::from(class)].1) {
            Some(Class::Group) => Some(SpeakerKind::Group),
            Some(Class::Document) => Some(SpeakerKind::Document),
            Some(Class::One) => Some(SpeakerKind::Anonymous),
            None => is_one.then_some(SpeakerKind::Anonymous),
        }
    }
}

/// Words behind which a source is only described further.
fn is_qualifier(word: &str) -> bool {
    matches!(
        word,
        "of" | "for"
            | "from"
            | "in"
            | "at"
            | "to"
            | "with"
            | "on"
            | "by"
            | "near"
            | "who"
            | "that"
            | "which"
            | "whose"
            | "whom"
            | "about"
            | "after"
            | "during"
            | "familiar"
            | "close"
            | "under"
            | "against"
            | "behind"
            | "inside"
            | "outside"
            | "when"
            | "where"
    )
}

#[derive(Clone, Copy)]
enum Class {
    Group,
    Document,
    One,
}

const CLASSES: [(&str, Class); 3] =
    [("group", Class::Group), ("document", Class::Document), ("one", Class::One)];

fn sources() -> &'static Lexicon {
    static NOUNS: OnceLock<Lexicon> = OnceLock::new();
    NOUNS.get_or_init(|| {
        let lines = Lexicon::lines(include_str!("data/sources.txt"));
        Lexicon::new(lines.flat_map(|(class, words)| {
            let class = CLASSES.iter().position(|(name, _)| *name == class).unwrap_or(0) as u16;
            words.split(' ').map(move |word| (word, class))
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::quotations::scene::Scene;

    const TEXT: &str = "Dmitry Orlow, the spokesman for the Harbour Board, spoke. Her lawyer, Colin \
                        Abara, agreed. A clerk at the Harbour Office did not. Two officials left. \
                        The mayor went too, and the report was closed.";

    /// The entity's name or the kind of each source.
    fn who(sources: &[&str]) -> Vec<String> {
        let scene = Scene::new(TEXT);
        let entities = [
            scene.entity(EntityKind::Person, &["Dmitry Orlow"]),
            scene.entity(EntityKind::Organization, &["Harbour Board"]),
            scene.entity(EntityKind::Person, &["Colin Abara"]),
            scene.entity(EntityKind::Person, &["mayor"]),
        ];
        let speakers = Speakers::new(&scene.tokens, &entities);
        let identify = |source: &&str| {
            let speaker = speakers.identify(scene.place(source));
            match (speaker.entity, speaker.kind) {
                (Some(entity), _) => entities[entity as usize].name.clone(),
                (None, kind) => format!("{kind:?}"),
            }
        };
        sources.iter().map(identify).collect()
    }

    #[test]
    fn ok_heads_of_sources() {
        assert_eq!(
            who(&[
                "Dmitry Orlow, the spokesman for the Harbour Board",
                "the spokesman for the Harbour Board",
                "Her lawyer, Colin Abara",
                "Abara",
                "The mayor",
            ]),
            ["Dmitry Orlow", "Some(Anonymous)", "Colin Abara", "None", "mayor"]
        );
    }

    #[test]
    fn ok_kinds_of_nameless_sources() {
        assert_eq!(
            who(&["A clerk at the Harbour Office", "Two officials", "the report"]),
            ["Some(Anonymous)", "Some(Group)", "Some(Document)"]
        );
    }

    #[test]
    fn ok_names_are_not_cut() {
        let scene = Scene::new(TEXT);
        let entities = [scene.entity(EntityKind::Person, &["Colin Abara"])];
        let speakers = Speakers::new(&scene.tokens, &entities);
        let cut = scene.place("Her lawyer, Colin");
        let whole = cut.start..speakers.whole_name(&cut);
        assert_eq!(scene.shown(&whole), "Her lawyer, Colin Abara");
        let described = scene.place("Her lawyer");
        let whole = described.start..speakers.whole_name(&described);
        assert_eq!(scene.shown(&whole), "Her lawyer, Colin Abara");
        let other = scene.place("Two officials");
        assert_eq!(speakers.whole_name(&other), other.end);
    }
}
