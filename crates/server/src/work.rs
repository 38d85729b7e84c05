//! From an envelope to its record: the steps that one request and one line of a batch share.

use crate::fetch::Fetched;
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
    let mut choices = match step.await? {
        Step::Done(output) => return Ok(output),
        Step::Fetch(choices) => choices,
    };
    let url = choices.url.take().unwrap_or_default();
    let Fetched { page, url } = state.fetch(&url, wait).await?;
    choices.url = Some(url);
    // What has been fetched is not thrown away: how much is fetched at a time has its own bound.
    state.run(Wait::Always, move |metrics| choices.extract(&page, metrics)).await
}
