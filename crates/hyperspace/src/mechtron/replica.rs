//! Replicas: several instances of a Mechtron behind one point.
//!
//! A Mechtron with the property `replicas` = n has n, each an instance of the same module with a
//! memory of its own, on the Mechtron's star. None is as one, and as 0; the most is
//! [`MOST_REPLICAS`](orrery_space::property::MOST_REPLICAS).
//!
//! **Who serves a Wave.** Waves wait at the point, in one mailbox. A Wave goes to the replica with
//! the fewest to do, of several the one with the lowest number; one that waits for an answer has
//! something to do. While all have, it waits at the point, so none ever waits for a slow replica
//! while another is idle. Two Waves of one sender and one priority take effect in the order of
//! sending: the second waits until the first has been served, whoever is idle. An alarm rings at the
//! replica that set it, and so does an answer come to the one that asked.
//!
//! **State** is the point's. A turn, from an order to its end or to an ask, has it alone: it reads
//! all that turns which began before it have written, and none sees half of what it writes, though
//! their fuel makes them last at the same time. Who waits for an answer holds nothing, so what it
//! read before may be another's by then. Linear memory is each replica's own.
//!
//! **How many.** The first begins, and when it has, the others do; one that refuses to begin is left
//! out, which the log tells, and is tried again whenever the Mechtron begins anew. More begin when
//! the property is raised; when it is lowered those with the highest numbers go as soon as they have
//! nothing to do, and their alarms with them. An upgrade, a move and `Cmd<Init>` wait for, or want,
//! all to be idle, and then all begin anew. `fuel` and `memory` are for each, `restarts` for all
//! together; when it is used up the Particle is in Panic, and the others end what they are at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use orrery_space::LogLevel;
use orrery_space::particle::Properties;
use orrery_space::property::MOST_REPLICAS;
use smol_str::{SmolStr, format_smolstr};

use super::Mechtron;
use crate::effect::{Effect, GuestAbout, Order};
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo, StarNo, WaveNo};

/// What a replica is working on.
#[derive(Debug)]
pub(super) enum Work {
    /// Its start; the request of who waits for it.
    Start(Option<Box<Flight>>),
    /// A Wave.
    Wave(Box<Flight>),
}

impl Work {
    /// The Wave, where there is one.
    pub(super) fn into_flight(self) -> Option<Box<Flight>> {
        match self {
            Work::Start(flight) => flight,
            Work::Wave(flight) => Some(flight),
        }
    }
}

/// One that serves.
#[derive(Debug)]
pub(super) struct Replica {
    /// No other of its Mechtron has had the same: what belongs to another is void.
    pub generation: u32,
    pub work: Option<Work>,
    /// Whom it has asked and is suspended for: until all have answered.
    pub waiting_on: Vec<ParticleNo>,
    /// Alarms which have not rung.
    pub alarms: BTreeSet<u32>,
    /// Whether the Mechtron's properties have changed since it was last told of them.
    pub stale: bool,
}

impl Replica {
    pub(super) fn starting(generation: u32, request: Option<Box<Flight>>, stale: bool) -> Self {
        Self {
            generation,
            work: Some(Work::Start(request)),
            waiting_on: Vec::new(),
            alarms: BTreeSet::new(),
            stale,
        }
    }

    pub(super) fn is_idle(&self) -> bool {
        self.work.is_none()
    }

    /// The Wave for which it works.
    pub(super) fn wave(&self) -> Option<WaveNo> {
        match &self.work {
            Some(Work::Wave(flight) | Work::Start(Some(flight))) => Some(flight.no),
            _ => None,
        }
    }

    /// The Wave that it serves, if it serves one.
    pub(super) fn serves(&self) -> Option<&Flight> {
        match &self.work {
            Some(Work::Wave(flight)) => Some(flight),
            _ => None,
        }
    }
}

/// Whether one of two Waves must be served before the other begins. What is for one replica is for
/// none that serves others.
fn keep_order(one: &Flight, other: &Flight) -> bool {
    let pair = |flight: &Flight| (flight.from, flight.priority(), flight.replica.is_none());
    pair(one) == pair(other)
}

impl Mechtron {
    /// Whether a replica is idle, or there is none at all.
    pub(super) fn has_idle(&self) -> bool {
        self.replicas.is_empty() || self.replicas.values().any(Replica::is_idle)
    }

    /// The replica that takes a Wave now.
    fn taker(&self, flight: &Flight) -> Option<u16> {
        let own = flight
            .replica
            .and_then(|no| self.replicas.get_key_value(&no));
        if let Some((no, replica)) = own {
            return replica.is_idle().then_some(*no);
        }
        let mut served = self.replicas.values().filter_map(Replica::serves);
        if served.any(|other| keep_order(other, flight)) {
            return None;
        }
        let mut idle = self
            .replicas
            .iter()
            .filter(|(_, replica)| replica.is_idle());
        idle.next().map(|(no, _)| *no)
    }

    /// Whether a Wave that has come need not wait.
    pub(super) fn can_take(&self, flight: &Flight) -> bool {
        let mut waiting = self.mailbox.iter();
        self.next.is_none()
            && self.taker(flight).is_some()
            && !waiting.any(|other| keep_order(other, flight))
    }

    /// The next Wave that can be served, and by whom.
    pub(super) fn give(&mut self) -> Option<(u16, Box<Flight>)> {
        if !self.replicas.values().any(Replica::is_idle) {
            return None;
        }
        let waiting = self.mailbox.iter().enumerate();
        let mut takers = waiting.filter_map(|(at, flight)| Some((at, self.taker(flight)?)));
        let (at, no) = takers.next()?;
        Some((no, self.mailbox.remove(at)?))
    }

    /// Whether there are enough replicas without that one, before it.
    pub(super) fn is_surplus(&self, no: u16) -> bool {
        self.replicas.range(..no).count() >= usize::from(self.wanted)
    }
}

impl Hyperspace {
    /// The replica of that generation, if it is still there, with its number and its star.
    pub(super) fn replica(
        &mut self,
        particle: ParticleNo,
        generation: u32,
    ) -> Option<(u16, StarNo, &mut Replica)> {
        let mechtron = self.mechtrons.get_mut(&particle)?;
        let star = mechtron.version.star;
        let mut replicas = mechtron.replicas.iter_mut();
        let (no, replica) = replicas.find(|(_, replica)| replica.generation == generation)?;
        Some((*no, star, replica))
    }

    /// How many replicas a Mechtron wants, with the properties that it has or is to have.
    pub(super) fn wanted_replicas(
        &self,
        particle: ParticleNo,
        changed: Option<&Properties>,
    ) -> u16 {
        let properties = changed.unwrap_or(&self.registry.get(particle).properties);
        let wanted = properties.get("replicas");
        let wanted = wanted.and_then(|property| property.value.parse::<u16>().ok());
        wanted.unwrap_or(1).clamp(1, MOST_REPLICAS)
    }

    /// Orders a new instance for a replica; the old one, if any, is discarded. It is told of its
    /// Particle, and again with its first Wave if that is to change meanwhile.
    pub(super) fn start_replica(
        &mut self,
        particle: ParticleNo,
        no: u16,
        request: Option<Box<Flight>>,
        (about, stale): (GuestAbout, bool),
    ) {
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        mechtron.generations += 1;
        let replica = Replica::starting(mechtron.generations, request, stale);
        mechtron.replicas.insert(no, replica);
        let order = Order::Start {
            wasm: Arc::clone(&mechtron.version.wasm),
            about,
            seed: self.chance.seed(),
            now_ms: self.now.millis(),
        };
        self.give_order(particle, no, order);
    }

    pub(super) fn give_order(&mut self, particle: ParticleNo, replica: u16, order: Order) {
        self.effect_wanted(Effect::Guest {
            particle,
            replica,
            order,
        });
    }

    /// Lets those begin that are missing.
    pub(super) fn add_replicas(&mut self, particle: ParticleNo, changed: Option<&Properties>) {
        let Some(mechtron) = self.mechtrons.get(&particle) else {
            return;
        };
        let missing = (0..mechtron.wanted).filter(|no| !mechtron.replicas.contains_key(no));
        for no in missing.collect::<Vec<_>>() {
            let about = self.about(particle, changed);
            self.start_replica(particle, no, None, (about, changed.is_some()));
        }
    }

    /// A Mechtron's properties have changed: each replica learns of it with its next Wave, and there
    /// may have to be more or fewer.
    pub(crate) fn properties_changed(&mut self, particle: ParticleNo) {
        let wanted = self.wanted_replicas(particle, None);
        let Some(mechtron) = self.mechtrons.get_mut(&particle) else {
            return;
        };
        for replica in mechtron.replicas.values_mut() {
            replica.stale = true;
        }
        if std::mem::replace(&mut mechtron.wanted, wanted) == wanted {
            return;
        }
        // one that is only beginning lets the others begin when it has
        let begun = |replica: &Replica| !matches!(replica.work, Some(super::Work::Start(_)));
        let begun = mechtron.replicas.values().any(begun);
        if begun && self.registry.get(particle).status != orrery_space::Status::Panic {
            self.add_replicas(particle, None);
        }
        self.next_work(particle);
    }

    /// Those who are too many go, if they have nothing to do.
    pub(super) fn dismiss_surplus(&mut self, particle: ParticleNo) {
        while let Some(mechtron) = self.mechtrons.get(&particle)
            && let Some((no, _)) = mechtron
                .replicas
                .iter()
                .skip(usize::from(mechtron.wanted))
                .find(|(_, replica)| replica.is_idle())
        {
            let no = *no;
            self.dismiss(particle, no);
        }
    }

    /// A replica goes, with its memory and its alarms.
    pub(super) fn dismiss(&mut self, particle: ParticleNo, no: u16) {
        let mechtron = self.mechtrons.get_mut(&particle);
        if mechtron.is_some_and(|mechtron| mechtron.replicas.remove(&no).is_some()) {
            self.forget_replica(particle, no);
        }
    }

    /// All go. The instance of the first is discarded when it begins anew.
    pub(super) fn dismiss_all(&mut self, particle: ParticleNo) -> BTreeMap<u16, Replica> {
        let mechtron = self.mechtrons.get_mut(&particle);
        let all = mechtron.map(|mechtron| std::mem::take(&mut mechtron.replicas));
        let all = all.unwrap_or_default();
        for no in all.keys().filter(|no| **no > 0) {
            self.forget_replica(particle, *no);
        }
        all
    }

    fn forget_replica(&mut self, particle: ParticleNo, no: u16) {
        let replica = Some(no);
        self.effect_wanted(Effect::Forget { particle, replica });
    }

    /// A replica has refused to begin: the others serve without it.
    pub(super) fn serve_without(&mut self, (particle, no): (ParticleNo, u16), reason: &SmolStr) {
        self.dismiss(particle, no);
        let point = &self.registry.get(particle).point;
        let message = format_smolstr!("{point} serves without its replica {no}: {reason}");
        self.record(Event::Log {
            particle: Some(particle),
            level: LogLevel::Warn,
            message,
        });
        self.next_work(particle);
    }
}
