//! Any text, in any language, gives an analysis whose spans lie on characters of it and in order.
#![no_main]

use std::sync::LazyLock;

use dateline::{Extractor, Input, Layers, Options, SourceKind, Span, Trace, analysis};
use libfuzzer_sys::fuzz_target;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let options = Options { analysis: Layers::NONE, ..Options::default() };
    Extractor::new(options).expect("the defaults are in range")
});

fuzz_target!(|input: (&str, bool, Option<u16>)| {
    let (text, english, days) = input;
    // A day between 1900 and 2079, for times that are read against one.
    let published = days.map(|days| format!("{}-{:02}-{:02}", 1900 + days / 366, days % 12 + 1, days % 28 + 1));
    let input = Input { kind: Some(SourceKind::Text), ..Input::new(text.as_bytes()) };
    let mut article = EXTRACTOR.extract(&input).expect("a small text is no error");
    // Detection calls most inputs another language, and then few layers run.
    if english {
        article.metadata.language = Some("en".to_owned());
    }
    analysis::analyse(&mut article, Layers::ALL, published.as_deref(), &mut Trace::off());
    let text = article.text.as_str();
    let check = |span: Span| {
        let range = span.start as usize..span.end as usize;
        assert!(text.get(range).is_some_and(|slice| !slice.is_empty()), "{span:?}");
    };
    let mut behind = 0;
    for &sentence in article.sentences.iter().flatten() {
        check(sentence);
        assert!(sentence.start >= behind, "{sentence:?}");
        behind = sentence.end;
    }
    if let Some(dateline) = &article.dateline {
        check(dateline.span);
    }
    let mut first = 0;
    let count = article.entities.as_ref().map_or(0, Vec::len);
    for entity in article.entities.iter().flatten() {
        assert!(entity.mentions.is_sorted_by_key(|mention| (mention.span.start, mention.span.end)));
        entity.mentions.iter().for_each(|mention| check(mention.span));
        let start = entity.mentions[0].span.start;
        assert!(start >= first);
        first = start;
    }
    for quotation in article.quotations.iter().flatten() {
        [&quotation.content, &quotation.cue, &quotation.source].into_iter().flatten().for_each(|&span| check(span));
        assert!(quotation.speaker.is_none_or(|speaker| (speaker as usize) < count));
    }
    let mut behind = 0;
    for time in article.times.iter().flatten() {
        check(time.span);
        assert!(time.span.start >= behind && !time.value.is_empty());
        behind = time.span.end;
    }
    let mut behind = 0;
    for amount in article.amounts.iter().flatten() {
        check(amount.span);
        assert!(amount.span.start >= behind);
        behind = amount.span.end;
    }
    let sentences = article.sentences.as_ref().map_or(0, Vec::len);
    assert!(article.key_sentences.iter().flatten().all(|&sentence| (sentence as usize) < sentences));
});
