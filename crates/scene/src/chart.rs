//! The Hyperversal view: stars and lanes as on a star chart. Nexuses stand in the middle, the
//! other roles around them, and Particles as small marks on orbits around the star where they are.
//!
//! Each machine is a group of its own; groups stand side by side. Or stars stand by the pull of their lanes, without
//! regard to roles and machines.

use std::f32::consts::{FRAC_PI_2, TAU};

use orrery_hyperspace::trace::StarNo;

use crate::forces;
use crate::glyph::Glyph;
use crate::layout::{Circle, Place, full_rings, ring, spread};
use crate::sky::{Particle, Sky, Star};

/// Radius of a star's mark.
pub const STAR: f32 = 0.42;
/// The first orbit around a star.
const NEAR: f32 = 0.78;
/// The farthest orbit around a star.
const FAR: f32 = 1.5;
/// A group is wider than high by this, twice over.
const WIDE: f32 = 1.16;
/// Marks on the first orbit around a star.
const MOONS: usize = 8;
/// Radius of a Particle's mark.
const MARK: f32 = 0.1;

/// The places of stars, and of Particles at their stars.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chart {
    /// By the number of the star.
    pub stars: Vec<Option<Place>>,
    /// By the number of the Particle; nothing where it has no star, or is one.
    pub particles: Vec<Option<Place>>,
    /// Orbits around stars that carry somebody.
    pub circles: Vec<Circle<StarNo>>,
    /// The radius of the rim, which is around all of it.
    pub rim: f32,
}

/// The order in which roles stand around the nexuses.
fn turn(role: Glyph) -> usize {
    match role {
        Glyph::Nexus => 0,
        Glyph::Central => 1,
        Glyph::Super => 2,
        Glyph::Maelstrom => 3,
        Glyph::Machine => 4,
        Glyph::Fold => 5,
        Glyph::Jump => 6,
        _ => 7,
    }
}

impl Chart {
    /// Places everything that the tables hold: stars by their roles, or `pulled` by their lanes.
    #[must_use]
    pub fn of(sky: &Sky, pulled: bool) -> Self {
        let mut chart = Self::by_roles(sky);
        if pulled {
            let far = forces::pull(&mut chart.stars, sky, FAR * 2.12);
            chart.rim = far + FAR + 0.5;
        }
        chart.attend(sky);
        chart
    }

    /// Stars, and nothing around them.
    fn by_roles(sky: &Sky) -> Self {
        let mut chart = Self::default();
        let mut machines: Vec<(&str, Vec<&Star>)> = Vec::new();
        for star in sky.stars() {
            let machine = star.face.machine.as_str();
            let at = machines.partition_point(|(name, _)| *name < machine);
            if machines.get(at).is_none_or(|(name, _)| *name != machine) {
                machines.insert(at, (machine, Vec::new()));
            }
            let stars = &mut machines[at].1;
            let place = |star: &Star| (turn(star.face.glyph), star.face.index, star.star);
            // few enough to be put in order one by one
            let at = stars.partition_point(|known| place(known) < place(star));
            stars.insert(at, star);
        }
        let count = machines.len().max(1);
        // Groups stand on a circle that is wide enough for them; a single one in the middle.
        let widest = machines
            .iter()
            .map(|(_, stars)| group_radius(stars.len()))
            .fold(0.0, f32::max);
        let apart = if count == 1 {
            0.0
        } else {
            ring(widest * WIDE + FAR * 1.2, count)
        };
        for (order, (_, stars)) in machines.iter().enumerate() {
            let middle = Place::default().step(apart, order as f32 / count as f32 * TAU);
            chart.group(middle, stars);
        }
        chart.rim = apart + widest * WIDE + FAR + 0.5;
        chart
    }

    fn group(&mut self, middle: Place, stars: &[&Star]) {
        let inner: Vec<_> = stars
            .iter()
            .filter(|star| star.face.glyph == Glyph::Nexus)
            .collect();
        let outer: Vec<_> = stars
            .iter()
            .filter(|star| star.face.glyph != Glyph::Nexus)
            .collect();
        let near = match inner.len() {
            0 | 1 => 0.0,
            n => 1.55_f32.max(ring(FAR, n)),
        };
        for (i, star) in inner.iter().enumerate() {
            let angle = i as f32 / inner.len() as f32 * TAU;
            self.put(star.star, middle.step(near, angle).sized(STAR));
        }
        let far = group_radius(stars.len());
        for (i, star) in outer.iter().enumerate() {
            let angle = i as f32 / outer.len() as f32 * TAU - FRAC_PI_2;
            let place = middle.step(far, angle);
            let place = Place {
                x: middle.x + (place.x - middle.x) * WIDE,
                y: middle.y + (place.y - middle.y) / WIDE,
                size: STAR,
            };
            self.put(star.star, place);
        }
    }

    fn put(&mut self, star: StarNo, place: Place) {
        let index = star.index();
        if self.stars.len() <= index {
            self.stars.resize(index + 1, None);
        }
        self.stars[index] = Some(place);
    }

    /// Places the Particles at their stars, in the order of their numbers.
    fn attend(&mut self, sky: &Sky) {
        // of stars by number: a Particle at one that has no place is left out
        let mut counts = vec![0_usize; self.stars.len()];
        let here = |particle: &&Particle| !particle.face.glyph.is_star();
        for particle in sky.drawn().filter(here) {
            if let Some(count) = particle.star.and_then(|star| counts.get_mut(star.index())) {
                *count += 1;
            }
        }
        let gaps: Vec<f32> = counts.iter().map(|count| self::gap(*count)).collect();
        let mut taken = vec![0_usize; self.stars.len()];
        for particle in sky.drawn().filter(here) {
            let Some(star) = particle.star else { continue };
            let Some(middle) = self.star(star) else {
                continue;
            };
            let gap = gaps[star.index()];
            let order = &mut taken[star.index()];
            let (radius, angle) = moon(*order, gap);
            *order += 1;
            let index = particle.particle.index();
            if self.particles.len() <= index {
                self.particles.resize(index + 1, None);
            }
            let size = match particle.face.glyph {
                Glyph::Service => MARK * 0.62,
                _ => MARK,
            };
            let place = middle.step(radius, angle).sized(size.min(gap * 0.42));
            self.particles[index] = Some(place);
        }
        for (star, (count, gap)) in (0..).map(StarNo).zip(taken.into_iter().zip(gaps)) {
            let (full, left) = full_rings(count, MOONS);
            for ring in 0..full + usize::from(left > 0) {
                self.circles.push(Circle {
                    around: star,
                    radius: NEAR + gap * ring as f32,
                });
            }
        }
    }

    /// The place of that star.
    #[must_use]
    pub fn star(&self, star: StarNo) -> Option<Place> {
        self.stars.get(star.index()).copied().flatten()
    }
}

fn group_radius(stars: usize) -> f32 {
    ring(FAR * 1.06, stars.max(3)).max(4.6)
}

/// The distance from one orbit to the next at a star at which so many are.
fn gap(count: usize) -> f32 {
    // Room is kept for the next power of two, so that one more moves nobody.
    let room = count.next_power_of_two().max(8);
    let (full, left) = full_rings(room, MOONS);
    let rings = full + usize::from(left > 0);
    ((FAR - NEAR) / (rings.max(2) - 1) as f32).min(0.3)
}

/// The distance and angle of the `order`-th mark at a star with so much between orbits.
fn moon(order: usize, gap: f32) -> (f32, f32) {
    let (ring, rest) = full_rings(order, MOONS);
    let seats = MOONS + 6 * ring;
    let angle = (spread(rest, seats) + 0.125 + 0.5 * (ring % 2) as f32 / seats as f32) * TAU;
    (NEAR + gap * ring as f32, angle)
}

#[cfg(test)]
#[path = "chart_tests.rs"]
mod tests;
