//! The authors: from what the page declares and from the byline a reader sees.
//!
//! Each source gives a list of names. The lists are asked in the order of their trust; the first
//! that names a person is taken, and a longer list that holds all of its names replaces it. Where
//! no source names a person, the first that names anybody is taken.

use super::bylines;
use super::evidence::Evidence;
use super::key::key;
use super::names::{self, Name};
use crate::article::{Author, AuthorKind, Provenance};
use crate::dom::NodeId;
use crate::page::structured::types;
use crate::trace::{Stage, Trace};

/// The names that one source gives.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) rule: &'static str,
    pub(super) provenance: Provenance,
    pub(super) authors: Vec<Author>,
}

/// Names kept of a page.
const MOST: usize = 30;

/// The authors and where they came from.
pub(super) fn decide(
    evidence: &Evidence<'_>,
    headline: Option<NodeId>,
    trace: &mut Trace,
) -> Option<(Vec<Author>, Provenance)> {
    let mut sources = vec![by_json_ld(evidence)];
    sources.extend(by_meta(evidence));
    sources.push(by_microdata(evidence));
    sources.extend(bylines::gather(evidence, headline));
    sources.retain(|source| !source.authors.is_empty());
    agree_on_organizations(&mut sources);
    for source in &sources {
        trace.note(Stage::Page, "authors/candidate", || {
            let names: Vec<String> = source
                .authors
                .iter()
                .map(|author| format!("{} ({:?})", author.name, author.kind))
                .collect();
            (names.join("; "), source.rule.to_owned())
        });
    }
    // In a forum a handle is the name.
    let handles = evidence.structured.main_types().any(|name| {
        name.ends_with("Posting") && name != "BlogPosting" && name != "LiveBlogPosting"
            || name == "Question"
            || name == "QAPage"
    });
    let place = choose(&sources, handles)?;
    let chosen = sources.swap_remove(place);
    trace.note(Stage::Page, "authors/chosen", || {
        (chosen.rule.to_owned(), "most trusted with a person".to_owned())
    });
    let mut authors = chosen.authors;
    authors.truncate(MOST);
    Some((authors, chosen.provenance))
}

/// What the JSON-LD declares an organisation is one wherever else it is named.
fn agree_on_organizations(sources: &mut [Source]) {
    let declared: Vec<String> = sources
        .iter()
        .filter(|source| source.provenance == Provenance::JsonLd)
        .flat_map(|source| &source.authors)
        .filter(|author| author.kind == AuthorKind::Organization)
        .map(|author| key(&author.name))
        .collect();
    for author in sources.iter_mut().flat_map(|source| &mut source.authors) {
        if declared.contains(&key(&author.name)) {
            author.kind = AuthorKind::Organization;
        }
    }
}

/// The source with the best names; of equals the first.
fn choose(sources: &[Source], handles: bool) -> Option<usize> {
    let mut best: Option<(u8, usize)> = None;
    for (place, source) in sources.iter().enumerate() {
        let rank = rank(source, handles);
        if rank > 0 && best.is_none_or(|(found, _)| rank > found) {
            best = Some((rank, place));
        }
    }
    let (_, first) = best?;
    // One declaration may name the first author only.
    let holds_all = |other: &Source| {
        other.provenance != Provenance::Visible
            && other.authors.len() > sources[first].authors.len()
            && other.authors.len() <= 8
            && sources[first].authors.iter().all(|author| {
                other.authors.iter().any(|known| key(&known.name) == key(&author.name))
            })
    };
    sources.iter().position(holds_all).or(Some(first))
}

/// How much a source's names are worth: full names of people before handles before organisations,
/// and what is declared before what is seen.
fn rank(source: &Source, handles: bool) -> u8 {
    let person = |author: &&Author| author.kind == AuthorKind::Person;
    let full =
        source.authors.iter().filter(person).any(|author| names::looks_like_person(&author.name));
    let any = source.authors.iter().any(|author| author.kind == AuthorKind::Person);
    match (full, any, source.rule) {
        (true, _, "authors/byline_far" | "authors/signature") => 4,
        // A teaser's or a column's: less than an organisation that is declared.
        (true, _, "authors/byline_text_far") => 2,
        (true, _, "authors/byline_dated" | "authors/byline_beside") => 2,
        (true, _, rule) if rule.starts_with("authors/byline") || rule == "authors/author_link" => 6,
        (true, ..) => 8,
        (false, true, "authors/byline_far") => {
            // A handle; a phrase is as likely a button.
            u8::from(source.authors.iter().all(|author| !author.name.contains(' ')))
        }
        (_, _, "authors/byline_text_far") => 0,
        (false, true, "authors/byline_near" | "authors/byline_text") => 2,
        (false, true, "authors/author_link") => 3,
        (false, true, _) if handles => 7,
        (false, true, _) => 5,
        (false, false, "authors/byline_far") => 1,
        (false, false, "authors/byline_near" | "authors/byline_text" | "authors/author_link") => 2,
        (false, false, _) => 3,
    }
}

/// Makes authors of names; `kind` is what the source declares.
pub(super) fn authors(
    names: Vec<Name>,
    url: Option<String>,
    kind: Option<AuthorKind>,
) -> Vec<Author> {
    let alone = names.len() == 1;
    names
        .into_iter()
        .map(|name| Author {
            kind: match kind {
                Some(AuthorKind::Organization) => AuthorKind::Organization,
                // A site may bear its author's name.
                Some(AuthorKind::Person) if names::looks_like_person(&name.text) => {
                    AuthorKind::Person
                }
                _ => name.kind,
            },
            name: name.text,
            url: if alone { url.clone() } else { None },
        })
        .collect()
}

pub(super) fn push_new(list: &mut Vec<Author>, more: Vec<Author>) {
    for author in more {
        if list.len() < MOST && !list.iter().any(|known| key(&known.name) == key(&author.name)) {
            list.push(author);
        }
    }
}

fn by_json_ld(evidence: &Evidence<'_>) -> Source {
    let structured = evidence.structured;
    let json_ld = &structured.json_ld;
    let mut list = Vec::new();
    let main = structured.main().into_iter();
    // A page beside an article without author may declare one.
    let others = json_ld
        .things()
        .iter()
        .filter(|thing| types(thing).any(|name| name == "WebPage" || name.ends_with("Article")));
    for thing in main.chain(others) {
        for member in ["author", "creator"] {
            for value in json_ld.values(thing, member).take(MOST) {
                let Some(name) = json_ld.name(value) else { continue };
                let thing = json_ld.follow(value);
                let kind = thing.and_then(|thing| {
                    types(thing).find_map(|name| match name {
                        "Person" => Some(AuthorKind::Person),
                        name if name.ends_with("Organization") || name == "Corporation" => {
                            Some(AuthorKind::Organization)
                        }
                        _ => None,
                    })
                });
                let url = thing
                    .and_then(|thing| json_ld.text(thing, "url"))
                    .and_then(|url| evidence.base.resolve(&url));
                push_new(&mut list, authors(names::split(&name, &evidence.site_names), url, kind));
            }
            if !list.is_empty() {
                break;
            }
        }
        if !list.is_empty() {
            break;
        }
    }
    Source { rule: "authors/json_ld", provenance: Provenance::JsonLd, authors: list }
}

fn by_meta(evidence: &Evidence<'_>) -> Vec<Source> {
    const NAMES: [&str; 22] = [
        "citation_author",
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "dc:creator",
        "byl",
        "byline",
        "cxenseparse:author",
        "article:author_name",
        "og:article:author",
        "og:author",
        "authors",
        "dc.contributor.author",
        "rbauthors",
        "shareaholic:article_author_name",
        "article.author",
        "creator",
        "vr:author",
        "twitter:data1",
    ];
    NAMES
        .iter()
        .filter(|name| {
            **name != "twitter:data1"
                || evidence.structured.meta(&["twitter:label1"]).is_some_and(is_written_by)
        })
        .map(|name| {
            let mut list = Vec::new();
            for value in evidence.structured.meta_values(name).take(MOST) {
                push_new(&mut list, authors(names::split(value, &evidence.site_names), None, None));
            }
            Source { rule: "authors/meta", provenance: Provenance::Meta, authors: list }
        })
        .collect()
}

/// `twitter:label1` is a free label; that of an author reads like a byline.
fn is_written_by(label: &str) -> bool {
    super::words::byline_prefix(label).is_some_and(|end| end == label.len())
}

fn by_microdata(evidence: &Evidence<'_>) -> Source {
    let microdata = &evidence.structured.microdata;
    let mut list = Vec::new();
    let stated = microdata.named("author").chain(microdata.named("creator")).filter(|property| {
        let owner = microdata.owner(property);
        !owner.contains("Comment")
            && !owner.contains("Answer")
            && owner != "Review"
            && owner != "ImageObject"
    });
    for property in stated.take(MOST) {
        let inner = microdata.inside(property.node, "name").next();
        let value = inner.map_or(property.value.as_str(), |name| name.value.as_str());
        push_new(&mut list, authors(names::split(value, &evidence.site_names), None, None));
        // Teasers and answers on one page have authors too.
        if list.len() >= 8 {
            break;
        }
    }
    Source { rule: "authors/microdata", provenance: Provenance::Microdata, authors: list }
}
