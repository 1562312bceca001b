//! `STAR::central:fold[0]`.

use std::fmt;

use super::lexeme::{here, run, run_span, symbol};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::{Diagnostic, StarKey};
use winnow::Parser;

const NAME: Expected = Expected::Free {
    noun: "the name of a constellation or star in lower case",
    such_as: &["central"],
};

fn name<'s>(input: &mut Input<'s>) -> Parsed<&'s str> {
    let at = here(input);
    let name = run(input, |c| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
    })?;
    if name.is_empty() {
        input.state.expect(at, NAME);
        return unmet();
    }
    Ok(name)
}

/// With its prefix.
pub(crate) fn star_key(input: &mut Input<'_>) -> Parsed<StarKey> {
    symbol("STAR::").parse_next(input)?;
    bare(input)
}

/// Without its prefix, as commands have it.
pub(crate) fn bare(input: &mut Input<'_>) -> Parsed<StarKey> {
    let constellation = name(input)?;
    symbol(":").parse_next(input)?;
    let star = name(input)?;
    symbol("[").parse_next(input)?;
    let (digits, span) = run_span(input, |c| c.is_ascii_digit())?;
    if digits.is_empty() {
        input.state.expect(
            span.start,
            Expected::Free {
                noun: "the index of a star",
                such_as: &["0"],
            },
        );
        return unmet();
    }
    let Ok(index) = digits.parse() else {
        return refuse(Diagnostic::error(
            "number-too-large",
            span,
            format!("the index of a star is at most {}", u16::MAX),
        ));
    };
    symbol("]").parse_next(input)?;
    Ok(StarKey::new(constellation, star, index))
}

impl fmt::Display for StarKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "STAR::{}", Bare(self))
    }
}

/// Prints a key without its prefix.
pub(crate) struct Bare<'k>(pub(crate) &'k StarKey);

impl fmt::Display for Bare<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let StarKey {
            constellation,
            name,
            index,
        } = self.0;
        write!(f, "{constellation}:{name}[{index}]")
    }
}

text_form!(StarKey, StarKey, super::star_key::star_key);
text_serde!(StarKey);
