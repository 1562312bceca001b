//! Scopes: what of its agent's rights a Wave may use, and how two scopes are joined.
//!
//! A scope gives nothing by itself: it masks what the agent has. What is left on a Particle is
//! computed by who knows the Particle.
//!
//! ```
//! use orrery_space::security::{MaskKind, Scope, ScopeAspect, ScopeGrant};
//! let read = ScopeGrant {
//!     on: "localhost:**".parse()?,
//!     kind: MaskKind::Or,
//!     aspect: ScopeAspect::Perm("csd-Rwx".parse()?),
//! };
//! let reading = Scope::Grants([read.clone()].into());
//! assert_eq!(Scope::Full & reading.clone(), reading);
//! assert!(reading.has_grant(&read));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::collections::BTreeSet;
use std::ops::{BitAnd, BitOr};

use serde::{Deserialize, Serialize};

use crate::Selector;
use crate::security::{MaskKind, Permissions, Privilege};

/// What of its agent's rights a Wave may use.
///
/// `a | b` allows what either allows and keeps the masks of both; `a & b` allows only what both
/// allow, and keeps the masks of both: so it is never wider than either. Both are commutative and
/// associative; `Full` is neutral for `&` and absorbs in `|`, `None` the other way round.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Scope {
    /// All of them.
    #[default]
    Full,
    /// None.
    None,
    /// These.
    Grants(BTreeSet<ScopeGrant>),
}

/// One part of a scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ScopeGrant {
    /// On what.
    pub on: Selector,
    /// Whether it gives, or leaves nothing else.
    pub kind: MaskKind,
    /// What.
    pub aspect: ScopeAspect,
}

/// What a part of a scope speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ScopeAspect {
    /// Permissions.
    Perm(Permissions),
    /// A privilege.
    Priv(Privilege),
}

impl Scope {
    /// Whether the scope has that part. `Full` has every one, `None` has none.
    #[must_use]
    pub fn has_grant(&self, grant: &ScopeGrant) -> bool {
        match self {
            Scope::Full => true,
            Scope::None => false,
            Scope::Grants(grants) => grants.contains(grant),
        }
    }
}

impl BitOr for Scope {
    type Output = Scope;

    fn bitor(self, other: Scope) -> Scope {
        match (self, other) {
            (Scope::Full, _) | (_, Scope::Full) => Scope::Full,
            (Scope::None, scope) | (scope, Scope::None) => scope,
            (Scope::Grants(mut grants), Scope::Grants(others)) => {
                grants.extend(others);
                Scope::Grants(grants)
            }
        }
    }
}

impl BitAnd for Scope {
    type Output = Scope;

    fn bitand(self, other: Scope) -> Scope {
        match (self, other) {
            (Scope::None, _) | (_, Scope::None) => Scope::None,
            (Scope::Full, scope) | (scope, Scope::Full) => scope,
            (Scope::Grants(grants), Scope::Grants(others)) => {
                let (masks, given): (BTreeSet<_>, BTreeSet<_>) = grants
                    .into_iter()
                    .partition(|grant| grant.kind == MaskKind::And);
                let joined = others.into_iter().filter(|grant| match grant.kind {
                    MaskKind::And => true,
                    MaskKind::Or => given.contains(grant),
                });
                Scope::Grants(joined.chain(masks).collect())
            }
        }
    }
}
