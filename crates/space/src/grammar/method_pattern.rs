//! Patterns of methods: `Http<Get>`, `Ext<*>`, `*<Get>`, `*`.

use std::fmt;

use winnow::Parser;

use super::lexeme::{eat, here, maybe, symbol};
use super::method::{family, name_in};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed};
use crate::MethodPattern;

/// A pattern of methods.
pub(crate) fn method_pattern(input: &mut Input<'_>) -> Parsed<MethodPattern> {
    let family = if maybe(input, "*") {
        if !maybe(input, "<") {
            return Ok(MethodPattern::default());
        }
        None
    } else {
        let family = family(input)?;
        symbol("<").parse_next(input)?;
        Some(family)
    };
    let at = here(input);
    let name = if eat(input, "*") {
        None
    } else {
        input.state.expect(at, Expected::Text("*"));
        Some(name_in(input, family)?)
    };
    symbol(">").parse_next(input)?;
    Ok(MethodPattern { family, name })
}

impl fmt::Display for MethodPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.family, &self.name) {
            (None, None) => f.write_str("*"),
            (family, name) => write!(
                f,
                "{}<{}>",
                family.map_or("*", crate::Family::name),
                name.as_deref().unwrap_or("*")
            ),
        }
    }
}

text_form!(
    MethodPattern,
    MethodPattern,
    super::method_pattern::method_pattern
);
text_serde!(MethodPattern);
