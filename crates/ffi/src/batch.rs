//! A stream of inputs on all cores: records come back in the order in which inputs went in.

use std::collections::VecDeque;
use std::ptr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use dateline::{Error, Extractor, Input, OffsetUnit, SourceKind};

use crate::article::dateline_article;
use crate::boundary::{borrow, guard, place};
use crate::extract::{one, thread_count};
use crate::input::{self, dateline_input};
use crate::options::dateline_options;
use crate::status::{dateline_error, dateline_status};

/// A line of inputs and the threads that work on it. Made by `dateline_batch_new`, freed by the
/// caller with `dateline_batch_free`. A process that forks must not use a batch of its parent.
pub struct dateline_batch {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    extractor: Extractor,
    unit: OffsetUnit,
    line: Mutex<Line>,
    /// An input was pushed, or no more will be.
    pushed: Condvar,
    /// A result is there.
    done: Condvar,
}

/// What was pushed and not yet taken back.
#[derive(Default)]
struct Line {
    /// Inputs nobody works on yet, each with its number.
    inputs: VecDeque<(u64, Owned)>,
    /// A place for every input from number `taken` on, filled when its work is done.
    results: VecDeque<Option<Result<dateline_article, Error>>>,
    /// How many results were taken back.
    taken: u64,
    /// The threads are to end.
    closed: bool,
}

/// A copy of an input: the caller's own may be gone when its turn comes.
struct Owned {
    bytes: Vec<u8>,
    kind: Option<SourceKind>,
    id: Option<String>,
    url: Option<String>,
    published: Option<String>,
    charset: Option<String>,
}

impl Owned {
    fn of(input: &Input<'_>) -> Self {
        Self {
            bytes: input.bytes.to_vec(),
            kind: input.kind,
            id: input.id.map(str::to_owned),
            url: input.url.map(str::to_owned),
            published: input.published.map(str::to_owned),
            charset: input.charset.map(str::to_owned),
        }
    }

    fn input(&self) -> Input<'_> {
        Input {
            bytes: &self.bytes,
            kind: self.kind,
            id: self.id.as_deref(),
            url: self.url.as_deref(),
            published: self.published.as_deref(),
            charset: self.charset.as_deref(),
        }
    }
}

impl Shared {
    /// The line. A thread that panicked held no lock while it worked, so a poisoned line is whole.
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What every thread of the batch does.
    fn work(&self) {
        loop {
            let waiting = |line: &mut Line| line.inputs.is_empty() && !line.closed;
            let line = self.pushed.wait_while(self.line(), waiting);
            let mut line = line.unwrap_or_else(PoisonError::into_inner);
            if line.closed {
                return;
            }
            let (number, input) = line.inputs.pop_front().expect("waited for");
            drop(line);
            let result = one(&self.extractor, self.unit, &input.input());
            drop(input);
            let mut line = self.line();
            let place = (number - line.taken) as usize;
            line.results[place] = Some(result);
            drop(line);
            self.done.notify_all();
        }
    }
}

/// A batch that works on `jobs` threads (0: one for each core).
///
/// Ownership: the caller frees the batch with `dateline_batch_free`; it keeps a copy of the options.
/// Thread safety: as `dateline_extract`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_batch_new(
    options: *const dateline_options,
    jobs: usize,
    batch: *mut *mut dateline_batch,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let batch = unsafe { place(batch, "batch")? };
        batch.write(ptr::null_mut());
        // SAFETY: the caller holds to the header's conventions.
        let (extractor, unit) = unsafe { dateline_options::resolve(options)? };
        let shared = Arc::new(Shared {
            extractor,
            unit,
            line: Mutex::default(),
            pushed: Condvar::new(),
            done: Condvar::new(),
        });
        let threads = (0..thread_count(jobs)).map(|_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.work())
        });
        let threads = threads.collect();
        batch.write(Box::into_raw(Box::new(dateline_batch { shared, threads })));
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// Puts an input at the end of the line and returns at once. The batch holds everything that was
/// pushed and not taken back: to bound memory, take one back for each push once a few for each
/// thread are in it.
///
/// Ownership: the batch copies the input. Thread safety: a batch may be used from several threads
/// at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_batch_push(
    batch: *const dateline_batch,
    input: *const dateline_input,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let (batch, input) = unsafe { (borrow(batch, "batch")?, input::read(input)?) };
        let input = Owned::of(&input);
        let mut line = batch.shared.line();
        let number = line.taken + line.results.len() as u64;
        line.inputs.push_back((number, input));
        line.results.push_back(None);
        drop(line);
        batch.shared.pushed.notify_one();
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// Takes the record of the oldest input in the line, waiting for it if need be. When the line is
/// empty, `*article` is null and the status is `DATELINE_OK`; when that input failed, `*article` is
/// null and the status and `*error` are its own.
///
/// Ownership: the caller frees the article with `dateline_article_free` and the error with
/// `dateline_error_free`. Thread safety: a batch may be used from several threads at once; each
/// record is given to one of them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_batch_next(
    batch: *const dateline_batch,
    article: *mut *mut dateline_article,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let article = unsafe { place(article, "article")? };
        article.write(ptr::null_mut());
        // SAFETY: the caller holds to the header's conventions.
        let shared = &unsafe { borrow(batch, "batch")? }.shared;
        let waiting = |line: &mut Line| line.results.front().is_some_and(Option::is_none);
        let line = shared.done.wait_while(shared.line(), waiting);
        let mut line = line.unwrap_or_else(PoisonError::into_inner);
        let Some(result) = line.results.pop_front() else { return Ok(()) };
        line.taken += 1;
        drop(line);
        let record = result.expect("waited for")?;
        article.write(Box::into_raw(Box::new(record)));
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// Frees a batch, with all inputs and records in it; null is left alone. Waits for the inputs that
/// are being worked on.
///
/// Ownership: the handle is gone afterwards. Thread safety: no other thread may be using it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_batch_free(batch: *mut dateline_batch) {
    if batch.is_null() {
        return;
    }
    // SAFETY: it came from `Box::into_raw` and the caller gives it back once.
    let batch = unsafe { Box::from_raw(batch) };
    batch.shared.line().closed = true;
    batch.shared.pushed.notify_all();
    for thread in batch.threads {
        // A thread that panicked has nothing left to give back.
        let _ = thread.join();
    }
}
