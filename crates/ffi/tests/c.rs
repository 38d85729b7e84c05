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
    let sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    let source = root().join("tests/c").join(name);
    let library = libraries().join("libdateline_ffi.a");
    let search = format!("-Wl,-rpath,{}", folder.path().display());
    let mut link = vec![library.to_str().unwrap()];
    let named = folder.path().join("libdateline.so.1");
    if shared {
        // Programs look for the library by the name of its interface.
        std::os::unix::fs::symlink(libraries().join("libdateline_ffi.so"), &named).unwrap();
        link = vec![named.to_str().unwrap(), &search];
    }
    link.extend(SYSTEM);
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

/// The example of `docs/c.md`, compiled as a reader would: against what `install.sh` installs, with
/// the flags of the pkg-config file.
#[test]
fn ok_the_example_against_an_installation() {
    let folder = tempfile::tempdir().unwrap();
    let prefix = folder.path().join("usr");
    let install = root().join("install.sh");
    let told =
        run(Command::new(install).arg("--prefix").arg(&prefix).arg("--from").arg(libraries()));
    assert!(told.starts_with("installed dateline 0."), "{told}");

    let docs = std::fs::read_to_string(root().join("../../docs/c.md")).unwrap();
    let example = docs.split("```c\n").nth(1).unwrap().split("```").next().unwrap();
    let source = folder.path().join("story.c");
    std::fs::write(&source, example).unwrap();

    let config = prefix.join("lib/pkgconfig/dateline.pc");
    let (flags, libs) = (flags(&config, "Cflags"), flags(&config, "Libs"));
    let run_path = format!("-Wl,-rpath,{}", prefix.join("lib").display());
    let mut shared = Command::new("cc");
    shared.arg("-std=c11").args(WARNINGS).arg(&source).args(&flags).args(&libs).arg(run_path);
    run(shared.arg("-o").arg(folder.path().join("shared")));
    let told = run(&mut Command::new(folder.path().join("shared")));
    assert!(told.contains("speaker: Kari Nygaard\n"), "{told}");
    assert!(told.contains("We are out of money"), "{told}");

    let mut fixed = Command::new("cc");
    fixed.arg("-std=c11").args(WARNINGS).arg(&source).args(&flags);
    fixed.arg(prefix.join("lib/libdateline.a")).args(["-lm", "-lpthread", "-ldl"]);
    run(fixed.arg("-o").arg(folder.path().join("static")));
    assert_eq!(run(&mut Command::new(folder.path().join("static"))), told);
}

/// A line of a pkg-config file as pkg-config gives it, which not every machine has.
fn flags(config: &Path, name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(config).unwrap();
    let value = |key: &str, mark: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(&format!("{key}{mark}")));
        line.unwrap_or_else(|| panic!("no {key} in {text}")).to_owned()
    };
    let expanded = value(name, ": ")
        .replace("${includedir}", &value("includedir", "="))
        .replace("${libdir}", &value("libdir", "="))
        .replace("${prefix}", &value("prefix", "="));
    expanded.split_whitespace().map(str::to_owned).collect()
}
