//! `dateline view`: an article for people, with what was found marked in its text.

mod body;
mod findings;
mod header;
mod palette;
mod screen;
mod wrap;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Result;
use dateline::{Article, render};

use self::palette::Palette;
use self::screen::Screen;
use crate::args::{Color, ViewArgs, ViewFormat};
use crate::guard::guarded;
use crate::input::Input;
use crate::output::Output;

/// Longer lines are hard to read, however wide the terminal.
const MAX_COLUMNS: u16 = 100;
/// Where nobody tells a width.
const DEFAULT_COLUMNS: u16 = 80;

pub(super) fn run(args: &ViewArgs) -> Result<ExitCode> {
    let extractor = args.reading.extractor()?;
    let input = Input::new(&args.input);
    let bytes = input.read(extractor.options().limits.max_input_bytes)?;
    let shown = guarded(|| {
        let article =
            extractor.extract(&args.about.input(&bytes)).map_err(|error| input.blame(error))?;
        Ok(match args.format {
            ViewFormat::Html => render::page(&article),
            ViewFormat::Terminal => terminal(&article, palette(args), columns(args)),
        })
    })?;
    let mut output = Output::open(args.output.output.as_deref())?;
    output.write_all(shown.as_bytes())?;
    output.finish()?;
    Ok(ExitCode::SUCCESS)
}

/// The whole article for a terminal.
fn terminal(article: &Article, palette: Palette, columns: usize) -> String {
    let mut screen = Screen::new(palette, columns);
    header::show(&mut screen, article);
    body::show(&mut screen, article);
    findings::show(&mut screen, article);
    screen.into_text()
}

fn palette(args: &ViewArgs) -> Palette {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let to_terminal = args.output.output.is_none() && io::stdout().is_terminal() && !dumb;
    match args.color {
        Color::Always => Palette::Color,
        Color::Never => Palette::Plain,
        Color::Auto if !to_terminal => Palette::Plain,
        Color::Auto if no_color => Palette::Mono,
        Color::Auto => Palette::Color,
    }
}

fn columns(args: &ViewArgs) -> usize {
    let of_terminal = || terminal_size::terminal_size().map(|(width, _)| width.0.min(MAX_COLUMNS));
    usize::from(args.width.or_else(of_terminal).unwrap_or(DEFAULT_COLUMNS))
}
