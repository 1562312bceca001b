//! Substances: the bodies of Waves.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::command::{Command, RawCommand};
use crate::core::{DirectedCore, ReflectedCore};
use crate::log::LogSubstance;
use crate::particle::{Details, Location, Status, Stub};
use crate::{Point, Surface, Wave};

/// A body.
///
/// Its JSON form is the one of serde: the name of the variant alone where it carries nothing, else
/// an object with that name; nouns with a text form stand as their text, bytes as numbers. How a
/// Mechtron sees a body is said in [`membrane`](crate::membrane).
///
/// ```
/// use orrery_space::Substance;
/// let list: Substance = serde_json::from_str(r#"{"List":[{"Text":"hi"},{"Point":"localhost"},"Empty"]}"#)?;
/// assert_eq!(list.text(), "3");
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
    /// Where a Particle runs.
    Location(Box<Location>),
    /// Messages by field.
    FormErrs(BTreeMap<SmolStr, SmolStr>),
    /// JSON.
    #[serde(with = "json_form")]
    Json(Box<serde_json::Value>),
    /// A command as text, with its files.
    RawCommand(Box<RawCommand>),
    /// A command.
    Command(Box<Command>),
    /// The core of a directed Wave.
    DirectedCore(Box<DirectedCore>),
    /// The core of a reflected Wave.
    ReflectedCore(Box<ReflectedCore>),
    /// What the Hyperverse says to itself.
    Hyper(Box<Hyper>),
    /// An opaque token.
    Token(SmolStr),
    /// A Wave that is being carried.
    Wave(Box<Wave>),
    /// What a logger is sent.
    Log(Box<LogSubstance>),
    /// Why something failed.
    Err(SmolStr),
}

/// What stars say to each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Hyper {
    /// Find a place for a Particle.
    Provision {
        /// The Particle.
        point: Point,
        /// Its first state.
        state: Substance,
    },
    /// Take a Particle.
    Assign {
        /// The Particle.
        details: Details,
        /// Its first state.
        state: Substance,
    },
}

impl Substance {
    /// The name of the variant, as a console shows it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Substance::Empty => "Empty",
            Substance::List(_) => "List",
            Substance::Map(_) => "Map",
            Substance::Point(_) => "Point",
            Substance::Surface(_) => "Surface",
            Substance::Text(_) => "Text",
            Substance::Boolean(_) => "Boolean",
            Substance::Int(_) => "Int",
            Substance::Meta(_) => "Meta",
            Substance::Bin(_) => "Bin",
            Substance::Stub(_) => "Stub",
            Substance::Details(_) => "Details",
            Substance::Status(_) => "Status",
            Substance::Location(_) => "Location",
            Substance::FormErrs(_) => "FormErrs",
            Substance::Json(_) => "Json",
            Substance::RawCommand(_) => "RawCommand",
            Substance::Command(_) => "Command",
            Substance::DirectedCore(_) => "DirectedCore",
            Substance::ReflectedCore(_) => "ReflectedCore",
            Substance::Hyper(_) => "Hyper",
            Substance::Token(_) => "Token",
            Substance::Wave(_) => "UltraWave",
            Substance::Log(_) => "Log",
            Substance::Err(_) => "Err",
        }
    }

    /// The number of the variant on the membrane (ABI version 1): 0 Empty, 1 Text, 2 Bin, 3 Json,
    /// 4 Int, 5 Boolean, 6 Point, 7 List, 8 Map, and from 16 on the rest in the reference's order.
    #[must_use]
    pub fn membrane_kind(&self) -> i32 {
        match self {
            Substance::Empty => 0,
            Substance::Text(_) => 1,
            Substance::Bin(_) => 2,
            Substance::Json(_) => 3,
            Substance::Int(_) => 4,
            Substance::Boolean(_) => 5,
            Substance::Point(_) => 6,
            Substance::List(_) => 7,
            Substance::Map(_) => 8,
            Substance::Surface(_) => 16,
            Substance::Meta(_) => 17,
            Substance::Stub(_) => 18,
            Substance::Details(_) => 19,
            Substance::Status(_) => 20,
            Substance::Location(_) => 22,
            Substance::FormErrs(_) => 23,
            Substance::RawCommand(_) => 25,
            Substance::Command(_) => 26,
            Substance::DirectedCore(_) => 27,
            Substance::ReflectedCore(_) => 28,
            Substance::Hyper(_) => 29,
            Substance::Token(_) => 30,
            Substance::Wave(_) => 31,
            Substance::Log(_) => 34,
            Substance::Err(_) => 35,
        }
    }

    /// Text that a person can read: the content alone, without the name of the variant.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Substance::Empty => String::new(),
            Substance::Text(t) | Substance::Token(t) | Substance::Err(t) => t.to_string(),
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
