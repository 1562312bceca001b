//! Room on lanes: a lane with a capacity carries so many Waves at a time in each direction.
//!
//! A Wave that finds it full waits at the star, those of a higher priority before others and of one
//! priority in order; an `Immediate` one is refused, unless it is an answer. A place is free again
//! when the Wave that had it arrives, or would have where the lane lost it. What waits for longer
//! than its wait class is given up; when the way has become another it goes there. Of lanes without
//! a capacity nothing is kept here.

use std::collections::{BTreeMap, VecDeque};

use orrery_space::StatusCode;
use smol_str::{SmolStr, format_smolstr};

use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::retry;
use crate::trace::{Event, LaneNo, StarNo};
use crate::travel::MAILBOX;

/// Who is on lanes with a capacity and who waits for them, by the star from which they go.
#[derive(Debug, Default)]
pub(crate) struct Rooms(BTreeMap<(StarNo, LaneNo), Room>);

/// One direction of a lane. When somebody waits it is full, so somebody is yet to arrive.
#[derive(Debug, Default)]
struct Room {
    under_way: u32,
    waiting: VecDeque<Box<Flight>>,
}

impl Rooms {
    /// How many wait for a lane at either end.
    pub(crate) fn waiting(&self, lane: LaneNo) -> usize {
        let theirs = self.0.iter().filter(|((_, no), _)| *no == lane);
        theirs.map(|(_, room)| room.waiting.len()).sum()
    }

    /// Lets somebody look at every Wave that waits.
    pub(crate) fn look(&mut self, mut look: impl FnMut(&mut Flight)) {
        for room in self.0.values_mut() {
            room.waiting.iter_mut().for_each(|flight| look(flight));
        }
    }

    /// Takes out what waits at a star.
    pub(crate) fn take_waiting(&mut self, star: StarNo) -> VecDeque<Box<Flight>> {
        let theirs = self.0.iter_mut().filter(|((at, _), _)| *at == star);
        theirs
            .flat_map(|(_, room)| std::mem::take(&mut room.waiting))
            .collect()
    }
}

impl Hyperspace {
    /// A Wave that has room on a lane; another waits, or is refused.
    pub(crate) fn with_room(
        &mut self,
        star: StarNo,
        no: LaneNo,
        flight: Box<Flight>,
    ) -> Option<Box<Flight>> {
        let Some(capacity) = self.lanes[no.index()].capacity else {
            return Some(flight);
        };
        let room = self.rooms.0.entry((star, no)).or_default();
        if room.under_way < capacity.get() {
            room.under_way += 1;
            return Some(flight);
        }
        // who asked waits for an answer, whatever the handling
        let refusal = match flight.is_reflected() {
            true => None,
            false if flight.is_immediate() => Some(StatusCode::UNAVAILABLE),
            false => (room.waiting.len() >= MAILBOX).then_some(StatusCode::TOO_MANY),
        };
        let Some(status) = refusal else {
            self.record(Event::Queued {
                wave: flight.no,
                lane: no,
                star,
            });
            if let Some(room) = self.rooms.0.get_mut(&(star, no)) {
                retry::queue(&mut room.waiting, flight);
            }
            return None;
        };
        let lane = &self.lanes[no.index()];
        let (a, b) = (&self.stars[lane.a.index()], &self.stars[lane.b.index()]);
        let why = match status {
            StatusCode::TOO_MANY => format_smolstr!("{MAILBOX} Waves already wait for it"),
            _ => SmolStr::new_static("an Immediate Wave does not wait"),
        };
        let reason = format_smolstr!("lane {}--{} is full, and {why}", a.name(), b.name());
        self.turn_back(star, flight, status, reason);
        None
    }

    /// A Wave has left a lane: those who wait may enter.
    pub(crate) fn room(&mut self, star: StarNo, no: LaneNo) {
        if let Some(room) = self.rooms.0.get_mut(&(star, no)) {
            room.under_way = room.under_way.saturating_sub(1);
        }
        while let Some(flight) = self.next_in(star, no) {
            if !self.is_awaited(&flight) {
                let reason = SmolStr::new_static("its wait class has ended");
                self.bury(flight, &reason);
            } else if self.ways.first(star, flight.transport) == Some(no) {
                if let Some(room) = self.rooms.0.get_mut(&(star, no)) {
                    room.under_way += 1;
                }
                self.enter_lane(star, no, flight);
            } else {
                self.hop(star, flight);
            }
        }
    }

    /// The next of those who wait for a lane, while there is room.
    fn next_in(&mut self, star: StarNo, no: LaneNo) -> Option<Box<Flight>> {
        let capacity = self.lanes[no.index()].capacity?;
        let room = self.rooms.0.get_mut(&(star, no))?;
        if room.under_way < capacity.get() {
            room.waiting.pop_front()
        } else {
            None
        }
    }
}
