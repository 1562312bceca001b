//! What somebody does to a single Wave while it is on a lane: it is dropped, held back or doubled.
//!
//! What follows is as if the lane had done it. A Wave that is dropped is sent again if its handling
//! says so (`retry`); of one that is held back those that overtake it wait where they arrive, and of
//! one that is doubled the copy that comes second is dropped (`order`). A Wave that is on no lane
//! stays as it is.

use smol_str::format_smolstr;

use crate::Moment;
use crate::agenda::{Occasion, OnLane};
use crate::fault::Disturbance;
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, LaneNo, StarNo, WaveNo};

impl Hyperspace {
    /// The lane on which a Wave is, if it is on one: only there can it be dropped, delayed or doubled.
    #[must_use]
    pub fn lane_of(&self, wave: WaveNo) -> Option<LaneNo> {
        self.agenda.lane_of(wave)
    }

    pub(crate) fn drop_wave(&mut self, wave: WaveNo) {
        let Some(taken) = self.agenda.take_off_lane(wave) else {
            return;
        };
        self.tell_of(&taken, Disturbance::Dropped);
        let lane = &self.lanes[taken.lane.index()];
        let (a, b) = (&self.stars[lane.a.index()], &self.stars[lane.b.index()]);
        let reason = format_smolstr!("it was dropped on lane {}--{}", a.name(), b.name());
        self.lost_on_lane(self.left_by(&taken), taken.flight, reason);
    }

    /// It arrives later, and has its place on the lane until then.
    pub(crate) fn delay_wave(&mut self, wave: WaveNo, nanos: u64) {
        let Some(taken) = self.agenda.take_off_lane(wave) else {
            return;
        };
        let due = taken.arrives;
        let arrives = Moment(due.0.saturating_add(nanos));
        if arrives == due {
            return self.agenda.put_on_lane(taken);
        }
        self.tell_of(&taken, Disturbance::Held(arrives.0 - due.0));
        let (star, lane, at) = (self.left_by(&taken), taken.lane, taken.to);
        self.agenda.keep_room(star, lane, due, arrives);
        let flight = taken.flight;
        self.agenda
            .at(arrives, Occasion::Arrive { at, lane, flight });
    }

    /// The other one comes right behind it.
    pub(crate) fn double_wave(&mut self, wave: WaveNo) {
        let Some(mut taken) = self.agenda.take_off_lane(wave) else {
            return;
        };
        self.tell_of(&taken, Disturbance::Doubled);
        let flight = self.double(&mut taken.flight);
        let (due, at, lane) = (taken.arrives, taken.to, taken.lane);
        self.agenda.put_on_lane(taken);
        self.agenda.at(due, Occasion::Arrive { at, lane, flight });
    }

    fn tell_of(&mut self, taken: &OnLane, how: Disturbance) {
        self.record(Event::Disturbed {
            wave: taken.flight.no,
            lane: taken.lane,
            how,
        });
    }

    /// The star from which it entered the lane.
    fn left_by(&self, taken: &OnLane) -> StarNo {
        let lane = &self.lanes[taken.lane.index()];
        if lane.a == taken.to { lane.b } else { lane.a }
    }
}
