//! JSON-LD: the scripts read, their things in one list, references followed.
//!
//! Scripts hold one object, an array or a `@graph`; objects refer to each other by `@id`. Contexts
//! are not fetched: names are read as schema.org's, with or without its prefix.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::mend::mend;
use super::text::plain;

/// The members of one JSON-LD object.
pub(crate) type Thing = Map<String, Value>;

/// Everything the JSON-LD scripts of a page say.
#[derive(Debug, Default)]
pub(crate) struct JsonLd {
    /// Top-level things, graph members and the main entities of pages, in page order.
    things: Vec<Thing>,
    /// Where a thing of `things` with this `@id` stands; the one with the most members.
    by_id: BTreeMap<String, usize>,
}

/// How a script was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScriptState {
    /// It is JSON.
    Valid,
    /// It became JSON by mending.
    Mended,
    /// It could not be read.
    Broken,
}

impl JsonLd {
    /// Adds the things of one script.
    pub(crate) fn add_script(&mut self, script: &str) -> ScriptState {
        let script = script.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if script.is_empty() {
            return ScriptState::Valid;
        }
        if let Ok(value) = serde_json::from_str::<Value>(script) {
            self.add(value);
            return ScriptState::Valid;
        }
        // Some systems escape the whole script as if it were text.
        let script = match script.contains("&quot;") && !script.contains('"') {
            true => Cow::Owned(script.replace("&quot;", "\"")),
            false => Cow::Borrowed(script),
        };
        match serde_json::from_str::<Value>(&mend(&script)) {
            Ok(Value::Array(values)) if !values.is_empty() => {
                values.into_iter().for_each(|value| self.add(value));
                ScriptState::Mended
            }
            _ => ScriptState::Broken,
        }
    }

    /// Takes apart arrays and graphs. The parser bounds how deep a value nests, so the stack here
    /// is no larger than the script.
    fn add(&mut self, value: Value) {
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(values) => open.extend(values.into_iter().rev()),
                Value::Object(mut thing) => {
                    let mut inner = Vec::new();
                    for member in ["@graph", "mainEntity", "mainEntityOfPage"] {
                        // A bare reference stays where it is.
                        if thing.get(member).is_some_and(|value| !is_reference(value)) {
                            let value = thing.remove(member);
                            // Where the thing stands is still told.
                            if let Some(id) = value.as_ref().and_then(|value| value.get("@id")) {
                                thing.insert(member.to_owned(), id.clone());
                            }
                            inner.extend(value);
                        }
                    }
                    inner.retain(|value| value.is_object() || value.is_array());
                    open.extend(inner.into_iter().rev());
                    self.push(thing);
                }
                _ => {}
            }
        }
    }

    fn push(&mut self, thing: Thing) {
        if thing.keys().all(|key| key.starts_with("@context")) {
            return;
        }
        if let Some(id) = thing.get("@id").and_then(Value::as_str) {
            let place = self.things.len();
            let kept = self.by_id.entry(id.to_owned()).or_insert(place);
            if self.things.get(*kept).is_some_and(|kept| kept.len() < thing.len()) {
                *kept = place;
            }
        }
        self.things.push(thing);
    }

    /// The things in page order.
    pub(crate) fn things(&self) -> &[Thing] {
        &self.things
    }

    /// The thing that a value is or refers to.
    pub(crate) fn follow<'a>(&'a self, value: &'a Value) -> Option<&'a Thing> {
        let thing = value.as_object()?;
        if is_reference(value) {
            let id = thing.get("@id")?.as_str()?;
            return self.by_id.get(id).map(|&place| &self.things[place]);
        }
        Some(thing)
    }

    /// The values of a member: those of an array one by one.
    pub(crate) fn values<'a>(
        &self,
        thing: &'a Thing,
        member: &str,
    ) -> impl Iterator<Item = &'a Value> + use<'a> {
        let value = thing.get(member);
        let list = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        value.filter(|value| !value.is_array() && !value.is_null()).into_iter().chain(list)
    }

    /// The first text of a member: a string, or what a language-tagged value holds.
    pub(crate) fn text(&self, thing: &Thing, member: &str) -> Option<String> {
        self.values(thing, member).find_map(text_of)
    }

    /// The name of what a value is or refers to.
    pub(crate) fn name(&self, value: &Value) -> Option<String> {
        text_of(value).or_else(|| {
            let thing = self.follow(value)?;
            ["name", "legalName", "alternateName"].iter().find_map(|name| self.text(thing, name))
        })
    }

    /// The address of what a value is or refers to.
    pub(crate) fn url(&self, value: &Value) -> Option<String> {
        if let Some(url) = value.as_str() {
            return Some(url.to_owned());
        }
        let thing = self.follow(value)?;
        ["url", "contentUrl", "@id"]
            .iter()
            .find_map(|name| self.values(thing, name).find_map(|value| self.plain_url(value)))
    }

    fn plain_url(&self, value: &Value) -> Option<String> {
        let url = match value {
            Value::String(url) => url,
            Value::Object(thing) => thing.get("@id")?.as_str()?,
            _ => return None,
        };
        (!url.trim().is_empty()).then(|| url.trim().to_owned())
    }
}

fn is_reference(value: &Value) -> bool {
    value.as_object().is_some_and(|thing| {
        thing.contains_key("@id") && thing.keys().all(|key| key == "@id" || key == "@type")
    })
}

/// A value's own text: strings, numbers and language-tagged strings.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => plain(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(thing) => plain(thing.get("@value")?.as_str()?),
        _ => None,
    }
}

/// The names of a thing's types, without schema.org's prefix.
pub(crate) fn types(thing: &Thing) -> impl Iterator<Item = &str> {
    let value = thing.get("@type").or_else(|| thing.get("type"));
    let list = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    value
        .into_iter()
        .chain(list)
        .filter_map(Value::as_str)
        .map(|name| name.rsplit(['/', '#', ':']).next().unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> JsonLd {
        let mut json_ld = JsonLd::default();
        assert_eq!(json_ld.add_script(script), ScriptState::Valid);
        json_ld
    }

    #[test]
    fn ok_graphs_arrays_and_main_entities_are_one_list() {
        let json_ld = read(
            r#"[{"@context": "https://schema.org", "@graph": [
                {"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "A"}},
                {"@type": ["Organization", "schema:Brand"], "name": "Gazette"}]},
               {"@type": "http://schema.org/Person", "name": "Jane Roe"}]"#,
        );
        let found: Vec<Vec<&str>> =
            json_ld.things().iter().map(|thing| types(thing).collect()).collect();
        assert_eq!(
            found,
            [vec!["WebPage"], vec!["NewsArticle"], vec!["Organization", "Brand"], vec!["Person"]]
        );
    }

    #[test]
    fn ok_references_are_followed() {
        let json_ld = read(
            r##"{"@graph": [{"@id": "#a", "@type": "Article", "author": {"@id": "#p"}},
                {"@id": "#p", "@type": "Person", "name": "Jane &amp; Roe", "url": "/jane"}]}"##,
        );
        let article = &json_ld.things()[0];
        let author = json_ld.values(article, "author").next().unwrap();
        assert_eq!(json_ld.name(author).as_deref(), Some("Jane & Roe"));
        assert_eq!(json_ld.url(author).as_deref(), Some("/jane"));
    }

    #[test]
    fn ok_a_script_escaped_as_text_is_mended() {
        let mut json_ld = JsonLd::default();
        let state = json_ld.add_script("{&quot;@type&quot;: &quot;Article&quot;}");
        assert_eq!(state, ScriptState::Mended);
        assert_eq!(types(&json_ld.things()[0]).next(), Some("Article"));
    }

    #[test]
    fn err_no_json_is_broken() {
        assert_eq!(JsonLd::default().add_script("window.x = 1;"), ScriptState::Broken);
        assert_eq!(JsonLd::default().add_script(&"[".repeat(100_000)), ScriptState::Broken);
    }
}
