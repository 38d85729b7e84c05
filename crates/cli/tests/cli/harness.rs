//! Runs the built binary in a folder of its own.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A short story with one of everything that does not depend on a model.
pub(crate) const STORY: &str = "Bridge closed for a week\n\nThe bridge over the Ems will be closed from \
                         Monday, the town said.\n\nTwo things will be done:\n\n- new lamps\n- \
                         paint\n";

/// A small page: title, two paragraphs, a link.
pub(crate) const PAGE: &str = "<!DOCTYPE html><html lang=\"en\"><head><title>Café opens</title></head>\
                        <body><article><h1>Café opens</h1><p>The café on the market square opened \
                        on Monday morning after two years of work. 🎉 Over three hundred people \
                        came to see it, the owners said.</p><p>It is open every day but Sunday, \
                        as <a href=\"https://cafe.example/hours\">its site</a> says, and serves \
                        breakfast until noon.</p></article></body></html>";

/// A folder that is gone when the test is over.
pub(crate) struct Folder(tempfile::TempDir);

/// What a run left behind.
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Folder {
    /// A folder with these files.
    pub(crate) fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            let path = folder.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of the files in it, hidden ones too.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// Runs `dateline` in it with arguments parted by spaces.
    pub(crate) fn run(&self, arguments: &str) -> Outcome {
        self.run_with(arguments, b"", &[])
    }

    /// Runs `dateline` in it with something on standard input and in the environment.
    pub(crate) fn run_with(&self, arguments: &str, stdin: &[u8], env: &[(&str, &str)]) -> Outcome {
        let mut child = command(self.0.path())
            .args(arguments.split_whitespace())
            .envs(env.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read its input closes the pipe.
        let _ = child.stdin.take().unwrap().write_all(stdin);
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Outcome {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// The binary, free of what the caller's environment would change.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("COLUMNS").env_remove("TERM");
    command
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let code = self.code.map_or("signal".to_owned(), |code| code.to_string());
        write!(f, "exit: {code}\n----- stdout\n{}----- stderr\n{}", self.stdout, self.stderr)
    }
}

/// Snapshots what a run left behind; what the clock says is left out.
macro_rules! assert_outcome {
    ($outcome:expr) => {
        insta::with_settings!({
            filters => vec![(r"in [0-9.]+ s on (\d+ threads?) \(.*\)", "in [TIME] on $1 [SPEED]")],
            omit_expression => true,
            prepend_module_to_snapshot => false,
        }, {
            insta::assert_snapshot!($outcome.to_string());
        });
    };
}
pub(crate) use assert_outcome;
