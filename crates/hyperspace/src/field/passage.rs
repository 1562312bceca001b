//! A passage: one Wave on its way through the pipeline of its route.
//!
//! It goes on until a stop or a validator has to be waited for, and is a task then. Each stop is
//! waited for by the wait class of the Wave, and none is asked any more once the sender has been
//! told that its time is over.

use std::collections::VecDeque;

use orrery_space::core::{DirectedCore, Headers, ReflectedCore};
use orrery_space::env::Resolver;
use orrery_space::pattern::PatternVar;
use orrery_space::pipeline::{Stop, Way};
use orrery_space::selection::Selected;
use orrery_space::{Env, Layer, ParseError, Pipeline, Point, StatusCode, Substance, WaveKind};
use smol_str::{SmolStr, format_smolstr};

use super::Place;
use super::forward::Errand;
use super::validate::Question;
use crate::exchange::Waiter;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo, StarNo};

/// A Wave on its way through a pipeline.
#[derive(Debug)]
pub(crate) struct Passage {
    /// The Wave.
    pub(crate) request: Box<Flight>,
    pub(crate) star: StarNo,
    /// Whose Field it is.
    pub(super) particle: ParticleNo,
    pub(super) point: Point,
    /// The variables: what paths captured, `doc` and `doc.bundle`.
    pub(super) env: Env,
    pipeline: Pipeline,
    /// What the body must be before the pipeline begins.
    pub(super) before: Vec<PatternVar>,
    /// Which leg is being taken, from 0.
    leg: usize,
    /// Whether the body is what the step of that leg says, as far as that is known without asking.
    held: bool,
    /// Whom the step names who is still to be asked.
    pub(super) questions: VecDeque<Question>,
    /// The one who is being asked.
    pub(super) asked: Option<Question>,
    /// The body so far.
    pub(super) body: Substance,
    status: StatusCode,
    headers: Headers,
}

impl Passage {
    /// A Wave at the beginning of its route.
    pub(super) fn new(
        (star, particle): Place,
        request: Box<Flight>,
        (point, document): (Point, &Point),
        route: Selected<'_>,
    ) -> Self {
        let mut env = Env::new(point.clone());
        env.set_var("doc", Substance::Point(document.clone()));
        if let Some(bundle) = document.bundle() {
            env.set_var("doc.bundle", Substance::Point(bundle));
        }
        env.add_resolver(Resolver::Captures(route.captures));
        let body = request.wave.body().clone();
        Self {
            request,
            star,
            particle,
            point,
            env,
            pipeline: route.pipeline.clone(),
            before: route.patterns.into_iter().cloned().collect(),
            leg: 0,
            held: false,
            questions: VecDeque::new(),
            asked: None,
            body,
            status: StatusCode::OK,
            headers: Headers::new(),
        }
    }

    /// Who waits for the answer to its Wave.
    pub(crate) fn waiter(&self) -> Option<Waiter> {
        self.request.waiter
    }

    /// The pattern on the arrow of the present leg.
    pub(super) fn pattern(&self) -> Option<&PatternVar> {
        self.pipeline.legs.get(self.leg)?.step.pattern.as_ref()
    }

    /// Where it is, for a person.
    pub(super) fn place(&self) -> SmolStr {
        format_smolstr!("leg {} of the route at {}", self.leg + 1, self.point)
    }

    /// The answer of a stop becomes what the passage has, and the leg is done.
    fn take(&mut self, core: ReflectedCore) {
        let leg = self.pipeline.legs.get(self.leg);
        let keeps = leg.is_some_and(|leg| leg.step.way == Way::Keep);
        if !keeps || core.body != Substance::Empty {
            self.body = core.body;
        }
        self.status = core.status;
        self.headers = core.headers;
        self.next_leg();
    }

    fn next_leg(&mut self) {
        self.leg += 1;
        self.held = false;
    }

    /// What the present stop is asked; or how the passage ends there.
    fn errand(&self) -> Result<Errand, ReflectedCore> {
        let Some(leg) = self.pipeline.legs.get(self.leg) else {
            return Err(ReflectedCore::new(self.status, Substance::Empty));
        };
        let same = |to: Point, sets_out| Errand {
            to,
            core: self.core(),
            sets_out,
            question: false,
        };
        match &leg.stop {
            Stop::Core => Ok(same(self.point.clone(), Layer::Shell)),
            Stop::Point(point) => match point.to_point(&self.env) {
                Ok(point) => Ok(same(point, Layer::Field)),
                Err(error) => Err(self.astray(&leg.stop, &error)),
            },
            Stop::Call(call) => match call.resolve(&self.env) {
                Ok(call) => {
                    let mut errand = same(call.point, Layer::Field);
                    errand.core.method = call.method;
                    errand.core.uri = call.path;
                    Ok(errand)
                }
                Err(error) => Err(self.astray(&leg.stop, &error)),
            },
            Stop::Reflect => Err(ReflectedCore {
                headers: self.headers.clone(),
                status: self.status,
                body: self.body.clone(),
            }),
            Stop::Error { status, reason } => {
                let reason = reason.clone().unwrap_or_else(|| {
                    format_smolstr!("{} answers {status} by {}", self.point, self.place())
                });
                Err(ReflectedCore::fail(*status, reason))
            }
        }
    }

    /// The Wave's core with the body so far.
    fn core(&self) -> DirectedCore {
        let mut core = DirectedCore {
            body: self.body.clone(),
            ..DirectedCore::default()
        };
        if let Some(asked) = self.request.wave.directed() {
            core.headers = asked.headers.clone();
            core.method = asked.method.clone();
            core.uri = asked.uri.clone();
        }
        core
    }

    fn astray(&self, stop: &Stop, error: &ParseError) -> ReflectedCore {
        let (place, why) = (self.place(), error.sentence());
        ReflectedCore::bad_request(format_smolstr!("{place} cannot lead to `{stop}`: {why}"))
    }
}

impl Hyperspace {
    /// A passage goes on until it has to wait or is over.
    pub(crate) fn go_on(&mut self, passage: Box<Passage>) {
        let mut next = Some(passage);
        while let Some(passage) = next {
            next = self.take_leg(passage);
        }
    }

    /// The present leg is taken; the passage comes back if it can go on at once.
    fn take_leg(&mut self, mut passage: Box<Passage>) -> Option<Box<Passage>> {
        if self.is_given_up(&passage.request) {
            let reason = "its sender does not wait any more";
            self.end(passage, ReflectedCore::timeout(reason));
            return None;
        }
        if !passage.held {
            if let Err(core) = passage.hold() {
                self.end(passage, core);
                return None;
            }
            passage.held = true;
        }
        if let Some(question) = passage.questions.pop_front() {
            let errand = question.errand();
            passage.asked = Some(question);
            return self.send_on(passage, errand);
        }
        match passage.errand() {
            Ok(errand) => {
                let mut passage = self.send_on(passage, errand)?;
                passage.next_leg();
                Some(passage)
            }
            Err(core) => {
                self.end(passage, core);
                None
            }
        }
    }

    /// Whether the sender of a Ping has been told that its time is over.
    fn is_given_up(&self, request: &Flight) -> bool {
        request.waiter.is_some()
            && request.wave.kind() == WaveKind::Ping
            && !self.exchange.is_open(request.wave.id())
    }

    /// A stop or a validator has answered.
    pub(crate) fn passage_answered(&mut self, mut passage: Box<Passage>, core: ReflectedCore) {
        if let Some(question) = passage.asked.take() {
            match question.judge(&passage.place(), &core) {
                Ok(()) => self.go_on(passage),
                Err(core) => self.end(passage, core),
            }
        } else if core.status.is_success() {
            passage.take(core);
            self.go_on(passage);
        } else {
            self.end(passage, core);
        }
    }

    /// The Wave of a passage is answered, if it wants to be.
    pub(super) fn end(&mut self, passage: Box<Passage>, core: ReflectedCore) {
        let star = self.star_of(&passage);
        if core.status.number() >= 400 && self.recording() {
            self.record(Event::Failed {
                wave: passage.request.no,
                star,
                particle: passage.particle,
                leg: u16::try_from(passage.leg + 1).unwrap_or(u16::MAX),
                status: core.status,
                reason: core.body.text().into(),
            });
        }
        let (from, request) = ((star, passage.particle), passage.request);
        if request.wants_answer() {
            self.respond_at(Layer::Field, from, request, core);
        } else {
            self.put_aside(request);
        }
    }
}
