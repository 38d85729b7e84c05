//! Each fixture held to its sidecar. What stands there was written by a reader of the fixture, not
//! taken from the program's answer, so a wrong answer cannot become the new truth.

use dateline::Article;
use dateline::article::{Amount, BlockKind, Entity, MentionForm, Quotation};
use serde::Serialize;
use serde_json::Value;

use crate::fixture::{self, Expect, Fixture, Given};
use crate::record::{kind_name, label};

/// What was not as expected: where it stands in the sidecar, and what was found instead.
struct Failures {
    found: Vec<(String, String)>,
}

impl Failures {
    fn check(&mut self, ok: bool, key: &str, found: impl FnOnce() -> String) {
        if !ok {
            self.found.push((format!("/expect/{key}"), found()));
        }
    }

    fn equal<T: PartialEq + std::fmt::Debug>(&mut self, key: &str, expected: Option<T>, found: T) {
        if let Some(expected) = expected {
            let same = expected == found;
            self.check(same, key, || format!("{found:?} is not {expected:?}"));
        }
    }

    fn field(&mut self, key: &str, expected: &Given<String>, found: Option<&str>) {
        self.equal(key, expected.as_ref().map(Option::as_deref), found);
    }
}

#[test]
fn every_fixture_is_read_as_expected() {
    let mut report = String::new();
    for fixture in fixture::all() {
        for (pointer, found) in failures(fixture) {
            report.push_str(&format!("{}.json {pointer}: {found}\n", fixture.name));
        }
    }
    assert!(report.is_empty(), "not as the sidecars expect:\n{report}");
}

fn failures(fixture: &Fixture) -> Vec<(String, String)> {
    let article = fixture.article();
    let expect = &fixture.sidecar.expect;
    let mut failures = Failures { found: Vec::new() };
    metadata(expect, &article, &mut failures);
    text(expect, &article, &mut failures);
    structure(expect, &article, &mut failures);
    analysis(expect, &article, &mut failures);
    failures.found
}

fn metadata(expect: &Expect, article: &Article, failures: &mut Failures) {
    let found = &article.metadata;
    failures.equal("kind", expect.kind, article.source.kind);
    failures.equal("charset", expect.charset.as_deref(), &article.source.charset);
    failures.field("canonical_url", &expect.canonical_url, article.source.canonical_url.as_deref());
    failures.field("title", &expect.title, found.title.as_deref());
    failures.field("subtitle", &expect.subtitle, found.subtitle.as_deref());
    failures.field("description", &expect.description, found.description.as_deref());
    failures.field("published", &expect.published, found.published.as_deref());
    failures.field("modified", &expect.modified, found.modified.as_deref());
    failures.field("language", &expect.language, found.language.as_deref());
    failures.field("section", &expect.section, found.section.as_deref());
    let publisher = found.publisher.as_ref().map(|publisher| publisher.name.as_str());
    failures.field("publisher", &expect.publisher, publisher);
    let page_kind = found.page_kind.map(|kind| name(&kind));
    failures.field("page_kind", &expect.page_kind, page_kind.as_deref());
    let authors: Vec<String> = found.authors.iter().map(|author| author.name.clone()).collect();
    failures.equal("authors", expect.authors.as_ref(), &authors);
    failures.equal("tags", expect.tags.as_ref(), &found.tags);
    for (field, expected) in &expect.provenance {
        let found = found.provenance.get(field).map(name);
        failures.equal(&format!("provenance/{field}"), Some(Some(expected)), found.as_ref());
    }
    let warnings: Vec<String> =
        article.warnings.iter().map(|warning| name(&warning.code)).collect();
    failures.equal("warnings", expect.warnings.as_ref(), &warnings);
}

fn text(expect: &Expect, article: &Article, failures: &mut Failures) {
    let text = &article.text;
    if let Some(begins) = &expect.begins {
        failures.check(text.starts_with(begins), "begins", || head(text).to_owned());
    }
    if let Some(ends) = &expect.ends {
        failures.check(text.ends_with(ends), "ends", || tail(text).to_owned());
    }
    for (index, snippet) in expect.contains.iter().enumerate() {
        failures.check(text.contains(snippet), &format!("contains/{index}"), || {
            format!("the text lacks {snippet:?}")
        });
    }
    for (index, snippet) in expect.lacks.iter().enumerate() {
        failures.check(!text.contains(snippet), &format!("lacks/{index}"), || {
            format!("the text has {snippet:?}")
        });
    }
}

fn structure(expect: &Expect, article: &Article, failures: &mut Failures) {
    let text = &article.text;
    for (kind, &count) in &expect.counts {
        let found = article.blocks.iter().filter(|block| kind_name(block) == *kind).count();
        failures.equal(&format!("counts/{kind}"), Some(count), found);
    }
    for (index, (expected, words)) in expect.blocks.iter().enumerate() {
        let as_labelled: Vec<String> =
            article.blocks.iter().filter(|b| b.span.of(text) == words).map(label).collect();
        failures.check(as_labelled.contains(expected), &format!("blocks/{index}"), || {
            format!("{words:?} stands as {as_labelled:?}, not as {expected}")
        });
    }
    let table = article.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Table { rows } => Some(rows),
        _ => None,
    });
    let cells: Vec<Vec<&str>> = table.map_or_else(Vec::new, |rows| {
        rows.iter().map(|row| row.iter().map(|cell| cell.of(text)).collect()).collect()
    });
    if let Some(expected) = &expect.table {
        failures.check(*expected == cells, "table", || format!("{cells:?}"));
    }
    for (words, url) in &expect.links {
        let found = article.links.iter().find(|link| link.span.of(text) == words);
        let found = found.map(|link| link.url.as_str());
        let key = format!("links/{}", words.replace('~', "~0").replace('/', "~1"));
        failures.equal(&key, Some(Some(url.as_str())), found);
    }
    for (index, expected) in expect.images.iter().enumerate() {
        let key = format!("images/{index}");
        let Some(image) = article.metadata.images.iter().find(|image| image.url == expected.url)
        else {
            let urls: Vec<&str> = article.metadata.images.iter().map(|i| i.url.as_str()).collect();
            failures.check(false, &key, || format!("{} is not among {urls:?}", expected.url));
            continue;
        };
        let same = |expected: &Option<String>, found: &Option<String>| {
            expected.is_none() || expected == found
        };
        let ok = same(&expected.caption, &image.caption)
            && same(&expected.alt, &image.alt)
            && same(&expected.credit, &image.credit)
            && expected.lead.is_none_or(|lead| lead == image.lead);
        failures.check(ok, &key, || format!("{image:?}"));
    }
    for (index, part) in expect.lacks_images.iter().enumerate() {
        let found = article.metadata.images.iter().find(|image| image.url.contains(part));
        failures.check(found.is_none(), &format!("lacks_images/{index}"), || format!("{found:?}"));
    }
}

fn analysis(expect: &Expect, article: &Article, failures: &mut Failures) {
    let text = &article.text;
    match (&expect.dateline, &article.dateline) {
        (None, _) | (Some(None), None) => {}
        (Some(Some(expected)), Some(found)) => {
            let ok = found.span.of(text) == expected.text
                && found.place == expected.place
                && found.agency == expected.agency
                && found.date == expected.date;
            failures.check(ok, "dateline", || format!("{:?} is {found:?}", found.span.of(text)));
        }
        (_, found) => failures.check(false, "dateline", || format!("{found:?}")),
    }
    let sentences: Vec<&str> =
        article.sentences.iter().flatten().map(|span| span.of(text)).collect();
    for (index, sentence) in expect.sentences.iter().enumerate() {
        failures.check(
            sentences.contains(&sentence.as_str()),
            &format!("sentences/{index}"),
            || {
                let part = sentence.get(..sentence.floor_char_boundary(20)).unwrap_or(sentence);
                let near: Vec<_> = sentences.iter().filter(|found| found.contains(part)).collect();
                format!("no such sentence, only {near:?}")
            },
        );
    }
    let entities: &[Entity] = article.entities.as_deref().unwrap_or_default();
    for (index, expected) in expect.entities.iter().enumerate() {
        let found = entities.iter().find(|entity| entity.name == expected.name);
        let surfaces: Vec<&str> = found
            .iter()
            .flat_map(|entity| &entity.mentions)
            .filter(|mention| mention.form != MentionForm::Pronoun)
            .map(|mention| mention.span.of(text))
            .collect();
        let ok = found.is_some_and(|entity| name(&entity.kind) == expected.kind)
            && expected.mentions.iter().all(|surface| surfaces.contains(&surface.as_str()));
        failures.check(ok, &format!("entities/{index}"), || match found {
            None => format!("{} was not found", expected.name),
            Some(entity) => format!("{} {:?} with {surfaces:?}", entity.name, entity.kind),
        });
    }
    let quotations: &[Quotation] = article.quotations.as_deref().unwrap_or_default();
    for (index, expected) in expect.quotations.iter().enumerate() {
        let found = quotations
            .iter()
            .find(|found| found.content.iter().any(|span| bare(span.of(text)) == expected.content));
        let speaker = found
            .and_then(|found| found.speaker)
            .and_then(|speaker| entities.get(speaker as usize))
            .map(|entity| entity.name.as_str());
        let kind = found.map(|found| name(&found.kind));
        let ok = found.is_some()
            && (expected.speaker.is_none() || expected.speaker.as_deref() == speaker)
            && (expected.kind.is_none() || expected.kind == kind);
        failures.check(ok, &format!("quotations/{index}"), || {
            format!("{:?}: {kind:?} by {speaker:?}", expected.content)
        });
    }
    failures.equal("quotation_count", expect.quotation_count, quotations.len());
    for (words, value) in &expect.times {
        let found = article.times.iter().flatten().find(|time| time.span.of(text) == words);
        let found = found.map(|time| time.value.as_str());
        failures.equal(&format!("times/{words}"), Some(Some(value.as_str())), found);
    }
    for (words, value) in &expect.amounts {
        let found = article.amounts.iter().flatten().find(|amount| amount.span.of(text) == words);
        let found = found.map(amount);
        failures.equal(&format!("amounts/{words}"), Some(Some(value)), found.as_ref());
    }
}

fn amount(amount: &Amount) -> String {
    match &amount.unit {
        Some(unit) => format!("{} {unit}", amount.value),
        None => amount.value.to_string(),
    }
}

/// What was said without the marks around it.
fn bare(content: &str) -> &str {
    content.trim_matches(['"', '\'', '“', '”', '‘', '’'])
}

/// The name of a plain enum value in a record.
fn name(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        other => panic!("{other:?} is no name"),
    }
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(60)]
}

fn tail(text: &str) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(60))..]
}
