//! Archetypes: a kind and the properties with which a Particle of it begins.

use serde::{Deserialize, Serialize};

use super::{PropertyErrors, properties_of};
use crate::Kind;
use crate::command::PropertyMod;
use crate::particle::Properties;

/// A kind and properties that a new Particle of it can have.
///
/// ```
/// use orrery_space::Kind;
/// use orrery_space::property::Archetype;
/// let missing = Archetype::new(Kind::Mechtron, &[]).unwrap_err();
/// assert!(missing.to_string().starts_with("a Mechtron needs the property `config`"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archetype {
    /// What it is.
    pub kind: Kind,
    /// Its first properties.
    pub properties: Properties,
}

impl Archetype {
    /// An archetype from what somebody wants; presets are filled in.
    ///
    /// # Errors
    ///
    /// A Particle of that kind cannot begin so.
    pub fn new(kind: Kind, mods: &[PropertyMod]) -> Result<Self, PropertyErrors> {
        let properties = properties_of(&kind).create(mods)?;
        Ok(Self { kind, properties })
    }
}
