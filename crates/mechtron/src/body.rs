//! Bodies as a guest holds them: a kind and bytes, made into values only when somebody wants them,
//! so that a guest carries no more code than it uses.

use orrery_space::{Substance, membrane};

use crate::Fault;

/// What a body is, by its number on the membrane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(pub i32);

impl Kind {
    /// Nothing.
    pub const EMPTY: Kind = Kind(0);
    /// UTF-8.
    pub const TEXT: Kind = Kind(1);
    /// Bytes.
    pub const BIN: Kind = Kind(2);
    /// JSON.
    pub const JSON: Kind = Kind(3);
    /// A whole number, in decimal.
    pub const INT: Kind = Kind(4);
    /// `true` or `false`.
    pub const BOOLEAN: Kind = Kind(5);
    /// A point.
    pub const POINT: Kind = Kind(6);
    /// Substances in order, as JSON.
    pub const LIST: Kind = Kind(7);
    /// Substances by name, as JSON.
    pub const MAP: Kind = Kind(8);
    /// Why something failed, as a string of JSON. A guest can read it and not make it.
    pub const ERR: Kind = Kind(35);

    /// Whether a guest can make such a body.
    #[must_use]
    pub fn is_made(self) -> bool {
        self.0 <= membrane::LAST_MADE
    }
}

/// A body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// What it is.
    pub kind: Kind,
    /// Its form on the membrane.
    pub bytes: Vec<u8>,
}

impl Body {
    /// Nothing.
    pub const EMPTY: Body = Body {
        kind: Kind::EMPTY,
        bytes: Vec::new(),
    };

    /// Text for a person: Text, Points and failures as they are, everything else as its JSON, and of
    /// bytes that are no text how many there are.
    #[must_use]
    pub fn text(&self) -> String {
        let Some(text) = self.utf8() else {
            let count = i64::try_from(self.bytes.len()).unwrap_or(i64::MAX);
            return [&count.to_string(), " bytes"].concat();
        };
        match self.kind {
            Kind::POINT => text.trim_matches('"').to_owned(),
            Kind::ERR => unquote(text),
            _ => text.to_owned(),
        }
    }

    fn utf8(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// This body as one that a guest can send: what it cannot make becomes Text.
    #[must_use]
    pub fn made(self) -> Body {
        match self.kind.is_made() {
            true => self,
            false => self.text().into(),
        }
    }

    /// The whole Substance. It brings the code for every kind of it along; see [`FromBody`] for less.
    ///
    /// # Errors
    ///
    /// 400: the bytes are no such Substance.
    pub fn substance(&self) -> Result<Substance, Fault> {
        membrane::decode(self.kind.0, &self.bytes)
            .map_err(|error| Fault::bad_request(error.to_string()))
    }
}

/// The content of a string of JSON. Written out, since JSON's whole reader is much for one string.
fn unquote(json: &str) -> String {
    let inner = json
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(json);
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') => text.push('\r'),
                Some('u') => {
                    let code = chars.by_ref().take(4).collect::<String>();
                    let code = u32::from_str_radix(&code, 16).unwrap_or_default();
                    text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                Some(other) => text.push(other),
                None => {}
            },
            other => text.push(other),
        }
    }
    text
}

/// What can be read of a body: the parameter of a handler.
pub trait FromBody: Sized {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// 400: the body is of another kind.
    fn from_body(body: Body) -> Result<Self, Fault>;
}

/// A body of JSON, by its type. A guest links the code for it only if a handler has one.
///
/// ```
/// use orrery_mechtron::{Answer, Json, Mechtron, Rehearsal, mechtron};
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Guest { name: String, visits: u32 }
/// mechtron! { "Ext<Greet>" => greet }
/// fn greet(_: &Mechtron, Json(mut guest): Json<Guest>) -> Answer<Json<Guest>> {
///     guest.visits += 1;
///     Ok(Json(guest))
/// }
/// let mut stage = Rehearsal::new();
/// let ann = Guest { name: "ann".into(), visits: 1 };
/// assert_eq!(stage.ping(serve, "Ext<Greet>", Json(ann)).body.text(), r#"{"name":"ann","visits":2}"#);
/// // what has another shape, or is no JSON, does not come to the handler
/// assert_eq!(stage.ping(serve, "Ext<Greet>", Json("ann")).status, 400);
/// assert_eq!(stage.ping(serve, "Ext<Greet>", "ann").status, 400);
/// ```
///
/// ```
/// use orrery_mechtron::{Body, FromBody, Json};
/// let body = Body::from(Json(vec![1, 2]));
/// assert_eq!(body.text(), "[1,2]");
/// assert_eq!(Json::<Vec<u8>>::from_body(body)?.0, [1, 2]);
/// # Ok::<(), orrery_mechtron::Fault>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Json<T>(pub T);

fn expected(what: &str) -> Fault {
    Fault::bad_request(["expected a body that is ", what].concat())
}

impl FromBody for Body {
    fn from_body(body: Body) -> Result<Self, Fault> {
        Ok(body)
    }
}

impl FromBody for () {
    fn from_body(body: Body) -> Result<Self, Fault> {
        match body.kind {
            Kind::EMPTY => Ok(()),
            _ => Err(expected("Empty")),
        }
    }
}

impl FromBody for String {
    fn from_body(body: Body) -> Result<Self, Fault> {
        match body.kind {
            Kind::TEXT => String::from_utf8(body.bytes).map_err(|_| expected("Text")),
            _ => Err(expected("Text")),
        }
    }
}

impl FromBody for Vec<u8> {
    fn from_body(body: Body) -> Result<Self, Fault> {
        match body.kind {
            Kind::BIN => Ok(body.bytes),
            _ => Err(expected("Bin")),
        }
    }
}

impl FromBody for i64 {
    fn from_body(body: Body) -> Result<Self, Fault> {
        let number = match body.kind {
            Kind::INT => body.utf8().and_then(|text| text.parse().ok()),
            _ => None,
        };
        number.ok_or_else(|| expected("Int"))
    }
}

impl FromBody for bool {
    fn from_body(body: Body) -> Result<Self, Fault> {
        match body.kind {
            Kind::BOOLEAN => Ok(body.bytes == b"true"),
            _ => Err(expected("Boolean")),
        }
    }
}

impl FromBody for orrery_space::Point {
    fn from_body(body: Body) -> Result<Self, Fault> {
        match body.kind {
            Kind::POINT | Kind::TEXT => body.text().parse().map_err(|_| expected("a Point")),
            _ => Err(expected("a Point")),
        }
    }
}

impl FromBody for Substance {
    fn from_body(body: Body) -> Result<Self, Fault> {
        body.substance()
    }
}

impl<T: serde::de::DeserializeOwned> FromBody for Json<T> {
    fn from_body(body: Body) -> Result<Self, Fault> {
        match body.kind {
            Kind::JSON => serde_json::from_slice(&body.bytes)
                .map(Json)
                .map_err(|error| Fault::bad_request(error.to_string())),
            _ => Err(expected("Json")),
        }
    }
}

/// Nothing when there is none.
impl<T: FromBody> FromBody for Option<T> {
    fn from_body(body: Body) -> Result<Self, Fault> {
        match body.kind {
            Kind::EMPTY => Ok(None),
            _ => T::from_body(body).map(Some),
        }
    }
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Body::EMPTY
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Body {
            kind: Kind::TEXT,
            bytes: text.into_bytes(),
        }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Body {
            kind: Kind::BIN,
            bytes,
        }
    }
}

impl From<i64> for Body {
    fn from(number: i64) -> Self {
        Body {
            kind: Kind::INT,
            bytes: number.to_string().into_bytes(),
        }
    }
}

impl From<bool> for Body {
    fn from(yes: bool) -> Self {
        Body {
            kind: Kind::BOOLEAN,
            bytes: if yes { "true" } else { "false" }.into(),
        }
    }
}

impl From<&orrery_space::Point> for Body {
    fn from(point: &orrery_space::Point) -> Self {
        Body {
            kind: Kind::POINT,
            bytes: ["\"", point.as_str(), "\""].concat().into_bytes(),
        }
    }
}

impl From<Substance> for Body {
    fn from(substance: Substance) -> Self {
        Body {
            kind: Kind(substance.membrane_kind()),
            bytes: membrane::encode(&substance).into_owned(),
        }
    }
}

impl<T: serde::Serialize> From<Json<T>> for Body {
    fn from(Json(value): Json<T>) -> Self {
        // what cannot be written as JSON, such as a map without text for keys, becomes null
        let bytes = serde_json::to_vec(&value).unwrap_or_else(|_| b"null".to_vec());
        Body {
            kind: Kind::JSON,
            bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn the_text_of_a_failure_is_its_reason() {
        let reason = "no \"such\" page:\n\tgrüß \\ \u{1}";
        let body = Body::from(Substance::Err(reason.into()));
        assert_eq!(body.kind, Kind::ERR);
        assert_eq!(body.text(), reason);
        assert_eq!(body.made(), Body::from(reason));
    }

    #[test]
    fn bodies_are_read_as_what_they_are_and_nothing_else() {
        let point: orrery_space::Point = "localhost:app".parse().unwrap();
        assert_eq!(String::from_body("a".into()).unwrap(), "a");
        assert_eq!(i64::from_body(7.into()).unwrap(), 7);
        assert!(bool::from_body(true.into()).unwrap());
        assert_eq!(Vec::from_body(vec![1].into()).unwrap(), [1]);
        assert_eq!(
            orrery_space::Point::from_body((&point).into()).unwrap(),
            point
        );
        assert_eq!(
            Body::from(&point).substance().unwrap(),
            Substance::Point(point)
        );
        assert_eq!(Option::<i64>::from_body(().into()).unwrap(), None);
        assert_eq!(Body::from(vec![0xff, 0]).text(), "2 bytes");
        let fault = i64::from_body("seven".into()).unwrap_err();
        assert_eq!(
            (fault.status, &*fault.reason),
            (400, "expected a body that is Int")
        );
        assert!(<()>::from_body("a".into()).is_err());
    }
}
