//! Times: when things happened, after TIMEX3.
//!
//! A sentence is read item by item, an item being a token or a part of one between hyphens. At each
//! item the readers of single dates, relative dates, quarters, clock times, durations and sets try
//! what they know and the longest reading wins. A reading is resolved at once, against the day of
//! publication, the tense around it and the dates read before it. Words that only sometimes name a
//! time (`may`, `sat`, `second`, bare years) are taken by what stands beside them.
//!
//! Without a day of publication, what depends on it keeps the unresolved forms of TIMEX3:
//! `XXXX-WXX-5`, `XXXX-07`. English only.

use super::Document;
use super::calendar::day_of;
use super::tokens::Tokens;
use crate::article::{Score, Time};
use crate::trace::{Stage, Trace};

mod clock;
mod dates;
mod durations;
mod holidays;
mod items;
mod point;
mod quarters;
mod reader;
mod relative;
mod rules;
mod tense;
mod words;

pub(crate) use holidays::is_holiday;
use reader::{Context, Reader};

/// The time expressions of the document, in text order.
#[must_use]
pub fn find(document: &Document<'_>, tokens: &Tokens<'_>, trace: &mut Trace) -> Vec<Time> {
    let mut times = Vec::new();
    let mut items = Vec::new();
    let mut context = Context { day: document.published.and_then(day_of), ..Context::default() };
    for sentence in 0..tokens.sentence_count() {
        let range = tokens.sentence(sentence);
        if !items::collect(tokens, range.clone(), &mut items) {
            continue;
        }
        let first_word = items::first_word(tokens, &items);
        let mut at = 0;
        while at < items.len() {
            let reader = Reader {
                items: &items,
                tokens,
                sentence: range.clone(),
                first_word,
                context: &context,
            };
            let Some(found) = reader.read(at) else {
                at += 1;
                continue;
            };
            let span = items[at].span.cover(items[found.end - 1].span);
            trace.score(Stage::Analysis, found.rule.name(), found.rule.confidence(), || {
                (span.of(document.text).to_owned(), format!("{:?} {}", found.kind, found.value))
            });
            context.remember(&found);
            at = found.end;
            times.push(Time {
                span,
                kind: found.kind,
                value: found.value,
                confidence: Score::new(found.rule.confidence()),
            });
        }
    }
    times
}

#[cfg(test)]
mod tests;
