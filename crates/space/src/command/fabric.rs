//! Commands about stars, the lanes between them, and how time goes.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{Point, StarKey};

/// The lane between two stars: `central:fold[0]--central:nexus[1]`.
///
/// ```
/// use orrery_space::command::Lane;
/// let lane: Lane = "central:fold[0]--central:nexus[1]".parse()?;
/// assert_eq!(lane.to.index, 1);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lane {
    /// One end.
    pub from: StarKey,
    /// The other. A lane leads both ways.
    pub to: StarKey,
}

/// How often something happens: from 0, never, to 1, always, in steps of a millionth.
///
/// ```
/// use orrery_space::command::Probability;
/// let often: Probability = "0.050".parse()?;
/// assert_eq!(often.millionths(), 50_000);
/// assert_eq!(often.to_string(), "0.05");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Probability(u32);

/// How fast virtual time follows the clock on the wall: 1 as fast, 0.5 at half its pace, in steps
/// of a millionth.
///
/// ```
/// use orrery_space::command::Speed;
/// let half: Speed = "0.5".parse()?;
/// assert_eq!(half.millionths(), 500_000);
/// assert!("0".parse::<Speed>().is_err());
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speed(u64);

/// Takes a Particle to another star.
#[derive(Debug, Clone, PartialEq)]
pub struct Move<P = Point> {
    /// Whom.
    pub point: P,
    /// Where to.
    pub to: StarKey,
}

/// Makes a lane slow.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Slow {
    /// Which.
    pub lane: Lane,
    /// How much longer it takes.
    pub latency: Duration,
}

/// Makes a lane lose, double or shuffle what it carries.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Flaw {
    /// Which.
    pub lane: Lane,
    /// How often.
    pub often: Probability,
}

/// Makes all lanes faulty for a while.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Storm {
    /// The seed of its own chance.
    pub seed: u64,
    /// How often a lane loses what it carries.
    pub loss: Probability,
    /// How much longer a lane takes.
    pub delay: Duration,
    /// How often a lane carries something twice.
    pub double: Probability,
    /// How often something overtakes what went before.
    pub shuffle: Probability,
    /// For how long.
    pub lasts: Duration,
}

/// Gives a file the name under which commands mean it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Upload {
    /// The name.
    pub name: SmolStr,
    /// Where it lies; without it, somebody is asked.
    pub path: Option<SmolStr>,
}

impl Probability {
    /// Of so many in a million; none when that is more than a million.
    #[must_use]
    pub fn of_millionths(count: u32) -> Option<Self> {
        (count <= 1_000_000).then_some(Self(count))
    }

    /// How many in a million.
    #[must_use]
    pub fn millionths(self) -> u32 {
        self.0
    }
}

impl Speed {
    /// The highest: a million times as fast as the clock.
    pub const MAX: Self = Self(1_000_000_000_000);

    /// Of so many millionths; none for no speed at all and for more than [`Self::MAX`].
    #[must_use]
    pub fn of_millionths(count: u64) -> Option<Self> {
        (1..=Self::MAX.0).contains(&count).then_some(Self(count))
    }

    /// In millionths.
    #[must_use]
    pub fn millionths(self) -> u64 {
        self.0
    }
}
