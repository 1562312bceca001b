//! Commands about Particles and what they keep.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::Body;
use crate::kind::KindTemplate;
use crate::predicate::Where;
use crate::{Point, Selector};

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
pub enum PointTemplate<P = Point> {
    /// This point.
    Exact(P),
    /// `parent:prefix%`: the point before the `%`, whose last segment the number completes.
    Pattern(P),
}

/// Creates a Particle.
#[derive(Debug, Clone, PartialEq)]
pub struct Create<P = Point> {
    /// What to do when the point is taken.
    pub strategy: Strategy,
    /// Where.
    pub point: PointTemplate<P>,
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

/// Creates a Bundle of the files in an archive. A point that is taken is refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Publish<P = Point> {
    /// The name of the archive.
    pub file: SmolStr,
    /// Where.
    pub point: PointTemplate<P>,
}

/// Turns one module into a Mechtron.
#[derive(Debug, Clone, PartialEq)]
pub struct Launch<P = Point> {
    /// The name of the file.
    pub file: SmolStr,
    /// Where.
    pub point: P,
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
    /// What their properties must be.
    pub condition: Where,
}

/// Reads properties.
#[derive(Debug, Clone, PartialEq)]
pub struct Get<P = Point> {
    /// Of whom.
    pub point: P,
    /// Which; none for the whole: details of the Particle.
    pub keys: Vec<SmolStr>,
}

/// Changes properties.
#[derive(Debug, Clone, PartialEq)]
pub struct Set<P = Point> {
    /// Of whom.
    pub point: P,
    /// How.
    pub properties: Vec<PropertyMod>,
}

/// Writes what a Particle keeps, such as the content of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Write<P = Point> {
    /// Of whom.
    pub point: P,
    /// What it keeps from here on.
    pub body: Body<P>,
}

impl PointTemplate {
    /// The point, with that number at its end where it is a pattern.
    #[must_use]
    pub fn numbered(&self, number: u64) -> Point {
        match self {
            PointTemplate::Exact(point) => point.clone(),
            // The grammar lets a number follow a name alone.
            PointTemplate::Pattern(point) => {
                point.numbered(number).unwrap_or_else(|| point.clone())
            }
        }
    }
}
