//! Passing on: who is asked asks another on behalf of who asked, and gives that answer.
//!
//! The other is asked as if it had been asked at once: its star decides whether the agent may, with
//! the scope that the agent gave. Nobody gains a right by asking somebody in between.

use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::{Kind, Point, Substance};

use crate::agenda::Occasion;
use crate::exchange::Waiter;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::task::Task;
use crate::trace::{ParticleNo, StarNo};

/// A request that waits for what another says or for a place that a star finds.
#[derive(Debug)]
pub(crate) struct Passing {
    request: Box<Flight>,
    star: StarNo,
    asked: ParticleNo,
    /// The new Particle for which a place is sought.
    placing: Option<ParticleNo>,
}

impl Passing {
    pub(crate) fn star(&self) -> StarNo {
        self.star
    }

    pub(crate) fn placing(&self) -> Option<ParticleNo> {
        self.placing
    }

    pub(crate) fn into_request(self) -> Box<Flight> {
        self.request
    }
}

impl Hyperspace {
    /// Asks another in the place of `asked`, at `star`.
    pub(crate) fn pass_on(
        &mut self,
        star: StarNo,
        asked: ParticleNo,
        request: Box<Flight>,
        to: Point,
        core: DirectedCore,
    ) {
        let from = match self.registry.get(asked).kind {
            // a service is at every star, and the answer has to come to this one
            Kind::Global => self.stars[star.index()].particle,
            _ => asked,
        };
        let cause = Some(request.no);
        let shell = &request.wave.shell;
        let (agent, scope, handling) = (shell.agent.clone(), shell.scope.clone(), shell.handling);
        let waiter = Waiter::Task(self.tasks.add(Task::Pass(Box::new(Passing {
            request,
            star,
            asked,
            placing: None,
        }))));
        let to = to.into();
        let mut flight = self.new_flight((from, star), agent, to, core, Some(waiter), cause);
        flight.wave.shell.scope = scope;
        flight.wave.shell.handling = handling;
        self.agenda.now(Occasion::Send(flight));
    }

    /// Finds a place for a Particle which `asked` has registered for who asked, and answers with
    /// its stub.
    pub(crate) fn place_for(
        &mut self,
        star: StarNo,
        asked: ParticleNo,
        request: Box<Flight>,
        particle: ParticleNo,
        state: Substance,
    ) {
        let cause = Some(request.no);
        let task = self.tasks.add(Task::Pass(Box::new(Passing {
            request,
            star,
            asked,
            placing: Some(particle),
        })));
        self.ask_for_place(star, particle, state, Waiter::Task(task), cause);
    }

    /// The answer has come.
    pub(crate) fn passed(&mut self, passing: Passing, core: ReflectedCore) {
        let core = match passing.placing {
            Some(particle) => self.placed(particle, core),
            None => core,
        };
        self.respond(passing.star, passing.asked, passing.request, core);
    }
}
