//! What the fitted lexicon thinks of the tokens of class and id attributes.

/// What is known of one token: log odds that text below, and text directly inside, an element with
/// it belongs to the body, in sixteenths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) around: i8,
    pub(crate) direct: i8,
}

impl Entry {
    /// What the token alone says.
    pub(crate) fn said(self) -> Said {
        let [around, direct] = [self.around, self.direct].map(i32::from);
        Said { count: 1, around, direct, direct_min: direct, min: around, max: around }
    }
}

/// The fitted scores by token hash.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    hashes: Vec<u32>,
    entries: Vec<Entry>,
    /// For each value of a hash's upper bits, where its hashes begin.
    starts: Vec<u32>,
}

/// Upper bits of a hash that `starts` is indexed by: a few hashes share them.
const START_BITS: u32 = 12;

impl Lexicon {
    /// A lexicon of entries whose hashes ascend.
    pub(crate) fn new(hashes: Vec<u32>, entries: Vec<Entry>) -> Self {
        debug_assert!(hashes.is_sorted() && hashes.len() == entries.len());
        let bucket = |hash: u32| hash >> (32 - START_BITS);
        let starts = (0..=1u32 << START_BITS)
            .map(|wanted| hashes.partition_point(|&hash| bucket(hash) < wanted) as u32)
            .collect();
        Self { hashes, entries, starts }
    }

    /// What is known of a token.
    pub(crate) fn get(&self, hash: u32) -> Option<Entry> {
        let bucket = (hash >> (32 - START_BITS)) as usize;
        let (first, end) = (*self.starts.get(bucket)? as usize, self.starts[bucket + 1] as usize);
        let found = self.hashes[first..end].iter().position(|&known| known == hash)?;
        Some(self.entries[first + found])
    }
}

/// What the known tokens of an element's attributes say, in sixteenths.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    /// Known tokens, and the sums of their scores for text below and for text directly inside.
    count: i32,
    around: i32,
    direct: i32,
    /// The least and the greatest score.
    direct_min: i32,
    min: i32,
    max: i32,
}

impl Said {
    pub(crate) const NOTHING: Self =
        Self { count: 0, around: 0, direct: 0, direct_min: i32::MAX, min: i32::MAX, max: i32::MIN };

    /// What both say.
    pub(crate) fn and(&self, other: &Self) -> Self {
        Self {
            count: self.count + other.count,
            around: self.around + other.around,
            direct: self.direct + other.direct,
            direct_min: self.direct_min.min(other.direct_min),
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }
}

/// The scores of one region: of its own tokens, and running over the regions around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RegionScore {
    /// Mean of its own tokens' scores for text below; NaN when none is known.
    pub(crate) own: f32,
    /// Mean and least of its own tokens' scores for text directly inside.
    pub(crate) direct: f32,
    pub(crate) direct_min: f32,
    /// Least, greatest, sum and number of all scores from the root to here.
    pub(crate) min: f32,
    pub(crate) max: f32,
    pub(crate) sum: f32,
    pub(crate) count: f32,
}

impl RegionScore {
    /// What a page begins with.
    pub(crate) const START: Self = Self {
        own: f32::NAN,
        direct: f32::NAN,
        direct_min: f32::NAN,
        min: f32::NAN,
        max: f32::NAN,
        sum: 0.0,
        count: 0.0,
    };

    /// The score of an element below a region with score `self`.
    pub(crate) fn below(&self, element: &Said) -> Self {
        if element.count == 0 {
            return Self { own: f32::NAN, direct: f32::NAN, direct_min: f32::NAN, ..*self };
        }
        let score = |sixteenths: i32| sixteenths as f32 / 16.0;
        let count = element.count as f32;
        Self {
            own: score(element.around) / count,
            direct: score(element.direct) / count,
            direct_min: score(element.direct_min),
            min: score(element.min).min(self.min),
            max: score(element.max).max(self.max),
            sum: self.sum + score(element.around),
            count: self.count + count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_lookup() {
        let entry = |around| Entry { around, direct: 0 };
        let lexicon = Lexicon::new(vec![3, 77, u32::MAX], vec![entry(1), entry(2), entry(3)]);
        assert_eq!(lexicon.get(77), Some(entry(2)));
        assert_eq!(lexicon.get(u32::MAX), Some(entry(3)));
        assert_eq!(lexicon.get(78), None);
    }
}
