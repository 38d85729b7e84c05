//! Word pieces: a frozen table of vectors for the pieces that words are made of.
//!
//! A word that was never seen while fitting still has known pieces; their vectors carry what a
//! sentence encoder learned about them. The table has one row a piece, reduced to few dimensions and
//! quantised to 8 bits.

use std::sync::LazyLock;

use super::hash::Hasher;
use crate::analysis::nn::tensors::{TensorError, Tensors};

static FILE: &[u8] = include_bytes!("../../../models/pieces.safetensors");
static PIECES: LazyLock<Pieces> =
    LazyLock::new(|| Pieces::read(FILE).expect("the embedded word pieces are read by a test"));

/// Longest piece, in bytes.
const MAX_PIECE_BYTES: usize = 24;
/// Pieces kept of one word: names have two or three, what has more is no word.
pub(crate) const MAX_PIECES: usize = 6;
/// Hash seeds of pieces that begin a word and of pieces that go on.
const BEGIN: u64 = 11;
const CONTINUE: u64 = 12;

/// The vocabulary and its vectors.
#[derive(Debug)]
pub struct Pieces {
    /// Open addressing: high half of the hash, 0 when the slot is free.
    tags: Vec<u32>,
    rows: Vec<u16>,
    /// `[rows, dimensions]`.
    vectors: &'static [u8],
    dimensions: usize,
}

impl Pieces {
    /// The embedded table.
    #[must_use]
    pub fn get() -> &'static Pieces {
        &PIECES
    }

    fn read(file: &'static [u8]) -> Result<Self, TensorError> {
        let tensors = Tensors::parse(file)?;
        Ok(Self {
            tags: tensors.u32("tags")?,
            rows: tensors.u16("rows")?,
            vectors: tensors.bytes("vectors")?,
            dimensions: tensors.shape("vectors")?[1],
        })
    }

    /// Numbers in one vector.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The vector of a piece.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn vector(&self, row: u16) -> impl ExactSizeIterator<Item = i8> + '_ {
        let start = usize::from(row) * self.dimensions;
        self.vectors[start..start + self.dimensions].iter().map(|&byte| byte as i8)
    }

    /// The pieces of a word in lower case: greedily the longest that is known, from the left.
    /// Marks inside the word stand alone. What is unknown is skipped.
    pub(crate) fn split(&self, lower: &str, out: &mut Vec<u16>) {
        let start = out.len();
        let mut plain = [0u8; 4 * MAX_PIECE_BYTES];
        let mut length = 0;
        for c in lower.chars() {
            let mut buffer = [0; 4];
            let folded = fold(c, &mut buffer);
            if length + folded.len() > plain.len() {
                break;
            }
            plain[length..length + folded.len()].copy_from_slice(folded.as_bytes());
            length += folded.len();
        }
        let mut rest = &plain[..length];
        let mut seed = BEGIN;
        while !rest.is_empty() && out.len() - start < MAX_PIECES {
            let is_word = rest[0].is_ascii_alphanumeric() || !rest[0].is_ascii();
            let stretch = if is_word {
                rest.iter()
                    .position(|b| b.is_ascii() && !b.is_ascii_alphanumeric())
                    .unwrap_or(rest.len())
            } else {
                seed = BEGIN;
                1
            };
            match self.longest(&rest[..stretch], seed) {
                Some((row, taken)) => {
                    out.push(row);
                    rest = &rest[taken..];
                    seed = if is_word { CONTINUE } else { BEGIN };
                }
                None => {
                    rest = &rest[1..];
                    seed = CONTINUE;
                }
            }
        }
    }

    fn longest(&self, bytes: &[u8], seed: u64) -> Option<(u16, usize)> {
        let mut hashes = [0u64; MAX_PIECE_BYTES];
        let most = bytes.len().min(MAX_PIECE_BYTES);
        let mut hasher = Hasher::new(seed);
        for (hash, &byte) in hashes.iter_mut().zip(&bytes[..most]) {
            hasher.byte(byte);
            *hash = hasher.finish();
        }
        (1..=most).rev().find_map(|length| self.row(hashes[length - 1]).map(|row| (row, length)))
    }

    #[inline]
    fn row(&self, hash: u64) -> Option<u16> {
        let mask = self.tags.len() - 1;
        // A tag of 0 marks a free slot.
        let tag = ((hash >> 32) as u32).max(1);
        let mut slot = hash as usize & mask;
        loop {
            match self.tags[slot] {
                0 => return None,
                found if found == tag => return Some(self.rows[slot]),
                _ => slot = (slot + 1) & mask,
            }
        }
    }
}

/// A Latin letter without its accents; other characters as they are. The vocabulary has none.
fn fold(c: char, buffer: &mut [u8; 4]) -> &str {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ō' | 'ŏ' | 'ő' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        '’' | '‘' => "'",
        '“' | '”' => "\"",
        // Combining marks that follow a plain letter.
        '\u{300}'..='\u{36f}' => "",
        _ => c.encode_utf8(buffer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(word: &str) -> usize {
        let mut out = Vec::new();
        Pieces::get().split(word, &mut out);
        out.len()
    }

    #[test]
    fn ok_the_embedded_table_is_read() {
        let table = Pieces::get();
        assert_eq!(table.vectors.len() % table.dimensions, 0);
        let mut out = Vec::new();
        table.split("government", &mut out);
        assert_eq!(out.len(), 1);
        assert!(table.vector(out[0]).any(|value| value != 0));
    }

    #[test]
    fn ok_words_split_into_pieces() {
        assert!(pieces("pezeshkian") > 1);
        assert_eq!(pieces("guinea-bissau"), 4);
        assert_eq!(pieces("café"), pieces("cafe"));
        assert_eq!(pieces(""), 0);
        assert!(pieces(&"x".repeat(1000)) <= MAX_PIECES);
        assert!(pieces("日本語中文") <= MAX_PIECES);
    }
}
