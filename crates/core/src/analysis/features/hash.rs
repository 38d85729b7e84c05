//! Hashing of words to table rows: 64-bit FNV-1a with a finisher, the same on every platform and in
//! the scripts that build the tables.

/// A running FNV-1a state: bytes go in, [`Hasher::finish`] reads it at any point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hasher(u64);

impl Hasher {
    /// A fresh state; hashes with different seeds are independent.
    #[inline]
    pub(crate) fn new(seed: u64) -> Self {
        Self(0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    #[inline]
    pub(crate) fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }

    #[inline]
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.byte(byte);
        }
    }

    /// The finished hash. FNV's low bits are weak; the finisher of `MurmurHash3` spreads them.
    #[inline]
    pub(crate) fn finish(self) -> u64 {
        let mut hash = self.0;
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ (hash >> 33)
    }
}

/// Hash of `bytes` under `seed`.
#[inline]
pub(crate) fn hash(bytes: &[u8], seed: u64) -> u64 {
    let mut hasher = Hasher::new(seed);
    hasher.bytes(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The scripts in `crates/train/python` compute the same numbers: a change here breaks every
    /// table that was built before it.
    #[test]
    fn ok_hashes_are_pinned() {
        assert_eq!(hash(b"", 0), 0xefd0_1f60_ba99_2926);
        assert_ne!(hash(b"oslo", 0), hash(b"oslo", 1));
    }
}
