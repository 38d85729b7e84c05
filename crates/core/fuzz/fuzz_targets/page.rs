//! Any bytes give a record whose spans lie on characters of its text.
#![no_main]

use std::sync::LazyLock;

use dateline::{Extractor, Input, Options, SourceKind};
use libfuzzer_sys::fuzz_target;

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new(Options::default()).expect("the defaults are in range"));

fuzz_target!(|bytes: &[u8]| {
    let input = Input { kind: Some(SourceKind::Html), ..Input::new(bytes) };
    let article = EXTRACTOR.extract(&input).expect("a small page is no error");
    for block in &article.blocks {
        let range = block.span.start as usize..block.span.end as usize;
        assert!(article.text.get(range).is_some(), "{:?}", block.span);
    }
    assert!(!dateline::render::json(&article).is_empty());
});
