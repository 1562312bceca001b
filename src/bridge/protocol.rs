//! What page and worker say to each other. Each message is one postcard-encoded buffer that is
//! transferred, not copied.
//!
//! The page asks for a [`Frame`] at most once in each animation frame, and the worker answers
//! each [`Ask::Frame`] with exactly one [`Tell::Frame`]; so there is never more than one on the way.

use orrery_hyperspace::Counters;
use orrery_hyperspace::trace::WaveNo;
use orrery_scene::Subject;
use orrery_scene::busy::Busy;
use orrery_scene::course::Course;
use orrery_scene::inspect::Sheet;
use orrery_scene::news::News;
use orrery_scene::wave_list::{Order, WaveRow};
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
    /// Say what there is to say of something.
    Details {
        /// Comes back with the answer.
        ticket: u32,
        /// Of what.
        of: Subject,
    },
    /// Say which Waves there are.
    Waves {
        /// Comes back with the answer.
        ticket: u32,
        /// Which ones, as a [`Filter`](orrery_scene::filter::Filter).
        filter: String,
        /// In which order.
        order: Order,
        /// How many are left out before the first that is told.
        from: u32,
        /// How many are told.
        count: u32,
    },
    /// Say what hangs together with a Wave.
    Course {
        /// Comes back with the answer.
        ticket: u32,
        /// With which.
        wave: WaveNo,
    },
    /// Drop a Wave that is on its way.
    Drop(WaveNo),
    /// Look at another moment of this run; time stands there. Answered by [`Tell::Rewound`].
    Seek(Whither),
    /// Do something with the branches.
    Branch(BranchAsk),
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

/// Which moment is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whither {
    /// After so many events.
    Events(u64),
    /// The end of that moment, in virtual nanoseconds.
    Moment(u64),
    /// Where the run goes on.
    Present,
}

/// What can be done with branches, which are counted from 0 in the order in which they began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BranchAsk {
    /// Look at that one, where it goes on.
    Show(u16),
    /// Call it otherwise.
    Name(u16, String),
    /// Forget it for good. The one that is looked at stays.
    Close(u16),
}

/// A run of the cosmos: the first one, or another that somebody began in the past of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// How many events it shares with the run in which it began.
    pub shares: u64,
}

/// Something worth a mark beside the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// So many events had happened.
    pub events: u64,
    /// When, in virtual nanoseconds.
    pub at: u64,
    /// What.
    pub kind: MarkKind,
}

/// What sort of thing a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkKind {
    /// A person said something to the cosmos.
    Command,
    /// A Wave was turned back or lost.
    Refusal,
    /// Something befell a lane or a star.
    Fault,
    /// A Particle panicked or said that something is wrong.
    Trouble,
}

/// Where in its run the cosmos is that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Events that have happened.
    pub events: u64,
    /// Events of the whole run.
    pub of: u64,
    /// Virtual nanoseconds of the whole run.
    pub end: u64,
    /// Whether it is the past: what is done there begins another branch.
    pub past: bool,
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
    /// What there is to say of something; nothing when it is not known.
    Details {
        /// From the request.
        ticket: u32,
        /// The page of the inspector.
        sheet: Option<Sheet>,
    },
    /// Which Waves there are.
    Waves {
        /// From the request.
        ticket: u32,
        /// How many the filter admits, or what is wrong with it.
        count: Result<u32, String>,
        /// How many are remembered.
        of: u32,
        /// Those that were asked for.
        rows: Vec<WaveRow>,
    },
    /// What hangs together with a Wave; nothing when it is not remembered.
    Course {
        /// From the request.
        ticket: u32,
        /// It.
        course: Option<Course>,
    },
    /// The cosmos has begun again: forget everything.
    Restarted,
    /// Another moment is looked at: forget what was shown. The next frame has all of it.
    Rewound,
    /// Which branches there are, and which is looked at.
    Branches {
        /// All of them.
        all: Vec<Branch>,
        /// Which one.
        shown: u16,
    },
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
    /// What happened and is to be seen, in order.
    pub news: Vec<News>,
    /// News about Waves that were left out, because there were too many to draw.
    pub left_out: u64,
    /// How busy it is where, if that is otherwise than was told.
    pub busy: Option<Busy>,
    /// Sums since the start.
    pub counters: Counters,
    /// Where in its run it is.
    pub place: Place,
    /// How many marks the page keeps of those that it has.
    pub marks_kept: u32,
    /// The marks after those.
    pub marks: Vec<Mark>,
}
