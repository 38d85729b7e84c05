//! The dateline: where a story was filed, by whom, when.
//!
//! `MOSCOW:`, `PARIS (AP) —`, `GENEVA, Jan. 17 (Reuters) -`, `(CNN) —`, `LONDON, England (CNN) --`.
//! A line is read as place, region, date, agency and the mark that ends them, each of them optional;
//! then the evidence decides: an agency in brackets is enough, a place in capitals needs a dash, or a
//! colon when nothing says that it is a label or a speaker, a place in ordinary capitals must be one
//! that stories are filed from.

use std::ops::Range;
use std::sync::OnceLock;

use super::calendar::{CalendarWord, calendar_word, day_of, nearest_year};
use super::lexicon::Lexicon;
use super::tokens::{Shape, Tokens};
use super::{Document, SegmentKind};
use crate::article::Dateline;
use crate::trace::{Stage, Trace};

/// Datelines stand in the first paragraphs or nowhere.
const MAX_PARAGRAPHS: usize = 4;
/// Pages put headline and dateline into one paragraph: the first sentences of each are looked at.
const MAX_SENTENCES: usize = 3;
/// The longest name of a place, in tokens.
const MAX_PLACE_TOKENS: usize = 6;

/// The dateline of the document, when it has one.
#[must_use]
pub fn find(document: &Document<'_>, tokens: &Tokens<'_>, trace: &mut Trace) -> Option<Dateline> {
    let paragraphs = (0..document.segments.len())
        .filter(|&index| {
            matches!(document.segments[index].kind, SegmentKind::Prose | SegmentKind::Heading)
        })
        .map(|index| (document.segments[index].kind, tokens.segment(index)))
        .filter(|(_, range)| !range.is_empty());
    for (kind, segment) in paragraphs.take(MAX_PARAGRAPHS) {
        let first = tokens.sentence_of(segment.start);
        let sentences = first..(first + MAX_SENTENCES).min(tokens.sentence_count());
        for sentence in sentences {
            let start = tokens.sentence(sentence).start;
            if !segment.contains(&start) {
                break;
            }
            let line = Line { tokens, end: segment.end, later: start > segment.start };
            let Some(read) = line.read(start) else { continue };
            // A dateline on a line of its own looks like a heading; a heading about a place does too.
            if kind == SegmentKind::Heading && read.next < segment.end {
                continue;
            }
            let Some(rule) = line.judge(&read) else { continue };
            if rule == "dateline/capitals_colon" && is_transcript(tokens, segment.start) {
                trace.note(Stage::Analysis, "dateline/transcript", || {
                    let surface = tokens.cover(read.all.clone()).of(document.text);
                    (surface.to_owned(), "other paragraphs begin with speakers too".to_owned())
                });
                continue;
            }
            let dateline = read.dateline(document, tokens);
            trace.note(Stage::Analysis, rule, || {
                (dateline.span.of(document.text).to_owned(), format!("{:?}", dateline.place))
            });
            return Some(dateline);
        }
    }
    None
}

/// What was read at a line's beginning.
#[derive(Debug)]
struct Read {
    place: Range<usize>,
    /// Tokens from place to agency, the ending mark left out.
    all: Range<usize>,
    agency: Option<Range<usize>>,
    date: Option<MonthDay>,
    mark: Mark,
    /// First token of the story.
    next: usize,
}

/// A day of a year that may be unknown.
#[derive(Debug, Clone, Copy)]
struct MonthDay {
    year: Option<i16>,
    month: i8,
    day: i8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Dash,
    Colon,
    None,
}

struct Line<'t, 'a> {
    tokens: &'t Tokens<'a>,
    end: usize,
    /// Whether text stands before it in its paragraph.
    later: bool,
}

impl Line<'_, '_> {
    fn text(&self, at: usize) -> &str {
        if at < self.end { self.tokens.text(at) } else { "" }
    }

    fn read(&self, start: usize) -> Option<Read> {
        let mut at = self.place(start);
        let place = start..at;
        let mut all_end = at;
        // `CAIRO – 26 July 2022:` has the date behind a dash of its own.
        let dash_date = is_dash(self.text(at)) && at > start;
        if self.text(at) == "," && at > start {
            let region = self.region(at + 1);
            if region > at + 1 && !self.is_month(at + 1) {
                at = region;
                all_end = at;
            }
        }
        let place = if at > place.end { start..at } else { place };
        let mut date = None;
        let comma = matches!(self.text(at), "," | ".") || dash_date;
        if let Some((found, behind)) = self.date(if comma { at + 1 } else { at }) {
            let closes = matches!(self.text(behind), ":" | "(" | "/") || is_dash(self.text(behind));
            if closes || self.text(behind) == "." {
                (date, at, all_end) = (Some(found), behind, behind);
                at += usize::from(self.text(at) == "." && self.text(at + 1) == "/");
            }
        }
        let mut agency = None;
        if let Some(range) = self.agency(at) {
            (at, all_end) = (range.end + 1, range.end + 1);
            agency = Some(range);
        }
        if at == start {
            return None;
        }
        let mark = match self.text(at) {
            ":" => Mark::Colon,
            "." if agency.is_some() => Mark::Dash,
            dash if is_dash(dash) => Mark::Dash,
            _ => Mark::None,
        };
        let next = at + usize::from(mark != Mark::None);
        Some(Read { place, all: start..all_end, agency, date, mark, next })
    }

    /// Behind the last token of the place that begins at `start`.
    fn place(&self, start: usize) -> usize {
        let mut at = start;
        let mut named = start;
        while at < self.end && at < start + MAX_PLACE_TOKENS {
            let shape = self.tokens.shape(at);
            let word = shape.has(Shape::CAPITAL) && !shape.any(Shape::DIGIT.with(Shape::CLITIC));
            if word && !(at > start && self.is_month(at)) {
                named = at + 1;
            } else {
                let joint = self.text(at) == "/" || words().get(self.text(at)) == Some(JOINT);
                if !joint || at == start {
                    break;
                }
            }
            at += 1;
        }
        named
    }

    /// Behind the last token of a state or country: capitalised words.
    fn region(&self, start: usize) -> usize {
        let mut at = start;
        while at < self.end.min(start + 3) && self.tokens.is_capitalised(at) && !self.is_month(at) {
            at += 1;
        }
        at
    }

    fn is_month(&self, at: usize) -> bool {
        matches!(
            calendar_word(self.text(at)),
            Some(CalendarWord::Month(_) | CalendarWord::ForeignMonth(_))
        ) && (self.number(at + 1, 31).is_some() || at > 0 && self.number(at - 1, 31).is_some())
    }

    fn number(&self, at: usize, most: i16) -> Option<i16> {
        let digits = self.text(at).trim_end_matches(['.', 't', 'h', 's', 'd', 'n', 'r']);
        digits.parse().ok().filter(|number| (1..=most).contains(number))
    }

    /// Day and month in either order, a year behind them, and where that ends.
    fn date(&self, at: usize) -> Option<(MonthDay, usize)> {
        let month = |at: usize| match calendar_word(self.text(at))? {
            CalendarWord::Month(month) | CalendarWord::ForeignMonth(month) => Some(month),
            CalendarWord::Weekday(_) => None,
        };
        // `Friday, Jan. 17`
        let at = match calendar_word(self.text(at)) {
            Some(CalendarWord::Weekday(_)) => at + 1 + usize::from(self.text(at + 1) == ","),
            _ => at,
        };
        let (month, day) = match (month(at), self.number(at, 31)) {
            (Some(month), _) => (month, self.number(at + 1, 31)?),
            (None, Some(day)) => (month(at + 1 + usize::from(self.text(at + 1) == "."))?, day),
            _ => return None,
        };
        let mut behind = at + 2;
        if self.text(behind) == "." && self.number(behind + 1, 2100).is_some_and(|year| year > 1800)
        {
            behind += 1;
        }
        let comma = usize::from(self.text(behind) == ",");
        let year = self.number(behind + comma, 2100).filter(|&year| year > 1800);
        if year.is_some() {
            behind += comma + 1;
        }
        Some((MonthDay { year, month, day: day as i8 }, behind))
    }

    /// The name between brackets or slashes at `at`.
    fn agency(&self, at: usize) -> Option<Range<usize>> {
        let close = match self.text(at) {
            "(" => ")",
            "/" => "/",
            _ => return None,
        };
        let end = (at + 2..self.end.min(at + 8)).find(|&index| self.text(index) == close)?;
        let name = (at + 1..end).all(|index| {
            let shape = self.tokens.shape(index);
            shape.any(Shape::LETTER) && !shape.has(Shape::CLITIC)
                || matches!(self.text(index), "/" | "-" | "&" | ".")
        });
        let capital = (at + 1..end).any(|index| self.tokens.is_capitalised(index));
        let lone_lower = end == at + 2 && self.text(at + 1).len() <= 5;
        (name && (capital || lone_lower)).then_some(at + 1..end)
    }

    /// The rule by which `read` is a dateline.
    fn judge(&self, read: &Read) -> Option<&'static str> {
        let place = read.place.clone();
        let words_of = |range: Range<usize>| range.filter(|&at| !self.tokens.is_mark(at));
        // The first comma parts the place from its region, which need not be in capitals.
        let city =
            place.start..(place.clone()).find(|&at| self.text(at) == ",").unwrap_or(place.end);
        let letters = |at: usize| self.text(at).chars().filter(|c| c.is_alphabetic()).count();
        let upper = !city.is_empty()
            && words_of(city.clone()).all(|at| {
                self.tokens.shape(at).any(Shape::UPPER.with(Shape::STOPPED))
                    || words().get(self.text(at)) == Some(JOINT)
            })
            && words_of(city.clone()).map(letters).sum::<usize>() >= 3;
        let known = self.is_known(city.clone());
        let heading = words_of(place.clone()).any(|at| {
            words().get(self.text(at)) == Some(HEADING) || self.tokens.shape(at).has(Shape::ADDRESS)
        });
        if heading && !known {
            return None;
        }
        let ends_here = read.next >= self.end;
        let story = !ends_here && {
            let shape = self.tokens.shape(read.next);
            shape.any(Shape::CAPITAL.with(Shape::QUOTE).with(Shape::DIGIT))
                || matches!(self.text(read.next), "(" | "[" | "¿" | "¡")
                || !shape.any(Shape::LOWER)
        };
        let agency = read.agency.is_some();
        let dash = read.mark == Mark::Dash && (story || ends_here);
        let colon = read.mark == Mark::Colon && story;
        if agency && (dash || colon) {
            return (upper || known || read.date.is_some() || place.is_empty() || !self.later)
                .then_some("dateline/agency");
        }
        if agency && upper && story {
            return Some("dateline/agency_unmarked");
        }
        if read.date.is_some() && (dash || colon) && (upper || known) {
            return Some("dateline/date");
        }
        if place.is_empty() || self.later && !(upper && dash && story) {
            return None;
        }
        if upper
            && dash
            && city.len() <= 4
            && (story || self.tokens.shape(read.next - 1).has(Shape::MARK))
        {
            let region_upper = words_of(city.end..place.end).any(|at| {
                self.tokens.shape(at).has(Shape::UPPER)
                    && !self.tokens.shape(at).has(Shape::STOPPED)
            });
            return (!region_upper || known).then_some("dateline/capitals_dash");
        }
        if colon && known {
            return Some("dateline/known_place");
        }
        if upper && colon && city == place && city.len() <= 3 {
            return Some("dateline/capitals_colon");
        }
        let spaced = read.next < self.end
            && self.tokens.shape(read.next - 1).has(Shape::SPACE_BEFORE)
            && self.tokens.shape(read.next).has(Shape::SPACE_BEFORE);
        (dash && known && story && (spaced || self.text(read.next - 1) == "—"))
            .then_some("dateline/known_place")
    }

    fn is_known(&self, city: Range<usize>) -> bool {
        /// Longer than the longest name in the table.
        const MAX_BYTES: usize = 40;
        let mut name = String::new();
        for at in city {
            if !name.is_empty() {
                name.push('-');
            }
            name.push_str(self.text(at).trim_end_matches('.'));
            if name.len() > MAX_BYTES {
                return false;
            }
        }
        words().get(&name) == Some(PLACE)
    }
}

impl Read {
    fn dateline(&self, document: &Document<'_>, tokens: &Tokens<'_>) -> Dateline {
        let text = document.text;
        let place = (!self.place.is_empty())
            .then(|| ordinary_capitals(tokens.cover(self.place.clone()).of(text)));
        let agency = self.agency.clone().map(|range| tokens.cover(range).of(text).to_owned());
        let date = self.date.map(|MonthDay { year, month, day }| {
            let reference = document.published.and_then(day_of);
            let year = year.or_else(|| nearest_year(month, day, reference?));
            match year {
                Some(year) => format!("{year:04}-{month:02}-{day:02}"),
                None => format!("XXXX-{month:02}-{day:02}"),
            }
        });
        Dateline { span: tokens.cover(self.all.clone()), place, agency, date }
    }
}

/// Whether paragraphs behind the one that begins at `first` begin like it, with words in capitals
/// and a colon: a transcript names its speakers so.
fn is_transcript(tokens: &Tokens<'_>, first: usize) -> bool {
    let later = (0..tokens.segment_count()).map(|index| tokens.segment(index));
    later
        .filter(|range| range.start > first)
        .filter(|range| {
            let colon =
                (range.start..range.end.min(range.start + 5)).find(|&at| tokens.text(at) == ":");
            colon.is_some_and(|colon| {
                colon > range.start
                    && (range.start..colon)
                        .all(|at| tokens.shape(at).any(Shape::UPPER.with(Shape::STOPPED)))
            })
        })
        .take(2)
        .count()
        == 2
}

fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "--" | "---" | "–" | "—" | "―" | "_" | "|")
}

/// `NEW DELHI` as `New Delhi`, `RIO DE JANEIRO` as `Rio de Janeiro`; words that are not all in
/// capitals stay as they are.
fn ordinary_capitals(name: &str) -> String {
    /// Names that are written in capitals anywhere.
    const ACRONYMS: [&str; 7] = ["UN", "US", "USA", "UK", "UAE", "DC", "DRC"];
    let mut ordinary = String::with_capacity(name.len());
    let mut rest = name;
    let mut first = true;
    while !rest.is_empty() {
        let end =
            rest.find(|c: char| !c.is_alphabetic() && c != '.' && c != '\'').unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        // `N.Y.` keeps its capitals, `ST.` does not.
        let last = word.char_indices().next_back().map_or(0, |(last, _)| last);
        let dotted = word.len() < 3 && word.contains('.') || word[..last].contains('.');
        let upper = !dotted && !word.chars().any(char::is_lowercase);
        if !upper || ACRONYMS.contains(&word) || word.chars().count() < 2 {
            ordinary.push_str(word);
        } else if !first && words().get(word) == Some(JOINT) {
            ordinary.extend(word.chars().flat_map(char::to_lowercase));
        } else {
            let mut letters = word.chars();
            ordinary.extend(letters.next());
            // `O'SMACH` has two capitals.
            let mut after_mark = false;
            for letter in letters {
                if after_mark {
                    ordinary.push(letter);
                } else {
                    ordinary.extend(letter.to_lowercase());
                }
                after_mark = letter == '\'';
            }
        }
        first &= word.is_empty();
        let mark = behind.chars().next().map_or(0, char::len_utf8);
        ordinary.push_str(&behind[..mark]);
        rest = &behind[mark..];
    }
    ordinary
}

const PLACE: u16 = 0;
const HEADING: u16 = 1;
const JOINT: u16 = 2;

fn words() -> &'static Lexicon {
    static WORDS: OnceLock<Lexicon> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = Lexicon::lines(include_str!("data/dateline_words.txt"));
        Lexicon::new(lines.map(|(class, word)| {
            let class = match class {
                "place" => PLACE,
                "heading" => HEADING,
                _ => JOINT,
            };
            (word, class)
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sentences;
    use crate::analysis::tokens::tests::{document, odd_strings};
    use crate::analysis::tokens::tokenize;

    type Parts = (String, Option<String>, Option<String>, Option<String>);

    fn read(text: &str) -> Option<Parts> {
        let mut document = document(text);
        document.published = Some("2025-01-17");
        let mut tokens = tokenize(&document);
        let _ = sentences::split(&document, &mut tokens, &mut Trace::off());
        let found = find(&document, &tokens, &mut Trace::off())?;
        Some((found.span.of(text).to_owned(), found.place, found.agency, found.date))
    }

    fn expect(text: &str, span: &str, place: &str, agency: &str, date: &str) {
        let some = |value: &str| (!value.is_empty()).then(|| value.to_owned());
        let expected = (span.to_owned(), some(place), some(agency), some(date));
        assert_eq!(read(text), Some(expected), "{text}");
    }

    #[test]
    fn ok_forms() {
        expect("MOSCOW: In the face of it all.", "MOSCOW", "Moscow", "", "");
        expect("PARIS (AP) — The mayor left.", "PARIS (AP)", "Paris", "AP", "");
        expect(
            "GENEVA, Jan. 17 (Reuters) - Talks began.",
            "GENEVA, Jan. 17 (Reuters)",
            "Geneva",
            "Reuters",
            "2025-01-17",
        );
        expect("(CNN) — The mayor left.", "(CNN)", "", "CNN", "");
        expect(
            "LONDON, England (CNN) -- It rained.",
            "LONDON, England (CNN)",
            "London, England",
            "CNN",
            "",
        );
        expect("WASHINGTON _ The economy grew.", "WASHINGTON", "Washington", "", "");
        expect("WASHINGTON _", "WASHINGTON", "Washington", "", "");
        expect("NEW DELHI: The court sat.", "NEW DELHI", "New Delhi", "", "");
        expect("New Delhi: The court sat.", "New Delhi", "New Delhi", "", "");
        expect(
            "DAR ES SALAAM, Tanzania (AP) _",
            "DAR ES SALAAM, Tanzania (AP)",
            "Dar es Salaam, Tanzania",
            "AP",
            "",
        );
        expect(
            "MANCHESTER, N.H. - Four days later.",
            "MANCHESTER, N.H.",
            "Manchester, N.H.",
            "",
            "",
        );
        expect(
            "CAIRO – 26 July 2022: The envoy came.",
            "CAIRO – 26 July 2022",
            "Cairo",
            "",
            "2022-07-26",
        );
        expect(
            "MOSCOW, January 17. /TASS/. Talks began.",
            "MOSCOW, January 17. /TASS/",
            "Moscow",
            "TASS",
            "2025-01-17",
        );
        expect("Mexico City (AFP) – It was tense.", "Mexico City (AFP)", "Mexico City", "AFP", "");
        expect(
            "BEIJING, Dec. 30 (Xinhua) -- It snowed.",
            "BEIJING, Dec. 30 (Xinhua)",
            "Beijing",
            "Xinhua",
            "2024-12-30",
        );
        expect(
            "MOSCOW/KYIV (Reuters) - Both said no.",
            "MOSCOW/KYIV (Reuters)",
            "Moscow/Kyiv",
            "Reuters",
            "",
        );
        expect("BERLIN (dpa) – Der Kanzler ging.", "BERLIN (dpa)", "Berlin", "dpa", "");
        expect("ST. LOUIS — It rained.", "ST. LOUIS", "St. Louis", "", "");
        expect("LINDI: It is eight o'clock.", "LINDI", "Lindi", "", "");
        expect(
            "A hotel is planned. CHARLESTON, W.Va. -- Officials said so.",
            "CHARLESTON, W.Va.",
            "Charleston, W.Va.",
            "",
            "",
        );
    }

    #[test]
    fn err_no_dateline() {
        for text in [
            "BREAKING: The mayor left.",
            "EXCLUSIVE – The mayor left.",
            "QUICK SUMMARY: Nothing happened.",
            "The mayor (Labour) said no.",
            "Trump: We will win.",
            "Clinton-Trump - the fight goes on.",
            "Police - who were late - said no.",
            "He left.",
            "JANE ROE, HOST: The mayor left.",
            "A hotel (Ritz) - the best - opened.",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn ok_any_text_gives_spans_inside() {
        for text in odd_strings() {
            let _ = read(&text);
        }
    }
}
