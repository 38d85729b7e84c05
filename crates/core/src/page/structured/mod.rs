//! What a page declares about itself: JSON-LD, meta tags, microdata and RDFa, link relations.
//!
//! [`gather`] walks the tree once. Nothing is decided here but which thing of the JSON-LD the page
//! is about: a declaration may be wrong, and the metadata step weighs it against what a reader
//! sees.

mod json_ld;
mod main_thing;
mod mend;
mod microdata;
mod text;

pub(crate) use json_ld::{JsonLd, Thing, types};
pub(crate) use microdata::Microdata;
pub(crate) use text::{fold, folded_text, plain};

use super::PageContext;
use crate::article::{Warning, WarningCode};
use crate::dom::{AttrName, Dom, NodeId, Tag};
use crate::trace::{Stage, Trace};
use json_ld::ScriptState;

/// One `<meta>` with a name and a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MetaTag {
    /// Its `property`, `name`, `itemprop` or `http-equiv`, in lower case.
    pub(crate) name: String,
    /// Its `content`, as text.
    pub(crate) value: String,
}

/// One word of the `rel` of a `<link>` or `<a>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    /// The word, in lower case: `canonical`, `author`.
    pub(crate) rel: String,
    /// Where it leads, as it stands.
    pub(crate) href: String,
    /// The element.
    pub(crate) node: NodeId,
}

/// The declarations of one page.
#[derive(Debug, Default)]
pub struct Structured {
    pub(crate) json_ld: JsonLd,
    pub(crate) metas: Vec<MetaTag>,
    pub(crate) microdata: Microdata,
    pub(crate) relations: Vec<Relation>,
    /// What the page is about, by JSON-LD.
    main: Option<Thing>,
}

impl Structured {
    /// The thing of the JSON-LD that the page is about.
    pub(crate) fn main(&self) -> Option<&Thing> {
        self.main.as_ref()
    }

    /// The text of a member of what the page is about, from the JSON-LD alone: `headline`,
    /// `description`, `datePublished`. Character references and tags are resolved, white space is
    /// folded.
    #[must_use]
    pub fn main_text(&self, member: &str) -> Option<String> {
        self.json_ld.text(self.main()?, member)
    }

    /// The headline the JSON-LD declares.
    #[must_use]
    pub fn headline(&self) -> Option<String> {
        self.main_text("headline")
    }

    /// The body the JSON-LD declares, white space folded.
    #[must_use]
    pub fn article_body(&self) -> Option<String> {
        self.main_text("articleBody").or_else(|| self.main_text("text"))
    }

    /// The summary the page declares: JSON-LD, Open Graph, then the plain meta tag.
    #[must_use]
    pub fn description(&self) -> Option<String> {
        self.main_text("description").or_else(|| {
            self.meta(&["og:description", "description", "twitter:description"]).map(str::to_owned)
        })
    }

    /// The names of the steps of the path to the page that the JSON-LD declares, from the home page
    /// to the page itself.
    #[must_use]
    pub fn path_steps(&self) -> Vec<String> {
        let mut things = self.json_ld.things().iter();
        let path = things.find(|thing| types(thing).any(|name| name == "BreadcrumbList"));
        let Some(path) = path else { return Vec::new() };
        self.json_ld
            .values(path, "itemListElement")
            .filter_map(|step| {
                self.json_ld.name(step).or_else(|| {
                    let item = self.json_ld.values(step.as_object()?, "item").next()?;
                    self.json_ld.name(item).filter(|name| !name.contains("://"))
                })
            })
            .collect()
    }

    /// The description of each product the page declares, in page order.
    #[must_use]
    pub fn product_descriptions(&self) -> Vec<String> {
        let by_json_ld = self.json_ld.things().iter().filter(|thing| {
            types(thing)
                .any(|name| matches!(name, "Product" | "ProductGroup" | "IndividualProduct"))
        });
        let by_microdata = self
            .microdata
            .named("description")
            .filter(|property| self.microdata.owner(property) == "Product")
            .map(|property| property.value.clone());
        by_json_ld
            .filter_map(|thing| self.json_ld.text(thing, "description"))
            .chain(by_microdata)
            .filter(|text| !text.is_empty())
            .collect()
    }

    /// The types of everything the JSON-LD declares at its top, in page order: `NewsArticle`,
    /// `BreadcrumbList`.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        self.json_ld.things().iter().flat_map(types)
    }

    /// The types of what the page is about.
    pub fn main_types(&self) -> impl Iterator<Item = &str> {
        self.main.iter().flat_map(types)
    }

    /// The types of the microdata items, in page order, with the element of each.
    pub fn item_types(&self) -> impl Iterator<Item = (&str, NodeId)> {
        self.microdata.scopes.iter().map(|scope| (scope.type_name.as_str(), scope.node))
    }

    /// The elements that declare this property by microdata or RDFa, in page order:
    /// `articleBody`.
    pub fn elements_with<'a>(&'a self, property: &'a str) -> impl Iterator<Item = NodeId> {
        self.microdata.named(property).map(|property| property.node)
    }

    /// The value of the first of these meta tags that is there; the order is the caller's. Names
    /// are in lower case: `og:title`, `description`.
    #[must_use]
    pub fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let tag = self.metas.iter().find(|meta| meta.name == *name)?;
            Some(tag.value.as_str())
        })
    }

    /// The values of a meta tag that stands more than once, in page order.
    pub fn meta_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |meta| meta.name == name).map(|meta| meta.value.as_str())
    }

    /// What the page is called as a kind by Open Graph: `article`, `website`, `product`.
    #[must_use]
    pub fn og_type(&self) -> Option<&str> {
        self.meta(&["og:type"])
    }
}

/// Gathers the declarations in one walk over the tree.
#[must_use]
pub fn gather(
    dom: &Dom<'_>,
    context: &PageContext<'_>,
    warnings: &mut Vec<Warning>,
    trace: &mut Trace,
) -> Structured {
    let mut found = Structured::default();
    let mut broken = 0_usize;
    let mut at = 0;
    while at < dom.len() {
        let id = NodeId::from_index(at);
        at += 1;
        match dom.tag(id) {
            Tag::TEMPLATE => {
                at = dom.end(id).index();
                continue;
            }
            Tag::SCRIPT => {
                broken += usize::from(read_script(dom, id, &mut found, trace));
                at = dom.end(id).index();
                continue;
            }
            Tag::META => read_meta(dom, id, &mut found.metas),
            Tag::LINK | Tag::A => read_relation(dom, id, &mut found.relations),
            _ => {}
        }
        if dom.has_attr_of(id, microdata::DECLARING) {
            found.microdata.visit(dom, id);
        }
    }
    if broken > 0 {
        warnings.push(Warning::new(
            WarningCode::BrokenJsonLd,
            format!("{broken} JSON-LD script(s) could not be read"),
        ));
    }
    let canonical = found.relations.iter().find(|relation| relation.rel == "canonical");
    let addresses: Vec<&str> =
        [context.url, canonical.map(|relation| relation.href.as_str()), found.meta(&["og:url"])]
            .into_iter()
            .flatten()
            .collect();
    found.main = main_thing::choose(&found.json_ld, &addresses).cloned();
    trace.note(Stage::Page, "structured/main_thing", || {
        let types: Vec<&str> = found.main_types().collect();
        (types.join(" "), format!("of {} things in the JSON-LD", found.json_ld.things().len()))
    });
    found
}

/// Reads a script when it is JSON-LD; says whether it could not be read.
fn read_script(dom: &Dom<'_>, id: NodeId, found: &mut Structured, trace: &mut Trace) -> bool {
    let kind = dom.attr(id, AttrName::TYPE).unwrap_or("").trim();
    let kind = kind.split(';').next().unwrap_or("").trim_end();
    if !kind.eq_ignore_ascii_case("application/ld+json") {
        return false;
    }
    let state = found.json_ld.add_script(&dom.text_content(id));
    trace.note(Stage::Page, "structured/json_ld", || {
        let state = match state {
            ScriptState::Valid => "read",
            ScriptState::Mended => "no JSON as it stands: mended",
            ScriptState::Broken => "no JSON and not to be mended",
        };
        (format!("script at node {}", id.index()), state.to_owned())
    });
    state == ScriptState::Broken
}

fn read_meta(dom: &Dom<'_>, id: NodeId, metas: &mut Vec<MetaTag>) {
    let Some(value) = dom.attr(id, AttrName::CONTENT).and_then(plain) else { return };
    let names = [
        dom.attr(id, AttrName::PROPERTY),
        dom.attr(id, AttrName::NAME),
        dom.attr(id, AttrName::ITEMPROP),
        dom.attr(id, AttrName::HTTP_EQUIV),
    ];
    let mut seen: Option<String> = None;
    for name in names.into_iter().flatten() {
        let name = name.trim().to_ascii_lowercase();
        if !name.is_empty() && seen.as_deref() != Some(&name) {
            metas.push(MetaTag { name: name.clone(), value: value.clone() });
            seen = Some(name);
        }
    }
}

fn read_relation(dom: &Dom<'_>, id: NodeId, relations: &mut Vec<Relation>) {
    let (Some(rel), Some(href)) = (dom.attr(id, AttrName::REL), dom.attr(id, AttrName::HREF))
    else {
        return;
    };
    for word in rel.split_ascii_whitespace() {
        let rel = word.to_ascii_lowercase();
        // Thousands of links may say `nofollow` or `noopener`; these mean something here.
        if matches!(
            rel.as_str(),
            "canonical"
                | "author"
                | "amphtml"
                | "next"
                | "prev"
                | "tag"
                | "category"
                | "publisher"
                | "home"
                | "shortlink"
                | "image_src"
        ) {
            relations.push(Relation { rel, href: href.to_owned(), node: id });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(html: &str) -> (Structured, Vec<Warning>) {
        let mut warnings = Vec::new();
        let dom = crate::dom::parse(html);
        let found = gather(&dom, &PageContext::default(), &mut warnings, &mut Trace::off());
        (found, warnings)
    }

    #[test]
    fn ok_everything_is_gathered_once() {
        let (found, warnings) = gathered(
            "<head><meta property=og:title content='A &amp;amp; B'>
             <meta name=Author content='Jane Roe'><meta name=empty content=' '>
             <link rel='canonical nofollow' href=/a>
             <script type='Application/LD+JSON; charset=utf-8'>
             {\"@type\": \"NewsArticle\", \"headline\": \"A\", \"articleBody\": \"One<br>two\",}
             </script></head><body><template><meta name=author content=no></template>
             <div itemscope itemtype=https://schema.org/Product>
             <p itemprop=description>A lamp</p></div>",
        );
        assert!(warnings.is_empty());
        assert_eq!(found.meta(&["twitter:title", "og:title"]), Some("A & B"));
        assert_eq!(found.meta_values("author").collect::<Vec<_>>(), ["Jane Roe"]);
        assert_eq!(found.relations.len(), 1);
        assert_eq!(found.headline().as_deref(), Some("A"));
        assert_eq!(found.article_body().as_deref(), Some("One two"));
        assert_eq!(found.main_types().collect::<Vec<_>>(), ["NewsArticle"]);
        assert_eq!(found.product_descriptions(), ["A lamp"]);
    }

    #[test]
    fn err_a_broken_script_is_a_warning() {
        let (found, warnings) =
            gathered("<script type=application/ld+json>no json here</script><p>x</p>");
        assert_eq!(warnings[0].code, WarningCode::BrokenJsonLd);
        assert_eq!(found.headline(), None);
    }
}
