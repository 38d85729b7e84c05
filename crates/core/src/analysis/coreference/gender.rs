//! The gender of people, as far as forms of address, first names and roles tell it.

use std::sync::LazyLock;

use super::words::NounClass;
use crate::analysis::entities::Draft;
use crate::analysis::features::{Features, Flag};
use crate::analysis::lexicon::Lexicon;
use crate::analysis::tokens::Tokens;
use crate::article::EntityKind;

/// First names of both sexes that one of them bears far more often.
static FIRST_NAMES: LazyLock<Lexicon> = LazyLock::new(|| {
    let lines = Lexicon::lines(include_str!("../data/first_names.txt"));
    Lexicon::new(lines.map(|(class, name)| (name, u16::from(class == "woman"))))
});

/// The gender that a pronoun or a word has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
}

impl Gender {
    /// What forms of address, first names and roles say of a person.
    pub(super) fn of(draft: &Draft, tokens: &Tokens<'_>, features: &Features) -> Option<Self> {
        if draft.kind != EntityKind::Person {
            return None;
        }
        for mention in &draft.mentions {
            let first = tokens.text(mention.tokens.start);
            let before = mention.tokens.start.checked_sub(1).map(|token| tokens.text(token));
            for word in [Some(first), before].into_iter().flatten() {
                match word {
                    "Mr" | "Mr." | "Sir" | "Lord" | "King" | "Prince" | "Emperor" => {
                        return Some(Self::Male);
                    }
                    "Mrs" | "Mrs." | "Ms" | "Ms." | "Miss" | "Dame" | "Lady" | "Queen"
                    | "Princess" => return Some(Self::Female),
                    _ => {}
                }
            }
            // `his wife Anna Berg`.
            let kin = mention.tokens.start.checked_sub(1).and_then(|token| {
                let lower = !tokens.is_capitalised(token);
                lower.then(|| NounClass::of(token, tokens, features)?.gender()).flatten()
            });
            if kin.is_some() {
                return kin;
            }
        }
        for role in &draft.roles {
            let gender = role.tokens.clone().find_map(|token| {
                (tokens.text(token).to_lowercase() == role.head)
                    .then(|| NounClass::of(token, tokens, features)?.gender())
                    .flatten()
            });
            if gender.is_some() {
                return gender;
            }
        }
        let first = draft.fullest.clone().find(|&token| !features.is(token, Flag::Title))?;
        // A single word that is a family name as well says nothing.
        if draft.words.len() < 2 && features.is(first, Flag::LastName) {
            return None;
        }
        match (features.is(first, Flag::MaleName), features.is(first, Flag::FemaleName)) {
            (true, false) => Some(Self::Male),
            (false, true) => Some(Self::Female),
            (true, true) => FIRST_NAMES.get(tokens.text(first)).map(|woman| match woman {
                0 => Self::Male,
                _ => Self::Female,
            }),
            _ => None,
        }
    }
}
