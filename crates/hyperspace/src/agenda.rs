//! The agenda: what is to happen, in order of time and, at one time, in order of entry.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use smol_str::SmolStr;

use crate::Moment;
use crate::effect::GuestTurn;
use crate::flight::Flight;
use crate::trace::{ParticleNo, StarNo};

/// All that can wake the cosmos from within.
#[derive(Debug)]
pub(crate) enum Occasion {
    /// A Wave leaves its sender's core.
    Send(Box<Flight>),
    /// A Wave reaches the end of a lane.
    Arrive { at: StarNo, flight: Box<Flight> },
    /// A guest is done with a piece of work.
    GuestDone {
        particle: ParticleNo,
        generation: u32,
        turn: Box<GuestTurn>,
    },
    /// An alarm of a Mechtron rings.
    Alarm {
        particle: ParticleNo,
        generation: u32,
        id: u32,
        tag: SmolStr,
    },
    /// The next frame of a client is looked at.
    NextFrame { client: u32 },
    /// An `advance` of the console is over.
    Advanced { ticket: u32 },
}

struct Entry {
    at: Moment,
    order: u64,
    occasion: Occasion,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    /// The earliest is the greatest, since [`BinaryHeap`] gives the greatest first.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.order).cmp(&(self.at, self.order))
    }
}

/// The occasions to come. What is due at once does not pass through the heap.
#[derive(Default)]
pub(crate) struct Agenda {
    at_once: VecDeque<Occasion>,
    later: BinaryHeap<Entry>,
    order: u64,
}

impl Agenda {
    /// Enters something that is due now, after all else that is.
    pub(crate) fn now(&mut self, occasion: Occasion) {
        self.at_once.push_back(occasion);
    }

    /// Enters something for `at`.
    pub(crate) fn at(&mut self, at: Moment, occasion: Occasion) {
        self.order += 1;
        self.later.push(Entry {
            at,
            order: self.order,
            occasion,
        });
    }

    /// When the next is due, if `now` is the time.
    pub(crate) fn next(&self, now: Moment) -> Option<Moment> {
        if self.at_once.is_empty() {
            self.later.peek().map(|entry| entry.at)
        } else {
            Some(now)
        }
    }

    /// The next, with its time; of two at one time the one from the heap, which was entered first.
    pub(crate) fn pop(&mut self, now: Moment) -> Option<(Moment, Occasion)> {
        let due = self.later.peek().is_some_and(|entry| entry.at <= now);
        if !due && let Some(occasion) = self.at_once.pop_front() {
            return Some((now, occasion));
        }
        self.later.pop().map(|entry| (entry.at, entry.occasion))
    }
}
