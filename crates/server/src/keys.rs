//! API keys: who may call, and how often.

use std::sync::Mutex;
use std::time::Instant;

use dateline::Error;
use subtle::ConstantTimeEq;

/// The keys of a service.
#[derive(Debug, Default)]
pub struct Keys {
    keys: Vec<Key>,
}

#[derive(Debug)]
struct Key {
    name: String,
    secret: String,
    bucket: Option<Mutex<Bucket>>,
}

/// A token bucket: full it lets one second's requests pass at once.
#[derive(Debug)]
struct Bucket {
    per_second: f64,
    tokens: f64,
    filled: Instant,
}

/// What a key may do now.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict<'a> {
    /// The request may pass; the key's name, when keys are asked for.
    Pass(Option<&'a str>),
    /// No such key.
    Unknown,
    /// The key's rate is used up for so many seconds.
    Exhausted(u64),
}

impl Keys {
    /// Reads a file of keys: `NAME KEY [REQUESTS_PER_SECOND]` a line. A word that begins with `#`
    /// begins a comment.
    ///
    /// # Errors
    /// [`Error::InvalidItem`] names the line that has another form, or whose name stands twice.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut keys: Vec<Key> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let wrong = |reason: &str| Error::InvalidItem {
                place: format!("line {number} of the key file"),
                reason: reason.to_owned(),
            };
            let words: Vec<&str> =
                line.split_whitespace().take_while(|word| !word.starts_with('#')).collect();
            let (name, secret, rate) = match words[..] {
                [] => continue,
                [name, secret] => (name, secret, None),
                [name, secret, rate] => (name, secret, Some(rate)),
                _ => return Err(wrong("write `NAME KEY [REQUESTS_PER_SECOND]`")),
            };
            let rate = rate.map(|rate| {
                let rate = rate.parse().ok().filter(|rate: &f64| rate.is_finite() && *rate > 0.0);
                rate.ok_or_else(|| wrong("the rate must be a number above 0"))
            });
            if keys.iter().any(|key| key.name == name) {
                return Err(wrong(&format!("the name `{name}` stands twice")));
            }
            let bucket = rate.transpose()?.map(|per_second| {
                let tokens = per_second.max(1.0);
                Mutex::new(Bucket { per_second, tokens, filled: Instant::now() })
            });
            keys.push(Key { name: name.to_owned(), secret: secret.to_owned(), bucket });
        }
        if keys.is_empty() {
            return Err(Error::InvalidItem {
                place: "the key file".to_owned(),
                reason: "it holds no key: nobody could call".to_owned(),
            });
        }
        Ok(Self { keys })
    }

    /// Judges the `Authorization` header of a request. Every key is compared in constant time, and
    /// all of them always, so that time tells nothing about which one is near.
    pub(crate) fn judge(&self, authorization: Option<&str>) -> Verdict<'_> {
        if self.keys.is_empty() {
            return Verdict::Pass(None);
        }
        let given = authorization
            .and_then(|header| header.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map_or("", |(_, secret)| secret.trim());
        let mut found = None;
        for key in &self.keys {
            if bool::from(key.secret.as_bytes().ct_eq(given.as_bytes())) {
                found = Some(key);
            }
        }
        match found {
            None => Verdict::Unknown,
            Some(key) => match key.bucket.as_ref().map(|bucket| take(bucket, Instant::now())) {
                Some(Err(seconds)) => Verdict::Exhausted(seconds),
                _ => Verdict::Pass(Some(&key.name)),
            },
        }
    }
}

fn take(bucket: &Mutex<Bucket>, now: Instant) -> Result<(), u64> {
    let mut bucket = bucket.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let gained = now.saturating_duration_since(bucket.filled).as_secs_f64() * bucket.per_second;
    bucket.tokens = (bucket.tokens + gained).min(bucket.per_second.max(1.0));
    bucket.filled = now;
    if bucket.tokens >= 1.0 {
        bucket.tokens -= 1.0;
        Ok(())
    } else {
        Err(((1.0 - bucket.tokens) / bucket.per_second).ceil().max(1.0) as u64)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn ok_bearer_keys_pass_and_others_do_not() {
        let keys = Keys::parse("# staff\nalice s3cret\nbob hunter#2 5 # limited\n").unwrap();
        assert_eq!(keys.judge(Some("Bearer s3cret")), Verdict::Pass(Some("alice")));
        assert_eq!(keys.judge(Some("bearer hunter#2")), Verdict::Pass(Some("bob")));
        for wrong in
            [None, Some("s3cret"), Some("Bearer s3cre"), Some("Basic s3cret"), Some("Bearer ")]
        {
            assert_eq!(keys.judge(wrong), Verdict::Unknown, "{wrong:?}");
        }
        assert_eq!(Keys::default().judge(None), Verdict::Pass(None));
    }

    #[test]
    fn ok_a_rate_is_a_bucket_that_refills() {
        let start = Instant::now();
        let bucket = Mutex::new(Bucket { per_second: 2.0, tokens: 2.0, filled: start });
        assert_eq!(take(&bucket, start), Ok(()));
        assert_eq!(take(&bucket, start), Ok(()));
        assert_eq!(take(&bucket, start), Err(1));
        assert_eq!(take(&bucket, start + Duration::from_millis(600)), Ok(()));
        assert_eq!(take(&bucket, start + Duration::from_millis(700)), Err(1));
    }

    #[test]
    fn err_lines_are_named() {
        for (file, part) in
            [("a b 0", "above 0"), ("a", "line 1"), ("a b\na c", "twice"), ("# none", "no key")]
        {
            let message = Keys::parse(file).unwrap_err().to_string();
            assert!(message.contains(part), "{message}");
        }
    }
}
