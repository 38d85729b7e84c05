//! The columns of the analysis. What stands on words has them beside its span.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float32Array, Float64Array, Int32Array};
use dateline::article::{Amount, Article, Entity, KeyPhrase, MentionForm, Quotation, Score, Time};
use dateline::span::Span;

use super::build::{Group, lists, names, string_lists, strings};
use super::record::{Record, ends};

/// A span in the caller's unit, and its words.
#[derive(Clone, Copy)]
struct Words<'a> {
    span: Span,
    text: &'a str,
}

/// An item in the caller's unit beside itself in bytes, and the text.
struct Item<'a, T> {
    shown: &'a T,
    bytes: &'a T,
    text: &'a str,
}

impl<'a, T> Item<'a, T> {
    fn words(&self, span: impl Fn(&T) -> Span) -> Words<'a> {
        Words { span: span(self.shown), text: span(self.bytes).of(self.text) }
    }

    fn all_words(&self, spans: impl Fn(&T) -> &[Span]) -> Vec<Words<'a>> {
        let pairs = spans(self.shown).iter().zip(spans(self.bytes));
        pairs.map(|(&span, bytes)| Words { span, text: bytes.of(self.text) }).collect()
    }
}

/// The items of one layer of one record; `None` when it did not run.
fn items<'a, T>(
    record: Record<'a>,
    layer: impl Fn(&'a Article) -> Option<&'a Vec<T>>,
) -> Option<Vec<Item<'a, T>>> {
    let text = record.bytes.text.as_str();
    let pairs = layer(record.shown)?.iter().zip(layer(record.bytes)?);
    Some(pairs.map(|(shown, bytes)| Item { shown, bytes, text }).collect())
}

/// The layers, each a column.
pub(super) fn columns(group: Group, records: &[Option<Record<'_>>]) -> Group {
    let all = || records.iter().copied();
    let sentences = lists(all().map(|record| record?.shown.sentences.clone()), |spans| {
        ends(Group::default(), spans.iter().copied()).finish()
    });
    let quotations = all().map(|record| {
        let record = record?;
        let entities = record.shown.entities.as_deref().unwrap_or_default();
        let found = items(record, |article| article.quotations.as_ref())?;
        Some(found.into_iter().map(|item| (item, entities)).collect())
    });
    let key_sentences = lists(all().map(|record| record?.shown.key_sentences.clone()), |indices| {
        Arc::new(indices.iter().map(|&index| Some(index as i32)).collect::<Int32Array>())
    });
    group
        .sparse("dateline", datelines(records))
        .sparse("sentences", sentences)
        .sparse("entities", lists(all().map(|r| items(r?, |a| a.entities.as_ref())), entities))
        .sparse("quotations", lists(quotations, self::quotations))
        .sparse("times", lists(all().map(|r| items(r?, |a| a.times.as_ref())), times))
        .sparse("amounts", lists(all().map(|r| items(r?, |a| a.amounts.as_ref())), amounts))
        .sparse("key_sentences", key_sentences)
        .sparse("key_phrases", lists(all().map(|r| items(r?, |a| a.key_phrases.as_ref())), phrases))
}

fn datelines(records: &[Option<Record<'_>>]) -> ArrayRef {
    let all = || records.iter().map(|record| (*record)?.shown.dateline.as_ref());
    let start: Int32Array = all().map(|found| found.map(|d| d.span.start as i32)).collect();
    let end: Int32Array = all().map(|found| found.map(|d| d.span.end as i32)).collect();
    Group::default()
        .sparse("start", Arc::new(start))
        .sparse("end", Arc::new(end))
        .sparse("place", strings(all().map(|found| found?.place.as_ref())))
        .sparse("agency", strings(all().map(|found| found?.agency.as_ref())))
        .sparse("date", strings(all().map(|found| found?.date.as_ref())))
        .finish_where(all().map(|found| found.is_some()).collect())
}

fn entities(items: &[Item<'_, Entity>]) -> ArrayRef {
    let all = || items.iter().map(|item| item.shown);
    let mentions = items.iter().map(|item| {
        let pairs = item.shown.mentions.iter().zip(&item.bytes.mentions);
        let words = pairs.map(|(shown, bytes)| {
            (Words { span: shown.span, text: bytes.span.of(item.text) }, shown.form)
        });
        Some(words.collect())
    });
    let mentions = lists(mentions, |mentions: &[(Words<'_>, MentionForm)]| {
        words(Group::default(), mentions.iter().map(|mention| mention.0))
            .full("form", names(mentions.iter().map(|mention| Some(mention.1))))
            .finish()
    });
    Group::default()
        .full("kind", names(all().map(|entity| Some(entity.kind))))
        .full("name", strings(all().map(|entity| Some(&entity.name))))
        .full("aliases", string_lists(all().map(|entity| Some(&*entity.aliases))))
        .full("roles", string_lists(all().map(|entity| Some(&*entity.roles))))
        .full("mentions", mentions)
        .full("salience", scores(all().map(|entity| entity.salience)))
        .full("confidence", scores(all().map(|entity| entity.confidence)))
        .finish()
}

fn quotations(items: &[(Item<'_, Quotation>, &[Entity])]) -> ArrayRef {
    let all = || items.iter().map(|(item, _)| item.shown);
    let spans = |read: fn(&Quotation) -> &[Span]| {
        lists(items.iter().map(|(item, _)| Some(item.all_words(read))), |found| {
            words(Group::default(), found.iter().copied()).finish()
        })
    };
    let speaker: Int32Array =
        all().map(|quotation| quotation.speaker.map(|index| index as i32)).collect();
    let speaker_name = strings(items.iter().map(|(item, entities)| {
        item.shown.speaker.and_then(|index| entities.get(index as usize)).map(|e| &e.name)
    }));
    Group::default()
        .full("kind", names(all().map(|quotation| Some(quotation.kind))))
        .full("content", spans(|quotation| &quotation.content))
        .full("cue", spans(|quotation| &quotation.cue))
        .full("source", spans(|quotation| &quotation.source))
        .sparse("speaker", Arc::new(speaker))
        .sparse("speaker_name", speaker_name)
        .sparse("speaker_kind", names(all().map(|quotation| quotation.speaker_kind)))
        .full("confidence", scores(all().map(|quotation| quotation.confidence)))
        .finish()
}

fn times(items: &[Item<'_, Time>]) -> ArrayRef {
    let all = || items.iter().map(|item| item.shown);
    words(Group::default(), items.iter().map(|item| item.words(|time| time.span)))
        .full("kind", names(all().map(|time| Some(time.kind))))
        .full("value", strings(all().map(|time| Some(&time.value))))
        .full("confidence", scores(all().map(|time| time.confidence)))
        .finish()
}

fn amounts(items: &[Item<'_, Amount>]) -> ArrayRef {
    let all = || items.iter().map(|item| item.shown);
    let values: Float64Array = all().map(|amount| Some(amount.value)).collect();
    words(Group::default(), items.iter().map(|item| item.words(|amount| amount.span)))
        .full("kind", names(all().map(|amount| Some(amount.kind))))
        .full("value", Arc::new(values))
        .sparse("unit", strings(all().map(|amount| amount.unit.as_ref())))
        .full("confidence", scores(all().map(|amount| amount.confidence)))
        .finish()
}

fn phrases(items: &[Item<'_, KeyPhrase>]) -> ArrayRef {
    let all = || items.iter().map(|item| item.shown);
    let spans = lists(all().map(|phrase| Some(phrase.spans.clone())), |spans| {
        ends(Group::default(), spans.iter().copied()).finish()
    });
    Group::default()
        .full("text", strings(all().map(|phrase| Some(&phrase.text))))
        .full("spans", spans)
        .full("score", scores(all().map(|phrase| phrase.score)))
        .finish()
}

/// The columns `start`, `end` and `text`.
fn words<'a>(group: Group, words: impl Iterator<Item = Words<'a>> + Clone) -> Group {
    ends(group, words.clone().map(|words| words.span))
        .full("text", strings(words.map(|words| Some(words.text))))
}

fn scores(values: impl Iterator<Item = Score>) -> ArrayRef {
    Arc::new(values.map(|score| Some(score.get())).collect::<Float32Array>())
}
