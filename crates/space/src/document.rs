//! Documents: texts in files of their own, which say what they are and in which version.
//!
//! They know only text; where a document lies and what it is used for is said elsewhere.
//!
//! ```
//! use orrery_space::document;
//! let text = "Bind(version=1.0.0) { # empty\n}";
//! assert_eq!(document::format(text)?, "Bind(version=1.0.0) { # empty\n}\n");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use crate::{Bind, Diagnostic, MechtronConfig, ParseError};

/// A document of any sort.
///
/// ```
/// use orrery_space::document::Document;
/// let document: Document = "Bind(version=1.0.0) { }".parse()?;
/// assert!(matches!(document, Document::Bind(_)));
/// let error = "Bond(version=1.0.0) { }".parse::<Document>().unwrap_err();
/// assert_eq!(error.diagnostics[0].hints, ["did you mean `Bind`?"]);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Document {
    /// Which pipelines Waves take.
    Bind(Bind),
    /// Which module a Mechtron runs.
    Mechtron(MechtronConfig),
}

/// The text of a document as it is meant to be laid out: two blanks for each level, one route or
/// assignment a line. Comments stay: those on lines of their own before what they stood before,
/// others at the end of their line, and those in the midst of a route before it. Of several empty
/// lines one stays.
///
/// # Errors
///
/// When anything is wrong with the text.
pub fn format(text: &str) -> Result<String, ParseError> {
    crate::grammar::any_document::formatted(text)
}

/// What a text holds and all that is wrong with it, for an editor: the tree has every part that
/// could be read.
///
/// ```
/// use orrery_space::document;
/// let text = "Bind(version=1.0.0) {\n  Rote<Ext> -> &;\n  Route -> (());\n}";
/// let (tree, mistakes) = document::read(text);
/// let document::Document::Bind(bind) = tree.unwrap() else { panic!() };
/// assert_eq!(bind.scopes.len(), 1);
/// assert_eq!(mistakes.len(), 1);
/// ```
#[must_use]
pub fn read(text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    crate::grammar::any_document::tree(text)
}
