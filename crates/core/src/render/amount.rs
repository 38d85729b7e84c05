//! Amounts as people write them: the record's unit codes are for programs.

use crate::article::{Amount, AmountKind};

/// Units whose sign is not their UCUM code without its marks.
const SIGNS: [(&str, &str); 9] = [
    ("Cel", "°C"),
    ("[degF]", "°F"),
    ("ug", "µg"),
    ("har", "ha"),
    ("[acr_us]", "acres"),
    ("[ston_av]", "tons"),
    ("[bbl_us]", "barrels"),
    ("[kn_i]", "knots"),
    ("[mi_i]/h", "mph"),
];

/// An amount to be read: `3,500,000,000 USD`, `2 mi²`, `12%`.
#[must_use]
pub fn readable_amount(amount: &Amount) -> String {
    let value = grouped(amount.value);
    match (amount.kind, amount.unit.as_deref()) {
        (_, None) => value,
        (AmountKind::Percent, Some("%")) => format!("{value}%"),
        (AmountKind::Measure, Some(code)) => format!("{value} {}", sign(code)),
        (_, Some(unit)) => format!("{value} {unit}"),
    }
}

/// The sign of a UCUM code: `mi²` for `[mi_i]2`, `kWh` for `kW.h`.
fn sign(code: &str) -> String {
    let (unit, power) = match code.strip_suffix(['2', '3']) {
        Some(unit) => (unit, if code.ends_with('2') { "²" } else { "³" }),
        None => (code, ""),
    };
    if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == unit) {
        return format!("{sign}{power}");
    }
    let mut out = String::new();
    let mut rest = unit;
    // Customary units stand in brackets, with the system they belong to behind a low line.
    while let Some((before, behind)) = rest.split_once('[') {
        let (name, after) = behind.split_once(']').unwrap_or((behind, ""));
        out.push_str(before);
        out.push_str(name.split('_').next().unwrap_or(name));
        rest = after;
    }
    out.push_str(rest);
    out.retain(|c| c != '.');
    if let Some(bytes) = out.strip_suffix("By") {
        out = format!("{bytes}B");
    }
    out + power
}

/// A number with its thousands apart: `3,500,000,000`.
fn grouped(value: f64) -> String {
    let number = format!("{value}");
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    let digits = whole.trim_start_matches('-');
    let mut out = whole[..whole.len() - digits.len()].to_owned();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Score;
    use crate::span::Span;

    #[test]
    fn ok_thousands_stand_apart() {
        for (value, expected) in
            [(3.5e9, "3,500,000,000"), (-1200.25, "-1,200.25"), (12.0, "12"), (100.0, "100")]
        {
            assert_eq!(grouped(value), expected);
        }
    }

    #[test]
    fn ok_units_are_signs() {
        for (code, expected) in [
            ("[mi_i]2", "mi²"),
            ("[ft_i]", "ft"),
            ("[ft_i]3", "ft³"),
            ("[mi_i]/h", "mph"),
            ("km/h", "km/h"),
            ("m3", "m³"),
            ("kW.h", "kWh"),
            ("[degF]", "°F"),
            ("[gal_us]", "gal"),
            ("GBy", "GB"),
            ("L", "L"),
        ] {
            assert_eq!(sign(code), expected);
        }
    }

    #[test]
    fn ok_no_code_of_the_units_is_left() {
        for line in include_str!("../analysis/data/units.txt").lines() {
            let Some((code, _)) = line.split_once(' ').filter(|_| !line.starts_with('#')) else {
                continue;
            };
            let sign = sign(code);
            assert!(!sign.is_empty() && !sign.contains(['[', ']', '_', '.']), "{code}: {sign}");
        }
    }

    #[test]
    fn ok_only_measures_have_codes() {
        let read = |kind, value, unit: Option<&str>| {
            let unit = unit.map(str::to_owned);
            let span = Span::new(0, 0);
            readable_amount(&Amount { span, kind, value, unit, confidence: Score::new(1.0) })
        };
        assert_eq!(read(AmountKind::Money, 3.5e9, Some("USD")), "3,500,000,000 USD");
        assert_eq!(read(AmountKind::Percent, 4.2, Some("%")), "4.2%");
        assert_eq!(read(AmountKind::Count, 1000.0, Some("workers")), "1,000 workers");
        assert_eq!(read(AmountKind::Measure, 6.0, Some("[ft_i]")), "6 ft");
        assert_eq!(read(AmountKind::Count, 7.0, None), "7");
    }
}
