//! What speaks for and against a phrase referring to an entity, and how much.
//!
//! The weights stand in a data file: one line a feature, one column a kind of phrase. They are fitted
//! by `crates/train/coreference/fit.py`, which reads the candidates from the trace.

use std::sync::LazyLock;

/// Defines the features and the list of them.
macro_rules! features {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// One thing that is true of a phrase and a candidate.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Feature { $($(#[$doc])* $name,)* }

        impl Feature {
            const ALL: &[(Feature, &str)] = &[$((Feature::$name, stringify!($name)),)*];
        }
    };
}

features! {
    // That it refers to nothing named.
    /// It does.
    Nothing,
    /// Somebody unnamed who fits stands in the same sentence.
    RivalHere,
    /// … or in the one before.
    RivalBefore,
    /// … and stands nearer than every candidate.
    RivalNearer,
    /// … and begins their sentence.
    RivalBegins,
    /// The phrase is a possessive.
    Possessive,
    /// It is inside quotation marks.
    Quoted,
    /// It begins its sentence.
    Begins,
    /// `it is`, `it was`: often said of no thing.
    Expletive,
    /// A preposition stands before it.
    AfterPreposition,
    /// Another article stands in the ten tokens before it.
    PhraseBetween,
    /// … and a third.
    PhrasesBetween,
    /// The noun has a word before it.
    Modified,
    /// … or more.
    ModifiedMore,
    /// The noun is capitalised.
    CapitalNoun,
    /// `of` follows.
    OfFollows,
    /// A clause follows: `that`, `who`, `which`.
    ClauseFollows,
    /// Another word in lower case follows, which may belong to the phrase.
    WordFollows,
    /// The phrase begins with `this`.
    This,
    /// The noun is of people.
    NounPerson,
    /// … of organisations.
    NounOrganization,
    /// … of bodies that are places.
    NounSite,
    /// … of countries.
    NounCountry,
    /// … of parts of countries.
    NounRegion,
    /// … of towns.
    NounTown,
    /// … of other places.
    NounLandform,
    // Where the candidate was mentioned last.
    /// In the same sentence.
    SameSentence,
    /// In the sentence before.
    SentenceBefore,
    /// Two sentences before.
    TwoBefore,
    /// Farther away.
    Farther,
    /// More than eight sentences away.
    Far,
    /// At most four tokens before.
    Near,
    /// At most twelve tokens before.
    Close,
    /// In the same segment.
    SameSegment,
    /// No other candidate was mentioned since.
    Latest,
    /// One other was.
    Second,
    /// That mention began its sentence.
    BeganSentence,
    /// It was the first of the candidates in its sentence.
    FirstInSentence,
    /// It was a name.
    ByName,
    /// It was a pronoun.
    ByPronoun,
    /// It was a possessive.
    WasPossessive,
    /// A preposition stood before it.
    WasAfterPreposition,
    /// It was quoted, and the phrase is not.
    WasQuoted,
    /// A verb of speech stood beside it.
    Spoke,
    /// … and the phrase is quoted in the same sentence or the next.
    SpeaksHere,
    /// Begins like the phrase.
    BothBegin,
    /// The phrase is a possessive, and it stands in the same sentence.
    PossessiveHere,
    /// The phrase is an object, and it begins the same sentence.
    ObjectOfIt,
    /// `and` stands between them.
    And,
    // What the candidate is.
    /// Mentioned once so far.
    Once,
    /// Two or three times.
    Twice,
    /// Eight times or more.
    Often,
    /// More often than every other candidate.
    MostOften,
    /// The gender is known to fit.
    GenderFits,
    /// A name of one word.
    OneWord,
    /// In the first segment of the text.
    Leads,
    /// The first of its kind in the text.
    FirstOfKind,
    /// An organisation.
    Organization,
    /// A place.
    Place,
    /// Something else.
    Other,
    /// Its name is a plural or a list.
    Plural,
    /// A country.
    Country,
    /// A town.
    Town,
    /// A region.
    Region,
    // What the noun has to do with it.
    /// Its name holds the noun.
    NameHoldsNoun,
    /// Its name ends with the noun.
    NameEndsWithNoun,
    /// The text says that it is such a one.
    Described,
    /// Noun and modifiers are those of a role that the text gives it.
    RoleRepeated,
    /// The text says that it is something else.
    DescribedElse,
    /// All words before the noun are said of it.
    ModifiersFit,
    /// One of them is not.
    ModifiersElse,
    /// A country, town or region, as the noun says.
    SubtypeFits,
    /// One of them, but not as the noun says.
    SubtypeElse,
    /// The only candidate.
    Only,
    /// Named by the noun's own word alone somewhere: `the House`.
    NamedByNoun,
}

/// The columns of the file of weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Personal,
    It,
    They,
    Definite,
}

/// Names of the columns, as the header of the file gives them.
const COLUMNS: [&str; 4] = ["personal", "it", "they", "definite"];
const _: () = assert!(Feature::ALL.len() <= 128);

/// The weight of each feature in each column; a feature without a line weighs nothing.
static WEIGHTS: LazyLock<Vec<[f32; COLUMNS.len()]>> = LazyLock::new(|| {
    let mut weights = vec![[0.0; COLUMNS.len()]; Feature::ALL.len()];
    for line in include_str!("../data/reference_weights.txt").lines() {
        let mut fields = line.split(' ');
        let name = fields.next().unwrap_or_default();
        if let Some(feature) = Feature::ALL.iter().position(|(_, known)| *known == name) {
            for (weight, field) in weights[feature].iter_mut().zip(fields) {
                *weight = field.parse().unwrap_or(0.0);
            }
        }
    }
    weights
});

/// The features of a phrase and one candidate.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FeatureSet(u128);

impl FeatureSet {
    pub(super) fn add(&mut self, feature: Feature) {
        self.0 |= 1 << feature as u8;
    }

    pub(super) fn add_if(&mut self, holds: bool, feature: Feature) {
        if holds {
            self.add(feature);
        }
    }

    pub(super) fn has(self, feature: Feature) -> bool {
        self.0 >> feature as u8 & 1 == 1
    }

    /// The sum of the weights.
    pub(super) fn score(self, column: Column) -> f32 {
        let mut rest = self.0;
        let mut sum = 0.0;
        while rest != 0 {
            sum += WEIGHTS[rest.trailing_zeros() as usize][column as usize];
            rest &= rest - 1;
        }
        sum
    }

    /// The names of the features that hold, for the trace.
    pub(super) fn names(self) -> String {
        let holds = |(feature, name): &(Feature, &'static str)| {
            (self.0 >> *feature as u8 & 1 == 1).then_some(*name)
        };
        Feature::ALL.iter().filter_map(holds).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_file_of_weights_names_every_column() {
        let header = include_str!("../data/reference_weights.txt")
            .lines()
            .find_map(|line| line.strip_prefix("# columns: "));
        assert_eq!(header, Some(COLUMNS.join(" ").as_str()));
        let mut set = FeatureSet::default();
        set.add(Feature::Nothing);
        assert!(COLUMNS.len() == 4 && set.score(Column::They) != 0.0);
        assert_eq!(set.names(), "Nothing");
    }
}
