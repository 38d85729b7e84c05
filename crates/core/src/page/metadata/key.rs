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
            key.extend(c.to_lowercase());
        } else if !matches!(c, '\u{ad}' | '\u{200b}') {
            gap = true;
        }
    }
    key
}

/// Whether `part` stands in `whole` as whole words. Both are keys.
#[must_use]
pub(super) fn contains_words(whole: &str, part: &str) -> bool {
    if part.is_empty() {
        return false;
    }
    memchr::memmem::find_iter(whole.as_bytes(), part.as_bytes()).any(|at| {
        let bytes = whole.as_bytes();
        let end = at + part.len();
        (at == 0 || bytes[at - 1] == b' ') && (end == bytes.len() || bytes[end] == b' ')
    })
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
