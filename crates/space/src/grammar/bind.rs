//! The Bind document.
//!
//! ```text
//! bind     = 'Bind(version=1.0.0)' '{' scope* '}'
//! scope    = heading filters? path? step ( '{' scope* '}' | stop (step stop)* ';' )
//! filters  = '(' name ')' ( '-(' name ')' )*
//! ```

use std::fmt;

use winnow::Parser;
use winnow::stream::Stream;

use super::document::{Reading, Resumed, VERSION, document_form};
use super::heading::{Level, heading};
use super::layout::{Line, plain};
use super::lexeme::{here, maybe, rest, run, symbol};
use super::path::maybe_path;
use super::pipeline::{arrow, pipeline, step};
use super::route_selector::{filter, print_filters};
use super::text_form::text_serde;
use super::{Expected, Input, Parsed};
use crate::bind::{Bind, Scope, Then};
use crate::{Diagnostic, RouteFilter};

/// What may stand in a block.
const SCOPE: Expected = Expected::Free {
    noun: "a scope",
    such_as: &["Route", "<Http>", "<Get>"],
};

/// The document.
pub(crate) fn bind<'s>(input: &mut Input<'s>, reading: &mut Reading<'s>) -> Parsed<Bind> {
    reading.open(input, "Bind")?;
    let scopes = scopes(input, reading, Level::Route)?;
    reading.close(input)?;
    Ok(Bind { scopes })
}

/// The scopes of a block, up to and with its `}`.
fn scopes<'s>(
    input: &mut Input<'s>,
    reading: &mut Reading<'s>,
    level: Level,
) -> Parsed<Vec<Scope>> {
    let mut scopes = Vec::new();
    reading.block(input, SCOPE, |reading, input| {
        let start = (here(input), input.checkpoint());
        let mut below = level;
        match scope(input, reading, &mut below) {
            Ok(scope) => scopes.extend(scope),
            Err(fault) => {
                if reading.recover(input, start, fault) == Resumed::Block {
                    self::scopes(input, reading, below)?;
                }
            }
        }
        Ok(())
    })?;
    Ok(scopes)
}

/// A scope, unless a part of it is wrong that does not hinder reading the rest. `level` is that of
/// its heading, and then that of what is inside.
fn scope<'s>(
    input: &mut Input<'s>,
    reading: &mut Reading<'s>,
    level: &mut Level,
) -> Parsed<Option<Scope>> {
    let heading = heading(input, reading, level)?;
    let filters = filters(input, reading)?;
    let path = reading.soft(input, maybe_path)?;
    reading.blank(input)?;
    arrow(input);
    let at = here(input);
    input.state.hint(
        at,
        "the arrows are `->`, `=>`, `-[ Text ]->` and `=[ Text ]=>`",
    );
    let step = step(input)?;
    reading.blank(input)?;
    let then = if maybe(input, "{") {
        if *level == Level::Past {
            past(reading, here(input).saturating_sub(1));
            *level = Level::Unknown;
        }
        reading.room(here(input).saturating_sub(1))?;
        reading.layout.end_line();
        Then::Scopes {
            pattern: step.pattern,
            scopes: scopes(input, reading, *level)?,
        }
    } else {
        Then::Pipeline(pipeline(input, reading, step)?)
    };
    let parts = heading.zip(filters).zip(path);
    Ok(parts.map(|((heading, filters), path)| Scope {
        heading,
        filters,
        path,
        then,
    }))
}

/// Refuses a block where the name of a method is already said.
fn past(reading: &mut Reading<'_>, at: usize) {
    reading.report(
        Diagnostic::error(
            "too-many-levels",
            at..at + 1,
            "expected a pipeline such as `(()) => &`, since the name of a method is the last level",
        )
        .hint("the levels are `Route`, the family of a method and its name"),
    );
}

/// Filters, or nothing when one of them is wrong.
fn filters<'s>(
    input: &mut Input<'s>,
    reading: &mut Reading<'s>,
) -> Parsed<Option<Vec<RouteFilter>>> {
    let mut filters = Some(Vec::new());
    let mut opening = "(";
    while maybe(input, opening) {
        let filter = reading.soft(input, filter)?;
        filters = filters.zip(filter).map(|(mut filters, filter)| {
            filters.push(filter);
            filters
        });
        if no_arguments(input, reading)? {
            filters = None;
        }
        symbol(")").parse_next(input)?;
        opening = "-(";
    }
    Ok(filters)
}

/// Refuses arguments of a filter, if there are any before its `)`.
fn no_arguments<'s>(input: &mut Input<'s>, reading: &mut Reading<'s>) -> Parsed<bool> {
    let ends = rest(input).find([')', '>', ';', '\n']);
    let closes = |at: &usize| *at > 0 && rest(input)[*at..].starts_with(')');
    if ends.filter(closes).is_none() {
        return Ok(false);
    }
    let at = here(input);
    run(input, |c| c != ')')?;
    reading.report(Diagnostic::error(
        "filter-arguments",
        at..here(input),
        "expected `)`, since filters take no arguments",
    ));
    Ok(true)
}

/// A scope up to its arrow.
pub(crate) struct Selector<'b>(pub(crate) &'b Scope);

impl fmt::Display for Selector<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scope = self.0;
        write!(f, "{}", scope.heading)?;
        print_filters(f, &scope.filters)?;
        match &scope.path {
            Some(path) => write!(f, "{path}"),
            None => Ok(()),
        }
    }
}

/// The lines of the document.
pub(crate) fn lines(bind: &Bind) -> Vec<Line> {
    let mut lines = vec![Line::new(0, format!("Bind(version={VERSION}) {{"))];
    push_scopes(&mut lines, 1, &bind.scopes);
    lines.push(Line::new(0, "}"));
    lines
}

fn push_scopes(lines: &mut Vec<Line>, depth: usize, scopes: &[Scope]) {
    for scope in scopes {
        let selector = Selector(scope);
        match &scope.then {
            Then::Pipeline(pipeline) => {
                lines.push(Line::new(depth, format!("{selector} {pipeline};")));
            }
            Then::Scopes { pattern, scopes } => {
                let arrow = match pattern {
                    None => "->".to_owned(),
                    Some(pattern) => format!("-[ {pattern} ]->"),
                };
                lines.push(Line::new(depth, format!("{selector} {arrow} {{")));
                push_scopes(lines, depth + 1, scopes);
                lines.push(Line::new(depth, "}"));
            }
        }
    }
}

impl fmt::Display for Bind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(&lines(self)))
    }
}

document_form!(Bind, Bind, super::bind::bind);
text_serde!(Bind);
