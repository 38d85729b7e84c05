//! A parallel map that keeps the order of its input and holds only a bounded part of it.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};
use std::thread;

/// Results that may wait, for each thread, behind the one that is to be written next: enough that
/// one slow item does not idle the others, little enough that memory stays bounded.
const WINDOW_PER_JOB: usize = 32;

/// Applies `work` to every item of `source` on `jobs` threads and hands the results to `sink`, on
/// the calling thread, in the order of the source.
///
/// The source is read by one thread at a time and never further than a window ahead of the sink.
/// An error from the sink ends the run; items already begun are finished and dropped.
pub(super) fn map<T, R: Send, E>(
    jobs: usize,
    source: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let window = jobs * WINDOW_PER_JOB;
    let source = Mutex::new(source);
    let queue = Mutex::new(Queue::default());
    let changed = Condvar::new();
    let wait = |queue, condition: &mut dyn FnMut(&mut Queue<R>) -> bool| {
        changed.wait_while(queue, |queue| condition(queue)).expect(NO_POISON)
    };
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    // The source stays locked until the item has its number.
                    let mut items = source.lock().expect(NO_POISON);
                    let mut state = wait(queue.lock().expect(NO_POISON), &mut |queue| {
                        queue.waiting.len() >= window && !queue.closed
                    });
                    if state.closed {
                        return;
                    }
                    drop(state);
                    let item = items.next();
                    state = queue.lock().expect(NO_POISON);
                    let Some(item) = item else {
                        state.closed = true;
                        changed.notify_all();
                        return;
                    };
                    state.waiting.push_back(None);
                    let number = state.written + state.waiting.len() as u64 - 1;
                    drop(state);
                    drop(items);
                    let result = work(item);
                    let mut state = queue.lock().expect(NO_POISON);
                    // After an error of the sink nobody waits for the result.
                    if let Some(place) = number
                        .checked_sub(state.written)
                        .and_then(|index| state.waiting.get_mut(index as usize))
                    {
                        *place = Some(result);
                    }
                    changed.notify_all();
                }
            });
        }
        loop {
            let mut state =
                wait(queue.lock().expect(NO_POISON), &mut |queue| match queue.waiting.front() {
                    Some(first) => first.is_none(),
                    None => !queue.closed,
                });
            let Some(first) = state.waiting.pop_front() else { return Ok(()) };
            state.written += 1;
            drop(state);
            changed.notify_all();
            if let Err(error) = sink(first.expect("waited for")) {
                let mut state = queue.lock().expect(NO_POISON);
                state.closed = true;
                state.waiting.clear();
                drop(state);
                changed.notify_all();
                return Err(error);
            }
        }
    })
}

const NO_POISON: &str = "no thread panics while it holds a lock";

/// Items that were taken from the source and not yet given to the sink.
struct Queue<R> {
    /// A place for each, in order; filled when its work is done.
    waiting: VecDeque<Option<R>>,
    /// Results given to the sink so far: the number of the first one that waits.
    written: u64,
    /// No further item is to be taken.
    closed: bool,
}

impl<R> Default for Queue<R> {
    fn default() -> Self {
        Self { waiting: VecDeque::new(), written: 0, closed: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_order_is_that_of_the_source() {
        for jobs in [1, 2, 7] {
            let mut out = Vec::new();
            // Uneven work, so that results come out of order.
            let work = |n: u64| {
                thread::sleep(std::time::Duration::from_micros((n * 7919) % 50));
                n * 2
            };
            map(jobs, 0..1000_u64, work, |n| {
                out.push(n);
                Ok::<(), ()>(())
            })
            .unwrap();
            assert_eq!(out, (0..1000).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn ok_the_source_is_read_only_a_window_ahead() {
        let read = std::sync::atomic::AtomicUsize::new(0);
        let source = (0..10_000).inspect(|_| {
            read.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        });
        let mut written = 0;
        map(
            2,
            source,
            |n| n,
            |_: i32| {
                written += 1;
                let ahead = read.load(std::sync::atomic::Ordering::Relaxed) - written;
                if ahead <= 2 * WINDOW_PER_JOB + 1 { Ok(()) } else { Err(ahead) }
            },
        )
        .unwrap();
        assert_eq!(written, 10_000);
    }

    #[test]
    fn err_of_the_sink_ends_the_run() {
        let mut count = 0;
        let result = map(
            3,
            0..,
            |n: u32| n,
            |n| {
                count += 1;
                if n == 20 { Err(n) } else { Ok(()) }
            },
        );
        assert_eq!((result, count), (Err(20), 21));
    }
}
