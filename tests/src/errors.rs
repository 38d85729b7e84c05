//! A caller's mistakes, and limits exceeded: the only things that are errors.

use dateline::error::ERROR_CODES;
use dateline::{Error, Extractor, Input, Layers, Limits, Options};

fn options(change: impl FnOnce(&mut Limits)) -> Options {
    let mut options = Options::default();
    change(&mut options.limits);
    options
}

#[test]
fn err_input_too_large() {
    let options = options(|limits| limits.max_input_bytes = 10);
    let error = dateline::extract(&Input::new(b"eleven byte"), &options).unwrap_err();
    assert_eq!(error, Error::InputTooLarge { limit: 10 });
    assert_eq!(error.code().name, "input_too_large");
    assert!(error.to_string().contains("10 bytes"), "{error}");
}

#[test]
fn ok_input_at_the_limit() {
    let options = options(|limits| limits.max_input_bytes = 10);
    let article = dateline::extract(&Input::new(b"ten bytes."), &options).unwrap();
    assert_eq!(article.text, "ten bytes.");
}

#[test]
fn err_options_out_of_range() {
    type Change = fn(&mut Limits);
    let wrong: [(&str, Change); 3] = [
        ("max_input_bytes", |limits| limits.max_input_bytes = usize::MAX),
        ("max_tree_depth", |limits| limits.max_tree_depth = 31),
        ("max_nodes", |limits| limits.max_nodes = 1023),
    ];
    for (name, change) in wrong {
        let error = Extractor::new(options(change)).unwrap_err();
        assert_eq!(error.code().name, "invalid_option");
        assert!(matches!(error, Error::InvalidOption { option, .. } if option == name), "{error}");
    }
}

#[test]
fn ok_options_at_their_bounds() {
    let options = options(|limits| {
        *limits = Limits { max_tree_depth: 32, max_nodes: 1024, ..Limits::default() };
    });
    assert!(dateline::extract(&Input::new(b"<p>A short page.</p>"), &options).is_ok());
}

#[test]
fn err_unknown_layer() {
    let error = "sentences,mood".parse::<Layers>().unwrap_err();
    assert_eq!(error.code().name, "invalid_option");
}

#[test]
fn codes_are_distinct_and_stable() {
    // What scripts match on: a row may be added, none may change.
    let published = [
        ("input_too_large", 65, 413, 10),
        ("invalid_option", 2, 400, 11),
        ("unreadable_input", 66, 400, 12),
        ("invalid_item", 65, 400, 13),
        ("unwritable_output", 74, 500, 14),
        ("internal_error", 70, 500, 15),
    ];
    let rows: Vec<_> =
        ERROR_CODES.iter().map(|row| (row.name, row.exit, row.http, row.ffi)).collect();
    assert_eq!(&rows[..published.len()], published);
    for (index, row) in rows.iter().enumerate() {
        assert!(rows[index + 1..].iter().all(|other| other.0 != row.0 && other.3 != row.3));
    }
}
