//! What the text says that an entity is: predicates (`Hale was a Danish engineer`) and appositions
//! (`Amcor, a packaging company, …`).
//!
//! The phrase is a nominal mention, and its noun is remembered: `the engineer` later on is most likely
//! the same person.

use std::ops::Range;

use super::is_describable;
use super::words::Nouns;
use crate::analysis::entities::{Draft, Reference, is_auxiliary};
use crate::analysis::features::{Features, Flag};
use crate::analysis::tokens::Tokens;
use crate::article::{EntityKind, MentionForm};
use crate::trace::{Stage, Trace};

/// Longest phrase, in tokens.
const MAX_TOKENS: usize = 16;
/// Longest bracket between a name and its verb, in tokens.
const MAX_BRACKET: usize = 24;
/// Nouns that say how much or when, not what somebody is: `was a bit late`, `is a year older`.
const MEASURES: [&str; 24] = [
    "bit", "lot", "little", "few", "number", "year", "month", "week", "day", "hour", "minute",
    "while", "time", "moment", "decade", "second", "half", "dozen", "couple", "fact", "way",
    "matter", "case", "thing",
];
/// Endings of nouns for people by what they do, after `a` and `an`.
const TRADES: [&str; 5] = ["ist", "ician", "eer", "grapher", "ologist"];

/// Adds the descriptions of all entities; says for each token whether it is part of one.
pub(super) fn read(drafts: &mut [Draft], reader: &Reader<'_>, trace: &mut Trace) -> Vec<bool> {
    let tokens = reader.tokens;
    let mut taken = vec![false; tokens.len()];
    for draft in drafts.iter_mut().filter(|draft| is_describable(draft)) {
        let mut found: Vec<(Range<usize>, String)> = Vec::new();
        for role in &draft.roles {
            // A title in front of the name is part of how the person is named.
            let apart =
                draft.mentions.iter().all(|mention| role.tokens.end != mention.tokens.start);
            if apart
                && draft
                    .mentions
                    .iter()
                    .all(|m| role.tokens.end <= m.tokens.start || m.tokens.end <= role.tokens.start)
            {
                found.push((role.tokens.clone(), role.head.clone()));
            }
        }
        for mention in &draft.mentions {
            found.extend(reader.behind(&mention.tokens, draft.kind, mention.form));
        }
        for (range, noun) in found {
            add(draft, range, noun, &mut taken, tokens, trace);
        }
    }
    taken
}

/// Adds what the text says that an entity is, unless the tokens belong to another description.
pub(super) fn add(
    draft: &mut Draft,
    range: Range<usize>,
    noun: String,
    taken: &mut [bool],
    tokens: &Tokens<'_>,
    trace: &mut Trace,
) {
    if taken[range.clone()].contains(&true) {
        return;
    }
    taken[range.clone()].iter_mut().for_each(|token| *token = true);
    trace.note(Stage::Analysis, "coreference/description", || {
        let surface = tokens.cover(range.clone()).of(tokens.source()).to_owned();
        (surface, format!("is said of `{}`", draft.words.join(" ")))
    });
    draft.mentions.push(Reference { tokens: range, form: MentionForm::Nominal, margin: 0.0 });
    if !draft.descriptions.contains(&noun) {
        draft.descriptions.push(noun);
    }
}

/// Reads what is said of a mention behind it.
pub(super) struct Reader<'a> {
    pub(super) tokens: &'a Tokens<'a>,
    pub(super) features: &'a Features,
    pub(super) nouns: &'a Nouns<'a>,
}

impl Reader<'_> {
    /// The description behind a mention: after `is` and its like, or behind a name and a comma.
    pub(super) fn behind(
        &self,
        name: &Range<usize>,
        kind: EntityKind,
        form: MentionForm,
    ) -> Option<(Range<usize>, String)> {
        let limit = self.tokens.sentence(self.tokens.sentence_of(name.start)).end;
        let mut at = name.end;
        if at < limit && self.tokens.text(at) == "(" {
            let close =
                (at..limit.min(at + MAX_BRACKET)).find(|&token| self.tokens.text(token) == ")")?;
            at = close + 1;
        }
        if at >= limit {
            return None;
        }
        let apposition = form == MentionForm::Name && self.tokens.text(at) == ",";
        if !apposition
            && !matches!(self.tokens.text(at), "is" | "was" | "became" | "remains" | "are" | "were")
        {
            return None;
        }
        at += 1;
        while !apposition
            && at < limit
            && matches!(
                self.tokens.text(at),
                "also" | "now" | "then" | "once" | "currently" | "still" | "already"
            )
        {
            at += 1;
        }
        // A subject is what its predicate says, whatever the noun; so is somebody with `, a …,`.
        let person = kind == EntityKind::Person;
        let loose = if apposition {
            person && matches!(self.tokens.text_or_empty(at), "a" | "an")
        } else {
            (person || form == MentionForm::Name) && self.is_subject(name.start)
        };
        let (range, noun) = self.phrase(at, limit, kind, loose)?;
        // An apposition is closed by a comma or the end; else it is the next item of a list.
        let closed =
            range.end >= limit || self.tokens.is_mark(range.end) || self.relative(range.end);
        (!apposition || closed).then_some((range, noun))
    }

    /// Whether what begins at `start` begins a clause, as far as the word before it tells.
    fn is_subject(&self, start: usize) -> bool {
        let sentence = self.tokens.sentence(self.tokens.sentence_of(start));
        let mut start = start;
        while start > sentence.start && self.features.is(start - 1, Flag::Title) {
            start -= 1;
        }
        start == sentence.start
            || matches!(
                self.tokens.text(start - 1).to_lowercase().as_str(),
                "," | "and"
                    | "but"
                    | "that"
                    | "because"
                    | "while"
                    | "when"
                    | "if"
                    | "although"
                    | "though"
                    | "as"
                    | "said"
                    | "says"
                    | ":"
                    | ";"
                    | "“"
                    | "\""
                    | "—"
                    | "–"
            )
    }

    fn relative(&self, token: usize) -> bool {
        matches!(self.tokens.text(token), "who" | "which" | "that" | "where" | "whose" | "when")
    }

    /// The phrase that begins with an article at `start`, and its noun: one that can say what something
    /// of `kind` is, any that is no measure where `loose`.
    fn phrase(
        &self,
        start: usize,
        limit: usize,
        kind: EntityKind,
        loose: bool,
    ) -> Option<(Range<usize>, String)> {
        let article = self.tokens.text_or_empty(start);
        if start >= limit || !matches!(article, "a" | "an" | "the" | "one") {
            return None;
        }
        let mut noun = None;
        let mut end = start + 1;
        let mut simple = true;
        while end < limit && end - start < MAX_TOKENS {
            let text = self.tokens.text(end);
            if self.tokens.is_mark(end) && text != "-" || self.relative(end) || self.ends(end) {
                break;
            }
            if self.features.is(end, Flag::Function) {
                if text == "and" {
                    let next = end + 1;
                    let noun_follows = (next..limit.min(next + 3))
                        .any(|token| self.names_kind(token, kind, article).is_some());
                    if !noun_follows {
                        break;
                    }
                } else if article != "one" || noun.is_some() {
                    simple = false;
                }
            } else if simple && let Some(word) = self.names_kind(end, kind, article) {
                noun = Some((end, word));
            } else if simple && loose {
                let word = text.to_lowercase();
                if MEASURES.contains(&word.as_str()) {
                    return None;
                }
                // `an engine driver retired long ago`: the noun is not the last of these words.
                if noun.is_none() || !["ed", "ing", "ly"].iter().any(|end| word.ends_with(end)) {
                    noun = Some((end, word));
                }
            } else if simple {
                // Only the last word before a preposition is the noun.
                noun = noun.filter(|(at, _): &(usize, String)| {
                    at + 1 < end && self.tokens.text(at + 1) == "and"
                });
            }
            end += 1;
        }
        let (_, noun) = noun?;
        Some((start..end, noun))
    }

    /// Words that end a phrase: verbs of its clause and the like.
    fn ends(&self, token: usize) -> bool {
        let text = self.tokens.text(token);
        is_auxiliary(text)
            || matches!(
                text,
                "but"
                    | "because"
                    | "while"
                    | "after"
                    | "before"
                    | "although"
                    | "though"
                    | "since"
                    | "until"
                    | "if"
                    | "so"
            )
            || self.features.is(token, Flag::Speech) && self.features.is(token - 1, Flag::Function)
    }

    /// The noun at `token`, in lower case, when it can say what something of `kind` is.
    fn names_kind(&self, token: usize, kind: EntityKind, article: &str) -> Option<String> {
        let lower = self.tokens.text(token).to_lowercase();
        let singular =
            if article == "one" { lower.strip_suffix('s').unwrap_or(&lower) } else { &lower };
        let class = self.nouns.class(token);
        let fits = class.is_some_and(|class| class.fits(kind))
            || kind == EntityKind::Person
                && !self.tokens.is_capitalised(token)
                && TRADES.iter().any(|ending| singular.ends_with(ending));
        fits.then(|| singular.to_owned())
    }
}
