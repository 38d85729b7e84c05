//! Pages of the shapes that content selection stumbles over, read with the shipped model.

use super::*;
use crate::article::PageKind;
use crate::page;

const STORY: [&str; 5] = [
    "The harbour board voted on Tuesday to close the old ferry line in May, ending a service that has run for ninety-one years.",
    "Members said the last ship, built in 1968, could no longer be repaired at a price the town was able to pay.",
    "\u{201c}We looked for a buyer for two years, and nobody came,\u{201d} said the board's chair, Ada Holm, after the meeting.",
    "Some forty people gathered outside the hall, many of them commuters who use the line every day, and asked for a bus.",
    "The council will decide about a replacement in June, when the new budget is read for the first time.",
];

fn paragraphs(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("<p>{text}</p>")).collect()
}

fn read(html: &str) -> page::Page {
    let dom = crate::dom::parse(html);
    page::read(&dom, &PageContext::default(), &mut Trace::off())
}

fn framed(main: &str) -> String {
    let links: String = ["World", "Sport", "Weather", "Culture"]
        .iter()
        .map(|name| format!("<li><a href=/{name}>{name}</a>"))
        .collect();
    format!(
        "<title>Ferry line to close in May - Harbour Post</title><body><nav class=menu><ul>{links}</ul></nav>{main}\
         <aside class=related><h3>Related</h3><ul><li><a href=/1>Storm takes roof off the market hall</a>\
         <li><a href=/2>New bridge opens to bicycles</a></ul></aside>\
         <footer class=footer><p>© Harbour Post. All rights reserved.</p></footer>"
    )
}

#[test]
fn ok_a_story_among_menus() {
    let main = format!(
        "<article class=article><h1>Ferry line to close in May</h1><p class=byline>By Jon Berg</p>\
         <div class=article-body>{}</div></article>",
        paragraphs(&STORY)
    );
    let page = read(&framed(&main));
    assert_eq!(page.body.text, STORY.join("\n\n"));
    assert_eq!(page.metadata.page_kind, Some(PageKind::Article));
}

#[test]
fn ok_a_doubled_body_is_kept_once() {
    let copy =
        |class: &str| format!("<div class='article-body {class}'>{}</div>", paragraphs(&STORY));
    let main = format!("<article>{}{}</article>", copy("desktop"), copy("mobile"));
    let text = read(&framed(&main)).body.text;
    for sentence in STORY {
        assert_eq!(text.matches(sentence).count(), 1, "{sentence}");
    }
}

#[test]
fn ok_a_body_that_only_json_ld_holds() {
    let body = STORY.join("\\n\\n").replace('"', "\\\"");
    let main = format!(
        "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"Ferry line to close in May\",\
         \"articleBody\":\"{body}\"}}</script><div id=app></div>"
    );
    let page = read(&framed(&main));
    assert_eq!(page.body.text, STORY.join("\n\n"));
}

#[test]
fn ok_a_page_of_nothing() {
    for html in ["", "<p>", "<div><img src=a.png></div>", "<!-- only a comment -->"] {
        assert!(read(html).body.text.is_empty(), "{html}");
    }
}

#[test]
fn ok_scripts_without_spaces() {
    let story = [
        "港の理事会は火曜日、老朽化したフェリー路線を五月に廃止することを決めた。九十一年続いた航路は幕を閉じる。",
        "理事によると、一九六八年に建造された最後の船は、町が払える費用ではもはや修理できないという。",
        "会場の外には通勤で毎日利用する住民ら約四十人が集まり、代わりのバスを求めて声を上げた。",
    ];
    let main = format!(
        "<article><h1>フェリー航路、五月に廃止</h1><div class=article-body>{}</div></article>",
        paragraphs(&story)
    );
    assert_eq!(read(&framed(&main)).body.text, story.join("\n\n"));
}

#[test]
fn ok_every_choice_is_traced() {
    let dom = crate::dom::parse(
        "<article><p>One sentence that is long enough to be judged.</p></article>",
    );
    let mut trace = Trace::on();
    let _ = page::read(&dom, &PageContext::default(), &mut trace);
    let notes: Vec<_> = trace.notes().iter().filter(|note| note.rule == "body/segment").collect();
    assert_eq!(notes.len(), 1);
    assert!(notes[0].score.is_some());
}

#[test]
fn ok_the_shipped_model_fits_the_features() {
    let model = model::Model::read(include_bytes!("../../../models/content.bin")).unwrap();
    let names = features::names();
    let page = names.iter().position(|name| name == "page_segments").unwrap();
    assert!(model.fits(names.len(), names.len() - page, features::second_names().len()));
}

#[test]
fn ok_neighbours_repeat_what_rows_hold() {
    let dom = crate::dom::parse("<h2>One title</h2><p class=x>Two, three. Four <a href=/>five</a>");
    let page = segment::segment(&dom);
    let places = place::places(&dom, &page);
    let (context, structured) = (PageContext::default(), Structured::default());
    let lexicon = &model::Model::embedded().lexicon;
    let (dom, context, structured) = (&dom, &context, &structured);
    let given = Given { dom, context, structured, page: &page, places: &places, lexicon };
    let features = Features::new(&given, &mut ElementHints::new(dom));
    let names = features::names();
    let mut rows: [Vec<f32>; 2] = Default::default();
    let mut shared = features::Shared::new();
    for (index, row) in rows.iter_mut().enumerate() {
        features.put(index, &mut shared, row);
        assert_eq!(row.len() + features.page.len(), names.len());
    }
    let repeated = names.iter().enumerate().filter_map(|(at, name)| {
        let own = name.strip_suffix("[1]")?;
        Some((at, names.iter().position(|name| name == own)?))
    });
    let repeated: Vec<(usize, usize)> = repeated.collect();
    assert_eq!(repeated.len(), 10);
    for (near, own) in repeated {
        assert_eq!(rows[0][near].to_bits(), rows[1][own].to_bits(), "{}", names[own]);
    }
}
