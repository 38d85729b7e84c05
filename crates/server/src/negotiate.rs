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

/// A form a client accepts, and what to call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Accepted {
    pub(crate) format: Format,
    pub(crate) media_type: &'static str,
}

/// What can be had by `Accept`, the best first. One record on one line is both kinds of JSON.
const OFFERS: [Accepted; 5] = [
    offer(Format::Jsonl, "application/json"),
    offer(Format::Jsonl, "application/jsonl"),
    offer(Format::Markdown, "text/markdown; charset=utf-8"),
    offer(Format::Text, "text/plain; charset=utf-8"),
    offer(Format::Html, "text/html; charset=utf-8"),
];

const fn offer(format: Format, media_type: &'static str) -> Accepted {
    Accepted { format, media_type }
}

/// The form a client accepts best; the record on one line when it does not say.
///
/// Each form has the quality of the most specific range that matches it (RFC 9110, 12.5.1); of
/// equals our order decides.
pub(crate) fn accepted(headers: &HeaderMap) -> Result<Accepted, Rejection> {
    let ranges: Vec<&str> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|range| !range.is_empty())
        .collect();
    if ranges.is_empty() {
        return Ok(OFFERS[0]);
    }
    let mut best = (0.0, None);
    for offer in OFFERS {
        let media_type = offer.media_type.split(';').next().unwrap_or_default();
        let quality = ranges
            .iter()
            .filter_map(|range| matches(range, media_type))
            .max_by_key(|(specificity, _)| *specificity)
            .map_or(0.0, |(_, quality)| quality);
        if quality > best.0 {
            best = (quality, Some(offer));
        }
    }
    best.1.ok_or_else(|| Rejection::not_acceptable(&ranges.join(", ")))
}

/// How specifically a range of `Accept` names a media type, and the quality it gives it.
fn matches(range: &str, media_type: &str) -> Option<(u8, f32)> {
    let mut parts = range.split(';').map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    let (group, _) = media_type.split_once('/')?;
    let specificity = match name.as_str() {
        name if name == media_type => 2,
        "*/*" => 0,
        name if name.strip_suffix("/*") == Some(group) => 1,
        _ => return None,
    };
    let quality = parts.find_map(|part| part.strip_prefix("q=")?.trim().parse().ok());
    Some((specificity, quality.unwrap_or(1.0)))
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
    fn ok_accept_by_quality_then_our_order() {
        let media_type =
            |value| accepted(&headers(header::ACCEPT, value)).map(|best| best.media_type);
        assert_eq!(
            media_type("text/html;q=0.5, text/markdown").unwrap(),
            "text/markdown; charset=utf-8"
        );
        assert_eq!(media_type("text/html, text/plain").unwrap(), "text/plain; charset=utf-8");
        assert_eq!(media_type("application/jsonl").unwrap(), "application/jsonl");
        assert_eq!(media_type("*/*").unwrap(), "application/json");
        assert_eq!(
            media_type("application/json;q=0, application/jsonl;q=0.1, */*;q=0.2").unwrap(),
            "text/markdown; charset=utf-8"
        );
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(media_type(browser).unwrap(), "text/html; charset=utf-8");
        assert_eq!(accepted(&HeaderMap::new()).unwrap(), OFFERS[0]);
        assert_eq!(media_type("image/png, text/html;q=0").unwrap_err().code, "not_acceptable");
    }

    #[test]
    fn ok_accept_may_stand_on_several_lines() {
        let mut headers = headers(header::ACCEPT, "image/png");
        headers.append(header::ACCEPT, HeaderValue::from_static("text/markdown"));
        assert_eq!(accepted(&headers).unwrap().format, Format::Markdown);
    }
}
