//! Extraction: one input, or an array of them on all cores.

use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use dateline::{Error, Extractor, Input, OffsetUnit};

use crate::article::dateline_article;
use crate::boundary::{caught, guard, place};
use crate::input::{self, dateline_input};
use crate::options::dateline_options;
use crate::status::{dateline_error, dateline_status};

/// The record of one input. `*article` is the record, or null when the call fails.
///
/// Ownership: the caller frees the article with `dateline_article_free`, and the error, if there is
/// one, with `dateline_error_free`. The input is only read during the call. Thread safety: any
/// number of threads may extract at once, with the same options too as long as nobody changes them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_extract(
    options: *const dateline_options,
    input: *const dateline_input,
    article: *mut *mut dateline_article,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        // SAFETY: the caller holds to the header's conventions.
        let article = unsafe { place(article, "article")? };
        article.write(ptr::null_mut());
        // SAFETY: the caller holds to the header's conventions.
        let (input, (extractor, unit)) =
            unsafe { (input::read(input)?, dateline_options::resolve(options)?) };
        article.write(Box::into_raw(Box::new(one(&extractor, unit, &input)?)));
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// The records of `count` inputs that stand one after the other at `inputs`, made on `jobs` threads
/// (0: one for each core). `articles` has room for `count` articles and `errors` for `count`
/// errors; of each pair one is null. One input that fails does not stop the others: the status
/// tells only of mistakes in the call itself.
///
/// Ownership: the caller frees every article with `dateline_article_free`, and every error,
/// `*error` too, with `dateline_error_free`. The inputs are only read during the call. Thread
/// safety: as `dateline_extract`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dateline_extract_many(
    options: *const dateline_options,
    inputs: *const dateline_input,
    count: usize,
    jobs: usize,
    articles: *mut *mut dateline_article,
    errors: *mut *mut dateline_error,
    error: *mut *mut dateline_error,
) -> dateline_status {
    let work = || {
        if count == 0 {
            return Ok(());
        }
        // SAFETY: the caller holds to the header's conventions.
        unsafe { (place(articles, "articles")?, place(errors, "errors")?) };
        // SAFETY: the caller holds to the header's conventions.
        let (extractor, unit) = unsafe { dateline_options::resolve(options)? };
        // SAFETY: the caller holds to the header's conventions.
        let read = unsafe { read_array(inputs, count)? };
        let results = in_parallel(jobs, read, |input| one(&extractor, unit, &input?));
        for (index, result) in results.into_iter().enumerate() {
            let (article, error) = match result {
                Ok(article) => (Box::into_raw(Box::new(article)), ptr::null_mut()),
                Err(error) => {
                    (ptr::null_mut(), Box::into_raw(Box::new(dateline_error::from(&error))))
                }
            };
            // SAFETY: both arrays have room for `count` pointers, and `index` is below that.
            unsafe {
                articles.add(index).write(article);
                errors.add(index).write(error);
            }
        }
        Ok(())
    };
    // SAFETY: the caller holds to the header's conventions.
    unsafe { guard(error, work) }
}

/// One record, whatever happens.
pub(crate) fn one(
    extractor: &Extractor,
    unit: OffsetUnit,
    input: &Input<'_>,
) -> Result<dateline_article, Error> {
    caught(|| {
        #[cfg(feature = "fault-injection")]
        assert!(input.bytes != b"dateline: panic", "injected fault");
        Ok(dateline_article::new(extractor.extract(input)?, unit))
    })
}

/// The inputs of an array whose elements have the size that its first one says.
///
/// # Safety
/// As [`input::read`], for every element.
unsafe fn read_array<'a>(
    inputs: *const dateline_input,
    count: usize,
) -> Result<Vec<Result<Input<'a>, Error>>, Error> {
    // SAFETY: the first element, the contract is the same; it checks the size.
    unsafe { input::read(inputs).map(drop).or_else(only_its_own)? };
    // SAFETY: not null, as was just checked.
    let stride = unsafe { (*inputs).struct_size };
    // SAFETY: element `index` stands `index` strides behind the first.
    Ok((0..count).map(|index| unsafe { input::read(inputs.byte_add(index * stride)) }).collect())
}

/// What is wrong with one input is told in its place; what is wrong with the array is not.
fn only_its_own(error: Error) -> Result<(), Error> {
    match error {
        Error::InvalidOption { option: "input" | "struct_size", .. } => Err(error),
        _ => Ok(()),
    }
}

/// How many threads `jobs` means.
pub(crate) fn thread_count(jobs: usize) -> usize {
    if jobs == 0 { thread::available_parallelism().map_or(1, usize::from) } else { jobs }
}

/// `work` on every item, on `jobs` threads, in the order of the items.
fn in_parallel<T: Clone + Send + Sync, R: Send + Sync>(
    jobs: usize,
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let results: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..thread_count(jobs).min(items.len()) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { return };
                    let result = work(item.clone());
                    assert!(results[index].set(result).is_ok(), "each item is worked on once");
                }
            });
        }
    });
    results.into_iter().map(|cell| cell.into_inner().expect("every item was worked on")).collect()
}
