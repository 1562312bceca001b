//! What each kind declares.
//!
//! ```text
//! every kind   bind
//! Mechtron     config, fuel, memory, restarts, place, shards, replicas, and any other
//! Host         bin
//! User         email (read by the privilege property:email:read), username, password
//! Space, Base, App: place, shards, and any other
//! Native       any other: the point of a site by the name of its host
//! ```

use smol_str::SmolStr;

use super::{PropertyDef, PropertyPattern, PropertyPermit, PropertySource, PropertyTable};
use crate::Kind;
use crate::security::Privilege;

/// The most that the property `fuel` can give for one Wave: ten seconds of virtual time, during
/// which the driver of guests does nothing else.
pub const MOST_FUEL: u64 = 10_000_000_000;

/// The most that the property `memory` can give: a browser gives all guests together 4 GiB.
pub const MOST_MEMORY: u64 = 256 * 1024 * 1024;

/// The most that the property `replicas` can give: each has a memory of its own.
pub const MOST_REPLICAS: u16 = 64;

const COUNT: PropertyPattern = PropertyPattern::U64 { most: u64::MAX };

const BIND: PropertyDef = PropertyDef::new("bind", PropertyPattern::Point);

const PLACE: PropertyDef = PropertyDef::new("place", PropertyPattern::Place);

const SHARDS: PropertyDef = PropertyDef::new("shards", COUNT);

const MECHTRON: &[PropertyDef] = &[
    BIND,
    PropertyDef::new("config", PropertyPattern::Point).required(
        "the point of its .mechtron artifact; `launch ^[ file ]-> POINT` makes one from a module",
    ),
    PropertyDef::new("fuel", PropertyPattern::U64 { most: MOST_FUEL }),
    PropertyDef::new("memory", PropertyPattern::U64 { most: MOST_MEMORY }),
    PropertyDef::new("restarts", COUNT),
    PLACE,
    SHARDS,
    PropertyDef::new(
        "replicas",
        PropertyPattern::U64 {
            most: MOST_REPLICAS as u64,
        },
    ),
];

const CONTAINER: &[PropertyDef] = &[BIND, PLACE, SHARDS];

const HOST: &[PropertyDef] = &[
    BIND,
    PropertyDef::new("bin", PropertyPattern::Point)
        .required("the point of its module")
        .immutable(),
];

/// To see somebody is not to know how to write to him.
const EMAIL: &[PropertyPermit] = &[
    PropertyPermit::Priv(Privilege::Named(SmolStr::new_static("property:email:read"))),
    PropertyPermit::Write,
];

const USER: &[PropertyDef] = &[
    BIND,
    PropertyDef::new("email", PropertyPattern::Email).permits(EMAIL),
    PropertyDef::new("username", PropertyPattern::Username),
    PropertyDef::new("password", PropertyPattern::Filled).source(PropertySource::CoreSecret),
];

const PLAIN: &[PropertyDef] = &[BIND];

/// The properties of a kind.
///
/// ```
/// use orrery_space::{Kind, property::properties_of};
/// let keys: Vec<&str> = properties_of(&Kind::User).defs.iter().map(|def| def.key).collect();
/// assert_eq!(keys, ["bind", "email", "username", "password"]);
/// ```
#[must_use]
pub fn properties_of(kind: &Kind) -> PropertyTable {
    PropertyTable {
        kind: kind.clone(),
        defs: match kind {
            Kind::Mechtron => MECHTRON,
            Kind::Space | Kind::Base | Kind::App => CONTAINER,
            Kind::Host => HOST,
            Kind::User => USER,
            _ => PLAIN,
        },
        free: match kind {
            Kind::Space | Kind::Base | Kind::App | Kind::Mechtron => {
                Some(PropertyPattern::Anything)
            }
            Kind::Native(_) => Some(PropertyPattern::Point),
            _ => None,
        },
    }
}
