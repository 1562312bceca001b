//! Lengths of virtual time: `5s`, `20ms`, `1.5s`, `2m`.

use std::fmt;
use std::time::Duration;

use super::lexeme::run_span;
use super::{Expected, Input, Parsed, decimal, refuse, unmet};
use crate::Diagnostic;

pub(crate) const DURATION: Expected = Expected::Free {
    noun: "a length of time",
    such_as: &["5s", "20ms", "2m"],
};

/// Units with their nanoseconds, in the order in which they are sought for printing.
const UNITS: &[(&str, u128)] = &[
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
];

/// A length of time: a number, perhaps with a fraction, and a unit.
pub(crate) fn duration(input: &mut Input<'_>) -> Parsed<Duration> {
    let (text, span) = run_span(input, |c| c.is_ascii_alphanumeric() || c == '.')?;
    if text.is_empty() {
        input.state.expect(span.start, DURATION);
        return unmet();
    }
    match duration_of(text) {
        Some(duration) => Ok(duration),
        None => {
            let bare = text.chars().all(|c| c.is_ascii_digit() || c == '.');
            let mut diagnostic = Diagnostic::error(
                "bad-duration",
                span,
                format!(
                    "expected a length of time such as `5s`, `20ms` or `2m`, found `{}`",
                    super::expected::shorten(text)
                ),
            );
            diagnostic = if bare {
                diagnostic.hint(format!("add a unit: `{}s`", super::expected::shorten(text)))
            } else {
                diagnostic.hint("the units are `ms`, `s` and `m`, with at most nine decimals")
            };
            refuse(diagnostic)
        }
    }
}

fn duration_of(text: &str) -> Option<Duration> {
    let number_end = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(number_end);
    let (_, nanos) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let total = decimal::count(number, *nanos)?;
    let seconds = u64::try_from(total / 1_000_000_000).ok()?;
    let rest = u32::try_from(total % 1_000_000_000).ok()?;
    Some(Duration::new(seconds, rest))
}

/// Prints a length of time in the largest unit in which it is whole, else in seconds or, below
/// one, milliseconds with decimals.
pub(crate) struct Printed(pub(crate) Duration);

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.0.as_nanos();
        if total == 0 {
            return f.write_str("0s");
        }
        for (name, nanos) in UNITS {
            if total.is_multiple_of(*nanos) {
                return write!(f, "{}{name}", total / nanos);
            }
        }
        let (name, places) = if total > 1_000_000_000 {
            ("s", 9)
        } else {
            ("ms", 6)
        };
        let count = total;
        write!(f, "{}{name}", decimal::Printed { count, places })
    }
}
