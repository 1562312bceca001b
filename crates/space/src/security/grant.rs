//! Grants: what somebody says of somebody's access, who said it, and under which number it is kept.
//!
//! A grant by itself gives nothing: whether it counts depends on who gave it, which
//! [`access`](super::access) finds out.
//!
//! ```
//! use orrery_space::security::Grant;
//! let grant: Grant = "grant super on localhost+:** to localhost:ann".parse()?;
//! let kept = grant.by("hyperspace:users:hyperuser".parse()?);
//! assert_eq!(kept.terms().to_string(), "super on localhost+:** to localhost:ann");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{PermissionsMask, Privilege};
use crate::{Point, Selector};

/// What a grant gives.
///
/// ```
/// use orrery_space::security::GrantKind;
/// let grant: GrantKind = "priv property:email:read".parse()?;
/// assert_eq!(grant, GrantKind::Priv("property:email:read".parse()?));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GrantKind {
    /// Everything.
    Super,
    /// `perm +csd-Rwx`.
    Perm(PermissionsMask),
    /// `priv property:email:read`, or `priv *` for all.
    Priv(Privilege),
}

/// The sentence `grant perm +csd-Rwx on SELECTOR to SELECTOR`. To grant to all the world, grant
/// to `**`.
///
/// ```
/// use orrery_space::security::Grant;
/// let grant: Grant = "grant priv * on localhost:app to **<User>".parse()?;
/// assert_eq!(grant.on.to_string(), "localhost:app");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// What it gives.
    pub kind: GrantKind,
    /// On what.
    pub on: Selector,
    /// To whom.
    pub to: Selector,
}

/// A grant and who gave it: `grant super on a to b by hyperspace:users:hyperuser`.
///
/// ```
/// use orrery_space::security::AccessGrant;
/// let grant: AccessGrant = "grant perm &csd-rwX on a:** to b by a".parse()?;
/// assert_eq!(grant.by.to_string(), "a");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccessGrant {
    /// What it gives.
    pub kind: GrantKind,
    /// On what.
    pub on: Selector,
    /// To whom.
    pub to: Selector,
    /// Who gave it.
    pub by: Point,
}

/// A grant under its number: `3: grant super on a to b by c`. The order is that of the numbers.
///
/// ```
/// use orrery_space::security::IndexedAccessGrant;
/// let second: IndexedAccessGrant = "2: grant super on a to b by c".parse()?;
/// let tenth: IndexedAccessGrant = "10: grant perm +csd-Rwx on a to b by c".parse()?;
/// assert!(second < tenth);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IndexedAccessGrant {
    // The first field, so that the derived order is by it.
    /// Its number; a registry gives each but once.
    pub id: u32,
    /// The grant.
    pub grant: AccessGrant,
}

impl Grant {
    /// The grant as it is kept, with who gave it.
    #[must_use]
    pub fn by(self, by: Point) -> AccessGrant {
        AccessGrant {
            kind: self.kind,
            on: self.on,
            to: self.to,
            by,
        }
    }
}

impl AccessGrant {
    /// What, on what and to whom: `super on a to b`.
    pub fn terms(&self) -> impl fmt::Display {
        fmt::from_fn(|f| write!(f, "{} on {} to {}", self.kind, self.on, self.to))
    }
}
