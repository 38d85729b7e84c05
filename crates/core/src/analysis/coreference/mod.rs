//! What refers to an entity without its name: pronouns, definite descriptions, appositions and
//! predicates.
//!
//! The text is read once from front to back. For each pronoun and each `the company` or
//! `this country`, the entities mentioned before it are candidates, described by features and scored by
//! fitted weights beside the chance that nothing named is meant ([`choose`]). A wrong link is worse than
//! a missing one: what is doubtful is left out. `I` belongs to the speaker of the words around it
//! ([`speech`]); what the text says that somebody is refers to them too ([`description`]). `we` and
//! `you` are left alone, and so is everybody whom the text does not name.

use std::ops::Range;

use super::entities::{Draft, is_auxiliary};
use super::features::{Features, Flag};
use super::tokens::Tokens;
use crate::article::{EntityKind, MentionForm};
use crate::trace::{Stage, Trace};

mod anaphor;
mod choose;
mod description;
mod evidence;
mod gender;
mod scene;
mod speech;
mod words;

use anaphor::{Anaphor, AnaphorKind};
use scene::Scene;
use words::Nouns;

/// Adds nominal and pronominal mentions to the entities.
pub(crate) fn resolve(
    drafts: &mut [Draft],
    tokens: &Tokens<'_>,
    features: &Features,
    trace: &mut Trace,
) {
    let mut named = vec![false; tokens.len()];
    let mut names = Vec::new();
    for (entity, draft) in drafts.iter().enumerate() {
        for mention in &draft.mentions {
            named[mention.tokens.clone()].iter_mut().for_each(|token| *token = true);
            names.push((mention.tokens.clone(), entity));
        }
    }
    names.sort_by_key(|(range, _)| (range.start, range.end));
    let nouns = Nouns::new(drafts, tokens, features);
    let reader = description::Reader { tokens, features, nouns: &nouns };
    let mut taken = description::read(drafts, &reader, trace);
    let anaphors = anaphor::find(tokens, features, &nouns, &named);
    let (all_names, mut names) = (&names, names.iter().cloned().peekable());
    let mut scene = Scene::new(drafts, tokens, features);
    for anaphor in anaphors {
        while let Some((range, entity)) =
            names.next_if(|(range, _)| range.start < anaphor.tokens.start)
        {
            // A name alone in brackets is an aside: an agency, an acronym, a party.
            let before = range.start.checked_sub(1).map_or("", |token| tokens.text(token));
            let person = scene.drafts[entity].kind == EntityKind::Person;
            if person || before != "(" || tokens.text_or_empty(range.end) != ")" {
                scene.mention(entity, range, MentionForm::Name);
            }
        }
        if taken[anaphor.head] && !matches!(anaphor.kind, AnaphorKind::Personal(_)) {
            continue;
        }
        if let Some(entity) = named_behind(&anaphor, all_names, &scene) {
            if let Some(gender) = scene::gender_of(anaphor.kind) {
                scene.states[entity].gender.get_or_insert(gender);
            }
            let noun = tokens.text(anaphor.head).to_lowercase();
            let draft = &mut scene.drafts[entity];
            description::add(draft, anaphor.tokens, noun, &mut taken, tokens, trace);
            continue;
        }
        match choose::choose(&mut scene, &anaphor, trace) {
            Some((entity, likelihood)) => {
                let rule = match anaphor.kind {
                    AnaphorKind::Definite(_) | AnaphorKind::Unnamed(_) => "coreference/nominal",
                    _ => "coreference/pronoun",
                };
                trace.score(Stage::Analysis, rule, likelihood, || {
                    let surface = tokens.cover(anaphor.tokens.clone()).of(tokens.source());
                    let name = scene.drafts[entity].words.join(" ");
                    (surface.to_owned(), format!("is `{name}`, the likeliest candidate"))
                });
                scene.link(entity, &anaphor, likelihood);
                if matches!(anaphor.kind, AnaphorKind::Personal(_) | AnaphorKind::It) {
                    let draft = &mut scene.drafts[entity];
                    let said = reader.behind(&anaphor.tokens, draft.kind, MentionForm::Pronoun);
                    if let Some((range, noun)) = said {
                        description::add(draft, range, noun, &mut taken, tokens, trace);
                    }
                }
            }
            None => {
                let somebody = match anaphor.kind {
                    AnaphorKind::Personal(_) => true,
                    AnaphorKind::Definite(class) | AnaphorKind::Unnamed(class) => class.is_person(),
                    _ => false,
                };
                if somebody {
                    scene.rival(&anaphor);
                }
            }
        }
    }
    speech::read(drafts, tokens, features, trace);
    for draft in &mut *drafts {
        draft.mentions.sort_by_key(|mention| (mention.tokens.start, mention.tokens.end));
        draft.mentions.dedup_by_key(|mention| mention.tokens.clone());
    }
    // `I` and descriptions can stand before the first name.
    drafts.sort_by_key(Draft::start);
}

/// The person whose name a comma parts from the phrase before it: `His sister, Anna Berg, said`. No
/// list goes on behind the name.
fn named_behind(
    anaphor: &Anaphor,
    names: &[(Range<usize>, usize)],
    scene: &Scene<'_>,
) -> Option<usize> {
    let (AnaphorKind::Definite(class) | AnaphorKind::Unnamed(class)) = anaphor.kind else {
        return None;
    };
    let tokens = scene.tokens;
    let comma = anaphor.tokens.end;
    if !class.is_person() || tokens.text_or_empty(comma) != "," {
        return None;
    }
    let at = names.partition_point(|(range, _)| range.start <= comma);
    let (range, entity) = names.get(at).filter(|(range, _)| range.start == comma + 1)?;
    let closed = matches!(tokens.text_or_empty(range.end), "," | "." | "" | "who" | ")" | ";")
        || range.end < tokens.len()
            && (scene.features.is(range.end, Flag::Speech) || is_auxiliary(tokens.text(range.end)));
    let draft = &scene.drafts[*entity];
    let gender = scene::gender_of(anaphor.kind);
    let clash = gender
        .is_some_and(|gender| scene.states[*entity].gender.is_some_and(|known| known != gender));
    (closed && !clash && draft.kind == EntityKind::Person).then_some(*entity)
}

/// Whether descriptions are read of an entity.
fn is_describable(draft: &Draft) -> bool {
    draft.kind != EntityKind::Other
}

#[cfg(test)]
mod tests;
