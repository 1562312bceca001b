//! Sums since the start of a cosmos.

use serde::{Deserialize, Serialize};

/// What has been counted since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counters {
    /// Waves sent.
    pub waves: u64,
    /// Lanes entered.
    pub hops: u64,
    /// Waves turned back.
    pub refused: u64,
    /// Fuel used by guests.
    pub fuel: u64,
    /// Events of the cosmos.
    pub events: u64,
    /// Particles registered.
    pub particles: u64,
}
