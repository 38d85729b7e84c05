//! The description of the service, generated from the types it reads and writes.

use dateline::Article;
use dateline::render::Format;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use crate::item::{Choices, Envelope};
use crate::rejection::RejectionBody;
use crate::routes::batch::ErrorLine;

/// The OpenAPI 3.1 document.
pub(crate) fn document() -> Value {
    let mut schemas = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .into_generator();
    let article = reference::<Article>(&mut schemas);
    let envelope = reference::<Envelope>(&mut schemas);
    let error_line = reference::<ErrorLine<'_>>(&mut schemas);
    let rejection = reference::<RejectionBody<'_>>(&mut schemas);
    let parameters = parameters(&mut schemas);

    let refusals = |codes: &[(u16, &str)]| -> serde_json::Map<String, Value> {
        codes
            .iter()
            .map(|(status, why)| {
                let content = json!({ "application/json": { "schema": rejection } });
                (status.to_string(), json!({ "description": why, "content": content }))
            })
            .collect()
    };
    let rendered = |format: Format| {
        let media_type = format.media_type().split(';').next().unwrap_or_default().to_owned();
        (media_type, json!({ "schema": { "type": "string" } }))
    };
    let forms: serde_json::Map<String, Value> =
        [("application/json".to_owned(), json!({ "schema": article }))]
            .into_iter()
            .chain([Format::Markdown, Format::Text, Format::Html].map(rendered))
            .collect();

    let mut extract = refusals(&[
        (400, "the request is wrong; the message says where"),
        (401, "an API key is missing or unknown"),
        (406, "no form of the record is accepted"),
        (408, "the body paused for too long"),
        (413, "the body is too large"),
        (415, "the body's type or encoding cannot be read"),
        (429, "the key's rate is used up"),
        (500, "a defect in the service"),
        (503, "every worker is busy and the queue is full"),
        (504, "no record in time"),
    ]);
    let mut batch = refusals(&[
        (400, "the query is wrong"),
        (401, "an API key is missing or unknown"),
        (415, "the body's type or encoding cannot be read"),
        (429, "the key's rate is used up"),
        (500, "a defect in the service"),
        (503, "every worker is busy and the queue is full"),
    ]);
    extract.insert("200".into(), json!({ "description": "the record", "content": forms }));
    let lines = json!({ "anyOf": [article, error_line] });
    batch.insert(
        "200".into(),
        json!({
            "description": "one record or error a line, in the order of the request",
            "content": { "application/jsonl": { "schema": lines } },
        }),
    );
    let text = json!({ "schema": { "type": "string" } });
    let answer = |description: &str, media_type: &str| json!({ "200": { "description": description, "content": { media_type: text } } });
    let object = |description: &str, media_type: &str| {
        let schema = json!({ "schema": { "type": "object" } });
        json!({ "200": { "description": description, "content": { media_type: schema } } })
    };
    let mut ready = refusals(&[(503, "the queue is full")]);
    ready.insert("200".into(), answer("there is room", "text/plain")["200"].clone());

    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Dateline",
            "version": env!("CARGO_PKG_VERSION"),
            "description": env!("CARGO_PKG_DESCRIPTION"),
            "license": { "name": env!("CARGO_PKG_LICENSE") },
        },
        "paths": {
            "/v1/extract": { "post": {
                "operationId": "extract",
                "summary": "One page or text in, its record out",
                "parameters": parameters,
                "requestBody": { "required": true, "content": {
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
                "requestBody": { "required": true, "content": {
                    "application/jsonl": { "schema": envelope },
                } },
                "responses": batch,
            } },
            "/v1/schema": { "get": {
                "operationId": "schema",
                "summary": "JSON Schema of the record",
                "responses": object("the schema", "application/schema+json"),
            } },
            "/openapi.json": { "get": {
                "operationId": "openapi",
                "summary": "This document",
                "responses": object("the document", "application/json"),
            } },
            "/healthz": { "get": {
                "operationId": "healthz",
                "summary": "Whether the process answers",
                "responses": answer("it does", "text/plain"),
            } },
            "/readyz": { "get": {
                "operationId": "readyz",
                "summary": "Whether another request would find room",
                "responses": ready,
            } },
            "/metrics": { "get": {
                "operationId": "metrics",
                "summary": "Counters for Prometheus",
                "responses": answer("the counters", "application/openmetrics-text"),
            } },
            "/": { "get": {
                "operationId": "page",
                "summary": "A page to try the service by hand",
                "responses": answer("the page", "text/html"),
            } },
        },
        "components": {
            "schemas": schemas.take_definitions(true),
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer" } },
        },
        "security": [{}, { "key": [] }],
    })
}

fn reference<T: JsonSchema>(schemas: &mut SchemaGenerator) -> Value {
    schemas.subschema_for::<T>().to_value()
}

/// The fields of [`Choices`] as query parameters.
fn parameters(schemas: &mut SchemaGenerator) -> Value {
    let choices = Choices::json_schema(schemas).to_value();
    let fields = choices["properties"].as_object().cloned().unwrap_or_default();
    fields
        .into_iter()
        .map(|(name, mut schema)| {
            let description = schema.as_object_mut().and_then(|field| field.remove("description"));
            json!({
                "name": name,
                "in": "query",
                "required": false,
                "description": description,
                "schema": schema,
            })
        })
        .collect()
}
