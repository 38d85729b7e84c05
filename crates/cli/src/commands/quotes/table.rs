//! The table for people: three columns, the content folded to the width that is left.

use super::row::Row;
use crate::wrap::{width, wrap};

/// Most columns of a whole line, which a file or a pipe gets too.
pub(super) const MAX_WIDTH: usize = 100;
/// Fewest: below this columns of single words would be all that is left.
const MIN_WIDTH: usize = 44;
/// Hundredths of the line for who and for how, at most; the content has the rest.
const WHO: usize = 26;
const HOW: usize = 22;
const HEAD: [&str; 3] = ["WHO", "HOW", "WHAT"];

/// Draws the rows in lines of about `columns` columns; nothing but a line that says so when there are
/// none.
pub(super) fn draw(rows: &[Row], columns: usize) -> String {
    if rows.is_empty() {
        return "no quotations\n".to_owned();
    }
    let cells: Vec<[String; 3]> = rows.iter().map(cells).collect();
    let widest = |column: usize, most: usize| {
        let widest = cells.iter().map(|cells| width(&cells[column])).max().unwrap_or(0);
        widest.clamp(HEAD[column].len(), most)
    };
    let whole = columns.clamp(MIN_WIDTH, MAX_WIDTH);
    let (who, how) = (widest(0, whole * WHO / 100), widest(1, whole * HOW / 100));
    let what = whole - who - how - 4;
    let mut table = String::new();
    line(&mut table, [HEAD[0], HEAD[1], HEAD[2]], [who, how]);
    for cells in &cells {
        let columns = [fold(&cells[0], who), fold(&cells[1], how), fold(&cells[2], what)];
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        let part = |column: usize, at: usize| columns[column].get(at).map_or("", String::as_str);
        for at in 0..height {
            line(&mut table, [part(0, at), part(1, at), part(2, at)], [who, how]);
        }
    }
    table
}

/// Who, how and what: the speaker with the words of the text when they differ, the cue with the kind.
fn cells(row: &Row) -> [String; 3] {
    let who = match (&row.speaker, &row.source) {
        (Some(speaker), Some(source)) if speaker == source => speaker.clone(),
        (Some(speaker), Some(source)) => format!("{speaker} [{source}]"),
        (Some(who), None) | (None, Some(who)) => who.clone(),
        (None, None) => "?".to_owned(),
    };
    let how = match &row.cue {
        Some(cue) => format!("{cue} ({})", row.kind_name()),
        None => format!("({})", row.kind_name()),
    };
    [who, how, row.content.clone()]
}

fn line(table: &mut String, cells: [&str; 3], widths: [usize; 2]) {
    let [who, how, what] = cells;
    for (cell, columns) in [who, how].into_iter().zip(widths) {
        table.push_str(cell);
        table.extend(std::iter::repeat_n(' ', columns.saturating_sub(width(cell)) + 2));
    }
    table.push_str(what);
    table.truncate(table.trim_end_matches(' ').len());
    table.push('\n');
}

/// `text` in lines of at most `columns` columns, at least one.
fn fold(text: &str, columns: usize) -> Vec<String> {
    let lines = wrap(text, columns, false);
    let mut lines: Vec<String> =
        lines.iter().map(|&(from, to)| text[from..to].to_owned()).collect();
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::quotes::row;

    #[test]
    fn ok_lines_fit_a_narrow_terminal() {
        let text = "“The pier reopens in May, and not a day before the paint is dry,” said harbour master Ruth Amberly.";
        let article = dateline::extract(
            &dateline::Input::new(text.as_bytes()),
            &dateline::Options::default(),
        )
        .unwrap();
        let rows = row::rows("pier.txt", &article);
        let widest = |columns| draw(&rows, columns).lines().map(width).max().unwrap();
        assert!(widest(60) <= 60, "{}", draw(&rows, 60));
        assert!(widest(100) > 60 && widest(500) <= MAX_WIDTH);
    }
}
