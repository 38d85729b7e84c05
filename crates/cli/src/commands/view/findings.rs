//! Who, where, when and who said what, below the text.

use dateline::Article;
use dateline::article::{Entity, EntityKind, MentionForm, Quotation, QuotationKind};
use dateline::render::marks::MarkKind;
use dateline::render::readable_amount;

use super::palette::Role;
use super::screen::{Margin, Screen};

/// How much of a quotation is repeated.
const MAX_QUOTATION_CHARS: usize = 160;
/// Width of the column of labels.
const LABEL_COLUMNS: usize = 15;

/// One line of a section: what is marked in the text, in its look, and what is known about it.
struct Entry {
    head: String,
    look: Option<MarkKind>,
    rest: String,
}

pub(super) fn show(screen: &mut Screen, article: &Article) {
    screen.blank_line();
    for (label, kind) in [
        ("People", EntityKind::Person),
        ("Organizations", EntityKind::Organization),
        ("Places", EntityKind::Place),
        ("Other names", EntityKind::Other),
    ] {
        let mut entities: Vec<&Entity> =
            article.entities.iter().flatten().filter(|entity| entity.kind == kind).collect();
        entities.sort_by(|a, b| b.salience.get().total_cmp(&a.salience.get()));
        section(screen, label, entities.into_iter().map(entity));
    }
    let times = article.times.iter().flatten().map(|time| Entry {
        head: time.span.of(&article.text).to_owned(),
        look: Some(MarkKind::Time),
        rest: format!(" = {}", time.value),
    });
    section(screen, "Times", unique(times));
    let amounts = article.amounts.iter().flatten().map(|amount| Entry {
        head: amount.span.of(&article.text).to_owned(),
        look: Some(MarkKind::Amount),
        rest: format!(" = {}", readable_amount(amount)),
    });
    section(screen, "Amounts", unique(amounts));
    let quotations = article.quotations.iter().flatten();
    section(screen, "Quotations", quotations.map(|quotation| said(article, quotation)));
    let phrases: Vec<&str> =
        article.key_phrases.iter().flatten().map(|phrase| phrase.text.as_str()).collect();
    let phrases = (!phrases.is_empty()).then(|| phrases.join(", "));
    let phrases = phrases.map(|rest| Entry { head: String::new(), look: None, rest });
    section(screen, "Key phrases", phrases.into_iter());
    for warning in &article.warnings {
        let margin = Margin::hanging(format!("{:LABEL_COLUMNS$}", "Warning"));
        screen.lines(&warning.message, Role::Warning, &margin);
    }
}

fn section(screen: &mut Screen, label: &str, entries: impl Iterator<Item = Entry>) {
    for (number, entry) in entries.enumerate() {
        let label = if number == 0 { label } else { "" };
        let margin = Margin::hanging(format!("{label:LABEL_COLUMNS$}"));
        let style = entry.look.and_then(|kind| screen.palette().mark(kind)).unwrap_or_default();
        screen.headed_lines(&entry.head, style, &entry.rest, &margin);
    }
}

/// `Vladimir Putin, also Putin: Russian President (12 mentions)`
fn entity(entity: &Entity) -> Entry {
    let mut rest = String::new();
    if !entity.aliases.is_empty() {
        rest.push_str(&format!(", also {}", entity.aliases.join(", ")));
    }
    if !entity.roles.is_empty() {
        rest.push_str(&format!(": {}", entity.roles.join(", ")));
    }
    let count = entity.mentions.len();
    rest.push_str(&format!(" ({count} mention{})", if count == 1 { "" } else { "s" }));
    let look = Some(MarkKind::Entity(entity.kind, MentionForm::Name));
    Entry { head: entity.name.clone(), look, rest }
}

/// `Dmitry Peskov, indirect: the two sides would …`
fn said(article: &Article, quotation: &Quotation) -> Entry {
    let entity = quotation.speaker.and_then(|index| article.entities.as_ref()?.get(index as usize));
    let source = quotation.source.iter().map(|span| span.of(&article.text));
    let head = match entity {
        Some(entity) => entity.name.clone(),
        None if quotation.source.is_empty() => "Nobody named".to_owned(),
        None => source.collect::<Vec<_>>().join(" … "),
    };
    let look = entity.map(|entity| MarkKind::Entity(entity.kind, MentionForm::Name));
    let kind = match quotation.kind {
        QuotationKind::Direct => "direct",
        QuotationKind::Indirect => "indirect",
        QuotationKind::Mixed => "mixed",
    };
    let content: Vec<&str> = quotation.content.iter().map(|span| span.of(&article.text)).collect();
    let mut content = content.join(" … ");
    if let Some((at, _)) = content.char_indices().nth(MAX_QUOTATION_CHARS) {
        content.truncate(at);
        content.push('…');
    }
    Entry { head, look, rest: format!(", {kind}: {content}") }
}

/// The entries without those that stand there already.
fn unique(entries: impl Iterator<Item = Entry>) -> impl Iterator<Item = Entry> {
    let mut seen = std::collections::BTreeSet::new();
    entries.filter(move |entry| seen.insert(format!("{}{}", entry.head, entry.rest)))
}
