use super::*;
use crate::analysis::sentences;
use crate::analysis::tokens::tests::{document, odd_strings};
use crate::analysis::tokens::tokenize;

type Parts = (String, Option<String>, Option<String>, Option<String>);

fn read(text: &str) -> Option<Parts> {
    let mut document = document(text);
    document.published = Some("2025-01-17");
    let mut tokens = tokenize(&document);
    let _ = sentences::split(&document, &mut tokens, &mut Trace::off());
    let found = find(&document, &tokens, &mut Trace::off())?;
    Some((found.span.of(text).to_owned(), found.place, found.agency, found.date))
}

fn expect(text: &str, span: &str, place: &str, agency: &str, date: &str) {
    let some = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    let expected = (span.to_owned(), some(place), some(agency), some(date));
    assert_eq!(read(text), Some(expected), "{text}");
}

#[test]
fn ok_forms() {
    expect("MOSCOW: In the face of it all.", "MOSCOW", "Moscow", "", "");
    expect("PARIS (AP) — The mayor left.", "PARIS (AP)", "Paris", "AP", "");
    expect(
        "GENEVA, Jan. 17 (Reuters) - Talks began.",
        "GENEVA, Jan. 17 (Reuters)",
        "Geneva",
        "Reuters",
        "2025-01-17",
    );
    expect("(CNN) — The mayor left.", "(CNN)", "", "CNN", "");
    expect(
        "LONDON, England (CNN) -- It rained.",
        "LONDON, England (CNN)",
        "London, England",
        "CNN",
        "",
    );
    expect("WASHINGTON _ The economy grew.", "WASHINGTON", "Washington", "", "");
    expect("WASHINGTON _", "WASHINGTON", "Washington", "", "");
    expect("NEW DELHI: The court sat.", "NEW DELHI", "New Delhi", "", "");
    expect("New Delhi: The court sat.", "New Delhi", "New Delhi", "", "");
    expect(
        "DAR ES SALAAM, Tanzania (AP) _",
        "DAR ES SALAAM, Tanzania (AP)",
        "Dar es Salaam, Tanzania",
        "AP",
        "",
    );
    expect("MANCHESTER, N.H. - Four days later.", "MANCHESTER, N.H.", "Manchester, N.H.", "", "");
    expect(
        "CAIRO – 26 July 2022: The envoy came.",
        "CAIRO – 26 July 2022",
        "Cairo",
        "",
        "2022-07-26",
    );
    expect(
        "MOSCOW, January 17. /TASS/. Talks began.",
        "MOSCOW, January 17. /TASS/",
        "Moscow",
        "TASS",
        "2025-01-17",
    );
    expect("Mexico City (AFP) – It was tense.", "Mexico City (AFP)", "Mexico City", "AFP", "");
    expect(
        "BEIJING, Dec. 30 (Xinhua) -- It snowed.",
        "BEIJING, Dec. 30 (Xinhua)",
        "Beijing",
        "Xinhua",
        "2024-12-30",
    );
    expect(
        "MOSCOW/KYIV (Reuters) - Both said no.",
        "MOSCOW/KYIV (Reuters)",
        "Moscow/Kyiv",
        "Reuters",
        "",
    );
    expect("BERLIN (dpa) – Der Kanzler ging.", "BERLIN (dpa)", "Berlin", "dpa", "");
    expect("ST. LOUIS — It rained.", "ST. LOUIS", "St. Louis", "", "");
    expect("LINDI: It is eight o'clock.", "LINDI", "Lindi", "", "");
    expect(
        "A hotel is planned. CHARLESTON, W.Va. -- Officials said so.",
        "CHARLESTON, W.Va.",
        "Charleston, W.Va.",
        "",
        "",
    );
}

#[test]
fn err_no_dateline() {
    for text in [
        "BREAKING: The mayor left.",
        "EXCLUSIVE – The mayor left.",
        "QUICK SUMMARY: Nothing happened.",
        "The mayor (Labour) said no.",
        "Trump: We will win.",
        "Clinton-Trump - the fight goes on.",
        "Police - who were late - said no.",
        "He left.",
        "JANE ROE, HOST: The mayor left.",
        "A hotel (Ritz) - the best - opened.",
        "",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn ok_any_text_gives_spans_inside() {
    for text in odd_strings() {
        let _ = read(&text);
    }
}
