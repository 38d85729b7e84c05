//! Gradient-boosted decision trees: the binary form that is shipped, and their evaluation.
//!
//! A forest is written little endian as: `u16` outputs, `u16` trees; for each tree `u16` inner
//! nodes, then for each node `u16` column, `f32` threshold, `i16` lower and upper child (a negative
//! child `-1 - k` is leaf `k`), then the leaves as `f32`. Tree `t` adds to output `t % outputs`.

#[cfg(test)]
mod tests;
#[cfg(target_arch = "x86_64")]
mod vectors;

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

/// Columns of a row at most. With so many always there, no column has to be checked when it is read.
const MAX_COLUMNS: usize = 512;

/// Leaves of a tree at most: one bit for each.
const MAX_LEAVES: usize = 32;

/// One column of [`LANES`] rows, where one load of a cache line takes it.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(crate) struct Column([f32; LANES]);

/// Up to [`LANES`] rows side by side, column by column: one comparison asks one column of all rows.
#[derive(Debug)]
pub(crate) struct Rows(Vec<Column>);

impl Rows {
    /// Rows that hold nothing before they are [cleared](Self::clear).
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Makes all numbers zero.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
        self.0.resize(MAX_COLUMNS, Column([0.0; LANES]));
    }

    /// Writes the beginnings of up to [`LANES`] rows, which are `rows` one after another, of `width`
    /// numbers each.
    pub(crate) fn write(&mut self, rows: &[f32], width: usize) {
        #[cfg(target_arch = "x86_64")]
        let turned = vectors::turn(&mut self.0, rows, width);
        #[cfg(not(target_arch = "x86_64"))]
        let turned = 0;
        for (lane, row) in rows.chunks_exact(width.max(1)).take(LANES).enumerate() {
            for (column, &value) in self.0.iter_mut().zip(row).skip(turned) {
                column.0[lane] = value;
            }
        }
    }

    /// Writes one number to all rows.
    pub(crate) fn set_all(&mut self, column: usize, value: f32) {
        if let Some(lanes) = self.0.get_mut(column) {
            *lanes = Column([value; LANES]);
        }
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
            if usize::from(column) >= MAX_COLUMNS {
                return Err(Malformed);
            }
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
            self.add_trees(tree..tree + 1, |column| &row.as_chunks::<1>().0[column], &mut sum);
            outputs[tree % self.outputs] += sum[0];
        }
    }

    /// The sums of all trees' values for each row.
    pub(crate) fn scores(&self, rows: &[Vec<f32>]) -> Vec<f32> {
        let mut side_by_side = Rows::new();
        side_by_side.clear();
        let mut scores = Vec::with_capacity(rows.len());
        for rows in rows.chunks(LANES) {
            let width = rows[0].len().min(self.columns);
            let joined: Vec<f32> = rows.iter().flat_map(|row| &row[..width]).copied().collect();
            side_by_side.write(&joined, width);
            let mut sums = [0.0; LANES];
            self.add_range(0..self.len(), &side_by_side, &mut sums);
            scores.extend_from_slice(&sums[..rows.len()]);
        }
        scores
    }

    /// Adds the values of the trees in `range` to the sum of each of the rows.
    pub(crate) fn add_range(&self, range: Range<usize>, rows: &Rows, sums: &mut [f32; LANES]) {
        #[cfg(target_arch = "x86_64")]
        if vectors::add(self, range.clone(), rows, sums) {
            return;
        }
        self.add_trees(range, |column| &rows.0[column].0, sums);
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
    #[inline(always)]
    fn add_trees<'r, const N: usize>(
        &self,
        range: Range<usize>,
        column: impl Fn(usize) -> &'r [f32; N],
        sums: &mut [f32; N],
    ) {
        for (nodes, leaves) in self.trees(range) {
            let mut left = [u32::MAX; N];
            for node in nodes {
                for (left, &value) in left.iter_mut().zip(column(usize::from(node.column))) {
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
