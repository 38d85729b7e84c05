//! `dateline trace`: every decision that led to a record.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use dateline::trace::Note;

use crate::args::{TraceArgs, TraceFormat};
use crate::guard::guarded;
use crate::input::Input;
use crate::output::Output;

/// Widths of the columns of stage and rule; a longer name moves its own line only.
const STAGE_COLUMNS: usize = 9;
const RULE_COLUMNS: usize = 32;
/// How much of the subject is shown: it may be a whole paragraph.
const SUBJECT_CHARS: usize = 100;

pub(super) fn run(args: &TraceArgs) -> Result<ExitCode> {
    let extractor = args.reading.extractor()?;
    let input = Input::new(&args.input);
    let bytes = input.read(extractor.options().limits.max_input_bytes)?;
    let (_, trace) = guarded(|| {
        extractor.extract_traced(&args.about.input(&bytes)).map_err(|error| input.blame(error))
    })?;
    let mut output = Output::open(args.output.output.as_deref())?;
    for note in trace.notes().iter().filter(|note| is_wanted(note, args)) {
        match args.format {
            TraceFormat::Text => write_text(&mut output, note)?,
            TraceFormat::Jsonl => writeln!(output, "{}", serde_json::to_string(note)?)?,
        }
    }
    output.finish()?;
    Ok(ExitCode::SUCCESS)
}

fn is_wanted(note: &Note, args: &TraceArgs) -> bool {
    (args.stage.is_empty() || args.stage.contains(&note.stage))
        && args.rule.as_ref().is_none_or(|prefix| note.rule.starts_with(prefix))
}

fn write_text(output: &mut Output, note: &Note) -> Result<()> {
    write!(output, "{:STAGE_COLUMNS$} {:RULE_COLUMNS$} ", note.stage.name(), note.rule)?;
    if let Some(score) = note.score {
        write!(output, "{score:.3} ")?;
    }
    let mut subject = note.subject.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = subject.char_indices().nth(SUBJECT_CHARS) {
        subject.truncate(at);
        subject.push('…');
    }
    write!(output, "{subject}")?;
    if !note.reason.is_empty() {
        write!(output, ": {}", note.reason)?;
    }
    writeln!(output)?;
    Ok(())
}
