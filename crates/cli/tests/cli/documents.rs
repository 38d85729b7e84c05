//! What README and documents show is what the program does.

use serde_json::Value;

use crate::harness::Folder;

const README: &str = include_str!("../../../../README.md");
const CLI: &str = include_str!("../../../../docs/cli.md");
const RECORD: &str = include_str!("../../../../docs/record.md");
const SCHEMA: &str = include_str!("../../../../docs/record.schema.json");

/// The first code block in `language`.
fn block(text: &'static str, language: &str) -> &'static str {
    let (_, rest) = text.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

/// Whether `shown` is an abridged `whole`: fields and items may be left out, and `…` ends a string
/// early.
fn abridges(shown: &Value, whole: &Value) -> bool {
    match (shown, whole) {
        (Value::Object(shown), Value::Object(whole)) => shown
            .iter()
            .all(|(key, value)| whole.get(key).is_some_and(|whole| abridges(value, whole))),
        (Value::Array(shown), Value::Array(whole)) => {
            let mut rest = whole.iter();
            shown.iter().all(|item| rest.any(|whole| abridges(item, whole)))
        }
        (Value::String(shown), Value::String(whole)) => match shown.strip_suffix('…') {
            Some(head) => whole.starts_with(head.trim_end()),
            None => shown == whole,
        },
        _ => shown == whole,
    }
}

#[test]
fn readme_shows_what_its_command_gives() {
    let (_, arguments) = block(README, "sh").trim().split_once("-p dateline-cli -- ").unwrap();
    let page = include_bytes!("../../../../docs/examples/ferry.html");
    let folder = Folder::with(&[("docs/examples/ferry.html", page)]);
    let record: Value = serde_json::from_str(&folder.run(arguments).stdout).unwrap();
    let shown: Value = serde_json::from_str(block(README, "json")).unwrap();
    assert!(abridges(&shown, &record), "README shows {shown:#} of {record:#}");
}

#[test]
fn exit_statuses_are_documented() {
    for code in dateline::error::ERROR_CODES {
        let row = CLI.lines().find(|line| line.starts_with(&format!("| {} |", code.exit)));
        assert!(row.is_some_and(|row| row.contains(code.name)), "docs/cli.md lacks {code:?}");
        assert!(RECORD.contains(&format!("| `{}` |", code.name)), "docs/record.md lacks {code:?}");
    }
}

#[test]
fn fields_and_names_of_the_record_are_documented() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut names = Vec::new();
    collect(&schema, &mut names);
    for name in names {
        let explained =
            RECORD.contains(&format!("`{name}`")) || RECORD.contains(&format!("`source.{name}`"));
        assert!(explained, "docs/record.md does not explain `{name}`");
    }
}

/// Every property and every named value of a schema.
fn collect(schema: &Value, names: &mut Vec<String>) {
    match schema {
        Value::Object(fields) => {
            for (key, value) in fields {
                match (key.as_str(), value) {
                    ("properties", Value::Object(properties)) => {
                        names.extend(properties.keys().cloned());
                    }
                    ("enum", Value::Array(values)) => {
                        names.extend(values.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    ("const", Value::String(value)) => names.push(value.clone()),
                    _ => {}
                }
                collect(value, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
        _ => {}
    }
}
