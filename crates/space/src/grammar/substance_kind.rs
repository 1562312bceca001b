//! Names of Substances: `Text`, `Int`, `Hyp`.

use std::fmt;

use super::lexeme::{is_word, run_span};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::{Diagnostic, SubstanceKind};

const SUBSTANCE_KIND: Expected = Expected::OneOf {
    noun: "a kind of substance",
    names: SubstanceKind::NAMES,
    such_as: &["Text", "Int"],
};

/// A name.
pub(crate) fn substance_kind(input: &mut Input<'_>) -> Parsed<SubstanceKind> {
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(span.start, SUBSTANCE_KIND);
    if word.is_empty() {
        return unmet();
    }
    match SubstanceKind::from_name(word) {
        Some(kind) => Ok(kind),
        None => refuse(
            Diagnostic::error(
                "unknown-substance",
                span,
                format!(
                    "expected a kind of substance such as `Text` or `Int`, found `{}`",
                    super::expected::shorten(word)
                ),
            )
            .nearest(word, SubstanceKind::NAMES.iter().copied())
            .or_hint(Some(format!(
                "the kinds of substance are {}",
                SubstanceKind::NAMES.join(", ")
            ))),
        ),
    }
}

impl fmt::Display for SubstanceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

text_form!(
    SubstanceKind,
    SubstanceKind,
    super::substance_kind::substance_kind
);
text_serde!(SubstanceKind);
