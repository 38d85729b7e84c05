//! What the words beside a date say it is the date of.

use std::sync::LazyLock;

/// What a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// The first publication.
    Published,
    /// A change.
    Modified,
    /// Something else: a copyright, an event, a birthday.
    Other,
}

/// The words of labels, those that begin with the same byte together.
struct Labels {
    words: Vec<(&'static str, Label)>,
    /// Where the words of each first byte begin in `words`.
    first: [u16; 257],
}

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let lines = include_str!("data/date_labels.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let mut words: Vec<(&str, Label)> = lines
        .filter_map(|line| line.split_once('|'))
        .flat_map(|(kind, words)| {
            let label = match kind.trim() {
                "published" => Label::Published,
                "modified" => Label::Modified,
                _ => Label::Other,
            };
            words.split('|').map(move |word| (word.trim(), label))
        })
        .filter(|(word, _)| !word.is_empty())
        .collect();
    words.sort_by_key(|(word, _)| word.as_bytes()[0]);
    let first = std::array::from_fn(|byte| {
        words.partition_point(|(word, _)| usize::from(word.as_bytes()[0]) < byte) as u16
    });
    Labels { words, first }
});

impl Labels {
    /// The words that `text` begins with, and their places in the list.
    fn at_beginning(&self, text: &[u8]) -> impl Iterator<Item = (usize, &'static str, Label)> {
        let byte = text.first().map_or(0, |&byte| usize::from(byte));
        let range = usize::from(self.first[byte])..usize::from(self.first[byte + 1]);
        range.filter_map(move |place| {
            let (word, label) = self.words[place];
            text.starts_with(word.as_bytes()).then_some((place, word, label))
        })
    }
}

/// The label that stands last in `before`, the text before a date: nearest to it.
pub(super) fn before(before: &str) -> Option<Label> {
    /// A label farther away belongs to something else.
    const REACH_CHARS: usize = 40;
    let start = before.char_indices().rev().nth(REACH_CHARS).map_or(0, |(at, _)| at);
    last(&before[start..].to_lowercase())
}

/// The last label in a lower-case text; of two at one place the longer. Where a word stands several
/// times, its last place alone counts.
fn last(text: &str) -> Option<Label> {
    let labels = &*LABELS;
    let mut best: Option<(usize, usize, Label)> = None;
    let mut seen = vec![false; labels.words.len()];
    for at in (0..text.len()).rev() {
        for (place, word, label) in labels.at_beginning(&text.as_bytes()[at..]) {
            if std::mem::replace(&mut seen[place], true) {
                continue;
            }
            let starts = text[..at]
                .chars()
                .next_back()
                .is_none_or(|c| !c.is_alphabetic() || !word.is_ascii());
            let end = at + word.len();
            if starts && best.is_none_or(|(found, len, _)| (end, word.len()) > (found, len)) {
                best = Some((end, word.len(), label));
            }
        }
    }
    best.map(|(.., label)| label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_nearest_label_counts() {
        for (text, label) in [
            ("Published ", Some(Label::Published)),
            ("Published yesterday, last updated: ", Some(Label::Modified)),
            ("Zuletzt aktualisiert am ", Some(Label::Modified)),
            ("© ", Some(Label::Other)),
            ("Gazette | ", None),
        ] {
            assert_eq!(before(text), label, "{text}");
        }
    }
}
