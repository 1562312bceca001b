//! How access comes about: owners, the HyperUser, grants, and which of them decides.
//!
//! The rules, in the order in which they are tried:
//!
//! 1. The HyperUser has everything everywhere, an owner everything on what it owns.
//! 2. A `super` grant gives everything, if who gave it has super on the target.
//! 3. Any other grant counts if who gave it has super on the target or owns it.
//! 4. A Particle may do everything to itself; that alone does not let it grant.
//! 5. What counts acts level by level from the root down, where a grant's level is the length of
//!    the exact beginning of its `on`. On each level all that is added comes before all that is
//!    taken away. So a mask wins on its level, and a deeper level over a higher one.
//!
//! Who has super is found from the HyperUser onward, so a circle of grants gives nothing, and no
//! grant is looked at more often than there are `super` grants on the target.
//!
//! Nothing here remembers: whoever asks often keeps the answers until its records change.

use std::fmt;

use super::{Access, EnumeratedAccess, GrantKind, IndexedAccessGrant, MaskKind, Right, Scope};
use crate::selector::Hierarchy;
use crate::{Point, Selector};

/// What must be known of a cosmos to tell who may do what.
pub trait Records {
    /// The point with its kinds; none where there is no such Particle.
    fn hierarchy(&self, point: &Point) -> Option<Hierarchy>;

    /// Who owns a Particle; none where there is no such Particle.
    fn owner(&self, point: &Point) -> Option<&Point>;

    /// All grants, in any order.
    fn grants(&self) -> &[IndexedAccessGrant];

    /// Those grants, in any order, on which it can hang what `to` has: every one of `super`, and every
    /// other that is to `to`. More of them change nothing but the time that it takes; whoever has
    /// many keeps an index.
    fn grants_about(&self, to: &Point) -> Vec<&IndexedAccessGrant> {
        let _ = to;
        self.grants().iter().collect()
    }
}

/// By which rule somebody has a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule<'r> {
    /// It is the HyperUser.
    HyperUser,
    /// It owns the target.
    Owner,
    /// It is the target.
    Itself,
    /// That grant gave it last.
    Grant(&'r IndexedAccessGrant),
}

/// Why somebody lacks a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Lack<'r> {
    /// There is no grant of it that counts.
    #[error("no grant gives it")]
    NotGiven,
    /// That grant took it away, and none that acts later gave it again.
    #[error("grant {} ({}) takes it away", .0.id, .0.grant.terms())]
    Taken(&'r IndexedAccessGrant),
    /// The agent has it, but its Wave may not use it.
    #[error("the Wave's scope leaves it out")]
    OutOfScope,
}

/// A refusal: who needs what on what, what it has instead, and what decided that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{agent} needs {right} on {on} and has {}: {lack}", self.has())]
pub struct Refusal<'r> {
    /// Who asked.
    pub agent: Point,
    /// What it needs.
    pub right: Right,
    /// On what.
    pub on: Point,
    /// What it has, before any scope.
    pub access: Access,
    /// Why that is too little.
    pub lack: Lack<'r>,
}

/// Somebody's access to something, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling<'r> {
    /// The access.
    pub access: Access,
    /// The rule that gives everything at once.
    outright: Option<Rule<'r>>,
    /// Else the grants that count, in the order in which they act.
    acting: Vec<&'r IndexedAccessGrant>,
}

/// What `to` has on `on`.
///
/// ```
/// use orrery_space::Point;
/// use orrery_space::security::{IndexedAccessGrant, Permission, Records, access};
/// use orrery_space::selector::Hierarchy;
///
/// struct Cosmos(Vec<IndexedAccessGrant>, Point);
///
/// impl Records for Cosmos {
///     fn hierarchy(&self, point: &Point) -> Option<Hierarchy> {
///         format!("{point}<Space>").parse().ok()
///     }
///     fn owner(&self, _: &Point) -> Option<&Point> {
///         Some(&self.1)
///     }
///     fn grants(&self) -> &[IndexedAccessGrant] {
///         &self.0
///     }
/// }
///
/// let grant = "1: grant perm +csd-Rwx on here to there by me".parse()?;
/// let cosmos = Cosmos(vec![grant], "me".parse()?);
/// let ruling = access(&cosmos, &"there".parse()?, &"here".parse()?);
/// assert_eq!(ruling.access.permissions().to_string(), "csd-Rwx");
/// let rule = ruling.decider(&Permission::Read.into()).unwrap();
/// assert_eq!(rule.to_string(), "grant 1");
/// let lack = ruling.decider(&Permission::Write.into()).unwrap_err();
/// assert_eq!(lack.to_string(), "no grant gives it");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[must_use]
pub fn access<'r, R: Records>(records: &'r R, to: &Point, on: &Point) -> Ruling<'r> {
    let outright = outright(records, to, on);
    let owner = records.owner(on) == Some(to);
    let mut acting = match (outright, records.hierarchy(to), records.hierarchy(on)) {
        // Nothing that a grant says can add to the HyperUser's access.
        (Some(Rule::HyperUser), ..) => Vec::new(),
        (_, Some(whose), Some(what)) => {
            let mut grants = in_force(records, (to, &whose), (on, &what));
            grants.retain(|grant| grant.grant.to.matches(&whose));
            grants
        }
        _ => Vec::new(),
    };
    let is_super = |grant: &&&IndexedAccessGrant| grant.grant.kind == GrantKind::Super;
    let given = acting.iter().filter(is_super).min().copied();
    let access = match (outright, owner, given) {
        (Some(Rule::HyperUser), true, _) | (_, true, Some(_)) => Access::SuperOwner,
        (Some(Rule::HyperUser), false, _) | (_, false, Some(_)) => Access::Super,
        (_, true, None) => Access::Owner,
        (Some(_), false, None) => Access::Enumerated(EnumeratedAccess::full()),
        (None, false, None) => {
            acting.sort_by_cached_key(|grant| {
                let masks =
                    matches!(grant.grant.kind, GrantKind::Perm(mask) if mask.kind == MaskKind::And);
                (grant.grant.on.level(), masks, grant.id)
            });
            let mut enumerated = EnumeratedAccess::default();
            for grant in &acting {
                enumerated.add(&grant.grant.kind);
            }
            Access::Enumerated(enumerated)
        }
    };
    Ruling {
        access,
        outright: outright.or(given.map(Rule::Grant)),
        acting,
    }
}

/// Whether a Wave of `agent`, within `scope`, has that right on `on`, and by which rule.
///
/// # Errors
///
/// The refusal, whose text is the reason of a 403.
pub fn decide<'r, R: Records>(
    records: &'r R,
    (agent, scope): (&Point, &Scope),
    on: &Point,
    right: &Right,
) -> Result<Rule<'r>, Refusal<'r>> {
    let refuse = |access: Access, lack| Refusal {
        agent: agent.clone(),
        right: right.clone(),
        on: on.clone(),
        access,
        lack,
    };
    let rule = match outright(records, agent, on) {
        Some(rule) => rule,
        None => {
            let ruling = access(records, agent, on);
            match ruling.decider(right) {
                Ok(rule) => rule,
                Err(lack) => return Err(refuse(ruling.access, lack)),
            }
        }
    };
    let within = *scope == Scope::Full
        || records
            .hierarchy(on)
            .is_some_and(|what| scope.on(&what).has(right));
    if within {
        return Ok(rule);
    }
    Err(refuse(access(records, agent, on).access, Lack::OutOfScope))
}

impl<'r> Ruling<'r> {
    /// What decides about that right: the rule by which it is there, or why it is not.
    ///
    /// # Errors
    ///
    /// Why it is not.
    pub fn decider(&self, right: &Right) -> Result<Rule<'r>, Lack<'r>> {
        if let Some(rule) = self.outright {
            return Ok(rule);
        }
        let mut access = EnumeratedAccess::default();
        let mut decider = Err(Lack::NotGiven);
        for &grant in &self.acting {
            let had = access.has(right);
            access.add(&grant.grant.kind);
            match (had, access.has(right)) {
                (false, true) => decider = Ok(Rule::Grant(grant)),
                (true, false) => decider = Err(Lack::Taken(grant)),
                _ => {}
            }
        }
        decider
    }
}

impl fmt::Display for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::HyperUser => f.write_str("hyperuser"),
            Rule::Owner => f.write_str("owner"),
            Rule::Itself => f.write_str("itself"),
            Rule::Grant(grant) => write!(f, "grant {}", grant.id),
        }
    }
}

impl Refusal<'_> {
    /// What the agent has, of the sort that it needs.
    fn has(&self) -> String {
        match self.right {
            Right::Permission(_) => self.access.permissions().to_string(),
            Right::Privilege(_) => self.access.privileges().to_string(),
        }
    }
}

/// By which rule somebody may do everything to a target without any grant.
fn outright(records: &impl Records, who: &Point, on: &Point) -> Option<Rule<'static>> {
    if *who == Point::hyperuser() {
        Some(Rule::HyperUser)
    } else if records.owner(on) == Some(who) {
        Some(Rule::Owner)
    } else if who == on {
        Some(Rule::Itself)
    } else {
        None
    }
}

/// The grants on a target that count, in no order that matters: those of `super` to anybody, since
/// others hang on them, and all others to `whose`.
fn in_force<'r>(
    records: &'r impl Records,
    (to, whose): (&Point, &Hierarchy),
    (on, what): (&Point, &Hierarchy),
) -> Vec<&'r IndexedAccessGrant> {
    let is_super = |grant: &IndexedAccessGrant| grant.grant.kind == GrantKind::Super;
    let about = records.grants_about(to).into_iter();
    let (supers, others): (Vec<_>, Vec<_>) = about
        .filter(|grant| is_super(grant) || grant.grant.to.matches(whose))
        .filter(|grant| grant.grant.on.matches(what))
        .partition(|grant| is_super(grant));
    let mut counting = raised(records, supers);
    let whom: Vec<&Selector> = counting.iter().map(|grant| &grant.grant.to).collect();
    let owner = records.owner(on);
    counting.extend(others.into_iter().filter(|grant| {
        let by = &grant.grant.by;
        let may = |by: Hierarchy| whom.iter().any(|to| to.matches(&by));
        *by == Point::hyperuser() || Some(by) == owner || records.hierarchy(by).is_some_and(may)
    }));
    counting
}

/// Those `super` grants on one target whose givers have super there.
fn raised<'r>(
    records: &impl Records,
    supers: Vec<&'r IndexedAccessGrant>,
) -> Vec<&'r IndexedAccessGrant> {
    let (mut counting, waiting): (Vec<_>, Vec<_>) = supers
        .into_iter()
        .partition(|grant| grant.grant.by == Point::hyperuser());
    let mut waiting: Vec<(&IndexedAccessGrant, Hierarchy)> = waiting
        .into_iter()
        .filter_map(|grant| Some((grant, records.hierarchy(&grant.grant.by)?)))
        .collect();
    let mut next = 0;
    while let Some(&given) = counting.get(next) {
        next += 1;
        let reached = |(_, by): &mut (_, Hierarchy)| given.grant.to.matches(by);
        counting.extend(waiting.extract_if(.., reached).map(|(grant, _)| grant));
    }
    counting
}
