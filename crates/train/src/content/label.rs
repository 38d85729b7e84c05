//! Which segments the gold speaks of.
//!
//! A gold body is aligned to the page: runs of four tokens vote for where a segment lies in the gold,
//! then the heaviest chain of segments that ascends in both page and gold is taken, then long
//! segments out of order whose words the chain left over.

use std::collections::HashMap;

/// Length of the runs that vote.
const RUN: usize = 4;
/// A position's list is read up to here: runs that stand more often say nothing.
const MAX_PLACES: usize = 40;
/// A segment is a candidate when this share of its tokens is in the gold.
const MIN_COVER: f32 = 0.5;
/// Heavier candidates are kept when there are more than this.
const MAX_CANDIDATES: usize = 5000;

/// A place where a segment may lie in the gold.
struct Candidate {
    segment: usize,
    start: i64,
    end: i64,
    weight: f32,
}

/// For each segment the share of it that is body, 0 for what is none of it.
pub(super) fn body(segments: &[&[u32]], gold: &[u32]) -> Vec<f32> {
    let runs: Vec<HashMap<&[u32], Vec<usize>>> = (1..=RUN).map(|n| index(gold, n)).collect();
    let mut covers = vec![0f32; segments.len()];
    let mut candidates = Vec::new();
    for (segment, tokens) in segments.iter().enumerate() {
        covers[segment] = place(segment, tokens, &runs, &mut candidates);
    }
    if candidates.len() > MAX_CANDIDATES {
        candidates.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        candidates.truncate(MAX_CANDIDATES);
    }
    candidates.sort_by_key(|candidate| (candidate.segment, candidate.start));
    let mut labels = vec![0f32; segments.len()];
    let mut left: HashMap<u32, i32> = HashMap::new();
    gold.iter().for_each(|&token| *left.entry(token).or_default() += 1);
    for segment in chain(&candidates) {
        labels[segment] = covers[segment].max(MIN_COVER);
        segments[segment].iter().for_each(|&token| *left.entry(token).or_default() -= 1);
    }
    for (segment, tokens) in segments.iter().enumerate() {
        if labels[segment] > 0.0 || tokens.len() < 6 || covers[segment] < 0.6 {
            continue;
        }
        let unused = tokens.iter().filter(|token| left.get(token).is_some_and(|&n| n > 0)).count();
        if unused as f32 >= 0.6 * tokens.len() as f32 {
            labels[segment] = covers[segment];
            tokens.iter().for_each(|&token| *left.entry(token).or_default() -= 1);
        }
    }
    labels
}

fn index(gold: &[u32], n: usize) -> HashMap<&[u32], Vec<usize>> {
    let mut places: HashMap<&[u32], Vec<usize>> = HashMap::new();
    for (start, run) in gold.windows(n).enumerate() {
        let list = places.entry(run).or_default();
        if list.len() < MAX_PLACES {
            list.push(start);
        }
    }
    places
}

/// Adds a segment's candidates; returns the share of it that is in the gold at all.
fn place(
    segment: usize,
    tokens: &[u32],
    runs: &[HashMap<&[u32], Vec<usize>>],
    candidates: &mut Vec<Candidate>,
) -> f32 {
    let length = tokens.len();
    if length == 0 {
        return 0.0;
    }
    if length <= RUN {
        let places = runs[length - 1].get(tokens).map_or(&[][..], Vec::as_slice);
        // One token alone says less than its length.
        let weight = if length == 1 { 0.7 } else { length as f32 };
        candidates.extend(places.iter().map(|&start| Candidate {
            segment,
            start: start as i64,
            end: (start + length) as i64,
            weight,
        }));
        return if places.is_empty() { 0.0 } else { 1.0 };
    }
    let bucket = (length / 8).max(RUN) as i64;
    let mut votes: HashMap<i64, u32> = HashMap::new();
    let mut exact: HashMap<i64, u32> = HashMap::new();
    let mut covered = vec![false; length];
    for (at, run) in tokens.windows(RUN).enumerate() {
        if let Some(places) = runs[RUN - 1].get(run) {
            covered[at..at + RUN].fill(true);
            for &place in places {
                let start = place as i64 - at as i64;
                *votes.entry(start.div_euclid(bucket)).or_default() += 1;
                *exact.entry(start).or_default() += 1;
            }
        }
    }
    let cover = covered.iter().filter(|&&c| c).count() as f32;
    if cover >= MIN_COVER * length as f32 {
        let mut votes: Vec<(i64, u32)> = votes.into_iter().collect();
        votes.sort_by_key(|&(place, count)| (std::cmp::Reverse(count), place));
        let most = votes.first().map_or(0, |vote| vote.1);
        for &(place, count) in votes.iter().take(6).filter(|vote| vote.1 * 10 >= most * 3) {
            let within = (place * bucket..(place + 1) * bucket).filter_map(|start| {
                exact.get(&start).map(|&count| (count, std::cmp::Reverse(start)))
            });
            let Some((_, std::cmp::Reverse(start))) = within.max() else { continue };
            let weight = cover.min((count as usize + RUN - 1) as f32);
            candidates.push(Candidate { segment, start, end: start + length as i64, weight });
        }
    }
    cover / length as f32
}

/// The segments of the heaviest chain that ascends in page and gold. Steps cost a little, so that of
/// two occurrences the one beside its neighbours is taken.
fn chain(candidates: &[Candidate]) -> Vec<usize> {
    // Words that gold and page do not share shift a segment's end by some of its length.
    let slack = |c: &Candidate| {
        let length = c.end - c.start;
        if length > RUN as i64 { (length / 4).max(2) } else { 0 }
    };
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(candidates.len());
    for (at, here) in candidates.iter().enumerate() {
        let mut found = (0.0, None);
        for (before, other) in candidates[..at].iter().enumerate() {
            let room = slack(here) + slack(other).min(slack(here));
            let apart = other.end <= here.start;
            let ascends = apart || other.start < here.start && other.end <= here.start + room;
            if other.segment >= here.segment || !ascends {
                continue;
            }
            let skipped = (here.segment - other.segment).min(60) as f32;
            let jump = (here.start - other.end).abs().min(500) as f32;
            let score = best[before].0 - 0.02 * skipped - 0.002 * jump;
            if score > found.0 {
                found = (score, Some(before));
            }
        }
        best.push((here.weight + found.0, found.1));
    }
    let mut at = (0..best.len()).max_by(|&a, &b| best[a].0.total_cmp(&best[b].0));
    let mut segments = Vec::new();
    while let Some(index) = at {
        segments.push(candidates[index].segment);
        at = best[index].1;
    }
    segments
}

/// Marks segments by snippets that are body (1) and that are not (0); the rest stays NaN.
pub(super) fn snippets(segments: &[&[u32]], must: &[Vec<u32>], must_not: &[Vec<u32>]) -> Vec<f32> {
    let mut labels = vec![f32::NAN; segments.len()];
    for (list, label) in [(must_not, 0.0), (must, 1.0)] {
        for snippet in list {
            for (segment, tokens) in segments.iter().enumerate() {
                if speaks_of(snippet, tokens) {
                    labels[segment] = label;
                }
            }
        }
    }
    labels
}

/// Whether most of one lies in the other; short ones must be equal.
fn speaks_of(snippet: &[u32], tokens: &[u32]) -> bool {
    let (short, long) =
        if snippet.len() <= tokens.len() { (snippet, tokens) } else { (tokens, snippet) };
    if short.len() < RUN {
        return !short.is_empty() && short == long;
    }
    // A snippet may be a small part of its segment; a segment of a snippet must not be tiny.
    if tokens.len() < snippet.len() && tokens.len() < 6 {
        return false;
    }
    let runs: std::collections::HashSet<&[u32]> = long.windows(RUN).collect();
    let known = short.windows(RUN).filter(|run| runs.contains(run)).count();
    known * 10 >= (short.len() + 1 - RUN) * 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_occurrence_in_order_is_taken() {
        let gold: Vec<u32> = (1..=30).collect();
        let (first, second, teaser) = (&gold[..12], &gold[12..], &gold[..5]);
        let menu = [100, 101];
        let labels = body(&[teaser, &menu, first, second], &gold);
        assert_eq!(labels[1..], [0.0, 1.0, 1.0]);
        assert_eq!(labels[0], 0.0);
    }

    #[test]
    fn ok_snippets() {
        let (a, b, c) = (vec![1u32, 2, 3, 4, 5, 6], vec![7, 8], vec![9]);
        let labels = snippets(&[&a, &b, &c], &[vec![2, 3, 4, 5]], &[vec![7, 8]]);
        assert_eq!(labels[..2], [1.0, 0.0]);
        assert!(labels[2].is_nan());
    }
}
