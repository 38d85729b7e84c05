//! Names to entities: which names name the same thing.
//!
//! Names with the same words are one entity. A person's short form belongs to the full name that
//! carries it, the nearest before it where several do; an acronym to the organisation whose words it
//! begins; the names of one country to each other. A doubtful link is not made.

use std::collections::{HashMap, HashSet};

use super::form::words;
use super::link::Links;
use super::tagger::Name;
use super::{Draft, Reference};
use crate::analysis::features::{Features, Flag};
use crate::analysis::times::is_holiday;
use crate::analysis::tokens::{Shape, Tokens};
use crate::article::{EntityKind, MentionForm};
use crate::trace::{Stage, Trace};

/// A kind whose names weigh less than this share of another kind's, under the same words, was
/// misread.
const MISREAD_SHARE: f32 = 0.5;

/// Merges names into entities, in order of appearance.
pub(super) fn merge(
    names: &[Name],
    tokens: &Tokens<'_>,
    features: &Features,
    trace: &mut Trace,
) -> Vec<Draft> {
    let mut drafts = same_words(names, tokens, features);
    unify_kinds(&mut drafts, trace);
    doubtful_places(&mut drafts, features, trace);
    family_names_are_people(&mut drafts, features, trace);
    holidays_are_no_people(&mut drafts, features, trace);
    let mut links = Links::find(&drafts, tokens);
    for draft in 0..drafts.len() {
        let root = links.root(draft);
        if root != draft {
            trace.note(Stage::Analysis, "entities/same_entity", || {
                (drafts[draft].words.join(" "), format!("names `{}`", drafts[root].words.join(" ")))
            });
        }
    }
    join(drafts, &mut links)
}

/// One draft for each kind and sequence of words.
fn same_words(names: &[Name], tokens: &Tokens<'_>, features: &Features) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut by_words: HashMap<(EntityKind, Vec<String>), usize> = HashMap::new();
    for name in names {
        let Some(kind) = name.kind else { continue };
        let words = words(tokens, features, name.tokens.clone(), kind);
        if words.is_empty() {
            continue;
        }
        let reference =
            Reference { tokens: name.tokens.clone(), form: MentionForm::Name, margin: name.margin };
        let next = drafts.len();
        let draft = *by_words.entry((kind, words.clone())).or_insert(next);
        if draft == next {
            let is_upper = name.tokens.clone().all(|token| !tokens.shape(token).has(Shape::LOWER));
            drafts.push(Draft::new(kind, words, reference, is_upper));
        } else {
            let known = &mut drafts[draft];
            let is_upper =
                || name.tokens.clone().all(|token| !tokens.shape(token).has(Shape::LOWER));
            // `Moscow` is a better name than the dateline's `MOSCOW`.
            if known.is_upper && !is_upper() {
                known.fullest = name.tokens.clone();
                known.is_upper = false;
            }
            known.mentions.push(reference);
        }
    }
    drafts
}

/// One name that was read as two kinds: the weightier reading wins where it is clear.
fn unify_kinds(drafts: &mut [Draft], trace: &mut Trace) {
    let mut by_words: HashMap<&[String], Vec<usize>> = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        by_words.entry(&draft.words).or_default().push(index);
    }
    let mut changes = Vec::new();
    for group in by_words.into_values().filter(|group| group.len() > 1) {
        let weight = |index: usize| drafts[index].mentions.iter().map(|m| m.margin).sum::<f32>();
        let mut best = group[0];
        for &index in &group[1..] {
            if weight(index) > weight(best) {
                best = index;
            }
        }
        for index in group {
            if index != best && weight(index) < weight(best) * MISREAD_SHARE {
                changes.push((index, best));
            }
        }
    }
    changes.sort_unstable();
    for (index, best) in changes {
        let kind = drafts[best].kind;
        trace.note(Stage::Analysis, "entities/one_kind", || {
            (drafts[index].words.join(" "), format!("{kind:?} as elsewhere in the text"))
        });
        drafts[index].kind = kind;
    }
}

/// A country or large city of the gazetteer that was read as an organisation, but not firmly, is a
/// place.
fn doubtful_places(drafts: &mut [Draft], features: &Features, trace: &mut Trace) {
    /// Above these margins the tagger means it: a team or a government.
    const FIRM: [(Flag, f32); 2] = [(Flag::Country, 3.0), (Flag::City, 1.0)];
    for draft in drafts.iter_mut().filter(|draft| draft.kind == EntityKind::Organization) {
        let margin = draft.mentions.iter().map(|mention| mention.margin).fold(0.0, f32::max);
        let place = FIRM.iter().any(|&(flag, firm)| {
            margin < firm && draft.fullest.clone().all(|token| features.is(token, flag))
        });
        if place {
            trace.note(Stage::Analysis, "entities/place", || {
                let reason = "a country or city, and the tagger is not sure".to_owned();
                (draft.words.join(" "), reason)
            });
            draft.kind = EntityKind::Place;
        }
    }
}

/// A single word that ends a person's full name, and that the gazetteer does not know as anything else,
/// is that person wherever it stands.
fn family_names_are_people(drafts: &mut [Draft], features: &Features, trace: &mut Trace) {
    let known = [Flag::Country, Flag::Region, Flag::City, Flag::Town, Flag::Organization];
    let families: HashSet<String> = drafts
        .iter()
        .filter(|draft| draft.kind == EntityKind::Person && draft.words.len() > 1)
        .filter_map(|draft| draft.words.last().cloned())
        .collect();
    for draft in drafts.iter_mut() {
        let alone = draft.kind != EntityKind::Person && draft.words.len() == 1;
        if alone
            && families.contains(&draft.words[0])
            && !draft
                .fullest
                .clone()
                .any(|token| known.into_iter().any(|flag| features.is(token, flag)))
        {
            trace.note(Stage::Analysis, "entities/family_name", || {
                (draft.words.join(" "), "ends a person's full name in this text".to_owned())
            });
            draft.kind = EntityKind::Person;
        }
    }
}

/// A holiday's name is no person's and no place's, unless the text names somebody with it or the
/// gazetteer knows the place: `Easter` is in lists of first and family names.
fn holidays_are_no_people(drafts: &mut [Draft], features: &Features, trace: &mut Trace) {
    let of_people = [Flag::SeenAfterTitle, Flag::SeenAfterFirstName, Flag::SeenBesideSpeech];
    let of_places = [Flag::Country, Flag::Region, Flag::City, Flag::Town];
    for draft in drafts.iter_mut() {
        let evidence = match draft.kind {
            EntityKind::Person => &of_people[..],
            EntityKind::Place => &of_places[..],
            EntityKind::Organization | EntityKind::Other => continue,
        };
        if !is_holiday(&draft.words) {
            continue;
        }
        let mut tokens = draft.mentions.iter().flat_map(|mention| mention.tokens.clone());
        if tokens.any(|token| evidence.iter().any(|&flag| features.is(token, flag))) {
            continue;
        }
        trace.note(Stage::Analysis, "entities/holiday", || {
            (draft.words.join(" "), "a holiday, and nobody is named with it".to_owned())
        });
        draft.kind = EntityKind::Other;
    }
}

/// Joins linked drafts; the fullest name names the entity.
fn join(drafts: Vec<Draft>, links: &mut Links) -> Vec<Draft> {
    let mut place: HashMap<usize, usize> = HashMap::new();
    let mut joined: Vec<Draft> = Vec::new();
    for (number, draft) in drafts.into_iter().enumerate() {
        let root = links.root(number);
        match place.get(&root) {
            None => {
                place.insert(root, joined.len());
                joined.push(draft);
            }
            Some(&at) => joined[at].absorb(draft),
        }
    }
    for draft in &mut joined {
        draft.mentions.sort_by_key(|mention| (mention.tokens.start, mention.tokens.end));
    }
    joined.sort_by_key(Draft::start);
    joined
}
