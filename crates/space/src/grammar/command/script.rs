//! Scripts: `(command ';')*`, the last `;` optional.
//!
//! After a mistake the reading goes on behind the next `;`, or at the next line that begins with the
//! word of a command.

use std::fmt;

use winnow::stream::Stream;

use super::{first_word, words};
use crate::command::{Command, Line, PointForm, Script};
use crate::grammar::lexeme::{blanks, eat, here, rest};
use crate::grammar::text_form::text_serde;
use crate::grammar::{
    Expected, Frontier, Input, MAX_TEXT, Noun, Parsed, diagnose, input_of, too_long, unmet,
};
use crate::{Diagnostic, ParseError, Point};

/// The commands of a text with their places there.
pub(crate) fn script<P: PointForm>(text: &str) -> Result<Vec<Line<P>>, ParseError> {
    if let Some(diagnostic) = too_long(Noun::Script, text) {
        return Err(diagnostic.into());
    }
    let mut reading = Reading::new(text);
    let mut lines = Vec::new();
    let mut diagnostics = Vec::new();
    while let Some(read) = reading.next() {
        match read {
            Ok(line) => lines.push(line),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    if diagnostics.is_empty() {
        Ok(lines)
    } else {
        Err(ParseError { diagnostics })
    }
}

/// Where the command begins that has not ended at the end of a text, be it begun or still to come.
pub(crate) fn last_start(text: &str) -> usize {
    if text.len() > MAX_TEXT {
        return text.len();
    }
    let mut reading = Reading::new(text);
    while reading.next::<Point>().is_some() {}
    reading.open
}

/// A text that is read command by command.
struct Reading<'s> {
    text: &'s str,
    input: Input<'s>,
    /// Where the command begins that has not ended.
    open: usize,
}

impl<'s> Reading<'s> {
    fn new(text: &'s str) -> Self {
        Self {
            text,
            input: input_of(text),
            open: 0,
        }
    }

    /// The next command with its place, or what is wrong with it.
    fn next<P: PointForm>(&mut self) -> Option<Result<Line<P>, Diagnostic>> {
        let text = self.text;
        let start = text.len() - rest(&self.input).trim_start().len();
        self.input.next_slice(start - here(&self.input));
        if start == text.len() {
            return None;
        }
        self.open = start;
        self.input.state = Frontier::default();
        let beginning = self.input.checkpoint();
        Some(match statement(&mut self.input) {
            Ok((command, end, closed)) => {
                if closed {
                    self.open = here(&self.input);
                }
                let place = start..start + text[start..end].trim_end().len();
                Ok(Line { place, command })
            }
            Err(error) => {
                let wrong = diagnose(error, &self.input.state, Noun::Command, text);
                let next = resume(text, start, wrong.span.start);
                self.open = next.unwrap_or(start);
                self.input.reset(&beginning);
                self.input.next_slice(next.unwrap_or(text.len()) - start);
                Err(forgotten(text, wrong))
            }
        })
    }
}

/// A command, where it ended, and whether a `;` came then.
fn statement<P: PointForm>(input: &mut Input<'_>) -> Parsed<(Command<P>, usize, bool)> {
    let command = words(input)?;
    let end = here(input);
    blanks(input)?;
    let closed = eat(input, ";");
    if closed || rest(input).is_empty() {
        return Ok((command, end, closed));
    }
    let at = here(input);
    input.state.expect(at, Expected::Text(";"));
    unmet()
}

/// With a hint where another command begins on the next line, and no `;` came before it.
fn forgotten(text: &str, wrong: Diagnostic) -> Diagnostic {
    let (before, after) = text.split_at(wrong.span.start);
    match first_word(after) {
        Some(next) if before.trim_end_matches([' ', '\t']).ends_with('\n') => {
            wrong.hint(format!("put a `;` before `{next}`"))
        }
        _ => wrong,
    }
}

/// Where to read on after a mistake at `wrong` in the command that began at `start`.
fn resume(text: &str, start: usize, wrong: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let found = at + text[at..].find([';', '\n', '"', '\''])?;
        let after = &text[found + 1..];
        at = found + 1;
        if text[found..].starts_with(';') {
            if found >= wrong {
                return Some(at);
            }
        } else if text[found..].starts_with('\n') {
            let line = after.trim_start_matches([' ', '\t', '\r']);
            if text.len() - line.len() >= wrong && first_word(line).is_some() {
                return Some(at);
            }
        } else {
            // What is no quote to the end of its line is none.
            at += closing(after, &text[found..at]).unwrap_or(0);
        }
    }
}

/// The length of a text in quotes with its closing quote, when it closes on this line.
fn closing(after: &str, quote: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in after.char_indices() {
        match c {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if quote.contains(c) => return Some(at + 1),
            _ => {}
        }
    }
    None
}

impl<P: PointForm> fmt::Display for Script<P> {
    /// A line and a `;` for each command.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.commands
            .iter()
            .try_for_each(|command| writeln!(f, "{command};"))
    }
}

impl<P: PointForm> std::str::FromStr for Script<P> {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let commands = script(text)?.into_iter().map(|line| line.command);
        Ok(Self {
            commands: commands.collect(),
        })
    }
}

text_serde!(Script);
