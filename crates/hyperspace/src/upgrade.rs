//! Upgrades: a Mechtron gets a new config, and with it a new version of its module.
//!
//! The star of the Mechtron loads the new version and swaps at the next Wave boundary. Only when
//! that has begun are the properties changed: a version that does not load, or refuses to begin,
//! leaves the former one serving.

use orrery_space::command::PropertyMod;
use orrery_space::core::{DirectedCore, HypMethod, ReflectedCore};
use orrery_space::hyper::{AssignmentKind, Hyper};
use orrery_space::security::Permission;
use orrery_space::{Kind, Method, Point, Substance};
use smol_str::format_smolstr;

use crate::exchange::Waiter;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::task::Task;
use crate::trace::{ParticleNo, StarNo};

/// An upgrade under way.
#[derive(Debug)]
pub(crate) struct Upgrade {
    pub request: Box<Flight>,
    pub star: StarNo,
    pub executor: ParticleNo,
    pub particle: ParticleNo,
    /// The changes, `config` among them.
    pub mods: Vec<PropertyMod>,
    pub says: Says,
}

/// What the answer to a good upgrade holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// Nothing, as after any `set`.
    Empty,
    /// The stub, as after any `launch`.
    Stub,
}

/// Whether changes give a Mechtron another module.
pub(crate) fn changes_config(kind: &Kind, mods: &[PropertyMod]) -> bool {
    let sets = |m: &PropertyMod| matches!(m, PropertyMod::Set { key, .. } if key == "config");
    *kind == Kind::Mechtron && mods.iter().any(sets)
}

impl Hyperspace {
    /// Whether who sent a Wave may use what changes name to configure a Particle: the config of a
    /// Mechtron, the bind of any. One that is not there is found missing when it is read.
    ///
    /// # Errors
    ///
    /// The 403 with its sentence.
    pub(crate) fn may_use_config(
        &mut self,
        flight: &Flight,
        kind: &Kind,
        mods: &[PropertyMod],
    ) -> Result<(), ReflectedCore> {
        for change in mods {
            if let PropertyMod::Set { key, value, .. } = change
                && (key == "bind" || key == "config" && *kind == Kind::Mechtron)
                && let Ok(point) = value.parse::<Point>()
                && let Some(config) = self.registry.find(&point)
            {
                // a Mechtron may make others of what it is made of
                let sender = Some(flight.from);
                self.require_right(flight, sender, config, Permission::Read.into())?;
            }
        }
        Ok(())
    }

    /// Begins an upgrade.
    pub(crate) fn upgrade(&mut self, upgrade: Upgrade) {
        let (particle, star) = (upgrade.particle, upgrade.star);
        let properties = match self.changed(particle, &upgrade.mods) {
            Ok(properties) => properties,
            Err(core) => return self.respond(star, upgrade.executor, upgrade.request, core),
        };
        let cause = Some(upgrade.request.no);
        let Some(host) = self.registry.get(particle).star else {
            // it has not been placed, so there is no former version to keep
            if let Err(core) = self.change_properties(particle, &upgrade.mods) {
                return self.respond(star, upgrade.executor, upgrade.request, core);
            }
            let task = self.tasks.add(Task::Upgrade(Box::new(upgrade)));
            let waiter = Waiter::Task(task);
            return self.ask_for_place(star, particle, Substance::Empty, waiter, cause);
        };
        let mut details = self.registry.details(particle);
        details.properties = properties;
        let hyper = Hyper::Assign {
            kind: AssignmentKind::Create,
            details,
            state: Substance::Empty,
        };
        let core = DirectedCore::new(
            Method::Hyp(HypMethod::Assign),
            Substance::Hyper(Box::new(hyper)),
        );
        let to = self.stars[host.index()].point.clone();
        let task = self.tasks.add(Task::Upgrade(Box::new(upgrade)));
        self.ping_from_star(star, to, core, Waiter::Task(task), cause);
    }

    /// The new version has begun, or has not.
    pub(crate) fn upgraded(&mut self, upgrade: Upgrade, mut core: ReflectedCore) {
        let particle = upgrade.particle;
        if core.status.is_success() {
            core = match self.change_properties(particle, &upgrade.mods) {
                Ok(()) if upgrade.says == Says::Empty => ReflectedCore::ok(Substance::Empty),
                Ok(()) => {
                    let stub = self.registry.stub(particle);
                    ReflectedCore::ok(Substance::Stub(Box::new(stub)))
                }
                Err(core) => core,
            };
        } else if self.registry.get(particle).status == orrery_space::Status::Ready {
            let reason = format_smolstr!("{}; the former version serves on", core.body.text());
            core.body = Substance::Err(reason);
        }
        self.respond(upgrade.star, upgrade.executor, upgrade.request, core);
    }
}
