//! Trees compared with html5ever's over real pages.
//!
//! Runs where `DATELINE_ORACLE` names a folder that holds folders with gzipped pages in `html/`,
//! `../shared/corpora` for example. `DATELINE_ORACLE_EVERY` takes one page in so many (default 4).
#![expect(clippy::print_stdout, reason = "the run tells what it ran")]

mod reference;
mod soup;

use std::io::Read as _;
use std::path::PathBuf;

use dateline::dom::{Dom, Namespace, NodeId, NodeKind};

#[test]
fn trees_are_those_of_html5ever() {
    let Some(folder) = std::env::var_os("DATELINE_ORACLE") else {
        println!("not run: DATELINE_ORACLE names no folder");
        return;
    };
    let every = std::env::var("DATELINE_ORACLE_EVERY")
        .map_or(4, |number| number.parse().expect("DATELINE_ORACLE_EVERY is a number"));
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| std::fs::read_dir(entry.unwrap().path().join("html")).ok())
        .flatten()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.sort();
    let (mut same, mut different) = (0, Vec::new());
    for path in pages.iter().step_by(every) {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap())
            .read_to_end(&mut bytes)
            .unwrap();
        let html = String::from_utf8_lossy(&bytes);
        // html5ever drops a byte order mark; the decoder does that here.
        let html = html.trim_start_matches('\u{feff}');
        let ours = lines(&dateline::dom::parse(html));
        let theirs = reference::lines(html);
        match ours.iter().zip(&theirs).position(|(a, b)| a != b) {
            None if ours.len() == theirs.len() => same += 1,
            at => {
                let at = at.unwrap_or(ours.len().min(theirs.len()));
                let show = |lines: &[String]| {
                    lines[at.saturating_sub(2)..(at + 3).min(lines.len())].join("\n    ")
                };
                different.push(format!(
                    "{}\n  ours\n    {}\n  theirs\n    {}",
                    path.display(),
                    show(&ours),
                    show(&theirs)
                ));
            }
        }
    }
    println!("{same} of {} trees are the same", same + different.len());
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
}

/// Differences are judged by hand: html5ever leaves the standard in a few places.
#[test]
#[ignore = "finds differences to judge, not regressions"]
fn trees_of_tag_soup_are_those_of_html5ever() {
    let mut numbers = soup::Numbers(7);
    for _ in 0..6000 {
        let parts = 3 + numbers.below(40);
        let html = soup::page(&mut numbers, parts);
        assert_eq!(lines(&dateline::dom::parse(&html)), reference::lines(&html), "{html}");
    }
}

/// One line a node: depth, then what it is. Cut to what tells a difference.
fn lines(dom: &Dom<'_>) -> Vec<String> {
    let mut depths = vec![0; dom.len()];
    dom.ids()
        .map(|id| {
            depths[id.index()] = dom.parent(id).map_or(0, |parent| depths[parent.index()] + 1);
            format!("{} {}", depths[id.index()], describe(dom, id))
        })
        .collect()
}

fn describe(dom: &Dom<'_>, id: NodeId) -> String {
    match dom.kind(id) {
        NodeKind::Document => "document".to_owned(),
        NodeKind::Doctype => "doctype".to_owned(),
        NodeKind::Fragment => "fragment".to_owned(),
        NodeKind::Text => format!("text {:?}", dom.text(id)),
        NodeKind::Comment => format!("comment {:?}", dom.text(id)),
        NodeKind::Element => {
            let attrs: Vec<String> =
                dom.attrs(id).map(|(name, value)| format!(" {name}={value:?}")).collect();
            let prefix = match dom.namespace(id) {
                Namespace::Html => "",
                Namespace::Svg => "svg ",
                Namespace::MathMl => "math ",
            };
            format!("<{prefix}{}{}>", dom.tag_name(id), attrs.concat())
        }
    }
}
