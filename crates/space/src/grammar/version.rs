//! Versions `1.0.0-alpha` and requirements `(>=1.0.0, <2.0.0)`.

use std::fmt;
use std::ops::Range;

use semver::{Version, VersionReq};

use super::lexeme::{here, run_span, symbol};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::Diagnostic;
use crate::selector::Requirement;
use winnow::Parser;

/// Reads `text`, which stands at `span`, as a version: three numbers, and perhaps a hyphen and a
/// pre-release in lower case.
pub(crate) fn version_of(text: &str, span: Range<usize>) -> Parsed<Version> {
    let (numbers, pre) = match text.split_once('-') {
        None => (text, None),
        Some((numbers, pre)) => (numbers, Some(pre)),
    };
    let plain = numbers.chars().all(|c| c.is_ascii_digit() || c == '.')
        && pre.is_none_or(|pre| {
            pre.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        });
    match Version::parse(text) {
        Ok(version) if plain => Ok(version),
        _ => refuse(
            Diagnostic::error(
                "bad-version",
                span,
                format!("`{}` is no version", super::expected::shorten(text)),
            )
            .hint("a version has three numbers, such as `1.0.0` or `1.0.0-alpha`"),
        ),
    }
}

/// A version where nothing else may stand.
pub(crate) fn version(input: &mut Input<'_>) -> Parsed<Version> {
    let (text, span) = run_span(input, |c| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '-')
    })?;
    if text.is_empty() {
        input.state.expect(
            span.start,
            Expected::Free {
                noun: "a version",
                such_as: &["1.0.0"],
            },
        );
        return unmet();
    }
    version_of(text, span)
}

/// Reads `text`, which stands at `span`, as a requirement: comparators between commas or blanks.
pub(crate) fn requirement_of(text: &str, span: Range<usize>) -> Parsed<Requirement> {
    let mut comparators: Vec<String> = Vec::new();
    let mut operator = false;
    for word in text.split(|c: char| c == ',' || c.is_whitespace()) {
        if word.is_empty() {
            continue;
        }
        match comparators.last_mut() {
            // `>= 1.0.0` is one comparator.
            Some(last) if operator => last.push_str(word),
            _ => comparators.push(word.to_owned()),
        }
        operator = word.chars().all(|c| "<>=^~".contains(c));
    }
    match VersionReq::parse(&comparators.join(", ")) {
        Ok(requirement) if !comparators.is_empty() => Ok(Requirement(requirement)),
        _ => refuse(
            Diagnostic::error(
                "bad-requirement",
                span,
                format!(
                    "`{}` is no requirement on versions",
                    super::expected::shorten(text)
                ),
            )
            .hint("a requirement looks like `(>=1.0.0)`, `(=1.2.3)` or `(>=1.0.0, <2.0.0)`"),
        ),
    }
}

/// A requirement in parentheses.
pub(crate) fn requirement(input: &mut Input<'_>) -> Parsed<Requirement> {
    symbol("(").parse_next(input)?;
    let (text, mut span) = run_span(input, |c| {
        c.is_ascii_alphanumeric() || ".<>=^~*, +-".contains(c)
    })?;
    if text.trim().is_empty() {
        let at = here(input);
        input.state.expect(
            at,
            Expected::Free {
                noun: "a requirement on versions",
                such_as: &[">=1.0.0"],
            },
        );
        return unmet();
    }
    symbol(")").parse_next(input)?;
    // The blanks around it are not what is wrong with it.
    span.start += text.len() - text.trim_start().len();
    span.end -= text.len() - text.trim_end().len();
    requirement_of(text.trim(), span)
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({})", self.0)
    }
}
