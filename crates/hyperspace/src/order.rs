//! Order: Waves of one priority from one sender to one receiver go in as they left, and once.
//!
//! Where nothing is wrong the lanes see to that, and nothing is kept here. From the first fault on,
//! or the first Particle that moves, the fabric knows of each Wave under way where it stands in the order of its pair: one that has
//! overtaken another waits at its target's star until that one has gone in, is turned back or is
//! given up. What the fabric says in the place of a target waits for nothing.
//!
//! A Wave that a lane has doubled is known by its place in the order of leaving until the last of
//! its copies is off the lanes; so what is kept is never more than what is under way.

use std::collections::{BTreeMap, VecDeque};

use orrery_space::Layer;
use orrery_space::wave::Priority;

use crate::flight::{Care, Flight, Part};
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo, StarNo};

/// Sender, receiver and priority.
type Pair = (ParticleNo, ParticleNo, Priority);

/// The order of what is under way.
#[derive(Debug, Default)]
pub(crate) struct Order {
    kept: bool,
    left: u64,
    pairs: BTreeMap<Pair, VecDeque<Place>>,
    copies: BTreeMap<u64, Copies>,
    ready: VecDeque<(StarNo, Box<Flight>)>,
}

/// The place of a Wave in the order of its pair.
#[derive(Debug)]
struct Place {
    rank: u64,
    /// The Wave, once it is at its target's star and waits.
    held: Option<(StarNo, Box<Flight>)>,
}

/// What is known of a Wave that was doubled.
#[derive(Debug, Clone, Copy)]
struct Copies {
    under_way: u32,
    arrived: bool,
}

impl Order {
    /// The next place in the order of leaving.
    pub(crate) fn next_rank(&mut self) -> u64 {
        self.left += 1;
        self.left
    }

    /// A Wave takes its place in the order of its pair, if that is kept.
    pub(crate) fn enter(&mut self, pair: Pair, care: &mut Care) {
        if !self.kept || care.ordered {
            return;
        }
        care.ordered = true;
        let places = self.pairs.entry(pair).or_default();
        let at = places.partition_point(|place| place.rank < care.rank);
        let (rank, held) = (care.rank, None);
        places.insert(at, Place { rank, held });
    }

    /// A Wave has gone in or will not: who waits next for it is ready.
    fn leave(&mut self, pair: Pair, rank: u64) {
        let Some(places) = self.pairs.get_mut(&pair) else {
            return;
        };
        if let Ok(at) = places.binary_search_by_key(&rank, |place| place.rank) {
            places.remove(at);
        }
        match places.front_mut() {
            Some(next) => self.ready.extend(next.held.take()),
            None => {
                self.pairs.remove(&pair);
            }
        }
    }

    /// Whether nobody stands before a Wave.
    fn is_next(&self, pair: Pair, rank: u64) -> bool {
        let first = self.pairs.get(&pair).and_then(VecDeque::front);
        first.is_none_or(|first| first.rank >= rank)
    }

    fn hold(&mut self, pair: Pair, star: StarNo, flight: Box<Flight>) {
        let places = self.pairs.entry(pair).or_default();
        let rank = flight.care.rank;
        let held = Some((star, flight));
        match places.binary_search_by_key(&rank, |place| place.rank) {
            Ok(at) => places[at].held = held,
            Err(at) => places.insert(at, Place { rank, held }),
        }
    }

    /// Takes out what waits at a star.
    pub(crate) fn take_held(&mut self, star: StarNo) -> VecDeque<Box<Flight>> {
        let mut taken = VecDeque::new();
        let places = self.pairs.values_mut().flatten();
        for place in places {
            if place.held.as_ref().is_some_and(|(at, _)| *at == star) {
                taken.extend(place.held.take().map(|(_, flight)| flight));
            }
        }
        let (here, ready) = std::mem::take(&mut self.ready)
            .into_iter()
            .partition::<VecDeque<_>, _>(|(at, _)| *at == star);
        self.ready = ready;
        taken.extend(here.into_iter().map(|(_, flight)| flight));
        taken
    }

    /// There is one more of that Wave.
    pub(crate) fn doubled(&mut self, rank: u64) {
        let first = Copies {
            under_way: 1,
            arrived: false,
        };
        self.copies.entry(rank).or_insert(first).under_way += 1;
    }

    /// One of that Wave is off the lanes. Whether it is the one that counts: when it has arrived the
    /// first, when it has not the last.
    fn one_less(&mut self, rank: u64, arrived: bool) -> bool {
        let Some(copies) = self.copies.get_mut(&rank) else {
            return true;
        };
        copies.under_way = copies.under_way.saturating_sub(1);
        let left = copies.under_way > 0;
        let counts = !copies.arrived && (arrived || !left);
        copies.arrived |= arrived;
        if !left {
            self.copies.remove(&rank);
        }
        counts
    }
}

impl Hyperspace {
    /// From now on the order of what is under way is kept, of what is under way already too.
    pub(crate) fn keep_order(&mut self) {
        if std::mem::replace(&mut self.order.kept, true) {
            return;
        }
        let order = &mut self.order;
        self.agenda.on_lanes(|flight| enrol(order, flight));
        self.rooms.look(|flight| enrol(order, flight));
    }

    /// A Wave takes its place among those that have left.
    pub(crate) fn enrol(&mut self, flight: &mut Flight) {
        flight.care.rank = self.order.next_rank();
        if self.order.kept {
            enrol(&mut self.order, flight);
        }
    }

    /// A part of a Ripple takes its place among those that have left.
    pub(crate) fn enrol_part(&mut self, ripple: &Flight, part: &mut Part) {
        part.care.rank = self.order.next_rank();
        let pair = (ripple.from, part.target, ripple.priority());
        self.order.enter(pair, &mut part.care);
    }

    /// A Wave that is sent again has the place that it had.
    pub(crate) fn take_place_again(&mut self, flight: &mut Flight) {
        enrol(&mut self.order, flight);
    }

    /// Lets a Wave go in at its target's star, if it is its turn and it has not come before.
    pub(crate) fn admit(&mut self, star: StarNo, mut flight: Box<Flight>) -> Option<Box<Flight>> {
        if std::mem::take(&mut flight.care.doubled) && !self.order.one_less(flight.care.rank, true)
        {
            self.record(Event::Repeated {
                wave: flight.no,
                star,
            });
            self.put_aside(flight);
            return None;
        }
        let Some(pair) = pair(&flight).filter(|_| flight.care.ordered) else {
            return Some(flight);
        };
        if !self.order.is_next(pair, flight.care.rank) {
            self.order.hold(pair, star, flight);
            return None;
        }
        flight.care.ordered = false;
        self.order.leave(pair, flight.care.rank);
        Some(flight)
    }

    /// Nobody waits for a Wave any more that will not go in.
    pub(crate) fn step_aside(&mut self, flight: &mut Flight) {
        if std::mem::take(&mut flight.care.ordered)
            && let Some(pair) = pair(flight)
        {
            self.order.leave(pair, flight.care.rank);
        }
        for part in std::mem::take(&mut flight.parts) {
            if part.care.ordered {
                let pair = (flight.from, part.target, flight.priority());
                self.order.leave(pair, part.care.rank);
            }
        }
    }

    /// Whether one that is lost or cannot go on does not matter, since another of it does.
    pub(crate) fn has_another(&mut self, flight: &mut Flight) -> bool {
        std::mem::take(&mut flight.care.doubled) && !self.order.one_less(flight.care.rank, false)
    }

    /// Those whose turn has come go in.
    pub(crate) fn let_in(&mut self) {
        while let Some((star, flight)) = self.order.ready.pop_front() {
            self.inward(star, flight);
        }
    }
}

fn enrol(order: &mut Order, flight: &mut Flight) {
    if let Some(pair) = pair(flight) {
        order.enter(pair, &mut flight.care);
    }
    let (from, priority) = (flight.from, flight.priority());
    for part in &mut flight.parts {
        order.enter((from, part.target, priority), &mut part.care);
    }
}

/// Whose order a Wave keeps.
fn pair(flight: &Flight) -> Option<Pair> {
    let target = flight
        .target
        .filter(|_| flight.sets_out != Layer::Gravity)?;
    Some((flight.from, target, flight.priority()))
}
