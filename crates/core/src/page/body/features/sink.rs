//! Where features go: one place names and computes a feature, so names and values cannot part.

use crate::page::body::trees::Rows;

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

    /// A yes or no.
    fn flag(&mut self, name: &'static str, value: bool) {
        self.put(name, f32::from(u8::from(value)));
    }
}

/// The values alone, written into one of several rows side by side.
pub(crate) struct Values<'r> {
    rows: &'r mut Rows,
    lane: usize,
    /// How many were put.
    pub(crate) count: usize,
}

impl<'r> Values<'r> {
    /// Writes over row `lane`, from its beginning on.
    pub(crate) fn new(rows: &'r mut Rows, lane: usize) -> Self {
        Self { rows, lane, count: 0 }
    }
}

impl Sink for Values<'_> {
    #[inline]
    fn put(&mut self, _: &'static str, value: f32) {
        self.rows.set(self.count, self.lane, value);
        self.count += 1;
    }

    #[inline]
    fn put_nth(&mut self, _: &'static str, _: i32, value: f32) {
        self.put("", value);
    }

    #[inline]
    fn put_all(&mut self, _: &[&'static str], _: i32, values: &[f32]) {
        for &value in values {
            self.put("", value);
        }
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
