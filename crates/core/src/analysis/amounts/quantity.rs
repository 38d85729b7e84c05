//! Numbers as they stand in running text: digits, words, magnitudes, ranges.

use super::super::numbers::{NumberWord, cardinal, decimal, number_word};
use super::super::tokens::{Shape, Tokens};
use crate::span::Span;

/// One number of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Quantity<'a> {
    pub(super) value: f64,
    /// Where it stands, its magnitude included.
    pub(super) span: Span,
    /// Letters glued to it that are no magnitude: `km` of `5km`, `tonne` of `20-tonne`.
    pub(super) suffix: &'a str,
    /// Token behind it.
    pub(super) next: usize,
    /// Whether words or a magnitude spell it, which years and labels are not.
    pub(super) scaled: bool,
    /// Whether it is spelled in words.
    pub(super) words: bool,
}

/// What is glued to the digits of a token.
fn magnitude(letters: &str) -> Option<f64> {
    Some(match letters {
        "k" | "K" => 1e3,
        "mn" | "Mn" | "M" | "mln" => 1e6,
        "bn" | "Bn" | "BN" | "b" | "B" | "bln" => 1e9,
        "tn" | "trn" | "T" => 1e12,
        "cr" => 1e7,
        _ => return None,
    })
}

/// The number that begins at token `at` of a sentence that ends at `end`.
pub(super) fn read<'a>(tokens: &Tokens<'a>, at: usize, end: usize) -> Option<Quantity<'a>> {
    if at >= end {
        return None;
    }
    let shape = tokens.shape(at);
    if shape.has(Shape::MARK) || shape.has(Shape::ADDRESS) {
        return None;
    }
    if shape.has(Shape::DIGIT) { digits(tokens, at, end) } else { words(tokens, at, end) }
}

fn digits<'a>(tokens: &Tokens<'a>, at: usize, end: usize) -> Option<Quantity<'a>> {
    let surface = tokens.text(at);
    let start = tokens.span(at).start as usize;
    let length = surface
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '½' | '¼' | '¾'))
        .unwrap_or(surface.len());
    let number = surface[..length].trim_end_matches(['.', ',']);
    let mut value = decimal(number)?;
    let mut stop = start + number.len();
    let mut rest = &surface[number.len()..];
    let mut scaled = false;
    let mut next = at + 1;
    // `3.5bn`, `$3-billion`
    let bare = rest.strip_prefix('-').unwrap_or(rest);
    let glued_scale = match number_word(bare) {
        Some(NumberWord::Scale(power)) if !bare.is_empty() => Some(10f64.powi(power as i32)),
        _ if rest.len() == bare.len() => magnitude(rest),
        _ => None,
    };
    if let Some(scale) = glued_scale {
        value *= scale;
        stop = start + surface.len();
        rest = "";
        scaled = true;
    } else if rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, ':' | '/')) {
        return None;
    } else if let Some(tail) = rest.strip_prefix('-') {
        // Scores, telephone numbers and codes hold more digits behind the hyphen.
        if tail.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        // `3-million-strong`
        let (first, behind) = tail.split_once('-').unwrap_or((tail, ""));
        match number_word(first) {
            Some(NumberWord::Scale(power)) => {
                value *= 10f64.powi(power as i32);
                stop = start + number.len() + 1 + first.len();
                rest = behind;
                scaled = true;
            }
            _ => rest = tail,
        }
    }
    if rest.is_empty() && !scaled {
        // `2 1/2`, then `million`
        if let Some(fraction) = (next < end).then(|| fraction(tokens.text(next))).flatten() {
            value += fraction;
            stop = tokens.span(next).end as usize;
            next += 1;
        }
        if next < end
            && let Some(NumberWord::Scale(power)) =
                number_word(tokens.text(next).trim_end_matches('.'))
        {
            value *= 10f64.powi(power as i32);
            stop = tokens.span(next).end as usize;
            next += 1;
            scaled = true;
            // `3 million billion` is nobody's number, `3 thousand million` is.
            if next < end
                && let Some(NumberWord::Scale(more)) = number_word(tokens.text(next))
            {
                value *= 10f64.powi(more as i32);
                stop = tokens.span(next).end as usize;
                next += 1;
            }
        }
    }
    Some(Quantity {
        value: tidy(value),
        span: Span::new(start, stop),
        suffix: rest,
        next,
        scaled,
        words: false,
    })
}

fn words<'a>(tokens: &Tokens<'a>, at: usize, end: usize) -> Option<Quantity<'a>> {
    let surface = tokens.text(at);
    // Every word that begins a number begins with one of these letters.
    if !matches!(
        surface.as_bytes()[0] | 0x20,
        b'a' | b'd'..=b'f' | b'h' | b'n' | b'o' | b'q' | b's' | b't' | b'z'
    ) {
        return None;
    }
    let span = tokens.span(at);
    // `half a million`, `a hundred`, `a dozen`
    let lower = |index: usize| if index < end { tokens.text(index) } else { "" };
    let is = |index: usize, word: &str| lower(index).eq_ignore_ascii_case(word);
    let scale_at = |index: usize| match number_word(lower(index)) {
        Some(NumberWord::Scale(power)) => Some(10f64.powi(power as i32)),
        Some(NumberWord::Hundred) => Some(100.0),
        _ => is(index, "dozen").then_some(12.0),
    };
    let whole = |value: f64, last: usize| Quantity {
        value: tidy(value),
        span: span.cover(tokens.span(last)),
        suffix: "",
        next: last + 1,
        scaled: true,
        words: true,
    };
    if (is(at, "half") || is(at, "quarter")) && (is(at + 1, "a") || is(at + 1, "an")) {
        let part = if is(at, "half") { 0.5 } else { 0.25 };
        return scale_at(at + 2).map(|scale| whole(scale * part, at + 2));
    }
    if is(at, "a") || is(at, "an") {
        // `a hundred and ten thousand`
        scale_at(at + 1)?;
        if is(at + 1, "dozen") {
            return Some(whole(12.0, at + 1));
        }
        let (value, taken) = cardinal(|index| lower(at + 1 + index))?;
        return Some(whole(value, at + taken));
    }
    if is(at, "dozen") {
        return Some(whole(12.0, at));
    }
    // `twenty-five`, `five-year`: the parts between hyphens are words of their own.
    if surface.contains('-') {
        let parts: [&str; 4] = {
            let mut split = surface.split('-');
            std::array::from_fn(|_| split.next().unwrap_or(""))
        };
        // `a multi million-dollar plan` names no number.
        if matches!(number_word(parts[0])?, NumberWord::Scale(_) | NumberWord::Hundred) {
            return None;
        }
        let (value, taken) = cardinal(|index| parts.get(index).copied().unwrap_or(""))?;
        let length: usize = parts[..taken].iter().map(|part| part.len() + 1).sum::<usize>() - 1;
        let rest = surface.get(length..).unwrap_or("").trim_start_matches('-');
        let start = span.start as usize;
        if !rest.is_empty() {
            let span = Span::new(start, start + length);
            return Some(Quantity {
                value,
                span,
                suffix: rest,
                next: at + 1,
                scaled: false,
                words: true,
            });
        }
        // `twenty-five thousand`
        let scale = scale_at(at + 1).filter(|_| !is(at + 1, "dozen"));
        return Some(match scale {
            Some(scale) => whole(value * scale, at + 1),
            None => Quantity { scaled: false, ..whole(value, at) },
        });
    }
    match number_word(surface)? {
        NumberWord::Ordinal(_) => return None,
        // `million` alone is a noun.
        NumberWord::Scale(_) | NumberWord::Hundred => return None,
        _ => {}
    }
    let (value, taken) = cardinal(lower_from(tokens, at, end))?;
    // `two dozen`
    if taken == 1 && is(at + 1, "dozen") {
        return Some(whole(value * 12.0, at + 1));
    }
    Some(Quantity { scaled: value >= 100.0, ..whole(value, at + taken - 1) })
}

fn lower_from<'t, 'a>(
    tokens: &'t Tokens<'a>,
    at: usize,
    end: usize,
) -> impl Fn(usize) -> &'a str + 't {
    move |index| {
        let word = if at + index < end { tokens.text(at + index) } else { "" };
        // `two and a half`
        if word == "and"
            && at + index + 1 < end
            && number_word(tokens.text(at + index + 1)).is_none()
        {
            return "";
        }
        word
    }
}

/// The value of `1/2`.
fn fraction(text: &str) -> Option<f64> {
    let (over, under) = text.split_once('/')?;
    let (over, under): (u8, u8) = (over.parse().ok()?, under.parse().ok()?);
    (over < under).then(|| f64::from(over) / f64::from(under))
}

/// A product without the noise of binary fractions: `4.6` million is 4600000, not 4599999.999999999.
fn tidy(value: f64) -> f64 {
    let rounded = (value * 1000.0).round() / 1000.0;
    if rounded.is_finite() { rounded } else { value }
}
