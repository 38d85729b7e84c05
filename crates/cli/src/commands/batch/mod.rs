//! `dateline batch`: many inputs on all cores, one record a line, in the order of the inputs.

mod items;
mod ordered;

use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use anyhow::Result;
use dateline::{Error, Extractor, Options, render};

use self::items::{Item, Payload};
use crate::args::BatchArgs;
use crate::failure::{ErrorRecord, SOME_ITEMS_FAILED};
use crate::input::Input;
use crate::output::Output;

pub(super) fn run(args: &BatchArgs) -> Result<ExitCode> {
    let extractor = Extractor::new(Options { analysis: args.analysis, ..Options::default() })?;
    let jobs = args
        .jobs
        .or_else(|| thread::available_parallelism().ok())
        .map_or(1, std::num::NonZeroUsize::get);
    let items = items::open(&args.inputs)?;
    let mut output = Output::open(args.output.as_deref())?;
    let started = Instant::now();
    let mut records = 0_u64;
    let mut failed = 0_u64;
    ordered::map(
        jobs,
        items,
        |item| line(&extractor, item),
        |line| -> Result<()> {
            writeln!(output, "{}", line.json)?;
            records += u64::from(line.ok);
            failed += u64::from(!line.ok);
            Ok(())
        },
    )?;
    output.finish()?;
    let seconds = started.elapsed().as_secs_f64();
    writeln!(
        std::io::stderr(),
        "{records} records, {failed} errors in {seconds:.2} s on {jobs} threads"
    )?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_ITEMS_FAILED) })
}

/// One line of output.
struct Line {
    json: String,
    ok: bool,
}

fn line(extractor: &Extractor, item: Item) -> Line {
    let record = match &item.payload {
        Err(_) => None,
        Ok(payload) => Some(
            panic::catch_unwind(AssertUnwindSafe(|| record(extractor, &item, payload)))
                .unwrap_or_else(|panic| Err(internal(panic.as_ref()))),
        ),
    };
    match (record, item.payload) {
        (Some(Ok(json)), _) => Line { json, ok: true },
        (Some(Err(error)), _) | (None, Err(error)) => {
            Line { json: ErrorRecord::new(&item.id, &error).json(), ok: false }
        }
        (None, Ok(_)) => unreachable!("a payload gives a record or an error"),
    }
}

fn record(extractor: &Extractor, item: &Item, payload: &Payload) -> Result<String> {
    let read;
    let bytes = match payload {
        Payload::Text(text) => text.as_bytes(),
        Payload::Path(path) => {
            read = Input::Path(path.clone()).read(extractor.options().limits.max_input_bytes)?;
            &read
        }
    };
    let article = extractor.extract(&dateline::Input {
        id: Some(&item.id),
        url: item.url.as_deref(),
        published: item.published.as_deref(),
        ..dateline::Input::new(bytes)
    })?;
    Ok(render::json(&article))
}

/// The error that a panic in one item becomes.
fn internal(panic: &(dyn std::any::Any + Send)) -> anyhow::Error {
    let reason = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|reason| (*reason).to_owned()))
        .unwrap_or_else(|| "a panic without a message".to_owned());
    Error::Internal { reason }.into()
}
