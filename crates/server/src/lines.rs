//! The lines of a body, each under a limit of its own.

use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, stream};

use crate::body::chunks;
use crate::budget::Reserved;
use crate::patience::Patience;
use crate::rejection::Rejection;

/// One line of a body, or why there is none.
pub(crate) type Line = Result<Bytes, Rejection>;

/// The lines of a body without their ends, with their numbers from 1. A line of more than `limit`
/// bytes gives an error in its place and is skipped; a broken body gives an error and ends the
/// lines. Empty lines are left out.
///
/// `reserved` holds what is buffered; when there is no memory for more, reading waits `memory_wait`
/// for it, then ends the lines with an error.
pub(crate) fn lines(
    body: Body,
    limit: usize,
    patience: Patience,
    reserved: Reserved,
    memory_wait: Duration,
) -> impl Stream<Item = (u64, Line)> + Send {
    let state = Lines {
        chunks: Box::pin(chunks(body, patience)),
        buffer: BytesMut::new(),
        searched: 0,
        skipping: false,
        ended: false,
        number: 0,
        limit,
        reserved,
        memory_wait,
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
    reserved: Reserved,
    memory_wait: Duration,
}

impl<S: Stream<Item = Result<Bytes, Rejection>> + Unpin> Lines<S> {
    async fn next(&mut self) -> Option<(u64, Line)> {
        loop {
            if let Some(line) = self.take_line() {
                self.number += 1;
                match self.judge(line) {
                    Some(line) => return Some((self.number, line)),
                    None => continue,
                }
            }
            if self.skipping {
                self.clear();
            } else if self.buffer.len() > self.limit {
                self.skipping = true;
                return Some((self.number + 1, Err(Rejection::body_too_large(self.limit))));
            }
            if self.ended {
                return None;
            }
            if let Err(rejection) = self.read_more().await {
                self.ended = true;
                self.clear();
                return Some((self.number + 1, Err(rejection)));
            }
        }
    }

    /// The next whole line in the buffer.
    fn take_line(&mut self) -> Option<BytesMut> {
        let found = memchr::memchr(b'\n', &self.buffer[self.searched..]);
        let Some(offset) = found else {
            self.searched = self.buffer.len();
            return None;
        };
        let mut line = self.buffer.split_to(self.searched + offset + 1);
        line.truncate(line.len() - 1);
        self.searched = 0;
        Some(line)
    }

    /// What a line gives: nothing when it is empty, or the rest of one that was refused already.
    fn judge(&mut self, line: BytesMut) -> Option<Line> {
        if std::mem::take(&mut self.skipping) {
            return None;
        }
        if line.len() > self.limit {
            return Some(Err(Rejection::body_too_large(self.limit)));
        }
        let line = line.freeze();
        (!line.trim_ascii().is_empty()).then_some(Ok(line))
    }

    async fn read_more(&mut self) -> Result<(), Rejection> {
        match self.chunks.next().await.transpose()? {
            Some(chunk) => {
                self.reserved.resize(self.buffer.len() + chunk.len(), self.memory_wait).await?;
                self.buffer.extend_from_slice(&chunk);
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
        Ok(())
    }

    fn clear(&mut self) {
        self.buffer.clear();
        self.searched = 0;
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use futures_util::StreamExt;

    use super::*;
    use crate::budget::Budget;

    const IDLE: Duration = Duration::from_secs(5);

    async fn collect(
        parts: Vec<&'static str>,
        limit: usize,
    ) -> Vec<(u64, Result<String, &'static str>)> {
        let body = Body::from_stream(stream::iter(
            parts.into_iter().map(|part| Ok::<_, std::io::Error>(Bytes::from(part))),
        ));
        lines(body, limit, Patience::new(IDLE, 0), Budget::new(1 << 20).reserve(), IDLE)
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
}
