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

#[derive(Debug, Clone, Copy)]
struct Node {
    threshold: f32,
    column: u16,
    /// Index of the node in its forest, or `-1 - leaf`.
    children: [i32; 2],
}

/// Trees that add up to one or more outputs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forest {
    nodes: Vec<Node>,
    leaves: Vec<f32>,
    /// Where each tree begins, in the coding of a child.
    roots: Vec<i32>,
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
            let inner = i32::from(reader.u16()?);
            let (first_node, first_leaf) = (forest.nodes.len() as i32, forest.leaves.len() as i32);
            forest.roots.push(if inner > 0 { first_node } else { -1 - first_leaf });
            for place in 0..inner {
                let (column, threshold) = (reader.u16()?, reader.f32()?);
                let mut child = || {
                    let child = i32::from(reader.i16()?);
                    // Children stand behind their parent, so a walk down always ends.
                    if child >= inner || (0..=place).contains(&child) || -1 - child > inner {
                        return Err(Malformed);
                    }
                    Ok(if child < 0 { child - first_leaf } else { child + first_node })
                };
                let children = [child()?, child()?];
                forest.columns = forest.columns.max(usize::from(column) + 1);
                forest.nodes.push(Node { threshold, column, children });
            }
            for _ in 0..=inner {
                forest.leaves.push(reader.f32()?);
            }
        }
        Ok(forest)
    }

    /// How many columns a row needs at least.
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// Adds the trees' values for one row to `outputs`.
    pub(crate) fn add(&self, row: &[f32], outputs: &mut [f32]) {
        for (tree, &root) in self.roots.iter().enumerate() {
            let mut at = root;
            while at >= 0 {
                let node = &self.nodes[at as usize];
                at = node.children[usize::from(row[usize::from(node.column)] > node.threshold)];
            }
            outputs[tree % self.outputs] += self.leaves[(-1 - at) as usize];
        }
    }

    /// The sum of the trees of a forest with one output.
    pub(crate) fn sum(&self, row: &[f32]) -> f32 {
        let mut sum = [0.0];
        if self.outputs == 1 {
            self.add(row, &mut sum);
        }
        sum[0]
    }

    /// How many outputs there are.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
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
        assert_eq!(forest.sum(&[0.0, 0.0, 0.5]), 3.0);
        assert_eq!(forest.sum(&[0.0, 0.0, 0.6]), 4.0);
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
