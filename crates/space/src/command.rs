//! Commands: what a person or a script says to the cosmos.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::core::Method;
use crate::kind::KindTemplate;
use crate::{Point, Selector, Substance, Surface};

pub use crate::security::Grant;

/// One command. Its text form is its JSON form too.
///
/// ```
/// use orrery_space::Command;
/// let command: Command = "create? localhost:app<Mechtron>{ +place=fast };".parse()?;
/// assert_eq!(command.to_string(), "create? localhost:app<Mechtron>{ +place=fast }");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// `create localhost:app<App>{ +key=value }`
    Create(Create),
    /// `ping TARGET [METHOD] [SUBSTANCE]`
    Ping(Send),
    /// `signal TARGET [METHOD] [SUBSTANCE]`
    Signal(Send),
    /// `select SELECTOR [into points|stubs]`
    Select(Select),
    /// `get POINT[{ key, key }]`
    Get(Get),
    /// `set POINT{ +key=value, !key }`
    Set(Set),
    /// `launch ^[ file ]-> POINT`
    Launch(Launch),
    /// `grant perm +csd-Rwx on SELECTOR to SELECTOR`
    Grant(Grant),
    /// `as POINT`
    As(Point),
    /// `advance 5s`
    Advance(Duration),
    /// `help [COMMAND]`
    Help(Option<SmolStr>),
}

/// A command as text, with the files that it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawCommand {
    /// The line.
    pub line: SmolStr,
    /// Files by name.
    pub transfers: Vec<(SmolStr, std::sync::Arc<[u8]>)>,
}

/// What to do when the point is taken.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Strategy {
    /// `create`: 409.
    #[default]
    Commit,
    /// `create?`: leave it.
    Ensure,
    /// `create!`: update its properties.
    Override,
}

/// The point of a `create`: exact, or with `%` for the parent's next number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PointTemplate {
    /// This point.
    Exact(Point),
    /// `parent:prefix%`: the child's text before the number.
    Pattern {
        /// The parent.
        parent: Point,
        /// What stands before the number.
        prefix: SmolStr,
    },
}

/// Creates a Particle.
#[derive(Debug, Clone, PartialEq)]
pub struct Create {
    /// What to do when the point is taken.
    pub strategy: Strategy,
    /// Where.
    pub point: PointTemplate,
    /// What.
    pub kind: KindTemplate,
    /// Its properties.
    pub properties: Vec<PropertyMod>,
}

/// A change to a property.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PropertyMod {
    /// `+key=value`, or `+@key=value` to lock it.
    Set {
        /// The name.
        key: SmolStr,
        /// The value.
        value: SmolStr,
        /// Whether it can no longer be changed.
        lock: bool,
    },
    /// `!key`
    Unset(SmolStr),
}

/// Sends a Wave.
#[derive(Debug, Clone, PartialEq)]
pub struct Send {
    /// To whom.
    pub to: Surface,
    /// What.
    pub method: Method,
    /// With which path.
    pub path: SmolStr,
    /// With which body.
    pub body: Body,
}

/// A body on the command line.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A substance.
    Substance(Substance),
    /// `^[ file ]`: the content of a file that comes with the command, as Bin.
    File(SmolStr),
}

/// The form of a selection.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Into {
    /// Stubs.
    #[default]
    Stubs,
    /// Points.
    Points,
}

/// Selects Particles.
#[derive(Debug, Clone, PartialEq)]
pub struct Select {
    /// Which.
    pub selector: Selector,
    /// In which form.
    pub into: Into,
}

/// Reads properties.
#[derive(Debug, Clone, PartialEq)]
pub struct Get {
    /// Of whom.
    pub point: Point,
    /// Which; none for the whole: details of the Particle.
    pub keys: Vec<SmolStr>,
}

/// Changes properties.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// Of whom.
    pub point: Point,
    /// How.
    pub properties: Vec<PropertyMod>,
}

/// Turns one module into a Mechtron.
#[derive(Debug, Clone, PartialEq)]
pub struct Launch {
    /// The name of the file.
    pub file: SmolStr,
    /// Where.
    pub point: Point,
}
