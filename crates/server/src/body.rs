//! Request bodies under limits: size, memory, and how slowly a client may send.

use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, stream};
use http_body_util::BodyExt;
use tokio::time::Instant;

use crate::budget::Reserved;
use crate::patience::Patience;
use crate::rejection::Rejection;

/// The whole body, at most `limit` bytes of it after decompression; `reserved` grows with it.
pub(crate) async fn read_all(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
    patience: Patience,
    reserved: &mut Reserved,
) -> Result<Bytes, Rejection> {
    refuse_declared(headers, limit)?;
    let mut chunks = std::pin::pin!(chunks(body, patience));
    let mut whole = BytesMut::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        if whole.len() + chunk.len() > limit {
            return Err(Rejection::body_too_large(limit));
        }
        reserved.try_resize(whole.len() + chunk.len())?;
        // One frame is the common case: keep it as it is.
        if whole.is_empty() {
            whole = BytesMut::from(chunk);
        } else {
            whole.extend_from_slice(&chunk);
        }
    }
    Ok(whole.freeze())
}

/// A body that declares to be too large is refused before any of it is read.
fn refuse_declared(headers: &HeaderMap, limit: usize) -> Result<(), Rejection> {
    let declared = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<u64>().ok());
    match declared {
        Some(length) if length > limit as u64 => Err(Rejection::body_too_large(limit)),
        _ => Ok(()),
    }
}

/// The body's chunks; an error ends them, and so does a client that is too slow.
pub(crate) fn chunks(
    body: Body,
    patience: Patience,
) -> impl Stream<Item = Result<Bytes, Rejection>> {
    stream::unfold(Some((body, patience)), |state| async {
        let (mut body, mut patience) = state?;
        loop {
            let started = Instant::now();
            return match tokio::time::timeout(patience.left(), body.frame()).await {
                Err(_) => Some((Err(Rejection::slow_body(patience.limit())), None)),
                Ok(None) => None,
                Ok(Some(Err(error))) => Some((Err(Rejection::broken_body(&error)), None)),
                Ok(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => {
                        patience.progress(started.elapsed(), data.len());
                        Some((Ok(data), Some((body, patience))))
                    }
                    // Trailers hold nothing that is read here.
                    Err(_) => continue,
                },
            };
        }
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::budget::Budget;

    const IDLE: Duration = Duration::from_secs(5);

    async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, &'static str> {
        let mut reserved = Budget::new(1 << 20).reserve();
        read_all(headers, body, 100, Patience::new(IDLE, 100), &mut reserved)
            .await
            .map_err(|rejection| rejection.code)
    }

    #[tokio::test]
    async fn err_a_declared_length_is_believed() {
        let headers =
            HeaderMap::from_iter([(header::CONTENT_LENGTH, "10000000000".parse().unwrap())]);
        assert_eq!(read(&headers, Body::empty()).await.unwrap_err(), "input_too_large");
    }

    #[tokio::test(start_paused = true)]
    async fn err_a_body_that_pauses() {
        let body = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
        assert_eq!(read(&HeaderMap::new(), body).await.unwrap_err(), "slow_body");
    }

    #[tokio::test(start_paused = true)]
    async fn err_a_body_that_trickles() {
        let trickle = |pause| {
            Body::from_stream(stream::iter(0..50).then(move |_| async move {
                tokio::time::sleep(pause).await;
                Ok::<_, std::io::Error>(Bytes::from_static(b"x"))
            }))
        };
        let started = Instant::now();
        let slow = read(&HeaderMap::new(), trickle(Duration::from_secs(1))).await;
        assert_eq!(slow.unwrap_err(), "slow_body");
        assert!(started.elapsed() < IDLE + Duration::from_secs(1));
        let fast = read(&HeaderMap::new(), trickle(Duration::from_millis(10))).await;
        assert_eq!(fast.unwrap().len(), 50);
    }

    #[tokio::test]
    async fn err_there_is_no_memory_left() {
        let mut reserved = Budget::new(1024).reserve();
        let body = Body::from(vec![b'x'; 2000]);
        let patience = Patience::new(IDLE, 0);
        let read = read_all(&HeaderMap::new(), body, 5000, patience, &mut reserved).await;
        assert_eq!(read.unwrap_err().code, "busy");
    }
}
