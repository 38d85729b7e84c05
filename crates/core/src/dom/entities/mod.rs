//! Named character references.

mod table;

use table::{BARE, CLOSED};

/// The longest name that may stand without a semicolon.
const LONGEST_BARE: usize = 6;
/// The longest name of all, without its semicolon.
const LONGEST: usize = 31;

/// A reference that was found.
pub(super) struct Found {
    /// What it stands for.
    pub(super) text: &'static str,
    /// Bytes of its name, the semicolon counted.
    pub(super) len: usize,
}

/// The longest named reference that `rest`, the bytes behind an ampersand, begins with.
pub(super) fn find(rest: &[u8]) -> Option<Found> {
    let run = rest.iter().take(LONGEST + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if rest.get(run) == Some(&b';') {
        let name = &rest[..run];
        // Nine of ten references on real pages.
        let text = match name {
            b"amp" => Some("&"),
            b"quot" => Some("\""),
            b"nbsp" => Some("\u{a0}"),
            b"lt" => Some("<"),
            b"gt" => Some(">"),
            _ => look_up(&CLOSED, name),
        };
        if let Some(text) = text {
            return Some(Found { text, len: run + 1 });
        }
    }
    (2..=run.min(LONGEST_BARE))
        .rev()
        .find_map(|len| look_up(&BARE, &rest[..len]).map(|text| Found { text, len }))
}

fn look_up(table: &[(&'static str, &'static str)], name: &[u8]) -> Option<&'static str> {
    table.binary_search_by(|(known, _)| known.as_bytes().cmp(name)).ok().map(|at| table[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rest: &str) -> Option<(&'static str, usize)> {
        find(rest.as_bytes()).map(|found| (found.text, found.len))
    }

    #[test]
    fn ok_the_longest_name_wins() {
        assert_eq!(found("amp;"), Some(("&", 4)));
        assert_eq!(found("notin;"), Some(("∉", 6)));
        assert_eq!(found("notit;"), Some(("¬", 3)));
        assert_eq!(found("AMPlify"), Some(("&", 3)));
        assert_eq!(found("CounterClockwiseContourIntegral;"), Some(("∳", 32)));
        assert_eq!(found("nGt;"), Some(("≫\u{20d2}", 4)));
    }

    #[test]
    fn err_no_reference() {
        for rest in ["", ";", "a", "xyzzy;", "hellip", "CounterClockwiseContourIntegrals;"] {
            assert_eq!(found(rest), None, "{rest:?}");
        }
    }

    #[test]
    fn ok_the_table_is_sorted_and_whole() {
        assert_eq!(CLOSED.len() + BARE.len(), 2231);
        assert!(CLOSED.is_sorted_by(|a, b| a.0 < b.0) && BARE.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(CLOSED.iter().map(|row| row.0.len()).max(), Some(LONGEST));
        assert_eq!(BARE.iter().map(|row| row.0.len()).max(), Some(LONGEST_BARE));
    }
}
