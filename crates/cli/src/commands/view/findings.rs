//! Who, where, when and who said what, below the text.

use dateline::Article;
use dateline::article::{Entity, EntityKind, Quotation, QuotationKind};

use super::palette::Role;
use super::screen::{Margin, Screen};

/// How much of a quotation is repeated.
const MAX_QUOTATION_CHARS: usize = 160;
/// Width of the column of labels.
const LABEL_COLUMNS: usize = 15;

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
    let times = article.times.iter().flatten();
    let times = times.map(|time| format!("{} = {}", time.span.of(&article.text), time.value));
    section(screen, "Times", unique(times));
    let amounts = article.amounts.iter().flatten().map(|amount| {
        let unit = amount.unit.as_deref().unwrap_or("");
        format!("{} = {} {unit}", amount.span.of(&article.text), amount.value)
    });
    section(screen, "Amounts", unique(amounts));
    let quotations = article.quotations.iter().flatten();
    section(screen, "Quotations", quotations.map(|quotation| said(article, quotation)));
    let phrases = article.key_phrases.iter().flatten().map(|phrase| phrase.text.clone());
    let phrases: Vec<String> = phrases.collect();
    section(screen, "Key phrases", (!phrases.is_empty()).then(|| phrases.join(", ")).into_iter());
    for warning in &article.warnings {
        let margin = Margin::hanging(format!("{:LABEL_COLUMNS$}", "Warning"));
        screen.lines(&warning.message, Role::Warning, &margin);
    }
}

fn section(screen: &mut Screen, label: &str, entries: impl Iterator<Item = String>) {
    for (number, entry) in entries.enumerate() {
        let label = if number == 0 { label } else { "" };
        screen.lines(&entry, Role::Text, &Margin::hanging(format!("{label:LABEL_COLUMNS$}")));
    }
}

/// `Vladimir Putin, also Putin: Russian President (12 mentions)`
fn entity(entity: &Entity) -> String {
    let mut words = entity.name.clone();
    if !entity.aliases.is_empty() {
        words.push_str(&format!(", also {}", entity.aliases.join(", ")));
    }
    if !entity.roles.is_empty() {
        words.push_str(&format!(": {}", entity.roles.join(", ")));
    }
    let count = entity.mentions.len();
    words.push_str(&format!(" ({count} mention{})", if count == 1 { "" } else { "s" }));
    words
}

/// `Dmitry Peskov, indirect: the two sides would …`
fn said(article: &Article, quotation: &Quotation) -> String {
    let entity = quotation.speaker.and_then(|index| article.entities.as_ref()?.get(index as usize));
    let source = quotation.source.iter().map(|span| span.of(&article.text));
    let speaker = match entity {
        Some(entity) => entity.name.clone(),
        None if quotation.source.is_empty() => "Nobody named".to_owned(),
        None => source.collect::<Vec<_>>().join(" … "),
    };
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
    format!("{speaker}, {kind}: {content}")
}

/// The entries without those that stand there already.
fn unique(entries: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    let mut seen = std::collections::BTreeSet::new();
    entries.filter(move |entry| seen.insert(entry.clone()))
}
