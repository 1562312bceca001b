//! Predicates on properties: `+key=value, +key=*, !key`.
//!
//! ```text
//! predicates = predicate (',' predicate)*
//! predicate  = '+' key '=' ('*' | value | quoted) | '!' key      value = no blank, ',', ';' or '*'
//! ```

use std::fmt;

use winnow::Parser;

use super::lexeme::{blanks, eat, here, peek, rest, run_span, symbol};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, property, quoted, refuse, unmet};
use crate::Diagnostic;
use crate::predicate::{PropertyPredicate, Where};
use crate::value_pattern::ValuePattern;

const PREDICATE: Expected = Expected::Free {
    noun: "what a property must be",
    such_as: &["+key=value", "+key=*", "!key"],
};

/// What can stand in a value without quotes.
fn bare(c: char) -> bool {
    property::bare(c) && c != ';'
}

fn value(input: &mut Input<'_>) -> Parsed<ValuePattern<smol_str::SmolStr>> {
    if quoted::opens(input) {
        return quoted::quoted(input).map(|text| ValuePattern::Exact(text.into()));
    }
    let (text, span) = run_span(input, bare)?;
    match text {
        "" => {
            input.state.expect(
                span.start,
                Expected::Free {
                    noun: "a value",
                    such_as: &["yes", "\"two words\"", "*"],
                },
            );
            unmet()
        }
        "*" => Ok(ValuePattern::Any),
        text if text.contains('*') => refuse(
            Diagnostic::error(
                "bad-pattern",
                span,
                format!(
                    "expected a whole value or `*`, found `{}`",
                    super::expected::shorten(text)
                ),
            )
            .hint("`*` alone stands for any value; put a value that contains it in quotes"),
        ),
        text => Ok(ValuePattern::Exact(text.into())),
    }
}

/// One predicate.
pub(crate) fn predicate(input: &mut Input<'_>) -> Parsed<PropertyPredicate> {
    if eat(input, "!") {
        let key = property::key(input)?;
        let value = ValuePattern::None;
        return Ok(PropertyPredicate { key, value });
    }
    let at = here(input);
    if !eat(input, "+") {
        input.state.expect(at, PREDICATE);
        if peek(input).is_some_and(|c| c.is_ascii_lowercase()) {
            input.state.hint(
                at,
                "`+key=value` asks for a value, `!key` for none: a sign stands first",
            );
        }
        return unmet();
    }
    let key = property::key(input)?;
    symbol("=").parse_next(input)?;
    let value = value(input)?;
    Ok(PropertyPredicate { key, value })
}

/// One predicate or more, with commas between.
pub(crate) fn predicates(input: &mut Input<'_>) -> Parsed<Where> {
    let mut predicates = vec![predicate(input)?];
    // Blanks belong to it only before a comma: other words may follow.
    while rest(input).trim_start().starts_with(',') {
        blanks(input)?;
        symbol(",").parse_next(input)?;
        blanks(input)?;
        predicates.push(predicate(input)?);
    }
    let at = here(input);
    input.state.also(at, Expected::Text(","));
    Ok(Where(predicates))
}

/// Predicates, or nothing at all.
pub(crate) fn condition(input: &mut Input<'_>) -> Parsed<Where> {
    if rest(input).is_empty() {
        let at = here(input);
        input.state.also(at, PREDICATE);
        return Ok(Where::default());
    }
    predicates(input)
}

impl fmt::Display for PropertyPredicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = &self.key;
        match &self.value {
            ValuePattern::Any => write!(f, "+{key}=*"),
            ValuePattern::None => write!(f, "!{key}"),
            ValuePattern::Exact(value) => {
                let value = property::print_value(value, |c| bare(c) && c != '*');
                write!(f, "+{key}={value}")
            }
        }
    }
}

impl fmt::Display for Where {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, predicate) in self.0.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            write!(f, "{comma}{predicate}")?;
        }
        Ok(())
    }
}

text_form!(
    PropertyPredicate,
    PropertyPredicate,
    super::predicate::predicate
);
text_form!(Where, Where, super::predicate::condition);
text_serde!(PropertyPredicate, Where);
