//! The drivers: how each kind answers at its core.

use orrery_space::core::{CmdMethod, HttpMethod, HypMethod, ReflectedCore};
use orrery_space::handler::{Handle, Request, Routes};
use orrery_space::path::Captures;
use orrery_space::{Asked, Aspect, Kind, Method, Status, StatusCode, Substance};
use smol_str::format_smolstr;

use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::registry::Particle;
use crate::trace::{Event, ParticleNo, StarNo};

/// What stands behind a route of a driver.
#[derive(Debug, Clone, Copy)]
enum Does {
    /// It answers by its Particle alone.
    Answer(Handle<Particle>),
    /// It acts upon the Hyperverse, and answers when it has.
    Act(fn(&mut Hyperspace, StarNo, ParticleNo, Box<Flight>)),
}

/// What the kinds answer. What a Mechtron answers, its guest decides.
#[derive(Debug, Clone)]
pub(crate) struct Drivers {
    star: Routes<Does>,
    global: Routes<Does>,
    artifact: Routes<Does>,
    /// After those of the kind: what every Particle answers.
    any: Routes<Does>,
}

impl Default for Drivers {
    fn default() -> Self {
        let table = |rows: &[(Method, Does)]| {
            let mut routes = Routes::default();
            for (method, does) in rows {
                routes.add(method.clone().into(), *does);
            }
            routes
        };
        let read = Does::Answer(|artifact, request| request.ok(artifact.content.clone()));
        let hyp = |method, act| (Method::Hyp(method), Does::Act(act));
        let cmd = |method, act| (Method::Cmd(method), Does::Act(act));
        Self {
            star: table(&[
                hyp(HypMethod::Provision, |h, star, _, flight| {
                    h.provision(star, flight);
                }),
                hyp(HypMethod::Assign, |h, star, _, flight| {
                    h.take_in(star, flight);
                }),
            ]),
            global: table(&[
                cmd(CmdMethod::RawCommand, Hyperspace::execute),
                cmd(CmdMethod::Log, Hyperspace::log),
            ]),
            artifact: table(&[
                (Method::Http(HttpMethod::Get), read),
                (Method::Cmd(CmdMethod::Read), read),
            ]),
            any: table(&[cmd(CmdMethod::Init, Hyperspace::begin_anew)]),
        }
    }
}

impl Drivers {
    /// What a Particle of that kind does with what it is asked.
    fn find(&self, kind: &Kind, asked: &Asked<'_>) -> Option<(Does, Captures)> {
        let own = match kind {
            Kind::Star(_) => Some(&self.star),
            Kind::Global => Some(&self.global),
            Kind::Artifact(_) => Some(&self.artifact),
            _ => None,
        };
        let found = own.and_then(|routes| routes.find(asked));
        let (does, captures) = found.or_else(|| self.any.find(asked))?;
        Some((*does, captures))
    }
}

impl Hyperspace {
    /// A Wave has reached the core of its target.
    pub(crate) fn deliver(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let Some(core) = flight.wave.directed() else {
            return;
        };
        let kind = &self.registry.get(target).kind;
        match (kind, &core.method) {
            (_, Method::Cmd(CmdMethod::Bounce)) => {
                self.respond(star, target, flight, ReflectedCore::ok(Substance::Empty));
            }
            (_, Method::Cmd(CmdMethod::Watch)) if flight.wants_answer() => {
                self.watch(star, target, flight);
            }
            (_, Method::Cmd(CmdMethod::Unwatch)) => self.unwatch(star, target, flight),
            (Kind::Control, Method::Cmd(CmdMethod::Watch)) => self.told(&flight),
            (Kind::Mechtron, _) => self.mechtron_receives(star, target, flight),
            (Kind::Control | Kind::Portal, _) => {
                if let Some(flight) = self.goes_out(target, flight) {
                    self.drive(star, target, flight);
                }
            }
            _ => self.drive(star, target, flight),
        }
    }

    /// The driver of the kind answers, if it has a route for that.
    fn drive(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let particle = self.registry.get_mut(target);
        let Some(request) = Request::of(&flight.wave) else {
            return self.cannot(star, target, flight);
        };
        match self.drivers.find(&particle.kind, &request.asked()) {
            Some((Does::Act(act), _)) => act(self, star, target, flight),
            Some((Does::Answer(handle), captures)) => {
                let answer = handle(particle, &request.by(captures));
                self.respond(star, target, flight, answer.into());
            }
            None => self.cannot(star, target, flight),
        }
    }

    /// A Particle begins anew.
    fn begin_anew(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        self.set_status(target, Status::Ready, None);
        self.respond(star, target, flight, ReflectedCore::ok(Substance::Empty));
    }

    /// Answers what a kind does not do.
    fn cannot(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let particle = self.registry.get(target);
        let method = flight.wave.directed().map(|core| core.method.to_string());
        let reason = format_smolstr!(
            "{}, a {}, does not answer {}",
            particle.point,
            particle.kind,
            method.unwrap_or_default()
        );
        let core = ReflectedCore::fail(StatusCode::NOT_IMPLEMENTED, reason);
        self.respond(star, target, flight, core);
    }

    /// The logger records what a Particle logs.
    fn log(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let body = flight.wave.directed().map(|core| &core.body);
        let core = if let Some(Substance::Log(log)) = body {
            let event = Event::Log {
                particle: Some(flight.from),
                level: log.level(),
                message: format_smolstr!("{log}"),
            };
            let log = log.clone();
            self.record(event);
            self.tell(flight.from, Aspect::Log, |_| Substance::Log(log.clone()));
            ReflectedCore::ok(Substance::Empty)
        } else {
            let reason = "Cmd<Log> needs a Log as its body";
            ReflectedCore::fail(StatusCode::BAD_REQUEST, reason)
        };
        self.respond(star, target, flight, core);
    }
}
