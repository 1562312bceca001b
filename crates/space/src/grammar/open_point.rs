//! Points that are not concrete yet: `${route}::${root}:app:..:/docs/${page}`.
//!
//! ```text
//! point-var = as a point, with '.', '..' or a variable for any segment, and a variable for the route
//! point-ctx = as a point, with '.' or '..' for any segment
//! ```
//!
//! The parser is that of [`point`](super::point).

use std::convert::Infallible;
use std::fmt;
use std::ops::Range;

use winnow::Parser;

use super::lexeme::{here, rest, symbol};
use super::point::{self, Form};
use super::text_form::{text_form, text_serde};
use super::{Input, Parsed, refuse, unmet, variable};
use crate::Segment;
use crate::env::Variable;
use crate::located::Located;
use crate::open_point::{OpenPoint, OpenRoute, Place, PointCtx, PointVar, Step};

/// Segments, `.` and `..`.
pub(crate) enum Ctx {}

/// And variables.
pub(crate) enum Var {}

fn dots<V>(dots: &str, place: Place) -> Step<V> {
    match dots {
        "." => Step::Working(place),
        _ => Step::Pop(place),
    }
}

impl Form for Ctx {
    type Variable = Infallible;
    type Step = Located<Step<Infallible>>;

    fn open(variable: Located<Infallible>, _: Place) -> Self::Step {
        match variable.value {}
    }

    fn segment(segment: Segment, span: Range<usize>) -> Self::Step {
        Located::new(Step::Segment(segment), span)
    }

    fn dots(text: &str, place: Place, span: Range<usize>) -> Parsed<Self::Step> {
        Ok(Located::new(dots(text, place), span))
    }

    fn as_segment(step: &Self::Step) -> Option<&Segment> {
        step.as_segment()
    }
}

impl Form for Var {
    type Variable = Variable;
    type Step = Located<Step<Variable>>;

    fn variable(input: &mut Input<'_>) -> Parsed<Located<Variable>> {
        variable::variable(input)
    }

    fn open(variable: Located<Variable>, place: Place) -> Self::Step {
        Located::new(Step::Var(variable.value, place), variable.span)
    }

    fn segment(segment: Segment, span: Range<usize>) -> Self::Step {
        Located::new(Step::Segment(segment), span)
    }

    fn dots(text: &str, place: Place, span: Range<usize>) -> Parsed<Self::Step> {
        Ok(Located::new(dots(text, place), span))
    }

    fn beside(input: &Input<'_>, span: &Range<usize>) -> Parsed<Self::Step> {
        let length = rest(input).find('}').map_or(1, |end| end + 1);
        refuse(variable::not_alone(
            span.end.saturating_sub(1)..here(input) + length,
        ))
    }

    fn as_segment(step: &Self::Step) -> Option<&Segment> {
        step.as_segment()
    }
}

/// A point with variables.
pub(crate) fn point_var(input: &mut Input<'_>) -> Parsed<PointVar> {
    let route = route(input)?;
    Ok(OpenPoint::of(route, point::steps::<Var>(input)?))
}

/// A point with `.` and `..`.
pub(crate) fn point_ctx(input: &mut Input<'_>) -> Parsed<PointCtx> {
    let start = here(input);
    let route = point::route(input)?;
    let route = Located::new(OpenRoute::Known(route), start..here(input));
    Ok(OpenPoint::of(route, point::steps::<Ctx>(input)?))
}

fn route(input: &mut Input<'_>) -> Parsed<Located<OpenRoute<Variable>>> {
    let start = here(input);
    if !variable::opens(input) {
        let route = point::named_route(input)?;
        return Ok(Located::new(OpenRoute::Known(route), start..here(input)));
    }
    // Whether it is the route's or the first segment's, `::` tells, which no name can hold.
    let is_route = rest(input)
        .split_once('}')
        .is_some_and(|(_, after)| after.starts_with("::"));
    if !is_route {
        let none = OpenRoute::Known(crate::Route::This);
        return Ok(Located::new(none, start..start));
    }
    let variable = variable::variable(input)?;
    symbol("::").parse_next(input)?;
    Ok(Located::new(OpenRoute::Var(variable.value), variable.span))
}

/// Steps as they stand after a `:`, which are all of `text`.
pub(crate) fn mesh(text: &str) -> Result<Vec<Located<Step<Infallible>>>, crate::ParseError> {
    super::parse(super::Noun::PointCtx, text, |input| {
        let mut steps = Vec::new();
        point::later::<Ctx>(input, &mut steps).map(|()| steps)
    })
}

/// Steps as they stand after `:/`, which are all of `text`.
pub(crate) fn files(text: &str) -> Result<Vec<Located<Step<Infallible>>>, crate::ParseError> {
    super::parse(super::Noun::PointCtx, text, |input| {
        if text.is_empty() {
            input.state.expect(0, point::FILE);
            return unmet();
        }
        let mut steps = Vec::new();
        point::path::<Ctx>(input, &mut steps).map(|()| steps)
    })
}

impl<V: fmt::Display> fmt::Display for OpenRoute<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenRoute::Known(route) => write!(f, "{route}"),
            OpenRoute::Var(variable) => write!(f, "{variable}::"),
        }
    }
}

/// The step's own text, without any separator.
impl<V: fmt::Display> fmt::Display for Step<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Segment(segment) => f.write_str(&segment.text()),
            Step::Working(_) => f.write_str("."),
            Step::Pop(_) => f.write_str(".."),
            Step::Var(variable, _) => write!(f, "{variable}"),
        }
    }
}

impl<V: fmt::Display> fmt::Display for OpenPoint<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.route())?;
        if self.steps().is_empty() {
            return f.write_str("ROOT");
        }
        for (i, step) in self.steps().iter().enumerate() {
            match step.place() {
                Place::Mesh if i > 0 => write!(f, ":{step}")?,
                Place::Mesh | Place::File => write!(f, "{step}")?,
                Place::Dir => write!(f, "{step}/")?,
            }
        }
        Ok(())
    }
}

text_form!(PointVar, PointVar, super::open_point::point_var);
text_form!(PointCtx, PointCtx, super::open_point::point_ctx);
text_serde!(PointVar, PointCtx);
