//! Where features go: one place names and computes a feature, so names and values cannot part.

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

/// The values alone, one after another.
impl Sink for Vec<f32> {
    #[inline]
    fn put(&mut self, _: &'static str, value: f32) {
        self.push(value);
    }

    #[inline]
    fn put_nth(&mut self, _: &'static str, _: i32, value: f32) {
        self.push(value);
    }

    #[inline]
    fn put_all(&mut self, _: &[&'static str], _: i32, values: &[f32]) {
        self.extend_from_slice(values);
    }

    #[inline]
    fn put_row(&mut self, _: &'static str, values: &[f32]) {
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
