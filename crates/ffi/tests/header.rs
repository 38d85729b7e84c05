//! The committed header is what cbindgen makes of the sources.

use std::path::Path;

#[test]
fn ok_the_committed_header_is_the_generated_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).unwrap();
    let bindings = cbindgen::Builder::new()
        .with_config(config)
        .with_src(root.join("src/lib.rs"))
        .generate()
        .unwrap();
    let mut generated = Vec::new();
    bindings.write(&mut generated);
    let generated = String::from_utf8(generated).unwrap();
    let path = root.join("include/dateline.h");
    if std::env::var_os("DATELINE_BLESS").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap_or_default() == generated,
        "the interface changed: `DATELINE_BLESS=1 cargo test -p dateline-ffi --test header`, read \
         the difference, and raise DATELINE_ABI_VERSION if it breaks compiled programs"
    );
}
