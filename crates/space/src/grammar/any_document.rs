//! Documents of any sort: which one a text is, its name says.

use std::fmt;
use std::str::FromStr;

use super::document::{NAMES, Read, Reading, VERSION, read};
use super::expected::shorten;
use super::layout::Line;
use super::lexeme::token_at;
use super::text_form::text_serde;
use super::{Input, Noun, Parsed, bind, mechtron, nearest};
use crate::document::Document;
use crate::{Diagnostic, ParseError};

/// The sorts of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Bind,
    Mechtron,
}

/// The sort that a text says it is, or most probably means.
fn sort(text: &str) -> Result<Sort, Diagnostic> {
    let mut rest = text.trim_start();
    while rest.starts_with('#') {
        rest = rest.find('\n').map_or("", |end| &rest[end..]).trim_start();
    }
    let span = token_at(text, text.len() - rest.len());
    let word = text.get(span.clone()).unwrap_or_default();
    match nearest(word, NAMES.iter().copied()) {
        Some("Bind") => Ok(Sort::Bind),
        Some(_) => Ok(Sort::Mechtron),
        None => Err(Diagnostic::error(
            "unknown-document",
            span,
            match word {
                "" => "expected a document, but the text ends here".to_owned(),
                word => format!("expected a document, found `{}`", shorten(word)),
            },
        )
        .hint(format!("documents begin with `{}`", begins()))),
    }
}

fn begins() -> String {
    NAMES.join(&format!("(version={VERSION})` or `")) + &format!("(version={VERSION})")
}

/// What a text holds, and all that is wrong with it.
pub(crate) fn tree(text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    fn any<T>(read: Read<T>, name: fn(T) -> Document) -> (Option<Document>, Vec<Diagnostic>) {
        (read.tree.map(name), read.mistakes)
    }
    match sort(text) {
        Ok(Sort::Bind) => any(read(Noun::Bind, text, bind::bind).0, Document::Bind),
        Ok(Sort::Mechtron) => any(
            read(Noun::Mechtron, text, mechtron::config).0,
            Document::Mechtron,
        ),
        Err(diagnostic) => (None, vec![diagnostic]),
    }
}

/// The text laid out as it is meant to be, with its comments.
pub(crate) fn formatted(text: &str) -> Result<String, ParseError> {
    fn lines<'s>(input: &mut Input<'s>, reading: &mut Reading<'s>) -> Parsed<Vec<Line>> {
        bind::bind(input, reading).map(|bind| bind::lines(&bind))
    }
    let (read, _) = match sort(text)? {
        Sort::Bind => read(Noun::Bind, text, lines),
        Sort::Mechtron => read(Noun::Mechtron, text, mechtron::lines),
    };
    read.whole().map(|(lines, layout)| layout.arrange(&lines))
}

impl FromStr for Document {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match sort(text)? {
            Sort::Bind => text.parse().map(Document::Bind),
            Sort::Mechtron => text.parse().map(Document::Mechtron),
        }
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Document::Bind(bind) => write!(f, "{bind}"),
            Document::Mechtron(config) => write!(f, "{config}"),
        }
    }
}

text_serde!(Document);
