//! The agenda: what is to happen, in order of time and, at one time, in order of entry.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use smol_str::SmolStr;

use crate::Moment;
use crate::effect::GuestTurn;
use crate::flight::Flight;
use crate::trace::{LaneNo, ParticleNo, StarNo, WaveNo};

/// All that can wake the cosmos from within.
#[derive(Debug)]
pub(crate) enum Occasion {
    /// A Wave leaves its sender's core.
    Send(Box<Flight>),
    /// A Wave reaches the end of a lane.
    Arrive {
        at: StarNo,
        lane: LaneNo,
        flight: Box<Flight>,
    },
    /// A Wave that went from a star leaves a lane with a capacity.
    Room { star: StarNo, lane: LaneNo },
    /// A Wave that could not go on is sent again.
    Again(Box<Flight>),
    /// Waves that waited for a Particle go in.
    Admit(ParticleNo),
    /// The storm of that number is over.
    Calm(u32),
    /// Those who lost their star are given another.
    Restore,
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

/// A Wave that is on a lane.
#[derive(Debug)]
pub(crate) struct OnLane {
    /// When it arrives.
    pub arrives: Moment,
    order: u64,
    /// The star to which it goes.
    pub to: StarNo,
    /// The lane.
    pub lane: LaneNo,
    /// The Wave.
    pub flight: Box<Flight>,
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

    /// Lets somebody look at every Wave that is on a lane, in no order that matters.
    pub(crate) fn on_lanes(&mut self, mut look: impl FnMut(&mut Flight)) {
        let mut later = std::mem::take(&mut self.later).into_vec();
        for entry in &mut later {
            if let Occasion::Arrive { flight, .. } = &mut entry.occasion {
                look(flight);
            }
        }
        self.later = later.into();
    }

    /// The lane on which a Wave is, if it is on one.
    pub(crate) fn lane_of(&self, wave: WaveNo) -> Option<LaneNo> {
        self.later.iter().find_map(|entry| match &entry.occasion {
            Occasion::Arrive { lane, flight, .. } if flight.no == wave => Some(*lane),
            _ => None,
        })
    }

    /// Takes a Wave off the lane on which it is. Of two that a lane made of one the first to arrive
    /// is taken.
    pub(crate) fn take_off_lane(&mut self, wave: WaveNo) -> Option<OnLane> {
        let sought = |entry: &Entry| matches!(&entry.occasion, Occasion::Arrive { flight, .. } if flight.no == wave);
        let Entry {
            at,
            order,
            occasion,
        } = self.take_first(sought)?;
        match occasion {
            Occasion::Arrive {
                at: to,
                lane,
                flight,
            } => Some(OnLane {
                arrives: at,
                order,
                to,
                lane,
                flight,
            }),
            _ => None,
        }
    }

    /// Puts it back, to arrive as if nobody had touched it.
    pub(crate) fn put_on_lane(&mut self, wave: OnLane) {
        let OnLane {
            arrives: at,
            order,
            to,
            lane,
            flight,
        } = wave;
        let occasion = Occasion::Arrive {
            at: to,
            lane,
            flight,
        };
        self.later.push(Entry {
            at,
            order,
            occasion,
        });
    }

    /// A place on a lane, which was to be free at `due`, is taken until `at`.
    pub(crate) fn keep_room(&mut self, star: StarNo, lane: LaneNo, due: Moment, at: Moment) {
        let sought = |entry: &Entry| {
            let of = matches!(&entry.occasion, Occasion::Room { star: s, lane: l } if (*s, *l) == (star, lane));
            of && entry.at == due
        };
        if let Some(entry) = self.take_first(sought) {
            self.at(at, entry.occasion);
        }
    }

    /// Takes out the first that is sought. The order of all else is as before.
    fn take_first(&mut self, sought: impl Fn(&Entry) -> bool) -> Option<Entry> {
        let mut later = std::mem::take(&mut self.later).into_vec();
        let theirs = later.iter().enumerate().filter(|(_, entry)| sought(entry));
        let first = theirs.min_by_key(|(_, entry)| (entry.at, entry.order));
        let taken = first.map(|(at, _)| at).map(|at| later.swap_remove(at));
        self.later = later.into();
        taken
    }

    /// Takes out the Waves that are at a star, about to leave it, in the order of their time, each
    /// with whether it leaves for the first time.
    pub(crate) fn take_leaving(&mut self, star: StarNo) -> Vec<(Box<Flight>, bool)> {
        let leaves = |occasion: &Occasion| match occasion {
            Occasion::Send(flight) | Occasion::Again(flight) => flight.origin == star,
            _ => false,
        };
        let (now, at_once): (VecDeque<_>, VecDeque<_>) = std::mem::take(&mut self.at_once)
            .into_iter()
            .partition(leaves);
        self.at_once = at_once;
        let (mut then, later): (Vec<Entry>, Vec<Entry>) = std::mem::take(&mut self.later)
            .into_iter()
            .partition(|entry| leaves(&entry.occasion));
        self.later = later.into();
        then.sort_by_key(|entry| (entry.at, entry.order));
        let then = then.into_iter().map(|entry| entry.occasion);
        let taken = now.into_iter().chain(then);
        taken
            .filter_map(|occasion| match occasion {
                Occasion::Send(flight) => Some((flight, true)),
                Occasion::Again(flight) => Some((flight, false)),
                _ => None,
            })
            .collect()
    }

    /// Strikes off the alarms of a Mechtron that nobody waits for any more, and says how many it still
    /// has. The order of all else is as before.
    pub(crate) fn strike_alarms(
        &mut self,
        of: ParticleNo,
        is_awaited: impl Fn(u32, u32) -> bool,
    ) -> usize {
        let mut left = 0;
        self.later.retain(|entry| match &entry.occasion {
            Occasion::Alarm {
                particle,
                generation,
                id,
                ..
            } if *particle == of => {
                let awaited = is_awaited(*generation, *id);
                left += usize::from(awaited);
                awaited
            }
            _ => true,
        });
        left
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
