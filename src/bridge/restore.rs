//! Plays a saved cosmos up to where it was, a few milliseconds at a time, one branch after the other.
//! What it tells on its way becomes its chronicle and its tables again.

use std::collections::VecDeque;
use std::sync::Arc;

use orrery_cosmos::{Budget, Recording, Replay, Saved, SavedBranch};
use orrery_hyperspace::Moment;
use orrery_scene::Ledger;

use super::chronicle::Chronicle;
use super::driver::{Driver, KEPT_WAVES, Run, SLICE_FUEL, TURN_MS};
use super::protocol::{File, MarkKind};

/// A piece of work. Whatever becomes a mark in it gets the place of its end, so it is short.
const SLICE_EVENTS: u64 = 64;

/// A saved cosmos on its way to where it was.
pub struct Restore {
    shown: usize,
    left: VecDeque<SavedBranch>,
    playing: Option<Playing>,
    there: Vec<Run>,
    /// Events of the branches that are there, and of all.
    played: u64,
    all: u64,
    otherwise: bool,
}

/// A branch on its way.
struct Playing {
    branch: SavedBranch,
    recording: Arc<Recording>,
    replay: Replay,
    chronicle: Chronicle,
    ledger: Ledger,
    /// How many inputs have their mark.
    marked: usize,
}

impl Restore {
    /// Begins to play.
    #[must_use]
    pub fn of(saved: Saved) -> Self {
        let events = saved.branches.iter().map(|branch| branch.counters.events);
        Self {
            shown: saved.shown as usize,
            all: events.fold(0, u64::saturating_add),
            left: saved.branches.into(),
            playing: None,
            there: Vec::new(),
            played: 0,
            otherwise: false,
        }
    }

    /// How far it is, in thousandths.
    #[must_use]
    pub fn part(&self) -> u16 {
        let here = self.playing.as_ref();
        let here = here.map_or(0, |playing| playing.replay.cosmos().counters().events);
        let played = u128::from(self.played.saturating_add(here)) * 1_000;
        u16::try_from(played / u128::from(self.all.max(1))).map_or(1_000, |part| part.min(1_000))
    }

    /// Whether some branch had another outcome than when it was saved.
    #[must_use]
    pub fn went_otherwise(&self) -> bool {
        self.otherwise
    }

    /// Works for a few milliseconds at most; whether there is more to do.
    pub fn turn(&mut self, clock: &dyn Fn() -> f64) -> bool {
        let begun = clock();
        while self.slice() {
            if clock() - begun > TURN_MS {
                return true;
            }
        }
        false
    }

    /// The cosmos, once there is nothing more to do.
    pub fn driver(&mut self, guests: Vec<File>) -> Driver {
        Driver::restored(std::mem::take(&mut self.there), self.shown, guests)
    }

    fn slice(&mut self) -> bool {
        let Some(mut playing) = self.playing.take().or_else(|| self.next()) else {
            return false;
        };
        if playing.step() {
            self.played += playing.branch.counters.events;
            let (run, otherwise) = playing.end();
            self.there.push(run);
            self.otherwise |= otherwise;
        } else {
            self.playing = Some(playing);
        }
        true
    }

    fn next(&mut self) -> Option<Playing> {
        let mut branch = self.left.pop_front()?;
        let beginning = Recording::new(
            branch.recording.seed,
            branch.recording.constellation.clone(),
        );
        let recording = Arc::new(std::mem::replace(&mut branch.recording, beginning));
        let mut replay = Replay::of(Arc::clone(&recording));
        replay.keep_waves(KEPT_WAVES);
        Some(Playing {
            marked: branch.given as usize,
            branch,
            recording,
            replay,
            chronicle: Chronicle::default(),
            ledger: Ledger::default(),
        })
    }
}

impl Playing {
    /// Plays on a little; whether the end is reached.
    fn step(&mut self) -> bool {
        let ended = self.replay.step(Budget {
            until: Moment::NEVER,
            events: SLICE_EVENTS,
            fuel: SLICE_FUEL,
        });
        let (played, _) = self.replay.progress();
        let new = self.recording.inputs.get(self.marked..played);
        for (at, _) in new.unwrap_or_default() {
            self.chronicle.mark(at.events, at.now, MarkKind::Command);
        }
        self.marked = self.marked.max(played);
        let events = self.replay.cosmos().counters().events;
        let told = self.replay.take_trace();
        self.chronicle.enter(&told, events);
        for record in &told {
            self.ledger.apply(record);
        }
        ended
    }

    fn end(self) -> (Run, bool) {
        let branch = self.branch;
        let mut cosmos = self.replay.into_cosmos();
        // they were answered before it was saved
        cosmos.take_replies();
        let otherwise = cosmos.counters() != branch.counters;
        let run = Run::new(
            &branch.name,
            branch.shares,
            branch.given,
            cosmos,
            (self.chronicle, self.ledger),
        );
        (run, otherwise)
    }
}

#[cfg(test)]
#[path = "restore_tests.rs"]
mod tests;
