use super::*;
use crate::analysis::tokens::tests::{document, odd_strings};
use crate::analysis::tokens::tokenize;
use crate::analysis::{sentences, times};

fn read(text: &str) -> Vec<(String, String)> {
    let mut document = document(text);
    document.published = Some("2025-01-17");
    let mut tokens = tokenize(&document);
    let _ = sentences::split(&document, &mut tokens, &mut Trace::off());
    let times = times::find(&document, &tokens, &mut Trace::off());
    find(&document, &tokens, &times, &mut Trace::off())
        .into_iter()
        .map(|amount| {
            let unit = amount.unit.unwrap_or_default();
            (amount.span.of(text).to_owned(), format!("{} {unit}", amount.value))
        })
        .collect()
}

fn expect(text: &str, expected: &[(&str, &str)]) {
    let found = read(text);
    let found: Vec<(&str, &str)> = found.iter().map(|(s, v)| (s.as_str(), v.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn ok_money() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("It paid $5.", &[("$5", "5 USD")]),
        ("It paid US$3.5bn.", &[("US$3.5bn", "3500000000 USD")]),
        ("It paid $3.5 billion for it.", &[("$3.5 billion", "3500000000 USD")]),
        ("It paid €1.2 million.", &[("€1.2 million", "1200000 EUR")]),
        ("A £50m deal.", &[("£50m", "50000000 GBP")]),
        ("A $20,000 prize.", &[("$20,000", "20000 USD")]),
        ("A $3-billion plan.", &[("$3-billion", "3000000000 USD")]),
        ("A $10-million-a-year plan.", &[("$10-million", "10000000 USD")]),
        ("It cost 10 pence.", &[("10 pence", "0.1 GBP")]),
        ("It rose 5 cents.", &[("5 cents", "0.05 USD")]),
        ("It cost £2, or 50p more.", &[("£2", "2 GBP"), ("50p", "0.5 GBP")]),
        ("It cost 300 euros.", &[("300 euros", "300 EUR")]),
        ("It cost 2 million Swiss francs.", &[("2 million Swiss francs", "2000000 CHF")]),
        ("It cost 40 Hong Kong dollars.", &[("40 Hong Kong dollars", "40 HKD")]),
        ("It cost HK$7.8 million.", &[("HK$7.8 million", "7800000 HKD")]),
        ("It cost A$60 and C$70.", &[("A$60", "60 AUD"), ("C$70", "70 CAD")]),
        ("It cost 500 roubles.", &[("500 roubles", "500 RUB")]),
        ("It cost ₹5 crore.", &[("₹5 crore", "50000000 INR")]),
        ("It cost Rs 2 lakh.", &[("Rs 2 lakh", "200000 INR")]),
        ("It cost EUR 3 million.", &[("EUR 3 million", "3000000 EUR")]),
        ("It cost 3 million USD.", &[("3 million USD", "3000000 USD")]),
        ("It cost ¥1,000.", &[("¥1,000", "1000 JPY")]),
        ("It cost half a million dollars.", &[("half a million dollars", "500000 USD")]),
        ("It cost seventy million dollars.", &[("seventy million dollars", "70000000 USD")]),
        ("It cost two hundred dollars.", &[("two hundred dollars", "200 USD")]),
        ("It cost five million pounds.", &[("five million pounds", "5000000 GBP")]),
        ("It cost 20 pounds sterling.", &[("20 pounds sterling", "20 GBP")]),
        ("From $5 to $6.", &[("$5", "5 USD"), ("$6", "6 USD")]),
        ("It cost 100€.", &[("100€", "100 EUR")]),
        ("It lost $1.2 trillion.", &[("$1.2 trillion", "1200000000000 USD")]),
        ("It cost 4.6 million dollars.", &[("4.6 million dollars", "4600000 USD")]),
    ];
    for (text, expected) in cases {
        expect(text, expected);
    }
}

#[test]
fn ok_percent() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("It rose 5%.", &[("5%", "5 %")]),
        ("It rose 2.5 percent.", &[("2.5 percent", "2.5 %")]),
        ("It rose 5 per cent.", &[("5 per cent", "5 %")]),
        ("It rose twenty-five percent.", &[("twenty-five percent", "25 %")]),
        ("It fell 3 percentage points.", &[("3 percentage points", "3 pp")]),
        ("It fell 50 basis points.", &[("50 basis points", "50 bp")]),
        ("It was 5 to 6 percent.", &[("5", "5 %"), ("6 percent", "6 %")]),
        ("It was 5% to 6%.", &[("5%", "5 %"), ("6%", "6 %")]),
        ("It was minus 3 percent.", &[("3 percent", "-3 %")]),
        ("A 20-percent rise.", &[("20-percent", "20 %")]),
        ("It rose 1,200%.", &[("1,200%", "1200 %")]),
    ];
    for (text, expected) in cases {
        expect(text, expected);
    }
}

#[test]
fn ok_measures() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("It is 5 km away.", &[("5 km", "5 km")]),
        ("It is 5km away.", &[("5km", "5 km")]),
        ("A 20-tonne lorry.", &[("20-tonne", "20 t")]),
        ("It is 700 kilometers off.", &[("700 kilometers", "700 km")]),
        ("It is (450 miles) off.", &[("450 miles", "450 [mi_i]")]),
        ("It blew at 90 mph.", &[("90 mph", "90 [mi_i]/h")]),
        ("It blew at 100 km/h.", &[("100 km/h", "100 km/h")]),
        ("It blew at 60 miles per hour.", &[("60 miles per hour", "60 [mi_i]/h")]),
        ("It was 20°C.", &[("20°C", "20 Cel")]),
        ("It was -5°C.", &[("5°C", "-5 Cel")]),
        ("It was 68 degrees Fahrenheit.", &[("68 degrees Fahrenheit", "68 [degF]")]),
        ("It burned 3,000 hectares.", &[("3,000 hectares", "3000 har")]),
        ("It burned two square miles.", &[("two square miles", "2 [mi_i]2")]),
        ("It holds 4 cubic metres.", &[("4 cubic metres", "4 m3")]),
        ("It weighs 5 pounds.", &[("5 pounds", "5 [lb_av]")]),
        ("It weighs 3.5 kilograms.", &[("3.5 kilograms", "3.5 kg")]),
        ("It gives 200 megawatts.", &[("200 megawatts", "200 MW")]),
        ("It pumps 2 million barrels.", &[("2 million barrels", "2000000 [bbl_us]")]),
        ("A 6ft wall.", &[("6ft", "6 [ft_i]")]),
        ("It is 12 feet high.", &[("12 feet", "12 [ft_i]")]),
        ("It holds 30 litres.", &[("30 litres", "30 L")]),
        ("A 5m high wall.", &[("5m", "5 m")]),
    ];
    for (text, expected) in cases {
        expect(text, expected);
    }
}

#[test]
fn ok_counts() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("It killed three soldiers.", &[("three soldiers", "3 soldiers")]),
        ("It drew 2,000 people.", &[("2,000 people", "2000 people")]),
        ("It drew 2.5 million people.", &[("2.5 million people", "2500000 people")]),
        ("It drew 5m viewers.", &[("5m viewers", "5000000 viewers")]),
        ("It hurt a dozen children.", &[("a dozen children", "12 children")]),
        ("It hurt twelve police officers.", &[("twelve police officers", "12 officers")]),
        ("It sank two large cargo ships.", &[("two large cargo ships", "2 ships")]),
        ("It took one person.", &[("one person", "1 person")]),
        ("It built a hundred houses.", &[("a hundred houses", "100 houses")]),
        ("It took half a million refugees.", &[("half a million refugees", "500000 refugees")]),
        ("It sent 10,000 troops.", &[("10,000 troops", "10000 troops")]),
        ("It has twenty-five members.", &[("twenty-five members", "25 members")]),
        ("About 300 U.S. soldiers left.", &[("300 U.S. soldiers", "300 soldiers")]),
        (
            "It fired 40 missiles and 6 drones.",
            &[("40 missiles", "40 missiles"), ("6 drones", "6 drones")],
        ),
        ("It has 1,643 wounded.", &[("1,643 wounded", "1643 wounded")]),
    ];
    for (text, expected) in cases {
        expect(text, expected);
    }
}

#[test]
fn err_numbers_that_measure_nothing() {
    for text in [
        "It was so in 2019.",
        "In 2019 sales rose.",
        "They won 3-2.",
        "Call 555-1234 or +44 20 7946 0958.",
        "He is 43 years old.",
        "A 43-year-old driver.",
        "See page 3 of it.",
        "Flight 11 passengers wept.",
        "He lives at 10 Downing Street.",
        "It took two of them.",
        "One in five thinks so.",
        "It lasted three hours.",
        "The five says no.",
        "It is number 7.",
        "Resolution 242 says so.",
        "A ratio of 3:1.",
        "It came first.",
        "The iPhone 15 sold well.",
        "It happened at 10:30.",
        "One of the men left.",
        "It was a hundred to one.",
        "He scored 20 and left.",
        "On May 5 officers came.",
        "Versions 1.2.3 and 2025-01-17.",
    ] {
        expect(text, &[]);
    }
}

#[test]
fn ok_any_text_gives_sorted_spans() {
    for text in odd_strings() {
        let document = document(&text);
        let tokens = tokenize(&document);
        let mut end = 0;
        for amount in find(&document, &tokens, &[], &mut Trace::off()) {
            assert!(amount.span.start >= end && !amount.span.is_empty(), "{text:?}");
            let _ = amount.span.of(&text);
            end = amount.span.end;
        }
    }
}
