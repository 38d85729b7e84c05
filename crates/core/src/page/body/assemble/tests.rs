//! Small pages of which every segment is kept.

use super::*;
use crate::page::body::place::places;
use crate::page::body::segment::segment;

fn assembled(html: &str, url: Option<&str>, captions_in_text: bool) -> Page {
    let dom = crate::dom::parse(html);
    let segmentation = segment(&dom);
    let kept = vec![true; segmentation.segments.len()];
    let places = places(&dom, &segmentation);
    let context = PageContext { url, captions_in_text };
    let mut page = Page::default();
    assemble(&dom, &context, &segmentation, &places, &kept, &mut page);
    page
}

fn blocks(html: &str) -> Vec<(String, String)> {
    let page = assembled(html, None, false);
    let text = &page.body.text;
    let name = |kind: &BlockKind| match kind {
        BlockKind::Paragraph => "p".to_owned(),
        BlockKind::Heading { level } => format!("h{level}"),
        BlockKind::ListItem { ordered, depth } => {
            format!("{}{depth}", if *ordered { "ol" } else { "ul" })
        }
        BlockKind::Quote => "quote".to_owned(),
        BlockKind::Code { language } => format!("code {}", language.as_deref().unwrap_or("?")),
        BlockKind::Table { rows } => {
            let cells = |row: &Vec<Span>| {
                row.iter().map(|cell| cell.of(text)).collect::<Vec<_>>().join("|")
            };
            rows.iter().map(cells).collect::<Vec<_>>().join("/")
        }
        BlockKind::Figure { image } => format!("figure {image}"),
    };
    page.body
        .blocks
        .iter()
        .map(|block| (name(&block.kind), block.span.of(text).to_owned()))
        .collect()
}

fn expect(html: &str, expected: &[(&str, &str)]) {
    let found = blocks(html);
    let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn ok_white_space_is_folded() {
    expect(
        "<p> Two\n  <b>bold </b>\t words\u{ad}worth.<br> A line. <p>Next",
        &[("p", "Two bold wordsworth.\nA line."), ("p", "Next")],
    );
    assert_eq!(assembled("<p>a<p>b", None, false).body.text, "a\n\nb");
}

#[test]
fn ok_headings_lists_and_quotes() {
    expect(
        "<h2>Head</h2><ul><li>one<ol><li>inner</ol><li><p>two<p>still two</ul><blockquote><p>said</blockquote>",
        &[
            ("h2", "Head"),
            ("ul1", "one"),
            ("ol2", "inner"),
            ("ul1", "two"),
            ("p", "still two"),
            ("quote", "said"),
        ],
    );
}

#[test]
fn ok_data_tables_keep_their_cells() {
    expect(
        "<table><tr><th>Year<th>Ships<tr><td>1999<td><b>4</b> big<tr><td>2001<td></table>",
        &[("Year|Ships/1999|4 big/2001|", "Year\tShips\n1999\t4 big\n2001")],
    );
}

#[test]
fn ok_layout_tables_are_their_contents() {
    expect("<table><tr><td><p>Left<td><p>Right</table>", &[("p", "Left"), ("p", "Right")]);
}

#[test]
fn ok_code_keeps_its_lines() {
    expect(
        "<pre><code class='hl language-Rust'>fn a() {\n    b();\n}\n</code></pre>",
        &[("code rust", "fn a() {\n    b();\n}")],
    );
}

#[test]
fn ok_links_are_absolute() {
    let html = "<base href='/sub/'><p>See <a href='x?y'> the page </a>, <a href='javascript:z()'>not</a> this.";
    let page = assembled(html, Some("https://news.example/a/b"), false);
    let links: Vec<(&str, &str)> = page
        .body
        .links
        .iter()
        .map(|link| (link.span.of(&page.body.text), link.url.as_str()))
        .collect();
    assert_eq!(links, [("the page", "https://news.example/sub/x?y")]);
}

#[test]
fn ok_a_link_around_blocks_is_one_for_each() {
    let page = assembled("<a href=/x><p>one</p><p>two</p></a>", None, false);
    let words: Vec<&str> =
        page.body.links.iter().map(|link| link.span.of(&page.body.text)).collect();
    assert_eq!(words, ["one", "two"]);
}

#[test]
fn ok_figures_stand_in_place() {
    let html = "<p>Before.</p><figure><img src=/a.jpg alt=Pier><figcaption>The pier.</figcaption></figure><p>After.";
    expect(html, &[("p", "Before."), ("figure 0", ""), ("p", "After.")]);
    let page = assembled(html, None, false);
    let image = &page.metadata.images[0];
    assert_eq!((image.url.as_str(), image.caption.as_deref()), ("/a.jpg", Some("The pier.")));
    let page = assembled(html, None, true);
    assert_eq!(page.body.text, "Before.\n\nThe pier.\n\nAfter.");
    assert_eq!(page.body.blocks[1].span.of(&page.body.text), "The pier.");
}

#[test]
fn ok_marks_that_link_to_their_own_place_are_left_out() {
    expect(
        "<h2>Setup<a class=headerlink href='#setup' title='Permalink'>¶</a></h2>\
         <h3><a href='https://example.org/guide#panics'><span>🔗\u{fe0f}</span></a> Panics</h3>\
         <p>See <a href='#b7'>§ 7</a> and C<a href='/c-sharp'>#</a>.",
        &[("h2", "Setup"), ("h3", "Panics"), ("p", "See § 7 and C#.")],
    );
}
