//! Word tables: a sorted list of lower-case words, each with a small number, looked up without
//! building a string.

/// A table from lower-case words to numbers.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// Sorted by word; of two entries with one word the first one stands.
    entries: Vec<(&'static str, u16)>,
    /// For each first byte, where its words begin; one more for the end.
    starts: Box<[u32; 257]>,
    longest: usize,
}

/// Longest word that can be looked up, in bytes.
const MAX_WORD_BYTES: usize = 40;

impl Lexicon {
    /// The table of `entries`, whose words are in lower case.
    pub(crate) fn new(entries: impl IntoIterator<Item = (&'static str, u16)>) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by_key(|&(word, _)| word);
        entries.dedup_by_key(|entry| entry.0);
        debug_assert!(entries.iter().all(|(word, _)| word.len() <= MAX_WORD_BYTES));
        let mut starts = Box::new([0u32; 257]);
        for (word, _) in &entries {
            starts[usize::from(word.as_bytes()[0]) + 1] += 1;
        }
        for byte in 0..256 {
            starts[byte + 1] += starts[byte];
        }
        let longest = entries.iter().map(|(word, _)| word.len()).max().unwrap_or(0);
        Self { entries, starts, longest }
    }

    /// The lines of a data file as (class, word) pairs; `#` begins a comment line.
    pub(crate) fn lines(data: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
        data.lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter_map(|line| line.split_once(' '))
    }

    /// The number of `word`, whatever its case.
    #[inline]
    pub(crate) fn get(&self, word: &str) -> Option<u16> {
        if word.len() > self.longest || word.is_empty() {
            return None;
        }
        let mut buffer = [0u8; MAX_WORD_BYTES];
        let lower = lower(word, &mut buffer)?;
        let first = usize::from(lower[0]);
        let range = self.starts[first] as usize..self.starts[first + 1] as usize;
        let entries = &self.entries[range];
        entries
            .binary_search_by(|(entry, _)| entry.as_bytes().cmp(lower))
            .ok()
            .map(|index| entries[index].1)
    }
}

/// `word` in lower case, in `buffer`; `None` when it does not fit.
fn lower<'b>(word: &str, buffer: &'b mut [u8; MAX_WORD_BYTES]) -> Option<&'b [u8]> {
    if word.is_ascii() {
        let lower = buffer.get_mut(..word.len())?;
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        return Some(lower);
    }
    let mut length = 0;
    for c in word.chars().flat_map(char::to_lowercase) {
        let end = length + c.len_utf8();
        c.encode_utf8(buffer.get_mut(length..end)?);
        length = end;
    }
    Some(&buffer[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_words_are_found_in_any_case() {
        let lexicon = Lexicon::new([("née", 3), ("may", 1), ("march", 2), ("may", 9)]);
        assert_eq!(lexicon.get("MAY"), Some(1));
        assert_eq!(lexicon.get("March"), Some(2));
        assert_eq!(lexicon.get("NÉE"), Some(3));
        assert_eq!(lexicon.get("marches"), None);
        assert_eq!(lexicon.get(""), None);
    }

    #[test]
    fn err_long_words_are_not_found() {
        let lexicon = Lexicon::new([("a", 1)]);
        assert_eq!(lexicon.get(&"ä".repeat(100)), None);
    }
}
