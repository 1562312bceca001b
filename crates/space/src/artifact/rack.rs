//! One shelf of the cache: values by point, and the order in which they were last asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::Point;

#[derive(Debug)]
struct Kept<T: ?Sized> {
    value: Arc<T>,
    weight: usize,
    turn: u64,
}

#[derive(Debug)]
pub(super) struct Rack<T: ?Sized> {
    kept: BTreeMap<Point, Kept<T>>,
    /// The same points by the turn in which each was last asked for.
    order: BTreeMap<u64, Point>,
    weight: usize,
}

impl<T: ?Sized> Rack<T> {
    pub(super) fn new() -> Self {
        Self {
            kept: BTreeMap::new(),
            order: BTreeMap::new(),
            weight: 0,
        }
    }

    pub(super) fn weight(&self) -> usize {
        self.weight
    }

    pub(super) fn get(&mut self, point: &Point, turn: u64) -> Option<Arc<T>> {
        let kept = self.kept.get_mut(point)?;
        self.order.remove(&kept.turn);
        self.order.insert(turn, point.clone());
        kept.turn = turn;
        Some(kept.value.clone())
    }

    /// Keeps a value in place of a former one at that point.
    pub(super) fn put(&mut self, point: &Point, value: Arc<T>, weight: usize, turn: u64) {
        self.remove(point);
        let kept = Kept {
            value,
            weight,
            turn,
        };
        self.kept.insert(point.clone(), kept);
        self.order.insert(turn, point.clone());
        self.weight += weight;
    }

    fn remove(&mut self, point: &Point) {
        if let Some(kept) = self.kept.remove(point) {
            self.order.remove(&kept.turn);
            self.weight -= kept.weight;
        }
    }

    /// The turn of what was not asked for longest.
    pub(super) fn oldest(&self) -> Option<u64> {
        self.order.keys().next().copied()
    }

    pub(super) fn remove_oldest(&mut self) {
        if let Some((_, point)) = self.order.pop_first() {
            self.remove(&point);
        }
    }

    /// Removes what is at `point` and below it.
    pub(super) fn remove_under(&mut self, point: &Point) {
        let under = |at: &&Point| point.covers(at);
        let gone: Vec<Point> = self.kept.keys().filter(under).cloned().collect();
        for point in gone {
            self.remove(&point);
        }
    }
}
