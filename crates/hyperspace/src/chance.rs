//! Chance: one seeded generator for the whole cosmos.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};

/// Draws numbers from a seed: the same seed gives the same numbers on every machine.
#[derive(Debug, Clone)]
pub struct Chance(Pcg64Mcg);

impl Chance {
    /// A generator for that seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(seed))
    }

    /// The identity of a new Wave or session.
    pub fn uuid(&mut self) -> u128 {
        u128::from(self.0.next_u64()) << 64 | u128::from(self.0.next_u64())
    }

    /// Whether something happens that happens so often in a million. What never happens is not
    /// drawn for.
    pub fn happens(&mut self, millionths: u32) -> bool {
        millionths > 0 && self.0.next_u64() % 1_000_000 < u64::from(millionths)
    }

    /// A number below `end`, 0 where there is none.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0.next_u64().checked_rem(end).unwrap_or(0)
    }

    /// A seed for a generator of somebody's own.
    pub fn seed(&mut self) -> u64 {
        self.0.next_u64()
    }
}
