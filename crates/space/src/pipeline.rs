//! Pipelines: where a Wave stops on its way, and what its body must be.
//!
//! A pipeline is data: it knows neither the Wave nor who runs it.
//!
//! ```
//! use orrery_space::Pipeline;
//! use orrery_space::pipeline::{Stop, Way};
//! let pipeline: Pipeline = "-[ Text ]-> localhost:app:${user} => &".parse()?;
//! assert_eq!(pipeline.legs.len(), 2);
//! assert_eq!(pipeline.legs[0].step.way, Way::Keep);
//! assert_eq!(pipeline.legs[1].stop, Stop::Reflect);
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use smol_str::SmolStr;

use crate::pattern::PatternVar;
use crate::{CallVar, PointVar, StatusCode};

/// Legs in order; never none. A pipeline that ends without `&` answers a Ping with its last
/// status.
///
/// ```
/// use orrery_space::Pipeline;
/// let pipeline: Pipeline = "->  ((*))  =>  &".parse()?;
/// assert_eq!(pipeline.to_string(), "-> (()) => &");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pipeline {
    /// The legs.
    pub legs: Vec<Leg>,
}

/// A step and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Leg {
    /// The step.
    pub step: Step,
    /// The stop.
    pub stop: Stop,
}

/// An arrow.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Step {
    /// What the body must be to go on; else the answer is 400.
    pub pattern: Option<PatternVar>,
    /// What becomes of the stop's answer: the sign before the `>`. The sign before a `[` means
    /// nothing by itself, and is printed like the other.
    pub way: Way,
}

/// What becomes of the answer of a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// `->`: an Empty answer leaves the body of the request as it is.
    Keep,
    /// `=>`: the answer is taken, whatever it is.
    Take,
}

/// Where a Wave stops.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Stop {
    /// `(())` or `((*))`: the core of the Particle.
    Core,
    /// `&`: back to who asked, with the status and the body so far.
    Reflect,
    /// `localhost:app`: another Particle, asked the same.
    Point(PointVar),
    /// `localhost:app^Ext<Check>`: another Particle, asked something else.
    Call(CallVar),
    /// `!404 "no such page"`: back to who asked, with a failure.
    Error {
        /// From 400 to 599.
        status: StatusCode,
        /// The reason.
        reason: Option<SmolStr>,
    },
}
