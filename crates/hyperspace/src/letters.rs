//! Dead letters: the last directed Waves that could not be delivered, each with its reason.
//!
//! `GLOBAL::dead-letters` is no Particle: whatever star meets a Wave to it answers in its place, to
//! who may read it.

use std::collections::VecDeque;

use orrery_space::core::{CmdMethod, HttpMethod, ReflectedCore};
use orrery_space::security::{Permission, decide};
use orrery_space::{Method, Point, StatusCode, Substance, WaveKind};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::Moment;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::moment::Span;
use crate::trace::StarNo;

/// How many are kept.
pub(crate) const LETTERS: usize = 1_000;

/// A directed Wave that could not be delivered.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    at: Moment,
    kind: WaveKind,
    from: Point,
    to: Option<Point>,
    method: Method,
    status: StatusCode,
    reason: SmolStr,
}

/// The dead letters, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Letters(VecDeque<Letter>);

impl Letter {
    fn line(&self) -> SmolStr {
        let to = self.to.as_ref().map_or("several", Point::as_str);
        format_smolstr!(
            "{}: {} of {} to {to} {}: {} {}",
            Span(self.at.0),
            self.kind,
            self.from,
            self.method,
            self.status,
            self.reason
        )
    }
}

impl Hyperspace {
    /// Puts a directed Wave among the dead letters.
    pub(crate) fn post(&mut self, flight: &Flight, status: StatusCode, reason: &SmolStr) {
        let Some(core) = flight.wave.directed() else {
            return;
        };
        let letters = &mut self.letters.0;
        if letters.len() >= LETTERS {
            letters.pop_front();
        }
        letters.push_back(Letter {
            at: self.now,
            kind: flight.wave.kind(),
            from: flight.wave.shell.from.point.clone(),
            to: flight.wave.to().map(|to| to.point.clone()),
            method: core.method.clone(),
            status,
            reason: reason.clone(),
        });
    }

    /// Answers in the place of `GLOBAL::dead-letters`.
    pub(crate) fn dead_letters(&mut self, star: StarNo, flight: Box<Flight>) {
        let core = match flight.wave.directed().map(|core| &core.method) {
            Some(Method::Cmd(CmdMethod::Bounce)) => ReflectedCore::ok(Substance::Empty),
            Some(Method::Cmd(CmdMethod::Read) | Method::Http(HttpMethod::Get)) => {
                self.read_letters(&flight)
            }
            method => {
                let method = method.map(ToSmolStr::to_smolstr).unwrap_or_default();
                let reason = format_smolstr!("the dead letters answer Cmd<Read>, not {method}");
                ReflectedCore::fail(StatusCode::NOT_IMPLEMENTED, reason)
            }
        };
        let own = self.stars[star.index()].particle;
        self.respond(star, own, flight, core);
    }

    fn read_letters(&self, flight: &Flight) -> ReflectedCore {
        let shell = &flight.wave.shell;
        let asking = (&shell.agent.to_point(), &shell.scope);
        let right = Permission::Read.into();
        match decide(&self.registry, asking, &Point::dead_letters(), &right) {
            Ok(_) => {
                let lines = self.letters.0.iter().map(|letter| letter.line().into());
                ReflectedCore::ok(Substance::List(lines.collect()))
            }
            Err(refusal) => ReflectedCore::forbidden(refusal.to_smolstr()),
        }
    }
}
