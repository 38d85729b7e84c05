//! Descriptions by role: `the Russian leader`, `the Iranian president`, `the prime minister`.

use super::{Mentions, add};
use crate::analysis::entities::Draft;
use crate::analysis::features::{Features, Flag};
use crate::analysis::tokens::Tokens;
use crate::article::{EntityKind, MentionForm};
use crate::trace::{Stage, Trace};

/// Roles whose holders are called leaders.
const LEADERS: [&str; 15] = [
    "president",
    "premier",
    "minister",
    "chancellor",
    "king",
    "queen",
    "chairman",
    "chairwoman",
    "leader",
    "emir",
    "emperor",
    "sultan",
    "dictator",
    "governor",
    "head",
];
/// Words that say what organisation is meant; they stand in its name.
const BODIES: [&str; 16] = [
    "ministry",
    "university",
    "committee",
    "council",
    "bank",
    "court",
    "party",
    "union",
    "commission",
    "agency",
    "department",
    "club",
    "association",
    "institute",
    "foundation",
    "parliament",
];
/// Words for organisations that stand for the one mentioned last.
const ORGANIZATIONS: [&str; 5] = ["company", "firm", "organization", "organisation", "group"];
/// Words for countries, and for places inside countries, that stand for the one mentioned last.
const COUNTRIES: [&str; 3] = ["country", "nation", "kingdom"];
const PLACES: [&str; 7] = ["city", "town", "village", "island", "province", "district", "capital"];
/// Words between the article and the role, at most.
const MAX_MODIFIERS: usize = 3;
/// Mentions before a description that are looked at, at most.
const LOOK_BACK: usize = 60;

pub(super) fn resolve(
    drafts: &mut [Draft],
    mentions: &mut Mentions,
    tokens: &Tokens<'_>,
    features: &Features,
    trace: &mut Trace,
) {
    let mut token = 0;
    while token + 1 < tokens.len() {
        let found = matches!(tokens.text(token), "the" | "The")
            .then(|| description(token, mentions, tokens, features))
            .flatten();
        let Some((end, modifiers, head)) = found else {
            token += 1;
            continue;
        };
        if let Some(entity) = antecedent(drafts, mentions, token, &modifiers, &head, features) {
            trace.note(Stage::Analysis, "coreference/nominal", || {
                let surface = tokens.cover(token..end).of(tokens.source()).to_owned();
                (surface, format!("is `{}`, by role or kind", drafts[entity].words.join(" ")))
            });
            add(drafts, mentions, entity, token..end, MentionForm::Nominal);
        }
        token = end;
    }
}

/// The token behind a description that begins with the article at `start`, its modifiers and head.
fn description(
    start: usize,
    mentions: &Mentions,
    tokens: &Tokens<'_>,
    features: &Features,
) -> Option<(usize, Vec<String>, String)> {
    let limit = tokens.sentence(tokens.sentence_of(start)).end;
    let mut modifiers = Vec::new();
    for token in start + 1..limit.min(start + 2 + MAX_MODIFIERS) {
        let text = tokens.text(token);
        if tokens.is_mark(token)
            || features.is(token, Flag::Function)
            || features.is(token, Flag::Speech)
        {
            return None;
        }
        let lower = text.to_lowercase();
        let general = [&ORGANIZATIONS[..], &COUNTRIES, &PLACES].concat();
        let is_head = (features.is(token, Flag::Title)
            || BODIES.contains(&lower.as_str())
            || general.contains(&lower.as_str()))
            && !tokens.is_capitalised(token);
        let next = (token + 1 < limit).then_some(token + 1);
        let goes_on =
            next.is_some_and(|next| features.is(next, Flag::Title) && !tokens.is_capitalised(next));
        if is_head && !goes_on {
            let ends = next.is_none_or(|next| {
                !mentions.contains_key(&next)
                    && !tokens.is_capitalised(next)
                    && !matches!(tokens.text(next), "of" | "for" | "in" | "at" | "-" | "and")
            });
            return ends.then_some((token + 1, modifiers, lower));
        }
        modifiers.push(lower);
    }
    None
}

fn antecedent(
    drafts: &[Draft],
    mentions: &Mentions,
    before: usize,
    modifiers: &[String],
    head: &str,
    features: &Features,
) -> Option<usize> {
    if modifiers.is_empty() && ORGANIZATIONS.contains(&head) {
        return last_mentioned(drafts, mentions, before, EntityKind::Organization, |_| true);
    }
    if modifiers.is_empty() && (COUNTRIES.contains(&head) || PLACES.contains(&head)) {
        return last_mentioned(drafts, mentions, before, EntityKind::Place, |draft| {
            let country = features.is(draft.fullest.start, Flag::Country);
            country == COUNTRIES.contains(&head)
        });
    }
    mentions.range(..before).rev().take(LOOK_BACK).map(|(_, &(_, entity))| entity).find(|&entity| {
        let draft = &drafts[entity];
        match draft.kind {
            EntityKind::Person => draft.roles.iter().any(|role| {
                let same = role.head == head
                    || (head == "leader" && LEADERS.contains(&role.head.as_str()));
                same && modifiers.iter().all(|modifier| role.words.contains(modifier))
            }),
            EntityKind::Organization => {
                modifiers.is_empty() && draft.words.iter().any(|word| word == head)
            }
            _ => false,
        }
    })
}

/// The entity of a kind that was mentioned last before a token.
fn last_mentioned(
    drafts: &[Draft],
    mentions: &Mentions,
    before: usize,
    kind: EntityKind,
    fits: impl Fn(&Draft) -> bool,
) -> Option<usize> {
    /// A general word refers to what was just spoken of.
    const NEAR: usize = 8;
    mentions
        .range(..before)
        .rev()
        .take(NEAR)
        .map(|(_, &(_, entity))| entity)
        .find(|&entity| drafts[entity].kind == kind && fits(&drafts[entity]))
}
