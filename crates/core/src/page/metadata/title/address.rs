//! The words that a page's address has of its title.

use super::super::words::is_address_filler;
use crate::page::url;

/// The words of the last telling part of an address: of its last three parts the one with most.
pub(super) fn words(address: Option<&str>) -> Vec<String> {
    let Some(address) = address else { return Vec::new() };
    let path = url::path(address);
    let mut best: Vec<String> = Vec::new();
    for segment in path.split('/').rev().take(3) {
        let words: Vec<String> = segment
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 1 && !word.bytes().any(|byte| byte.is_ascii_digit()))
            .filter(|word| !is_address_filler(word))
            .map(str::to_lowercase)
            .collect();
        if words.len() > best.len() {
            best = words;
        }
    }
    best
}

/// Letters without their marks, spelled as addresses spell them.
pub(super) fn fold_marks(key: &str) -> String {
    let mut folded = String::with_capacity(key.len());
    for c in key.chars() {
        match c {
            'ä' => folded.push_str("ae"),
            'ö' | 'ø' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            'å' | 'á' | 'à' | 'â' | 'ã' | 'ă' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' | 'ı' => folded.push('i'),
            'ó' | 'ò' | 'ô' | 'õ' => folded.push('o'),
            'ú' | 'ù' | 'û' => folded.push('u'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ñ' | 'ń' => folded.push('n'),
            'ş' | 'š' | 'ś' => folded.push('s'),
            'ğ' => folded.push('g'),
            c => folded.push(c),
        }
    }
    folded
}

/// The share of the address's words that a text has, given by its key; none when the address has
/// too few to tell.
pub(super) fn share(words: &[String], key: &str) -> Option<f32> {
    const FEWEST: usize = 3;
    if words.len() < FEWEST {
        return None;
    }
    let folded = fold_marks(key);
    let shared = words.iter().filter(|word| folded.split(' ').any(|own| own == **word)).count();
    Some(shared as f32 / words.len() as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_part_with_most_words_tells() {
        let found = words(Some("https://n.example/world/storm-hits-the-coast-12345/x.html"));
        assert_eq!(found, ["storm", "hits", "coast"]);
        assert_eq!(share(&found, "storm hits the coast of kiel"), Some(1.0));
        assert_eq!(share(&found, "ein stürm"), Some(0.0));
        assert_eq!(share(&words(Some("https://n.example/x")), "x"), None);
    }
}
