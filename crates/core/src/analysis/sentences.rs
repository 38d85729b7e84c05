//! Sentences: where one ends and the next begins.
//!
//! A segment is cut behind marks that end sentences (of any script), together with the quotation
//! marks, brackets and note numbers that close behind them. What makes a stop ambiguous is decided
//! by what stands around it: abbreviations by their class, initials never, ellipses and quoted
//! questions by how the text goes on. A capital glued to a stop (`extended.As`) begins a sentence.
//! Works without knowing the language; the word lists are English, and German where a number with a
//! stop stands before a noun (`am 17. Januar`).

use std::sync::OnceLock;

use super::Document;
use super::lexicon::Lexicon;
use super::tokens::abbreviations::{Abbreviation, abbreviation};
use super::tokens::{Shape, Tokens};
use crate::span::Span;
use crate::trace::{Stage, Trace};

/// How the words behind a possible end were classed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// A sentence ends here, by the rule named.
    End(&'static str),
    /// It goes on, by the rule named.
    Inside(&'static str),
}

/// What kind of mark may end a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Terminal {
    /// `.`
    Stop,
    /// `?` or `!`, alone or several.
    Loud,
    /// `…` or `...`
    Ellipsis,
    /// The full stop of a script that uses it for nothing else.
    Plain,
    /// The stop of an abbreviation.
    Word,
}

/// A speech verb this many tokens behind a quoted question says that the sentence goes on.
const SPEECH_WINDOW: usize = 4;

/// Splits the document into sentences, notes them in `tokens` and gives their spans.
#[must_use]
pub fn split(document: &Document<'_>, tokens: &mut Tokens<'_>, trace: &mut Trace) -> Vec<Span> {
    let mut starts: Vec<u32> = Vec::new();
    let german = document.language.map(|language| language == "de");
    for segment in 0..document.segments.len() {
        let range = tokens.segment(segment);
        if range.is_empty() {
            continue;
        }
        starts.push(range.start as u32);
        let mut open = range.start;
        let mut at = range.start;
        while at + 1 < range.end {
            let Some(terminal) = terminal(tokens, at) else {
                at += 1;
                continue;
            };
            let next = closers(tokens, at + 1, range.end);
            if next >= range.end {
                break;
            }
            let place = Place { open, at, next, end: range.end, german };
            let verdict = judge(tokens, place, terminal);
            let (rule, ends) = match verdict {
                Verdict::End(rule) => (rule, true),
                Verdict::Inside(rule) => (rule, false),
            };
            trace.note(Stage::Analysis, rule, || {
                let around = tokens.span(at.max(open + 2) - 2).cover(tokens.span(next));
                let what = if ends { "ends before" } else { "goes on with" };
                (around.of(document.text).to_owned(), format!("{what} `{}`", tokens.text(next)))
            });
            if ends {
                starts.push(next as u32);
                open = next;
            }
            at = next;
        }
    }
    tokens.set_sentences(&starts);
    tokens.sentence_spans()
}

/// Token indices around a possible end.
#[derive(Clone, Copy)]
struct Place {
    /// First token of the sentence.
    open: usize,
    /// The mark.
    at: usize,
    /// First token behind the mark and what closes with it.
    next: usize,
    /// Behind the segment's last token.
    end: usize,
    /// Whether the text is German, if its language is known.
    german: Option<bool>,
}

fn terminal(tokens: &Tokens<'_>, at: usize) -> Option<Terminal> {
    let shape = tokens.shape(at);
    if shape.has(Shape::STOPPED) {
        return Some(Terminal::Word);
    }
    if !shape.any(Shape::MARK.with(Shape::IDEOGRAPH)) {
        return None;
    }
    let text = tokens.text(at);
    Some(match text {
        "." => Terminal::Stop,
        "。" | "｡" | "．" | "！" | "？" | "؟" | "۔" | "।" | "॥" | "።" | "፧" | "։" | "។" | "၊"
        | "။" => Terminal::Plain,
        "…" => Terminal::Ellipsis,
        _ => match text.as_bytes() {
            [b'?' | b'!', ..] => Terminal::Loud,
            [b'.', ..] => Terminal::Ellipsis,
            [0xe2, 0x80, 0xa6, ..] => Terminal::Ellipsis,
            _ => return None,
        },
    })
}

/// The first token from `at` on that does not close with the mark before it: closing quotation
/// marks and brackets, note numbers glued to the stop, more marks.
fn closers(tokens: &Tokens<'_>, mut at: usize, end: usize) -> usize {
    while at < end {
        let shape = tokens.shape(at);
        let glued = !shape.has(Shape::SPACE_BEFORE);
        let last = at + 1 >= end;
        let apart_behind = last || tokens.shape(at + 1).has(Shape::SPACE_BEFORE);
        let closes = match tokens.text(at) {
            "''" | "”" | "’" | "»" | "›" | "」" | "』" | "\"" | "'" | "“" | "‘" | "«"
                if glued && apart_behind =>
            {
                true
            }
            "''" | "”" | "」" | "』" => true,
            // Typewriter marks that stand apart on both sides: an odd one closes.
            "\"" if apart_behind => quotes_before(tokens, at) % 2 == 1,
            ")" | "]" | "}" | "）" | "】" | "》" => true,
            // A chain of closing marks, the last of which stands apart: .'" or .")
            "'" | "’" | "\"" => {
                glued && !last && closers(tokens, at + 1, (at + 3).min(end)) > at + 1
            }
            // Note marks and omissions: `.[12]`, `. [...]`, `.[source needed]`
            "[" => match note_end(tokens, at, end) {
                Some(close) => {
                    at = close;
                    true
                }
                None => false,
            },
            "." | "…" | "..." | "?" | "!" => glued,
            // Note numbers: `.12 The`
            text if shape.has(Shape::NUMBER) && text.len() <= 3 => {
                apart_behind && (glued || !last && begins_sentence(tokens, at + 1))
            }
            _ => false,
        };
        if !closes {
            break;
        }
        at += 1;
    }
    at
}

/// Where the bracket at `at` closes that holds an editor's note: a number, an omission mark, or two
/// or three small words.
fn note_end(tokens: &Tokens<'_>, at: usize, end: usize) -> Option<usize> {
    let close = (at + 2..end.min(at + 5)).find(|&index| tokens.text(index) == "]")?;
    let mark = tokens.text(at + 1);
    let single = close == at + 2
        && (tokens.shape(at + 1).has(Shape::NUMBER)
            || mark.starts_with("..")
            || mark.starts_with('…'));
    let small = close > at + 2 && (at + 1..close).all(|index| starts_lower(tokens.text(index)));
    (single || small).then_some(close)
}

/// Whether token `at` is a capitalised word that seldom is but at a sentence's beginning.
fn begins_sentence(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_capitalised(at) && words().get(tokens.text(at)) == Some(STARTER)
}

/// How many typewriter quotation marks stand in the segment before token `at`, as far as a sentence
/// or two back.
fn quotes_before(tokens: &Tokens<'_>, at: usize) -> usize {
    /// Far enough for a quotation of a few sentences; bounds the work a mark costs.
    const WINDOW: usize = 200;
    (at.saturating_sub(WINDOW)..at)
        .rev()
        .take_while(|&index| !tokens.shape(index + 1).has(Shape::FIRST))
        .filter(|&index| tokens.text(index) == "\"")
        .count()
}

fn judge(tokens: &Tokens<'_>, place: Place, terminal: Terminal) -> Verdict {
    use Verdict::{End, Inside};
    let Place { open, at, next, end, .. } = place;
    // What the next sentence would begin with, opening marks aside.
    let mut head = next;
    while head < end && is_opener(tokens.text(head)) {
        head += 1;
    }
    let opened = head > next;
    if head >= end {
        return Inside("sentences/nothing_behind");
    }
    let shape = tokens.shape(head);
    let apart = tokens.shape(next).has(Shape::SPACE_BEFORE);
    let quoted = next > at + 1;
    let capital = shape.has(Shape::CAPITAL);
    let lower = shape.has(Shape::LETTER) && starts_lower(tokens.text(head));
    let starts = capital || shape.has(Shape::DIGIT) || (!lower && shape.has(Shape::LETTER));

    match terminal {
        Terminal::Plain => return End("sentences/full_stop_of_script"),
        Terminal::Word => return judge_abbreviation(tokens, place, head),
        _ => {}
    }
    if !apart {
        // Glued: a sentence begins only where the writer forgot a space.
        let before = at > open
            && tokens.shape(at - 1).any(Shape::LETTER.with(Shape::DIGIT).with(Shape::QUOTE));
        let word = capital && (before || quoted);
        return if word && terminal != Terminal::Ellipsis {
            End("sentences/glued")
        } else {
            Inside("sentences/glued_mark")
        };
    }
    if tokens.is_mark(head) && !shape.has(Shape::QUOTE) {
        return match tokens.text(head) {
            "," | ";" | ":" | ")" | "]" | "/" | "%" | "+" | "=" | "&" | "–" => {
                Inside("sentences/mark_behind")
            }
            "-" | "--" | "—" | "_" => Inside("sentences/dash_behind"),
            _ => End("sentences/symbol_behind"),
        };
    }
    if !starts {
        return if opened && terminal == Terminal::Stop {
            End("sentences/opened_lower_case")
        } else {
            Inside("sentences/lower_case")
        };
    }
    // `(b. 1961)`: a shortened word that nobody listed.
    if terminal == Terminal::Stop && at >= open + 2 && tokens.text(at - 2) == "(" {
        return Inside("sentences/bracketed_abbreviation");
    }
    // `Viva Maria! (1965)`: a bracketed number explains what stands before it.
    let number = opened && head + 1 < end && tokens.shape(head).has(Shape::NUMBER);
    if number && tokens.text(next) == "(" && tokens.text(head + 1) == ")" {
        return Inside("sentences/bracketed_number");
    }
    match terminal {
        Terminal::Stop => {
            // `1. The first`: the number of an item.
            if at == open + 1
                && tokens.shape(open).has(Shape::NUMBER)
                && tokens.text(open).len() <= 3
            {
                return Inside("sentences/item_number");
            }
            // `z. B.`, `i. V.`: an abbreviation in two letters.
            if at > open
                && head == next
                && matches!(tokens.text(at - 1).as_bytes(), [b'a'..=b'z'])
                && matches!(tokens.text(head).as_bytes(), [b'A'..=b'Z', b'.'])
            {
                return Inside("sentences/abbreviation");
            }
            if is_ordinal(tokens, place) {
                return Inside("sentences/ordinal");
            }
            End("sentences/stop")
        }
        Terminal::Loud if quoted && !opened && speech_follows(tokens, head, end) => {
            Inside("sentences/quoted_question")
        }
        Terminal::Loud => End("sentences/loud"),
        _ => End("sentences/ellipsis"),
    }
}

/// Whether the stop makes an ordinal of the number before it, as German writes them: `am 17. Januar`,
/// `im 19. Jahrhundert`.
fn is_ordinal(tokens: &Tokens<'_>, place: Place) -> bool {
    let Place { open, at, next, german, .. } = place;
    let number = at > open && next == at + 1 && {
        let digits = tokens.text(at - 1);
        digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let class = |token: usize| words().get(tokens.text(token));
    let counts = || at >= open + 2 && class(at - 2) == Some(ARTICLE);
    number
        && match german {
            Some(true) => class(next) == Some(MONTH) || counts(),
            // `am 17. Januar`, but `I turned 17. August came`
            None => class(next) == Some(MONTH) && counts(),
            Some(false) => false,
        }
}

/// Whether the stop of the abbreviation at `place.at` ends a sentence too.
fn judge_abbreviation(tokens: &Tokens<'_>, place: Place, head: usize) -> Verdict {
    use Verdict::{End, Inside};
    let Place { open, at, next, .. } = place;
    let shape = tokens.shape(head);
    if !shape.has(Shape::CAPITAL) || !tokens.shape(next).has(Shape::SPACE_BEFORE) {
        return Inside("sentences/abbreviation");
    }
    let surface = tokens.text(at);
    let word = &surface[..surface.len() - 1];
    let starter = begins_sentence(tokens, head);
    // Quotation or bracket closed behind the stop: the next capital begins anew.
    let closed = next > at + 1;
    if word.chars().nth(1).is_none() {
        // `plan B. The`: an initial follows a capital or begins the name.
        let common = at > open && (at == open + 1 || !tokens.is_capitalised(at - 1));
        return if starter && (common || word == "I") && shape.has(Shape::LOWER) {
            End("sentences/letter")
        } else {
            Inside("sentences/initial")
        };
    }
    match abbreviation(word) {
        Some(Abbreviation::Title | Abbreviation::Number | Abbreviation::Middle) => {
            // `St.` is a street behind a name and a saint before one.
            if word.eq_ignore_ascii_case("st")
                && starter
                && at > open
                && tokens.is_capitalised(at - 1)
            {
                return End("sentences/street");
            }
            Inside("sentences/title")
        }
        _ if closed || starter => End("sentences/abbreviation_end"),
        Some(Abbreviation::Either) if word.eq_ignore_ascii_case("etc") => {
            End("sentences/abbreviation_end")
        }
        _ if tokens.text(next) == "(" => Inside("sentences/abbreviation"),
        _ if head > next => End("sentences/abbreviation_end"),
        _ => Inside("sentences/abbreviation"),
    }
}

fn speech_follows(tokens: &Tokens<'_>, head: usize, end: usize) -> bool {
    (head..end.min(head + SPEECH_WINDOW))
        .take_while(|&index| !tokens.is_mark(index))
        .any(|index| words().get(tokens.text(index)) == Some(SPEECH))
}

/// `iPhone` and `eBay` may begin a sentence.
fn starts_lower(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_lowercase) && !letters.any(char::is_uppercase)
}

fn is_opener(text: &str) -> bool {
    matches!(
        text,
        "\"" | "'"
            | "“"
            | "‘"
            | "``"
            | "`"
            | "«"
            | "‹"
            | "„"
            | "‚"
            | "("
            | "["
            | "{"
            | "¿"
            | "¡"
            | "''"
            | "「"
            | "『"
            | "（"
    )
}

/// The classes of the words in the data file, by number.
const CLASSES: [&str; 4] = ["starter", "speech", "month", "article"];
const STARTER: u16 = 0;
const SPEECH: u16 = 1;
const MONTH: u16 = 2;
const ARTICLE: u16 = 3;

fn words() -> &'static Lexicon {
    static WORDS: OnceLock<Lexicon> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = Lexicon::lines(include_str!("data/sentence_words.txt"));
        Lexicon::new(lines.map(|(class, word)| {
            let class = CLASSES.iter().position(|name| *name == class);
            (word, class.expect("a class of the list above") as u16)
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tokens::tests::{document, odd_strings};
    use crate::analysis::tokens::tokenize;

    fn cut(text: &str) -> Vec<&str> {
        let document = document(text);
        let mut tokens = tokenize(&document);
        split(&document, &mut tokens, &mut Trace::off())
            .into_iter()
            .map(|span| span.of(text))
            .collect()
    }

    /// The sentences of `text`, which shows their ends as `|`.
    fn expect(marked: &str) {
        let text = marked.replace('|', "");
        let found = cut(&text);
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn ok_plain() {
        expect("The bridge closed. |Nobody was hurt! |Why? |It rained.");
        expect("“It held.” |The mayor left. |(He had a train.) |Then rain.");
        expect("``It held.'' |The mayor left.");
        expect("He said \"it held.\" |\"It did not,\" she said.");
    }

    #[test]
    fn ok_abbreviations() {
        expect(
            "U.S. President Joe Roe met Mr. W. Bush of Acme Corp. at 5 p.m. on Main St. in Dec. 2020. |He left.",
        );
        expect("It moved to the U.S. |The firm, Acme Inc., sold No. 10 to Dr. Roe. |He paid.");
        expect("They met at 5 p.m. |The talks failed. |No. |Yes.");
        expect("St. Paul lies in Minn. |He lives on Elm St. |She does not.");
        expect("He (b. March 1961) won. |Plan B. |It failed, i.e. No one came.");
    }

    #[test]
    fn ok_glued_and_open() {
        expect("It may be extended.|As a \"real breakthrough\" it failed.");
        expect("It cost 3.5 million in 2013.|The next one did not.");
        expect(
            "\"Why?\" Putin asked. |\"Why?\" |The hall was silent. |He waited... and went. |Well... |He went.",
        );
        expect("He waited … |Nobody came. |It fell to 3.2. |See main.rs or Yahoo.com today.");
    }

    #[test]
    fn ok_notes() {
        expect("It grew.[12] |In May it fell. [citation needed] |It rose.12 |The end.");
    }

    #[test]
    fn ok_other_languages() {
        expect("他来了。|他走了！|真的？");
        expect("वह आया। |वह गया।");
        expect("هل جاء؟ |نعم.");
        expect("Он пришёл. |Она ушла. |«Да». |Нет.");
        expect("¿Vino? |¡Sí! |Se fue a las 5 p.m. con el Sr. Ruiz.");
    }

    #[test]
    fn ok_german_ordinals_and_abbreviations() {
        let marked = "Am 17. Januar kam sie im 19. Jahrhundert an, z. B. Das Haus bzw. Die Burg. |Er wurde 17. |Dann ging \
                      er. |Es kostet 3 Mio. Euro.";
        let text = marked.replace('|', "");
        let mut document = document(&text);
        document.language = Some("de");
        let mut tokens = tokenize(&document);
        let found = split(&document, &mut tokens, &mut Trace::off());
        let found: Vec<&str> = found.into_iter().map(|span| span.of(&text)).collect();
        assert_eq!(found, marked.split('|').map(str::trim).collect::<Vec<_>>());
        // Where the language is not known an article and a month say enough.
        let text = "Sie kam am 17. Januar. Er auch. I was 17. August came.";
        let mut document = super::super::tokens::tests::document(text);
        document.language = None;
        assert_eq!(split(&document, &mut tokenize(&document), &mut Trace::off()).len(), 4);
    }

    #[test]
    fn ok_segments_are_never_joined() {
        let text = "A heading\n\nThe text";
        let mut document = document(text);
        document.segments[0].span = Span::new(0, 9);
        document
            .segments
            .push(crate::analysis::Segment { span: Span::new(11, 19), ..document.segments[0] });
        let mut tokens = tokenize(&document);
        let found = split(&document, &mut tokens, &mut Trace::off());
        assert_eq!(found, [Span::new(0, 9), Span::new(11, 19)]);
    }

    #[test]
    fn ok_any_text_is_covered() {
        for text in odd_strings() {
            let found = cut(&text);
            let kept: usize = found.iter().map(|sentence| sentence.len()).sum();
            assert!(kept <= text.len());
            let document = document(&text);
            assert_eq!(found.is_empty(), tokenize(&document).is_empty());
        }
    }
}
