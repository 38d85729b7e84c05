//! Texts compared as readers compare them: by their words, without case and punctuation.

/// The words of a text in lower case, joined by single blanks. Two texts with the same key say the
/// same.
#[must_use]
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            if gap && !key.is_empty() {
                key.push(' ');
            }
            gap = false;
            if c.is_ascii() {
                key.push(c.to_ascii_lowercase());
            } else {
                key.extend(c.to_lowercase());
            }
        } else if !matches!(c, '\u{ad}' | '\u{200b}') {
            gap = true;
        }
    }
    key
}

/// Whether a text has this key; most texts differ in their first letter.
#[must_use]
pub(super) fn has_key(text: &str, own: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphanumeric());
    first.and_then(|first| first.to_lowercase().next()) == own.chars().next() && key(text) == own
}

/// Whether `part` stands in `whole` as whole words. Both are keys.
#[must_use]
pub(super) fn contains_words(whole: &str, part: &str) -> bool {
    if part.is_empty() {
        return false;
    }
    let (whole, part) = (whole.as_bytes(), part.as_bytes());
    let is_at = |start: usize| {
        whole[start..]
            .strip_prefix(part)
            .is_some_and(|behind| behind.first().is_none_or(|&byte| byte == b' '))
    };
    part.len() <= whole.len()
        && (is_at(0) || memchr::memchr_iter(b' ', whole).any(|blank| is_at(blank + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_keys_fold_case_and_punctuation() {
        assert_eq!(key("  “It’s Late” – Gazette!"), "it s late gazette");
        assert!(contains_words("it s late gazette", "late gazette"));
        assert!(!contains_words("it s late gazette", "ate"));
        assert!(!contains_words("x", ""));
    }
}
