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

pub mod artifact;
pub mod bind;
pub mod call;
pub mod command;
pub mod conversion;
pub mod core;
pub mod diagnostic;
pub mod document;
pub mod env;
pub mod exchange;
pub mod form;
pub mod format;
pub mod grammar;
pub mod handler;
pub mod hyper;
pub mod kind;
pub mod located;
pub mod log;
mod matching;
pub mod mechtron;
pub mod membrane;
pub mod method_pattern;
pub mod open_point;
pub mod particle;
pub mod path;
pub mod pattern;
pub mod pipeline;
pub mod plain_path;
pub mod point;
pub mod predicate;
pub mod property;
pub mod route_selector;
mod scope;
pub mod security;
pub mod segment;
pub mod selection;
pub mod selector;
pub mod status;
pub mod subst;
pub mod substance;
pub mod substance_kind;
pub mod surface;
pub mod surface_selector;
pub mod token;
pub mod traversal;
pub mod value_pattern;
pub mod verdict;
pub mod wave;

pub use crate::bind::Bind;
pub use crate::call::{Call, CallVar};
pub use crate::command::{Command, Script};
pub use crate::conversion::WrongSubstance;
pub use crate::core::{DirectedCore, Method, ReflectedCore};
pub use crate::diagnostic::{Diagnostic, ParseError, Severity};
pub use crate::document::Document;
pub use crate::env::Env;
pub use crate::form::{FormErrs, MultipartForm};
pub use crate::kind::{Kind, KindTemplate, Specific};
pub use crate::log::{Log, LogLevel, Logger};
pub use crate::mechtron::MechtronConfig;
pub use crate::method_pattern::{Family, MethodPattern};
pub use crate::open_point::{PointCtx, PointVar};
pub use crate::particle::{Aspect, Details, Location, Particle, Status, Stub, Watch};
pub use crate::path::PathPattern;
pub use crate::pattern::SubstancePattern;
pub use crate::pipeline::Pipeline;
pub use crate::point::{Point, Route, Segment, StarKey};
pub use crate::route_selector::{Asked, RouteFilter, RouteSelector};
pub use crate::selector::Selector;
pub use crate::status::StatusCode;
pub use crate::subst::Subst;
pub use crate::substance::Substance;
pub use crate::substance_kind::SubstanceKind;
pub use crate::surface::{Layer, Surface, Topic};
pub use crate::surface_selector::SurfaceSelector;
pub use crate::token::Token;
pub use crate::verdict::Verdict;
pub use crate::wave::{Agent, Wave, WaveId, WaveKind};
