//! Constellations as text that a person can edit.
//!
//! ```text
//! machine laptop                                  # of the stars below it, by default `machine`
//! star central:nexus[0] Nexus
//! star central:central[0] Central
//! star central:maelstrom[0] Maelstrom zone=a ssd  # with labels, by which it is chosen
//! star machine:laptop[0] Machine                  # each machine has one
//! lane central:nexus[0]--central:central[0] 1ms
//! lane central:nexus[0]--central:maelstrom[0] 1ms 8  # for 8 Waves at a time in each direction
//! lane central:nexus[0]--machine:laptop[0] 1ms
//!
//! machine rack
//! star rack:nexus[0] Nexus
//! star machine:rack[0] Machine
//! lane rack:nexus[0]--machine:rack[0] 1ms
//! lane central:nexus[0]--rack:nexus[0] 20ms       # from machine to machine
//! ```
//!
//! One star is enough: a Machine star that is alone has the work of all roles.
//!
//! A line is a machine, a star or a lane; a `#` at the start or after a blank begins a comment. Stars
//! are named before the lanes that join them. All mistakes of a text are told at once.

use std::collections::BTreeSet;
use std::fmt;
use std::num::NonZeroU32;
use std::ops::Range;
use std::str::FromStr;

use orrery_space::command::{Lane, Slow};
use orrery_space::kind::StarSub;
use orrery_space::place::{Label, MOST_LABELS};
use orrery_space::{Diagnostic, ParseError, StarKey};
use smol_str::SmolStr;

use super::{Constellation, DEFAULT_MACHINE, LanePlan, StarPlan};

/// The most stars of one constellation.
pub const MAX_STARS: usize = 64;

/// The longest text, in bytes.
const MAX_TEXT: usize = 64 * 1024;

const WORDS: [&str; 3] = ["machine", "star", "lane"];

impl FromStr for Constellation {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if text.len() > MAX_TEXT {
            let start = text.floor_char_boundary(MAX_TEXT);
            let message = format!(
                "a constellation has at most {MAX_TEXT} bytes, this has {}",
                text.len()
            );
            return Err(Diagnostic::error("too-long", start..text.len(), message).into());
        }
        let mut reading = Reading::default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            reading.line(line, at);
            at += line.len();
        }
        reading.whole(text)
    }
}

/// A text that is being read.
#[derive(Default)]
struct Reading {
    /// Each machine, and where its line names it.
    machines: Vec<(SmolStr, Range<usize>)>,
    stars: Vec<StarPlan>,
    lanes: Vec<LanePlan>,
    mistakes: Vec<Diagnostic>,
}

impl Reading {
    fn line(&mut self, line: &str, at: usize) {
        let line = without_comment(line);
        let Some((word, rest)) = word(line, at) else {
            return;
        };
        let done = match word.0 {
            "machine" => self.machine(rest),
            "star" => self.star(rest),
            "lane" => self.lane(rest),
            other => {
                let message = format!("expected `machine`, `star` or `lane`, found `{other}`");
                Err(Diagnostic::error("expected", word.1, message).nearest(other, WORDS))
            }
        };
        if let Err(mistake) = done {
            self.mistakes.push(mistake);
        }
    }

    fn machine(&mut self, rest: Rest<'_>) -> Result<(), Diagnostic> {
        let (name, span) = rest.one("the name of the machine", "laptop")?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !name.chars().all(plain) {
            let message =
                format!("the name of a machine is made of a-z, 0-9 and `-`, not `{name}`");
            return Err(Diagnostic::error("bad-name", span, message));
        }
        self.machines.push((name.into(), span));
        Ok(())
    }

    /// The machine of the next star.
    fn present_machine(&self) -> SmolStr {
        let last = self.machines.last();
        last.map_or(DEFAULT_MACHINE, |(name, _)| name.clone())
    }

    fn star(&mut self, rest: Rest<'_>) -> Result<(), Diagnostic> {
        let Some(((key, key_span), rest)) = word(rest.text, rest.at) else {
            return Err(rest.missing("the key of a star", "central:nexus[0]"));
        };
        let Some(((kind, span), rest)) = word(rest.text, rest.at) else {
            return Err(rest.missing("the kind of the star", "Nexus"));
        };
        const PREFIX: &str = "STAR::";
        let parsed = format!("{PREFIX}{key}").parse::<StarKey>();
        let shift = |span: Range<usize>| {
            let start = key_span.start + span.start.saturating_sub(PREFIX.len());
            start..key_span.start + span.end.saturating_sub(PREFIX.len())
        };
        let key = parsed.map_err(|error| first(error, shift))?;
        let Some(kind) = StarSub::ALL.iter().copied().find(|k| k.name() == kind) else {
            let names = StarSub::ALL.iter().map(|kind| kind.name());
            let message = format!("expected the kind of a star such as `Nexus`, found `{kind}`");
            return Err(Diagnostic::error("unknown-kind", span, message).nearest(kind, names));
        };
        if self.stars.iter().any(|star| star.key == key) {
            let message = format!("there is a star {} already", key.bare());
            return Err(Diagnostic::error("twice", key_span, message));
        }
        if self.stars.len() == MAX_STARS {
            let message = format!("a constellation has at most {MAX_STARS} stars");
            return Err(Diagnostic::error("too-many", key_span, message));
        }
        let machine = self.present_machine();
        let alike = |star: &&StarPlan| star.kind == kind;
        let one = match kind {
            StarSub::Central => self.stars.iter().find(alike).map(|other| {
                let other = other.key.bare();
                format!("a constellation has one star of the kind Central, and that is {other}")
            }),
            StarSub::Machine => {
                let mut here = self.stars.iter().filter(|star| star.machine == machine);
                here.find(alike).map(|other| {
                    let other = other.key.bare();
                    format!(
                        "a machine has one star of the kind Machine, that of {machine} is {other}"
                    )
                })
            }
            _ => None,
        };
        if let Some(message) = one {
            return Err(Diagnostic::error("twice", key_span, message));
        }
        let labels = labels(rest)?;
        self.stars.push(StarPlan {
            key,
            kind,
            machine,
            labels,
        });
        Ok(())
    }

    fn lane(&mut self, rest: Rest<'_>) -> Result<(), Diagnostic> {
        let (rest, capacity) = capacity(rest)?;
        let (text, at) = (rest.text.trim_end(), rest.at);
        if text.is_empty() {
            return Err(rest.missing("a lane and its latency", "central:a[0]--central:b[0] 1ms"));
        }
        let parsed = text.parse::<Slow>();
        let Slow { lane, latency } =
            parsed.map_err(|error| first(error, |span| at + span.start..at + span.end))?;
        let span = at..at + text.len();
        let end = |key: &StarKey| {
            let found = self.stars.iter().position(|star| star.key == *key);
            found.ok_or_else(|| {
                let message = format!("no line before this names the star {}", key.bare());
                Diagnostic::error("unknown-star", span.clone(), message)
            })
        };
        let (a, b) = (end(&lane.from)?, end(&lane.to)?);
        if a == b {
            let message = "a lane joins two stars, this one begins and ends at the same";
            return Err(Diagnostic::error("bad-lane", span, message));
        }
        let same = |l: &LanePlan| (l.a, l.b) == (a, b) || (l.a, l.b) == (b, a);
        if self.lanes.iter().any(same) {
            let message = format!("there is a lane {lane} already");
            return Err(Diagnostic::error("twice", span, message));
        }
        self.lanes.push(LanePlan {
            a,
            b,
            latency,
            capacity,
        });
        Ok(())
    }

    /// The constellation, if nothing is wrong and nothing is missing.
    fn whole(mut self, text: &str) -> Result<Constellation, ParseError> {
        // Where a line is wrong, the star may be the one that is missing.
        if self.mistakes.is_empty() {
            self.missing(text.len());
        }
        if !self.mistakes.is_empty() {
            return Err(ParseError {
                diagnostics: self.mistakes,
            });
        }
        Ok(Constellation {
            stars: self.stars,
            lanes: self.lanes,
        })
    }

    /// Tells of the stars that every constellation and every machine must have.
    fn missing(&mut self, end: usize) {
        let central = |star: &StarPlan| star.kind == StarSub::Central;
        // a star that is alone has the work of all
        if self.stars.len() > 1 && !self.stars.iter().any(central) {
            let message = "a constellation has one star of the kind Central such as \
                           `star central:central[0] Central`, this has none";
            let mistake = Diagnostic::error("bad-constellation", end..end, message);
            self.mistakes.push(mistake);
        }
        // the stars before the first line of a machine have none
        let unnamed = match self.stars.first() {
            Some(star) => Some(star.machine.clone()),
            None => self.machines.is_empty().then_some(DEFAULT_MACHINE),
        };
        let unnamed = unnamed.map(|machine| (machine, end..end));
        let mut known: Vec<SmolStr> = Vec::new();
        for (machine, span) in self.machines.iter().cloned().chain(unnamed) {
            let own = |star: &StarPlan| star.kind == StarSub::Machine && star.machine == machine;
            if !known.contains(&machine) && !self.stars.iter().any(own) {
                let message = format!(
                    "a machine has one star of the kind Machine such as \
                     `star machine:{machine}[0] Machine`, {machine} has none"
                );
                let mistake = Diagnostic::error("bad-constellation", span, message);
                self.mistakes.push(mistake);
            }
            known.push(machine);
        }
    }
}

/// The labels with which the line of a star ends.
fn labels(mut rest: Rest<'_>) -> Result<BTreeSet<Label>, Diagnostic> {
    let mut labels = BTreeSet::new();
    while let Some(((text, span), behind)) = word(rest.text, rest.at) {
        let parsed = text.parse::<Label>();
        let label =
            parsed.map_err(|error| first(error, |s| span.start + s.start..span.start + s.end))?;
        if labels.len() == MOST_LABELS {
            let message = format!("a star has at most {MOST_LABELS} labels");
            return Err(Diagnostic::error("too-many", span, message));
        }
        if !labels.insert(label) {
            let message = format!("the star has the label `{text}` already");
            return Err(Diagnostic::error("twice", span, message));
        }
        rest = behind;
    }
    Ok(labels)
}

/// The capacity with which the line of a lane may end, and what stands before it.
fn capacity(whole: Rest<'_>) -> Result<(Rest<'_>, Option<NonZeroU32>), Diagnostic> {
    let latency = word(whole.text, whole.at).map(|(_, rest)| rest);
    let last = latency.and_then(|rest| word(rest.text, rest.at));
    let Some((_, last)) = last.filter(|(_, last)| !last.text.is_empty()) else {
        return Ok((whole, None));
    };
    let (text, span) = last.one("how many Waves the lane carries", "8")?;
    let digits = text.chars().all(|c| c.is_ascii_digit());
    let capacity = text.parse::<NonZeroU32>().ok().filter(|_| digits);
    let Some(capacity) = capacity else {
        let message = format!(
            "expected how many Waves the lane carries in each direction such as `8`, found `{text}`"
        );
        return Err(Diagnostic::error("bad-capacity", span, message));
    };
    let text = &whole.text[..last.at - whole.at];
    Ok((Rest { text, ..whole }, Some(capacity)))
}

/// What stands behind the first word of a line.
#[derive(Clone, Copy)]
struct Rest<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Rest<'t> {
    /// The one word that stands here.
    fn one(self, noun: &str, such_as: &str) -> Result<(&'t str, Range<usize>), Diagnostic> {
        let Some((one, rest)) = word(self.text, self.at) else {
            return Err(self.missing(noun, such_as));
        };
        match word(rest.text, rest.at) {
            None => Ok(one),
            Some(((more, span), _)) => {
                let message = format!("expected the end of the line, found `{more}`");
                Err(Diagnostic::error("expected", span, message))
            }
        }
    }

    fn missing(self, noun: &str, such_as: &str) -> Diagnostic {
        let at = self.at;
        let message = format!("expected {noun} such as `{such_as}`, but the line ends here");
        Diagnostic::error("expected", at..at, message)
    }
}

type Word<'t> = (&'t str, Range<usize>);

/// The first word of a text that begins at the byte `at`, and what is behind it.
fn word(text: &str, at: usize) -> Option<(Word<'_>, Rest<'_>)> {
    let bare = text.trim_start();
    let start = at + text.len() - bare.len();
    let length = bare.find(char::is_whitespace).unwrap_or(bare.len());
    if length == 0 {
        return None;
    }
    let (word, rest) = bare.split_at(length);
    let behind = rest.trim_start();
    let rest = Rest {
        text: behind,
        at: start + length + rest.len() - behind.len(),
    };
    Some(((word, start..start + length), rest))
}

fn without_comment(line: &str) -> &str {
    let begins = |(at, _): &(usize, &str)| *at == 0 || line[..*at].ends_with([' ', '\t']);
    let end = line.match_indices('#').find(begins);
    line[..end.map_or(line.len(), |(at, _)| at)].trim_end()
}

/// The first diagnostic of an error in a part of the text, at its place in the whole.
fn first(error: ParseError, shift: impl Fn(Range<usize>) -> Range<usize>) -> Diagnostic {
    let mistake = error.diagnostics.into_iter().next();
    let mut mistake = mistake.unwrap_or_else(|| Diagnostic::error("expected", 0..0, ""));
    mistake.span = shift(mistake.span);
    mistake
}

impl fmt::Display for Constellation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut machine = None;
        for star in &self.stars {
            if machine.replace(&star.machine) != Some(&star.machine) {
                writeln!(f, "machine {}", star.machine)?;
            }
            write!(f, "star {} {}", star.key.bare(), star.kind.name())?;
            for label in &star.labels {
                write!(f, " {label}")?;
            }
            writeln!(f)?;
        }
        for lane in &self.lanes {
            if let (Some(a), Some(b)) = (self.stars.get(lane.a), self.stars.get(lane.b)) {
                let joins = Slow {
                    lane: Lane {
                        from: a.key.clone(),
                        to: b.key.clone(),
                    },
                    latency: lane.latency,
                };
                write!(f, "lane {joins}")?;
                if let Some(capacity) = lane.capacity {
                    write!(f, " {capacity}")?;
                }
                writeln!(f)?;
            }
        }
        Ok(())
    }
}
