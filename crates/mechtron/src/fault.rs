//! Failures that become the status and the reason of an answer.

use std::borrow::Cow;

/// What a handler gives: a body, or a [`Fault`].
pub type Answer<T> = Result<T, Fault>;

/// A failure: the answer's status and its reason.
///
/// Every error becomes one by `?`, with the status 500; so it is no error itself.
///
/// ```
/// use orrery_mechtron::{Answer, Fault};
/// fn half(text: &str) -> Answer<i64> {
///     let number: i64 = text.parse()?;
///     match number % 2 {
///         0 => Ok(number / 2),
///         _ => Err(Fault::bad_request("expected an even number")),
///     }
/// }
/// assert_eq!(half("five").unwrap_err().status, 500);
/// assert_eq!(half("5").unwrap_err().status, 400);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 400 to 599.
    pub status: u16,
    /// A sentence.
    pub reason: Cow<'static, str>,
}

impl Fault {
    /// A failure.
    pub fn new(status: u16, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            reason: reason.into(),
        }
    }

    /// 400: what was sent is not as expected.
    pub fn bad_request(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, reason)
    }

    /// 404: there is no such thing.
    pub fn not_found(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(404, reason)
    }

    /// 503: not now.
    pub fn unavailable(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(503, reason)
    }
}

impl<E: std::error::Error> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::new(500, error.to_string())
    }
}
