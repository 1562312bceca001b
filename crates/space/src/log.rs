//! Logs: what Particles and the Hyperverse say of their own work.
//!
//! Records are plain data and loggers are plain values: a [`Logger`] makes a record and whoever
//! called it sends it. Time and the ids of spans come from the caller, since nothing here knows a
//! clock or chance.
//!
//! ```
//! use orrery_space::log::{LogSource, Logger, SpanId};
//! let logger = Logger::new(LogSource::Core, "localhost:app".parse()?);
//! let (work, entry) = logger.span(SpanId(1), 1_000);
//! let log = work.logger().info(1_005, "at work");
//! assert_eq!(log.span, Some(entry.id));
//! assert_eq!(work.exit(1_010).timestamp, 1_010);
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

mod form;
mod logger;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::Point;
use crate::substance::json_form;

pub use self::logger::{Logger, OpenSpan};

/// How much a log entry matters.
///
/// ```
/// use orrery_space::log::LogLevel;
/// assert_eq!("Warn".parse::<LogLevel>()?, LogLevel::Warn);
/// assert!(LogLevel::Warn > LogLevel::Info);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[allow(missing_docs)] // the usual five
pub enum LogLevel {
    Trace,
    Debug,
    #[default]
    Info,
    Warn,
    Error,
}

impl LogLevel {
    /// All levels, the least first.
    pub const ALL: &'static [LogLevel] = &[
        LogLevel::Trace,
        LogLevel::Debug,
        LogLevel::Info,
        LogLevel::Warn,
        LogLevel::Error,
    ];

    /// The name as it stands in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LogLevel::Trace => "Trace",
            LogLevel::Debug => "Debug",
            LogLevel::Info => "Info",
            LogLevel::Warn => "Warn",
            LogLevel::Error => "Error",
        }
    }
}

/// Which side of a Particle speaks.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum LogSource {
    /// The Hyperverse, which carries it.
    Shell,
    /// The Particle itself.
    #[default]
    Core,
}

/// The identity of a span, unique in a cosmos. Its text is that of a uuid.
///
/// ```
/// use orrery_space::log::SpanId;
/// let id: SpanId = "00000000-0000-0000-0000-000000000007".parse()?;
/// assert_eq!(id, SpanId(7));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SpanId(#[serde(with = "crate::grammar::wave_id::uuid_form")] pub u128);

/// What a log entry says: words, data, or words about data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum LogPayload {
    /// Words.
    Message(SmolStr),
    /// Data.
    Json(#[serde(with = "json_form")] Box<serde_json::Value>),
    /// Words about data.
    Both {
        /// The words.
        message: SmolStr,
        /// The data.
        #[serde(with = "json_form")]
        json: Box<serde_json::Value>,
    },
}

/// A log entry.
///
/// In JSON the payload stands as `message` and `json`, and what is not there is left out.
///
/// ```
/// use orrery_space::log::{Log, LogLevel};
/// let text = r#"{"point":"localhost:app","level":"Info","message":"hi"}"#;
/// let log: Log = serde_json::from_str(text)?;
/// assert_eq!(log.payload.to_string(), "hi");
/// assert_eq!(serde_json::to_string(&log)?, text);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct Log {
    /// Who logs.
    pub point: Point,
    /// How much it matters.
    pub level: LogLevel,
    /// Where in its work it is.
    pub mark: Option<SmolStr>,
    /// What it is doing.
    pub action: Option<SmolStr>,
    /// Which side of it speaks.
    pub source: LogSource,
    /// The span to which the entry belongs.
    pub span: Option<SpanId>,
    /// When: milliseconds of the caller's clock.
    pub timestamp: u64,
    /// What happened.
    pub payload: LogPayload,
}

/// A span has been entered: a piece of work with a beginning and an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogSpan {
    /// Its identity.
    pub id: SpanId,
    /// Whose work it is.
    pub point: Point,
    /// Where in its work it is.
    pub mark: Option<SmolStr>,
    /// What it is doing.
    pub action: Option<SmolStr>,
    /// The span of which this is a part.
    pub parent: Option<SpanId>,
    /// What is known of it at its beginning.
    pub attributes: BTreeMap<SmolStr, SmolStr>,
    /// When: milliseconds of the caller's clock.
    pub timestamp: u64,
}

/// A span has been left. There is one for each span that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanExit {
    /// The span.
    pub id: SpanId,
    /// Whose work it was.
    pub point: Point,
    /// What has become known of it in the meantime.
    pub attributes: BTreeMap<SmolStr, SmolStr>,
    /// When: milliseconds of the caller's clock.
    pub timestamp: u64,
}

/// What is kept for an account: measures by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLog {
    /// Who is accounted for.
    pub point: Point,
    /// When: milliseconds of the caller's clock.
    pub timestamp: u64,
    /// The measures.
    pub metrics: BTreeMap<SmolStr, SmolStr>,
}

/// A log entry of nobody, such as one about logging itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointlessLog {
    /// How much it matters.
    pub level: LogLevel,
    /// When: milliseconds of the caller's clock.
    pub timestamp: u64,
    /// What happened.
    pub message: SmolStr,
}

/// Anything that is sent to a logger.
///
/// In JSON a log entry stands as it is, the others in an object with their name:
/// `{"Audit":{…}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub enum LogSubstance {
    /// An entry.
    Log(Log),
    /// A span has been entered.
    Span(LogSpan),
    /// A span has been left.
    Exit(SpanExit),
    /// An account.
    Audit(AuditLog),
    /// An entry of nobody.
    Pointless(PointlessLog),
}

impl Log {
    /// An entry of the Particle itself that says no more than this.
    #[must_use]
    pub fn new(
        point: Point,
        level: LogLevel,
        timestamp: u64,
        payload: impl Into<LogPayload>,
    ) -> Self {
        Self {
            point,
            level,
            mark: None,
            action: None,
            source: LogSource::Core,
            span: None,
            timestamp,
            payload: payload.into(),
        }
    }
}

impl AuditLog {
    /// With one more measure.
    #[must_use]
    pub fn with(mut self, name: impl Into<SmolStr>, value: impl Into<SmolStr>) -> Self {
        self.metrics.insert(name.into(), value.into());
        self
    }
}

impl LogSubstance {
    /// Who speaks, if it is somebody.
    #[must_use]
    pub fn point(&self) -> Option<&Point> {
        match self {
            LogSubstance::Log(log) => Some(&log.point),
            LogSubstance::Span(span) => Some(&span.point),
            LogSubstance::Exit(exit) => Some(&exit.point),
            LogSubstance::Audit(audit) => Some(&audit.point),
            LogSubstance::Pointless(_) => None,
        }
    }

    /// How much it matters: spans and accounts are for whoever looks closely.
    #[must_use]
    pub fn level(&self) -> LogLevel {
        match self {
            LogSubstance::Log(log) => log.level,
            LogSubstance::Pointless(log) => log.level,
            LogSubstance::Span(_) | LogSubstance::Exit(_) => LogLevel::Trace,
            LogSubstance::Audit(_) => LogLevel::Debug,
        }
    }
}

impl fmt::Display for LogPayload {
    /// The words, then the data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LogPayload::Message(message) => f.write_str(message),
            LogPayload::Json(json) => json.fmt(f),
            LogPayload::Both { message, json } => write!(f, "{message}: {json}"),
        }
    }
}

impl fmt::Display for LogSubstance {
    /// What a person reads, without who and when.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LogSubstance::Log(log) => log.payload.fmt(f),
            LogSubstance::Span(span) => list(f, &format!("enters {}", span.id), &span.attributes),
            LogSubstance::Exit(exit) => list(f, &format!("leaves {}", exit.id), &exit.attributes),
            LogSubstance::Audit(audit) => list(f, "audit", &audit.metrics),
            LogSubstance::Pointless(log) => f.write_str(&log.message),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, what: &str, named: &BTreeMap<SmolStr, SmolStr>) -> fmt::Result {
    f.write_str(what)?;
    for (name, value) in named {
        write!(f, " {name}={value}")?;
    }
    Ok(())
}

macro_rules! messages {
    ($($text:ty),*) => {
        $(impl From<$text> for LogPayload {
            fn from(message: $text) -> Self {
                LogPayload::Message(message.into())
            }
        })*
    };
}

messages!(&str, String, SmolStr);

impl From<serde_json::Value> for LogPayload {
    fn from(json: serde_json::Value) -> Self {
        LogPayload::Json(Box::new(json))
    }
}

macro_rules! records {
    ($($record:ident => $variant:ident;)*) => {
        $(impl From<$record> for LogSubstance {
            fn from(record: $record) -> Self {
                LogSubstance::$variant(record)
            }
        })*
    };
}

records! {
    Log => Log;
    LogSpan => Span;
    SpanExit => Exit;
    AuditLog => Audit;
    PointlessLog => Pointless;
}
