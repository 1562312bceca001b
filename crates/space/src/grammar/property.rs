//! Changes to properties `{ +key=value, +@locked="a value", !old }`, and permits
//! `priv(property:email:read)`.

use std::borrow::Cow;
use std::fmt;

use winnow::Parser;

use super::lexeme::{blanks, eat, here, maybe, peek, rest, run, run_span, symbol};
use super::text_form::text_form;
use super::{Expected, Input, Parsed, privilege, quoted, unmet};
use crate::command::PropertyMod;
use crate::property::PropertyPermit;

const MOD: Expected = Expected::Free {
    noun: "a property",
    such_as: &["+key=value", "!key"],
};

pub(crate) const KEY: Expected = Expected::Free {
    noun: "the name of a property in lower case",
    such_as: &["config"],
};

const VALUE: Expected = Expected::Free {
    noun: "a value",
    such_as: &["yes", "\"two words\""],
};

/// The name of a property.
pub(crate) fn key(input: &mut Input<'_>) -> Parsed<smol_str::SmolStr> {
    let (key, span) = run_span(input, is_key)?;
    if key.is_empty() {
        input.state.expect(span.start, KEY);
        return unmet();
    }
    Ok(key.into())
}

/// What the name of a property is made of.
pub(crate) fn is_key(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-'
}

fn value(input: &mut Input<'_>) -> Parsed<smol_str::SmolStr> {
    if quoted::opens(input) {
        return quoted::quoted(input).map(Into::into);
    }
    let at = here(input);
    let value = run(input, bare)?;
    if value.is_empty() {
        input.state.expect(at, VALUE);
        return unmet();
    }
    if value.ends_with(['}', ';']) && rest(input).trim().is_empty() {
        let end = here(input);
        input.state.hint(
            end,
            "a value goes on to the next blank or comma: put a blank before the `}`",
        );
    }
    Ok(value.into())
}

fn property(input: &mut Input<'_>) -> Parsed<PropertyMod> {
    if eat(input, "!") {
        return key(input).map(PropertyMod::Unset);
    }
    let at = here(input);
    if !eat(input, "+") {
        input.state.expect(at, MOD);
        if peek(input).is_some_and(|c| c.is_ascii_lowercase()) {
            input.state.hint(
                at,
                "a property is set by `+key=value`, and removed by `!key`",
            );
        }
        return unmet();
    }
    let lock = maybe(input, "@");
    let key = key(input)?;
    symbol("=").parse_next(input)?;
    Ok(PropertyMod::Set {
        key,
        value: value(input)?,
        lock,
    })
}

/// What stands between `{` and `}`, separated by commas; the `{` has been read.
pub(crate) fn properties(input: &mut Input<'_>) -> Parsed<Vec<PropertyMod>> {
    let mut properties = Vec::new();
    loop {
        blanks(input)?;
        properties.push(property(input)?);
        blanks(input)?;
        if !maybe(input, ",") {
            break;
        }
    }
    symbol("}").parse_next(input)?;
    Ok(properties)
}

/// A permit.
pub(crate) fn permit(input: &mut Input<'_>) -> Parsed<PropertyPermit> {
    if maybe(input, "read") {
        return Ok(PropertyPermit::Read);
    }
    if maybe(input, "write") {
        return Ok(PropertyPermit::Write);
    }
    symbol("priv(").parse_next(input)?;
    let name = privilege::privilege(input)?;
    symbol(")").parse_next(input)?;
    Ok(PropertyPermit::Priv(name))
}

/// What a value without quotes is made of.
pub(crate) fn bare(c: char) -> bool {
    !c.is_whitespace() && c != ','
}

/// The value as it is written where a value without quotes is made of `class`: so, or in quotes.
pub(crate) fn print_value(value: &str, class: impl Fn(char) -> bool) -> Cow<'_, str> {
    let plain = !value.is_empty()
        && !value.starts_with(['"', '\''])
        && value.chars().all(|c| class(c) && !c.is_control());
    match plain {
        true => Cow::Borrowed(value),
        false => Cow::Owned(quoted::print(value)),
    }
}

impl fmt::Display for PropertyMod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PropertyMod::Unset(key) => write!(f, "!{key}"),
            PropertyMod::Set { key, value, lock } => {
                let at = if *lock { "@" } else { "" };
                write!(f, "+{at}{key}={}", print_value(value, bare))
            }
        }
    }
}

/// Prints `{ … }`, or nothing.
pub(crate) fn print(f: &mut fmt::Formatter<'_>, properties: &[PropertyMod]) -> fmt::Result {
    if properties.is_empty() {
        return Ok(());
    }
    f.write_str("{ ")?;
    for (i, property) in properties.iter().enumerate() {
        let comma = if i == 0 { "" } else { ", " };
        write!(f, "{comma}{property}")?;
    }
    f.write_str(" }")
}

impl fmt::Display for PropertyPermit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PropertyPermit::Read => f.write_str("read"),
            PropertyPermit::Write => f.write_str("write"),
            PropertyPermit::Priv(name) => write!(f, "priv({name})"),
        }
    }
}

text_form!(PropertyPermit, PropertyPermit, super::property::permit);
