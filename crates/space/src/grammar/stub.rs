//! Stubs `localhost:app<Mechtron> Ready`, and agents as their points.

use std::fmt;
use std::str::FromStr;

use super::lexeme::gap;
use super::particle::{STATUS, point_kind, status};
use super::text_form::text_form;
use super::{Input, Parsed};
use crate::particle::PointKind;
use crate::{Agent, ParseError, Point, Stub};

/// A stub.
pub(crate) fn stub(input: &mut Input<'_>) -> Parsed<Stub> {
    let PointKind { point, kind } = point_kind(input)?;
    gap(input, STATUS.expected)?;
    Ok(Stub {
        point,
        kind,
        status: status(input)?,
    })
}

impl fmt::Display for Stub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}<{}> {}", self.point, self.kind, self.status)
    }
}

impl fmt::Display for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_point().fmt(f)
    }
}

impl FromStr for Agent {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        text.parse::<Point>().map(Agent::from)
    }
}

text_form!(Stub, Stub, super::stub::stub);
