//! Real input that lies beside the repository on some machines. Where it is missing these tests say
//! so and check nothing; `texts/treaty-signed` has the same features and is always read.

use std::path::Path;

use dateline::article::BlockKind;
use dateline::{Article, Input, OffsetUnit, Options};

use crate::record::{Sliceable, spans};

fn sample(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples").join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("not run: there is no {}", path.display());
    }
    bytes
}

fn extract(bytes: &[u8]) -> Article {
    let input = Input { published: Some("2025-01-17"), ..Input::new(bytes) };
    dateline::extract(&input, &Options::default()).unwrap()
}

#[test]
fn moscow_treaty_has_its_dateline_and_paragraphs() {
    let Some(bytes) = sample("moscow-treaty.txt") else { return };
    let article = extract(&bytes);
    assert_eq!(article.text.as_bytes(), bytes);
    // One paragraph a line, and no line that is anything else.
    let lines = article.text.lines().filter(|line| !line.trim().is_empty());
    let paragraphs = article.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    assert!(lines.eq(paragraphs.map(|block| block.span.of(&article.text))));
    assert_eq!(article.blocks.len(), 25);
    let dateline = article.dateline.as_ref().expect("it begins with one");
    assert_eq!(dateline.span.of(&article.text), "MOSCOW");
    assert_eq!(dateline.place.as_deref(), Some("Moscow"));
}

#[test]
fn moscow_treaty_splits_glued_sentences() {
    let Some(bytes) = sample("moscow-treaty.txt") else { return };
    let article = extract(&bytes);
    let glue = article.text.find("extended.As").expect("the sample is glued there") as u32 + 9;
    let sentences = article.sentences.expect("all layers were asked for");
    assert!(sentences.iter().any(|sentence| sentence.end == glue));
    assert!(sentences.iter().any(|sentence| sentence.start == glue));
}

#[test]
fn moscow_treaty_slices_in_all_units() {
    let Some(bytes) = sample("moscow-treaty.txt") else { return };
    let article = extract(&bytes);
    let surfaces = |unit| -> Vec<Option<String>> {
        let text = Sliceable::new(&article.text, unit);
        let converted = article.clone().with_offsets(unit);
        spans(&converted).into_iter().map(|(_, span)| text.slice(span)).collect()
    };
    let bytes = surfaces(OffsetUnit::Byte);
    assert!(bytes.len() > 50 && bytes.iter().all(Option::is_some));
    assert_eq!(surfaces(OffsetUnit::Char), bytes);
    assert_eq!(surfaces(OffsetUnit::Utf16), bytes);
}
