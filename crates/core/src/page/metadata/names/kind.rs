//! Whether a text is a name, and of a person or of an organisation.

use crate::article::AuthorKind;
use crate::page::metadata::key::key;
use crate::page::metadata::{labels, words};

/// Whether a text can be a name at all.
pub(super) fn is_name(name: &str) -> bool {
    const MAX_CHARS: usize = 60;
    const MAX_WORDS: usize = 7;
    let lower = name.to_lowercase();
    let chars = name.chars().count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    (2..=MAX_CHARS).contains(&chars)
        && letters >= 2.min(chars)
        && name.split_whitespace().count() <= MAX_WORDS
        && !words::is_no_name(&lower)
        && (words::byline_prefix(name) != Some(name.len()) || words::is_organization_word(&lower))
        && !lower.starts_with("view all")
        && !lower.starts_with("follow ")
        && !lower.starts_with("more ")
        && !lower.starts_with("read more")
        && !lower.ends_with(" by")
        && !begins_small(name)
        && !lower.ends_with("min read")
        && !lower.split(' ').any(|word| {
            word.starts_with("comment")
                || word.starts_with("kommentar")
                || matches!(
                    word,
                    "posts"
                        | "disclosure"
                        | "bio"
                        | "beiträge"
                        | "articles"
                        | "artikel"
                        | "ago"
                        | "minutes"
                )
        })
        && labels::before(name).is_none_or(|label| label == labels::Label::Other)
        && !is_address(name)
        && !name.contains(['{', '}', '<', '>', '=', '?', '!', '…', ':', '@'])
}

/// Whether a phrase of three words or more begins like a sentence's middle: `of the society`. The
/// particles of family names may begin a name.
fn begins_small(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or("");
    first.starts_with(char::is_lowercase) && words.count() >= 2 && !words::is_particle(first)
}

/// Two to four words with capitals, or a short name in a script without them.
pub(in crate::page::metadata) fn looks_like_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let has_case = name.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    if !has_case {
        return (2..=12).contains(&name.chars().count())
            && name.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '·');
    }
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    let known = words.iter().any(|word| {
        let word = word.to_lowercase();
        words::is_role(&word) || words::is_organization_word(&word)
    });
    (2..=5).contains(&words.len())
        && capitals >= 2
        && !known
        && !words::is_agency(&name.to_lowercase())
        && !name.bytes().any(|byte| byte.is_ascii_digit())
        && words.iter().all(|word| word.chars().count() <= 24)
}

/// Person or organisation.
pub(in crate::page::metadata) fn kind_of(name: &str, site_names: &[String]) -> AuthorKind {
    let lower = name.to_lowercase();
    let own = key(name);
    let by_word = lower.split(|c: char| !c.is_alphanumeric()).any(words::is_organization_word);
    let is_host = name.contains('.')
        && !name.contains(' ')
        && name.rsplit('.').next().is_some_and(|top| {
            (2..=4).contains(&top.len()) && top.bytes().all(|byte| byte.is_ascii_lowercase())
        });
    let organization = by_word
        || is_host
        || words::is_agency(&lower)
        || site_names.iter().any(|site| key(site) == own);
    if organization { AuthorKind::Organization } else { AuthorKind::Person }
}

pub(super) fn one_capitalized(part: &str) -> bool {
    let part = part.trim();
    !part.contains(' ')
        && part.starts_with(char::is_uppercase)
        && !words::is_agency(&part.to_lowercase())
        && part.chars().any(char::is_lowercase)
}

pub(super) fn is_address(text: &str) -> bool {
    text.contains("://")
        || text.starts_with("www.")
        || text.starts_with('/')
        || text.contains(".com/")
}
