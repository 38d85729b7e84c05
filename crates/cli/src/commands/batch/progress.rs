//! How far a batch is: a bar on a terminal, one line at the end everywhere.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// Counts what is done and shows it on standard error.
pub(super) struct Progress {
    bar: ProgressBar,
    quiet: bool,
    started: Instant,
    records: u64,
    errors: u64,
    bytes: u64,
}

impl Progress {
    /// A progress of as many items as `count` tells, which is asked only when a bar is shown.
    pub(super) fn new(quiet: bool, count: impl FnOnce() -> Option<u64>) -> Self {
        let bar = if quiet || !io::stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            shown(count())
        };
        Self { bar, quiet, started: Instant::now(), records: 0, errors: 0, bytes: 0 }
    }

    /// One more item is written.
    pub(super) fn step(&mut self, bytes: u64, failed: bool) {
        self.records += u64::from(!failed);
        self.errors += u64::from(failed);
        self.bytes += bytes;
        self.bar.inc(1);
        if failed {
            self.bar.set_message(format!("{} failed", HumanCount(self.errors)));
        }
    }

    /// Takes the bar away and writes the summary.
    pub(super) fn finish(self, jobs: usize) {
        self.bar.finish_and_clear();
        if self.quiet {
            return;
        }
        let seconds = self.started.elapsed().as_secs_f64();
        let count = |number, one: &str, many: &str| {
            format!("{} {}", HumanCount(number), if number == 1 { one } else { many })
        };
        // Whoever closed standard error does not want to know.
        let _ = writeln!(
            io::stderr(),
            "{}, {} in {seconds:.2} s on {} ({:.0} items/s, {:.1} MB/s)",
            count(self.records, "record", "records"),
            count(self.errors, "error", "errors"),
            count(jobs as u64, "thread", "threads"),
            (self.records + self.errors) as f64 / seconds,
            self.bytes as f64 / 1e6 / seconds,
        );
    }
}

fn shown(count: Option<u64>) -> ProgressBar {
    const REDRAWS_PER_SECOND: u8 = 10;
    let template = match count {
        Some(_) => "{bar:32} {human_pos}/{human_len}  {per_second}  {eta} left  {msg}",
        None => "{spinner} {human_pos}  {per_second}  {elapsed}  {msg}",
    };
    let target = ProgressDrawTarget::stderr_with_hz(REDRAWS_PER_SECOND);
    let per_second = |state: &ProgressState, out: &mut dyn fmt::Write| {
        // A bar has nobody to tell that it could not be drawn.
        let _ = write!(out, "{:.0}/s", state.per_sec());
    };
    let style = ProgressStyle::with_template(template)
        .expect("a valid template")
        .with_key("per_second", per_second);
    let bar = ProgressBar::with_draw_target(count, target).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
