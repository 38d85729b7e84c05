//! Gradient-boosted decision trees: the binary form that is shipped, and their evaluation.
//!
//! A forest is written little endian as: `u16` outputs, `u16` trees; for each tree `u16` inner
//! nodes, then for each node `u16` column, `f32` threshold, `i16` lower and upper child (a negative
//! child `-1 - k` is leaf `k`), then the leaves as `f32`. Tree `t` adds to output `t % outputs`.

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

/// An inner node, or a leaf: both children of a leaf are the leaf itself, so that a walk may take
/// more steps than the tree is deep.
#[derive(Debug, Clone, Copy)]
struct Node {
    threshold: f32,
    column: u16,
    /// Places in the tree.
    children: [u16; 2],
}

#[derive(Debug, Clone, Copy)]
struct Tree {
    /// Index of its root.
    first: u32,
    end: u32,
    depth: u32,
}

/// Trees that add up to one or more outputs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forest {
    nodes: Vec<Node>,
    /// For each node what it adds when a walk ends there; 0 for inner nodes.
    values: Vec<f32>,
    trees: Vec<Tree>,
    outputs: usize,
    columns: usize,
}

/// Rows that walk down a tree side by side: their loads overlap.
const LANES: usize = 8;

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
        let inner = i32::from(reader.u16()?);
        // Leaves are numbered behind the inner nodes.
        if inner > i32::from(i16::MAX) {
            return Err(Malformed);
        }
        let first = self.nodes.len() as u32;
        let mut depths = vec![0u32; inner as usize];
        let mut depth = 0;
        for place in 0..inner {
            let (column, threshold) = (reader.u16()?, reader.f32()?);
            let below = depths[place as usize] + 1;
            depth = depth.max(below);
            let mut child = || {
                let child = i32::from(reader.i16()?);
                // Children stand behind their parent, so a walk down always ends.
                if child >= inner || (0..=place).contains(&child) || -1 - child > inner {
                    return Err(Malformed);
                }
                if child >= 0 {
                    depths[child as usize] = below;
                }
                Ok(if child < 0 { inner - 1 - child } else { child } as u16)
            };
            let children = [child()?, child()?];
            self.columns = self.columns.max(usize::from(column) + 1);
            self.nodes.push(Node { threshold, column, children });
            self.values.push(0.0);
        }
        for leaf in inner..=inner * 2 {
            self.values.push(reader.f32()?);
            let children = [leaf as u16; 2];
            self.nodes.push(Node { threshold: f32::INFINITY, column: 0, children });
        }
        self.trees.push(Tree { first, end: self.nodes.len() as u32, depth });
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
        for (index, tree) in self.trees.iter().enumerate() {
            let mut sum = [0.0];
            self.walk(tree, [row], &mut sum);
            outputs[index % self.outputs] += sum[0];
        }
    }

    /// Adds the values of the trees in `range` to the sum of each row. `row` gives a row by its
    /// place in `sums`.
    pub(crate) fn add_range<'r>(
        &self,
        range: std::ops::Range<usize>,
        row: impl Fn(usize) -> &'r [f32],
        sums: &mut [f32],
    ) {
        let trees = &self.trees[range];
        let (groups, rest) = sums.as_chunks_mut::<LANES>();
        let grouped = groups.len() * LANES;
        for (group, sums) in groups.iter_mut().enumerate() {
            let rows: [&[f32]; LANES] = std::array::from_fn(|lane| row(group * LANES + lane));
            trees.iter().for_each(|tree| self.walk(tree, rows, sums));
        }
        for (place, sum) in rest.iter_mut().enumerate() {
            let sum = std::array::from_mut(sum);
            let row = row(grouped + place);
            trees.iter().for_each(|tree| self.walk(tree, [row], sum));
        }
    }

    #[inline]
    fn walk<const N: usize>(&self, tree: &Tree, rows: [&[f32]; N], sums: &mut [f32; N]) {
        let range = tree.first as usize..tree.end as usize;
        let (nodes, values) = (&self.nodes[range.clone()], &self.values[range]);
        let mut at = [0usize; N];
        for _ in 0..tree.depth {
            for lane in 0..N {
                let node = &nodes[at[lane]];
                let upper = rows[lane][usize::from(node.column)] > node.threshold;
                at[lane] = usize::from(node.children[usize::from(upper)]);
            }
        }
        for lane in 0..N {
            sums[lane] += values[at[lane]];
        }
    }
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
    fn ok_a_tree_is_walked() {
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
        let rows = [[0.0, 0.0, 0.5], [0.0, 0.0, 0.6]];
        let mut sums = [0.0; 20];
        forest.add_range(0..1, |place| &rows[place % 2], &mut sums);
        assert_eq!(sums[..3], [3.0, 4.0, 3.0]);
        assert_eq!(sums[16..], [3.0, 4.0, 3.0, 4.0]);
        assert_eq!(forest.columns(), 3);
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
