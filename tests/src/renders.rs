//! Every form of every record: whole, repeatable, and readable again.

use dateline::render::{Format, html, render, text};
use dateline::{Article, Input, Layers, Options, SourceKind};

use crate::fixture::{self, Fixture};

fn again(article: &Article) -> Article {
    let page = html(article);
    let input = Input { kind: Some(SourceKind::Html), ..Input::new(page.as_bytes()) };
    let options = Options { analysis: Layers::NONE, ..Options::default() };
    dateline::extract(&input, &options).unwrap()
}

#[test]
fn clean_html_reads_the_same() {
    let mut wrong = Vec::new();
    for fixture in fixture::all() {
        let article = fixture.article();
        let second = again(&article);
        let found: Vec<&str> =
            second.blocks.iter().map(|block| block.span.of(&second.text)).collect();
        let first: Vec<&str> =
            article.blocks.iter().map(|block| block.span.of(&article.text)).collect();
        if article.source.kind == SourceKind::Html && found != first {
            wrong.push(format!("{}: {first:?}\nbecame {found:?}", fixture.name));
        }
        let third = again(&second);
        assert_eq!(third.text, second.text, "{} is not stable", fixture.name);
        assert_eq!(third.blocks, second.blocks, "{} is not stable", fixture.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_form_is_repeatable() {
    for fixture in fixture::all() {
        for format in Format::ALL {
            let [first, second] =
                [fixture.article(), fixture.article()].map(|a| render(&a, format));
            assert!(first == second, "{} as {format}", fixture.name);
        }
    }
}

#[test]
fn text_is_the_text() {
    for fixture in fixture::all() {
        let article = Fixture::article(fixture);
        let rendered = text(&article);
        for block in &article.blocks {
            let words = block.span.of(&article.text).split_whitespace();
            for word in words {
                assert!(rendered.contains(word), "{}: {word:?} is missing", fixture.name);
            }
        }
    }
}
