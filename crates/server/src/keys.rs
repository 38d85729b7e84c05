//! API keys: who may call, and how often.

use std::sync::Mutex;
use std::time::Instant;

use anyhow::{Context, Result, bail};
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
    /// Reads a file of keys: `NAME KEY [REQUESTS_PER_SECOND]` a line, `#` begins a comment.
    ///
    /// # Errors
    /// When a line has another form or a name stands twice; the message names the line.
    pub fn parse(text: &str) -> Result<Self> {
        let mut keys: Vec<Key> = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or("").trim();
            if line.is_empty() {
                continue;
            }
            let parts: Vec<&str> = line.split_whitespace().collect();
            let at = || format!("line {} of the key file", number + 1);
            let (name, secret, rate) = match parts[..] {
                [name, secret] => (name, secret, None),
                [name, secret, rate] => {
                    let rate: f64 = rate.parse().with_context(at)?;
                    (name, secret, Some(rate))
                }
                _ => bail!("{}: expected `NAME KEY [REQUESTS_PER_SECOND]`", at()),
            };
            if rate.is_some_and(|rate| !rate.is_finite() || rate <= 0.0) {
                bail!("{}: the rate must be above 0", at());
            }
            if keys.iter().any(|key| key.name == name) {
                bail!("{}: the name `{name}` stands twice", at());
            }
            let bucket = rate.map(|per_second| {
                let tokens = per_second.max(1.0);
                Mutex::new(Bucket { per_second, tokens, filled: Instant::now() })
            });
            keys.push(Key { name: name.to_owned(), secret: secret.to_owned(), bucket });
        }
        if keys.is_empty() {
            bail!("the key file holds no key: nobody could call");
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
        let keys = Keys::parse("# staff\nalice s3cret\nbob hunter2 5 # limited\n").unwrap();
        assert_eq!(keys.judge(Some("Bearer s3cret")), Verdict::Pass(Some("alice")));
        assert_eq!(keys.judge(Some("bearer hunter2")), Verdict::Pass(Some("bob")));
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
            let message = format!("{:#}", Keys::parse(file).unwrap_err());
            assert!(message.contains(part), "{message}");
        }
    }
}
