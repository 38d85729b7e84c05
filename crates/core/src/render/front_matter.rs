//! YAML front matter: the metadata at the head of a Markdown file.

use super::json_ld::address;
use crate::article::Article;

/// Appends the metadata between `---` lines; nothing when nothing is known.
pub(super) fn push_front_matter(out: &mut String, article: &Article) {
    let data = &article.metadata;
    let start = out.len();
    out.push_str("---\n");
    let publisher = data.publisher.as_ref().map(|publisher| publisher.name.as_str());
    let authors: Vec<&str> = data.authors.iter().map(|author| author.name.as_str()).collect();
    let tags: Vec<&str> = data.tags.iter().map(String::as_str).collect();
    let lead = data.images.iter().find(|image| image.lead).map(|image| image.url.as_str());
    push_value(out, "title", data.title.as_deref());
    push_value(out, "subtitle", data.subtitle.as_deref());
    push_value(out, "description", data.description.as_deref());
    push_list(out, "authors", &authors);
    push_value(out, "published", data.published.as_deref());
    push_value(out, "modified", data.modified.as_deref());
    push_value(out, "publisher", publisher);
    push_value(out, "url", address(article));
    push_value(out, "language", data.language.as_deref());
    push_value(out, "section", data.section.as_deref());
    push_list(out, "tags", &tags);
    push_value(out, "image", lead);
    if out[start..].lines().count() == 1 {
        out.truncate(start);
    } else {
        out.push_str("---\n\n");
    }
}

fn push_value(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        out.push_str(name);
        out.push_str(": ");
        push_scalar(out, value);
        out.push('\n');
    }
}

fn push_list(out: &mut String, name: &str, values: &[&str]) {
    if values.is_empty() {
        return;
    }
    out.push_str(name);
    out.push_str(":\n");
    for value in values {
        out.push_str("  - ");
        push_scalar(out, value);
        out.push('\n');
    }
}

/// A YAML 1.2 scalar: as it is where every parser reads it as that string (or date), in double
/// quotes otherwise.
fn push_scalar(out: &mut String, value: &str) {
    if is_plain(value) || is_date(value) {
        out.push_str(value);
        return;
    }
    out.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            // What YAML does not allow bare, and what older parsers take for a line break.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Words that begin with a letter and hold no character with a meaning, and that YAML 1.1 and 1.2
/// take for nothing but a string.
fn is_plain(value: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let url = value.starts_with("https://") || value.starts_with("http://");
    value.chars().next().is_some_and(char::is_alphabetic)
        && !value.ends_with(char::is_whitespace)
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(value))
        && value.chars().all(|c| {
            c.is_alphanumeric()
                || matches!(c, ' ' | '-' | '_' | '.' | ',' | '/' | '(' | ')' | '’' | '–' | '—')
                || url && matches!(c, ':' | '?' | '=' | '&' | '%' | '~' | '+')
        })
}

/// ISO 8601 dates are bare by convention; tools that read front matter expect them so.
fn is_date(value: &str) -> bool {
    value.len() >= 10
        && value.bytes().take(10).enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
        && value.bytes().skip(10).all(|byte| byte.is_ascii_digit() || b"T:+-.Z".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_scalars_are_quoted_when_they_must_be() {
        for (value, expected) in [
            ("Harbour opens again", "Harbour opens again"),
            ("Harbour: open again", "\"Harbour: open again\""),
            ("No", "\"No\""),
            ("2025", "\"2025\""),
            ("2025-01-17", "2025-01-17"),
            ("2025-01-17T18:03:00+03:00", "2025-01-17T18:03:00+03:00"),
            ("2025-01-17: a day", "\"2025-01-17: a day\""),
            ("say \"no\" # now", "\"say \\\"no\\\" # now\""),
            ("a\u{2028}b", "\"a\\u2028b\""),
            ("- item", "\"- item\""),
            ("https://example.org/a?b=c&d", "https://example.org/a?b=c&d"),
        ] {
            let mut out = String::new();
            push_scalar(&mut out, value);
            assert_eq!(out, expected);
        }
    }
}
