//! Constellations: which stars there are and which lanes join them.

mod text;

pub use self::text::MAX_STARS;

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::time::Duration;

use orrery_space::StarKey;
use orrery_space::kind::StarSub;
use orrery_space::place::Label;
use smol_str::SmolStr;

/// The plan of stars, on one machine or on several, and of the lanes that join them.
///
/// ```
/// use orrery_hyperspace::Constellation;
/// let plan = Constellation::default();
/// assert_eq!(plan.stars.len(), 12);
/// assert_eq!(plan.to_string().parse(), Ok(plan));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constellation {
    /// The stars. One of them is Central, and one of each machine is Machine; a single one is Machine
    /// and has the work of all.
    pub stars: Vec<StarPlan>,
    /// The lanes.
    pub lanes: Vec<LanePlan>,
}

/// One star of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarPlan {
    /// Its key.
    pub key: StarKey,
    /// Its role.
    pub kind: StarSub,
    /// The machine on which it runs.
    pub machine: SmolStr,
    /// By which Particles choose it.
    pub labels: BTreeSet<Label>,
}

/// One lane of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanePlan {
    /// One end, a place in [`Constellation::stars`].
    pub a: usize,
    /// The other end.
    pub b: usize,
    /// How long a Wave is under way.
    pub latency: Duration,
    /// How many Waves can be under way in each direction; without one any number.
    pub capacity: Option<NonZeroU32>,
}

/// How long a Wave takes on a lane where nothing else is said.
pub const DEFAULT_LATENCY: Duration = Duration::from_millis(1);

/// The machine of stars of which nothing else is said.
const DEFAULT_MACHINE: SmolStr = SmolStr::new_static("machine");

impl Default for Constellation {
    /// Central, Super, Nexus x2, Maelstrom x3, Scribe x2, Jump, Fold and Machine.
    ///
    /// Every star is joined to both nexuses, to one of them by a lane of twice the usual latency:
    /// so the load is spread over both, and each way has another beside it.
    fn default() -> Self {
        let roles = [
            (StarSub::Nexus, 2),
            (StarSub::Central, 1),
            (StarSub::Super, 1),
            (StarSub::Maelstrom, 3),
            (StarSub::Scribe, 2),
            (StarSub::Jump, 1),
            (StarSub::Fold, 1),
            (StarSub::Machine, 1),
        ];
        let mut stars = Vec::new();
        for (kind, count) in roles {
            for index in 0..count {
                let constellation = match kind {
                    StarSub::Machine => "machine",
                    _ => "central",
                };
                let name = kind.name().to_ascii_lowercase();
                stars.push(StarPlan {
                    key: StarKey::new(constellation, &name, index),
                    kind,
                    machine: DEFAULT_MACHINE,
                    labels: BTreeSet::new(),
                });
            }
        }
        let mut lanes = vec![LanePlan {
            a: 0,
            b: 1,
            latency: DEFAULT_LATENCY,
            capacity: None,
        }];
        for b in 2..stars.len() {
            let near = b % 2;
            lanes.push(LanePlan {
                a: near,
                b,
                latency: DEFAULT_LATENCY,
                capacity: None,
            });
            lanes.push(LanePlan {
                a: 1 - near,
                b,
                latency: DEFAULT_LATENCY * 2,
                capacity: None,
            });
        }
        Self { stars, lanes }
    }
}
