//! Roles and titles of people, as the text gives them.
//!
//! Three places are read: the words before a name (`Norwegian Prime Minister`), the words between
//! commas behind it (`, the spokesperson for the board,`) and the words before it that a comma sets
//! apart (`The board's chairman, …`).

use std::ops::Range;

use super::form::normal;
use super::{Draft, Role};
use crate::analysis::features::{Features, Flag};
use crate::analysis::tokens::Tokens;
use crate::article::{EntityKind, MentionForm};
use crate::trace::{Stage, Trace};

/// Longest role, in tokens.
const MAX_TOKENS: usize = 14;
/// Forms of address: they say nothing of what somebody does.
const ADDRESS: [&str; 8] = ["mr", "mrs", "ms", "miss", "sir", "dame", "lady", "lord"];
/// Words before a title that belong to it, beside capitalised words.
const MODIFIERS: &str = "former then prime vice deputy foreign finance defence defense interior chief executive general \
     senior acting assistant state press health justice energy trade education home national security supreme longtime \
     veteran founding managing current outgoing incoming late";

/// Adds the roles of every person.
pub(super) fn read(
    drafts: &mut [Draft],
    tokens: &Tokens<'_>,
    features: &Features,
    trace: &mut Trace,
) {
    let mut is_person = vec![false; tokens.len()];
    for draft in drafts.iter().filter(|draft| draft.kind == EntityKind::Person) {
        for mention in &draft.mentions {
            is_person[mention.tokens.clone()].iter_mut().for_each(|token| *token = true);
        }
    }
    let reader = Reader { tokens, features, is_person };
    for draft in drafts.iter_mut().filter(|draft| draft.kind == EntityKind::Person) {
        let mut roles: Vec<Role> = Vec::new();
        for mention in draft.mentions.iter().filter(|mention| mention.form == MentionForm::Name) {
            let found = [
                reader.before(&mention.tokens),
                reader.behind(&mention.tokens),
                reader.set_apart_before(&mention.tokens),
            ];
            roles.extend(found.into_iter().flatten());
        }
        for role in &roles {
            trace.note(Stage::Analysis, "entities/role", || {
                let role = tokens.cover(role.tokens.clone()).of(tokens.source());
                (draft.words.join(" "), format!("beside the name: {role}"))
            });
        }
        draft.roles = roles;
    }
}

/// Verbs that go on with the sentence behind a name or a phrase.
pub(crate) fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "are"
            | "were"
            | "has"
            | "had"
            | "have"
            | "will"
            | "would"
            | "could"
            | "can"
            | "may"
            | "did"
            | "became"
    )
}

struct Reader<'a> {
    tokens: &'a Tokens<'a>,
    features: &'a Features,
    is_person: Vec<bool>,
}

impl Reader<'_> {
    fn is_title(&self, token: usize) -> bool {
        self.features.is(token, Flag::Title)
            || self.tokens.text(token).split_once('-').is_some_and(|(_, end)| {
                matches!(end, "elect" | "designate" | "general" | "chief" | "founder")
            })
    }

    fn role(&self, range: Range<usize>) -> Option<Role> {
        let mut head = None;
        for token in range.clone() {
            let text = self.tokens.text(token);
            if matches!(text, "of" | "for" | "at" | "in" | "to" | "from" | "with" | "who") {
                break;
            }
            if self.is_title(token) && !ADDRESS.contains(&normal(text).as_str()) {
                head = Some(token);
            }
        }
        let head = normal(self.tokens.text(head?));
        let words = range.clone().map(|token| normal(self.tokens.text(token))).collect();
        Some(Role { tokens: range, head, words })
    }

    /// `Russian President` in `Russian President Vladimir Putin`.
    fn before(&self, name: &Range<usize>) -> Option<Role> {
        // A title that the tagger took into the name stays outside of it here.
        let mut end = name.start;
        while end + 1 < name.end && self.is_title(end) {
            end += 1;
        }
        let sentence = self.tokens.sentence(self.tokens.sentence_of(name.start));
        let mut start = end;
        while start > sentence.start && end - start < MAX_TOKENS {
            let token = start - 1;
            let text = self.tokens.text(token);
            let capital = self.features.is(token, Flag::Capital)
                && !self.features.is(token, Flag::Function)
                && !self.features.is(token, Flag::Pronoun)
                && !self.is_person[token];
            let lower = text.to_lowercase();
            let modifier = MODIFIERS.split_whitespace().any(|word| word == lower);
            let title = self.is_title(token) && !self.is_person[token];
            if !capital && !modifier && !title {
                break;
            }
            start = token;
        }
        // Between the role and the name nothing stands.
        if start == end || !self.is_title(end - 1) {
            return None;
        }
        self.role(start..end)
    }

    /// `the spokesperson for the Kremlin` in `Dmitry Peskov, the spokesperson for the Kremlin, said`.
    fn behind(&self, name: &Range<usize>) -> Option<Role> {
        let sentence = self.tokens.sentence(self.tokens.sentence_of(name.start));
        if name.end >= sentence.end || self.tokens.text(name.end) != "," {
            return None;
        }
        let start = name.end + 1;
        let end = (start..sentence.end.min(start + MAX_TOKENS)).find(|&token| {
            matches!(self.tokens.text(token), "," | "." | ";" | "—" | "–" | "who" | ")" | "!" | "?")
                || self.features.is(token, Flag::Speech)
        })?;
        if start == end
            || self.features.is(end, Flag::Speech)
            || self.is_person[start..end].contains(&true)
            || is_auxiliary(self.tokens.text(start))
            || self.features.is(start, Flag::Pronoun)
                && !matches!(self.tokens.text(start), "his" | "her" | "its" | "their")
        {
            return None;
        }
        self.role(start..end)
    }

    /// `The spokesperson for the Kremlin` in `The spokesperson for the Kremlin, Dmitry Peskov, said`.
    fn set_apart_before(&self, name: &Range<usize>) -> Option<Role> {
        let sentence = self.tokens.sentence(self.tokens.sentence_of(name.start));
        if name.start < sentence.start + 3 || self.tokens.text(name.start - 1) != "," {
            return None;
        }
        let closed = name.end < sentence.end
            && (self.tokens.text(name.end) == "," || self.features.is(name.end, Flag::Speech));
        let end = name.start - 1;
        let first = sentence.start.max(end.saturating_sub(MAX_TOKENS));
        let start = (first..end).rev().find(|&token| {
            self.tokens.is_mark(token)
                || matches!(
                    self.tokens.text(token),
                    "The" | "the" | "A" | "a" | "Its" | "its" | "His" | "his" | "Her" | "her"
                ) && (token == sentence.start || !self.features.is(token - 1, Flag::Function))
        })?;
        if !closed || self.tokens.is_mark(start) || self.is_person[start..end].contains(&true) {
            return None;
        }
        self.role(start..end)
    }
}
