//! The gazetteer: a hashed table from phrases to the classes of things they name.
//!
//! Phrases are known by a hash alone; one lookup in a few hundred thousand is wrong, which a model
//! that was fitted with the same table does not notice.

use std::sync::LazyLock;

use super::hash::Hasher;
use crate::analysis::nn::tensors::{TensorError, Tensors};

static FILE: &[u8] = include_bytes!("../../../models/gazetteer.safetensors");
static GAZETTEER: LazyLock<Gazetteer> =
    LazyLock::new(|| Gazetteer::read(FILE).expect("the embedded gazetteer is read by a test"));

/// Longest phrase, in words.
pub(crate) const MAX_WORDS: usize = 5;
/// Bits of an entry that hold its classes; the rest holds a part of the hash.
const CLASS_BITS: u32 = 12;

/// A class of phrase; a phrase may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Class {
    /// A man's first name.
    Male = 1,
    /// A woman's first name.
    Female = 1 << 1,
    /// A family name.
    Last = 1 << 2,
    /// A country.
    Country = 1 << 3,
    /// A state, province, sea or other region.
    Region = 1 << 4,
    /// A large city or a capital.
    City = 1 << 5,
    /// A smaller town.
    Town = 1 << 6,
    /// An organisation.
    Organization = 1 << 7,
    /// A people or nationality.
    Demonym = 1 << 8,
    /// A well-known person's whole name.
    Person = 1 << 9,
    /// The word begins a phrase of several words.
    Begins = 1 << 10,
}

impl Class {
    /// Whether the set holds the class.
    #[inline]
    pub(crate) fn is_in(self, set: u16) -> bool {
        set & self as u16 != 0
    }
}

/// The table: open addressing over a power of two of slots.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    slots: Vec<u32>,
}

impl Gazetteer {
    /// The embedded table.
    pub(crate) fn get() -> &'static Gazetteer {
        &GAZETTEER
    }

    fn read(file: &'static [u8]) -> Result<Self, TensorError> {
        let slots = Tensors::parse(file)?.u32("slots")?;
        Ok(Self { slots })
    }

    /// The classes of the phrase with this key; 0 when it is not in the table.
    #[inline]
    pub(crate) fn classes(&self, key: u64) -> u16 {
        let mask = self.slots.len() - 1;
        let tag = (key >> 32) as u32 & !((1 << CLASS_BITS) - 1);
        let mut slot = key as usize & mask;
        loop {
            let entry = self.slots[slot];
            if entry == 0 {
                return 0;
            }
            if entry & !((1 << CLASS_BITS) - 1) == tag {
                return (entry & ((1 << CLASS_BITS) - 1)) as u16;
            }
            slot = (slot + 1) & mask;
        }
    }
}

/// The key of one word: what is left of it in lower case without marks.
pub(crate) fn word_key(lower: &str) -> u64 {
    let mut hasher = Hasher::new(7);
    let mut buffer = [0; 4];
    for c in lower.chars().filter(|c| c.is_alphanumeric()) {
        hasher.bytes(c.encode_utf8(&mut buffer).as_bytes());
    }
    hasher.finish()
}

/// The key of a phrase, from the key of its words but the last and the key of the last.
#[inline]
pub(crate) fn phrase_key(words: u64, next: u64) -> u64 {
    let mixed = (words.rotate_left(23) ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// Builds the slots of a table from phrases, each given as its words in lower case: what
/// `crates/train` calls.
#[must_use]
pub fn build<'a>(phrases: impl IntoIterator<Item = (Vec<&'a str>, u16)>) -> Vec<u32> {
    let mut entries = std::collections::BTreeMap::<u64, u16>::new();
    for (words, classes) in phrases {
        let mut keys = words.iter().map(|word| word_key(word));
        let Some(first) = keys.next() else { continue };
        if words.len() > MAX_WORDS {
            continue;
        }
        if words.len() > 1 {
            *entries.entry(first).or_default() |= Class::Begins as u16;
        }
        *entries.entry(keys.fold(first, phrase_key)).or_default() |= classes;
    }
    let mut slots = vec![0u32; (entries.len() * 10 / 7).next_power_of_two()];
    let mask = slots.len() - 1;
    for (key, classes) in entries {
        let mut slot = key as usize & mask;
        while slots[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        slots[slot] = ((key >> 32) as u32 & !((1 << CLASS_BITS) - 1)) | u32::from(classes);
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_what_was_built_is_found() {
        let slots = build([
            (vec!["new", "york"], Class::City as u16),
            (vec!["york"], Class::Town as u16 | Class::Last as u16),
        ]);
        let table = Gazetteer { slots };
        let (new, york) = (word_key("new"), word_key("york"));
        assert_eq!(table.classes(new), Class::Begins as u16);
        assert_eq!(table.classes(phrase_key(new, york)), Class::City as u16);
        assert!(Class::Last.is_in(table.classes(york)));
        assert_eq!(table.classes(word_key("oslo")), 0);
    }

    #[test]
    fn ok_the_embedded_table_is_read() {
        let table = Gazetteer::get();
        assert!(table.slots.len().is_power_of_two());
        assert!(Class::Country.is_in(table.classes(word_key("norway"))));
        let phrase = phrase_key(word_key("south"), word_key("africa"));
        assert!(Class::Country.is_in(table.classes(phrase)));
    }
}
