//! Who owns what, and which grants there are: `chown`, `grant`, `grants`, `revoke`.
//!
//! What a grant means is told by [`orrery_space::security`]; here the registry's are changed.

use orrery_space::command::{Chown, Grant, Revoke};
use orrery_space::core::ReflectedCore;
use orrery_space::security::{Access, Permission, access};
use orrery_space::{Point, Selector, StatusCode, Substance};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::executor::{Done, with_left_out};
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo};

impl Hyperspace {
    /// Enters a grant of who sent the Wave. Whether it counts is decided when it is asked for, by
    /// what its grantor has then.
    pub(crate) fn grant(&mut self, flight: &Flight, grant: Grant) -> ReflectedCore {
        let grant = grant.by(flight.agent().to_point());
        let text = grant.terms().to_smolstr();
        let no = self.registry.grant(grant);
        self.record(Event::Granted { grant: no, text });
        ReflectedCore::ok(Substance::Int(i64::from(no)))
    }

    /// Lists the grants on what a selector selects, as far as who asks may see that.
    pub(crate) fn list_grants(&mut self, flight: &Flight, on: &Selector) -> ReflectedCore {
        let mut shown = Vec::new();
        let mut left_out = 0;
        for (id, root) in self.grants_on(on) {
            if self.require(flight, root, Permission::Select).is_err() {
                left_out += 1;
                continue;
            }
            let grants = self.registry.grants();
            let text = grants.iter().find(|g| g.id == id).map(|g| g.to_smolstr());
            shown.extend(text.map(Substance::Text));
        }
        with_left_out(shown, left_out)
    }

    /// The numbers of the grants that are on a selector, word for word, or whose exact beginning it
    /// selects, with that Particle.
    fn grants_on(&self, on: &Selector) -> Vec<(u32, ParticleNo)> {
        let grants = self.registry.grants().iter();
        grants
            .filter_map(|indexed| {
                let root = self.registry.find(&indexed.grant.on.query_root())?;
                let same = *on == indexed.grant.on;
                let selected = same || on.matches(&self.registry.hierarchy(root));
                selected.then_some((indexed.id, root))
            })
            .collect()
    }

    /// Takes a grant back, which its grantor may, and who has all on the grantor.
    pub(crate) fn revoke(&mut self, flight: &Flight, revoke: &Revoke) -> Done {
        let on = self.grants_on(&revoke.on);
        let Some((id, _)) = on.iter().find(|(id, _)| u64::from(*id) == revoke.number) else {
            let reason = format_smolstr!(
                "there is no grant {} on {}; `grants on {}` lists those that there are",
                revoke.number,
                revoke.on,
                revoke.on
            );
            return Err(ReflectedCore::fail(StatusCode::NOT_FOUND, reason));
        };
        let grants = self.registry.grants();
        let by = grants.iter().find(|g| g.id == *id).map(|g| &g.grant.by);
        if let Some(by) = by.cloned() {
            self.require_all(flight, &by, "take back what it granted")?;
        }
        self.registry.revoke(*id);
        self.record(Event::Revoked { grant: *id });
        Ok(ReflectedCore::ok(Substance::Empty))
    }

    /// Gives what a selector selects to another owner, all or nothing.
    pub(crate) fn chown(&mut self, flight: &Flight, chown: &Chown) -> Done {
        self.known(&chown.to)?;
        let found = self.selected(&chown.what)?;
        for no in &found {
            let point = self.registry.get(*no).point.clone();
            self.require_all(flight, &point, "give it away")?;
        }
        let mut given = Vec::new();
        for no in found {
            self.registry.give(no, chown.to.clone());
            self.record(Event::Given {
                particle: no,
                owner: chown.to.clone(),
            });
            given.push(Substance::Point(self.registry.get(no).point.clone()));
        }
        Ok(ReflectedCore::ok(Substance::List(given)))
    }

    /// Whether who sent a Wave has everything on a point: its owner, or one with `super` on it.
    fn require_all(
        &self,
        flight: &Flight,
        on: &Point,
        purpose: &'static str,
    ) -> Result<(), ReflectedCore> {
        let agent = flight.agent().to_point();
        let access = access(&self.registry, &agent, on).access;
        let narrowed = flight.wave.shell.scope != orrery_space::security::Scope::Full;
        let has_all = access.has_full() || agent == *on;
        if has_all && !narrowed {
            return Ok(());
        }
        let has: SmolStr = match access {
            _ if narrowed => SmolStr::new_static("sent a Wave of a narrower scope"),
            Access::Enumerated(some) => format_smolstr!("has {}", some.permissions),
            _ => SmolStr::new_static("has less"),
        };
        let reason = format_smolstr!("{agent} needs all of {on} to {purpose}, and {has}");
        Err(ReflectedCore::fail(StatusCode::FORBIDDEN, reason))
    }
}
