//! `dateline batch`: many inputs on all cores, one record a line, in the order of the inputs.

mod folder;
mod item;
mod items;
mod manifest;
mod ordered;
mod progress;

use std::io::Write;
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::thread;

use anyhow::Result;
use dateline::{Extractor, OffsetUnit, SourceKind, render};

use self::item::{Item, Payload};
use self::progress::Progress;
use crate::args::BatchArgs;
use crate::failure::{ErrorRecord, SOME_ITEMS_FAILED};
use crate::guard::guarded;
use crate::input::Input;
use crate::output::Output;

pub(super) fn run(args: &BatchArgs) -> Result<ExitCode> {
    let extractor = args.reading.extractor()?;
    let offsets = OffsetUnit::from(args.offsets.offsets);
    let jobs = args.jobs.or_else(|| thread::available_parallelism().ok());
    let jobs = jobs.map_or(1, NonZeroUsize::get);
    let mut progress = Progress::new(args.quiet, || items::count(&args.inputs));
    let items = items::open(&args.inputs)?;
    let mut output = Output::open(args.output.output.as_deref())?;
    let mut failed = false;
    ordered::map(
        jobs,
        items,
        |item| line(&extractor, offsets, &item),
        |line| -> Result<()> {
            output.write_all(line.json.as_bytes())?;
            failed |= line.failed;
            progress.step(line.bytes, line.failed);
            Ok(())
        },
    )?;
    output.finish()?;
    progress.finish(jobs);
    Ok(if failed { ExitCode::from(SOME_ITEMS_FAILED) } else { ExitCode::SUCCESS })
}

/// One line of output.
struct Line {
    /// The record or the error record, and a line break.
    json: String,
    failed: bool,
    /// Size of the input.
    bytes: u64,
}

fn line(extractor: &Extractor, offsets: OffsetUnit, item: &Item) -> Line {
    guarded(|| record(extractor, offsets, item)).unwrap_or_else(|error| Line {
        json: ErrorRecord::new(&item.id, &error).line(),
        failed: true,
        bytes: 0,
    })
}

fn record(extractor: &Extractor, offsets: OffsetUnit, item: &Item) -> Result<Line> {
    let read;
    let bytes = match &item.payload {
        Payload::Text(text) => text.as_bytes(),
        Payload::File(path) => {
            let limit = extractor.options().limits.max_input_bytes;
            read = Input::Path(path.clone()).read(limit)?;
            &read
        }
        Payload::Unknown(error) => return Err(error.clone().into()),
    };
    let article = extractor.extract(&dateline::Input {
        bytes,
        kind: item.kind.map(SourceKind::from),
        id: Some(&item.id),
        url: item.url.as_deref(),
        published: item.published.as_deref(),
        charset: item.charset.as_deref(),
    })?;
    let bytes = article.source.bytes;
    let json = render::render(&article.with_offsets(offsets), render::Format::Jsonl);
    Ok(Line { json, failed: false, bytes })
}
