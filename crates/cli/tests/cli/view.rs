//! `dateline view` and `dateline trace`.

use crate::harness::{Folder, PAGE, STORY, assert_outcome};

#[test]
fn view_plain() {
    let folder = Folder::with(&[("story.txt", STORY.as_bytes())]);
    assert_outcome!(folder.run("view story.txt --analysis none --width 40"));
}

#[test]
fn view_in_color() {
    let folder = Folder::with(&[("story.txt", STORY.as_bytes())]);
    assert_outcome!(folder.run("view story.txt --analysis none --width 40 --color always"));
}

#[test]
fn a_page_cannot_command_the_terminal() {
    let text = b"Red \x1b[31malert\x1b[0m and a bell \x07.";
    let folder = Folder::with(&[("story.txt", text)]);
    for color in ["always", "never"] {
        let shown = folder.run(&format!("view story.txt --analysis none --color {color}")).stdout;
        assert!(shown.contains("Red \u{fffd}[31malert"), "{shown:?}");
        assert!(!shown.contains('\u{7}') && !shown.contains("\u{1b}[31m"), "{shown:?}");
    }
}

#[test]
fn a_pipe_gets_no_escapes() {
    let folder = Folder::with(&[("page.html", PAGE.as_bytes())]);
    for arguments in ["view page.html", "trace page.html", "extract page.html"] {
        assert!(!folder.run(arguments).stdout.contains('\u{1b}'), "{arguments}");
    }
}

#[test]
fn view_as_a_page_stands_alone() {
    let folder = Folder::with(&[("page.html", PAGE.as_bytes())]);
    let page = folder.run("view page.html --format html").stdout;
    assert!(page.starts_with("<!DOCTYPE html>"));
    for fetched in ["<script", "<img", "<link rel=\"stylesheet\"", "@import", "url("] {
        assert!(!page.contains(fetched), "{fetched}");
    }
}

#[test]
fn trace_text() {
    let folder = Folder::with(&[("story.txt", STORY.as_bytes())]);
    assert_outcome!(folder.run("trace story.txt --analysis none --stage plain"));
}

#[test]
fn trace_json_lines() {
    let folder = Folder::with(&[("story.txt", STORY.as_bytes())]);
    let outcome = folder.run("trace story.txt --format jsonl");
    assert_eq!(outcome.code, Some(0));
    for line in outcome.stdout.lines() {
        let note: serde_json::Value = serde_json::from_str(line).unwrap();
        for field in ["stage", "rule", "subject", "reason"] {
            assert!(note[field].is_string(), "{line}");
        }
    }
}
