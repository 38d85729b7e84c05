//! Any text gives a tree that holds together, within its limits.
#![no_main]

use dateline::Limits;
use dateline::dom::{NodeKind, parse_within};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|html: &str| {
    let limits = Limits { max_tree_depth: 40, max_nodes: 4096, ..Limits::default() };
    for limits in [limits, Limits::default()] {
        let (dom, _) = parse_within(html, &limits);
        // A token may add a few nodes to a tree that is full.
        assert!(dom.len() <= limits.max_nodes + 512);
        let mut depths = vec![0; dom.len()];
        for id in dom.ids() {
            let end = dom.end(id);
            assert!(id < end && end.index() <= dom.len());
            if let Some(parent) = dom.parent(id) {
                assert!(parent < id && end <= dom.end(parent));
                depths[id.index()] = depths[parent.index()] + 1;
                assert!(depths[id.index()] <= limits.max_tree_depth);
            }
            match dom.kind(id) {
                NodeKind::Text => assert!(!dom.text(id).is_empty()),
                NodeKind::Element => assert!(!dom.tag_name(id).is_empty()),
                _ => {}
            }
            assert!(dom.attrs(id).all(|(name, _)| !name.is_empty()));
        }
    }
});
