//! Any moment of the past at hand: a recording, and cosmoses parked along it.
//!
//! A cosmos goes forward only. So a few of them stand along the run, played up to there, and who
//! wants to see a moment goes on from the nearest before it. What is looked at has left its place,
//! which the one before it takes in spare time ([`Timeline::tend`]): the hole moves to the beginning,
//! where it costs nothing.
//!
//! The places are spread evenly by events, so with `n` of them no moment is further than an
//! `n + 1`th of the run once all are taken. Each parked cosmos costs what a cosmos costs: a few
//! hundred kB, about 1 kB for each Particle, what was put in so far, and for each Mechtron its module
//! and its memory, 64 KiB at least. To take all places costs the time of `n / 2` runs.

use std::sync::Arc;

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::Record;

use crate::cosmos::{Budget, Cosmos};
use crate::recording::{Position, Recording};
use crate::replay::Replay;

/// The most cosmoses that are parked.
pub const MOST_PARKED: usize = 64;

/// After so many events of its way what a cosmos has said is dropped.
const SLICE: u64 = 4_096;

/// A run of which any moment can be looked at.
///
/// What the cosmoses say on their way is dropped: it is the beginning of what the run itself said.
///
/// ```
/// use orrery_cosmos::{Budget, Cosmos, Position, Timeline};
/// let mut cosmos = Cosmos::new(7);
/// let ticket = cosmos.command("create localhost<Space>", vec![]);
/// cosmos.run_until_reply(ticket);
/// let middle = cosmos.position();
/// let ticket = cosmos.command("create localhost:a<App>", vec![]);
/// cosmos.run_until_reply(ticket);
///
/// let mut timeline = Timeline::of(cosmos.recording().unwrap(), 3);
/// assert_eq!(timeline.at(middle).hyperspace().registry().len(), 22);
/// while !timeline.tend(Budget::ONE_EVENT) {}
/// // whoever puts something in now goes another way from there
/// let mut other = timeline.into_cosmos();
/// let ticket = other.command("create localhost:b<App>", vec![]);
/// assert!(other.run_until_reply(ticket).core.status.is_success());
/// ```
pub struct Timeline {
    recording: Arc<Recording>,
    /// By place; those that are not there yet are on their way.
    parked: Vec<Option<Replay>>,
    /// The one that is looked at.
    here: Replay,
    begun: Position,
    goal: Position,
    kept_waves: usize,
}

impl Timeline {
    /// A run at its beginning, with so many places for parked cosmoses ([`MOST_PARKED`] at most), of
    /// which none is taken yet.
    #[must_use]
    pub fn of(recording: Recording, places: usize) -> Self {
        let recording = Arc::new(recording);
        Self {
            here: Replay::of(Arc::clone(&recording)),
            parked: (0..places.min(MOST_PARKED)).map(|_| None).collect(),
            recording,
            begun: Position::default(),
            goal: Position::default(),
            kept_waves: 0,
        }
    }

    /// Keeps in each of its cosmoses the last so many Waves whole, for those who look into one (see
    /// [`Cosmos::keep_waves`]). To be said before anything is sought.
    pub fn keep_waves(&mut self, count: usize) {
        self.kept_waves = count;
        self.here.keep_waves(count);
    }

    /// The run has gone on, and its past is at hand up to there. What stood in this recording must
    /// be the beginning of the new one; the cosmoses that are parked stay where they are.
    pub fn goes_on(&mut self, recording: Recording) {
        self.recording = Arc::new(recording);
        let parked = self.parked.iter_mut().flatten();
        for replay in parked.chain([&mut self.here]) {
            replay.goes_on(Arc::clone(&self.recording));
        }
    }

    /// Chooses what is to be looked at: a position of the run, with what was put in there, or the
    /// [end of a moment](Position::end_of). What lies beyond the end is the end.
    pub fn seek(&mut self, position: Position) {
        self.goal = position.min_each(&self.recording.end);
        let before = |replay: &Replay| {
            let at = replay.cosmos().position();
            self.goal.has_input(&at).then_some(at)
        };
        let all = (0..).zip(&self.parked);
        let nearest = all
            .filter_map(|(place, replay)| Some((before(replay.as_ref()?)?, place)))
            .max();
        let found = match (before(&self.here), nearest) {
            (Some(here), Some((parked, _))) if here >= parked => None,
            (Some(_), None) => None,
            (None, None) => Some(self.beginning()),
            (_, Some((_, place))) => self.parked.get_mut(place).and_then(Option::take),
        };
        if let Some(found) = found {
            let former = std::mem::replace(&mut self.here, found);
            self.park(former);
        }
        self.begun = self.here.cosmos().position();
    }

    /// Goes on towards what is sought, as far as the budget's events and fuel go. Says whether it is
    /// reached.
    pub fn step(&mut self, budget: Budget) -> bool {
        let there = self.here.step_to(self.goal, budget);
        self.here.hush();
        there
    }

    /// Plays on from what is looked at to a moment, as far as the budget's events and fuel go, and
    /// lets [`Timeline::take_trace`] have what happens. Says whether the moment is reached.
    pub fn play(&mut self, budget: Budget) -> bool {
        let goal = Position::end_of(budget.until);
        self.here
            .step_to(goal.min_each(&self.recording.end), budget)
    }

    /// Takes what was recorded in the trace since the last time by what is looked at.
    pub fn take_trace(&mut self) -> Vec<Record> {
        self.here.take_trace()
    }

    /// Whether what is looked at is the end of the run.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.here.has_ended()
    }

    /// The cosmos at a position, however long it takes to get there.
    pub fn at(&mut self, position: Position) -> &Cosmos {
        self.seek(position);
        while !self.step(Budget {
            until: Moment::NEVER,
            events: SLICE,
            fuel: u64::MAX,
        }) {}
        self.cosmos()
    }

    /// The cosmos that is looked at, as far as it has come.
    #[must_use]
    pub fn cosmos(&self) -> &Cosmos {
        self.here.cosmos()
    }

    /// From where it set out to what is sought, and whither it goes. Of the end of a moment the
    /// events are not known before.
    #[must_use]
    pub fn way(&self) -> (Position, Position) {
        (self.begun, self.goal)
    }

    /// The cosmos that is looked at; what is put into it makes another run.
    #[must_use]
    pub fn into_cosmos(self) -> Cosmos {
        self.here.into_cosmos()
    }

    /// Uses spare time to have cosmoses stand in all places, as far as the budget's events and fuel
    /// go. Says whether they do.
    pub fn tend(&mut self, budget: Budget) -> bool {
        self.move_up();
        for place in (0..self.parked.len()).rev() {
            let events = self.place(place);
            let Some(replay) = &mut self.parked[place] else {
                continue;
            };
            let left = events.saturating_sub(replay.cosmos().counters().events);
            if left > 0 {
                let events = budget.events.min(left);
                let ended = replay.step(Budget { events, ..budget });
                replay.hush();
                if !ended {
                    return false;
                }
            }
        }
        true
    }

    /// The run at its beginning.
    fn beginning(&self) -> Replay {
        let mut replay = Replay::of(Arc::clone(&self.recording));
        replay.keep_waves(self.kept_waves);
        replay
    }

    /// Lets each empty place be taken by the nearest before it, the first ones by new cosmoses.
    fn move_up(&mut self) {
        for place in (0..self.parked.len()).rev() {
            if self.parked[place].is_none() {
                let (before, _) = self.parked.split_at_mut(place);
                let nearest = before.iter_mut().rev().find_map(Option::take);
                self.parked[place] = Some(nearest.unwrap_or_else(|| self.beginning()));
            }
        }
    }

    /// Gives a cosmos that is no longer looked at the place that it has come to, if that is free.
    fn park(&mut self, replay: Replay) {
        let events = replay.cosmos().counters().events;
        let passed = |place: &usize| self.place(*place) <= events;
        let last = (0..self.parked.len()).rev().find(passed);
        if let Some(free @ None) = last.map(|place| &mut self.parked[place]) {
            *free = Some(replay);
        }
    }

    /// How many events have happened where a parked cosmos stands.
    fn place(&self, place: usize) -> u64 {
        let Recording { inputs, end, .. } = &*self.recording;
        let last = match inputs.last() {
            // a recording that was cut says when it ends, and not after how many events
            Some((at, _)) if end.events == u64::MAX => at.events,
            _ => end.events,
        };
        let share = last / (self.parked.len() as u64 + 1);
        share.saturating_mul(place as u64 + 1)
    }
}
