//! Deleting: a Particle goes with all below it, and whoever waits for it is told.
//!
//! Its star lets it go, its guest's memory is freed, and its point is free for another. What it
//! had sent still arrives.

use orrery_space::core::ReflectedCore;
use orrery_space::security::Permission;
use orrery_space::{Aspect, Route, Selector, Status, StatusCode, Substance};
use smol_str::{SmolStr, format_smolstr};

use crate::effect::Effect;
use crate::executor::{Done, with_left_out};
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::life::is_the_hyperverses;
use crate::trace::{Event, ParticleNo};

impl Hyperspace {
    /// Deletes what a selector selects and who asks may delete. The answer lists the points that
    /// were named, without what lay below them.
    pub(crate) fn delete(&mut self, flight: &Flight, selector: &Selector) -> Done {
        let found = self.selected(selector)?;
        let mut deleted = Vec::new();
        let mut refused = None;
        let mut left_out = 0;
        for no in found {
            // It has gone with what is above it, which comes before it.
            if self.registry.get(no).gone {
                continue;
            }
            match self.may_delete(flight, no) {
                Ok(()) => {
                    deleted.push(Substance::Point(self.registry.get(no).point.clone()));
                    self.remove(no);
                }
                Err(core) => {
                    left_out += 1;
                    refused.get_or_insert(core);
                }
            }
        }
        match refused {
            Some(core) if deleted.is_empty() => Err(core),
            _ => Ok(with_left_out(deleted, left_out)),
        }
    }

    /// What a selector selects; when it names a point, that must be there.
    ///
    /// # Errors
    ///
    /// The 404 with its sentence.
    pub(crate) fn selected(&self, selector: &Selector) -> Result<Vec<ParticleNo>, ReflectedCore> {
        let found = self.registry.select(selector);
        if found.is_empty() && selector.level() == selector.hops.len() {
            let point = selector.query_root();
            self.known(&point)?;
            let reason = match point.route() {
                Route::This => format_smolstr!("{point} is of another kind than {selector} says"),
                _ => format_smolstr!("{point} belongs to the Hyperverse alone"),
            };
            return Err(ReflectedCore::fail(StatusCode::NOT_FOUND, reason));
        }
        Ok(found)
    }

    /// Whether who sent a Wave may delete a Particle.
    fn may_delete(&mut self, flight: &Flight, no: ParticleNo) -> Result<(), ReflectedCore> {
        let particle = self.registry.get(no);
        match particle.parent {
            Some(parent) if !is_the_hyperverses(&particle.point) => {
                self.require(flight, parent, Permission::Delete)
            }
            _ => {
                let reason = format_smolstr!("{} belongs to the Hyperverse alone", particle.point);
                Err(ReflectedCore::fail(StatusCode::FORBIDDEN, reason))
            }
        }
    }

    /// Removes a Particle and all below it, the lowest first.
    pub(crate) fn remove(&mut self, no: ParticleNo) {
        for no in self.registry.with_all_below(no) {
            self.depart(no);
        }
    }

    fn depart(&mut self, no: ParticleNo) {
        let reason = SmolStr::new_static("it was deleted");
        self.set_status(no, Status::Done, Some(reason));
        if let Some(parent) = self.registry.get(no).parent {
            self.tell(parent, Aspect::Child, |this| {
                Substance::Stub(Box::new(this.registry.stub(no)))
            });
        }
        let particle = self.registry.get(no);
        let point = particle.point.clone();
        let star = particle.star;
        if let Some(star) = star.and_then(|star| self.stars.get_mut(star.index())) {
            star.load = star.load.saturating_sub(1);
        }
        self.registry.remove(no);
        self.watches.end(no);
        self.homeless.forget(no);
        self.counters.particles -= 1;
        self.record(Event::Removed { particle: no });
        let reason = format_smolstr!("{point} was deleted");
        let parked = self.parked.remove(&no).unwrap_or_default();
        for flight in parked.into_iter().chain(self.fields.take_waiting(no)) {
            let at = flight.transport;
            self.turn_back(at, flight, StatusCode::NOT_FOUND, reason.clone());
        }
        self.retire(no, &reason);
    }

    /// A Mechtron ends: its guest is let go, and who waits for it is told.
    fn retire(&mut self, no: ParticleNo, reason: &SmolStr) {
        let Some(mechtron) = self.mechtrons.remove(&no) else {
            return;
        };
        self.effect_wanted(Effect::Forget {
            particle: no,
            replica: None,
        });
        let star = mechtron.star();
        for flight in mechtron.waves() {
            self.turn_back(star, flight, StatusCode::NOT_FOUND, reason.clone());
        }
    }
}
