//! The trace as lines for a person.

use std::fmt::Write as _;

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{Event, LaneNo, ParticleNo, Record, StarNo};

/// Writes records as lines, with the names that earlier records introduced.
///
/// ```
/// use orrery_cosmos::{Cosmos, TraceText};
/// let mut text = TraceText::default();
/// let lines: Vec<String> = Cosmos::new(7).take_trace().iter().map(|r| text.line(r)).collect();
/// assert_eq!(lines[0], "0.000000 Registered ROOT<Root>");
/// ```
#[derive(Debug, Clone, Default)]
pub struct TraceText {
    stars: Vec<String>,
    lanes: Vec<(StarNo, StarNo)>,
    particles: Vec<String>,
}

/// Milliseconds with six decimals.
fn millis(moment: Moment) -> String {
    format!("{}.{:06}", moment.0 / 1_000_000, moment.0 % 1_000_000)
}

impl TraceText {
    /// The name of a star: its key without prefix.
    #[must_use]
    pub fn star(&self, no: StarNo) -> &str {
        self.stars.get(no.index()).map_or("?", String::as_str)
    }

    /// The point of a Particle.
    #[must_use]
    pub fn particle(&self, no: ParticleNo) -> &str {
        self.particles.get(no.index()).map_or("?", String::as_str)
    }

    fn lane(&self, no: LaneNo) -> String {
        match self.lanes.get(no.index()) {
            Some((a, b)) => format!("{}--{}", self.star(*a), self.star(*b)),
            None => "?".to_owned(),
        }
    }

    /// One record as a line: milliseconds, what happened, to what.
    pub fn line(&mut self, record: &Record) -> String {
        let mut line = millis(record.at);
        line.push(' ');
        // writing to a String cannot fail
        let _ = self.write(&mut line, &record.event);
        line
    }

    fn write(&mut self, line: &mut String, event: &Event) -> std::fmt::Result {
        match event {
            Event::Star { key, kind, .. } => {
                let text = key.to_string();
                let name = text.strip_prefix("STAR::").unwrap_or(&text).to_owned();
                write!(line, "Star {name} {}", kind.name())?;
                self.stars.push(name);
                Ok(())
            }
            Event::Lane { a, b, latency, .. } => {
                self.lanes.push((*a, *b));
                let (a, b) = (self.star(*a), self.star(*b));
                write!(line, "Lane {a}--{b} {} ms", millis(Moment(*latency)))
            }
            Event::Registered { point, kind, .. } => {
                self.particles.push(point.to_string());
                write!(line, "Registered {point}<{kind}>")
            }
            Event::Assigned { particle, star } => {
                let (particle, star) = (self.particle(*particle), self.star(*star));
                write!(line, "Assigned {particle} to {star}")
            }
            Event::Status {
                particle,
                status,
                reason,
            } => {
                write!(line, "Status {} {status}", self.particle(*particle))?;
                match reason {
                    Some(reason) => write!(line, ": {reason}"),
                    None => Ok(()),
                }
            }
            Event::Property {
                particle,
                key,
                value,
            } => {
                let particle = self.particle(*particle);
                match value {
                    Some(value) => write!(line, "Property {particle} +{key}={value}"),
                    None => write!(line, "Property {particle} !{key}"),
                }
            }
            Event::Granted { grant, text } => write!(line, "Granted {grant} {text}"),
            Event::Revoked { grant } => write!(line, "Revoked {grant}"),
            Event::Given { particle, owner } => {
                write!(line, "Given {} to {owner}", self.particle(*particle))
            }
            Event::Removed { particle } => write!(line, "Removed {}", self.particle(*particle)),
            Event::Sent {
                wave,
                kind,
                from,
                to,
                method,
                status,
                cause,
            } => {
                let from = self.particle(*from);
                let to = to.map_or("nobody", |to| self.particle(to));
                write!(line, "Sent {} {} {from} to {to}", kind.name(), wave.0)?;
                if let Some(method) = method {
                    write!(line, " {method}")?;
                }
                if let Some(status) = status {
                    write!(line, " {status}")?;
                }
                match cause {
                    Some(cause) => write!(line, " because of {}", cause.0),
                    None => Ok(()),
                }
            }
            Event::Layer {
                wave,
                star,
                particle,
                layer,
                inward,
            } => {
                let (star, particle) = (self.star(*star), self.particle(*particle));
                let way = if *inward { "in" } else { "out" };
                write!(
                    line,
                    "Layer {} {way} {}@{} at {star}",
                    wave.0,
                    particle,
                    layer.name()
                )
            }
            Event::Hop {
                wave,
                lane,
                from,
                to,
                arrives,
            } => {
                let (from, to) = (self.star(*from), self.star(*to));
                let (lane, arrives) = (self.lane(*lane), millis(*arrives));
                write!(
                    line,
                    "Hop {} {from} -> {to} over {lane}, there at {arrives}",
                    wave.0
                )
            }
            Event::Authorized { wave, star, rule } => {
                write!(
                    line,
                    "Authorized {} at {}: {rule}",
                    wave.0,
                    self.star(*star)
                )
            }
            Event::Refused {
                wave,
                star,
                status,
                reason,
            } => {
                let star = self.star(*star);
                write!(line, "Refused {} at {star}: {status} {reason}", wave.0)
            }
            Event::Delivered {
                wave,
                star,
                particle,
            } => {
                let (star, particle) = (self.star(*star), self.particle(*particle));
                write!(line, "Delivered {} to {particle} at {star}", wave.0)
            }
            Event::Lost { wave, star, reason } => {
                write!(line, "Lost {} at {}: {reason}", wave.0, self.star(*star))
            }
            Event::Fuel {
                wave,
                particle,
                fuel,
                until,
            } => {
                write!(line, "Fuel {fuel} by {}", self.particle(*particle))?;
                if let Some(wave) = wave {
                    write!(line, " for {}", wave.0)?;
                }
                write!(line, " until {}", millis(*until))
            }
            Event::Log {
                particle,
                level,
                message,
            } => {
                let who = particle.map_or("?", |no| self.particle(no));
                write!(line, "Log {level:?} {who}: {message}")
            }
            Event::Fault { lane, fault } => write!(line, "Fault {} {fault}", self.lane(*lane)),
            Event::Disturbed { wave, lane, how } => {
                write!(line, "Disturbed {} {how} on {}", wave.0, self.lane(*lane))
            }
            Event::Kept {
                wave,
                star,
                until,
                reason,
            } => {
                let (star, until) = (self.star(*star), millis(*until));
                write!(line, "Kept {} at {star} until {until}: {reason}", wave.0)
            }
            Event::Queued { wave, lane, star } => {
                let (lane, star) = (self.lane(*lane), self.star(*star));
                write!(line, "Queued {} at {star} for {lane}", wave.0)
            }
            Event::Served {
                wave,
                particle,
                replica,
            } => {
                let particle = self.particle(*particle);
                write!(line, "Served {} by replica {replica} of {particle}", wave.0)
            }
            Event::Repeated { wave, star } => {
                write!(line, "Repeated {} at {}", wave.0, self.star(*star))
            }
            Event::Storm { seed, until } => {
                write!(line, "Storm {seed} until {}", millis(*until))
            }
            Event::Calm => write!(line, "Calm"),
            Event::Stopped { star } => write!(line, "Stopped {}", self.star(*star)),
            Event::Started { star } => write!(line, "Started {}", self.star(*star)),
            Event::Routed {
                wave,
                particle,
                route,
                ..
            } => {
                let particle = self.particle(*particle);
                write!(line, "Routed {} at {particle} by {route}", wave.0)
            }
            Event::Failed {
                wave,
                particle,
                leg,
                status,
                reason,
                ..
            } => {
                let (wave, particle) = (wave.0, self.particle(*particle));
                write!(
                    line,
                    "Failed {wave} at {particle}, leg {leg}: {status} {reason}"
                )
            }
        }
    }
}
