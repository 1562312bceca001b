//! Surfaces `localhost:app@Shell+Topic<Cli>`, layers and topics.
//!
//! ```text
//! surface = point ('@' layer ('+' topic)?)?
//! topic   = 'Topic<' ('!' | '*' | 'Cli' | 'Uuid>(' uuid ')' | 'Path>(' name (':' name)* ')') '>'
//! ```

use std::fmt;

use winnow::Parser;

use super::lexeme::{here, is_word, maybe, peek, rest, run_span, symbol};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, point, refuse, unmet, wave_id};
use crate::command::PointForm;
use crate::{Diagnostic, Layer, Surface, Topic};

const LAYERS: &[&str] = &[
    "Gravity", "Field", "Shell", "Portal", "Host", "Guest", "Core",
];

const TOPICS: &[&str] = &["!", "*", "Cli", "Uuid", "Path"];

/// The name of a layer.
pub(crate) fn layer(input: &mut Input<'_>) -> Parsed<Layer> {
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(
        span.start,
        Expected::OneOf {
            noun: "a layer",
            names: LAYERS,
            such_as: &["Field", "Core"],
        },
    );
    if word.is_empty() {
        return unmet();
    }
    match Layer::ALL.iter().find(|layer| layer.name() == word) {
        Some(layer) => Ok(*layer),
        None => refuse(
            Diagnostic::error(
                "unknown-layer",
                span,
                format!(
                    "expected a layer such as `Field` or `Core`, found `{}`",
                    super::expected::shorten(word)
                ),
            )
            .nearest(word, LAYERS.iter().copied())
            .or_hint(Some(format!("the layers are {}", LAYERS.join(", ")))),
        ),
    }
}

/// A topic; nothing stands for [`Topic::None`].
pub(crate) fn topic(input: &mut Input<'_>) -> Parsed<Topic> {
    if rest(input).is_empty() {
        let at = here(input);
        input.state.also(at, Expected::Text("Topic<"));
        return Ok(Topic::None);
    }
    some_topic(input)
}

/// A topic that is there.
pub(crate) fn some_topic(input: &mut Input<'_>) -> Parsed<Topic> {
    symbol("Topic<").parse_next(input)?;
    let (word, span) = match peek(input) {
        Some('!' | '*') => run_span(input, |c| c == '!' || c == '*')?,
        _ => run_span(input, is_word)?,
    };
    input.state.expect(
        span.start,
        Expected::OneOf {
            noun: "a topic",
            names: TOPICS,
            such_as: &["Cli", "*"],
        },
    );
    if word.is_empty() {
        return unmet();
    }
    if !TOPICS.contains(&word) {
        return refuse(
            Diagnostic::error(
                "unknown-topic",
                span,
                format!(
                    "expected a topic such as `Cli` or `*`, found `{}`",
                    super::expected::shorten(word)
                ),
            )
            .nearest(word, TOPICS.iter().copied())
            .or_hint(Some(format!("the topics are {}", TOPICS.join(", ")))),
        );
    }
    symbol(">").parse_next(input)?;
    Ok(match word {
        "!" => Topic::Not,
        "*" => Topic::Any,
        "Cli" => Topic::Cli,
        "Uuid" => {
            symbol("(").parse_next(input)?;
            let uuid = wave_id::uuid(input)?;
            symbol(")").parse_next(input)?;
            Topic::Uuid(uuid)
        }
        _ => {
            symbol("(").parse_next(input)?;
            let mut names = vec![name(input)?];
            while maybe(input, ":") {
                let at = here(input);
                names.push(name(input)?);
                point::deep(names.len(), &(at..here(input)))?;
            }
            symbol(")").parse_next(input)?;
            Topic::Path(names)
        }
    })
}

fn name(input: &mut Input<'_>) -> Parsed<Box<str>> {
    let at = here(input);
    let starts = peek(input).is_some_and(|c| c.is_ascii_lowercase());
    let (name, _) = run_span(input, |c| starts && (c.is_ascii_alphanumeric() || c == '-'))?;
    if name.is_empty() {
        input.state.expect(
            at,
            Expected::Free {
                noun: "a name",
                such_as: &["news"],
            },
        );
        return unmet();
    }
    Ok(name.into())
}

/// A surface; a point alone stands for its core.
pub(crate) fn surface<P: PointForm>(input: &mut Input<'_>) -> Parsed<Surface<P>> {
    let mut surface = Surface::new(P::read(input)?, Layer::Core);
    if maybe(input, "@") {
        surface.layer = layer(input)?;
        if maybe(input, "+") {
            surface.topic = some_topic(input)?;
        }
    } else if rest(input).starts_with('+') {
        return bare_topic(input, &surface.point);
    }
    Ok(surface)
}

/// Refuses the `+` of a topic that follows on `point` itself.
pub(crate) fn bare_topic<T>(input: &Input<'_>, point: &impl fmt::Display) -> Parsed<T> {
    let at = here(input);
    refuse(
        Diagnostic::error(
            "expected",
            at..at + 1,
            "expected `@` and a layer before a topic",
        )
        .hint(format!("write `{point}@Core+Topic<Cli>`")),
    )
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Topic::None => Ok(()),
            Topic::Not => f.write_str("Topic<!>"),
            Topic::Any => f.write_str("Topic<*>"),
            Topic::Cli => f.write_str("Topic<Cli>"),
            Topic::Uuid(uuid) => write!(f, "Topic<Uuid>({})", wave_id::Hyphenated(*uuid)),
            Topic::Path(names) => write!(f, "Topic<Path>({})", names.join(":")),
        }
    }
}

impl<P: PointForm> fmt::Display for Surface<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.point, self.layer)?;
        match self.topic {
            Topic::None => Ok(()),
            ref topic => write!(f, "+{topic}"),
        }
    }
}

text_form!(Layer, Layer, super::surface::layer);
text_form!(Topic, Topic, super::surface::topic);
text_form!(Surface, Surface, super::surface::surface);
text_serde!(Topic, Surface);
