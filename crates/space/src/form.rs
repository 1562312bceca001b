//! Forms: what a person filled in, and what was wrong with it.
//!
//! A form as it is sent is url-encoded text, `name=Ann+B%C3%B6ll&age=42`; here it is its fields in
//! order. It knows nothing of who drew it and what a field may hold.
//!
//! ```
//! use orrery_space::MultipartForm;
//! let form: MultipartForm = "name=Ann+B%C3%B6ll&age=42".parse()?;
//! assert_eq!(form.get("name"), Some("Ann Böll"));
//! assert_eq!(form.to_string(), "name=Ann+B%C3%B6ll&age=42");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

use crate::core::HttpMethod;
use crate::grammar::text_serde;
use crate::{Diagnostic, DirectedCore, Method, ParseError, Substance};

/// Where a form is sent when its sender names a path alone.
const BASE: &str = "http://localhost";

/// The fields of a form in order; a name may come more than once.
///
/// ```
/// use orrery_space::MultipartForm;
/// let form = MultipartForm::default().with("to", "ann").with("to", "bob");
/// assert_eq!(form.to_string(), "to=ann&to=bob");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct MultipartForm {
    fields: Vec<(SmolStr, SmolStr)>,
}

impl MultipartForm {
    /// With one more field.
    #[must_use]
    pub fn with(mut self, name: impl Into<SmolStr>, value: impl Into<SmolStr>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// All fields.
    #[must_use]
    pub fn fields(&self) -> &[(SmolStr, SmolStr)] {
        &self.fields
    }

    /// The value of the first field of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// The request that sends it to a path: an `Http<Post>` whose URI is whole.
    ///
    /// ```
    /// use orrery_space::MultipartForm;
    /// let form = MultipartForm::default().with("name", "ann");
    /// let core = form.request("/users");
    /// assert_eq!(core.uri, "http://localhost/users");
    /// assert_eq!(core.path(), "/users");
    /// assert_eq!(core.headers["Content-Type"], "application/x-www-form-urlencoded");
    /// ```
    #[must_use]
    pub fn request(self, path: &str) -> DirectedCore {
        let mut core = DirectedCore::new(
            Method::Http(HttpMethod::Post),
            Substance::MultipartForm(Box::new(self)),
        );
        core.headers.insert(
            SmolStr::new_static("Content-Type"),
            SmolStr::new_static("application/x-www-form-urlencoded"),
        );
        core.uri = format_smolstr!("{BASE}/{}", path.trim_start_matches('/'));
        core
    }
}

impl fmt::Display for MultipartForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (name, value)) in self.fields.iter().enumerate() {
            if i > 0 {
                f.write_str("&")?;
            }
            encode(f, name)?;
            f.write_str("=")?;
            encode(f, value)?;
        }
        Ok(())
    }
}

fn encode(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for byte in text.bytes() {
        match byte {
            b' ' => f.write_str("+")?,
            b'*' | b'-' | b'.' | b'_' => write!(f, "{}", char::from(byte))?,
            _ if byte.is_ascii_alphanumeric() => write!(f, "{}", char::from(byte))?,
            _ => write!(f, "%{byte:02X}")?,
        }
    }
    Ok(())
}

// Not by the grammar, whose texts are short: a form may be as long as a body.
impl FromStr for MultipartForm {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut form = Self::default();
        let mut start = 0;
        for field in text.split('&') {
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            if !field.is_empty() {
                let value_start = (start + name.len() + 1).min(start + field.len());
                form = form.with(decode(name, start)?, decode(value, value_start)?);
            }
            start += field.len() + 1;
        }
        Ok(form)
    }
}

/// The text that is encoded as `part`, which begins at `start`.
fn decode(part: &str, start: usize) -> Result<SmolStr, ParseError> {
    if !part.contains(['%', '+']) {
        return Ok(part.into());
    }
    let mut bytes = Vec::with_capacity(part.len());
    let mut at = 0;
    while let Some(&byte) = part.as_bytes().get(at) {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => match escaped(part, at) {
                Some(byte) => {
                    at += 2;
                    byte
                }
                None => return Err(bad_escape(part, start, at)),
            },
            plain => plain,
        });
        at += 1;
    }
    String::from_utf8(bytes)
        .map(SmolStr::from)
        .map_err(|_| not_utf8(start..start + part.len()))
}

/// The byte whose two digits stand after the `%` at `at`.
fn escaped(part: &str, at: usize) -> Option<u8> {
    let digits = part.get(at + 1..at + 3)?;
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    plain.then(|| u8::from_str_radix(digits, 16).ok()).flatten()
}

fn bad_escape(part: &str, start: usize, at: usize) -> ParseError {
    let end = part.ceil_char_boundary(at + 3);
    let found = crate::grammar::shorten(part.get(at..end).unwrap_or("%"));
    Diagnostic::error(
        "bad-escape",
        start + at..start + end,
        format!("expected two hexadecimal digits after `%`, found `{found}`"),
    )
    .hint("a `%` itself is written `%25`")
    .into()
}

fn not_utf8(span: Range<usize>) -> ParseError {
    Diagnostic::error(
        "not-utf-8",
        span,
        "expected bytes that are UTF-8 behind the `%`, found others",
    )
    .hint("`ö` is written `%C3%B6`")
    .into()
}

text_serde!(MultipartForm);

/// Messages by field; what concerns the whole form stands under [`FormErrs::DEFAULT`].
///
/// ```
/// use orrery_space::FormErrs;
/// let errors = FormErrs::message("no account").with("age", "expected Int, found Text");
/// assert_eq!(errors.default_message(), Some("no account"));
/// assert_eq!(serde_json::to_string(&errors)?, r#"{"age":"expected Int, found Text","default":"no account"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormErrs(pub BTreeMap<SmolStr, SmolStr>);

impl FormErrs {
    /// The field that is no field: its message concerns the whole.
    pub const DEFAULT: &'static str = "default";

    /// A message that concerns the whole.
    #[must_use]
    pub fn message(message: impl Into<SmolStr>) -> Self {
        Self::default().with(Self::DEFAULT, message)
    }

    /// With a message for a field, in the place of any that it has.
    #[must_use]
    pub fn with(mut self, field: impl Into<SmolStr>, message: impl Into<SmolStr>) -> Self {
        self.0.insert(field.into(), message.into());
        self
    }

    /// The message that concerns the whole.
    #[must_use]
    pub fn default_message(&self) -> Option<&str> {
        self.0.get(Self::DEFAULT).map(SmolStr::as_str)
    }
}
