//! Loggers: who speaks, where in its work, and in which span.

use std::collections::BTreeMap;
use std::fmt;

use smol_str::{SmolStr, ToSmolStr};

use super::{
    AuditLog, Log, LogLevel, LogPayload, LogSource, LogSpan, PointlessLog, SpanExit, SpanId,
};
use crate::{Point, Wave};

/// Makes the records of one Particle; whoever asks for one sends it.
///
/// ```
/// use orrery_space::log::{LogLevel, LogSource, Logger};
/// let mut logger = Logger::new(LogSource::Shell, "localhost:app".parse()?);
/// logger.push_mark("start");
/// logger.push_mark("load");
/// let log = logger.warn(5, "slow");
/// assert_eq!((log.level, log.mark.as_deref()), (LogLevel::Warn, Some("start/load")));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logger {
    source: LogSource,
    point: Point,
    marks: Vec<SmolStr>,
    action: Option<SmolStr>,
    span: Option<SpanId>,
}

/// A span that has been entered and not yet left.
///
/// It cannot be cloned, and leaving it uses it up: so it is left once at most.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a span that is dropped is never left"]
pub struct OpenSpan {
    id: SpanId,
    logger: Logger,
    attributes: BTreeMap<SmolStr, SmolStr>,
}

impl Logger {
    /// A logger of that side of the Particle at `point`.
    #[must_use]
    pub fn new(source: LogSource, point: Point) -> Self {
        Self {
            source,
            point,
            marks: Vec::new(),
            action: None,
            span: None,
        }
    }

    /// Who speaks.
    #[must_use]
    pub fn point(&self) -> &Point {
        &self.point
    }

    /// The same for another Particle: one that works on behalf of this one, in its span.
    #[must_use]
    pub fn for_point(&self, point: Point) -> Self {
        Self {
            point,
            ..self.clone()
        }
    }

    /// The same while it does this.
    #[must_use]
    pub fn for_action(&self, action: impl Into<SmolStr>) -> Self {
        Self {
            action: Some(action.into()),
            ..self.clone()
        }
    }

    /// Its work goes a step deeper.
    pub fn push_mark(&mut self, mark: impl Into<SmolStr>) {
        self.marks.push(mark.into());
    }

    /// Its work comes back from the deepest step, if there is one.
    pub fn pop_mark(&mut self) -> Option<SmolStr> {
        self.marks.pop()
    }

    fn mark(&self) -> Option<SmolStr> {
        (!self.marks.is_empty()).then(|| self.marks.join("/").into())
    }

    /// An entry.
    #[must_use]
    pub fn log(&self, level: LogLevel, timestamp: u64, payload: impl Into<LogPayload>) -> Log {
        Log {
            mark: self.mark(),
            action: self.action.clone(),
            source: self.source,
            span: self.span,
            ..Log::new(self.point.clone(), level, timestamp, payload)
        }
    }

    /// An entry at the level Trace.
    #[must_use]
    pub fn trace(&self, timestamp: u64, payload: impl Into<LogPayload>) -> Log {
        self.log(LogLevel::Trace, timestamp, payload)
    }

    /// An entry at the level Debug.
    #[must_use]
    pub fn debug(&self, timestamp: u64, payload: impl Into<LogPayload>) -> Log {
        self.log(LogLevel::Debug, timestamp, payload)
    }

    /// An entry at the level Info.
    #[must_use]
    pub fn info(&self, timestamp: u64, payload: impl Into<LogPayload>) -> Log {
        self.log(LogLevel::Info, timestamp, payload)
    }

    /// An entry at the level Warn.
    #[must_use]
    pub fn warn(&self, timestamp: u64, payload: impl Into<LogPayload>) -> Log {
        self.log(LogLevel::Warn, timestamp, payload)
    }

    /// An entry at the level Error.
    #[must_use]
    pub fn error(&self, timestamp: u64, payload: impl Into<LogPayload>) -> Log {
        self.log(LogLevel::Error, timestamp, payload)
    }

    /// An entry at the level Error for a result that is one.
    pub fn result<T, E: fmt::Display>(&self, timestamp: u64, result: &Result<T, E>) -> Option<Log> {
        let error = result.as_ref().err()?;
        Some(self.error(timestamp, error.to_smolstr()))
    }

    /// An entry for a step of a Wave, if every step of that is to be logged.
    #[must_use]
    pub fn track(&self, timestamp: u64, wave: &Wave, step: &str) -> Option<Log> {
        wave.shell.track.then(|| {
            self.for_action(step)
                .debug(timestamp, wave.id().to_smolstr())
        })
    }

    /// Enters a span: a part of the one in which this logger is, if it is in one.
    pub fn span(&self, id: SpanId, timestamp: u64) -> (OpenSpan, LogSpan) {
        self.span_with(id, timestamp, BTreeMap::new())
    }

    /// Enters a span of which something is known already.
    pub fn span_with(
        &self,
        id: SpanId,
        timestamp: u64,
        attributes: BTreeMap<SmolStr, SmolStr>,
    ) -> (OpenSpan, LogSpan) {
        let entry = LogSpan {
            id,
            point: self.point.clone(),
            mark: self.mark(),
            action: self.action.clone(),
            parent: self.span,
            attributes,
            timestamp,
        };
        let logger = Logger {
            span: Some(id),
            ..self.clone()
        };
        let open = OpenSpan {
            id,
            logger,
            attributes: BTreeMap::new(),
        };
        (open, entry)
    }

    /// An account without measures yet.
    #[must_use]
    pub fn audit(&self, timestamp: u64) -> AuditLog {
        AuditLog {
            point: self.point.clone(),
            timestamp,
            metrics: BTreeMap::new(),
        }
    }
}

impl OpenSpan {
    /// Its identity.
    #[must_use]
    pub fn id(&self) -> SpanId {
        self.id
    }

    /// The logger of what belongs to the span: its entries, and its parts.
    #[must_use]
    pub fn logger(&self) -> &Logger {
        &self.logger
    }

    /// Something has become known of it.
    pub fn attribute(&mut self, name: impl Into<SmolStr>, value: impl Into<SmolStr>) {
        self.attributes.insert(name.into(), value.into());
    }

    /// Leaves it.
    #[must_use]
    pub fn exit(self, timestamp: u64) -> SpanExit {
        SpanExit {
            id: self.id,
            point: self.logger.point,
            attributes: self.attributes,
            timestamp,
        }
    }
}

impl PointlessLog {
    /// An error that nobody can be named for.
    #[must_use]
    pub fn error(timestamp: u64, message: impl Into<SmolStr>) -> Self {
        Self {
            level: LogLevel::Error,
            timestamp,
            message: message.into(),
        }
    }
}
