//! Addresses: relative ones against the page's own, by RFC 3986.

use crate::dom::{AttrName, Dom, Tag};

/// What relative addresses on a page are resolved against: the caller's address, changed by a
/// `<base href>` when the page has one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BaseUrl {
    base: Option<oxiri::Iri<String>>,
}

impl BaseUrl {
    /// The base of a page. `url` is the address the caller gave; one that is not absolute is no
    /// base.
    #[must_use]
    pub fn of(dom: &Dom<'_>, url: Option<&str>) -> Self {
        let given = Self::new(url);
        let declared = dom
            .ids()
            // `<base>` is metadata content: behind the beginning of the body it is not looked for.
            .take_while(|&id| dom.tag(id) != Tag::BODY)
            .filter(|&id| dom.tag(id) == Tag::BASE)
            .find_map(|id| dom.attr(id, AttrName::HREF));
        match declared.and_then(|href| given.resolve(href)) {
            Some(base) => Self::new(Some(&base)),
            None => given,
        }
    }

    /// The base that is the absolute address `url`.
    #[must_use]
    pub fn new(url: Option<&str>) -> Self {
        // Addresses in use hold characters that the grammar does not know; resolving needs none of
        // them.
        Self { base: url.and_then(web_address).map(|url| oxiri::Iri::parse_unchecked(tidy(url))) }
    }

    /// The base itself.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.base.as_ref().map(oxiri::Iri::as_str)
    }

    /// The absolute address that `href` means on this page; as it stands when the page's address
    /// is not known. None for what leads nowhere on the web: an empty address, a fragment, a
    /// script, mail, inline data.
    #[must_use]
    pub fn resolve(&self, href: &str) -> Option<String> {
        let href = href.trim_matches(|c: char| c.is_ascii_whitespace() || c.is_control());
        if href.is_empty() || href.starts_with('#') {
            return None;
        }
        if let Some(colon) = href.find(':') {
            let scheme = &href[..colon];
            let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
            if is_scheme {
                return web_address(href).map(tidy);
            }
        }
        match &self.base {
            Some(base) => Some(base.resolve_unchecked(&tidy(href)).into_inner()),
            None => Some(tidy(href)),
        }
    }
}

/// Host of an absolute address, in lower case, without user, port and a leading `www.`.
#[must_use]
pub(crate) fn host(url: &str) -> Option<String> {
    let rest = &url[scheme_end(url)? + 3..];
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// Path of an absolute or relative address, without query and fragment.
#[must_use]
pub(crate) fn path(url: &str) -> &str {
    let rest = match scheme_end(url) {
        Some(at) => {
            let rest = &url[at + 3..];
            &rest[memchr::memchr(b'/', rest.as_bytes()).unwrap_or(rest.len())..]
        }
        None => url,
    };
    &rest[..memchr::memchr2(b'?', b'#', rest.as_bytes()).unwrap_or(rest.len())]
}

/// Where the first `://` stands.
fn scheme_end(url: &str) -> Option<usize> {
    let bytes = url.as_bytes();
    memchr::memchr_iter(b':', bytes).find(|&at| bytes[at + 1..].starts_with(b"//"))
}

fn web_address(url: &str) -> Option<&str> {
    let url = url.trim();
    let scheme = url.get(..scheme_end(url)?)?;
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")).then_some(url)
}

/// Line breaks and tabs out, blanks escaped, as browsers do.
fn tidy(url: &str) -> String {
    let mut tidy = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '\t' | '\n' | '\r' => {}
            ' ' => tidy.push_str("%20"),
            '\\' => tidy.push('/'),
            c => tidy.push(c),
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_relative_addresses_become_absolute() {
        let base = BaseUrl::new(Some("https://news.example/world/2025/story.html?x=1"));
        for (href, full) in [
            ("/a/b", Some("https://news.example/a/b")),
            ("pic.jpg", Some("https://news.example/world/2025/pic.jpg")),
            ("../pic one.jpg", Some("https://news.example/world/pic%20one.jpg")),
            ("//cdn.example/p", Some("https://cdn.example/p")),
            ("https://other.example/", Some("https://other.example/")),
            ("javascript:void(0)", None),
            ("mailto:desk@news.example", None),
            ("data:image/gif;base64,R0lGOD", None),
            ("#top", None),
            (" ", None),
        ] {
            assert_eq!(base.resolve(href).as_deref(), full, "{href}");
        }
    }

    #[test]
    fn ok_a_base_element_moves_the_base() {
        let dom = crate::dom::parse("<head><base href='/deep/er/'></head><body><a href=x>x</a>");
        let base = BaseUrl::of(&dom, Some("https://news.example/a"));
        assert_eq!(base.resolve("x").as_deref(), Some("https://news.example/deep/er/x"));
        assert_eq!(BaseUrl::of(&dom, None).resolve("x").as_deref(), Some("x"));
    }

    #[test]
    fn ok_hosts_and_paths() {
        assert_eq!(host("https://me@WWW.News.Example:80/x?y").as_deref(), Some("news.example"));
        assert_eq!(path("https://news.example/x/y?z#f"), "/x/y");
        assert_eq!(path("https://news.example"), "");
        assert_eq!(host("/x"), None);
    }

    #[test]
    fn err_a_base_that_is_no_address_is_none() {
        assert_eq!(BaseUrl::new(Some("not an address")).as_str(), None);
        assert_eq!(BaseUrl::new(Some("mailto:desk@news.example")).as_str(), None);
    }
}
