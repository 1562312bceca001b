//! Stars and lanes as they run.

use orrery_space::kind::StarSub;
use orrery_space::{Point, StarKey};

use crate::Moment;
use crate::trace::{ParticleNo, StarNo};

/// A star: it carries Waves and hosts Particles.
#[derive(Debug, Clone)]
pub struct Star {
    /// Its key.
    pub key: StarKey,
    /// Its role.
    pub kind: StarSub,
    /// Its own point.
    pub point: Point,
    /// Its own Particle.
    pub particle: ParticleNo,
    /// How many Particles are assigned to it, itself not counted.
    pub load: u32,
}

/// A lane: it joins two stars in both directions.
#[derive(Debug, Clone)]
pub struct Lane {
    /// One end.
    pub a: StarNo,
    /// The other end.
    pub b: StarNo,
    /// Nanoseconds that a Wave takes.
    pub latency: u64,
    /// Whether nothing passes.
    pub cut: bool,
    /// When the last Wave of each direction arrives: none may overtake it.
    pub(crate) last: [Moment; 2],
}
