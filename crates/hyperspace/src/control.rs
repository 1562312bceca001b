//! The console: a Control at the Machine star through which a person's commands enter.
//!
//! It speaks Waves like any Particle: a `ping` is a Ping of its own, everything that changes or
//! asks the registry goes to `GLOBAL::executor`. It acts as the hyperuser until `as POINT`.

use std::sync::Arc;

use orrery_space::command::{Body, RawCommand, Ripple, Send};
use orrery_space::core::{CmdMethod, DirectedCore, ReflectedCore};
use orrery_space::wave::{BounceBacks, DirectedProto, Recipients, WaitTime};
use orrery_space::{Agent, Command, Method, Point, StatusCode, Substance, Surface};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::agenda::Occasion;
use crate::exchange::Waiter;
use crate::hyperspace::Hyperspace;
use crate::trace::{ParticleNo, StarNo};

/// The commands that it carries out itself, by their words.
pub(crate) const CARRIES_OUT: &[&str] = &[
    "ping", "signal", "ripple", "watch", "unwatch", "as", "stars", "lanes", "stop", "start", "cut",
    "mend", "slow", "lose", "double", "shuffle", "storm", "advance", "help",
];

/// The console's Particle and on whose behalf it acts.
#[derive(Debug, Clone)]
pub(crate) struct Control {
    pub particle: ParticleNo,
    pub star: StarNo,
    pub point: Point,
    pub agent: Agent,
}

impl Control {
    pub(crate) fn new(particle: ParticleNo, star: StarNo, point: Point) -> Self {
        Self {
            particle,
            star,
            point,
            agent: Agent::HyperUser,
        }
    }
}

type Files = Vec<(SmolStr, Arc<[u8]>)>;

impl Hyperspace {
    /// The point of the console.
    #[must_use]
    pub fn console(&self) -> &Point {
        &self.control.point
    }

    /// On whose behalf the console acts.
    #[must_use]
    pub fn console_agent(&self) -> &Agent {
        &self.control.agent
    }

    /// Carries out a line of the console. Every line gets exactly one reply.
    pub(crate) fn command(&mut self, ticket: u32, line: &str, files: Files) {
        let command = match line.parse::<Command>() {
            Ok(command) => command,
            Err(error) => return self.refuse_line(ticket, error),
        };
        match command {
            Command::As(point) => self.act_as(ticket, point),
            Command::Ping(send) => self.console_sends(ticket, true, send, &files),
            Command::Signal(send) => self.console_sends(ticket, false, send, &files),
            Command::Advance(duration) => {
                let at = self.now.after(duration);
                self.advances.insert(at);
                self.agenda.at(at, Occasion::Advanced { ticket });
            }
            Command::Help(topic) => {
                let core = crate::help::help(topic.as_deref());
                self.reply(ticket, core);
            }
            Command::Ripple(ripple) => self.console_ripples(ticket, ripple, &files),
            Command::Watch(watch) => {
                let method = Method::Cmd(CmdMethod::Watch);
                let core = DirectedCore::new(method, watch.aspect.name().into());
                self.console_asks(ticket, watch.point.into(), core);
            }
            Command::Unwatch(number) => match self.unwatching(number) {
                Ok((to, core)) => self.console_asks(ticket, to, core),
                Err(core) => self.reply(ticket, core),
            },
            command => match self.about_fabric(&command) {
                Some(core) => self.reply(ticket, core),
                None => self.ask_executor(ticket, line, files),
            },
        }
    }

    fn act_as(&mut self, ticket: u32, point: Point) {
        let core = if self.registry.find(&point).is_some() {
            self.control.agent = point.into();
            ReflectedCore::ok(Substance::Empty)
        } else {
            let reason = format_smolstr!("no such particle: {point}");
            ReflectedCore::fail(StatusCode::NOT_FOUND, reason)
        };
        self.reply(ticket, core);
    }

    fn console_sends(&mut self, ticket: u32, ping: bool, send: Send, files: &Files) {
        let body = match body(send.body, files) {
            Ok(body) => body,
            Err(core) => return self.reply(ticket, core),
        };
        let mut core = DirectedCore::new(send.method, body);
        core.uri = send.path;
        self.handle(crate::Input::Send {
            ticket,
            ping,
            to: send.to,
            core,
        });
    }

    fn console_asks(&mut self, ticket: u32, to: Surface, core: DirectedCore) {
        self.handle(crate::Input::Send {
            ticket,
            ping: true,
            to,
            core,
        });
    }

    /// A Ripple of the console awaits an Echo of each who is selected.
    fn console_ripples(&mut self, ticket: u32, ripple: Ripple, files: &Files) {
        let body = match body(ripple.body, files) {
            Ok(body) => body,
            Err(core) => return self.reply(ticket, core),
        };
        let to = Recipients::from(ripple.to);
        let count = u32::try_from(self.recipients(&to).len()).unwrap_or(u32::MAX);
        let wave = DirectedProto::ripple(0)
            .to(to)
            .method(ripple.method)
            .uri(ripple.path)
            .body(body)
            .bounce_backs(BounceBacks::Count(count));
        self.handle(crate::Input::Wave {
            ticket,
            wave: Box::new(wave),
        });
    }

    /// A Wave of the console that somebody has made.
    pub(crate) fn wave_from_outside(&mut self, ticket: u32, wave: DirectedProto) {
        let from = (self.control.particle, self.control.star);
        let agent = self.control.agent.clone();
        let made = wave.from(self.control.point.clone()).agent(agent).build();
        let mut wave = match made {
            Ok(wave) => wave,
            Err(error) => {
                let core = ReflectedCore::bad_request(error.to_smolstr());
                return self.reply(ticket, core);
            }
        };
        wave.shell.id.uuid = self.chance.uuid();
        let asks = wave.bounce_backs() != BounceBacks::None;
        let waiter = asks.then_some(Waiter::Outside(ticket));
        let flight = self.flight_of(from, wave, waiter, None);
        let wave = Some(flight.no);
        self.agenda.now(Occasion::Send(flight));
        if !asks {
            self.reply_to(
                ticket,
                wave,
                ReflectedCore::new(StatusCode::ACCEPTED, Substance::Empty),
            );
        }
    }

    fn ask_executor(&mut self, ticket: u32, line: &str, transfers: Files) {
        let raw = RawCommand {
            line: line.into(),
            transfers,
        };
        let core = DirectedCore::new(
            Method::Cmd(CmdMethod::RawCommand),
            Substance::RawCommand(Box::new(raw)),
        );
        let from = (self.control.particle, self.control.star);
        let agent = self.control.agent.clone();
        let to = Point::executor().into();
        let waiter = Some(Waiter::Outside(ticket));
        let mut flight = self.new_flight(from, agent, to, core, waiter, None);
        // a launch waits for a guest's start, which may itself ask others
        flight.wave.shell.handling.wait = WaitTime::Med;
        self.agenda.now(Occasion::Send(flight));
    }
}

/// The body that a command gives.
///
/// # Errors
///
/// As [`file`].
fn body(body: Body, files: &Files) -> Result<Substance, ReflectedCore> {
    Ok(match body {
        Body::Substance(substance) => substance,
        Body::Point(point) => Substance::Point(point),
        Body::File(name) => Substance::Bin(file(files, &name)?),
    })
}

/// The content of a file that a command names.
///
/// # Errors
///
/// The reply which says that the file did not come with the command.
pub(crate) fn file(files: &[(SmolStr, Arc<[u8]>)], name: &str) -> Result<Arc<[u8]>, ReflectedCore> {
    match files.iter().find(|(known, _)| known == name) {
        Some((_, bytes)) => Ok(Arc::clone(bytes)),
        None => Err(ReflectedCore::fail(
            StatusCode::BAD_REQUEST,
            format_smolstr!("the file {name} did not come with the command"),
        )),
    }
}
