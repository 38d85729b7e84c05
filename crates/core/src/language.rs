//! The language of a text: by declaration, checked by function words, else by detection.

use crate::article::{Provenance, Warning, WarningCode};
use crate::trace::{Stage, Trace};

/// What was found.
#[derive(Debug, Default)]
pub struct Language {
    /// BCP 47 tag and where it came from.
    pub tag: Option<(String, Provenance)>,
    /// Set when declaration and text disagree.
    pub warning: Option<Warning>,
}

/// Detection reads this many bytes of the text; more does not change the answer.
const SAMPLE_BYTES: usize = 2048;
/// So many are enough to agree with a declaration.
const FIRST_SAMPLE_BYTES: usize = 512;
/// A text with fewer letters is too short to argue with a declaration.
const MIN_LETTERS: usize = 60;
/// Detection overrules a declaration only above this confidence.
const OVERRULE_CONFIDENCE: f64 = 0.9;

/// The language of `text`, which `declared` names or not.
#[must_use]
pub fn identify(text: &str, declared: Option<(&str, Provenance)>, trace: &mut Trace) -> Language {
    let declared = declared.and_then(|(tag, provenance)| Some((normalize(tag)?, provenance)));
    let whole = &text[..text.floor_char_boundary(SAMPLE_BYTES)];
    let first = &text[..text.floor_char_boundary(FIRST_SAMPLE_BYTES)];
    let mut sample = if declared.is_some() { first } else { whole };
    let plain = match &declared {
        Some((tag, from)) if is_plainly(sample, primary(tag), ONE_WORD_IN) => {
            Some((tag.clone(), *from))
        }
        None if is_plainly(sample, "en", ONE_WORD_IN_UNDECLARED) => {
            Some(("en".to_owned(), Provenance::Text))
        }
        _ => None,
    };
    if let Some((tag, _)) = &plain {
        trace.note(Stage::Language, "language/function_words", || {
            (tag.clone(), "the text is full of its function words".to_owned())
        });
        return Language { tag: plain, warning: None };
    }
    let mut detected = whatlang::detect(sample);
    let agrees = declared.as_ref().is_some_and(|(declared, _)| {
        detected.as_ref().is_some_and(|info| tag(info.lang()) == primary(declared))
    });
    if !agrees && sample.len() < whole.len() {
        sample = whole;
        detected = whatlang::detect(sample);
    }
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    trace.note(Stage::Language, "language/detect", || {
        let declared = declared.as_ref().map_or("nothing", |(tag, _)| tag);
        let detected = detected.as_ref().map_or_else(
            || "nothing".to_owned(),
            |info| format!("{} at {:.2}", info.lang().code(), info.confidence()),
        );
        (detected, format!("{declared} was declared, {letters} letters read"))
    });
    let detected_tag = detected.as_ref().map(|info| tag(info.lang()));
    match (declared, detected, detected_tag) {
        (Some((tag, _)), Some(info), Some(found))
            if primary(&tag) != found
                && letters >= MIN_LETTERS
                && info.confidence() >= OVERRULE_CONFIDENCE
                && !close(primary(&tag), found) =>
        {
            Language {
                warning: Some(Warning::new(
                    WarningCode::LanguageMismatch,
                    format!("the page declares `{tag}`, the text is `{found}`"),
                )),
                tag: Some((found.to_owned(), Provenance::Text)),
            }
        }
        (Some(declared), ..) => Language { tag: Some(declared), warning: None },
        (None, Some(info), Some(found)) if info.is_reliable() || letters >= MIN_LETTERS => {
            Language { tag: Some((found.to_owned(), Provenance::Text)), warning: None }
        }
        _ => Language::default(),
    }
}

/// Words that texts of a language are full of, and that other languages have few of.
#[rustfmt::skip]
const FUNCTION_WORDS: [(&str, &[&str]); 8] = [
    ("en", &["the", "of", "and", "to", "a", "in", "is", "that", "for", "with", "you", "was", "it",
        "on", "by", "this", "are", "your", "from", "have", "be", "at", "or", "as", "an", "we"]),
    ("de", &["der", "die", "und", "in", "das", "ist", "von", "den", "mit", "nicht", "ein", "eine",
        "im", "sich", "auf", "für", "zu", "des", "dem", "auch", "es", "als", "sie", "wird"]),
    ("fr", &["le", "les", "des", "et", "du", "une", "est", "dans", "pour", "qui", "sur", "pas",
        "au", "par"]),
    ("es", &["el", "los", "las", "y", "del", "por", "una", "con", "para", "es", "su", "al", "se",
        "que"]),
    ("it", &["il", "di", "che", "è", "della", "per", "un", "non", "sono", "dei", "nel", "alla",
        "gli"]),
    ("pt", &["que", "não", "uma", "do", "da", "em", "os", "dos", "na", "no", "ao", "um", "e", "é"]),
    ("nl", &["het", "een", "van", "dat", "zijn", "op", "te", "voor", "met", "niet", "aan", "ook"]),
    ("pl", &["w", "i", "na", "z", "się", "nie", "że", "jest", "po"]),
];

/// One word in so many is a function word of a language that a page declares rightly; in running text
/// it is one in three or four.
const ONE_WORD_IN: usize = 6;
/// The same where nothing is declared: languages near each other share some of these words.
const ONE_WORD_IN_UNDECLARED: usize = 4;

/// Whether a text has so many function words of a language, one word in `one_in` or more, that it
/// need not be told from others.
fn is_plainly(text: &str, language: &str, one_in: usize) -> bool {
    const FEWEST: usize = 6;
    let known = FUNCTION_WORDS.iter().find(|(tag, _)| *tag == language);
    let Some((_, known)) = known else { return false };
    let (mut words, mut found) = (0, 0);
    for word in text.split_ascii_whitespace() {
        words += 1;
        found += usize::from(known.contains(&word));
    }
    found >= FEWEST && found * one_in >= words
}

/// The primary subtag: `en` of `en-GB`.
#[must_use]
pub fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// `en_gb` and `EN-GB` to `en-GB`; none for what is no language tag.
fn normalize(tag: &str) -> Option<String> {
    let tag = tag.trim().split([',', ';', '.']).next()?.replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next().filter(|part| {
        matches!(part.len(), 2..=3) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    })?;
    let mut normal = language.to_ascii_lowercase();
    for part in parts {
        if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            break;
        }
        normal.push('-');
        match part.len() {
            2 => normal.push_str(&part.to_ascii_uppercase()),
            4 => {
                normal.push_str(&part[..1].to_ascii_uppercase());
                normal.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => normal.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(normal)
}

/// Pairs that trigram statistics confuse on news: a declaration of one is not overruled by the
/// other.
fn close(declared: &str, detected: &str) -> bool {
    const GROUPS: [&[&str]; 8] = [
        &["no", "nb", "nn", "da", "sv"],
        &["hr", "sr", "bs", "sl", "sh", "mk"],
        &["cs", "sk"],
        &["id", "ms", "jv"],
        &["es", "pt", "gl", "ca"],
        &["ru", "uk", "be", "bg", "mk", "sr"],
        &["hi", "mr", "ne"],
        &["nl", "af", "de"],
    ];
    GROUPS.iter().any(|group| group.contains(&declared) && group.contains(&detected))
}

/// The two-letter tag of a detected language where there is one.
fn tag(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang;
    match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The harbour opened again on Monday after a storm that had closed it for \
                           more than a week, the town council said.";

    #[test]
    fn ok_declared_tags_are_normalized() {
        for (tag, normal) in [("en_gb", "en-GB"), ("ZH-hant-tw", "zh-Hant-TW"), ("de", "de")] {
            let found = identify("", Some((tag, Provenance::Meta)), &mut Trace::off());
            assert_eq!(found.tag.unwrap().0, normal);
        }
        assert!(identify("", Some(("english", Provenance::Meta)), &mut Trace::off()).tag.is_none());
    }

    #[test]
    fn ok_a_wrong_declaration_is_overruled() {
        let found = identify(ENGLISH, Some(("ru", Provenance::Meta)), &mut Trace::off());
        assert_eq!(found.tag.unwrap(), ("en".to_owned(), Provenance::Text));
        assert_eq!(found.warning.unwrap().code, WarningCode::LanguageMismatch);
    }

    #[test]
    fn ok_function_words_bear_a_declaration_out() {
        assert!(is_plainly(ENGLISH, "en", ONE_WORD_IN));
        assert!(!is_plainly(ENGLISH, "de", ONE_WORD_IN) && !is_plainly(ENGLISH, "fr", ONE_WORD_IN));
        assert!(!is_plainly("the of and", "en", ONE_WORD_IN), "too few");
    }

    #[test]
    fn ok_a_short_text_does_not_argue() {
        let found = identify("Guten Tag", Some(("en", Provenance::Meta)), &mut Trace::off());
        assert_eq!(found.tag.unwrap().0, "en");
    }

    #[test]
    fn ok_a_quotation_at_the_beginning_is_not_the_language() {
        let english = "And as for the rain, it is as it was on the day that we came to the island: it \
                       is in the air and on the roof, at the door and by the bed, and we have to be \
                       as patient with it as you are with a child, for this is a land of water and of \
                       wind, and it is not to be had for nothing. ";
        let german = "So steht es auf der ersten Seite ihres Tagebuchs, und noch heute kennt fast jeder \
                      auf der Insel diese Zeilen. Warum sie erst Jahre danach gedruckt wurden, davon \
                      erzählt eine Ausstellung im Hafenmuseum. Gezeigt werden Entwürfe, Briefe und \
                      Fotografien, die bisher kaum jemand gesehen hat. ";
        let text = english.to_owned() + &german.repeat(5);
        let found = identify(&text, None, &mut Trace::off());
        assert_eq!(found.tag.unwrap(), ("de".to_owned(), Provenance::Text));
    }
}
