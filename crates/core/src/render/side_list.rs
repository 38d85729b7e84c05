//! The list beside a marked page: who, where, when, how much, who said what.

use std::collections::BTreeMap;

use super::amount::readable_amount;
use super::escape::push_html;
use super::marks::MarkKind;
use super::page::{anchor, entity_class, push_cut, speaker};
use crate::article::{Article, Entity, EntityKind};
use crate::span::Span;

/// Places that are listed for one entity; more would hide the next.
const MAX_PLACES: usize = 12;
/// How much of a quotation is shown.
const MAX_QUOTATION_CHARS: usize = 90;

pub(super) fn push_side_list(out: &mut String, article: &Article) {
    let who = |entity: &Entity| entity.kind == EntityKind::Person;
    push_entities(out, article, "Who", who);
    push_entities(out, article, "Organizations", |entity| entity.kind == EntityKind::Organization);
    push_entities(out, article, "Where", |entity| entity.kind == EntityKind::Place);
    push_entities(out, article, "Other names", |entity| entity.kind == EntityKind::Other);
    let times = article.times.iter().flatten().enumerate();
    let times = times.map(|(index, time)| (time.value.clone(), (index, time.span)));
    push_values(out, article, "When", MarkKind::Time, times.collect());
    let amounts = article.amounts.iter().flatten().enumerate();
    let amounts = amounts.map(|(index, amount)| (readable_amount(amount), (index, amount.span)));
    push_values(out, article, "How much", MarkKind::Amount, amounts.collect());
    push_quotations(out, article);
}

/// Entities of one kind, those the story is most about first.
fn push_entities(
    out: &mut String,
    article: &Article,
    heading: &str,
    wanted: impl Fn(&Entity) -> bool,
) {
    let entities = article.entities.iter().flatten().enumerate();
    let mut entities: Vec<_> = entities.filter(|(_, entity)| wanted(entity)).collect();
    if entities.is_empty() {
        return;
    }
    entities.sort_by(|(_, a), (_, b)| b.salience.get().total_cmp(&a.salience.get()));
    push_heading(out, heading);
    for (index, entity) in entities {
        out.push_str(&format!("<li><b class=\"{}\">", entity_class(entity.kind)));
        push_html(out, &entity.name);
        out.push_str("</b>");
        for (label, words) in [("", &entity.roles), ("also ", &entity.aliases)] {
            if !words.is_empty() {
                out.push_str("<br><small>");
                out.push_str(label);
                push_html(out, &words.join(", "));
                out.push_str("</small>");
            }
        }
        let places = entity.mentions.iter().map(|mention| {
            let kind = MarkKind::Entity(entity.kind, mention.form);
            (mention.span, anchor(kind, index, mention.span.start))
        });
        out.push_str("<br><small class=\"at\">mentions ");
        for (number, (_, anchor)) in places.clone().take(MAX_PLACES).enumerate() {
            out.push_str(&format!("<a href=\"#{anchor}\">{}</a>", number + 1));
        }
        if places.len() > MAX_PLACES {
            out.push_str(&format!(" and {} more", places.len() - MAX_PLACES));
        }
        out.push_str("</small></li>\n");
    }
    out.push_str("</ul>\n");
}

/// Values with the places they stand at, in the order of their first place.
fn push_values(
    out: &mut String,
    article: &Article,
    heading: &str,
    kind: MarkKind,
    found: Vec<(String, (usize, Span))>,
) {
    if found.is_empty() {
        return;
    }
    let mut rank: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: Vec<(&str, Vec<(usize, Span)>)> = Vec::new();
    for (value, place) in &found {
        let group = *rank.entry(value).or_insert_with(|| {
            groups.push((value, Vec::new()));
            groups.len() - 1
        });
        groups[group].1.push(*place);
    }
    push_heading(out, heading);
    let class = if kind == MarkKind::Time { "time" } else { "amount" };
    for (value, places) in groups {
        out.push_str(&format!("<li><b class=\"{class}\">"));
        push_html(out, value);
        out.push_str("</b> <small>");
        for (number, (index, span)) in places.iter().enumerate() {
            if number > 0 {
                out.push_str(", ");
            }
            out.push_str(&format!("<a href=\"#{}\">", anchor(kind, *index, span.start)));
            push_html(out, span.of(&article.text));
            out.push_str("</a>");
        }
        out.push_str("</small></li>\n");
    }
    out.push_str("</ul>\n");
}

fn push_quotations(out: &mut String, article: &Article) {
    let quotations = article.quotations.as_deref().unwrap_or(&[]);
    if quotations.is_empty() {
        return;
    }
    push_heading(out, "Who said what");
    for (index, quotation) in quotations.iter().enumerate() {
        let Some(first) = quotation.content.first() else { continue };
        out.push_str("<li><b class=\"said\">");
        push_html(out, &speaker(article, quotation).unwrap_or_else(|| "Nobody named".to_owned()));
        out.push_str("</b> <small><a href=\"#");
        out.push_str(&anchor(MarkKind::Quotation, index, first.start));
        out.push_str("\">");
        push_cut(out, first.of(&article.text), MAX_QUOTATION_CHARS);
        out.push_str("</a></small></li>\n");
    }
    out.push_str("</ul>\n");
}

fn push_heading(out: &mut String, heading: &str) {
    out.push_str(&format!("<h2>{heading}</h2>\n<ul>\n"));
}
