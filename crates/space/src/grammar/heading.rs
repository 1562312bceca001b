//! Headings of scopes: `Route<Http<Get>>`, `<Http>`, `Get`, `*`.
//!
//! ```text
//! heading = ( name | '<' name inner? '>' ) inner?
//! inner   = '<' name inner? '>'
//! name    = 'Route' | family | method | '*'        each on its own level
//! ```
//!
//! A name that is wrong is told, and taken for what it probably is, so that what follows is still
//! read.

use std::fmt;

use smol_str::SmolStr;
use winnow::Parser;

use super::document::Reading;
use super::expected::shorten;
use super::lexeme::{eat, here, is_word, maybe, run_span, symbol};
use super::method::{family, name_in};
use super::{Expected, Input, Parsed, unmet};
use crate::bind::Heading;
use crate::{Diagnostic, Family, MethodPattern};

/// The level of the next name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// `Route`.
    Route,
    /// The family of a method.
    Family,
    /// The name of a method, of that family or any.
    Name(Option<Family>),
    /// None: the name of a method is the last.
    Past,
    /// Nobody knows, after a mistake.
    Unknown,
}

/// What the names of a heading say.
#[derive(Default)]
struct Draft {
    route: bool,
    family: Option<Option<Family>>,
    name: Option<Option<SmolStr>>,
}

/// A heading whose first name is on that level, which becomes the level of what is inside. Nothing
/// when a name is wrong.
pub(crate) fn heading<'s>(
    input: &mut Input<'s>,
    reading: &mut Reading<'s>,
    level: &mut Level,
) -> Parsed<Option<Heading>> {
    let mut draft = Draft::default();
    let mut open = usize::from(maybe(input, "<"));
    let mut sound = word(input, reading, level, &mut draft)?;
    loop {
        if maybe(input, "<") {
            open += 1;
            sound &= word(input, reading, level, &mut draft)?;
        } else if open > 0 {
            symbol(">").parse_next(input)?;
            open -= 1;
        } else {
            return Ok(if sound { draft.heading() } else { None });
        }
    }
}

/// One name, and whether it is right.
fn word<'s>(
    input: &mut Input<'s>,
    reading: &mut Reading<'s>,
    level: &mut Level,
    draft: &mut Draft,
) -> Parsed<bool> {
    match *level {
        Level::Route => {
            let found = route(input, reading)?;
            draft.route = found == Found::Route;
            *level = match found {
                Found::Family(family) => Level::Name(Some(family)),
                Found::Route | Found::Other => Level::Family,
            };
            Ok(draft.route)
        }
        Level::Family => {
            let found = star_or(input, reading, family)?;
            *level = Level::Name(found.flatten());
            draft.family = found;
            Ok(found.is_some())
        }
        Level::Name(family) => {
            draft.name = star_or(input, reading, |input| name_in(input, family))?;
            let sound = draft.name.is_some();
            *level = if sound { Level::Past } else { Level::Unknown };
            Ok(sound)
        }
        Level::Past | Level::Unknown => {
            let (text, span) = any_name(input)?;
            if *level == Level::Past {
                reading.report(
                    Diagnostic::error(
                        "too-many-levels",
                        span,
                        format!("expected no more levels, found `{}`", shorten(text)),
                    )
                    .hint("the levels are `Route`, the family of a method and its name"),
                );
            }
            *level = Level::Unknown;
            Ok(false)
        }
    }
}

/// What stands where `Route` belongs.
#[derive(PartialEq, Eq)]
enum Found {
    Route,
    Family(Family),
    Other,
}

fn route<'s>(input: &mut Input<'s>, reading: &mut Reading<'s>) -> Parsed<Found> {
    let at = here(input);
    input.state.expect(at, Expected::Text("Route"));
    let (text, span) = any_name(input)?;
    if text == "Route" {
        return Ok(Found::Route);
    }
    let family = Family::from_name(text);
    let diagnostic = Diagnostic::error(
        "unknown-scope",
        span,
        format!("expected the scope `Route`, found `{}`", shorten(text)),
    );
    reading.report(match family {
        Some(_) => diagnostic.hint(format!("methods stand inside `Route`: `Route<{text}>`")),
        None => diagnostic.nearest(text, ["Route"]).or_hint(Some(
            "the outermost scopes of a bind are `Route`".to_owned(),
        )),
    });
    Ok(family.map_or(Found::Other, Found::Family))
}

/// A `*`, which stands for any, or what a parser yields; nothing when it refuses.
fn star_or<'s, T>(
    input: &mut Input<'s>,
    reading: &mut Reading<'s>,
    parser: impl FnOnce(&mut Input<'s>) -> Parsed<T>,
) -> Parsed<Option<Option<T>>> {
    let at = here(input);
    if eat(input, "*") {
        return Ok(Some(None));
    }
    input.state.expect(at, Expected::Text("*"));
    Ok(reading.soft(input, parser)?.map(Some))
}

fn any_name<'s>(input: &mut Input<'s>) -> Parsed<(&'s str, std::ops::Range<usize>)> {
    let (text, span) = run_span(input, |c| is_word(c) || c == '*')?;
    if text.is_empty() {
        let scope = Expected::Free {
            noun: "a scope",
            such_as: &["Route", "<Http>", "<Get>"],
        };
        input.state.expect(span.start, scope);
        return unmet();
    }
    Ok((text, span))
}

impl Draft {
    fn heading(self) -> Option<Heading> {
        Some(match (self.route, self.family, self.name) {
            (true, None, None) => Heading::Route,
            (true, Some(family), None) => Heading::RouteFamily(family),
            (true, Some(family), Some(name)) => {
                Heading::RouteMethod(MethodPattern { family, name })
            }
            (false, Some(family), None) => Heading::Family(family),
            (false, Some(family), Some(name)) => Heading::Method(MethodPattern { family, name }),
            (false, None, Some(name)) => Heading::Name(name),
            (_, None, _) => return None,
        })
    }
}

/// A pattern with its family and name, even where both are `*`.
struct InFull<'m>(&'m MethodPattern);

impl fmt::Display for InFull<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.0.name.as_deref().unwrap_or("*");
        write!(f, "{}<{name}>", of_family(self.0.family))
    }
}

fn of_family(family: Option<Family>) -> &'static str {
    family.map_or("*", Family::name)
}

impl fmt::Display for Heading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Heading::Route => f.write_str("Route"),
            Heading::RouteFamily(family) => write!(f, "Route<{}>", of_family(*family)),
            Heading::RouteMethod(pattern) => write!(f, "Route<{}>", InFull(pattern)),
            Heading::Family(family) => write!(f, "<{}>", of_family(*family)),
            Heading::Method(pattern) => write!(f, "<{}>", InFull(pattern)),
            Heading::Name(name) => write!(f, "<{}>", name.as_deref().unwrap_or("*")),
        }
    }
}
