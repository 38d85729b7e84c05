use super::*;
use crate::analysis::sentences;
use crate::analysis::tokens::tests::{document, odd_strings};
use crate::analysis::tokens::tokenize;

fn read(text: &str, published: Option<&str>) -> Vec<(String, String)> {
    let mut document = document(text);
    document.published = published;
    let mut tokens = tokenize(&document);
    let _ = sentences::split(&document, &mut tokens, &mut Trace::off());
    find(&document, &tokens, &mut Trace::off())
        .into_iter()
        .map(|time| (time.span.of(text).to_owned(), time.value))
        .collect()
}

/// Checks `text`, published on Friday, 2025-01-17, against `surface=value` pairs.
fn expect(text: &str, expected: &[(&str, &str)]) {
    let found = read(text, Some("2025-01-17"));
    let found: Vec<(&str, &str)> = found.iter().map(|(s, v)| (s.as_str(), v.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn ok_dates() {
    expect("It opened on January 3, 2024.", &[("January 3, 2024", "2024-01-03")]);
    expect("It opened on 3 January 2024.", &[("3 January 2024", "2024-01-03")]);
    expect("It opened on the 3rd of March 2024.", &[("the 3rd of March 2024", "2024-03-03")]);
    expect("It opened on Dec. 30.", &[("Dec. 30", "2024-12-30")]);
    expect("It opened in March 2013.", &[("March 2013", "2013-03")]);
    expect("He took office in July.", &[("July", "2024-07")]);
    expect("It will open in July.", &[("July", "2025-07")]);
    expect("It fell apart in 1991.", &[("1991", "1991")]);
    expect(
        "The file is of 2024-05-06 and 6/5/2024.",
        &[("2024-05-06", "2024-05-06"), ("6/5/2024", "2024-06-05")],
    );
    expect(
        "It was so in the 1990s and the late 1980s.",
        &[("the 1990s", "199"), ("the late 1980s", "198")],
    );
    expect("It is of the 20th century.", &[("the 20th century", "19")]);
    expect("It was nineteen ninety-six.", &[("nineteen ninety-six", "1996")]);
    expect(
        "They met on Christmas Eve and at Easter 2024.",
        &[("Christmas Eve", "2024-12-24"), ("Easter 2024", "2024-03-31")],
    );
}

#[test]
fn ok_weekdays_follow_the_tense() {
    expect("They signed it on Friday.", &[("Friday", "2025-01-17")]);
    expect("They signed it on Monday.", &[("Monday", "2025-01-13")]);
    expect("They will sign it on Monday.", &[("Monday", "2025-01-20")]);
    expect("The visit preceded the inauguration on Monday.", &[("Monday", "2025-01-20")]);
    expect(
        "It starts next Monday, not last Monday.",
        &[("next Monday", "2025-01-20"), ("last Monday", "2025-01-13")],
    );
    expect("He left on Friday, Jan. 10.", &[("Friday, Jan. 10", "2025-01-10")]);
}

#[test]
fn ok_relative() {
    expect("It fell last month.", &[("last month", "2024-12")]);
    expect("It fell last year.", &[("last year", "2024")]);
    expect("It rose early next year.", &[("early next year", "2026")]);
    expect("It rose last week.", &[("last week", "2025-W02")]);
    expect(
        "He came in 2013 and left the following year.",
        &[("2013", "2013"), ("the following year", "2014")],
    );
    expect("He left three days ago.", &[("three days ago", "2025-01-14")]);
    expect("He left yesterday.", &[("yesterday", "2025-01-16")]);
    expect("It was cold last winter.", &[("last winter", "2024-WI")]);
    expect("Now it is warm.", &[("Now", "PRESENT_REF")]);
    expect("They postponed it until Tuesday.", &[("Tuesday", "2025-01-21")]);
    expect("It grew over the past decade.", &[("the past decade", "P10Y")]);
    expect("It rose at the end of 2019.", &[("the end of 2019", "2019")]);
}

#[test]
fn ok_business_years() {
    expect(
        "It lost money in the third quarter of 2024.",
        &[("the third quarter of 2024", "2024-Q3")],
    );
    expect("A third-quarter loss.", &[("third-quarter", "2024-Q3")]);
    expect(
        "In the fourth quarter it earned more than a year earlier.",
        &[("the fourth quarter", "2024-Q4"), ("a year earlier", "2023-Q4")],
    );
    expect("It grew in the first half of 2023.", &[("the first half of 2023", "2023-H1")]);
}

#[test]
fn ok_durations_and_sets() {
    expect("A 20-year agreement.", &[("20-year", "P20Y")]);
    expect("It took two and half hours.", &[]);
    expect("It took two weeks.", &[("two weeks", "P2W")]);
    expect("It took 2 1/2 years.", &[("2 1/2 years", "P2Y6M")]);
    expect("It grew over the past two months.", &[("the past two months", "P2M")]);
    expect("It lasted for years.", &[("years", "PXY")]);
    expect("It lasted more than four hours.", &[("more than four hours", "PT4H")]);
    expect(
        "It runs every Monday and every two weeks.",
        &[("every Monday", "XXXX-WXX-1"), ("every two weeks", "P2W")],
    );
    expect("They meet on Mondays.", &[("Mondays", "XXXX-WXX-1")]);
    expect("A six-year-old boy.", &[]);
}

#[test]
fn ok_times_of_day() {
    expect("It began at 3 p.m. GMT.", &[("3 p.m. GMT", "2025-01-17T15:00")]);
    expect("It began at 10:30 on Monday.", &[("10:30 on Monday", "2025-01-13T10:30")]);
    expect("It began on Monday night.", &[("Monday night", "2025-01-13TNI")]);
    expect("It began this morning.", &[("this morning", "2025-01-17TMO")]);
    expect("It ends at noon.", &[("noon", "2025-01-17T12:00")]);
    expect("He leaves at 4 in the morning.", &[("4 in the morning", "2025-01-17T04:00")]);
    expect(
        "It happened at 10:35 a.m. (0735 GMT) Monday.",
        &[("10:35 a.m.", "2025-01-13T10:35"), ("Monday", "2025-01-13")],
    );
}

#[test]
fn err_words_that_only_look_like_times() {
    for text in [
        "It may rain.",
        "They march on.",
        "He sat and the sun shone.",
        "May said no.",
        "He came second.",
        "Some 1500 people paid $2000.",
        "Fall came before spring water.",
        "Sun Microsystems sold it.",
    ] {
        expect(text, &[]);
    }
}

#[test]
fn ok_without_a_day_of_publication_values_stay_open() {
    let found =
        read("On Friday in July he said that last year and today it rained on Jan. 17.", None);
    let values: Vec<&str> = found.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(values, ["XXXX-WXX-5", "XXXX-07", "XXXX", "XXXX-XX-XX", "XXXX-01-17"]);
}

#[test]
fn ok_any_text_gives_sorted_spans() {
    for text in odd_strings() {
        let mut end = 0;
        let document = document(&text);
        let tokens = tokenize(&document);
        for time in find(&document, &tokens, &mut Trace::off()) {
            assert!(time.span.start >= end && !time.span.is_empty(), "{text:?}");
            end = time.span.end;
        }
        let _ = read(&text, Some("2025-01-17"));
    }
}
