//! The service as a process: log, keys, listener, signals.

use anyhow::{Context, Result};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::config::Config;
use crate::keys::Keys;
use crate::state::AppState;

/// Runs the service until it is told to stop (interrupt or terminate signal).
///
/// Logs are JSON lines on standard error; the variable `DATELINE_LOG` takes a filter such as
/// `debug`.
///
/// # Errors
/// When the key file cannot be read or the address cannot be listened on.
pub fn run(config: Config) -> Result<()> {
    let filter = EnvFilter::try_from_env("DATELINE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    // A panic's message may quote the text that was extracted: the log gets its place alone.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
    let keys = match &config.keys {
        None => Keys::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read the key file {}", path.display()))?;
            Keys::parse(&text)?
        }
    };
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?
        .block_on(listen(config, keys))
}

async fn listen(config: Config, keys: Keys) -> Result<()> {
    let address = config.listen;
    let listener =
        TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    // Port 0 asks for any free port: the log says which it is.
    tracing::info!(address = %listener.local_addr()?, "listening");
    let state = AppState::new(config, keys);
    let router = crate::router(state.clone());
    crate::serve(listener, router, state, stop_signal()).await?;
    Ok(())
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
