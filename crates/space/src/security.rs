//! Security: permissions, masks, privileges, grants, scopes, and the access that comes of them.
//!
//! It knows no registry of its own: owners, kinds and grants are asked of whatever implements
//! [`Records`]. It decides and enforces nothing; where a Wave is stopped is the Hyperverse's
//! business.
//!
//! ```
//! use orrery_space::security::{EnumeratedAccess, Grant, Permission};
//! let grant: Grant = "grant perm +csd-Rwx on localhost:app to localhost:**<User>".parse()?;
//! let mut access = EnumeratedAccess::default();
//! access.add(&grant.kind);
//! assert!(access.has(&Permission::Read.into()));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

mod access;
mod grant;
mod need;
mod privilege;
mod ruling;

use serde::{Deserialize, Serialize};

pub use self::access::{Access, EnumeratedAccess};
pub use self::grant::{AccessGrant, Grant, GrantKind, IndexedAccessGrant};
pub use self::need::{Need, Right};
pub use self::privilege::{Privilege, Privileges};
pub use self::ruling::{Lack, Records, Refusal, Rule, Ruling, access, decide};

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

/// One of the six permissions.
///
/// ```
/// use orrery_space::security::{Permission, Permissions};
/// assert_eq!(Permission::Execute.to_string(), "eXecute");
/// assert_eq!(Permissions::from(Permission::Read).to_string(), "csd-Rwx");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Permission {
    /// To create children.
    Create,
    /// To find it by a selector.
    Select,
    /// To delete children.
    Delete,
    /// To read it.
    Read,
    /// To change it.
    Write,
    /// To have it act.
    Execute,
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

impl Permission {
    /// All of them, in the order of their letters.
    pub const ALL: &'static [Permission] = &[
        Permission::Create,
        Permission::Select,
        Permission::Delete,
        Permission::Read,
        Permission::Write,
        Permission::Execute,
    ];

    /// The name, with the letter for which it stands as a capital.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Permission::Create => "Create",
            Permission::Select => "Select",
            Permission::Delete => "Delete",
            Permission::Read => "Read",
            Permission::Write => "Write",
            Permission::Execute => "eXecute",
        }
    }
}

impl From<Permission> for Permissions {
    /// That permission alone.
    fn from(permission: Permission) -> Self {
        let mut permissions = Permissions::NONE;
        match permission {
            Permission::Create => permissions.create = true,
            Permission::Select => permissions.select = true,
            Permission::Delete => permissions.delete = true,
            Permission::Read => permissions.read = true,
            Permission::Write => permissions.write = true,
            Permission::Execute => permissions.execute = true,
        }
        permissions
    }
}
