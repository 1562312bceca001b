//! What the page has heard so far, as tables: stars, lanes, Particles and Waves, as they are drawn
//! and stand in the tree. Whatever else there is to say of them the worker's
//! [`Ledger`](crate::Ledger) says.
//!
//! It only gathers, and old Waves it forgets by number, so that memory is bounded however long a
//! cosmos runs.
//!
//! ```
//! use orrery_hyperspace::trace::ParticleNo;
//! use orrery_scene::Sky;
//!
//! let sky = Sky::default();
//! assert_eq!(sky.particle_count(), 0);
//! assert!(sky.particle(ParticleNo(0)).is_none());
//! ```

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{LaneNo, ParticleNo, StarNo, WaveNo};
use orrery_space::Status;

use crate::kin::{Gap, Kin};
use crate::news::{Ending, Face, Health, News, StarFace, What};
use crate::recent::Recent;
use crate::slots::Slots;

/// News that are kept for the picture; when nobody takes them, those about Waves are dropped.
const FRESH: usize = 60_000;
/// Hops of one Wave that are remembered: 255 end it anyway.
const HOPS: usize = 600;
/// So many Points are drawn. Of those that come when there are so many already, none has a place of its
/// own on the stage; in the tree they are all.
pub const DRAWN: usize = 20_000;
/// How deep the tree of Points may be; points are shorter than that.
pub(crate) const DEEPEST: usize = 256;

/// A star.
#[derive(Debug, Clone, PartialEq)]
pub struct Star {
    /// Its number.
    pub star: StarNo,
    /// How it is called and drawn.
    pub face: StarFace,
    /// Its own Particle.
    pub own: Option<ParticleNo>,
}

/// A lane between two stars.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// Its number.
    pub lane: LaneNo,
    /// One end.
    pub a: StarNo,
    /// The other end.
    pub b: StarNo,
    /// Nanoseconds that a Wave takes.
    pub latency: u64,
    /// Whether it is sound.
    pub health: Health,
}

/// A Particle.
#[derive(Debug, Clone, PartialEq)]
pub struct Particle {
    /// Its number.
    pub particle: ParticleNo,
    /// How it is called and drawn.
    pub face: Face,
    /// How it is.
    pub status: Status,
    /// Where it is assigned.
    pub star: Option<StarNo>,
    /// The Particle above.
    pub parent: Option<ParticleNo>,
    /// The Particles below.
    pub children: Kin,
    /// How many stand below, at any depth.
    pub below: u32,
    /// Whether a Wave left or reached it.
    pub used: bool,
    /// Whether it has a place of its own on the stage, and not that of the Particle above.
    pub drawn: bool,
    /// Whether it was deleted: only Waves of the past speak of it.
    pub gone: bool,
}

/// A Wave.
#[derive(Debug, Clone, PartialEq)]
pub struct Wave {
    /// Who sent it.
    pub from: ParticleNo,
    /// To whom; none where the point is nobody's.
    pub to: Option<ParticleNo>,
    /// The stars from and to which it went, lane by lane.
    pub hops: Vec<(StarNo, StarNo)>,
    /// How it ended, once it has.
    pub end: Option<Ending>,
}

/// Everything that the page was told and still remembers.
#[derive(Debug, Default)]
pub struct Sky {
    stars: Slots<Star>,
    lanes: Slots<Lane>,
    particles: Slots<Particle>,
    particle_count: usize,
    drawn: usize,
    roots: Kin,
    waves: Recent<Wave>,
    fresh: Vec<News>,
    taken: u64,
    now: Moment,
}

/// Whether something has a place because of it, which must not be missed.
fn concerns_places(news: &News) -> bool {
    news.what.wave().is_none()
}

impl Sky {
    /// Learns what happened. News are expected in order; what is about something that was never
    /// introduced, or is forgotten, changes nothing.
    pub fn learn(&mut self, mut news: Vec<News>) {
        for news in &news {
            self.apply(news);
        }
        if self.fresh.len() + news.len() > FRESH {
            self.fresh.retain(concerns_places);
        }
        self.fresh.append(&mut news);
    }

    fn apply(&mut self, news: &News) {
        self.now = self.now.max(news.at);
        match &news.what {
            What::Star { star, face } => {
                let known = Star {
                    star: *star,
                    face: face.clone(),
                    own: None,
                };
                self.stars.put(star.index(), known);
            }
            What::Lane {
                lane,
                a,
                b,
                latency,
            } => {
                let known = Lane {
                    lane: *lane,
                    a: *a,
                    b: *b,
                    latency: *latency,
                    health: Health::Sound,
                };
                self.lanes.put(lane.index(), known);
            }
            What::Health { lane, health } => {
                if let Some(known) = self.lanes.get_mut(lane.index()) {
                    known.health = *health;
                }
            }
            What::Particle {
                particle,
                face,
                parent,
                is,
            } => {
                self.register(*particle, face, *parent);
                if let Some(star) = is.and_then(|star| self.stars.get_mut(star.index())) {
                    star.own = Some(*particle);
                }
            }
            What::Assigned { particle, star } => {
                if let Some(known) = self.particles.get_mut(particle.index()) {
                    known.star = Some(*star);
                }
            }
            What::Status { particle, status } => {
                if let Some(known) = self.particles.get_mut(particle.index()) {
                    known.status = *status;
                }
            }
            What::Removed { particle } => self.remove(*particle),
            What::Stopped { star } => {
                let own = self.star(*star).and_then(|star| star.own);
                for particle in self.particles.iter_mut() {
                    if particle.star == Some(*star) && own != Some(particle.particle) {
                        particle.star = None;
                    }
                }
            }
            What::Sent { wave, from, to, .. } => {
                self.using(*from);
                let track = Wave {
                    from: *from,
                    to: *to,
                    hops: Vec::new(),
                    end: None,
                };
                self.waves.begin(*wave, track);
            }
            What::Hop { wave, from, to, .. } => {
                if let Some(track) = self.waves.get_mut(*wave)
                    && track.hops.len() < HOPS
                {
                    track.hops.push((*from, *to));
                }
            }
            What::Ended { wave, end, .. } => {
                if let Ending::Delivered(particle) = end {
                    self.using(*particle);
                }
                if let Some(track) = self.waves.get_mut(*wave) {
                    track.end = Some(*end);
                }
                self.waves.end(*wave);
            }
            What::Befell { .. } => {}
        }
    }

    fn register(&mut self, no: ParticleNo, face: &Face, parent: Option<ParticleNo>) {
        if let Some(known) = self.particles.get_mut(no.index()) {
            known.face = face.clone();
            return;
        }
        let known = Particle {
            particle: no,
            face: face.clone(),
            status: Status::Pending,
            star: None,
            parent,
            children: Kin::default(),
            below: 0,
            used: false,
            drawn: self.drawn < DRAWN,
            gone: false,
        };
        self.particles.put(no.index(), known);
        if self.particle(no).is_none() {
            return;
        }
        self.particle_count += 1;
        self.drawn += usize::from(self.drawn < DRAWN);
        if let Some((gap, siblings)) = self.siblings(no) {
            siblings.insert(gap, no);
        }
        self.grow(parent, 1);
    }

    /// What is gone has no place any more; Waves that it sent still name it.
    fn remove(&mut self, no: ParticleNo) {
        let known = self.particles.get_mut(no.index());
        let Some(known) = known.filter(|known| !known.gone) else {
            return;
        };
        known.gone = true;
        known.star = None;
        known.status = Status::Done;
        let (parent, drawn) = (known.parent, known.drawn);
        self.particle_count -= 1;
        self.drawn -= usize::from(drawn);
        if let Some((gap, siblings)) = self.siblings(no) {
            siblings.remove(gap, no);
        }
        self.grow(parent, -1);
    }

    /// Those among whom a Particle stands, and the gap behind its place among them.
    fn siblings(&mut self, no: ParticleNo) -> Option<(Gap, &mut Kin)> {
        let known = self.particle(no)?;
        let parent = known.parent;
        let siblings = match parent {
            None => &self.roots,
            Some(parent) => &self.particle(parent)?.children,
        };
        let gap = siblings.find(|sibling| {
            let sibling = self.particle(sibling);
            sibling.is_some_and(|sibling| sibling.face.point <= known.face.point)
        });
        let siblings = match parent {
            None => &mut self.roots,
            Some(parent) => &mut self.particles.get_mut(parent.index())?.children,
        };
        Some((gap, siblings))
    }

    /// So many more stand below a Particle and all above it.
    fn grow(&mut self, mut above: Option<ParticleNo>, by: i32) {
        for _ in 0..DEEPEST {
            let Some(known) = above.and_then(|no| self.particles.get_mut(no.index())) else {
                break;
            };
            known.below = known.below.saturating_add_signed(by);
            above = known.parent;
        }
    }

    fn using(&mut self, no: ParticleNo) {
        if let Some(known) = self.particles.get_mut(no.index()) {
            known.used = true;
        }
    }

    /// The latest moment of which it was told.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.now
    }

    /// What happened since the last call.
    pub fn take_fresh(&mut self) -> Vec<News> {
        self.taken += 1;
        std::mem::take(&mut self.fresh)
    }

    /// Whether that would be anything.
    #[must_use]
    pub fn has_fresh(&self) -> bool {
        !self.fresh.is_empty()
    }

    /// How often that was asked: a picture that counts otherwise has missed a new beginning.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// A Particle by number, also one that was deleted.
    #[must_use]
    pub fn particle(&self, no: ParticleNo) -> Option<&Particle> {
        self.particles.get(no.index())
    }

    /// All Particles by number; what was deleted is not among them.
    pub fn particles(&self) -> impl DoubleEndedIterator<Item = &Particle> {
        self.particles.iter().filter(|known| !known.gone)
    }

    /// Those that have a place of their own on the stage.
    pub(crate) fn drawn(&self) -> impl DoubleEndedIterator<Item = &Particle> {
        self.particles().filter(|known| known.drawn)
    }

    /// How many have none.
    #[must_use]
    pub fn undrawn(&self) -> usize {
        self.particle_count - self.drawn
    }

    /// How many Particles there are.
    #[must_use]
    pub fn particle_count(&self) -> usize {
        self.particle_count
    }

    /// The Particles without a parent.
    #[must_use]
    pub fn roots(&self) -> &Kin {
        &self.roots
    }

    /// A star by number.
    #[must_use]
    pub fn star(&self, no: StarNo) -> Option<&Star> {
        self.stars.get(no.index())
    }

    /// All stars by number.
    pub fn stars(&self) -> impl Iterator<Item = &Star> {
        self.stars.iter()
    }

    /// A lane by number.
    #[must_use]
    pub fn lane(&self, no: LaneNo) -> Option<&Lane> {
        self.lanes.get(no.index())
    }

    /// All lanes by number.
    pub fn lanes(&self) -> impl Iterator<Item = &Lane> {
        self.lanes.iter()
    }

    /// A Wave by number, if it is not forgotten.
    #[must_use]
    pub fn wave(&self, no: WaveNo) -> Option<&Wave> {
        self.waves.get(no)
    }

    /// How many of those that are remembered are still under way.
    #[must_use]
    pub fn flying(&self) -> usize {
        self.waves.flying()
    }
}

#[cfg(test)]
#[path = "sky_tests.rs"]
mod tests;
