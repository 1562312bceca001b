//! Privileges: one `property:email:read` or `*`, several `{ a, b }`.

use std::collections::BTreeSet;
use std::fmt;

use winnow::Parser;

use super::lexeme::{blanks, here, maybe, run_span, symbol};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, unmet};
use crate::security::{Privilege, Privileges};

const NAME: Expected = Expected::Free {
    noun: "the name of a privilege",
    such_as: &["property:email:read", "*"],
};

fn name(input: &mut Input<'_>) -> Parsed<smol_str::SmolStr> {
    let (name, span) = run_span(input, |c| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || c == ':' || c == '-'
    })?;
    if name.is_empty() {
        input.state.expect(span.start, NAME);
        return unmet();
    }
    Ok(name.into())
}

/// A name, or `*` for all.
pub(crate) fn privilege(input: &mut Input<'_>) -> Parsed<Privilege> {
    if maybe(input, "*") {
        return Ok(Privilege::Full);
    }
    name(input).map(Privilege::Named)
}

/// `*`, or names in braces.
pub(crate) fn privileges(input: &mut Input<'_>) -> Parsed<Privileges> {
    let at = here(input);
    if maybe(input, "*") {
        return Ok(Privileges::Full);
    }
    input.state.hint(
        at,
        "privileges stand in braces, as in `{ a, b }`; `*` is all of them",
    );
    symbol("{").parse_next(input)?;
    let mut names = BTreeSet::new();
    blanks(input)?;
    if maybe(input, "}") {
        return Ok(Privileges::Named(names));
    }
    loop {
        blanks(input)?;
        names.insert(name(input)?);
        blanks(input)?;
        if !maybe(input, ",") {
            break;
        }
    }
    symbol("}").parse_next(input)?;
    Ok(Privileges::Named(names))
}

impl fmt::Display for Privilege {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Privilege::Full => "*",
            Privilege::Named(name) => name,
        })
    }
}

impl fmt::Display for Privileges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = match self {
            Privileges::Full => return f.write_str("*"),
            Privileges::Named(names) => names,
        };
        if names.is_empty() {
            return f.write_str("{}");
        }
        for (i, name) in names.iter().enumerate() {
            write!(f, "{}{name}", if i == 0 { "{ " } else { ", " })?;
        }
        f.write_str(" }")
    }
}

text_form!(Privilege, Privilege, super::privilege::privilege);
text_form!(Privileges, Privileges, super::privilege::privileges);
text_serde!(Privilege, Privileges);
