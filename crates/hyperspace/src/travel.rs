//! The way of a Wave: from its sender's core outward to Gravity, over lanes from star to star,
//! and from Gravity inward to its target's core; and the way back.

use orrery_space::core::ReflectedCore;
use orrery_space::security::Need;
use orrery_space::wave::Variant;
use orrery_space::{Layer, Point, Route, Status, StatusCode, Substance};
use smol_str::{SmolStr, format_smolstr};

use crate::agenda::Occasion;
use crate::authorize::Verdict;
use crate::exchange::Waiting;
use crate::fault::Passage;
use crate::field;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo, StarNo, WaveNo};
use crate::{retry, ripple};

/// How many lanes a Transport may pass.
const HOP_LIMIT: u16 = 255;

/// How many Waves may wait for a Particle that is not ready.
pub(crate) const MAILBOX: usize = 1024;

const OUTWARD: [Layer; 4] = [Layer::Core, Layer::Shell, Layer::Field, Layer::Gravity];

impl Hyperspace {
    /// A Wave leaves its sender.
    pub(crate) fn leave(&mut self, mut flight: Box<Flight>) {
        self.counters.waves += 1;
        let star = flight.origin;
        let to = flight.wave.to();
        flight.target = to
            .and_then(|to| self.registry.find(&to.point))
            // who asked may have been deleted meanwhile; the answer still finds it
            .or_else(|| self.exchange.asker(flight.wave.reflection_of()?));
        self.note_wave(flight.no, &flight.wave);
        if self.recording() {
            self.record(Event::Sent {
                wave: flight.no,
                kind: flight.wave.kind(),
                from: flight.from,
                to: flight.target,
                method: flight.wave.directed().map(|core| core.method.clone()),
                status: flight.wave.reflected().map(|core| core.status),
                cause: flight.cause,
            });
        }
        let layers = if flight.refusal {
            &OUTWARD[3..]
        } else {
            &OUTWARD
        };
        for &layer in layers {
            self.pass(flight.no, star, flight.from, layer, false);
        }
        if let Some(waiter) = flight.waiter {
            let entry = Waiting {
                waiter,
                wave: flight.no,
                from: flight.from,
                echoes: ripple::echoes(&flight.wave),
            };
            let wait = ripple::wait(&flight.wave);
            self.exchange.open(flight.wave.id(), wait, self.now, entry);
        }
        self.enrol(&mut flight);
        if !self.runs(star) {
            return self.perish(star, flight);
        }
        self.gravity(star, flight);
    }

    /// Gravity finds the target and the star on which it is.
    pub(crate) fn gravity(&mut self, star: StarNo, mut flight: Box<Flight>) {
        let Some(target) = flight.target else {
            return self.untargeted(star, flight);
        };
        let particle = self.registry.get(target);
        if particle.gone && !flight.is_reflected() {
            let reason = format_smolstr!("{} was deleted", particle.point);
            return self.turn_back(star, flight, StatusCode::NOT_FOUND, reason);
        }
        let there = match particle.point.route() {
            Route::Global => Some(star),
            _ => particle.star,
        };
        let Some(there) = there else {
            let why = particle.reason.clone();
            let reason = format_smolstr!(
                "{} is on no star: {}",
                particle.point,
                why.unwrap_or_else(|| SmolStr::new_static("it has not been placed yet"))
            );
            return self.detain(star, flight, StatusCode::UNAVAILABLE, reason);
        };
        flight.transport = there;
        if there == star {
            self.inward(star, flight);
        } else {
            flight.origin = star;
            self.hop(star, flight);
        }
    }

    /// A Wave of which Gravity knows no single target.
    fn untargeted(&mut self, star: StarNo, flight: Box<Flight>) {
        match flight.wave.to() {
            Some(to) if to.point == Point::dead_letters() => self.dead_letters(star, flight),
            Some(to) => {
                let reason = format_smolstr!("no such particle: {}", to.point);
                self.turn_back(star, flight, StatusCode::NOT_FOUND, reason);
            }
            None => self.ripple(star, flight),
        }
    }

    /// A Wave enters the next lane of its way.
    pub(crate) fn hop(&mut self, star: StarNo, mut flight: Box<Flight>) {
        let Some(no) = self.ways.first(star, flight.transport) else {
            let reason = if self.runs(flight.transport) {
                format_smolstr!(
                    "no way from star {} to star {}",
                    self.stars[star.index()].key,
                    self.stars[flight.transport.index()].key
                )
            } else {
                self.stopped(flight.transport)
            };
            return self.detain(star, flight, StatusCode::UNAVAILABLE, reason);
        };
        let passage = self.passage(no);
        let lane = &mut self.lanes[no.index()];
        let (to, direction) = if lane.a == star {
            (lane.b, 0)
        } else {
            (lane.a, 1)
        };
        let arrives = lane.arrival(self.now, direction, &passage);
        self.counters.hops += 1;
        self.record(Event::Hop {
            wave: flight.no,
            lane: no,
            from: star,
            to,
            arrives,
        });
        if passage != Passage::default() {
            let Some(undisturbed) = self.disturb(star, no, flight, &passage) else {
                return;
            };
            flight = undisturbed;
            if passage.doubled {
                let flight = self.double(&mut flight);
                self.agenda.at(arrives, Occasion::Arrive { at: to, flight });
            }
        }
        self.agenda.at(arrives, Occasion::Arrive { at: to, flight });
    }

    /// A Wave comes to a star: it is forwarded or goes in.
    pub(crate) fn arrive(&mut self, star: StarNo, mut flight: Box<Flight>) {
        flight.hops = flight.hops.saturating_add(1);
        flight.wave.shell.hops = flight.hops;
        if !self.runs(star) {
            return self.perish(star, flight);
        }
        if flight.transport == star {
            return self.inward(star, flight);
        }
        if flight.hops >= HOP_LIMIT {
            let reason = format_smolstr!("over {HOP_LIMIT} lanes: the way has a loop");
            return self.turn_back(star, flight, StatusCode::LOOP, reason);
        }
        self.hop(star, flight);
    }

    /// From Gravity towards the core of the target.
    pub(crate) fn inward(&mut self, star: StarNo, flight: Box<Flight>) {
        let Some(target) = flight.target else {
            return self.gather_in(star, flight);
        };
        let particle = self.registry.get(target);
        if particle.gone && !flight.is_reflected() {
            let reason = format_smolstr!("{} was deleted", particle.point);
            return self.turn_back(star, flight, StatusCode::NOT_FOUND, reason);
        }
        if *particle.point.route() != Route::Global && particle.star != Some(star) {
            // it has moved while the Wave was under way
            return self.gravity(star, flight);
        }
        let status = particle.status;
        let Some(flight) = self.admit(star, flight) else {
            return;
        };
        self.pass(flight.no, star, target, Layer::Gravity, true);
        if flight.is_reflected() {
            return self.answered(star, target, flight);
        }
        if let Err(reason) = self.authorize(star, target, &flight) {
            return self.turn_back(star, flight, StatusCode::FORBIDDEN, reason);
        }
        let reviving = field::revives(&flight.wave);
        match status {
            Status::Ready | Status::Unknown if self.parked.contains_key(&target) => {
                // those who waited before it are about to go in
                return self.park(star, target, flight);
            }
            Status::Ready | Status::Unknown => {}
            Status::Panic | Status::Fatal | Status::Done if !reviving => {
                let particle = self.registry.get(target);
                let why = particle.reason.as_deref().unwrap_or("no reason is known");
                let reason = format_smolstr!("{} is {}: {why}", particle.point, status.name());
                return self.turn_back(star, flight, StatusCode::UNAVAILABLE, reason);
            }
            Status::Panic | Status::Fatal | Status::Done => {}
            Status::Pending | Status::Init | Status::Paused | Status::Resuming => {
                return self.park(star, target, flight);
            }
        }
        self.pass(flight.no, star, target, Layer::Field, true);
        let kind = &self.registry.get(target).kind;
        let admitted = flight
            .wave
            .directed()
            .is_some_and(|core| field::default_bind(kind).admits(&core.method));
        if !admitted {
            let method = flight.wave.directed().map(|core| core.method.to_string());
            let reason = format_smolstr!(
                "no route matches {} at {}, a {kind}",
                method.unwrap_or_default(),
                self.registry.get(target).point
            );
            return self.turn_back(star, flight, StatusCode::NOT_FOUND, reason);
        }
        self.pass(flight.no, star, target, Layer::Shell, true);
        self.pass(flight.no, star, target, Layer::Core, true);
        self.record(Event::Delivered {
            wave: flight.no,
            star,
            particle: target,
        });
        self.deliver(star, target, flight);
    }

    /// The one place where a Wave is authorized.
    ///
    /// # Errors
    ///
    /// The sentence with which it is refused.
    fn authorize(
        &mut self,
        star: StarNo,
        target: ParticleNo,
        flight: &Flight,
    ) -> Result<(), SmolStr> {
        let Some(core) = flight.wave.directed() else {
            return Ok(());
        };
        let need = Need::of(&core.method, &self.registry.get(target).kind);
        let shell = &flight.wave.shell;
        let agent = (&shell.agent, &shell.scope);
        let from = Some(flight.from);
        let verdict = self
            .authority
            .check(&self.registry, agent, from, target, &need);
        match verdict {
            Verdict::Allowed(rule) => {
                if self.recording() {
                    self.record(Event::Authorized {
                        wave: flight.no,
                        star,
                        rule,
                    });
                }
                Ok(())
            }
            Verdict::Refused(reason) => Err(reason),
        }
    }

    /// Keeps a Wave until its target is ready.
    fn park(&mut self, star: StarNo, target: ParticleNo, mut flight: Box<Flight>) {
        if let Some(circle) = self.circle_of_asks(&flight, target) {
            return self.turn_back(star, flight, StatusCode::LOOP, circle);
        }
        if flight.is_immediate() {
            let particle = self.registry.get(target);
            let reason = format_smolstr!(
                "{} is {}, and an Immediate Wave does not wait",
                particle.point,
                particle.status.name()
            );
            return self.turn_back(star, flight, StatusCode::UNAVAILABLE, reason);
        }
        flight.transport = star;
        let waiting = self.parked.entry(target).or_default();
        if waiting.len() < MAILBOX {
            retry::queue(waiting, flight);
        } else {
            let reason = format_smolstr!(
                "{MAILBOX} Waves already wait for {}",
                self.registry.get(target).point
            );
            self.turn_back(star, flight, StatusCode::TOO_MANY, reason);
        }
    }

    /// Waves that waited for a Particle go in, or are told why they cannot.
    pub(crate) fn admit_parked(&mut self, target: ParticleNo) {
        for flight in self.parked.remove(&target).unwrap_or_default() {
            self.inward(flight.transport, flight);
        }
    }

    /// A Pong has come to who asked.
    fn answered(&mut self, star: StarNo, target: ParticleNo, mut flight: Box<Flight>) {
        self.pass(flight.no, star, target, Layer::Field, true);
        self.pass(flight.no, star, target, Layer::Shell, true);
        let no = flight.no;
        let Variant::Pong {
            core,
            reflection_of,
            ..
        } = &mut flight.wave.variant
        else {
            return self.echoed(star, target, flight);
        };
        let core = std::mem::replace(core, ReflectedCore::ok(Substance::Empty));
        let waiting = self.exchange.close(*reflection_of);
        let from = flight.wave.shell.from.clone();
        self.put_aside(flight);
        match waiting {
            Some(waiting) => {
                self.pass(no, star, target, Layer::Core, true);
                self.record(Event::Delivered {
                    wave: no,
                    star,
                    particle: target,
                });
                self.answer(waiting.waiter, core, from);
            }
            None => {
                let reason = SmolStr::new_static("nobody waits for this answer any more");
                self.record(Event::Lost {
                    wave: no,
                    star,
                    reason,
                });
            }
        }
    }

    /// A Wave cannot go on: a Ping goes back as a Pong with the reason, anything else ends here.
    pub(crate) fn turn_back(
        &mut self,
        star: StarNo,
        mut flight: Box<Flight>,
        status: StatusCode,
        reason: SmolStr,
    ) {
        if self.has_another(&mut flight) {
            return self.put_aside(flight);
        }
        if !flight.parts.is_empty() {
            return self.turn_back_parts(star, flight, status, reason);
        }
        self.step_aside(&mut flight);
        self.post(&flight, status, &reason);
        if flight.wants_answer() {
            self.counters.refused += 1;
            self.record(Event::Refused {
                wave: flight.no,
                star,
                status,
                reason: reason.clone(),
            });
            let from = flight.target.unwrap_or(self.stars[star.index()].particle);
            flight.refusal = true;
            self.respond(star, from, flight, ReflectedCore::fail(status, reason));
        } else {
            if !flight.is_reflected() {
                self.counters.refused += 1;
                self.record(Event::Refused {
                    wave: flight.no,
                    star,
                    status,
                    reason: reason.clone(),
                });
            }
            self.record(Event::Lost {
                wave: flight.no,
                star,
                reason,
            });
        }
    }

    /// Sends the answer to a Ping, in the Ping's own box; a Signal gets none.
    pub(crate) fn respond(
        &mut self,
        star: StarNo,
        from: ParticleNo,
        mut flight: Box<Flight>,
        core: ReflectedCore,
    ) {
        if !flight.wants_answer() {
            return;
        }
        let no = self.next_wave();
        let uuid = self.chance.uuid();
        let responder = || self.registry.get(from).point.clone().into();
        if flight.reflect(no, uuid, responder, core) {
            flight.from = from;
            flight.origin = star;
            self.agenda.now(Occasion::Send(flight));
        }
    }

    /// A Ping has not been answered in its time.
    pub(crate) fn time_out(&mut self, waiting: Waiting) {
        if let Some(echoes) = waiting.echoes {
            return self.echoes_over(waiting.waiter, waiting.wave, waiting.from, *echoes);
        }
        let from = self.registry.get(waiting.from);
        let star = from.star.unwrap_or(StarNo(0));
        let surface = from.point.clone().into();
        let status = StatusCode::TIMEOUT;
        let reason = SmolStr::new_static("no answer within the wait class");
        self.counters.refused += 1;
        self.record(Event::Refused {
            wave: waiting.wave,
            star,
            status,
            reason: reason.clone(),
        });
        self.answer(waiting.waiter, ReflectedCore::fail(status, reason), surface);
    }

    pub(crate) fn pass(
        &mut self,
        wave: WaveNo,
        star: StarNo,
        particle: ParticleNo,
        layer: Layer,
        inward: bool,
    ) {
        if self.records_layers() {
            self.record(Event::Layer {
                wave,
                star,
                particle,
                layer,
                inward,
            });
        }
    }
}
