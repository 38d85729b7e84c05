//! Writes safetensors files.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::{Value, json};

/// Named tensors.
#[derive(Debug, Default)]
pub(crate) struct Container {
    header: BTreeMap<String, Value>,
    data: Vec<u8>,
}

impl Container {
    pub(crate) fn u16(&mut self, name: &str, values: &[u16], columns: Option<usize>) {
        self.add(name, "U16", values.len(), columns, values.iter().flat_map(|v| v.to_le_bytes()));
    }

    pub(crate) fn u32(&mut self, name: &str, values: &[u32], columns: Option<usize>) {
        self.add(name, "U32", values.len(), columns, values.iter().flat_map(|v| v.to_le_bytes()));
    }

    pub(crate) fn u64(&mut self, name: &str, values: &[u64], columns: Option<usize>) {
        self.add(name, "U64", values.len(), columns, values.iter().flat_map(|v| v.to_le_bytes()));
    }

    pub(crate) fn metadata(&mut self, key: &str, value: &str) {
        let metadata = self.header.entry("__metadata__".to_owned()).or_insert_with(|| json!({}));
        metadata[key] = json!(value);
    }

    fn add(
        &mut self,
        name: &str,
        dtype: &str,
        length: usize,
        columns: Option<usize>,
        bytes: impl Iterator<Item = u8>,
    ) {
        let start = self.data.len();
        self.data.extend(bytes);
        let shape = columns.map_or(vec![length], |columns| vec![length / columns, columns]);
        let entry =
            json!({ "dtype": dtype, "shape": shape, "data_offsets": [start, self.data.len()] });
        self.header.insert(name.to_owned(), entry);
    }

    /// The file.
    pub(crate) fn finish(self) -> Result<Vec<u8>> {
        let mut header = serde_json::to_string(&self.header)?;
        // Tensors begin at multiples of eight bytes.
        while !header.len().is_multiple_of(8) {
            header.push(' ');
        }
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend_from_slice(header.as_bytes());
        file.extend_from_slice(&self.data);
        Ok(file)
    }
}
