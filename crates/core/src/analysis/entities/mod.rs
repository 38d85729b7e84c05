//! People, organisations and places: names found by a fitted tagger and merged into entities, with
//! their roles, salience and confidence.
//!
//! The tagger reads names one by one; `merge` says which of them name the same thing. What refers
//! to an entity without its name is the `coreference` layer's.

use std::ops::Range;

use super::features::Features;
use super::tokens::Tokens;
use crate::article::{Entity, EntityKind, Mention, MentionForm};
use crate::trace::Trace;

mod form;
mod link;
mod merge;
mod role;
mod salience;
mod tagger;

pub(crate) use role::is_auxiliary;

/// An entity while it is being gathered.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) kind: EntityKind,
    /// The words of its fullest name, in lower case, without titles.
    pub(crate) words: Vec<String>,
    /// Where its fullest name stands.
    pub(crate) fullest: Range<usize>,
    /// Whether its only name is in capitals.
    is_upper: bool,
    /// What refers to it, in text order.
    pub(crate) mentions: Vec<Reference>,
    /// What the text says it is, for people.
    pub(crate) roles: Vec<Role>,
    /// The nouns of what else the text says it is, in lower case.
    pub(crate) descriptions: Vec<String>,
}

/// A role or title as the text gives it.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    /// Where it stands.
    pub(crate) tokens: Range<usize>,
    /// The word that says what it is, in lower case: `president`.
    pub(crate) head: String,
    /// All its words, in lower case.
    pub(crate) words: Vec<String>,
}

/// Tokens that refer to an entity.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) tokens: Range<usize>,
    pub(crate) form: MentionForm,
    /// The tagger's margin, for names.
    pub(crate) margin: f32,
}

impl Draft {
    fn new(kind: EntityKind, words: Vec<String>, name: Reference, is_upper: bool) -> Self {
        Self {
            kind,
            words,
            fullest: name.tokens.clone(),
            is_upper,
            mentions: vec![name],
            roles: Vec::new(),
            descriptions: Vec::new(),
        }
    }

    /// The first token that refers to it.
    pub(crate) fn start(&self) -> usize {
        self.mentions[0].tokens.start
    }

    /// Takes over the mentions of another name of the same entity.
    fn absorb(&mut self, other: Draft) {
        let fuller = other.words.len() > self.words.len()
            || (other.words.len() == self.words.len() && self.is_upper && !other.is_upper);
        if fuller {
            self.words = other.words;
            self.fullest = other.fullest;
            self.is_upper = other.is_upper;
        }
        self.mentions.extend(other.mentions);
    }
}

/// Finds the entities of a document by their names.
pub(crate) fn find(tokens: &Tokens<'_>, features: &Features, trace: &mut Trace) -> Vec<Draft> {
    let names = tagger::find_names(tokens, features, trace);
    let mut drafts = merge::merge(&names, tokens, features, trace);
    role::read(&mut drafts, tokens, features, trace);
    drafts
}

/// The finished entities.
pub(crate) fn finish(drafts: Vec<Draft>, tokens: &Tokens<'_>) -> Vec<Entity> {
    drafts.into_iter().map(|draft| finish_one(draft, tokens)).collect()
}

fn finish_one(draft: Draft, tokens: &Tokens<'_>) -> Entity {
    let surface = |range: &Range<usize>| name_of(tokens, range.clone());
    let name = surface(&draft.fullest);
    let mut aliases: Vec<String> = Vec::new();
    for mention in draft.mentions.iter().filter(|mention| mention.form == MentionForm::Name) {
        let alias = surface(&mention.tokens);
        if alias != name && !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    let mut roles: Vec<String> = Vec::new();
    for role in &draft.roles {
        let role = surface(&role.tokens);
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    let salience = salience::salience(&draft, tokens);
    let confidence = salience::confidence(&draft);
    let mentions = draft
        .mentions
        .iter()
        .map(|mention| Mention { span: tokens.cover(mention.tokens.clone()), form: mention.form })
        .collect();
    Entity { kind: draft.kind, name, aliases, roles, mentions, salience, confidence }
}

/// A name as written, white space folded.
fn name_of(tokens: &Tokens<'_>, range: Range<usize>) -> String {
    let surface = tokens.cover(range).of(tokens.source());
    surface.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
