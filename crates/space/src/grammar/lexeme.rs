//! The smallest pieces that all nouns share: symbols, words, blanks, the end.

use std::ops::Range;

use winnow::Parser;
use winnow::error::ErrMode;
use winnow::stream::{Location, Stream};

use super::{Expected, Fault, Input, Parsed};

/// The offset of the next byte.
pub(crate) fn here(input: &Input<'_>) -> usize {
    input.current_token_start()
}

/// What has not been read.
pub(crate) fn rest<'s>(input: &Input<'s>) -> &'s str {
    input.peek_finish()
}

/// The next character.
pub(crate) fn peek(input: &Input<'_>) -> Option<char> {
    rest(input).chars().next()
}

/// As many characters as satisfy `class`, perhaps none.
pub(crate) fn run<'s>(input: &mut Input<'s>, class: impl Fn(char) -> bool) -> Parsed<&'s str> {
    let text = rest(input);
    let length = text.find(|c| !class(c)).unwrap_or(text.len());
    Ok(input.next_slice(length))
}

/// As [`run`], with its span.
pub(crate) fn run_span<'s>(
    input: &mut Input<'s>,
    class: impl Fn(char) -> bool,
) -> Parsed<(&'s str, Range<usize>)> {
    let start = here(input);
    let text = run(input, class)?;
    Ok((text, start..start + text.len()))
}

/// Exactly that text.
pub(crate) fn symbol<'s>(text: &'static str) -> impl Parser<Input<'s>, (), ErrMode<Fault>> {
    move |input: &mut Input<'s>| {
        if eat(input, text) {
            return Ok(());
        }
        let at = here(input);
        input.state.expect(at, Expected::Text(text));
        Err(ErrMode::Backtrack(Fault::Unmet))
    }
}

/// That text if it is next, with a note for completion if it is not.
pub(crate) fn maybe(input: &mut Input<'_>, text: &'static str) -> bool {
    if eat(input, text) {
        return true;
    }
    let at = here(input);
    input.state.also(at, Expected::Text(text));
    false
}

/// That text if it is next.
pub(crate) fn eat(input: &mut Input<'_>, text: &'static str) -> bool {
    let next = rest(input).starts_with(text);
    if next {
        input.next_slice(text.len());
    }
    next
}

/// That word, and not a longer one.
pub(crate) fn keyword<'s>(word: &'static str) -> impl Parser<Input<'s>, (), ErrMode<Fault>> {
    move |input: &mut Input<'s>| {
        let at = here(input);
        let followed = rest(input)
            .strip_prefix(word)
            .and_then(|after| after.chars().next())
            .is_some_and(is_word);
        if !followed && eat(input, word) {
            return Ok(());
        }
        input.state.expect(at, Expected::Text(word));
        Err(ErrMode::Backtrack(Fault::Unmet))
    }
}

/// Any blanks.
pub(crate) fn blanks(input: &mut Input<'_>) -> Parsed<()> {
    run(input, char::is_whitespace).map(drop)
}

/// At least one blank, before what is then expected.
pub(crate) fn gap(input: &mut Input<'_>, next: Expected) -> Parsed<()> {
    let at = here(input);
    let text = run(input, char::is_whitespace)?;
    if text.is_empty() {
        input.state.expect(at, next);
        return Err(ErrMode::Backtrack(Fault::Unmet));
    }
    Ok(())
}

/// The end of the text.
pub(crate) fn end(input: &mut Input<'_>) -> Parsed<()> {
    if rest(input).is_empty() {
        return Ok(());
    }
    let at = here(input);
    input.state.expect(at, Expected::End);
    Err(ErrMode::Backtrack(Fault::Unmet))
}

/// A name in angle brackets or before them: letters and digits, and what is often mistaken for them.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// The word or character that begins at `at`; empty only at the end.
pub(crate) fn token_at(text: &str, at: usize) -> Range<usize> {
    let Some(after) = text.get(at..) else {
        return text.len()..text.len();
    };
    let length = match after.chars().next() {
        None => 0,
        Some(c) if is_word(c) => after.find(|c| !is_word(c)).unwrap_or(after.len()),
        Some(c) => c.len_utf8(),
    };
    at..at + length
}
