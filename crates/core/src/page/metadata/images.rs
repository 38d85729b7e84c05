//! The lead image: what the page declares as its picture, merged with the pictures of the body.

use super::evidence::Evidence;
use crate::article::{Block, BlockKind, Image, Provenance};
use crate::dom::{AttrName, NodeId, Tag};
use crate::page::structured::folded_text;
use crate::page::url;

/// Captions longer than this are texts.
const MAX_CAPTION_BYTES: usize = 1000;

/// Marks or adds the lead image. An image that is added stands first, and the figures of the body
/// are numbered anew.
pub(super) fn lead(
    evidence: &Evidence<'_>,
    images: &mut Vec<Image>,
    blocks: &mut [Block],
) -> Option<Provenance> {
    let (mut lead, provenance) = declared(evidence)?;
    let name = FileName::of(&lead.url);
    let same = |image: &Image| image.url == lead.url || FileName::of(&image.url).is(&name);
    if let Some(known) = images.iter_mut().find(|image| same(image)) {
        known.lead = true;
        known.caption = known.caption.take().or(lead.caption);
        known.alt = known.alt.take().or(lead.alt);
        known.credit = known.credit.take().or(lead.credit);
        return Some(provenance);
    }
    if let Some(node) = on_page(evidence, &name) {
        describe(evidence, node, &mut lead);
    }
    lead.lead = true;
    images.insert(0, lead);
    for block in blocks {
        if let BlockKind::Figure { image } = &mut block.kind {
            *image += 1;
        }
    }
    Some(provenance)
}

/// The picture the page declares.
fn declared(evidence: &Evidence<'_>) -> Option<(Image, Provenance)> {
    let structured = evidence.structured;
    let resolve = |href: &str| evidence.base.resolve(href);
    let by_meta = || {
        let href = structured.meta(&[
            "og:image",
            "og:image:url",
            "og:image:secure_url",
            "twitter:image",
            "twitter:image:src",
        ])?;
        let alt = structured.meta(&["og:image:alt", "twitter:image:alt"]).map(str::to_owned);
        Some((Image { url: resolve(href)?, alt, ..Image::default() }, Provenance::Meta))
    };
    let by_link = || {
        let link = structured.relations.iter().find(|relation| relation.rel == "image_src")?;
        Some((Image { url: resolve(&link.href)?, ..Image::default() }, Provenance::Meta))
    };
    let by_microdata = || {
        let property = structured.microdata.named("image").find(|property| {
            !property.value.is_empty() && !property.is_item && property.value.contains('/')
        })?;
        let image = Image { url: resolve(&property.value)?, ..Image::default() };
        Some((image, Provenance::Microdata))
    };
    let is_picture = |found: &(Image, Provenance)| !stands_for_none(&found.0.url);
    by_json_ld(evidence)
        .map(|image| (image, Provenance::JsonLd))
        .filter(is_picture)
        .or_else(|| by_meta().filter(is_picture))
        .or_else(|| by_link().filter(is_picture))
        .or_else(|| by_microdata().filter(is_picture))
}

/// Whether the name of a file says that it stands where a page has no picture of its own: a logo, a
/// placeholder.
fn stands_for_none(address: &str) -> bool {
    let name = last_part(address).to_ascii_lowercase();
    let mut words = name.split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| matches!(word, "logo" | "logos" | "favicon" | "placeholder" | "noimage"))
        || ["faviconapp", "default_photo", "default-image", "no-image", "apple-touch-icon"]
            .iter()
            .any(|start| name.starts_with(start))
}

fn by_json_ld(evidence: &Evidence<'_>) -> Option<Image> {
    let json_ld = &evidence.structured.json_ld;
    let main = evidence.structured.main()?;
    ["image", "thumbnailUrl"].iter().find_map(|member| {
        json_ld.values(main, member).find_map(|value| {
            let mut image =
                Image { url: evidence.base.resolve(&json_ld.url(value)?)?, ..Image::default() };
            if let Some(thing) = json_ld.follow(value) {
                image.caption =
                    ["caption", "description"].iter().find_map(|name| json_ld.text(thing, name));
                image.credit = json_ld.text(thing, "creditText").or_else(|| {
                    ["author", "creator", "copyrightHolder"].iter().find_map(|name| {
                        json_ld.values(thing, name).find_map(|value| json_ld.name(value))
                    })
                });
            }
            Some(image)
        })
    })
}

/// What stands behind the last slash of an address.
fn last_part(address: &str) -> &str {
    url::path(address).rsplit('/').next().unwrap_or("")
}

/// The last part of an address, without the size that some systems put before the ending:
/// `storm-1024x683.jpg` is `storm` and `jpg`.
struct FileName<'a> {
    stem: &'a str,
    ending: &'a str,
}

impl<'a> FileName<'a> {
    fn of(address: &'a str) -> Self {
        let name = last_part(address);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let stem = match stem.rsplit_once('-') {
            Some((bare, size))
                if size
                    .split_once(['x', 'X'])
                    .is_some_and(|(width, height)| is_number(width) && is_number(height)) =>
            {
                bare
            }
            _ => stem,
        };
        Self { stem, ending }
    }

    /// Whether both are the same but for the case of ASCII letters.
    fn is(&self, other: &FileName<'_>) -> bool {
        self.stem.eq_ignore_ascii_case(other.stem) && self.ending.eq_ignore_ascii_case(other.ending)
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The `<img>` that shows a file of this name.
fn on_page(evidence: &Evidence<'_>, name: &FileName<'_>) -> Option<NodeId> {
    /// Names as short as this are `1.jpg`.
    const MIN_BYTES: usize = 8;
    if name.stem.len() + ".".len() + name.ending.len() < MIN_BYTES {
        return None;
    }
    let dom = evidence.dom;
    dom.ids().filter(|&id| dom.tag(id) == Tag::IMG).find(|&id| {
        [AttrName::SRC, AttrName::DATA_SRC]
            .iter()
            .filter_map(|&attr| dom.attr(id, attr))
            .any(|src| FileName::of(src).is(name))
    })
}

/// Takes the words beside a picture: its `alt`, and caption of the figure around it.
fn describe(evidence: &Evidence<'_>, node: NodeId, image: &mut Image) {
    let dom = evidence.dom;
    let alt = dom.attr(node, AttrName::ALT).and_then(crate::page::structured::fold);
    image.alt = image.alt.take().or(alt);
    let figure = dom.ancestors(node).take(8).find(|&id| dom.tag(id) == Tag::FIGURE);
    let caption = figure
        .and_then(|figure| dom.find(figure, Tag::FIGCAPTION))
        .and_then(|caption| folded_text(dom, caption, MAX_CAPTION_BYTES));
    image.caption = image.caption.take().or(caption);
}

#[cfg(test)]
mod tests {
    use super::{FileName, stands_for_none};

    #[test]
    fn ok_logos_are_no_lead_images() {
        assert!(stands_for_none("https://n.example/styles/gazette_logo_150.jpg"));
        assert!(stands_for_none("/img/placeholder.png"));
        assert!(!stands_for_none("https://n.example/logo/storm-at-sea.jpg"));
        assert!(!stands_for_none("/i/logology.jpg"));
    }

    #[test]
    fn ok_sizes_are_no_part_of_a_file_name() {
        let storm = FileName::of("/storm.jpg");
        assert!(FileName::of("https://n.example/a/Storm-1024x683.jpg?w=3").is(&storm));
        assert!(!FileName::of("/storm-at-sea.jpg").is(&storm));
        assert!(!FileName::of("/storm.png").is(&storm));
    }
}
