//! Bodies on the membrane: how a [`Substance`] looks to a Mechtron, which sees a number and bytes.
//!
//! Text is its UTF-8, Bin is as it is, Empty is nothing, and every other Substance is JSON: its
//! content alone, since the number already says what it is. Elements of Lists and Maps carry their
//! names: `[{"Text":"a"},{"Int":1}]`. Host and guest share this file; it knows neither of them.
//!
//! ```
//! use orrery_space::{Substance, membrane};
//! let body = Substance::Int(42);
//! assert_eq!(&*membrane::encode(&body), b"42");
//! assert_eq!(membrane::decode(body.membrane_kind(), b"42")?, body);
//! # Ok::<(), membrane::BodyError>(())
//! ```

use std::borrow::Cow;

use crate::{Substance, SubstanceKind};

/// The most bytes that a body may have; what is larger belongs into an Artifact.
pub const LIMIT: usize = 1 << 20;

/// The highest number of a body that a guest can make; the others it can only read.
pub const LAST_MADE: i32 = 8;

/// Why bytes are no body of their kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// No Substance has that number.
    #[error(
        "no body has the kind {0}: 0 Empty, 1 Text, 2 Bin, 3 Json, 4 Int, 5 Boolean, 6 Point, 7 List, 8 Map"
    )]
    UnknownKind(i32),
    /// A Text that is no text.
    #[error("a Text is UTF-8, and byte {at} is not")]
    NotUtf8 {
        /// The first byte that is not.
        at: usize,
    },
    /// JSON of another shape, or no JSON.
    #[error("the bytes are no {kind}: {reason}")]
    Malformed {
        /// What they should be.
        kind: &'static str,
        /// Why they are not.
        reason: String,
    },
}

/// The bytes of a body.
#[must_use]
pub fn encode(body: &Substance) -> Cow<'_, [u8]> {
    match body {
        Substance::Empty => Cow::Borrowed(&[]),
        Substance::Text(text) => Cow::Borrowed(text.as_bytes()),
        Substance::Bin(bytes) => Cow::Borrowed(bytes),
        Substance::Int(number) => Cow::Owned(number.to_string().into_bytes()),
        Substance::Boolean(yes) => Cow::Borrowed(if *yes { b"true" } else { b"false" }),
        other => Cow::Owned(content(other)),
    }
}

/// The JSON form less the name of the variant around it.
fn content(body: &Substance) -> Vec<u8> {
    let Ok(mut json) = serde_json::to_vec(body) else {
        return b"null".to_vec();
    };
    match json.iter().position(|byte| *byte == b':') {
        Some(colon) if json.last() == Some(&b'}') => {
            json.pop();
            json.drain(..=colon);
            json
        }
        _ => json,
    }
}

/// The body that those bytes are.
///
/// # Errors
///
/// The bytes are no such body.
pub fn decode(kind: i32, bytes: &[u8]) -> Result<Substance, BodyError> {
    match kind {
        0 => Ok(Substance::Empty),
        1 => Ok(Substance::Text(text(bytes)?.into())),
        2 => Ok(Substance::Bin(bytes.into())),
        3 => json(bytes)
            .map(|value| Substance::Json(Box::new(value)))
            .map_err(|reason| BodyError::Malformed {
                kind: "Json",
                reason,
            }),
        4 => plain(bytes, "Int").map(Substance::Int),
        5 => plain(bytes, "Boolean").map(Substance::Boolean),
        6 => plain(text(bytes)?.trim().trim_matches('"').as_bytes(), "Point").map(Substance::Point),
        other => tagged(other, bytes),
    }
}

fn text(bytes: &[u8]) -> Result<&str, BodyError> {
    std::str::from_utf8(bytes).map_err(|error| BodyError::NotUtf8 {
        at: error.valid_up_to(),
    })
}

fn json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

fn plain<T: std::str::FromStr>(bytes: &[u8], kind: &'static str) -> Result<T, BodyError>
where
    T::Err: std::fmt::Display,
{
    text(bytes)?
        .trim()
        .parse()
        .map_err(|error: T::Err| BodyError::Malformed {
            kind,
            reason: error.to_string(),
        })
}

/// A Substance from its content and the name that belongs to its number.
fn tagged(number: i32, bytes: &[u8]) -> Result<Substance, BodyError> {
    let kind = SubstanceKind::from_number(number)
        .ok_or(BodyError::UnknownKind(number))?
        .name();
    let mut whole = Vec::with_capacity(bytes.len() + kind.len() + 5);
    whole.extend_from_slice(b"{\"");
    whole.extend_from_slice(kind.as_bytes());
    whole.extend_from_slice(b"\":");
    whole.extend_from_slice(bytes);
    whole.push(b'}');
    json(&whole).map_err(|reason| BodyError::Malformed { kind, reason })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn bodies_round_trip() {
        let list = vec![
            Substance::Text("a".into()),
            Substance::Int(1),
            Substance::Empty,
        ];
        let map = BTreeMap::from([("k".into(), Substance::Boolean(true))]);
        for body in [
            Substance::Empty,
            Substance::Text("grüß dich".into()),
            Substance::Bin([0, 255].as_slice().into()),
            Substance::Json(Box::new(serde_json::json!({"a": [1, null, "}"]}))),
            Substance::Int(-7),
            Substance::Boolean(false),
            Substance::Point("localhost:app".parse().unwrap()),
            Substance::List(list),
            Substance::Map(map),
            Substance::Meta(BTreeMap::from([("k".into(), "v:w".into())])),
            Substance::Err("no such particle: a:b".into()),
        ] {
            let bytes = encode(&body);
            assert_eq!(decode(body.membrane_kind(), &bytes).unwrap(), body);
        }
    }

    #[test]
    fn a_point_may_come_as_plain_text() {
        let point = Substance::Point("localhost:app".parse().unwrap());
        assert_eq!(decode(6, b"localhost:app").unwrap(), point);
        assert_eq!(&*encode(&point), b"\"localhost:app\"");
    }

    #[test]
    fn what_is_no_body_is_refused_with_a_reason() {
        assert_eq!(decode(1, b"a\xff"), Err(BodyError::NotUtf8 { at: 1 }));
        assert_eq!(decode(9, b""), Err(BodyError::UnknownKind(9)));
        assert!(decode(4, b"four").is_err());
        assert!(decode(7, b"{}").is_err());
    }
}
