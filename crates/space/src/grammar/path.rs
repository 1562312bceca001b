//! Patterns of paths `/users/(?P<user>[a-z]+)/.*`: a `/` and what follows up to a blank.

use std::fmt;

use super::lexeme::{here, peek, run_span};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::{Diagnostic, PathPattern};

const PATH: Expected = Expected::Free {
    noun: "a path",
    such_as: &["/users/.*"],
};

/// A path.
pub(crate) fn path(input: &mut Input<'_>) -> Parsed<PathPattern> {
    if peek(input) != Some('/') {
        let at = here(input);
        input.state.expect(at, PATH);
        return unmet();
    }
    let (text, span) = run_span(input, |c| !c.is_whitespace())?;
    let bad = match PathPattern::compile(text) {
        Ok(path) => return Ok(path),
        Err(bad) => bad,
    };
    let place = span.start + bad.at.start..span.start + bad.at.end;
    let diagnostic = Diagnostic::error(
        "bad-path",
        place,
        format!("expected a regular expression: {}", bad.reason),
    );
    refuse(match text.find("->").or_else(|| text.find("=>")) {
        Some(_) => diagnostic.hint("a path goes on to the next blank: put one before the arrow"),
        None => diagnostic
            .hint("a path is a regular expression over the whole path: `/users/.*`, `/users/{id}`"),
    })
}

/// A path if one is next.
pub(crate) fn maybe_path(input: &mut Input<'_>) -> Parsed<Option<PathPattern>> {
    if peek(input) == Some('/') {
        return path(input).map(Some);
    }
    let at = here(input);
    input.state.also(at, PATH);
    Ok(None)
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

text_form!(PathPattern, PathPattern, super::path::path);
text_serde!(PathPattern);
