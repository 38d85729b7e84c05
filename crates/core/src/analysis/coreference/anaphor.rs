//! What may refer to a named entity without its name: pronouns and definite descriptions.

use std::ops::Range;

use super::gender::Gender;
use super::words::{NounClass, Nouns};
use crate::analysis::features::{Features, Flag};
use crate::analysis::tokens::Tokens;

/// A phrase that stands for something that the text speaks of elsewhere, or brings it in.
#[derive(Debug, Clone)]
pub(super) struct Anaphor {
    pub(super) tokens: Range<usize>,
    /// Its noun, or the pronoun.
    pub(super) head: usize,
    pub(super) kind: AnaphorKind,
}

/// The kinds of phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AnaphorKind {
    /// `he`, `she` and their forms.
    Personal(Gender),
    /// `it` and its forms.
    It,
    /// `they` and its forms.
    They,
    /// `the company`, `this country`.
    Definite(NounClass),
    /// `a woman`, `his brother`: somebody without a name, whom a pronoun may mean.
    Unnamed(NounClass),
}

/// Words between the article and the noun, at most.
const MAX_MODIFIERS: usize = 3;
/// Words of what the noun is of, at most: `of the Central Bank`.
const MAX_COMPLEMENT: usize = 6;

/// The phrases of a document in text order; `named` says which tokens stand in names.
pub(super) fn find(
    tokens: &Tokens<'_>,
    features: &Features,
    nouns: &Nouns<'_>,
    named: &[bool],
) -> Vec<Anaphor> {
    let mut found = Vec::new();
    let mut token = 0;
    while token < tokens.len() {
        if named[token] {
            token += 1;
            continue;
        }
        if features.is(token, Flag::Pronoun)
            && let Some(kind) = pronoun(tokens.text(token))
        {
            found.push(Anaphor { tokens: token..token + 1, head: token, kind });
        }
        if let Some(phrase) = noun_phrase(token, tokens, features, nouns, named) {
            token = phrase.head;
            found.push(phrase);
        }
        token += 1;
    }
    found
}

/// The pronouns that this layer resolves.
fn pronoun(text: &str) -> Option<AnaphorKind> {
    const PRONOUNS: [(&[&str], AnaphorKind); 4] = [
        (&["he", "him", "his", "himself"], AnaphorKind::Personal(Gender::Male)),
        (&["she", "her", "hers", "herself"], AnaphorKind::Personal(Gender::Female)),
        (&["it", "its", "itself"], AnaphorKind::It),
        (&["they", "them", "their", "theirs", "themselves"], AnaphorKind::They),
    ];
    // `IT` and `HIS` in capitals are as often abbreviations; headlines lose little.
    let capital = text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let (_, kind) = PRONOUNS
        .iter()
        .find(|(forms, _)| !capital && forms.iter().any(|form| form.eq_ignore_ascii_case(text)))?;
    Some(*kind)
}

/// The phrase whose article or possessive stands at `start`.
fn noun_phrase(
    start: usize,
    tokens: &Tokens<'_>,
    features: &Features,
    nouns: &Nouns<'_>,
    named: &[bool],
) -> Option<Anaphor> {
    let definite = match tokens.text(start) {
        "the" | "The" | "this" | "This" | "these" | "These" => true,
        "a" | "A" | "an" | "An" | "another" | "Another" | "his" | "His" | "her" | "Her"
        | "their" | "Their" | "my" | "My" | "one" | "One" => false,
        _ => return None,
    };
    let limit = tokens.sentence(tokens.sentence_of(start)).end;
    let class_of =
        |token: usize| (token < limit && !named[token]).then(|| nouns.class(token)).flatten();
    for head in start + 1..limit.min(start + 2 + MAX_MODIFIERS) {
        let modifies = !tokens.is_mark(head)
            && !named[head]
            && !features.is(head, Flag::Function)
            && !features.is(head, Flag::Pronoun);
        if !modifies {
            return None;
        }
        let Some(class) = class_of(head) else { continue };
        // `the company chairman` is a chairman.
        if class_of(head + 1).is_some() {
            continue;
        }
        // `the Chairman Smith` is part of a name that was not found.
        let next = head + 1;
        if next < limit && (tokens.is_capitalised(next) || named[next] || tokens.text(next) == "-")
        {
            return None;
        }
        if !definite && !class.is_person() {
            return None;
        }
        let kind =
            if definite { AnaphorKind::Definite(class) } else { AnaphorKind::Unnamed(class) };
        let end =
            if class.is_person() { complement(next, limit, tokens, features, named) } else { next };
        return Some(Anaphor { tokens: start..end, head, kind });
    }
    None
}

/// The token behind `of France`, `for the Central Bank`, when such words begin at `start`.
fn complement(
    start: usize,
    limit: usize,
    tokens: &Tokens<'_>,
    features: &Features,
    named: &[bool],
) -> usize {
    if start >= limit || !matches!(tokens.text(start), "of" | "for") {
        return start;
    }
    let mut end = start + 1;
    if end < limit && tokens.text(end) == "the" {
        end += 1;
    }
    let first = end;
    while end < limit && end - first < MAX_COMPLEMENT {
        let inside = named[end]
            || tokens.is_capitalised(end) && !features.is(end, Flag::Pronoun)
            || matches!(tokens.text(end), "of" | "the" | "and")
                && end + 1 < limit
                && named[end + 1];
        if !inside {
            break;
        }
        end += 1;
    }
    if end > first { end } else { start }
}
