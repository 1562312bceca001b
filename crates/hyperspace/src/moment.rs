//! Virtual time: a number that events carry. Nothing here reads a clock.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Nanoseconds since the cosmos began.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Moment(pub u64);

/// A length of time in nanoseconds, for people: `20 ms`, `1.5 ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(pub u64);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1_000_000, self.0 % 1_000_000);
        if rest == 0 {
            return write!(f, "{whole} ms");
        }
        let decimals = format!("{rest:06}");
        write!(f, "{whole}.{} ms", decimals.trim_end_matches('0'))
    }
}

impl Moment {
    /// When the cosmos began.
    pub const START: Self = Self(0);
    /// Later than everything.
    pub const NEVER: Self = Self(u64::MAX);

    /// This much later; at the very end of time it stays there.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(nanos))
    }

    /// Whole milliseconds since the start, which is what guests see.
    #[must_use]
    pub fn millis(self) -> u64 {
        self.0 / 1_000_000
    }
}
