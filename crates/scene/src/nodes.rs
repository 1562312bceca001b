//! Nodes: one number for whatever has a place, be it a star or a Particle. Segments, links and
//! marks name nodes, so that all of them follow when a place changes.

use std::collections::BTreeMap;

use orrery_hyperspace::trace::{Event, ParticleNo, Record, StarNo};
use orrery_space::{Kind, Route, StarKey};

use crate::Subject;

/// Which node is what.
#[derive(Debug, Default)]
pub struct Nodes {
    subjects: Vec<Subject>,
    /// By the star's number.
    stars: Vec<Option<u32>>,
    particles: BTreeMap<ParticleNo, u32>,
    keys: BTreeMap<StarKey, StarNo>,
    root: Option<u32>,
}

impl Nodes {
    /// Learns of stars and Particles. The Particle that is a star shares its star's node.
    pub fn learn(&mut self, record: &Record) {
        match &record.event {
            Event::Star { star, key, .. } if self.star(*star).is_none() => {
                let node = self.add(Subject::Star(*star));
                let index = star.index();
                if self.stars.len() <= index {
                    self.stars.resize(index + 1, None);
                }
                self.stars[index] = Some(node);
                self.keys.insert(key.clone(), *star);
            }
            Event::Registered {
                particle,
                point,
                kind,
                ..
            } if !self.particles.contains_key(particle) => {
                let star = match (kind, point.route()) {
                    (Kind::Star(_), Route::Star(key)) => self.keys.get(key),
                    _ => None,
                };
                let node = match star.and_then(|star| self.star(*star)) {
                    Some(node) => node,
                    None => self.add(Subject::Particle(*particle)),
                };
                self.particles.insert(*particle, node);
                if *kind == Kind::Root && *point.route() == Route::This {
                    self.root = Some(node);
                }
            }
            _ => {}
        }
    }

    pub(crate) fn add(&mut self, subject: Subject) -> u32 {
        self.subjects.push(subject);
        (self.subjects.len() - 1) as u32
    }

    /// What each node is, by its number.
    #[must_use]
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The node of that star.
    #[must_use]
    pub fn star(&self, star: StarNo) -> Option<u32> {
        self.stars.get(star.index()).copied().flatten()
    }

    /// The node of that Particle.
    #[must_use]
    pub fn particle(&self, particle: ParticleNo) -> Option<u32> {
        self.particles.get(&particle).copied()
    }

    /// The node of `ROOT`.
    #[must_use]
    pub fn root(&self) -> Option<u32> {
        self.root
    }

    /// The node of whatever has one.
    #[must_use]
    pub fn of(&self, subject: Subject) -> Option<u32> {
        match subject {
            Subject::Particle(particle) => self.particle(particle),
            Subject::Star(star) => self.star(star),
            Subject::Lane(_) | Subject::Wave(_) => None,
        }
    }
}
