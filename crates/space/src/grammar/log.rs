//! Levels of logs `Warn`, and spans as their uuids.

use std::fmt;

use super::named::Names;
use super::text_form::text_form;
use super::wave_id::{Hyphenated, uuid};
use super::{Expected, Input, Parsed};
use crate::log::{LogLevel, SpanId};

const LEVEL: Names<LogLevel> = Names {
    code: "unknown-level",
    one: "level",
    many: "levels",
    all: LogLevel::ALL,
    name: LogLevel::name,
    expected: Expected::OneOf {
        noun: "a level",
        names: &["Trace", "Debug", "Info", "Warn", "Error"],
        such_as: &["Info", "Error"],
    },
};

/// A level.
pub(crate) fn level(input: &mut Input<'_>) -> Parsed<LogLevel> {
    LEVEL.parse(input)
}

/// A span.
pub(crate) fn span_id(input: &mut Input<'_>) -> Parsed<SpanId> {
    uuid(input).map(SpanId)
}

impl fmt::Display for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for SpanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hyphenated(self.0).fmt(f)
    }
}

text_form!(LogLevel, LogLevel, super::log::level);
text_form!(SpanId, SpanId, super::log::span_id);
