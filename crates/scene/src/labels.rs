//! Labels: which names are written. Only those that fit are; what matters most goes first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A name that would like to be written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wish {
    /// The node whose name it is.
    pub node: u32,
    /// The middle of its mark.
    pub x: f32,
    /// The middle of its mark.
    pub y: f32,
    /// The radius of its mark.
    pub size: f32,
    /// The radius of what stands around its mark, beyond which its name is written if it can be.
    pub reach: f32,
    /// Width of the text; nothing where only its mark is in the way of others.
    pub width: f32,
    /// How much it matters, from 0; more is first.
    pub weight: f32,
}

/// A name that is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Written {
    /// The node whose name it is.
    pub node: u32,
    /// The left end of the text.
    pub x: f32,
    /// The middle of its height.
    pub y: f32,
}

/// Distance from a mark to its name, in pixels.
const GAP: f32 = 5.0;

#[derive(Debug, Clone, Copy)]
struct Patch {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Patch {
    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// Chooses places for names: under the mark, else right of it, else above or left of it, else
/// nowhere. No name covers another, nor a mark. `height` is that of a line; names outside of the
/// canvas of `width` by `depth` are not written.
#[must_use]
pub fn fit(wishes: &[Wish], height: f32, (width, depth): (f32, f32)) -> Vec<Written> {
    let marks: Vec<Patch> = wishes
        .iter()
        .map(|wish| Patch {
            left: wish.x - wish.size,
            top: wish.y - wish.size,
            right: wish.x + wish.size,
            bottom: wish.y + wish.size,
        })
        .collect();
    let mut taken = Grid::new(width, depth);
    for mark in &marks {
        taken.add(*mark);
    }
    let mut written = Vec::new();
    // What matters most comes first, and of equals the first: a weight is never below 0, and the bits of
    // such floats are in their order.
    let named = wishes
        .iter()
        .enumerate()
        .filter(|(_, wish)| wish.width > 0.0);
    let mut left: BinaryHeap<(u32, Reverse<usize>)> = named
        .map(|(at, wish)| (wish.weight.to_bits(), Reverse(at)))
        .collect();
    while let Some((_, Reverse(at))) = left.pop() {
        let wish = &wishes[at];
        let half = height / 2.0;
        let around = |beside: f32| {
            [
                (wish.x - wish.width / 2.0, wish.y + beside + half - 1.0),
                (wish.x + beside, wish.y),
                (wish.x - wish.width / 2.0, wish.y - beside - half + 1.0),
                (wish.x - beside - wish.width, wish.y),
            ]
        };
        let far = around(wish.reach.max(wish.size) + GAP);
        let near = around(wish.size + GAP);
        for (x, y) in far.into_iter().chain(near) {
            let patch = Patch {
                left: x - 2.0,
                top: y - half,
                right: x + wish.width + 2.0,
                bottom: y + half,
            };
            let inside = patch.left >= 0.0
                && patch.right <= width
                && patch.top >= 0.0
                && patch.bottom <= depth;
            if inside && !taken.meets(&patch) {
                taken.add(patch);
                written.push(Written {
                    node: wish.node,
                    x,
                    y,
                });
                break;
            }
        }
    }
    written
}

/// Patches by the squares of the canvas that they touch.
struct Grid {
    columns: usize,
    rows: usize,
    cells: Vec<Vec<Patch>>,
}

const CELL: f32 = 64.0;

impl Grid {
    fn new(width: f32, depth: f32) -> Self {
        let columns = (width / CELL).ceil().clamp(1.0, 256.0) as usize;
        let rows = (depth / CELL).ceil().clamp(1.0, 256.0) as usize;
        Self {
            columns,
            rows,
            cells: vec![Vec::new(); columns * rows],
        }
    }

    fn touched(&self, patch: &Patch) -> impl Iterator<Item = usize> + use<> {
        // a cast from float saturates at 0
        let cell = |at: f32, most: usize| ((at / CELL).floor() as usize).min(most - 1);
        let (left, right) = (
            cell(patch.left, self.columns),
            cell(patch.right, self.columns),
        );
        let (top, bottom) = (cell(patch.top, self.rows), cell(patch.bottom, self.rows));
        let columns = self.columns;
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }

    fn add(&mut self, patch: Patch) {
        for cell in self.touched(&patch) {
            if let Some(cell) = self.cells.get_mut(cell) {
                cell.push(patch);
            }
        }
    }

    fn meets(&self, patch: &Patch) -> bool {
        self.touched(patch)
            .filter_map(|cell| self.cells.get(cell))
            .any(|cell| cell.iter().any(|taken| taken.meets(patch)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(node: u32, x: f32, y: f32, weight: f32) -> Wish {
        Wish {
            node,
            x,
            y,
            size: 5.0,
            reach: 0.0,
            width: 60.0,
            weight,
        }
    }

    #[test]
    fn names_do_not_cover_each_other() {
        let wishes: Vec<Wish> = (0..40)
            .map(|i| {
                wish(
                    i,
                    100.0 + (i % 8) as f32 * 40.0,
                    90.0 + (i / 8) as f32 * 20.0,
                    1.0,
                )
            })
            .collect();
        let written = fit(&wishes, 14.0, (600.0, 400.0));
        assert!(!written.is_empty());
        for (i, a) in written.iter().enumerate() {
            for b in &written[i + 1..] {
                let apart = (a.x - b.x).abs() >= 60.0 || (a.y - b.y).abs() >= 13.9;
                assert!(apart, "{a:?} covers {b:?}");
            }
        }
    }

    #[test]
    fn what_matters_most_is_written_first() {
        let wishes = vec![wish(0, 100.0, 100.0, 1.0), wish(1, 100.0, 101.0, 9.0)];
        let written = fit(&wishes, 14.0, (600.0, 400.0));
        assert_eq!(written[0].node, 1);
        assert_eq!((written[0].x, written[0].y), (70.0, 117.0));
    }

    #[test]
    fn nothing_is_written_outside() {
        let wishes = vec![wish(0, -50.0, 10.0, 1.0), wish(1, 300.0, 700.0, 1.0)];
        assert!(fit(&wishes, 14.0, (600.0, 400.0)).is_empty());
    }
}
