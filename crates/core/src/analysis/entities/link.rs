//! Which names name the same thing, by their forms and by what the text says between them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Draft;
use super::form::{initials, same_ends, shortens_person};
use crate::analysis::tokens::Tokens;
use crate::article::EntityKind;

/// Names with a word in common that are compared, at most: the latest ones.
const MAX_CANDIDATES: usize = 16;

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

/// Which drafts are one entity: a forest whose roots come first in the text or are fullest.
pub(super) struct Links {
    parent: Vec<usize>,
}

impl Links {
    /// Links the drafts that name one thing.
    pub(super) fn find(drafts: &[Draft], tokens: &Tokens<'_>) -> Self {
        let mut links = Links { parent: (0..drafts.len()).collect() };
        link_people(drafts, &mut links);
        link_reversed(drafts, &mut links);
        link_aliases(drafts, tokens, &mut links);
        link_by_initials(drafts, &mut links);
        link_parts(drafts, &mut links);
        link_places_with_region(drafts, tokens, &mut links);
        link_countries(drafts, &mut links);
        links
    }

    pub(super) fn root(&mut self, draft: usize) -> usize {
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

/// `Ichiyō Higuchi` and `Higuchi Ichiyō`: the family name first in one place and last in another.
fn link_reversed(drafts: &[Draft], links: &mut Links) {
    let mut by_words: HashMap<(&str, &str), usize> = HashMap::new();
    for (number, draft) in drafts.iter().enumerate() {
        if let (EntityKind::Person, [first, last]) = (draft.kind, draft.words.as_slice()) {
            if let Some(&other) = by_words.get(&(last.as_str(), first.as_str())) {
                links.link(number, other);
            }
            by_words.entry((first, last)).or_insert(number);
        }
    }
}

/// Words that give somebody or something another name, in the tokens between the two.
const ALIAS_WORDS: [&str; 8] =
    ["known", "nicknamed", "called", "aka", "née", "pseudonym", "alias", "formerly"];
/// Tokens between two names of the same thing, a bracket left out, at most.
const MAX_ALIAS_GAP: usize = 8;

/// `Jenna Mourey, better known as Jenna Marbles`: the text itself says that both are one.
fn link_aliases(drafts: &[Draft], tokens: &Tokens<'_>, links: &mut Links) {
    let mut names: Vec<(usize, usize, usize)> = Vec::new();
    for (number, draft) in drafts.iter().enumerate() {
        let mentions = draft.mentions.iter();
        names.extend(mentions.map(|mention| (mention.tokens.start, mention.tokens.end, number)));
    }
    names.sort_unstable();
    for pair in names.windows(2) {
        let [(start, end, first), (next, _, second)] = *pair else { continue };
        if drafts[first].kind != drafts[second].kind
            || end > next
            || tokens.sentence_of(start) != tokens.sentence_of(next)
        {
            continue;
        }
        let mut between = Vec::new();
        let mut depth = 0usize;
        for token in end..next {
            match tokens.text(token) {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                word if depth == 0 => between.push(word),
                _ => {}
            }
        }
        // Behind the word only `as`, `by her pseudonym` and the like lead to the other name.
        let Some(at) = between.iter().position(|word| ALIAS_WORDS.contains(word)) else { continue };
        let before = |word: &&str| {
            matches!(
                *word,
                "," | "also"
                    | "better"
                    | "best"
                    | "commonly"
                    | "widely"
                    | "simply"
                    | "professionally"
                    | "is"
                    | "was"
                    | "who"
                    | "and"
                    | "now"
                    | "more"
                    | "often"
                    | "sometimes"
                    | "-"
            )
        };
        let behind = |word: &&str| {
            matches!(
                *word,
                "as" | "by"
                    | "her"
                    | "his"
                    | "its"
                    | "the"
                    | "name"
                    | "stage"
                    | "pen"
                    | "pseudonym"
                    | "online"
                    | "known"
                    | ","
                    | "“"
                    | "\""
                    | "professionally"
                    | "simply"
                    | "to"
                    | "fans"
            )
        };
        if between.len() <= MAX_ALIAS_GAP
            && between[..at].iter().all(before)
            && between[at + 1..].iter().all(behind)
        {
            links.link(second, first);
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
        // `US-169 South` is a road and no country.
        if draft.words.iter().any(|word| word.bytes().any(|byte| byte.is_ascii_digit())) {
            continue;
        }
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

/// `San Francisco` for `San Francisco, California`, where no other region stands behind the same name.
fn link_places_with_region(drafts: &[Draft], tokens: &Tokens<'_>, links: &mut Links) {
    let mut by_city: HashMap<Vec<&str>, Vec<usize>> = HashMap::new();
    for (number, draft) in drafts.iter().enumerate().filter(|(_, d)| d.kind == EntityKind::Place) {
        let comma = draft.fullest.clone().find(|&token| tokens.text(token) == ",");
        if let Some(comma) = comma {
            let city = draft.words.iter().take(comma - draft.fullest.start).map(String::as_str);
            by_city.entry(city.collect()).or_default().push(number);
        }
    }
    for (number, draft) in drafts.iter().enumerate().filter(|(_, d)| d.kind == EntityKind::Place) {
        let words: Vec<&str> = draft.words.iter().map(String::as_str).collect();
        if let Some(&[whole]) = by_city.get(&words).map(Vec::as_slice)
            && whole != number
        {
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
