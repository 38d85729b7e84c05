//! The socket under a connection: how slowly its client may read, and how it is closed.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use crate::patience::Patience;

/// How long and how far a closed connection is read on.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 4 << 20;

/// A socket whose writes fail when the client reads too slowly, and which is closed so that the
/// client gets the answer.
///
/// Closing a socket that holds unread input resets it, and a reset can overtake the answer: a
/// client that is refused in the middle of a large upload would see a broken connection instead of
/// the reason. So what it sends on is read and dropped for a moment.
pub(crate) struct Socket<T> {
    inner: T,
    patience: Patience,
    /// Since when a write waits, and what ends the wait.
    stalled: Option<(Instant, Pin<Box<Sleep>>)>,
    linger: Option<(Pin<Box<Sleep>>, usize)>,
}

impl<T> Socket<T> {
    pub(crate) fn new(inner: T, patience: Patience) -> Self {
        Self { inner, patience, stalled: None, linger: None }
    }

    /// Passes a write's outcome on, or fails when the client has used up its patience.
    fn judge(
        &mut self,
        outcome: Poll<io::Result<usize>>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if let Poll::Ready(result) = outcome {
            let waited = self.stalled.take().map_or(Duration::ZERO, |(since, _)| since.elapsed());
            self.patience.progress(waited, *result.as_ref().unwrap_or(&0));
            return Poll::Ready(result);
        }
        let left = self.patience.left();
        let (_, timer) =
            self.stalled.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(left))));
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client reads too slowly")))
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Socket<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Socket<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.judge(outcome, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write_vectored(cx, slices);
        self.judge(outcome, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.linger.is_none() {
            ready!(Pin::new(&mut this.inner).poll_shutdown(cx))?;
        }
        let (timer, drained) = this.linger.get_or_insert_with(|| (Box::pin(sleep(LINGER)), 0));
        let mut scratch = [0; 8192];
        while *drained < LINGER_BYTES && timer.as_mut().poll(cx).is_pending() {
            let mut buffer = ReadBuf::new(&mut scratch);
            // An error or the end of input: the client is gone, and knows.
            if ready!(Pin::new(&mut this.inner).poll_read(cx, &mut buffer)).is_err()
                || buffer.filled().is_empty()
            {
                break;
            }
            *drained += buffer.filled().len();
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const IDLE: Duration = Duration::from_secs(30);

    #[tokio::test(start_paused = true)]
    async fn err_a_client_that_does_not_read_is_cut_off() {
        let (_client, server) = duplex(64);
        let mut server = Socket::new(server, Patience::new(IDLE, 100));
        let started = Instant::now();
        let error = server.write_all(&[0; 1000]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(started.elapsed().as_secs(), IDLE.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn err_a_client_that_reads_a_trickle_is_cut_off_and_a_slow_one_is_not() {
        for (every_ms, ok) in [(1000, false), (100, true)] {
            let (mut client, server) = duplex(10);
            let mut server = Socket::new(server, Patience::new(IDLE, 100));
            let reader = tokio::spawn(async move {
                while client.read_exact(&mut [0; 10]).await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(every_ms)).await;
                }
            });
            assert_eq!(server.write_all(&[0; 10_000]).await.is_ok(), ok, "{every_ms} ms");
            reader.abort();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn ok_what_a_refused_client_still_sends_is_read() {
        let (mut client, server) = duplex(64);
        let mut server = Socket::new(server, Patience::new(IDLE, 100));
        let closing = tokio::spawn(async move { server.shutdown().await });
        client.write_all(&[0; 100_000]).await.unwrap();
        assert_eq!(client.read(&mut [0; 8]).await.unwrap(), 0, "the end is told at once");
        drop(client);
        closing.await.unwrap().unwrap();
    }
}
