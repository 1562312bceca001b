//! Completion: what may stand at the cursor of a command or script, as texts to choose from.
//!
//! The grammar knows the words, kinds and methods; the points, files and properties of a cosmos are
//! asked of a [`Provider`]. Only what begins like the word before the cursor is offered, in whatever
//! capitals that was written.
//!
//! ```
//! use orrery_space::Point;
//! use orrery_space::grammar::{Provider, Subject, complete};
//!
//! struct Town;
//! impl Provider for Town {
//!     fn children(&self, _: &Point) -> Vec<String> {
//!         vec!["app".into(), "echo".into()]
//!     }
//!     fn stars(&self) -> Vec<String> {
//!         Vec::new()
//!     }
//!     fn files(&self) -> Vec<String> {
//!         Vec::new()
//!     }
//!     fn keys(&self, _: Subject<'_>) -> Vec<String> {
//!         Vec::new()
//!     }
//! }
//!
//! let completions = complete("stars; get localhost:e", 22, &Town);
//! assert_eq!(completions.start, 21);
//! assert_eq!(completions.items[0].text, "echo");
//! ```

use super::command::script::last_start;
use super::command::{LANE, STAR};
use super::point::POINT;
use super::selector::SELECTOR;
use super::substance::{FILE_NAME, is_file_name};
use super::{Expected, Noun, expect_at, property};
use crate::selector::SegmentSelector;
use crate::{KindTemplate, Point, Selector};

/// Answers what the grammar cannot know.
pub trait Provider {
    /// The last segments of what lies directly below a point, as they stand in text after it:
    /// `app`, `1.0.0`, `/`, `docs/`, `index.html`.
    fn children(&self, parent: &Point) -> Vec<String>;

    /// The stars as commands name them: `central:fold[0]`.
    fn stars(&self) -> Vec<String>;

    /// The names of files that `^[ name ]` may mean.
    fn files(&self) -> Vec<String>;

    /// The names of the properties that the subject has or may have.
    fn keys(&self, subject: Subject<'_>) -> Vec<String>;
}

/// Whose properties are meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Subject<'a> {
    /// Those of the Particle there.
    Point(&'a Point),
    /// Those of a Particle of that kind, which is to be created.
    Kind(&'a KindTemplate),
    /// Those of any that this selects.
    Selector(&'a Selector),
}

/// What may stand at a cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completions {
    /// Where the word begins which each item would replace, up to the cursor.
    pub start: usize,
    /// What may stand there: of the grammar in its order, else as it was provided.
    pub items: Vec<Completion>,
}

/// One thing that may stand at a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The text.
    pub text: String,
    /// What a person calls it: `a kind`. Nothing for words and symbols of the grammar itself.
    pub noun: Option<&'static str>,
}

/// What may stand at the byte offset `cursor` of a command or script. Text after the cursor is not
/// looked at.
#[must_use]
pub fn complete(text: &str, cursor: usize, provider: &impl Provider) -> Completions {
    let before = &text[..text.floor_char_boundary(cursor.min(text.len()))];
    let start = last_start(before);
    let command = &before[start..];
    let mut completions = points(command, provider)
        .or_else(|| stars(command, provider))
        .or_else(|| files(command, provider))
        .or_else(|| keys(command, provider))
        .unwrap_or_else(|| known(command));
    completions.start += start;
    completions
}

/// What the grammar itself knows.
fn known(command: &str) -> Completions {
    let (start, expected) = expect_at(Noun::Command, command, command.len());
    let typed = &command[start..];
    let items = expected.iter().flat_map(|expected| match expected {
        Expected::Text(text) => offered(std::slice::from_ref(text), None, typed),
        Expected::OneOf { noun, names, .. } => offered(names, Some(noun), typed),
        Expected::Free { .. } | Expected::End => Vec::new(),
    });
    Completions {
        start,
        items: items.collect(),
    }
}

/// Those that begin as what was typed, and go on.
fn offered(texts: &[impl AsRef<str>], noun: Option<&'static str>, typed: &str) -> Vec<Completion> {
    let goes_on = |text: &&str| {
        text.get(..typed.len())
            .is_some_and(|beginning| beginning.eq_ignore_ascii_case(typed))
            && *text != typed
    };
    let texts = texts.iter().map(AsRef::as_ref).filter(goes_on);
    let completion = |text: &str| Completion {
        text: text.to_owned(),
        noun,
    };
    texts.map(completion).collect()
}

/// What a provider knows, where it knows something that goes on from `start`.
fn provided(
    command: &str,
    start: usize,
    noun: &'static str,
    texts: &[String],
) -> Option<Completions> {
    let items = offered(texts, Some(noun), &command[start..]);
    (!items.is_empty()).then_some(Completions { start, items })
}

/// Something, when one of `wanted` may begin at `start`.
fn begins(command: &str, start: usize, wanted: &[Expected]) -> Option<()> {
    let (at, expected) = expect_at(Noun::Command, command, start);
    (at == start && expected.iter().any(|e| wanted.contains(e))).then_some(())
}

/// The children of the point that stands before the cursor.
fn points(command: &str, provider: &impl Provider) -> Option<Completions> {
    let inside = |c: char| !c.is_whitespace() && !"\"'{},;=@!%^".contains(c);
    let mut start = command.trim_end_matches(inside).len();
    // `]->localhost` is an arrow and a point.
    if let Some(arrow) = command[start..].find("->") {
        start += arrow + "->".len();
    }
    begins(command, start, &[POINT, SELECTOR])?;
    let word = &command[start..];
    let typed = word.rfind([':', '/']).map_or(0, |mark| mark + 1);
    let parent = parent(&word[..typed])?;
    provided(
        command,
        start + typed,
        "a point",
        &provider.children(&parent),
    )
}

/// The point that this beginning of a point or selector names, with the mark after it.
fn parent(beginning: &str) -> Option<Point> {
    if beginning.is_empty() {
        return Some(Point::root());
    }
    if beginning.ends_with("::") {
        return format!("{beginning}ROOT").parse().ok();
    }
    let text = if beginning.ends_with('/') {
        beginning
    } else {
        beginning.strip_suffix(':')?
    };
    let selector: Selector = text.parse().ok()?;
    let segment = |hop: &crate::selector::Hop| match &hop.segment {
        SegmentSelector::Exact(segment) => Some(segment.clone()),
        _ => None,
    };
    let segments: Option<Vec<_>> = selector.hops.iter().map(segment).collect();
    Some(Point::new(selector.route, segments?))
}

fn stars(command: &str, provider: &impl Provider) -> Option<Completions> {
    let word = command.trim_end_matches(|c: char| !c.is_whitespace()).len();
    // The second star of a lane.
    let start = command[word..]
        .find("--")
        .map_or(word, |mark| word + mark + "--".len());
    begins(command, start, &[STAR, LANE])?;
    provided(command, start, "a star", &provider.stars())
}

fn files(command: &str, provider: &impl Provider) -> Option<Completions> {
    let start = command.trim_end_matches(is_file_name).len();
    begins(command, start, &[FILE_NAME])?;
    provided(command, start, "a file", &provider.files())
}

fn keys(command: &str, provider: &impl Provider) -> Option<Completions> {
    let start = command.trim_end_matches(property::is_key).len();
    begins(command, start, &[property::KEY])?;
    let known = subject(command, |subject| provider.keys(subject))?;
    provided(command, start, "a property", &known)
}

/// Asks about whom the properties are of which this command begins to speak.
fn subject<T>(command: &str, ask: impl FnOnce(Subject<'_>) -> T) -> Option<T> {
    let after = command.trim_start().split_once(char::is_whitespace)?.1;
    let head = after.split_once('{').map(|(head, _)| head.trim());
    if let Some((selector, _)) = after.trim_start().split_once(char::is_whitespace)
        && let Some(selector) = selector.parse().ok().filter(|_| head.is_none())
    {
        return Some(ask(Subject::Selector(&selector)));
    }
    let head = head?;
    if let Ok(point) = head.parse() {
        return Some(ask(Subject::Point(&point)));
    }
    let (_, kind) = head.strip_suffix('>')?.split_once('<')?;
    let kind = kind.parse().ok()?;
    Some(ask(Subject::Kind(&kind)))
}
