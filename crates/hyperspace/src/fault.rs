//! Faults: what can befall lanes and stars from outside, and what a faulty lane does to a Wave.
//!
//! Chance about lanes comes from generators of its own, so a cosmos in which nothing is wrong
//! draws nothing here. A lane that shuffles lets Waves overtake each other; where they arrive they
//! are put in order again (`order`), so of one sender to one receiver none overtakes another of its
//! priority. What becomes of a Wave that is lost is said in `retry`, of a star that stops in `loss`;
//! what somebody does to a single Wave is in `waylay`.
//!
//! ```
//! use orrery_hyperspace::fault::LaneFault;
//! assert_eq!(LaneFault::Slow(20_000_000).to_string(), "is slower by 20 ms");
//! assert_eq!(LaneFault::Lose(100_000).to_string(), "loses 0.1");
//! ```

use std::fmt;

use orrery_space::command::{Probability, Storm};
use serde::{Deserialize, Serialize};
use smol_str::format_smolstr;

use crate::Moment;
use crate::agenda::Occasion;
use crate::chance::Chance;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::moment::Span;
use crate::star::Lane;
use crate::trace::{Event, LaneNo, StarNo, WaveNo};
use crate::ways::Ways;

/// What can befall the fabric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// Something befalls a lane.
    Lane(LaneNo, LaneFault),
    /// All lanes are faulty for a while. A storm ends the one before it.
    Storm(Storm),
    /// A star stops, and what is on it is lost.
    Stop(StarNo),
    /// A star that has stopped starts again, empty.
    Start(StarNo),
    /// One Wave is taken off the lane on which it is, as if the lane had lost it.
    Drop(WaveNo),
    /// One Wave is so many nanoseconds longer on the lane on which it is, and others overtake it.
    Delay(WaveNo, u64),
    /// One Wave is carried twice by the lane on which it is. It takes effect once.
    Double(WaveNo),
}

/// What can befall a lane. How often is told in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LaneFault {
    /// Nothing enters it any more. What is on it arrives.
    Cut,
    /// It is sound again, whatever was wrong with it.
    Mended,
    /// It takes so many nanoseconds longer.
    Slow(u64),
    /// It loses Waves.
    Lose(u32),
    /// It carries Waves twice.
    Double(u32),
    /// It holds Waves back, and others overtake them.
    Shuffle(u32),
}

/// What a lane did to a Wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Disturbance {
    /// It lost it.
    Lost,
    /// It carries it twice.
    Doubled,
    /// It held it back for so many nanoseconds.
    Delayed(u64),
    /// It was taken off it.
    Dropped,
    /// It was held back on it when it was under way already: it arrives so many nanoseconds later
    /// than was told when it entered.
    Held(u64),
}

/// What is wrong with a lane that is not cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Flaws {
    /// How many nanoseconds longer it takes.
    pub slow: u64,
    /// How often in a million it loses a Wave.
    pub lose: u32,
    /// How often in a million it carries one twice.
    pub double: u32,
    /// How often in a million it holds one back.
    pub shuffle: u32,
}

/// The weather: what happens by chance on lanes.
#[derive(Debug)]
pub(crate) struct Weather {
    chance: Chance,
    storm: Option<(Flaws, Chance)>,
    storms: u32,
}

/// How a Wave passes a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Passage {
    pub lost: bool,
    pub doubled: bool,
    /// How much longer the lane takes for all.
    slow: u64,
    /// For how long this one is held back.
    pub held_back: u64,
}

/// Sets the faults' own chance apart from that of the cosmos.
const APART: u64 = 0x6661_756c_7473;

impl Weather {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            chance: Chance::new(seed ^ APART),
            storm: None,
            storms: 0,
        }
    }
}

impl Passage {
    /// Meets what is wrong with a lane on which a Wave takes `span`.
    fn meet(&mut self, flaws: &Flaws, chance: &mut Chance, span: u64) {
        self.lost |= chance.happens(flaws.lose);
        self.doubled |= chance.happens(flaws.double);
        if chance.happens(flaws.shuffle) {
            let longest = span.max(1).saturating_mul(4);
            self.held_back = self.held_back.saturating_add(1 + chance.below(longest));
        }
    }
}

impl Lane {
    /// What is wrong with it.
    #[must_use]
    pub fn faults(&self) -> Vec<LaneFault> {
        let Flaws {
            slow,
            lose,
            double,
            shuffle,
        } = self.flaws;
        let mut faults = Vec::new();
        let mut tell = |wrong: bool, fault| {
            if wrong {
                faults.push(fault);
            }
        };
        tell(self.cut, LaneFault::Cut);
        tell(slow > 0, LaneFault::Slow(slow));
        tell(lose > 0, LaneFault::Lose(lose));
        tell(double > 0, LaneFault::Double(double));
        tell(shuffle > 0, LaneFault::Shuffle(shuffle));
        faults
    }

    fn befall(&mut self, fault: LaneFault) {
        match fault {
            LaneFault::Cut => self.cut = true,
            LaneFault::Mended => {
                self.cut = false;
                self.flaws = Flaws::default();
            }
            LaneFault::Slow(slow) => self.flaws.slow = slow,
            LaneFault::Lose(often) => self.flaws.lose = often,
            LaneFault::Double(often) => self.flaws.double = often,
            LaneFault::Shuffle(often) => self.flaws.shuffle = often,
        }
    }

    /// When a Wave that enters now arrives. None overtakes another but one that is held back.
    pub(crate) fn arrival(&mut self, now: Moment, direction: usize, passage: &Passage) -> Moment {
        let takes = self.takes().saturating_add(passage.slow);
        let arrives = Moment(now.0.saturating_add(takes)).max(self.last[direction]);
        if passage.held_back > 0 {
            return Moment(arrives.0.saturating_add(passage.held_back));
        }
        self.last[direction] = arrives;
        arrives
    }
}

impl Hyperspace {
    /// Something befalls the fabric. What is so already, and what is not there, changes nothing.
    pub(crate) fn fault(&mut self, fault: Fault) {
        self.keep_order();
        match fault {
            Fault::Lane(no, fault) => self.befall(no, fault),
            Fault::Storm(storm) => self.begin_storm(&storm),
            Fault::Stop(star) => self.stop_star(star),
            Fault::Start(star) => self.start_star(star),
            Fault::Drop(wave) => self.drop_wave(wave),
            Fault::Delay(wave, nanos) => self.delay_wave(wave, nanos),
            Fault::Double(wave) => self.double_wave(wave),
        }
    }

    fn befall(&mut self, no: LaneNo, fault: LaneFault) {
        let Some(lane) = self.lanes.get_mut(no.index()) else {
            return;
        };
        let before = (lane.cut, lane.flaws);
        lane.befall(fault);
        if (lane.cut, lane.flaws) == before {
            return;
        }
        self.record(Event::Fault { lane: no, fault });
        self.find_ways();
    }

    /// Searches the ways anew, by which some may now find a place who had none.
    pub(crate) fn find_ways(&mut self) {
        self.ways = Ways::search(&self.stars, &self.lanes);
        self.look_for_places();
    }

    fn begin_storm(&mut self, storm: &Storm) {
        let flaws = Flaws {
            slow: u64::try_from(storm.delay.as_nanos()).unwrap_or(u64::MAX),
            lose: storm.loss.millionths(),
            double: storm.double.millionths(),
            shuffle: storm.shuffle.millionths(),
        };
        self.weather.storms = self.weather.storms.wrapping_add(1);
        self.weather.storm = Some((flaws, Chance::new(storm.seed)));
        let until = self.now.after(storm.lasts);
        self.record(Event::Storm {
            seed: storm.seed,
            until,
        });
        self.agenda.at(until, Occasion::Calm(self.weather.storms));
    }

    /// A storm is over, unless another has begun since.
    pub(crate) fn calm(&mut self, storm: u32) {
        if storm == self.weather.storms {
            self.weather.storm = None;
            self.record(Event::Calm);
            self.look_for_places();
        }
    }

    /// How a Wave that enters a lane now passes it.
    pub(crate) fn passage(&mut self, no: LaneNo) -> Passage {
        let lane = &self.lanes[no.index()];
        let mut passage = Passage::default();
        if self.weather.storm.is_none() && lane.flaws == Flaws::default() {
            return passage;
        }
        let span = lane.takes();
        passage.meet(&lane.flaws, &mut self.weather.chance, span);
        if let Some((flaws, chance)) = &mut self.weather.storm {
            passage.slow = flaws.slow;
            passage.meet(flaws, chance, span);
        }
        passage
    }

    /// Tells what a lane does to a Wave; nothing comes back of one that it loses.
    pub(crate) fn disturb(
        &mut self,
        star: StarNo,
        lane: LaneNo,
        flight: Box<Flight>,
        passage: &Passage,
    ) -> Option<Box<Flight>> {
        let disturbed = [
            passage.lost.then_some(Disturbance::Lost),
            (passage.doubled && !passage.lost).then_some(Disturbance::Doubled),
            (passage.held_back > 0 && !passage.lost)
                .then_some(Disturbance::Delayed(passage.held_back)),
        ];
        for how in disturbed.into_iter().flatten() {
            self.record(Event::Disturbed {
                wave: flight.no,
                lane,
                how,
            });
        }
        if !passage.lost {
            return Some(flight);
        }
        let lane = &self.lanes[lane.index()];
        let (a, b) = (&self.stars[lane.a.index()], &self.stars[lane.b.index()]);
        let reason = format_smolstr!("lane {}--{} lost it", a.name(), b.name());
        self.lost_on_lane(star, flight, reason);
        None
    }

    /// A lane carries a Wave twice: the other one, which comes right behind the first.
    pub(crate) fn double(&mut self, flight: &mut Flight) -> Box<Flight> {
        flight.care.doubled = true;
        self.order.doubled(flight.care.rank);
        Box::new(Flight {
            wave: flight.wave.clone(),
            parts: flight.parts.clone(),
            ..*flight
        })
    }
}

impl fmt::Display for LaneFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let often = |millionths| Probability::of_millionths(millionths).unwrap_or_default();
        match self {
            LaneFault::Cut => f.write_str("is cut"),
            LaneFault::Mended => f.write_str("is sound"),
            LaneFault::Slow(nanos) => write!(f, "is slower by {}", Span(*nanos)),
            LaneFault::Lose(share) => write!(f, "loses {}", often(*share)),
            LaneFault::Double(share) => write!(f, "doubles {}", often(*share)),
            LaneFault::Shuffle(share) => write!(f, "shuffles {}", often(*share)),
        }
    }
}

impl fmt::Display for Disturbance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Disturbance::Lost => f.write_str("lost"),
            Disturbance::Doubled => f.write_str("doubled"),
            Disturbance::Delayed(nanos) => write!(f, "held back for {}", Span(*nanos)),
            Disturbance::Dropped => f.write_str("dropped"),
            Disturbance::Held(nanos) => write!(f, "held back for {} more", Span(*nanos)),
        }
    }
}
