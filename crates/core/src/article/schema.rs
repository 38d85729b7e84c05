//! The JSON Schema of the record, generated from the types.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use serde_json::Value;

use super::{Article, SCHEMA};

/// The JSON Schema (draft 2020-12) of the record, indented, ended by a line break.
#[must_use]
pub fn json_schema() -> String {
    let generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .with_transform(|schema: &mut Schema| tidy(schema))
        .into_generator();
    let mut schema = generator.into_root_schema_for::<Article>();
    if let Some(version) = schema.pointer_mut("/properties/schema") {
        version["const"] = SCHEMA.into();
    }
    let mut text =
        serde_json::to_string_pretty(&schema).expect("a schema has string keys and finite numbers");
    text.push('\n');
    text
}

/// What the types alone cannot say: a field that was not found is left out and never null, and
/// descriptions are running text for readers who do not see the source.
fn tidy(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
        if let [Value::Object(only)] = choices.as_slice() {
            let only = only.clone();
            schema.remove("anyOf");
            only.into_iter().for_each(|(key, value)| _ = schema.insert(key, value));
        }
    }
    if let Some(Value::String(text)) = schema.get_mut("description") {
        let paragraphs = text.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
        *text = paragraphs.collect::<Vec<_>>().join("\n\n");
    }
    transform_subschemas(&mut tidy, schema);
}

#[cfg(test)]
mod tests {
    use super::json_schema;

    /// The committed schema is what people and tools read; `dateline schema` writes it.
    #[test]
    fn ok_the_committed_schema_is_the_generated_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/record.schema.json");
        let committed = std::fs::read_to_string(path).unwrap();
        assert!(
            committed == json_schema(),
            "the record's types changed: `cargo run -p dateline-cli -- schema --output \
             docs/record.schema.json`, and tell the change in docs/record.md"
        );
    }
}
