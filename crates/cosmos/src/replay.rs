//! Playing a recording: the same inputs at the same places of the same run.
//!
//! It goes on in slices, so that whoever plays can show how far it is and give up.

use std::sync::Arc;

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::Record;
use smol_str::SmolStr;

use crate::cosmos::{Budget, Cosmos, Progress};
use crate::recording::{Position, Recording, Said};

/// A recording that is being played.
///
/// ```
/// use orrery_cosmos::{Budget, Cosmos, Replay};
/// let mut cosmos = Cosmos::new(7);
/// let ticket = cosmos.command("create localhost<Space>", vec![]);
/// cosmos.run_until_reply(ticket);
/// let mut replay = Replay::of(cosmos.recording().unwrap());
/// while !replay.step(Budget::ONE_EVENT) {}
/// assert_eq!(replay.cosmos().counters(), cosmos.counters());
/// ```
pub struct Replay {
    recording: Arc<Recording>,
    cosmos: Cosmos,
    /// How many inputs have been put in.
    played: usize,
}

impl Replay {
    /// Begins to play.
    #[must_use]
    pub fn of(recording: impl Into<Arc<Recording>>) -> Self {
        let recording = recording.into();
        let cosmos = Cosmos::with(recording.seed, recording.constellation.clone());
        Self {
            recording,
            cosmos,
            played: 0,
        }
    }

    /// The run has gone on: it is played up to its new end. What was put in so far must be the
    /// beginning of the recording.
    pub(crate) fn goes_on(&mut self, recording: Arc<Recording>) {
        self.recording = recording;
    }

    /// Keeps the last so many Waves whole (see [`Cosmos::keep_waves`]).
    pub fn keep_waves(&mut self, count: usize) {
        self.cosmos.keep_waves(count);
    }

    /// Whether the end of the recording is reached and everything has been put in.
    pub(crate) fn has_ended(&self) -> bool {
        self.played >= self.recording.inputs.len()
            && self.recording.end.is_within(&self.cosmos.position())
    }

    /// The cosmos as far as it has come.
    #[must_use]
    pub fn cosmos(&self) -> &Cosmos {
        &self.cosmos
    }

    /// Takes what was recorded in the trace since the last time, in order.
    pub fn take_trace(&mut self) -> Vec<Record> {
        self.cosmos.take_trace()
    }

    /// Takes all that the cosmos has to say and drops it.
    pub(crate) fn hush(&mut self) {
        self.cosmos.take_trace();
        // once more, since as much room was kept as was just taken
        self.cosmos.take_trace();
        self.cosmos.take_replies();
        self.cosmos.take_frames();
    }

    /// How many of how many inputs have been put in.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.played, self.recording.inputs.len())
    }

    /// The cosmos; it goes on from where the playing has come.
    #[must_use]
    pub fn into_cosmos(self) -> Cosmos {
        self.cosmos
    }

    /// Plays on, as far as the budget's events and fuel go. Says whether the end is reached.
    pub fn step(&mut self, budget: Budget) -> bool {
        self.step_to(self.recording.end, budget)
    }

    /// Plays on to a position, with what was put in there. It is passed already where the cosmos
    /// has come further.
    pub(crate) fn step_to(&mut self, position: Position, budget: Budget) -> bool {
        let mut left = budget;
        loop {
            let next = self.recording.inputs.get(self.played);
            let next = next.filter(|(at, _)| position.has_input(at)).cloned();
            let goal = next.as_ref().map_or(position, |(at, _)| *at);
            if !self.reach(goal, &mut left) {
                return false;
            }
            let Some((_, said)) = next else {
                return true;
            };
            self.played += 1;
            self.put_in(said);
            if left.events == 0 {
                return false;
            }
        }
    }

    /// Goes on to a position; false when the budget ends before.
    fn reach(&mut self, goal: Position, left: &mut Budget) -> bool {
        loop {
            let here = self.cosmos.position();
            if goal.is_reached(&here) {
                return true;
            }
            if left.events == 0 {
                return false;
            }
            // The last stretch before an input is time in which nothing happened.
            let progress = self.cosmos.advance_one(goal.now, &mut left.fuel);
            left.events -= 1;
            match progress {
                Some(Progress::More) => {}
                Some(Progress::Quiet | Progress::Until(_)) => return true,
                None => return false,
            }
        }
    }

    fn put_in(&mut self, said: Said) {
        match said {
            Said::Command { line, files } => {
                let known = &self.recording.files;
                let file = |(name, place): (SmolStr, u32)| {
                    let bytes = known.get(place as usize);
                    (name, bytes.map_or_else(|| Arc::from([]), Arc::clone))
                };
                let files = files.into_iter().map(file).collect();
                self.cosmos.command(&line, files);
            }
            Said::Ping { to, core } => {
                self.cosmos.ping(to, core);
            }
            Said::Frame { client, bytes } => self.cosmos.frame(client, bytes),
            Said::Left { client } => self.cosmos.left(client),
            Said::Pass { token, pass } => self.cosmos.pass(token, pass),
            Said::Wave(wave) => {
                self.cosmos.wave(*wave);
            }
            Said::Fault(fault) => self.cosmos.fault(fault),
            Said::Search { star, to, search } => {
                self.cosmos.search(star, to, search);
            }
        }
    }
}

impl Recording {
    /// Plays the whole of it.
    #[must_use]
    pub fn play(self) -> Cosmos {
        let mut replay = Replay::of(self);
        while !replay.step(Budget {
            until: Moment::NEVER,
            events: u64::MAX,
            fuel: u64::MAX,
        }) {}
        replay.into_cosmos()
    }
}
