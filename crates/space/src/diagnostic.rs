//! Diagnostics: what is wrong with a text, where, and what to do.
//!
//! They are data; a page may draw them as it likes. [`ParseError::render`] is their plain text,
//! with the place underlined. They know nothing of who wrote the text or where it came from.
//!
//! ```
//! use orrery_space::Command;
//! let error = "crate localhost<Space>".parse::<Command>().unwrap_err();
//! let diagnostic = &error.diagnostics[0];
//! assert_eq!(diagnostic.code, "unknown-command");
//! assert_eq!(diagnostic.span, 0..5);
//! assert_eq!(diagnostic.hints, ["did you mean `create`?"]);
//! ```

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::{Deserialize, Serialize};

use crate::StatusCode;
use crate::core::ReflectedCore;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The text is refused.
    Error,
    /// The text is taken, and probably not meant so.
    Warning,
}

/// One thing that is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What sort of mistake, in words joined by hyphens: `unknown-command`.
    pub code: std::borrow::Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// Byte offsets into the text, on character borders; empty only at the end of the text.
    pub span: Range<usize>,
    /// What came and what was expected, lower-case, no full stop.
    pub message: String,
    /// What to do: ``did you mean `create`?``
    pub hints: Vec<String>,
}

/// Why a text was refused. Never without a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{}", .diagnostics.first().map_or("refused", |d| d.message.as_str()))]
pub struct ParseError {
    /// All that is wrong, the first in the text first.
    pub diagnostics: Vec<Diagnostic>,
}

impl Diagnostic {
    /// This diagnostic alone, as plain text with carets under the place.
    ///
    /// ```
    /// use orrery_space::Point;
    /// let text = "localhost:App";
    /// let error = text.parse::<Point>().unwrap_err();
    /// let rendered = error.diagnostics[0].render(text);
    /// assert!(rendered.contains("^^^"));
    /// assert!(rendered.contains("points are written in lower case: `app`"));
    /// ```
    #[must_use]
    pub fn render(&self, source: &str) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let border = |at: usize| source.floor_char_boundary(at.min(source.len()));
        let span = border(self.span.start)..border(self.span.end);
        let snippet = Snippet::source(source).annotation(AnnotationKind::Primary.span(span));
        let hints = self
            .hints
            .iter()
            .map(|hint| Level::HELP.message(hint.as_str()));
        let report = level
            .primary_title(self.message.as_str())
            .id(self.code.as_ref())
            .element(snippet)
            .elements(hints);
        Renderer::plain().render(&[report])
    }

    /// An error without hints.
    #[must_use]
    pub fn error(
        code: &'static str,
        span: std::ops::Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code: code.into(),
            severity: Severity::Error,
            span,
            message: message.into(),
            hints: Vec::new(),
        }
    }

    /// With one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// With the hint `did you mean` when one of `known` is near to `word`.
    #[must_use]
    pub fn nearest<'n>(self, word: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        match crate::grammar::nearest(word, known) {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// With this hint, if there is one, when there is none yet.
    #[must_use]
    pub fn or_hint(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) if self.hints.is_empty() => self.hint(hint),
            _ => self,
        }
    }
}

impl ParseError {
    /// All diagnostics as plain text with carets under their places, a blank line between them.
    #[must_use]
    pub fn render(&self, source: &str) -> String {
        let rendered: Vec<String> = self.diagnostics.iter().map(|d| d.render(source)).collect();
        rendered.join("\n\n")
    }
}

impl ParseError {
    /// All that several errors say of one text, the first in the text first and nothing twice;
    /// nothing if there are no errors.
    ///
    /// ```
    /// use orrery_space::{Diagnostic, ParseError};
    /// let wrong = |at: usize| ParseError::from(Diagnostic::error("bad", at..at + 1, "no"));
    /// let all = ParseError::fold([wrong(5), wrong(2), wrong(5)]).unwrap();
    /// let starts: Vec<usize> = all.diagnostics.iter().map(|d| d.span.start).collect();
    /// assert_eq!(starts, [2, 5]);
    /// assert_eq!(ParseError::fold([]), None);
    /// ```
    #[must_use]
    pub fn fold(errors: impl IntoIterator<Item = ParseError>) -> Option<ParseError> {
        let all = errors.into_iter().flat_map(|error| error.diagnostics);
        let mut diagnostics: Vec<Diagnostic> = all.collect();
        diagnostics.sort_by(|a, b| {
            let place = |d: &Diagnostic| (d.span.start, d.span.end);
            let wording = |d: &Diagnostic| (d.code.clone(), d.message.clone());
            place(a)
                .cmp(&place(b))
                .then_with(|| wording(a).cmp(&wording(b)))
        });
        diagnostics.dedup();
        (!diagnostics.is_empty()).then_some(ParseError { diagnostics })
    }

    /// All values, if every part of a text has one.
    ///
    /// # Errors
    ///
    /// What is wrong with all the parts that have none, as [`ParseError::fold`] has it.
    pub fn all<T>(
        parts: impl IntoIterator<Item = Result<T, ParseError>>,
    ) -> Result<Vec<T>, ParseError> {
        let (mut values, mut errors) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Ok(value) => values.push(value),
                Err(error) => errors.push(error),
            }
        }
        ParseError::fold(errors).map_or(Ok(values), Err)
    }

    /// The first mistake and what to do about it, in one line.
    ///
    /// ```
    /// use orrery_space::Command;
    /// let error = "crate localhost<Space>".parse::<Command>().unwrap_err();
    /// assert_eq!(error.sentence(), "unknown command `crate`; did you mean `create`?");
    /// ```
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut text = self.to_string();
        for hint in self.diagnostics.iter().take(1).flat_map(|d| &d.hints) {
            text.push_str("; ");
            text.push_str(hint);
        }
        text
    }
}

impl From<ParseError> for ReflectedCore {
    /// 400 with the [`ParseError::sentence`].
    fn from(error: ParseError) -> Self {
        ReflectedCore::fail(StatusCode::BAD_REQUEST, error.sentence())
    }
}

impl From<Diagnostic> for ParseError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostics: vec![diagnostic],
        }
    }
}
