//! The shapes that columns are made of: strings, numbers, lists, groups.

use std::sync::Arc;

use arrow_array::{ArrayRef, ListArray, StringArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{Field, Fields};
use serde::Serialize;

/// Columns side by side, as a struct.
#[derive(Default)]
pub(super) struct Group {
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Group {
    /// A column whose every value is there.
    pub(super) fn full(self, name: &str, array: ArrayRef) -> Self {
        self.column(name, array, false)
    }

    /// A column whose values may be absent.
    pub(super) fn sparse(self, name: &str, array: ArrayRef) -> Self {
        self.column(name, array, true)
    }

    fn column(mut self, name: &str, array: ArrayRef, nullable: bool) -> Self {
        self.fields.push(Field::new(name, array.data_type().clone(), nullable));
        self.arrays.push(array);
        self
    }

    /// The struct, every row of it there.
    pub(super) fn finish(self) -> ArrayRef {
        Arc::new(self.table(None))
    }

    /// The struct, with the rows that `there` says.
    pub(super) fn finish_where(self, there: Vec<bool>) -> ArrayRef {
        Arc::new(self.table(Some(NullBuffer::from(there))))
    }

    /// The struct as itself.
    pub(super) fn table(self, there: Option<NullBuffer>) -> StructArray {
        StructArray::new(Fields::from(self.fields), self.arrays, there)
    }
}

/// A column of strings.
pub(super) fn strings<T: AsRef<str>>(values: impl Iterator<Item = Option<T>>) -> ArrayRef {
    Arc::new(values.collect::<StringArray>())
}

/// A column of the names that values have in the record.
pub(super) fn names<T: Serialize>(values: impl Iterator<Item = Option<T>>) -> ArrayRef {
    strings(values.map(|value| value.map(|value| name(&value))))
}

/// What a value without fields is called in the record.
fn name<T: Serialize>(value: &T) -> String {
    let json = serde_json::to_string(value).expect("a name is a string");
    json.trim_matches('"').to_owned()
}

/// A column of lists; `inner` makes the column of all their items, one list after the other.
pub(super) fn lists<T>(
    rows: impl Iterator<Item = Option<Vec<T>>>,
    inner: impl FnOnce(&[T]) -> ArrayRef,
) -> ArrayRef {
    let (mut items, mut lengths, mut there) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        there.push(row.is_some());
        let row = row.unwrap_or_default();
        lengths.push(row.len());
        items.extend(row);
    }
    let items = inner(&items);
    let field = Field::new("item", items.data_type().clone(), false);
    let offsets = OffsetBuffer::from_lengths(lengths);
    Arc::new(ListArray::new(Arc::new(field), offsets, items, Some(NullBuffer::from(there))))
}

/// A column of lists of strings.
pub(super) fn string_lists<'a>(rows: impl Iterator<Item = Option<&'a [String]>>) -> ArrayRef {
    lists(rows.map(|row| row.map(|row| row.iter().collect())), |items: &[&String]| {
        strings(items.iter().map(Some))
    })
}
