//! What `--help` says.

use crate::harness::{Folder, assert_outcome};

#[test]
fn help() {
    assert_outcome!(Folder::with(&[]).run("--help"));
}

#[test]
fn help_extract() {
    assert_outcome!(Folder::with(&[]).run("extract --help"));
}

#[test]
fn help_batch() {
    assert_outcome!(Folder::with(&[]).run("batch --help"));
}

#[test]
fn help_view() {
    assert_outcome!(Folder::with(&[]).run("view --help"));
}

#[test]
fn help_trace() {
    assert_outcome!(Folder::with(&[]).run("trace --help"));
}

#[test]
fn help_serve() {
    assert_outcome!(Folder::with(&[]).run("serve --help"));
}

#[test]
fn completions_name_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let outcome = Folder::with(&[]).run(&format!("completions {shell}"));
        assert_eq!(outcome.code, Some(0));
        for verb in ["extract", "batch", "view", "trace", "serve", "schema", "completions"] {
            assert!(outcome.stdout.contains(verb), "{shell} does not know `{verb}`");
        }
    }
}

#[test]
fn schema_is_the_committed_one() {
    let outcome = Folder::with(&[]).run("schema");
    assert_eq!(outcome.stdout, include_str!("../../../../docs/record.schema.json"));
}
