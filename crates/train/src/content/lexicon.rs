//! Fits what class and id tokens say, always leaving out the domain that is asked about.

use std::collections::{BTreeMap, HashMap};

use dateline::page::body::fitting::{ClassTokens, Tokens};

/// A token must be seen on this many pages.
const MIN_PAGES: f32 = 6.0;
/// Pages' worth of the average that is mixed into every token's share.
const PRIOR_PAGES: f32 = 4.0;
/// Shares are kept away from 0 and 1.
const MARGIN: f32 = 0.02;
/// Log odds are stored in these parts.
const PARTS: f32 = 16.0;

/// Pages and summed body shares, for text around and directly inside.
#[derive(Default, Clone, Copy)]
struct Count {
    around: [f32; 2],
    direct: [f32; 2],
}

impl Count {
    fn add(&mut self, other: &Count, sign: f32) {
        for side in 0..2 {
            self.around[side] += sign * other.around[side];
            self.direct[side] += sign * other.direct[side];
        }
    }
}

/// Counts by token, of all pages and by domain.
#[derive(Default)]
pub(super) struct Counts {
    all: HashMap<u32, Count>,
    by_domain: BTreeMap<String, HashMap<u32, Count>>,
}

impl Counts {
    /// Adds a page. Each token it has counts as one page, shared out by words.
    pub(super) fn add(
        &mut self,
        domain: &str,
        tokens: &[ClassTokens],
        labels: &[f32],
        words: &[f32],
    ) {
        let mut shares: HashMap<u32, [f32; 4]> = HashMap::new();
        for ((tokens, &label), &words) in tokens.iter().zip(labels).zip(words) {
            if label.is_nan() {
                continue;
            }
            let (is_body, words) = (f32::from(u8::from(label >= 0.5)), words.max(1.0));
            for (list, side) in [(&tokens.around, 0), (&tokens.direct, 2)] {
                for &token in list {
                    let share = shares.entry(token).or_default();
                    share[side] += is_body * words;
                    share[side + 1] += words;
                }
            }
        }
        let own = self.by_domain.entry(domain.to_owned()).or_default();
        for (token, [around, all_around, direct, all_direct]) in shares {
            let page = |part: f32, all: f32| if all > 0.0 { [part / all, 1.0] } else { [0.0; 2] };
            let count =
                Count { around: page(around, all_around), direct: page(direct, all_direct) };
            self.all.entry(token).or_default().add(&count, 1.0);
            own.entry(token).or_default().add(&count, 1.0);
        }
    }

    /// Forgets tokens that are too rare for any lexicon.
    pub(super) fn seal(mut self) -> Counts {
        self.all.retain(|_, count| count.around[1] >= MIN_PAGES);
        for counts in self.by_domain.values_mut() {
            counts.retain(|token, _| self.all.contains_key(token));
        }
        self
    }

    /// The counts of all domains but those for which `out` says so.
    pub(super) fn without(&self, out: impl Fn(&str) -> bool) -> Counts {
        let mut kept = Counts::default();
        for (domain, counts) in self.by_domain.iter().filter(|(domain, _)| !out(domain)) {
            for (&token, count) in counts {
                kept.all.entry(token).or_default().add(count, 1.0);
            }
            kept.by_domain.insert(domain.clone(), counts.clone());
        }
        kept.seal()
    }

    /// The lexicon, without one domain's own pages.
    pub(super) fn lexicon(&self, without: Option<&str>) -> Vec<(u32, i8, i8)> {
        let own = without.and_then(|domain| self.by_domain.get(domain));
        let (mut around, mut direct) = ([0f64; 2], [0f64; 2]);
        for count in self.all.values().filter(|count| count.around[1] >= MIN_PAGES) {
            for side in 0..2 {
                around[side] += f64::from(count.around[side].round_ties_even());
                direct[side] += f64::from(count.direct[side].round_ties_even());
            }
        }
        let prior = |sums: [f64; 2]| (sums[0] / sums[1].max(1.0)) as f32;
        let priors = [prior(around), prior(direct)];
        let mut entries: Vec<(u32, i8, i8)> = Vec::new();
        for (&token, count) in self.all.iter().filter(|(_, count)| count.around[1] >= MIN_PAGES) {
            let mut count = *count;
            if let Some(own) = own.and_then(|own| own.get(&token)) {
                count.add(own, -1.0);
                // What remains is judged by the same bar less one page, or a token would tell by
                // its absence that the page in hand was counted.
                if count.around[1] < MIN_PAGES - 1.0 {
                    continue;
                }
            }
            let score = |[part, all]: [f32; 2], prior: f32| {
                let share = (part + PRIOR_PAGES * prior) / (all + PRIOR_PAGES);
                let share = share.clamp(MARGIN, 1.0 - MARGIN);
                ((share / (1.0 - share)).ln() * PARTS).round() as i8
            };
            entries.push((token, score(count.around, priors[0]), score(count.direct, priors[1])));
        }
        entries.sort_unstable();
        entries
    }

    /// The lexicon ready for use.
    pub(super) fn tokens(&self, without: Option<&str>) -> Tokens {
        Tokens::new(&self.lexicon(without))
    }
}
