//! Substances: the bodies of Waves.
//!
//! The JSON form is an object with one entry, whose name is the Substance's
//! [kind](crate::SubstanceKind) and whose value is what it carries; `"Empty"` alone is a text.
//! How a Mechtron sees a body is said in [`membrane`](crate::membrane), whose `encode` gives the
//! bytes of any Substance.
//!
//! | kind | what it carries, in JSON |
//! |---|---|
//! | `Empty` | nothing: `"Empty"` |
//! | `List` | `{"List":[{"Int":1},"Empty"]}` |
//! | `Map` | `{"Map":{"name":{"Text":"ann"}}}` |
//! | `Point` | its text: `{"Point":"localhost:app"}` |
//! | `Surface` | its text: `{"Surface":"localhost:app@Core"}` |
//! | `Text` | `{"Text":"hi"}` |
//! | `Boolean` | `{"Boolean":true}` |
//! | `Int` | `{"Int":42}` |
//! | `Meta` | texts by name: `{"Meta":{"lang":"en"}}` |
//! | `Bin` | numbers: `{"Bin":[0,255]}` |
//! | `Stub` | `{"Stub":{"point":"localhost","kind":"Space","status":"Ready"}}` |
//! | `Details` | `stub`, and `properties`: a `value` and `locked` by name |
//! | `Status` | its name: `{"Status":"Ready"}` |
//! | `Particle` | `stub`, and `state`: a Substance |
//! | `Location` | `star` and `host`: points or null |
//! | `FormErrs` | messages by field: `{"FormErrs":{"default":"no account"}}` |
//! | `Json` | itself: `{"Json":{"a":[1,null]}}` |
//! | `MultipartForm` | its text: `{"MultipartForm":"name=ann&age=42"}` |
//! | `RawCommand` | `line`, and `transfers`: pairs of a name and bytes |
//! | `Command` | its text: `{"Command":"create localhost<Space>"}` |
//! | `DirectedCore` | `headers`, `method`, `uri`, `body`: a Substance |
//! | `ReflectedCore` | `headers`, `status`, `body`: a Substance |
//! | `Hyp` | what is said by its name: `{"Hyp":{"Search":"Kinds"}}`; see [`hyper`](crate::hyper) |
//! | `Token` | `{"Token":"k7"}` |
//! | `UltraWave` | the Wave; see [`wave`](crate::wave) |
//! | `Knock` | `kind`, `auth`: a Substance, `remote`: a surface or null |
//! | `Greet` | `surface`, `agent`, `hop`, `transport` |
//! | `Log` | the entry |
//! | `Err` | `{"Err":"no such page"}` |
//!
//! ```
//! use orrery_space::Substance;
//! let list: Substance = serde_json::from_str(r#"{"List":[{"Text":"hi"},{"Point":"localhost"},"Empty"]}"#)?;
//! assert_eq!(list.text(), "3");
//! # Ok::<(), serde_json::Error>(())
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::command::{Command, RawCommand};
use crate::core::{DirectedCore, ReflectedCore};
use crate::hyper::{Greet, Hyper, Knock};
use crate::log::LogSubstance;
use crate::particle::{Details, Location, Particle, Status, Stub};
use crate::{FormErrs, MultipartForm, Point, SubstanceKind, Surface, Token, Wave};

/// A body.
///
/// ```
/// use orrery_space::Substance;
/// assert_eq!(Substance::from("hi"), Substance::Text("hi".into()));
/// assert_eq!(serde_json::to_string(&Substance::Int(42))?, r#"{"Int":42}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Substance {
    /// Nothing.
    #[default]
    Empty,
    /// Substances in order.
    List(Vec<Substance>),
    /// Substances by name.
    Map(BTreeMap<SmolStr, Substance>),
    /// A point.
    Point(Point),
    /// A surface.
    Surface(Box<Surface>),
    /// Text.
    Text(SmolStr),
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Int(i64),
    /// Texts by name.
    Meta(BTreeMap<SmolStr, SmolStr>),
    /// Bytes.
    Bin(Arc<[u8]>),
    /// A Particle in one line.
    Stub(Box<Stub>),
    /// A Particle with its properties.
    Details(Box<Details>),
    /// A status.
    Status(Status),
    /// A Particle with its state.
    Particle(Box<Particle>),
    /// Where a Particle runs.
    Location(Box<Location>),
    /// Messages by field.
    FormErrs(FormErrs),
    /// JSON.
    #[serde(with = "json_form")]
    Json(Box<serde_json::Value>),
    /// The fields of a form.
    MultipartForm(Box<MultipartForm>),
    /// A command as text, with its files.
    RawCommand(Box<RawCommand>),
    /// A command.
    Command(Box<Command>),
    /// The core of a directed Wave.
    DirectedCore(Box<DirectedCore>),
    /// The core of a reflected Wave.
    ReflectedCore(Box<ReflectedCore>),
    /// What the Hyperverse says to itself.
    #[serde(rename = "Hyp")]
    Hyper(Box<Hyper>),
    /// An opaque token.
    Token(Token),
    /// A Wave that is being carried.
    #[serde(rename = "UltraWave")]
    Wave(Box<Wave>),
    /// What a logger is sent.
    Log(Box<LogSubstance>),
    /// Somebody wants to come in.
    Knock(Box<Knock>),
    /// Somebody was let in.
    Greet(Box<Greet>),
    /// Why something failed.
    Err(SmolStr),
}

impl Substance {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> SubstanceKind {
        match self {
            Substance::Empty => SubstanceKind::Empty,
            Substance::List(_) => SubstanceKind::List,
            Substance::Map(_) => SubstanceKind::Map,
            Substance::Point(_) => SubstanceKind::Point,
            Substance::Surface(_) => SubstanceKind::Surface,
            Substance::Text(_) => SubstanceKind::Text,
            Substance::Boolean(_) => SubstanceKind::Boolean,
            Substance::Int(_) => SubstanceKind::Int,
            Substance::Meta(_) => SubstanceKind::Meta,
            Substance::Bin(_) => SubstanceKind::Bin,
            Substance::Stub(_) => SubstanceKind::Stub,
            Substance::Details(_) => SubstanceKind::Details,
            Substance::Status(_) => SubstanceKind::Status,
            Substance::Particle(_) => SubstanceKind::Particle,
            Substance::Location(_) => SubstanceKind::Location,
            Substance::FormErrs(_) => SubstanceKind::FormErrs,
            Substance::Json(_) => SubstanceKind::Json,
            Substance::MultipartForm(_) => SubstanceKind::MultipartForm,
            Substance::RawCommand(_) => SubstanceKind::RawCommand,
            Substance::Command(_) => SubstanceKind::Command,
            Substance::DirectedCore(_) => SubstanceKind::DirectedCore,
            Substance::ReflectedCore(_) => SubstanceKind::ReflectedCore,
            Substance::Hyper(_) => SubstanceKind::Hyper,
            Substance::Token(_) => SubstanceKind::Token,
            Substance::Wave(_) => SubstanceKind::Wave,
            Substance::Knock(_) => SubstanceKind::Knock,
            Substance::Greet(_) => SubstanceKind::Greet,
            Substance::Log(_) => SubstanceKind::Log,
            Substance::Err(_) => SubstanceKind::Err,
        }
    }

    /// The number of its kind on the membrane.
    #[must_use]
    pub fn membrane_kind(&self) -> i32 {
        self.kind().number()
    }

    /// Text that a person can read: the content alone, without the name of the variant.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Substance::Empty => String::new(),
            Substance::Text(t) | Substance::Err(t) => t.to_string(),
            Substance::Token(t) => t.to_string(),
            Substance::MultipartForm(f) => f.to_string(),
            Substance::Int(i) => i.to_string(),
            Substance::Boolean(b) => b.to_string(),
            Substance::Point(p) => p.to_string(),
            Substance::Surface(s) => s.to_string(),
            Substance::Bin(b) => format!("{} bytes", b.len()),
            Substance::Stub(s) => s.to_string(),
            Substance::Status(s) => s.name().to_owned(),
            Substance::Json(j) => j.to_string(),
            Substance::List(l) => l.len().to_string(),
            other => self::json(other),
        }
    }
}

/// The inner JSON of a substance that has no plainer text.
fn json(substance: &Substance) -> String {
    match serde_json::to_value(substance) {
        Ok(serde_json::Value::Object(map)) if map.len() == 1 => map
            .into_iter()
            .next()
            .map_or_else(String::new, |(_, inner)| inner.to_string()),
        Ok(value) => value.to_string(),
        Err(error) => error.to_string(),
    }
}

/// The serde form of JSON: as it is where the format describes itself, else as its text.
pub(crate) mod json_form {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::Value;

    pub(crate) fn serialize<S: Serializer>(
        value: &Value,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            value.serialize(serializer)
        } else {
            serializer.collect_str(value)
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Box<Value>, D::Error> {
        if deserializer.is_human_readable() {
            return Value::deserialize(deserializer).map(Box::new);
        }
        let text = String::deserialize(deserializer)?;
        serde_json::from_str(&text).map_err(D::Error::custom)
    }
}
