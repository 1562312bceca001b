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
use crate::trace::{Event, LaneNo, ParticleNo, StarNo, WaveNo};
use crate::{layers, retry, ripple};

/// How many lanes a Transport may pass, routes through Fields included.
const HOP_LIMIT: u16 = 255;

/// How many Waves may wait for a Particle that is not ready.
pub(crate) const MAILBOX: usize = 1024;

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
        self.pass_out(star, &flight);
        self.expect_answer(&flight);
        if flight.is_for_own_core() {
            return self.inward(star, flight);
        }
        if flight.target == Some(flight.from) && self.runs(star) {
            let own = (star, flight.from);
            if flight.answers_own_field() || flight.answers_itself() {
                let behind = flight.sets_out;
                return self.answered(own, behind, flight);
            }
            if let Some(layer) = flight.own_layer() {
                return self.end_at(layer, own, flight);
            }
        }
        self.enrol(&mut flight);
        if !self.runs(star) {
            return self.perish(star, flight);
        }
        self.gravity(star, flight);
    }

    /// Whoever sent a Wave waits for its answer from now on, if it wants one.
    pub(crate) fn expect_answer(&mut self, flight: &Flight) {
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
    pub(crate) fn hop(&mut self, star: StarNo, flight: Box<Flight>) {
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
        if let Some(flight) = self.with_room(star, no, flight) {
            self.enter_lane(star, no, flight);
        }
    }

    /// A Wave enters a lane that has room for it.
    pub(crate) fn enter_lane(&mut self, star: StarNo, no: LaneNo, mut flight: Box<Flight>) {
        let passage = self.passage(no);
        let lane = &mut self.lanes[no.index()];
        let (to, direction) = if lane.a == star {
            (lane.b, 0)
        } else {
            (lane.a, 1)
        };
        let arrives = lane.arrival(self.now, direction, &passage);
        if lane.capacity.is_some() {
            self.agenda.at(arrives, Occasion::Room { star, lane: no });
        }
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
                let at = to;
                let doubled = Occasion::Arrive {
                    at,
                    lane: no,
                    flight,
                };
                self.agenda.at(arrives, doubled);
            }
        }
        let (at, lane) = (to, no);
        self.agenda
            .at(arrives, Occasion::Arrive { at, lane, flight });
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
        if let Some(flight) = self.not_too_far(star, flight) {
            self.hop(star, flight);
        }
    }

    /// A Wave that may still go on; another goes in a circle and is turned back.
    pub(crate) fn not_too_far(&mut self, star: StarNo, flight: Box<Flight>) -> Option<Box<Flight>> {
        if flight.hops < HOP_LIMIT {
            return Some(flight);
        }
        let reason = format_smolstr!("over {HOP_LIMIT} lanes and routes: its way is a circle");
        self.turn_back(star, flight, StatusCode::LOOP, reason);
        None
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
        if flight.is_for_own_core() {
            // its Field has let it pass
            if let Some(flight) = self.ready(star, target, flight) {
                self.enter_core(star, target, flight);
            }
            return;
        }
        let Some(flight) = self.admit(star, flight) else {
            return;
        };
        self.pass(flight.no, star, target, Layer::Gravity, true);
        if flight.is_reflected() {
            self.pass(flight.no, star, target, Layer::Field, true);
            return self.answered((star, target), Layer::Field, flight);
        }
        if let Err(reason) = self.authorize(star, target, &flight) {
            return self.turn_back(star, flight, StatusCode::FORBIDDEN, reason);
        }
        let layer = flight.layer();
        if layer != Layer::Core && self.ends_early(target, layer) {
            return self.come_to_layer(star, target, flight);
        }
        if self.waits_for_bind(target, &flight) {
            // behind those that came before it, whatever the status is by now
            return self.wait_for_bind((star, target), flight);
        }
        if let Some(flight) = self.ready(star, target, flight) {
            self.enter_field(star, target, flight);
        }
    }

    /// A Wave whose target can take it; one that is not to be had is told so, one that is not
    /// ready yet keeps it.
    pub(crate) fn ready(
        &mut self,
        star: StarNo,
        target: ParticleNo,
        flight: Box<Flight>,
    ) -> Option<Box<Flight>> {
        let particle = self.registry.get(target);
        let status = particle.status;
        match status {
            Status::Ready | Status::Unknown if self.parked.contains_key(&target) => {
                // those who waited before it are about to go in
                self.park(star, target, flight);
                None
            }
            Status::Ready | Status::Unknown => Some(flight),
            Status::Panic | Status::Fatal | Status::Done if field::revives(&flight.wave) => {
                Some(flight)
            }
            Status::Panic | Status::Fatal | Status::Done => {
                let why = particle.reason.as_deref().unwrap_or("no reason is known");
                let reason = format_smolstr!("{} is {}: {why}", particle.point, status.name());
                self.turn_back(star, flight, StatusCode::UNAVAILABLE, reason);
                None
            }
            Status::Pending | Status::Init | Status::Paused | Status::Resuming => {
                self.park(star, target, flight);
                None
            }
        }
    }

    /// A Wave that the Field lets pass goes through the Shell to the driver.
    pub(crate) fn enter_core(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let driver = layers::of_driver(&self.registry.get(target).kind);
        self.pass_in(flight.no, (star, target), Layer::Field, driver);
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
        // what a Field forwards, it forwards for who sent it
        let from = match shell.via {
            None => Some(flight.from),
            Some(_) => self.registry.find(&shell.from.point),
        };
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

    /// A Pong has come to who asked: to the Field, if that forwarded the Ping, or else to the Shell,
    /// which lets nothing pass that is not expected.
    fn answered(
        &mut self,
        (star, target): (StarNo, ParticleNo),
        behind: Layer,
        mut flight: Box<Flight>,
    ) {
        let no = flight.no;
        let inward = !flight.is_for_field();
        if inward {
            self.pass_in(no, (star, target), behind, Layer::Shell);
        }
        let behind = behind.max(Layer::Shell);
        let Variant::Pong {
            core,
            reflection_of,
            ..
        } = &mut flight.wave.variant
        else {
            return self.echoed(star, target, flight);
        };
        let core = std::mem::replace(core, ReflectedCore::ok(Substance::Empty));
        let waiting = self.exchange.close(*reflection_of, target);
        let from = flight.wave.shell.from.clone();
        self.put_aside(flight);
        match waiting {
            Some(waiting) => {
                if inward {
                    self.pass_in(no, (star, target), behind, Layer::Core);
                }
                self.record(Event::Delivered {
                    wave: no,
                    star,
                    particle: target,
                });
                self.answer(waiting.asked(), core, from);
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
        flight: Box<Flight>,
        status: StatusCode,
        reason: SmolStr,
    ) {
        self.turn_back_at(Layer::Gravity, star, flight, status, reason);
    }

    /// The same at any layer.
    pub(crate) fn turn_back_at(
        &mut self,
        layer: Layer,
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
            let core = ReflectedCore::fail(status, reason);
            self.respond_at(layer, (star, from), flight, core);
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

    /// Sends the answer of a driver to a Ping, in the Ping's own box; a Signal gets none.
    pub(crate) fn respond(
        &mut self,
        star: StarNo,
        from: ParticleNo,
        flight: Box<Flight>,
        core: ReflectedCore,
    ) {
        let layer = layers::of_driver(&self.registry.get(from).kind);
        self.respond_at(layer, (star, from), flight, core);
    }

    /// The same from any layer.
    pub(crate) fn respond_at(
        &mut self,
        layer: Layer,
        (star, from): (StarNo, ParticleNo),
        mut flight: Box<Flight>,
        core: ReflectedCore,
    ) {
        if !flight.wants_answer() {
            return;
        }
        self.waits_no_more(flight.waiter, from, None);
        let no = self.next_wave();
        let uuid = self.chance.uuid();
        let responder = || self.registry.get(from).point.clone().into();
        if flight.reflect(no, uuid, responder, core) {
            flight.from = from;
            flight.origin = star;
            flight.sets_out = layer;
            self.agenda.now(Occasion::Send(flight));
        }
    }

    /// A Ping has not been answered in its time.
    pub(crate) fn time_out(&mut self, waiting: Waiting) {
        let asked = waiting.asked();
        if let Some(echoes) = waiting.echoes {
            return self.echoes_over(asked, waiting.from, *echoes);
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
        let core = ReflectedCore::fail(status, reason);
        self.answer(asked, core, surface);
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
