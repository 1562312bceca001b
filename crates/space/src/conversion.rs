//! Substances from what they carry, and back.
//!
//! `Substance::from(payload)`, `payload = substance.try_into()?`, and by reference
//! `<&Point>::try_from(&substance)?`. Where several Substances carry the same, as Text and Err do,
//! the conversion means the plainer one.
//!
//! ```
//! use orrery_space::{Point, Substance};
//! let body = Substance::from("localhost:app".parse::<Point>()?);
//! let point: &Point = (&body).try_into()?;
//! assert_eq!(point.to_string(), "localhost:app");
//! let error = i64::try_from(body).unwrap_err();
//! assert_eq!(error.to_string(), "expected Int, found Point");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::command::{Command, RawCommand};
use crate::hyper::{Greet, Hyper, Knock};
use crate::log::LogSubstance;
use crate::particle::{Details, Location, Particle, Status, Stub};
use crate::{
    DirectedCore, FormErrs, MultipartForm, Point, ReflectedCore, Substance, SubstanceKind, Surface,
    Token, Wave,
};

/// A body is not what its reader takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {found}")]
pub struct WrongSubstance {
    /// What was expected.
    pub expected: SubstanceKind,
    /// What came.
    pub found: SubstanceKind,
}

impl From<WrongSubstance> for ReflectedCore {
    /// 400 with the sentence.
    fn from(wrong: WrongSubstance) -> Self {
        ReflectedCore::bad_request(wrong.to_string())
    }
}

/// A payload in a box is marked by `by *`, which takes it out.
macro_rules! payloads {
    ($($variant:ident($payload:ty) $(by $unbox:tt)?;)*) => {$(
        impl From<$payload> for Substance {
            fn from(payload: $payload) -> Self {
                Substance::$variant(payload.into())
            }
        }

        impl TryFrom<Substance> for $payload {
            type Error = WrongSubstance;

            fn try_from(substance: Substance) -> Result<Self, Self::Error> {
                match substance {
                    Substance::$variant(payload) => Ok($($unbox)? payload),
                    other => Err(WrongSubstance {
                        expected: SubstanceKind::$variant,
                        found: other.kind(),
                    }),
                }
            }
        }

        impl<'s> TryFrom<&'s Substance> for &'s $payload {
            type Error = WrongSubstance;

            fn try_from(substance: &'s Substance) -> Result<Self, Self::Error> {
                match substance {
                    Substance::$variant(payload) => Ok(payload),
                    other => Err(WrongSubstance {
                        expected: SubstanceKind::$variant,
                        found: other.kind(),
                    }),
                }
            }
        }
    )*};
}

payloads! {
    List(Vec<Substance>);
    Map(BTreeMap<SmolStr, Substance>);
    Point(Point);
    Surface(Surface) by *;
    Text(SmolStr);
    Boolean(bool);
    Int(i64);
    Meta(BTreeMap<SmolStr, SmolStr>);
    Bin(Arc<[u8]>);
    Stub(Stub) by *;
    Details(Details) by *;
    Status(Status);
    Particle(Particle) by *;
    Location(Location) by *;
    FormErrs(FormErrs);
    Json(serde_json::Value) by *;
    MultipartForm(MultipartForm) by *;
    RawCommand(RawCommand) by *;
    Command(Command) by *;
    DirectedCore(DirectedCore) by *;
    Hyper(Hyper) by *;
    Token(Token);
    Wave(Wave) by *;
    Knock(Knock) by *;
    Greet(Greet) by *;
    Log(LogSubstance) by *;
}

// To take a core out of its box is no conversion: any Substance becomes the core that answers it.
impl From<ReflectedCore> for Substance {
    fn from(core: ReflectedCore) -> Self {
        Substance::ReflectedCore(Box::new(core))
    }
}

impl<'s> TryFrom<&'s Substance> for &'s ReflectedCore {
    type Error = WrongSubstance;

    fn try_from(substance: &'s Substance) -> Result<Self, Self::Error> {
        match substance {
            Substance::ReflectedCore(core) => Ok(core),
            other => Err(WrongSubstance {
                expected: SubstanceKind::ReflectedCore,
                found: other.kind(),
            }),
        }
    }
}

impl From<()> for Substance {
    fn from((): ()) -> Self {
        Substance::Empty
    }
}

impl From<&str> for Substance {
    fn from(text: &str) -> Self {
        Substance::Text(text.into())
    }
}

impl From<String> for Substance {
    fn from(text: String) -> Self {
        Substance::Text(text.into())
    }
}

impl From<&[u8]> for Substance {
    fn from(bytes: &[u8]) -> Self {
        Substance::Bin(bytes.into())
    }
}

impl From<Vec<u8>> for Substance {
    fn from(bytes: Vec<u8>) -> Self {
        Substance::Bin(bytes.into())
    }
}

impl TryFrom<Substance> for () {
    type Error = WrongSubstance;

    fn try_from(substance: Substance) -> Result<Self, Self::Error> {
        match substance {
            Substance::Empty => Ok(()),
            other => Err(WrongSubstance {
                expected: SubstanceKind::Empty,
                found: other.kind(),
            }),
        }
    }
}
