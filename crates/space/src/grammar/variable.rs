//! Variables: `${user}`, `${doc.bundle}`.
//!
//! ```text
//! variable = '${' [a-z] [a-z0-9_.-]* '}'
//! ```

use std::fmt;
use std::ops::Range;

use winnow::Parser;

use super::lexeme::{eat, here, peek, rest, run_span, symbol};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::Diagnostic;
use crate::env::Variable;
use crate::located::Located;

const NAME: Expected = Expected::Free {
    noun: "the name of a variable",
    such_as: &["user", "doc.bundle"],
};

fn in_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c)
}

/// Whether a variable is next.
pub(crate) fn opens(input: &Input<'_>) -> bool {
    rest(input).starts_with("${")
}

/// A variable.
pub(crate) fn variable(input: &mut Input<'_>) -> Parsed<Located<Variable>> {
    let start = here(input);
    symbol("${").parse_next(input)?;
    let (name, span) = run_span(input, in_name)?;
    if name.is_empty() {
        input.state.expect(span.start, NAME);
    }
    if rest(input).is_empty() {
        if !name.is_empty() {
            input.state.expect(span.end, Expected::Text("}"));
        }
        return unmet();
    }
    if name.starts_with(|c: char| c.is_ascii_lowercase()) && eat(input, "}") {
        return Ok(Located::new(Variable::new(name), start..here(input)));
    }
    let (more, _) = run_span(input, |c| c != '}' && c != '\n')?;
    let word = super::expected::shorten(&format!("{name}{more}"));
    eat(input, "}");
    refuse(
        Diagnostic::error(
            "bad-variable",
            start..here(input),
            format!("`{word}` is no name of a variable"),
        )
        .hint("a name is made of a-z, 0-9, `-`, `_` and `.` and begins with a letter: `${user}`"),
    )
}

/// Holds that the variable at `span` is followed by nothing or by what satisfies `ends`.
pub(crate) fn alone(
    input: &mut Input<'_>,
    span: &Range<usize>,
    ends: impl Fn(char) -> bool,
) -> Parsed<()> {
    if peek(input).is_none_or(ends) {
        return Ok(());
    }
    refuse(not_alone(span.clone()))
}

/// A variable with other text beside it.
pub(crate) fn not_alone(span: Range<usize>) -> Diagnostic {
    Diagnostic::error(
        "bad-variable",
        span,
        "a variable stands for whole segments, with nothing beside it",
    )
    .hint("let the variable hold the whole segment: `localhost:${name}`")
}

impl fmt::Display for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${{{}}}", self.name())
    }
}
