//! Forests with the wide registers of x86-64, which the compiler does not find by itself. All give the
//! sums of [`Forest::add_trees`]: each row adds the trees in the same order.

use std::arch::x86_64::{__m256, __m256i, __m512, __mmask16, _CMP_GT_OQ, _CMP_NGT_UQ};
use std::ops::Range;

use pulp::x86::{V3, V4};
use pulp::{NullaryFnOnce, cast};

use super::{Column, Forest, LANES, MAX_COLUMNS, MAX_LEAVES, Node, Rows};

/// Adds the values of the trees in `range` to the sum of each row; false where the processor has no
/// such registers.
pub(super) fn add(
    forest: &Forest,
    range: Range<usize>,
    rows: &Rows,
    sums: &mut [f32; LANES],
) -> bool {
    let Some(columns) = rows.0.first_chunk() else { return false };
    let trees = Trees { forest, range, columns, sums };
    if let Some(simd) = V4::try_new() {
        simd.vectorize(Sixteen { simd, trees });
    } else if let Some(simd) = V3::try_new() {
        simd.vectorize(Eight { simd, trees });
    } else {
        return false;
    }
    true
}

/// Writes the beginnings of rows that stand one after another, of `width` numbers each, into columns;
/// gives how many columns are written.
pub(super) fn turn(columns: &mut [Column], rows: &[f32], width: usize) -> usize {
    let Some(simd) = V3::try_new() else { return 0 };
    simd.vectorize(Turn { simd, columns, rows, width })
}

/// Numbers in a register.
const EIGHT: usize = 8;

struct Turn<'a> {
    simd: V3,
    columns: &'a mut [Column],
    rows: &'a [f32],
    width: usize,
}

impl NullaryFnOnce for Turn<'_> {
    type Output = usize;

    #[inline(always)]
    fn call(self) -> usize {
        let Self { simd, columns, rows, width } = self;
        let (tiles, _) = columns.as_chunks_mut::<EIGHT>();
        let count = (width / EIGHT).min(tiles.len());
        for (half, rows) in rows.chunks(EIGHT * width.max(1)).take(HALVES).enumerate() {
            for (at, tile) in tiles[..count].iter_mut().enumerate() {
                let mut square = [simd.avx._mm256_setzero_ps(); EIGHT];
                for (row, vector) in square.iter_mut().enumerate() {
                    // The last block of a page has fewer rows.
                    let numbers = rows.get(row * width + at * EIGHT..);
                    let Some(eight) = numbers.and_then(|row| row.first_chunk::<EIGHT>()) else {
                        break;
                    };
                    *vector = cast(*eight);
                }
                for (column, vector) in tile.iter_mut().zip(transpose(simd, square)) {
                    let halves: &mut [[f32; EIGHT]] = column.0.as_chunks_mut().0;
                    halves[half] = cast(vector);
                }
            }
        }
        count * EIGHT
    }
}

/// The columns of eight rows.
#[inline(always)]
fn transpose(simd: V3, rows: [__m256; EIGHT]) -> [__m256; EIGHT] {
    let avx = simd.avx;
    let [a, b, c, d, e, f, g, h] = rows;
    // Pairs of rows, then fours, in each half of a register; then the halves change places.
    let pairs = [[a, b], [c, d], [e, f], [g, h]]
        .map(|[a, b]| [avx._mm256_unpacklo_ps(a, b), avx._mm256_unpackhi_ps(a, b)]);
    let four = |[low, high]: [__m256; 2], [next_low, next_high]: [__m256; 2]| {
        [
            avx._mm256_shuffle_ps::<0x44>(low, next_low),
            avx._mm256_shuffle_ps::<0xee>(low, next_low),
            avx._mm256_shuffle_ps::<0x44>(high, next_high),
            avx._mm256_shuffle_ps::<0xee>(high, next_high),
        ]
    };
    let [up, down] = [four(pairs[0], pairs[1]), four(pairs[2], pairs[3])];
    let mut columns = [avx._mm256_setzero_ps(); EIGHT];
    for place in 0..EIGHT / 2 {
        columns[place] = avx._mm256_permute2f128_ps::<0x20>(up[place], down[place]);
        columns[place + EIGHT / 2] = avx._mm256_permute2f128_ps::<0x31>(up[place], down[place]);
    }
    columns
}

struct Trees<'a> {
    forest: &'a Forest,
    range: Range<usize>,
    columns: &'a [Column; MAX_COLUMNS],
    sums: &'a mut [f32; LANES],
}

/// The column that a node asks.
#[inline(always)]
fn column<'c>(columns: &'c [Column; MAX_COLUMNS], node: &Node) -> &'c Column {
    // No node asks for a column beyond these: the remainder is there for the compiler.
    &columns[usize::from(node.column) % MAX_COLUMNS]
}

/// All rows in one register.
struct Sixteen<'a> {
    simd: V4,
    trees: Trees<'a>,
}

impl NullaryFnOnce for Sixteen<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { simd, trees: Trees { forest, range, columns, sums } } = self;
        let (avx512f, avx512cd) = (simd.avx512f, simd.avx512cd);
        let mut totals: __m512 = cast(*sums);
        for (nodes, leaves) in forest.trees(range) {
            let mut left = avx512f._mm512_set1_epi32(-1);
            for node in nodes {
                let values: __m512 = cast(column(columns, node).0);
                let threshold = avx512f._mm512_set1_ps(node.threshold);
                let above = avx512f._mm512_set1_epi32(node.above as i32);
                let is_above: __mmask16 =
                    avx512f._mm512_cmp_ps_mask::<_CMP_GT_OQ>(values, threshold);
                left = avx512f._mm512_mask_and_epi32(left, is_above, left, above);
            }
            let negative = avx512f._mm512_sub_epi32(avx512f._mm512_setzero_si512(), left);
            let lowest = avx512f._mm512_and_si512(left, negative);
            // Bit n has 31 - n zeros before it; n ^ 31 is 31 - n.
            let zeros = avx512cd._mm512_lzcnt_epi32(lowest);
            let place = avx512f._mm512_xor_si512(zeros, avx512f._mm512_set1_epi32(31));
            let [low, high]: [__m512; MAX_LEAVES / LANES] = cast(*leaves);
            let values = avx512f._mm512_permutex2var_ps(low, place, high);
            totals = avx512f._mm512_add_ps(totals, values);
        }
        *sums = cast(totals);
    }
}

/// Registers that hold one column.
const HALVES: usize = LANES / EIGHT;

/// The rows in two registers.
struct Eight<'a> {
    simd: V3,
    trees: Trees<'a>,
}

impl NullaryFnOnce for Eight<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { simd, trees: Trees { forest, range, columns, sums } } = self;
        let mut totals: [__m256; HALVES] = cast(*sums);
        for (nodes, leaves) in forest.trees(range) {
            let leaves = cast(*leaves);
            for (total, left) in totals.iter_mut().zip(left(simd, nodes, columns)) {
                *total = simd.avx._mm256_add_ps(*total, lowest(simd, left, leaves));
            }
        }
        *sums = cast(totals);
    }
}

/// The leaves that nodes leave to each row.
#[inline(always)]
fn left(simd: V3, nodes: &[Node], columns: &[Column; MAX_COLUMNS]) -> [__m256i; HALVES] {
    let mut left = [simd.avx._mm256_set1_epi32(-1); HALVES];
    for node in nodes {
        let column: [__m256; HALVES] = cast(column(columns, node).0);
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
