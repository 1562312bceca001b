//! What goes in and comes out while a guest works.

use std::sync::Arc;

use orrery_space::LogLevel;
use orrery_space::{DirectedCore, ReflectedCore, Selector, Surface, Wave};
use smol_str::SmolStr;

/// Why a guest is called.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// The Particle was created, or its guest is started anew: `mechtron_init`, when there is one.
    Init,
    /// A directed Wave: `mechtron_wave`.
    Wave(Arc<Wave>),
}

/// How far a guest has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Turn {
    /// The slice is spent and there is more to do.
    More,
    /// The guest is suspended until [`crate::Instance::resume`] brings the answer.
    Ask(Ask),
    /// The guest is suspended until [`crate::Instance::resume_with`] brings all answers.
    Ripple(Ripple),
    /// The guest is done; 200 and Empty when it said nothing.
    Done(ReflectedCore),
    /// The guest failed and its instance must be thrown away. Its state is still good.
    Failed(Failure),
}

/// A Ping that a guest wants to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// To whom.
    pub to: Surface,
    /// What.
    pub core: DirectedCore,
}

/// A Ripple that a guest wants to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Ripple {
    /// To whom.
    pub to: Box<Selector>,
    /// What.
    pub core: DirectedCore,
}

/// Something that a guest did, and did not wait for.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// It told somebody something.
    Signal {
        /// To whom.
        to: Surface,
        /// What.
        core: DirectedCore,
    },
    /// It wants a Signal `Ext<Alarm>` with the tag as its body.
    Alarm {
        /// The number by which it can be cancelled, unique in the Particle's life.
        id: u32,
        /// Milliseconds of virtual time from now.
        delay_ms: u64,
        /// The body of the Signal.
        tag: SmolStr,
    },
    /// It wants that alarm no more.
    Cancel {
        /// The alarm, which may be over or never have been.
        id: u32,
    },
    /// It logged.
    Log {
        /// How much it matters.
        level: LogLevel,
        /// What it said.
        message: SmolStr,
    },
}

/// An effect and its moment.
#[derive(Debug, Clone, PartialEq)]
pub struct TimedEffect {
    /// The fuel that the entry had used when it happened.
    pub fuel: u64,
    /// What happened.
    pub effect: Effect,
}

/// Why a guest failed. The text is what the Wave's answer says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It did what no guest may do, or gave up. 500.
    #[error("{0}")]
    Trap(String),
    /// It spent its budget. 503.
    #[error(
        "fuel: the guest spent its whole budget for one Wave; raise its property `fuel` or let it do less at a time"
    )]
    Fuel,
}
