//! What befalls a Wave on its way, whoever is to blame: a lane that is faulty or full, a way that is
//! cut, or a person who does it by hand.

use orrery_hyperspace::fault::Disturbance;
use orrery_hyperspace::trace::{Event, LaneNo, Record, StarNo, WaveNo};
use orrery_hyperspace::{Moment, Span};
use smol_str::{SmolStr, format_smolstr};

use crate::ledger::{Ledger, Star};
use crate::wave::{Hop, WaveTrack};

/// Mishaps of one Wave that are remembered.
const MOST: usize = 600;

/// Something that befell a Wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mishap {
    /// When.
    pub at: Moment,
    /// What.
    pub what: Sort,
}

/// What befell a Wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The lane on which it is did something to it.
    Lane(LaneNo, Disturbance),
    /// It waits at a star for a lane that is full.
    Queued(StarNo),
    /// It is kept at a star, and sent again at that moment.
    Kept(StarNo, Moment),
    /// It came to a star again, and was dropped.
    Repeated(StarNo),
}

impl WaveTrack {
    /// Learns what befell it.
    pub(crate) fn suffer(&mut self, mishap: Mishap) {
        if self.mishaps.len() < MOST {
            self.mishaps.push(mishap);
        }
        match mishap.what {
            Sort::Lane(_, Disturbance::Doubled) => self.copies = self.copies.saturating_add(1),
            Sort::Lane(_, Disturbance::Lost | Disturbance::Dropped) => {
                self.copies = self.copies.saturating_sub(1);
                if let (0, Some(hop)) = (self.copies, self.hops.last_mut()) {
                    hop.arrives = mishap.at;
                }
            }
            Sort::Lane(lane, Disturbance::Held(nanos)) => {
                self.held = true;
                if let Some(hop) = self.hops.iter_mut().rfind(|hop| hop.lane == lane) {
                    hop.arrives = Moment(hop.arrives.0.saturating_add(nanos));
                }
            }
            Sort::Kept(..) => {
                self.held = true;
                self.copies = self.copies.max(1);
            }
            Sort::Lane(_, Disturbance::Delayed(_)) | Sort::Queued(_) => self.held = true,
            Sort::Repeated(_) => self.copies = self.copies.saturating_sub(1),
        }
    }
}

impl Ledger {
    /// The track of a Wave that is under way.
    fn under_way(&self, wave: WaveNo) -> Option<&WaveTrack> {
        self.wave(wave).filter(|known| known.end().is_none())?;
        self.track(wave)
    }

    /// The lane on which a Wave is now, if it is on one.
    #[must_use]
    pub fn on_lane(&self, wave: WaveNo) -> Option<&Hop> {
        let last = self.under_way(wave)?.hops.last();
        last.filter(|hop| hop.arrives > self.now())
    }

    /// What holds a Wave back now, if anything does: its lane, one that is full, or that it could not go
    /// on and waits to be sent again.
    #[must_use]
    pub fn held_back(&self, wave: WaveNo) -> Option<&Mishap> {
        let track = self.under_way(wave).filter(|track| track.held)?;
        let mut all = track.mishaps.iter().rev();
        all.find(|mishap| mishap.is_delay())
    }
}

impl Mishap {
    /// What befell a Wave, if a record tells of that.
    pub(crate) fn of(record: &Record) -> Option<Self> {
        let what = match record.event {
            Event::Disturbed { lane, how, .. } => Sort::Lane(lane, how),
            Event::Queued { star, .. } => Sort::Queued(star),
            Event::Kept { star, until, .. } => Sort::Kept(star, until),
            Event::Repeated { star, .. } => Sort::Repeated(star),
            _ => return None,
        };
        let at = record.at;
        Some(Self { at, what })
    }

    /// Whether it took time.
    #[must_use]
    pub fn is_delay(&self) -> bool {
        let lane = |how| matches!(how, Disturbance::Delayed(_) | Disturbance::Held(_));
        match self.what {
            Sort::Lane(_, how) => lane(how),
            Sort::Queued(_) | Sort::Kept(..) => true,
            Sort::Repeated(_) => false,
        }
    }

    /// Whether there is one more of the Wave because of it.
    #[must_use]
    pub fn is_doubling(&self) -> bool {
        matches!(self.what, Sort::Lane(_, Disturbance::Doubled))
    }

    /// It in words, after the name of the Wave.
    #[must_use]
    pub fn words(&self, ledger: &Ledger) -> SmolStr {
        let star = |no| ledger.star(no).map_or("?".into(), Star::label);
        match self.what {
            Sort::Lane(_, Disturbance::Delayed(nanos) | Disturbance::Held(nanos)) => {
                format_smolstr!("held back by {}", Span(nanos))
            }
            Sort::Lane(_, Disturbance::Doubled) => "doubled".into(),
            Sort::Lane(_, Disturbance::Lost) => "lost by its lane".into(),
            Sort::Lane(_, Disturbance::Dropped) => "dropped".into(),
            Sort::Queued(no) => format_smolstr!("held back at {} by a full lane", star(no)),
            Sort::Kept(no, until) => {
                let after = Span(until.0.saturating_sub(self.at.0));
                format_smolstr!("held back at {}, to be sent again after {after}", star(no))
            }
            Sort::Repeated(no) => format_smolstr!("came to {} again, and was dropped", star(no)),
        }
    }
}

#[cfg(test)]
#[path = "mishap_tests.rs"]
mod tests;
