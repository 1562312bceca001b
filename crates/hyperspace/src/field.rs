//! The Field: which way a Wave takes inside its target.
//!
//! Every kind has a default bind, whose pipelines are all `-> (()) => &`: the core is asked and
//! its answer reflected, neither being altered. So a Wave that is admitted goes on to the Shell,
//! and the answer of the core is the answer: no task, no event, no allocation.
//!
//! The property `bind` names a document instead. It is read and kept by `document`; the route that
//! it has for a Wave is a `passage`, whose stops are asked by `forward` and whose patterns are held
//! against the body by `validate`. What the core does is not known here.

mod document;
mod forward;
mod passage;
#[cfg(test)]
mod tests;
mod validate;

use std::sync::Arc;

use orrery_space::core::CmdMethod;
use orrery_space::{Asked, Bind, Kind, Layer, Method, Point, Status, StatusCode, Wave};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

pub(crate) use self::document::Fields;
pub(crate) use self::passage::Passage;

use self::document::{AtHand, Document};
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo, StarNo};

/// How many routes a 404 tells of.
const TOLD: usize = 8;

/// Which methods go to the core. `Cmd<*>` does without a route, as the reference has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DefaultBind {
    http: bool,
    ext: bool,
    hyp: bool,
}

impl DefaultBind {
    /// Whether there is a route for that method.
    pub(crate) fn admits(self, method: &Method) -> bool {
        match method {
            Method::Http(_) => self.http,
            Method::Ext(_) => self.ext,
            Method::Hyp(_) => self.hyp,
            Method::Cmd(_) => true,
        }
    }
}

/// The default bind of a kind.
pub(crate) fn default_bind(kind: &Kind) -> DefaultBind {
    DefaultBind {
        http: speaks(kind)
            || matches!(
                kind,
                Kind::Artifact(_)
                    | Kind::Bundle
                    | Kind::FileSystem
                    | Kind::File(_)
                    | Kind::Native(_)
            ),
        ext: speaks(kind) || matches!(kind, Kind::Database(_) | Kind::UserBase(_) | Kind::User),
        hyp: matches!(kind, Kind::Star(_)),
    }
}

/// Whether a kind answers whatever its guest, or who is outside, has an answer for.
fn speaks(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Mechtron | Kind::Control | Kind::Portal | Kind::Guest
    )
}

/// Whether a Wave may reach a Particle in Panic: `Cmd<Init>` revives it.
pub(crate) fn revives(wave: &Wave) -> bool {
    wave.directed()
        .is_some_and(|core| core.method == Method::Cmd(CmdMethod::Init))
}

/// Whether Waves to a Particle of that status are kept until it is another.
pub(crate) fn waits(status: Status) -> bool {
    matches!(
        status,
        Status::Pending | Status::Init | Status::Paused | Status::Resuming
    )
}

/// A Particle on its star.
type Place = (StarNo, ParticleNo);

impl Hyperspace {
    /// A Wave has come to the Field of its target.
    pub(crate) fn enter_field(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let place = (star, target);
        if self.waits_for_bind(target, &flight) {
            return self.wait_for_bind(place, flight);
        }
        let bind = self.registry.get(target).properties.get("bind");
        if bind.is_none() || self.needs_no_route(target, &flight) {
            return self.by_default(place, flight);
        }
        let Some(at) = self.bind_of(target) else {
            let reason = SmolStr::new_static("its property `bind` is no point");
            return self.without_bind(place, flight, StatusCode::BAD_REQUEST, &reason);
        };
        match self.bind_at_hand(&at) {
            Ok(AtHand::Document(document)) => self.choose_route(place, flight, &at, &document),
            Ok(AtHand::Fetch(fetch)) => self.read_bind(place, flight, fetch),
            Err(error) => {
                let reason = error.to_smolstr();
                self.without_bind(place, flight, StatusCode::UNAVAILABLE, &reason);
            }
        }
    }

    /// Whether a Wave has to wait until the bind of its target has been read.
    pub(crate) fn waits_for_bind(&self, target: ParticleNo, flight: &Flight) -> bool {
        self.fields.is_read_for(target) && !self.needs_no_route(target, flight)
    }

    /// The document that a Particle's property names.
    fn bind_of(&self, particle: ParticleNo) -> Option<Point> {
        let property = self.registry.get(particle).properties.get("bind")?;
        property.value.parse().ok()
    }

    /// What does not ask a bind: the Hyperverse, which reads its documents at their core, so that
    /// none stands in the way of itself; and a Particle that sends to itself, as by an alarm, since
    /// its Field stands between it and others.
    fn needs_no_route(&self, target: ParticleNo, flight: &Flight) -> bool {
        let sender = &self.registry.get(flight.from).kind;
        flight.wave.shell.via.is_none()
            && (flight.from == target || matches!(sender, Kind::Star(_)))
    }

    /// The default bind of the kind lets a Wave pass or not.
    fn by_default(&mut self, (star, target): Place, flight: Box<Flight>) {
        self.pass(flight.no, star, target, Layer::Field, true);
        let kind = &self.registry.get(target).kind;
        let admitted = flight
            .wave
            .directed()
            .is_some_and(|core| default_bind(kind).admits(&core.method));
        if !admitted {
            let method = flight.wave.directed().map(|core| core.method.to_string());
            let reason = format_smolstr!(
                "no route matches {} at {}, a {kind}",
                method.unwrap_or_default(),
                self.registry.get(target).point
            );
            return self.turn_back(star, flight, StatusCode::NOT_FOUND, reason);
        }
        self.enter_core(star, target, flight);
    }

    /// A Wave that the document has a route for takes it; a command does without.
    fn choose_route(
        &mut self,
        place: Place,
        flight: Box<Flight>,
        at: &Point,
        document: &Arc<Document>,
    ) {
        let bind = match &document.bind {
            Ok(bind) => bind,
            Err(why) => return self.without_bind(place, flight, StatusCode::BAD_REQUEST, why),
        };
        let (star, target) = place;
        self.pass(flight.no, star, target, Layer::Field, true);
        let Some(flight) = self.not_too_far(star, flight) else {
            return;
        };
        let Some(core) = flight.wave.directed() else {
            return;
        };
        let asked = Asked::of(core, flight.agent());
        let Some(selected) = bind.select(&asked) else {
            if matches!(core.method, Method::Cmd(_)) {
                return self.enter_core(star, target, flight);
            }
            let point = &self.registry.get(target).point;
            let reason = no_route(point, at, bind, &asked);
            return self.turn_back(star, flight, StatusCode::NOT_FOUND, reason);
        };
        if self.recording() {
            self.record(Event::Routed {
                wave: flight.no,
                star,
                particle: target,
                route: selected.to_smolstr(),
            });
        }
        self.record(Event::Delivered {
            wave: flight.no,
            star,
            particle: target,
        });
        let point = self.registry.get(target).point.clone();
        let passage = Passage::new(place, flight, (point, at), selected);
        self.go_on(Box::new(passage));
    }

    /// A Wave to a Particle whose bind is not to be had: a command passes, so that it can be
    /// mended.
    fn without_bind(
        &mut self,
        (star, target): Place,
        flight: Box<Flight>,
        status: StatusCode,
        why: &SmolStr,
    ) {
        self.pass(flight.no, star, target, Layer::Field, true);
        let method = flight.wave.directed().map(|core| &core.method);
        if matches!(method, Some(Method::Cmd(_))) {
            return self.enter_core(star, target, flight);
        }
        let point = &self.registry.get(target).point;
        let reason = format_smolstr!(
            "{point} has no routes, since its bind is not to be had: {why}; mend that, name another by `set {point}{{ +bind=POINT }}`, or none by `set {point}{{ !bind }}`"
        );
        self.turn_back(star, flight, status, reason);
    }
}

/// Which routes there are, and why none of them is taken.
fn no_route(point: &Point, at: &Point, bind: &Bind, asked: &Asked<'_>) -> SmolStr {
    let routes = bind.explain(asked);
    let mut told: Vec<String> = routes.iter().take(TOLD).map(ToString::to_string).collect();
    match routes.len() {
        0 => told.push("no routes at all".to_owned()),
        count if count > TOLD => told.push(format!("and {} more", count - TOLD)),
        _ => {}
    }
    let (method, path) = (asked.method, asked.path);
    format_smolstr!(
        "{point} has no route for {method} {path}; its bind {at} has: {}",
        told.join("; ")
    )
}
