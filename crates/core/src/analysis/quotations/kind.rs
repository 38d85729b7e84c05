//! Direct, indirect or mixed: how much of the content stands in quotation marks.

use super::draft::{Draft, Origin, Stretch, stretch_at};
use crate::analysis::tokens::Tokens;
use crate::article::QuotationKind;

/// The kind of a draft's speech.
///
/// A quoted fragment that the reporter's own sentence carries on (`hailed it as a "real
/// breakthrough"`) is mixed: what the speaker's sentence was is not told.
pub(super) fn kind(draft: &Draft, tokens: &Tokens<'_>, stretches: &[Stretch]) -> QuotationKind {
    if draft.origin == Origin::Turn {
        return QuotationKind::Direct;
    }
    let words =
        || draft.contents.iter().flat_map(Clone::clone).filter(|&token| !tokens.is_mark(token));
    let (mut inside, mut outside) = (0_usize, 0_usize);
    for token in words() {
        match stretch_at(stretches, token) {
            Some(_) => inside += 1,
            None => outside += 1,
        }
    }
    if inside == 0 {
        return QuotationKind::Indirect;
    }
    if outside > 0 || begins_as_fragment(draft, tokens, stretches) {
        return QuotationKind::Mixed;
    }
    QuotationKind::Direct
}

/// Whether the first stretch begins in lower case without a comma or colon that leads to it.
fn begins_as_fragment(draft: &Draft, tokens: &Tokens<'_>, stretches: &[Stretch]) -> bool {
    let start = draft.contents[0].start;
    let Some(stretch) = stretch_at(stretches, start).filter(|found| start <= found.inner.start)
    else {
        return false;
    };
    let first = tokens.text(stretch.inner.start);
    let leads = stretch.outer.start > tokens.segment(stretch.segment).start
        && matches!(tokens.text(stretch.outer.start - 1), "," | ":");
    first.starts_with(char::is_lowercase) && !leads
}
