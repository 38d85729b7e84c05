//! The description of the service, generated from the types it reads and writes.

use dateline::Article;
use dateline::render::Format;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::envelope::{Envelope, INPUT_FIELDS};
use crate::rejection::RejectionBody;
use crate::routes::batch::{self, ErrorLine};

/// Why a request that works may be refused, by status. The codes stand in the answers.
const REFUSALS: [(u16, &str); 13] = [
    (400, "the request is wrong; the message says where"),
    (401, "an API key is missing or unknown"),
    (403, "the page may not be fetched, or this service fetches none"),
    (406, "no form of the record is accepted"),
    (408, "the body came too slowly"),
    (413, "the body, or the page fetched, is too large"),
    (415, "the type or encoding of the body, or of the page fetched, cannot be read"),
    (429, "the key's rate is used up"),
    (431, "the address and headers are too long"),
    (500, "a defect in the service"),
    (502, "the page could not be fetched"),
    (503, "every worker is busy and the queue is full, or memory is"),
    (504, "no record, or no page, in time"),
];

/// What of them a batch as a whole is refused for; all else is said on the line it is about.
const BATCH_REFUSALS: [u16; 7] = [400, 401, 415, 429, 431, 500, 503];

/// The OpenAPI 3.1 document.
pub(crate) fn document() -> Value {
    let mut schemas = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .into_generator();
    let article = schemas.subschema_for::<Article>().to_value();
    let envelope = schemas.subschema_for::<Envelope>().to_value();
    let error_line = schemas.subschema_for::<ErrorLine>().to_value();
    let rejection = schemas.subschema_for::<RejectionBody<'_>>().to_value();
    let text = json!({ "schema": { "type": "string" } });

    let mut forms = Map::from_iter(
        ["application/json", "application/jsonl"]
            .map(|media_type| (media_type.to_owned(), json!({ "schema": article }))),
    );
    for format in [Format::Markdown, Format::Text, Format::Html] {
        let media_type = format.media_type().split(';').next().unwrap_or_default();
        forms.insert(media_type.to_owned(), text.clone());
    }
    let mut extract = refusals(&rejection, |_| true);
    extract.insert("200".into(), json!({ "description": "the record", "content": forms }));
    let mut records = refusals(&rejection, |status| BATCH_REFUSALS.contains(&status));
    let lines = json!({ "schema": { "anyOf": [article, error_line] } });
    records.insert(
        "200".into(),
        json!({
            "description": "one record or error a line, in the order of the request",
            "content": { "application/jsonl": lines },
        }),
    );
    let batches: Map<String, Value> = batch::MEDIA_TYPES
        .map(|media_type| (media_type.to_owned(), json!({ "schema": envelope })))
        .into_iter()
        .collect();
    let mut ready = refusals(&rejection, |status| status == 503);
    ready.insert("200".into(), answer("there is room", "text/plain", "string"));
    let parameters = parameters(&mut schemas);

    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Dateline",
            "version": env!("CARGO_PKG_VERSION"),
            "description": env!("CARGO_PKG_DESCRIPTION"),
            "license": { "name": env!("CARGO_PKG_LICENSE"), "identifier": env!("CARGO_PKG_LICENSE") },
        },
        "paths": {
            "/v1/extract": { "post": {
                "operationId": "extract",
                "summary": "One page or text in, its record out",
                "parameters": parameters,
                "requestBody": { "content": {
                    "application/json": { "schema": envelope },
                    "text/html": text,
                    "text/plain": text,
                } },
                "responses": extract,
            } },
            "/v1/batch": { "post": {
                "operationId": "batch",
                "summary": "One envelope a line in, one record a line out, streamed both ways",
                "parameters": parameters,
                "requestBody": { "content": batches },
                "responses": records,
            } },
            "/v1/schema": get("schema", "JSON Schema of the record", "application/schema+json", "object"),
            "/openapi.json": get("openapi", "This document", "application/json", "object"),
            "/healthz": get("healthz", "Whether the process answers", "text/plain", "string"),
            "/readyz": { "get": {
                "operationId": "readyz",
                "summary": "Whether another request would find room",
                "security": [],
                "responses": ready,
            } },
            "/metrics": get("metrics", "Counters for Prometheus", "application/openmetrics-text", "string"),
            "/": get("page", "A page to try the service by hand", "text/html", "string"),
        },
        "components": {
            "schemas": schemas.take_definitions(true),
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer" } },
        },
        "security": [{}, { "key": [] }],
    })
}

/// A route that tells something about the service, to everybody.
fn get(id: &str, summary: &str, media_type: &str, kind: &str) -> Value {
    json!({ "get": {
        "operationId": id,
        "summary": summary,
        "security": [],
        "responses": { "200": answer(summary, media_type, kind) },
    } })
}

fn answer(description: &str, media_type: &str, kind: &str) -> Value {
    let schema = json!({ "schema": { "type": kind } });
    json!({ "description": description, "content": { media_type: schema } })
}

fn refusals(rejection: &Value, wanted: impl Fn(u16) -> bool) -> Map<String, Value> {
    REFUSALS
        .into_iter()
        .filter(|(status, _)| wanted(*status))
        .map(|(status, why)| {
            let content = json!({ "application/json": { "schema": rejection } });
            (status.to_string(), json!({ "description": why, "content": content }))
        })
        .collect()
}

/// The fields of an [`Envelope`] that can stand in a query.
fn parameters(schemas: &mut SchemaGenerator) -> Value {
    let envelope = Envelope::json_schema(schemas).to_value();
    let fields = envelope["properties"].as_object().cloned().unwrap_or_default();
    fields
        .into_iter()
        .filter(|(name, _)| !INPUT_FIELDS.contains(&name.as_str()))
        .map(|(name, mut schema)| {
            let description = schema.as_object_mut().and_then(|field| field.remove("description"));
            json!({
                "name": name,
                "in": "query",
                "required": false,
                "description": description,
                "schema": without_null(schema),
            })
        })
        .collect()
}

/// A field that may be null in JSON is left out of a query instead.
fn without_null(mut schema: Value) -> Value {
    if let Some(fields) = schema.as_object_mut() {
        fields.retain(|name, value| name != "default" || !value.is_null());
    }
    if let Some(kinds) = schema.get_mut("type").filter(|kinds| kinds.is_array()) {
        let kind = kinds.as_array().and_then(|kinds| kinds.iter().find(|kind| *kind != "null"));
        *kinds = kind.cloned().unwrap_or_default();
    }
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.retain(|value| !value.is_null());
    }
    let alternatives = schema.get("anyOf").and_then(Value::as_array);
    let only = alternatives.and_then(|all| all.iter().find(|one| one["type"] != "null")).cloned();
    only.unwrap_or(schema)
}
