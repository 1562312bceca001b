//! Records of Particles: `localhost:app<Mechtron>`, `localhost:app State`, `3/10`, `Error(-1)`.
//!
//! ```text
//! point-kind = point '<' kind '>'
//! watch      = point blank aspect
//! progress   = digits '/' digits
//! code       = 'Ok' | 'Error(' '-'? digits ')'
//! ```

use std::fmt;

use winnow::Parser;

use super::lexeme::{eat, gap, here, keyword, run_span, symbol};
use super::named::Names;
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, kind, point, refuse, unmet};
use crate::particle::{Aspect, Code, PointKind, Progress, Watch};
use crate::{Diagnostic, Status};

pub(crate) const STATUS: Names<Status> = Names {
    code: "unknown-status",
    one: "status",
    many: "statuses",
    all: Status::ALL,
    name: Status::name,
    expected: Expected::OneOf {
        noun: "a status",
        names: &[
            "Unknown", "Pending", "Init", "Panic", "Fatal", "Ready", "Paused", "Resuming", "Done",
        ],
        such_as: &["Ready", "Paused"],
    },
};

pub(crate) const ASPECT: Names<Aspect> = Names {
    code: "unknown-aspect",
    one: "aspect",
    many: "aspects",
    all: Aspect::ALL,
    name: Aspect::name,
    expected: Expected::OneOf {
        noun: "an aspect",
        names: &["Log", "State", "Property", "Child"],
        such_as: &["Log", "State"],
    },
};

/// A status.
pub(crate) fn status(input: &mut Input<'_>) -> Parsed<Status> {
    STATUS.parse(input)
}

/// An aspect.
pub(crate) fn aspect(input: &mut Input<'_>) -> Parsed<Aspect> {
    ASPECT.parse(input)
}

/// A point and the kind there.
pub(crate) fn point_kind(input: &mut Input<'_>) -> Parsed<PointKind> {
    let point = point::point(input)?;
    symbol("<").parse_next(input)?;
    let kind = kind::kind(input)?;
    kind::close(input)?;
    Ok(PointKind { point, kind })
}

/// What is watched.
pub(crate) fn watch(input: &mut Input<'_>) -> Parsed<Watch> {
    let point = point::point(input)?;
    gap(input, ASPECT.expected)?;
    Ok(Watch {
        point,
        aspect: aspect(input)?,
    })
}

/// A number of steps, or of a code, whose sign may stand before it.
fn number<T: std::str::FromStr>(input: &mut Input<'_>, signed: bool) -> Parsed<T> {
    let at = here(input);
    let (text, span) = run_span(input, |c| c.is_ascii_digit() || (signed && c == '-'))?;
    if text.is_empty() {
        input.state.expect(
            at,
            Expected::Free {
                noun: "a whole number",
                such_as: &["3"],
            },
        );
        return unmet();
    }
    match text.parse() {
        Ok(number) => Ok(number),
        Err(_) => refuse(Diagnostic::error(
            "bad-number",
            span,
            format!(
                "expected a whole number of 32 bits, found `{}`",
                super::expected::shorten(text)
            ),
        )),
    }
}

/// How far something has come.
pub(crate) fn progress(input: &mut Input<'_>) -> Parsed<Progress> {
    let step = number(input, false)?;
    symbol("/").parse_next(input)?;
    Ok(Progress {
        step,
        total: number(input, false)?,
    })
}

/// How something ended.
pub(crate) fn code(input: &mut Input<'_>) -> Parsed<Code> {
    if eat(input, "Error(") {
        let code = number(input, true)?;
        symbol(")").parse_next(input)?;
        return Ok(Code::Error(code));
    }
    let at = here(input);
    input.state.expect(at, Expected::Text("Error("));
    keyword("Ok").parse_next(input)?;
    Ok(Code::Ok)
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for Aspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for PointKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}<{}>", self.point, self.kind)
    }
}

impl<P: fmt::Display> fmt::Display for Watch<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.point, self.aspect)
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.step, self.total)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Code::Ok => f.write_str("Ok"),
            Code::Error(code) => write!(f, "Error({code})"),
        }
    }
}

text_form!(Status, Status, super::particle::status);
text_form!(Aspect, Aspect, super::particle::aspect);
text_form!(PointKind, PointKind, super::particle::point_kind);
text_form!(Watch, Watch, super::particle::watch);
text_form!(Progress, Progress, super::particle::progress);
text_form!(Code, Code, super::particle::code);
text_serde!(PointKind);
