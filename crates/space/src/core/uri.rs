//! The parts of a URI that somebody asks for: its path and its query.
//!
//! A URI is kept as the text that was written; nothing is checked and nothing is made canonical.
//!
//! ```
//! use orrery_space::core::Uri;
//! let uri = Uri("http://localhost/users?name=ann%20b&old#top");
//! assert_eq!(uri.path(), "/users");
//! let asked: Vec<_> = uri.parameters().collect();
//! assert_eq!(asked, [("name".into(), "ann b".into()), ("old".into(), "".into())]);
//! ```

use std::borrow::Cow;

/// The text of a URI, to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uri<'u>(pub &'u str);

impl<'u> Uri<'u> {
    /// The path: without scheme, authority, query and fragment.
    #[must_use]
    pub fn path(self) -> &'u str {
        let rest = self.rooted();
        rest.find(['?', '#']).map_or(rest, |end| &rest[..end])
    }

    /// The query as it was written, without its `?`.
    #[must_use]
    pub fn query(self) -> Option<&'u str> {
        let rest = self.rooted();
        let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
        rest.split_once('?').map(|(_, query)| query)
    }

    /// The parameters of the query in their order, decoded. One without `=` has an empty value.
    pub fn parameters(self) -> impl Iterator<Item = (Cow<'u, str>, Cow<'u, str>)> {
        pairs(self.query().unwrap_or_default())
    }

    /// From the path on. A `://` within the query is no scheme.
    fn rooted(self) -> &'u str {
        let uri = self.0;
        match uri.split_once("://") {
            Some((scheme, after)) if !scheme.contains(['/', '?', '#']) => {
                after.find(['/', '?', '#']).map_or("/", |at| &after[at..])
            }
            _ => uri,
        }
    }
}

/// The pairs `a=b&c=d` of a query or a form, decoded: `+` is a blank, `%20` a byte.
pub(crate) fn pairs(text: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    let written = text.split('&').filter(|pair| !pair.is_empty());
    written.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    })
}

/// A `%` that begins no byte stays as it is; bytes that are no UTF-8 become `U+FFFD`.
fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'%', [high, low, others @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = others;
                }
                _ => bytes.push(b'%'),
            },
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(first),
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
