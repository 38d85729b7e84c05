//! Programs in C and C++ against the header and the libraries, under the address and leak
//! sanitizers: `tests/c/` holds the programs, `docs/c.md` its examples.

use std::path::{Path, PathBuf};
use std::process::Command;

const WARNINGS: [&str; 4] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];
/// What the static library needs of the system: what `rustc --print native-static-libs` says.
const SYSTEM: [&str; 4] = ["-lpthread", "-ldl", "-lm", "-lrt"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where cargo puts the libraries that are built with this test.
fn libraries() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.parent().unwrap().to_owned()
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (out, err) = (&output.stdout, &output.stderr);
    let (out, err) = (String::from_utf8_lossy(out), String::from_utf8_lossy(err));
    assert!(output.status.success(), "{command:?}: {}\n{out}\n{err}", output.status);
    out.into_owned()
}

/// Compiles `source`, linked as `link` says; gives the program.
fn compile(source: &Path, folder: &Path, flags: &[&str], link: &[&str]) -> PathBuf {
    let plus = source.extension().is_some_and(|ending| ending == "cpp");
    let (compiler, standard) = if plus { ("c++", "-std=c++17") } else { ("cc", "-std=c11") };
    let program = folder.join(source.file_stem().unwrap());
    let mut command = Command::new(compiler);
    command.arg(standard).args(WARNINGS).args(flags).arg("-g");
    command.arg("-I").arg(root().join("include")).arg("-I").arg(root().join("tests/c"));
    run(command.arg(source).arg("-o").arg(&program).args(link));
    program
}

/// Compiles and runs a test program under the sanitizers, against the static library or the shared
/// one.
fn check(name: &str, shared: bool) {
    let folder = tempfile::tempdir().unwrap();
    let libraries = libraries();
    let found = libraries.join(if shared { "libdateline_ffi.so" } else { "libdateline_ffi.a" });
    let search = format!("-Wl,-rpath,{}", libraries.display());
    let mut link = vec![found.to_str().unwrap(), search.as_str()];
    link.extend(SYSTEM);
    let sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    let source = root().join("tests/c").join(name);
    let program = compile(&source, folder.path(), &sanitizers, &link);
    // A leak fails the run: the libraries' memory comes from the allocator that is watched.
    run(Command::new(program).env("ASAN_OPTIONS", "detect_leaks=1"));
}

#[test]
fn ok_a_record() {
    check("record.c", false);
    check("record.c", true);
}

#[test]
fn ok_errors() {
    check("errors.c", false);
}

#[test]
fn ok_many_inputs() {
    check("batch.c", false);
}

#[test]
fn ok_from_cpp() {
    check("plus.cpp", true);
}

/// The sanitizers see what the library allocates: a program that forgets a handle fails.
#[test]
fn err_a_leak_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("leak.c");
    let program = "#include \"dateline.h\"\n\
        int main(void) { return dateline_options_new() == NULL; }\n";
    std::fs::write(&source, program).unwrap();
    let library = libraries().join("libdateline_ffi.a");
    let mut link = vec![library.to_str().unwrap()];
    link.extend(SYSTEM);
    let program = compile(&source, folder.path(), &["-fsanitize=address"], &link);
    let output = Command::new(program).env("ASAN_OPTIONS", "detect_leaks=1").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("detected memory leaks"));
}
