//! Shards: a Particle with the property `shards` = n spreads its children over n stars.
//!
//! The n are of those that fit the child, by rendezvous hashing of the parent's point, those with
//! more standing first; so n + 1 are the same n and one more. Which of the n is a child's home is
//! decided by rendezvous hashing of its own point. So when n grows the new star takes about one
//! child in n + 1, from all the others alike, and nobody else moves; when it shrinks only the
//! children of the star that goes. While a star is stopped its children have the next best home
//! among the others; nobody else has another. They stay there when it starts again, until `shards`
//! is set anew.
//!
//! A child that somebody moved by hand, or that came before `shards` was set, goes home when it is
//! set. Who does not fit any more where it is, since its `place` was set anew, goes to where it does;
//! where that is nowhere it stays, which the log tells. Particles that come with a parent, such as the files of a bundle, are where that is.

use std::cmp::Reverse;

use orrery_space::command::PropertyMod;
use orrery_space::core::ReflectedCore;
use orrery_space::{Kind, LogLevel, Point, Route};
use smol_str::format_smolstr;

use crate::exchange::Waiter;
use crate::hyperspace::Hyperspace;
use crate::task::Task;
use crate::trace::{Event, ParticleNo, StarNo};

/// How a point and a star suit each other: the same for all time, and like chance.
///
/// ```
/// use orrery_hyperspace::shard::rendezvous;
/// let app = "localhost:app".parse().unwrap();
/// assert_eq!(rendezvous(&app, "STAR::central:fold[0]"), rendezvous(&app, "STAR::central:fold[0]"));
/// assert_ne!(rendezvous(&app, "STAR::central:fold[0]"), rendezvous(&app, "STAR::central:fold[1]"));
/// ```
#[must_use]
pub fn rendezvous(point: &Point, star: &str) -> u64 {
    // FNV-1a over both, and the last steps of SplitMix64, by which every bit depends on all
    let bytes = point.as_str().bytes().chain([0]).chain(star.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

impl Hyperspace {
    /// The home of a child of a Particle with shards, as seen from a star; none where the parent
    /// has none, or no star is to be had.
    pub(crate) fn shard(&self, from: StarNo, child: ParticleNo) -> Option<StarNo> {
        let record = self.registry.get(child);
        let parent = self.registry.get(record.parent?);
        let shards = &parent.properties.get("shards")?.value;
        let shards = shards.parse::<usize>().ok().filter(|shards| *shards > 0)?;
        let place = self.place_of(child);
        let mut stars: Vec<_> = self
            .fitting(child, &place)
            .map(|(no, star)| {
                let suits = rendezvous(&parent.point, star.point.as_str());
                (Reverse((place.standing(&star.labels), suits)), no)
            })
            .collect();
        stars.sort_unstable();
        let home = |stars: &[(_, StarNo)]| {
            let there = stars.iter().map(|(_, no)| *no);
            let there = there.filter(|no| self.reach(from, *no).is_some());
            there.max_by_key(|no| {
                let star = &self.stars[no.index()].point;
                (rendezvous(&record.point, star.as_str()), Reverse(*no))
            })
        };
        // where none of them is to be had, any other is better than none
        home(&stars[..shards.min(stars.len())]).or_else(|| home(&stars))
    }

    /// What says where a Particle or its children are to be may have changed.
    pub(crate) fn place_changed(&mut self, no: ParticleNo, mods: &[PropertyMod]) {
        let names = |name: &str| {
            mods.iter().any(|change| match change {
                PropertyMod::Set { key, .. } | PropertyMod::Unset(key) => key == name,
            })
        };
        if names("place") {
            self.look_for_places();
            self.go_home(no);
        }
        if names("shards") {
            for child in self.registry.get(no).children.clone() {
                self.go_home(child);
            }
        }
    }

    /// Moves a Particle to its home, if it is not there: where the shards of its parent want it, or
    /// where it fits if it does not fit where it is. Where there is none it stays.
    pub(crate) fn go_home(&mut self, child: ParticleNo) {
        let record = self.registry.get(child);
        let Some(now) = record.star else {
            return;
        };
        let parent = record.parent.and_then(|no| self.registry.get(no).star);
        let star = parent.unwrap_or(now);
        // one whose module is still read goes home once it is placed
        let begun = record.kind != Kind::Mechtron || self.mechtrons.contains_key(&child);
        if record.gone || *record.point.route() != Route::This || !begun {
            return;
        }
        let fits = self.place_of(child).fits(&self.stars[now.index()].labels);
        let home = match fits {
            true => self.shard(star, child),
            false => self.choose_star(star, child),
        };
        let Some(home) = home else {
            let why = self.no_label(child).filter(|_| !fits).unwrap_or_default();
            return self.stays(child, &why);
        };
        if home == now {
            return;
        }
        let task = self.tasks.add(Task::GoHome {
            star,
            particle: child,
            home,
        });
        self.hand_over(star, child, home, Waiter::Task(task), None);
    }

    /// The home of a child has answered. It may have another by now.
    pub(crate) fn gone_home(&mut self, child: ParticleNo, home: StarNo, core: &ReflectedCore) {
        if core.status.is_success() {
            return self.go_home(child);
        }
        let home = self.stars[home.index()].name();
        let why = format_smolstr!("it was to be on {home}: {}", core.body.text());
        self.stays(child, &why);
    }

    /// Tells the parent of a Particle why that is not where it is to be, where there is a reason.
    fn stays(&mut self, child: ParticleNo, why: &str) {
        let record = self.registry.get(child);
        if record.gone || why.is_empty() {
            return;
        }
        let message = format_smolstr!("{} stays, {why}", record.point);
        let particle = record.parent;
        self.record(Event::Log {
            particle,
            level: LogLevel::Warn,
            message,
        });
    }
}
