//! Microdata and RDFa: what elements of the page declare by `itemprop` and `property`.

use super::text::{folded_text, plain};
use crate::dom::{AttrName, AttrSet, Dom, NodeId, Tag};

/// One declared property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Property {
    /// Its name, without prefix: `datePublished`.
    pub(crate) name: String,
    /// The element that declares it.
    pub(crate) node: NodeId,
    /// The item it belongs to, by its place in [`Microdata::scopes`].
    pub(crate) scope: Option<usize>,
    /// Whether the element is an item of its own, with properties of its own.
    pub(crate) is_item: bool,
    /// The value: an address, a machine-readable value or the element's text.
    pub(crate) value: String,
}

/// One item: an element with `itemscope` or `typeof`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    /// The element.
    pub(crate) node: NodeId,
    /// The name of its type, without prefix; empty when it has none.
    pub(crate) type_name: String,
    /// The item around it.
    pub(crate) parent: Option<usize>,
}

/// All properties of a page, in page order.
#[derive(Debug, Default)]
pub(crate) struct Microdata {
    /// The properties.
    pub(crate) properties: Vec<Property>,
    /// The items.
    pub(crate) scopes: Vec<Scope>,
    /// The items around the place the walk has reached, innermost last.
    open: Vec<usize>,
}

/// The attributes that declare a property or an item.
pub(super) const DECLARING: AttrSet = AttrSet::of(&[
    AttrName::ITEMPROP,
    AttrName::PROPERTY,
    AttrName::ITEMTYPE,
    AttrName::ITEMSCOPE,
    AttrName::TYPEOF,
]);

/// Text longer than this is a body, not a value.
const MAX_VALUE_BYTES: usize = 2000;

impl Microdata {
    /// Takes in an element; to be called for every element with one of [`DECLARING`], in document
    /// order.
    pub(super) fn visit(&mut self, dom: &Dom<'_>, id: NodeId) {
        let is_meta = dom.tag(id) == Tag::META;
        let named = dom.attr(id, AttrName::ITEMPROP).or_else(|| {
            // `<meta property>` is Open Graph, which has a place of its own.
            dom.attr(id, AttrName::PROPERTY).filter(|_| !is_meta)
        });
        let typed = dom.attr(id, AttrName::ITEMTYPE).or_else(|| {
            dom.attr(id, AttrName::TYPEOF).filter(|_| dom.attr(id, AttrName::ITEMSCOPE).is_none())
        });
        let is_item = typed.is_some() || dom.attr(id, AttrName::ITEMSCOPE).is_some();
        if named.is_none() && !is_item {
            return;
        }
        while self.open.last().is_some_and(|&open| !dom.contains(self.scopes[open].node, id)) {
            self.open.pop();
        }
        let scope = self.open.last().copied();
        if let Some(names) = named {
            let value = value(dom, id);
            for name in names.split_ascii_whitespace() {
                let name = local(name).to_owned();
                let value = value.clone().unwrap_or_default();
                self.properties.push(Property { name, node: id, scope, is_item, value });
            }
        }
        if is_item {
            self.open.push(self.scopes.len());
            let type_name = typed.and_then(|types| types.split_ascii_whitespace().next());
            let type_name = local(type_name.unwrap_or("")).to_owned();
            self.scopes.push(Scope { node: id, type_name, parent: scope });
        }
    }

    /// The properties of this name.
    pub(crate) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// The properties of this name that the item at `node` holds.
    pub(crate) fn inside<'a>(
        &'a self,
        node: NodeId,
        name: &'a str,
    ) -> impl Iterator<Item = &'a Property> {
        let scope = self.scopes.iter().position(|scope| scope.node == node);
        self.named(name).filter(move |property| scope.is_some() && property.scope == scope)
    }

    /// The type of the item a property belongs to; empty when there is none.
    pub(crate) fn owner(&self, property: &Property) -> &str {
        property.scope.map_or("", |scope| &self.scopes[scope].type_name)
    }
}

/// The name behind a prefix or vocabulary address.
fn local(name: &str) -> &str {
    name.rsplit(['/', '#', ':']).next().unwrap_or(name)
}

/// The value of a property by the element it stands on.
fn value(dom: &Dom<'_>, id: NodeId) -> Option<String> {
    let attr = |name| dom.attr(id, name);
    let own = attr(AttrName::CONTENT).or_else(|| match dom.tag(id) {
        Tag::TIME => attr(AttrName::DATETIME),
        Tag::DATA | Tag::METER => attr(AttrName::VALUE),
        Tag::LINK => attr(AttrName::HREF),
        Tag::IMG | Tag::VIDEO | Tag::AUDIO | Tag::IFRAME | Tag::EMBED | Tag::SOURCE => {
            attr(AttrName::SRC)
        }
        _ => None,
    });
    match own {
        Some(value) => plain(value),
        None => folded_text(dom, id, MAX_VALUE_BYTES),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_items_nest() {
        let dom = crate::dom::parse(
            "<div itemscope itemtype='https://schema.org/NewsArticle'>
             <h1 itemprop='name headline'>A <b>storm</b></h1>
             <span itemprop=author itemscope itemtype='http://schema.org/Person'>
             By <a itemprop=name href=/jane>Jane Roe</a></span>
             <time itemprop=datePublished datetime=2025-01-17>today</time></div>
             <p property='schema:publisher'>Gazette</p>",
        );
        let mut microdata = Microdata::default();
        dom.ids().for_each(|id| microdata.visit(&dom, id));
        let found: Vec<(&str, &str, &str)> = microdata
            .properties
            .iter()
            .map(|p| (p.name.as_str(), microdata.owner(p), p.value.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("name", "NewsArticle", "A storm"),
                ("headline", "NewsArticle", "A storm"),
                ("author", "NewsArticle", "By Jane Roe"),
                ("name", "Person", "Jane Roe"),
                ("datePublished", "NewsArticle", "2025-01-17"),
                ("publisher", "", "Gazette"),
            ]
        );
        let author = microdata.named("author").next().unwrap();
        assert_eq!(microdata.inside(author.node, "name").next().unwrap().value, "Jane Roe");
    }
}
