//! What a ledger holds: stars, lanes, Particles, grants and lines of the log, each as the trace told it.

use std::collections::BTreeMap;

use orrery_hyperspace::trace::{LaneNo, ParticleNo, StarNo};
use orrery_hyperspace::{LaneFault, Moment};
use orrery_space::LogLevel;
use orrery_space::kind::StarSub;
use orrery_space::{Kind, Point, StarKey, Status};
use smol_str::SmolStr;

/// A star.
#[derive(Debug, Clone, PartialEq)]
pub struct Star {
    /// Its number.
    pub star: StarNo,
    /// Its key.
    pub key: StarKey,
    /// Its role.
    pub kind: StarSub,
    /// The machine on which it runs.
    pub machine: SmolStr,
    /// Particles assigned to it.
    pub particles: u32,
    /// Waves that left it over a lane.
    pub hops: u64,
    /// Waves that it turned back.
    pub refused: u64,
}

impl Star {
    /// The name for a label: `fold` or, beside others of that name, `nexus[1]`.
    #[must_use]
    pub fn label(&self) -> SmolStr {
        if self.key.index == 0 {
            SmolStr::new(&self.key.name)
        } else {
            smol_str::format_smolstr!("{}[{}]", self.key.name, self.key.index)
        }
    }
}

/// A lane between two stars.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// Its number.
    pub lane: LaneNo,
    /// One end.
    pub a: StarNo,
    /// The other end.
    pub b: StarNo,
    /// Nanoseconds that a Wave takes.
    pub latency: u64,
    /// Waves that took it.
    pub hops: u64,
    /// What is wrong with it now, the last of each sort.
    pub faults: Vec<LaneFault>,
}

impl Lane {
    /// Something has befallen it.
    pub(crate) fn suffer(&mut self, fault: LaneFault) {
        let sort = std::mem::discriminant(&fault);
        self.faults
            .retain(|known| std::mem::discriminant(known) != sort);
        match fault {
            LaneFault::Mended => self.faults.clear(),
            LaneFault::Slow(0)
            | LaneFault::Lose(0)
            | LaneFault::Double(0)
            | LaneFault::Shuffle(0) => {}
            fault => self.faults.push(fault),
        }
    }

    /// Whether nothing enters it.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.faults.contains(&LaneFault::Cut)
    }
}

/// A Particle.
#[derive(Debug, Clone, PartialEq)]
pub struct Particle {
    /// Its number.
    pub particle: ParticleNo,
    /// Its point.
    pub point: Point,
    /// What it is.
    pub kind: Kind,
    /// How it is.
    pub status: Status,
    /// Why it is so, where there is something to say.
    pub reason: Option<SmolStr>,
    /// Where it is assigned.
    pub star: Option<StarNo>,
    /// The Particle above.
    pub parent: Option<ParticleNo>,
    /// How many stand below, at any depth.
    pub below: u32,
    /// Its properties.
    pub properties: BTreeMap<SmolStr, SmolStr>,
    /// Waves that it sent.
    pub sent: u64,
    /// Waves that reached it.
    pub received: u64,
    /// Waves to it that were turned back.
    pub refused: u64,
    /// Fuel that it used.
    pub fuel: u64,
    /// Whether it was deleted: only Waves of the past speak of it.
    pub gone: bool,
}

impl Particle {
    /// The name for a label: the last segment, or the whole point of a root.
    #[must_use]
    pub fn label(&self) -> SmolStr {
        match self.point.last() {
            Some(segment) => SmolStr::new(segment.text()),
            None => SmolStr::new(self.point.as_str()),
        }
    }
}

/// A grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its number.
    pub grant: u32,
    /// Its text.
    pub text: SmolStr,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct LogLine {
    /// The place of its record in the trace.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// Whose.
    pub particle: Option<ParticleNo>,
    /// How much it matters.
    pub level: LogLevel,
    /// What.
    pub message: SmolStr,
}
