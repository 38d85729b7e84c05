//! What goes wrong, and how it is told. `docs/cli.md` lists these exit statuses.

use crate::harness::{Folder, assert_outcome};

#[test]
fn err_no_such_file() {
    assert_outcome!(Folder::with(&[]).run("extract missing.html"));
}

#[test]
fn err_a_folder_is_no_page() {
    assert_outcome!(Folder::with(&[("pages/a.html", b"")]).run("extract pages"));
}

#[test]
fn err_broken_gzip() {
    let folder = Folder::with(&[("broken.gz", &[0x1F, 0x8B, 8, 0, 1, 2, 3])]);
    assert_outcome!(folder.run("extract broken.gz"));
}

#[test]
fn err_input_too_large() {
    let folder = Folder::with(&[("a.txt", b"Eleven bytes.")]);
    assert_outcome!(folder.run("extract a.txt --max-input-bytes 11"));
}

#[test]
fn err_option_out_of_range() {
    assert_outcome!(Folder::with(&[]).run("extract - --max-tree-depth 3"));
}

#[test]
fn err_unknown_layer() {
    assert_outcome!(Folder::with(&[]).run("extract - --analysis sentences,verbs"));
}

#[test]
fn err_unknown_format() {
    assert_outcome!(Folder::with(&[]).run("extract - --format pdf"));
}

#[test]
fn err_one_address_for_two_pages() {
    assert_outcome!(Folder::with(&[]).run("extract a.html b.html --url https://town.example/"));
}

#[test]
fn err_one_address_for_the_quotations_of_two_pages() {
    let outcome = Folder::with(&[]).run("quotes a.html b.html --url https://town.example/");
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stderr.contains("option `url`"), "{}", outcome.stderr);
}

#[test]
fn err_no_threads() {
    assert_outcome!(Folder::with(&[]).run("batch - --jobs 0"));
}

#[cfg(target_os = "linux")]
#[test]
fn err_output_that_is_full() {
    let folder = Folder::with(&[("a.txt", b"One line.")]);
    for command in ["extract a.txt", "batch a.txt --quiet", "quotes a.txt", "trace a.txt", "schema"]
    {
        let outcome = folder.run(&format!("{command} --output /dev/full"));
        assert_eq!(outcome.stderr, "dateline: cannot write `/dev/full`: no space left\n");
        assert_eq!(outcome.code, Some(74), "{command}");
    }
}

#[test]
fn err_output_in_no_folder() {
    let folder = Folder::with(&[("a.txt", b"One line.")]);
    assert_outcome!(folder.run("extract a.txt --output nowhere/out.json"));
}

#[test]
fn err_missing_manifest() {
    assert_outcome!(Folder::with(&[]).run("batch missing.jsonl"));
}

#[test]
fn err_no_command() {
    let outcome = Folder::with(&[]).run("");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""));
}

#[test]
fn err_serve_with_limits_that_contradict_each_other() {
    assert_outcome!(Folder::with(&[]).run("serve --listen 127.0.0.1:0 --max-buffered-bytes 1000"));
}

#[test]
fn err_serve_with_a_key_file_that_is_none() {
    let keys = ("keys.txt", &b"alice s3cret\nalice other\n"[..]);
    assert_outcome!(Folder::with(&[keys]).run("serve --listen 127.0.0.1:0 --keys keys.txt"));
}
