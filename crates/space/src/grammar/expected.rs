//! What the grammar expects at a position, as data, and its wording for people.

use super::Noun;
use super::lexeme::token_at;
use crate::Diagnostic;

/// One thing that may stand at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expected {
    /// That very text: `<`, `into`.
    Text(&'static str),
    /// One of some names.
    OneOf {
        /// What a person calls them: `a kind`.
        noun: &'static str,
        /// All of them.
        names: &'static [&'static str],
        /// Examples, as they stand in text.
        such_as: &'static [&'static str],
    },
    /// Something that is written freely.
    Free {
        /// What a person calls it: `a point`.
        noun: &'static str,
        /// Examples, as they stand in text.
        such_as: &'static [&'static str],
    },
    /// Nothing more.
    End,
}

/// The furthest position at which something was missing, and what.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frontier {
    at: usize,
    expected: Vec<Expected>,
    /// What would also go on here, such as a `:` after any segment: for completion; in a sentence
    /// it would only hide what is needed.
    also: Vec<Expected>,
    hints: Vec<String>,
    /// Nothing is kept: the text is read again if it turns out to be wrong.
    hasty: bool,
}

impl Frontier {
    /// One that keeps nothing.
    pub(super) fn hasty() -> Self {
        Self {
            hasty: true,
            ..Self::default()
        }
    }

    fn reach(&mut self, at: usize) -> bool {
        if self.hasty {
            return false;
        }
        if at > self.at {
            self.at = at;
            // Cleared, not replaced: the next position uses the same memory.
            self.expected.clear();
            self.also.clear();
            self.hints.clear();
        }
        at == self.at
    }

    /// Something was needed at `at`.
    pub(crate) fn expect(&mut self, at: usize, expected: Expected) {
        if self.reach(at) && !self.expected.contains(&expected) {
            self.expected.push(expected);
        }
    }

    /// Something could have gone on at `at`.
    pub(crate) fn also(&mut self, at: usize, expected: Expected) {
        if self.reach(at) && !self.also.contains(&expected) {
            self.also.push(expected);
        }
    }

    /// What to tell a person if the text fails at `at`.
    pub(crate) fn hint(&mut self, at: usize, hint: impl Into<String>) {
        if self.reach(at) {
            let hint = hint.into();
            if !self.hints.contains(&hint) {
                self.hints.push(hint);
            }
        }
    }

    /// What was expected in the word that touches the end of `before`, and where that word begins.
    pub(super) fn at_cursor(self, before: &str) -> (usize, Vec<Expected>) {
        let word = token_at(before, self.at);
        if self.at > before.len() || (word.end != before.len() && self.at != before.len()) {
            return (before.len(), Vec::new());
        }
        let mut expected = self.expected;
        expected.extend(self.also);
        (self.at, expected)
    }

    /// The diagnostic at the frontier.
    pub(super) fn diagnostic(&self, noun: Noun, text: &str) -> Diagnostic {
        let span = token_at(text, self.at);
        let known = if self.expected.is_empty() {
            &self.also
        } else {
            &self.expected
        };
        let mut wording: Vec<String> = known.iter().map(|e| e.wording(noun)).collect();
        let last = wording.pop().unwrap_or_else(|| "something else".to_owned());
        let list = if wording.is_empty() {
            last
        } else {
            format!("{} or {last}", wording.join(", "))
        };
        let mut diagnostic = Diagnostic::error(
            "expected",
            span.clone(),
            format!("expected {list}, {}", found(text, &span)),
        );
        diagnostic.hints.clone_from(&self.hints);
        if !span.is_empty() {
            let word = &text[span];
            let names = known.iter().flat_map(|e| match e {
                Expected::Text(t) => std::slice::from_ref(t),
                Expected::OneOf { names, .. } => names,
                Expected::Free { .. } | Expected::End => &[],
            });
            // A symbol is no misspelt word.
            if word.chars().all(char::is_alphanumeric) {
                diagnostic = diagnostic.nearest(word, names.copied().filter(|n| n.len() > 1));
            }
        }
        diagnostic
    }
}

fn found(text: &str, span: &std::ops::Range<usize>) -> String {
    let word = &text[span.clone()];
    match word.chars().next() {
        None if text.is_empty() => "but there is no text".to_owned(),
        None => "but the text ends here".to_owned(),
        Some(' ') => "found a space".to_owned(),
        Some('\n') => "found a line feed".to_owned(),
        Some('\t') => "found a tab".to_owned(),
        Some(c) if hidden(c) => format!("found the character `{}`", c.escape_default()),
        Some('`') => "found a backtick".to_owned(),
        Some(_) => format!("found `{}`", shorten(word)),
    }
}

/// Whether a person cannot see the character, or it moves others about.
pub(crate) fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A word as a sentence can bear it: not too long, and without hidden characters.
pub(crate) fn shorten(word: &str) -> String {
    const LONGEST: usize = 40;
    let plain = |c: char| if hidden(c) { '\u{fffd}' } else { c };
    match word.char_indices().nth(LONGEST) {
        None => word.chars().map(plain).collect(),
        Some((at, _)) => word[..at].chars().map(plain).chain(['…']).collect(),
    }
}

impl Expected {
    /// As it stands in a sentence: "a kind such as `Space` or `Mechtron`".
    fn wording(&self, whole: Noun) -> String {
        match self {
            Expected::End => format!("the end of the {}", whole.name()),
            other => other.sentence(),
        }
    }

    /// As [`Self::wording`], of which only the end would have to know the whole.
    pub(super) fn sentence(&self) -> String {
        match self {
            Expected::Text(text) => format!("`{text}`"),
            Expected::End => "the end".to_owned(),
            Expected::OneOf { noun, such_as, .. } | Expected::Free { noun, such_as } => {
                let examples: Vec<String> = such_as.iter().map(|e| format!("`{e}`")).collect();
                match examples.split_last() {
                    None => (*noun).to_owned(),
                    Some((last, [])) => format!("{noun} such as {last}"),
                    Some((last, rest)) => format!("{noun} such as {} or {last}", rest.join(", ")),
                }
            }
        }
    }
}
