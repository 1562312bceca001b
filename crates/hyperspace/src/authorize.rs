//! Authorization: the one place where it is decided whether a Wave may reach its target.
//!
//! The check stands where a Wave has left the fabric at the target's star and has not yet entered
//! its Field. The rules are those of the reference (universe.md 8.2) for `super` and `perm`
//! grants, owners and scopes; privileges follow with the properties that ask for them.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use orrery_space::core::{CmdMethod, DirectedCore, HttpMethod};
use orrery_space::security::{GrantKind, MaskKind, Permissions, Scope, ScopeAspect};
use orrery_space::{Agent, Kind, Method, Point, Route};
use smol_str::{SmolStr, format_smolstr};

use crate::registry::{Carried, NumberedGrant, Particle, Registry};
use crate::trace::ParticleNo;

/// What a Wave needs on its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Need {
    /// Nothing.
    Nothing,
    /// That its sender is a star.
    Star,
    /// This permission.
    Permission(&'static str, Permissions),
}

impl Need {
    /// One bit for each permission, for the cache's key.
    fn number(self) -> u8 {
        match self {
            Need::Nothing | Need::Star => 0,
            Need::Permission(_, p) => [p.create, p.select, p.delete, p.read, p.write, p.execute]
                .into_iter()
                .fold(0, |number, bit| number << 1 | u8::from(bit)),
        }
    }
}

/// The single permissions by their names.
pub(crate) mod permission {
    use super::{Need, Permissions};

    const NONE: Permissions = Permissions::NONE;
    pub(crate) const CREATE: Need = Need::Permission(
        "Create",
        Permissions {
            create: true,
            ..NONE
        },
    );
    pub(crate) const SELECT: Need = Need::Permission(
        "Select",
        Permissions {
            select: true,
            ..NONE
        },
    );
    pub(crate) const READ: Need = Need::Permission("Read", Permissions { read: true, ..NONE });
    pub(crate) const WRITE: Need = Need::Permission(
        "Write",
        Permissions {
            write: true,
            ..NONE
        },
    );
    pub(crate) const EXECUTE: Need = Need::Permission(
        "eXecute",
        Permissions {
            execute: true,
            ..NONE
        },
    );
}

/// What a Wave with that core needs on a target of that kind.
pub(crate) fn need(core: &DirectedCore, target: &Kind) -> Need {
    let read = match target {
        Kind::Mechtron => permission::EXECUTE,
        _ => permission::READ,
    };
    match &core.method {
        Method::Hyp(_) => Need::Star,
        Method::Http(HttpMethod::Get | HttpMethod::Head | HttpMethod::Options) => read,
        Method::Http(_) | Method::Ext(_) => permission::EXECUTE,
        Method::Cmd(CmdMethod::Read) => read,
        Method::Cmd(CmdMethod::Update | CmdMethod::Init) => permission::WRITE,
        Method::Cmd(CmdMethod::Bounce) => Need::Nothing,
        // the executor and the logger are everybody's; the executor asks for each command's needs
        Method::Cmd(_) if *target == Kind::Global => Need::Nothing,
        Method::Cmd(_) => permission::EXECUTE,
    }
}

/// How a check ended, and which rule decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It may pass.
    Allowed(SmolStr),
    /// It is refused with that sentence.
    Refused(SmolStr),
}

/// What an agent has on a target.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Access {
    /// Everything, by that rule.
    Full(SmolStr),
    /// These, with the numbers of the grants that added and that masked.
    Enumerated {
        permissions: Permissions,
        added: Vec<(u32, Permissions)>,
        masked: Vec<(u32, Permissions)>,
    },
}

/// The cache of verdicts.
#[derive(Debug, Default)]
pub(crate) struct Authority {
    generation: u64,
    verdicts: HashMap<(Point, ParticleNo, u8), Verdict, BuildHasherDefault<Carried>>,
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
        need: Need,
    ) -> Verdict {
        match need {
            Need::Nothing => return Verdict::Allowed(SmolStr::new_static("open to all")),
            Need::Star => return from_star(registry, sender, target),
            Need::Permission(..) => {}
        }
        if sender == Some(target) {
            return Verdict::Allowed(SmolStr::new_static("to itself"));
        }
        let full = matches!(scope, Scope::Full);
        if full && matches!(agent, Agent::HyperUser) {
            return Verdict::Allowed(SmolStr::new_static("hyperuser"));
        }
        if !full {
            return decide(registry, &agent.to_point(), scope, target, need);
        }
        if self.generation != registry.generation() {
            self.generation = registry.generation();
            self.verdicts.clear();
        }
        let agent = agent.to_point();
        let key = (agent, target, need.number());
        if let Some(verdict) = self.verdicts.get(&key) {
            return verdict.clone();
        }
        let verdict = decide(registry, &key.0, scope, target, need);
        self.verdicts.insert(key, verdict.clone());
        verdict
    }
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

fn decide(
    registry: &Registry,
    agent: &Point,
    scope: &Scope,
    target: ParticleNo,
    need: Need,
) -> Verdict {
    let Need::Permission(name, needed) = need else {
        return Verdict::Allowed(SmolStr::new_static("open to all"));
    };
    let access = access(registry, agent, target);
    let (has, rule) = match &access {
        Access::Full(rule) => (Permissions::FULL, Some(rule.clone())),
        Access::Enumerated {
            permissions, added, ..
        } => {
            let by = added.iter().find(|(_, p)| p.has(needed));
            (
                *permissions,
                by.map(|(no, _)| format_smolstr!("grant {no}")),
            )
        }
    };
    let within = scope_of(registry, scope, target);
    let on = &registry.get(target).point;
    if has.has(needed) && within.has(needed) {
        return Verdict::Allowed(rule.unwrap_or_else(|| SmolStr::new_static("grants")));
    }
    let why = if has.has(needed) {
        SmolStr::new_static("the Wave's scope leaves it out")
    } else if let Access::Enumerated { masked, .. } = &access
        && let Some((no, _)) = masked.iter().rev().find(|(_, p)| !p.has(needed))
    {
        format_smolstr!("grant {no} ({}) takes it away", grant_text(registry, *no))
    } else {
        SmolStr::new_static("no grant gives it")
    };
    Verdict::Refused(format_smolstr!(
        "{agent} needs {name} on {on} and has {has}: {why}"
    ))
}

fn grant_text(registry: &Registry, no: u32) -> SmolStr {
    let index = (no as usize).saturating_sub(1);
    match registry.grants().get(index) {
        Some(numbered) => numbered.grant.to_string().into(),
        None => SmolStr::default(),
    }
}

/// What the scope leaves of all permissions on a target.
fn scope_of(registry: &Registry, scope: &Scope, target: ParticleNo) -> Permissions {
    match scope {
        Scope::Full => Permissions::FULL,
        Scope::None => Permissions::NONE,
        Scope::Grants(grants) => {
            let hierarchy = registry.hierarchy(target);
            let on_target = |kind: MaskKind| {
                let grants = grants.iter().filter(move |g| g.kind == kind);
                let grants = grants.filter(|g| g.on.matches(&hierarchy));
                grants.filter_map(|g| match g.aspect {
                    ScopeAspect::Perm(permissions) => Some(permissions),
                    ScopeAspect::Priv(_) => None,
                })
            };
            let given = on_target(MaskKind::Or).fold(Permissions::NONE, Permissions::or);
            on_target(MaskKind::And).fold(given, Permissions::and)
        }
    }
}

/// What an agent has on a target. `perm` grants are counted level by level from the root down, at
/// each level what is added before what is masked: so a mask wins on its level, and a deeper level
/// over a higher one.
fn access(registry: &Registry, agent: &Point, target: ParticleNo) -> Access {
    if let Some(rule) = everything(registry.get(target), agent) {
        return Access::Full(rule);
    }
    let mut permissions = Permissions::NONE;
    let mut added = Vec::new();
    let mut masked = Vec::new();
    let mut grants = in_force(registry, target);
    match registry.find(agent).map(|who| registry.hierarchy(who)) {
        Some(whose) => grants.retain(|numbered| numbered.grant.to.matches(&whose)),
        None => grants.clear(),
    }
    grants.sort_by_key(|numbered| numbered.no);
    let is_super = |numbered: &&&NumberedGrant| numbered.grant.kind == GrantKind::Super;
    if let Some(numbered) = grants.iter().find(is_super) {
        return Access::Full(format_smolstr!("grant {}", numbered.no));
    }
    grants.sort_by_key(|numbered| {
        let level = numbered.grant.on.query_root().segments().len();
        let masks = matches!(&numbered.grant.kind, GrantKind::Perm(m) if m.kind == MaskKind::And);
        (level, masks, numbered.no)
    });
    for numbered in grants {
        let GrantKind::Perm(mask) = &numbered.grant.kind else {
            continue;
        };
        let entry = (numbered.no, mask.permissions);
        match mask.kind {
            MaskKind::Or => {
                permissions = permissions.or(mask.permissions);
                added.push(entry);
            }
            MaskKind::And => {
                permissions = permissions.and(mask.permissions);
                masked.push(entry);
            }
        }
    }
    Access::Enumerated {
        permissions,
        added,
        masked,
    }
}

/// By which rule an agent has everything on a target without any grant.
fn everything(on: &Particle, agent: &Point) -> Option<SmolStr> {
    if *agent == Point::hyperuser() {
        Some(SmolStr::new_static("hyperuser"))
    } else if on.owner == *agent {
        Some(SmolStr::new_static("owner"))
    } else if on.point == *agent {
        Some(SmolStr::new_static("itself"))
    } else {
        None
    }
}

/// The grants on a target that count: who gave one must have everything there himself. They are
/// found from those who need no grant onward, along `super` grants, so each is looked at once for
/// each of these and a circle of grants gives nothing.
fn in_force(registry: &Registry, target: ParticleNo) -> Vec<&NumberedGrant> {
    let on = registry.get(target);
    if *on.point.route() != Route::This {
        return Vec::new();
    }
    let what = registry.hierarchy(target);
    let (mut counting, mut waiting): (Vec<_>, Vec<_>) = registry
        .grants()
        .iter()
        .filter(|numbered| numbered.grant.on.matches(&what))
        .partition(|numbered| everything(on, &numbered.grant.by).is_some());
    let mut next = 0;
    while let Some(&given) = counting.get(next) {
        next += 1;
        if given.grant.kind != GrantKind::Super {
            continue;
        }
        let (raised, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|numbered| {
            let by = registry.find(&numbered.grant.by);
            by.is_some_and(|who| given.grant.to.matches(&registry.hierarchy(who)))
        });
        counting.extend(raised);
        waiting = rest;
    }
    counting
}
