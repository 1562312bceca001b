//! Commands: `create localhost<Space>`, one line with an optional final `;`.
//!
//! The forms are in the modules of their families; what people read of them is in [`MANUALS`].
//!
//! ```
//! use orrery_space::Command;
//! let error = "move localhost:app central:fold[0]".parse::<Command>().unwrap_err();
//! assert_eq!(error.to_string(), "expected `to`, found `central`");
//! ```

mod access;
mod fabric;
mod manual;
mod particles;
pub(crate) mod script;
mod waves;

use std::fmt;

use smol_str::SmolStr;
use winnow::Parser;

pub(crate) use self::fabric::{LANE, STAR, lane, probability, speed};
pub use self::manual::{MANUALS, Manual, WORDS};

use super::lexeme::{blanks, gap, here, is_word, keyword, maybe, rest, run_span};
use super::point::POINT;
use super::selector::SELECTOR;
use super::text_form::text_serde;
use super::{Expected, Input, Noun, Parsed, duration, grant, refuse, selector, star_key, unmet};
use crate::command::{Command, PointForm};
use crate::{Diagnostic, ParseError, Selector};

const COMMAND: Expected = Expected::OneOf {
    noun: "a command",
    names: WORDS,
    such_as: &["create", "ping"],
};

/// A command with its blanks and its optional `;`.
pub(crate) fn command<P: PointForm>(input: &mut Input<'_>) -> Parsed<Command<P>> {
    blanks(input)?;
    let command = words(input)?;
    blanks(input)?;
    maybe(input, ";");
    blanks(input)?;
    if let Some(next) = next_word(input) {
        let at = here(input);
        input.state.hint(
            at,
            format!("this is one command: `{next}` begins another, on a line of its own"),
        );
    }
    Ok(command)
}

/// The first word of a command, if that is next.
fn next_word(input: &Input<'_>) -> Option<&'static str> {
    first_word(rest(input))
}

/// The word of a command with which the text begins.
fn first_word(text: &str) -> Option<&'static str> {
    let word = text.split(|c| !is_word(c)).next()?;
    WORDS.iter().copied().find(|known| *known == word)
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
                // The longest, since `grants` begins with `grant`.
                WORDS
                    .iter()
                    .filter(|known| word.starts_with(**known))
                    .max_by_key(|known| known.len())
                    .map(|known| format!("put a blank after `{known}`")),
            )
            .or_hint(Some("`help` lists the commands".to_owned())),
        );
    }
    Ok(word)
}

fn words<P: PointForm>(input: &mut Input<'_>) -> Parsed<Command<P>> {
    Ok(match word(input)? {
        "create" => Command::Create(particles::create(input)?),
        "publish" => Command::Publish(particles::publish(input)?),
        "launch" => Command::Launch(particles::launch(input)?),
        "select" => Command::Select(particles::select(input)?),
        "get" => Command::Get(particles::get(input)?),
        "set" => Command::Set(particles::set(input)?),
        "read" => Command::Read(point(input)?),
        "write" => Command::Write(particles::write(input)?),
        "delete" => Command::Delete(selector(input)?),
        "ping" => Command::Ping(waves::send(input)?),
        "signal" => Command::Signal(waves::send(input)?),
        "ripple" => Command::Ripple(waves::ripple(input)?),
        "watch" => Command::Watch(waves::watch(input)?),
        "unwatch" => Command::Unwatch(number(input, waves::SUBSCRIPTION)?),
        "grant" => Command::Grant(grant::terms(input)?),
        "grants" => Command::Grants(clause(input, "on")?),
        "revoke" => Command::Revoke(access::revoke(input)?),
        "chown" => Command::Chown(access::chown(input)?),
        "as" => Command::As(point(input)?),
        "move" => Command::Move(fabric::relocate(input)?),
        "pause" => Command::Pause(point(input)?),
        "resume" => Command::Resume(point(input)?),
        "init" => Command::Init(point(input)?),
        "stars" => Command::Stars,
        "lanes" => Command::Lanes,
        "stop" => Command::Stop(fabric::star(input)?),
        "start" => Command::Start(fabric::star(input)?),
        "cut" => Command::Cut(fabric::after_gap(input)?),
        "mend" => Command::Mend(fabric::after_gap(input)?),
        "slow" => Command::Slow(fabric::slow(input)?),
        "lose" => Command::Lose(fabric::flaw(input)?),
        "double" => Command::Double(fabric::flaw(input)?),
        "shuffle" => Command::Shuffle(fabric::flaw(input)?),
        "storm" => Command::Storm(fabric::storm(input)?),
        "seed" => Command::Seed(number(input, fabric::SEED)?),
        "speed" => {
            gap(input, fabric::SPEED)?;
            Command::Speed(speed(input)?)
        }
        "advance" => {
            blanks(input)?;
            Command::Advance(duration::duration(input)?)
        }
        "upload" => Command::Upload(fabric::upload(input)?),
        _ => Command::Help(help(input)?),
    })
}

/// A blank and a point.
fn point<P: PointForm>(input: &mut Input<'_>) -> Parsed<P> {
    gap(input, POINT)?;
    P::read(input)
}

/// A blank and a selector.
fn selector(input: &mut Input<'_>) -> Parsed<Selector> {
    gap(input, SELECTOR)?;
    selector::selector(input)
}

/// A blank, a keyword, and a selector.
fn clause(input: &mut Input<'_>, word: &'static str) -> Parsed<Selector> {
    link(input, word)?;
    selector(input)
}

/// A blank and a keyword.
fn link(input: &mut Input<'_>, word: &'static str) -> Parsed<()> {
    gap(input, Expected::Text(word))?;
    keyword(word).parse_next(input)
}

/// A blank and a whole number.
fn number(input: &mut Input<'_>, what: Expected) -> Parsed<u64> {
    gap(input, what)?;
    let (digits, span) = run_span(input, |c| c.is_ascii_digit())?;
    if digits.is_empty() {
        input.state.expect(span.start, what);
        return unmet();
    }
    match digits.parse() {
        Ok(number) => Ok(number),
        Err(_) => refuse(Diagnostic::error(
            "number-too-large",
            span,
            format!("a whole number here is at most {}", u64::MAX),
        )),
    }
}

/// Whether the command ends here.
fn ends_here(input: &Input<'_>) -> bool {
    rest(input).is_empty() || rest(input).starts_with(';')
}

fn help(input: &mut Input<'_>) -> Parsed<Option<SmolStr>> {
    blanks(input)?;
    let at = here(input);
    if ends_here(input) {
        input.state.also(at, COMMAND);
        return Ok(None);
    }
    word(input).map(|word| Some(word.into()))
}

impl<P: PointForm> fmt::Display for Command<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Command::Grant(grant) = self {
            return write!(f, "{grant}");
        }
        f.write_str(self.word())?;
        match self {
            Command::Grant(_) => Ok(()),
            Command::Create(create) => write!(f, "{create}"),
            Command::Publish(publish) => write!(f, " {publish}"),
            Command::Launch(launch) => write!(f, " {launch}"),
            Command::Select(select) => write!(f, " {select}"),
            Command::Get(get) => write!(f, " {get}"),
            Command::Set(set) => write!(f, " {set}"),
            Command::Write(write) => write!(f, " {write}"),
            Command::Delete(selector) => write!(f, " {selector}"),
            Command::Ping(send) | Command::Signal(send) => write!(f, " {send}"),
            Command::Ripple(ripple) => write!(f, " {ripple}"),
            Command::Watch(watch) => write!(f, " {watch}"),
            Command::Unwatch(number) | Command::Seed(number) => write!(f, " {number}"),
            Command::Grants(selector) => write!(f, " on {selector}"),
            Command::Revoke(revoke) => write!(f, " {revoke}"),
            Command::Chown(chown) => write!(f, " {chown}"),
            Command::Move(change) => write!(f, " {change}"),
            Command::Read(point)
            | Command::As(point)
            | Command::Pause(point)
            | Command::Resume(point)
            | Command::Init(point) => write!(f, " {point}"),
            Command::Stars | Command::Lanes | Command::Help(None) => Ok(()),
            Command::Stop(star) | Command::Start(star) => write!(f, " {}", star_key::Bare(star)),
            Command::Cut(lane) | Command::Mend(lane) => write!(f, " {lane}"),
            Command::Slow(slow) => write!(f, " {slow}"),
            Command::Lose(flaw) | Command::Double(flaw) | Command::Shuffle(flaw) => {
                write!(f, " {flaw}")
            }
            Command::Storm(storm) => write!(f, " {storm}"),
            Command::Speed(speed) => write!(f, " {speed}"),
            Command::Advance(time) => write!(f, " {}", duration::Printed(*time)),
            Command::Upload(upload) => write!(f, " {upload}"),
            Command::Help(Some(word)) => write!(f, " {word}"),
        }
    }
}

impl<P: PointForm> std::str::FromStr for Command<P> {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        super::parse(Noun::Command, text, command)
    }
}

text_serde!(Command);
