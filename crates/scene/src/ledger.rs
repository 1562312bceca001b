//! What the trace has told so far, as tables: stars, lanes, Particles, Waves and the log.
//!
//! It only gathers. It never asks the cosmos, and what it forgets (old Waves, old log lines) it
//! forgets by number, so that memory is bounded however long a cosmos runs.
//!
//! ```
//! use orrery_hyperspace::Moment;
//! use orrery_hyperspace::trace::{Event, ParticleNo, Record};
//! use orrery_scene::Ledger;
//! use orrery_space::{Kind, Point};
//!
//! let mut ledger = Ledger::default();
//! ledger.apply(&Record {
//!     seq: 0,
//!     at: Moment::START,
//!     event: Event::Registered {
//!         particle: ParticleNo(0),
//!         point: Point::root(),
//!         kind: Kind::Root,
//!         parent: None,
//!     },
//! });
//! assert_eq!(ledger.particle(ParticleNo(0)).unwrap().kind, Kind::Root);
//! ```

use std::collections::{BTreeMap, VecDeque};

use orrery_hyperspace::trace::{Event, LaneNo, ParticleNo, Record, StarNo, WaveNo};
use orrery_hyperspace::{Moment, Span};
use orrery_space::{Kind, LogLevel, Point, Status};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

pub use crate::bodies::{Grant, Lane, LogLine, Particle, Star, Storm};
use crate::mishap::Mishap;
use crate::recent::Recent;
use crate::roll::{Entry, Roll, Sent};
use crate::slots::Slots;
use crate::wave::{End, Hop, LayerPass, WaveTrack};

/// Log lines that are remembered.
pub const LOG_LINES: usize = 2_000;
/// Steps of one Wave that are remembered: 255 hops end it anyway.
const STEPS: usize = 600;

/// Everything that the trace has told and that is still remembered.
#[derive(Debug, Default)]
pub struct Ledger {
    stars: Slots<Star>,
    lanes: Slots<Lane>,
    particles: Slots<Particle>,
    points: BTreeMap<Point, ParticleNo>,
    roll: Roll,
    tracks: Recent<WaveTrack>,
    grants: Vec<Grant>,
    storm: Option<Storm>,
    log: VecDeque<LogLine>,
    now: Moment,
    seq: u64,
}

impl Ledger {
    /// Learns what happened. Records are expected in order; a record about something that was
    /// never introduced, or is forgotten, changes nothing.
    pub fn apply(&mut self, record: &Record) {
        let at = record.at;
        self.now = self.now.max(at);
        self.seq = record.seq + 1;
        match &record.event {
            Event::Star {
                star,
                key,
                kind,
                machine,
            } => {
                let known = Star {
                    star: *star,
                    key: key.clone(),
                    kind: *kind,
                    machine: machine.clone(),
                    particles: 0,
                    hops: 0,
                    refused: 0,
                };
                self.stars.put(star.index(), known);
            }
            Event::Lane {
                lane,
                a,
                b,
                latency,
            } => {
                let hops = self.lane(*lane).map_or(0, |l| l.hops);
                let faults = Vec::new();
                let known = Lane {
                    lane: *lane,
                    a: *a,
                    b: *b,
                    latency: *latency,
                    hops,
                    faults,
                };
                self.lanes.put(lane.index(), known);
            }
            Event::Registered {
                particle,
                point,
                kind,
                parent,
            } => {
                self.register(*particle, point, kind, *parent);
            }
            Event::Assigned { particle, star } => self.assign(*particle, *star),
            Event::Status {
                particle,
                status,
                reason,
            } => {
                if let Some(known) = self.particles.get_mut(particle.index()) {
                    known.status = *status;
                    known.reason.clone_from(reason);
                }
            }
            Event::Property {
                particle,
                key,
                value,
            } => {
                if let Some(known) = self.particles.get_mut(particle.index()) {
                    match value {
                        Some(value) => known.properties.insert(key.clone(), value.clone()),
                        None => known.properties.remove(key),
                    };
                }
            }
            Event::Granted { grant, text } => {
                self.grants.push(Grant {
                    grant: *grant,
                    text: text.clone(),
                });
            }
            Event::Revoked { grant } => self.grants.retain(|known| known.grant != *grant),
            Event::Given { .. } => {}
            Event::Removed { particle } => self.remove(*particle),
            Event::Sent {
                wave,
                kind,
                from,
                to,
                method,
                status,
                cause,
            } => {
                if let Some(from) = self.particles.get_mut(from.index()) {
                    from.sent += 1;
                }
                let method = method.as_ref().map(ToSmolStr::to_smolstr);
                self.roll.begin(Sent {
                    wave: *wave,
                    kind: *kind,
                    from: *from,
                    to: *to,
                    method: method.as_ref(),
                    status: *status,
                    cause: *cause,
                    at,
                });
                self.tracks.begin(*wave, WaveTrack::new());
            }
            Event::Layer {
                wave,
                star,
                particle,
                layer,
                inward,
            } => {
                let pass = LayerPass {
                    star: *star,
                    particle: *particle,
                    layer: *layer,
                    inward: *inward,
                    at,
                };
                if let Some(track) = self.tracks.get_mut(*wave)
                    && track.layers.len() < STEPS
                {
                    track.layers.push(pass);
                }
            }
            Event::Hop {
                wave,
                lane,
                from,
                to,
                arrives,
            } => {
                let hop = Hop {
                    lane: *lane,
                    from: *from,
                    to: *to,
                    at,
                    arrives: *arrives,
                };
                self.roll.hop(*wave);
                if let Some(track) = self.tracks.get_mut(*wave) {
                    track.held = false;
                    if track.hops.len() < STEPS {
                        track.hops.push(hop);
                    }
                }
                if let Some(lane) = self.lanes.get_mut(lane.index()) {
                    lane.hops += 1;
                }
                if let Some(star) = self.stars.get_mut(from.index()) {
                    star.hops += 1;
                }
            }
            Event::Authorized { wave, rule, .. } => {
                if let Some(track) = self.tracks.get_mut(*wave) {
                    track.rule = Some(rule.clone());
                    // a grant that is taken back later has still let it through
                    let grant = rule.strip_prefix("grant ");
                    let grant = grant.and_then(|no| no.parse::<u32>().ok());
                    let known = grant.and_then(|no| {
                        let at = self.grants.binary_search_by_key(&no, |known| known.grant);
                        at.ok().and_then(|at| self.grants.get(at))
                    });
                    track.grant = known.map(|known| known.text.clone());
                }
            }
            Event::Refused {
                wave,
                star,
                status,
                reason,
            } => {
                if let Some(star) = self.stars.get_mut(star.index()) {
                    star.refused += 1;
                }
                let to = self.wave(*wave).and_then(Entry::to);
                if let Some(to) = to.and_then(|to| self.particles.get_mut(to.index())) {
                    to.refused += 1;
                }
                let (star, status) = (*star, *status);
                self.end(*wave, End::Refused { at, star, status }, Some(reason));
            }
            Event::Delivered {
                wave,
                star,
                particle,
            } => {
                if let Some(to) = self.particles.get_mut(particle.index()) {
                    to.received += 1;
                }
                self.end(*wave, End::Delivered { at, star: *star }, None);
            }
            Event::Lost { wave, star, reason } => {
                self.end(*wave, End::Lost { at, star: *star }, Some(reason));
            }
            Event::Fuel {
                wave,
                particle,
                fuel,
                ..
            } => {
                if let Some(wave) = wave {
                    self.roll.burn(*wave, *fuel);
                }
                if let Some(known) = self.particles.get_mut(particle.index()) {
                    known.fuel = known.fuel.saturating_add(*fuel);
                }
            }
            Event::Log {
                particle,
                level,
                message,
            } => {
                self.note(record, *particle, *level, message.clone());
            }
            Event::Routed {
                wave,
                particle,
                route,
                ..
            } => {
                if let Some(track) = self.tracks.get_mut(*wave) {
                    track.route = Some(route.clone());
                }
                let message = format_smolstr!("Wave {} takes the route `{route}`", wave.0);
                self.note(record, Some(*particle), LogLevel::Debug, message);
            }
            Event::Served { wave, replica, .. } => {
                if let Some(track) = self.tracks.get_mut(*wave) {
                    track.replica = Some(*replica);
                }
            }
            Event::Failed {
                wave,
                particle,
                leg,
                status,
                reason,
                ..
            } => {
                let message = format_smolstr!(
                    "the route of Wave {} ends at leg {leg} with {status}: {reason}",
                    wave.0
                );
                self.note(record, Some(*particle), LogLevel::Warn, message);
            }
            Event::Disturbed { wave, .. }
            | Event::Queued { wave, .. }
            | Event::Kept { wave, .. }
            | Event::Repeated { wave, .. } => {
                if let Some(mishap) = Mishap::of(record) {
                    self.roll.suffer(*wave, &mishap);
                    if let Some(track) = self.tracks.get_mut(*wave) {
                        track.suffer(mishap);
                    }
                }
                self.note_fault(record);
            }
            Event::Fault { lane, fault } => {
                if let Some(lane) = self.lanes.get_mut(lane.index()) {
                    lane.suffer(*fault);
                }
                self.note_fault(record);
            }
            Event::Stopped { star } => {
                self.stop(*star);
                self.note_fault(record);
            }
            Event::Storm { seed, until } => {
                let (seed, until) = (*seed, *until);
                self.storm = Some(Storm { seed, until });
                self.note_fault(record);
            }
            Event::Calm => {
                self.storm = None;
                self.note_fault(record);
            }
            _ => self.note_fault(record),
        }
    }

    /// Adds a line to the log.
    fn note(
        &mut self,
        record: &Record,
        particle: Option<ParticleNo>,
        level: LogLevel,
        message: SmolStr,
    ) {
        self.log.push_back(LogLine {
            seq: record.seq,
            at: record.at,
            particle,
            level,
            message,
        });
        while self.log.len() > LOG_LINES {
            self.log.pop_front();
        }
    }

    /// Says in the log what befell the fabric, or a Wave by it.
    fn note_fault(&mut self, record: &Record) {
        let (level, message) = match &record.event {
            Event::Fault { lane, fault } => {
                let lane = self.lane_name(*lane);
                (LogLevel::Warn, format_smolstr!("lane {lane} {fault}"))
            }
            Event::Disturbed { wave, lane, how } => {
                let (wave, lane) = (self.wave_name(*wave), self.lane_name(*lane));
                let message = format_smolstr!("{wave}: {how} on lane {lane}");
                (LogLevel::Debug, message)
            }
            Event::Kept {
                wave, star, reason, ..
            } => {
                let (wave, star) = (self.wave_name(*wave), self.star_name(*star));
                let message = format_smolstr!("{wave}: kept at {star}, {reason}");
                (LogLevel::Debug, message)
            }
            Event::Queued { wave, lane, star } => {
                let (wave, star) = (self.wave_name(*wave), self.star_name(*star));
                let lane = self.lane_name(*lane);
                let message = format_smolstr!("{wave}: waits at {star}, lane {lane} is full");
                (LogLevel::Debug, message)
            }
            Event::Repeated { wave, star } => {
                let (wave, star) = (self.wave_name(*wave), self.star_name(*star));
                let message = format_smolstr!("{wave}: came to {star} again and was dropped");
                (LogLevel::Debug, message)
            }
            Event::Storm { seed, until } => {
                let lasts = Span(until.0.saturating_sub(record.at.0));
                let message = format_smolstr!("storm {seed} over all lanes for {lasts}");
                (LogLevel::Warn, message)
            }
            Event::Calm => (LogLevel::Info, SmolStr::new_static("the storm is over")),
            Event::Stopped { star } => {
                let star = self.star_name(*star);
                (LogLevel::Warn, format_smolstr!("star {star} has stopped"))
            }
            Event::Started { star } => {
                let star = self.star_name(*star);
                (LogLevel::Info, format_smolstr!("star {star} has started"))
            }
            _ => return,
        };
        self.note(record, None, level, message);
    }

    /// What is on a star is nowhere, but for the star's own Particle.
    fn stop(&mut self, no: StarNo) {
        let Some(star) = self.stars.get_mut(no.index()) else {
            return;
        };
        let own = star.key.to_point();
        star.particles = 0;
        for particle in self.particles.iter_mut() {
            if particle.star == Some(no) && particle.point == own {
                star.particles = 1;
            } else if particle.star == Some(no) {
                particle.star = None;
            }
        }
    }

    fn star_name(&self, no: StarNo) -> SmolStr {
        let key = self.star(no).map(|star| star.key.to_smolstr());
        let name = key.as_deref().and_then(|key| key.strip_prefix("STAR::"));
        name.unwrap_or("?").into()
    }

    fn lane_name(&self, no: LaneNo) -> SmolStr {
        let lane = self.lane(no).map(|lane| (lane.a, lane.b));
        lane.map_or(SmolStr::new_static("?"), |(a, b)| {
            format_smolstr!("{}--{}", self.star_name(a), self.star_name(b))
        })
    }

    fn wave_name(&self, no: WaveNo) -> SmolStr {
        let kind = self.wave(no).map_or("Wave", |wave| wave.kind.name());
        format_smolstr!("{kind} {}", no.0)
    }

    fn register(&mut self, no: ParticleNo, point: &Point, kind: &Kind, parent: Option<ParticleNo>) {
        if let Some(known) = self.particles.get_mut(no.index()) {
            known.kind = kind.clone();
            return;
        }
        self.particles.put(
            no.index(),
            Particle {
                particle: no,
                point: point.clone(),
                kind: kind.clone(),
                status: Status::Pending,
                reason: None,
                star: None,
                parent,
                below: 0,
                properties: BTreeMap::new(),
                sent: 0,
                received: 0,
                refused: 0,
                fuel: 0,
                gone: false,
            },
        );
        if self.particle(no).is_none() {
            return;
        }
        self.points.insert(point.clone(), no);
        let mut above = parent;
        for _ in 0..=point.segments().len() {
            let Some(known) = above.and_then(|no| self.particles.get_mut(no.index())) else {
                break;
            };
            known.below += 1;
            above = known.parent;
        }
    }

    /// What is gone has no place any more; Waves that it sent still name it.
    fn remove(&mut self, no: ParticleNo) {
        let Some(known) = self
            .particles
            .get_mut(no.index())
            .filter(|known| !known.gone)
        else {
            return;
        };
        known.gone = true;
        known.status = Status::Done;
        known.reason = Some("it was deleted".into());
        let (point, parent, star) = (known.point.clone(), known.parent, known.star.take());
        self.points.remove(&point);
        if let Some(star) = star.and_then(|star| self.stars.get_mut(star.index())) {
            star.particles = star.particles.saturating_sub(1);
        }
        let mut above = parent;
        for _ in 0..=point.segments().len() {
            let Some(known) = above.and_then(|no| self.particles.get_mut(no.index())) else {
                break;
            };
            known.below = known.below.saturating_sub(1);
            above = known.parent;
        }
    }

    fn assign(&mut self, particle: ParticleNo, star: StarNo) {
        let Some(known) = self.particles.get_mut(particle.index()) else {
            return;
        };
        let before = known.star.replace(star);
        if let Some(star) = before.and_then(|star| self.stars.get_mut(star.index())) {
            star.particles = star.particles.saturating_sub(1);
        }
        if let Some(star) = self.stars.get_mut(star.index()) {
            star.particles += 1;
        }
    }

    fn end(&mut self, wave: WaveNo, end: End, reason: Option<&SmolStr>) {
        self.roll.end(wave, end, reason);
        self.tracks.end(wave);
    }

    /// The latest moment of which the trace told.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.now
    }

    /// How long the trace is.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// A Particle by number, also one that was deleted.
    #[must_use]
    pub fn particle(&self, no: ParticleNo) -> Option<&Particle> {
        self.particles.get(no.index())
    }

    /// A Particle by point.
    #[must_use]
    pub fn at(&self, point: &Point) -> Option<&Particle> {
        self.points.get(point).and_then(|no| self.particle(*no))
    }

    /// All Particles by number; what was deleted is not among them.
    pub fn particles(&self) -> impl DoubleEndedIterator<Item = &Particle> {
        self.particles.iter().filter(|known| !known.gone)
    }

    /// A star by number.
    #[must_use]
    pub fn star(&self, no: StarNo) -> Option<&Star> {
        self.stars.get(no.index())
    }

    /// All stars by number.
    pub fn stars(&self) -> impl Iterator<Item = &Star> {
        self.stars.iter()
    }

    /// A lane by number.
    #[must_use]
    pub fn lane(&self, no: LaneNo) -> Option<&Lane> {
        self.lanes.get(no.index())
    }

    /// All lanes by number.
    pub fn lanes(&self) -> impl Iterator<Item = &Lane> {
        self.lanes.iter()
    }

    /// A Wave by number, if it is not forgotten.
    #[must_use]
    pub fn wave(&self, no: WaveNo) -> Option<&Entry> {
        self.roll.get(no)
    }

    /// Its way, which is remembered of the last Waves.
    #[must_use]
    pub fn track(&self, no: WaveNo) -> Option<&WaveTrack> {
        self.tracks.get(no)
    }

    /// The ways of those that are under way.
    pub fn tracks_under_way(&self) -> impl Iterator<Item = &WaveTrack> {
        self.tracks.under_way()
    }

    /// The Waves that are remembered.
    #[must_use]
    pub fn roll(&self) -> &Roll {
        &self.roll
    }

    /// The same by number.
    pub fn waves(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.roll.iter()
    }

    /// The grants, in the order in which they were made.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// The storm that rages, if one does.
    #[must_use]
    pub fn storm(&self) -> Option<Storm> {
        self.storm
    }

    /// The log, oldest first.
    pub fn log(&self) -> impl DoubleEndedIterator<Item = &LogLine> {
        self.log.iter()
    }
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
