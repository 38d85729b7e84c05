//! Any bytes, with any declared charset, decode.
#![no_main]

use dateline::Trace;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (bool, Option<&str>, &[u8])| {
    let (is_html, charset, bytes) = input;
    let decoded = dateline::decode::decode(bytes, charset, is_html, &mut Trace::off());
    // No charset makes more than three bytes of one.
    assert!(decoded.text.len() <= 3 * bytes.len() + 3);
});
