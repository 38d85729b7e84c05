//! What refers to an entity without its name: pronouns, definite descriptions, appositions and
//! predicates.
//!
//! The text is read once from front to back. For each pronoun and each `the company` or
//! `this country`, the entities mentioned before it are candidates, described by features and scored by
//! fitted weights beside the chance that nothing named is meant ([`choose`]). A wrong link is worse than
//! a missing one: what is doubtful is left out. `I` belongs to the speaker of the words around it
//! ([`speech`]); what the text says that somebody is refers to them too ([`description`]). `we` and
//! `you` are left alone, and so is everybody whom the text does not name.

use super::entities::Draft;
use super::features::Features;
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

use anaphor::AnaphorKind;
use scene::Scene;

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
    let taken = description::read(drafts, tokens, features, trace);
    let mut names = names.into_iter().peekable();
    let mut scene = Scene::new(drafts, tokens, features);
    for anaphor in anaphor::find(tokens, features, &named) {
        while let Some((range, entity)) =
            names.next_if(|(range, _)| range.start < anaphor.tokens.start)
        {
            scene.mention(entity, range, MentionForm::Name);
        }
        if taken[anaphor.head] && !matches!(anaphor.kind, AnaphorKind::Personal(_)) {
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

/// Whether descriptions are read of an entity.
fn is_describable(draft: &Draft) -> bool {
    draft.kind != EntityKind::Other
}

#[cfg(test)]
mod tests;
