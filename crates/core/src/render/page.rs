//! A page for people: the article with everything that was found marked in its text, and a list of
//! who, where and when beside it.
//!
//! The page stands alone: no script, no font, no picture, nothing that is fetched when it is
//! opened. It follows the reader's light or dark setting and fits a phone.

use super::amount::readable_amount;
use super::escape::push_html;
use super::html::{Body, push_attribute, push_head, push_header, push_link};
use super::marks::{Mark, MarkKind, Marker, marks};
use super::side_list::push_side_list;
use crate::article::{Article, EntityKind, MentionForm, Quotation, QuotationKind};

const STYLE: &str = include_str!("page.css");

/// The article as a self-contained HTML page with people, organisations, places, times, amounts,
/// quotations and links marked in the text, a legend that shows and hides each kind, and a side
/// list of who, where, when and who said what.
///
/// # Panics
/// When the article's spans do not count bytes.
#[must_use]
pub fn page(article: &Article) -> String {
    let mut out = String::with_capacity(article.text.len() * 4 + STYLE.len() + 4096);
    out.push_str("<!DOCTYPE html>\n<html");
    push_attribute(&mut out, "lang", article.metadata.language.as_deref());
    out.push_str(
        ">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n",
    );
    push_head(&mut out, article);
    out.push_str("<style>\n");
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n");
    let marks = marks(article);
    push_legend(&mut out, &marks);
    out.push_str("<main>\n<article dir=\"auto\">\n");
    push_header(&mut out, article);
    let mut drawn = Drawn::new(article);
    let marker = Marker::new(&article.text, marks);
    let mut body = Body { article, marker, images: false };
    body.push(&mut out, &mut |out, article, mark, open| drawn.push(out, article, mark, open));
    out.push_str("</article>\n<aside>\n");
    push_side_list(&mut out, article);
    out.push_str("</aside>\n</main>\n</body>\n</html>\n");
    out
}

/// The kinds that are marked, in the order of the legend: class and words.
const LEGEND: [(&str, &str); 7] = [
    ("person", "People"),
    ("organization", "Organizations"),
    ("place", "Places"),
    ("other", "Other names"),
    ("time", "Times"),
    ("amount", "Amounts"),
    ("said", "Quotations"),
];

/// One check box for each kind of mark there is; style rules do the hiding.
fn push_legend(out: &mut String, marks: &[Mark]) {
    let found = |class| marks.iter().any(|mark| self::class(mark.kind) == Some(class));
    let kinds: Vec<_> = LEGEND.into_iter().filter(|(class, _)| found(class)).collect();
    if kinds.is_empty() {
        return;
    }
    out.push_str("<nav aria-label=\"What is marked\">\n");
    for (class, words) in kinds {
        out.push_str(&format!(
            "<label><input type=\"checkbox\" id=\"show-{class}\" checked>\
             <span class=\"{class}\">{words}</span></label>\n"
        ));
    }
    out.push_str("</nav>\n");
}

/// The class of a kind of mark; links are drawn as links.
fn class(kind: MarkKind) -> Option<&'static str> {
    Some(match kind {
        MarkKind::Entity(kind, _) => entity_class(kind),
        MarkKind::Time => "time",
        MarkKind::Amount => "amount",
        MarkKind::Quotation => "said",
        MarkKind::Link => return None,
    })
}

pub(super) fn entity_class(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organization => "organization",
        EntityKind::Place => "place",
        EntityKind::Other => "other",
    }
}

/// The name in the page of one place where something was found. A mark that had to be cut in two
/// has its name at its first part.
pub(super) fn anchor(kind: MarkKind, index: usize, start: u32) -> String {
    let letter = match kind {
        MarkKind::Entity(..) => 'e',
        MarkKind::Time => 't',
        MarkKind::Amount => 'a',
        MarkKind::Quotation => 'q',
        MarkKind::Link => 'l',
    };
    format!("{letter}{index}-{start}")
}

/// Draws marks.
struct Drawn {
    /// Who says each quotation, in words.
    quotations: Vec<String>,
    /// The places that have their name: a mark that goes on elsewhere has it already.
    named: std::collections::BTreeSet<(MarkKind, usize, u32)>,
}

impl Drawn {
    fn new(article: &Article) -> Self {
        let quotations = article.quotations.iter().flatten();
        Self {
            quotations: quotations.map(|quotation| saying(article, quotation)).collect(),
            named: std::collections::BTreeSet::new(),
        }
    }

    fn push(&mut self, out: &mut String, article: &Article, mark: Mark, open: bool) {
        let Some(class) = class(mark.kind) else { return push_link(out, article, mark, open) };
        if !open {
            out.push_str("</mark>");
            return;
        }
        out.push_str("<mark class=\"");
        out.push_str(class);
        if let MarkKind::Entity(_, form) = mark.kind {
            out.push_str(match form {
                MentionForm::Name => " name",
                MentionForm::Nominal => " nominal",
                MentionForm::Pronoun => " pronoun",
            });
        }
        out.push('"');
        if self.named.insert((mark.kind, mark.index, mark.span.start)) {
            out.push_str(&format!(" id=\"{}\"", anchor(mark.kind, mark.index, mark.span.start)));
        }
        push_attribute(out, "title", self.title(article, mark).as_deref());
        out.push('>');
    }

    /// What a reader sees when the pointer rests on a mark.
    fn title(&self, article: &Article, mark: Mark) -> Option<String> {
        let percent = |score: crate::article::Score| (score.get() * 100.0).round();
        Some(match mark.kind {
            MarkKind::Entity(..) => {
                let entity = article.entities.as_ref()?.get(mark.index)?;
                format!("{} ({} %)", entity.name, percent(entity.confidence))
            }
            MarkKind::Time => {
                let time = article.times.as_ref()?.get(mark.index)?;
                format!("{} ({} %)", time.value, percent(time.confidence))
            }
            MarkKind::Amount => {
                let amount = article.amounts.as_ref()?.get(mark.index)?;
                format!("{} ({} %)", readable_amount(amount), percent(amount.confidence))
            }
            MarkKind::Quotation => self.quotations.get(mark.index)?.clone(),
            MarkKind::Link => return None,
        })
    }
}

/// Who says it and how: `Jane Roe, indirect (95 %)`.
fn saying(article: &Article, quotation: &Quotation) -> String {
    let kind = match quotation.kind {
        QuotationKind::Direct => "direct",
        QuotationKind::Indirect => "indirect",
        QuotationKind::Mixed => "mixed",
    };
    let percent = (quotation.confidence.get() * 100.0).round();
    let speaker = speaker(article, quotation).unwrap_or_else(|| "nobody named".to_owned());
    format!("{speaker}, {kind} ({percent} %)")
}

/// The speaker's name, or the words that stand for it.
pub(super) fn speaker(article: &Article, quotation: &Quotation) -> Option<String> {
    let entity = quotation
        .speaker
        .and_then(|index| article.entities.as_ref()?.get(index as usize))
        .map(|entity| entity.name.clone());
    entity.or_else(|| {
        let words: Vec<&str> = quotation.source.iter().map(|span| span.of(&article.text)).collect();
        (!words.is_empty()).then(|| words.join(" … "))
    })
}

/// Appends `text` cut at a word behind `max_chars` characters.
pub(super) fn push_cut(out: &mut String, text: &str, max_chars: usize) {
    let end = text.char_indices().nth(max_chars).map_or(text.len(), |(at, _)| at);
    if end == text.len() {
        push_html(out, text);
        return;
    }
    let kept = text[..end].rfind(' ').map_or(end, |space| space);
    push_html(out, text[..kept].trim_end());
    out.push('…');
}
