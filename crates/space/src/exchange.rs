//! An exchange: one who asked, and the answers that have come so far.
//!
//! It knows no clock. Its deadline is a number that the caller gives and compares, in whatever
//! unit the caller counts; who waits and what is sent is the caller's too.
//!
//! ```
//! use orrery_space::core::DirectedCore;
//! use orrery_space::exchange::{Exchange, Progress};
//! use orrery_space::wave::{BounceBacks, Recipients};
//! use orrery_space::{Agent, ReflectedCore, Wave};
//! let (from, core) = ("localhost".parse()?, DirectedCore::default());
//! let to = Recipients::Stars;
//! let ripple = Wave::ripple(1, Agent::HyperUser, from, to, core, BounceBacks::Count(2));
//! let mut exchange = Exchange::open(&ripple, 15_000);
//!
//! let star = ripple.narrowed("<<STAR::central:fold[0]>>::star".parse()?);
//! let echo = star.and_then(|star| star.reflect(2, ReflectedCore::default()));
//! assert_eq!(echo.map(|echo| exchange.take(echo)), Some(Ok(Progress::More)));
//!
//! assert!(exchange.is_over(15_000));
//! let gathered = exchange.close();
//! assert!(gathered.is_partial());
//! assert_eq!(gathered.into_core().headers["Partial"], "1 of 2");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::collections::BTreeSet;

use smol_str::{SmolStr, format_smolstr};

use crate::wave::BounceBacks;
use crate::{ReflectedCore, Substance, Surface, Wave, WaveId};

/// One who asked, and the answers that have come so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    of: WaveId,
    awaits: BounceBacks,
    deadline: u64,
    senders: BTreeSet<Surface>,
    answers: Vec<Wave>,
}

/// Whether an exchange goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// More answers may come.
    More,
    /// All that were awaited are there.
    Done,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// It is no answer.
    #[error("expected an answer, found {0}")]
    NoAnswer(WaveId),
    /// It answers another Wave.
    #[error("expected an answer to {expected}, found one to {found}")]
    Unknown {
        /// The Wave whose answers are awaited.
        expected: WaveId,
        /// The Wave that it answers.
        found: WaveId,
    },
    /// The same one has answered before.
    #[error("{0} has answered already")]
    Duplicate(Surface),
    /// All that were awaited are there.
    #[error("no more answers to {0} are awaited")]
    Closed(WaveId),
}

/// What an exchange has come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Gathered {
    awaits: BounceBacks,
    /// The answers in the order in which they came.
    pub answers: Vec<Wave>,
}

impl Exchange {
    /// Waits for the answers to a Wave until the deadline. One that awaits none is done at once.
    #[must_use]
    pub fn open(wave: &Wave, deadline: u64) -> Self {
        Self {
            of: wave.id(),
            awaits: wave.bounce_backs(),
            deadline,
            senders: BTreeSet::new(),
            answers: Vec::new(),
        }
    }

    /// The Wave whose answers are awaited.
    #[must_use]
    pub fn of(&self) -> WaveId {
        self.of
    }

    /// Whether the time is over.
    #[must_use]
    pub fn is_over(&self, now: u64) -> bool {
        now >= self.deadline
    }

    /// Whether more answers may come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        match missing(self.awaits, &self.answers) {
            Some(0) => Progress::Done,
            Some(_) | None => Progress::More,
        }
    }

    /// Takes an answer. One sender answers once.
    ///
    /// # Errors
    ///
    /// It is no answer to this Wave, or one too many; the exchange stays as it was.
    pub fn take(&mut self, answer: Wave) -> Result<Progress, ExchangeError> {
        let expected = self.of;
        match answer.reflection_of() {
            None => return Err(ExchangeError::NoAnswer(answer.id())),
            Some(found) if found != expected => {
                return Err(ExchangeError::Unknown { expected, found });
            }
            Some(_) => {}
        }
        if self.senders.contains(&answer.shell.from) {
            return Err(ExchangeError::Duplicate(answer.shell.from));
        }
        if self.progress() == Progress::Done {
            return Err(ExchangeError::Closed(expected));
        }
        self.senders.insert(answer.shell.from.clone());
        self.answers.push(answer);
        Ok(self.progress())
    }

    /// Ends the exchange with what has come.
    #[must_use]
    pub fn close(self) -> Gathered {
        Gathered {
            awaits: self.awaits,
            answers: self.answers,
        }
    }
}

impl Gathered {
    /// Whether fewer have answered than were awaited.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        missing(self.awaits, &self.answers).is_some_and(|count| count > 0)
    }

    /// All answers as one. Who asked one gets its answer, or 408; who asked several gets a list of
    /// what they answered, with the header `Partial: 1 of 3` where some are missing.
    #[must_use]
    pub fn into_core(self) -> ReflectedCore {
        let answers = self.answers.iter().filter_map(Wave::reflected);
        match self.awaits {
            BounceBacks::None => ReflectedCore::default(),
            BounceBacks::Single => match answers.into_iter().next() {
                Some(core) => core.clone(),
                None => ReflectedCore::timeout("no answer within the wait class"),
            },
            BounceBacks::Count(_) | BounceBacks::Timer(_) => {
                let list = answers.map(|core| Substance::ReflectedCore(Box::new(core.clone())));
                let mut core = ReflectedCore::ok(Substance::List(list.collect()));
                if let Some(missing @ 1..) = missing(self.awaits, &self.answers) {
                    let came = self.answers.len();
                    let flag = format_smolstr!("{came} of {}", came + missing);
                    core.headers.insert(SmolStr::new_static("Partial"), flag);
                }
                core
            }
        }
    }
}

/// How many are still missing, where a number is awaited.
fn missing(awaits: BounceBacks, answers: &[Wave]) -> Option<usize> {
    let awaited = match awaits {
        BounceBacks::None => 0,
        BounceBacks::Single => 1,
        BounceBacks::Count(count) => usize::try_from(count).unwrap_or(usize::MAX),
        BounceBacks::Timer(_) => return None,
    };
    Some(awaited.saturating_sub(answers.len()))
}
