//! The checks: creation, change and reading. Each tells all that is wrong, not only the first.

use smol_str::SmolStr;

use super::pattern::Misfit;
use super::{
    Preset, PropertyDef, PropertyError, PropertyErrors, PropertyPattern, PropertyPermit,
    PropertySource, PropertyTable,
};
use crate::Point;
use crate::command::PropertyMod;
use crate::grammar::nearest;
use crate::particle::{Properties, Property};

impl PropertyDef {
    /// Whether the property can have that value.
    ///
    /// # Errors
    ///
    /// It cannot.
    pub fn check(&self, value: &str) -> Result<(), PropertyError> {
        let secret = self.source == PropertySource::CoreSecret;
        fits(self.key, self.pattern, value, secret)
    }
}

impl PropertyTable {
    /// What the kind declares of a property.
    #[must_use]
    pub fn def(&self, key: &str) -> Option<&'static PropertyDef> {
        self.defs.iter().find(|def| def.key == key)
    }

    /// The properties of a new Particle: those that are given, and the presets.
    ///
    /// # Errors
    ///
    /// One is unknown, has a value that it cannot have, is not for the creator to set, is removed,
    /// is locked and then set again, or is missing.
    pub fn create(&self, mods: &[PropertyMod]) -> Result<Properties, PropertyErrors> {
        let mut properties = Properties::new();
        let mut errors = Vec::new();
        for change in mods {
            let result = match change {
                PropertyMod::Set { key, value, lock } => self
                    .may_set(key, value)
                    .and_then(|()| put(&mut properties, None, key, value, *lock)),
                PropertyMod::Unset(key) => Err(PropertyError::NotYet { key: key.clone() }),
            };
            errors.extend(result.err());
        }
        for def in self.defs {
            match def.preset {
                Preset::Default(value) | Preset::Constant(value) => {
                    properties
                        .entry(SmolStr::new_static(def.key))
                        .or_insert_with(|| Property {
                            value: SmolStr::new_static(value),
                            locked: false,
                        });
                }
                Preset::None if def.required && !names(mods, def.key) => {
                    errors.push(self.missing(def, mods));
                }
                Preset::None => {}
            }
        }
        PropertyErrors::unless(errors, properties)
    }

    /// The properties of the Particle at `point`, which has these `now`, after a change.
    ///
    /// Later changes win over earlier ones of the same property, unless that was locked.
    ///
    /// # Errors
    ///
    /// One is unknown, locked, constant or immutable, has a value that it cannot have, or is
    /// removed and needed. Then nothing is changed.
    pub fn update(
        &self,
        point: &Point,
        now: &Properties,
        mods: &[PropertyMod],
    ) -> Result<Properties, PropertyErrors> {
        let mut properties = now.clone();
        let mut errors = Vec::new();
        for change in mods {
            let result = match change {
                PropertyMod::Set { key, value, lock } => self
                    .may_change(key)
                    .and_then(|()| self.may_set(key, value))
                    .and_then(|()| put(&mut properties, Some(point), key, value, *lock)),
                PropertyMod::Unset(key) => self
                    .may_unset(key)
                    .and_then(|()| take(&mut properties, point, key)),
            };
            errors.extend(result.err());
        }
        PropertyErrors::unless(errors, properties)
    }

    /// Whether anybody may read a property, other than the Particle.
    ///
    /// # Errors
    ///
    /// The kind has no such property, or it is secret.
    pub fn read(&self, key: &str) -> Result<(), PropertyError> {
        match self.def(key) {
            Some(def) if def.source == PropertySource::CoreSecret => Err(PropertyError::Secret {
                kind: Box::new(self.kind.clone()),
                key: key.into(),
            }),
            Some(_) => Ok(()),
            None => self.known(key),
        }
    }

    /// Whether whoever may read a Particle may read that property of it.
    #[must_use]
    pub fn is_open(&self, key: &str) -> bool {
        let def = self.def(key);
        self.read(key).is_ok() && def.is_none_or(|def| def.permits.contains(&PropertyPermit::Read))
    }

    /// Properties without those that need more to be read than the Particle does.
    #[must_use]
    pub fn readable(&self, properties: &Properties) -> Properties {
        let mut shown = properties.clone();
        shown.retain(|key, _| self.is_open(key));
        shown
    }

    /// Whether a property that is not declared may be there.
    fn known(&self, key: &str) -> Result<(), PropertyError> {
        if self.free.is_some() || self.def(key).is_some() {
            return Ok(());
        }
        let known = || self.defs.iter().map(|def| def.key);
        Err(PropertyError::Unknown {
            kind: Box::new(self.kind.clone()),
            key: key.into(),
            nearest: nearest(key, known()),
            known: known().collect(),
        })
    }

    /// Whether anybody may give a property that value, at creation or later.
    fn may_set(&self, key: &str, value: &str) -> Result<(), PropertyError> {
        let Some(def) = self.def(key) else {
            self.known(key)?;
            return match self.free {
                Some(pattern) => fits(key, pattern, value, false),
                None => Ok(()),
            };
        };
        match def.preset {
            Preset::Constant(constant) if constant != value => {
                return Err(PropertyError::Constant {
                    key: key.into(),
                    value: constant,
                });
            }
            _ => {}
        }
        if def.source == PropertySource::CoreReadOnly {
            return Err(PropertyError::ReadOnly {
                kind: Box::new(self.kind.clone()),
                key: key.into(),
            });
        }
        def.check(value)
    }

    /// Whether a property can be given another value after creation.
    fn may_change(&self, key: &str) -> Result<(), PropertyError> {
        match self.def(key) {
            Some(def) if !def.mutable => Err(PropertyError::Immutable {
                kind: Box::new(self.kind.clone()),
                key: key.into(),
            }),
            Some(def) => match def.preset {
                Preset::Constant(value) => Err(PropertyError::Constant {
                    key: key.into(),
                    value,
                }),
                _ => Ok(()),
            },
            None => Ok(()),
        }
    }

    /// Whether a property can be removed.
    fn may_unset(&self, key: &str) -> Result<(), PropertyError> {
        self.known(key)?;
        self.may_change(key)?;
        match self.def(key) {
            Some(def) if def.required => Err(PropertyError::Needed {
                kind: Box::new(self.kind.clone()),
                key: key.into(),
            }),
            Some(def) if def.source == PropertySource::CoreReadOnly => {
                Err(PropertyError::ReadOnly {
                    kind: Box::new(self.kind.clone()),
                    key: key.into(),
                })
            }
            _ => Ok(()),
        }
    }

    fn missing(&self, def: &'static PropertyDef, mods: &[PropertyMod]) -> PropertyError {
        let given = mods.iter().filter_map(|change| match change {
            PropertyMod::Set { key, .. } => Some(key.as_str()),
            PropertyMod::Unset(_) => None,
        });
        let undeclared = given.filter(|key| self.def(key).is_none());
        PropertyError::Missing {
            kind: Box::new(self.kind.clone()),
            key: def.key,
            about: def.about,
            meant: nearest(def.key, undeclared).map(SmolStr::from),
        }
    }
}

/// Whether a value fits a pattern. What is secret is not told.
fn fits(
    key: &str,
    expected: PropertyPattern,
    value: &str,
    secret: bool,
) -> Result<(), PropertyError> {
    let key = SmolStr::new(key);
    expected.check(value).map_err(|misfit| match misfit {
        Misfit::TooMuch(most) if !secret => PropertyError::TooMuch {
            key,
            most,
            found: value.into(),
        },
        Misfit::Other(reason) if !secret => PropertyError::Unfit {
            key,
            expected,
            found: Some(value.into()),
            reason,
        },
        _ => PropertyError::Unfit {
            key,
            expected,
            found: None,
            reason: None,
        },
    })
}

/// Whether one of the changes gives that property a value, good or bad.
fn names(mods: &[PropertyMod], wanted: &str) -> bool {
    let sets =
        |change: &PropertyMod| matches!(change, PropertyMod::Set { key, .. } if key == wanted);
    mods.iter().any(sets)
}

fn unlocked(
    properties: &Properties,
    of: Option<&Point>,
    key: &SmolStr,
) -> Result<(), PropertyError> {
    if properties.get(key).is_some_and(|property| property.locked) {
        return Err(PropertyError::Locked {
            key: key.clone(),
            of: of.cloned(),
        });
    }
    Ok(())
}

fn put(
    properties: &mut Properties,
    of: Option<&Point>,
    key: &SmolStr,
    value: &SmolStr,
    locked: bool,
) -> Result<(), PropertyError> {
    unlocked(properties, of, key)?;
    let value = value.clone();
    properties.insert(key.clone(), Property { value, locked });
    Ok(())
}

fn take(properties: &mut Properties, of: &Point, key: &SmolStr) -> Result<(), PropertyError> {
    unlocked(properties, Some(of), key)?;
    properties.remove(key);
    Ok(())
}
