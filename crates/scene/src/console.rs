//! The console as plain data: a line in colours, what is wrong with it, what was typed before, and
//! the tone of a reply.
//!
//! ```
//! use orrery_scene::console::{Ink, highlight};
//! let inks: Vec<Ink> = highlight("get localhost", &[]).into_iter().map(|span| span.ink).collect();
//! assert_eq!(inks, [Ink::Verb, Ink::Plain, Ink::Point]);
//! ```

use std::ops::Range;

use orrery_space::{Command, Diagnostic, Point};

/// What a piece of a line is, to the eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// A command or one of its own words.
    Verb,
    /// An address.
    Point,
    /// A kind, with its brackets.
    Kind,
    /// A method, with its brackets.
    Method,
    /// A quoted text.
    Text,
    /// A number, a duration, `true` or `false`.
    Number,
    /// A file: `^[ name ]`.
    File,
    /// Brackets, arrows, commas.
    Mark,
    /// What is said to people alone.
    Comment,
    /// Space, and what is nothing of the above.
    Plain,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Byte offsets. Empty only for what is missing at the end of the line.
    pub range: Range<usize>,
    /// What it is.
    pub ink: Ink,
    /// Whether a diagnostic points here.
    pub wrong: bool,
}

/// What is to be said of a line while it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was typed.
    Empty,
    /// It can be sent.
    Good,
    /// It is well so far, and this is what may come next.
    Unfinished(Diagnostic),
    /// It would be refused.
    Wrong(Vec<Diagnostic>),
}

/// How a reply sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Success.
    Good,
    /// Refused: what was asked was wrong or not allowed.
    Refused,
    /// Failed: what was asked broke, or nobody could serve it.
    Failed,
}

impl Tone {
    /// The tone of a status.
    #[must_use]
    pub fn of(status: u16) -> Self {
        match status {
            200..300 => Tone::Good,
            500.. => Tone::Failed,
            _ => Tone::Refused,
        }
    }
}

/// Words that belong to commands and stand after the first.
const INNER_WORDS: &[&str] = &[
    "into", "points", "stubs", "perm", "super", "priv", "on", "to", "where", "for",
];

/// A line in pieces that cover it from end to end, with the pieces marked at which one of these
/// diagnostics points.
#[must_use]
pub fn highlight(line: &str, wrong: &[Diagnostic]) -> Vec<Span> {
    let mut spans = self::pieces(line);
    for wrong in wrong {
        self::mark(&mut spans, line, &wrong.span);
    }
    spans
}

/// What is wrong with a line. It brings the whole grammar along, which is why the page lets its
/// worker do this.
#[must_use]
pub fn diagnose(line: &str) -> Vec<Diagnostic> {
    if line.trim().is_empty() {
        return Vec::new();
    }
    line.parse::<Command>()
        .err()
        .map_or_else(Vec::new, |error| error.diagnostics)
}

/// What is to be said of a line with these diagnostics while it is typed.
#[must_use]
pub fn verdict(line: &str, mut wrong: Vec<Diagnostic>) -> Verdict {
    if line.trim().is_empty() {
        return Verdict::Empty;
    }
    let end = line.trim_end().len();
    match wrong.len() {
        0 => Verdict::Good,
        1 if wrong.iter().all(|d| d.span.start >= end) => Verdict::Unfinished(wrong.remove(0)),
        _ => Verdict::Wrong(wrong),
    }
}

/// What was wrong with a line `before` and is so in the line `now`: what lies in the part that they
/// begin with together.
#[must_use]
pub fn still_true(before: &str, now: &str, wrong: &[Diagnostic]) -> Vec<Diagnostic> {
    if before == now {
        return wrong.to_vec();
    }
    let end = before.trim_end().len();
    wrong
        .iter()
        .filter(|d| d.span.start < end && before.get(..d.span.end) == now.get(..d.span.end))
        .cloned()
        .collect()
}

/// The names in the `^[ name ]` of a line.
#[must_use]
pub fn files_named(line: &str) -> Vec<&str> {
    let named = |span: Span| {
        let inner = line
            .get(span.range)?
            .strip_prefix("^[")?
            .strip_suffix(']')?;
        Some(inner.trim()).filter(|name| !name.is_empty())
    };
    self::pieces(line)
        .into_iter()
        .filter(|span| span.ink == Ink::File)
        .filter_map(named)
        .collect()
}

/// The point at which a module of that file name may live: `localhost:` and the stem, in letters
/// that a point can have.
///
/// ```
/// assert_eq!(orrery_scene::console::fitting_point("My Hello.wasm"), "localhost:my-hello");
/// ```
#[must_use]
pub fn fitting_point(file: &str) -> String {
    let stem = file.split('.').next().unwrap_or_default();
    let mut name = String::new();
    for letter in stem.chars() {
        match letter.to_ascii_lowercase() {
            letter @ ('a'..='z' | '0'..='9') => name.push(letter),
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_matches(|letter: char| letter == '-' || letter.is_ascii_digit());
    let name = if name.is_empty() { "mechtron" } else { name };
    format!("localhost:{name}")
}

/// A ping that suits a Mechtron of which this is the report: the first method of its manifest, or one
/// that any will get.
#[must_use]
pub fn fitting_ping(point: &str, report: &[(String, String)]) -> String {
    let manifest = report
        .iter()
        .find(|(name, _)| name == "manifest")
        .map_or("", |(_, manifest)| manifest.as_str());
    let method = ["Ext<", "Http<", "Cmd<"].iter().find_map(|group| {
        let (_, rest) = manifest.split_once(group)?;
        let (name, _) = rest.split_once('>')?;
        Some(format!("{group}{name}>"))
    });
    let method = method.as_deref().unwrap_or("Ext<Say>");
    format!("ping {point} {method} \"hi\"")
}

/// What is wrong with the text of a point.
#[must_use]
pub fn diagnose_point(text: &str) -> Vec<Diagnostic> {
    text.parse::<Point>()
        .err()
        .map_or_else(Vec::new, |error| error.diagnostics)
}

/// The commands of a text that was pasted: its lines, without those that are empty or a comment, and
/// without the `>` by which guides and scenarios mark what is typed.
///
/// ```
/// let lines = orrery_scene::console::script("# two\n> stars\n\n  lanes");
/// assert_eq!(lines, ["stars", "lanes"]);
/// ```
#[must_use]
pub fn script(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    let lines = lines.map(|line| line.strip_prefix("> ").unwrap_or(line).trim());
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

/// What was typed before.
#[derive(Debug, Clone, Default)]
pub struct History {
    lines: Vec<String>,
    at: usize,
    draft: String,
}

impl History {
    /// How many lines are kept.
    pub const KEPT: usize = 200;

    /// A line was sent.
    pub fn push(&mut self, line: &str) {
        if self.lines.last().is_none_or(|last| last != line) {
            self.lines.push(line.to_owned());
        }
        if self.lines.len() > Self::KEPT {
            self.lines.remove(0);
        }
        self.at = self.lines.len();
        self.draft.clear();
    }

    /// What was sent, the last one last.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The line before; `typed` stands in the input now and is kept for the way back.
    pub fn older(&mut self, typed: &str) -> Option<&str> {
        if self.at == self.lines.len() {
            typed.clone_into(&mut self.draft);
        }
        self.at = self.at.checked_sub(1)?;
        self.lines.get(self.at).map(String::as_str)
    }

    /// The line after, and at last what was being typed.
    pub fn newer(&mut self) -> Option<&str> {
        if self.at == self.lines.len() {
            return None;
        }
        self.at += 1;
        Some(self.lines.get(self.at).unwrap_or(&self.draft))
    }
}

fn pieces(line: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut at = 0;
    let mut words = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, ink) = self::piece(rest, words == 0);
        if matches!(ink, Ink::Verb | Ink::Point | Ink::Method | Ink::Number) {
            words += 1;
        }
        let range = at..at + length.max(1);
        at = range.end;
        match spans.last_mut() {
            Some(last) if last.ink == ink && matches!(ink, Ink::Plain | Ink::Mark) => {
                last.range.end = range.end;
            }
            _ => spans.push(Span {
                range,
                ink,
                wrong: false,
            }),
        }
    }
    spans
}

/// The length and the ink of the piece at the start of `rest`, which is never empty.
pub(crate) fn piece(rest: &str, first: bool) -> (usize, Ink) {
    let mut letters = rest.chars();
    let Some(letter) = letters.next() else {
        return (0, Ink::Plain);
    };
    match letter {
        _ if letter.is_whitespace() => (self::while_in(rest, char::is_whitespace), Ink::Plain),
        '"' | '\'' => (self::quoted(rest, letter), Ink::Text),
        '^' if rest.starts_with("^[") => {
            (rest.find(']').map_or(rest.len(), |at| at + 1), Ink::File)
        }
        '<' => (self::bracketed(rest), Ink::Kind),
        '-' if rest.starts_with("->") => (2, Ink::Mark),
        '{' | '}' | '[' | ']' | ',' | ';' | '=' | '!' | '?' | '^' | '(' | ')' | '>' => {
            (1, Ink::Mark)
        }
        _ => self::word(rest, first),
    }
}

fn word(rest: &str, first: bool) -> (usize, Ink) {
    let length = self::while_in(rest, |letter| {
        !letter.is_whitespace() && !"\"'<>{}[],;=!?^()".contains(letter)
    });
    let word = rest.get(..length).unwrap_or(rest);
    let after = rest.get(length..).unwrap_or_default();
    if first {
        (length, Ink::Verb)
    } else if after.starts_with('<') && matches!(word, "Ext" | "Http" | "Cmd" | "Hyp") {
        (length + self::bracketed(after), Ink::Method)
    } else if INNER_WORDS.contains(&word) {
        (length, Ink::Verb)
    } else if matches!(word, "true" | "false")
        || word.starts_with(|letter: char| letter.is_ascii_digit()) && !word.contains(':')
    {
        (length, Ink::Number)
    } else {
        (length.max(1), Ink::Point)
    }
}

pub(crate) fn while_in(rest: &str, inside: impl Fn(char) -> bool) -> usize {
    rest.find(|letter| !inside(letter)).unwrap_or(rest.len())
}

pub(crate) fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        if letter == quote && !escaped {
            return at + 1;
        }
        escaped = letter == '\\' && !escaped;
    }
    rest.len()
}

fn bracketed(rest: &str) -> usize {
    let mut depth = 0_u32;
    for (at, letter) in rest.char_indices() {
        match letter {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ if letter.is_whitespace() => return at,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    rest.len()
}

/// Marks what lies in `wrong`, and cuts pieces that lie in it only in part.
fn mark(spans: &mut Vec<Span>, line: &str, wrong: &Range<usize>) {
    if wrong.start >= line.len() {
        if spans.last().is_none_or(|last| !last.range.is_empty()) {
            spans.push(Span {
                range: line.len()..line.len(),
                ink: Ink::Plain,
                wrong: true,
            });
        }
        return;
    }
    let cut = |at: usize, range: &Range<usize>| at.clamp(range.start, range.end);
    *spans = std::mem::take(spans)
        .into_iter()
        .flat_map(|span| {
            let from = cut(wrong.start, &span.range);
            let to = cut(wrong.end.max(wrong.start + 1), &span.range);
            let part = |range: Range<usize>, inside: bool| Span {
                wrong: span.wrong || inside,
                ink: span.ink,
                range,
            };
            [
                part(span.range.start..from, false),
                part(from..to, true),
                part(to..span.range.end, false),
            ]
        })
        .filter(|span| !span.range.is_empty() && line.get(span.range.clone()).is_some())
        .collect();
}

#[cfg(test)]
#[path = "console_tests.rs"]
mod tests;
