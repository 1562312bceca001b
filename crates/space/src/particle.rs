//! What the registry says of a Particle.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{Kind, Point, Substance};

/// The life of a Particle. `Pending` → `Init` → `Ready`; `Ready` → `Paused` → `Resuming` → `Ready`;
/// any → `Panic` → `Init` or `Fatal`; `Ready` → `Done`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Status {
    /// Nobody knows.
    Unknown,
    /// Registered, not yet placed.
    #[default]
    Pending,
    /// Starting: it may send, Waves to it wait.
    Init,
    /// Failed until somebody revives it.
    Panic,
    /// Failed for good.
    Fatal,
    /// At work.
    Ready,
    /// Waves to it wait.
    Paused,
    /// On its way back from a pause.
    Resuming,
    /// Ended well.
    Done,
}

impl Status {
    /// All statuses.
    pub const ALL: &'static [Status] = &[
        Status::Unknown,
        Status::Pending,
        Status::Init,
        Status::Panic,
        Status::Fatal,
        Status::Ready,
        Status::Paused,
        Status::Resuming,
        Status::Done,
    ];

    /// The name as it stands in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Unknown => "Unknown",
            Status::Pending => "Pending",
            Status::Init => "Init",
            Status::Panic => "Panic",
            Status::Fatal => "Fatal",
            Status::Ready => "Ready",
            Status::Paused => "Paused",
            Status::Resuming => "Resuming",
            Status::Done => "Done",
        }
    }

    /// Whether a Particle may go from this status to `next`.
    #[must_use]
    pub fn may_become(self, next: Status) -> bool {
        use Status::{Done, Fatal, Init, Panic, Paused, Pending, Ready, Resuming, Unknown};
        match (self, next) {
            (Fatal | Done, _) | (_, Unknown | Pending) => false,
            (Pending | Panic, Init) | (Init | Resuming, Ready) => true,
            (Ready, Paused | Done) | (Paused, Resuming) | (Panic, Fatal) => true,
            (from, Panic) => from != Panic,
            _ => false,
        }
    }
}

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
