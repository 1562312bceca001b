//! What page and worker say to each other. Each message is one postcard-encoded buffer that is
//! transferred, not copied.
//!
//! The page asks for a [`Frame`] at most once in each animation frame, and the worker answers
//! each [`Ask::Frame`] with exactly one [`Tell::Frame`]; so there is never more than one on the way.

use orrery_hyperspace::Counters;
use orrery_hyperspace::trace::{ParticleNo, Record, StarNo, WaveNo};
use serde::{Deserialize, Serialize};

/// From the page to the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Send what happened since the last frame. `wall_ms` is the page's clock, which alone says
    /// how much virtual time may pass.
    Frame {
        /// `performance.now()` of the page.
        wall_ms: f64,
    },
    /// Carry out a line of the command language.
    Command {
        /// Comes back with the reply.
        ticket: u32,
        /// The line.
        line: String,
        /// The files that the line names by `^[ name ]`.
        files: Vec<File>,
    },
    /// Say what a module is, without making it live.
    Examine {
        /// Comes back with the report.
        ticket: u32,
        /// The module: wasm or WAT.
        file: File,
    },
    /// Say what is wrong with a text, without carrying it out.
    Check {
        /// Comes back with the verdict.
        ticket: u32,
        /// What it is meant to be.
        noun: Noun,
        /// The text.
        text: String,
    },
    /// Let time flow otherwise.
    Flow(Flow),
    /// While paused: one event, or events until a Wave has ended.
    Step(Step),
    /// Say more of something.
    Details {
        /// Comes back with the answer.
        ticket: u32,
        /// Of what.
        of: Subject,
    },
    /// Begin again.
    Restart {
        /// The seed of the new cosmos.
        seed: u64,
    },
}

/// What a text can be checked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Noun {
    /// A line of the command language.
    Command,
    /// A point.
    Point,
}

/// A file from the person's machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// Its name, without folders.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// How virtual time follows the wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// Whether it stands.
    pub paused: bool,
    /// Virtual seconds for each second of the page; infinite for as fast as it goes.
    pub speed: f64,
}

/// How far a step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// One event.
    Event,
    /// Until one more Wave has reached its end.
    Wave,
}

/// What [`Ask::Details`] can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// A Particle.
    Particle(ParticleNo),
    /// A star.
    Star(StarNo),
    /// A Wave; of old ones nothing is kept.
    Wave(WaveNo),
}

/// From the worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Tell {
    /// The cosmos is there; frames may be asked for.
    Ready,
    /// What happened.
    Frame(Frame),
    /// A command's reply.
    Reply {
        /// From the command.
        ticket: u32,
        /// The status.
        status: u16,
        /// The reply as the console shows it, the first line being `STATUS KIND text`.
        lines: Vec<String>,
        /// What is wrong with the line, where it did not parse.
        diagnostics: Vec<orrery_space::Diagnostic>,
    },
    /// What is wrong with a text; nothing when it is fine.
    Checked {
        /// From the request.
        ticket: u32,
        /// What is wrong, the first in the text first.
        diagnostics: Vec<orrery_space::Diagnostic>,
    },
    /// What a module is.
    Report {
        /// From the request.
        ticket: u32,
        /// Rows of (name, value) for a person, or the sentence that says why the module is refused.
        report: Result<Vec<(String, String)>, String>,
    },
    /// More of something, as rows of (name, value) for a person. Empty when nothing is known.
    Details {
        /// From the request.
        ticket: u32,
        /// Of what.
        of: Subject,
        /// The rows.
        rows: Vec<(String, String)>,
    },
    /// The cosmos has begun again: forget everything.
    Restarted,
    /// A sentence for the person that answers nothing: a guest of the first cosmos is missing.
    Note {
        /// The sentence.
        text: String,
    },
}

/// What happened since the last frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Virtual nanoseconds since the start.
    pub now: u64,
    /// How time flows.
    pub flow: Flow,
    /// What happened, in order.
    pub records: Vec<Record>,
    /// Records about Waves that were left out, because there were too many to draw.
    pub left_out: u64,
    /// Sums since the start.
    pub counters: Counters,
}
