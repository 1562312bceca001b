//! The registry: every Particle with its kind, status, owner, properties and place, and all grants.
//!
//! It answers; it decides nothing. What may live where is in [`crate::placement`], who may do
//! what in [`crate::authorize`].

mod grants;
mod index;
mod select;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use orrery_space::particle::Properties;
use orrery_space::property::properties_of;
use orrery_space::security::{AccessGrant, IndexedAccessGrant};
use orrery_space::selector::Hierarchy;
use orrery_space::{Details, Kind, Point, Status, Stub, Substance};
use smol_str::SmolStr;

use self::grants::Grants;
use self::index::Index;
use crate::trace::{ParticleNo, StarNo};

/// What the registry knows of one Particle.
#[derive(Debug, Clone)]
pub struct Particle {
    /// Where it is.
    pub point: Point,
    /// What it is.
    pub kind: Kind,
    /// How it is.
    pub status: Status,
    /// Why it is so, where there is something to say.
    pub reason: Option<SmolStr>,
    /// Its parent; none for roots.
    pub parent: Option<ParticleNo>,
    /// Its children, in the order of their registration.
    pub children: Vec<ParticleNo>,
    /// Who created it.
    pub owner: Point,
    /// The star to which it is assigned.
    pub star: Option<StarNo>,
    /// Its properties.
    pub properties: Properties,
    /// What it holds: the bytes of an artifact.
    pub content: Substance,
    /// Whether it was deleted: then it is at no point any more. The trace speaks of its number.
    pub gone: bool,
    /// The next number for a `%` among its children.
    sequence: u64,
}

/// Takes the hash that a point carries, which is as good as any that could be made of it.
#[derive(Default)]
pub(crate) struct Carried(u64);

impl Hasher for Carried {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 ^= hash;
    }

    fn write_u128(&mut self, number: u128) {
        self.0 ^= number as u64;
    }
}

/// Every Particle of the cosmos.
#[derive(Debug, Default)]
pub struct Registry {
    particles: Vec<Particle>,
    by_point: HashMap<Point, ParticleNo, BuildHasherDefault<Carried>>,
    index: Index,
    gone: usize,
    grants: Grants,
    generation: u64,
}

impl Registry {
    /// The Particle at a point.
    #[must_use]
    pub fn find(&self, point: &Point) -> Option<ParticleNo> {
        self.by_point.get(point).copied()
    }

    /// What is known of a Particle. Numbers come from this registry, so there is always an answer.
    #[must_use]
    pub fn get(&self, no: ParticleNo) -> &Particle {
        &self.particles[no.index()]
    }

    /// Every Particle, in the order of registration; what was deleted is not among them.
    pub fn all(&self) -> impl Iterator<Item = (ParticleNo, &Particle)> {
        let all = (0..).map(ParticleNo).zip(&self.particles);
        all.filter(|(_, particle)| !particle.gone)
    }

    /// How many Particles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.particles.len() - self.gone
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All grants, in the order in which they were made.
    #[must_use]
    pub fn grants(&self) -> &[IndexedAccessGrant] {
        self.grants.all()
    }

    /// Those grants on which it can hang what somebody has.
    pub(crate) fn grants_about(&self, to: &Point) -> Vec<&IndexedAccessGrant> {
        self.grants.about(to)
    }

    /// Changes whenever an answer about access may have changed.
    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// Enters a Particle; its point must not be taken.
    pub(crate) fn register(
        &mut self,
        point: Point,
        kind: Kind,
        parent: Option<ParticleNo>,
        owner: Point,
        properties: Properties,
    ) -> ParticleNo {
        let no = ParticleNo(u32::try_from(self.particles.len()).unwrap_or(u32::MAX));
        debug_assert!(self.find(&point).is_none(), "{point} is registered twice");
        if let Some(parent) = parent {
            self.particles[parent.index()].children.push(no);
        }
        self.by_point.insert(point.clone(), no);
        self.index.add(no, &kind, point.last());
        self.particles.push(Particle {
            point,
            kind,
            status: Status::Pending,
            reason: None,
            parent,
            children: Vec::new(),
            owner,
            star: None,
            properties,
            content: Substance::Empty,
            gone: false,
            sequence: 0,
        });
        self.generation += 1;
        no
    }

    /// A Particle and all below it, what is below before what is above.
    #[must_use]
    pub(crate) fn with_all_below(&self, no: ParticleNo) -> Vec<ParticleNo> {
        let mut found = vec![no];
        let mut at = 0;
        while let Some(next) = found.get(at) {
            found.extend(&self.get(*next).children);
            at += 1;
        }
        found.reverse();
        found
    }

    /// Takes a Particle that has no children off its point.
    pub(crate) fn remove(&mut self, no: ParticleNo) {
        let particle = &mut self.particles[no.index()];
        if std::mem::replace(&mut particle.gone, true) {
            return;
        }
        particle.properties = Properties::new();
        particle.content = Substance::Empty;
        self.by_point.remove(&particle.point);
        self.index.remove(no, &particle.kind, particle.point.last());
        if let Some(parent) = particle.parent {
            let siblings = &mut self.particles[parent.index()].children;
            // they are in the order of their numbers
            if let Ok(at) = siblings.binary_search(&no) {
                siblings.remove(at);
            }
        }
        self.gone += 1;
        self.generation += 1;
    }

    /// Gives a Particle to another owner.
    pub(crate) fn give(&mut self, no: ParticleNo, owner: Point) {
        self.particles[no.index()].owner = owner;
        self.generation += 1;
    }

    pub(crate) fn get_mut(&mut self, no: ParticleNo) -> &mut Particle {
        &mut self.particles[no.index()]
    }

    /// The next number among the children of a parent, from 0.
    pub(crate) fn next_in_sequence(&mut self, parent: ParticleNo) -> u64 {
        let sequence = &mut self.particles[parent.index()].sequence;
        let number = *sequence;
        *sequence += 1;
        number
    }

    /// Enters a grant and tells its number, counted from 1.
    pub(crate) fn grant(&mut self, grant: AccessGrant) -> u32 {
        self.generation += 1;
        self.grants.add(grant)
    }

    /// Takes a grant back; whether it was there.
    pub(crate) fn revoke(&mut self, id: u32) -> bool {
        self.generation += 1;
        self.grants.remove(id)
    }

    /// A Particle in one line.
    #[must_use]
    pub fn stub(&self, no: ParticleNo) -> Stub {
        let particle = self.get(no);
        Stub {
            point: particle.point.clone(),
            kind: particle.kind.clone(),
            status: particle.status,
        }
    }

    /// A Particle with the properties that everybody may read who may read it.
    #[must_use]
    pub fn details(&self, no: ParticleNo) -> Details {
        let particle = self.get(no);
        Details {
            stub: self.stub(no),
            properties: properties_of(&particle.kind).readable(&particle.properties),
        }
    }

    /// A Particle's point with the kind of each of its segments.
    #[must_use]
    pub fn hierarchy(&self, no: ParticleNo) -> Hierarchy {
        let mut segments = Vec::new();
        let mut at = Some(no);
        while let Some(particle) = at.map(|no| self.get(no)) {
            if let Some(segment) = particle.point.last() {
                segments.push((segment.clone(), particle.kind.clone()));
            }
            at = particle.parent;
        }
        segments.reverse();
        let route = self.get(no).point.route().clone();
        Hierarchy { route, segments }
    }
}
