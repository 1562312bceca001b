//! Creation: what is checked before a Particle is registered.

use orrery_space::command::{Create, PointTemplate, PropertyMod, Strategy};
use orrery_space::core::ReflectedCore;
use orrery_space::property::properties_of;
use orrery_space::security::Permission;
use orrery_space::{Kind, Point, Route, StatusCode};
use smol_str::format_smolstr;

use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::placement::{can_be_created, is_named_as};
use crate::trace::ParticleNo;
use crate::upgrade::changes_config;

/// What came of a creation.
pub(crate) enum Registered {
    /// A new Particle, which has to be placed.
    New(ParticleNo),
    /// One that was there already.
    There(ParticleNo),
    /// A Mechtron that was there already and is to get the `config` which was given.
    Upgrade(ParticleNo),
}

impl Hyperspace {
    /// Registers what a `create` wants.
    ///
    /// # Errors
    ///
    /// 400 for kinds and properties that cannot be, 403, 404 for a missing parent, 409 for a point
    /// that is taken or a parent that cannot hold the kind.
    pub(crate) fn register_new(
        &mut self,
        flight: &Flight,
        create: &Create,
    ) -> Result<Registered, ReflectedCore> {
        let kind = create
            .kind
            .to_kind()
            .map_err(|e| ReflectedCore::fail(StatusCode::BAD_REQUEST, e.to_string()))?;
        let point = match &create.point {
            PointTemplate::Exact(point) => point.clone(),
            PointTemplate::Pattern(first) => {
                let no = self.parent(&first.parent().unwrap_or_else(Point::root))?;
                self.check_child(flight, no, &kind)?;
                loop {
                    let point = create.point.numbered(self.registry.next_in_sequence(no));
                    // somebody may have taken that name by hand
                    if self.registry.find(&point).is_none() {
                        break point;
                    }
                }
            }
        };
        if let Some(no) = self.registry.find(&point) {
            return self.meet(flight, no, &kind, create.strategy, &create.properties);
        }
        self.may_use_config(flight, &kind, &create.properties)?;
        self.register_at(flight, point, kind, &create.properties)
            .map(Registered::New)
    }

    /// Registers a Particle at a free point on behalf of who sent a Wave.
    ///
    /// # Errors
    ///
    /// As [`Self::register_new`].
    pub(crate) fn register_at(
        &mut self,
        flight: &Flight,
        point: Point,
        kind: Kind,
        mods: &[PropertyMod],
    ) -> Result<ParticleNo, ReflectedCore> {
        let parent = self.parent_for(flight, &point, &kind)?;
        let mods = self.sealed(&kind, mods);
        let properties = properties_of(&kind).create(&mods)?;
        let owner = flight.agent().to_point();
        Ok(self.register(point, kind, Some(parent), owner, properties))
    }

    /// The parent of a new Particle, once it is sure that it may have this child of this sender.
    ///
    /// # Errors
    ///
    /// As [`Self::register_new`].
    pub(crate) fn parent_for(
        &mut self,
        flight: &Flight,
        point: &Point,
        kind: &Kind,
    ) -> Result<ParticleNo, ReflectedCore> {
        let created = match point.route() {
            Route::This => can_be_created(kind),
            // whoever may create at a star opens a way in for the web there, or a place for guests
            Route::Star(_) => matches!(kind, Kind::Native(_) | Kind::Host | Kind::Guest),
            _ => false,
        };
        if !created {
            let article = kind.article();
            let reason = match kind {
                Kind::Artifact(_) => format_smolstr!(
                    "{article} {kind} comes with its bundle, which is never changed; publish the \
                     next version"
                ),
                _ => format_smolstr!("{article} {kind} at {point} belongs to the Hyperverse alone"),
            };
            return Err(ReflectedCore::fail(StatusCode::FORBIDDEN, reason));
        }
        let parent = point.parent().unwrap_or_else(Point::root);
        let parent = self.parent(&parent)?;
        self.check_child(flight, parent, kind)?;
        is_named_as(kind, point)
            .map_err(|reason| ReflectedCore::fail(StatusCode::CONFLICT, reason))?;
        if !crate::driver::database::serves(kind) {
            return Err(crate::driver::database::not_served(kind));
        }
        Ok(parent)
    }

    fn parent(&self, point: &Point) -> Result<ParticleNo, ReflectedCore> {
        self.registry.find(point).ok_or_else(|| {
            let reason = format_smolstr!("no such particle: {point}; create the parent first");
            ReflectedCore::fail(StatusCode::NOT_FOUND, reason)
        })
    }

    fn check_child(
        &mut self,
        flight: &Flight,
        parent: ParticleNo,
        kind: &Kind,
    ) -> Result<(), ReflectedCore> {
        self.require(flight, parent, Permission::Create)?;
        let above = &self.registry.get(parent).kind;
        above
            .may_hold(kind)
            .map_err(|wrong| ReflectedCore::fail(StatusCode::CONFLICT, wrong.to_string()))
    }

    /// A `create` meets a Particle that is there already.
    fn meet(
        &mut self,
        flight: &Flight,
        no: ParticleNo,
        kind: &Kind,
        strategy: Strategy,
        mods: &[PropertyMod],
    ) -> Result<Registered, ReflectedCore> {
        let there = self.registry.get(no);
        let conflict = match strategy {
            Strategy::Commit => Some(format_smolstr!(
                "{} is there already; `create?` leaves it, `create!` updates it",
                there.point
            )),
            _ if there.kind != *kind => Some(format_smolstr!(
                "{} is there already and is a {}, not a {kind}",
                there.point,
                there.kind
            )),
            _ => None,
        };
        if let Some(reason) = conflict {
            return Err(ReflectedCore::fail(StatusCode::CONFLICT, reason));
        }
        if strategy == Strategy::Override {
            self.require(flight, no, Permission::Write)?;
            self.may_use_config(flight, kind, mods)?;
            if changes_config(kind, mods) {
                return Ok(Registered::Upgrade(no));
            }
            self.change_properties(no, mods)?;
        }
        Ok(Registered::There(no))
    }
}
