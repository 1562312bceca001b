//! Stars and lanes as they run.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use orrery_space::kind::StarSub;
use orrery_space::place::Label;
use orrery_space::{Kind, Point, StarKey};
use smol_str::{SmolStr, format_smolstr};

use crate::Moment;
use crate::fault::Flaws;
use crate::placement::hosts;
use crate::trace::{ParticleNo, StarNo};

/// A star: it carries Waves and hosts Particles.
#[derive(Debug, Clone)]
pub struct Star {
    /// Its key.
    pub key: StarKey,
    /// Its role.
    pub kind: StarSub,
    /// The machine on which it runs.
    pub machine: SmolStr,
    /// By which Particles choose it.
    pub labels: BTreeSet<Label>,
    /// Its own point.
    pub point: Point,
    /// Its own Particle.
    pub particle: ParticleNo,
    /// How many Particles are assigned to it, itself not counted.
    pub load: u32,
    /// Whether it has stopped: it carries and hosts nothing.
    pub stopped: bool,
    /// Whether it is the only one: then it has the work of all roles.
    pub alone: bool,
}

/// A lane: it joins two stars in both directions.
#[derive(Debug, Clone)]
pub struct Lane {
    /// One end.
    pub a: StarNo,
    /// The other end.
    pub b: StarNo,
    /// Nanoseconds that a Wave takes where nothing is wrong.
    pub latency: u64,
    /// How many Waves can be under way in each direction; without one any number.
    pub capacity: Option<NonZeroU32>,
    /// Whether nothing passes.
    pub cut: bool,
    /// What else is wrong with it.
    pub flaws: Flaws,
    /// When the last Wave of each direction arrives: none may overtake it.
    pub(crate) last: [Moment; 2],
}

impl Star {
    /// Its key as commands name it: `central:fold[0]`.
    #[must_use]
    pub fn name(&self) -> SmolStr {
        let StarKey {
            constellation,
            name,
            index,
        } = &self.key;
        format_smolstr!("{constellation}:{name}[{index}]")
    }

    /// Whether it can host a kind: by its role, or by any if it is alone.
    #[must_use]
    pub fn hosts(&self, kind: &Kind) -> bool {
        self.roles().iter().any(|role| hosts(*role, kind))
    }

    /// The roles whose work it has.
    pub(crate) fn roles(&self) -> &[StarSub] {
        match self.alone {
            true => StarSub::ALL,
            false => std::slice::from_ref(&self.kind),
        }
    }
}

impl Lane {
    /// Nanoseconds that a Wave takes, slow as the lane may be.
    #[must_use]
    pub fn takes(&self) -> u64 {
        self.latency.saturating_add(self.flaws.slow)
    }
}
