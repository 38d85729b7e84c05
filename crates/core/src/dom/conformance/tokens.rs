//! The tokenizer suite: JSON files of inputs and the tokens they give.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Outcome, files, judge, suite};
use crate::dom::names::AttrName;
use crate::dom::tokenizer::{Name, State, Token, Tokenizer};

#[test]
fn tokenizer_suite() {
    let Some(folder) = suite("tokenizer") else { return };
    let mut outcomes = BTreeMap::new();
    let mut left_out = 0;
    for (file, text) in files(&folder, "test") {
        let parsed: Value = serde_json::from_str(&text).unwrap();
        // `xmlViolationTests` wants names and characters coerced to XML's, which no stage needs.
        let Some(tests) = parsed["tests"].as_array() else {
            left_out += parsed["xmlViolationTests"].as_array().map_or(0, Vec::len);
            continue;
        };
        for (index, test) in tests.iter().enumerate() {
            let states = test["initialStates"].as_array().cloned();
            for state in states.unwrap_or_else(|| vec![json!("Data state")]) {
                let state = state.as_str().unwrap();
                let case = format!("tokenizer/{file}:{}:{}", index + 1, short(state));
                match run(test, state) {
                    Some(outcome) => {
                        outcomes.insert(case, outcome);
                    }
                    None => left_out += 1,
                }
            }
        }
    }
    judge("tokenizer", &outcomes, left_out);
}

fn short(state: &str) -> &str {
    state.split(' ').next().unwrap()
}

/// Runs a case. None when its input holds half a surrogate pair, which no string can.
fn run(test: &Value, state: &str) -> Option<Outcome> {
    let twice = test["doubleEscaped"] == json!(true);
    let input = test["input"].as_str().unwrap();
    let input = if twice { unescape(input)? } else { input.to_owned() };
    let mut expected = Vec::new();
    for token in test["output"].as_array().unwrap() {
        expected.push(if twice { unescape_all(token)? } else { token.clone() });
    }
    let found = tokens(&input, state, test["lastStartTag"].as_str());
    Some(if found == expected {
        Outcome::Passed
    } else {
        Outcome::Differs(format!("{input:?}\n  found {found:?}\n  want  {expected:?}"))
    })
}

fn unescape(text: &str) -> Option<String> {
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        units.extend(rest[..at].encode_utf16());
        units.push(u16::from_str_radix(&rest[at + 2..at + 6], 16).unwrap());
        rest = &rest[at + 6..];
    }
    units.extend(rest.encode_utf16());
    String::from_utf16(&units).ok()
}

fn unescape_all(value: &Value) -> Option<Value> {
    Some(match value {
        Value::String(text) => json!(unescape(text)?),
        Value::Array(items) => Value::Array(items.iter().map(unescape_all).collect::<Option<_>>()?),
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(key, value)| Some((unescape(key)?, unescape_all(value)?)))
                .collect::<Option<_>>()?,
        ),
        other => other.clone(),
    })
}

/// The tokens as the suite writes them.
fn tokens(input: &str, state: &str, last_start_tag: Option<&str>) -> Vec<Value> {
    let input = crate::dom::normalise_newlines(input);
    let mut tokenizer = Tokenizer::new(&input);
    tokenizer.state = match state {
        "Data state" => State::Data,
        "PLAINTEXT state" => State::Plaintext,
        "RCDATA state" => State::Rcdata,
        "RAWTEXT state" => State::Rawtext,
        "Script data state" => State::Script,
        "CDATA section state" => State::Cdata,
        other => panic!("unknown state {other}"),
    };
    // Without a last start tag no end tag is appropriate: no tag has the name `-`.
    tokenizer.raw_end = match last_start_tag {
        None => b"-",
        Some(name) => {
            let known = ["xmp", "plaintext", "script", "title", "hello", "textarea"];
            known.iter().find(|known| **known == name).expect("a known name").as_bytes()
        }
    };
    let mut found: Vec<Value> = Vec::new();
    loop {
        let token = tokenizer.next();
        let name = |name: Name| match name.tag.name() {
            "" => tokenizer.store.get(name.slice).to_owned(),
            name => name.to_owned(),
        };
        let value = match token {
            Token::Eof => return found,
            Token::Text(text) => {
                let text = tokenizer.store.get(text);
                if let Some(last) = found.last_mut()
                    && last[0] == "Character"
                {
                    last[1] = json!(format!("{}{text}", last[1].as_str().unwrap()));
                    continue;
                }
                json!(["Character", text])
            }
            Token::Comment(text) => json!(["Comment", tokenizer.store.get(text)]),
            Token::End { name: tag } => json!(["EndTag", name(tag)]),
            Token::Start { name: tag, self_closing } => {
                let attrs: serde_json::Map<String, Value> = tokenizer
                    .tag_attrs()
                    .iter()
                    .map(|attr| {
                        let name = match attr.name {
                            AttrName::OTHER => tokenizer.store.get(attr.other),
                            name => name.name(),
                        };
                        (name.to_owned(), json!(tokenizer.store.get(attr.value)))
                    })
                    .collect();
                if self_closing {
                    json!(["StartTag", name(tag), attrs, true])
                } else {
                    json!(["StartTag", name(tag), attrs])
                }
            }
            Token::Doctype => {
                let part = |slice: Option<_>| slice.map(|slice| tokenizer.store.get(slice));
                let doctype = &tokenizer.doctype;
                json!([
                    "DOCTYPE",
                    part(doctype.name),
                    part(doctype.public),
                    part(doctype.system),
                    !doctype.force_quirks
                ])
            }
        };
        found.push(value);
    }
}
