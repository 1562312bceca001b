//! Nodes: one number for whatever has a place, be it a star or a Particle. Segments, links and
//! marks name nodes, so that all of them follow when a place changes.

use orrery_hyperspace::trace::{ParticleNo, StarNo};

use crate::news::{News, Stands, What};
use crate::slots::Slots;
use crate::{Sky, Subject};

/// Which node is what.
#[derive(Debug, Default)]
pub struct Nodes {
    subjects: Vec<Subject>,
    stars: Slots<u32>,
    particles: Slots<u32>,
    root: Option<u32>,
}

impl Nodes {
    /// Learns of stars and Particles, of which the tables have heard. The Particle that is a star shares
    /// its star's node, and one that is not drawn that of the Particle above.
    pub fn learn(&mut self, news: &News, sky: &Sky) {
        match &news.what {
            What::Star { star, .. } if self.star(*star).is_none() => {
                let node = self.add(Subject::Star(*star));
                self.stars.put(star.index(), node);
            }
            What::Particle {
                particle,
                face,
                parent,
                is,
            } if self.particle(*particle).is_none() => {
                let drawn = sky.particle(*particle).is_none_or(|known| known.drawn);
                let above = parent.filter(|_| !drawn);
                let shared = match is {
                    Some(star) => self.star(*star),
                    None => above.and_then(|above| self.particle(above)),
                };
                let node = match shared {
                    Some(node) => node,
                    None => self.add(Subject::Particle(*particle)),
                };
                self.particles.put(particle.index(), node);
                if face.stands == Stands::Middle {
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
        self.stars.get(star.index()).copied()
    }

    /// The node of that Particle.
    #[must_use]
    pub fn particle(&self, particle: ParticleNo) -> Option<u32> {
        self.particles.get(particle.index()).copied()
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
