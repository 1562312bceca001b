//! Trails: how Waves move in both views, as segments that are only ever added.
//!
//! In the Universal view a Wave goes along one arc from its sender to its target; how far it is
//! follows from the lanes that it took and the least latency of the rest of its way. In the
//! Hyperversal view it goes along each lane while it is on that lane.
//!
//! What happens too fast to be seen is stretched: at a speed at which a lane takes less than a
//! few frames, a segment is drawn for as long as eyes need, and what it caused is drawn after it.
//! So the picture may lag behind the trace, by no more than [`LAG`] on the wall. While time is
//! stepped, nothing is stretched.

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{ParticleNo, StarNo, WaveNo};
use orrery_space::WaveKind;

use crate::news::{Ending, GoesOn, News, What};
use crate::nodes::Nodes;
use crate::recent::Recent;
use crate::ring::{Ring, SlotNo};
use crate::segment::{Look, Mark, OPEN, Segment};
use crate::sky::Sky;
use crate::ways::Ways;

/// The least time on the wall in which a whole arc is drawn, in milliseconds.
pub const ARC: f64 = 420.0;
/// The least time on the wall in which a lane is drawn.
pub const LANE: f64 = 190.0;
/// The least time on the wall from a Particle to its star, or back.
const MOON: f64 = 110.0;
/// How far the picture may lag behind the trace on the wall.
pub const LAG: f64 = 1_800.0;
/// For how long a trail glows on the wall.
pub const LINGER: f64 = 460.0;
/// For how long a cross stands on the wall.
const CROSS: f64 = 1_500.0;
/// For how long an arrival is seen.
const PULSE: f64 = 520.0;
/// How much arcs bend.
pub const BEND: f32 = 0.16;
/// How far beside the lane a Wave goes, so that those in both directions are told apart.
pub const KEEP: f32 = 0.03;
/// The part of an arc that is left for the way from the target's star to its core.
const DOORSTEP: f32 = 0.1;
/// How far a Wave comes that is turned back on the star of its sender.
const SHORT: f32 = 0.34;

/// One of the two lines that a Wave draws.
#[derive(Debug, Clone, Copy)]
struct Line {
    from: u32,
    to: u32,
    bend: f32,
    part: f32,
    goal: f32,
    /// Until when it is drawn, in milliseconds.
    drawn: f64,
    slot: Option<SlotNo>,
}

#[derive(Debug, Clone, Copy)]
struct Flight {
    look: Look,
    to: Option<ParticleNo>,
    arc: Line,
    way: Line,
    /// Where on its arc it was turned back.
    turned: Option<f32>,
    /// Whether it is off its lane.
    off: bool,
    /// Whether it has ended.
    over: bool,
    hops: usize,
}

/// How Waves move.
#[derive(Debug)]
pub struct Trails {
    /// Segments of the Universal view.
    pub arcs: Ring,
    /// Segments of the Hyperversal view.
    pub hops: Ring,
    /// Those that ended too, since their answers set out where they ended.
    flights: Recent<Flight>,
    ways: Ways,
    pace: f64,
    true_to_time: bool,
    every: u64,
    thinned: u64,
}

impl Default for Trails {
    fn default() -> Self {
        Self {
            arcs: Ring::default(),
            hops: Ring::default(),
            flights: Recent::default(),
            ways: Ways::default(),
            pace: 1.0,
            true_to_time: false,
            every: 1,
            thinned: 0,
        }
    }
}

fn millis(at: Moment) -> f64 {
    at.0 as f64 / 1.0e6
}

impl Trails {
    /// Nothing, at the same pace.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self {
            pace: self.pace,
            true_to_time: self.true_to_time,
            ..Self::default()
        }
    }

    /// Says how many virtual milliseconds pass in one of the wall. While time stands (`stepping`)
    /// the last pace counts for what fades, and nothing new is stretched.
    pub fn pace(&mut self, pace: f64, stepping: bool) {
        if pace.is_finite() && pace > 0.0 {
            self.pace = pace;
        }
        self.true_to_time = stepping;
    }

    /// Draws everything where it truly is, because time is now stepped by hand.
    pub fn settle(&mut self, now: Moment) {
        self.arcs.settle();
        self.hops.settle();
        for flight in self.flights.iter_mut() {
            flight.arc.drawn = flight.arc.drawn.min(millis(now));
            flight.way.drawn = flight.way.drawn.min(millis(now));
        }
    }

    /// For how many virtual milliseconds a trail glows.
    #[must_use]
    pub fn linger(&self) -> f64 {
        LINGER * self.pace
    }

    /// Whether there is anything to be seen of any Wave.
    #[must_use]
    pub fn any(&self) -> bool {
        !self.arcs.is_empty() || !self.hops.is_empty()
    }

    /// So many segments are drawn, in the view that has more.
    #[must_use]
    pub fn segments(&self) -> usize {
        self.arcs.len().max(self.hops.len())
    }

    /// One Wave in how many is drawn.
    #[must_use]
    pub fn sample(&self) -> u64 {
        self.every
    }

    /// Learns what happened. The tables already know of it.
    pub fn apply(&mut self, news: &News, sky: &Sky, nodes: &Nodes) {
        let at = news.at;
        match news.what {
            What::Lane { .. } => self.ways.forget(),
            What::Sent {
                wave,
                kind,
                from,
                to,
                cause,
                bad,
            } => {
                let look = Look::of(kind, bad);
                self.sent(at, wave, look, (from, to), cause, sky, nodes);
            }
            What::Hop {
                wave,
                from,
                to,
                arrives,
            } => self.hop(at, wave, (from, to), arrives, sky, nodes),
            What::Ended { wave, star, end } => match end {
                Ending::Delivered(particle) => self.delivered(at, wave, star, particle, nodes),
                Ending::Refused(_) => self.stopped(at, wave, star, Mark::Cross, nodes),
                Ending::Lost => self.stopped(at, wave, star, Mark::Fade, nodes),
            },
            What::Befell { wave, on } => self.befell(at, wave, on),
            _ => {}
        }
    }

    /// Lets go of what is no longer to be seen at `now`, and draws a sample when there is more than
    /// `room` segments of one view.
    pub fn retire(&mut self, now: f64, room: usize) {
        let linger = self.linger();
        self.arcs.retire(now, linger);
        self.hops.retire(now, linger);
        let most = self.segments();
        // A thinner sample shows only once what is there has flown by.
        let pushed = self.arcs.pushed() + self.hops.pushed();
        if most > room * 4 / 5 && pushed > self.thinned + room as u64 {
            self.thinned = pushed;
            self.every = (self.every * 2).min(1 << 16);
        } else if most < room / 5 && self.every > 1 {
            self.every /= 2;
        }
    }

    /// When a segment ends that sets out at `start` and in truth ends at `end`, if eyes need
    /// `least` milliseconds of the wall for it.
    fn until(&self, start: f64, end: f64, least: f64) -> f64 {
        if self.true_to_time {
            return end.max(start);
        }
        let seen = end.max(start + least * self.pace);
        seen.min(end + LAG * self.pace).max(start)
    }

    fn beyond(&self, at: f64, drawn: f64) -> f64 {
        let latest = if self.true_to_time {
            at
        } else {
            at + LAG * self.pace
        };
        at.max(drawn.min(latest))
    }

    #[allow(clippy::too_many_arguments)] // the fields of one event
    fn sent(
        &mut self,
        at: Moment,
        wave: WaveNo,
        look: Look,
        (from, to): (ParticleNo, Option<ParticleNo>),
        cause: Option<WaveNo>,
        sky: &Sky,
        nodes: &Nodes,
    ) {
        let at = millis(at);
        let before = cause.and_then(|cause| self.flights.get(cause)).copied();
        let drawn = match look.kind {
            WaveKind::Pong | WaveKind::Echo => self.every == 1 || before.is_some(),
            _ => wave.0.is_multiple_of(self.every),
        };
        let Some(here) = nodes.particle(from).filter(|_| drawn) else {
            return;
        };
        let there = to
            .and_then(|to| nodes.particle(to))
            .or_else(|| nodes.root());
        let home = sky
            .particle(from)
            .and_then(|p| p.star)
            .and_then(|star| nodes.star(star));
        let mut arc = Line {
            from: here,
            to: there.unwrap_or(here),
            bend: BEND,
            part: 0.0,
            goal: if to.is_some() { 1.0 } else { SHORT },
            drawn: at,
            slot: None,
        };
        let mut way = Line {
            from: home.unwrap_or(here),
            to: home.unwrap_or(here),
            bend: KEEP,
            ..arc
        };
        let mut back = false;
        if let Some(before) = before {
            arc.drawn = self.beyond(at, before.arc.drawn);
            way.drawn = self.beyond(at, before.way.drawn);
            if let (WaveKind::Pong | WaveKind::Echo, Some(part)) = (look.kind, before.turned) {
                back = true;
                arc = Line {
                    part,
                    goal: 0.0,
                    drawn: arc.drawn,
                    slot: None,
                    ..before.arc
                };
                way = Line {
                    from: before.way.to,
                    to: before.way.to,
                    ..way
                };
            }
        }
        let mut flight = Flight {
            look,
            to,
            arc,
            way,
            turned: None,
            off: false,
            over: false,
            hops: 0,
        };
        if let Some(home) = home.filter(|home| !back && *home != here) {
            let end = self.until(flight.way.drawn, at, MOON);
            let line = Line {
                from: here,
                to: home,
                bend: 0.0,
                part: 0.0,
                goal: 1.0,
                ..flight.way
            };
            flight.way = self.draw_way(wave, look, line, 1.0, end, [at, at]);
        }
        self.flights.begin(wave, flight);
    }

    fn hop(
        &mut self,
        at: Moment,
        wave: WaveNo,
        (from, to): (StarNo, StarNo),
        arrives: Moment,
        sky: &Sky,
        nodes: &Nodes,
    ) {
        let Some(mut flight) = self.flights.get(wave).copied() else {
            return;
        };
        let (left, there) = (millis(at), millis(arrives));
        let ends = [nodes.star(from), nodes.star(to)];
        let same = ends == [Some(flight.way.from), Some(flight.way.to)];
        if flight.look.twice && (same || flight.over) {
            // The other of two: both are drawn as one.
            return;
        }
        flight.hops += 1;
        flight.look.held = false;
        flight.off = false;

        let goal = flight
            .to
            .and_then(|to| sky.particle(to))
            .and_then(|p| p.star);
        let rest = goal.and_then(|goal| self.ways.between(sky, to, goal));
        let leg = arrives.0.saturating_sub(at.0).max(1) as f32;
        let share = match rest {
            Some(rest) => leg / (leg + rest as f32),
            None => 0.5,
        };
        let door = flight.arc.goal - (flight.arc.goal - flight.arc.part).signum() * DOORSTEP;
        let next = flight.arc.part + (door - flight.arc.part) * share;
        let least = ARC * f64::from((next - flight.arc.part).abs());
        let start = self.beyond(left, flight.arc.drawn);
        let end = self.until(start, there, least);
        let line = Line {
            drawn: start,
            ..flight.arc
        };
        flight.arc = self.draw_arc(wave, flight.look, line, next, end, [left, there]);

        if let [Some(a), Some(b)] = ends {
            let start = self.beyond(left, flight.way.drawn);
            let end = self.until(start, there, LANE);
            let line = Line {
                from: a,
                to: b,
                bend: KEEP,
                part: 0.0,
                drawn: start,
                ..flight.way
            };
            flight.way = self.draw_way(wave, flight.look, line, 1.0, end, [left, there]);
        }
        self.keep(wave, flight);
    }

    /// Something befell a Wave: from where it is on it is drawn otherwise.
    fn befell(&mut self, at: Moment, wave: WaveNo, on: GoesOn) {
        let known = self.flights.get(wave).copied();
        let Some(mut flight) = known.filter(|flight| !flight.over) else {
            return;
        };
        let at = millis(at);
        let mut until = at;
        match on {
            GoesOn::Held(there) => {
                flight.look.held = true;
                flight.off = false;
                until = millis(there);
            }
            GoesOn::Copies(copies) => {
                flight.look.twice = copies > 1;
                flight.off = copies == 0;
            }
        }
        let lines = [
            (&mut self.arcs, &mut flight.arc),
            (&mut self.hops, &mut flight.way),
        ];
        for (ring, line) in lines {
            let (goal, drawn) = (line.part, line.drawn);
            let cut = line.slot.and_then(|slot| ring.cut(slot, at));
            let (then, part, ends) = cut.unwrap_or((drawn, goal, at));
            (line.drawn, line.part) = (then, part);
            if !flight.off {
                let ends = ends.max(until);
                *line = draw(
                    ring,
                    wave,
                    flight.look,
                    *line,
                    goal,
                    drawn.max(ends),
                    [at, ends],
                );
            }
        }
        self.keep(wave, flight);
    }

    fn delivered(
        &mut self,
        at: Moment,
        wave: WaveNo,
        star: StarNo,
        particle: ParticleNo,
        nodes: &Nodes,
    ) {
        let Some(mut flight) = self.flights.get(wave).copied() else {
            return;
        };
        let at = millis(at);
        flight.over = true;
        let look = flight.look.plain();
        let goal = flight.arc.goal;
        let least = ARC * f64::from((goal - flight.arc.part).abs());
        let start = self.beyond(at, flight.arc.drawn);
        let end = self.until(start, at, least);
        let line = Line {
            drawn: start,
            ..flight.arc
        };
        flight.arc = self.draw_arc(wave, look, line, goal, end, [at, at]);
        self.close_arc(&mut flight, end);
        let target = if goal == 0.0 {
            flight.arc.from
        } else {
            flight.arc.to
        };
        let pulse = Look {
            mark: Mark::Pulse,
            ..look
        };
        self.stand(wave, pulse, (target, target, 0.0, 0.0), end, at, true);

        if let (Some(a), Some(b)) = (nodes.star(star), nodes.particle(particle))
            && a != b
        {
            let start = self.beyond(at, flight.way.drawn);
            let end = self.until(start, at, MOON);
            let line = Line {
                from: a,
                to: b,
                bend: 0.0,
                part: 0.0,
                drawn: start,
                ..flight.way
            };
            flight.way = self.draw_way(wave, look, line, 1.0, end, [at, at]);
        }
        let end = flight.way.drawn.max(at);
        if let Some(slot) = flight.way.slot {
            self.hops.hold(slot, end);
        }
        let target = flight.way.to;
        self.stand(wave, pulse, (target, target, 0.0, 0.0), end, at, false);
        self.keep(wave, flight);
        self.flights.end(wave);
    }

    /// A Wave was turned back or lost on that star.
    fn stopped(&mut self, at: Moment, wave: WaveNo, star: StarNo, mark: Mark, nodes: &Nodes) {
        let Some(mut flight) = self.flights.get(wave).copied() else {
            return;
        };
        let at = millis(at);
        if !self.flights.end(wave) {
            return;
        }
        flight.over = true;
        let plain = flight.look.plain();
        if flight.hops == 0 && flight.arc.part < SHORT && flight.arc.goal > 0.0 {
            let least = ARC * f64::from(SHORT - flight.arc.part);
            let start = self.beyond(at, flight.arc.drawn);
            let end = self.until(start, at, least);
            let line = Line {
                drawn: start,
                ..flight.arc
            };
            flight.arc = self.draw_arc(wave, plain, line, SHORT, end, [at, at]);
        }
        let end = flight.arc.drawn.max(at);
        self.close_arc(&mut flight, end);
        let look = Look {
            refused: true,
            mark,
            ..plain
        };
        let arc = flight.arc;
        self.stand(
            wave,
            look,
            (arc.from, arc.to, arc.bend, arc.part),
            end,
            at,
            true,
        );
        if mark == Mark::Cross && flight.look.kind == WaveKind::Signal {
            let back = Look {
                refused: true,
                ..plain
            };
            let line = Line {
                goal: 0.0,
                drawn: end,
                slot: None,
                ..arc
            };
            let home = self.until(end, at, ARC * f64::from(arc.part));
            let mut line = self.draw_arc(wave, back, line, 0.0, home, [at, at]);
            if let Some(slot) = line.slot.take() {
                self.arcs.hold(slot, home);
            }
        }
        flight.turned = Some(flight.arc.part);

        let end = flight.way.drawn.max(at);
        if let Some(slot) = flight.way.slot {
            self.hops.hold(slot, end);
        }
        if let Some(star) = nodes.star(star).filter(|_| !flight.off) {
            flight.way = Line {
                from: star,
                to: star,
                part: 0.0,
                drawn: end,
                ..flight.way
            };
        }
        let way = flight.way;
        let place = (way.from, way.to, way.bend, way.part);
        self.stand(wave, look, place, end, at, false);
        self.keep(wave, flight);
    }

    fn keep(&mut self, wave: WaveNo, flight: Flight) {
        if let Some(known) = self.flights.get_mut(wave) {
            *known = flight;
        }
    }

    fn close_arc(&mut self, flight: &mut Flight, end: f64) {
        if let Some(slot) = flight.arc.slot.take() {
            self.arcs.hold(slot, end);
        }
    }

    fn draw_arc(
        &mut self,
        wave: WaveNo,
        look: Look,
        line: Line,
        next: f32,
        end: f64,
        truth: [f64; 2],
    ) -> Line {
        draw(&mut self.arcs, wave, look, line, next, end, truth)
    }

    fn draw_way(
        &mut self,
        wave: WaveNo,
        look: Look,
        line: Line,
        next: f32,
        end: f64,
        truth: [f64; 2],
    ) -> Line {
        draw(&mut self.hops, wave, look, line, next, end, truth)
    }

    /// Adds a mark that stands for a while and is gone.
    #[allow(clippy::too_many_arguments)] // the fields of one mark
    fn stand(
        &mut self,
        wave: WaveNo,
        look: Look,
        (from, to, bend, part): (u32, u32, f32, f32),
        start: f64,
        truth: f64,
        universal: bool,
    ) {
        if look.mark == Mark::Pulse && self.every > 1 {
            return;
        }
        let least = if look.mark == Mark::Pulse {
            PULSE
        } else {
            CROSS
        };
        let end = start + least * self.pace;
        let ring = if universal {
            &mut self.arcs
        } else {
            &mut self.hops
        };
        let segment = Segment {
            from,
            to,
            start: 0.0,
            duration: 0.0,
            part,
            goal: part,
            hold: OPEN,
            bend,
            look,
        };
        let slot = ring.push(wave, segment, start, end, [truth, truth + end - start]);
        ring.hold(slot, end);
    }
}

/// Adds a segment from where the line is to `next`, and ends the head of the one before it.
fn draw(
    ring: &mut Ring,
    wave: WaveNo,
    look: Look,
    line: Line,
    next: f32,
    end: f64,
    truth: [f64; 2],
) -> Line {
    if let Some(slot) = line.slot {
        ring.hold(slot, line.drawn);
    }
    let segment = Segment {
        from: line.from,
        to: line.to,
        start: 0.0,
        duration: 0.0,
        part: line.part,
        goal: next,
        hold: OPEN,
        bend: line.bend,
        look,
    };
    let slot = ring.push(wave, segment, line.drawn, end, truth);
    Line {
        part: next,
        drawn: end,
        slot: Some(slot),
        ..line
    }
}

#[cfg(test)]
#[path = "trails_tests.rs"]
mod tests;
