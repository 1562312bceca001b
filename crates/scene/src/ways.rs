//! How far it still is: the least latency from one star to another, over the lanes that the trace
//! has told of. The way of a Wave is the fabric's; this only says how much of it is left, so that
//! an arc in the Universal view moves as the Wave does.

use orrery_hyperspace::trace::StarNo;

use crate::sky::Sky;

/// Distances by target, computed when asked for and kept until lanes change.
#[derive(Debug, Default)]
pub struct Ways {
    /// Of each target, by the number of the star from which it is far so much.
    to: Vec<(StarNo, Vec<Option<u64>>)>,
}

impl Ways {
    /// Lanes have changed.
    pub fn forget(&mut self) {
        self.to.clear();
    }

    /// Nanoseconds from one star to another, or nothing where no way leads there.
    pub fn between(&mut self, sky: &Sky, from: StarNo, to: StarNo) -> Option<u64> {
        let known = self.to.iter().position(|(target, _)| *target == to);
        let known = known.unwrap_or_else(|| {
            self.to.push((to, distances(sky, to)));
            self.to.len() - 1
        });
        self.to[known].1.get(from.index()).copied().flatten()
    }
}

fn distances(sky: &Sky, to: StarNo) -> Vec<Option<u64>> {
    let ends = sky.lanes().flat_map(|lane| [lane.a, lane.b]);
    let stars = ends.chain([to]).map(|star| star.index() + 1).max();
    let mut found = vec![None; stars.unwrap_or(0)];
    found[to.index()] = Some(0_u64);
    // A constellation is small: all lanes again and again, until none leads nearer.
    loop {
        let mut nearer = false;
        for lane in sky.lanes() {
            for (here, there) in [(lane.a, lane.b), (lane.b, lane.a)] {
                let way = found[here.index()].map(|way| way.saturating_add(lane.latency));
                let known = &mut found[there.index()];
                if let Some(way) = way
                    && known.is_none_or(|known| way < known)
                {
                    *known = Some(way);
                    nearer = true;
                }
            }
        }
        if !nearer {
            return found;
        }
    }
}
