//! Names to entities: which names name the same thing.
//!
//! Names with the same words are one entity. A person's short form belongs to the full name that
//! carries it, the nearest before it where several do; an acronym to the organisation whose words it
//! begins; the names of one country to each other. A doubtful link is not made.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::form::{initials, same_ends, shortens_person, words};
use super::tagger::Name;
use super::{Draft, Reference};
use crate::analysis::features::{Features, Flag};
use crate::analysis::tokens::{Shape, Tokens};
use crate::article::{EntityKind, MentionForm};
use crate::trace::{Stage, Trace};

/// Names with a word in common that are compared, at most: the latest ones.
const MAX_CANDIDATES: usize = 16;
/// A kind whose names weigh less than this share of another kind's, under the same words, was
/// misread.
const MISREAD_SHARE: f32 = 0.5;

/// Names of countries that are one country, in lower case without stops.
static ALIASES: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let lines = include_str!("../data/place_aliases.txt").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .enumerate()
        .flat_map(|(country, line)| {
            line.split('|').map(move |name| (name.to_lowercase().replace('.', ""), country))
        })
        .collect()
});

/// Merges names into entities, in order of appearance.
pub(super) fn merge(
    names: &[Name],
    tokens: &Tokens<'_>,
    features: &Features,
    trace: &mut Trace,
) -> Vec<Draft> {
    let mut drafts = same_words(names, tokens, features);
    unify_kinds(&mut drafts, trace);
    countries_are_places(&mut drafts, features, trace);
    let mut links = Links { parent: (0..drafts.len()).collect() };
    link_people(&drafts, &mut links);
    link_by_initials(&drafts, &mut links);
    link_parts(&drafts, &mut links);
    link_countries(&drafts, &mut links);
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
            drafts[draft].mentions.push(reference);
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

/// A country of the gazetteer that was read as an organisation, but not firmly, is a place.
fn countries_are_places(drafts: &mut [Draft], features: &Features, trace: &mut Trace) {
    /// Above this margin the tagger means it: a country's team or government.
    const FIRM: f32 = 3.0;
    for draft in drafts.iter_mut().filter(|draft| draft.kind == EntityKind::Organization) {
        let country = draft.fullest.clone().all(|token| features.is(token, Flag::Country));
        if country && draft.mentions.iter().all(|mention| mention.margin < FIRM) {
            trace.note(Stage::Analysis, "entities/country", || {
                (draft.words.join(" "), "a country, and the tagger is not sure".to_owned())
            });
            draft.kind = EntityKind::Place;
        }
    }
}

/// Which drafts are one entity: a forest whose roots come first in the text or are fullest.
struct Links {
    parent: Vec<usize>,
}

impl Links {
    fn root(&mut self, draft: usize) -> usize {
        let mut root = draft;
        while self.parent[root] != root {
            self.parent[root] = self.parent[self.parent[root]];
            root = self.parent[root];
        }
        root
    }

    fn link(&mut self, part: usize, whole: usize) {
        let (part, whole) = (self.root(part), self.root(whole));
        self.parent[part] = whole;
    }
}

/// Drafts of a kind by a word of theirs.
fn index<'a>(
    drafts: &'a [Draft],
    kind: EntityKind,
    keys: impl Fn(&'a Draft) -> Vec<&'a str>,
) -> HashMap<&'a str, Vec<usize>> {
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.kind == kind) {
        for key in keys(draft) {
            index.entry(key).or_default().push(number);
        }
    }
    index
}

fn link_people(drafts: &[Draft], links: &mut Links) {
    let by_word = index(drafts, EntityKind::Person, |draft| {
        if draft.words.len() < 2 {
            return Vec::new();
        }
        draft.words.iter().map(String::as_str).collect()
    });
    for (number, draft) in drafts.iter().enumerate() {
        if draft.kind != EntityKind::Person {
            continue;
        }
        let Some(last) = draft.words.last() else { continue };
        let empty = Vec::new();
        let candidates = by_word.get(last.as_str()).unwrap_or(&empty);
        let full: Vec<usize> = candidates
            .iter()
            .rev()
            .copied()
            .filter(|&other| other != number)
            .filter(|&other| {
                let words = &drafts[other].words;
                shortens_person(&draft.words, words)
                    || (other < number && same_ends(&draft.words, words))
            })
            .take(MAX_CANDIDATES)
            .collect();
        // A family name says more than a given name or a name in the middle.
        let by_family: Vec<usize> = full
            .iter()
            .copied()
            .filter(|&other| drafts[other].words.last() == Some(last))
            .collect();
        let full = if by_family.is_empty() { full } else { by_family };
        if let Some(&best) = nearest_before(drafts, draft.start(), &full) {
            links.link(number, best);
        }
    }
}

/// Of several candidates the one whose latest mention before `token` is nearest; else the first to
/// come.
fn nearest_before<'a>(
    drafts: &[Draft],
    token: usize,
    candidates: &'a [usize],
) -> Option<&'a usize> {
    let before = |candidate: usize| {
        let mentions = &drafts[candidate].mentions;
        let count = mentions.partition_point(|mention| mention.tokens.start < token);
        count.checked_sub(1).map(|last| mentions[last].tokens.start)
    };
    candidates
        .iter()
        .filter(|&&candidate| before(candidate).is_some())
        .max_by_key(|&&candidate| before(candidate))
        .or_else(|| candidates.iter().min_by_key(|&&candidate| drafts[candidate].start()))
}

fn link_by_initials(drafts: &[Draft], links: &mut Links) {
    let mut by_initials: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.words.len() > 1) {
        if matches!(draft.kind, EntityKind::Organization | EntityKind::Place | EntityKind::Other) {
            let [bare, all] = initials(&draft.words);
            if all != bare {
                by_initials.entry(all).or_default().push(number);
            }
            by_initials.entry(bare).or_default().push(number);
        }
    }
    for (number, draft) in drafts.iter().enumerate() {
        let is_acronym = draft.words.len() == 1
            && draft.kind != EntityKind::Person
            && draft.is_upper
            && draft.words[0].len() > 1;
        if !is_acronym {
            continue;
        }
        if let Some(&[whole]) = by_initials.get(&draft.words[0]).map(Vec::as_slice)
            && (drafts[whole].kind == draft.kind || draft.kind == EntityKind::Organization)
        {
            links.link(number, whole);
        }
    }
}

/// `Barclays` for `Barclays Bank`: the beginning of one organisation's name only.
fn link_parts(drafts: &[Draft], links: &mut Links) {
    let by_first = index(drafts, EntityKind::Organization, |draft| {
        if draft.words.len() < 2 { Vec::new() } else { vec![draft.words[0].as_str()] }
    });
    for (number, draft) in drafts.iter().enumerate() {
        if draft.kind != EntityKind::Organization {
            continue;
        }
        let Some(candidates) = by_first.get(draft.words[0].as_str()) else { continue };
        let mut wholes = candidates.iter().rev().take(MAX_CANDIDATES).copied().filter(|&other| {
            let words = &drafts[other].words;
            words.len() > draft.words.len() && words.starts_with(&draft.words)
        });
        if let (Some(whole), None) = (wholes.next(), wholes.next()) {
            links.link(number, whole);
        }
    }
}

fn link_countries(drafts: &[Draft], links: &mut Links) {
    let mut first: HashMap<usize, usize> = HashMap::new();
    for (number, draft) in drafts.iter().enumerate() {
        if !matches!(draft.kind, EntityKind::Place | EntityKind::Organization) {
            continue;
        }
        let name = draft.words.join(" ");
        // A country that was read as two kinds stays two: its team is not its land.
        if let Some(&country) = ALIASES.get(&name) {
            let key = country * 2 + usize::from(draft.kind == EntityKind::Place);
            let whole = *first.entry(key).or_insert(number);
            links.link(number, whole);
        }
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
