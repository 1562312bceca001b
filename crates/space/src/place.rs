//! Places: the labels of stars, and what a Particle wants of them.
//!
//! A [`Place`] is the value of the property `place`: labels separated by commas. A plain one must be
//! there; one with a weight, `label*N`, is not needed, and gives a star that has it N more standing.
//!
//! ```
//! use orrery_space::place::{Label, Place};
//! let place: Place = "zone=a, ssd*5".parse()?;
//! let labels = ["zone=a".parse::<Label>()?, "ssd".parse()?].into();
//! assert!(place.fits(&labels));
//! assert_eq!(place.standing(&labels), 5);
//! assert_eq!(place.to_string(), "ssd*5,zone=a");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use smol_str::SmolStr;

use crate::{Diagnostic, ParseError};

/// The most labels that one star has, or one place names.
pub const MOST_LABELS: usize = 16;

/// The longest label, in bytes.
const LONGEST: usize = 64;

/// The greatest weight.
const HEAVIEST: u32 = 1_000_000;

/// A label of a star: `ssd`, or with a value `zone=a`.
///
/// ```
/// use orrery_space::place::Label;
/// assert!("zone=a".parse::<Label>().is_ok());
/// let error = "Zone".parse::<Label>().unwrap_err();
/// assert_eq!(error.to_string(), "expected a label such as `ssd` or `zone=a`, found `Zone`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(SmolStr);

/// How much a Particle wants a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Want {
    /// Its star must have it.
    Must,
    /// A star that has it has so much more standing.
    Weighs(u32),
}

/// Where a Particle wants to be; by default anywhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place(BTreeMap<Label, Want>);

impl Label {
    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn read(text: &str, span: Range<usize>) -> Result<Self, Diagnostic> {
        let plain = |part: &str| {
            let admits =
                |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
            !part.is_empty() && part.chars().all(admits)
        };
        let good = match text.split_once('=') {
            Some((name, value)) => plain(name) && plain(value),
            None => plain(text),
        };
        if good && text.len() <= LONGEST {
            return Ok(Self(text.into()));
        }
        let found = match text {
            "" => "none".to_owned(),
            _ => format!("`{}`", crate::grammar::shorten(text)),
        };
        let message = format!("expected a label such as `ssd` or `zone=a`, found {found}");
        let hint =
            format!("a label is made of a-z, 0-9, `-` and `.`, and has at most {LONGEST} bytes");
        Err(Diagnostic::error("bad-label", span, message).hint(hint))
    }
}

impl Place {
    /// The labels that it names, each with how much it is wanted.
    pub fn wants(&self) -> impl Iterator<Item = (&Label, Want)> {
        self.0.iter().map(|(label, want)| (label, *want))
    }

    /// The labels that must be there.
    pub fn musts(&self) -> impl Iterator<Item = &Label> {
        let must = |(label, want)| (want == Want::Must).then_some(label);
        self.wants().filter_map(must)
    }

    /// Whether a star with those labels has all that must be there.
    #[must_use]
    pub fn fits(&self, labels: &BTreeSet<Label>) -> bool {
        self.musts().all(|label| labels.contains(label))
    }

    /// The sum of the weights of those labels.
    #[must_use]
    pub fn standing(&self, labels: &BTreeSet<Label>) -> u64 {
        let weight = |(label, want)| match want {
            Want::Weighs(weight) if labels.contains(label) => u64::from(weight),
            _ => 0,
        };
        self.wants().map(weight).sum()
    }

    /// One of its parts, which stands at `span`.
    fn part(&mut self, text: &str, span: Range<usize>) -> Result<(), Diagnostic> {
        let (name, want) = match text.split_once('*') {
            None => (text, Want::Must),
            Some((name, weight)) => (name, weight_of(weight, &span)?),
        };
        let label = Label::read(name, span.clone())?;
        if self.0.len() == MOST_LABELS {
            let message = format!("a place names at most {MOST_LABELS} labels");
            return Err(Diagnostic::error("too-many", span, message));
        }
        match self.0.insert(label, want) {
            None => Ok(()),
            Some(_) => {
                let message = format!("the label `{name}` is named already");
                Err(Diagnostic::error("twice", span, message))
            }
        }
    }
}

fn weight_of(text: &str, span: &Range<usize>) -> Result<Want, Diagnostic> {
    let digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    match text.parse::<u32>() {
        Ok(weight @ 1..=HEAVIEST) if digits => Ok(Want::Weighs(weight)),
        _ => {
            let found = crate::grammar::shorten(text);
            let message =
                format!("expected a weight from 1 to {HEAVIEST} such as `ssd*5`, found `{found}`");
            Err(Diagnostic::error("bad-weight", span.clone(), message))
        }
    }
}

impl FromStr for Label {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Ok(Self::read(text, 0..text.len())?)
    }
}

impl FromStr for Place {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut place = Self::default();
        if text.trim().is_empty() {
            return Ok(place);
        }
        let mut at = 0;
        for part in text.split(',') {
            let bare = part.trim();
            let start = at + part.len() - part.trim_start().len();
            // an empty part is shown by the comma behind it
            let end = (start + bare.len()).max((start + 1).min(text.len()));
            place.part(bare, start.min(end)..end)?;
            at += part.len() + 1;
        }
        Ok(place)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (label, want)) in self.wants().enumerate() {
            let before = if i == 0 { "" } else { "," };
            write!(f, "{before}{label}")?;
            if let Want::Weighs(weight) = want {
                write!(f, "*{weight}")?;
            }
        }
        Ok(())
    }
}
