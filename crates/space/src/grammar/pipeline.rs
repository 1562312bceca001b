//! Pipelines `-> (()) => &`, their steps and stops.
//!
//! ```text
//! pipeline = ( step stop )+
//! step     = sign '>' | sign '[' pattern ']' sign '>'          sign = '-' | '='
//! stop     = '((' '*'? '))' | '&' | '!' status text? | point | call
//! ```

use std::fmt;

use smol_str::SmolStr;
use winnow::Parser;
use winnow::error::ErrMode;

use super::document::{Reading, document_form};
use super::lexeme::{blanks, eat, here, maybe, peek, rest, run_span, symbol};
use super::text_form::text_serde;
use super::{Expected, Fault, Input, Parsed, call, open_point, pattern, quoted, refuse, unmet};
use crate::pattern::PatternVar;
use crate::pipeline::{Leg, Pipeline, Step, Stop, Way};
use crate::{Diagnostic, StatusCode};

/// Says that an arrow is needed here, whatever else may stand.
pub(crate) fn arrow(input: &mut Input<'_>) {
    let at = here(input);
    input.state.expect(at, Expected::Text("->"));
    input.state.expect(at, Expected::Text("=>"));
}

/// A step.
pub(crate) fn step(input: &mut Input<'_>) -> Parsed<Step> {
    let way = sign(input)?;
    if maybe(input, ">") {
        return Ok(Step { pattern: None, way });
    }
    if !maybe(input, "[") {
        let at = here(input);
        input.state.expect(at, Expected::Text(">"));
        input.state.expect(at, Expected::Text("["));
        return unmet();
    }
    blanks(input)?;
    let pattern = if peek(input) == Some(']') {
        PatternVar::None
    } else {
        pattern::pattern_var(input)?
    };
    blanks(input)?;
    symbol("]").parse_next(input)?;
    let way = sign(input)?;
    symbol(">").parse_next(input)?;
    Ok(Step {
        pattern: Some(pattern),
        way,
    })
}

/// The `-` or `=` of an arrow.
fn sign(input: &mut Input<'_>) -> Parsed<Way> {
    if eat(input, "-") {
        return Ok(Way::Keep);
    }
    if eat(input, "=") {
        return Ok(Way::Take);
    }
    arrow(input);
    unmet()
}

/// Everything after the first step, up to and with the `;`.
pub(crate) fn pipeline<'s>(
    input: &mut Input<'s>,
    reading: &mut Reading<'s>,
    first: Step,
) -> Parsed<Pipeline> {
    let pipeline = legs(input, reading, first)?;
    if eat(input, ";") {
        reading.layout.end_line();
        return Ok(pipeline);
    }
    let at = here(input);
    input.state.expect(at, Expected::Text(";"));
    arrow(input);
    if peek(input) == Some('}') || reading.is_line_start(at) {
        // Only the `;` is missing: what stands here is another statement.
        reading.note(input, ErrMode::Backtrack(Fault::Unmet));
        reading.layout.end_line();
        return Ok(pipeline);
    }
    unmet()
}

/// The legs of a pipeline and the blanks behind them; the first step has been read.
fn legs<'s>(input: &mut Input<'s>, reading: &mut Reading<'s>, mut step: Step) -> Parsed<Pipeline> {
    let mut legs = Vec::new();
    loop {
        reading.blank(input)?;
        let stop = stop(input)?;
        legs.push(Leg { step, stop });
        reading.blank(input)?;
        if !matches!(peek(input), Some('-' | '=')) {
            return Ok(Pipeline { legs });
        }
        step = self::step(input)?;
    }
}

/// A pipeline by itself.
pub(crate) fn whole<'s>(input: &mut Input<'s>, reading: &mut Reading<'s>) -> Parsed<Pipeline> {
    reading.blank(input)?;
    let first = step(input)?;
    let pipeline = legs(input, reading, first)?;
    super::lexeme::end(input)?;
    Ok(pipeline)
}

/// A stop.
fn stop(input: &mut Input<'_>) -> Parsed<Stop> {
    if maybe(input, "((") {
        maybe(input, "*");
        symbol("))").parse_next(input)?;
        return Ok(Stop::Core);
    }
    if maybe(input, "&") {
        return Ok(Stop::Reflect);
    }
    if maybe(input, "!") {
        return error(input);
    }
    if matches!(peek(input), None | Some(';' | '}' | '-' | '=' | ')' | '{')) {
        let at = here(input);
        input.state.expect(
            at,
            Expected::Free {
                noun: "a stop",
                such_as: &["(())", "&", "localhost:app"],
            },
        );
        return unmet();
    }
    let point = open_point::point_var(input)?;
    if maybe(input, "^") {
        return call::call_of(input, point).map(Stop::Call);
    }
    Ok(Stop::Point(point))
}

/// What follows the `!` of an error.
fn error(input: &mut Input<'_>) -> Parsed<Stop> {
    let (digits, span) = run_span(input, |c| c.is_ascii_alphanumeric())?;
    if digits.is_empty() {
        input.state.expect(
            span.start,
            Expected::Free {
                noun: "a status",
                such_as: &["404"],
            },
        );
        return unmet();
    }
    let status = match digits.parse::<StatusCode>() {
        Ok(status) if status.number() >= 400 => status,
        _ => {
            return refuse(Diagnostic::error(
                "bad-status",
                span,
                format!(
                    "expected the status of a failure from 400 to 599, found `{}`",
                    super::expected::shorten(digits)
                ),
            ));
        }
    };
    let quotes = rest(input).trim_start().starts_with(['"', '\'']);
    let reason = if quotes { Some(reason(input)?) } else { None };
    Ok(Stop::Error { status, reason })
}

/// The reason of an error. A quote that is not closed is told of its line alone.
fn reason(input: &mut Input<'_>) -> Parsed<SmolStr> {
    blanks(input)?;
    let line = here(input) + rest(input).find('\n').unwrap_or(rest(input).len());
    match quoted::quoted(input) {
        Ok(text) => Ok(text.into()),
        Err(ErrMode::Cut(Fault::Refused(mut diagnostic))) => {
            diagnostic.span.end = diagnostic.span.end.min(line.max(diagnostic.span.start + 1));
            refuse(*diagnostic)
        }
        Err(fault) => Err(fault),
    }
}

impl fmt::Display for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut joint = "";
        for leg in &self.legs {
            write!(f, "{joint}{leg}")?;
            joint = " ";
        }
        Ok(())
    }
}

impl fmt::Display for Leg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.step, self.stop)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.way {
            Way::Keep => '-',
            Way::Take => '=',
        };
        match &self.pattern {
            None => write!(f, "{sign}>"),
            Some(pattern) => write!(f, "{sign}[ {pattern} ]{sign}>"),
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Core => f.write_str("(())"),
            Stop::Reflect => f.write_str("&"),
            Stop::Point(point) => write!(f, "{point}"),
            Stop::Call(call) => write!(f, "{call}"),
            Stop::Error { status, reason } => {
                write!(f, "!{status}")?;
                match reason {
                    Some(reason) => write!(f, " {}", quoted::print(reason)),
                    None => Ok(()),
                }
            }
        }
    }
}

document_form!(Pipeline, Pipeline, super::pipeline::whole);
text_serde!(Pipeline);
