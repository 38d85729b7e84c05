//! Things with the same key, counted as they come.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// Numbers groups by their keys in the order in which they are met, and counts their members.
#[derive(Debug)]
pub(super) struct Groups {
    // A fast hash with a seed of each process: no page can be written so that its keys collide.
    numbers: HashMap<u64, u32, RandomState>,
    counts: Vec<u32>,
}

impl Groups {
    /// No group yet, of things of this number. Room is made for some, since most pages have some
    /// hundreds.
    pub(super) fn for_members(members: usize) -> Self {
        let groups = members.min(512);
        let numbers = HashMap::with_capacity_and_hasher(groups, RandomState::default());
        Self { numbers, counts: Vec::with_capacity(groups) }
    }

    /// Adds a member. Gives the number of its group, and how many members that had before.
    pub(super) fn add(&mut self, key: u64) -> (u32, u32) {
        let next = self.counts.len() as u32;
        let group = *self.numbers.entry(key).or_insert(next);
        if group == next {
            self.counts.push(0);
        }
        let count = &mut self.counts[group as usize];
        *count += 1;
        (group, *count - 1)
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }

    /// How many members a group has.
    pub(super) fn count(&self, group: u32) -> u32 {
        self.counts[group as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_members_are_counted() {
        let mut groups = Groups::for_members(4);
        let added: Vec<(u32, u32)> = [7, 0, 7, 7].map(|key| groups.add(key)).to_vec();
        assert_eq!(added, [(0, 0), (1, 0), (0, 1), (0, 2)]);
        assert_eq!((groups.count(0), groups.count(1)), (3, 1));
    }
}
