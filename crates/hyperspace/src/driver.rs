//! The drivers: how each kind answers at its core.

use orrery_space::core::{CmdMethod, HttpMethod, HypMethod, ReflectedCore};
use orrery_space::{Kind, Method, Status, StatusCode, Substance};
use smol_str::format_smolstr;

use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo, StarNo};

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
            (Kind::Artifact(_), Method::Http(HttpMethod::Get) | Method::Cmd(CmdMethod::Read)) => {
                let content = self.registry.get(target).content.clone();
                self.respond(star, target, flight, ReflectedCore::ok(content));
            }
            (_, Method::Cmd(CmdMethod::Init)) => {
                self.set_status(target, Status::Ready, None);
                self.respond(star, target, flight, ReflectedCore::ok(Substance::Empty));
            }
            _ => self.cannot(star, target, flight),
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
