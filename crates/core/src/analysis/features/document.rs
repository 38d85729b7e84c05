//! Flags and groups from the whole document: what it says about the same word elsewhere.
//!
//! A surname that stands alone is read as its full name elsewhere in the text; a word that opens a
//! sentence is no name when the text also has it in lower case.

use super::flag::Flag;
use super::{Features, NO_GROUP, Reading};

pub(super) fn set(features: &mut Features, reading: &Reading<'_>) {
    let mut seen = vec![0u64; reading.lower_count];
    let mut acronyms: Vec<(String, usize)> = Vec::new();
    for segment in features.segments.clone() {
        let mut token = segment.start;
        while token < segment.end {
            let word = features.word(token);
            let in_name = word.is(Flag::Capital) && !features.is(token, Flag::CapitalLine);
            if in_name && !(features.is(token, Flag::SentenceStart) && word.is(Flag::Function)) {
                let end = run_end(features, reading, token, segment.end);
                note_run(features, reading, token..end, &segment, &mut seen, &mut acronyms);
                token = end;
            } else {
                if word.initial.is_alphabetic() && !word.is(Flag::Capital) {
                    seen[word.lower as usize] |= Flag::SeenLower.bit();
                }
                token += 1;
            }
        }
    }
    mark_acronyms(features, reading, acronyms, &mut seen);
    let mut group_of = vec![NO_GROUP; reading.lower_count];
    features.groups = vec![NO_GROUP; features.word_of.len()];
    for token in 0..features.word_of.len() {
        let word = features.word(token);
        if !word.is(Flag::Capital) {
            continue;
        }
        let lower = word.lower as usize;
        if group_of[lower] == NO_GROUP {
            group_of[lower] = features.group_count;
            features.group_count += 1;
        }
        features.groups[token] = group_of[lower];
        features.flags[token] |= seen[lower];
    }
}

/// The end of the run of capitalised words that begins at `start`; small words join two of them.
fn run_end(features: &Features, reading: &Reading<'_>, start: usize, limit: usize) -> usize {
    let mut end = start + 1;
    while end < limit && !features.is(end, Flag::SentenceStart) {
        if features.word(end).is(Flag::Capital) {
            end += 1;
        } else if matches!(
            surface(reading, end),
            "of" | "for" | "de" | "al" | "bin" | "van" | "von" | "der" | "la" | "el" | "ibn" | "&"
        ) && end + 1 < limit
            && features.word(end + 1).is(Flag::Capital)
        {
            end += 2;
        } else {
            break;
        }
    }
    end
}

fn note_run(
    features: &Features,
    reading: &Reading<'_>,
    run: std::ops::Range<usize>,
    segment: &std::ops::Range<usize>,
    seen: &mut [u64],
    acronyms: &mut Vec<(String, usize)>,
) {
    let (start, end) = (run.start, run.end);
    let mut name = start;
    while name + 1 < end && features.word(name).is(Flag::Title) {
        name += 1;
    }
    let before = (start > segment.start).then(|| start - 1);
    let behind = (end < segment.end).then_some(end);
    let titled = name > start || before.is_some_and(|token| features.word(token).is(Flag::Title));
    let speech =
        before.into_iter().chain(behind).any(|token| features.word(token).is(Flag::Speech));
    let organization = run.clone().any(|token| features.word(token).is(Flag::OrganizationWord));
    let possessive = behind.is_some_and(|token| matches!(surface(reading, token), "'s" | "’s"));
    let first_name =
        features.word(name).is(Flag::MaleName) || features.word(name).is(Flag::FemaleName);
    let after_in = before.is_some_and(|token| {
        !features.is(start, Flag::SentenceStart)
            && matches!(
                surface(reading, token),
                "in" | "at" | "from" | "near" | "In" | "At" | "From" | "Near"
            )
    });
    for token in run {
        let mut flags = 0;
        let mut add = |condition: bool, flag: Flag| flags |= if condition { flag.bit() } else { 0 };
        add(!features.is(token, Flag::SentenceStart), Flag::SeenInside);
        add(end - name > 1 && token >= name, Flag::SeenInRun);
        add(end - name > 1 && token + 1 == end, Flag::SeenLastOfRun);
        add(organization, Flag::SeenWithOrganizationWord);
        add(titled && token >= name, Flag::SeenAfterTitle);
        add(first_name && token > name, Flag::SeenAfterFirstName);
        add(speech, Flag::SeenBesideSpeech);
        add(after_in && token == start, Flag::SeenAfterIn);
        add(possessive, Flag::SeenPossessive);
        seen[features.word(token).lower as usize] |= flags;
    }
    let initials: String = (start..end)
        .map(|token| features.word(token))
        .filter(|word| word.is(Flag::Capital))
        .map(|word| word.initial)
        .collect();
    if initials.chars().count() > 1 {
        acronyms.push((initials, start));
    }
}

/// Flags words that are made of the first letters of a run.
fn mark_acronyms(
    features: &Features,
    reading: &Reading<'_>,
    mut acronyms: Vec<(String, usize)>,
    seen: &mut [u64],
) {
    acronyms.sort_unstable();
    for token in 0..features.word_of.len() {
        let word = features.word(token);
        let surface = surface(reading, token);
        if !word.is(Flag::Capital) || !(2..=8).contains(&surface.len()) {
            continue;
        }
        let letters: String = surface.chars().filter(|&c| c != '.').collect();
        if letters.chars().all(char::is_uppercase) {
            let letters = letters.to_lowercase();
            if acronyms.binary_search_by(|(initials, _)| initials.as_str().cmp(&letters)).is_ok() {
                seen[word.lower as usize] |= Flag::Acronym.bit();
            }
        }
    }
}

fn surface<'a>(reading: &Reading<'a>, token: usize) -> &'a str {
    reading.tokens.text(token)
}
