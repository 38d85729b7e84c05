//! Every form of every record: whole, repeatable, and readable again.

use dateline::render::{Format, html, render, text};
use dateline::{Article, Input, Layers, Options, SourceKind};

use crate::fixture::{self, Fixture};

/// Pages with little running text, few short subheadings or a table, whose clean form has too little context for the
/// choice of the body to come out the same. One that has become stable must leave this list.
const UNSTABLE: [&str; 8] = [
    "pages/broken-markup",
    "pages/collection",
    "pages/documentation",
    "pages/forum-thread",
    "pages/lead-and-prompts",
    "pages/lists-quotes-and-code",
    "pages/paywall-stub",
    "pages/tables",
];

fn again(article: &Article) -> Article {
    let page = html(article);
    let input = Input { kind: Some(SourceKind::Html), ..Input::new(page.as_bytes()) };
    let options = Options { analysis: Layers::NONE, ..Options::default() };
    dateline::extract(&input, &options).unwrap()
}

/// The words of every block in order.
fn surfaces(article: &Article) -> Vec<&str> {
    let blocks = article.blocks.iter().map(|block| block.span.of(&article.text));
    blocks.filter(|words| !words.is_empty()).collect()
}

/// What is handed on as clean HTML is the same article to whoever reads it again. Lines of the
/// header, which the first reading had as metadata, may come before it.
#[test]
fn clean_html_reads_the_same() {
    let mut wrong = Vec::new();
    for fixture in fixture::all() {
        let article = fixture.article();
        if article.source.kind == SourceKind::Text {
            continue;
        }
        let second = again(&article);
        let (first, found) = (surfaces(&article), surfaces(&second));
        let same = found.ends_with(&first) && found.len() <= first.len() + HEADER_LINES;
        if same == UNSTABLE.contains(&fixture.name.as_str()) {
            let became = if same { "is stable now" } else { "changed" };
            wrong.push(format!("{} {became}:\n{first:?}\n{found:?}", fixture.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Title, subtitle, byline with publisher and date.
const HEADER_LINES: usize = 3;

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
