//! Request bodies under limits: size, and the pauses a client may make.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, stream};
use http_body_util::BodyExt;

use crate::rejection::Rejection;

/// The whole body, at most `limit` bytes of it after decompression.
pub(crate) async fn read_all(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
    idle: Duration,
) -> Result<Bytes, Rejection> {
    refuse_declared(headers, limit)?;
    let mut chunks = std::pin::pin!(chunks(body, idle));
    let mut whole = BytesMut::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        if whole.len() + chunk.len() > limit {
            return Err(Rejection::body_too_large(limit));
        }
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

/// The body's chunks; an error ends them, and so does a pause of more than `idle`.
fn chunks(body: Body, idle: Duration) -> impl Stream<Item = Result<Bytes, Rejection>> {
    stream::unfold(Some(body), move |state| async move {
        let mut body = state?;
        loop {
            return match tokio::time::timeout(idle, body.frame()).await {
                Err(_) => Some((Err(Rejection::slow_body(idle.as_secs_f64())), None)),
                Ok(None) => None,
                Ok(Some(Err(error))) => Some((Err(Rejection::broken_body(&error)), None)),
                Ok(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => Some((Ok(data), Some(body))),
                    // Trailers hold nothing that is read here.
                    Err(_) => continue,
                },
            };
        }
    })
}

/// One line of a body, or why there is none.
pub(crate) type Line = Result<Bytes, Rejection>;

/// The lines of a body without their ends. A line of more than `limit` bytes gives an error in its
/// place and is skipped; a broken body gives an error and ends the lines. Empty lines are left out.
pub(crate) fn lines(body: Body, limit: usize, idle: Duration) -> impl Stream<Item = (u64, Line)> {
    let state = Lines {
        chunks: Box::pin(chunks(body, idle)),
        buffer: BytesMut::new(),
        searched: 0,
        skipping: false,
        ended: false,
        number: 0,
        limit,
    };
    stream::unfold(state, |mut state| async move { Some((state.next().await?, state)) })
}

struct Lines<S> {
    chunks: S,
    /// What was read and not yet given out.
    buffer: BytesMut,
    /// How far the buffer holds no line break.
    searched: usize,
    /// The rest of a line that was too long is being dropped.
    skipping: bool,
    ended: bool,
    number: u64,
    limit: usize,
}

impl<S: Stream<Item = Result<Bytes, Rejection>> + Unpin> Lines<S> {
    async fn next(&mut self) -> Option<(u64, Line)> {
        loop {
            let found = self.buffer[self.searched..].iter().position(|&byte| byte == b'\n');
            if let Some(offset) = found {
                let mut line = self.buffer.split_to(self.searched + offset + 1);
                line.truncate(line.len() - 1);
                self.searched = 0;
                self.number += 1;
                if std::mem::take(&mut self.skipping) {
                    continue;
                }
                match self.finish(line) {
                    Some(line) => return Some((self.number, line)),
                    None => continue,
                }
            }
            self.searched = self.buffer.len();
            if self.skipping {
                self.buffer.clear();
                self.searched = 0;
            } else if self.buffer.len() > self.limit {
                self.skipping = true;
                return Some((self.number + 1, Err(Rejection::body_too_large(self.limit))));
            }
            if self.ended {
                return None;
            }
            match self.chunks.next().await {
                Some(Ok(chunk)) => self.buffer.extend_from_slice(&chunk),
                Some(Err(rejection)) => {
                    self.ended = true;
                    self.buffer.clear();
                    self.searched = 0;
                    return Some((self.number + 1, Err(rejection)));
                }
                None => {
                    self.ended = true;
                    // The last line needs no end.
                    if !self.skipping && !self.buffer.is_empty() {
                        self.buffer.extend_from_slice(b"\n");
                        self.searched = 0;
                    }
                }
            }
        }
    }

    fn finish(&self, line: BytesMut) -> Option<Line> {
        if line.len() > self.limit {
            return Some(Err(Rejection::body_too_large(self.limit)));
        }
        let line = line.freeze();
        (!line.trim_ascii().is_empty()).then_some(Ok(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDLE: Duration = Duration::from_secs(5);

    async fn collect(
        parts: Vec<&'static str>,
        limit: usize,
    ) -> Vec<(u64, Result<String, &'static str>)> {
        let body = Body::from_stream(stream::iter(
            parts.into_iter().map(|part| Ok::<_, std::io::Error>(Bytes::from(part))),
        ));
        lines(body, limit, IDLE)
            .map(|(number, line)| {
                let line = line.map(|line| String::from_utf8(line.to_vec()).unwrap());
                (number, line.map_err(|rejection| rejection.code))
            })
            .collect()
            .await
    }

    #[tokio::test]
    async fn ok_lines_cross_chunks() {
        let found = collect(vec!["on", "e\ntwo\r\n\n", "three"], 100).await;
        let expected = [(1, Ok("one")), (2, Ok("two\r")), (4, Ok("three"))];
        assert_eq!(found, expected.map(|(n, line)| (n, line.map(str::to_owned))));
    }

    #[tokio::test]
    async fn err_a_long_line_costs_only_itself() {
        let found =
            collect(vec!["0123456789", "0123456789", "\nok\n", "0123456789ab\nlast"], 10).await;
        let codes: Vec<_> = found.iter().map(|(n, line)| (*n, line.is_ok())).collect();
        assert_eq!(codes, [(1, false), (2, true), (3, false), (4, true)]);
        assert_eq!(found[0].1, Err("input_too_large"));
    }

    #[tokio::test]
    async fn err_a_declared_length_is_believed() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_LENGTH, "10000000000".parse().unwrap());
        let rejection = read_all(&headers, Body::empty(), 100, IDLE).await.unwrap_err();
        assert_eq!(rejection.code, "input_too_large");
    }

    #[tokio::test(start_paused = true)]
    async fn err_a_body_that_pauses() {
        let body = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
        let rejection = read_all(&HeaderMap::new(), body, 100, IDLE).await.unwrap_err();
        assert_eq!(rejection.code, "slow_body");
    }
}
