//! Characters that mean something else in the language they are written into.

/// Appends `text` as HTML text or a double-quoted attribute value.
pub(super) fn push_html(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\u{a0}']) {
        out.push_str(&rest[..at]);
        let c = rest[at..].chars().next().unwrap_or_default();
        out.push_str(match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            _ => "&nbsp;",
        });
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
}

/// The address when a document may link to it: pages declare `javascript:` and `data:` targets too.
pub(super) fn safe_url(url: &str) -> Option<&str> {
    const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];
    let head = url.split(['/', '?', '#']).next().unwrap_or("");
    // Browsers ignore white space and control characters in a scheme; no honest address has them.
    let clean = !url.chars().any(|c| c.is_ascii_control());
    let known = head.split_once(':').is_none_or(|(scheme, _)| {
        SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme.trim()))
    });
    (clean && known && !url.trim().is_empty()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_html_is_escaped() {
        let mut out = String::new();
        push_html(&mut out, "a < b & \"c\"\u{a0}d");
        assert_eq!(out, "a &lt; b &amp; &quot;c&quot;&nbsp;d");
    }

    #[test]
    fn err_active_addresses_are_refused() {
        for url in
            ["javascript:alert(1)", " JavaScript:x", "java\nscript:x", "data:text/html,x", ""]
        {
            assert_eq!(safe_url(url), None, "{url:?}");
        }
        for url in ["https://example.org/a:b", "/a", "a/b:c", "#x", "mailto:desk@example.org"] {
            assert_eq!(safe_url(url), Some(url));
        }
    }
}
