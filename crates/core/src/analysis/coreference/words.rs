//! What common nouns can refer to.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::gender::Gender;
use crate::analysis::entities::Draft;
use crate::analysis::features::{Features, Flag};
use crate::analysis::lexicon::Lexicon;
use crate::analysis::tokens::Tokens;
use crate::article::EntityKind;

/// What a noun can refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NounClass {
    Man,
    Woman,
    Person,
    Organization,
    /// A body that is a place as well: `museum`.
    Site,
    Country,
    Region,
    Town,
    /// Another place.
    Feature,
}

const CLASSES: [(&str, NounClass); 9] = [
    ("man", NounClass::Man),
    ("woman", NounClass::Woman),
    ("person", NounClass::Person),
    ("organization", NounClass::Organization),
    ("site", NounClass::Site),
    ("country", NounClass::Country),
    ("region", NounClass::Region),
    ("town", NounClass::Town),
    ("feature", NounClass::Feature),
];

static NOUNS: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::new(Lexicon::lines(include_str!("../data/reference_words.txt")).map(
        |(class, word)| {
            let class = CLASSES.iter().position(|(name, _)| *name == class);
            (word, class.expect("a class of the table above") as u16)
        },
    ))
});

impl NounClass {
    /// What the noun at `token` refers to, if it is one that does.
    pub(super) fn of(token: usize, tokens: &Tokens<'_>, features: &Features) -> Option<Self> {
        match NOUNS.get(tokens.text(token)) {
            Some(class) => Some(CLASSES[usize::from(class)].1),
            None => features.is(token, Flag::Title).then_some(Self::Person),
        }
    }

    pub(super) fn is_person(self) -> bool {
        matches!(self, Self::Man | Self::Woman | Self::Person)
    }

    pub(super) fn gender(self) -> Option<Gender> {
        match self {
            Self::Man => Some(Gender::Male),
            Self::Woman => Some(Gender::Female),
            _ => None,
        }
    }

    /// Whether an entity of `kind` can be what the noun refers to.
    pub(super) fn fits(self, kind: EntityKind) -> bool {
        match self {
            Self::Man | Self::Woman | Self::Person => kind == EntityKind::Person,
            Self::Organization => kind == EntityKind::Organization,
            Self::Site => matches!(kind, EntityKind::Organization | EntityKind::Place),
            Self::Country | Self::Region | Self::Town | Self::Feature => kind == EntityKind::Place,
        }
    }
}

/// The nouns of a document: those of the table, and the last words of its bodies' and places' names
/// (`the arcade` where `Burlington Arcade` is spoken of).
pub(super) struct Nouns<'a> {
    tokens: &'a Tokens<'a>,
    features: &'a Features,
    endings: HashMap<String, NounClass>,
}

impl<'a> Nouns<'a> {
    pub(super) fn new(drafts: &[Draft], tokens: &'a Tokens<'a>, features: &'a Features) -> Self {
        let mut endings = HashMap::new();
        for draft in drafts {
            let class = match draft.kind {
                EntityKind::Organization => NounClass::Organization,
                EntityKind::Place => NounClass::Feature,
                _ => continue,
            };
            if let [_, .., last] = draft.words.as_slice() {
                endings
                    .entry(last.clone())
                    .and_modify(|known| {
                        if *known != class {
                            *known = NounClass::Site;
                        }
                    })
                    .or_insert(class);
            }
        }
        Self { tokens, features, endings }
    }

    /// What the noun at `token` refers to, if it is one that does.
    pub(super) fn class(&self, token: usize) -> Option<NounClass> {
        NounClass::of(token, self.tokens, self.features).or_else(|| {
            let word = self.tokens.text(token);
            (!self.tokens.is_capitalised(token)).then(|| self.endings.get(word)).flatten().copied()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_table_is_read() {
        assert_eq!(
            NOUNS.get("Museum").map(|class| CLASSES[usize::from(class)].1),
            Some(NounClass::Site)
        );
        assert_eq!(NOUNS.get("table"), None);
    }
}
