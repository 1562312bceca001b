//! What page and worker say to each other. Each message is one postcard-encoded buffer that is
//! transferred, not copied.
//!
//! The page asks for a [`Frame`] at most once in each animation frame, and the worker answers
//! each [`Ask::Frame`] with exactly one [`Tell::Frame`]; so there is never more than one on the way.

use orrery_hyperspace::Counters;
use orrery_hyperspace::trace::{ParticleNo, WaveNo};
use orrery_scene::Subject;
use orrery_scene::busy::Busy;
use orrery_scene::completion::Offers;
use orrery_scene::course::Course;
use orrery_scene::draft::{Draft, Reading};
use orrery_scene::goal::Looks;
use orrery_scene::inspect::Sheet;
use orrery_scene::meddle::Meddle;
use orrery_scene::news::News;
use orrery_scene::remarks::Remarks;
use orrery_scene::tutor::Card;
use orrery_scene::wave_list::{Listed, Order};
use serde::{Deserialize, Serialize};

use super::compare::Comparison;

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
    /// Let nobody wait in slow motion who has asked that command: until it is answered time goes as fast
    /// as it goes, unless it is paused.
    Hurry {
        /// From the command.
        ticket: u32,
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
    /// Say what there is to say of what somebody writes.
    Read {
        /// Comes back with the answer.
        ticket: u32,
        /// What is written.
        draft: Draft,
    },
    /// Give a text to write on.
    Open {
        /// Comes back with the text.
        ticket: u32,
        /// Which.
        what: Opening,
    },
    /// Say what may stand at the cursor of a line.
    Complete {
        /// Comes back with the answer.
        ticket: u32,
        /// The line up to the cursor.
        before: String,
        /// The names of the files that are at hand.
        files: Vec<String>,
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
    /// Do something to a Wave that is on a lane.
    Meddle(WaveNo, Meddle),
    /// Stop time at the next Wave that a [`Filter`](orrery_scene::filter::Filter) admits; at none
    /// where it is empty. Answered by [`Tell::Halt`].
    StopAt(String),
    /// Look at another moment of this run; time stands there. Answered by [`Tell::Rewound`].
    Seek(Whither),
    /// Do something with the branches.
    Branch(BranchAsk),
    /// Do something with a lesson.
    Lesson(LessonAsk),
    /// Say what is different between the branch that is looked at and another.
    Compare {
        /// Comes back with the answer.
        ticket: u32,
        /// The other one.
        with: u16,
        /// The Wave of which the course is wanted there.
        wave: Option<WaveNo>,
    },
    /// Do something with what is saved.
    Keep(KeepAsk),
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

/// What can be opened in the editor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Opening {
    /// The module of that place in [`MODULES`](orrery_scene::starters::MODULES).
    Starter(u8),
    /// The module that a Mechtron runs.
    Mechtron(ParticleNo),
    /// A module that the person chose.
    Module(File),
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

/// What can be done with lessons, which are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LessonAsk {
    /// Begin that one, in a cosmos of its own beside the others. The cosmos of a lesson that is on
    /// ends.
    Begin(u8),
    /// Go to that step, from 0 on. What the person was to do before it is done for him.
    Step(u8),
    /// End the lesson. Its cosmos stays.
    Leave,
    /// That is looked at now; a lesson may wait for it.
    Looks(Looks),
}

/// What can be done with what is saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum KeepAsk {
    /// Give the cosmos as a file of that name. Answered by [`Kept::File`].
    Export(String),
    /// Go on with the cosmos of a file, in place of the one that is there.
    Import(File),
    /// Give that save as a file, whatever is in it. Answered by [`Kept::File`].
    Take(Shelf),
    /// Save what is not saved yet, since the page may be closed.
    Now,
}

/// Where a save lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shelf {
    /// The last one.
    Saved,
    /// One that could not be read. It is gone once it was taken.
    Unreadable,
}

/// News of what is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kept {
    /// A saved cosmos is being played up to where it was; how far, in words and in thousandths.
    Progress(String, u16),
    /// Something that a person shall know; nothing when that is over.
    Notice(Option<Notice>),
    /// How it stands, as a sentence, and whether there is a save to begin again from.
    Standing(String, bool),
    /// A file is ready.
    File {
        /// Its name.
        name: String,
        /// The address at which the browser finds it.
        address: String,
    },
}

/// A sentence of which one can make something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The sentence.
    pub words: String,
    /// Whether something is wrong.
    pub bad: bool,
    /// What can be done about it.
    pub deed: Option<Deed>,
}

/// What can be done about a [`Notice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// Begin with a new cosmos.
    Anew,
    /// Export the one that is there.
    Export,
    /// Choose another file.
    Import,
    /// Take a save as a file.
    Take(Shelf),
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

/// At which Waves time stops.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Halt {
    /// The filter, as it was asked for; empty where time stops at none.
    pub at: String,
    /// What there is to say: what is awaited, why time stands, or what is wrong with the filter.
    pub says: String,
    /// Whether the filter is wrong.
    pub wrong: bool,
    /// The Wave at which time stands, if it does because of it.
    pub wave: Option<WaveNo>,
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
        /// The Wave that was sent for it, where it took one.
        wave: Option<WaveNo>,
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
    /// What there is to say of what somebody writes.
    Read {
        /// From the request.
        ticket: u32,
        /// It.
        reading: Reading,
    },
    /// What may stand at the cursor of a line.
    Completed {
        /// From the request.
        ticket: u32,
        /// It.
        offers: Offers,
    },
    /// A text to write on.
    Opened {
        /// From the request.
        ticket: u32,
        /// It, or why there is none.
        text: Result<String, String>,
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
        /// Those that were asked for; nothing where something else was asked before they were found.
        listed: Option<Listed>,
    },
    /// What hangs together with a Wave; nothing when it is not remembered.
    Course {
        /// From the request.
        ticket: u32,
        /// It.
        course: Option<Course>,
    },
    /// What is different between two branches; nothing where one of them is not there.
    Compared {
        /// From the request.
        ticket: u32,
        /// It.
        comparison: Option<Comparison>,
    },
    /// The cosmos has begun again: forget everything.
    Restarted,
    /// Another moment is looked at: forget what was shown. The next frames have all of it.
    Rewound,
    /// Which branches there are, and which is looked at.
    Branches {
        /// All of them.
        all: Vec<Branch>,
        /// Which one.
        shown: u16,
    },
    /// What the worker has at hand, once it is there.
    AtHand {
        /// The lessons, each by its title and what it is about.
        lessons: Vec<(String, String)>,
        /// Files that a line can name without the person having chosen them.
        files: Vec<String>,
    },
    /// The lesson that is on, as it is now; nothing when none is, or another cosmos is looked at.
    Lesson(Option<Card>),
    /// What is odd in the run that is looked at, whenever that has changed.
    Remarks(Remarks),
    /// At which Waves time stops, or that it has stopped at one.
    Halt(Halt),
    /// News of what is saved.
    Keep(Kept),
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
