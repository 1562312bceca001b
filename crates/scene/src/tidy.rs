//! The Universal view as a tidy tree: `ROOT` at the left, each generation a step to the right, each
//! family beside its parent, in the order in which they came. What sends from outside stands below.
//!
//! A family that is too large for one column and of which nobody has a family stands as a block.

use orrery_hyperspace::trace::ParticleNo;

use crate::layout::Place;
use crate::news::Stands;
use crate::orbits::{MARK, Orbits, stands};
use crate::sky::Sky;

/// From one generation to the next.
const STEP: f32 = 3.4;
/// From one line to the next.
const LINE: f32 = 1.15;
/// From one column of a block to the next.
const COLUMN: f32 = 1.6;
/// The most who stand in one column without a family.
const COLUMN_HOLDS: usize = 24;
/// Radius of a mark.
const SIZE: f32 = MARK;

#[derive(Debug, Default)]
struct Family {
    children: Vec<usize>,
    /// Lines that it takes.
    lines: f32,
    /// How many of its children stand in one column, where it is a block.
    block: Option<usize>,
}

/// Places everything that the tables hold.
#[must_use]
pub fn tidy(sky: &Sky) -> Orbits {
    let (families, standing) = self::measure(sky);
    let mut tree = Orbits {
        places: vec![None; families.len()],
        ..Orbits::default()
    };
    // From parents to children, whose numbers are higher; the first line of each family is kept.
    let mut tops = vec![0.0_f32; families.len()];
    let mut outside = 0;
    for index in 0..families.len() {
        let family = &families[index];
        match standing[index] {
            Stands::Nowhere => continue,
            Stands::Outside => {
                let place = Place {
                    x: outside as f32 * STEP,
                    y: LINE * 2.0,
                    size: SIZE * 0.6,
                };
                tree.places[index] = Some(place);
                outside += 1;
                continue;
            }
            Stands::Middle => {
                tops[index] = -family.lines;
                let y = (tops[index] + family.lines / 2.0) * LINE;
                tree.places[index] = Some(Place {
                    x: 0.0,
                    y,
                    size: SIZE * 1.25,
                });
            }
            Stands::Orbit => {}
        }
        let Some(here) = tree.places[index] else {
            continue;
        };
        let mut top = tops[index];
        for (order, child) in family.children.iter().enumerate() {
            let (column, line) = match family.block {
                Some(high) => (order / high, (order % high) as f32),
                None => (0, 0.0),
            };
            let lines = families[*child].lines;
            let middle = if family.block.is_some() {
                tops[index] + line + 0.5
            } else {
                top + lines / 2.0
            };
            tops[*child] = top;
            tree.places[*child] = Some(Place {
                x: here.x + STEP + column as f32 * COLUMN,
                y: middle * LINE,
                size: SIZE,
            });
            top += lines;
        }
    }
    tree
}

/// How much room each family takes, and where everybody stands.
fn measure(sky: &Sky) -> (Vec<Family>, Vec<Stands>) {
    let mut families: Vec<Family> = Vec::new();
    let mut standing: Vec<Stands> = Vec::new();
    for particle in sky.drawn() {
        let index = particle.particle.index();
        families.resize_with(index + 1, Family::default);
        standing.resize(index + 1, Stands::Nowhere);
        let parent = particle
            .parent
            .map(ParticleNo::index)
            .filter(|parent| *parent < index);
        standing[index] = stands(particle, parent.map(|parent| standing[parent]));
        if let (Stands::Orbit, Some(parent)) = (standing[index], parent) {
            families[parent].children.push(index);
        }
    }
    for index in (0..families.len()).rev() {
        let children = &families[index].children;
        let alone = children.iter().all(|c| families[*c].children.is_empty());
        let block = (alone && children.len() > COLUMN_HOLDS)
            .then(|| ((children.len() as f32 * COLUMN / LINE).sqrt() * 0.8).ceil() as usize);
        let lines = match block {
            Some(high) => high as f32,
            None => children.iter().map(|c| families[*c].lines).sum(),
        };
        families[index].block = block;
        families[index].lines = lines.max(1.0);
    }
    (families, standing)
}

#[cfg(test)]
#[path = "tidy_tests.rs"]
mod tests;
