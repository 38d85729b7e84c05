//! `dateline view`: an article for people, with what was found marked in its text.

mod body;
mod findings;
mod header;
mod palette;
mod screen;

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

#[cfg(test)]
mod tests {
    use super::*;

    /// A record with one of everything, marked by hand.
    fn shown(palette: Palette) -> String {
        let article = serde_json::from_str(include_str!("testdata/ferry.json")).unwrap();
        terminal(&article, palette, 72)
    }

    #[test]
    fn ok_findings_are_marked_in_color() {
        insta::assert_snapshot!(shown(Palette::Color));
    }

    #[test]
    fn ok_without_color_only_attributes_are_used() {
        let shown = shown(Palette::Mono);
        assert_eq!(first_color(&shown), None);
        assert!(shown.contains("\u{1b}[1m"));
    }

    #[test]
    fn ok_plain_is_the_same_text() {
        let mut plain = String::new();
        let colored = shown(Palette::Mono);
        let mut rest = colored.as_str();
        while let Some((head, tail)) = rest.split_once('\u{1b}') {
            plain.push_str(head);
            rest = tail.split_once('m').unwrap().1;
        }
        plain.push_str(rest);
        let legend = plain.lines().position(|line| line.starts_with("Marked:")).unwrap();
        let without_legend: Vec<&str> = plain
            .lines()
            .enumerate()
            // The legend and the empty line before it.
            .filter(|(number, _)| *number != legend && *number + 1 != legend)
            .map(|(_, line)| line)
            .collect();
        assert_eq!(without_legend, shown(Palette::Plain).lines().collect::<Vec<_>>());
    }

    /// The first color that is asked for, if any.
    fn first_color(text: &str) -> Option<&str> {
        text.split("\u{1b}[").skip(1).find(|escape| {
            escape.starts_with(['3', '4']) && !escape.starts_with("3m") && !escape.starts_with("4m")
        })
    }
}
