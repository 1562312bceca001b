//! Remarks: what is odd in a run, in sentences, each with whom it is about and what one can do about
//! it. A Particle that nobody gets an answer from, a grant that nobody uses, a Mechtron that spends
//! its fuel, Waves that cause each other in a circle, a lane that is cut, somebody who has failed.
//!
//! A [`Census`] counts what a run's trace tells; [`remarks`] words it, with the names that the tables
//! know. Nothing is remarked that the trace did not tell.
//!
//! ```
//! use orrery_scene::Ledger;
//! use orrery_scene::remarks::{Census, remarks};
//! assert!(remarks(&Census::default(), &Ledger::default()).all.is_empty());
//! ```

use std::collections::{BTreeMap, BTreeSet};

use orrery_hyperspace::DEFAULT_FUEL;
use orrery_hyperspace::trace::{Event, LaneNo, ParticleNo, Record, WaveNo};
use orrery_space::{Kind, Point, Status, StatusCode};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

use crate::actions::{Act, Action, lane_name, star_name};
use crate::inspect::number;
use crate::{Ledger, Subject};

/// So many Waves are known with what caused them; the oldest are forgotten beyond.
const LINKS: usize = 20_000;

/// So often something happens before it is odd.
const OFTEN: u32 = 3;

/// So many Waves are checked before a grant that let none of them pass is odd.
const CHECKS: u64 = 200;

/// A chain of causes is looked at each time it has become so much longer.
const CHAIN: u16 = 8;

/// How many of one chain go from one Particle to the same other before it is a circle.
const ROUNDS: usize = 4;

/// How far up a chain is looked at.
const DEEPEST: usize = 64;

/// So many remarks are worded.
const MOST: usize = 50;

/// What a run's trace tells of how its Particles deal with each other.
#[derive(Debug, Clone, Default)]
pub struct Census {
    particles: BTreeMap<ParticleNo, Dealings>,
    /// The grants, each with how many Waves had been checked when it was made, unless it is used.
    unused: BTreeMap<u32, u64>,
    /// Waves that found a lane full.
    queued: BTreeMap<LaneNo, u32>,
    links: BTreeMap<WaveNo, Link>,
    checks: u64,
}

/// One Particle.
#[derive(Debug, Clone, Default)]
struct Dealings {
    /// Its asks that were answered, and how many of them with nobody there, or too late.
    asked: u32,
    silent: u32,
    /// How the last one was.
    silence: u16,
    /// Waves of it that were let in, and those that were not.
    let_in: u32,
    barred: u32,
    /// By whom the last one was not.
    barred_at: Option<ParticleNo>,
    /// How many of its last asks were to a Point that nobody has.
    nobody: u32,
    /// Fuel for one Wave, where a property says so.
    limit: Option<u64>,
    /// Waves on which it worked, and those that took nearly all its fuel for one.
    worked: u32,
    heavy: u32,
    /// Whether it has failed and has not begun again, and how often it has.
    failed: bool,
    restarts: u32,
    /// Waves that its mailbox had no room for, and those that came round to it in a circle of asks.
    full: u32,
    circles: u32,
    /// The longest chain of causes that goes back and forth between it and another.
    chain: Option<(u16, ParticleNo)>,
}

/// A directed Wave.
#[derive(Debug, Clone, Copy)]
struct Link {
    from: ParticleNo,
    to: Option<ParticleNo>,
    cause: Option<WaveNo>,
    depth: u16,
    fuel: u64,
    delivered: bool,
}

/// What is odd.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Remarks {
    /// What matters most first.
    pub all: Vec<Remark>,
    /// How many more there are.
    pub more: u32,
}

/// One thing that is odd.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Remark {
    /// Its glyph.
    pub glyph: SmolStr,
    /// What it is about.
    pub subject: Subject,
    /// The name of that, with which the sentence begins.
    pub name: SmolStr,
    /// The rest of the sentence.
    pub says: SmolStr,
    /// What one can do about it, as a sentence.
    pub advice: SmolStr,
    /// The same as a button.
    pub action: Option<Action>,
}

impl Census {
    /// Counts what happened. Records are expected in order.
    pub fn apply(&mut self, record: &Record) {
        match &record.event {
            Event::Sent {
                wave,
                from,
                to,
                status: None,
                cause,
                ..
            } => self.send(*wave, *from, *to, *cause),
            Event::Sent {
                status: Some(status),
                cause: Some(asked),
                ..
            } => self.answer(*asked, *status),
            Event::Delivered { wave, .. } => {
                if let Some(link) = self.links.get_mut(wave) {
                    link.delivered = true;
                }
            }
            Event::Refused { wave, status, .. } => self.refuse(*wave, *status),
            Event::Authorized { wave, rule, .. } => {
                self.checks += 1;
                let grant = rule.strip_prefix("grant ").and_then(|no| no.parse().ok());
                if let Some(grant) = grant {
                    self.unused.remove(&grant);
                }
                // who wakes itself is let in by nobody
                if let Some(link) = self.links.get(wave)
                    && link.to != Some(link.from)
                {
                    self.particles.entry(link.from).or_default().let_in += 1;
                }
            }
            Event::Fuel {
                wave,
                particle,
                fuel,
                ..
            } => self.work(*wave, *particle, *fuel),
            Event::Property {
                particle,
                key,
                value,
            } if key == "fuel" => {
                let limit = value.as_ref().and_then(|value| value.parse().ok());
                let known = self.particles.entry(*particle).or_default();
                known.limit = limit;
                // what was with another limit says nothing any more
                (known.worked, known.heavy) = (0, 0);
            }
            Event::Granted { grant, .. } => {
                self.unused.insert(*grant, self.checks);
            }
            Event::Revoked { grant } => {
                self.unused.remove(grant);
            }
            Event::Queued { lane, .. } => *self.queued.entry(*lane).or_default() += 1,
            Event::Removed { particle } => {
                self.particles.remove(particle);
            }
            _ => {}
        }
    }

    /// Waves before this are not known any more: grants that are there may have been used by them.
    pub fn doubt(&mut self) {
        self.unused.clear();
    }

    fn send(
        &mut self,
        wave: WaveNo,
        from: ParticleNo,
        to: Option<ParticleNo>,
        cause: Option<WaveNo>,
    ) {
        let above = cause.and_then(|cause| self.links.get(&cause));
        let depth = above.map_or(0, |above| above.depth.saturating_add(1));
        let link = Link {
            from,
            to,
            cause,
            depth,
            fuel: 0,
            delivered: false,
        };
        if depth > 0
            && depth.is_multiple_of(CHAIN)
            && let Some(to) = to.filter(|to| *to != from)
            && self.rounds(&link) >= ROUNDS
        {
            self.particles.entry(from).or_default().chain = Some((depth, to));
        }
        self.links.insert(wave, link);
        while self.links.len() > LINKS {
            self.links.pop_first();
        }
    }

    /// How often the same way was gone among what caused a Wave.
    fn rounds(&self, link: &Link) -> usize {
        let above = |link: &Link| self.links.get(&link.cause?).copied();
        let chain = std::iter::successors(above(link), above).take(DEEPEST);
        chain
            .filter(|one| one.from == link.from && one.to == link.to)
            .count()
    }

    fn answer(&mut self, asked: WaveNo, status: StatusCode) {
        let Some(link) = self.links.get(&asked) else {
            return;
        };
        let status = status.number();
        let Some(to) = link.to else {
            if status == 404 {
                self.particles.entry(link.from).or_default().nobody += 1;
            }
            return;
        };
        let (from, delivered) = (link.from, link.delivered);
        if let Some(known) = self.particles.get_mut(&from) {
            known.nobody = 0;
        }
        let known = self.particles.entry(to).or_default();
        known.asked += 1;
        if matches!(status, 404 | 408 | 503) {
            known.silent += 1;
            known.silence = status;
        }
        // what had come to it was answered for it
        known.failed |= delivered && matches!(status, 500 | 503);
    }

    fn refuse(&mut self, wave: WaveNo, status: StatusCode) {
        let Some(link) = self.links.get(&wave) else {
            return;
        };
        let Some(to) = link.to else { return };
        match status.number() {
            403 => {
                let known = self.particles.entry(link.from).or_default();
                known.barred += 1;
                known.barred_at = Some(to);
            }
            429 => self.particles.entry(to).or_default().full += 1,
            508 => self.particles.entry(to).or_default().circles += 1,
            _ => {}
        }
    }

    fn work(&mut self, wave: Option<WaveNo>, particle: ParticleNo, fuel: u64) {
        let known = self.particles.entry(particle).or_default();
        let Some(wave) = wave else {
            // it begins
            if std::mem::take(&mut known.failed) {
                known.restarts += 1;
            }
            return;
        };
        let Some(link) = self.links.get_mut(&wave) else {
            return;
        };
        let much = self::much(known.limit);
        let before = link.fuel;
        link.fuel = before.saturating_add(fuel);
        known.worked += u32::from(before == 0);
        known.heavy += u32::from(before < much && link.fuel >= much);
    }
}

/// Nine tenths of the fuel for one Wave.
fn much(limit: Option<u64>) -> u64 {
    limit.unwrap_or(DEFAULT_FUEL) / 10 * 9
}

/// What is odd in a run, by its census and the tables of all that it has told.
#[must_use]
pub fn remarks(census: &Census, ledger: &Ledger) -> Remarks {
    let mut told = Telling {
        ledger,
        said: Vec::new(),
    };
    for star in ledger.stars() {
        told.of_star(star);
    }
    for lane in ledger.lanes() {
        told.of_lane(lane, census.queued.get(&lane.lane).copied().unwrap_or(0));
    }
    // whoever has failed may have had no dealings at all
    let failed = ledger
        .particles()
        .filter(|known| matches!(known.status, Status::Panic | Status::Fatal))
        // of a star that has stopped enough is said
        .filter(|known| !matches!(known.kind, Kind::Star(_)));
    let failed: BTreeSet<ParticleNo> = failed.map(|known| known.particle).collect();
    for no in &failed {
        told.of_failed(*no);
    }
    for (no, dealings) in &census.particles {
        if !failed.contains(no) {
            told.of_particle(*no, dealings);
        }
        told.of_sender(*no, dealings);
    }
    for (grant, since) in &census.unused {
        let checks = census.checks - since;
        if checks >= CHECKS {
            told.of_grant(*grant, checks);
        }
    }
    let mut said = told.said;
    // what cannot work comes before what is only idle; else in the order of their finding
    said.sort_by_key(|(rank, _)| *rank);
    let more = said.len().saturating_sub(MOST);
    Remarks {
        all: said.into_iter().take(MOST).map(|(_, one)| one).collect(),
        more: u32::try_from(more).unwrap_or(u32::MAX),
    }
}

/// How much a remark matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Broken,
    Failing,
    Refused,
    Idle,
}

struct Telling<'ledger> {
    ledger: &'ledger Ledger,
    said: Vec<(Rank, Remark)>,
}

impl Telling<'_> {
    fn say(
        &mut self,
        rank: Rank,
        (subject, name): (Subject, SmolStr),
        says: SmolStr,
        advice: impl Into<SmolStr>,
        action: Option<(&str, Act)>,
    ) {
        let glyph = match rank {
            Rank::Broken => "broken",
            Rank::Failing | Rank::Refused => "refused",
            Rank::Idle => "note",
        };
        self.said.push((
            rank,
            Remark {
                glyph: glyph.into(),
                subject,
                name,
                says,
                advice: advice.into(),
                action: action.map(|(label, act)| Action {
                    label: label.into(),
                    act,
                }),
            },
        ));
    }

    /// The point of a Particle that is there.
    fn point(&self, no: ParticleNo) -> Option<SmolStr> {
        let known = self.ledger.particle(no).filter(|known| !known.gone)?;
        Some(known.point.as_str().into())
    }

    fn of_star(&mut self, star: &crate::ledger::Star) {
        let own = self.ledger.at(&star.key.to_point());
        if own.is_some_and(|own| own.status != Status::Ready) {
            let start = format_smolstr!("start {}", star_name(self.ledger, star.star));
            self.say(
                Rank::Broken,
                (Subject::Star(star.star), star.label()),
                "has stopped: what was on it is elsewhere, or nowhere.".into(),
                "It starts again empty.",
                Some(("Start", Act::Say(start))),
            );
        }
    }

    fn of_lane(&mut self, lane: &crate::ledger::Lane, queued: u32) {
        let name = |no| {
            let star = self.ledger.star(no);
            star.map_or_else(SmolStr::default, crate::ledger::Star::label)
        };
        let who = (
            Subject::Lane(lane.lane),
            format_smolstr!("{} — {}", name(lane.a), name(lane.b)),
        );
        let mend = format_smolstr!("mend {}", lane_name(self.ledger, lane));
        let mend = || Some(("Mend", Act::Say(mend.clone())));
        if lane.is_cut() {
            self.say(
                Rank::Broken,
                who,
                "is cut: Waves take another way, or wait for one.".into(),
                "Mended, it carries again.",
                mend(),
            );
        } else if let Some(fault) = lane.faults.first() {
            self.say(
                Rank::Failing,
                who,
                format_smolstr!("{fault}."),
                "Mended, it is sound.",
                mend(),
            );
        } else if queued > 0 {
            let says = format_smolstr!(
                "was full: {} had to wait for it.",
                self::waves(queued, "Wave")
            );
            self.say(
                Rank::Failing,
                who,
                says,
                "A constellation can give it more room, or another lane beside it.",
                None,
            );
        }
    }

    fn of_failed(&mut self, no: ParticleNo) {
        let Some(name) = self.point(no) else { return };
        let reason = self
            .ledger
            .particle(no)
            .and_then(|known| known.reason.clone());
        let says = match reason {
            Some(reason) => format_smolstr!("has failed and serves nobody: {reason}."),
            None => "has failed and serves nobody.".into(),
        };
        let revive = format_smolstr!("init {name}");
        self.say(
            Rank::Broken,
            (Subject::Particle(no), name),
            says,
            "It begins anew when it is revived.",
            Some(("Revive", Act::Say(revive))),
        );
    }

    /// What Waves to it meet.
    fn of_particle(&mut self, no: ParticleNo, known: &Dealings) {
        let Some(point) = self.point(no) else { return };
        let who = || (Subject::Particle(no), point.clone());
        if known.heavy > 0 && known.heavy * 2 >= known.worked {
            let limit = known.limit.unwrap_or(DEFAULT_FUEL);
            let says = format_smolstr!(
                "spends its fuel: {} of {} took nine tenths or more of the {} that it has for each.",
                number(known.heavy.into()),
                self::waves(known.worked, "Wave"),
                number(limit)
            );
            let more = format_smolstr!("set {point}{{ +fuel={} }}", limit.saturating_mul(10));
            self.say(
                Rank::Failing,
                who(),
                says,
                "It can have more, or do less at a time.",
                Some(("Give it more…", Act::Edit(more))),
            );
        }
        if known.restarts > 0 {
            let times = self::waves(known.restarts, "time");
            self.say(
                Rank::Failing,
                who(),
                format_smolstr!("has failed and was started again {times}."),
                "Its log and the Waves that were answered 500 or 503 say why.",
                None,
            );
        }
        if known.circles > 0 {
            self.say(
                Rank::Failing,
                who(),
                format_smolstr!(
                    "was asked in a circle: {} came back to it while it waited for their answer.",
                    self::waves(known.circles, "Wave")
                ),
                "One of those in the circle has to answer without asking on.",
                None,
            );
        }
        if let Some((depth, to)) = known.chain {
            let other = self.point(to).unwrap_or_default();
            self.say(
                Rank::Failing,
                who(),
                format_smolstr!(
                    "sends to {other} over and over: one Wave has caused {} more in a row.",
                    number(depth.into())
                ),
                "One of them has to stop answering a Wave by a Wave.",
                None,
            );
        }
        if known.full > 0 {
            self.say(
                Rank::Failing,
                who(),
                format_smolstr!(
                    "has too much to do: {} found its mailbox full (429).",
                    self::waves(known.full, "Wave")
                ),
                "Replicas share its mailbox; whoever sends can wait for answers.",
                None,
            );
        }
        if known.asked >= OFTEN && known.silent == known.asked && known.heavy == 0 {
            let why = match known.silence {
                404 => "nothing in it is for them (404)",
                408 => "no answer came in time (408)",
                _ => "it cannot serve (503)",
            };
            let paused = self.ledger.particle(no);
            let paused = paused.is_some_and(|known| known.status == Status::Paused);
            let (advice, act) = if paused {
                let resume = format_smolstr!("resume {point}");
                ("It is paused.", Some(("Resume", Act::Say(resume))))
            } else {
                (
                    "What it takes is told by its bind, or by whoever wrote it.",
                    None,
                )
            };
            self.say(
                Rank::Failing,
                who(),
                format_smolstr!(
                    "is deaf: {} asked it, and all in vain: {why}.",
                    self::waves(known.asked, "Wave")
                ),
                advice,
                act,
            );
        }
    }

    /// What Waves of it meet.
    fn of_sender(&mut self, no: ParticleNo, known: &Dealings) {
        let Some(point) = self.point(no) else { return };
        let who = || (Subject::Particle(no), point.clone());
        if known.barred >= OFTEN && known.let_in == 0 {
            let at = known.barred_at.and_then(|at| self.point(at));
            let at = at.unwrap_or_default();
            let grant = format_smolstr!("grant perm +csd-RwX on {at} to {point}");
            self.say(
                Rank::Refused,
                who(),
                format_smolstr!(
                    "knocks in vain: {}, the last at {at}, and each was refused (403).",
                    self::waves(known.barred, "Wave")
                ),
                "A grant on the target lets it in.",
                Some(("Grant…", Act::Edit(grant))),
            );
        }
        if known.nobody >= OFTEN {
            self.say(
                Rank::Refused,
                who(),
                format_smolstr!(
                    "sends to a Point that nobody has: its last {} were answered 404.",
                    self::waves(known.nobody, "Wave")
                ),
                "Either its target is misspelt, or somebody is to be created there.",
                None,
            );
        }
    }

    fn of_grant(&mut self, grant: u32, checks: u64) {
        let grants = self.ledger.grants().iter();
        let Some(text) = grants
            .clone()
            .find(|known| known.grant == grant)
            .map(|known| &known.text)
        else {
            return;
        };
        // `perm +csd-RwX on SELECTOR to SELECTOR`
        let Some((_, on)) = text.split_once(" on ") else {
            return;
        };
        let (on, to) = on.split_once(" to ").unwrap_or((on, ""));
        let named = |point: Point| self.ledger.at(&point).map(|known| known.particle);
        let parsed = |text: &str| text.parse().ok().and_then(named);
        // a selector of many is no Point
        let subject = parsed(on).or_else(|| parsed(to));
        let Some(subject) = subject.or_else(|| named(Point::root())) else {
            return;
        };
        let revoke = format_smolstr!("revoke {grant} on {on}");
        self.say(
            Rank::Idle,
            (
                Subject::Particle(subject),
                format_smolstr!("Grant {grant}, {text},"),
            ),
            format_smolstr!(
                "was never used: {} have been checked since, and it let none of them in.",
                self::waves(u32::try_from(checks).unwrap_or(u32::MAX), "Wave")
            ),
            "What nobody needs can be taken back.",
            Some(("Take it back…", Act::Edit(revoke))),
        );
    }
}

/// So many of something.
fn waves(count: u32, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", number(count.into()))
}

#[cfg(test)]
#[path = "remarks_tests.rs"]
mod tests;
