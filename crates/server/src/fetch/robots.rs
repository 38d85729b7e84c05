//! What sites ask of robots (RFC 9309), remembered for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use robotstxt::DefaultMatcher;
use tokio::time::Instant;

/// The name that rules are looked up by.
pub(super) const AGENT: &str = "dateline";

/// The part of a robots.txt that is read: what the standard asks for at least.
pub(super) const MAX_BYTES: usize = 500 << 10;

/// How long rules are used before they are asked for again; the standard allows a day.
const KEEP: Duration = Duration::from_secs(60 * 60);

/// Sites whose rules are remembered.
const SITES: usize = 64;

/// The rules of one site.
pub(super) enum Rules {
    /// There are none.
    AllowAll,
    /// They cannot be had just now: the standard says to take that for a no.
    DisallowAll,
    /// Its robots.txt.
    Listed(String),
}

impl Rules {
    /// The rules by a robots.txt, or by the status that came instead of one.
    pub(super) fn new(status: u16, text: &[u8]) -> Self {
        match status {
            200..300 => Rules::Listed(String::from_utf8_lossy(text).into_owned()),
            429 | 500.. => Rules::DisallowAll,
            _ => Rules::AllowAll,
        }
    }

    /// Whether the page at `url` may be fetched. Long rules take milliseconds to read.
    pub(super) fn allow(&self, url: &str) -> bool {
        match self {
            Rules::AllowAll => true,
            Rules::DisallowAll => false,
            Rules::Listed(text) => {
                DefaultMatcher::default().one_agent_allowed_by_robots(text, AGENT, url)
            }
        }
    }
}

/// The rules of the sites that were asked last.
#[derive(Default)]
pub(super) struct Known {
    sites: Mutex<HashMap<String, (Instant, Arc<Rules>)>>,
}

impl Known {
    pub(super) fn get(&self, site: &str) -> Option<Arc<Rules>> {
        let sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, rules) = sites.get(site)?;
        (since.elapsed() < KEEP).then(|| rules.clone())
    }

    pub(super) fn put(&self, site: String, rules: Arc<Rules>) {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        if sites.len() >= SITES && !sites.contains_key(&site) {
            let oldest = sites.iter().min_by_key(|(_, (since, _))| *since);
            if let Some(oldest) = oldest.map(|(site, _)| site.clone()) {
                sites.remove(&oldest);
            }
        }
        sites.insert(site, (Instant::now(), rules));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_rules_by_status_and_agent() {
        let text = b"User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nDisallow: /private/\n";
        let listed = Rules::new(200, text);
        assert!(Rules::new(200, b"\xFF\0 Disallow: \n:::\n").allow("https://courier.example/"));
        assert!(listed.allow("https://courier.example/story"));
        assert!(!listed.allow("https://courier.example/private/story"));
        for (status, allowed) in
            [(404, true), (403, true), (429, false), (500, false), (503, false)]
        {
            assert_eq!(Rules::new(status, text).allow("https://courier.example/private/"), allowed);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn ok_rules_are_kept_for_a_while_and_for_so_many_sites() {
        let known = Known::default();
        for site in 0..=SITES {
            tokio::time::advance(Duration::from_secs(1)).await;
            known.put(site.to_string(), Arc::new(Rules::AllowAll));
        }
        assert!(known.get("0").is_none());
        assert!(known.get("1").is_some());
        tokio::time::advance(KEEP).await;
        assert!(known.get(&SITES.to_string()).is_none());
    }
}
