//! What is true of every record, checked over every fixture and every choice of options.

use std::sync::OnceLock;

use dateline::article::{BlockKind, Image};
use dateline::{Article, Extractor, Input, Layer, Layers, OffsetUnit, Options, SourceKind, Span};
use encoding_rs::Encoding;
use serde_json::Value;

use crate::fixture::{self, Fixture};
use crate::record::{Sliceable, segments, spans};

/// Every fixture's record under default options: most invariants look at the same ones.
fn records() -> impl Iterator<Item = (&'static Fixture, &'static Article)> {
    static RECORDS: OnceLock<Vec<Article>> = OnceLock::new();
    let records = RECORDS.get_or_init(|| fixture::all().iter().map(Fixture::article).collect());
    fixture::all().iter().zip(records)
}

/// Every invariant that one record shows by itself. Returns what is wrong.
pub(crate) fn violations(input: &Input<'_>, article: &Article) -> Vec<String> {
    let mut wrong = Vec::new();
    span_violations(article, &mut wrong);
    if !wrong.is_empty() {
        return wrong; // The rest would slice with broken spans.
    }
    text_violations(input, article, &mut wrong);
    order_violations(article, &mut wrong);
    segment_violations(article, &mut wrong);
    index_violations(article, &mut wrong);
    metadata_violations(article, &mut wrong);
    wrong
}

/// Spans lie in bounds and on character boundaries.
fn span_violations(article: &Article, wrong: &mut Vec<String>) {
    for (path, [start, end]) in spans(article) {
        if article.text.get(start..end).is_none() {
            wrong.push(format!("{path} [{start}, {end}] does not slice the text"));
        }
    }
}

/// Plain text is kept as it is; a page's text is its blocks joined by blank lines.
fn text_violations(input: &Input<'_>, article: &Article, wrong: &mut Vec<String>) {
    if article.source.kind == SourceKind::Text {
        let charset = Encoding::for_label(article.source.charset.as_bytes());
        let charset = charset.expect("a charset has its WHATWG name");
        if article.text != charset.decode_with_bom_removal(input.bytes).0 {
            wrong.push("the plain text was changed".to_owned());
        }
        return;
    }
    let joined: Vec<&str> = article
        .blocks
        .iter()
        .filter(|block| !block.span.is_empty())
        .map(|block| block.span.of(&article.text))
        .collect();
    if joined.join("\n\n") != article.text {
        wrong.push("the text is not its blocks joined by blank lines".to_owned());
    }
}

/// Lists are in text order, and what cannot overlap does not.
fn order_violations(article: &Article, wrong: &mut Vec<String>) {
    let blocks: Vec<Span> = article.blocks.iter().map(|block| block.span).collect();
    disjoint("blocks", &blocks, wrong);
    for block in &article.blocks {
        if let BlockKind::Table { rows } = &block.kind {
            let cells: Vec<Span> = rows.iter().flatten().copied().collect();
            disjoint("cells", &cells, wrong);
            if !cells.iter().all(|cell| block.span.contains(*cell)) {
                wrong.push(format!("a cell lies outside its table {:?}", block.span));
            }
        }
        let surface = block.span.of(&article.text);
        if !matches!(block.kind, BlockKind::Code { .. }) && surface.trim() != surface {
            wrong.push(format!("a block has white space at its ends: {surface:?}"));
        }
    }
    let links: Vec<Span> = article.links.iter().map(|link| link.span).collect();
    disjoint("links", &links, wrong);
    if let Some(sentences) = &article.sentences {
        disjoint("sentences", sentences, wrong);
        filled("sentences", sentences, &article.text, wrong);
    }
    if let Some(times) = &article.times {
        let times: Vec<Span> = times.iter().map(|time| time.span).collect();
        disjoint("times", &times, wrong);
        filled("times", &times, &article.text, wrong);
    }
    if let Some(amounts) = &article.amounts {
        let amounts: Vec<Span> = amounts.iter().map(|amount| amount.span).collect();
        disjoint("amounts", &amounts, wrong);
        filled("amounts", &amounts, &article.text, wrong);
    }
    for entity in article.entities.iter().flatten() {
        let mentions: Vec<Span> = entity.mentions.iter().map(|mention| mention.span).collect();
        ascending("mentions", &mentions, wrong);
        filled("mentions", &mentions, &article.text, wrong);
        if mentions.is_empty() {
            wrong.push(format!("{} has no mention", entity.name));
        }
    }
    let firsts = article.entities.iter().flatten().filter_map(|entity| entity.mentions.first());
    ascending("entities", &firsts.map(|mention| mention.span).collect::<Vec<_>>(), wrong);
    for quotation in article.quotations.iter().flatten() {
        for (what, spans) in [
            ("content", &quotation.content),
            ("cue", &quotation.cue),
            ("source", &quotation.source),
        ] {
            disjoint(what, spans, wrong);
            filled(what, spans, &article.text, wrong);
        }
        if quotation.content.is_empty() {
            wrong.push("a quotation without content".to_owned());
        }
    }
    let firsts =
        article.quotations.iter().flatten().filter_map(|quotation| quotation.content.first());
    ascending("quotations", &firsts.copied().collect::<Vec<_>>(), wrong);
    for phrase in article.key_phrases.iter().flatten() {
        ascending("key phrase", &phrase.spans, wrong);
    }
    let scores: Vec<f32> =
        article.key_phrases.iter().flatten().map(|phrase| phrase.score.get()).collect();
    if !scores.is_sorted_by(|a, b| a >= b) {
        wrong.push(format!("key phrases are not best first: {scores:?}"));
    }
}

fn ascending(what: &str, spans: &[Span], wrong: &mut Vec<String>) {
    if !spans.is_sorted_by_key(|span| span.start) {
        wrong.push(format!("{what} are not in text order: {spans:?}"));
    }
}

fn disjoint(what: &str, spans: &[Span], wrong: &mut Vec<String>) {
    if !spans.is_sorted_by(|a, b| a.start <= b.start && a.end <= b.start) {
        wrong.push(format!("{what} overlap or are out of order: {spans:?}"));
    }
}

fn filled(what: &str, spans: &[Span], text: &str, wrong: &mut Vec<String>) {
    for span in spans {
        let surface = span.of(text);
        if surface.is_empty() || surface.trim() != surface {
            wrong.push(format!("{what}: {surface:?} is empty or not trimmed"));
        }
    }
}

/// Nothing that the analysis finds crosses from one block or cell to the next.
fn segment_violations(article: &Article, wrong: &mut Vec<String>) {
    const LAYERS: [&str; 6] =
        ["/dateline", "/sentences", "/entities", "/quotations", "/times", "/amounts"];
    let segments = segments(article);
    for (path, [start, end]) in spans(article) {
        let span = Span::new(start, end);
        let analysed = LAYERS.iter().any(|layer| path.starts_with(layer));
        let after = segments.partition_point(|segment| segment.start as usize <= start);
        let inside = after > 0 && segments[after - 1].contains(span);
        if analysed && !inside {
            wrong.push(format!("{path} {:?} lies in no one block", span.of(&article.text)));
        }
    }
}

/// Indices point at something.
fn index_violations(article: &Article, wrong: &mut Vec<String>) {
    let images = article.metadata.images.len();
    for block in &article.blocks {
        if let BlockKind::Figure { image } = block.kind
            && image as usize >= images
        {
            wrong.push(format!("figure {image} of {images} images"));
        }
    }
    if let Some(entities) = &article.entities {
        for quotation in article.quotations.iter().flatten() {
            if quotation.speaker.is_some_and(|speaker| speaker as usize >= entities.len()) {
                wrong.push(format!("speaker {:?} of {}", quotation.speaker, entities.len()));
            }
        }
    }
    if let (Some(key), Some(sentences)) = (&article.key_sentences, &article.sentences) {
        let ascending = key.is_sorted_by(|a, b| a < b);
        if !ascending || key.iter().any(|&index| index as usize >= sentences.len()) {
            wrong.push(format!("key sentences {key:?} of {}", sentences.len()));
        }
    }
}

/// Each metadata value says where it came from, and none is empty.
fn metadata_violations(article: &Article, wrong: &mut Vec<String>) {
    let metadata = serde_json::to_value(&article.metadata).expect("metadata is JSON");
    let fields = metadata.as_object().expect("metadata is an object");
    // What kind of page it is, and where its pictures are, is always read off the page.
    const WITHOUT: [&str; 3] = ["provenance", "page_kind", "images"];
    for (field, value) in fields {
        let empty = match value {
            Value::String(text) => text.trim() != text || text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if empty {
            wrong.push(format!("{field} is empty or not trimmed: {value}"));
        }
        let known = article.metadata.provenance.contains_key(field);
        if !known && !WITHOUT.contains(&field.as_str()) {
            wrong.push(format!("{field} does not say where it came from"));
        }
    }
    for field in article.metadata.provenance.keys() {
        if !fields.contains_key(field) {
            wrong.push(format!("{field} came from somewhere and is absent"));
        }
    }
    for author in &article.metadata.authors {
        if author.name.trim() != author.name || author.name.is_empty() {
            wrong.push(format!("an author is called {:?}", author.name));
        }
    }
    let leads = article.metadata.images.iter().filter(|image: &&Image| image.lead).count();
    if leads > 1 {
        wrong.push(format!("{leads} lead images"));
    }
}

#[test]
fn every_record_is_sound() {
    for (fixture, article) in records() {
        let wrong = violations(&fixture.input(), article);
        assert!(wrong.is_empty(), "{}: {wrong:#?}", fixture.name);
    }
}

#[test]
fn captions_can_join_the_text() {
    let with = Extractor::new(Options { captions_in_text: true, ..Options::default() }).unwrap();
    for fixture in fixture::all() {
        let article = with.extract(&fixture.input()).unwrap();
        let wrong = violations(&fixture.input(), &article);
        assert!(wrong.is_empty(), "{}: {wrong:#?}", fixture.name);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let extractor = Extractor::default();
    // Two threads that share one extractor, each with every fixture, against one by one.
    let run = || -> Vec<String> {
        let article = |fixture: &Fixture| extractor.extract(&fixture.input()).unwrap();
        fixture::all().iter().map(|fixture| dateline::render::json(&article(fixture))).collect()
    };
    let (first, second) = std::thread::scope(|scope| {
        let other = scope.spawn(run);
        (run(), other.join().unwrap())
    });
    for (index, (fixture, article)) in records().enumerate() {
        let alone = dateline::render::json(article);
        assert_eq!(first[index], alone, "{}", fixture.name);
        assert_eq!(second[index], alone, "{}", fixture.name);
    }
}

#[test]
fn no_page_leaves_anything_to_the_next() {
    // Threads keep buffers from page to page; each of these threads reads one.
    for (fixture, article) in records() {
        let alone = std::thread::scope(|scope| {
            scope.spawn(|| Extractor::default().extract(&fixture.input()).unwrap()).join().unwrap()
        });
        assert_eq!(*article, alone, "{}", fixture.name);
    }
}

#[test]
fn tracing_changes_nothing() {
    for (fixture, article) in records() {
        let (traced, trace) = Extractor::default().extract_traced(&fixture.input()).unwrap();
        assert_eq!(*article, traced, "{}", fixture.name);
        assert!(!trace.notes().is_empty(), "{}: nothing was decided?", fixture.name);
    }
}

#[test]
fn spans_slice_to_their_surfaces_in_every_unit() {
    for (fixture, article) in records() {
        let bytes = Sliceable::new(&article.text, OffsetUnit::Byte);
        let surfaces: Vec<_> =
            spans(article).into_iter().map(|(path, span)| (path, bytes.slice(span))).collect();
        for unit in [OffsetUnit::Char, OffsetUnit::Utf16] {
            let converted = article.clone().with_offsets(unit);
            assert_eq!(converted.offset_unit, unit);
            assert_eq!(converted.text, article.text);
            let text = Sliceable::new(&article.text, unit);
            let found: Vec<_> = spans(&converted)
                .into_iter()
                .map(|(path, span)| (path, text.slice(span)))
                .collect();
            assert_eq!(found, surfaces, "{} in {unit:?}", fixture.name);
        }
    }
}

#[test]
fn records_survive_json() {
    for (fixture, article) in records() {
        for json in [dateline::render::json(article), dateline::render::json_pretty(article)] {
            let back: Article = serde_json::from_str(&json).unwrap();
            assert_eq!(back, *article, "{}", fixture.name);
        }
        assert!(!dateline::render::json(article).contains('\n'), "{}", fixture.name);
    }
}

/// The part of a record that a layer writes.
fn layer_fields(layer: Layer) -> &'static [&'static str] {
    match layer {
        Layer::Sentences => &["sentences"],
        Layer::Dateline => &["dateline"],
        Layer::Entities => &["entities"],
        Layer::Quotations => &["quotations"],
        Layer::Times => &["times"],
        Layer::Amounts => &["amounts"],
        Layer::Key => &["key_sentences", "key_phrases"],
        other => panic!("{other:?} writes nothing that is known here"),
    }
}

#[test]
fn a_layer_by_itself_finds_what_it_finds_among_all() {
    let extract = |fixture: &Fixture, analysis| {
        let options = Options { analysis, ..Options::default() };
        let article = dateline::extract(&fixture.input(), &options).unwrap();
        serde_json::to_value(article).unwrap()
    };
    let fields: Vec<&str> =
        Layer::ALL.iter().flat_map(|layer| layer_fields(*layer)).copied().collect();
    for (fixture, article) in records() {
        let all = serde_json::to_value(article).unwrap();
        let mut bare = all.clone();
        bare.as_object_mut().unwrap().retain(|key, _| !fields.contains(&key.as_str()));
        bare.as_object_mut().unwrap().remove("warnings");
        let sets = Layer::ALL.map(|layer| Layers::NONE.with(layer));
        for set in sets.into_iter().chain([Layers::NONE]) {
            let mut expected = bare.clone();
            for field in set.iter().flat_map(layer_fields) {
                if let Some(value) = all.get(field) {
                    expected[field] = value.clone();
                }
            }
            let mut found = extract(fixture, set);
            found.as_object_mut().unwrap().remove("warnings");
            assert_eq!(found, expected, "{} with only {set}", fixture.name);
        }
    }
}
