//! What lies under a pointer, what lies next to something, and which names are written.

use orrery_hyperspace::trace::LaneNo;

use crate::labels::Wish;
use crate::layout::Place;
use crate::picture::{self, Picture};
use crate::reckon::length;
use crate::segment::{Mark, curve};
use crate::sky::Sky;
use crate::{Subject, View};

/// A pointer need not be nearer than this, in pixels.
const REACH: f32 = 11.0;
/// From this radius in pixels on, the name of a small mark is written.
const NAMED: f32 = 7.0;

impl Picture {
    /// What is at that pixel at that moment (in virtual milliseconds): a Wave, else a node.
    #[must_use]
    pub fn pick(&self, x: f32, y: f32, now: f64) -> Option<Subject> {
        let pointer = Place { x, y, size: 0.0 };
        let mut best: Option<(f32, Subject)> = None;
        let mut offer = |distance: f32, subject: Subject| {
            if distance < best.map_or(f32::INFINITY, |(least, _)| least) {
                best = Some((distance, subject));
            }
        };
        for (node, subject) in self.nodes().subjects().iter().enumerate() {
            if let Some(place) = self.on_canvas(node as u32) {
                let distance = place.distance(pointer);
                if distance <= place.size.max(REACH) {
                    // Under one pointer the smaller is meant, or nobody could choose it.
                    offer(distance + place.size * 0.2 + 3.0, *subject);
                }
            }
        }
        let (ring, view) = match self.view() {
            View::Universal => (&self.trails.arcs, 0),
            View::Hyperversal => (&self.trails.hops, 1),
        };
        let at = ring.at(now);
        for (wave, segment) in ring.iter() {
            let Some(part) = segment.progress(at) else {
                continue;
            };
            let ends = (self.seen(segment.from, view), self.seen(segment.to, view));
            if let (Some(from), Some(to)) = ends
                && segment.look.mark != Mark::Pulse
            {
                let (x, y) = curve(from, to, segment.bend, part);
                let distance = pointer.distance(Place { x, y, size: 0.0 });
                if distance <= REACH {
                    offer(distance, Subject::Wave(wave));
                }
            }
        }
        best.map(|(_, subject)| subject)
    }

    /// The lane at that pixel, where nothing else is.
    #[must_use]
    pub fn pick_lane(&self, x: f32, y: f32, sky: &Sky) -> Option<LaneNo> {
        if self.view() != View::Hyperversal {
            return None;
        }
        let pointer = Place { x, y, size: 0.0 };
        sky.lanes().find_map(|lane| {
            let a = self.on_canvas(self.nodes().star(lane.a)?)?;
            let b = self.on_canvas(self.nodes().star(lane.b)?)?;
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let length = (dx * dx + dy * dy).max(1.0e-6);
            let part = (((x - a.x) * dx + (y - a.y) * dy) / length).clamp(0.0, 1.0);
            (pointer.distance(a.toward(b, part)) <= REACH * 0.5).then_some(lane.lane)
        })
    }

    /// Where on the canvas that subject is at that moment, with the radius around which it is drawn.
    #[must_use]
    pub fn anchor(&self, subject: Subject, now: f64, sky: &Sky) -> Option<Place> {
        match subject {
            Subject::Particle(_) | Subject::Star(_) => self.on_canvas(self.nodes().of(subject)?),
            Subject::Lane(lane) => {
                let lane = sky
                    .lane(lane)
                    .filter(|_| self.view() == View::Hyperversal)?;
                let a = self.on_canvas(self.nodes().star(lane.a)?)?;
                let b = self.on_canvas(self.nodes().star(lane.b)?)?;
                Some(a.toward(b, 0.5).sized(REACH))
            }
            Subject::Wave(wanted) => {
                let (ring, view) = match self.view() {
                    View::Universal => (&self.trails.arcs, 0),
                    View::Hyperversal => (&self.trails.hops, 1),
                };
                let at = ring.at(now);
                let mut segments = ring.iter().rev().filter(|(wave, _)| *wave == wanted);
                segments.find_map(|(_, segment)| {
                    let part = segment.progress(at)?;
                    let (from, to) = (self.seen(segment.from, view)?, self.seen(segment.to, view)?);
                    let (x, y) = curve(from, to, segment.bend, part);
                    Some(Place { x, y, size: REACH })
                })
            }
        }
    }

    fn seen(&self, node: u32, view: usize) -> Option<Place> {
        let places = self.place(node)?;
        let place = *places.get(view)?;
        if place.size <= 0.0 {
            return None;
        }
        let lens = if view == 0 {
            self.camera.universal
        } else {
            self.camera.hyperversal
        };
        Some(self.camera.through(lens, place))
    }

    /// The node that lies next to another in that direction, as arrow keys ask for it; without
    /// another, the one nearest to the middle.
    #[must_use]
    pub fn neighbour(&self, from: Option<Subject>, dx: f32, dy: f32) -> Option<Subject> {
        let here = from.and_then(|subject| self.nodes().of(subject));
        let middle = Place {
            x: self.camera.width / 2.0,
            y: self.camera.height / 2.0,
            size: 1.0,
        };
        let origin = here.and_then(|node| self.on_canvas(node));
        let start = origin.unwrap_or(middle);
        let mut best: Option<(f32, Subject)> = None;
        for (node, subject) in self.nodes().subjects().iter().enumerate() {
            if Some(node as u32) == here {
                continue;
            }
            let Some(place) = self.on_canvas(node as u32) else {
                continue;
            };
            let (x, y) = (place.x - start.x, place.y - start.y);
            let distance = length(x, y);
            let ahead = x * dx + y * dy;
            let cost = if origin.is_none() {
                distance
            } else if ahead > distance * 0.5 {
                // Straight ahead is worth a detour of some length.
                distance * (2.0 - ahead / distance.max(1.0e-6))
            } else {
                continue;
            };
            if cost < best.map_or(f32::INFINITY, |(least, _)| least) {
                best = Some((cost, *subject));
            }
        }
        best.map(|(_, subject)| subject)
    }

    /// The names that would like to be written, and all marks that are in the way, with the width that `measure` finds for them.
    pub fn wishes(
        &self,
        hovered: Option<u32>,
        mut measure: impl FnMut(u32, &str) -> f32,
    ) -> Vec<Wish> {
        let chosen = self.chosen_node();
        let mix = self.camera.mix;
        let mut wishes = Vec::new();
        for node in 0..self.nodes().subjects().len() as u32 {
            let (Some([universal, hyperversal]), Some(mark)) = (self.place(node), self.mark(node))
            else {
                continue;
            };
            let place = self.camera.project(universal, hyperversal);
            let inside = (0.0..=self.camera.width).contains(&place.x)
                && (0.0..=self.camera.height).contains(&place.y);
            // Between the views, what is only in one of them is not named.
            let here = if mix < 0.5 {
                universal.size
            } else {
                hyperversal.size
            };
            if here <= 0.0 || place.size <= 0.0 || !inside {
                continue;
            }
            let mut weight = mark.weight * 10.0 + place.size;
            let mut written = true;
            if Some(node) == chosen {
                weight += 2.0e6;
            } else if Some(node) == hovered {
                weight += 1.0e6;
            } else if !is_named(mark, place.size, mix) {
                written = false;
            }
            let reach = if mix < 0.5 {
                0.0
            } else {
                mark.reach * self.camera.hyperversal.scale
            };
            wishes.push(Wish {
                node,
                x: place.x,
                y: place.y,
                size: place.size,
                reach,
                width: if written {
                    measure(node, &mark.label)
                } else {
                    0.0
                },
                weight,
            });
        }
        wishes
    }
}

/// Whether a name is written where there is room for it.
fn is_named(mark: &picture::Mark, size: f32, mix: f32) -> bool {
    let universal = mix < 0.5 && (mark.weight > 1.0 || mark.weight >= 1.0 && size >= NAMED * 0.65);
    size >= NAMED || mark.named || universal
}
