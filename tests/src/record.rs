//! A record looked at from outside: its spans found and sliced without the library's own means.

use dateline::article::{Block, BlockKind};
use dateline::{Article, OffsetUnit, Span};
use serde_json::Value;

/// Keys whose numbers are indices, not offsets.
const INDEX_KEYS: [&str; 1] = ["key_sentences"];

/// Every span in a record's JSON, with its path. In a record an array of two whole numbers is a
/// span, so a field that is new, and forgotten where units are converted, is found too.
pub(crate) fn spans(article: &Article) -> Vec<(String, [usize; 2])> {
    let value = serde_json::to_value(article).expect("a record is JSON");
    let mut found = Vec::new();
    walk(&value, &mut String::new(), &mut found);
    found
}

fn walk(value: &Value, path: &mut String, found: &mut Vec<(String, [usize; 2])>) {
    let length = path.len();
    match value {
        Value::Array(items) => {
            if let [Value::Number(start), Value::Number(end)] = items.as_slice() {
                let offset = |number: &serde_json::Number| {
                    usize::try_from(number.as_u64().expect("offsets are whole")).expect("64 bit")
                };
                found.push((path.clone(), [offset(start), offset(end)]));
                return;
            }
            for (index, item) in items.iter().enumerate() {
                path.push_str(&format!("/{index}"));
                walk(item, path, found);
                path.truncate(length);
            }
        }
        Value::Object(fields) => {
            for (key, item) in fields {
                if INDEX_KEYS.contains(&key.as_str()) {
                    continue;
                }
                path.push('/');
                path.push_str(key);
                walk(item, path, found);
                path.truncate(length);
            }
        }
        _ => {}
    }
}

/// A text that can be sliced by one unit, the way a language with that unit would.
pub(crate) enum Sliceable {
    Bytes(Vec<u8>),
    Chars(Vec<char>),
    Utf16(Vec<u16>),
}

impl Sliceable {
    pub(crate) fn new(text: &str, unit: OffsetUnit) -> Self {
        match unit {
            OffsetUnit::Byte => Self::Bytes(text.as_bytes().to_vec()),
            OffsetUnit::Char => Self::Chars(text.chars().collect()),
            OffsetUnit::Utf16 => Self::Utf16(text.encode_utf16().collect()),
        }
    }

    /// What lies between two offsets; none when they are out of bounds or cut a character.
    pub(crate) fn slice(&self, [start, end]: [usize; 2]) -> Option<String> {
        match self {
            Self::Bytes(bytes) => String::from_utf8(bytes.get(start..end)?.to_vec()).ok(),
            Self::Chars(chars) => Some(chars.get(start..end)?.iter().collect()),
            Self::Utf16(units) => String::from_utf16(units.get(start..end)?).ok(),
        }
    }
}

/// The name of a block's kind as the record spells it.
pub(crate) fn kind_name(block: &Block) -> String {
    let value = serde_json::to_value(block).expect("a block is JSON");
    value["kind"].as_str().expect("every block has a kind").to_owned()
}

/// A block's kind with what belongs to it: `heading 2`, `list_item ordered 1`, `code rust`.
pub(crate) fn label(block: &Block) -> String {
    match &block.kind {
        BlockKind::Heading { level } => format!("heading {level}"),
        BlockKind::ListItem { ordered: true, depth } => format!("list_item ordered {depth}"),
        BlockKind::ListItem { depth, .. } => format!("list_item {depth}"),
        BlockKind::Code { language: Some(language) } => format!("code {language}"),
        BlockKind::Figure { image } => format!("figure {image}"),
        _ => kind_name(block),
    }
}

/// The parts of the text that the analysis reads: blocks but code, cells of tables.
pub(crate) fn segments(article: &Article) -> Vec<Span> {
    let mut segments = Vec::new();
    for block in &article.blocks {
        match &block.kind {
            BlockKind::Code { .. } => {}
            BlockKind::Table { rows } => segments.extend(rows.iter().flatten().copied()),
            _ => segments.push(block.span),
        }
    }
    segments.retain(|span| !span.is_empty());
    segments
}
