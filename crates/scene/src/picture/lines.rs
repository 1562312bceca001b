//! The lines of the picture: bands, spokes, lanes, and the way of the chosen Wave.

use super::Picture;
use crate::Subject;
use crate::busy::{Busy, HIGHEST};
use crate::news::Health;
use crate::sky::Sky;

/// Children to whom spokes lead.
const SPOKES: usize = 24;

/// What a line between two nodes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum LinkStyle {
    /// From a Particle to its parent.
    Spoke = 0,
    /// A lane.
    Lane = 1,
    /// A slow lane.
    SlowLane = 2,
    /// The arc of the chosen Wave.
    ChosenArc = 3,
    /// A lane that the chosen Wave took.
    ChosenHop = 4,
    /// The chosen lane.
    ChosenLane = 5,
    /// A lane that nothing enters, with a gap in its middle.
    CutLane = 6,
    /// A lane that loses, doubles or shuffles what it carries.
    FaultyLane = 7,
    /// A band along a lane: how many Waves take it, while a sample of them is drawn.
    Stream = 8,
    /// A band from sender to target.
    StreamArc = 9,
}

impl LinkStyle {
    /// The style as a number; of a band its level is the part after the point.
    fn code(self, level: u8) -> f32 {
        f32::from(self as u8) + f32::from(level.min(HIGHEST)) * 0.09
    }
}

/// What a circle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum CircleStyle {
    /// The orbit of somebody's children.
    Orbit = 0,
    /// The rim of the instrument, with its degrees.
    Rim = 1,
    /// The orbit of Particles around their star.
    Moons = 2,
}

impl Picture {
    /// Draws a line between two nodes that were [put](Self::put).
    pub(crate) fn join(&mut self, a: u32, b: u32, style: LinkStyle) {
        let level = if style == LinkStyle::Stream {
            HIGHEST / 2
        } else {
            0
        };
        self.links
            .extend([a as f32, b as f32, style.code(level), 0.0]);
    }

    /// Draws all lines anew.
    pub(super) fn draw_lines(&mut self, sky: &Sky) {
        let mut links = Vec::new();
        let mut draw = |a: Option<u32>, b: Option<u32>, code: f32, bend: f32| {
            if let (Some(a), Some(b)) = (a, b) {
                links.extend([a as f32, b as f32, code, bend]);
            }
        };
        // Bands lie under everything.
        for (no, level) in &self.busy.lanes {
            if let Some(lane) = sky.lane(*no) {
                let (a, b) = (self.nodes.star(lane.a), self.nodes.star(lane.b));
                draw(a, b, LinkStyle::Stream.code(*level), 0.0);
            }
        }
        for (from, to, level) in &self.busy.pairs {
            let (a, b) = (self.nodes.particle(*from), self.nodes.particle(*to));
            let code = LinkStyle::StreamArc.code(*level);
            draw(a, b, code, crate::trails::BEND);
        }
        let mut link = |a: u32, b: u32, style: LinkStyle, bend: f32| {
            draw(Some(a), Some(b), style.code(0), bend);
        };
        for particle in sky.drawn() {
            // Where there are very many, their spokes would only be a shadow.
            let parent = particle
                .parent
                .filter(|parent| {
                    sky.particle(*parent)
                        .is_some_and(|p| p.children.len() <= SPOKES)
                })
                .and_then(|parent| self.nodes.particle(parent));
            if let (Some(a), Some(b)) = (parent, self.nodes.particle(particle.particle)) {
                link(a, b, LinkStyle::Spoke, 0.0);
            }
        }
        let quickest = sky.lanes().map(|lane| lane.latency).min().unwrap_or(0);
        for lane in sky.lanes() {
            if let (Some(a), Some(b)) = (self.nodes.star(lane.a), self.nodes.star(lane.b)) {
                let style = match lane.latency > quickest {
                    _ if lane.health == Health::Cut => LinkStyle::CutLane,
                    _ if self.chosen == Some(Subject::Lane(lane.lane)) => LinkStyle::ChosenLane,
                    _ if lane.health == Health::Faulty => LinkStyle::FaultyLane,
                    true => LinkStyle::SlowLane,
                    false => LinkStyle::Lane,
                };
                link(a, b, style, 0.0);
            }
        }
        if let Some(Subject::Wave(wave)) = self.chosen
            && let Some(wave) = sky.wave(wave)
        {
            let to = wave.to.and_then(|to| self.nodes.particle(to));
            if let (Some(a), Some(b)) = (self.nodes.particle(wave.from), to) {
                link(a, b, LinkStyle::ChosenArc, crate::trails::BEND);
            }
            for (from, to) in &wave.hops {
                if let (Some(a), Some(b)) = (self.nodes.star(*from), self.nodes.star(*to)) {
                    link(a, b, LinkStyle::ChosenHop, crate::trails::KEEP);
                }
            }
        }
        self.links = links;
        self.changed.lines = true;
    }

    /// Shows by bands how busy it is where.
    pub fn show_busy(&mut self, busy: Busy, sky: &Sky) {
        if self.busy != busy {
            self.busy = busy;
            self.draw_lines(sky);
        }
    }
}
