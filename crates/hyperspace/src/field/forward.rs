//! What a Field sends: the Waves of the stops and to the validators of a pipeline.
//!
//! Each is of the kind of the Wave that takes the route, on behalf of the same agent, from the same
//! sender and within the same scope, so it is checked at its target as if that had sent it. It goes
//! via the Field, to which its answer comes.

use orrery_space::core::DirectedCore;
use orrery_space::wave::{BounceBacks, Recipients, Shell, Variant};
use orrery_space::{Layer, Point, StatusCode, Surface, Wave};
use smol_str::format_smolstr;

use super::passage::Passage;
use crate::agenda::Occasion;
use crate::exchange::Waiter;
use crate::hyperspace::Hyperspace;
use crate::task::Task;
use crate::trace::StarNo;
use crate::travel::MAILBOX;

/// What is to be sent, and to whom.
pub(super) struct Errand {
    pub to: Point,
    pub core: DirectedCore,
    /// The Shell for the own core, else the Field.
    pub sets_out: Layer,
    /// Whether an answer is needed, whatever the Wave wants.
    pub question: bool,
}

impl Hyperspace {
    /// Where the Particle of a passage is now.
    pub(super) fn star_of(&self, passage: &Passage) -> StarNo {
        let star = self.registry.get(passage.particle).star;
        star.unwrap_or(passage.star)
    }

    /// Sends a Wave for a passage, which waits for the answer; where none is to come it comes back.
    pub(super) fn send_on(
        &mut self,
        passage: Box<Passage>,
        errand: Errand,
    ) -> Option<Box<Passage>> {
        let request = &passage.request;
        let waits = errand.question || request.wants_answer();
        let nested = request.wave.shell.via.is_some();
        if !waits && nested && self.fields.rushes(passage.particle, self.now) {
            let reason = format_smolstr!(
                "{MAILBOX} Signals of Fields have taken a route at {} at this moment; do its routes lead in a circle?",
                passage.point
            );
            let core = orrery_space::ReflectedCore::fail(StatusCode::TOO_MANY, reason);
            self.end(passage, core);
            return None;
        }
        let from = (passage.particle, self.star_of(&passage));
        let (cause, hops) = (Some(request.no), request.hops.saturating_add(1));
        let (asker, asked) = (request.waiter, self.registry.find(&errand.to));
        let sets_out = errand.sets_out;
        let uuid = self.chance.uuid();
        let mut wave = forwarded(uuid, &passage, errand);
        wave.shell.hops = hops;
        let (waiter, goes_on) = if waits {
            let task = self.tasks.add(Task::Passage(passage));
            self.waits_no_more(asker, from.0, asked);
            (Some(Waiter::Task(task)), None)
        } else {
            (None, Some(passage))
        };
        let mut flight = self.flight_of(from, wave, waiter, cause);
        flight.hops = hops;
        flight.sets_out = sets_out;
        if sets_out == Layer::Shell {
            // at once, lest what comes after the Wave overtakes it here
            self.leave(flight);
        } else {
            self.agenda.now(Occasion::Send(flight));
        }
        goes_on
    }
}

/// The Wave that a Field sends for another.
fn forwarded(uuid: u128, passage: &Passage, errand: Errand) -> Wave {
    let request = &passage.request.wave;
    let shell = &request.shell;
    let (agent, from) = (shell.agent.clone(), shell.from.clone());
    let (to, core) = (Surface::from(errand.to), errand.core);
    let mut wave = match &request.variant {
        _ if errand.question => Wave::ping(uuid, agent, from, to, core),
        Variant::Signal { .. } => Wave::signal(uuid, agent, from, to, core),
        Variant::Ripple {
            bounce_backs,
            history,
            ..
        } => {
            let awaited = match bounce_backs {
                BounceBacks::None => BounceBacks::None,
                _ => BounceBacks::Single,
            };
            let to = Recipients::Single(to);
            let mut ripple = Wave::ripple(uuid, agent, from, to, core, awaited);
            for point in history {
                ripple.add_history(point.clone());
            }
            ripple
        }
        _ => Wave::ping(uuid, agent, from, to, core),
    };
    wave.shell = Shell {
        id: wave.shell.id,
        via: Some(Surface::new(passage.point.clone(), Layer::Field)),
        ..shell.clone()
    };
    wave
}
