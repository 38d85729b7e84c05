//! Candidates described by features, scored by fitted weights.
//!
//! A feature holds or does not; a candidate's score is the sum of the weights of its features. The
//! weights stand in data files of one `name weight` a line, written by the fitting script; a feature
//! without a line weighs nothing.

/// Defines the enum `Feature` from a list of names, `weight` from the file of weights, and
/// `FeatureSet`.
macro_rules! features {
    ($file:literal, $($name:ident, $doc:literal;)*) => {
        /// One thing that is true of a candidate.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Feature {
            $(#[doc = $doc] $name,)*
        }

        const ALL: &[(Feature, &str)] = &[$((Feature::$name, stringify!($name)),)*];
        const _: () = assert!(ALL.len() <= 128);

        static WEIGHTS: std::sync::LazyLock<Vec<f32>> = std::sync::LazyLock::new(|| {
            super::features::weights(include_str!($file), ALL.iter().map(|(_, name)| *name))
        });

        /// The features of one candidate.
        #[derive(Debug, Clone, Copy, Default)]
        pub(super) struct FeatureSet(u128);

        impl FeatureSet {
            pub(super) fn add(&mut self, feature: Feature) {
                self.0 |= 1 << feature as u32;
            }

            pub(super) fn add_if(&mut self, holds: bool, feature: Feature) {
                if holds {
                    self.add(feature);
                }
            }

            pub(super) fn has(self, feature: Feature) -> bool {
                self.0 & 1 << feature as u32 != 0
            }

            pub(super) fn has_any(self, features: &[Feature]) -> bool {
                features.iter().any(|&feature| self.has(feature))
            }

            #[allow(dead_code, reason = "not every field merges candidates")]
            pub(super) fn merge(&mut self, other: FeatureSet) {
                self.0 |= other.0;
            }

            /// The sum of the weights.
            pub(super) fn score(self) -> f32 {
                ALL.iter()
                    .zip(WEIGHTS.iter())
                    .filter(|((feature, _), _)| self.has(*feature))
                    .map(|(_, weight)| weight)
                    .sum()
            }

            /// The names of the features that hold, for the trace.
            pub(super) fn names(self) -> String {
                let names: Vec<&str> =
                    ALL.iter().filter(|(feature, _)| self.has(*feature)).map(|(_, name)| *name).collect();
                names.join(" ")
            }
        }
    };
}

pub(super) use features;

/// The weights of `names`, in their order.
pub(super) fn weights(table: &str, names: impl Iterator<Item = &'static str>) -> Vec<f32> {
    let lines: Vec<(&str, f32)> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (name, weight) = line.split_once(' ')?;
            Some((name, weight.trim().parse().ok()?))
        })
        .collect();
    names
        .map(|name| {
            lines.iter().find(|(known, _)| *known == name).map_or(0.0, |(_, weight)| *weight)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn ok_weights_stand_in_the_order_of_the_names() {
        let table = "# fitted\nB -0.5\nA 1.25\n";
        assert_eq!(super::weights(table, ["A", "B", "C"].into_iter()), [1.25, -0.5, 0.0]);
    }
}
