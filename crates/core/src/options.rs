//! What a caller can choose, with ranges and defaults.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// Choices that hold for many inputs. Build it once, give it to
/// [`Extractor::new`](crate::Extractor::new).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The analysis layers to run. Default: [`Layers::ALL`].
    pub analysis: Layers,
    /// Whether figure captions are part of `text`. Default: `false`; captions then stand with
    /// their images only.
    pub captions_in_text: bool,
    /// What an input may cost. Default: see [`Limits`].
    pub limits: Limits,
}

/// Bounds on the cost of one input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest input in bytes, at most `u32::MAX / 2`; a larger one is
    /// [`Error::InputTooLarge`]. Default: 128 MiB.
    pub max_input_bytes: usize,
    /// Deepest nesting kept in the HTML tree, 32 or more; deeper elements become siblings, with a
    /// warning. Default: 512, the depth at which browsers stop too.
    pub max_tree_depth: usize,
    /// Most nodes in the HTML tree, 1,024 or more; the rest of the page is dropped, with a warning.
    /// Default: 8,388,608.
    pub max_nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_input_bytes: 128 << 20, max_tree_depth: 512, max_nodes: 8 << 20 }
    }
}

impl Options {
    /// Checks every value against its documented range.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] names the first option that is out of range.
    pub fn validate(&self) -> Result<(), Error> {
        let check = |ok: bool, option, reason: &str| {
            if ok {
                Ok(())
            } else {
                Err(Error::InvalidOption { option, reason: reason.to_owned() })
            }
        };
        let limits = &self.limits;
        check(
            limits.max_input_bytes <= u32::MAX as usize / 2,
            "max_input_bytes",
            "must be at most 2147483647",
        )?;
        check(limits.max_tree_depth >= 32, "max_tree_depth", "must be 32 or more")?;
        check(limits.max_nodes >= 1024, "max_nodes", "must be 1024 or more")
    }
}

/// One analysis layer. Layers are independent to ask for; what a layer needs of another is
/// computed without being reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum Layer {
    /// Sentence spans.
    Sentences,
    /// Place, agency and date at the head of the story.
    Dateline,
    /// People, organisations, places, with all their mentions.
    Entities,
    /// Who said what.
    Quotations,
    /// Dates, times, durations, sets.
    Times,
    /// Money, percentages, counts, measures.
    Amounts,
    /// Key sentences and key phrases.
    Key,
}

impl Layer {
    /// Every layer, in the order they run.
    pub const ALL: [Layer; 7] = [
        Layer::Sentences,
        Layer::Dateline,
        Layer::Entities,
        Layer::Quotations,
        Layer::Times,
        Layer::Amounts,
        Layer::Key,
    ];

    /// The layer's name in options and documentation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Layer::Sentences => "sentences",
            Layer::Dateline => "dateline",
            Layer::Entities => "entities",
            Layer::Quotations => "quotations",
            Layer::Times => "times",
            Layer::Amounts => "amounts",
            Layer::Key => "key",
        }
    }
}

/// A set of analysis layers; parses from `all`, `none` or a comma-separated list of names.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Layers(u16);

impl Layers {
    /// Every layer.
    pub const ALL: Layers = Layers((1 << Layer::ALL.len()) - 1);
    /// No layer: metadata, text and structure only.
    pub const NONE: Layers = Layers(0);

    /// The set with `layer` added.
    #[must_use]
    pub fn with(self, layer: Layer) -> Layers {
        Layers(self.0 | 1 << layer as u8)
    }

    /// Whether `layer` is in the set.
    #[must_use]
    pub fn contains(self, layer: Layer) -> bool {
        self.0 & 1 << layer as u8 != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The layers of the set, in the order they run.
    pub fn iter(self) -> impl Iterator<Item = Layer> {
        Layer::ALL.into_iter().filter(move |layer| self.contains(*layer))
    }
}

impl Default for Layers {
    fn default() -> Self {
        Layers::ALL
    }
}

impl FromStr for Layers {
    type Err = Error;

    fn from_str(list: &str) -> Result<Self, Error> {
        match list.trim() {
            "all" => Ok(Layers::ALL),
            "none" => Ok(Layers::NONE),
            list => list.split(',').map(str::trim).try_fold(Layers::NONE, |set, name| {
                Layer::ALL
                    .into_iter()
                    .find(|layer| layer.name() == name)
                    .map(|layer| set.with(layer))
                    .ok_or_else(|| Error::InvalidOption {
                        option: "analysis",
                        reason: format!(
                            "`{name}` is no layer: use `all`, `none` or a list of {}",
                            Layer::ALL.map(Layer::name).join(", ")
                        ),
                    })
            }),
        }
    }
}

impl fmt::Display for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Layers::ALL => f.write_str("all"),
            Layers::NONE => f.write_str("none"),
            set => f.write_str(&set.iter().map(Layer::name).collect::<Vec<_>>().join(",")),
        }
    }
}

impl fmt::Debug for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Layers({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_round_trip() {
        for list in ["all", "none", "sentences,times"] {
            assert_eq!(list.parse::<Layers>().unwrap().to_string(), list);
        }
        let error = "sentences,verbs".parse::<Layers>().unwrap_err();
        assert!(error.to_string().contains("`verbs` is no layer"), "{error}");
    }

    #[test]
    fn limits_out_of_range_are_named() {
        let mut options = Options::default();
        options.limits.max_tree_depth = 3;
        assert!(matches!(
            options.validate(),
            Err(Error::InvalidOption { option: "max_tree_depth", .. })
        ));
    }
}
