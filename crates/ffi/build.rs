//! Gives the shared library the name that programs look for when they start: it changes with the
//! binary interface and with nothing else.

fn main() {
    println!("cargo::rerun-if-changed=src/version.rs");
    let version = include_str!("src/version.rs");
    let abi = version
        .lines()
        .find_map(|line| line.strip_prefix("pub const DATELINE_ABI_VERSION: u32 = "))
        .and_then(|rest| rest.strip_suffix(';'))
        .expect("src/version.rs has the version of the binary interface");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libdateline.so.{abi}");
    }
}
