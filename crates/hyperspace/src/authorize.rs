//! Authorization: the one place where it is decided whether a Wave may reach its target.
//!
//! The check stands where a Wave has left the fabric at the target's star and has not yet entered
//! its Field. What a Wave needs and what its agent has are told by [`orrery_space::security`]; here
//! the registry answers its questions, and the verdicts are kept until an answer may have changed.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use orrery_space::security::{IndexedAccessGrant, Need, Permission, Records, Right, Scope, decide};
use orrery_space::selector::Hierarchy;
use orrery_space::{Agent, Kind, Point};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::hyperspace::Hyperspace;
use crate::registry::{Carried, Registry};
use crate::trace::ParticleNo;

/// How a check ended, and which rule decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It may pass.
    Allowed(SmolStr),
    /// It is refused with that sentence.
    Refused(SmolStr),
}

/// The cache of verdicts. Those about privileges are not kept: they are rarely asked for.
#[derive(Debug, Default)]
pub(crate) struct Authority {
    generation: u64,
    verdicts: HashMap<(Point, ParticleNo, u8), Verdict, BuildHasherDefault<Carried>>,
}

impl Records for Registry {
    fn hierarchy(&self, point: &Point) -> Option<Hierarchy> {
        self.find(point).map(|no| Registry::hierarchy(self, no))
    }

    fn owner(&self, point: &Point) -> Option<&Point> {
        self.find(point).map(|no| &self.get(no).owner)
    }

    fn grants(&self) -> &[IndexedAccessGrant] {
        Registry::grants(self)
    }

    fn grants_about(&self, to: &Point) -> Vec<&IndexedAccessGrant> {
        Registry::grants_about(self, to)
    }
}

impl Authority {
    /// Decides whether `agent`, within `scope`, has what is needed on a target. `sender` is the
    /// Particle which sends, where that is known: a Particle may always reach itself.
    pub(crate) fn check(
        &mut self,
        registry: &Registry,
        (agent, scope): (&Agent, &Scope),
        sender: Option<ParticleNo>,
        target: ParticleNo,
        need: &Need,
    ) -> Verdict {
        let right = match need {
            Need::Nothing => return Verdict::Allowed(SmolStr::new_static("open to all")),
            Need::Star => return from_star(registry, sender, target),
            Need::Right(right) => right,
        };
        if sender == Some(target) {
            return Verdict::Allowed(SmolStr::new_static("to itself"));
        }
        let full = matches!(scope, Scope::Full);
        if full && matches!(agent, Agent::HyperUser) {
            return Verdict::Allowed(SmolStr::new_static("hyperuser"));
        }
        let agent = agent.to_point();
        let permission = match right {
            Right::Permission(permission) if full => *permission,
            _ => return verdict(registry, (&agent, scope), target, right),
        };
        if permission == Permission::Read && is_of_own_bundle(registry, &agent, sender, target) {
            return Verdict::Allowed(SmolStr::new_static("of its own bundle"));
        }
        if self.generation != registry.generation() {
            self.generation = registry.generation();
            self.verdicts.clear();
        }
        let key = (agent, target, number(permission));
        if let Some(verdict) = self.verdicts.get(&key) {
            return verdict.clone();
        }
        let verdict = verdict(registry, (&key.0, scope), target, right);
        self.verdicts.insert(key, verdict.clone());
        verdict
    }
}

impl Hyperspace {
    /// Whether a Wave of that agent which needs that would reach what is at a point, by the check
    /// that every Wave meets, and the rule that decides.
    ///
    /// ```
    /// use orrery_hyperspace::{Constellation, Hyperspace};
    /// use orrery_space::security::{Need, Permission};
    /// use orrery_space::{Agent, Point};
    /// let mut cosmos = Hyperspace::new(7, &Constellation::default());
    /// let need = Need::Right(Permission::Write.into());
    /// let rule = cosmos.may(&Agent::HyperUser, &Point::root(), &need);
    /// assert_eq!(rule.as_deref(), Ok("hyperuser"));
    /// assert!(cosmos.may(&Agent::Anonymous, &Point::root(), &need).is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// The sentence with which it would be refused.
    pub fn may(&mut self, agent: &Agent, on: &Point, need: &Need) -> Result<SmolStr, SmolStr> {
        let Some(target) = self.registry.find(on) else {
            return Err(format_smolstr!("no such particle: {on}"));
        };
        let asking = (agent, &Scope::Full);
        let verdict = self
            .authority
            .check(&self.registry, asking, None, target, need);
        match verdict {
            Verdict::Allowed(rule) => Ok(rule),
            Verdict::Refused(reason) => Err(reason),
        }
    }
}

/// One bit for each permission, which the cache's hasher spreads well.
fn number(permission: Permission) -> u8 {
    1 << permission as u8
}

/// Whether a Mechtron asks, as itself, for what lies in the bundle from which it comes. Its module is a
/// part of that, and whoever gave it the config had to be able to read it.
fn is_of_own_bundle(
    registry: &Registry,
    agent: &Point,
    sender: Option<ParticleNo>,
    target: ParticleNo,
) -> bool {
    let Some(bundle) = registry.get(target).point.bundle() else {
        return false;
    };
    let Some(sender) = sender.map(|no| registry.get(no)) else {
        return false;
    };
    let config = sender.properties.get("config");
    let config = config.and_then(|config| config.value.parse::<Point>().ok());
    sender.kind == Kind::Mechtron
        && sender.point == *agent
        && config.and_then(|config| config.bundle()) == Some(bundle)
}

fn from_star(registry: &Registry, sender: Option<ParticleNo>, target: ParticleNo) -> Verdict {
    let sender = sender.map(|no| registry.get(no));
    if sender.is_some_and(|s| matches!(s.kind, Kind::Star(_))) {
        return Verdict::Allowed(SmolStr::new_static("sent by a star"));
    }
    let who = sender.map_or("nobody", |s| s.point.as_str());
    let target = &registry.get(target).point;
    Verdict::Refused(format_smolstr!(
        "{who} may not send Hyp to {target}: only a star may"
    ))
}

fn verdict(
    registry: &Registry,
    asking: (&Point, &Scope),
    target: ParticleNo,
    right: &Right,
) -> Verdict {
    match decide(registry, asking, &registry.get(target).point, right) {
        Ok(rule) => Verdict::Allowed(rule.to_smolstr()),
        Err(refusal) => Verdict::Refused(refusal.to_smolstr()),
    }
}
