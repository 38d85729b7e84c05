//! The Python package over the library that was built with this test: `tests/python/`, which needs
//! python3 and nothing installed. What needs pyarrow and the like is skipped where it is missing;
//! `tests/python/full.sh` installs it and skips nothing.

use std::path::Path;
use std::process::Command;

#[test]
fn ok_the_python_package() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = std::env::current_exe().unwrap();
    let library = program.parent().unwrap().join("libdateline_ffi.so");
    let output = Command::new("python3")
        .args(["-W", "error", "-m", "unittest", "discover", "--start-directory"])
        .arg(root.join("tests/python"))
        .env("PYTHONPATH", root.join("python"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("DATELINE_LIBRARY", library)
        .output()
        .expect("python3 is installed");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("\nRan "), "{told}");
}
