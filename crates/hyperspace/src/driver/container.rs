//! Containers: kinds that are there for what lives in them.

use orrery_space::core::{CmdMethod, ReflectedCore};
use orrery_space::handler::Routes;
use orrery_space::{Method, Substance};

use super::{Does, table};
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{ParticleNo, StarNo};

pub(super) fn routes() -> Routes<Does> {
    table([(Method::Cmd(CmdMethod::Read), Does::Act(Hyperspace::list))])
}

impl Hyperspace {
    /// Answers with the points of the children.
    pub(super) fn list(&mut self, star: StarNo, container: ParticleNo, flight: Box<Flight>) {
        let core = self.listing(container);
        self.respond(star, container, flight, core);
    }

    /// The points of the children, sorted.
    pub(super) fn listing(&self, container: ParticleNo) -> ReflectedCore {
        let children = &self.registry.get(container).children;
        let mut points: Vec<_> = children
            .iter()
            .map(|no| self.registry.get(*no).point.clone())
            .collect();
        points.sort();
        ReflectedCore::ok(Substance::List(
            points.into_iter().map(Substance::Point).collect(),
        ))
    }
}
