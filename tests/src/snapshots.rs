//! What each stage makes of each fixture, one folder a stage, so that a changed snapshot says which
//! stage moved.
//!
//! A stage that finds nothing in a fixture has no snapshot of it. A snapshot that is missing, one
//! that nothing refers to any more and one that waits for review (`.snap.new`) fail: none of them is
//! made by running the tests. To accept what a change has done, read `git diff` after
//!
//! ```text
//! INSTA_UPDATE=always INSTA_FORCE_PASS=1 DATELINE_REMOVE_SNAPSHOTS=1 cargo test -p dateline-tests snapshots
//! ```

mod analysis;
mod dom;
mod page;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dateline::render::{html, markdown};
use dateline::{Article, SourceKind};

use crate::fixture::{self, Fixture, files};

/// What a stage is given and what it made of it, to be read; nothing when it found nothing.
type View = fn(&Fixture, &Article) -> String;

/// The stages by their names in the sources. Pages show what reads pages; what reads the finished
/// text does the same with the text of a page, and is shown on texts, sentences on both.
const STAGES: [(&str, Which, View); 13] = [
    ("dom", Which::Pages, |fixture, _| dom::tree(fixture)),
    ("page/metadata", Which::Pages, |_, article| page::metadata(article)),
    ("page/body", Which::Pages, |_, article| page::blocks(article)),
    ("plain", Which::Texts, |_, article| page::blocks(article)),
    ("analysis/sentences", Which::All, |_, article| analysis::sentences(article)),
    ("analysis/dateline", Which::All, |_, article| analysis::dateline(article)),
    ("analysis/entities", Which::Texts, |_, article| analysis::entities(article)),
    ("analysis/quotations", Which::All, |_, article| analysis::quotations(article)),
    ("analysis/times", Which::Texts, |_, article| analysis::times(article)),
    ("analysis/amounts", Which::Texts, |_, article| analysis::amounts(article)),
    ("analysis/key", Which::Texts, |_, article| analysis::key(article)),
    ("render/markdown", Which::Structured, |_, article| markdown(article)),
    ("render/html", Which::Structured, |_, article| html(article)),
];

/// Which fixtures a stage is shown on.
#[derive(Clone, Copy)]
enum Which {
    All,
    Pages,
    Texts,
    /// Those whose body is more than paragraphs.
    Structured,
}

impl Which {
    fn contains(self, fixture: &Fixture, article: &Article) -> bool {
        match self {
            Which::All => true,
            Which::Pages => article.source.kind == SourceKind::Html,
            Which::Texts => article.source.kind == SourceKind::Text,
            Which::Structured => STRUCTURED.contains(&fixture.name.as_str()),
        }
    }
}

/// The forms are made from blocks alone: these fixtures have every kind of block.
const STRUCTURED: [&str; 6] = [
    "pages/json-ld-graph",
    "pages/lazy-images",
    "pages/lists-quotes-and-code",
    "pages/tables",
    "pages/hebrew",
    "texts/bullet-list",
];

fn folder() -> PathBuf {
    fixture::root().join("snapshots")
}

/// Checks every fixture against the snapshots of one stage.
fn check(stage: &str) {
    let &(_, which, view) = STAGES.iter().find(|(name, ..)| *name == stage).expect("it is listed");
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for fixture in fixture::all() {
        let article = fixture.article();
        if !which.contains(fixture, &article) {
            continue;
        }
        let shown = view(fixture, &article);
        if shown.is_empty() {
            continue;
        }
        let path = folder().join(stage).join(&fixture.name);
        let name = path.file_name().and_then(|name| name.to_str()).expect("plain names");
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(path.parent().expect("it has a folder"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.set_description(fixture.sidecar.shows.as_str());
        settings.set_input_file(fixture.path());
        let ok = settings
            .bind(|| std::panic::catch_unwind(|| insta::assert_snapshot!(name, shown)).is_ok());
        if !ok {
            wrong.push(fixture.name.as_str());
        }
        seen.insert(path.with_extension("snap"));
    }
    reject_others(&folder().join(stage), &seen, &mut wrong);
    assert!(wrong.is_empty(), "{stage} is not as in its snapshots: {wrong:#?}");
}

/// Snapshots that no fixture has asked for, and those that wait for review.
fn reject_others(folder: &Path, seen: &BTreeSet<PathBuf>, wrong: &mut Vec<&'static str>) {
    if !folder.is_dir() {
        return;
    }
    let mut found = Vec::new();
    files(folder, "snap", &mut found);
    found.retain(|path| !seen.contains(path));
    if std::env::var_os("DATELINE_REMOVE_SNAPSHOTS").is_some() {
        for path in found {
            std::fs::remove_file(path).expect("it was just found");
        }
        return;
    }
    for path in &found {
        eprintln!("nothing refers to {}", path.display());
        wrong.push("a snapshot that nothing refers to");
    }
}

macro_rules! stages {
    ($($test:ident: $stage:literal,)*) => {
        $(
            #[test]
            fn $test() {
                check($stage);
            }
        )*

        /// A folder that no stage looks into would never be checked.
        #[test]
        fn every_stage_is_checked() {
            let checked = [$($stage),*];
            assert_eq!(STAGES.map(|(stage, ..)| stage), checked);
            let mut found = Vec::new();
            files(&folder(), "snap", &mut found);
            files(&folder(), "new", &mut found);
            for path in found {
                let known = checked.iter().any(|stage| path.starts_with(folder().join(stage)));
                assert!(known, "{} belongs to no stage", path.display());
                let reviewed = path.extension().is_some_and(|ending| ending == "snap");
                assert!(reviewed, "{} waits for review", path.display());
            }
        }
    };
}

stages! {
    dom_tree: "dom",
    page_metadata: "page/metadata",
    page_body: "page/body",
    plain_blocks: "plain",
    analysis_sentences: "analysis/sentences",
    analysis_dateline: "analysis/dateline",
    analysis_entities: "analysis/entities",
    analysis_quotations: "analysis/quotations",
    analysis_times: "analysis/times",
    analysis_amounts: "analysis/amounts",
    analysis_key: "analysis/key",
    render_markdown: "render/markdown",
    render_html: "render/html",
}
