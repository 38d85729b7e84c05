//! Reading of weight files.
//!
//! The format is safetensors: eight bytes of header length (little endian), a JSON header that maps
//! each tensor's name to `dtype`, `shape` and `data_offsets`, then the data, little endian. Strings
//! that belong to a model stand under `__metadata__`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A parsed weight file: names to tensors that borrow the file.
#[derive(Debug)]
pub struct Tensors {
    entries: BTreeMap<String, Entry>,
    metadata: BTreeMap<String, String>,
    data: &'static [u8],
}

#[derive(Debug, Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (usize, usize),
}

/// Why a weight file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TensorError {
    /// The header is cut off or no JSON.
    #[error("the header of the weight file cannot be read: {0}")]
    Header(String),
    /// A tensor is missing or of another kind than asked for.
    #[error("tensor `{name}`: {reason}")]
    Tensor {
        /// The tensor's name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Tensors {
    /// Reads the header of `file`.
    ///
    /// # Errors
    /// [`TensorError::Header`] when the header cannot be read.
    pub fn parse(file: &'static [u8]) -> Result<Self, TensorError> {
        let fail = |reason: &str| TensorError::Header(reason.to_owned());
        let length = file.first_chunk::<8>().ok_or_else(|| fail("shorter than eight bytes"))?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| fail("too long"))?;
        let header = file[8..].get(..length).ok_or_else(|| fail("cut off"))?;
        let mut header: BTreeMap<String, serde_json::Value> =
            serde_json::from_slice(header).map_err(|error| fail(&error.to_string()))?;
        let metadata = match header.remove("__metadata__") {
            Some(value) => {
                serde_json::from_value(value).map_err(|error| fail(&error.to_string()))?
            }
            None => BTreeMap::new(),
        };
        let entries = header
            .into_iter()
            .map(|(name, value)| Ok((name, serde_json::from_value(value)?)))
            .collect::<Result<_, serde_json::Error>>()
            .map_err(|error| fail(&error.to_string()))?;
        Ok(Self { entries, metadata, data: &file[8 + length..] })
    }

    /// A string of the metadata.
    #[must_use]
    pub fn metadata(&self, key: &str) -> Option<&str> {
        self.metadata.get(key).map(String::as_str)
    }

    /// The shape of a tensor.
    ///
    /// # Errors
    /// [`TensorError::Tensor`] when there is none of this name.
    pub fn shape(&self, name: &str) -> Result<&[usize], TensorError> {
        Ok(&self.entry(name)?.shape)
    }

    /// The bytes of a tensor of 8-bit integers.
    ///
    /// # Errors
    /// [`TensorError::Tensor`] when it is missing or of another type.
    pub fn bytes(&self, name: &str) -> Result<&'static [u8], TensorError> {
        self.data(name, &["U8", "I8"], 1)
    }

    /// A tensor of 8-bit signed integers, widened to 16 bits as the kernels want them.
    ///
    /// # Errors
    /// [`TensorError::Tensor`] when it is missing or of another type.
    pub fn widened(&self, name: &str) -> Result<Vec<i16>, TensorError> {
        Ok(self.data(name, &["I8"], 1)?.iter().map(|&byte| i16::from(byte as i8)).collect())
    }

    /// A tensor of 16-bit signed integers.
    ///
    /// # Errors
    /// [`TensorError::Tensor`] when it is missing or of another type.
    pub fn i16(&self, name: &str) -> Result<Vec<i16>, TensorError> {
        let data = self.data(name, &["I16"], 2)?;
        Ok(data.as_chunks().0.iter().map(|&bytes| i16::from_le_bytes(bytes)).collect())
    }

    /// A tensor of 16-bit unsigned integers.
    ///
    /// # Errors
    /// [`TensorError::Tensor`] when it is missing or of another type.
    pub fn u16(&self, name: &str) -> Result<Vec<u16>, TensorError> {
        let data = self.data(name, &["U16"], 2)?;
        Ok(data.as_chunks().0.iter().map(|&bytes| u16::from_le_bytes(bytes)).collect())
    }

    /// A tensor of 32-bit unsigned integers.
    ///
    /// # Errors
    /// [`TensorError::Tensor`] when it is missing or of another type.
    pub fn u32(&self, name: &str) -> Result<Vec<u32>, TensorError> {
        let data = self.data(name, &["U32"], 4)?;
        Ok(data.as_chunks().0.iter().map(|&bytes| u32::from_le_bytes(bytes)).collect())
    }

    /// A tensor of 32-bit floats.
    ///
    /// # Errors
    /// [`TensorError::Tensor`] when it is missing or of another type.
    pub fn f32(&self, name: &str) -> Result<Vec<f32>, TensorError> {
        let data = self.data(name, &["F32"], 4)?;
        Ok(data.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect())
    }

    fn entry(&self, name: &str) -> Result<&Entry, TensorError> {
        self.entries.get(name).ok_or_else(|| error(name, "is missing"))
    }

    fn data(
        &self,
        name: &str,
        dtypes: &[&str],
        width: usize,
    ) -> Result<&'static [u8], TensorError> {
        let entry = self.entry(name)?;
        if !dtypes.contains(&entry.dtype.as_str()) {
            return Err(error(name, &format!("is {}, not {}", entry.dtype, dtypes.join("/"))));
        }
        let (start, end) = entry.data_offsets;
        let data = self.data.get(start..end).ok_or_else(|| error(name, "is cut off"))?;
        if entry.shape.iter().product::<usize>() * width != data.len() {
            return Err(error(name, "has another size than its shape"));
        }
        Ok(data)
    }
}

fn error(name: &str, reason: &str) -> TensorError {
    TensorError::Tensor { name: name.to_owned(), reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, data: &[u8]) -> &'static [u8] {
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend_from_slice(header.as_bytes());
        file.extend_from_slice(data);
        file.leak()
    }

    #[test]
    fn ok_tensors_are_read() {
        let header = r#"{"__metadata__":{"made":"here"},
            "a":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},
            "b":{"dtype":"I16","shape":[1,2],"data_offsets":[2,6]}}"#;
        let tensors = Tensors::parse(file(header, &[255, 3, 1, 0, 254, 255])).unwrap();
        assert_eq!(tensors.metadata("made"), Some("here"));
        assert_eq!(tensors.widened("a").unwrap(), [-1, 3]);
        assert_eq!(tensors.i16("b").unwrap(), [1, -2]);
        assert_eq!(tensors.shape("b").unwrap(), [1, 2]);
    }

    #[test]
    fn err_broken_files_are_refused() {
        assert!(Tensors::parse(b"short").is_err());
        assert!(Tensors::parse(file("{", &[])).is_err());
        let header = r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#;
        let tensors = Tensors::parse(file(header, &[0; 4])).unwrap();
        assert!(tensors.f32("a").is_err());
        assert!(tensors.f32("b").is_err());
        assert!(tensors.i16("a").is_err());
    }
}
