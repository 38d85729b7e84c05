//! Who said what: direct, indirect and mixed speech with its cue, its source and the speaker.

use super::Document;
use super::tokens::Tokens;
use crate::article::{Quotation, QuotationKind, Score};
use crate::span::Span;
use crate::trace::{Stage, Trace};

mod mark;
pub mod marks;
mod reporting;

use marks::Quoted;
use reporting::Clause;

/// How far each rule is trusted, before any was measured against gold.
const WITH_CUE: f32 = 0.85;
const CARRIED_ON: f32 = 0.7;
const WITHOUT_SOURCE: f32 = 0.5;

/// Finds the quotations of a document whose sentences are split, in text order.
#[must_use]
pub fn find(document: &Document<'_>, tokens: &Tokens<'_>, trace: &mut Trace) -> Vec<Quotation> {
    let quoted = marks::find(document.text, &document.segments);
    let mut found: Vec<Quotation> = Vec::new();
    let mut last: Option<(u32, Clause)> = None;
    for stretch in quoted.iter().filter(|stretch| stretch.depth == 0) {
        let clause = reporting::clause(document.text, tokens, stretch);
        let (rule, clause, confidence) = match (clause, &last) {
            (Some(clause), _) => ("quotations/reporting_clause", Some(clause), WITH_CUE),
            (None, Some((segment, clause)))
                if is_sentence(document.text, tokens, stretch)
                    && (*segment == stretch.segment || stretch.continues) =>
            {
                let carried = Clause { cue: None, source: clause.source };
                ("quotations/carried_on", Some(carried), CARRIED_ON)
            }
            (None, _) if is_sentence(document.text, tokens, stretch) => {
                ("quotations/without_source", None, WITHOUT_SOURCE)
            }
            _ => continue,
        };
        trace.score(Stage::Analysis, rule, confidence, || {
            let source = clause.and_then(|clause| clause.source);
            (
                stretch.outer.of(document.text).to_owned(),
                source.map_or("no source".to_owned(), |span| span.of(document.text).to_owned()),
            )
        });
        if let Some(clause) = clause {
            last = Some((stretch.segment, clause));
        }
        found.push(Quotation {
            kind: QuotationKind::Direct,
            content: vec![stretch.outer],
            cue: clause.and_then(|clause| clause.cue).into_iter().collect(),
            source: clause.and_then(|clause| clause.source).into_iter().collect(),
            speaker: None,
            speaker_kind: None,
            confidence: Score::new(confidence),
        });
    }
    found
}

/// Whether a stretch reads as a sentence of its own rather than as a title or a borrowed term: it
/// begins with a capital and ends with a stop inside its marks, or runs over paragraphs.
fn is_sentence(text: &str, tokens: &Tokens<'_>, stretch: &Quoted) -> bool {
    /// Shorter ones are names of works and slogans more often than speech.
    const MIN_TOKENS: usize = 4;
    let inner = tokens.within(stretch.inner);
    if inner.len() < MIN_TOKENS {
        return false;
    }
    let words: Span = stretch.inner.trim(text);
    let ends = words.of(text).ends_with(['.', '!', '?', ',', '…', '—', '–', '-']);
    (tokens.is_capitalised(inner.start) && (ends || !stretch.closed)) || stretch.continues
}

#[cfg(test)]
mod tests {
    use crate::{Input, Options, extract};

    /// `source [cue] content` for every quotation.
    fn found(text: &str) -> Vec<String> {
        let options = Options { analysis: "quotations".parse().unwrap(), ..Options::default() };
        let article = extract(&Input::new(text.as_bytes()), &options).unwrap();
        let shown = |spans: &[crate::Span]| {
            spans.iter().map(|span| span.of(&article.text)).collect::<Vec<_>>().join(" / ")
        };
        let quotations = article.quotations.as_deref().unwrap_or_default();
        quotations
            .iter()
            .map(|q| format!("{} [{}] {}", shown(&q.source), shown(&q.cue), shown(&q.content)))
            .collect()
    }

    #[test]
    fn ok_cue_on_either_side() {
        let text = "“The pier reopens in May,” said harbour master Ruth Amberly on Monday.";
        assert_eq!(found(text), ["harbour master Ruth Amberly [said] “The pier reopens in May,”"]);
        let text = "The company said: \"We regret the delay.\" Ruth Amberly left early.";
        assert_eq!(found(text), ["The company [said] \"We regret the delay.\""]);
        let text = "\"The pier is safe,\" according to the surveyor's report.";
        assert_eq!(found(text), ["the surveyor's report [according to] \"The pier is safe,\""]);
    }

    #[test]
    fn ok_titles_are_no_speech() {
        assert_eq!(found("The choir sang \"Abide With Me\" at the harbour.").len(), 0);
        assert_eq!(found("The so-called \"floating bridge\" sank again.").len(), 0);
    }
}
