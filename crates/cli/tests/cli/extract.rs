//! `dateline extract`.

use std::io::Read;
use std::process::Stdio;

use crate::harness::{Folder, PAGE, STORY, assert_outcome, command};

#[test]
fn extract_text() {
    let folder = Folder::with(&[("story.txt", STORY.as_bytes())]);
    assert_outcome!(folder.run("extract story.txt --analysis none"));
}

#[test]
fn extract_stdin_with_what_is_known() {
    assert_outcome!(Folder::with(&[]).run_with(
        "extract - --analysis none --format jsonl --kind text --url https://town.example/bridge \
         --published 2025-02-03",
        STORY.as_bytes(),
        &[],
    ));
}

#[test]
fn extract_markdown() {
    let folder = Folder::with(&[("story.txt", STORY.as_bytes())]);
    assert_outcome!(folder.run("extract story.txt --analysis none --format markdown"));
}

#[test]
fn extract_plain_text() {
    let folder = Folder::with(&[("story.txt", STORY.as_bytes())]);
    assert_outcome!(folder.run("extract story.txt --analysis none --format text"));
}

#[test]
fn extract_html() {
    let folder = Folder::with(&[("story.txt", STORY.as_bytes())]);
    assert_outcome!(folder.run("extract story.txt --analysis none --format html"));
}

#[test]
fn spans_count_what_was_asked_for() {
    let folder = Folder::with(&[("page.html", PAGE.as_bytes())]);
    for (unit, width) in [("byte", 0), ("char", 1), ("utf16", 2)] {
        let outcome = folder.run(&format!("extract page.html --format jsonl --offsets {unit}"));
        let record: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        assert_eq!(record["offset_unit"], unit);
        let text = record["text"].as_str().unwrap();
        let span = &record["links"][0]["span"];
        let (start, end) = (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize);
        let surface = match width {
            0 => text[start..end].to_owned(),
            1 => text.chars().skip(start).take(end - start).collect(),
            _ => String::from_utf16(&text.encode_utf16().collect::<Vec<_>>()[start..end]).unwrap(),
        };
        assert_eq!(surface, "its site", "{unit}");
    }
}

#[test]
fn several_inputs_and_one_that_fails() {
    let folder = Folder::with(&[("a.txt", b"One line."), ("c.txt", b"Another.")]);
    assert_outcome!(folder.run("extract a.txt b.txt c.txt --analysis none --format jsonl"));
}

#[test]
fn output_appears_whole() {
    let folder = Folder::with(&[("a.txt", b"One line."), ("out.json", b"old")]);
    assert_eq!(folder.run("extract a.txt --output out.json").code, Some(0));
    assert!(folder.read("out.json").contains("\"text\": \"One line.\""));
    assert_eq!(folder.names(), ["a.txt", "out.json"]);
}

#[test]
fn output_that_fails_leaves_the_old_file() {
    let folder = Folder::with(&[("a.txt", b"One line."), ("out.json", b"old")]);
    assert_eq!(folder.run("batch a.txt missing.jsonl --output out.json").code, Some(66));
    assert_eq!((folder.read("out.json").as_str(), folder.names().len()), ("old", 2));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let long = "A sentence that is repeated until no pipe can hold it. ".repeat(20_000);
    let folder = Folder::with(&[("long.txt", long.as_bytes())]);
    let mut child = command(&folder.path(""))
        .args(["extract", "long.txt", "--analysis", "none"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 64];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn two_runs_give_the_same_bytes() {
    let folder = Folder::with(&[("page.html", PAGE.as_bytes()), ("story.txt", STORY.as_bytes())]);
    for format in ["json", "markdown", "html", "page"] {
        let run = || folder.run(&format!("extract page.html story.txt --format {format}")).stdout;
        assert_eq!(run(), run(), "{format}");
    }
}

/// What `--format html` writes reads back as the same article.
#[test]
fn clean_html_reads_back() {
    let folder = Folder::with(&[("page.html", PAGE.as_bytes())]);
    let html = folder.run("extract page.html --format html").stdout;
    let again = folder.run_with("extract - --format html", html.as_bytes(), &[]).stdout;
    assert_eq!(html, again);
}
