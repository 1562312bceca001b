//! Stubs `localhost:app<Mechtron> Ready`, statuses, and agents as their points.

use std::fmt;
use std::str::FromStr;

use winnow::Parser;

use super::lexeme::{gap, is_word, run_span, symbol};
use super::text_form::text_form;
use super::{Expected, Input, Parsed, kind, point, refuse, unmet};
use crate::{Agent, Diagnostic, ParseError, Point, Status, Stub};

const STATUSES: &[&str] = &[
    "Unknown", "Pending", "Init", "Panic", "Fatal", "Ready", "Paused", "Resuming", "Done",
];

const STATUS: Expected = Expected::OneOf {
    noun: "a status",
    names: STATUSES,
    such_as: &["Ready", "Paused"],
};

fn status(input: &mut Input<'_>) -> Parsed<Status> {
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(span.start, STATUS);
    if word.is_empty() {
        return unmet();
    }
    match Status::ALL.iter().find(|status| status.name() == word) {
        Some(status) => Ok(*status),
        None => refuse(
            Diagnostic::error(
                "unknown-status",
                span,
                format!("unknown status `{}`", super::expected::shorten(word)),
            )
            .nearest(word, STATUSES.iter().copied())
            .or_hint(Some(format!("the statuses are {}", STATUSES.join(", ")))),
        ),
    }
}

/// A stub.
pub(crate) fn stub(input: &mut Input<'_>) -> Parsed<Stub> {
    let point = point::point(input)?;
    symbol("<").parse_next(input)?;
    let kind = kind::kind(input)?;
    kind::close(input)?;
    gap(input, STATUS)?;
    Ok(Stub {
        point,
        kind,
        status: status(input)?,
    })
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
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
