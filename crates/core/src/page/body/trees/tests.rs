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

#[test]
fn ok_rows_become_columns() {
    for (count, width) in [(1, 3), (5, 8), (8, 20), (16, 21), (16, 300)] {
        let numbers: Vec<f32> = (0..count * width).map(|number| number as f32).collect();
        let mut rows = Rows::new();
        rows.clear();
        rows.set_all(width, -1.0);
        rows.write(&numbers, width);
        for lane in 0..count {
            let row: Vec<f32> = rows.0[..width].iter().map(|column| column.0[lane]).collect();
            assert_eq!(row, numbers[lane * width..][..width], "{count} of {width}");
            assert_eq!(rows.0[width].0[lane], -1.0, "{count} of {width}");
        }
    }
}
