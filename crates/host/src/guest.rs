//! The host's side of a guest: all that its imports read and write.

use std::sync::Arc;

use orrery_space::LogLevel;
use orrery_space::core::Headers;
use orrery_space::{ReflectedCore, Substance, Surface, Wave, membrane};
use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng;
use smol_str::SmolStr;
use wasmi::{Memory, StoreLimits, StoreLimitsBuilder};

use crate::account::Account;
use crate::dialect::Errand;
use crate::particle::About;
use crate::state::State;
use crate::turn::{Effect, TimedEffect, Turn};

/// The most tables that a module may have.
pub(crate) const MOST_TABLES: usize = 8;

/// The most elements that a table may have.
pub(crate) const MOST_ELEMENTS: usize = 1 << 16;

/// The most of a line that a log keeps.
const LONGEST_LOG: usize = 16 << 10;

/// The most Signals, alarms, cancellations and lines of the log of one turn.
pub(crate) const MOST_EFFECTS: usize = 32_768;

/// The most bytes that they keep.
pub(crate) const MOST_EFFECT_BYTES: usize = 64 << 20;

/// A body as the guest reads it, encoded when it first asks.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub kind: i32,
    bytes: Option<Vec<u8>>,
}

impl Reading {
    pub fn of(body: &Substance) -> Self {
        Self {
            kind: body.membrane_kind(),
            bytes: None,
        }
    }

    /// The bytes, and whether they were made only now.
    pub fn bytes(&mut self, body: &Substance) -> (&[u8], bool) {
        let fresh = self.bytes.is_none();
        let bytes = self
            .bytes
            .get_or_insert_with(|| membrane::encode(body).into_owned());
        (bytes, fresh)
    }
}

/// An answer to what was asked last.
#[derive(Debug)]
pub(crate) struct Answer {
    /// `Pong` or `Echo`.
    pub kind: &'static str,
    pub core: ReflectedCore,
    pub from: Surface,
    pub reading: Reading,
}

/// The data of a guest's store.
#[derive(Debug)]
pub(crate) struct Guest {
    pub about: About,
    pub state: State,
    pub seed: u64,
    pub now_ms: u64,
    pub memory: Option<Memory>,
    pub bounds: StoreLimits,
    pub account: Account,
    pub wave: Option<Arc<Wave>>,
    pub body: Reading,
    pub reply: Option<ReflectedCore>,
    pub reply_headers: Headers,
    /// What was set of them, in bytes.
    pub header_bytes: usize,
    /// What it has just asked.
    pub pending: Option<Turn>,
    /// What its import has just begun.
    pub errand: Option<Errand>,
    /// The uuid of the Ping that it sent last, where it gives them itself.
    pub asked: String,
    /// The answers to what it asked last: one to an ask, any number to a Ripple.
    pub answers: Vec<Answer>,
    /// Which of them it reads.
    pub picked: usize,
    pub last_words: Option<SmolStr>,
    /// How many effects this turn has had, and what they keep.
    pub effects_had: usize,
    pub effect_bytes: usize,
    effects: Vec<TimedEffect>,
    lines: [Vec<u8>; 2],
}

impl Guest {
    pub fn new(about: About, state: State, seed: u64, memory: u64) -> Self {
        Self {
            about,
            state,
            seed,
            now_ms: 0,
            memory: None,
            bounds: bounds(memory, MOST_ELEMENTS),
            account: Account::default(),
            wave: None,
            body: Reading::default(),
            reply: None,
            reply_headers: Headers::new(),
            header_bytes: 0,
            pending: None,
            errand: None,
            asked: String::new(),
            answers: Vec::new(),
            picked: 0,
            last_words: None,
            effects_had: 0,
            effect_bytes: 0,
            effects: Vec::new(),
            lines: [Vec::new(), Vec::new()],
        }
    }

    /// Bounds what the guest may allocate, while it is made or while it runs. Tables are of one size
    /// once it runs: the interpreter cannot go on exactly where it was when growing a table is what
    /// spends the slice.
    pub fn bound(&mut self, memory: u64, running: bool) {
        self.bounds = bounds(memory, if running { 0 } else { MOST_ELEMENTS });
    }

    /// Forgets the last entry, but not the effects which nobody has fetched.
    pub fn turn_to(&mut self, wave: Option<Arc<Wave>>, budget: u64, now_ms: u64) {
        self.body = match wave.as_ref().and_then(|wave| wave.directed()) {
            Some(core) => Reading::of(&core.body),
            None => Reading::default(),
        };
        self.wave = wave;
        self.now_ms = now_ms;
        self.account = Account::open(budget);
        self.reply = None;
        self.reply_headers = Headers::new();
        self.header_bytes = 0;
        self.take_turn();
        self.pending = None;
        self.errand = None;
        self.hear("Pong", Vec::new());
        self.last_words = None;
    }

    /// Takes the answers to what was asked last; the first is the one that is read.
    pub fn hear(&mut self, kind: &'static str, answers: Vec<(ReflectedCore, Surface)>) {
        let answers = answers.into_iter().map(|(core, from)| Answer {
            kind,
            reading: Reading::of(&core.body),
            core,
            from,
        });
        self.answers = answers.collect();
        self.picked = 0;
    }

    /// A turn begins, which may have as many effects as any.
    pub fn take_turn(&mut self) {
        (self.effects_had, self.effect_bytes) = (0, 0);
    }

    /// The answer that is read.
    pub fn answer(&self) -> Option<&Answer> {
        self.answers.get(self.picked)
    }

    /// Notes an effect, while `unused` of the fuel part is left.
    pub fn effect(&mut self, unused: u64, effect: Effect) {
        let fuel = self.account.now(unused);
        self.effects.push(TimedEffect { fuel, effect });
    }

    /// Notes a log entry. An error is remembered: should the guest trap, they were its last words.
    pub fn log(&mut self, unused: u64, level: LogLevel, message: &str) {
        let message: SmolStr = shorten(message, LONGEST_LOG).into();
        if level == LogLevel::Error {
            self.last_words = Some(message.clone());
        }
        self.effect(unused, Effect::Log { level, message });
    }

    /// Output of a stream, 0 for the usual and 1 for errors, logged line by line.
    pub fn print(&mut self, unused: u64, stream: usize, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let Some(line) = self.lines.get_mut(stream) else {
                return;
            };
            line.extend_from_slice(piece);
            if piece.ends_with(b"\n") || line.len() >= LONGEST_LOG {
                self.flush(unused, stream);
            }
        }
    }

    /// Logs what is left of lines without an end.
    pub fn flush_all(&mut self) {
        self.flush(0, 0);
        self.flush(0, 1);
    }

    fn flush(&mut self, unused: u64, stream: usize) {
        let Some(line) = self.lines.get_mut(stream).map(std::mem::take) else {
            return;
        };
        if line.is_empty() {
            return;
        }
        let text = String::from_utf8_lossy(&line);
        let level = if stream == 0 {
            LogLevel::Info
        } else {
            LogLevel::Error
        };
        self.log(unused, level, text.trim_end_matches(['\n', '\r']));
    }

    /// What nobody has fetched yet.
    pub fn take_effects(&mut self) -> Vec<TimedEffect> {
        std::mem::take(&mut self.effects)
    }

    /// Chance for this Particle: a function of the cosmos's seed, the point and how much was drawn.
    pub fn random(&mut self, bytes: &mut [u8]) {
        let mut chance = Pcg64::new(
            u128::from(self.seed),
            u128::from(self.about.point.stable_hash()),
        );
        chance.advance(u128::from(self.state.drawn));
        chance.fill_bytes(bytes);
        self.state.drawn += bytes.len().div_ceil(8) as u64;
    }
}

fn bounds(memory: u64, elements: usize) -> StoreLimits {
    StoreLimitsBuilder::new()
        .instances(1)
        .memories(1)
        .memory_size(usize::try_from(memory).unwrap_or(usize::MAX))
        .tables(MOST_TABLES)
        .table_elements(elements)
        .build()
}

/// The beginning of a text, of so many bytes at most.
pub(crate) fn shorten(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}
