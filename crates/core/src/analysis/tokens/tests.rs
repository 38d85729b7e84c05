use super::*;
use crate::analysis::{Segment, SegmentKind};

/// A document of one paragraph of English.
pub(crate) fn document(text: &str) -> Document<'_> {
    let span = Span::new(0, text.len());
    Document {
        text,
        segments: vec![Segment { span, kind: SegmentKind::Prose }],
        language: Some("en"),
        published: None,
        title: None,
    }
}

fn cut(text: &str) -> String {
    let tokens = tokenize(&document(text));
    (0..tokens.len()).map(|index| tokens.text(index)).collect::<Vec<_>>().join("|")
}

#[test]
fn ok_clitics() {
    assert_eq!(cut("Trump's don't they’ll CAN'T I'm"), "Trump|'s|do|n't|they|’ll|CA|N'T|I|'m");
    assert_eq!(cut("the workers' O'Brien d'Ivoire"), "the|workers|'|O'Brien|d'Ivoire");
    assert_eq!(cut("the '90s and 1990's"), "the|'90s|and|1990|'s");
    assert_eq!(cut("Iran 's oil"), "Iran|'s|oil");
}

#[test]
fn ok_hyphens_and_dashes() {
    assert_eq!(cut("a 20-year-old co-op"), "a|20-year-old|co-op");
    assert_eq!(
        cut("Moscow and Tehran—both--agreed – _ yes"),
        "Moscow|and|Tehran|—|both|--|agreed|–|_|yes"
    );
    assert_eq!(cut("U.S.-based 1990–91 2025-01-17"), "U.S.-based|1990|–|91|2025-01-17");
}

#[test]
fn ok_numbers() {
    assert_eq!(cut("$3.5bn, 1,700 or 20%."), "$|3.5bn|,|1,700|or|20|%|.");
    assert_eq!(cut("US$5 and HK$7m at 10:30"), "US$|5|and|HK$|7m|at|10:30");
    assert_eq!(cut("€1.2 million; £.5"), "€|1.2|million|;|£|.5");
    assert_eq!(
        cut("in 2013. No. 10 won 3-2 on 17/1/2025."),
        "in|2013|.|No.|10|won|3-2|on|17/1/2025|."
    );
}

#[test]
fn ok_stops() {
    assert_eq!(cut("Mr. W. Bush of the U.S. at 5 a.m."), "Mr.|W.|Bush|of|the|U.S.|at|5|a.m.");
    assert_eq!(cut("No. He sat. Dr.Smith"), "No|.|He|sat|.|Dr.|Smith");
    assert_eq!(cut("J.K. Rowling, Ph.D., etc."), "J.K.|Rowling|,|Ph.D.|,|etc.");
    assert_eq!(cut("Wait... what?! Yes. . . ."), "Wait|...|what|?!|Yes|. . .|.");
}

#[test]
fn ok_glued_sentences() {
    assert_eq!(cut("may be extended.As a"), "may|be|extended|.|As|a");
    assert_eq!(cut("in 2013.The next"), "in|2013|.|The|next");
    assert_eq!(cut("see main.rs on Yahoo.com."), "see|main.rs|on|Yahoo.com|.");
}

#[test]
fn ok_addresses() {
    assert_eq!(
        cut("(http://a.example/x?y=1). Mail a.b@c.example. @dateline #news #1"),
        "(|http://a.example/x?y=1|)|.|Mail|a.b@c.example|.|@dateline|#news|#|1"
    );
    let text = format!("http://{}", ")".repeat(50_000));
    assert_eq!(tokenize(&document(&text)).text(0), "http://");
}

#[test]
fn ok_quotation_marks() {
    assert_eq!(cut("``It's,'' he \"said\" ‘x’ «y»"), "``|It|'s|,|''|he|\"|said|\"|‘|x|’|«|y|»");
}

#[test]
fn ok_other_scripts() {
    assert_eq!(cut("东京2025年。"), "东|京|2025|年|。");
    assert_eq!(cut("नई दिल्ली।"), "नई|दिल्ली|।");
    assert_eq!(cut("Они сказали: «Да»."), "Они|сказали|:|«|Да|»|.");
    assert_eq!(cut("서울에서 만났다."), "서울에서|만났다|.");
    assert_eq!(cut("👩🏽‍🚀 km² 20°C"), "👩🏽‍🚀|km²|20|°|C");
}

#[test]
fn ok_shapes() {
    let tokens = tokenize(&document("The U.S. paid 2,000 euros\nin mid-May, it's said"));
    let shape = |word: &str| {
        let index = (0..tokens.len()).find(|&index| tokens.text(index) == word).unwrap();
        tokens.shape(index)
    };
    assert!(shape("The").has(Shape::CAPITAL.with(Shape::LOWER).with(Shape::FIRST)));
    assert!(shape("U.S.").has(Shape::UPPER.with(Shape::STOPPED).with(Shape::SPACE_BEFORE)));
    assert!(shape("2,000").has(Shape::NUMBER));
    assert!(!shape("2,000").any(Shape::LETTER));
    assert!(shape("in").has(Shape::LINE_BEFORE));
    assert!(shape("mid-May").has(Shape::HYPHEN.with(Shape::LETTER)));
    assert!(!shape("mid-May").has(Shape::CAPITAL));
    assert!(shape(",").has(Shape::MARK));
    assert!(shape("'s").has(Shape::CLITIC));
}

#[test]
fn ok_sentences_and_offsets() {
    let text = "One two. Three";
    let mut tokens = tokenize(&document(text));
    assert_eq!((tokens.sentence_count(), tokens.segment(0)), (1, 0..4));
    tokens.set_sentences(&[0, 3]);
    assert_eq!(tokens.sentence_spans(), [Span::new(0, 8), Span::new(9, 14)]);
    assert_eq!(tokens.sentence_of(3), 1);
    assert_eq!(tokens.within(Span::new(2, 8)), 0..3);
    assert_eq!(tokens.at(8), 3);
}

/// Strings from a small alphabet of everything the scanner treats specially.
pub(crate) fn odd_strings() -> impl Iterator<Item = String> {
    const PARTS: [&str; 48] = [
        "a", "B", "U.S", "don't", "'", "’s", ".", "..", "…", ",", "-", "--", "—", "_", "1", "2025",
        "3.5", "10:30", "$", "%", "@", "#", "http://", "www.", "(", ")", "\"", "``", "''", " ",
        "\n", "\u{a0}", "é", "年", "。", "\u{301}", "\u{200d}", "👩", "&", "/", "Mr", "No", "May",
        "last", "Monday", "p.m", "million", "\u{ad}",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    (0..3000).map(move |_| {
        let mut text = String::new();
        for _ in 0..(state >> 60) + 1 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(PARTS[(state >> 33) as usize % PARTS.len()]);
        }
        text
    })
}

#[test]
fn ok_any_text_gives_sorted_spans_that_cover_it() {
    for text in odd_strings() {
        let tokens = tokenize(&document(&text));
        let mut end = 0;
        for span in tokens.spans() {
            assert!(span.start >= end && !span.is_empty(), "{text:?}");
            let gap = Span { start: end, end: span.start }.of(&text);
            assert!(gap.chars().all(scan::is_blank), "{text:?} lost {gap:?}");
            assert!(!span.of(&text).is_empty());
            end = span.end;
        }
        assert!(text[end as usize..].chars().all(scan::is_blank), "{text:?}");
    }
}
