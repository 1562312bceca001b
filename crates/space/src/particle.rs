//! What is said of a Particle: where it is, what it is, how it is, and how it fares.
//!
//! These are plain records, as registry and Waves carry them; who may see one is not known here.
//!
//! ```
//! use orrery_space::particle::{Aspect, PointKind, Watch};
//! let app: PointKind = "localhost:app<Mechtron>".parse()?;
//! let watch = Watch { point: app.point, aspect: Aspect::State };
//! assert_eq!(watch.to_string(), "localhost:app State");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

mod life;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{Kind, Point, Substance};

pub use self::life::{Status, StatusRefused};

/// A Particle in one line: `localhost:app<Mechtron> Ready`.
///
/// ```
/// use orrery_space::{Status, Stub};
/// let stub: Stub = "localhost:app<Mechtron> Ready".parse()?;
/// assert_eq!(stub.status, Status::Ready);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stub {
    /// Where it is.
    pub point: Point,
    /// What it is.
    pub kind: Kind,
    /// How it is.
    pub status: Status,
}

/// A point with the kind of the Particle there: `localhost:app<Mechtron>`.
///
/// ```
/// use orrery_space::{Kind, particle::PointKind};
/// let app: PointKind = "localhost:app<Mechtron>".parse()?;
/// assert_eq!(app.kind, Kind::Mechtron);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PointKind {
    /// Where it is.
    pub point: Point,
    /// What it is.
    pub kind: Kind,
}

/// The properties of a Particle by name.
pub type Properties = BTreeMap<SmolStr, Property>;

/// One property.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Property {
    /// The value.
    pub value: SmolStr,
    /// Whether it can no longer be changed or removed.
    pub locked: bool,
}

/// A stub with properties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// The stub.
    pub stub: Stub,
    /// The properties.
    pub properties: Properties,
}

/// A stub with a state.
///
/// ```
/// use orrery_space::{Particle, Substance};
/// let particle = Particle {
///     stub: "localhost:app<App> Ready".parse()?,
///     state: Substance::Int(42),
/// };
/// assert_eq!(particle.state.text(), "42");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Particle {
    /// The stub.
    pub stub: Stub,
    /// The state.
    pub state: Substance,
}

/// Where a Particle runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Location {
    /// The star to which it is assigned.
    pub star: Option<Point>,
    /// The host of its module.
    pub host: Option<Point>,
}

/// All that the registry says of a Particle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticleRecord {
    /// What it is.
    pub details: Details,
    /// Where it runs.
    pub location: Location,
}

/// What of a Particle can be watched.
///
/// ```
/// use orrery_space::particle::Aspect;
/// assert_eq!("Child".parse::<Aspect>()?, Aspect::Child);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Aspect {
    /// What it logs.
    Log,
    /// What it holds.
    State,
    /// Its properties.
    Property,
    /// Its children.
    Child,
}

impl Aspect {
    /// All aspects.
    pub const ALL: &'static [Aspect] =
        &[Aspect::Log, Aspect::State, Aspect::Property, Aspect::Child];

    /// The name as it stands in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Aspect::Log => "Log",
            Aspect::State => "State",
            Aspect::Property => "Property",
            Aspect::Child => "Child",
        }
    }
}

/// What somebody watches: `localhost:app State`.
///
/// ```
/// use orrery_space::particle::{Aspect, Watch};
/// let watch: Watch = "localhost:app State".parse()?;
/// assert_eq!(watch.aspect, Aspect::State);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Watch<P = Point> {
    /// The Particle.
    pub point: P,
    /// What of it.
    pub aspect: Aspect,
}

/// How far something has come: `3/10`.
///
/// ```
/// use orrery_space::particle::Progress;
/// let progress: Progress = "3/10".parse()?;
/// assert_eq!(progress, Progress { step: 3, total: 10 });
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Progress {
    /// Steps taken.
    pub step: u32,
    /// Steps in all.
    pub total: u32,
}

/// How something ended that gives no more than a number: `Ok`, `Error(-1)`.
///
/// ```
/// use orrery_space::particle::Code;
/// assert_eq!("Error(-1)".parse::<Code>()?, Code::Error(-1));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Code {
    /// Well.
    Ok,
    /// Not well, with a number whose meaning is the giver's.
    Error(i32),
}
