//! Candidates as rows of numbers: which things are true of them, and what can be counted.
//!
//! Title and day of publication are chosen among candidates; a fitted forest of decision trees scores
//! the row of each.

use std::marker::PhantomData;

/// A list of things that may be true of a candidate.
pub(super) trait Feature: Copy + 'static {
    /// All of them with their names, in their order.
    const ALL: &'static [(Self, &'static str)];

    /// The place in the list.
    fn place(self) -> u32;
}

/// Defines the enum `Feature` from a list of names with their meanings.
macro_rules! features {
    ($($name:ident, $doc:literal;)*) => {
        /// One thing that may be true of a candidate.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Feature {
            $(#[doc = $doc] $name,)*
        }

        impl $crate::page::metadata::features::Feature for Feature {
            const ALL: &'static [(Self, &'static str)] =
                &[$((Self::$name, stringify!($name)),)*];

            fn place(self) -> u32 {
                self as u32
            }
        }

        const _: () =
            assert!(<Feature as $crate::page::metadata::features::Feature>::ALL.len() <= 128);
    };
}

pub(super) use features;

/// What is true of one candidate.
#[derive(Debug, Clone, Copy)]
pub(super) struct FeatureSet<F>(u128, PhantomData<F>);

impl<F> Default for FeatureSet<F> {
    fn default() -> Self {
        Self(0, PhantomData)
    }
}

impl<F: Feature> FeatureSet<F> {
    pub(super) fn add(&mut self, feature: F) {
        self.0 |= 1 << feature.place();
    }

    pub(super) fn add_if(&mut self, holds: bool, feature: F) {
        if holds {
            self.add(feature);
        }
    }

    pub(super) fn has(self, feature: F) -> bool {
        self.0 & 1 << feature.place() != 0
    }

    pub(super) fn has_any(self, features: &[F]) -> bool {
        features.iter().any(|&feature| self.has(feature))
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// One or zero for each feature in its order, then the numbers.
    pub(super) fn row(self, numbers: &[f32]) -> Vec<f32> {
        let bytes = self.0.to_le_bytes();
        let mut row = Vec::with_capacity(F::ALL.len() + numbers.len());
        row.extend((0..F::ALL.len()).map(|place| f32::from(bytes[place / 8] >> (place % 8) & 1)));
        row.extend_from_slice(numbers);
        row
    }
}

/// A row for the trace, which fitting reads: the names of what is true, and `name=value`.
pub(super) fn names_and_values<F: Feature>(row: &[f32], numbers: &[&str]) -> String {
    let (facts, values) = row.split_at(F::ALL.len());
    let held = F::ALL.iter().zip(facts).filter(|(_, value)| **value > 0.0);
    let held = held.map(|((_, name), _)| (*name).to_owned());
    let named = numbers.iter().zip(values).map(|(name, value)| format!("{name}={value}"));
    held.chain(named).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{FeatureSet, names_and_values};

    features! { A, "One."; B, "Another."; C, "A third."; }

    #[test]
    fn ok_a_row_holds_features_and_numbers() {
        let mut set = FeatureSet::default();
        set.add(Feature::A);
        set.add_if(false, Feature::B);
        set.add_if(true, Feature::C);
        let row = set.row(&[2.0, -1.0]);
        assert_eq!(row, [1.0, 0.0, 1.0, 2.0, -1.0]);
        assert_eq!(names_and_values::<Feature>(&row, &["words", "share"]), "A C words=2 share=-1");
        assert!(set.has_any(&[Feature::B, Feature::C]));
    }
}
