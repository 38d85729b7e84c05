//! Personal pronouns of the third person singular.

use super::{Mentions, add};
use crate::analysis::entities::Draft;
use crate::analysis::features::{Features, Flag};
use crate::analysis::tokens::Tokens;
use crate::article::{EntityKind, MentionForm};
use crate::trace::{Stage, Trace};

/// Sentences before the pronoun's own that are looked at.
const SENTENCES: usize = 2;
/// Mentions before the pronoun that are looked at, at most.
const LOOK_BACK: usize = 24;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gender {
    Male,
    Female,
}

pub(super) fn resolve(
    drafts: &mut [Draft],
    mentions: &mut Mentions,
    tokens: &Tokens<'_>,
    features: &Features,
    trace: &mut Trace,
) {
    let mut genders: Vec<Option<Gender>> =
        drafts.iter().map(|draft| gender(draft, tokens, features)).collect();
    for token in 0..tokens.len() {
        if !features.is(token, Flag::Pronoun) || features.is(token, Flag::Quoted) {
            continue;
        }
        let wanted = match tokens.text(token).to_lowercase().as_str() {
            "he" | "him" | "his" | "himself" => Gender::Male,
            "she" | "her" | "hers" | "herself" => Gender::Female,
            _ => continue,
        };
        let Some(entity) = antecedent(drafts, mentions, token, wanted, &genders, tokens) else {
            continue;
        };
        genders[entity].get_or_insert(wanted);
        trace.note(Stage::Analysis, "coreference/pronoun", || {
            let reason =
                format!("is `{}`, nearest subject that fits", drafts[entity].words.join(" "));
            (tokens.text(token).to_owned(), reason)
        });
        add(drafts, mentions, entity, token..token + 1, MentionForm::Pronoun);
    }
}

/// The person that the pronoun at `token` stands for: of the nearest sentence with one that fits, the
/// first, which is most often its subject.
fn antecedent(
    drafts: &[Draft],
    mentions: &Mentions,
    token: usize,
    wanted: Gender,
    genders: &[Option<Gender>],
    tokens: &Tokens<'_>,
) -> Option<usize> {
    let sentence = tokens.sentence_of(token);
    let mut best: Option<(usize, usize)> = None;
    for (&start, &(_, entity)) in mentions.range(..token).rev().take(LOOK_BACK) {
        let at = tokens.sentence_of(start);
        if at + SENTENCES < sentence || best.is_some_and(|(nearest, _)| at < nearest) {
            break;
        }
        let fits = drafts[entity].kind == EntityKind::Person
            && genders[entity].is_none_or(|gender| gender == wanted);
        if fits {
            best = Some((at, entity));
        }
    }
    best.map(|(_, entity)| entity)
}

/// What forms of address and first names say.
fn gender(draft: &Draft, tokens: &Tokens<'_>, features: &Features) -> Option<Gender> {
    if draft.kind != EntityKind::Person {
        return None;
    }
    for mention in &draft.mentions {
        let before = mention.tokens.start.checked_sub(1).map(|token| tokens.text(token));
        match before {
            Some("Mr" | "Mr." | "Sir" | "Lord") => return Some(Gender::Male),
            Some("Mrs" | "Mrs." | "Ms" | "Ms." | "Miss" | "Dame" | "Lady") => {
                return Some(Gender::Female);
            }
            _ => {}
        }
    }
    if draft.words.len() < 2 {
        return None;
    }
    let first = draft.fullest.clone().find(|&token| !features.is(token, Flag::Title))?;
    match (features.is(first, Flag::MaleName), features.is(first, Flag::FemaleName)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}
