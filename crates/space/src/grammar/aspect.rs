//! Aspects of a Particle: `Log`, `State`, `Property`, `Child`.

use std::fmt;

use super::lexeme::{is_word, run_span};
use super::text_form::text_form;
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::Diagnostic;
use crate::particle::Aspect;

const ASPECTS: &[&str] = &["Log", "State", "Property", "Child"];

pub(crate) const ASPECT: Expected = Expected::OneOf {
    noun: "an aspect",
    names: ASPECTS,
    such_as: &["Log", "State"],
};

/// An aspect.
pub(crate) fn aspect(input: &mut Input<'_>) -> Parsed<Aspect> {
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(span.start, ASPECT);
    if word.is_empty() {
        return unmet();
    }
    match Aspect::ALL.iter().find(|aspect| aspect.name() == word) {
        Some(aspect) => Ok(*aspect),
        None => refuse(
            Diagnostic::error(
                "unknown-aspect",
                span,
                format!("unknown aspect `{}`", super::expected::shorten(word)),
            )
            .nearest(word, ASPECTS.iter().copied())
            .or_hint(Some(format!("the aspects are {}", ASPECTS.join(", ")))),
        ),
    }
}

impl fmt::Display for Aspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

text_form!(Aspect, Aspect, super::aspect::aspect);
