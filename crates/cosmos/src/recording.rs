//! Recordings: a cosmos as its seed and everything that was put into it.
//!
//! A run is its seed and its inputs, so these are all that has to be kept: played again they make
//! the same cosmos, with its guests at work in their memories, and the same trace, bit for bit. A
//! recording is as long as what a person did, however much came of it; what it costs is the time
//! to play it.

use std::sync::Arc;

use orrery_hyperspace::fault::Fault;
use orrery_hyperspace::trace::StarNo;
use orrery_hyperspace::{Constellation, Moment, Pass};
use orrery_space::core::DirectedCore;
use orrery_space::hyper::Search;
use orrery_space::wave::Recipients;
use orrery_space::wave::form::{self, FormError};
use orrery_space::{ParseError, Surface, Wave};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// The version of the form in bytes.
const VERSION: u8 = 1;

/// The bytes with which every recording begins.
const MAGIC: &[u8; 6] = b"orrery";

/// How far a run has come: exact where moments are not, since much happens at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Position {
    /// Events that have happened.
    pub events: u64,
    /// Effects that guests have answered.
    pub answers: u64,
    /// The moment.
    pub now: Moment,
}

impl Position {
    /// The last position of a moment: everything that is put in or happens at it is over.
    #[must_use]
    pub fn end_of(moment: Moment) -> Self {
        Self {
            events: u64::MAX,
            answers: u64::MAX,
            now: moment,
        }
    }

    /// After so many events, whatever the moment, and before anything that was put in only then.
    #[must_use]
    pub fn after(events: u64) -> Self {
        Self {
            events,
            answers: u64::MAX,
            now: Moment::NEVER,
        }
    }

    fn is_after_events(&self) -> bool {
        self.answers == u64::MAX && self.events != u64::MAX
    }

    /// Whether what is put in at `input` is put in before this is reached.
    pub(crate) fn has_input(&self, input: &Self) -> bool {
        if self.is_after_events() {
            input.events < self.events
        } else {
            input.is_within(self)
        }
    }

    /// Whether a run that has come to `here` has come to this.
    pub(crate) fn is_reached(&self, here: &Self) -> bool {
        self.is_within(here) || self.is_after_events() && self.events <= here.events
    }

    /// Whether a run that has come to `other` has come to this.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.events <= other.events && self.answers <= other.answers && self.now <= other.now
    }

    /// As far as both have come.
    pub(crate) fn min_each(&self, other: &Self) -> Self {
        if self.is_after_events() && self.events < other.events {
            return *self;
        }
        Self {
            events: self.events.min(other.events),
            answers: self.answers.min(other.answers),
            now: self.now.min(other.now),
        }
    }
}

/// What was put in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Said {
    /// A line of the console, with its files: names, and places in [`Recording::files`].
    Command {
        /// The line.
        line: SmolStr,
        /// The files that it names.
        files: Vec<(SmolStr, u32)>,
    },
    /// A Ping of the console.
    Ping {
        /// To whom.
        to: Surface,
        /// What.
        core: DirectedCore,
    },
    /// A frame of a client at the gate.
    Frame {
        /// Which client.
        client: u32,
        /// The bytes of one Wave.
        bytes: Vec<u8>,
    },
    /// A client is no longer there.
    Left {
        /// Which.
        client: u32,
    },
    /// A token is known from now on.
    Pass {
        /// What is to be shown.
        token: SmolStr,
        /// As whom it lets in.
        pass: Pass,
    },
    /// A Wave of the console.
    Wave(Box<Wave>),
    /// Something befalls a lane or a star.
    Fault(Fault),
    /// A star is to seek others.
    Search {
        /// Which star seeks.
        star: StarNo,
        /// Who is asked.
        to: Recipients,
        /// What is sought.
        search: Search,
    },
}

/// A cosmos as what was put into it.
///
/// ```
/// use orrery_cosmos::{Cosmos, Recording};
/// let mut cosmos = Cosmos::new(7);
/// let ticket = cosmos.command("create localhost<Space>", vec![]);
/// cosmos.run_until_reply(ticket);
/// let bytes = cosmos.recording().unwrap().to_bytes();
/// let again = Recording::from_bytes(&bytes)?.play();
/// assert_eq!(again.counters(), cosmos.counters());
/// # Ok::<(), orrery_cosmos::RecordingError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// The seed.
    pub seed: u64,
    /// The stars and lanes with which it began.
    pub constellation: Constellation,
    /// Files that came with commands, each once.
    pub files: Vec<Arc<[u8]>>,
    /// What was put in, and when.
    pub inputs: Vec<(Position, Said)>,
    /// How far it goes.
    pub end: Position,
}

/// The form in bytes, behind the magic and the version.
#[derive(Serialize, Deserialize)]
struct Form {
    seed: u64,
    /// As text; empty for the usual one.
    constellation: String,
    files: Vec<Vec<u8>>,
    inputs: Vec<(Position, Said)>,
    end: Position,
}

/// Why bytes are no recording.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordingError {
    /// They are something else.
    #[error("expected a recording of a cosmos, which begins with the bytes `orrery`")]
    NoRecording,
    /// They are of another version.
    #[error(
        "expected a recording of version {VERSION}, found version {0}; open it with the Orrery that made it"
    )]
    Version(u8),
    /// They end too early, or were changed.
    #[error("the recording of {bytes} bytes is cut short or damaged: {reason}")]
    Damaged {
        /// How many there are.
        bytes: usize,
        /// What is wrong.
        reason: String,
    },
    /// Its constellation cannot be read.
    #[error("the recording's constellation is wrong: {0}")]
    Constellation(ParseError),
}

impl Recording {
    /// One into which nothing was put yet.
    #[must_use]
    pub fn new(seed: u64, constellation: Constellation) -> Self {
        Self {
            seed,
            constellation,
            files: Vec::new(),
            inputs: Vec::new(),
            end: Position::default(),
        }
    }

    /// Enters a command.
    pub(crate) fn command(&mut self, at: Position, line: SmolStr, files: &[(SmolStr, Arc<[u8]>)]) {
        let files = files
            .iter()
            .map(|(name, bytes)| (name.clone(), self.file(bytes)))
            .collect();
        self.inputs.push((at, Said::Command { line, files }));
    }

    /// The place of a file, which is kept once however often it comes.
    fn file(&mut self, bytes: &Arc<[u8]>) -> u32 {
        let same = |known: &Arc<[u8]>| Arc::ptr_eq(known, bytes) || known == bytes;
        let place = self.files.iter().position(same).unwrap_or_else(|| {
            self.files.push(Arc::clone(bytes));
            self.files.len() - 1
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// What happened up to a moment: the beginning of another run, if something else is put in.
    #[must_use]
    pub fn until(&self, moment: Moment) -> Self {
        let mut past = self.clone();
        past.inputs.retain(|(at, _)| at.now <= moment);
        if past.end.now > moment {
            past.end = Position::end_of(moment);
        }
        past
    }

    /// As bytes, of which the first say what they are. They can be read again unless somebody has
    /// put in a body that is nested deeper than any [Wave may be](form::MAX_DEPTH).
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let usual = self.constellation == Constellation::default();
        let form = Form {
            seed: self.seed,
            constellation: if usual {
                String::new()
            } else {
                self.constellation.to_string()
            },
            files: self.files.iter().map(|bytes| bytes.to_vec()).collect(),
            inputs: self.inputs.clone(),
            end: self.end,
        };
        let mut bytes = MAGIC.to_vec();
        bytes.push(VERSION);
        // nothing in the form can fail to be written
        postcard::to_extend(&form, bytes).unwrap_or_default()
    }

    /// The recording that these bytes are.
    ///
    /// # Errors
    ///
    /// What they are instead, or where they are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordingError> {
        let rest = bytes
            .strip_prefix(MAGIC)
            .ok_or(RecordingError::NoRecording)?;
        let damaged = |reason: &dyn std::fmt::Display| RecordingError::Damaged {
            bytes: bytes.len(),
            reason: reason.to_string(),
        };
        let form: Form = match rest.split_first() {
            Some((&VERSION, form)) => {
                // as deep as Waves may be, and no deeper
                let (form, more): (Form, _) = form::read(form).map_err(|error| match error {
                    FormError::CutShort { .. } => damaged(&"it goes on after them"),
                    error => damaged(&error),
                })?;
                if !more.is_empty() {
                    return Err(damaged(&format_args!("{} bytes too many", more.len())));
                }
                form
            }
            Some((&other, _)) => return Err(RecordingError::Version(other)),
            None => return Err(damaged(&"the version is missing")),
        };
        let constellation = match form.constellation.as_str() {
            "" => Constellation::default(),
            text => text.parse().map_err(RecordingError::Constellation)?,
        };
        if !form.inputs.is_sorted_by_key(|(at, _)| *at) {
            return Err(damaged(&"its inputs are not in order"));
        }
        Ok(Self {
            seed: form.seed,
            constellation,
            files: form.files.into_iter().map(Into::into).collect(),
            inputs: form.inputs,
            end: form.end,
        })
    }
}
