//! The table for people: three columns, the content folded to the width that is left.

use std::fmt::Write;

use super::row::Row;

/// Characters of a whole line.
const WIDTH: usize = 100;
/// Most characters of the columns before the content.
const MAX_WHO: usize = 26;
const MAX_HOW: usize = 22;
const HEAD: [&str; 3] = ["WHO", "HOW", "WHAT"];

/// Draws the rows; nothing but a line that says so when there are none.
pub(super) fn draw(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "no quotations\n".to_owned();
    }
    let cells: Vec<[String; 3]> = rows.iter().map(cells).collect();
    let widest = |column: usize, most: usize| {
        let width = cells.iter().map(|cells| cells[column].chars().count()).max().unwrap_or(0);
        width.clamp(HEAD[column].len(), most)
    };
    let (who, how) = (widest(0, MAX_WHO), widest(1, MAX_HOW));
    let what = WIDTH - who - how - 4;
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
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(text, "{who:<0$}  {how:<1$}  {what}", widths[0], widths[1]);
    table.push_str(text.trim_end());
    table.push('\n');
}

/// `text` in lines of at most `width` characters, broken at spaces where there are any.
fn fold(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        for (at, c) in word.chars().enumerate() {
            if at == 0 && used > 0 {
                lines.last_mut().expect("there is always a line").push(' ');
                used += 1;
            }
            if used == width {
                lines.push(String::new());
                used = 0;
            }
            lines.last_mut().expect("there is always a line").push(c);
            used += 1;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_lines_fold_at_spaces() {
        assert_eq!(fold("one two three", 7), ["one two", "three"]);
        assert_eq!(fold("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(fold("", 3), [""]);
    }
}
