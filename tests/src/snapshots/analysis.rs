//! The layers of the analysis: every span with its surface. Confidences are left out, since they
//! move with every fit of a model while nothing that was found does.

use dateline::article::{MentionForm, Quotation};
use dateline::{Article, Span};
use serde::Serialize;
use serde_json::Value;

/// The name of a plain enum value in a record.
fn name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        other => panic!("{other:?} is no name"),
    }
}

fn shown(article: &Article, span: Span) -> String {
    format!("{span:?} {}", span.of(&article.text).replace('\n', "⏎"))
}

pub(super) fn sentences(article: &Article) -> String {
    let sentences = article.sentences.iter().flatten();
    sentences.map(|&sentence| shown(article, sentence) + "\n").collect()
}

pub(super) fn dateline(article: &Article) -> String {
    let Some(found) = &article.dateline else { return String::new() };
    let mut out = shown(article, found.span) + "\n";
    for (what, value) in [("place", &found.place), ("agency", &found.agency), ("date", &found.date)]
    {
        if let Some(value) = value {
            out.push_str(&format!("{what}: {value}\n"));
        }
    }
    out
}

pub(super) fn entities(article: &Article) -> String {
    let mut out = String::new();
    for entity in article.entities.iter().flatten() {
        out.push_str(&format!("{}: {}\n", name(entity.kind), entity.name));
        for (what, list) in [("alias", &entity.aliases), ("role", &entity.roles)] {
            for item in list {
                out.push_str(&format!("  {what}: {item}\n"));
            }
        }
        for mention in &entity.mentions {
            let form = match mention.form {
                MentionForm::Name => String::new(),
                other => format!("  ({})", name(other)),
            };
            out.push_str(&format!("  {}{form}\n", shown(article, mention.span)));
        }
    }
    out
}

pub(super) fn quotations(article: &Article) -> String {
    let mut out = String::new();
    for quotation in article.quotations.iter().flatten() {
        let speaker = speaker(article, quotation);
        out.push_str(&format!("{}: {speaker}\n", name(quotation.kind)));
        for (what, spans) in [
            ("content", &quotation.content),
            ("cue", &quotation.cue),
            ("source", &quotation.source),
        ] {
            for &span in spans {
                out.push_str(&format!("  {what} {}\n", shown(article, span)));
            }
        }
    }
    out
}

fn speaker(article: &Article, quotation: &Quotation) -> String {
    let entity = quotation.speaker.and_then(|speaker| {
        article.entities.as_ref().and_then(|entities| entities.get(speaker as usize))
    });
    match (entity, quotation.speaker_kind) {
        (Some(entity), _) => entity.name.clone(),
        (None, Some(kind)) => format!("({})", name(kind)),
        (None, None) => "(nobody)".to_owned(),
    }
}

pub(super) fn times(article: &Article) -> String {
    let times = article.times.iter().flatten();
    times
        .map(|time| {
            format!("{}: {} = {}\n", name(time.kind), shown(article, time.span), time.value)
        })
        .collect()
}

pub(super) fn amounts(article: &Article) -> String {
    let amounts = article.amounts.iter().flatten();
    amounts
        .map(|amount| {
            let unit = amount.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
            let (kind, surface) = (name(amount.kind), shown(article, amount.span));
            format!("{kind}: {surface} = {}{unit}\n", amount.value)
        })
        .collect()
}

pub(super) fn key(article: &Article) -> String {
    let mut out = String::new();
    let sentences = article.sentences.as_deref().unwrap_or_default();
    for &index in article.key_sentences.iter().flatten() {
        out.push_str(&format!("sentence {index}: {}\n", shown(article, sentences[index as usize])));
    }
    for phrase in article.key_phrases.iter().flatten() {
        let spans = phrase.spans.iter().map(|span| format!("{span:?}"));
        out.push_str(&format!(
            "phrase {:?} at {}\n",
            phrase.text,
            spans.collect::<Vec<_>>().join(", ")
        ));
    }
    out
}
