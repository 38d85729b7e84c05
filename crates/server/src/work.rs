//! From an envelope to its record: the steps that one request and one line of a batch share.

use crate::item::{Choices, Output, Page};
use crate::metrics::Metrics;
use crate::rejection::Rejection;
use crate::state::{AppState, Wait};

/// What is left to do after the first turn on a worker.
enum Step {
    Done(Output),
    Fetch(Choices),
}

/// Reads what was sent with `read` and extracts it, on a worker; fetches a page that was only named
/// in between.
///
/// Reading is work too: parsing sixteen megabytes of JSON would hold an async thread for longer
/// than most extractions take.
pub(crate) async fn answer(
    state: &AppState,
    wait: Wait,
    read: impl FnOnce() -> Result<(Option<Page>, Choices), Rejection> + Send + 'static,
) -> Result<Output, Rejection> {
    let step = state.run(wait, move |metrics: &Metrics| match read()? {
        (Some(page), choices) => choices.extract(&page, metrics).map(Step::Done),
        (None, choices) => Ok(Step::Fetch(choices)),
    });
    match step.await? {
        Step::Done(output) => Ok(output),
        Step::Fetch(_choices) => Err(Rejection::fetch_disabled()),
    }
}
