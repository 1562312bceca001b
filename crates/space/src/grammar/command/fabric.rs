//! Stars, the lanes between them, and how time goes.
//!
//! ```text
//! move     = 'move' point 'to' star                       star  = name ':' name '[' number ']'
//! stop     = 'stop' star        start likewise            lane  = star '--' star
//! cut      = 'cut' lane         mend likewise
//! slow     = 'slow' lane duration
//! lose     = 'lose' lane probability                      double, shuffle likewise
//! storm    = 'storm' number (('loss' | 'double' | 'shuffle') '=' probability | 'delay' '=' duration)* 'for' duration
//! seed     = 'seed' number      speed = 'speed' decimal   advance = 'advance' duration
//! upload   = 'upload' name path?
//! ```

use std::fmt;
use std::time::Duration;

use smol_str::SmolStr;
use winnow::Parser;

use super::{ends_here, link, number, point};
use crate::command::{Flaw, Lane, Move, PointForm, Probability, Slow, Speed, Storm, Upload};
use crate::grammar::expected::shorten;
use crate::grammar::lexeme::{blanks, gap, here, is_word, rest, run_span, symbol};
use crate::grammar::text_form::{text_form, text_serde};
use crate::grammar::{
    Expected, Input, Parsed, decimal, duration, quoted, refuse, star_key, substance, unmet,
};
use crate::{Diagnostic, StarKey};

pub(super) const SEED: Expected = Expected::Free {
    noun: "a seed",
    such_as: &["7"],
};

pub(super) const SPEED: Expected = Expected::Free {
    noun: "a speed",
    such_as: &["0.5", "10"],
};

pub(crate) const STAR: Expected = Expected::Free {
    noun: "a star",
    such_as: &["central:fold[0]"],
};

pub(crate) const LANE: Expected = Expected::Free {
    noun: "a lane",
    such_as: &["central:fold[0]--central:nexus[1]"],
};

const PROBABILITY: Expected = Expected::Free {
    noun: "a probability from 0 to 1",
    such_as: &["0.1"],
};

const PATH: Expected = Expected::Free {
    noun: "the path of a file",
    such_as: &["mechtrons/echo.wat"],
};

const STORM: &[&str] = &["loss", "delay", "double", "shuffle", "for"];

/// A blank and a star.
pub(super) fn star(input: &mut Input<'_>) -> Parsed<StarKey> {
    gap(input, STAR)?;
    plain_star(input, STAR)
}

/// A star, or what is told of what stands in its place.
fn plain_star(input: &mut Input<'_>, what: Expected) -> Parsed<StarKey> {
    let at = here(input);
    if rest(input).starts_with("STAR::") || rest(input).starts_with("<<") {
        input.state.expect(at, what);
        input.state.hint(
            at,
            "a command names a star without `STAR::`: `central:fold[0]`",
        );
        return unmet();
    }
    if !rest(input).starts_with(is_word) {
        input.state.expect(at, what);
        return unmet();
    }
    star_key::bare(input)
}

/// A lane.
pub(crate) fn lane(input: &mut Input<'_>) -> Parsed<Lane> {
    let from = plain_star(input, LANE)?;
    let at = here(input);
    input.state.hint(
        at,
        "a lane is two stars: `central:fold[0]--central:nexus[1]`",
    );
    symbol("--").parse_next(input)?;
    Ok(Lane {
        from,
        to: plain_star(input, STAR)?,
    })
}

/// A blank and a lane.
pub(super) fn after_gap(input: &mut Input<'_>) -> Parsed<Lane> {
    gap(input, LANE)?;
    lane(input)
}

pub(super) fn relocate<P: PointForm>(input: &mut Input<'_>) -> Parsed<Move<P>> {
    let point = point(input)?;
    link(input, "to")?;
    Ok(Move {
        point,
        to: star(input)?,
    })
}

pub(super) fn slow(input: &mut Input<'_>) -> Parsed<Slow> {
    gap(input, LANE)?;
    lane_and_latency(input)
}

/// A lane and how long a Wave takes on it.
fn lane_and_latency(input: &mut Input<'_>) -> Parsed<Slow> {
    let lane = lane(input)?;
    gap(input, duration::DURATION)?;
    Ok(Slow {
        lane,
        latency: duration::duration(input)?,
    })
}

pub(super) fn flaw(input: &mut Input<'_>) -> Parsed<Flaw> {
    let lane = after_gap(input)?;
    gap(input, PROBABILITY)?;
    Ok(Flaw {
        lane,
        often: probability(input)?,
    })
}

/// A probability.
pub(crate) fn probability(input: &mut Input<'_>) -> Parsed<Probability> {
    measured(input, PROBABILITY, "bad-probability", |text| {
        let millionths = u32::try_from(decimal::count(text, 1_000_000)?).ok()?;
        Probability::of_millionths(millionths)
    })
}

/// A speed.
pub(crate) fn speed(input: &mut Input<'_>) -> Parsed<Speed> {
    measured(input, SPEED, "bad-speed", |text| {
        let millionths = u64::try_from(decimal::count(text, 1_000_000)?).ok()?;
        Speed::of_millionths(millionths)
    })
}

/// A decimal number that `read` takes.
fn measured<T>(
    input: &mut Input<'_>,
    what: Expected,
    code: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Parsed<T> {
    let (text, span) = run_span(input, |c| is_word(c) || "+.%".contains(c))?;
    if text.is_empty() {
        input.state.expect(span.start, what);
        return unmet();
    }
    match read(text) {
        Some(value) => Ok(value),
        None => refuse(
            Diagnostic::error(
                code,
                span,
                format!("expected {}, found `{}`", what.sentence(), shorten(text)),
            )
            .hint(match what {
                SPEED => "a speed is above 0 and at most 1000000, with at most six decimals; 1 is as fast as a clock",
                _ => "a probability is at most 1, with at most six decimals",
            }),
        ),
    }
}

pub(super) fn storm(input: &mut Input<'_>) -> Parsed<Storm> {
    let mut storm = Storm {
        seed: number(input, SEED)?,
        loss: Probability::default(),
        delay: Duration::ZERO,
        double: Probability::default(),
        shuffle: Probability::default(),
        lasts: Duration::ZERO,
    };
    let mut given = Vec::new();
    let part = Expected::OneOf {
        noun: "a part of the storm",
        names: STORM,
        such_as: &["loss=0.1", "delay=5ms", "for 30s"],
    };
    loop {
        gap(input, part)?;
        let (word, span) = run_span(input, is_word)?;
        input.state.expect(span.start, part);
        let Some(name) = STORM.iter().copied().find(|name| *name == word) else {
            return unmet();
        };
        if given.contains(&name) {
            let sentence = format!("`{name}` was said already");
            return refuse(Diagnostic::error("twice", span, sentence));
        }
        given.push(name);
        if name == "for" {
            gap(input, duration::DURATION)?;
            storm.lasts = duration::duration(input)?;
            return Ok(storm);
        }
        symbol("=").parse_next(input)?;
        match name {
            "loss" => storm.loss = probability(input)?,
            "double" => storm.double = probability(input)?,
            "shuffle" => storm.shuffle = probability(input)?,
            _ => storm.delay = duration::duration(input)?,
        }
    }
}

pub(super) fn upload(input: &mut Input<'_>) -> Parsed<Upload> {
    gap(input, substance::FILE_NAME)?;
    let name = substance::file_name(input)?;
    let end = here(input);
    blanks(input)?;
    let at = here(input);
    let path = if ends_here(input) || at == end {
        input.state.also(at, PATH);
        None
    } else if quoted::opens(input) {
        Some(quoted::quoted(input)?.into())
    } else {
        let (path, _) = run_span(input, |c| !c.is_whitespace() && c != ';')?;
        Some(SmolStr::from(path))
    };
    Ok(Upload { name, path })
}

/// Whether a path can stand without quotes.
fn bare_path(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with(['"', '\''])
        && !path.contains(|c: char| c.is_whitespace() || c.is_control() || c == ';')
}

impl fmt::Display for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (star_key::Bare(&self.from), star_key::Bare(&self.to));
        write!(f, "{from}--{to}")
    }
}

/// Millionths as a decimal number.
fn print_millionths(f: &mut fmt::Formatter<'_>, count: u128) -> fmt::Result {
    write!(f, "{}", decimal::Printed { count, places: 6 })
}

impl fmt::Display for Probability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print_millionths(f, self.millionths().into())
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print_millionths(f, self.millionths().into())
    }
}

impl<P: PointForm> fmt::Display for Move<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.point, star_key::Bare(&self.to))
    }
}

impl fmt::Display for Slow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.lane, duration::Printed(self.latency))
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.lane, self.often)
    }
}

impl fmt::Display for Storm {
    /// What does not happen is left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.seed)?;
        let never = Probability::default();
        if self.loss != never {
            write!(f, " loss={}", self.loss)?;
        }
        if !self.delay.is_zero() {
            write!(f, " delay={}", duration::Printed(self.delay))?;
        }
        if self.double != never {
            write!(f, " double={}", self.double)?;
        }
        if self.shuffle != never {
            write!(f, " shuffle={}", self.shuffle)?;
        }
        write!(f, " for {}", duration::Printed(self.lasts))
    }
}

impl fmt::Display for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match &self.path {
            None => Ok(()),
            Some(path) if bare_path(path) => write!(f, " {path}"),
            Some(path) => write!(f, " {}", quoted::print(path)),
        }
    }
}

text_form!(Lane, Lane, super::fabric::lane);
text_form!(Slow, Lane, super::fabric::lane_and_latency);
text_form!(Probability, Probability, super::fabric::probability);
text_form!(Speed, Speed, super::fabric::speed);
text_serde!(Lane, Probability, Speed);
