//! Bodies held against patterns.
//!
//! A verdict is given without asking anybody. Where a pattern names a validator, the verdict says
//! what it must be asked; the Hyperverse asks.
//!
//! ```
//! use orrery_space::{Substance, SubstancePattern, Verdict};
//! let pattern: SubstancePattern = "Int[2]".parse()?;
//! let body = Substance::List(vec![Substance::Int(1), Substance::from("two")]);
//! let Verdict::Differs(why) = pattern.matches(&body) else { panic!() };
//! assert_eq!(why.to_string(), "expected Int at `[1]`, found Text");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use smol_str::SmolStr;

use crate::format::Format;
use crate::grammar::shorten;
use crate::pattern::{Length, MapPattern, Shape, Structure, Validator, uniform};
use crate::{Substance, SubstanceKind, SubstancePattern};

/// Whether a body is what a pattern says.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict<'a> {
    /// It is.
    Matches,
    /// It is not, for that reason, the first that was found.
    Differs(Mismatch),
    /// It is, if every one of these says so.
    Ask(Vec<Ask<'a>>),
}

/// Where a body is not what a pattern says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[error("expected {expected}{}, found {found}", located(.at))]
pub struct Mismatch {
    /// Where in the body: `age`, `users[2].name`; empty for the whole.
    pub at: String,
    /// What was expected there.
    pub expected: String,
    /// What came.
    pub found: String,
}

fn located(at: &str) -> String {
    match at {
        "" => String::new(),
        at => format!(" at `{at}`"),
    }
}

/// What a validator must still answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ask<'a> {
    /// Whom to ask, and how it is set up.
    pub validator: &'a Validator,
    /// The body, or the part of it, that it must judge.
    pub body: &'a Substance,
}

impl SubstancePattern {
    /// Holds a body against the pattern. It takes time linear in what both have in common.
    #[must_use]
    pub fn matches<'a>(&'a self, body: &'a Substance) -> Verdict<'a> {
        let mut check = Check::default();
        match check.pattern(self, body) {
            Err(mismatch) => Verdict::Differs(mismatch),
            Ok(()) if check.asks.is_empty() => Verdict::Matches,
            Ok(()) => Verdict::Ask(check.asks),
        }
    }
}

/// One step into a body.
#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Entry(&'a str),
    Element(usize),
}

/// A check under way: where it is, and whom it must ask.
#[derive(Debug, Default)]
struct Check<'a> {
    place: Vec<Step<'a>>,
    asks: Vec<Ask<'a>>,
}

impl<'a> Check<'a> {
    fn pattern(
        &mut self,
        pattern: &'a SubstancePattern,
        body: &'a Substance,
    ) -> Result<(), Mismatch> {
        match pattern {
            SubstancePattern::Any => Ok(()),
            SubstancePattern::None => self.kind(SubstanceKind::Empty, body),
            SubstancePattern::Exact(shape) => self.shape(shape, body),
        }
    }

    fn shape(&mut self, shape: &'a Shape, body: &'a Substance) -> Result<(), Mismatch> {
        match &shape.structure {
            Structure::Kind(kind) => self.kind(*kind, body)?,
            Structure::List { of, length } => self.list(*of, *length, body)?,
            Structure::Map(map) => match body {
                Substance::Map(entries) => self.map(map, entries)?,
                other => return self.kind(SubstanceKind::Map, other),
            },
        }
        match (shape.format, &shape.structure, body) {
            (None, ..) => {}
            (Some(format), Structure::List { .. }, Substance::List(elements)) => {
                self.each(elements, |check, element| check.format(format, element))?;
            }
            (Some(format), ..) => self.format(format, body)?,
        }
        let ask = |validator| Ask { validator, body };
        self.asks.extend(shape.validator.as_ref().map(ask));
        Ok(())
    }

    fn kind(&self, kind: SubstanceKind, body: &Substance) -> Result<(), Mismatch> {
        if body.kind() == kind {
            return Ok(());
        }
        self.differs(kind.name(), found(body))
    }

    fn list(
        &mut self,
        of: SubstanceKind,
        length: Length,
        body: &'a Substance,
    ) -> Result<(), Mismatch> {
        match body {
            Substance::List(elements) if length.admits(elements.len()) => {
                self.each(elements, |check, element| check.kind(of, element))
            }
            other => self.differs(wanted(of, length), found(other)),
        }
    }

    fn each(
        &mut self,
        elements: &'a [Substance],
        mut check: impl FnMut(&mut Self, &'a Substance) -> Result<(), Mismatch>,
    ) -> Result<(), Mismatch> {
        for (i, element) in elements.iter().enumerate() {
            self.place.push(Step::Element(i));
            check(self, element)?;
            self.place.pop();
        }
        Ok(())
    }

    fn map(
        &mut self,
        map: &'a MapPattern,
        entries: &'a BTreeMap<SmolStr, Substance>,
    ) -> Result<(), Mismatch> {
        for (name, pattern) in &map.required {
            self.place.push(Step::Entry(name));
            match entries.get(name) {
                Some(entry) => self.pattern(pattern, entry)?,
                None => return self.differs("an entry", "none"),
            }
            self.place.pop();
        }
        let others = entries
            .iter()
            .filter(|(name, _)| !map.required.contains_key(*name));
        for (name, entry) in others {
            self.place.push(Step::Entry(name));
            match &map.others {
                Some(pattern) => self.pattern(pattern, entry)?,
                None => return self.differs("no entry", found(entry)),
            }
            self.place.pop();
        }
        Ok(())
    }

    fn format(&self, format: Format, body: &Substance) -> Result<(), Mismatch> {
        let bytes = match body {
            Substance::Text(text) => text.as_bytes(),
            Substance::Bin(bytes) => bytes,
            Substance::Json(_) if format == Format::Json => return Ok(()),
            other => return self.differs(format.noun(), found(other)),
        };
        match format.accepts(bytes) {
            Ok(()) => Ok(()),
            Err(why) => self.differs(format.noun(), format!("{} that is {why}", body.kind())),
        }
    }

    fn differs(
        &self,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Result<(), Mismatch> {
        let mut at = String::new();
        for step in &self.place {
            match step {
                Step::Entry(name) if at.is_empty() => at.push_str(&shorten(name)),
                Step::Entry(name) => at.extend([".", &shorten(name)]),
                // Writing to a string cannot fail.
                Step::Element(i) => drop(write!(at, "[{i}]")),
            }
        }
        Err(Mismatch {
            at,
            expected: expected.into(),
            found: found.into(),
        })
    }
}

/// What a list is to be: "a List of 1 to 5 Int".
fn wanted(of: SubstanceKind, length: Length) -> String {
    match length {
        Length::Any => format!("a List of {of}"),
        Length::Between { least, most } if least == most => format!("a List of {least} {of}"),
        Length::Between { least, most } => format!("a List of {least} to {most} {of}"),
    }
}

/// What a body is: "Int", "a List of 2 Text".
fn found(body: &Substance) -> String {
    match body {
        Substance::List(elements) => match uniform(elements) {
            Some(kind) => format!("a List of {} {kind}", elements.len()),
            None => format!("a List of {}", elements.len()),
        },
        other => other.kind().to_string(),
    }
}
