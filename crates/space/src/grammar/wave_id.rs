//! Wave ids `<Wave<Ping>>::0b2c6a52-6f1c-4a39-9d0c-0d4b9d0f7f11`.

use std::fmt;

use winnow::Parser;

use super::lexeme::{is_word, run_span, symbol};
use super::text_form::text_form;
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::{Diagnostic, WaveId, WaveKind};

/// 128 bits as their text: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
pub(crate) struct Hyphenated(pub(crate) u128);

impl fmt::Display for Hyphenated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(bits) = *self;
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            bits >> 96,
            (bits >> 80) & 0xffff,
            (bits >> 64) & 0xffff,
            (bits >> 48) & 0xffff,
            bits & 0xffff_ffff_ffff
        )
    }
}

/// Reads what [`Hyphenated`] prints.
pub(crate) fn uuid_of(text: &str) -> Option<u128> {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    let digits: String = text.split('-').collect();
    let plain = groups == [8, 4, 4, 4, 12] && digits.chars().all(|c| c.is_ascii_hexdigit());
    plain
        .then(|| u128::from_str_radix(&digits, 16).ok())
        .flatten()
}

/// 128 bits.
pub(crate) fn uuid(input: &mut Input<'_>) -> Parsed<u128> {
    let (text, span) = run_span(input, is_word)?;
    if text.is_empty() {
        input.state.expect(
            span.start,
            Expected::Free {
                noun: "a uuid",
                such_as: &["0b2c6a52-6f1c-4a39-9d0c-0d4b9d0f7f11"],
            },
        );
        return unmet();
    }
    match uuid_of(text) {
        Some(uuid) => Ok(uuid),
        None => refuse(
            Diagnostic::error(
                "bad-uuid",
                span,
                format!("`{}` is no uuid", super::expected::shorten(text)),
            )
            .hint("a uuid looks like `0b2c6a52-6f1c-4a39-9d0c-0d4b9d0f7f11`"),
        ),
    }
}

/// An id.
pub(crate) fn wave_id(input: &mut Input<'_>) -> Parsed<WaveId> {
    symbol("<Wave<").parse_next(input)?;
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(
        span.start,
        Expected::OneOf {
            noun: "a kind of Wave",
            names: WaveKind::NAMES,
            such_as: WaveKind::NAMES,
        },
    );
    if word.is_empty() {
        return unmet();
    }
    let Some(kind) = WaveKind::from_name(word) else {
        return refuse(
            Diagnostic::error(
                "unknown-wave-kind",
                span,
                format!("`{}` is no kind of Wave", super::expected::shorten(word)),
            )
            .nearest(word, WaveKind::NAMES.iter().copied()),
        );
    };
    symbol(">>::").parse_next(input)?;
    Ok(WaveId {
        kind,
        uuid: uuid(input)?,
    })
}

impl fmt::Display for WaveKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for WaveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<Wave<{}>>::{}", self.kind, Hyphenated(self.uuid))
    }
}

text_form!(WaveId, WaveId, super::wave_id::wave_id);

/// The serde form of 128 bits: text for people, a number for machines. JSON has no number that
/// wide.
pub(crate) mod uuid_form {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(uuid: &u128, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(&super::Hyphenated(*uuid))
        } else {
            uuid.serialize(serializer)
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<u128, D::Error> {
        if !deserializer.is_human_readable() {
            return u128::deserialize(deserializer);
        }
        let text = String::deserialize(deserializer)?;
        super::uuid_of(&text).ok_or_else(|| D::Error::custom("expected a uuid"))
    }
}
