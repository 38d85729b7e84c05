//! Numbers in words and digits.

use std::sync::OnceLock;

use super::lexicon::Lexicon;

/// The part a word plays in a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberWord {
    /// `zero` to `nineteen`.
    Small(u32),
    /// `twenty` to `ninety`.
    Tens(u32),
    /// `hundred`.
    Hundred,
    /// `thousand`, `million` and so on: the power of ten.
    Scale(u32),
    /// `first` to `thirty-first`, and `1st`.
    Ordinal(u32),
}

/// The part `word` plays in a number, in any case.
pub(super) fn number_word(word: &str) -> Option<NumberWord> {
    static TABLE: OnceLock<Lexicon> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let lines = Lexicon::lines(include_str!("data/number_words.txt"));
        Lexicon::new(lines.filter_map(|(class, word)| {
            let (kind, value) = class.split_at(1);
            let value: u16 = value.parse().ok()?;
            let kind = match kind {
                "n" => 0,
                "t" => 1,
                "h" => 2,
                "s" => 3,
                _ => 4,
            };
            Some((word, kind << 8 | value))
        }))
    });
    let entry = table.get(word)?;
    let value = u32::from(entry & 0xff);
    Some(match entry >> 8 {
        0 => NumberWord::Small(value),
        1 => NumberWord::Tens(value),
        2 => NumberWord::Hundred,
        3 => NumberWord::Scale(value),
        _ => NumberWord::Ordinal(value),
    })
}

/// The number that `words` spell from the first on, and how many of them it takes: `two`, `twenty
/// five`, `a hundred and ten` without its `a`, `two thousand`, `3.5 million`.
///
/// `words` gives the word at an index, empty behind the last one; hyphens are cut out before.
pub(super) fn cardinal<'a>(words: impl Fn(usize) -> &'a str) -> Option<(f64, usize)> {
    let mut total = 0.0;
    // What the next scale multiplies.
    let mut group: Option<f64> = None;
    let mut last_scale = u32::MAX;
    let mut last_small = false;
    let mut at = 0;
    let mut end = 0;
    loop {
        let word = words(at);
        let digits = if at == 0 { decimal(word) } else { None };
        if let Some(value) = digits {
            group = Some(value);
            last_small = true;
        } else {
            match number_word(word) {
                Some(NumberWord::Small(value)) if !last_small => {
                    let before = group.unwrap_or(0.0) as u64;
                    // `twenty five`, but neither `two five` nor `twenty eleven`.
                    if !before.is_multiple_of(100) && (!before.is_multiple_of(10) || value > 9) {
                        break;
                    }
                    group = Some(before as f64 + f64::from(value));
                    last_small = true;
                }
                Some(NumberWord::Tens(value)) if !last_small => {
                    let before = group.unwrap_or(0.0);
                    if !(before as u64).is_multiple_of(100) {
                        break;
                    }
                    group = Some(before + f64::from(value));
                }
                Some(NumberWord::Hundred) if at > 0 || group.is_none() => {
                    let before = group.unwrap_or(1.0);
                    if before >= 100.0 {
                        break;
                    }
                    group = Some(before * 100.0);
                    last_small = false;
                }
                Some(NumberWord::Scale(power)) if power < last_scale => {
                    let factor = 10f64.powi(power as i32);
                    total += group.take().unwrap_or(1.0) * factor;
                    last_scale = power;
                    last_small = false;
                }
                _ if word == "and" && at > 0 && !last_small && group.is_none_or(|g| g >= 100.0) => {
                    at += 1;
                    continue;
                }
                _ => break,
            }
        }
        at += 1;
        end = at;
    }
    (end > 0).then(|| (total + group.unwrap_or(0.0), end))
}

/// The value of a number in digits: `1,700`, `3.5`, `½`, `2½`.
pub(super) fn decimal(word: &str) -> Option<f64> {
    let (digits, fraction) = match word.chars().next_back()? {
        '½' => (&word[..word.len() - 2], 0.5),
        '¼' => (&word[..word.len() - 2], 0.25),
        '¾' => (&word[..word.len() - 2], 0.75),
        _ => (word, 0.0),
    };
    if digits.is_empty() && fraction > 0.0 {
        return Some(fraction);
    }
    let bytes = digits.as_bytes();
    if !bytes.first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'.')
        || !bytes.last()?.is_ascii_digit()
        || digits.len() > 24
    {
        return None;
    }
    let mut plain = String::with_capacity(digits.len());
    let mut groups = digits.split(',');
    plain.push_str(groups.next()?);
    for group in groups {
        // `1,700` and the Indian `1,00,000`.
        let whole = group.split('.').next().unwrap_or(group).len();
        if !(2..=3).contains(&whole) {
            return None;
        }
        plain.push_str(group);
    }
    if !plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    plain.parse::<f64>().ok().map(|value| value + fraction)
}

/// The value of an ordinal in digits: `1st`, `22nd`.
pub(super) fn digit_ordinal(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    ["st", "nd", "rd", "th"]
        .iter()
        .any(|known| suffix.eq_ignore_ascii_case(known))
        .then(|| digits.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(f64, usize)> {
        let words: Vec<&str> = text.split([' ', '-']).collect();
        cardinal(|at| words.get(at).copied().unwrap_or(""))
    }

    #[test]
    fn ok_words() {
        assert_eq!(read("two men"), Some((2.0, 1)));
        assert_eq!(read("twenty-five men"), Some((25.0, 2)));
        assert_eq!(read("hundred and ten"), Some((110.0, 3)));
        assert_eq!(read("two thousand three hundred"), Some((2300.0, 4)));
        assert_eq!(read("3.5 million people"), Some((3_500_000.0, 2)));
        assert_eq!(read("1,700 injured"), Some((1700.0, 1)));
        assert_eq!(read("nineteen ninety-six"), Some((19.0, 1)));
        assert_eq!(read("two five"), Some((2.0, 1)));
        assert_eq!(read("men"), None);
        assert_eq!(read("2½ hours"), Some((2.5, 1)));
        assert_eq!(read("two and three"), Some((2.0, 1)));
    }

    #[test]
    fn err_not_numbers() {
        for word in ["1,2", "1.2.3", "x1", "", "12a", ",", "."] {
            assert_eq!(decimal(word), None, "{word}");
        }
        assert_eq!(digit_ordinal("22nd"), Some(22));
        assert_eq!(digit_ordinal("nd"), None);
    }
}
