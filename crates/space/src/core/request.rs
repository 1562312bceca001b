//! Directed cores as what their methods make of them: a request of the web, a call of a target's
//! own.
//!
//! A view borrows its core, and is there only when the method is of that family: who has an
//! [`HttpRequest`] need not ask for its method twice.
//!
//! ```
//! use orrery_space::Substance;
//! use orrery_space::core::{DirectedCore, HttpMethod};
//! let core = DirectedCore::new("Http<Get>".parse()?, Substance::Empty);
//! assert_eq!(core.as_http().map(|request| request.method), Some(HttpMethod::Get));
//! assert!(core.as_ext().is_none());
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use super::{DirectedCore, Headers, HttpMethod, Method, Uri};
use crate::Substance;

/// A directed core whose method is one of the web.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HttpRequest<'c> {
    /// The method.
    pub method: HttpMethod,
    /// The headers.
    pub headers: &'c Headers,
    /// The URI.
    pub uri: Uri<'c>,
    /// The body.
    pub body: &'c Substance,
}

/// A directed core whose method is one of the target's own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExtRequest<'c> {
    /// The name of the method: `Hello` of `Ext<Hello>`.
    pub name: &'c str,
    /// The headers.
    pub headers: &'c Headers,
    /// The URI.
    pub uri: Uri<'c>,
    /// The body.
    pub body: &'c Substance,
}

impl DirectedCore {
    /// The request, when the method is one of the web.
    #[must_use]
    pub fn as_http(&self) -> Option<HttpRequest<'_>> {
        let Method::Http(method) = self.method else {
            return None;
        };
        Some(HttpRequest {
            method,
            headers: &self.headers,
            uri: self.uri(),
            body: &self.body,
        })
    }

    /// The call, when the method is one of the target's own.
    #[must_use]
    pub fn as_ext(&self) -> Option<ExtRequest<'_>> {
        let Method::Ext(name) = &self.method else {
            return None;
        };
        Some(ExtRequest {
            name,
            headers: &self.headers,
            uri: self.uri(),
            body: &self.body,
        })
    }
}
