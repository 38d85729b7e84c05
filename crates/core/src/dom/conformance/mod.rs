//! The html5lib-tests suites for tokenizers and tree builders.
//!
//! The suites are not part of the project. They are read from the folder that `HTML5LIB_TESTS`
//! names, else from `../shared/conformance/html5lib-tests` beside the repository; where neither is
//! there, the tests print that they did not run. `differences.txt` lists the cases that differ and
//! why; a listed case that passes fails the run until it is taken out.

#![expect(clippy::print_stdout, reason = "the run tells what it ran")]

mod tokens;
mod trees;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folder of one suite, or none.
fn suite(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("HTML5LIB_TESTS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance/html5lib-tests"),
        PathBuf::from,
    );
    let folder = root.join(name);
    if !folder.is_dir() {
        println!("{name}: not run, {} is no folder", folder.display());
        return None;
    }
    Some(folder)
}

/// The files of a folder with this ending, by name.
fn files(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, String::from_utf8(std::fs::read(path).unwrap()).unwrap())
        })
        .collect()
}

/// What came of one case.
enum Outcome {
    Passed,
    /// What differs, for people.
    Differs(String),
}

/// Holds the outcomes of a suite against the list of known differences.
fn judge(suite: &str, outcomes: &BTreeMap<String, Outcome>, left_out: usize) {
    let listed: BTreeMap<&str, &str> = include_str!("differences.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(": ").expect("a line is `case: reason`"))
        .filter(|(case, _)| case.starts_with(suite))
        .collect();
    let mut wrong = Vec::new();
    for (case, outcome) in outcomes {
        match (outcome, listed.contains_key(case.as_str())) {
            (Outcome::Differs(how), false) => wrong.push(format!("{case} differs:\n{how}")),
            (Outcome::Passed, true) => wrong.push(format!("{case} is listed and passes")),
            _ => {}
        }
    }
    for case in listed.keys().filter(|&&case| !outcomes.contains_key(case)) {
        wrong.push(format!("{case} is listed and not there"));
    }
    let passed = outcomes.values().filter(|outcome| matches!(outcome, Outcome::Passed)).count();
    println!("{suite}: {passed} of {} cases pass, {left_out} do not apply", outcomes.len());
    assert!(wrong.is_empty(), "{} of {suite}:\n{}", wrong.len(), wrong.join("\n"));
}
