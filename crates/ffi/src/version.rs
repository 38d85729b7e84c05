//! Which library this is.

use crate::strings::dateline_str;

/// The version of this binary interface. A change that breaks programs compiled against an older
/// header raises it; functions may be added without raising it.
pub const DATELINE_ABI_VERSION: u32 = 1;

/// The version of the binary interface that the library was built with. A program that loads the
/// library at run time compares it with `DATELINE_ABI_VERSION` of its header.
///
/// Thread safety: may be called from any thread at any time.
#[unsafe(no_mangle)]
pub extern "C" fn dateline_abi_version() -> u32 {
    DATELINE_ABI_VERSION
}

/// The version of the library, such as `0.1.0`.
///
/// Lifetime: the string is static. Thread safety: may be called from any thread at any time.
#[unsafe(no_mangle)]
pub extern "C" fn dateline_version() -> dateline_str {
    dateline_str::of(env!("CARGO_PKG_VERSION"))
}
