//! View models of the page: a function of the trace and of time.
//!
//! There are two kinds of tables. The [`Ledger`] gathers all that the trace tells, and lives in the
//! worker: [`inspect`], [`wave_list`], [`course`] and [`actions`] read it. Of each record it makes
//! [`news`], plain words and numbers, of which the page keeps its [`Sky`]: what is drawn and what
//! stands in the [`tree`]. [`orbits`] and [`chart`] say where Points and stars stand, [`trails`] how
//! Waves move, and [`measure`] how many of them can be drawn; [`picture`] joins them into plain numbers that a renderer uploads, and [`camera`] says
//! which part of it is in view. [`console`] and [`completion`] have the words of the console, [`draft`],
//! [`ink`] and [`starters`] what is written in the editor, and [`lesson`] leads a person through it all.
//! [`keeping`] has what is said of saving. Nothing here knows a document, a canvas or a clock.
//!
//! ```
//! use orrery_scene::Sky;
//! let sky = Sky::default();
//! assert_eq!(sky.particles().count(), 0);
//! ```
#![warn(missing_docs)]

pub mod actions;
pub mod bodies;
pub mod breakpoint;
mod brief;
pub mod busy;
pub mod camera;
pub mod chart;
pub mod completion;
pub mod console;
pub mod course;
pub mod draft;
pub mod filter;
mod forces;
pub mod glyph;
pub mod goal;
pub mod ink;
pub mod inspect;
pub mod keeping;
pub mod kin;
pub mod labels;
pub mod layout;
pub mod ledger;
pub mod legend;
pub mod lesson;
pub mod listing;
pub mod measure;
pub mod meddle;
pub mod minimap;
pub mod mishap;
pub mod news;
pub mod nodes;
pub mod orbits;
pub mod pick;
pub mod picture;
mod recent;
pub mod reckon;
pub mod remarks;
pub mod ring;
pub mod roll;
#[cfg(test)]
mod sample;
pub mod segment;
pub mod sky;
mod slots;
pub mod starters;
pub mod tidy;
pub mod timeline;
pub mod trails;
pub mod tree;
pub mod tutor;
pub mod wave;
pub mod wave_list;
pub mod ways;

use serde::{Deserialize, Serialize};

pub use crate::ledger::{Ledger, LogLine};
pub use crate::sky::Sky;
pub use crate::wave::{End, Hop, WaveTrack};

/// Which of the two dimensions is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// The tree of Points; Waves fly from sender to target.
    #[default]
    Universal,
    /// Stars and lanes; Waves go hop by hop.
    Hyperversal,
}

/// What a person can point at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// A Particle.
    Particle(orrery_hyperspace::trace::ParticleNo),
    /// A star.
    Star(orrery_hyperspace::trace::StarNo),
    /// A lane.
    Lane(orrery_hyperspace::trace::LaneNo),
    /// A Wave.
    Wave(orrery_hyperspace::trace::WaveNo),
}
