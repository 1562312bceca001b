//! Access: what one Particle has on another, and what a Wave's scope leaves of it.
//!
//! How it comes about, it does not know; that is [`access`](super::access).
//!
//! ```
//! use orrery_space::security::{Access, Permission};
//! assert!(Access::Owner.has_full() && !Access::Owner.has_super());
//! assert!(!Access::default().has(&Permission::Read.into()));
//! ```

use serde::{Deserialize, Serialize};

use super::{
    GrantKind, MaskKind, Permissions, Privilege, Privileges, Right, Scope, ScopeAspect, ScopeGrant,
};
use crate::selector::Hierarchy;

/// What one Particle has on another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Access {
    /// Everything, and the right to give it to others.
    Super,
    /// Everything, as its owner.
    Owner,
    /// Both.
    SuperOwner,
    /// This and no more.
    Enumerated(EnumeratedAccess),
}

/// Access as a list. By default none.
///
/// ```
/// use orrery_space::security::EnumeratedAccess;
/// let mut access = EnumeratedAccess::default();
/// access.add(&"perm +csd-RWx".parse()?);
/// access.add(&"perm &csd-Rwx".parse()?);
/// assert_eq!(access.permissions.to_string(), "csd-Rwx");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct EnumeratedAccess {
    /// The permissions.
    pub permissions: Permissions,
    /// The privileges.
    pub privileges: Privileges,
}

impl Default for Access {
    fn default() -> Self {
        Access::Enumerated(EnumeratedAccess::default())
    }
}

impl Access {
    /// Whether it can be given to others as `super`.
    #[must_use]
    pub fn has_super(&self) -> bool {
        matches!(self, Access::Super | Access::SuperOwner)
    }

    /// Whether it is the owner's.
    #[must_use]
    pub fn has_owner(&self) -> bool {
        matches!(self, Access::Owner | Access::SuperOwner)
    }

    /// Whether it is everything, by right and not by enumeration: who has it may grant.
    #[must_use]
    pub fn has_full(&self) -> bool {
        self.has_super() || self.has_owner()
    }

    /// The permissions in it.
    #[must_use]
    pub fn permissions(&self) -> Permissions {
        match self {
            Access::Enumerated(access) => access.permissions,
            _ => Permissions::FULL,
        }
    }

    /// The privileges in it.
    #[must_use]
    pub fn privileges(&self) -> Privileges {
        match self {
            Access::Enumerated(access) => access.privileges.clone(),
            _ => Privileges::Full,
        }
    }

    /// Whether that privilege is in it.
    #[must_use]
    pub fn check_privilege(&self, privilege: &Privilege) -> bool {
        match self {
            Access::Enumerated(access) => access.privileges.has(privilege),
            _ => true,
        }
    }

    /// Whether that right is in it.
    #[must_use]
    pub fn has(&self, right: &Right) -> bool {
        match self {
            Access::Enumerated(access) => access.has(right),
            _ => true,
        }
    }

    /// What a Wave of that scope may use of it on that target.
    #[must_use]
    pub fn mask(&self, scope: &Scope, on: &Hierarchy) -> Access {
        if *scope == Scope::Full {
            return self.clone();
        }
        Access::Enumerated(match self {
            Access::Enumerated(access) => access.mask(scope, on),
            _ => EnumeratedAccess::full().mask(scope, on),
        })
    }
}

impl EnumeratedAccess {
    /// Every permission and every privilege.
    #[must_use]
    pub fn full() -> Self {
        Self {
            permissions: Permissions::FULL,
            privileges: Privileges::Full,
        }
    }

    /// Lets a grant act: `perm +` and `priv` add, `perm &` takes away. `super` is not of this kind
    /// of access and adds nothing.
    pub fn add(&mut self, grant: &GrantKind) {
        match grant {
            GrantKind::Super => {}
            GrantKind::Perm(mask) => {
                self.permissions = match mask.kind {
                    MaskKind::Or => self.permissions.or(mask.permissions),
                    MaskKind::And => self.permissions.and(mask.permissions),
                };
            }
            GrantKind::Priv(privilege) => self.privileges.add(privilege),
        }
    }

    /// Lets one part of a scope act.
    fn narrow(&mut self, part: &ScopeGrant) {
        match (part.kind, &part.aspect) {
            (MaskKind::Or, ScopeAspect::Perm(given)) => {
                self.permissions = self.permissions.or(*given);
            }
            (MaskKind::And, ScopeAspect::Perm(left)) => {
                self.permissions = self.permissions.and(*left);
            }
            (MaskKind::Or, ScopeAspect::Priv(given)) => self.privileges.add(given),
            (MaskKind::And, ScopeAspect::Priv(left)) => {
                self.privileges = self.privileges.and(&Privileges::from(left));
            }
        }
    }

    /// What both have.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            permissions: self.permissions.and(other.permissions),
            privileges: self.privileges.and(&other.privileges),
        }
    }

    /// Takes all privileges away.
    pub fn clear_privs(&mut self) {
        self.privileges = Privileges::default();
    }

    /// Whether that right is in it.
    #[must_use]
    pub fn has(&self, right: &Right) -> bool {
        match right {
            Right::Permission(permission) => self.permissions.has((*permission).into()),
            Right::Privilege(privilege) => self.privileges.has(privilege),
        }
    }

    /// What a Wave of that scope may use of it on that target.
    #[must_use]
    pub fn mask(&self, scope: &Scope, on: &Hierarchy) -> Self {
        self.and(&scope.on(on))
    }
}

impl Scope {
    /// What it leaves on that target of somebody who has everything: of its parts that are about
    /// the target, what some add and none takes away.
    ///
    /// ```
    /// use orrery_space::security::{MaskKind, Scope, ScopeAspect, ScopeGrant};
    /// let read = ScopeGrant {
    ///     on: "localhost:**".parse()?,
    ///     kind: MaskKind::Or,
    ///     aspect: ScopeAspect::Perm("csd-Rwx".parse()?),
    /// };
    /// let scope = Scope::Grants([read].into());
    /// let left = scope.on(&"localhost<Space>:app<App>".parse()?);
    /// assert_eq!(left.permissions.to_string(), "csd-Rwx");
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn on(&self, target: &Hierarchy) -> EnumeratedAccess {
        let mut left = EnumeratedAccess::default();
        match self {
            Scope::Full => return EnumeratedAccess::full(),
            Scope::None => {}
            Scope::Grants(grants) => {
                for kind in [MaskKind::Or, MaskKind::And] {
                    grants
                        .iter()
                        .filter(|grant| grant.kind == kind && grant.on.matches(target))
                        .for_each(|grant| left.narrow(grant));
                }
            }
        }
        left
    }
}
