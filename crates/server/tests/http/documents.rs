//! What the guide says is what the service does.

use std::io::Write;
use std::process::Command;

use dateline_server::{AppState, Config, Keys, router, serve};
use serde_json::json;

use crate::harness::STORY;

const GUIDE: &str = include_str!("../../../../docs/http.md");

/// The shell examples of the guide.
fn examples() -> impl Iterator<Item = &'static str> {
    GUIDE.split("```sh\n").skip(1).map(|rest| rest.split_once("```").unwrap().0)
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_every_example_of_the_guide_succeeds() {
    if Command::new("curl").arg("--version").output().is_err() {
        // Straight to the terminal: the harness hides what passing tests print.
        let _ = writeln!(std::io::stderr(), "SKIPPED: no curl to run the guide's examples with");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let lines = [json!({ "id": "a", "text": STORY }), json!({ "id": "b", "html": STORY })];
    for (name, content) in [
        ("page.html", format!("<!doctype html><title>Ferry</title><article><p>{STORY}</article>")),
        ("story.txt", STORY.to_owned()),
        ("items.jsonl", lines.map(|line| line.to_string() + "\n").concat()),
    ] {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let state = AppState::new(Config::default(), Keys::default()).unwrap();
    let serving =
        tokio::spawn(serve(listener, router(state.clone()), state, std::future::pending()));

    assert!(examples().count() >= 4);
    for example in examples() {
        let mut shell = Command::new("bash");
        shell.args(["-euo", "pipefail", "-c", example]).current_dir(&folder);
        shell.env("DATELINE", &address);
        let output = tokio::task::spawn_blocking(move || shell.output().unwrap()).await.unwrap();
        let answer = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{example}");
        assert!(answer.contains("ferry line"), "{example}\n{answer}");
        assert!(!answer.contains("\"error\""), "{example}\n{answer}");
    }
    serving.abort();
}

#[test]
fn ok_every_option_and_refusal_is_in_the_guide() {
    #[derive(clap::Parser)]
    struct Arguments {
        #[command(flatten)]
        _config: Config,
    }
    let command = <Arguments as clap::CommandFactory>::command();
    for option in command.get_arguments().filter_map(clap::Arg::get_long) {
        assert!(GUIDE.contains(&format!("--{option}")), "docs/http.md lacks --{option}");
    }
    for code in dateline_server::Rejection::codes() {
        assert!(GUIDE.contains(&format!("`{code}`")), "docs/http.md lacks `{code}`");
    }
}
