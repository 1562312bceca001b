//! Names of closed lists, such as statuses: one parser and one wording for all of them.

use super::lexeme::{is_word, run_span};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::Diagnostic;

/// A closed list whose values are known by their names.
pub(crate) struct Names<T: 'static> {
    /// The code of the diagnostic for a name that is not in the list.
    pub code: &'static str,
    /// What a person calls one of them.
    pub one: &'static str,
    /// What a person calls several.
    pub many: &'static str,
    /// All of them.
    pub all: &'static [T],
    /// The name of one.
    pub name: fn(T) -> &'static str,
    /// What is expected where one may stand.
    pub expected: Expected,
}

impl<T: Copy> Names<T> {
    /// One of the list.
    pub(crate) fn parse(&self, input: &mut Input<'_>) -> Parsed<T> {
        let (word, span) = run_span(input, is_word)?;
        input.state.expect(span.start, self.expected);
        if word.is_empty() {
            return unmet();
        }
        let mut values = self.all.iter().copied();
        if let Some(value) = values.find(|value| (self.name)(*value) == word) {
            return Ok(value);
        }
        let names: Vec<&str> = self.all.iter().map(|value| (self.name)(*value)).collect();
        refuse(
            Diagnostic::error(
                self.code,
                span,
                format!("unknown {} `{}`", self.one, super::expected::shorten(word)),
            )
            .nearest(word, names.iter().copied())
            .or_hint(Some(format!("the {} are {}", self.many, names.join(", ")))),
        )
    }
}
