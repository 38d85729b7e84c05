//! `dateline extract`: the records of a few inputs.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use dateline::{Extractor, Options, render};

use crate::args::ExtractArgs;
use crate::failure;
use crate::input::Input;
use crate::output::Output;

pub(super) fn run(args: &ExtractArgs) -> Result<ExitCode> {
    let extractor = Extractor::new(Options { analysis: args.analysis, ..Options::default() })?;
    let mut output = Output::open(args.output.as_deref())?;
    let mut status = ExitCode::SUCCESS;
    for argument in &args.inputs {
        match one(&extractor, argument, args) {
            Ok(record) => writeln!(output, "{record}")?,
            Err(error) => status = failure::report(&error),
        }
    }
    output.finish()?;
    Ok(status)
}

fn one(extractor: &Extractor, argument: &str, args: &ExtractArgs) -> Result<String> {
    let bytes = Input::new(argument).read(extractor.options().limits.max_input_bytes)?;
    let article = extractor.extract(&dateline::Input {
        url: args.url.as_deref(),
        published: args.published.as_deref(),
        ..dateline::Input::new(&bytes)
    })?;
    Ok(render::json_pretty(&article))
}
