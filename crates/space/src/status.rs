//! Status codes of reflected Waves, which are those of HTTP as far as the fabric uses them.
//!
//! ```
//! use orrery_space::StatusCode;
//! assert!(StatusCode::new(204)?.is_success());
//! assert_eq!(StatusCode::new(42).unwrap_err().to_string(), "expected a status from 200 to 599, found 42");
//! # Ok::<(), orrery_space::status::StatusError>(())
//! ```

use std::str::FromStr;

use crate::{Diagnostic, ParseError};

/// A status from 200 to 599: success below 300.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "u16", into = "u16")]
pub struct StatusCode(u16);

/// Why a number is no status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    /// It is none that an answer may have.
    #[error("expected a status from 200 to 599, found {0}")]
    OutOfRange(u16),
}

impl StatusCode {
    /// 200: done.
    pub const OK: Self = Self(200);
    /// 202: on its way.
    pub const ACCEPTED: Self = Self(202);
    /// 400: a body or a document is not as expected.
    pub const BAD_REQUEST: Self = Self(400);
    /// 403: the sender may not do this.
    pub const FORBIDDEN: Self = Self(403);
    /// 404: no such particle, no such route.
    pub const NOT_FOUND: Self = Self(404);
    /// 408: no answer within the wait class.
    pub const TIMEOUT: Self = Self(408);
    /// 409: it is there already, or cannot stand there.
    pub const CONFLICT: Self = Self(409);
    /// 413: the body is over 1 MiB.
    pub const TOO_LARGE: Self = Self(413);
    /// 429: the mailbox is full.
    pub const TOO_MANY: Self = Self(429);
    /// 500: the target failed.
    pub const TRAP: Self = Self(500);
    /// 501: nothing implements it.
    pub const NOT_IMPLEMENTED: Self = Self(501);
    /// 503: no way there, or nobody to serve it.
    pub const UNAVAILABLE: Self = Self(503);
    /// 508: too many hops, or a cycle of asks.
    pub const LOOP: Self = Self(508);

    /// The status with that number.
    ///
    /// # Errors
    ///
    /// The number is below 200 or above 599.
    pub const fn new(number: u16) -> Result<Self, StatusError> {
        match number {
            200..=599 => Ok(Self(number)),
            other => Err(StatusError::OutOfRange(other)),
        }
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Whether this is a success.
    #[must_use]
    pub fn is_success(self) -> bool {
        (200..300).contains(&self.0)
    }
}

impl TryFrom<u16> for StatusCode {
    type Error = StatusError;

    fn try_from(number: u16) -> Result<Self, StatusError> {
        Self::new(number)
    }
}

impl From<StatusCode> for u16 {
    fn from(status: StatusCode) -> Self {
        status.0
    }
}

impl FromStr for StatusCode {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let digits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        let status = digits.then(|| text.parse().ok().map(Self::new)).flatten();
        match status {
            Some(Ok(status)) => Ok(status),
            _ => {
                let found = crate::grammar::shorten(text);
                let message = format!("expected a status from 200 to 599, found `{found}`");
                Err(Diagnostic::error("bad-status", 0..text.len(), message).into())
            }
        }
    }
}

impl std::fmt::Display for StatusCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}
