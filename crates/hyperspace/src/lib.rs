//! The Hyperversal dimension as a state machine: the machines, stars and lanes that carry Waves,
//! and the registry, routing, authorization and provisioning beneath every Particle.
//!
//! [`Hyperspace`] takes an [`Input`], goes on by [`Hyperspace::step`] and gives replies, effects
//! and a [`trace`]. It never waits, reads no clock, draws no random number but from its seed, and
//! knows neither WebAssembly nor a browser: the same seed and the same inputs give the same trace,
//! bit for bit, whatever the slices in which it was stepped.
//!
//! The way of a Wave is in `travel`, the check on it in `authorize`, its routes inside its target in
//! `field`, the room on lanes in `room`, the placing of Particles in `provision` and `choice`, and what each kind answers in `driver`,
//! `executor` and `mechtron`.
#![warn(missing_docs)]

pub mod constellation;
pub mod effect;
pub mod fault;
pub mod layers;
pub mod moment;
mod ownership;
pub mod placement;
pub mod registry;
pub mod shard;
pub mod trace;
pub mod why;

mod agenda;
mod archive;
mod authorize;
mod chance;
mod choice;
mod content;
mod control;
mod counters;
mod create;
mod delete;
mod discovery;
mod driver;
mod exchange;
mod executor;
mod fabric;
mod field;
mod flight;
mod gate;
mod genesis;
mod help;
mod hyperspace;
mod launch;
mod letters;
mod life;
mod loss;
mod mechtron;
mod order;
mod pass_on;
mod provision;
mod publish;
mod retry;
mod ripple;
mod room;
mod star;
mod task;
mod travel;
mod upgrade;
mod watch;
mod waylay;
mod ways;

pub use crate::constellation::Constellation;
pub use crate::counters::Counters;
pub use crate::fault::{Fault, LaneFault};
pub use crate::gate::{FRAME_TIME, Pass};
pub use crate::hyperspace::{Budget, Detail, Hyperspace, Input, Progress, Reply};
pub use crate::mechtron::{DEFAULT_FUEL, DEFAULT_MEMORY, Mechtron};
pub use crate::moment::{Moment, Span};
pub use crate::registry::Registry;
pub use crate::star::{Lane, Star};
