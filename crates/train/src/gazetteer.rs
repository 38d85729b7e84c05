//! The table of phrases that the core embeds.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use dateline::Span;
use dateline::analysis::features::gazetteer::{Class, build};
use dateline::analysis::{Document, Segment, SegmentKind, tokens};

use crate::container::Container;

pub(crate) fn table(phrases: &str) -> Result<Vec<u8>> {
    let mut classes = BTreeMap::<String, u16>::new();
    for line in phrases.lines() {
        let (phrase, class) = line.split_once('\t').with_context(|| format!("no tab: {line}"))?;
        *classes.entry(phrase.to_lowercase()).or_default() |= class_bits(class)?;
    }
    let entries = classes.iter().map(|(phrase, &bits)| (words(phrase), bits));
    let mut file = Container::default();
    file.u32("slots", &build(entries), None);
    file.finish()
}

/// The tokens of a phrase, cut as the core cuts text.
fn words(phrase: &str) -> Vec<&str> {
    let span = Span::new(0, phrase.len());
    let document = Document {
        text: phrase,
        segments: vec![Segment { span, kind: SegmentKind::Prose }],
        language: None,
        published: None,
        title: None,
    };
    tokens::tokenize(&document).spans().iter().map(|span| span.of(phrase)).collect()
}

fn class_bits(class: &str) -> Result<u16> {
    Ok(match class {
        "male" => Class::Male as u16,
        "female" => Class::Female as u16,
        "first" => Class::Male as u16 | Class::Female as u16,
        "last" => Class::Last as u16,
        "country" => Class::Country as u16,
        "region" => Class::Region as u16,
        "city" => Class::City as u16,
        "town" => Class::Town as u16,
        "organization" => Class::Organization as u16,
        "demonym" => Class::Demonym as u16,
        "person" => Class::Person as u16,
        _ => anyhow::bail!("unknown class `{class}`"),
    })
}
