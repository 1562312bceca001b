//! What is wrong with properties: one error each, and all of them together.

use std::fmt;

use smol_str::SmolStr;

use super::PropertyPattern;
use crate::core::ReflectedCore;
use crate::grammar::shorten;
use crate::{Kind, Point, StatusCode};

/// What is wrong with one property.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PropertyError {
    /// The kind has no such property.
    #[error("{} {kind} has no property `{}`; {}", .kind.article(), shorten(.key), instead(.nearest, .known))]
    Unknown {
        /// The kind.
        kind: Box<Kind>,
        /// The property.
        key: SmolStr,
        /// What was probably meant.
        nearest: Option<&'static str>,
        /// All that the kind has.
        known: Vec<&'static str>,
    },
    /// The kind needs it.
    #[error("{} {kind} needs the property `{key}`{}", .kind.article(), more(.about, .meant))]
    Missing {
        /// The kind.
        kind: Box<Kind>,
        /// The property.
        key: &'static str,
        /// What it is.
        about: &'static str,
        /// Another that was given and probably meant so.
        meant: Option<SmolStr>,
    },
    /// The value is not what the property takes.
    #[error("property `{key}` must be {expected}{}", not(.found, .reason))]
    Unfit {
        /// The property.
        key: SmolStr,
        /// What it takes.
        expected: PropertyPattern,
        /// What came; none where it is secret.
        found: Option<SmolStr>,
        /// Why it is not that.
        reason: Option<SmolStr>,
    },
    /// The number is too great.
    #[error("property `{key}` may be at most {most}, `{}` is more", shorten(.found))]
    TooMuch {
        /// The property.
        key: SmolStr,
        /// The greatest.
        most: u64,
        /// What came.
        found: SmolStr,
    },
    /// It always has the same value.
    #[error("property `{key}` is always `{value}`")]
    Constant {
        /// The property.
        key: SmolStr,
        /// Its value.
        value: &'static str,
    },
    /// It stays as it was created.
    #[error("property `{key}` of {} {kind} cannot be changed after creation", .kind.article())]
    Immutable {
        /// The kind.
        kind: Box<Kind>,
        /// The property.
        key: SmolStr,
    },
    /// The Particle alone sets it.
    #[error("property `{key}` of {} {kind} is set by the Particle itself", .kind.article())]
    ReadOnly {
        /// The kind.
        kind: Box<Kind>,
        /// The property.
        key: SmolStr,
    },
    /// The kind cannot be without it.
    #[error("property `{key}` of {} {kind} cannot be removed", .kind.article())]
    Needed {
        /// The kind.
        kind: Box<Kind>,
        /// The property.
        key: SmolStr,
    },
    /// Nothing can be removed while it is being created.
    #[error("property `{}` cannot be removed from what is only being created", shorten(.key))]
    NotYet {
        /// The property.
        key: SmolStr,
    },
    /// Somebody has locked it.
    #[error("property `{}`{} is locked", shorten(.key), whose(.of))]
    Locked {
        /// The property.
        key: SmolStr,
        /// The Particle, where there is one already.
        of: Option<Point>,
    },
    /// Nobody reads it.
    #[error("property `{key}` of {} {kind} is secret: it can be set and not read", .kind.article())]
    Secret {
        /// The kind.
        kind: Box<Kind>,
        /// The property.
        key: SmolStr,
    },
}

/// All that is wrong with properties, in the order in which they were given; never nothing.
///
/// Its text is all sentences, joined by semicolons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyErrors(Vec<PropertyError>);

impl PropertyError {
    /// The name of the property.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            PropertyError::Missing { key, .. } => key,
            PropertyError::Unknown { key, .. }
            | PropertyError::Unfit { key, .. }
            | PropertyError::TooMuch { key, .. }
            | PropertyError::Constant { key, .. }
            | PropertyError::Immutable { key, .. }
            | PropertyError::ReadOnly { key, .. }
            | PropertyError::Needed { key, .. }
            | PropertyError::NotYet { key }
            | PropertyError::Locked { key, .. }
            | PropertyError::Secret { key, .. } => key,
        }
    }

    /// The status of the answer: 409 for what is locked, 403 for what is secret, else 400.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            PropertyError::Locked { .. } => StatusCode::CONFLICT,
            PropertyError::Secret { .. } => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl PropertyErrors {
    /// The value, if there are no errors.
    ///
    /// # Errors
    ///
    /// There are some.
    pub(super) fn unless<T>(errors: Vec<PropertyError>, value: T) -> Result<T, Self> {
        if errors.is_empty() {
            Ok(value)
        } else {
            Err(Self(errors))
        }
    }

    /// Each error.
    pub fn iter(&self) -> std::slice::Iter<'_, PropertyError> {
        self.0.iter()
    }

    /// The status of the answer: that of the errors where they agree, else 400.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        let mut all = self.iter().map(PropertyError::status);
        match all.next() {
            Some(first) if all.all(|status| status == first) => first,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl fmt::Display for PropertyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.iter().enumerate() {
            let before = if i == 0 { "" } else { "; " };
            write!(f, "{before}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for PropertyErrors {}

impl<'a> IntoIterator for &'a PropertyErrors {
    type Item = &'a PropertyError;
    type IntoIter = std::slice::Iter<'a, PropertyError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<PropertyErrors> for ReflectedCore {
    fn from(errors: PropertyErrors) -> Self {
        ReflectedCore::fail(errors.status(), errors.to_string())
    }
}

impl From<PropertyError> for ReflectedCore {
    fn from(error: PropertyError) -> Self {
        ReflectedCore::fail(error.status(), error.to_string())
    }
}

fn instead(nearest: &Option<&'static str>, known: &[&'static str]) -> String {
    match nearest {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it has `{}`", known.join("`, `")),
    }
}

fn more(about: &str, meant: &Option<SmolStr>) -> String {
    let mut text = String::new();
    if !about.is_empty() {
        text = format!(", {about}");
    }
    if let Some(meant) = meant {
        text.push_str(&format!("; did `{}` mean it?", shorten(meant)));
    }
    text
}

fn not(found: &Option<SmolStr>, reason: &Option<SmolStr>) -> String {
    let mut text = String::new();
    if let Some(found) = found {
        text = format!(", not `{}`", shorten(found));
    }
    if let Some(reason) = reason {
        text.push_str(": ");
        text.push_str(reason);
    }
    text
}

fn whose(of: &Option<Point>) -> String {
    of.as_ref()
        .map(|point| format!(" of {point}"))
        .unwrap_or_default()
}
