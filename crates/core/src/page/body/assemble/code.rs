//! Preformatted text: one block, its white space kept.

use super::{Assembly, inline};
use crate::article::BlockKind;
use crate::dom::{AttrName, Dom, NodeId, Tag};

impl Assembly<'_, '_, '_> {
    /// Writes all of a preformatted element.
    pub(super) fn code(&mut self, preformatted: u32) {
        let region = self.segmentation.regions[preformatted as usize];
        let language = language(self.dom, region.node);
        let start = self.begin();
        let range = region.first as usize..region.end as usize;
        for (segment, &kept) in
            self.segmentation.segments[range.clone()].iter().zip(&self.kept[range])
        {
            if !kept {
                continue;
            }
            if self.body.text.len() > start && !self.body.text.ends_with('\n') {
                self.body.text.push('\n');
            }
            inline::write(
                self.dom,
                self.segmentation,
                segment,
                true,
                &mut self.body.text,
                &mut self.links,
            );
        }
        self.end(start, BlockKind::Code { language });
    }
}

/// The language that a `language-…` or `lang-…` class names, on the element or a `<code>` in it.
fn language(dom: &Dom<'_>, node: NodeId) -> Option<String> {
    let code = dom.children(node).find(|&child| dom.tag(child) == Tag::CODE);
    [Some(node), code].into_iter().flatten().find_map(|node| {
        dom.attr(node, AttrName::CLASS)?.split_ascii_whitespace().find_map(|class| {
            let name = class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"))?;
            (!name.is_empty()).then(|| name.to_ascii_lowercase())
        })
    })
}
