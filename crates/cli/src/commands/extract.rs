//! `dateline extract`: the records of a few inputs.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use dateline::{Extractor, render};

use crate::args::ExtractArgs;
use crate::failure;
use crate::guard::guarded;
use crate::input::Input;
use crate::output::Output;

pub(super) fn run(args: &ExtractArgs) -> Result<ExitCode> {
    let extractor = args.reading.extractor()?;
    args.about.check(args.inputs.len())?;
    let mut output = Output::open(args.output.output.as_deref())?;
    let mut status = ExitCode::SUCCESS;
    for argument in &args.inputs {
        match guarded(|| one(&extractor, argument, args)) {
            Ok(rendered) => output.write_all(rendered.as_bytes())?,
            Err(error) => status = failure::report(&error),
        }
    }
    output.finish()?;
    Ok(status)
}

/// What one input gives, in the form that was asked for.
fn one(extractor: &Extractor, argument: &str, args: &ExtractArgs) -> Result<String> {
    let input = Input::new(argument);
    let bytes = input.read(extractor.options().limits.max_input_bytes)?;
    // Records that stand together are told apart by the names of their inputs.
    let id = (args.inputs.len() > 1).then_some(argument);
    let article = extractor
        .extract(&dateline::Input { id, ..args.about.input(&bytes) })
        .map_err(|error| input.blame(error))?;
    let article = if args.format.is_record() {
        article.with_offsets(args.offsets.offsets.into())
    } else {
        article
    };
    Ok(render::render(&article, args.format))
}
