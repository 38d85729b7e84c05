//! Failures as exit statuses, messages and error records: one table, the core's, says them all.

use std::io::{self, Write};
use std::process::ExitCode;

use dateline::Error;
use serde::Serialize;

/// Exit status of a run that finished although some of its items failed.
pub(crate) const SOME_ITEMS_FAILED: u8 = 1;

/// Exit status of a failure: its row in the core's table, or the one of internal errors.
pub(crate) fn exit_status(error: &anyhow::Error) -> u8 {
    core_error(error).exit
}

/// Tells a failure on standard error.
pub(crate) fn report(error: &anyhow::Error) -> ExitCode {
    // Nobody is left to tell when standard error is closed too.
    let _ = writeln!(std::io::stderr(), "dateline: {error:#}");
    ExitCode::from(exit_status(error))
}

/// What stands in a batch's output in place of a record.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorRecord<'a> {
    id: &'a str,
    error: ErrorBody,
}

#[derive(Debug, Serialize)]
struct ErrorBody {
    code: &'static str,
    message: String,
}

impl<'a> ErrorRecord<'a> {
    pub(crate) fn new(id: &'a str, error: &anyhow::Error) -> Self {
        let code = core_error(error).name;
        Self { id, error: ErrorBody { code, message: format!("{error:#}") } }
    }

    /// The record on one line, ended by a line break.
    pub(crate) fn line(&self) -> String {
        serde_json::to_string(self).expect("strings always serialize") + "\n"
    }
}

fn core_error(error: &anyhow::Error) -> dateline::error::ErrorCode {
    error
        .chain()
        .find_map(|cause| {
            // `Write` allows no other error than this one, which keeps ours in it.
            let of_output = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
            of_output.map_or_else(|| cause.downcast_ref(), |held| held.downcast_ref::<Error>())
        })
        .map_or_else(|| Error::Internal { reason: String::new() }.code(), Error::code)
}
