//! Which kind may live under which, which properties it takes, and which stars can host it.

use orrery_space::Kind;
use orrery_space::command::PropertyMod;
use orrery_space::kind::{ArtifactSub, FileSub, StarSub};
use orrery_space::particle::{Properties, Property};
use smol_str::{SmolStr, format_smolstr};

/// The most that the property `fuel` can give for one Wave: ten seconds of virtual time, during
/// which the driver of guests does nothing else.
pub const MOST_FUEL: u64 = 10_000_000_000;

/// The most that the property `memory` can give: a browser gives all guests together 4 GiB.
pub const MOST_MEMORY: u64 = 256 * 1024 * 1024;

/// Whether a Particle of kind `child` may live directly under one of kind `parent`.
#[must_use]
pub fn may_hold(parent: &Kind, child: &Kind) -> bool {
    use Kind::{
        App, Artifact, Base, Bundle, BundleSeries, Control, Database, Driver, File, FileSystem,
        Host, Mechtron, Native, Repo, Root, Space, Star, User, UserBase,
    };
    match parent {
        Root => matches!(child, Space | Base | Repo | App | Mechtron),
        Space | Base | App => matches!(
            child,
            Base | App | Mechtron | User | UserBase(_) | FileSystem | Database(_) | Repo | Control
        ),
        Mechtron => matches!(child, Base | Mechtron | FileSystem | Database(_)),
        UserBase(_) => matches!(child, User),
        FileSystem | File(FileSub::Dir) => matches!(child, File(_)),
        Repo => matches!(child, BundleSeries),
        BundleSeries => matches!(child, Bundle),
        Bundle | Artifact(ArtifactSub::Dir) => matches!(child, Artifact(_)),
        Star(_) | Driver => matches!(child, Driver | Base | Host | Control | Native(_)),
        _ => false,
    }
}

/// Whether stars of that role can host a kind.
#[must_use]
pub fn hosts(star: StarSub, kind: &Kind) -> bool {
    match kind {
        Kind::Base => !matches!(star, StarSub::Nexus),
        Kind::Root => star == StarSub::Central,
        Kind::Space => star == StarSub::Super,
        Kind::App | Kind::Mechtron | Kind::Host => star == StarSub::Maelstrom,
        Kind::Repo
        | Kind::BundleSeries
        | Kind::Bundle
        | Kind::Artifact(_)
        | Kind::FileSystem
        | Kind::File(_) => star == StarSub::Scribe,
        Kind::User | Kind::UserBase(_) => star == StarSub::Fold,
        Kind::Native(_) => star == StarSub::Jump,
        Kind::Control => star == StarSub::Machine,
        _ => false,
    }
}

/// Whether a kind can be made by a person or a Mechtron: the others belong to the Hyperverse.
#[must_use]
pub fn can_be_created(kind: &Kind) -> bool {
    use Kind::{Control, Driver, Global, Guest, Host, Native, Portal, Root, Star};
    !matches!(
        kind,
        Root | Star(_) | Driver | Global | Host | Guest | Native(_) | Control | Portal
    )
}

/// Refuses a property which a kind does not know or which has a value that it cannot have.
fn check(kind: &Kind, key: &str, value: &str) -> Result<(), SmolStr> {
    let pattern = match (kind, key) {
        (_, "bind") | (Kind::Mechtron, "config") => {
            return match value.parse::<orrery_space::Point>() {
                Ok(_) => Ok(()),
                Err(error) => Err(format_smolstr!(
                    "property `{key}` must be a point, `{value}` is none: {error}"
                )),
            };
        }
        (Kind::Mechtron, "fuel" | "memory" | "restarts" | "shards" | "replicas") => {
            let most = match key {
                "fuel" => MOST_FUEL,
                "memory" => MOST_MEMORY,
                _ => u64::MAX,
            };
            return match value.parse::<u64>() {
                Ok(number) if number > most => Err(format_smolstr!(
                    "property `{key}` may be at most {most}, `{value}` is more"
                )),
                Ok(_) => Ok(()),
                Err(_) => Err(format_smolstr!(
                    "property `{key}` must be a whole number, `{value}` is none"
                )),
            };
        }
        (Kind::User, "email") => value.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !value.contains(char::is_whitespace)
        }),
        (Kind::User, "username" | "password") => !value.is_empty(),
        (Kind::Space | Kind::Base | Kind::App | Kind::Mechtron, _) => true,
        _ => {
            return Err(format_smolstr!("a {kind} has no property `{key}`"));
        }
    };
    if pattern {
        Ok(())
    } else {
        Err(format_smolstr!(
            "property `{key}` of a {kind} cannot be `{value}`"
        ))
    }
}

/// The properties of a new Particle.
///
/// # Errors
///
/// A sentence when one is unknown, has a value that it cannot have, is removed, or is missing.
pub(crate) fn first_properties(kind: &Kind, mods: &[PropertyMod]) -> Result<Properties, SmolStr> {
    let mut properties = Properties::new();
    for change in mods {
        match change {
            PropertyMod::Set { key, value, lock } => {
                check(kind, key, value)?;
                let property = Property {
                    value: value.clone(),
                    locked: *lock,
                };
                properties.insert(key.clone(), property);
            }
            PropertyMod::Unset(key) => {
                return Err(format_smolstr!(
                    "property `{key}` cannot be removed from what is only being created"
                ));
            }
        }
    }
    if *kind == Kind::Mechtron && !properties.contains_key("config") {
        return Err(SmolStr::new_static(
            "a Mechtron needs the property `config`, the point of its .mechtron artifact; \
             `launch ^[ file ]-> POINT` makes one from a module",
        ));
    }
    Ok(properties)
}

/// Checks the changes of a `set`.
///
/// # Errors
///
/// A sentence when one is unknown, has a value that it cannot have, or removes what is needed.
pub(crate) fn check_changes(kind: &Kind, mods: &[PropertyMod]) -> Result<(), SmolStr> {
    for change in mods {
        match change {
            PropertyMod::Set { key, value, .. } => check(kind, key, value)?,
            PropertyMod::Unset(key) if *kind == Kind::Mechtron && key == "config" => {
                return Err(SmolStr::new_static(
                    "property `config` of a Mechtron cannot be removed",
                ));
            }
            PropertyMod::Unset(_) => {}
        }
    }
    Ok(())
}
