//! Security's vocabulary: permissions, masks, scopes. What is computed from them is the
//! Hyperverse's business.

use serde::{Deserialize, Serialize};

use crate::{Point, Selector};

pub use crate::scope::{Scope, ScopeAspect, ScopeGrant};

/// `csd-rwx`, a capital letter for what is given: Create, Select and Delete of children; Read,
/// Write and eXecute of the Particle.
///
/// ```
/// use orrery_space::security::Permissions;
/// let permissions: Permissions = "csd-Rwx".parse()?;
/// assert!(permissions.read && !permissions.write);
/// assert_eq!(Permissions::FULL.to_string(), "CSD-RWX");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[allow(missing_docs)] // the names are the letters
pub struct Permissions {
    pub create: bool,
    pub select: bool,
    pub delete: bool,
    pub read: bool,
    pub write: bool,
    pub execute: bool,
}

/// How a mask acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MaskKind {
    /// `+`: gives.
    Or,
    /// `&`: leaves nothing else.
    And,
}

/// `+csd-Rwx` or `&csd-rwX`.
///
/// ```
/// use orrery_space::security::{MaskKind, PermissionsMask};
/// let mask: PermissionsMask = "&csd-rwX".parse()?;
/// assert_eq!(mask.kind, MaskKind::And);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PermissionsMask {
    /// How it acts.
    pub kind: MaskKind,
    /// On what.
    pub permissions: Permissions,
}

/// What a grant gives.
///
/// ```
/// use orrery_space::security::GrantKind;
/// let grant: GrantKind = "priv property:email:read".parse()?;
/// assert_eq!(grant, GrantKind::Priv("property:email:read".into()));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum GrantKind {
    /// Everything.
    Super,
    /// `perm +csd-Rwx`.
    Perm(PermissionsMask),
    /// `priv property:email:read`, or `priv *` for all.
    Priv(smol_str::SmolStr),
}

/// A grant: `perm +csd-Rwx on S to S`, and who gave it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

impl Permissions {
    /// None at all.
    pub const NONE: Self = Self {
        create: false,
        select: false,
        delete: false,
        read: false,
        write: false,
        execute: false,
    };

    /// All of them.
    pub const FULL: Self = Self {
        create: true,
        select: true,
        delete: true,
        read: true,
        write: true,
        execute: true,
    };

    /// Those that either has.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            create: self.create | other.create,
            select: self.select | other.select,
            delete: self.delete | other.delete,
            read: self.read | other.read,
            write: self.write | other.write,
            execute: self.execute | other.execute,
        }
    }

    /// Those that both have.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            create: self.create & other.create,
            select: self.select & other.select,
            delete: self.delete & other.delete,
            read: self.read & other.read,
            write: self.write & other.write,
            execute: self.execute & other.execute,
        }
    }

    /// Whether it has all of `needed`.
    #[must_use]
    pub fn has(self, needed: Self) -> bool {
        self.and(needed) == needed
    }
}
