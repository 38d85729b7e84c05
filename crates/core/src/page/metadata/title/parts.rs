//! Titles cut at what parts a headline from the names of section and site.

use super::super::key::key;

/// The names of the site, as they are compared with parts of titles.
pub(super) struct SiteNames {
    /// Each name as key, and without blanks.
    names: Vec<(String, String)>,
}

impl SiteNames {
    pub(super) fn new(names: &[String]) -> Self {
        let keys = names.iter().map(|name| key(name)).filter(|name| !name.is_empty());
        Self {
            names: keys.map(|name| (name.replace(' ', ""), name)).map(|(b, a)| (a, b)).collect(),
        }
    }

    /// The names as keys.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    /// Whether a text is a name of the site, or holds little more.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let text = key(text);
        let tight = text.replace(' ', "");
        !text.is_empty()
            && self.names.iter().any(|(site, bare)| {
                *site == text
                    || *bare == tight
                    || bare.len() > 3 && tight.len() < 3 * bare.len() && tight.contains(bare)
            })
    }
}

/// Where a part stands in its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    /// From the beginning to a separator.
    Head,
    /// From a separator to the end, or between two.
    Tail,
}

/// A part of a title.
pub(super) struct TitlePart<'a> {
    pub(super) text: &'a str,
    pub(super) part: Part,
    /// Whether it was cut at a colon or bracket, which headlines have too.
    pub(super) weak: bool,
    /// What was cut off.
    pub(super) rest: &'a str,
}

/// A title and its parts: what stands before, between and behind the separators that part a headline
/// from the names of section and site.
pub(super) fn parts(title: &str) -> Vec<TitlePart<'_>> {
    /// Titles with more are lists of keywords.
    const MOST: usize = 6;
    let cuts = separators(title);
    let mut parts = vec![TitlePart { text: title, part: Part::Whole, weak: false, rest: "" }];
    for (at, cut) in cuts.iter().take(MOST).enumerate() {
        let (head, tail) = (title[..cut.start].trim(), title[cut.end..].trim());
        parts.push(TitlePart { text: head, part: Part::Head, weak: cut.weak, rest: tail });
        parts.push(TitlePart { text: tail, part: Part::Tail, weak: cut.weak, rest: head });
        if let Some(next) = cuts.get(at + 1) {
            let middle = title[cut.end..next.start].trim();
            let rest = title[next.end..].trim();
            parts.push(TitlePart {
                text: middle,
                part: Part::Tail,
                weak: cut.weak || next.weak,
                rest,
            });
        }
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// A separator: its bytes, and whether headlines have it too.
struct Cut {
    start: usize,
    end: usize,
    weak: bool,
}

fn separators(title: &str) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut chars = title.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        let spaced = before.is_whitespace() && next.is_whitespace();
        let weak = matches!(c, ':' | '(');
        let cuts_here = match c {
            '|' | '»' | '«' | '•' | '·' | '｜' | '›' | '‹' | '\u{2016}' | '⋆' | '_' => {
                true
            }
            '-' | '–' | '—' | '/' | '~' | '>' | '<' | '*' | '−' => {
                spaced || c == '—' || c == '-' && next == '-'
            }
            ':' => next.is_whitespace(),
            '(' => before.is_whitespace(),
            _ => false,
        };
        if cuts_here {
            cuts.push(Cut { start: at, end: at + c.len_utf8(), weak });
        }
        before = c;
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_titles_are_cut_at_separators() {
        let found: Vec<&str> =
            parts("Storm: two hurt - World | Gazette").into_iter().map(|part| part.text).collect();
        for part in ["Storm: two hurt", "Storm: two hurt - World", "two hurt", "Gazette", "World"] {
            assert!(found.contains(&part), "{part}: {found:?}");
        }
        let whole = parts("A well-known story");
        assert_eq!(whole.len(), 1, "a hyphen is no separator");
    }

    #[test]
    fn ok_the_site_is_known_by_its_names() {
        let sites = SiteNames::new(&["The Gazette".to_owned(), "gazette.example".to_owned()]);
        assert!(sites.are_in("TheGazette"));
        assert!(sites.are_in("The Gazette Online"));
        assert!(!sites.are_in("World"));
        assert!(!sites.are_in(""));
    }
}
