//! How busy lanes and pairs of Particles are, for when there are more Waves than can be drawn: the picture then
//! shows a sample of them, and bands for all.
//!
//! Counted is where all records are known; what is drawn needs only levels.

use std::collections::BTreeMap;

use orrery_hyperspace::trace::{Event, LaneNo, ParticleNo, Record};
use serde::{Deserialize, Serialize};

use crate::news::{News, What};

/// The highest level.
pub const HIGHEST: u8 = 10;
/// Frames that are counted together, so that bands do not dance.
const FRAMES: u32 = 16;
/// From so many Waves in those frames on, even who draws each of them may have to choose.
const MANY: u64 = 200 * FRAMES as u64;
/// The most pairs that are told, the busiest first.
const PAIRS: usize = 64;

/// How busy it is where, while there are too many Waves to draw each; nothing otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Busy {
    /// One Wave in how many is told.
    pub every: u32,
    /// Lanes that are taken, each with its level from 1 to [`HIGHEST`].
    pub lanes: Vec<(LaneNo, u8)>,
    /// From whom to whom Waves are sent, the busiest first, each with its level.
    pub pairs: Vec<(ParticleNo, ParticleNo, u8)>,
}

/// Counts what happens in frames.
#[derive(Debug, Default)]
pub struct Tally {
    frames: u32,
    lanes: BTreeMap<LaneNo, u64>,
    pairs: BTreeMap<(ParticleNo, ParticleNo), u64>,
    sent: u64,
    drawn: u64,
    left_out: u64,
    told: bool,
}

/// Each step of a level is four times as many.
fn level(count: u64) -> u8 {
    let step = count.max(1).ilog2() / 2 + 1;
    u8::try_from(step).map_or(HIGHEST, |step| step.min(HIGHEST))
}

impl Tally {
    /// Counts what happened, before some of it is left out.
    pub fn count(&mut self, record: &Record) {
        match &record.event {
            Event::Hop { lane, .. } => *self.lanes.entry(*lane).or_default() += 1,
            Event::Sent { from, to, .. } => {
                self.sent += 1;
                if let Some(to) = to {
                    *self.pairs.entry((*from, *to)).or_default() += 1;
                }
            }
            _ => {}
        }
    }

    /// Says what is drawn of a frame, and how many news are not. Gives how busy it is once enough frames
    /// were counted, if that is to be told.
    pub fn drew(&mut self, shown: &[News], left_out: u64) -> Option<Busy> {
        let sent = |news: &&News| matches!(news.what, What::Sent { .. });
        self.drawn += shown.iter().filter(sent).count() as u64;
        self.left_out += left_out;
        self.frames += 1;
        if self.frames < FRAMES {
            return None;
        }
        let counted = std::mem::take(self);
        self.told = counted.left_out > 0 || counted.sent >= MANY;
        if !self.told {
            return counted.told.then(Busy::default);
        }
        let mut pairs: Vec<_> = counted.pairs.into_iter().collect();
        pairs.sort_by_key(|(pair, count)| (std::cmp::Reverse(*count), *pair));
        pairs.truncate(PAIRS);
        let every = counted.sent / counted.drawn.max(1);
        let lanes = counted.lanes.into_iter();
        Some(Busy {
            every: u32::try_from(every.max(1)).unwrap_or(u32::MAX),
            lanes: lanes.map(|(lane, count)| (lane, level(count))).collect(),
            pairs: pairs
                .into_iter()
                .map(|((from, to), count)| (from, to, level(count)))
                .collect(),
        })
    }
}

#[cfg(test)]
#[path = "busy_tests.rs"]
mod tests;
