//! Privileges: named rights beside the six permissions, such as the one to read a property.
//!
//! A name means what somebody asks for by it; nothing here knows any names.
//!
//! ```
//! use orrery_space::security::{Privilege, Privileges};
//! let mut privileges = Privileges::default();
//! privileges.add(&"property:email:read".parse::<Privilege>()?);
//! assert_eq!(privileges.to_string(), "{ property:email:read }");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::collections::BTreeSet;

use smol_str::SmolStr;

/// One privilege: `property:email:read`, or `*` for all of them.
///
/// ```
/// use orrery_space::security::Privilege;
/// assert_eq!("*".parse::<Privilege>()?, Privilege::Full);
/// assert_eq!("a:b".parse::<Privilege>()?, Privilege::Named("a:b".into()));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Privilege {
    /// `*`: every privilege.
    Full,
    /// The one of that name: lower-case letters, digits, `-` and `:`.
    Named(SmolStr),
}

/// What somebody has of privileges: `{ a, b:c }`, or `*` for all. By default none.
///
/// ```
/// use orrery_space::security::{Privilege, Privileges};
/// let some: Privileges = "{ a, b:c }".parse()?;
/// assert!(some.has(&"a".parse()?));
/// assert!(!some.has(&Privilege::Full));
/// assert_eq!(Privileges::Full.and(&some), some);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Privileges {
    /// All that there are.
    Full,
    /// Those of these names.
    Named(BTreeSet<SmolStr>),
}

impl Default for Privileges {
    fn default() -> Self {
        Privileges::Named(BTreeSet::new())
    }
}

impl From<&Privilege> for Privileges {
    fn from(privilege: &Privilege) -> Self {
        let mut privileges = Privileges::default();
        privileges.add(privilege);
        privileges
    }
}

impl Privileges {
    /// Adds one.
    pub fn add(&mut self, privilege: &Privilege) {
        match (&mut *self, privilege) {
            (Privileges::Full, _) => {}
            (_, Privilege::Full) => *self = Privileges::Full,
            (Privileges::Named(names), Privilege::Named(name)) => {
                names.insert(name.clone());
            }
        }
    }

    /// Those that either has.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        match (self, other) {
            (Privileges::Named(a), Privileges::Named(b)) => {
                Privileges::Named(a.union(b).cloned().collect())
            }
            _ => Privileges::Full,
        }
    }

    /// Those that both have.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Privileges::Full, rest) | (rest, Privileges::Full) => rest.clone(),
            (Privileges::Named(a), Privileges::Named(b)) => {
                Privileges::Named(a.intersection(b).cloned().collect())
            }
        }
    }

    /// Whether that one is among them; for `*`, whether they are all.
    #[must_use]
    pub fn has(&self, privilege: &Privilege) -> bool {
        match (self, privilege) {
            (Privileges::Full, _) => true,
            (Privileges::Named(names), Privilege::Named(name)) => names.contains(name),
            (Privileges::Named(_), Privilege::Full) => false,
        }
    }
}
