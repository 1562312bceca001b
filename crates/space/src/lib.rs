//! The Universal dimension of The Cosmic Initiative as a vocabulary: what a Particle, a Mechtron's
//! author or a console needs to speak, and nothing about who carries it.
//!
//! It knows no clock, no chance, no IO, no browser and nothing of the Hyperverse beneath; guests
//! link it, so it builds for wasm32 and natively with the same features.
//!
//! ```
//! use orrery_space::{Kind, Point};
//! let point: Point = "localhost:app".parse()?;
//! let kind: Kind = "Mechtron".parse()?;
//! assert_eq!(format!("{point}<{kind}>"), "localhost:app<Mechtron>");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```
#![warn(missing_docs)]

pub mod bind;
pub mod command;
pub mod core;
pub mod diagnostic;
pub mod document;
pub mod grammar;
pub mod kind;
mod matching;
mod standin;
pub use standin::*;
pub mod mechtron;
pub mod membrane;
pub mod method_pattern;
pub mod particle;
pub mod path;
pub mod pipeline;
pub mod point;
pub mod route_selector;
pub mod security;
pub mod selection;
pub mod selector;
pub mod status;
pub mod substance;
pub mod surface;
pub mod wave;

pub use crate::bind::Bind;
pub use crate::command::Command;
pub use crate::core::{DirectedCore, Method, ReflectedCore};
pub use crate::diagnostic::{Diagnostic, ParseError, Severity};
pub use crate::kind::{Kind, KindTemplate, Specific};
pub use crate::mechtron::MechtronConfig;
pub use crate::method_pattern::{Family, MethodPattern};
pub use crate::particle::{Details, Location, Status, Stub};
pub use crate::path::PathPattern;
pub use crate::pipeline::Pipeline;
pub use crate::point::{Point, Route, Segment, StarKey};
pub use crate::route_selector::{Asked, RouteFilter, RouteSelector};
pub use crate::selector::Selector;
pub use crate::status::StatusCode;
pub use crate::substance::Substance;
pub use crate::surface::{Layer, Surface, Topic};
pub use crate::wave::{Agent, Wave, WaveId, WaveKind};
