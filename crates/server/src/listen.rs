//! Connections: how many, how they begin, and how they end.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::connection::Socket;
use crate::context::new_id;
use crate::rejection::Rejection;
use crate::state::{AppState, Counted};

/// Longest part of a request that is buffered; a request whose headers are longer never becomes
/// one.
const BUFFER_BYTES: usize = 128 << 10;

/// After a failed accept (too many open files) the next try waits.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Connections over the limit that are told so at the same time; further ones are just closed.
const TURNED_AWAY: usize = 256;

/// Serves `router` on `listener` until `stop` resolves; then lets requests under way finish for the
/// configured time. An accept that fails is tried again.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    state: AppState,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(state.config().max_connections));
    let doorsteps = Arc::new(Semaphore::new(TURNED_AWAY));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let Ok(place) = places.clone().try_acquire_owned() else {
            state.metrics().rejection(Rejection::too_many_connections().code);
            if let Ok(doorstep) = doorsteps.clone().try_acquire_owned() {
                let state = state.clone();
                tokio::spawn(async move {
                    let _ = turn_away(stream, &state).await;
                    drop(doorstep);
                });
            }
            continue;
        };
        // Records are written in one piece: waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
        let io = TokioIo::new(Socket::new(stream, state.patience()));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(state.config().header_timeout)
            .max_buf_size(BUFFER_BYTES)
            .serve_connection(io, TowerToHyperService::new(router.clone()));
        let connection = graceful.watch(connection);
        let open = Counted::new(&state, |metrics| &metrics.connections);
        tokio::spawn(async move {
            let _held = (place, open);
            // Clients that vanish are no news.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection ended early");
            }
        });
    }
    drop(listener);
    tracing::info!("stopping: requests under way may finish");
    if tokio::time::timeout(state.config().grace, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// Tells a client that there is no room for its connection.
async fn turn_away(stream: TcpStream, state: &AppState) -> io::Result<()> {
    let rejection = Rejection::too_many_connections();
    let id = new_id();
    let body = serde_json::to_string(&rejection.body(Some(&id))).expect("strings always serialize");
    let answer = format!(
        "HTTP/1.1 {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nretry-after: 1\r\n\
         x-request-id: {id}\r\nconnection: close\r\n\r\n{body}",
        rejection.status,
        body.len(),
    );
    let mut socket = Socket::new(stream, state.patience());
    socket.write_all(answer.as_bytes()).await?;
    socket.shutdown().await
}
