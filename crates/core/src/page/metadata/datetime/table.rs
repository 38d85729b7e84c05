//! The words of dates, from the data files.

use std::sync::LazyLock;

/// One form of a month's name.
struct Form {
    name: &'static str,
    /// Primary subtags, separated by commas.
    languages: &'static str,
    month: u8,
}

/// Sorted by name; forms of one name keep the file's order.
static MONTHS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let mut forms = Vec::new();
    for line in lines(include_str!("../data/months.txt")) {
        let mut fields = line.split('|').map(str::trim);
        let languages = fields.next().unwrap_or("");
        for (names, month) in fields.zip(1..) {
            forms.extend(names.split(',').map(|name| Form { name, languages, month }));
        }
    }
    forms.sort_by_key(|form| form.name);
    forms
});

/// A bit for each way that the names of months begin: most words do not begin so.
static BEGINNINGS: LazyLock<[u64; 64]> = LazyLock::new(|| {
    let mut found = [0; 64];
    for form in MONTHS.iter() {
        let (place, bit) = beginning(form.name);
        found[place] |= bit;
    }
    found
});

/// The place and the bit of a word in [`BEGINNINGS`], by its first two bytes.
fn beginning(word: &str) -> (usize, u64) {
    let byte = |at: usize| word.as_bytes().get(at).map_or(0, |byte| byte & 63);
    (usize::from(byte(0)), 1 << byte(1))
}

static PERSIAN_MONTHS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    lines(include_str!("../data/persian_months.txt"))
        .flat_map(|line| line.split('|').map(str::trim))
        .collect()
});

static ZONES: LazyLock<Vec<(&'static str, i32)>> = LazyLock::new(|| {
    lines(include_str!("../data/zones.txt"))
        .filter_map(|line| {
            let (name, minutes) = line.split_once(' ')?;
            Some((name, minutes.trim().parse().ok()?))
        })
        .collect()
});

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The month (1 to 12) a lower-case word names, read by the language first.
#[must_use]
pub(super) fn month(word: &str, language: &str) -> Option<u8> {
    let (place, bit) = beginning(word);
    if BEGINNINGS[place] & bit == 0 {
        return None;
    }
    let first = MONTHS.partition_point(|form| form.name < word);
    let forms = || MONTHS[first..].iter().take_while(|form| form.name == word);
    forms()
        .find(|form| form.languages.split(',').any(|known| known == language))
        .or_else(|| forms().next())
        .map(|form| form.month)
}

/// The month of the Solar Hijri calendar a word names.
#[must_use]
pub(super) fn persian_month(word: &str) -> Option<u8> {
    PERSIAN_MONTHS.iter().position(|name| *name == word).map(|place| place as u8 + 1)
}

/// Minutes east of Greenwich of a zone's lower-case abbreviation.
#[must_use]
pub(super) fn zone(word: &str) -> Option<i32> {
    ZONES.iter().find(|(name, _)| *name == word).map(|(_, minutes)| *minutes)
}

/// Words between day and month or month and year: `17 de enero de 2025`, `17th of January`.
#[must_use]
pub(super) fn is_linking_word(word: &str) -> bool {
    matches!(
        word,
        "de" | "del"
            | "of"
            | "di"
            | "d"
            | "st"
            | "nd"
            | "rd"
            | "th"
            | "er"
            | "º"
            | "ª"
            | "o"
            | "m"
            | "mes"
            | "dne"
            | "den"
            | "the"
            | "го"
            | "ye"
            | "ב"
            | "της"
            | "του"
            | "ой"
            | "ten"
            | "an"
            | "a"
            | "e"
            | "từ"
            | "năm"
            | "พ"
            | "ศ"
            | "da"
            | "do"
            | "r"
            | "год"
            | "года"
    )
}

/// Words between a date and its clock time.
#[must_use]
pub(super) fn is_joining_word(word: &str) -> bool {
    matches!(
        word,
        "at" | "um"
            | "à"
            | "a"
            | "alle"
            | "ore"
            | "kl"
            | "klo"
            | "om"
            | "às"
            | "as"
            | "ás"
            | "las"
            | "o"
            | "u"
            | "в"
            | "г"
            | "о"
            | "об"
            | "у"
            | "ч"
            | "ч."
            | "saat"
            | "ob"
            | "i"
            | "on"
            | "am"
            | "den"
            | "de"
            | "godz"
            | "v"
            | "ve"
            | "pukul"
            | "jam"
            | "lúc"
            | "เวลา"
            | "στις"
            | "ώρα"
            | "года"
            | "году"
            | "року"
            | "р"
            | "h"
            | "t"
            | "time"
            | "м"
            | "м."
            | "plkst"
            | "val"
            | "kell"
            | "ora"
            | "uur"
            | "hrs"
            | "uhr"
            | "الساعة"
            | "ساعت"
            | "בשעה"
            | "час"
            | "日"
            | "星"
            | "期"
            | "周"
            | "一"
            | "二"
            | "三"
            | "四"
            | "五"
            | "六"
            | "土"
            | "月"
            | "火"
            | "水"
            | "木"
            | "金"
            | "曜"
    ) || is_weekday(word)
}

/// Weekdays stand between a date and its time on some pages; only the commonest are listed, the
/// rest cost a clock time and no date.
fn is_weekday(word: &str) -> bool {
    matches!(
        word,
        "mon"
            | "tue"
            | "tues"
            | "wed"
            | "thu"
            | "thur"
            | "thurs"
            | "fri"
            | "sat"
            | "sun"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "pazartesi"
            | "salı"
            | "çarşamba"
            | "perşembe"
            | "cuma"
            | "cumartesi"
            | "pazar"
            | "lunes"
            | "martes"
            | "miércoles"
            | "jueves"
            | "viernes"
            | "sábado"
            | "domingo"
            | "hétfő"
            | "kedd"
            | "szerda"
            | "csütörtök"
            | "péntek"
            | "szombat"
            | "vasárnap"
    )
}

/// Marks of the half of the day: Some(true) for the second half.
#[must_use]
pub(super) fn half_of_day(word: &str) -> Option<bool> {
    match word {
        "am" | "a.m" | "오전" | "上午" | "午前" | "早上" | "凌晨" | "πμ" | "π.μ" | "ص" | "sáng" => {
            Some(false)
        }
        "pm" | "p.m" | "오후" | "下午" | "午後" | "晚上" | "中午" | "μμ" | "μ.μ" | "م"
        | "chiều" | "tối" => Some(true),
        _ => None,
    }
}
