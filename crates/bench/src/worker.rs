//! One side of a comparison, in a process of its own: it reads all pages, says `ready`, and answers
//! each line with the nanoseconds of one round over all pages and the bytes that came out.

use std::borrow::Cow;
use std::hint::black_box;
use std::io::{BufRead as _, Write as _};
use std::time::Instant;

/// Answers rounds until its input ends. `run` gives the size of what it makes of a page.
pub(crate) fn serve(pages: &[Vec<u8>], run: impl Fn(&[u8]) -> usize) -> std::io::Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "ready")?;
    out.flush()?;
    for line in std::io::stdin().lock().lines() {
        line?;
        let start = Instant::now();
        let size: usize = pages.iter().map(|page| run(black_box(page))).sum();
        writeln!(out, "{} {size}", start.elapsed().as_nanos())?;
        out.flush()?;
    }
    Ok(())
}

/// The characters of a page for sides that take no bytes.
pub(crate) fn text(page: &[u8]) -> Cow<'_, str> {
    // The lossy conversion is ten times slower, on valid pages too.
    std::str::from_utf8(page).map_or_else(|_| String::from_utf8_lossy(page), Cow::Borrowed)
}
