//! Ways: the shortest way from any star to any other, by latency.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::star::{Lane, Star};
use crate::trace::{LaneNo, StarNo};

/// For each pair of stars the first lane of the shortest way, and how many lanes it has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ways {
    stars: usize,
    first: Vec<Option<LaneNo>>,
    lanes: Vec<Option<u16>>,
}

impl Ways {
    /// Searches all ways anew. Only stars that forward may lie between the ends; of ways of one
    /// latency the one with fewer lanes is taken, then the one whose lanes were planned first. No way
    /// leads from, to or by a star that has stopped.
    pub(crate) fn search(stars: &[Star], lanes: &[Lane]) -> Self {
        let count = stars.len();
        let mut ways = Self {
            stars: count,
            first: vec![None; count * count],
            lanes: vec![None; count * count],
        };
        let mut neighbours: Vec<Vec<(LaneNo, usize, u64)>> = vec![Vec::new(); count];
        for (no, lane) in (0..).map(LaneNo).zip(lanes) {
            let runs = |star: StarNo| !stars[star.index()].stopped;
            if !lane.cut && runs(lane.a) && runs(lane.b) {
                neighbours[lane.a.index()].push((no, lane.b.index(), lane.takes()));
                neighbours[lane.b.index()].push((no, lane.a.index(), lane.takes()));
            }
        }
        for from in 0..count {
            ways.lanes[from * count + from] = Some(0);
            let mut done = vec![false; count];
            let mut heap = BinaryHeap::new();
            heap.push(Reverse((0u64, 0u16, None::<LaneNo>, from)));
            while let Some(Reverse((latency, hops, first, at))) = heap.pop() {
                if std::mem::replace(&mut done[at], true) {
                    continue;
                }
                ways.first[from * count + at] = first;
                ways.lanes[from * count + at] = Some(hops);
                if at != from && !stars[at].kind.forwards() {
                    continue;
                }
                for &(lane, to, more) in &neighbours[at] {
                    if !done[to] {
                        let latency = latency.saturating_add(more);
                        let hops = hops.saturating_add(1);
                        let entry = (latency, hops, first.or(Some(lane)), to);
                        heap.push(Reverse(entry));
                    }
                }
            }
        }
        ways
    }

    /// The lane by which the way to `to` begins; none when there is no way.
    pub(crate) fn first(&self, from: StarNo, to: StarNo) -> Option<LaneNo> {
        self.first[from.index() * self.stars + to.index()]
    }

    /// How many lanes the way has; none when there is no way.
    pub(crate) fn lanes(&self, from: StarNo, to: StarNo) -> Option<u16> {
        self.lanes[from.index() * self.stars + to.index()]
    }
}
