//! The words of bylines, from the data files.

use std::collections::HashSet;
use std::sync::LazyLock;

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Only asked, never walked: the order of a set does not show.
type Words = LazyLock<HashSet<&'static str>>;

static ROLES: Words = Words::new(|| lines(include_str!("data/author_roles.txt")).collect());
static ORGANIZATIONS: Words =
    Words::new(|| lines(include_str!("data/organization_words.txt")).collect());
static AGENCIES: Words = Words::new(|| lines(include_str!("data/agencies.txt")).collect());
static CREDITS: Words = Words::new(|| lines(include_str!("data/credit_words.txt")).collect());
static NO_NAMES: Words = Words::new(|| lines(include_str!("data/no_names.txt")).collect());
static PARTICLES: Words = Words::new(|| lines(include_str!("data/name_particles.txt")).collect());
static BYLINES: Words = Words::new(|| lines(include_str!("data/byline_words.txt")).collect());
static ADDRESS_FILLERS: Words =
    Words::new(|| lines(include_str!("data/address_fillers.txt")).collect());

/// The first words of all byline words.
static FIRST_BYLINE_WORDS: Words =
    Words::new(|| BYLINES.iter().filter_map(|words| words.split(' ').next()).collect());

/// Most words that one byline word of the table has, counted once.
static LONGEST_BYLINE_WORDS: LazyLock<usize> =
    LazyLock::new(|| BYLINES.iter().map(|words| words.split(' ').count()).max().unwrap_or(1));

/// How byline words begin: the [`head`] of each, sorted; without one, its first character.
struct Beginnings {
    /// Whether a text that begins with this byte may begin so; always, beyond ASCII.
    bytes: [bool; 256],
    heads: Vec<u64>,
    wide: Vec<char>,
}

static BEGINNINGS: LazyLock<Beginnings> = LazyLock::new(|| {
    let bytes = std::array::from_fn(|byte| byte >= 0x80);
    let mut found = Beginnings { bytes, heads: Vec::new(), wide: Vec::new() };
    for words in BYLINES.iter() {
        if let Some(byte) = words.as_bytes().first() {
            found.bytes[usize::from(byte.to_ascii_lowercase())] = true;
            found.bytes[usize::from(byte.to_ascii_uppercase())] = true;
        }
        match head(words) {
            0 => found.wide.extend(words.chars().next()),
            head => found.heads.push(head),
        }
    }
    found.heads.sort_unstable();
    found.wide.sort_unstable();
    found
});

/// The ASCII characters of a text's first word in lower case, at most eight, as one number: up to a
/// blank, a colon, a slash or another character.
fn head(text: &str) -> u64 {
    let word = text
        .bytes()
        .take(8)
        .take_while(|byte| byte.is_ascii_graphic() && !matches!(byte, b':' | b'/'));
    word.fold(0, |head, byte| head << 8 | u64::from(byte.to_ascii_lowercase()))
}

/// Whether a text may begin with byline words: most do not, and need no closer look.
fn may_begin_byline(text: &str) -> bool {
    let text = text.trim_start();
    if !text.bytes().next().is_some_and(|byte| BEGINNINGS.bytes[usize::from(byte)]) {
        return false;
    }
    match head(text) {
        0 => text.chars().next().is_some_and(|first| {
            first.to_lowercase().any(|first| BEGINNINGS.wide.binary_search(&first).is_ok())
        }),
        head => BEGINNINGS.heads.binary_search(&head).is_ok(),
    }
}

/// Whether a word in lower case makes a phrase a role.
pub(super) fn is_role(word: &str) -> bool {
    ROLES.contains(word)
}

/// Whether a word in lower case makes a name an organisation's.
pub(super) fn is_organization_word(word: &str) -> bool {
    ORGANIZATIONS.contains(word)
}

/// Whether a name in lower case is a news agency's.
pub(super) fn is_agency(name: &str) -> bool {
    AGENCIES.contains(name)
}

/// Whether a label in lower case is of names that are not the author's.
pub(super) fn is_credit(label: &str) -> bool {
    CREDITS.contains(label)
}

/// Whether a text in lower case stands in the place of a name and is none: `unknown`, `share`.
pub(super) fn is_no_name(text: &str) -> bool {
    NO_NAMES.contains(text)
}

/// Whether a word in lower case may begin a family name: `von`.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// Whether a word of an address says nothing of the page's title: endings, articles.
pub(super) fn is_address_filler(word: &str) -> bool {
    ADDRESS_FILLERS.contains(word)
}

/// The length in bytes of the byline words that a text begins with ("By", "Geschrieben von"), the
/// colon and blanks behind them counted; none when it begins otherwise.
pub(super) fn byline_prefix(text: &str) -> Option<usize> {
    if !may_begin_byline(text) {
        return None;
    }
    let mut best = None;
    let mut lower = String::new();
    for (count, (start, word)) in words(text).enumerate() {
        if count == *LONGEST_BYLINE_WORDS {
            break;
        }
        if count > 0 {
            lower.push(' ');
        }
        let bare = word.trim_end_matches([':', '：', '/', '／']);
        lower.extend(bare.chars().flat_map(char::to_lowercase));
        if BYLINES.contains(lower.as_str()) {
            best = Some(start + word.len());
        }
        // Behind a colon the name begins.
        if bare.len() < word.len() || count == 0 && !FIRST_BYLINE_WORDS.contains(lower.as_str()) {
            break;
        }
    }
    // 记者牛镛, 文／小明: no blank behind the word, but a colon or slash.
    if best.is_none()
        && let Some(colon) = text.find([':', '：', '／'])
        && BYLINES.contains(text[..colon].trim().to_lowercase().as_str())
    {
        let mark = text[colon..].chars().next().map_or(1, char::len_utf8);
        best = Some(colon + mark);
    }
    let end = best?;
    let rest = text[end..].trim_start_matches(|c: char| c.is_whitespace() || c == ':' || c == '：');
    Some(text.len() - rest.len())
}

/// The words of a text and where each begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_byline_words_end_where_the_name_begins() {
        for (text, name) in [
            ("By Jane Roe", Some("Jane Roe")),
            ("Geschrieben von: Jane Roe", Some("Jane Roe")),
            ("Ein Gastbeitrag von Jane", Some("Jane")),
            ("Автор: Иван Петров", Some("Иван Петров")),
            ("作者：小明", Some("小明")),
            ("by", Some("")),
            ("Bystanders say", None),
            ("", None),
        ] {
            assert_eq!(byline_prefix(text).map(|at| &text[at..]), name, "{text}");
        }
    }
}
