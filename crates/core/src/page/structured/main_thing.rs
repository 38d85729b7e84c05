//! Which of the things a page declares is what the page is about.

use serde_json::Value;

use super::json_ld::{JsonLd, Thing, types};
use crate::page::url;

/// How likely a page is about a thing of this type; 0 for what is never a page's subject.
fn rank(name: &str) -> u32 {
    match name {
        "Article" | "BlogPosting" | "LiveBlogPosting" | "SocialMediaPosting" | "Report"
        | "OpinionPiece" | "PressRelease" | "TechArticle" | "APIReference" => 100,
        _ if name.len() > 7 && name.to_ascii_lowercase().ends_with("article") => 100,
        "DiscussionForumPosting"
        | "QAPage"
        | "Question"
        | "Product"
        | "ProductGroup"
        | "Recipe"
        | "Review"
        | "HowTo"
        | "Event"
        | "JobPosting"
        | "Book"
        | "Movie"
        | "SoftwareApplication"
        | "Course"
        | "Dataset"
        | "Vehicle" => 80,
        "VideoObject" | "AudioObject" | "PodcastEpisode" | "ImageGallery" | "MediaGallery"
        | "CreativeWork" | "Service" | "Blog" => 50,
        "WebPage" | "ItemPage" | "AboutPage" | "ContactPage" | "CollectionPage" | "FAQPage"
        | "ProfilePage" | "MedicalWebPage" | "SearchResultsPage" => 30,
        // Types of things that have a name too, but are about a page's surroundings.
        _ => 0,
    }
}

/// The rank of a thing by the best of its types.
pub(super) fn thing_rank(thing: &Thing) -> u32 {
    types(thing).map(rank).max().unwrap_or(0)
}

/// The thing the page is about: of the best type, preferring what says that it stands at this
/// page's address, then the first.
pub(super) fn choose<'a>(json_ld: &'a JsonLd, addresses: &[&str]) -> Option<&'a Thing> {
    let mut best: Option<(u32, &Thing)> = None;
    for thing in json_ld.things() {
        let mut score = thing_rank(thing);
        if score == 0 {
            continue;
        }
        // Ten teasers of other articles may stand beside the page's own.
        match at_address(json_ld, thing, addresses) {
            Some(true) => score += 60,
            Some(false) => score = score.saturating_sub(15),
            None => {}
        }
        if ["datePublished", "headline", "articleBody"].iter().any(|key| thing.contains_key(*key)) {
            score += 5;
        }
        if best.is_none_or(|(found, _)| score > found) {
            best = Some((score, thing));
        }
    }
    best.map(|(_, thing)| thing)
}

/// Whether the thing says that it stands at one of these addresses; none when it says nothing.
fn at_address(json_ld: &JsonLd, thing: &Thing, addresses: &[&str]) -> Option<bool> {
    let declared = ["url", "mainEntityOfPage", "@id"]
        .into_iter()
        .flat_map(|member| json_ld.values(thing, member))
        .filter_map(|value| match value {
            Value::String(url) => Some(url.as_str()),
            Value::Object(thing) => thing.get("@id")?.as_str(),
            _ => None,
        })
        .filter(|url| url.contains("://"));
    let mut said = None;
    for url in declared {
        if addresses.iter().any(|address| same_page(url, address)) {
            return Some(true);
        }
        said = Some(false);
    }
    said
}

/// Whether two absolute addresses are of one page: scheme, query and a final slash do not count.
fn same_page(a: &str, b: &str) -> bool {
    let trim = |url| url::path(url).trim_end_matches('/');
    url::host(a) == url::host(b) && trim(a) == trim(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(script: &str, addresses: &[&str]) -> Option<String> {
        let mut json_ld = JsonLd::default();
        json_ld.add_script(script);
        choose(&json_ld, addresses).and_then(|thing| json_ld.text(thing, "headline"))
    }

    const TWO: &str = r#"[{"@type": "WebPage", "headline": "page"},
        {"@type": "NewsArticle", "headline": "one", "url": "https://n.example/1"},
        {"@type": "NewsArticle", "headline": "two", "url": "http://www.n.example/2/"}]"#;

    #[test]
    fn ok_the_article_at_this_address() {
        assert_eq!(chosen(TWO, &["https://n.example/2?x"]).as_deref(), Some("two"));
        assert_eq!(chosen(TWO, &[]).as_deref(), Some("one"));
    }

    #[test]
    fn err_a_site_is_not_what_a_page_is_about() {
        assert_eq!(chosen(r#"{"@type": "WebSite", "headline": "x"}"#, &[]), None);
    }
}
