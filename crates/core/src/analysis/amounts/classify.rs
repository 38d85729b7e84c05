//! What a number measures, by what stands around it.

use super::super::tokens::{Shape, Tokens};
use super::quantity::{self, Quantity};
use super::tables::{Beside, beside, currency_sign, currency_word, minor_word, unit};
use super::{Reading, Rule};
use crate::article::AmountKind;

/// Reads what the numbers of a text measure.
pub(super) struct Reader<'t, 'a> {
    tokens: &'t Tokens<'a>,
    /// The text writes sums in pounds sterling, so that its pounds are no weights.
    pounds_are_money: bool,
}

impl<'t, 'a> Reader<'t, 'a> {
    pub(super) fn new(tokens: &'t Tokens<'a>) -> Self {
        Self { tokens, pounds_are_money: tokens.source().contains('£') }
    }

    fn text(&self, at: usize, end: usize) -> &'a str {
        if at < end { self.tokens.text(at) } else { "" }
    }

    /// What the number `q` at token `at` of the sentence `start..end` measures.
    pub(super) fn classify(
        &self,
        start: usize,
        at: usize,
        end: usize,
        q: &Quantity<'a>,
    ) -> Option<Reading> {
        self.money_before(start, at, end, q)
            .or_else(|| self.percent(at, end, q))
            .or_else(|| self.money_behind(at, end, q))
            .or_else(|| self.measure(at, end, q))
            .or_else(|| self.count(start, at, end, q))
    }

    /// `$5`, `US$3.5bn`, `EUR 3 million`, and the far end of `$5 to $6`, `$5-6 million`.
    fn money_before(
        &self,
        start: usize,
        at: usize,
        end: usize,
        q: &Quantity<'a>,
    ) -> Option<Reading> {
        if at == start || q.words && !q.scaled {
            return None;
        }
        let sign = self.tokens.text(at - 1);
        let code = currency_sign(sign)?;
        // Codes of letters are in capitals; `rs` and `rm` too.
        if sign.starts_with(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        let (mut factor, mut stop, mut next) = (1.0, q.span.end, q.next);
        match q.suffix {
            "" => {}
            // `$5m`: of money the letter is a million.
            "m" => (factor, stop) = (1e6, q.span.end + 1),
            _ => {}
        }
        // `$200,000 Canadian dollars`: a word may repeat the sign.
        if q.suffix.is_empty()
            && let Some((word, behind)) = self.currency_behind(next, end)
            && word == code
        {
            stop = self.tokens.span(behind - 1).end;
            next = behind;
        }
        Some(Reading {
            kind: AmountKind::Money,
            unit: code.to_owned(),
            factor,
            start: self.tokens.span(at - 1).start,
            end: stop,
            next,
            rule: Rule::MoneySign,
        })
    }

    /// The currency that the words at `at` name, and the token behind them.
    fn currency_behind(&self, at: usize, end: usize) -> Option<(&'static str, usize)> {
        /// `south korean won`, `new zealand dollars`
        const MAX_WORDS: usize = 3;
        for count in (1..=MAX_WORDS).rev() {
            if at + count > end {
                continue;
            }
            let code = if count == 1 {
                currency_word(self.tokens.text(at))
            } else {
                let name: Vec<&str> =
                    (at..at + count).map(|index| self.tokens.text(index)).collect();
                currency_word(&name.join("-"))
            };
            if let Some(code) = code {
                return Some((code, at + count));
            }
        }
        None
    }

    /// `5 euros`, `10 pence`, `50p`, `3 million Swiss francs`.
    fn money_behind(&self, at: usize, end: usize, q: &Quantity<'a>) -> Option<Reading> {
        let reading = |unit: &str, factor, end, next| Reading {
            kind: AmountKind::Money,
            unit: unit.to_owned(),
            factor,
            start: q.span.start,
            end,
            next,
            rule: Rule::MoneyWord,
        };
        let token_end = self.tokens.span(at).end;
        match q.suffix {
            "" => {}
            "p" if self.pounds_are_money => return Some(reading("GBP", 0.01, token_end, q.next)),
            "c" => return None,
            suffix => {
                let stem = suffix.split('-').next().unwrap_or(suffix);
                let code = currency_word(stem)?;
                let stop = q.span.end + 1 + stem.len() as u32;
                return Some(reading(code, 1.0, stop.min(token_end), q.next));
            }
        }
        // `5€`, `100 €`
        let next = self.text(q.next, end);
        if matches!(next, "€" | "£" | "₽" | "₴" | "zł" | "₫" | "₺") {
            let code = currency_sign(next)?;
            return Some(reading(code, 1.0, self.tokens.span(q.next).end, q.next + 1));
        }
        if next.eq_ignore_ascii_case("pound") || next.eq_ignore_ascii_case("pounds") {
            let sterling = self.text(q.next + 1, end).eq_ignore_ascii_case("sterling");
            if !(sterling || self.pounds_are_money || q.scaled && q.value >= 1e6) {
                return None;
            }
            let last = q.next + usize::from(sterling);
            return Some(reading("GBP", 1.0, self.tokens.span(last).end, last + 1));
        }
        if let Some(code) = minor_word(next) {
            return Some(reading(code, 0.01, self.tokens.span(q.next).end, q.next + 1));
        }
        let (code, behind) = self.currency_behind(q.next, end)?;
        // `two won`, `three real`: words that are verbs and adjectives too.
        if next == "won" && !q.scaled {
            return None;
        }
        Some(reading(code, 1.0, self.tokens.span(behind - 1).end, behind))
    }

    /// `5%`, `5 per cent`, `2 percentage points`, and `5` of `5 to 6 percent`.
    fn percent(&self, at: usize, end: usize, q: &Quantity<'a>) -> Option<Reading> {
        let reading = |unit: &str, end, next| Reading {
            kind: AmountKind::Percent,
            unit: unit.to_owned(),
            factor: 1.0,
            start: q.span.start,
            end,
            next,
            rule: Rule::Percent,
        };
        if q.suffix.starts_with("percent") || q.suffix == "pc" {
            let whole = q.suffix.split('-').next().unwrap_or("").len() as u32;
            let hyphen = u32::from(self.tokens.text(at).contains('-'));
            return Some(reading("%", q.span.end + hyphen + whole, q.next));
        }
        if !q.suffix.is_empty() {
            return None;
        }
        let (unit, last) = self.percent_word(q.next, end).or_else(|| {
            // The near end of a range.
            let joint = matches!(self.text(q.next, end), "to" | "and" | "or" | "-" | "–");
            let far = joint.then(|| quantity::read(self.tokens, q.next + 1, end)).flatten()?;
            self.percent_word(far.next, end).map(|(unit, _)| (unit, q.next - 1))
        })?;
        Some(reading(unit, self.tokens.span(last).end, last + 1))
    }

    /// The unit of a percent word at `at`, and its last token.
    fn percent_word(&self, at: usize, end: usize) -> Option<(&'static str, usize)> {
        let next = self.text(at, end);
        let behind = self.text(at + 1, end);
        let points = |at: usize| matches!(self.text(at, end), "point" | "points");
        Some(match next {
            "%" | "percent" | "pct" | "pct." | "Percent" => {
                if points(at + 1) {
                    ("pp", at + 1)
                } else {
                    ("%", at)
                }
            }
            "per" if behind == "cent" => ("%", at + 1),
            "percentage" if points(at + 1) => ("pp", at + 1),
            "basis" if points(at + 1) => ("bp", at + 1),
            _ => return None,
        })
    }

    /// `5 km`, `20-tonne`, `30 mph`, `-5°C`, `two square miles`.
    fn measure(&self, at: usize, end: usize, q: &Quantity<'a>) -> Option<Reading> {
        let reading = |unit: String, end, next| Reading {
            kind: AmountKind::Measure,
            unit,
            factor: 1.0,
            start: q.span.start,
            end,
            next,
            rule: Rule::Measure,
        };
        if !q.suffix.is_empty() {
            let stem = q.suffix.split('-').next().unwrap_or(q.suffix);
            let hyphen = u32::from(self.tokens.text(at).contains('-'));
            let stop = q.span.end + hyphen + stem.len() as u32;
            let (code, stop) = match stem {
                "C" if hyphen == 0 => ("Cel", stop),
                "F" if hyphen == 0 => ("[degF]", stop),
                "km²" => ("km2", stop),
                "m²" => ("m2", stop),
                "m³" => ("m3", stop),
                "square" => return None,
                // `5m people` counts them.
                "m" if self.counts_millions(q.next, end) => return None,
                _ => (unit(stem)?, stop),
            };
            // `100km/h`
            if let Some((suffix, last)) = self.per(q.next, end).filter(|_| hyphen == 0) {
                return Some(reading(
                    format!("{code}{suffix}"),
                    self.tokens.span(last).end,
                    last + 1,
                ));
            }
            return Some(reading(code.to_owned(), stop, q.next));
        }
        let next = self.text(q.next, end);
        let behind = self.text(q.next + 1, end);
        if matches!(next, "°" | "º") || matches!(next, "degrees" | "degree") {
            // `20°C.` ends with a letter that looks like an initial.
            let word = behind.trim_end_matches('.');
            let code = match word {
                "C" | "Celsius" | "celsius" | "centigrade" => "Cel",
                "F" | "Fahrenheit" | "fahrenheit" => "[degF]",
                _ => return None,
            };
            let stop = self.tokens.span(q.next + 1).start + word.len() as u32;
            return Some(reading(code.to_owned(), stop, q.next + 2));
        }
        let power = match next {
            "square" | "sq" | "sq." => "2",
            "cubic" | "cu" => "3",
            "nautical" => "",
            _ => {
                let code = match next {
                    "km²" => "km2",
                    "m²" => "m2",
                    // A lone letter is a unit only where it is written as one.
                    "m" | "g" | "t" | "L" | "V" | "W" if q.words => return None,
                    "stone" | "foot" | "pound" | "inch" | "yard"
                        if q.value > 1.0 && next != "stone" =>
                    {
                        return None;
                    }
                    "in" | "In" | "IN" => return None,
                    _ => unit(next)?,
                };
                let last = q.next;
                if let Some((suffix, last)) = self.per(q.next + 1, end) {
                    return Some(reading(
                        format!("{code}{suffix}"),
                        self.tokens.span(last).end,
                        last + 1,
                    ));
                }
                return Some(reading(code.to_owned(), self.tokens.span(last).end, last + 1));
            }
        };
        let code = if power.is_empty() { "[nmi_i]" } else { unit(behind)? };
        Some(reading(format!("{code}{power}"), self.tokens.span(q.next + 1).end, q.next + 2))
    }

    /// `/h`, `per hour`, `an hour` at `at`, and its last token.
    fn per(&self, at: usize, end: usize) -> Option<(&'static str, usize)> {
        if !matches!(self.text(at, end), "/" | "per" | "an" | "a") {
            return None;
        }
        let suffix = match self.text(at + 1, end) {
            "h" | "hr" | "hour" => "/h",
            "s" | "second" => "/s",
            _ => return None,
        };
        Some((suffix, at + 1))
    }

    /// Whether what follows `5m` is counted.
    fn counts_millions(&self, at: usize, end: usize) -> bool {
        let word = self.text(at, end);
        beside(word) == Some(Beside::Plural) || word.len() > 4 && is_plural(word)
    }

    /// `three soldiers`, `2,000 people`, `12 police officers`.
    fn count(&self, start: usize, at: usize, end: usize, q: &Quantity<'a>) -> Option<Reading> {
        /// Adjectives and nouns between the number and the noun it counts.
        const MAX_BETWEEN: usize = 3;
        if at > start {
            let before = self.tokens.text(at - 1);
            let label = beside(before) == Some(Beside::Label) && !q.scaled;
            let fraction = before == "in"
                && at > start + 1
                && quantity::read(self.tokens, at - 2, at - 1).is_some();
            if label
                || fraction
                || matches!(before, "#" | "$" | "/" | ":" | "+")
                || currency_sign(before).is_some()
            {
                return None;
            }
        }
        let factor = match q.suffix {
            "" => 1.0,
            "m" if self.counts_millions(q.next, end) => 1e6,
            _ => return None,
        };
        let reading = |noun: usize, rule| Reading {
            kind: AmountKind::Count,
            unit: self.tokens.text(noun).to_lowercase(),
            factor,
            start: q.span.start,
            end: self.tokens.span(noun).end,
            next: noun + 1,
            rule,
        };
        if q.value == 1.0 && q.words {
            let noun = q.next;
            return (beside(self.text(noun, end)) == Some(Beside::Person))
                .then(|| reading(noun, Rule::OnePerson));
        }
        if q.value.fract() != 0.0 && factor == 1.0 {
            return None;
        }
        let mut found = None;
        for noun in q.next..end.min(q.next + MAX_BETWEEN + 1) {
            let shape = self.tokens.shape(noun);
            if !shape.has(Shape::LETTER)
                || shape.any(Shape::DIGIT.with(Shape::CLITIC).with(Shape::ADDRESS))
                || shape.has(Shape::STOPPED) && !shape.has(Shape::UPPER)
            {
                break;
            }
            let word = self.tokens.text(noun);
            let class = beside(word);
            if class == Some(Beside::Stop) || unit(word).is_some_and(|_| noun > q.next) {
                break;
            }
            let plural = class == Some(Beside::Plural) || is_plural(word);
            if plural && !shape.has(Shape::CAPITAL) {
                found = Some(noun);
                // `three soldiers`: an adjective can be plural in form, a noun behind it decides.
                let next = self.text(noun + 1, end);
                if !(is_plural(next) && beside(next).is_none()) || currency_word(next).is_some() {
                    break;
                }
            } else if found.is_some()
                || word.ends_with("ly") && word.len() > 5
                || word.ends_with("ed") && noun > q.next + 1
            {
                break;
            }
        }
        found.map(|noun| reading(noun, Rule::Count))
    }
}

/// Whether a word looks like an English plural.
fn is_plural(word: &str) -> bool {
    word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !word.ends_with("is")
        && !word.ends_with("'s")
}
