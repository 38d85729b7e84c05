//! `dateline schema`: the JSON Schema of the record.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use dateline::article::json_schema;

use crate::args::OutputArgs;
use crate::output::Output;

pub(super) fn run(args: &OutputArgs) -> Result<ExitCode> {
    let mut output = Output::open(args.output.as_deref())?;
    output.write_all(json_schema().as_bytes())?;
    output.finish()?;
    Ok(ExitCode::SUCCESS)
}
