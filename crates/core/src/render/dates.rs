//! Dates for people to read.

/// `2025-01-17 18:03 +03:00` for `2025-01-17T18:03:00+03:00`: the date and time to the minute. What
/// is no date and time stays as it is.
#[must_use]
pub fn readable_date(iso: &str) -> String {
    let parts =
        iso.split_once('T').filter(|(day, _)| day.starts_with(|c: char| c.is_ascii_digit()));
    let Some((day, time)) = parts else { return iso.to_owned() };
    let (clock, zone) = time.split_at(time.find(['+', '-', 'Z']).unwrap_or(time.len()));
    let minutes = clock.get(..5).unwrap_or(clock);
    let zone = if zone == "Z" { "UTC" } else { zone };
    format!("{day} {minutes} {zone}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::readable_date;

    #[test]
    fn ok_dates_are_as_precise_as_they_are() {
        for (iso, expected) in [
            ("2025-01-17", "2025-01-17"),
            ("2025-01-17T18:03:00+03:00", "2025-01-17 18:03 +03:00"),
            ("2025-01-17T18:03:00.123Z", "2025-01-17 18:03 UTC"),
            ("2025-01-17T18:03", "2025-01-17 18:03"),
            ("Tuesday", "Tuesday"),
        ] {
            assert_eq!(readable_date(iso), expected);
        }
    }
}
