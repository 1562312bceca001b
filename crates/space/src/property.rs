//! Properties: what a kind declares of them, and what may be done to them.
//!
//! [`properties_of`] is the table of a kind; its checks say all that is wrong at once. Nothing here
//! knows who asks: whether somebody may write is a matter of security.
//!
//! ```
//! use orrery_space::property::properties_of;
//! use orrery_space::{Command, Kind};
//! let command: Command = "create localhost:ann<User>{ +emial=a@b.org, +bind=B }".parse()?;
//! let Command::Create(create) = command else { unreachable!() };
//! let errors = properties_of(&Kind::User).create(&create.properties).unwrap_err();
//! let sentences: Vec<String> = errors.iter().map(ToString::to_string).collect();
//! assert_eq!(sentences[0], "a User has no property `emial`; did you mean `email`?");
//! assert!(sentences[1].starts_with("property `bind` must be a point, not `B`"));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

mod archetype;
mod check;
mod declared;
mod error;
mod pattern;

use crate::Kind;
use crate::security::{Permission, Permissions, Privilege, Privileges, Right};

pub use self::archetype::Archetype;
pub use self::declared::{MOST_FUEL, MOST_MEMORY, MOST_REPLICAS, properties_of};
pub use self::error::{PropertyError, PropertyErrors};
pub use self::pattern::{Misfit, PropertyPattern};

/// What a kind declares of one property.
///
/// ```
/// use orrery_space::property::{Preset, PropertyDef, PropertyPattern};
/// const LIMIT: PropertyDef = PropertyDef::new("limit", PropertyPattern::U64 { most: 10 })
///     .preset(Preset::Default("many"));
/// let wrong = LIMIT.validate().unwrap_err();
/// assert_eq!(wrong.to_string(), "property `limit` must be a whole number, not `many`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PropertyDef {
    /// Its name.
    pub key: &'static str,
    /// What values it takes.
    pub pattern: PropertyPattern,
    /// Whether no Particle of the kind is without it.
    pub required: bool,
    /// Whether it can be changed and removed later.
    pub mutable: bool,
    /// Who sets it, and who may know it.
    pub source: PropertySource,
    /// The value that it has when nobody gives one.
    pub preset: Preset,
    /// What lets somebody reach it.
    pub permits: &'static [PropertyPermit],
    /// What it is, as it follows "needs the property `…`, ".
    pub about: &'static str,
}

/// Where a property comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PropertySource {
    /// Whoever may write the Particle.
    Shell,
    /// The Particle, or whoever may write it.
    Core,
    /// The Particle alone.
    CoreReadOnly,
    /// Whoever may write the Particle; nobody reads it but the Particle.
    CoreSecret,
}

/// The value that a property has when nobody gives one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// There is none.
    None,
    /// This, until another is given.
    Default(&'static str),
    /// This, always.
    Constant(&'static str),
}

/// What lets somebody reach a property: `read`, `write`, `priv(property:email:read)`.
///
/// ```
/// use orrery_space::property::PropertyPermit;
/// let permit: PropertyPermit = "priv(property:email:read)".parse()?;
/// assert_eq!(permit, PropertyPermit::Priv("property:email:read".parse()?));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PropertyPermit {
    /// Who may read the Particle may read it.
    Read,
    /// Who may write the Particle may change it.
    Write,
    /// Who holds that privilege may read it.
    Priv(Privilege),
}

/// The properties of a kind.
///
/// ```
/// use orrery_space::{Kind, property::properties_of};
/// let table = properties_of(&Kind::Mechtron);
/// assert!(table.def("config").is_some_and(|config| config.required));
/// assert!(table.free.is_some());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyTable {
    /// The kind.
    pub kind: Kind,
    /// What it declares.
    pub defs: &'static [PropertyDef],
    /// What values others take, which are kept as text; none where there are no others.
    pub free: Option<PropertyPattern>,
}

impl PropertyDef {
    /// An optional property that whoever may read and write the Particle reads and writes.
    #[must_use]
    pub const fn new(key: &'static str, pattern: PropertyPattern) -> Self {
        Self {
            key,
            pattern,
            required: false,
            mutable: true,
            source: PropertySource::Shell,
            preset: Preset::None,
            permits: &[PropertyPermit::Read, PropertyPermit::Write],
            about: "",
        }
    }

    /// No Particle is without it; `about` tells what it is to somebody who has left it out.
    #[must_use]
    pub const fn required(self, about: &'static str) -> Self {
        Self {
            required: true,
            about,
            ..self
        }
    }

    /// It stays as it was created.
    #[must_use]
    pub const fn immutable(self) -> Self {
        Self {
            mutable: false,
            ..self
        }
    }

    /// It comes from there.
    #[must_use]
    pub const fn source(self, source: PropertySource) -> Self {
        Self { source, ..self }
    }

    /// It has that value when nobody gives one.
    #[must_use]
    pub const fn preset(self, preset: Preset) -> Self {
        Self { preset, ..self }
    }

    /// It is reached so.
    #[must_use]
    pub const fn permits(self, permits: &'static [PropertyPermit]) -> Self {
        Self { permits, ..self }
    }

    /// Whether the preset is a value that the property can have.
    ///
    /// # Errors
    ///
    /// It is not.
    pub fn validate(&self) -> Result<(), PropertyError> {
        match self.preset {
            Preset::None => Ok(()),
            Preset::Default(value) | Preset::Constant(value) => self.check(value),
        }
    }

    /// The rights on the Particle of which each lets somebody read it; none where nobody reads it but
    /// the Particle.
    ///
    /// ```
    /// use orrery_space::{Kind, property::properties_of};
    /// let user = properties_of(&Kind::User);
    /// let needs: Vec<String> = user.defs.iter().flat_map(|def| def.read_by()).map(|r| r.to_string()).collect();
    /// assert_eq!(needs, ["Read", "privilege property:email:read", "Read"]);
    /// ```
    pub fn read_by(&self) -> impl Iterator<Item = Right> {
        let secret = self.source == PropertySource::CoreSecret;
        let permits = if secret { &[] } else { self.permits };
        permits.iter().filter_map(|permit| match permit {
            PropertyPermit::Read => Some(Permission::Read.into()),
            PropertyPermit::Write => None,
            PropertyPermit::Priv(privilege) => Some(privilege.clone().into()),
        })
    }

    /// Whether somebody may read it who has these permissions and privileges on the Particle.
    #[must_use]
    pub fn lets_read(&self, has: Permissions, holds: &Privileges) -> bool {
        self.read_by().any(|right| match right {
            Right::Permission(permission) => has.has(permission.into()),
            Right::Privilege(privilege) => holds.has(&privilege),
        })
    }

    /// Whether somebody may change it who has these permissions on the Particle.
    #[must_use]
    pub fn lets_write(&self, has: Permissions) -> bool {
        has.write && self.permits.contains(&PropertyPermit::Write)
    }
}
