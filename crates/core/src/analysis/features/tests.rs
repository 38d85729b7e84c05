use super::*;
use crate::analysis::{Segment, SegmentKind, tokens};
use crate::span::Span;

fn read(text: &str) -> (Features, Vec<&str>) {
    let segments = text
        .split('\n')
        .map(|line| {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            Segment { span: Span::new(start, start + line.len()), kind: SegmentKind::Prose }
        })
        .collect();
    let document = Document { text, segments, language: None, published: None, title: None };
    let tokens = tokens::tokenize(&document);
    let surfaces = tokens.spans().iter().map(|span| span.of(text)).collect();
    (Features::new(&document, &tokens), surfaces)
}

/// The flags of the token with this surface; the last such token, as the first may open a sentence.
fn has(text: &str, surface: &str, flag: Flag) -> bool {
    let (features, surfaces) = read(text);
    let token = surfaces.iter().rposition(|found| *found == surface).unwrap();
    features.is(token, flag)
}

#[test]
fn ok_the_gazetteer_knows_phrases() {
    let text = "They flew from South Africa to Oslo via New Zealand";
    assert!(has(text, "Africa", Flag::Country) && has(text, "Africa", Flag::Phrase));
    assert!(has(text, "Oslo", Flag::City) && !has(text, "Oslo", Flag::Phrase));
    assert!(has(text, "Zealand", Flag::Country));
    assert!(!has(text, "flew", Flag::Capital));
}

#[test]
fn ok_the_document_explains_its_words() {
    let text = "They have met Minister Jane Berg in Riga\nBerg said the hill was steep\nHill is no name here";
    assert!(has(text, "Berg", Flag::SeenLastOfRun));
    assert!(has(text, "Berg", Flag::SeenAfterTitle));
    assert!(has(text, "Berg", Flag::SeenBesideSpeech));
    assert!(has(text, "Hill", Flag::SeenLower));
    assert!(has(text, "Riga", Flag::SeenAfterIn));
    let (features, surfaces) = read(text);
    let berg: Vec<u32> = surfaces
        .iter()
        .zip(&features.groups)
        .filter(|(surface, _)| **surface == "Berg")
        .map(|(_, &group)| group)
        .collect();
    assert!(berg.len() == 2 && berg[0] == berg[1] && berg[0] != NO_GROUP);
}

#[test]
fn ok_acronyms_are_made_of_initials() {
    let text = "The Norwegian Fisheries Board spoke of it\nOthers say NFB was late";
    assert!(has(text, "NFB", Flag::Acronym));
}

#[test]
fn ok_positions() {
    let text = "Alpha beta gamma delta\nTHE WHOLE LINE SHOUTS";
    assert!(has(text, "Alpha", Flag::SegmentStart));
    assert!(has(text, "LINE", Flag::CapitalLine));
    assert!(!has(text, "beta", Flag::CapitalLine));
}

#[test]
fn ok_nothing_gives_nothing() {
    let (features, _) = read("");
    assert!(features.segments.is_empty() && features.words.is_empty());
}
