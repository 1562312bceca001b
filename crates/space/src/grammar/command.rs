//! Commands: `create localhost<Space>`, one line with an optional final `;`.
//!
//! ```text
//! create   = 'create' ('!' | '?')? template ('{' properties '}')?      template = point '%'? '<' kind-template '>'
//! ping     = 'ping' target method? substance?                          signal likewise
//! select   = 'select' selector ('into' ('points' | 'stubs'))?
//! get      = 'get' point ('{' key (',' key)* '}')?
//! set      = 'set' point '{' properties '}'
//! launch   = 'launch' '^[' file ']->' point
//! grant    = 'grant' ('super' | 'perm' mask | 'priv' name) 'on' selector 'to' selector
//! as       = 'as' point        advance = 'advance' duration        help = 'help' command?
//! ```

use std::fmt;

use smol_str::SmolStr;
use winnow::Parser;
use winnow::combinator::alt;

use super::lexeme::{blanks, eat, gap, here, is_word, keyword, maybe, rest, run_span, symbol};
pub use super::manual::{MANUALS, Manual, WORDS};
use super::point::{POINT, point};
use super::text_form::{text_form, text_serde};
use super::{
    Expected, Input, Parsed, advance, grant, kind, property, refuse, selector, send, substance,
    unmet,
};
use crate::command::{Command, Create, Get, Into, Launch, PointTemplate, Select, Set, Strategy};
use crate::{Diagnostic, Point, Segment};

const COMMAND: Expected = Expected::OneOf {
    noun: "a command",
    names: WORDS,
    such_as: &["create", "ping"],
};

/// A command with its blanks and its optional `;`.
pub(crate) fn command(input: &mut Input<'_>) -> Parsed<Command> {
    blanks(input)?;
    let command = words(input)?;
    blanks(input)?;
    maybe(input, ";");
    blanks(input)?;
    let next = rest(input)
        .split(|c| !is_word(c))
        .next()
        .unwrap_or_default();
    if WORDS.contains(&next) {
        let at = here(input);
        input.state.hint(
            at,
            format!("this is one command: `{next}` begins another, on a line of its own"),
        );
    }
    Ok(command)
}

fn word<'s>(input: &mut Input<'s>) -> Parsed<&'s str> {
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(span.start, COMMAND);
    if word.is_empty() {
        return unmet();
    }
    if !WORDS.contains(&word) {
        return refuse(
            Diagnostic::error(
                "unknown-command",
                span,
                format!("unknown command `{}`", super::expected::shorten(word)),
            )
            .nearest(word, WORDS.iter().copied())
            .or_hint(
                WORDS
                    .iter()
                    .find(|known| word.starts_with(**known))
                    .map(|known| format!("put a blank after `{known}`")),
            )
            .or_hint(Some(format!("the commands are {}", WORDS.join(", ")))),
        );
    }
    Ok(word)
}

fn words(input: &mut Input<'_>) -> Parsed<Command> {
    match word(input)? {
        "create" => create(input).map(Command::Create),
        "ping" => {
            gap(input, POINT)?;
            send::send(input).map(Command::Ping)
        }
        "signal" => {
            gap(input, POINT)?;
            send::send(input).map(Command::Signal)
        }
        "select" => select(input).map(Command::Select),
        "get" => get(input).map(Command::Get),
        "set" => set(input).map(Command::Set),
        "launch" => launch(input).map(Command::Launch),
        "grant" => grant::terms(input).map(Command::Grant),
        "as" => {
            gap(input, POINT)?;
            point(input).map(Command::As)
        }
        "advance" => {
            blanks(input)?;
            advance::duration(input).map(Command::Advance)
        }
        _ => help(input).map(Command::Help),
    }
}

fn create(input: &mut Input<'_>) -> Parsed<Create> {
    let strategy = if maybe(input, "?") {
        Strategy::Ensure
    } else if maybe(input, "!") {
        Strategy::Override
    } else {
        Strategy::Commit
    };
    gap(input, POINT)?;
    let point = point_template(input)?;
    let at = here(input);
    if !eat(input, "<") {
        input.state.expect(
            at,
            Expected::Free {
                noun: "a kind in angle brackets",
                such_as: &["<Space>", "<Mechtron>"],
            },
        );
        return unmet();
    }
    let kind = kind::template(input)?;
    kind::close(input)?;
    let properties = if braces(input)? {
        property::properties(input)?
    } else {
        Vec::new()
    };
    Ok(Create {
        strategy,
        point,
        kind,
        properties,
    })
}

/// The `{` that may follow a point or kind, perhaps after blanks.
fn braces(input: &mut Input<'_>) -> Parsed<bool> {
    if rest(input).trim_start().starts_with('{') {
        blanks(input)?;
    }
    Ok(maybe(input, "{"))
}

fn point_template(input: &mut Input<'_>) -> Parsed<PointTemplate> {
    let point = point(input)?;
    let at = here(input);
    if !maybe(input, "%") {
        return Ok(PointTemplate::Exact(point));
    }
    match (point.last(), point.parent()) {
        (Some(Segment::Space(text) | Segment::Base(text) | Segment::File(text)), Some(parent)) => {
            Ok(PointTemplate::Pattern {
                parent,
                prefix: text.as_ref().into(),
            })
        }
        _ => refuse(
            Diagnostic::error(
                "bad-template",
                at..at + 1,
                "`%` stands for a number and needs a name before it",
            )
            .hint("as in `localhost:visitor-%<Base>`"),
        ),
    }
}

fn select(input: &mut Input<'_>) -> Parsed<Select> {
    gap(input, selector::SELECTOR)?;
    let selector = selector::selector(input)?;
    let end = here(input);
    blanks(input)?;
    let at = here(input);
    // `into` is a word of its own only after a blank.
    let into = if at > end && rest(input).starts_with(|c: char| c.is_alphabetic()) {
        input.state.expect(at, Expected::End);
        keyword("into").parse_next(input)?;
        blanks(input)?;
        alt((
            keyword("points").value(Into::Points),
            keyword("stubs").value(Into::Stubs),
        ))
        .parse_next(input)?
    } else {
        input.state.also(at, Expected::Text("into"));
        Into::default()
    };
    Ok(Select { selector, into })
}

fn get(input: &mut Input<'_>) -> Parsed<Get> {
    gap(input, POINT)?;
    let point = point(input)?;
    let mut keys = Vec::new();
    if braces(input)? {
        loop {
            blanks(input)?;
            keys.push(property::key(input)?);
            blanks(input)?;
            if !maybe(input, ",") {
                break;
            }
        }
        symbol("}").parse_next(input)?;
    }
    Ok(Get { point, keys })
}

fn set(input: &mut Input<'_>) -> Parsed<Set> {
    gap(input, POINT)?;
    let point = point(input)?;
    if !braces(input)? {
        let at = here(input);
        input.state.expect(
            at,
            Expected::Free {
                noun: "properties in braces",
                such_as: &["{ +key=value }"],
            },
        );
        return unmet();
    }
    Ok(Set {
        point,
        properties: property::properties(input)?,
    })
}

fn launch(input: &mut Input<'_>) -> Parsed<Launch> {
    blanks(input)?;
    let at = here(input);
    if !rest(input).starts_with("^[") {
        input.state.hint(
            at,
            "a file stands in `^[` and `]`: `launch ^[ echo.wat ]-> localhost:echo`",
        );
    }
    let file = substance::file(input)?;
    let at = here(input);
    input.state.hint(
        at,
        "the arrow follows the bracket: `launch ^[ echo.wat ]-> localhost:echo`",
    );
    symbol("->").parse_next(input)?;
    blanks(input)?;
    Ok(Launch {
        file,
        point: point(input)?,
    })
}

fn help(input: &mut Input<'_>) -> Parsed<Option<SmolStr>> {
    blanks(input)?;
    let at = here(input);
    if rest(input).is_empty() || rest(input).starts_with(';') {
        input.state.also(at, COMMAND);
        return Ok(None);
    }
    word(input).map(|word| Some(word.into()))
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Strategy::Commit => "",
            Strategy::Ensure => "?",
            Strategy::Override => "!",
        })
    }
}

impl fmt::Display for Into {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Into::Points => "points",
            Into::Stubs => "stubs",
        })
    }
}

impl PointTemplate {
    /// The point with that number in place of the `%`.
    #[must_use]
    pub fn numbered(&self, number: u64) -> Point {
        match self {
            PointTemplate::Exact(point) => point.clone(),
            PointTemplate::Pattern { parent, prefix } => {
                child(parent, &format!("{prefix}{number}"))
            }
        }
    }
}

/// The child of that name, as what may stand below `parent`.
fn child(parent: &Point, name: &str) -> Point {
    parent.push(match parent.last() {
        None => Segment::Space(name.into()),
        Some(Segment::FsRoot | Segment::Dir(_)) => Segment::File(name.into()),
        Some(_) => Segment::Base(name.into()),
    })
}

impl fmt::Display for PointTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PointTemplate::Exact(point) => write!(f, "{point}"),
            PointTemplate::Pattern { parent, prefix } => write!(f, "{}%", child(parent, prefix)),
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Command::Create(create) => {
                write!(
                    f,
                    "create{} {}<{}>",
                    create.strategy, create.point, create.kind
                )?;
                property::print(f, &create.properties)
            }
            Command::Ping(send) => write!(f, "ping {send}"),
            Command::Signal(send) => write!(f, "signal {send}"),
            Command::Select(select) => match select.into {
                Into::Stubs => write!(f, "select {}", select.selector),
                into => write!(f, "select {} into {into}", select.selector),
            },
            Command::Get(get) if get.keys.is_empty() => write!(f, "get {}", get.point),
            Command::Get(get) => write!(f, "get {}{{ {} }}", get.point, get.keys.join(", ")),
            Command::Set(set) => {
                write!(f, "set {}", set.point)?;
                property::print(f, &set.properties)
            }
            Command::Launch(launch) => write!(f, "launch ^[ {} ]-> {}", launch.file, launch.point),
            Command::Grant(grant) => write!(f, "{grant}"),
            Command::As(point) => write!(f, "as {point}"),
            Command::Advance(time) => write!(f, "advance {}", advance::Printed(*time)),
            Command::Help(None) => f.write_str("help"),
            Command::Help(Some(word)) => write!(f, "help {word}"),
        }
    }
}

text_form!(Command, Command, super::command::command);
text_serde!(Command);
