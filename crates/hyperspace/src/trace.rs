//! The trace: everything that happened, in order. It is what the page draws, what a scenario
//! compares and what a hash makes comparable between a browser and a native run.
//!
//! Records name things by small numbers. A number is introduced by [`Event::Star`],
//! [`Event::Lane`], [`Event::Registered`] or [`Event::Sent`] before any other record uses it.

use orrery_space::LogLevel;
use orrery_space::kind::StarSub;
use orrery_space::{Kind, Layer, Method, Point, StarKey, Status, StatusCode, WaveKind};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::Moment;
use crate::fault::{Disturbance, LaneFault};

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident($inner:ty);)*) => {
        $($(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl $name {
            /// The number as a place in a table.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        })*
    };
}

numbers! {
    /// A star of this cosmos.
    StarNo(u16);
    /// A lane of this cosmos.
    LaneNo(u16);
    /// A Particle of this cosmos. A number is not used again.
    ParticleNo(u32);
}

/// A Wave of this cosmos, counted from 1 in the order in which they are made; one that is made
/// to be sent later may be overtaken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WaveNo(pub u64);

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its place in the trace, from 0 without gaps.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// What.
    pub event: Event,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// A star is there.
    Star {
        /// Its number.
        star: StarNo,
        /// Its key.
        key: StarKey,
        /// Its role.
        kind: StarSub,
        /// The machine on which it runs.
        machine: SmolStr,
    },
    /// A lane joins two stars.
    Lane {
        /// Its number.
        lane: LaneNo,
        /// One end.
        a: StarNo,
        /// The other end.
        b: StarNo,
        /// Nanoseconds that a Wave takes.
        latency: u64,
    },
    /// A Particle was registered, or its kind was registered anew.
    Registered {
        /// Its number.
        particle: ParticleNo,
        /// Its point.
        point: Point,
        /// Its kind.
        kind: Kind,
        /// Its parent; none for roots.
        parent: Option<ParticleNo>,
    },
    /// A Particle was placed on a star.
    Assigned {
        /// The Particle.
        particle: ParticleNo,
        /// Where.
        star: StarNo,
    },
    /// A Particle's status changed.
    Status {
        /// The Particle.
        particle: ParticleNo,
        /// How it is now.
        status: Status,
        /// Why, where there is something to say.
        reason: Option<SmolStr>,
    },
    /// A property was set or, without a value, removed.
    Property {
        /// The Particle.
        particle: ParticleNo,
        /// The name.
        key: SmolStr,
        /// The value.
        value: Option<SmolStr>,
    },
    /// A grant was made.
    Granted {
        /// Its number, counted from 1.
        grant: u32,
        /// Its text.
        text: SmolStr,
    },
    /// A Wave left its sender's core.
    Sent {
        /// Its number.
        wave: WaveNo,
        /// Its kind.
        kind: WaveKind,
        /// Who sent it.
        from: ParticleNo,
        /// To whom, if there is such a Particle.
        to: Option<ParticleNo>,
        /// What it wants; none for a Pong.
        method: Option<Method>,
        /// What it says; none but for a Pong.
        status: Option<StatusCode>,
        /// For a Pong its Ping; else the Wave that was being handled when this one was sent.
        cause: Option<WaveNo>,
    },
    /// A Wave passed a layer of its sender (outward) or of its target (inward).
    Layer {
        /// The Wave.
        wave: WaveNo,
        /// On which star.
        star: StarNo,
        /// Whose layer.
        particle: ParticleNo,
        /// Which layer.
        layer: Layer,
        /// Towards the core.
        inward: bool,
    },
    /// A Wave entered a lane.
    Hop {
        /// The Wave.
        wave: WaveNo,
        /// The lane.
        lane: LaneNo,
        /// The star that it left.
        from: StarNo,
        /// The star to which the lane leads.
        to: StarNo,
        /// When it will be there.
        arrives: Moment,
    },
    /// The check between Gravity and Field let a Wave pass.
    Authorized {
        /// The Wave.
        wave: WaveNo,
        /// On which star.
        star: StarNo,
        /// The rule that let it pass, such as `owner` or `grant 3`.
        rule: SmolStr,
    },
    /// A Wave was turned back.
    Refused {
        /// The Wave.
        wave: WaveNo,
        /// On which star.
        star: StarNo,
        /// 403, 404, 408, 429, 503 or 508.
        status: StatusCode,
        /// The rule or reason, a sentence for a person.
        reason: SmolStr,
    },
    /// A Wave reached the driver of its target, the layer for which it is, or the Field whose route
    /// it takes.
    Delivered {
        /// The Wave.
        wave: WaveNo,
        /// On which star.
        star: StarNo,
        /// The target.
        particle: ParticleNo,
    },
    /// A Wave ended without reaching anybody, and nobody is owed an answer.
    Lost {
        /// The Wave.
        wave: WaveNo,
        /// Where.
        star: StarNo,
        /// Why.
        reason: SmolStr,
    },
    /// A guest worked on a Wave, or on its start when there is none.
    Fuel {
        /// The Wave.
        wave: Option<WaveNo>,
        /// The Mechtron.
        particle: ParticleNo,
        /// Fuel used by this piece of work.
        fuel: u64,
        /// When the guest is done with it.
        until: Moment,
    },
    /// A Particle logged something.
    Log {
        /// Who; none where the point is nobody's.
        particle: Option<ParticleNo>,
        /// How much it matters.
        level: LogLevel,
        /// What.
        message: SmolStr,
    },
    /// A grant was taken back.
    Revoked {
        /// Its number.
        grant: u32,
    },
    /// A Particle has another owner.
    Given {
        /// The Particle.
        particle: ParticleNo,
        /// Who owns it now.
        owner: Point,
    },
    /// A Particle was deleted.
    Removed {
        /// The Particle.
        particle: ParticleNo,
    },
    /// Something befell a lane.
    Fault {
        /// The lane.
        lane: LaneNo,
        /// What.
        fault: LaneFault,
    },
    /// A faulty lane did something to a Wave that entered it.
    Disturbed {
        /// The Wave.
        wave: WaveNo,
        /// The lane.
        lane: LaneNo,
        /// What.
        how: Disturbance,
    },
    /// A Wave that cannot go on is kept, and sent again.
    Kept {
        /// The Wave.
        wave: WaveNo,
        /// Where.
        star: StarNo,
        /// When it is sent again.
        until: Moment,
        /// Why it cannot go on.
        reason: SmolStr,
    },
    /// A Wave that had come already came again, and was dropped.
    Repeated {
        /// The Wave.
        wave: WaveNo,
        /// Where.
        star: StarNo,
    },
    /// All lanes are faulty for a while. A storm ends the one before it.
    Storm {
        /// The seed of its chance.
        seed: u64,
        /// When it is over.
        until: Moment,
    },
    /// The storm is over.
    Calm,
    /// A star stopped. What is on it is lost, and is nowhere until it is assigned again.
    Stopped {
        /// The star.
        star: StarNo,
    },
    /// A star that had stopped started again, empty.
    Started {
        /// The star.
        star: StarNo,
    },
    /// A Wave took a route of its target's bind.
    Routed {
        /// The Wave.
        wave: WaveNo,
        /// On which star.
        star: StarNo,
        /// Whose bind.
        particle: ParticleNo,
        /// The scopes of the route and its pipeline.
        route: SmolStr,
    },
    /// The route of a Wave ended in a failure, which is its answer.
    Failed {
        /// The Wave.
        wave: WaveNo,
        /// On which star.
        star: StarNo,
        /// Whose bind.
        particle: ParticleNo,
        /// At which leg of the pipeline, from 1: its arrow or its stop.
        leg: u16,
        /// The answer.
        status: StatusCode,
        /// Why, a sentence for a person.
        reason: SmolStr,
    },
    /// A Wave found a lane full and waits at the star until there is room.
    Queued {
        /// The Wave.
        wave: WaveNo,
        /// The lane.
        lane: LaneNo,
        /// The star.
        star: StarNo,
    },
    /// One of several replicas of a Mechtron began to serve a Wave.
    Served {
        /// The Wave.
        wave: WaveNo,
        /// The Mechtron.
        particle: ParticleNo,
        /// Which replica, from 0.
        replica: u16,
    },
}

impl Event {
    /// The Wave that it is about, if it is about one.
    #[must_use]
    pub fn wave(&self) -> Option<WaveNo> {
        match self {
            Event::Sent { wave, .. }
            | Event::Layer { wave, .. }
            | Event::Hop { wave, .. }
            | Event::Authorized { wave, .. }
            | Event::Refused { wave, .. }
            | Event::Delivered { wave, .. }
            | Event::Lost { wave, .. }
            | Event::Disturbed { wave, .. }
            | Event::Kept { wave, .. }
            | Event::Repeated { wave, .. }
            | Event::Routed { wave, .. }
            | Event::Failed { wave, .. }
            | Event::Queued { wave, .. }
            | Event::Served { wave, .. } => Some(*wave),
            Event::Fuel { wave, .. } => *wave,
            _ => None,
        }
    }
}
