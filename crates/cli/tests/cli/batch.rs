//! `dateline batch`.

use std::io::Write;

use crate::harness::{Folder, PAGE, STORY, assert_outcome};

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn batch_manifest_with_bad_items() {
    let manifest = "{\"id\": \"one\", \"text\": \"First.\", \"published\": \"2025-01-17\"}\n\
                    \n\
                    {\"id\": \"two\", \"path\": \"pages/missing.html\"}\n\
                    not JSON\n\
                    {\"id\": \"three\"}\n\
                    {\"id\": \"four\", \"path\": \"pages/a.txt.gz\", \"kind\": \"text\"}\n\
                    {\"text\": \"Without a name.\", \"published\": \"some day\"}\n";
    let folder = Folder::with(&[
        ("lists/items.jsonl", manifest.as_bytes()),
        ("lists/pages/a.txt.gz", &gzipped(b"Fourth.")),
    ]);
    assert_outcome!(folder.run("batch lists/items.jsonl --analysis none --jobs 1"));
}

#[test]
fn batch_folder_and_file() {
    let folder = Folder::with(&[
        ("pages/b/2.txt", b"Second."),
        ("pages/a.txt", b"First."),
        ("pages/style.css", b"p {}"),
        ("pages/c.txt.gz", &gzipped(b"Third.")),
        ("last.txt", b"Fourth."),
    ]);
    assert_outcome!(folder.run("batch pages last.txt --analysis none --jobs 1"));
}

#[test]
fn batch_manifest_on_standard_input() {
    let manifest = gzipped(b"{\"id\": \"one\", \"text\": \"First.\"}\n");
    let folder = Folder::with(&[]);
    assert_outcome!(folder.run_with("batch - --analysis none --quiet", &manifest, &[]));
}

#[test]
fn batch_item_too_large() {
    // The packed file is small; what counts is what it unpacks to.
    let folder = Folder::with(&[("zeros.txt.gz", &gzipped(&[b'0'; 1_000_000]))]);
    assert_outcome!(folder.run("batch zeros.txt.gz --max-input-bytes 1000 --jobs 1"));
}

#[test]
fn one_and_two_threads_give_the_same_bytes() {
    let mut manifest = String::new();
    for number in 0..24 {
        let text = if number % 2 == 0 { PAGE.to_owned() } else { STORY.repeat(number % 7 + 1) };
        let item = serde_json::json!({ "id": number.to_string(), "text": text });
        manifest.push_str(&format!("{item}\n"));
    }
    let folder = Folder::with(&[("items.jsonl", manifest.as_bytes())]);
    let run = |jobs| folder.run(&format!("batch items.jsonl --jobs {jobs} --quiet")).stdout;
    let one = run(1);
    assert_eq!(one.lines().count(), 24);
    assert_eq!(one, run(2));
    assert_eq!(one, run(7));
}

#[test]
fn a_batch_gives_what_extract_gives() {
    let folder = Folder::with(&[("page.html", PAGE.as_bytes()), ("story.txt", STORY.as_bytes())]);
    let batch = folder.run("batch page.html story.txt --quiet");
    let extract = folder.run("extract page.html story.txt --format jsonl");
    assert_eq!(batch.stdout, extract.stdout);
}
