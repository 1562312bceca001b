//! The serde form of logs: short where a person may read it, else all fields in order.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;

use super::{
    AuditLog, Log, LogLevel, LogPayload, LogSource, LogSpan, LogSubstance, PointlessLog, SpanExit,
    SpanId,
};
use crate::Point;

/// An entry as it stands in JSON.
#[derive(Serialize, Deserialize)]
struct Entry {
    point: Point,
    #[serde(default)]
    level: LogLevel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mark: Option<SmolStr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    action: Option<SmolStr>,
    #[serde(default, skip_serializing_if = "usual")]
    source: LogSource,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    span: Option<SpanId>,
    #[serde(default, skip_serializing_if = "zero")]
    timestamp: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<SmolStr>,
    // `null` is data too
    #[serde(default, skip_serializing_if = "Option::is_none", with = "data")]
    json: Option<serde_json::Value>,
}

/// Data that may be `null`, and may be left out.
mod data {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::Value;

    pub(super) fn serialize<S: Serializer>(
        json: &Option<Value>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        json.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Value>, D::Error> {
        Value::deserialize(deserializer).map(Some)
    }
}

fn usual(source: &LogSource) -> bool {
    *source == LogSource::default()
}

fn zero(timestamp: &u64) -> bool {
    *timestamp == 0
}

impl From<&Log> for Entry {
    fn from(log: &Log) -> Self {
        let (message, json) = match &log.payload {
            LogPayload::Message(message) => (Some(message.clone()), None),
            LogPayload::Json(json) => (None, Some(json.as_ref().clone())),
            LogPayload::Both { message, json } => {
                (Some(message.clone()), Some(json.as_ref().clone()))
            }
        };
        Self {
            point: log.point.clone(),
            level: log.level,
            mark: log.mark.clone(),
            action: log.action.clone(),
            source: log.source,
            span: log.span,
            timestamp: log.timestamp,
            message,
            json,
        }
    }
}

impl Entry {
    fn log(self) -> Option<Log> {
        let payload = match (self.message, self.json.map(Box::new)) {
            (Some(message), None) => LogPayload::Message(message),
            (None, Some(json)) => LogPayload::Json(json),
            (Some(message), Some(json)) => LogPayload::Both { message, json },
            (None, None) => return None,
        };
        Some(Log {
            point: self.point,
            level: self.level,
            mark: self.mark,
            action: self.action,
            source: self.source,
            span: self.span,
            timestamp: self.timestamp,
            payload,
        })
    }
}

impl Serialize for Log {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            Entry::from(self).serialize(serializer)
        } else {
            Log::serialize(self, serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Log {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return Log::deserialize(deserializer);
        }
        Entry::deserialize(deserializer)?
            .log()
            .ok_or_else(|| D::Error::custom("a log needs a `message` or `json`"))
    }
}

/// What is not an entry, as it stands in JSON.
#[derive(Serialize, Deserialize)]
enum Other {
    Span(LogSpan),
    Exit(SpanExit),
    Audit(AuditLog),
    Pointless(PointlessLog),
}

/// Anything, as it stands in JSON.
#[derive(Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a log, or one of `Span`, `Exit`, `Audit` and `Pointless`"
)]
enum Readable {
    Log(Log),
    Other(Other),
}

impl Serialize for LogSubstance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return LogSubstance::serialize(self, serializer);
        }
        let other = match self.clone() {
            LogSubstance::Log(log) => return log.serialize(serializer),
            LogSubstance::Span(span) => Other::Span(span),
            LogSubstance::Exit(exit) => Other::Exit(exit),
            LogSubstance::Audit(audit) => Other::Audit(audit),
            LogSubstance::Pointless(log) => Other::Pointless(log),
        };
        other.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for LogSubstance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return LogSubstance::deserialize(deserializer);
        }
        Ok(match Readable::deserialize(deserializer)? {
            Readable::Log(log) => LogSubstance::Log(log),
            Readable::Other(Other::Span(span)) => LogSubstance::Span(span),
            Readable::Other(Other::Exit(exit)) => LogSubstance::Exit(exit),
            Readable::Other(Other::Audit(audit)) => LogSubstance::Audit(audit),
            Readable::Other(Other::Pointless(log)) => LogSubstance::Pointless(log),
        })
    }
}
