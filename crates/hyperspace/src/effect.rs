//! Effects: what the cosmos asks of those who can run guests, and their answers.
//!
//! The core knows no WebAssembly. It says which guest gets what; the Mechtron driver around it
//! runs the guest and answers with what it did. An effect takes no time of its own; the fuel that
//! a guest used becomes virtual time, one nanosecond for each unit.

use std::collections::BTreeMap;
use std::sync::Arc;

use orrery_space::LogLevel;
use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::{MechtronConfig, Point, Selector, StatusCode, Surface, Wave};
use smol_str::SmolStr;

use crate::trace::ParticleNo;

/// What is asked. Each effect is answered by one [`crate::Input::Answer`], in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Say whether these bytes are a module that can be a Mechtron.
    Examine {
        /// Goes back with the answer.
        task: u32,
        /// wasm or WAT.
        bytes: Arc<[u8]>,
    },
    /// Give a guest something to do. The replicas of a Mechtron have one state.
    Guest {
        /// Whose guest.
        particle: ParticleNo,
        /// Which of its replicas, from 0.
        replica: u16,
        /// What.
        order: Order,
    },
    /// Let a guest go.
    Forget {
        /// Whose.
        particle: ParticleNo,
        /// Which of its replicas, with its memory; none for all and the state.
        replica: Option<u16>,
    },
}

/// What a guest is given to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// Discard the instance if there is one, make a new one and let it begin.
    Start {
        /// The module.
        wasm: Arc<[u8]>,
        /// What it may know of its Particle.
        about: GuestAbout,
        /// For its chance.
        seed: u64,
        /// Virtual milliseconds.
        now_ms: u64,
    },
    /// Handle a Wave.
    Wave {
        /// The Wave, of which guest and driver share one copy.
        wave: Arc<Wave>,
        /// What it may know of its Particle, when that has changed.
        about: Option<GuestAbout>,
        /// Virtual milliseconds.
        now_ms: u64,
    },
    /// Go on after an ask.
    Answer {
        /// The answer.
        core: ReflectedCore,
        /// From whom.
        from: Surface,
        /// Virtual milliseconds.
        now_ms: u64,
    },
    /// Go on after a Ripple.
    Echoes {
        /// What came within the wait class, in the order in which it came, each with who answered.
        answers: Vec<(ReflectedCore, Surface)>,
        /// Virtual milliseconds.
        now_ms: u64,
    },
}

/// What a guest may know of its Particle.
#[derive(Debug, Clone, PartialEq)]
pub struct GuestAbout {
    /// The Particle.
    pub point: Point,
    /// The bundle of its module.
    pub bundle: Option<Point>,
    /// Its config.
    pub config: Option<Point>,
    /// What the config says.
    pub document: Option<MechtronConfig>,
    /// Its properties.
    pub properties: BTreeMap<SmolStr, SmolStr>,
    /// Fuel for each Wave.
    pub fuel: u64,
    /// Bytes of memory.
    pub memory: u64,
}

/// The answer to an effect.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// To [`Effect::Examine`].
    Examined {
        /// From the effect.
        task: u32,
        /// The module as wasm, or why it is refused.
        result: Result<Arc<[u8]>, String>,
    },
    /// To [`Effect::Guest`].
    Guest {
        /// Whose guest.
        particle: ParticleNo,
        /// What it did.
        turn: GuestTurn,
    },
    /// To [`Effect::Forget`].
    Forgotten,
}

/// What a guest did from an order to its end or to an ask.
#[derive(Debug, Clone, PartialEq)]
pub struct GuestTurn {
    /// Fuel that it used in this turn.
    pub fuel: u64,
    /// What it did on the way, each with the fuel that it had used in this turn by then.
    pub deeds: Vec<(u64, Deed)>,
    /// How it ended.
    pub outcome: Outcome,
}

/// What a guest does on the way.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// Tells somebody something.
    Signal {
        /// Whom.
        to: Surface,
        /// What.
        core: DirectedCore,
    },
    /// Wants a Signal `Ext<Alarm>` to itself.
    Alarm {
        /// By which it can be cancelled.
        id: u32,
        /// After so many virtual milliseconds.
        delay_ms: u64,
        /// The body of the Signal.
        tag: SmolStr,
    },
    /// Wants an alarm no more.
    Cancel {
        /// Which.
        id: u32,
    },
    /// Logs.
    Log {
        /// How much it matters.
        level: LogLevel,
        /// What.
        message: SmolStr,
    },
}

/// How a turn ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The guest asks, and is suspended until the answer.
    Ask {
        /// Whom.
        to: Surface,
        /// What.
        core: DirectedCore,
    },
    /// The guest asks all who are selected, and is suspended until their answers are there or the
    /// wait class is over.
    Ripple {
        /// Whom.
        to: Box<Selector>,
        /// What.
        core: DirectedCore,
    },
    /// The guest is done with the Wave or with its start.
    Done(ReflectedCore),
    /// The guest failed and its instance is gone.
    Failed {
        /// 500 for a trap, 503 for spent fuel.
        status: StatusCode,
        /// A sentence.
        reason: SmolStr,
    },
}
