//! All forms of one record that has one of everything.

use crate::article::{Block, BlockKind, Image, Link, Provenance};
use crate::{Article, Extractor, Input, Layers, Options, SourceKind, Span};

/// A record with a block of every kind, made by hand: what the forms do with it depends on no other
/// stage.
fn article() -> Article {
    let options = Options { analysis: Layers::NONE, ..Options::default() };
    let mut article = Extractor::new(options).unwrap().extract(&Input::new(b"x")).unwrap();
    article.source.kind = SourceKind::Html;
    article.warnings.clear();
    article.text.clear();
    article.blocks.clear();
    article.metadata.language = Some("en".to_owned());
    article.metadata.provenance.insert("language".to_owned(), Provenance::Meta);
    article.metadata.title = Some("Five < six & \"more\"".to_owned());
    article.metadata.images = vec![Image {
        url: "https://town.example/a b.jpg".to_owned(),
        caption: Some("The *old* bridge".to_owned()),
        alt: Some("A [bridge]".to_owned()),
        credit: Some("M. Kim".to_owned()),
        lead: false,
    }];
    let mut push = |kind: BlockKind, text: &str| {
        if !article.text.is_empty() {
            article.text.push_str("\n\n");
        }
        let start = article.text.len();
        article.text.push_str(text);
        let span = Span::new(start, article.text.len());
        article.blocks.push(Block { kind, span });
        span
    };
    let first = push(BlockKind::Paragraph, "First line\nand a link_with <tags> & more.");
    push(BlockKind::Heading { level: 2 }, "What #2 says ##");
    let item = |ordered, depth| BlockKind::ListItem { ordered, depth };
    push(item(false, 1), "outer one");
    push(item(true, 2), "inner one");
    push(item(true, 2), "inner two");
    push(item(false, 1), "2. outer two");
    push(BlockKind::Quote, "First quoted.");
    push(BlockKind::Quote, "Second quoted.");
    push(BlockKind::Code { language: Some("rust".to_owned()) }, "let a = \"```\";\n  // <b>");
    push(BlockKind::Figure { image: 0 }, "");
    let table = push(BlockKind::Paragraph, "Year\tSold|bought\n2024\t1*2*3");
    let cell = |start: usize, len: usize| Span::new(start, start + len);
    let start = table.start as usize;
    let rows = vec![
        vec![cell(start, 4), cell(start + 5, 11)],
        vec![cell(start + 17, 4), cell(start + 22, 5), Span::new(start, start)],
    ];
    article.blocks.last_mut().unwrap().kind = BlockKind::Table { rows };
    let start = first.start as usize + "First line\nand ".len();
    article.links = vec![
        Link { span: Span::new(start, start + 11), url: "https://town.example/?a=b&c".to_owned() },
        Link { span: Span::new(start + 12, start + 18), url: "javascript:alert(1)".to_owned() },
    ];
    article
}

#[test]
fn ok_markdown() {
    let expected = r#"---
title: "Five < six & \"more\""
language: en
---

# Five < six & "more"

First line\
and [a link_with](https://town.example/?a=b&c) \<tags> & more.

## What #2 says \##

- outer one
  1. inner one
  2. inner two
- 2\. outer two

> First quoted.
>
> Second quoted.

````rust
let a = "```";
  // <b>
````

![A \[bridge\]](<https://town.example/a b.jpg>)

*The \*old\* bridge (M. Kim)*

| Year | Sold\|bought |  |
| --- | --- | --- |
| 2024 | 1\*2\*3 |  |
"#;
    assert_eq!(super::markdown(&article()), expected);
}

#[test]
fn ok_text() {
    let expected = "Five < six & \"more\"\n\nFirst line\nand a link_with <tags> & more.\n\nWhat #2 \
                    says ##\n\n- outer one\n  1. inner one\n  2. inner two\n- 2. outer two\n\nFirst \
                    quoted.\n\nSecond quoted.\n\nlet a = \"```\";\n  // <b>\n\nYear\tSold|bought\n\
                    2024\t1*2*3\t\n";
    assert_eq!(super::text(&article()), expected);
}

#[test]
fn ok_html() {
    let html = super::html(&article());
    let body = html.split_once("</header>\n").unwrap().1;
    let expected = r#"<p>First line<br>
and <a href="https://town.example/?a=b&amp;c">a link_with</a> &lt;tags&gt; &amp; more.</p>
<h2>What #2 says ##</h2>
<ul>
<li>outer one
<ol>
<li>inner one</li>
<li>inner two</li>
</ol>
</li>
<li>2. outer two</li>
</ul>
<blockquote>
<p>First quoted.</p>
<p>Second quoted.</p>
</blockquote>
<pre><code class="language-rust">let a = &quot;```&quot;;
  // &lt;b&gt;</code></pre>
<figure><img src="https://town.example/a b.jpg" alt="A [bridge]"><figcaption>The *old* bridge<small class="credit">M. Kim</small></figcaption></figure>
<table>
<tr><td>Year</td><td>Sold|bought</td></tr>
<tr><td>2024</td><td>1*2*3</td><td></td></tr>
</table>
</article>
</body>
</html>
"#;
    assert_eq!(body, expected);
}

/// Text of other documents cannot end the script that holds the metadata, nor begin an element.
#[test]
fn ok_nothing_escapes_its_place() {
    let mut article = article();
    let hostile = "</script><script>alert(1)</script><!-- \" onload=x";
    article.metadata.title = Some(hostile.to_owned());
    article.metadata.description = Some(hostile.to_owned());
    article.metadata.tags = vec![hostile.to_owned()];
    for html in [super::html(&article), super::page(&article)] {
        assert_eq!(html.matches("<script").count(), html.matches("application/ld+json").count());
        assert!(!html.contains("alert(1)<"));
        // In JSON a backslash stands before the quotation mark.
        assert!(!html.replace("\\\"", "").contains("\" onload"));
        assert!(!html.contains("javascript:"));
    }
}
