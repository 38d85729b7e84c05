//! What was read in the text. Every item carries spans; a span's slice of the text is the surface
//! string, and strings that stand beside it are normalised forms.

use serde::{Deserialize, Serialize, Serializer};

use crate::span::Span;

/// A number from 0 to 1, kept to three decimals so that it prints the same everywhere.
///
/// As a confidence it is calibrated: of items given 0.8, about 80 % are right.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Score(#[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))] f32);

impl Score {
    /// `value` clamped to 0 to 1 and rounded to three decimals; not a number gives 0.
    #[must_use]
    pub fn new(value: f32) -> Self {
        if value.is_nan() {
            return Self(0.0);
        }
        Self((value.clamp(0.0, 1.0) * 1000.0).round() / 1000.0)
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> f32 {
        self.0
    }
}

/// The line that says where a story was filed, by whom, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dateline {
    /// The dateline without the mark that ends it.
    pub span: Span,
    /// The place, in ordinary capitals: `Moscow` for `MOSCOW`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The news agency, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The date: `2025-01-17`, or `XXXX-01-17` when no year is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// A person, organisation or place, with everything that refers to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest form of its name in the text.
    pub name: String,
    /// Its other names in the text, in order of appearance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Its roles and titles as the text gives them, in order of appearance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Where the text refers to it, in text order.
    pub mentions: Vec<Mention>,
    /// How much the story is about it.
    pub salience: Score,
    /// How sure it is that this is an entity of this kind.
    pub confidence: Score,
}

/// The kinds of entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A body of people: company, party, agency, team.
    Organization,
    /// A country, region, city, site or building.
    Place,
    /// Anything else with a name: products, events, laws, works.
    Other,
}

/// One place where the text refers to an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mention {
    /// The referring words.
    pub span: Span,
    /// By name, by description or by pronoun.
    pub form: MentionForm,
}

/// The forms of mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MentionForm {
    /// `Vladimir Putin`
    Name,
    /// `the Russian leader`
    Nominal,
    /// `he`
    Pronoun,
}

/// Something somebody said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quotation {
    /// How much of it stands in quotation marks.
    pub kind: QuotationKind,
    /// What was said; more than one span where the cue interrupts the speech.
    pub content: Vec<Span>,
    /// The words that announce speech: `said`, `according to`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cue: Vec<Span>,
    /// The words that name the speaker beside the cue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<Span>,
    /// Who it is: an index into the entities as that layer finds them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<u32>,
    /// What the speaker is, when it is not one named entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker_kind: Option<SpeakerKind>,
    /// How sure it is that this was said and by this source.
    pub confidence: Score,
}

/// The kinds of quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuotationKind {
    /// All of it in quotation marks.
    Direct,
    /// None of it in quotation marks.
    Indirect,
    /// Some of it in quotation marks.
    Mixed,
}

/// What a source is that is no single named entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SpeakerKind {
    /// Several people: `officials`.
    Group,
    /// A text: `the report`.
    Document,
    /// Somebody the story does not name: `a source familiar with the talks`.
    Anonymous,
}

/// A time expression after TIMEX3.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Time {
    /// The words.
    pub span: Span,
    /// What it denotes.
    pub kind: TimeKind,
    /// TIMEX3 value: `2025-01-17`, `2024`, `P20Y`, `2024-Q3`, `XXXX-WXX-1`.
    pub value: String,
    /// How sure it is that span, kind and value are right.
    pub confidence: Score,
}

/// The kinds of time expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TimeKind {
    /// A day or anything longer on the calendar.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}

/// A quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Amount {
    /// The words, the unit or what is counted included.
    pub span: Span,
    /// What is measured.
    pub kind: AmountKind,
    /// The number: in units of money, percent, pieces, or the unit named.
    #[serde(serialize_with = "integral")]
    pub value: f64,
    /// ISO 4217 code for money, `%` for percent, UCUM-like unit for measures, the noun for counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How sure it is that kind, value and unit are right.
    pub confidence: Score,
}

/// The kinds of amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AmountKind {
    /// A sum of money.
    Money,
    /// A percentage.
    Percent,
    /// A number of people or things.
    Count,
    /// A physical measure.
    Measure,
}

/// A phrase that names what the story is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeyPhrase {
    /// The phrase as it stands at its first place.
    pub text: String,
    /// Where it stands, in text order.
    pub spans: Vec<Span>,
    /// Its weight against the best phrase, which has 1.
    pub score: Score,
}

/// Whole numbers print without a fraction: `3500000000`, not `3500000000.0`.
fn integral<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    /// Above this a double no longer tells neighbouring integers apart.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= EXACT {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}
