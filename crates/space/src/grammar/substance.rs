//! Substances as a command takes them: `"text"`, `'text'`, `42`, `true`, `{json}`, `[json]`,
//! `@point`, `^[ file ]`.

use std::fmt;

use winnow::Parser;
use winnow::stream::Stream;

use super::lexeme::{blanks, eat, here, is_word, peek, rest, run_span, symbol};
use super::{Expected, Input, Parsed, quoted, refuse, unmet};
use crate::command::{Body, PointForm};
use crate::{Diagnostic, Substance};

pub(crate) const SUBSTANCE: Expected = Expected::Free {
    noun: "a body",
    such_as: &["\"hi\"", "42", "{\"a\":1}", "@localhost", "^[ file ]"],
};

/// Whether a substance is next, by its first character.
pub(crate) fn opens(input: &Input<'_>) -> bool {
    let word = rest(input);
    match peek(input) {
        Some('"' | '\'' | '{' | '[' | '@' | '^' | '-') => true,
        Some(c) if c.is_ascii_digit() => true,
        _ => ["true", "false"].iter().any(|name| {
            word.strip_prefix(name)
                .is_some_and(|after| !after.starts_with(is_word))
        }),
    }
}

/// A substance.
pub(crate) fn body<P: PointForm>(input: &mut Input<'_>) -> Parsed<Body<P>> {
    let at = here(input);
    input.state.expect(at, SUBSTANCE);
    match peek(input) {
        Some('"' | '\'') => {
            quoted::quoted(input).map(|text| Body::Substance(Substance::Text(text.into())))
        }
        Some('{' | '[') => json(input).map(Body::Substance),
        Some('@') => {
            symbol("@").parse_next(input)?;
            P::read(input).map(Body::Point)
        }
        Some('^') => file(input).map(Body::File),
        _ => scalar(input).map(Body::Substance),
    }
}

fn scalar(input: &mut Input<'_>) -> Parsed<Substance> {
    let (word, span) = run_span(input, |c| is_word(c) || c == '.' || c == '+')?;
    let plain = |c: char| c.is_ascii_digit();
    let digits = word.strip_prefix('-').unwrap_or(word);
    Ok(match word {
        "true" => Substance::Boolean(true),
        "false" => Substance::Boolean(false),
        _ if !digits.is_empty() && digits.chars().all(plain) => match word.parse() {
            Ok(number) => Substance::Int(number),
            Err(_) => {
                return refuse(
                    Diagnostic::error(
                        "number-too-large",
                        span,
                        "a whole number here has at most 64 bits",
                    )
                    .hint(format!("between {} and {}", i64::MIN, i64::MAX)),
                );
            }
        },
        "" => return unmet(),
        _ => {
            // As far as the command goes, which may be one of many.
            let after = rest(input).split([';', '\n']).next().unwrap_or_default();
            let whole = format!("{word}{}", after.trim_end());
            let whole = quoted::print(&super::expected::shorten(&whole));
            let word = super::expected::shorten(word);
            return refuse(
                Diagnostic::error(
                    "bad-substance",
                    span,
                    format!("expected a body such as `\"hi\"` or `42`, found `{word}`"),
                )
                .hint(format!("text stands in quotes: `{whole}`")),
            );
        }
    })
}

/// A JSON object or array, as far as it goes.
fn json(input: &mut Input<'_>) -> Parsed<Substance> {
    let text = rest(input);
    let start = here(input);
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    match values.next() {
        Some(Ok(value)) => {
            input.next_slice(values.byte_offset());
            Ok(Substance::Json(Box::new(value)))
        }
        Some(Err(error)) => {
            let at = offset(text, error.line(), error.column());
            let span = super::lexeme::token_at(text, at);
            let sentence = error.to_string();
            // The place is in the span.
            let sentence = sentence.split(" at line ").next().unwrap_or_default();
            refuse(
                Diagnostic::error(
                    "bad-json",
                    start + span.start..start + span.end,
                    format!("this is no JSON: {sentence}"),
                )
                .hint("names and texts in JSON stand in double quotes: `{\"a\":1}`"),
            )
        }
        None => unmet(),
    }
}

/// The byte at that line and column, both counted from one in bytes, on a border of characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    text.floor_char_boundary((before + column.saturating_sub(1)).min(text.len()))
}

/// `^[ name ]`
pub(crate) fn file(input: &mut Input<'_>) -> Parsed<smol_str::SmolStr> {
    let at = here(input);
    if !eat(input, "^[") {
        input.state.expect(
            at,
            Expected::Free {
                noun: "a file",
                such_as: &["^[ echo.wat ]"],
            },
        );
        return unmet();
    }
    blanks(input)?;
    let name = file_name(input)?;
    blanks(input)?;
    symbol("]").parse_next(input)?;
    Ok(name)
}

pub(crate) const FILE_NAME: Expected = Expected::Free {
    noun: "the name of a file",
    such_as: &["echo.wat"],
};

/// The name under which a file comes with a command.
pub(crate) fn file_name(input: &mut Input<'_>) -> Parsed<smol_str::SmolStr> {
    let (name, span) = run_span(input, is_file_name)?;
    if name.is_empty() {
        input.state.expect(span.start, FILE_NAME);
        return unmet();
    }
    Ok(name.into())
}

/// What the name of a file is made of.
pub(crate) fn is_file_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._-".contains(c)
}

impl<P: PointForm> fmt::Display for Body<P> {
    /// Substances without a form on the command line are printed as their JSON form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Body::File(name) => write!(f, "^[ {name} ]"),
            Body::Point(point) => write!(f, "@{point}"),
            Body::Substance(substance) => match substance {
                Substance::Empty => Ok(()),
                Substance::Text(text) => f.write_str(&quoted::print(text)),
                Substance::Int(number) => write!(f, "{number}"),
                Substance::Boolean(boolean) => write!(f, "{boolean}"),
                Substance::Point(point) => write!(f, "@{point}"),
                Substance::Json(json) => write!(f, "{json}"),
                other => f.write_str(&serde_json::to_string(other).map_err(|_| fmt::Error)?),
            },
        }
    }
}
