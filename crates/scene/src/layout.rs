//! Layout: where Points stand in the Universal view and stars in the Hyperversal one.
//!
//! Both are pure functions of a [`Sky`](crate::Sky): the same tables give the same places. Lengths
//! are in units of one leaf's surroundings; x goes right and y goes down. `Orbits` and `Chart` are
//! the two layouts; what they share, rings with steady seats, is here.
//!
//! A Particle keeps its seat: the angle at which it stands around its parent does not change when
//! others come after it. Only distances grow, and those in steps.
//!
//! ```
//! use orrery_scene::layout::Seats;
//! assert_eq!(Seats::Thirds.first(4), 6);
//! assert!(Seats::Thirds.seat(23).ring == 0 && Seats::Thirds.seat(24).ring == 1);
//! ```

use std::f32::consts::TAU;

use crate::reckon::{length, sin_cos};

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Place {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
    /// Radius of the mark; nothing where it is not shown in that view.
    pub size: f32,
}

impl Place {
    /// The place at that distance and angle from this one, without a mark.
    #[must_use]
    pub fn step(self, distance: f32, angle: f32) -> Self {
        let (sin, cos) = sin_cos(angle);
        Self {
            x: self.x + distance * cos,
            y: self.y + distance * sin,
            size: 0.0,
        }
    }

    /// The same place with a mark of that radius.
    #[must_use]
    pub fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    /// How far it is to there.
    #[must_use]
    pub fn distance(self, to: Self) -> f32 {
        length(self.x - to.x, self.y - to.y)
    }

    /// Part of the way to there: nothing at 0, all of it at 1.
    #[must_use]
    pub fn toward(self, to: Self, part: f32) -> Self {
        Self {
            x: self.x + (to.x - self.x) * part,
            y: self.y + (to.y - self.y) * part,
            size: self.size + (to.size - self.size) * part,
        }
    }
}

/// A circle that is drawn around a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle<T> {
    /// What is in the middle.
    pub around: T,
    /// How far away.
    pub radius: f32,
}

/// Where the child with that number stands among its siblings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seat {
    /// Which ring, from the inside.
    pub ring: usize,
    /// The angle, to be added to the direction in which the family looks.
    pub angle: f32,
}

/// How a family is seated on its first ring. Each step keeps the seats of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Seats {
    /// 3 seats, then 6, 12 and 24.
    #[default]
    Thirds,
    /// 2 seats, then 4, 8 and 16: for a wide picture, the first two stand face to face.
    Halves,
}

/// The radius of a ring on which so many stand, each with so much room around it.
#[must_use]
pub fn ring(room: f32, seats: usize) -> f32 {
    let (sin, _) = sin_cos(std::f32::consts::PI / seats as f32);
    room / sin
}

/// Seats on a ring beyond the first.
#[must_use]
pub fn ring_seats(ring: usize) -> usize {
    24 + 6 * ring
}

/// How many rings those before the child with that number fill, and how many are left: the first ring
/// has so many seats, and each further one 6 more.
#[must_use]
pub fn full_rings(child: usize, first: usize) -> (usize, usize) {
    // `n` rings have `3 n² + b n` seats
    let b = first - 3;
    let seats = |rings: usize| 3 * rings * rings + b * rings;
    let root = ((b * b + 12 * child) as f32).sqrt();
    let mut full = ((root - b as f32) / 6.0).max(0.0) as usize;
    // a root of a large number is not exact
    while seats(full) > child {
        full -= 1;
    }
    while seats(full + 1) <= child {
        full += 1;
    }
    (full, child - seats(full))
}

impl Seats {
    /// Children that the first ring can hold.
    #[must_use]
    pub fn most(self) -> usize {
        match self {
            Self::Thirds => 24,
            Self::Halves => 16,
        }
    }

    /// Seats to be kept free on the first ring for that many children.
    #[must_use]
    pub fn first(self, children: usize) -> usize {
        let mut seats = self.most() / 8;
        while seats < children && seats < self.most() {
            seats *= 2;
        }
        seats
    }

    /// The seat of the child with that number, counted from 0 in the order of arrival.
    #[must_use]
    pub fn seat(self, child: usize) -> Seat {
        if child < self.most() {
            // The seats of a step stand between those of the steps before.
            let mut before = self.most() / 8;
            if child < before {
                let angle = child as f32 / before as f32 * TAU;
                return Seat { ring: 0, angle };
            }
            while child >= before * 2 {
                before *= 2;
            }
            let turn = spread(child - before, before) + 0.5 / before as f32;
            let angle = turn * TAU;
            return Seat { ring: 0, angle };
        }
        let (full, rest) = full_rings(child - self.most(), ring_seats(1));
        let ring = full + 1;
        let seats = ring_seats(ring);
        // Half a seat of twist, so that neighbours on two rings do not line up.
        let twist = 0.5 * (ring % 2) as f32 / seats as f32;
        let angle = (spread(rest, seats) + twist) * TAU;
        Seat { ring, angle }
    }
}

/// The `i`-th of `seats` places on a circle, as a part of a turn: neighbours in time stand far
/// apart, and after `seats` steps every place was taken once.
#[must_use]
pub fn spread(i: usize, seats: usize) -> f32 {
    let golden = (seats as f32 * 0.381_966).round() as usize;
    let step = (golden.max(1)..seats)
        .chain(1..golden.max(2))
        .find(|step| gcd(*step, seats) == 1)
        .unwrap_or(1);
    (i * step % seats.max(1)) as f32 / seats.max(1) as f32
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_seat_of_a_ring_is_taken_once() {
        for seats in 1..200 {
            let mut taken: Vec<usize> = (0..seats)
                .map(|i| (spread(i, seats) * seats as f32).round() as usize)
                .collect();
            taken.sort_unstable();
            assert_eq!(taken, (0..seats).collect::<Vec<_>>(), "{seats} seats");
        }
    }

    #[test]
    fn the_first_ring_has_no_two_on_one_seat() {
        for seats in [Seats::Thirds, Seats::Halves] {
            for children in 1..=seats.most() {
                let mut angles: Vec<f32> = (0..children).map(|i| seats.seat(i).angle).collect();
                angles.sort_by(f32::total_cmp);
                let least = TAU / seats.first(children) as f32;
                for pair in angles.windows(2) {
                    let apart = pair[1] - pair[0];
                    assert!(apart > least * 0.99, "{seats:?} of {children}: {pair:?}");
                }
            }
        }
    }

    #[test]
    fn rings_are_filled_one_after_the_other() {
        for first in [8, 30] {
            let (mut full, mut left) = (0, 0);
            for child in 0..200_000 {
                assert_eq!(full_rings(child, first), (full, left), "{child}");
                left += 1;
                if left == first + 6 * full {
                    (full, left) = (full + 1, 0);
                }
            }
        }
    }

    #[test]
    fn a_place_goes_there_in_parts() {
        let a = Place {
            x: 1.0,
            y: 2.0,
            size: 0.0,
        };
        let b = a.step(4.0, 0.0).sized(2.0);
        assert_eq!(a.toward(b, 0.0), a);
        assert_eq!(a.toward(b, 1.0), b);
        assert_eq!(
            a.toward(b, 0.5),
            Place {
                x: 3.0,
                y: 2.0,
                size: 1.0
            }
        );
    }
}
