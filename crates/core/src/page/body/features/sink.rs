//! Where features go: one place names and computes a feature, so names and values cannot part.

use crate::page::body::trees::{Column, Rows};

/// Takes features one after another.
pub(crate) trait Sink {
    /// One feature.
    fn put(&mut self, name: &'static str, value: f32);

    /// One feature of several of the same name.
    fn put_nth(&mut self, name: &'static str, nth: i32, value: f32);

    /// Several features, each of several of the same name.
    fn put_all(&mut self, names: &[&'static str], nth: i32, values: &[f32]) {
        for (name, &value) in names.iter().zip(values) {
            self.put_nth(name, nth, value);
        }
    }

    /// All features of the same name.
    fn put_row(&mut self, name: &'static str, values: &[f32]) {
        for (nth, &value) in values.iter().enumerate() {
            self.put_nth(name, nth as i32, value);
        }
    }

    /// A yes or no.
    fn flag(&mut self, name: &'static str, value: bool) {
        self.put(name, f32::from(u8::from(value)));
    }
}

/// The values alone, written into one of several rows side by side. Columns that there are not are
/// left out.
pub(crate) struct Values<'r> {
    /// The columns that are still to be written.
    columns: &'r mut [Column],
    lane: usize,
}

impl<'r> Values<'r> {
    /// Writes over row `lane`, from its beginning on.
    pub(crate) fn new(rows: &'r mut Rows, lane: usize) -> Self {
        Self { columns: rows.columns_mut(), lane }
    }

    /// How many columns are still to be written.
    pub(crate) fn remaining(&self) -> usize {
        self.columns.len()
    }
}

impl Sink for Values<'_> {
    #[inline]
    fn put(&mut self, _: &'static str, value: f32) {
        if let Some((column, rest)) = std::mem::take(&mut self.columns).split_first_mut() {
            column.set(self.lane, value);
            self.columns = rest;
        }
    }

    #[inline]
    fn put_nth(&mut self, _: &'static str, _: i32, value: f32) {
        self.put("", value);
    }

    #[inline]
    fn put_all(&mut self, _: &[&'static str], _: i32, values: &[f32]) {
        self.put_row("", values);
    }

    #[inline]
    fn put_row(&mut self, _: &'static str, values: &[f32]) {
        let columns = std::mem::take(&mut self.columns);
        let (columns, rest) = columns.split_at_mut(values.len().min(columns.len()));
        for (column, &value) in columns.iter_mut().zip(values) {
            column.set(self.lane, value);
        }
        self.columns = rest;
    }
}

/// The values alone, one after another.
impl Sink for Vec<f32> {
    fn put(&mut self, _: &'static str, value: f32) {
        self.push(value);
    }

    fn put_nth(&mut self, _: &'static str, _: i32, value: f32) {
        self.push(value);
    }

    fn put_all(&mut self, _: &[&'static str], _: i32, values: &[f32]) {
        self.extend_from_slice(values);
    }
}

/// The names alone.
impl Sink for Vec<String> {
    fn put(&mut self, name: &'static str, _: f32) {
        self.push(name.to_owned());
    }

    fn put_nth(&mut self, name: &'static str, nth: i32, _: f32) {
        self.push(format!("{name}[{nth}]"));
    }
}
