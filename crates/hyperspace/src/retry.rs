//! What becomes of a Wave that cannot go on: it is kept and sent again as its handling says, or it
//! is turned back.
//!
//! The star from which a Wave's Transport started keeps it: while there is no way, while its target
//! is on no star, and when a lane has lost it, which the star learns since the next one does not
//! acknowledge it. It is sent again after 100 ms, then after twice that, as often as its `retries`
//! say and at most until its wait class ends. `Immediate` is never kept. `Durable` is kept until the
//! wait class ends, whatever its `retries`, and outlives the star that keeps it: then it starts
//! again from the star to which its sender has come. What had been given to a guest's core is not
//! given again. Nor is what was for a star itself that has stopped.

use std::collections::VecDeque;
use std::time::Duration;

use orrery_space::core::ReflectedCore;
use orrery_space::wave::{Delivery, Handling, Retries, Variant, WaitTime};
use orrery_space::{Kind, StatusCode};
use smol_str::{SmolStr, format_smolstr};

use crate::agenda::Occasion;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo, StarNo};

/// The tries of a `Durable` Wave after which the delay is doubled no more.
const PATIENCE: u32 = 5;

/// Lets a Wave wait among others: those of a higher priority go first, and of one priority those
/// that came first.
pub(crate) fn queue(waiting: &mut VecDeque<Box<Flight>>, flight: Box<Flight>) {
    let priority = flight.priority();
    let last = waiting
        .iter()
        .rposition(|waits| waits.priority() <= priority);
    let at = last.map_or(0, |last| last + 1);
    waiting.insert(at, flight);
}

impl Hyperspace {
    /// A Wave cannot go on from a star for now: it is kept there, or turned back.
    pub(crate) fn detain(
        &mut self,
        star: StarNo,
        flight: Box<Flight>,
        status: StatusCode,
        reason: SmolStr,
    ) {
        if let Err(flight) = self.keep(star, flight, &reason) {
            self.turn_back(star, flight, status, reason);
        }
    }

    /// A lane has lost a Wave. One that is not sent again is gone, and nobody is told.
    pub(crate) fn lost_on_lane(&mut self, star: StarNo, mut flight: Box<Flight>, reason: SmolStr) {
        if self.has_another(&mut flight) {
            return self.put_aside(flight);
        }
        let keeper = flight.origin;
        if let Err(mut flight) = self.keep(keeper, flight, &reason) {
            self.post(&flight, StatusCode::TIMEOUT, &reason);
            self.step_aside(&mut flight);
            self.record(Event::Lost {
                wave: flight.no,
                star,
                reason,
            });
            self.put_aside(flight);
        }
    }

    /// Keeps a Wave, to send it again, if its handling says so.
    fn keep(
        &mut self,
        star: StarNo,
        mut flight: Box<Flight>,
        reason: &SmolStr,
    ) -> Result<(), Box<Flight>> {
        let Some(delay) = self.next_try(&flight) else {
            return Err(flight);
        };
        let at = self.now.after(delay);
        let care = &mut flight.care;
        care.tries += 1;
        let wait = Duration::from_secs(flight.wave.shell.handling.wait.seconds());
        care.until.get_or_insert(self.now.after(wait));
        flight.origin = star;
        // whoever leaves after it goes in after it, though it may have been at its target before
        self.take_place_again(&mut flight);
        self.record(Event::Kept {
            wave: flight.no,
            star,
            until: at,
            reason: reason.clone(),
        });
        self.agenda.at(at, Occasion::Again(flight));
        Ok(())
    }

    /// After how long a Wave is sent again, if it is.
    fn next_try(&self, flight: &Flight) -> Option<Duration> {
        if !self.is_awaited(flight) {
            return None;
        }
        let handling = flight.wave.shell.handling;
        let tries = flight.care.tries;
        match handling.kind {
            Delivery::Immediate => None,
            // who asks a star that has stopped had better ask another
            Delivery::Queued if self.is_stopped_star(flight.target) => None,
            Delivery::Queued => handling.retry_delay(tries),
            Delivery::Durable => {
                let patient = Handling {
                    retries: Retries::Max,
                    wait: WaitTime::High,
                    ..handling
                };
                let delay = patient.retry_delay(tries.min(PATIENCE))?;
                let ends = flight.care.until;
                let in_time = ends.is_none_or(|ends| self.now.after(delay) < ends);
                in_time.then_some(delay)
            }
        }
    }

    fn is_stopped_star(&self, target: Option<ParticleNo>) -> bool {
        let target = target.map(|no| self.registry.get(no));
        target.is_some_and(|target| {
            let star = target.star.filter(|_| matches!(target.kind, Kind::Star(_)));
            star.is_some_and(|star| !self.runs(star))
        })
    }

    /// Whether it still matters that a Wave arrives: an answer, or what is to be answered, does
    /// while somebody waits for the answer.
    pub(crate) fn is_awaited(&self, flight: &Flight) -> bool {
        match flight.wave.reflection_of() {
            Some(asked) => self.exchange.is_open(asked),
            None => !flight.wants_answer() || self.exchange.is_open(flight.wave.id()),
        }
    }

    /// A Wave that was kept is sent again.
    pub(crate) fn again(&mut self, mut flight: Box<Flight>) {
        if !self.is_awaited(&flight) {
            let reason = SmolStr::new_static("its wait class has ended");
            return self.bury(flight, &reason);
        }
        let star = flight.origin;
        if self.runs(star) {
            flight.hops = 0;
            flight.wave.shell.hops = 0;
            return self.gravity(star, flight);
        }
        self.perish(star, flight);
    }

    /// A Wave has been lost with a star. Where its sender's star still runs, that one deals with it.
    pub(crate) fn perish(&mut self, star: StarNo, mut flight: Box<Flight>) {
        if self.has_another(&mut flight) {
            return self.put_aside(flight);
        }
        let reason = self.stopped(star);
        let sender = self.registry.get(flight.from).star;
        let durable = flight.wave.shell.handling.kind == Delivery::Durable;
        let keeper = [Some(flight.origin), sender.filter(|_| durable)]
            .into_iter()
            .flatten()
            .find(|star| self.runs(*star));
        if keeper.is_none() && !durable {
            return self.bury(flight, &reason);
        }
        match self.keep(keeper.unwrap_or(flight.origin), flight, &reason) {
            Ok(()) => {}
            Err(flight) if keeper.is_none() || flight.is_reflected() => {
                self.bury(flight, &reason);
            }
            Err(flight) => {
                let keeper = keeper.unwrap_or(flight.origin);
                self.turn_back(keeper, flight, StatusCode::UNAVAILABLE, reason);
            }
        }
    }

    /// As [`Self::perish`], of what must not be sent again: a guest's core has it already.
    pub(crate) fn perish_for_good(&mut self, star: StarNo, flight: Box<Flight>) {
        let reason = self.stopped(star);
        match flight.origin {
            origin if self.runs(origin) => {
                self.turn_back(origin, flight, StatusCode::UNAVAILABLE, reason);
            }
            _ => self.bury(flight, &reason),
        }
    }

    /// Ends a Wave where no star is left from which an answer could go: who waits is told at once.
    pub(crate) fn bury(&mut self, mut flight: Box<Flight>, reason: &SmolStr) {
        let status = StatusCode::UNAVAILABLE;
        let star = flight.origin;
        self.step_aside(&mut flight);
        self.post(&flight, status, reason);
        let wave = flight.no;
        let told = reason.clone();
        if flight.wants_answer() {
            self.counters.refused += 1;
            self.record(Event::Refused {
                wave,
                star,
                status,
                reason: told,
            });
        } else {
            let reason = told;
            self.record(Event::Lost { wave, star, reason });
        }
        let failed = ReflectedCore::fail(status, reason.clone());
        if flight.wants_answer() {
            let (no, uuid) = (flight.no, self.chance.uuid());
            let from = &self.registry.get(flight.from).point;
            let responder = || from.clone().into();
            flight.reflect(no, uuid, responder, failed);
        } else if let Variant::Pong { core, .. } | Variant::Echo { core, .. } =
            &mut flight.wave.variant
        {
            *core = failed;
        }
        if flight.is_reflected() {
            self.conclude(flight);
        }
    }

    /// Whether a star runs.
    pub(crate) fn runs(&self, star: StarNo) -> bool {
        self.stars.get(star.index()).is_some_and(|s| !s.stopped)
    }

    /// The sentence of what is lost with a star.
    pub(crate) fn stopped(&self, star: StarNo) -> SmolStr {
        format_smolstr!("star {} has stopped", self.stars[star.index()].name())
    }
}
