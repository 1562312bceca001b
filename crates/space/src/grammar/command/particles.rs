//! Particles and what they keep.
//!
//! ```text
//! create   = 'create' ('!' | '?')? template '<' kind-template '>' ('{' properties '}')?
//! publish  = 'publish' '^[' file ']->' template         template = point '%'?
//! launch   = 'launch' '^[' file ']->' point
//! select   = 'select' selector ('into' ('points' | 'stubs') | 'where' predicates)*
//! get      = 'get' point ('{' key (',' key)* '}')?      read  = 'read' point
//! set      = 'set' point '{' properties '}'             write = 'write' point substance
//! delete   = 'delete' selector
//! ```

use std::fmt;

use smol_str::SmolStr;
use winnow::Parser;
use winnow::combinator::alt;

use super::{point, selector};
use crate::Diagnostic;
use crate::command::{
    Create, Get, Into, Launch, PointForm, PointTemplate, Publish, Select, Set, Strategy, Write,
};
use crate::grammar::lexeme::{blanks, eat, gap, here, keyword, maybe, rest, symbol};
use crate::grammar::{
    Expected, Input, Parsed, kind, predicate, property, refuse, substance, unmet,
};
use crate::predicate::Where;

pub(super) fn create<P: PointForm>(input: &mut Input<'_>) -> Parsed<Create<P>> {
    let strategy = if maybe(input, "?") {
        Strategy::Ensure
    } else if maybe(input, "!") {
        Strategy::Override
    } else {
        Strategy::Commit
    };
    let point = template(input)?;
    let at = here(input);
    if !eat(input, "<") {
        input.state.expect(
            at,
            Expected::Free {
                noun: "a kind in angle brackets",
                such_as: &["<Space>", "<Mechtron>"],
            },
        );
        return unmet();
    }
    let kind = kind::template(input)?;
    kind::close(input)?;
    let properties = if braces(input)? {
        property::properties(input)?
    } else {
        Vec::new()
    };
    Ok(Create {
        strategy,
        point,
        kind,
        properties,
    })
}

/// The `{` that may follow a point or kind, perhaps after blanks.
fn braces(input: &mut Input<'_>) -> Parsed<bool> {
    if rest(input).trim_start().starts_with('{') {
        blanks(input)?;
    }
    Ok(maybe(input, "{"))
}

/// A blank and a point, perhaps with `%`.
fn template<P: PointForm>(input: &mut Input<'_>) -> Parsed<PointTemplate<P>> {
    let point: P = point(input)?;
    let at = here(input);
    if !maybe(input, "%") {
        return Ok(PointTemplate::Exact(point));
    }
    if point.ends_in_name() {
        return Ok(PointTemplate::Pattern(point));
    }
    refuse(
        Diagnostic::error(
            "bad-template",
            at..at + 1,
            "`%` stands for a number and needs a name before it",
        )
        .hint("as in `localhost:visitor-%<Base>`"),
    )
}

pub(super) fn publish<P: PointForm>(input: &mut Input<'_>) -> Parsed<Publish<P>> {
    Ok(Publish {
        file: arrow(input, "publish ^[ bundle.zip ]-> localhost:repo:1.0.0")?,
        point: template(input)?,
    })
}

pub(super) fn launch<P: PointForm>(input: &mut Input<'_>) -> Parsed<Launch<P>> {
    Ok(Launch {
        file: arrow(input, "launch ^[ echo.wat ]-> localhost:echo")?,
        point: point(input)?,
    })
}

/// A file with the arrow that leads to its point.
fn arrow(input: &mut Input<'_>, example: &str) -> Parsed<SmolStr> {
    blanks(input)?;
    let at = here(input);
    if !rest(input).starts_with("^[") {
        let hint = format!("a file stands in `^[` and `]`: `{example}`");
        input.state.hint(at, hint);
    }
    let file = substance::file(input)?;
    let at = here(input);
    let hint = format!("the arrow follows the bracket: `{example}`");
    input.state.hint(at, hint);
    symbol("->").parse_next(input)?;
    Ok(file)
}

pub(super) fn select(input: &mut Input<'_>) -> Parsed<Select> {
    let selector = selector(input)?;
    let mut into = None;
    let mut condition = Where::default();
    loop {
        let end = here(input);
        blanks(input)?;
        let at = here(input);
        // Both are words of their own only after a blank.
        let word = at > end && rest(input).starts_with(|c: char| c.is_alphabetic());
        if word {
            input.state.expect(at, Expected::End);
        }
        if into.is_none() && maybe_word(input, "into", word)? {
            blanks(input)?;
            into = Some(form(input)?);
        } else if condition.0.is_empty() && maybe_word(input, "where", word)? {
            blanks(input)?;
            condition = predicate::predicates(input)?;
        } else if word {
            return unmet();
        } else {
            break;
        }
    }
    Ok(Select {
        selector,
        into: into.unwrap_or_default(),
        condition,
    })
}

/// That word where one is needed, else a note that it could stand here.
fn maybe_word(input: &mut Input<'_>, name: &'static str, needed: bool) -> Parsed<bool> {
    if needed {
        return Ok(keyword(name).parse_next(input).is_ok());
    }
    let at = here(input);
    input.state.also(at, Expected::Text(name));
    Ok(false)
}

fn form(input: &mut Input<'_>) -> Parsed<Into> {
    alt((
        keyword("points").value(Into::Points),
        keyword("stubs").value(Into::Stubs),
    ))
    .parse_next(input)
}

pub(super) fn get<P: PointForm>(input: &mut Input<'_>) -> Parsed<Get<P>> {
    let point = point(input)?;
    let mut keys = Vec::new();
    if braces(input)? {
        loop {
            blanks(input)?;
            keys.push(property::key(input)?);
            blanks(input)?;
            if !maybe(input, ",") {
                break;
            }
        }
        symbol("}").parse_next(input)?;
    }
    Ok(Get { point, keys })
}

pub(super) fn set<P: PointForm>(input: &mut Input<'_>) -> Parsed<Set<P>> {
    let point = point(input)?;
    if !braces(input)? {
        let at = here(input);
        input.state.expect(
            at,
            Expected::Free {
                noun: "properties in braces",
                such_as: &["{ +key=value }"],
            },
        );
        return unmet();
    }
    Ok(Set {
        point,
        properties: property::properties(input)?,
    })
}

pub(super) fn write<P: PointForm>(input: &mut Input<'_>) -> Parsed<Write<P>> {
    let point = point(input)?;
    gap(input, substance::SUBSTANCE)?;
    Ok(Write {
        point,
        body: substance::body(input)?,
    })
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Strategy::Commit => "",
            Strategy::Ensure => "?",
            Strategy::Override => "!",
        })
    }
}

impl fmt::Display for Into {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Into::Points => "points",
            Into::Stubs => "stubs",
        })
    }
}

impl<P: PointForm> fmt::Display for PointTemplate<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PointTemplate::Exact(point) => write!(f, "{point}"),
            PointTemplate::Pattern(point) => write!(f, "{point}%"),
        }
    }
}

impl<P: PointForm> fmt::Display for Create<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}<{}>", self.strategy, self.point, self.kind)?;
        property::print(f, &self.properties)
    }
}

impl<P: PointForm> fmt::Display for Publish<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "^[ {} ]-> {}", self.file, self.point)
    }
}

impl<P: PointForm> fmt::Display for Launch<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "^[ {} ]-> {}", self.file, self.point)
    }
}

impl fmt::Display for Select {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.selector)?;
        if self.into != Into::default() {
            write!(f, " into {}", self.into)?;
        }
        if !self.condition.0.is_empty() {
            write!(f, " where {}", self.condition)?;
        }
        Ok(())
    }
}

impl<P: PointForm> fmt::Display for Get<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.point)?;
        if self.keys.is_empty() {
            return Ok(());
        }
        write!(f, "{{ {} }}", self.keys.join(", "))
    }
}

impl<P: PointForm> fmt::Display for Set<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.point)?;
        property::print(f, &self.properties)
    }
}

impl<P: PointForm> fmt::Display for Write<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.point, self.body)
    }
}
