//! How far it still is: the least latency from one star to another, over the lanes that the trace
//! has told of. The way of a Wave is the fabric's; this only says how much of it is left, so that
//! an arc in the Universal view moves as the Wave does.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use orrery_hyperspace::trace::StarNo;

use crate::sky::Sky;

/// Distances by target, computed when asked for and kept until lanes change.
#[derive(Debug, Default)]
pub struct Ways {
    to: BTreeMap<StarNo, BTreeMap<StarNo, u64>>,
}

impl Ways {
    /// Lanes have changed.
    pub fn forget(&mut self) {
        self.to.clear();
    }

    /// Nanoseconds from one star to another, or nothing where no way leads there.
    pub fn between(&mut self, sky: &Sky, from: StarNo, to: StarNo) -> Option<u64> {
        let distances = self.to.entry(to).or_insert_with(|| distances(sky, to));
        distances.get(&from).copied()
    }
}

fn distances(sky: &Sky, to: StarNo) -> BTreeMap<StarNo, u64> {
    let mut lanes: BTreeMap<StarNo, Vec<(StarNo, u64)>> = BTreeMap::new();
    for lane in sky.lanes() {
        lanes
            .entry(lane.a)
            .or_default()
            .push((lane.b, lane.latency));
        lanes
            .entry(lane.b)
            .or_default()
            .push((lane.a, lane.latency));
    }
    let mut found = BTreeMap::new();
    let mut next = BinaryHeap::from([Reverse((0_u64, to))]);
    while let Some(Reverse((distance, star))) = next.pop() {
        if found.contains_key(&star) {
            continue;
        }
        found.insert(star, distance);
        for (there, latency) in lanes.get(&star).into_iter().flatten() {
            if !found.contains_key(there) {
                next.push(Reverse((distance.saturating_add(*latency), *there)));
            }
        }
    }
    found
}
