//! Flags of where a token stands: sentence, segment, marks around it, phrases of the gazetteer.

use super::flag::Flag;
use super::gazetteer::{Class, Gazetteer, MAX_WORDS, phrase_key};
use super::{Features, Reading};
use crate::analysis::SegmentKind;

/// A segment whose words are capitalised to this share, in percent, is a headline or a shout.
const CAPITAL_LINE_PERCENT: usize = 70;

pub(super) fn set(features: &mut Features, reading: &Reading<'_>) {
    for (segment, range) in
        reading.document.segments.iter().zip((0..).map(|index| reading.tokens.segment(index)))
    {
        if range.is_empty() {
            continue;
        }
        let flag = match segment.kind {
            SegmentKind::Heading => Some(Flag::Heading),
            SegmentKind::Item | SegmentKind::Cell => Some(Flag::Item),
            SegmentKind::Prose => None,
        };
        if let Some(flag) = flag {
            range.clone().for_each(|token| features.set(token, flag));
        }
        features.set(range.start, Flag::SegmentStart);
        features.segments.push(range);
    }
    for sentence in 0..reading.tokens.sentence_count() {
        features.set(reading.tokens.sentence(sentence).start, Flag::SentenceStart);
    }
    for segment in 0..features.segments.len() {
        let range = features.segments[segment].clone();
        set_capital_line(features, range.clone());
        set_marks(features, reading, range.clone());
        set_phrases(features, range);
    }
}

fn set_capital_line(features: &mut Features, range: std::ops::Range<usize>) {
    let letters = |token: &usize| features.word(*token).initial.is_alphabetic();
    let words = range.clone().filter(letters).count();
    let capitals = range.clone().filter(|&token| features.is(token, Flag::Capital)).count();
    if capitals * 100 > words * CAPITAL_LINE_PERCENT {
        range.for_each(|token| features.set(token, Flag::CapitalLine));
    }
}

/// Double quotation marks and brackets. An opening mark that is never closed holds to the end of the
/// segment: speech that goes on in the next paragraph is written so.
fn set_marks(features: &mut Features, reading: &Reading<'_>, range: std::ops::Range<usize>) {
    let mut quoted = false;
    let mut brackets = 0u32;
    for token in range {
        let surface = reading.tokens.text(token);
        let (mut is_mark, mut closes) = (false, false);
        match surface {
            "“" | "„" | "«" | "``" => (is_mark, quoted) = (true, true),
            "”" | "»" => (is_mark, closes) = (true, true),
            "\"" | "''" => {
                is_mark = true;
                if quoted {
                    closes = true;
                } else {
                    quoted = true;
                }
            }
            "(" | "[" => brackets += 1,
            _ => {}
        }
        if quoted || is_mark {
            features.set(token, Flag::Quoted);
        }
        if closes {
            quoted = false;
        }
        if brackets > 0 {
            features.set(token, Flag::Bracketed);
        }
        if matches!(surface, ")" | "]") {
            brackets = brackets.saturating_sub(1);
        }
    }
}

/// Marks the longest phrase of the gazetteer that begins at each capitalised token.
fn set_phrases(features: &mut Features, range: std::ops::Range<usize>) {
    let gazetteer = Gazetteer::get();
    for token in range.clone() {
        let word = features.word(token);
        if !word.is(Flag::Capital) {
            continue;
        }
        let mut found = (1, word.classes);
        if Class::Begins.is_in(word.classes) {
            let mut key = word.key;
            for length in 2..=MAX_WORDS.min(range.end - token) {
                let next = features.word(token + length - 1);
                key = phrase_key(key, next.key);
                let classes = gazetteer.classes(key);
                if classes & !(Class::Begins as u16) != 0 {
                    found = (length, classes);
                }
            }
        }
        let (length, classes) = found;
        let mut flags = 0;
        for (class, flag) in [
            (Class::Country, Flag::Country),
            (Class::Region, Flag::Region),
            (Class::City, Flag::City),
            (Class::Town, Flag::Town),
            (Class::Organization, Flag::Organization),
            (Class::Demonym, Flag::Demonym),
            (Class::Person, Flag::Person),
        ] {
            flags |= if class.is_in(classes) { flag.bit() } else { 0 };
        }
        if flags == 0 {
            continue;
        }
        flags |= if length > 1 { Flag::Phrase.bit() } else { 0 };
        // A shorter phrase inside a longer one that began before it says less.
        if length == 1 && features.is(token, Flag::Phrase) {
            continue;
        }
        features.flags[token..token + length].iter_mut().for_each(|set| *set |= flags);
    }
}
