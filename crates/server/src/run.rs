//! The service as a process: log, keys, listener, signals.

use dateline::Error;
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
/// When options contradict each other, the key file cannot be read or the address cannot be
/// listened on.
pub fn run(config: Config) -> Result<(), Error> {
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
            let text = std::fs::read_to_string(path).map_err(|error| Error::UnreadableInput {
                input: path.display().to_string(),
                reason: error.to_string(),
            })?;
            Keys::parse(&text)?
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Internal { reason: format!("cannot start threads: {error}") })?;
    let ended = runtime.block_on(listen(config, keys));
    // An extraction that outlived the grace time cannot be stopped; the process ends without it.
    runtime.shutdown_background();
    ended
}

async fn listen(config: Config, keys: Keys) -> Result<(), Error> {
    let wanted = config.listen;
    let state = AppState::new(config, keys)?;
    let refused = |error: std::io::Error| Error::InvalidOption {
        option: "listen",
        reason: format!("cannot listen on {wanted}: {error}"),
    };
    let listener = TcpListener::bind(wanted).await.map_err(refused)?;
    // Port 0 asks for any free port: the log says which it is.
    let address = listener.local_addr().map_err(refused)?;
    tracing::info!(%address, "listening");
    let router = crate::router(state.clone());
    crate::serve(listener, router, state, stop_signal()).await;
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
