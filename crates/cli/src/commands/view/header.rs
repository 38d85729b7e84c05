//! Title, byline, date and the legend.

use dateline::Article;
use dateline::article::{EntityKind, MentionForm};
use dateline::render::marks::{MarkKind, marks};
use dateline::render::readable_date;

use super::palette::{Palette, Role};
use super::screen::{Margin, Screen};

/// The kinds that are marked, in the order of the legend.
const LEGEND: [(MarkKind, &str); 7] = [
    (MarkKind::Entity(EntityKind::Person, MentionForm::Name), "person"),
    (MarkKind::Entity(EntityKind::Organization, MentionForm::Name), "organization"),
    (MarkKind::Entity(EntityKind::Place, MentionForm::Name), "place"),
    (MarkKind::Entity(EntityKind::Other, MentionForm::Name), "other name"),
    (MarkKind::Time, "time"),
    (MarkKind::Amount, "amount"),
    (MarkKind::Quotation, "quotation"),
];

pub(super) fn show(screen: &mut Screen, article: &Article) {
    let data = &article.metadata;
    let none = Margin::default();
    if let Some(title) = &data.title {
        screen.lines(title, Role::Title, &none);
    }
    if let Some(subtitle) = &data.subtitle {
        screen.lines(subtitle, Role::Subtitle, &none);
    }
    let authors: Vec<&str> = data.authors.iter().map(|author| author.name.as_str()).collect();
    let mut facts = Vec::new();
    if !authors.is_empty() {
        facts.push(format!("By {}", authors.join(", ")));
    }
    facts.extend(data.publisher.iter().map(|publisher| publisher.name.clone()));
    facts.extend(data.published.as_deref().map(readable_date));
    let changed = |modified: &String| format!("changed {}", readable_date(modified));
    facts.extend(data.modified.as_ref().map(changed));
    facts.extend(data.section.clone());
    facts.extend(data.language.clone());
    if !facts.is_empty() {
        screen.lines(&facts.join(" · "), Role::Faint, &none);
    }
    let source = &article.source;
    if let Some(url) = source.canonical_url.as_ref().or(source.url.as_ref()) {
        screen.lines(url, Role::Faint, &none);
    }
    legend(screen, article);
    screen.blank_line();
}

/// Each kind that is there, in its own look: worth a line only where looks differ.
fn legend(screen: &mut Screen, article: &Article) {
    if screen.palette() == Palette::Plain {
        return;
    }
    let marks = marks(article);
    let same = |a: MarkKind, b: MarkKind| match (a, b) {
        (MarkKind::Entity(a, _), MarkKind::Entity(b, _)) => a == b,
        (a, b) => a == b,
    };
    let there = |kind| marks.iter().any(|mark| same(mark.kind, kind));
    let mut kinds = LEGEND.into_iter().filter(|&(kind, _)| there(kind)).peekable();
    if kinds.peek().is_none() {
        return;
    }
    screen.blank_line();
    screen.put("Marked: ", Role::Faint);
    let mut column = 8;
    for (kind, words) in kinds {
        if column + words.len() > screen.columns() {
            screen.end_line();
            column = 0;
        }
        let style = screen.palette().mark(kind).unwrap_or_default();
        screen.put_styled(words, style);
        screen.put("  ", Role::Text);
        column += words.len() + 2;
    }
    screen.end_line();
}
