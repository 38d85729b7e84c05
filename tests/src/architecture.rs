//! Who may import whom in the core, read from its sources.
//!
//! The order of the stages is that of the data: a stage knows the stages before it and the common
//! ground, never a later one. Only `pipeline` knows them all, and only `analysis/mod.rs` orders the
//! layers of the analysis.

mod paths;

use std::path::{Path, PathBuf};

use crate::fixture::files;
use paths::{Reference, references};

/// What every stage may use.
const COMMON: [&str; 6] = ["span", "article", "trace", "options", "error", "bytes"];
/// The stages in the order of the data.
const STAGES: [&str; 7] = ["decode", "dom", "page", "plain", "language", "analysis", "render"];
/// The layers of the analysis in the order they run, after what they all stand on. A layer may use
/// those before it.
const LAYERS: [&str; 10] = [
    "tokens",
    "sentences",
    "dateline",
    "times",
    "amounts",
    "entities",
    "coreference",
    "quotations",
    "events",
    "key",
];

/// What the names at the crate's root stand for.
fn home(name: &str) -> &str {
    match name {
        "Article" | "OffsetUnit" | "SourceKind" => "article",
        "Error" => "error",
        "Layer" | "Layers" | "Limits" | "Options" => "options",
        "Extractor" | "Input" | "extract" => "pipeline",
        "Span" => "span",
        "Trace" => "trace",
        module => module,
    }
}

fn core() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/core/src")
}

/// Every reference from one module of the core to another, and the file it stands in.
fn all_references() -> Vec<(String, Reference)> {
    let root = core();
    let mut sources = Vec::new();
    files(&root, "rs", &mut sources);
    sources.sort();
    assert!(sources.len() > 20, "the sources of the core are at {root:?}");
    let mut found = Vec::new();
    for path in sources {
        let relative = path.strip_prefix(&root).expect("it was found there");
        let relative = relative.to_str().expect("plain names").replace('\\', "/");
        let source = std::fs::read_to_string(&path).expect("it was just found");
        let module: Vec<&str> = relative.trim_end_matches(".rs").split('/').collect();
        let module = match module.as_slice() {
            [parents @ .., "mod"] => parents.to_vec(),
            ["lib"] => vec![],
            all => all.to_vec(),
        };
        // Tests may look at a stage from outside, and at files.
        if is_test(&root, &module) {
            continue;
        }
        found.extend(
            references(&module, &source).into_iter().map(|found| (relative.clone(), found)),
        );
    }
    found
}

/// Whether a module, or one around it, is declared as `#[cfg(test)] mod …;`.
fn is_test(root: &Path, module: &[&str]) -> bool {
    (1..=module.len()).any(|depth| {
        let parent = root.join(module[..depth - 1].join("/"));
        let source = ["lib.rs", "mod.rs"].iter().map(|name| parent.join(name));
        let source = source.chain([parent.with_extension("rs")]).find(|path| path.is_file());
        let source = source.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
        source.contains(&format!("#[cfg(test)]\nmod {};", module[depth - 1]))
    })
}

#[test]
fn stages_know_only_earlier_stages() {
    let mut wrong = Vec::new();
    for (file, Reference { path, line }) in all_references() {
        let own = file.trim_end_matches(".rs").split('/').next().expect("a path has a beginning");
        let Some(target) = path.first().map(|name| home(name)) else { continue };
        if own == target || target == "std" || matches!(own, "lib" | "pipeline") {
            continue;
        }
        let allowed = match STAGES.iter().position(|stage| *stage == own) {
            Some(place) => COMMON.contains(&target) || STAGES[..place].contains(&target),
            // The common ground stands below all stages.
            None => COMMON.contains(&target),
        };
        if !allowed {
            wrong.push(format!("{file}:{line} uses {}", path.join("::")));
        }
    }
    assert!(wrong.is_empty(), "against the order {STAGES:?}:\n{}", wrong.join("\n"));
}

#[test]
fn layers_know_only_earlier_layers() {
    let mut wrong = Vec::new();
    for (file, Reference { path, line }) in all_references() {
        let Some(own) = file.strip_prefix("analysis/") else { continue };
        let own = own.trim_end_matches(".rs").split('/').next().expect("a path has a beginning");
        let ([stage, target], true) = (&path[..path.len().min(2)], own != "mod") else { continue };
        if stage != "analysis" || own == target {
            continue;
        }
        // Modules that are no layer are ground that layers share, and know no layer themselves.
        let place = |name: &str| LAYERS.iter().position(|layer| *layer == name);
        let ok = match (place(own), place(target)) {
            (_, None) => true,
            (Some(own), Some(target)) => target < own,
            (None, Some(target)) => LAYERS[target] == "tokens" || LAYERS[target] == "sentences",
        };
        if !ok {
            wrong.push(format!("{file}:{line} uses {}", path.join("::")));
        }
    }
    assert!(wrong.is_empty(), "against the order {LAYERS:?}:\n{}", wrong.join("\n"));
}

#[test]
fn the_core_is_pure() {
    /// Files, network, processes, clocks, threads and the environment.
    const WORLD: [&str; 7] = ["fs", "net", "process", "time", "thread", "env", "os"];
    let mut wrong = Vec::new();
    for (file, Reference { path, line }) in all_references() {
        if path.first().is_some_and(|root| root == "std")
            && path.get(1).is_some_and(|module| WORLD.contains(&module.as_str()))
        {
            wrong.push(format!("{file}:{line} uses {}", path.join("::")));
        }
    }
    assert!(wrong.is_empty(), "the core touches the world:\n{}", wrong.join("\n"));
    let lib = std::fs::read_to_string(core().join("lib.rs")).unwrap();
    assert!(lib.contains("#![forbid(unsafe_code)]"));
}
