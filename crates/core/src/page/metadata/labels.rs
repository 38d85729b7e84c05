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

static LABELS: LazyLock<Vec<(&'static str, Label)>> = LazyLock::new(|| {
    include_str!("data/date_labels.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('|'))
        .flat_map(|(kind, words)| {
            let label = match kind.trim() {
                "published" => Label::Published,
                "modified" => Label::Modified,
                _ => Label::Other,
            };
            words.split('|').map(move |word| (word.trim(), label))
        })
        .collect()
});

/// The label that stands last in `before`, the text before a date: nearest to it.
pub(super) fn before(before: &str) -> Option<Label> {
    /// A label farther away belongs to something else.
    const REACH_CHARS: usize = 40;
    let start = before.char_indices().rev().nth(REACH_CHARS).map_or(0, |(at, _)| at);
    last(&before[start..].to_lowercase())
}

/// The last label in a lower-case text; of two at one place the longer.
fn last(text: &str) -> Option<Label> {
    let mut best: Option<(usize, usize, Label)> = None;
    for &(word, label) in LABELS.iter() {
        let Some(at) = text.rfind(word) else { continue };
        let starts =
            text[..at].chars().next_back().is_none_or(|c| !c.is_alphabetic() || !word.is_ascii());
        if !starts {
            continue;
        }
        let end = at + word.len();
        if best.is_none_or(|(found, len, _)| end > found || end == found && word.len() > len) {
            best = Some((end, word.len(), label));
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
