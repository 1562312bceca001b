//! Patterns: what values a property takes.

use std::fmt;

use smol_str::{SmolStr, ToSmolStr};

use crate::Point;
use crate::place::Place;

/// What values a property takes. Its text is how a sentence names it.
///
/// ```
/// use orrery_space::property::PropertyPattern;
/// assert!(PropertyPattern::Email.check("ann@example.org").is_ok());
/// assert!(PropertyPattern::Username.check("Ann").is_err());
/// assert_eq!(PropertyPattern::Point.to_string(), "a point");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PropertyPattern {
    /// Any text.
    Anything,
    /// Any text but the empty one.
    Filled,
    /// A point.
    Point,
    /// A whole number from 0 to `most`.
    U64 {
        /// The greatest.
        most: u64,
    },
    /// `true` or `false`.
    Bool,
    /// A small letter, and then letters, digits and hyphens.
    Username,
    /// `name@host.domain`
    Email,
    /// Labels of stars that must be there, and weights: `zone=a,ssd*5`
    Place,
}

/// How a value fails a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// It is something else altogether; why, where the pattern can tell.
    Other(Option<SmolStr>),
    /// It is a number greater than this.
    TooMuch(u64),
}

impl PropertyPattern {
    /// Whether a value fits.
    ///
    /// # Errors
    ///
    /// How it fails.
    pub fn check(self, value: &str) -> Result<(), Misfit> {
        let fits = match self {
            PropertyPattern::Anything => true,
            PropertyPattern::Filled => !value.is_empty(),
            PropertyPattern::Point => {
                return match value.parse::<Point>() {
                    Ok(_) => Ok(()),
                    Err(error) => Err(Misfit::Other(Some(error.to_smolstr()))),
                };
            }
            PropertyPattern::U64 { most } => {
                return match value.parse::<u64>() {
                    Ok(number) if number > most => Err(Misfit::TooMuch(most)),
                    Ok(_) => Ok(()),
                    Err(_) => Err(Misfit::Other(None)),
                };
            }
            PropertyPattern::Bool => matches!(value, "true" | "false"),
            PropertyPattern::Username => is_username(value),
            PropertyPattern::Email => is_email(value),
            PropertyPattern::Place => {
                return match value.parse::<Place>() {
                    Ok(_) => Ok(()),
                    Err(error) => Err(Misfit::Other(Some(error.to_smolstr()))),
                };
            }
        };
        if fits {
            Ok(())
        } else {
            Err(Misfit::Other(None))
        }
    }
}

fn is_username(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_lowercase())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// A name, one `@`, and a host of several parts.
fn is_email(value: &str) -> bool {
    let Some((name, host)) = value.split_once('@') else {
        return false;
    };
    !name.is_empty()
        && !value.contains(|c: char| c.is_whitespace() || c.is_control())
        && !host.contains('@')
        && host.contains('.')
        && host.split('.').all(|part| !part.is_empty())
}

impl fmt::Display for PropertyPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PropertyPattern::Anything => "a text",
            PropertyPattern::Filled => "a text that is not empty",
            PropertyPattern::Point => "a point",
            PropertyPattern::U64 { .. } => "a whole number",
            PropertyPattern::Bool => "`true` or `false`",
            PropertyPattern::Username => "a name such as `ann-2`, which begins with a small letter",
            PropertyPattern::Email => "an e-mail address such as `ann@example.org`",
            PropertyPattern::Place => "labels of stars such as `zone=a,ssd*5`",
        })
    }
}
