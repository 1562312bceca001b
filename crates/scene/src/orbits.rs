//! The Universal view: `ROOT` in the middle, spaces on an orbit around it, and every Particle's
//! children on orbits around that Particle, each family as large as what it holds.
//!
//! Infrastructure is not in this view: points of stars and `hyperspace` are left out, and what
//! sends from outside (Controls, `GLOBAL::` services) stands small below, once it was used.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use orrery_hyperspace::trace::ParticleNo;

use crate::layout::{self, Circle, Place, Seats, ring_seats};
use crate::news::{Face, Stands};
use crate::sky::{Particle, Sky};

/// Radius of a mark whose family is drawn in full size; its surroundings have radius 1.
pub const MARK: f32 = 0.38;
/// Room around a mark before its first orbit begins.
const CLEAR: f32 = 0.62;
/// Families are drawn smaller the more they hold: an extent of `e` takes the room of `e` to this.
const PRESS: f32 = 0.66;
/// What is only kept is drawn smaller than what lives.
const PRESS_STORE: f32 = 0.46;
/// Extents grow in steps of this factor, so that one more leaf seldom moves anything.
const STEP: f32 = 1.18;
/// How much more than needed neighbours are apart.
const APART: f32 = 1.04;
/// The way in which `ROOT` looks: its first space stands there.
const ROOT_LOOKS: f32 = PI * 1.03;

/// The places of all Points of the Universal view.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Orbits {
    /// By the number of the Particle; nothing where it is not in this view.
    pub places: Vec<Option<Place>>,
    /// Orbits that carry somebody.
    pub circles: Vec<Circle<ParticleNo>>,
    /// The radius of the rim, which is around all of it.
    pub rim: f32,
}

/// What is known of a family before it has a place.
#[derive(Debug, Clone)]
struct Family {
    /// The room that each child on the first ring takes, by its seat's order.
    first: Vec<f32>,
    /// Children in this view.
    children: usize,
    /// Which child of its parent it is.
    order: usize,
    /// Where it is shown.
    stands: Stands,
    /// How its children are seated.
    seats: Seats,
    /// The common radius of the first ring; large families stand farther out.
    near: f32,
    /// Where the first ring with all its families ends.
    edge: f32,
    /// The largest room that a child on any further ring needs.
    beyond: f32,
    /// The radii of the further rings.
    rings: Vec<f32>,
    /// Its own radius in its own measure.
    extent: f32,
    /// The room that it takes in its parent's measure.
    room: f32,
}

impl Family {
    fn new(stands: Stands, order: usize) -> Self {
        Self {
            first: Vec::new(),
            children: 0,
            order,
            stands,
            seats: match stands {
                Stands::Middle => Seats::Halves,
                _ => Seats::Thirds,
            },
            near: 0.0,
            edge: 0.0,
            beyond: 1.0,
            rings: Vec::new(),
            extent: 1.0,
            room: 1.0,
        }
    }

    /// How far from the middle the child with that number stands.
    fn distance(&self, child: usize) -> f32 {
        let further = self.seats.seat(child).ring.checked_sub(1);
        if let Some(radius) = further.and_then(|ring| self.rings.get(ring)) {
            return *radius;
        }
        let room = self.first.get(child).copied().unwrap_or(1.0);
        self.near.max(CLEAR + room)
    }

    /// The radii at which somebody stands.
    fn orbits(&self) -> Vec<f32> {
        let first = (0..self.first.len()).map(|child| self.distance(child));
        let mut radii: Vec<f32> = Vec::new();
        // few enough to be put in order one by one
        for radius in first.chain(self.rings.iter().copied()) {
            radii.insert(radii.partition_point(|known| *known <= radius), radius);
        }
        radii.dedup_by(|a, b| *a - *b < 0.05);
        radii
    }

    /// Finds the least radius of the first ring at which no two families meet. Free seats count as
    /// taken by a leaf, so that the next one moves nobody.
    fn settle(&mut self) {
        let seats = self.seats.first(self.children);
        let room = |i: usize| self.first.get(i).copied().unwrap_or(1.0);
        let alike = self.first.iter().all(|room| *room <= 1.0);
        let mut near = layout::ring(APART, seats).max(CLEAR + 1.0);
        if !alike {
            let widest = self.first.iter().copied().fold(1.0, f32::max);
            let most = layout::ring(APART * widest, seats).max(CLEAR + widest);
            near = CLEAR + 1.0;
            while near < most && !fits(self.seats, seats, near, &room) {
                near = (near * 1.05).min(most);
            }
        }
        self.near = near;
        let out = |i: usize| near.max(CLEAR + room(i)) + room(i);
        self.edge = (0..self.first.len()).map(out).fold(0.0, f32::max);
        self.extent = self.edge;
        // Each further ring is wide enough for its seats, and beyond the ring before.
        for ring in 1..=self.seats.seat(self.children.max(1) - 1).ring {
            let least = layout::ring(self.beyond, ring_seats(ring)) * 1.02;
            let radius = (self.extent + self.beyond).max(least);
            self.rings.push(radius);
            self.extent = radius + self.beyond;
        }
    }
}

/// Whether families on so many seats keep apart, each at `near` or just beyond its parent.
fn fits(kind: Seats, seats: usize, near: f32, room: &impl Fn(usize) -> f32) -> bool {
    let place = |i: usize| {
        let middle = Place::default().step(near.max(CLEAR + room(i)), kind.seat(i).angle);
        (middle, room(i))
    };
    (0..seats).all(|i| {
        let (here, room) = place(i);
        (i + 1..seats).all(|j| {
            let (there, other) = place(j);
            here.distance(there) >= (room + other) * APART
        })
    })
}

/// Where a Particle stands whose parent stands there.
pub(crate) fn stands(particle: &Particle, parent: Option<Stands>) -> Stands {
    match (particle.face.stands, parent) {
        (Stands::Orbit, Some(Stands::Middle | Stands::Orbit)) => Stands::Orbit,
        (Stands::Outside, _) if particle.used => Stands::Outside,
        (Stands::Middle, _) => Stands::Middle,
        _ => Stands::Nowhere,
    }
}

fn pressed(extent: f32, face: &Face) -> f32 {
    let press = if face.keeps { PRESS_STORE } else { PRESS };
    let steps = (press * extent.ln() / STEP.ln()).ceil();
    // not `clamp`, whose panic brings the printing of floats along
    STEP.powi(steps as i32).min(extent).max(1.0)
}

impl Orbits {
    /// Places everything that the tables hold. A parent's number is lower than its children's.
    #[must_use]
    pub fn of(sky: &Sky) -> Self {
        let families = measure(sky);
        let mut places: Vec<Option<(Place, f32, f32)>> = vec![None; families.len()];
        let mut circles = Vec::new();
        let mut rim = 0.0_f32;
        let mut outside = Vec::new();
        for particle in sky.drawn() {
            let index = particle.particle.index();
            let Some(family) = families.get(index) else {
                continue;
            };
            let (place, scale, looks) = match family.stands {
                Stands::Nowhere => continue,
                Stands::Middle => (Place::default().sized(MARK * 1.25), 1.0, ROOT_LOOKS),
                Stands::Outside => {
                    outside.push(index);
                    continue;
                }
                Stands::Orbit => {
                    let parent = particle.parent.map_or(usize::MAX, ParticleNo::index);
                    let above = places.get(parent).copied().flatten();
                    let (Some((middle, scale, looks)), Some(parent)) =
                        (above, families.get(parent))
                    else {
                        continue;
                    };
                    let seat = parent.seats.seat(family.order);
                    let angle = looks + seat.angle;
                    let place = middle.step(parent.distance(family.order) * scale, angle);
                    let scale = scale * (family.room / family.extent);
                    (place.sized(MARK * scale), scale, angle)
                }
            };
            rim = rim.max(place.distance(Place::default()) + scale.min(1.0));
            for radius in family.orbits() {
                circles.push(Circle {
                    around: particle.particle,
                    radius: radius * scale,
                });
            }
            places[index] = Some((place, scale, looks));
        }
        for (order, index) in outside.into_iter().enumerate() {
            let place = beside(&places, order);
            rim = rim.max(place.distance(Place::default()) + 0.6);
            places[index] = Some((place.sized(MARK * 0.55), 1.0, 0.0));
        }
        // The rim grows in steps too.
        let rim = STEP
            .sqrt()
            .powi((rim.max(2.0).ln() / STEP.sqrt().ln()).ceil() as i32)
            + 0.35;
        Self {
            places: places
                .into_iter()
                .map(|p| p.map(|(place, _, _)| place))
                .collect(),
            circles,
            rim,
        }
    }

    /// The place of that Particle.
    #[must_use]
    pub fn place(&self, particle: ParticleNo) -> Option<Place> {
        self.places.get(particle.index()).copied().flatten()
    }
}

/// Where something from outside stands: below `ROOT` or to both sides of that, as near as there is
/// room.
fn beside(places: &[Option<(Place, f32, f32)>], order: usize) -> Place {
    let side = if order % 2 == 1 { 1.0 } else { -1.0 };
    let angle = FRAC_PI_2 + side * order.div_ceil(2) as f32 * (TAU / 13.0);
    let mut place = Place::default();
    for step in 0..400 {
        place = Place::default().step(2.6 + step as f32 * 0.3, angle);
        let taken = |(other, scale, _): &(Place, f32, f32)| {
            place.distance(*other) < 0.9 + (other.size + 0.3).max(scale * 0.9)
        };
        if !places.iter().flatten().any(taken) {
            break;
        }
    }
    place
}

/// Where everybody stands and how much room each family takes.
fn measure(sky: &Sky) -> Vec<Family> {
    let mut families: Vec<Family> = Vec::new();
    let mut parents: Vec<Option<usize>> = Vec::new();
    for particle in sky.drawn() {
        let index = particle.particle.index();
        families.resize_with(index, || Family::new(Stands::Nowhere, 0));
        parents.resize(index + 1, None);
        let parent = particle
            .parent
            .map(ParticleNo::index)
            .filter(|parent| *parent < index);
        let stands = stands(particle, parent.map(|parent| families[parent].stands));
        let mut order = 0;
        if stands == Stands::Orbit
            && let Some(parent) = parent
        {
            order = families[parent].children;
            families[parent].children += 1;
        }
        families.push(Family::new(stands, order));
        parents[index] = parent;
    }
    for particle in sky.drawn().rev() {
        let index = particle.particle.index();
        let family = &mut families[index];
        if family.children > 0 {
            family.settle();
            family.room = pressed(family.extent, &particle.face);
        }
        let (stands, order, room) = (family.stands, family.order, family.room);
        if stands == Stands::Orbit
            && let Some(parent) = parents[index]
        {
            let parent = &mut families[parent];
            if parent.seats.seat(order).ring == 0 {
                if parent.first.len() <= order {
                    parent.first.resize(order + 1, 1.0);
                }
                parent.first[order] = room;
            } else {
                parent.beyond = parent.beyond.max(room);
            }
        }
    }
    families
}

#[cfg(test)]
#[path = "orbits_tests.rs"]
mod tests;
