//! What the first opinions on a page's segments say about each other: opinions nearby, in the same
//! box, on the same path.

use super::layout::Layout;
use super::sink::Sink;
use crate::page::body::segment::Segmentation;

/// A share that has nothing to be taken of.
const NOTHING: f32 = -0.1;

/// Running sums of word-weighted opinion and of weight.
struct Mass {
    opinion: Vec<f32>,
    weight: Vec<f32>,
}

impl Mass {
    fn between(&self, first: usize, end: usize) -> (f32, f32) {
        (self.opinion[end] - self.opinion[first], self.weight[end] - self.weight[first])
    }

    /// Mean opinion of a range; [`NOTHING`] when it is empty.
    fn mean(&self, first: usize, end: usize) -> f32 {
        let (opinion, weight) = self.between(first, end);
        if weight > 0.0 { opinion / weight } else { NOTHING }
    }

    /// Mean opinion of a range without one member.
    fn mean_without(&self, first: usize, end: usize, index: usize) -> f32 {
        let (opinion, weight) = self.between(first, end);
        let (own, own_weight) = self.between(index, index + 1);
        if end - first > 1 && weight > own_weight {
            ((opinion - own) / (weight - own_weight)).clamp(0.0, 1.0)
        } else {
            NOTHING
        }
    }
}

/// The first opinions on a page, summed up in the ways that [`Context::put`] asks for.
pub(crate) struct Context<'g> {
    page: &'g Segmentation,
    opinions: &'g [f32],
    mass: Mass,
    /// The nearest segment before and after that is likely kept.
    likely_before: Vec<Option<u32>>,
    likely_after: Vec<Option<u32>>,
    likely: usize,
    most: f32,
    unsure: f32,
    paths: Vec<Group>,
    parent_paths: Vec<Group>,
    path_of: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, Default)]
struct Group {
    opinion: f32,
    weight: f32,
    members: u32,
}

impl Group {
    fn mean_without(&self, opinion: f32, weight: f32) -> f32 {
        if self.members > 1 && self.weight > weight {
            ((self.opinion - opinion) / (self.weight - weight)).clamp(0.0, 1.0)
        } else {
            NOTHING
        }
    }
}

impl<'g> Context<'g> {
    /// Sums up the first opinions, one for each segment.
    pub(crate) fn new(page: &'g Segmentation, layout: &Layout, opinions: &'g [f32]) -> Self {
        let count = opinions.len();
        let mut mass = Mass { opinion: vec![0.0], weight: vec![0.0] };
        let (mut opinion, mut weight, mut unsure) = (0.0, 0.0, 0.0);
        let mut paths = vec![Group::default(); layout.path_groups];
        let mut parent_paths = paths.clone();
        let mut path_of = Vec::with_capacity(count);
        for (segment, &p) in page.segments.iter().zip(opinions) {
            let w = segment.measure.words() + 1.0;
            opinion += p * w;
            weight += w;
            unsure += if (0.1..0.9).contains(&p) { w } else { 0.0 };
            mass.opinion.push(opinion);
            mass.weight.push(weight);
            let parent = page.regions[segment.region as usize].parent;
            let path = layout.shapes[segment.region as usize].path_group;
            let parent_path = layout.shapes[parent as usize].path_group;
            path_of.push((path, parent_path));
            for group in [&mut paths[path as usize], &mut parent_paths[parent_path as usize]] {
                group.opinion += p * w;
                group.weight += w;
                group.members += 1;
            }
        }
        let is_likely = |index: &u32| opinions[*index as usize] > 0.5;
        let mut last = None;
        let likely_before = (0..count as u32)
            .map(|index| {
                let before = last;
                last = Some(index).filter(is_likely).or(last);
                before
            })
            .collect();
        let mut next = None;
        let mut likely_after: Vec<Option<u32>> = (0..count as u32)
            .rev()
            .map(|index| {
                let after = next;
                next = Some(index).filter(is_likely).or(next);
                after
            })
            .collect();
        likely_after.reverse();
        Self {
            page,
            opinions,
            mass,
            likely_before,
            likely_after,
            likely: (0..count as u32).filter(is_likely).count(),
            most: opinions.iter().copied().fold(0.0, f32::max),
            unsure: if weight > 0.0 { unsure / weight } else { 0.0 },
            paths,
            parent_paths,
            path_of,
        }
    }

    /// Features of one segment.
    pub(crate) fn put(&self, index: usize, sink: &mut impl Sink) {
        let count = self.opinions.len();
        let p = self.opinions[index];
        sink.put("opinion", p);
        for step in [-4i32, -3, -2, -1, 1, 2, 3, 4] {
            let other = index as i64 + i64::from(step);
            let near = usize::try_from(other).ok().and_then(|other| self.opinions.get(other));
            sink.put_nth("opinion", step, near.copied().unwrap_or(NOTHING));
        }
        for reach in [2usize, 5, 10, 25] {
            let (first, end) = (index.saturating_sub(reach), (index + reach + 1).min(count));
            sink.put_nth("near", reach as i32, self.mass.mean_without(first, end, index));
        }
        for reach in [5usize, 15] {
            let first = index.saturating_sub(reach);
            sink.put_nth("before", reach as i32, self.mass.mean(first, index));
            let end = (index + reach + 1).min(count);
            sink.put_nth("after", reach as i32, self.mass.mean(index + 1, end));
        }
        let (total, weight) = self.mass.between(0, count);
        let share = |mass: f32| mass / total.max(1e-6);
        sink.put("mass_before", share(self.mass.between(0, index).0));
        sink.put("mass_after", share(self.mass.between(index + 1, count).0));
        sink.put("mass", total);
        sink.put("mass_share", total / weight.max(1e-6));
        sink.put("most", self.most);
        sink.put("likely", self.likely as f32);
        sink.put("unsure", self.unsure);
        let far = |steps: Option<usize>| steps.map_or(99.0, |steps| steps.min(99) as f32);
        let before = self.likely_before[index].map(|at| at as usize);
        let after = self.likely_after[index].map(|at| at as usize);
        sink.put("likely_before", far(before.map(|at| index - at)));
        sink.put("likely_after", far(after.map(|at| at - index)));
        // Words passed over since the last likely segment, and until the next.
        let gap = |from: usize, to: usize| self.mass.between(from, to).1;
        sink.put("gap_before", before.map_or(-1.0, |at| gap(at + 1, index)));
        sink.put("gap_after", after.map_or(-1.0, |at| gap(index + 1, at)));
        let segment = &self.page.segments[index];
        let mut level = Some(segment.region);
        for nth in 0..5 {
            let region = level.map(|region| &self.page.regions[region as usize]);
            let range = region.map(|r| (r.first as usize, r.end as usize));
            let mean = range.map_or(NOTHING, |(a, b)| self.mass.mean_without(a, b, index));
            sink.put_nth("box_opinion", nth, mean);
            sink.put_nth("box_members", nth, range.map_or(0.0, |(a, b)| (b - a) as f32));
            // What lies in the box before and after this segment.
            let sides = range.map_or((NOTHING, NOTHING), |(a, b)| {
                (self.mass.mean(a, index), self.mass.mean(index + 1, b))
            });
            sink.put_nth("box_before", nth, sides.0);
            sink.put_nth("box_after", nth, sides.1);
            level = level.filter(|&r| r != 0).map(|r| self.page.regions[r as usize].parent);
        }
        let w = segment.measure.words() + 1.0;
        let (path, parent_path) = self.path_of[index];
        let (path, parent_path) =
            (self.paths[path as usize], self.parent_paths[parent_path as usize]);
        sink.put("path_opinion", path.mean_without(p * w, w));
        sink.put("path_members", path.members as f32);
        sink.put("parent_path_opinion", parent_path.mean_without(p * w, w));
        sink.put("parent_path_members", parent_path.members as f32);
    }
}
