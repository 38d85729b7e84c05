//! Gradient-boosted decision trees: the binary form that is shipped, and their evaluation.
//!
//! A forest is written little endian as: `u16` outputs, `u16` trees; for each tree `u16` inner
//! nodes, then for each node `u16` column, `f32` threshold, `i16` lower and upper child (a negative
//! child `-1 - k` is leaf `k`), then the leaves as `f32`. Tree `t` adds to output `t % outputs`.

use std::ops::Range;

use super::model::Malformed;

/// Reads little-endian numbers from the front of a slice.
pub(crate) struct Reader<'b>(pub(crate) &'b [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(Malformed)?;
        self.0 = rest;
        Ok(*head)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Malformed> {
        self.take::<1>().map(|[byte]| byte)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Malformed> {
        self.take().map(u16::from_le_bytes)
    }

    pub(crate) fn i16(&mut self) -> Result<i16, Malformed> {
        self.take().map(i16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Malformed> {
        self.take().map(u32::from_le_bytes)
    }

    pub(crate) fn f32(&mut self) -> Result<f32, Malformed> {
        self.take().map(f32::from_le_bytes)
    }
}

/// Rows that are judged side by side.
pub(crate) const LANES: usize = 16;

/// Leaves of a tree at most: one bit for each.
const MAX_LEAVES: usize = 32;

/// Up to [`LANES`] rows side by side, column by column: one comparison asks one column of all rows.
#[derive(Debug)]
pub(crate) struct Rows(Vec<[f32; LANES]>);

impl Rows {
    /// Rows of zeros.
    pub(crate) fn new(columns: usize) -> Self {
        Self(vec![[0.0; LANES]; columns])
    }

    /// Writes one number; columns that there are not are left out.
    #[inline]
    pub(crate) fn set(&mut self, column: usize, lane: usize, value: f32) {
        if let Some(lanes) = self.0.get_mut(column) {
            lanes[lane % LANES] = value;
        }
    }

    /// Writes one number to all rows.
    pub(crate) fn set_all(&mut self, column: usize, value: f32) {
        if let Some(lanes) = self.0.get_mut(column) {
            *lanes = [value; LANES];
        }
    }

    /// One number; 0 where there is no such column.
    #[inline]
    pub(crate) fn get(&self, column: usize, lane: usize) -> f32 {
        self.0.get(column).map_or(0.0, |lanes| lanes[lane % LANES])
    }
}

/// An inner node: rows above the threshold leave the leaves below its lower child.
#[derive(Debug, Clone, Copy)]
struct Node {
    threshold: f32,
    column: u16,
    /// One bit for each leaf that is not below the lower child.
    above: u32,
}

/// Where the nodes of a tree end, and what its leaves add, from the lowest on.
#[derive(Debug, Clone)]
struct Tree {
    end: u32,
    leaves: [f32; MAX_LEAVES],
}

/// Trees that add up to one or more outputs.
///
/// A tree is not walked down. Every node is asked, in any order, and strikes out the leaves that a
/// row cannot reach; the lowest leaf left is the one that a walk would end in. That is several times
/// the comparisons, but no step waits for the one before, and they are made for many rows at once.
/// After C. Lucchese et al., "QuickScorer: a fast algorithm to rank documents with additive ensembles
/// of regression trees", SIGIR 2015.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forest {
    nodes: Vec<Node>,
    trees: Vec<Tree>,
    outputs: usize,
    columns: usize,
}

impl Forest {
    /// Reads a forest from its binary form.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let outputs = usize::from(reader.u16()?);
        let trees = reader.u16()?;
        let mut forest = Self { outputs, ..Self::default() };
        if outputs == 0 {
            return Err(Malformed);
        }
        for _ in 0..trees {
            forest.read_tree(reader)?;
        }
        Ok(forest)
    }

    fn read_tree(&mut self, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        let inner = usize::from(reader.u16()?);
        if inner >= MAX_LEAVES {
            return Err(Malformed);
        }
        let mut children = Vec::with_capacity(inner);
        let first = self.nodes.len();
        for _ in 0..inner {
            let (column, threshold) = (reader.u16()?, reader.f32()?);
            children.push([reader.i16()?, reader.i16()?]);
            self.columns = self.columns.max(usize::from(column) + 1);
            self.nodes.push(Node { threshold, column, above: 0 });
        }
        let mut values = [0.0; MAX_LEAVES];
        for value in &mut values[..=inner] {
            *value = reader.f32()?;
        }
        let lower = leaves_in_order(&children)?;
        for (node, lower) in self.nodes[first..].iter_mut().zip(&lower.below) {
            node.above = !lower;
        }
        let leaves = std::array::from_fn(|place| values[usize::from(lower.order[place])]);
        self.trees.push(Tree { end: self.nodes.len() as u32, leaves });
        Ok(())
    }

    /// How many columns a row needs at least.
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// How many outputs there are.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// How many trees there are.
    pub(crate) fn len(&self) -> usize {
        self.trees.len()
    }

    /// Adds the trees' values for one row to `outputs`.
    pub(crate) fn add(&self, row: &[f32], outputs: &mut [f32]) {
        for tree in 0..self.trees.len() {
            let mut sum = [0.0];
            self.add_trees(tree..tree + 1, row.as_chunks::<1>().0, &mut sum);
            outputs[tree % self.outputs] += sum[0];
        }
    }

    /// The sums of all trees' values for each row.
    pub(crate) fn scores(&self, rows: &[Vec<f32>]) -> Vec<f32> {
        let mut side_by_side = Rows::new(self.columns);
        let mut scores = Vec::with_capacity(rows.len());
        for rows in rows.chunks(LANES) {
            for (lane, row) in rows.iter().enumerate() {
                for (column, &value) in row.iter().enumerate() {
                    side_by_side.set(column, lane, value);
                }
            }
            let mut sums = [0.0; LANES];
            self.add_range(0..self.len(), &side_by_side, &mut sums);
            scores.extend_from_slice(&sums[..rows.len()]);
        }
        scores
    }

    /// Adds the values of the trees in `range` to the sum of each of the rows.
    pub(crate) fn add_range(&self, range: Range<usize>, rows: &Rows, sums: &mut [f32; LANES]) {
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            simd.vectorize(avx2::Trees { simd, forest: self, range, rows, sums });
            return;
        }
        self.add_trees(range, &rows.0, sums);
    }

    /// The trees in `range`: the nodes of each, and what its leaves add.
    #[inline(always)]
    fn trees(&self, range: Range<usize>) -> impl Iterator<Item = (&[Node], &[f32; MAX_LEAVES])> {
        let mut first = range.start.checked_sub(1).map_or(0, |tree| self.trees[tree].end);
        self.trees[range].iter().map(move |tree| {
            let nodes = &self.nodes[first as usize..tree.end as usize];
            first = tree.end;
            (nodes, &tree.leaves)
        })
    }

    /// Adds the values of the trees in `range`, on any processor.
    fn add_trees<const N: usize>(
        &self,
        range: Range<usize>,
        rows: &[[f32; N]],
        sums: &mut [f32; N],
    ) {
        for (nodes, leaves) in self.trees(range) {
            let mut left = [u32::MAX; N];
            for node in nodes {
                let column = &rows[usize::from(node.column)];
                for (left, &value) in left.iter_mut().zip(column) {
                    let is_above = u32::from(value > node.threshold);
                    *left &= node.above | is_above.wrapping_sub(1);
                }
            }
            for (sum, left) in sums.iter_mut().zip(left) {
                *sum += leaves[left.trailing_zeros() as usize % MAX_LEAVES];
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    //! The same for eight rows with one instruction, which the compiler does not find by itself.

    use std::arch::x86_64::{__m256, __m256i, _CMP_NGT_UQ};

    use pulp::{NullaryFnOnce, cast, x86::V3};

    use super::{Forest, LANES, MAX_LEAVES, Node, Range, Rows};

    const GROUPS: usize = LANES / 8;

    pub(super) struct Trees<'a> {
        pub(super) simd: V3,
        pub(super) forest: &'a Forest,
        pub(super) range: Range<usize>,
        pub(super) rows: &'a Rows,
        pub(super) sums: &'a mut [f32; LANES],
    }

    impl NullaryFnOnce for Trees<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Trees { simd, forest, range, rows, sums } = self;
            let mut totals: [__m256; GROUPS] = cast(*sums);
            for (nodes, leaves) in forest.trees(range) {
                let leaves = cast(*leaves);
                for (total, left) in totals.iter_mut().zip(left(simd, nodes, &rows.0)) {
                    *total = simd.avx._mm256_add_ps(*total, lowest(simd, left, leaves));
                }
            }
            *sums = cast(totals);
        }
    }

    /// The leaves that nodes leave to each row.
    #[inline(always)]
    fn left(simd: V3, nodes: &[Node], rows: &[[f32; LANES]]) -> [__m256i; GROUPS] {
        let mut left = [simd.avx._mm256_set1_epi32(-1); GROUPS];
        for node in nodes {
            let column: [__m256; GROUPS] = cast(rows[usize::from(node.column)]);
            let threshold = simd.avx._mm256_set1_ps(node.threshold);
            let above = simd.avx._mm256_set1_epi32(node.above as i32);
            for (left, values) in left.iter_mut().zip(column) {
                let not_above = simd.avx._mm256_cmp_ps::<_CMP_NGT_UQ>(values, threshold);
                let not_above = simd.avx._mm256_castps_si256(not_above);
                let stay = simd.avx2._mm256_or_si256(above, not_above);
                *left = simd.avx2._mm256_and_si256(*left, stay);
            }
        }
        left
    }

    /// What the lowest leaf left of each row adds.
    #[inline(always)]
    fn lowest(simd: V3, left: __m256i, leaves: [__m256; MAX_LEAVES / 8]) -> __m256 {
        let (avx, avx2) = (simd.avx, simd.avx2);
        let negative = avx2._mm256_sub_epi32(avx._mm256_setzero_si256(), left);
        let bit = avx2._mm256_and_si256(left, negative);
        // The exponent of bit n as a float is n + 127, so one more is n but for multiples of 32.
        let float = avx._mm256_castps_si256(avx._mm256_cvtepi32_ps(bit));
        let exponent = avx2._mm256_srli_epi32::<23>(float);
        let place = avx2._mm256_add_epi32(exponent, avx._mm256_set1_epi32(1));
        // Three bits choose within eight leaves, the next two among the eights.
        let [a, b, c, d] = leaves.map(|eight| avx2._mm256_permutevar8x32_ps(eight, place));
        let fourth = avx._mm256_castsi256_ps(avx2._mm256_slli_epi32::<28>(place));
        let fifth = avx._mm256_castsi256_ps(avx2._mm256_slli_epi32::<27>(place));
        let (low, high) = (avx._mm256_blendv_ps(a, b, fourth), avx._mm256_blendv_ps(c, d, fourth));
        avx._mm256_blendv_ps(low, high, fifth)
    }
}

/// The leaves of a tree from the lowest to the uppermost.
struct Leaves {
    /// Their numbers in the file.
    order: [u8; MAX_LEAVES],
    /// For each node one bit for each place of a leaf below its lower child.
    below: Vec<u32>,
}

/// Orders the leaves of a tree of which the children of each node are given.
fn leaves_in_order(children: &[[i16; 2]]) -> Result<Leaves, Malformed> {
    let mut found = Leaves { order: [0; MAX_LEAVES], below: vec![0; children.len()] };
    let mut count = 0;
    // Lower children first; a node stands again where its lower child is done.
    let mut open = vec![(if children.is_empty() { -1 } else { 0 }, None)];
    while let Some((at, done_from)) = open.pop() {
        match (usize::try_from(at), done_from) {
            (Ok(node), Some(first)) => found.below[node] = bits(first, count),
            (Ok(node), None) => {
                let [lower, upper] = *children.get(node).ok_or(Malformed)?;
                // Children stand behind their parent, so a tree has no circles.
                if [lower, upper].iter().any(|&child| (0..=at).contains(&child)) {
                    return Err(Malformed);
                }
                open.extend([(upper, None), (at, Some(count)), (lower, None)]);
            }
            (Err(_), _) => {
                let leaf = (-1 - i32::from(at)) as usize;
                if count > children.len() || leaf > children.len() {
                    return Err(Malformed);
                }
                found.order[count] = leaf as u8;
                count += 1;
            }
        }
    }
    Ok(found)
}

/// Bits from `first` up to but not including `end`, which is below [`MAX_LEAVES`].
fn bits(first: usize, end: usize) -> u32 {
    ((1 << end) - 1) & !((1 << first) - 1)
}

/// The logistic function by additions and multiplications alone, so that every platform agrees.
pub(crate) fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// `e` to the power `x`, to about seven digits: powers of two by the exponent, the rest by a
/// polynomial on [-ln 2 / 2, ln 2 / 2].
pub(crate) fn exp(x: f32) -> f32 {
    let x = x.clamp(-80.0, 80.0);
    let halves = (x * std::f32::consts::LOG2_E).round();
    let rest = x - halves * std::f32::consts::LN_2;
    let series = [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let value = series.iter().fold(0.0, |sum, term| sum * rest + term);
    value * f32::from_bits(((halves as i32 + 127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_logistic_is_close() {
        for step in -200..=200 {
            let x = step as f32 / 10.0;
            let exact = 1.0 / (1.0 + (-f64::from(x)).exp());
            assert!((f64::from(logistic(x)) - exact).abs() < 1e-6, "{x}");
        }
    }

    #[test]
    fn ok_a_tree_is_asked() {
        let mut bytes = Vec::new();
        for value in [1u16, 1, 1, 2] {
            bytes.extend(value.to_le_bytes());
        }
        bytes.extend(0.5f32.to_le_bytes());
        bytes.extend((-1i16).to_le_bytes());
        bytes.extend((-2i16).to_le_bytes());
        bytes.extend(3.0f32.to_le_bytes());
        bytes.extend(4.0f32.to_le_bytes());
        let forest = Forest::read(&mut Reader(&bytes)).unwrap();
        let rows: Vec<Vec<f32>> =
            (0..21).map(|row| vec![0.0, 0.0, if row % 2 == 0 { 0.5 } else { 0.6 }]).collect();
        let scores = forest.scores(&rows);
        assert_eq!(scores[..3], [3.0, 4.0, 3.0]);
        assert_eq!(scores[16..], [3.0, 4.0, 3.0, 4.0, 3.0]);
        assert_eq!(forest.columns(), 3);
    }

    /// A tree of 31 inner nodes: `[column, lower, upper]` of each, children as in the file.
    fn grown(seed: u32) -> Vec<[i16; 3]> {
        let mut state = seed;
        let mut random = |below: usize| {
            state = state.wrapping_mul(0x0019_660d).wrapping_add(0x3c6e_f35f);
            (state >> 16) as usize % below
        };
        let mut nodes = vec![[random(5) as i16, -1, -2]];
        while nodes.len() < MAX_LEAVES - 1 {
            // A leaf becomes a node: its number goes to the lower child, the upper gets a new one.
            let (node, side) = (random(nodes.len()), 1 + random(2));
            let leaf = nodes[node][side];
            if leaf < 0 {
                nodes[node][side] = nodes.len() as i16;
                nodes.push([random(5) as i16, leaf, -2 - nodes.len() as i16]);
            }
        }
        nodes
    }

    #[test]
    fn ok_leaves_are_those_that_walks_end_in() {
        let (threshold, rows) = (|node: usize| (node * 7 % 31) as f32, 40);
        let rows: Vec<Vec<f32>> = (0..rows)
            .map(|row| (0..5).map(|column| ((row * 11 + column * 5) % 31) as f32).collect())
            .collect();
        for seed in 0..50 {
            let nodes = grown(seed);
            let mut bytes = vec![1, 0, 1, 0, nodes.len() as u8, 0];
            for (place, [column, lower, upper]) in nodes.iter().enumerate() {
                bytes.extend(column.to_le_bytes());
                bytes.extend(threshold(place).to_le_bytes());
                bytes.extend([lower.to_le_bytes(), upper.to_le_bytes()].concat());
            }
            (0..=nodes.len()).for_each(|leaf| bytes.extend((leaf as f32).to_le_bytes()));
            let forest = Forest::read(&mut Reader(&bytes)).unwrap();
            let scores = forest.scores(&rows);
            for (row, score) in rows.iter().zip(scores) {
                let mut at = 0;
                while at >= 0 {
                    let [column, lower, upper] = nodes[at as usize];
                    let is_above = row[column as usize] > threshold(at as usize);
                    at = if is_above { upper } else { lower };
                }
                let mut portable = [0.0];
                forest.add(row, &mut portable);
                assert_eq!((score, portable[0]), ((-1 - at) as f32, score), "tree {seed}");
            }
        }
    }

    #[test]
    fn err_a_walk_could_run_in_circles() {
        let mut bytes = Vec::new();
        for value in [1u16, 1, 1, 0] {
            bytes.extend(value.to_le_bytes());
        }
        bytes.extend([0; 4]);
        bytes.extend([0; 4]);
        bytes.extend([0; 8]);
        assert!(Forest::read(&mut Reader(&bytes)).is_err());
    }
}
