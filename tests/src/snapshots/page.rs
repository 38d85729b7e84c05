//! Metadata as a list of fields, the body as a list of blocks.

use dateline::Article;
use dateline::article::BlockKind;

use crate::record::label;

/// Every field with where it came from; pictures and warnings below.
pub(super) fn metadata(article: &Article) -> String {
    let data = serde_json::to_value(&article.metadata).expect("metadata is JSON");
    let mut out = format!("charset: {}\n", article.source.charset);
    if let Some(url) = &article.source.canonical_url {
        out.push_str(&format!("canonical_url: {url}\n"));
    }
    for (field, value) in data.as_object().expect("metadata is an object") {
        if field == "provenance" || field == "images" {
            continue;
        }
        let source = data["provenance"].get(field).map_or_else(String::new, |source| {
            format!("  ({})", source.as_str().expect("a source is a name"))
        });
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        out.push_str(&format!("{field}: {value}{source}\n"));
    }
    for image in &article.metadata.images {
        let lead = if image.lead { "lead " } else { "" };
        out.push_str(&format!("{lead}image: {}\n", image.url));
        for (what, text) in
            [("caption", &image.caption), ("credit", &image.credit), ("alt", &image.alt)]
        {
            if let Some(text) = text {
                out.push_str(&format!("  {what}: {text}\n"));
            }
        }
    }
    for warning in &article.warnings {
        out.push_str(&format!("warning: {:?}: {}\n", warning.code, warning.message));
    }
    out
}

/// Every block with its label and span, its text in full, and the links in it.
pub(super) fn blocks(article: &Article) -> String {
    let text = &article.text;
    let mut out = String::new();
    for block in &article.blocks {
        out.push_str(&format!("[{} {:?}]\n", label(block), block.span));
        match &block.kind {
            BlockKind::Table { rows } => {
                for row in rows {
                    let cells: Vec<&str> = row.iter().map(|cell| cell.of(text)).collect();
                    out.push_str(&format!("| {} |\n", cells.join(" | ")));
                }
            }
            BlockKind::Figure { .. } if block.span.is_empty() => {}
            _ => {
                out.push_str(block.span.of(text));
                out.push('\n');
            }
        }
        for link in article.links.iter().filter(|link| block.span.contains(link.span)) {
            out.push_str(&format!("  {:?} -> {}\n", link.span.of(text), link.url));
        }
    }
    out
}
