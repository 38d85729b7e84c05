//! Query strings, with refusals in the service's own shape.

use serde::de::DeserializeOwned;

use crate::rejection::Rejection;

/// Reads a query string.
pub(crate) fn parse<T: DeserializeOwned + Default>(query: Option<&str>) -> Result<T, Rejection> {
    let Some(query) = query else { return Ok(T::default()) };
    let uri = format!("/?{query}").parse::<axum::http::Uri>();
    let parsed = uri.map_err(|error| error.to_string()).and_then(|uri| {
        axum::extract::Query::<T>::try_from_uri(&uri).map_err(|error| error.body_text())
    });
    parsed.map(|query| query.0).map_err(|reason| {
        dateline::Error::InvalidItem { place: "the query".to_owned(), reason }.into()
    })
}
