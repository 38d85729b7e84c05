//! What no newsroom sends: any bytes give an article, whose invariants hold, in linear time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use dateline::{Article, Input, Layers, Options, SourceKind};

use crate::fixture;
use crate::invariants::violations;

/// A small generator of numbers (xorshift64*): the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `bound`, which is not zero.
    fn below(&mut self, bound: usize) -> usize {
        ((self.next() >> 33) as usize) % bound
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// What the stages look for: markup, marks, words and characters that decide something.
const PIECES: [&[u8]; 72] = [
    b"<p>",
    b"</p>",
    b"<div>",
    b"</div>",
    b"<table>",
    b"<tr>",
    b"<td>",
    b"</table>",
    b"<ul><li>",
    b"<ol>",
    b"</ol>",
    b"<a href='",
    b"'>",
    b"</a>",
    b"<h1>",
    b"</h1>",
    b"<h2>",
    b"<template>",
    b"<noscript>",
    b"</noscript>",
    b"<svg>",
    b"<math><mi>",
    b"<select><option>",
    b"<pre>\n",
    b"<blockquote>",
    b"<figure><img src=x>",
    b"<figcaption>",
    b"<article>",
    b"<main>",
    b"<title>",
    b"<meta charset=utf-16>",
    b"<meta name=author content='",
    b"<base href='//[::1'>",
    b"<script type=application/ld+json>{\"@graph\":[",
    b"\"@type\":\"NewsArticle\",\"headline\":",
    b"</script>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<!doctype html>",
    b"<html lang=x>",
    b"<time datetime=2025-13-45T99>",
    b"<b><i>",
    b"</b>",
    b"<br>",
    b"&nbsp;",
    b"&#x110000;",
    b"&amp",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xC3",
    b"\xE2\x80",
    b"\xF0\x9F\x98\x80",
    "“".as_bytes(),
    "”".as_bytes(),
    b"\" ",
    b"' ",
    b" said. ",
    b"MOSCOW (Reuters) - ",
    b"U.S. ",
    b"on Jan. 17, 2025 ",
    b"$3.5 billion ",
    b"Mr. Smith ",
    b"he ",
    b"\r\n",
    b"\n\n",
    b"- ",
    b"1. ",
    "‏עברית ".as_bytes(),
    "日本語。".as_bytes(),
];

/// A text that is assembled from pieces.
fn assembled(random: &mut Random) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..1 + random.below(120) {
        match random.below(12) {
            0 => bytes.push(random.next() as u8),
            1 => {
                let piece = random.pick(&PIECES);
                for _ in 0..random.below(30) {
                    bytes.extend_from_slice(piece);
                }
            }
            _ => bytes.extend_from_slice(random.pick(&PIECES)),
        }
    }
    bytes
}

/// A part of a fixture with a few things done to it.
fn damaged(random: &mut Random) -> Vec<u8> {
    /// Enough for every construct to meet damage, little enough for many cases.
    const PART_BYTES: usize = 3000;
    let whole = &fixture::all()[random.below(fixture::all().len())].bytes;
    let start = random.below(whole.len().saturating_sub(PART_BYTES) + 1);
    let mut bytes = whole[start..whole.len().min(start + PART_BYTES)].to_vec();
    for _ in 0..1 + random.below(6) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(4) {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..at, random.pick(&PIECES).iter().copied())),
            2 => {
                let copy = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, copy));
            }
            _ => {
                for byte in &mut bytes[at..end] {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
    }
    bytes
}

/// What is wrong with the record of these bytes; nothing, if all is well.
fn problem(bytes: &[u8], kind: Option<SourceKind>) -> Option<String> {
    let input = Input {
        kind,
        url: Some("https://news.example/2025/01/17/story"),
        published: Some("2025-01-17"),
        ..Input::new(bytes)
    };
    let result = catch_unwind(AssertUnwindSafe(|| {
        let article = dateline::extract(&input, &Options::default()).expect("within limits");
        violations(&input, &article)
    }));
    match result {
        Ok(wrong) if wrong.is_empty() => None,
        Ok(wrong) => Some(wrong.join("\n")),
        Err(_) => Some("it panicked".to_owned()),
    }
}

fn check(bytes: &[u8], kind: Option<SourceKind>) {
    let Some(mut found) = problem(bytes, kind) else { return };
    // Leave out what can be left out, in ever smaller parts, so that the report can be read.
    let mut small = bytes.to_vec();
    let mut part = small.len() / 2;
    while part > 0 {
        let mut at = 0;
        while at < small.len() {
            let mut fewer = small.clone();
            fewer.drain(at..(at + part).min(small.len()));
            match problem(&fewer, kind) {
                Some(again) => (small, found) = (fewer, again),
                None => at += part,
            }
        }
        part /= 2;
    }
    panic!("{kind:?}: {found}\nreproduce with: check(b\"{}\", {kind:?})", small.escape_ascii());
}

#[test]
fn any_bytes_give_a_sound_article() {
    let mut random = Random(0x5EED_0000_DA7E_11FE);
    for round in 0..600 {
        let bytes = if round % 2 == 0 { assembled(&mut random) } else { damaged(&mut random) };
        check(&bytes, [None, Some(SourceKind::Html), Some(SourceKind::Text)][round % 3]);
    }
}

#[test]
fn every_prefix_of_a_page_is_a_page() {
    let page = b"<!doctype html><html lang=en><title>A &amp; B</title><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"datePublished\":\"2025-01-17\"}</script><article><h1>A &amp; B</h1><p>OSLO (AP) - \xE2\x80\x9CNo,\xE2\x80\x9D she said.<table><tr><td>1<td>2</table><ul><li>x</ul></article>";
    for end in 0..=page.len() {
        check(&page[..end], Some(SourceKind::Html));
    }
}

fn extract_within(limit: Duration, input: &Input<'_>, analysis: Layers) -> Article {
    let options = Options { analysis, ..Options::default() };
    let started = Instant::now();
    let article = dateline::extract(input, &options).expect("within limits");
    let taken = started.elapsed();
    assert!(taken < limit, "{taken:?} for {} bytes", input.bytes.len());
    article
}

/// Far more than linear time needs on a slow machine without optimisation, far less than quadratic
/// time takes on a fast one.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn a_million_elements_deep() {
    const DEPTH: usize = 1_000_000;
    for tags in ["<div>", "<b>", "<a>", "<p><font>", "<table>", "<ul><li>", "<svg>", "<template>"] {
        let page = format!(
            "<!doctype html><title>Deep</title>{}<p>The bottom of the page was reached.",
            tags.repeat(DEPTH)
        );
        let input = Input { kind: Some(SourceKind::Html), ..Input::new(page.as_bytes()) };
        let article = extract_within(PATIENCE, &input, Layers::NONE);
        assert_eq!(violations(&input, &article), [""; 0], "{tags}");
    }
}

#[test]
fn twenty_megabytes() {
    let sentence = "The council met on Monday and \"nothing was decided\", said Ann Lee. ";
    let mut page = "<!doctype html><title>Long</title><article><h1>Long</h1>".to_owned();
    while page.len() < 20 << 20 {
        // Each is different, or all but the first would be copies.
        page.push_str(&format!("<p>Meeting {}: {}</p>\n", page.len(), sentence.repeat(20)));
    }
    let input = Input::new(page.as_bytes());
    let article = extract_within(PATIENCE, &input, Layers::NONE);
    assert!(article.text.len() > page.len() / 2, "the body was lost");
}

#[test]
fn one_long_line() {
    let sentence =
        "The council of Harlow met on 3 May and \u{201C}nothing was decided,\u{201D} he said. ";
    let text = sentence.repeat((256 << 10) / sentence.len());
    let input = Input { kind: Some(SourceKind::Text), ..Input::new(text.as_bytes()) };
    let article = extract_within(PATIENCE, &input, Layers::ALL);
    assert_eq!(article.text, text);
    assert_eq!(article.blocks.len(), 1);
}
