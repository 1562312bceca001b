//! What a guest may know of its Particle, and how much it may use.

use std::collections::BTreeMap;

use orrery_space::{MechtronConfig, Point};
use smol_str::SmolStr;

/// What a guest may know of the Particle in which it lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The Particle.
    pub point: Point,
    /// The bundle from which its module came.
    pub bundle: Option<Point>,
    /// Its config.
    pub config: Option<Point>,
    /// What the config says: the module, and the name by which the module knows what to be.
    pub document: Option<MechtronConfig>,
    /// Its properties.
    pub properties: BTreeMap<SmolStr, SmolStr>,
}

impl About {
    /// A Particle without bundle, config and properties.
    #[must_use]
    pub fn new(point: Point) -> Self {
        Self {
            point,
            bundle: None,
            config: None,
            document: None,
            properties: BTreeMap::new(),
        }
    }
}

/// How much a guest may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Fuel for one Wave; by default 10,000,000.
    pub fuel: u64,
    /// Bytes of linear memory; by default 16 MiB. Whole pages of 64 KiB count.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            fuel: 10_000_000,
            memory: 16 << 20,
        }
    }
}
