//! What the page as a whole is like: the same for all of its segments.

use super::evidence::Evidence;
use super::layout::Layout;
use super::sink::Sink;
use crate::dom::Tag;
use crate::page::PageContext;
use crate::page::body::segment::Segmentation;
use crate::page::structured::Structured;

/// Words in addresses that tell the kind of page.
const ADDRESS_WORDS: [(&str, &[&str]); 6] = [
    (
        "url_forum",
        &[
            "forum",
            "thread",
            "topic",
            "discuss",
            "community",
            "viewtopic",
            "question",
            "/t/",
            "comments",
        ],
    ),
    (
        "url_manual",
        &[
            "docs",
            "doc.",
            "reference",
            "manual",
            "guide",
            "/api",
            "wiki",
            "readthedocs",
            "help",
            "tutorial",
        ],
    ),
    ("url_product", &["product", "/shop", "/p/", "/dp/", "store", "item", "/buy"]),
    (
        "url_listing",
        &["categor", "collection", "/tag", "search", "list", "/c/", "archive", "author"],
    ),
    ("url_service", &["service", "about", "solution", "pricing", "contact", "location"]),
    ("url_article", &["blog", "news", "article", "story", "/20", "post", ".html"]),
];

/// Features of the page.
pub(super) fn put(
    context: &PageContext<'_>,
    structured: &Structured,
    page: &Segmentation,
    layout: &Layout,
    evidence: &Evidence,
    sink: &mut impl Sink,
) {
    let total = layout.total();
    let words = total.words_tenths.max(1) as f32;
    sink.put("page_segments", page.segments.len() as f32);
    sink.put("page_words", words / 10.0);
    sink.put("page_link_density", total.link_chars as f32 / total.chars.max(1) as f32);
    sink.put("page_paragraphs", total.paragraph_tenths as f32 / words);
    sink.put("page_prose", total.prose_tenths as f32 / words);
    sink.put("page_prose_segments", total.prose_segments as f32);
    let mut tags = [0u32; Tag::COUNT];
    for region in &page.regions {
        tags[region.tag.index()] += 1;
    }
    for (name, tag) in [
        ("page_article", Tag::ARTICLE),
        ("page_h1", Tag::H1),
        ("page_h2", Tag::H2),
        ("page_h3", Tag::H3),
        ("page_table", Tag::TABLE),
        ("page_form", Tag::FORM),
        ("page_li", Tag::LI),
        ("page_p", Tag::P),
        ("page_pre", Tag::PRE),
        ("page_dl", Tag::DL),
        ("page_blockquote", Tag::BLOCKQUOTE),
        ("page_section", Tag::SECTION),
    ] {
        sink.put(name, tags[tag.index()] as f32);
    }
    sink.put("page_pictures", page.pictures.len() as f32);
    let og_type = structured.og_type().unwrap_or("");
    sink.flag("og_article", og_type.contains("article"));
    sink.flag("og_product", og_type.contains("product"));
    sink.flag("og_website", og_type.contains("website"));
    sink.flag("has_published", structured.meta(&["article:published_time"]).is_some());
    let mut kinds = [false; 8];
    for name in structured.types().chain(structured.item_types().map(|(name, _)| name)) {
        let kind = match name {
            "NewsArticle" | "ReportageNewsArticle" | "LiveBlogPosting" | "AnalysisNewsArticle" => 0,
            "Article" | "BlogPosting" | "TechArticle" => 1,
            "Product" | "ProductGroup" | "Offer" | "IndividualProduct" => 2,
            "DiscussionForumPosting" | "QAPage" | "Question" | "Comment" => 3,
            "CollectionPage" | "ItemList" | "SearchResultsPage" => 4,
            "Service" | "LocalBusiness" | "ProfessionalService" | "FAQPage" => 5,
            "Recipe" | "HowTo" | "Course" => 6,
            "Blog" | "CreativeWork" => 7,
            _ => continue,
        };
        kinds[kind] = true;
    }
    for (nth, &kind) in kinds.iter().enumerate() {
        sink.put_nth("declares", nth as i32, f32::from(u8::from(kind)));
    }
    sink.flag("declares_body", evidence.has_body());
    let url = context.url.or_else(|| structured.meta(&["og:url"])).unwrap_or("");
    let url = url.to_ascii_lowercase();
    let path = url.split_once("://").map_or("", |(_, rest)| rest);
    let path = path.find('/').map_or("", |slash| &path[slash..]);
    let path = path.split(['?', '#']).next().unwrap_or("");
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    sink.put("url_depth", path.split('/').filter(|part| !part.is_empty()).count() as f32);
    sink.put("url_last", last.len() as f32);
    sink.put("url_dashes", last.bytes().filter(|&byte| byte == b'-').count() as f32);
    sink.put("url_digits", path.bytes().filter(u8::is_ascii_digit).count() as f32);
    for (name, words) in ADDRESS_WORDS {
        sink.flag(name, words.iter().any(|word| url.contains(word)));
    }
    let priced = page.segments.iter().filter(|s| s.measure.currencies > 0).count();
    sink.put("page_priced", priced as f32 / page.segments.len().max(1) as f32);
    let dated = page.segments.iter().filter(|s| s.measure.years > 0 || s.has_time).count();
    sink.put("page_dated", dated as f32 / page.segments.len().max(1) as f32);
    for (name, container) in [("top", layout.top), ("heavy", layout.heavy)] {
        let region = &page.regions[container as usize];
        let within = layout.within(region.first, region.end).words_tenths as f32;
        sink.put(if name == "top" { "page_top_share" } else { "page_heavy_share" }, within / words);
        sink.put(
            if name == "top" { "page_top_depth" } else { "page_heavy_depth" },
            region.depth as f32,
        );
    }
}
