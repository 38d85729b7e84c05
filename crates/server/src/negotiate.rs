//! Content types: what a body is, what a client wants back.

use axum::http::{HeaderMap, header};
use dateline::SourceKind;
use dateline::render::Format;

use crate::rejection::Rejection;

/// What a request's body holds, by its content type.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BodyKind {
    /// A JSON envelope.
    Envelope,
    /// A page or text as it is; the kind is judged by content when the type does not tell.
    Raw { kind: Option<SourceKind>, charset: Option<String> },
}

/// Reads the content type of a body.
pub(crate) fn body_kind(headers: &HeaderMap) -> Result<BodyKind, Rejection> {
    let Some(value) = headers.get(header::CONTENT_TYPE) else {
        return Ok(BodyKind::Raw { kind: None, charset: None });
    };
    let value = value.to_str().unwrap_or("");
    let (media_type, parameters) = value.split_once(';').unwrap_or((value, ""));
    let charset = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    let kind = match media_type.trim().to_ascii_lowercase().as_str() {
        "application/json" => return Ok(BodyKind::Envelope),
        "text/html" | "application/xhtml+xml" => Some(SourceKind::Html),
        "text/plain" | "text/markdown" => Some(SourceKind::Text),
        // What curl sends when nobody says what it is.
        "application/octet-stream" | "application/x-www-form-urlencoded" | "" => None,
        other => return Err(Rejection::unsupported_media_type(other)),
    };
    Ok(BodyKind::Raw { kind, charset })
}

/// The form a client accepts best; the record on one line when it does not say.
pub(crate) fn accepted_format(headers: &HeaderMap) -> Result<Format, Rejection> {
    let Some(accept) = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()) else {
        return Ok(Format::Jsonl);
    };
    let mut best: Option<(f32, Format)> = None;
    for part in accept.split(',') {
        let mut pieces = part.split(';').map(str::trim);
        let format = match pieces.next().unwrap_or("").to_ascii_lowercase().as_str() {
            "*/*" | "application/*" | "application/json" | "application/jsonl" => Format::Jsonl,
            "text/markdown" => Format::Markdown,
            "text/plain" | "text/*" => Format::Text,
            "text/html" => Format::Html,
            _ => continue,
        };
        let quality = pieces
            .find_map(|piece| piece.strip_prefix("q=")?.trim().parse::<f32>().ok())
            .unwrap_or(1.0);
        // Of equals the first one named wins.
        if quality > 0.0 && best.is_none_or(|(known, _)| quality > known) {
            best = Some((quality, format));
        }
    }
    best.map(|(_, format)| format).ok_or_else(|| Rejection::not_acceptable(accept))
}

/// The content type of an answer. One record on one line is `application/json` as well.
pub(crate) fn media_type(format: Format) -> &'static str {
    match format {
        Format::Jsonl => Format::Json.media_type(),
        other => other.media_type(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn ok_content_types() {
        let kind = |value| body_kind(&headers(header::CONTENT_TYPE, value));
        assert_eq!(kind("application/json; charset=utf-8").unwrap(), BodyKind::Envelope);
        assert_eq!(
            kind("Text/HTML; Charset=\"windows-1251\"").unwrap(),
            BodyKind::Raw {
                kind: Some(SourceKind::Html),
                charset: Some("windows-1251".to_owned())
            }
        );
        assert_eq!(kind("image/png").unwrap_err().code, "unsupported_media_type");
    }

    #[test]
    fn ok_accept_by_quality_then_order() {
        let format = |value| accepted_format(&headers(header::ACCEPT, value));
        assert_eq!(format("text/html;q=0.5, text/markdown").unwrap(), Format::Markdown);
        assert_eq!(format("text/plain, text/html").unwrap(), Format::Text);
        assert_eq!(format("*/*").unwrap(), Format::Jsonl);
        assert_eq!(accepted_format(&HeaderMap::new()).unwrap(), Format::Jsonl);
        assert_eq!(format("image/png, text/html;q=0").unwrap_err().code, "not_acceptable");
    }
}
