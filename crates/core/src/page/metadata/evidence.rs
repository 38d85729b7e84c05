//! Everything the fields are decided from, gathered once.

use super::datetime::Reading;
use super::scan::Scan;
use crate::dom::Dom;
use crate::page::structured::Structured;
use crate::page::url::BaseUrl;

/// The evidence of one page.
pub(super) struct Evidence<'a> {
    pub(super) dom: &'a Dom<'a>,
    pub(super) structured: &'a Structured,
    pub(super) scan: Scan,
    pub(super) base: BaseUrl,
    /// The language the page declares, normalised by the language step later.
    pub(super) language: Option<String>,
    /// The names under which the site speaks of itself, best first.
    pub(super) site_names: Vec<String>,
}

impl Evidence<'_> {
    /// Primary subtag of the declared language in lower case; empty when none is declared.
    pub(super) fn primary_language(&self) -> String {
        self.language
            .as_deref()
            .map(|tag| tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase())
            .unwrap_or_default()
    }

    /// Whether the page says that it is an article.
    pub(super) fn is_article(&self) -> bool {
        self.structured
            .main_types()
            .any(|name| name.ends_with("Article") || name.ends_with("Posting"))
            || self.structured.og_type().is_some_and(|kind| kind.eq_ignore_ascii_case("article"))
    }

    /// How the dates of this page are read.
    pub(super) fn reading<'l>(&self, language: &'l str) -> Reading<'l> {
        Reading { language, month_first: self.month_first(language) }
    }

    /// The United States and a few neighbours write the month first, and with them most English
    /// pages that say nothing of their country.
    fn month_first(&self, language: &str) -> bool {
        if !matches!(language, "en" | "") {
            return false;
        }
        let tag = self.language.as_deref().unwrap_or("").to_ascii_uppercase();
        let region = tag.split(['-', '_']).nth(1).filter(|part| part.len() == 2);
        if let Some(region) = region
            && region != "US"
        {
            return matches!(region, "CA" | "PH");
        }
        let host = self.base.as_str().and_then(crate::page::url::host).unwrap_or_default();
        let top = host.rsplit('.').next().unwrap_or("");
        // Two letters are a country; some are used for their sound.
        let country =
            top.len() == 2 && !matches!(top, "us" | "io" | "co" | "me" | "tv" | "ai" | "fm" | "ly");
        !country && (language == "en" || matches!(top, "us" | "gov" | "mil" | "edu"))
    }
}
