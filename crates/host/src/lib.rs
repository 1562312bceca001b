//! Runs guest modules behind the membrane: what a Mechtron is while it is at work.
//!
//! A [`Module`] is compiled once, an [`Instance`] of it lives in a Particle and serves one Wave at
//! a time. The host is sans-io: whoever drives it says what time it is, gives fuel in slices,
//! carries what the guest asks and brings the answers. It knows Waves and nothing of stars, lanes,
//! clocks, files or browsers. A guest can trap, starve, lie or grow; it can neither panic nor stall
//! its host, nor read a byte outside its own memory.
//!
//! ```
//! use std::sync::Arc;
//! use orrery_host::{About, Entry, Instance, Limits, Module, State, Turn};
//! use orrery_space::{Agent, DirectedCore, ReflectedCore, Substance, Wave};
//!
//! let module = Module::load(include_bytes!("../../../mechtrons/echo/echo.wat"))?;
//! let about = About::new("localhost:echo".parse()?);
//! let mut echo = Instance::new(&module, Limits::default(), about, State::default(), 7);
//!
//! let core = DirectedCore::new("Ext<Say>".parse()?, Substance::Text("hi".into()));
//! let (from, to) = ("localhost:a".parse()?, "localhost:echo".parse()?);
//! let wave = Wave::ping(1, Agent::Anonymous, from, to, core);
//!
//! echo.begin(Entry::Wave(Arc::new(wave)), 0);
//! let answer = loop {
//!     match echo.run(1_000) {
//!         Turn::More => {}
//!         Turn::Done(answer) => break answer,
//!         other => panic!("{other:?}"),
//!     }
//! };
//! assert_eq!(answer, ReflectedCore::ok(Substance::Text("hi".into())));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![warn(missing_docs)]

mod account;
mod binary;
mod dialect;
mod guest;
mod import;
mod instance;
mod look;
mod membrane;
mod module;
mod particle;
mod refusal;
mod report;
mod state;
mod steps;
mod text;
mod turn;

pub use crate::dialect::Dialect;
pub use crate::instance::Instance;
pub use crate::look::Look;
pub use crate::module::{LARGEST, Module};
pub use crate::particle::{About, Limits};
pub use crate::refusal::{ImportFault, ImportProblem, LoadError};
pub use crate::report::{Export, Import, Memory, Report};
pub use crate::state::State;
pub use crate::text::{Written, load_text, written};
pub use crate::turn::{Ask, Effect, Entry, Failure, Ripple, TimedEffect, Turn};
