//! What the text has spoken of so far: where each entity was mentioned last and how often, and who
//! came in without a name.

use std::collections::BTreeMap;
use std::ops::Range;

use super::anaphor::{Anaphor, AnaphorKind};
use super::gender::Gender;
use super::words::NounClass;
use crate::analysis::entities::{Draft, Reference};
use crate::analysis::features::{Features, Flag};
use crate::analysis::tokens::{Shape, Tokens};
use crate::article::{EntityKind, MentionForm};

/// What is known of an entity at a place of the text.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) last: Option<Last>,
    /// Mentions so far.
    pub(super) count: usize,
    pub(super) gender: Option<Gender>,
    /// Whether no other of its kind came before it.
    pub(super) first_of_kind: bool,
    /// Whether it was first mentioned in the first segment.
    pub(super) leads: bool,
    /// Country, region or town, as the gazetteer says.
    pub(super) subtype: Option<NounClass>,
    pub(super) plural: bool,
}

/// An entity's last mention.
#[derive(Debug, Clone)]
pub(super) struct Last {
    pub(super) tokens: Range<usize>,
    pub(super) sentence: usize,
    pub(super) segment: usize,
    pub(super) form: MentionForm,
    /// Whether it begins its sentence.
    pub(super) begins: bool,
    /// Whether it is the first of its kind in its sentence.
    pub(super) first: bool,
    pub(super) possessive: bool,
    pub(super) after_preposition: bool,
    pub(super) quoted: bool,
    /// Whether a verb of speech stands beside it.
    pub(super) spoke: bool,
}

/// Somebody whom the text has not named.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rival {
    pub(super) token: usize,
    pub(super) gender: Option<Gender>,
    pub(super) begins: bool,
}

/// The state of the text in front of a token.
pub(super) struct Scene<'a> {
    pub(super) tokens: &'a Tokens<'a>,
    pub(super) features: &'a Features,
    pub(super) drafts: &'a mut [Draft],
    pub(super) states: Vec<State>,
    /// Entities by the first token of their last mention.
    pub(super) recent: BTreeMap<usize, usize>,
    /// Those without a name, latest last, [`MAX_RIVALS`] at most.
    pub(super) rivals: Vec<Rival>,
    /// For each kind, the sentence of the last mention.
    sentence_of_kind: [Option<usize>; 4],
    /// For each kind, the most mentions that one entity has.
    pub(super) most: [usize; 4],
    /// The segment of the token last spoken of, and the first token behind it.
    segment: (usize, usize),
}

/// Unnamed people that are remembered.
const MAX_RIVALS: usize = 4;

impl<'a> Scene<'a> {
    pub(super) fn new(
        drafts: &'a mut [Draft],
        tokens: &'a Tokens<'a>,
        features: &'a Features,
    ) -> Self {
        let states = drafts
            .iter()
            .map(|draft| State {
                gender: Gender::of(draft, tokens, features),
                subtype: subtype(draft, features),
                plural: is_plural(draft, tokens),
                ..State::default()
            })
            .collect();
        Self {
            tokens,
            features,
            drafts,
            states,
            recent: BTreeMap::new(),
            rivals: Vec::new(),
            sentence_of_kind: [None; 4],
            most: [0; 4],
            segment: (0, if tokens.segment_count() > 0 { tokens.segment(0).end } else { 0 }),
        }
    }

    /// The segment of a token not before the one asked for last.
    pub(super) fn segment_of(&mut self, token: usize) -> usize {
        while token >= self.segment.1 && self.segment.0 + 1 < self.tokens.segment_count() {
            self.segment.0 += 1;
            self.segment.1 = self.segment.1.max(self.tokens.segment(self.segment.0).end);
        }
        self.segment.0
    }

    /// Takes note of a mention.
    pub(super) fn mention(&mut self, entity: usize, range: Range<usize>, form: MentionForm) {
        let (tokens, features) = (self.tokens, self.features);
        let segment = self.segment_of(range.start);
        let sentence = tokens.sentence_of(range.start);
        let kind = self.drafts[entity].kind as usize;
        let state = &mut self.states[entity];
        if let Some(last) = &state.last {
            self.recent.remove(&last.tokens.start);
        }
        state.first_of_kind |= state.count == 0 && self.most[kind] == 0;
        state.leads |= segment == 0;
        state.count += 1;
        self.most[kind] = self.most[kind].max(state.count);
        let before =
            range.start.checked_sub(1).filter(|&token| tokens.sentence_of(token) == sentence);
        let behind = Some(range.end)
            .filter(|&token| token < tokens.len() && tokens.sentence_of(token) == sentence);
        let speech =
            |token: Option<usize>| token.is_some_and(|token| features.is(token, Flag::Speech));
        let begins = range.start < tokens.sentence(sentence).start + 2;
        state.last = Some(Last {
            sentence,
            segment,
            form,
            begins,
            first: self.sentence_of_kind[kind] != Some(sentence),
            possessive: behind
                .is_some_and(|token| matches!(tokens.text(token), "'s" | "’s" | "'" | "’"))
                || form == MentionForm::Pronoun && is_possessive(tokens.text(range.start)),
            after_preposition: before.is_some_and(|token| is_preposition(tokens.text(token))),
            quoted: features.is(range.start, Flag::Quoted),
            spoke: speech(before) || speech(behind),
            tokens: range.clone(),
        });
        self.sentence_of_kind[kind] = Some(sentence);
        self.recent.insert(range.start, entity);
    }

    /// Adds a mention that has been found, which is right with `likelihood`.
    pub(super) fn link(&mut self, entity: usize, anaphor: &Anaphor, likelihood: f32) {
        /// From here on a pronoun tells the gender of somebody: one wrong link would draw others.
        const SURE: f32 = 0.8;
        let form = match anaphor.kind {
            AnaphorKind::Definite(_) | AnaphorKind::Unnamed(_) => MentionForm::Nominal,
            _ => MentionForm::Pronoun,
        };
        let gender = gender_of(anaphor.kind);
        if let Some(gender) = gender.filter(|_| likelihood >= SURE) {
            self.states[entity].gender.get_or_insert(gender);
        }
        let tokens = anaphor.tokens.clone();
        self.drafts[entity].mentions.push(Reference { tokens: tokens.clone(), form, margin: 0.0 });
        self.mention(entity, tokens, form);
    }

    /// Takes note of somebody without a name.
    pub(super) fn rival(&mut self, anaphor: &Anaphor) {
        let sentence = self.tokens.sentence(self.tokens.sentence_of(anaphor.tokens.start));
        let begins = anaphor.tokens.start < sentence.start + 2;
        if self.rivals.len() == MAX_RIVALS {
            self.rivals.remove(0);
        }
        let gender = gender_of(anaphor.kind);
        self.rivals.push(Rival { token: anaphor.head, gender, begins });
    }
}

/// What a pronoun or a noun says of the gender of what it refers to.
pub(super) fn gender_of(kind: AnaphorKind) -> Option<Gender> {
    match kind {
        AnaphorKind::Personal(gender) => Some(gender),
        AnaphorKind::Definite(class) | AnaphorKind::Unnamed(class) => class.gender(),
        _ => None,
    }
}

pub(super) fn is_possessive(text: &str) -> bool {
    ["his", "hers", "its", "their", "theirs"].iter().any(|form| form.eq_ignore_ascii_case(text))
}

pub(super) fn is_preposition(text: &str) -> bool {
    matches!(
        text,
        "of" | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "with"
            | "from"
            | "to"
            | "into"
            | "against"
            | "about"
            | "between"
            | "over"
            | "under"
            | "near"
            | "after"
            | "before"
            | "through"
            | "across"
            | "around"
            | "like"
            | "as"
    )
}

fn subtype(draft: &Draft, features: &Features) -> Option<NounClass> {
    let is = |flag: Flag| draft.fullest.clone().all(|token| features.is(token, flag));
    if draft.kind != EntityKind::Place {
        None
    } else if is(Flag::Country) {
        Some(NounClass::Country)
    } else if is(Flag::City) || is(Flag::Town) {
        Some(NounClass::Town)
    } else if is(Flag::Region) {
        Some(NounClass::Region)
    } else {
        None
    }
}

/// Whether a name is of several: `the Red Sox`, `Smith and Sons`.
fn is_plural(draft: &Draft, tokens: &Tokens<'_>) -> bool {
    let last = tokens.text(draft.fullest.end - 1);
    draft.fullest.clone().any(|token| matches!(tokens.text(token), "and" | "&"))
        || last.len() > 3
            && tokens.shape(draft.fullest.end - 1).has(Shape::LOWER)
            && (last.ends_with('s') && !last.ends_with("ss") && !last.ends_with("us"))
}
