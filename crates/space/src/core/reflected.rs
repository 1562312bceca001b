//! What is answered, and the common answers by their names.
//!
//! It knows nothing of who answers: a core becomes a Wave by a
//! [`Reflection`](crate::wave::Reflection), which takes whatever turns into a core.
//!
//! ```
//! use orrery_space::{ReflectedCore, StatusCode, Substance};
//! let found: Result<Substance, ReflectedCore> = Err(ReflectedCore::not_found("no such page"));
//! assert_eq!(ReflectedCore::from(found).status, StatusCode::NOT_FOUND);
//! assert_eq!(ReflectedCore::from(()).status, StatusCode::OK);
//! ```

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::Headers;
use crate::particle::Location;
use crate::{StatusCode, Substance, Surface};

/// The core of a reflected Wave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReflectedCore {
    /// Headers.
    pub headers: Headers,
    /// How it went.
    pub status: StatusCode,
    /// The body.
    pub body: Substance,
}

impl ReflectedCore {
    /// An answer with no headers.
    #[must_use]
    pub fn new(status: StatusCode, body: Substance) -> Self {
        Self {
            headers: Headers::new(),
            status,
            body,
        }
    }

    /// 200 with a body.
    #[must_use]
    pub fn ok(body: Substance) -> Self {
        Self::new(StatusCode::OK, body)
    }

    /// 200 with a page: its bytes, and the header that says what they are.
    ///
    /// ```
    /// use orrery_space::ReflectedCore;
    /// let page = ReflectedCore::html("<p>hi</p>");
    /// assert_eq!(page.headers["Content-Type"], "text/html; charset=utf-8");
    /// assert_eq!(page.body.text(), "9 bytes");
    /// ```
    #[must_use]
    pub fn html(page: &str) -> Self {
        let mut core = Self::ok(Substance::Bin(page.as_bytes().into()));
        core.headers.insert(
            SmolStr::new_static("Content-Type"),
            SmolStr::new_static("text/html; charset=utf-8"),
        );
        core
    }

    /// A failure with its reason, whose body is an `Err`.
    #[must_use]
    pub fn fail(status: StatusCode, reason: impl Into<SmolStr>) -> Self {
        Self::new(status, Substance::Err(reason.into()))
    }

    /// 400: a body or a document is not as expected.
    #[must_use]
    pub fn bad_request(reason: impl Into<SmolStr>) -> Self {
        Self::fail(StatusCode::BAD_REQUEST, reason)
    }

    /// 403: the sender may not do this.
    #[must_use]
    pub fn forbidden(reason: impl Into<SmolStr>) -> Self {
        Self::fail(StatusCode::FORBIDDEN, reason)
    }

    /// 404: no such particle, no such route.
    #[must_use]
    pub fn not_found(reason: impl Into<SmolStr>) -> Self {
        Self::fail(StatusCode::NOT_FOUND, reason)
    }

    /// 408: no answer within the wait class.
    #[must_use]
    pub fn timeout(reason: impl Into<SmolStr>) -> Self {
        Self::fail(StatusCode::TIMEOUT, reason)
    }

    /// 500: the target failed.
    #[must_use]
    pub fn server_error(reason: impl Into<SmolStr>) -> Self {
        Self::fail(StatusCode::TRAP, reason)
    }

    /// 503: no way there, or nobody to serve it.
    #[must_use]
    pub fn unavailable(reason: impl Into<SmolStr>) -> Self {
        Self::fail(StatusCode::UNAVAILABLE, reason)
    }

    /// The body of a success, or the whole of a failure.
    ///
    /// # Errors
    ///
    /// The status is no success.
    pub fn as_result(&self) -> Result<&Substance, &Self> {
        if self.status.is_success() {
            Ok(&self.body)
        } else {
            Err(self)
        }
    }

    /// The body of a success, or the whole of a failure.
    ///
    /// # Errors
    ///
    /// The status is no success.
    pub fn into_result(self) -> Result<Substance, Self> {
        if self.status.is_success() {
            Ok(self.body)
        } else {
            Err(self)
        }
    }

    /// The same answer with another body.
    #[must_use]
    pub fn with_body(self, body: Substance) -> Self {
        Self { body, ..self }
    }

    /// The answer as a console and a scenario show it: `200 Text hi`; a list as `200 List 2` and
    /// then its elements, indented by two spaces. Line feeds are escaped, so that each line is one.
    ///
    /// ```
    /// use orrery_space::{ReflectedCore, Substance};
    /// let list = Substance::List(vec![Substance::Text("a\nb".into()), Substance::Empty]);
    /// let lines = ReflectedCore::ok(list).to_lines();
    /// assert_eq!(lines, ["200 List 2", "  Text a\\nb", "  Empty"]);
    /// ```
    #[must_use]
    pub fn to_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        push_lines(&mut lines, &format!("{} ", self.status), &self.body);
        lines
    }
}

/// 200 with nothing.
impl Default for ReflectedCore {
    fn default() -> Self {
        Self::ok(Substance::Empty)
    }
}

impl From<()> for ReflectedCore {
    fn from((): ()) -> Self {
        Self::default()
    }
}

impl From<Substance> for ReflectedCore {
    fn from(body: Substance) -> Self {
        Self::ok(body)
    }
}

impl From<Surface> for ReflectedCore {
    fn from(surface: Surface) -> Self {
        Self::ok(Substance::Surface(Box::new(surface)))
    }
}

impl From<Location> for ReflectedCore {
    fn from(location: Location) -> Self {
        Self::ok(Substance::Location(Box::new(location)))
    }
}

impl<T: Into<Self>, E: Into<Self>> From<Result<T, E>> for ReflectedCore {
    fn from(result: Result<T, E>) -> Self {
        result.map_or_else(Into::into, Into::into)
    }
}

fn push_lines(lines: &mut Vec<String>, before: &str, body: &Substance) {
    let text = body.text().replace('\r', "\\r").replace('\n', "\\n");
    let line = format!("{before}{} {text}", body.kind());
    lines.push(line.trim_end_matches(' ').to_owned());
    if let Substance::List(elements) = body {
        let blanks = before.len() - before.trim_start().len();
        let indent = " ".repeat(blanks + 2);
        for element in elements {
            push_lines(lines, &indent, element);
        }
    }
}
