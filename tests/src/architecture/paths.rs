//! The paths that a Rust source mentions, resolved to where they begin: enough of the language to
//! read imports and inline paths, without a parser.

/// A path that begins at the crate's root (`["page", "body"]`) or at `std` (`["std", "fs"]`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Colons,
    Mark(char),
}

/// Every path in `source` that begins with `crate`, `super`, `self` or `std`, but for those in
/// modules called `tests`. `module` is where the source stands in the crate.
pub(crate) fn references(module: &[&str], source: &str) -> Vec<Reference> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    // The modules written inside the file, each with the depth of its braces.
    let mut inline: Vec<(usize, &str)> = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    while let Some(&(token, _)) = tokens.get(at) {
        match token {
            Token::Mark('{') => {
                depth += 1;
                if let Some([(Token::Word("mod"), _), (Token::Word(name), _)]) =
                    at.checked_sub(2).and_then(|start| tokens.get(start..at))
                {
                    inline.push((depth, *name));
                }
            }
            Token::Mark('}') => {
                inline.retain(|(opened, _)| *opened < depth);
                depth -= 1;
            }
            Token::Word("crate" | "super" | "self" | "std")
                if tokens.get(at + 1).is_some_and(|next| next.0 == Token::Colons)
                    && !follows_colons(&tokens, at) =>
            {
                let here: Vec<&str> =
                    module.iter().copied().chain(inline.iter().map(|(_, name)| *name)).collect();
                let before = found.len();
                at = tree(&tokens, at, &here, &[], &mut found);
                if inline.iter().any(|(_, name)| *name == "tests") {
                    found.truncate(before);
                }
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn follows_colons(tokens: &[(Token<'_>, usize)], at: usize) -> bool {
    at > 0 && tokens[at - 1].0 == Token::Colons
}

/// Reads one path from `at` on, with the tree of braces it may end in; returns the place behind it.
fn tree(
    tokens: &[(Token<'_>, usize)],
    mut at: usize,
    here: &[&str],
    base: &[String],
    found: &mut Vec<Reference>,
) -> usize {
    let mut path = base.to_vec();
    let line = tokens.get(at).map_or(0, |token| token.1);
    loop {
        match tokens.get(at).map(|token| token.0) {
            Some(Token::Word("crate")) => path.clear(),
            Some(Token::Word("self")) if path.is_empty() => {
                path = here.iter().map(|&name| name.to_owned()).collect();
            }
            Some(Token::Word("self")) => {}
            Some(Token::Word("super")) if follows_super(tokens, at) => {
                path.pop();
            }
            Some(Token::Word("super")) => {
                let parents = &here[..here.len().saturating_sub(1)];
                path = parents.iter().map(|&name| name.to_owned()).collect();
            }
            Some(Token::Word(name)) => path.push(name.to_owned()),
            Some(Token::Mark('{')) => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token.0 != Token::Mark('}')) {
                    let before = at;
                    at = tree(tokens, at, here, &path, found);
                    // A renaming and a comma stand between the branches.
                    while let Some(Token::Word("as" | "_") | Token::Mark(',')) =
                        tokens.get(at).map(|token| token.0)
                    {
                        at += if tokens[at].0 == Token::Word("as") { 2 } else { 1 };
                    }
                    at += usize::from(at == before);
                }
                return at + 1;
            }
            _ => {}
        }
        at += 1;
        if tokens.get(at).is_none_or(|token| token.0 != Token::Colons) {
            found.push(Reference { path, line });
            return at;
        }
        at += 1;
        if matches!(tokens.get(at).map(|token| token.0), Some(Token::Mark('<' | '*'))) {
            found.push(Reference { path, line });
            return at;
        }
    }
}

fn follows_super(tokens: &[(Token<'_>, usize)], at: usize) -> bool {
    at > 1 && tokens[at - 1].0 == Token::Colons && tokens[at - 2].0 == Token::Word("super")
}

/// Words, double colons and marks with their lines; no comments, no literals.
fn tokens(source: &str) -> Vec<(Token<'_>, usize)> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            string(rest)
        } else if let Some(hashes) = raw_string(rest) {
            let close = format!("\"{}", "#".repeat(hashes));
            let open = rest.find('"').expect("a raw string has its quote") + 1;
            rest[open..].find(&close).map_or(rest.len(), |end| open + end + close.len())
        } else if first == '\'' {
            character(rest)
        } else if rest.starts_with("::") {
            tokens.push((Token::Colons, line));
            2
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push((Token::Word(&rest[..end]), line));
            end
        } else {
            if !first.is_whitespace() {
                tokens.push((Token::Mark(first), line));
            }
            first.len_utf8()
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// How many hashes a raw string that begins here has.
fn raw_string(rest: &str) -> Option<usize> {
    let rest = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let hashes = rest.bytes().take_while(|byte| *byte == b'#').count();
    rest[hashes..].starts_with('"').then_some(hashes)
}

/// A character literal, or the apostrophe of a lifetime alone.
fn character(rest: &str) -> usize {
    if rest.starts_with("'\\") {
        return rest[3..].find('\'').map_or(rest.len(), |end| end + 4);
    }
    let mut chars = rest.char_indices().skip(2);
    match chars.next() {
        Some((at, '\'')) => at + 1,
        _ => 1,
    }
}

#[test]
fn paths_are_resolved() {
    let source = r#"
        use super::dom::{Dom, names as n, Tag};
        use crate::{span::Span, trace};
        use self::inner::x;
        // crate::comment
        const C: (&str, char) = ("crate::string", '"');
        fn f<'a>(x: &'a crate::plain::Plain) -> super::super::up::Up { std::fs::read(x) }
        mod inside { use super::*; use super::super::page; mod deep { use super::super::own; } }
        mod tests { use crate::everything; }
        use super::after;
    "#;
    let found: Vec<String> = references(&["analysis", "key"], source)
        .into_iter()
        .map(|reference| reference.path.join("::"))
        .collect();
    let expected = [
        "analysis::dom::Dom",
        "analysis::dom::names",
        "analysis::dom::Tag",
        "span::Span",
        "trace",
        "analysis::key::inner::x",
        "plain::Plain",
        "up::Up",
        "std::fs::read",
        "analysis::key",
        "analysis::page",
        "analysis::key::own",
        "analysis::after",
    ];
    assert_eq!(found, expected);
}
