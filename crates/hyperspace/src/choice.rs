//! The choice of a star for a Particle.
//!
//! It can host the kind, and has every label that the property `place` of the Particle says must be
//! there. Of those the one with more standing by the weights of `place` is chosen, then the nearest,
//! distance being counted in lanes, then the least loaded. Where the parent has the property
//! `shards` the hash of the point decides instead, among so many of them (`shard`).

use std::cmp::Reverse;

use orrery_space::place::{Label, Place};
use smol_str::{SmolStr, format_smolstr};

use crate::hyperspace::Hyperspace;
use crate::star::Star;
use crate::trace::{ParticleNo, StarNo};

impl Hyperspace {
    /// The star for a Particle, as seen from another.
    pub(crate) fn choose_star(&self, from: StarNo, particle: ParticleNo) -> Option<StarNo> {
        if let Some(home) = self.shard(from, particle) {
            return Some(home);
        }
        let place = self.place_of(particle);
        let near = |(no, star): (StarNo, &Star)| {
            let lanes = self.reach(from, no)?;
            Some((Reverse(place.standing(&star.labels)), lanes, star.load, no))
        };
        let fitting = self.fitting(particle, &place).filter_map(near);
        fitting.min().map(|(_, _, _, no)| no)
    }

    /// Where a Particle wants to be. Only a good value can be set, and none means anywhere.
    pub(crate) fn place_of(&self, particle: ParticleNo) -> Place {
        let place = self.registry.get(particle).properties.get("place");
        let place = place.and_then(|place| place.value.parse().ok());
        place.unwrap_or_default()
    }

    /// The stars that can host a Particle and have the labels that it must have, whether they run
    /// or not.
    pub(crate) fn fitting<'a>(
        &'a self,
        particle: ParticleNo,
        place: &'a Place,
    ) -> impl Iterator<Item = (StarNo, &'a Star)> {
        self.hosts_of(particle)
            .filter(|(_, star)| place.fits(&star.labels))
    }

    fn hosts_of(&self, particle: ParticleNo) -> impl Iterator<Item = (StarNo, &Star)> {
        let kind = &self.registry.get(particle).kind;
        let all = (0..).map(StarNo).zip(&self.stars);
        all.filter(move |(_, star)| star.hosts(kind))
    }

    /// How many lanes away a star is that runs; none when no way leads there.
    pub(crate) fn reach(&self, from: StarNo, to: StarNo) -> Option<u16> {
        self.ways
            .lanes(from, to)
            .filter(|_| self.runs(from) && self.runs(to))
    }

    /// Why there is no star for a Particle, where that is because of the labels which it wants.
    pub(crate) fn no_label(&self, particle: ParticleNo) -> Option<SmolStr> {
        let place = self.place_of(particle);
        place.musts().next()?;
        let wanted: Vec<&str> = place.musts().map(Label::as_str).collect();
        let there: Vec<String> = self
            .hosts_of(particle)
            .map(|(_, star)| told(star))
            .collect();
        if there.is_empty() {
            return None;
        }
        let particle = self.registry.get(particle);
        Some(format_smolstr!(
            "{} wants a star with the labels {}, and none can be had; those that host {} {} are {}",
            particle.point,
            wanted.join(" "),
            particle.kind.article(),
            particle.kind,
            there.join(", ")
        ))
    }
}

/// A star with its labels, in a sentence.
fn told(star: &Star) -> String {
    let labels: Vec<&str> = star.labels.iter().map(Label::as_str).collect();
    let labels = match labels.is_empty() {
        true => "no labels".to_owned(),
        false => labels.join(" "),
    };
    let stopped = if star.stopped { ", stopped" } else { "" };
    format!("{} ({labels}{stopped})", star.name())
}
