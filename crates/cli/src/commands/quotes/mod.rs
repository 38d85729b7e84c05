//! `dateline quotes`: who said what, how, as a table for people or as lines for tools.

mod row;
mod table;

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use dateline::{Extractor, Layer, Layers, Options};

use self::row::Row;
use crate::args::{QuotesArgs, QuotesFormat};
use crate::failure;
use crate::guard::guarded;
use crate::input::Input;
use crate::output::Output;

pub(super) fn run(args: &QuotesArgs) -> Result<ExitCode> {
    args.about.check(args.inputs.len())?;
    let layers = Layers::NONE.with(Layer::Entities).with(Layer::Quotations);
    let extractor = Extractor::new(Options { analysis: layers, ..Options::default() })?;
    let mut output = Output::open(args.output.output.as_deref())?;
    let mut status = ExitCode::SUCCESS;
    if args.format == QuotesFormat::Csv {
        write!(output, "{}\r\n", row::COLUMNS.join(","))?;
    }
    for argument in &args.inputs {
        match guarded(|| rows(&extractor, args, argument)) {
            Ok(rows) => write_rows(&mut output, args, argument, &rows)?,
            Err(error) => status = failure::report(&error),
        }
    }
    output.finish()?;
    Ok(status)
}

fn rows(extractor: &Extractor, args: &QuotesArgs, argument: &str) -> Result<Vec<Row>> {
    let input = Input::new(argument);
    let bytes = input.read(extractor.options().limits.max_input_bytes)?;
    let article =
        extractor.extract(&args.about.input(&bytes)).map_err(|error| input.blame(error))?;
    Ok(row::rows(argument, &article))
}

fn write_rows(output: &mut Output, args: &QuotesArgs, argument: &str, rows: &[Row]) -> Result<()> {
    match args.format {
        QuotesFormat::Table => {
            if args.inputs.len() > 1 {
                writeln!(output, "{argument}")?;
            }
            write!(output, "{}", table::draw(rows, columns(args)))?;
            if args.inputs.len() > 1 {
                writeln!(output)?;
            }
        }
        QuotesFormat::Csv => {
            for row in rows {
                write!(output, "{}\r\n", row.csv())?;
            }
        }
        QuotesFormat::Jsonl => {
            for row in rows {
                writeln!(output, "{}", serde_json::to_string(row)?)?;
            }
        }
    }
    Ok(())
}

/// The columns of the terminal that the table goes to.
fn columns(args: &QuotesArgs) -> usize {
    let terminal = terminal_size::terminal_size_of(std::io::stdout());
    let of_terminal = terminal.filter(|_| args.output.output.is_none());
    of_terminal.map_or(table::MAX_WIDTH, |(width, _)| usize::from(width.0))
}
