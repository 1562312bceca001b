//! The drivers: how each kind answers at its core.

use orrery_space::core::{CmdMethod, HttpMethod, HypMethod, ReflectedCore};
use orrery_space::handler::{Handle, Handlers, Request};
use orrery_space::{Kind, Method, Status, StatusCode, Substance};
use smol_str::format_smolstr;

use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::registry::Particle;
use crate::trace::{Event, ParticleNo, StarNo};

/// The handlers of the kinds whose answers need their Particle alone.
#[derive(Debug, Clone)]
pub(crate) struct Drivers {
    artifact: Handlers<Particle>,
}

impl Default for Drivers {
    fn default() -> Self {
        let read: Handle<Particle> = |artifact, request| request.ok(artifact.content.clone());
        Self {
            artifact: Handlers::new()
                .at(Method::Http(HttpMethod::Get), read)
                .at(Method::Cmd(CmdMethod::Read), read),
        }
    }
}

impl Drivers {
    fn of(&self, kind: &Kind) -> Option<&Handlers<Particle>> {
        match kind {
            Kind::Artifact(_) => Some(&self.artifact),
            _ => None,
        }
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
            (Kind::Mechtron, _) => self.mechtron_receives(star, target, flight),
            (Kind::Star(_), Method::Hyp(HypMethod::Provision)) => {
                self.provision(star, flight);
            }
            (Kind::Star(_), Method::Hyp(HypMethod::Assign)) => self.take_in(star, flight),
            (Kind::Global, method) => match method {
                Method::Cmd(CmdMethod::RawCommand) => self.execute(star, target, flight),
                Method::Cmd(CmdMethod::Log) => self.log(star, target, flight),
                _ => self.cannot(star, target, flight),
            },
            (_, Method::Cmd(CmdMethod::Init)) => {
                self.set_status(target, Status::Ready, None);
                self.respond(star, target, flight, ReflectedCore::ok(Substance::Empty));
            }
            _ => self.drive(star, target, flight),
        }
    }

    /// Answers what a kind answers by its Particle alone.
    fn drive(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let particle = self.registry.get_mut(target);
        let handlers = self.drivers.of(&particle.kind);
        let request = Request::of(&flight.wave);
        let answer = handlers
            .zip(request)
            .and_then(|(h, r)| h.attempt(particle, &r));
        match answer {
            Some(core) => self.respond(star, target, flight, core),
            None => self.cannot(star, target, flight),
        }
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
            self.record(event);
            ReflectedCore::ok(Substance::Empty)
        } else {
            let reason = "Cmd<Log> needs a Log as its body";
            ReflectedCore::fail(StatusCode::BAD_REQUEST, reason)
        };
        self.respond(star, target, flight, core);
    }
}
