//! Which picture an `<img>` shows once scripts and the browser have chosen.

use super::super::display::is_hidden;
use crate::dom::{AttrName, Dom, NodeId, Tag};

/// Pictures declared smaller than this in either direction are icons and counters.
const MIN_SIDE_PX: u32 = 80;

/// The address of the largest version of a picture; none for icons, counters and inline data.
pub(super) fn largest<'d>(dom: &'d Dom<'_>, image: NodeId) -> Option<&'d str> {
    let side = |name| dom.attr(image, name).and_then(|value| value.trim().parse::<u32>().ok());
    if side(AttrName::WIDTH).is_some_and(|px| px < MIN_SIDE_PX)
        || side(AttrName::HEIGHT).is_some_and(|px| px < MIN_SIDE_PX)
        || is_hidden(dom, image)
        || is_counter(dom, image)
    {
        return None;
    }
    let sources = dom
        .parent(image)
        .filter(|&parent| dom.tag(parent) == Tag::PICTURE)
        .into_iter()
        .flat_map(|parent| dom.children(parent))
        .filter(|&child| dom.tag(child) == Tag::SOURCE);
    let mut best: Option<(u32, &str)> = None;
    for node in sources.chain([image]) {
        let sets = dom.attrs(node).filter(|(name, _)| name.ends_with("srcset"));
        for (url, size) in sets.flat_map(|(_, value)| candidates(value)) {
            if is_picture(url) && best.is_none_or(|(known, _)| size > known) {
                best = Some((size, url));
            }
        }
    }
    // Lazy loaders keep the address beside a placeholder; the plain `src` comes last.
    let lazy = |(name, value): (&'d str, &'d str)| {
        let named = name.starts_with("data-")
            && (name.ends_with("src") || name.ends_with("original") || name.ends_with("url"));
        (named && looks_like_address(value)).then(|| value.trim())
    };
    best.map(|(_, url)| url)
        .or_else(|| dom.attrs(image).find_map(lazy))
        .or_else(|| dom.attr(image, AttrName::SRC).map(str::trim))
        .filter(|url| is_picture(url))
}

/// Whether an `<img>` that declares no size only counts readers: styled down to a point, or, for
/// readers without scripts, an address with a query where a picture's name would stand, and no words
/// for those who cannot see it.
fn is_counter(dom: &Dom<'_>, image: NodeId) -> bool {
    let is_point = |wanted: &str| {
        let style = dom.attr(image, AttrName::STYLE).unwrap_or("");
        style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
            let pixels = value.trim().trim_end_matches("px").parse::<u32>();
            name.trim().eq_ignore_ascii_case(wanted) && pixels.is_ok_and(|px| px <= 2)
        })
    };
    if is_point("width") && is_point("height") {
        return true;
    }
    let says =
        |name| dom.attr(image, name).is_some_and(|text| text.contains(char::is_alphanumeric));
    let is_queried = dom.attr(image, AttrName::SRC).is_some_and(|address| {
        address.split_once('?').is_some_and(|(path, _)| {
            path.rsplit('/').next().is_some_and(|name| !name.contains('.'))
        })
    });
    is_queried
        && !says(AttrName::ALT)
        && !dom.attrs(image).any(|(name, _)| name.ends_with("srcset"))
        && dom.ancestors(image).any(|node| dom.tag(node) == Tag::NOSCRIPT)
}

/// The candidates of a `srcset`: address, and width in pixels or density in thousandths.
fn candidates(srcset: &str) -> impl Iterator<Item = (&str, u32)> {
    let mut rest = srcset;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let url = rest[..end].trim_end_matches(',');
        let whole = url.len() == end;
        rest = &rest[end..];
        let mut descriptor = "";
        if whole {
            let comma = rest.find(',').unwrap_or(rest.len());
            descriptor = rest[..comma].trim();
            rest = &rest[comma..];
        }
        Some((url, size(descriptor)))
    })
}

fn size(descriptor: &str) -> u32 {
    let descriptor = descriptor.split_ascii_whitespace().next().unwrap_or("");
    if let Some(width) = descriptor.strip_suffix('w') {
        width.parse().unwrap_or(1)
    } else if let Some(density) = descriptor.strip_suffix('x') {
        let (whole, part) = density.split_once('.').unwrap_or((density, ""));
        let tenth = part.bytes().next().filter(u8::is_ascii_digit).map_or(0, |d| d - b'0');
        whole.parse::<u32>().unwrap_or(1).saturating_mul(10).saturating_add(u32::from(tenth))
    } else {
        1
    }
}

fn looks_like_address(value: &str) -> bool {
    let value = value.trim();
    value.starts_with("http") || value.contains('/') && !value.contains([' ', '{', '<'])
}

fn is_picture(url: &str) -> bool {
    !url.is_empty() && !url.starts_with("data:") && !url.starts_with("blob:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Option<String> {
        let dom = crate::dom::parse(html);
        let image = dom.find(dom.root(), Tag::IMG)?;
        largest(&dom, image).map(str::to_owned)
    }

    #[test]
    fn ok_the_widest_of_srcset() {
        assert_eq!(
            of("<img src=s.jpg srcset='a,1.jpg 320w, b.jpg 1280w,c.jpg 640w'>").as_deref(),
            Some("b.jpg")
        );
        assert_eq!(of("<img srcset='a.jpg, b.jpg 1.5x'>").as_deref(), Some("b.jpg"));
    }

    #[test]
    fn ok_the_widest_source_of_a_picture() {
        let html = "<picture><source srcset='w.webp 900w'><img src=s.jpg></picture>";
        assert_eq!(of(html).as_deref(), Some("w.webp"));
    }

    #[test]
    fn ok_lazy_pictures() {
        let html = "<img src='data:image/gif;base64,R0' data-src='/big.jpg'>";
        assert_eq!(of(html).as_deref(), Some("/big.jpg"));
    }

    #[test]
    fn ok_icons_are_none() {
        assert_eq!(of("<img width=16 height=16 src=/icon.png>"), None);
        assert_eq!(of("<img src='data:image/gif;base64,R0'>"), None);
    }

    #[test]
    fn err_counters_of_readers() {
        for html in [
            "<img src=/t.gif width=1 height=1>",
            "<img src=/t.gif style='height: 1px; width:1px'>",
            "<img src=/t.gif style='visibility: hidden'>",
            "<p>Text<noscript><img src='https://count.example/p?c1=2&c2=7'></noscript>",
            "<p>Text<noscript><img src='https://count.example/p?c1=2' alt='*'></noscript>",
        ] {
            assert_eq!(of(html), None, "{html}");
        }
        for html in [
            "<img src=/t.jpg style='width:1px; min-width:100%'>",
            "<img src='/picture?id=7&w=900'>",
            "<p>Text<noscript><img src='/picture?id=7&w=900' alt='The bridge'></noscript>",
            "<p>Text<noscript><img src='/picture.jpg?w=900'></noscript>",
        ] {
            assert!(of(html).is_some(), "{html}");
        }
    }
}
