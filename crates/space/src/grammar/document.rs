//! The shell of documents, `Name(version=1.0.0) { … }`, and how one mistake hides no other.
//!
//! Blanks may stand between any two words; a `#` after a blank or at the start begins a comment,
//! which ends with the line. After a mistake the reading goes on behind the next `;`, before the
//! next `}`, or inside the next block; all mistakes are kept.

use std::ops::Range;

use winnow::Parser;
use winnow::error::ErrMode;
use winnow::stream::Stream;

use super::expected::{Frontier, shorten};
use super::layout::Layout;
use super::lexeme::{eat, here, is_word, peek, rest, run, run_span, symbol};
use super::{Expected, Fault, Input, Noun, Parsed, diagnose, input_of, refuse, too_long, unmet};
use crate::{Diagnostic, ParseError, Severity};

/// The only version of any document.
pub(crate) const VERSION: &str = "1.0.0";

/// The names of all documents.
pub(crate) const NAMES: &[&str] = &["Bind", "Mechtron"];

/// The most mistakes that are told of one document.
const MAX_MISTAKES: usize = 100;

/// The most blocks in one another that are looked into; the grammar needs three.
const MAX_BLOCKS: usize = 8;

/// What a text holds.
pub(crate) struct Read<T> {
    /// What could be made of it; nothing when it has not even the shell of a document.
    pub(crate) tree: Option<T>,
    /// All that is wrong, the first in the text first.
    pub(crate) mistakes: Vec<Diagnostic>,
    /// Its comments.
    pub(crate) layout: Layout,
}

impl<T> Read<T> {
    /// The tree, if nothing is wrong.
    pub(crate) fn whole(self) -> Result<(T, Layout), ParseError> {
        let refused = self.mistakes.iter().any(|d| d.severity == Severity::Error);
        match self.tree {
            Some(tree) if !refused => Ok((tree, self.layout)),
            _ => Err(ParseError {
                diagnostics: self.mistakes,
            }),
        }
    }
}

/// Reads the whole of a text, and keeps what was expected at the furthest position.
pub(crate) fn read<'s, T>(
    noun: Noun,
    text: &'s str,
    parser: impl FnOnce(&mut Input<'s>, &mut Reading<'s>) -> Parsed<T>,
) -> (Read<T>, Frontier) {
    let mut reading = Reading {
        noun,
        text,
        mistakes: Vec::new(),
        blocks: 0,
        layout: Layout::default(),
    };
    let mut input = input_of(text);
    let tree = match too_long(noun, text) {
        Some(diagnostic) => {
            reading.report(diagnostic);
            None
        }
        None => match parser(&mut input, &mut reading) {
            Ok(tree) => Some(tree),
            Err(ErrMode::Cut(Fault::Told)) => None,
            Err(fault) => {
                reading.note(&input, fault);
                None
            }
        },
    };
    reading.mistakes.sort_by_key(|d| d.span.start);
    let read = Read {
        tree,
        mistakes: reading.mistakes,
        layout: reading.layout,
    };
    (read, input.state)
}

/// `FromStr` for a document with a reader of its own.
macro_rules! document_form {
    ($noun:ty, $name:ident, $parser:path) => {
        impl std::str::FromStr for $noun {
            type Err = $crate::ParseError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let noun = $crate::grammar::Noun::$name;
                let (read, _) = $crate::grammar::document::read(noun, text, $parser);
                read.whole().map(|(tree, _)| tree)
            }
        }
    };
}

pub(crate) use document_form;

/// A document that is being read.
pub(crate) struct Reading<'s> {
    noun: Noun,
    text: &'s str,
    mistakes: Vec<Diagnostic>,
    /// How many blocks are open.
    blocks: usize,
    pub(crate) layout: Layout,
}

/// Where the reading goes on after a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resumed {
    /// At the next statement, or at the end of the block.
    Statement,
    /// Inside a block whose `{` has been read.
    Block,
}

impl<'s> Reading<'s> {
    /// Keeps a diagnostic. Where one mistake has been told, another is its echo.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        let echo = |told: &Diagnostic| told.span.start == diagnostic.span.start;
        if self.mistakes.len() < MAX_MISTAKES && !self.mistakes.last().is_some_and(echo) {
            self.mistakes.push(diagnostic);
        }
    }

    /// Keeps why a parser failed, and tells where.
    pub(crate) fn note(&mut self, input: &Input<'s>, fault: ErrMode<Fault>) -> usize {
        let diagnostic = diagnose(fault, &input.state, self.noun, self.text);
        let at = diagnostic.span.start;
        self.report(diagnostic);
        at
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_sound(&self) -> bool {
        self.mistakes.is_empty()
    }

    /// What a parser yields; what it refuses is kept, and is as good as read.
    pub(crate) fn soft<T>(
        &mut self,
        input: &mut Input<'s>,
        parser: impl FnOnce(&mut Input<'s>) -> Parsed<T>,
    ) -> Parsed<Option<T>> {
        match parser(input) {
            Ok(value) => Ok(Some(value)),
            Err(
                ErrMode::Cut(Fault::Refused(diagnostic))
                | ErrMode::Backtrack(Fault::Refused(diagnostic)),
            ) if diagnostic.span.end <= here(input) => {
                self.report(*diagnostic);
                Ok(None)
            }
            Err(fault) => Err(fault),
        }
    }

    /// Blanks and comments.
    pub(crate) fn blank(&mut self, input: &mut Input<'s>) -> Parsed<()> {
        loop {
            let start = here(input) == 0;
            let (text, span) = run_span(input, char::is_whitespace)?;
            let feeds = text.matches('\n').count();
            if peek(input) != Some('#') {
                self.layout.gap(feeds);
                return Ok(());
            }
            if span.is_empty() && !start && !self.text[..span.start].ends_with(['{', '}', ';']) {
                let at = here(input);
                input
                    .state
                    .hint(at, "a comment begins with a blank and `#`");
                return Ok(());
            }
            let comment = run(input, |c| c != '\n')?;
            self.layout.comment(feeds, comment);
        }
    }

    /// The shell up to its `{`.
    pub(crate) fn open(&mut self, input: &mut Input<'s>, name: &'static str) -> Parsed<()> {
        self.blank(input)?;
        self.layout.begin();
        self.soft(input, |input| self::name(input, name))?;
        symbol("(version=").parse_next(input)?;
        self.soft(input, |input| version(input, name))?;
        symbol(")").parse_next(input)?;
        self.blank(input)?;
        self.open_block(input)
    }

    /// The `{` of a block.
    pub(crate) fn open_block(&mut self, input: &mut Input<'s>) -> Parsed<()> {
        symbol("{").parse_next(input)?;
        self.layout.end_line();
        Ok(())
    }

    /// Reads the statements of a block up to and with its `}`; the `{` has been read.
    pub(crate) fn block(
        &mut self,
        input: &mut Input<'s>,
        such_as: Expected,
        mut statement: impl FnMut(&mut Self, &mut Input<'s>) -> Parsed<()>,
    ) -> Parsed<()> {
        let opened = self.last_before(here(input)).start;
        self.blocks += 1;
        loop {
            self.blank(input)?;
            if eat(input, "}") {
                self.layout.end_line();
                break;
            }
            if rest(input).is_empty() {
                self.still_open(input, opened, such_as);
                break;
            }
            let at = here(input);
            input.state.also(at, Expected::Text("}"));
            self.layout.begin();
            statement(self, input)?;
        }
        self.blocks -= 1;
        Ok(())
    }

    /// The last character before `at`, by custom a brace.
    pub(crate) fn last_before(&self, at: usize) -> Range<usize> {
        self.text.floor_char_boundary(at.saturating_sub(1))..at
    }

    /// Holds the limit on blocks within each other, for one whose `{` is at `at`.
    pub(crate) fn room(&self, at: usize) -> Parsed<()> {
        if self.blocks < MAX_BLOCKS {
            return Ok(());
        }
        refuse(Diagnostic::error(
            "too-deep",
            at..at + 1,
            format!("expected at most {MAX_BLOCKS} blocks within each other, found more"),
        ))
    }

    /// Tells that the text ends inside the block, unless it ended inside a statement of it.
    fn still_open(&mut self, input: &mut Input<'s>, opened: usize, such_as: Expected) {
        let end = here(input);
        let told = |mistake: &Diagnostic| mistake.span.end >= end;
        if self.mistakes.last().is_some_and(told) {
            return;
        }
        input.state.expect(end, such_as);
        input.state.expect(end, Expected::Text("}"));
        let line = self.text[..opened].matches('\n').count() + 1;
        let hint = format!("the block that begins in line {line} is still open");
        input.state.hint(end, hint);
        self.note(input, ErrMode::Backtrack(Fault::Unmet));
    }

    /// Whether nothing but blanks stands before `at` in its line.
    pub(crate) fn is_line_start(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    }

    /// The end of the text.
    pub(crate) fn close(&mut self, input: &mut Input<'s>) -> Parsed<()> {
        self.blank(input)?;
        super::lexeme::end(input)
    }

    /// Keeps why the statement that began at `start` failed, and goes on behind it.
    pub(crate) fn recover(
        &mut self,
        input: &mut Input<'s>,
        start: (usize, <Input<'s> as Stream>::Checkpoint),
        fault: ErrMode<Fault>,
    ) -> Resumed {
        let (start, checkpoint) = start;
        let failed = self.note(input, fault).clamp(start, here(input).max(start));
        let (at, resumed) = self.resume(start, failed);
        input.reset(&checkpoint);
        input.next_slice(at - start);
        // What was expected up to here has been told; at the end it still feeds completion.
        if !rest(input).is_empty() {
            input.state = Frontier::default();
        }
        if resumed == Resumed::Block || self.text[..at].ends_with(';') {
            self.layout.end_line();
        }
        resumed
    }

    /// Where to go on after a mistake at `failed` in the statement that began at `start`. Braces
    /// inside it, as of `${name}` and `Map{…}`, come in pairs on one line; quotes too.
    fn resume(&self, start: usize, failed: usize) -> (usize, Resumed) {
        let text = self.text;
        let mut nested = 0_usize;
        let mut at = start;
        while let Some(c) = text.get(at..).and_then(|t| t.chars().next()) {
            let told = at >= failed;
            let after = at + c.len_utf8();
            match c {
                ';' if told => return (after, Resumed::Statement),
                '{' if told && self.is_block(at, failed) => return (after, Resumed::Block),
                '{' => nested += 1,
                '}' if nested > 0 => nested -= 1,
                '}' if told => return (at, Resumed::Statement),
                '\n' => nested = 0,
                '"' => {
                    let inside = text[after..]
                        .find(['"', '\n'])
                        .map_or(after, |at| after + at);
                    if text[inside..].starts_with('"') {
                        at = inside + 1;
                        continue;
                    }
                }
                '#' if text[..at].ends_with(char::is_whitespace) => {
                    at = text[after..]
                        .find('\n')
                        .map_or(text.len(), |feed| after + feed);
                    continue;
                }
                _ => {}
            }
            at = after;
        }
        (text.len(), Resumed::Statement)
    }

    /// Whether the `{` at `at` opens a block.
    fn is_block(&self, at: usize, failed: usize) -> bool {
        let before = &self.text[..at];
        self.blocks < MAX_BLOCKS
            && (at == failed || before.ends_with('>') || before.ends_with(char::is_whitespace))
    }
}

/// The name of the document.
fn name(input: &mut Input<'_>, name: &'static str) -> Parsed<()> {
    let (word, span) = run_span(input, is_word)?;
    if word == name {
        return Ok(());
    }
    input.state.expect(span.start, Expected::Text(name));
    if word.is_empty() || peek(input) != Some('(') {
        return unmet();
    }
    refuse(
        Diagnostic::error(
            "unknown-document",
            span,
            format!("expected the document `{name}`, found `{}`", shorten(word)),
        )
        .nearest(word, [name])
        .or_hint(Some(format!("write `{name}(version={VERSION})`"))),
    )
}

fn version(input: &mut Input<'_>, name: &'static str) -> Parsed<()> {
    let (text, span) = run_span(input, |c| c.is_ascii_alphanumeric() || ".-+".contains(c))?;
    if text == VERSION {
        return Ok(());
    }
    input.state.expect(span.start, Expected::Text(VERSION));
    if text.is_empty() {
        return unmet();
    }
    refuse(
        Diagnostic::error(
            "unknown-version",
            span,
            format!(
                "expected version {VERSION} of the document, found `{}`",
                shorten(text)
            ),
        )
        .hint(format!("write `{name}(version={VERSION})`")),
    )
}
