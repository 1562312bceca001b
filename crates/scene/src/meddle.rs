//! What a person can do to a Wave by hand while it is on a lane.
//!
//! ```
//! use orrery_hyperspace::trace::WaveNo;
//! use orrery_scene::meddle::Meddle;
//! assert_eq!(Meddle::Delay(5_000_000).label(), "Delay it by 5 ms");
//! ```

use orrery_hyperspace::trace::WaveNo;
use orrery_hyperspace::{Fault, Span};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

use crate::Ledger;
use crate::inspect;

/// So many times what its lane takes a Wave is held back: enough for others to overtake it.
const TIMES: u64 = 5;

/// What is done to a Wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Meddle {
    /// It is taken off its lane.
    Drop,
    /// It is so many nanoseconds longer on its lane.
    Delay(u64),
    /// Its lane carries it twice.
    Double,
}

impl Meddle {
    /// All that can be done to a Wave on a lane that takes so many nanoseconds.
    #[must_use]
    pub fn all(latency: u64) -> [Self; 3] {
        let delay = Self::Delay(latency.saturating_mul(TIMES));
        [Self::Drop, delay, Self::Double]
    }

    /// What stands on its button.
    #[must_use]
    pub fn label(self) -> SmolStr {
        match self {
            Self::Drop => "Drop it".into(),
            Self::Delay(nanos) => format_smolstr!("Delay it by {}", Span(nanos)),
            Self::Double => "Double it".into(),
        }
    }

    /// What it does, as a sentence.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Drop => {
                "takes it off its lane: it is sent again if its handling says so, or else it is lost"
            }
            Self::Delay(_) => {
                "holds it back on its lane: others overtake it, and those to the same target wait for it there"
            }
            Self::Double => {
                "its lane carries it twice: the one that comes second is dropped, so it takes effect once"
            }
        }
    }

    /// The same as the cosmos takes it.
    #[must_use]
    pub fn fault(self, wave: WaveNo) -> Fault {
        match self {
            Self::Drop => Fault::Drop(wave),
            Self::Delay(nanos) => Fault::Delay(wave, nanos),
            Self::Double => Fault::Double(wave),
        }
    }
}

/// Why nothing can be done to a Wave that is on no lane.
#[must_use]
pub fn on_no_lane(ledger: &Ledger, wave: WaveNo) -> String {
    let only = "only on a lane can it be dropped, delayed or doubled";
    match ledger.wave(wave) {
        None => format!("Of Wave {} nothing is known; {only}", wave.0),
        Some(known) => {
            let (kind, how) = (known.kind.name(), inspect::how(ledger, known));
            format!("{kind} {} is on no lane: {how}; {only}", wave.0)
        }
    }
}

#[cfg(test)]
#[path = "meddle_tests.rs"]
mod tests;
