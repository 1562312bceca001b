//! News: what is drawn of the trace, and what the tree of Points shows of it, in plain words and
//! numbers.
//!
//! A record of the trace is made of the nouns of the vocabulary, and who reads one from bytes links
//! their parsers. The worker has those anyway: it keeps the [`Ledger`] and makes news of each record,
//! and the page, which has but a [`Sky`](crate::Sky), reads no noun.
//!
//! ```
//! use orrery_hyperspace::Moment;
//! use orrery_hyperspace::trace::{Event, ParticleNo, Record};
//! use orrery_scene::{Ledger, news::{News, What}};
//! use orrery_space::{Kind, Point};
//!
//! let mut ledger = Ledger::default();
//! let record = Record {
//!     seq: 0,
//!     at: Moment::START,
//!     event: Event::Registered {
//!         particle: ParticleNo(0),
//!         point: Point::root(),
//!         kind: Kind::Root,
//!         parent: None,
//!     },
//! };
//! ledger.apply(&record);
//! let news = News::of(&record, &ledger).unwrap();
//! assert!(matches!(news.what, What::Particle { face, .. } if face.label == "ROOT"));
//! ```

use orrery_hyperspace::Moment;
use orrery_hyperspace::fault::Disturbance;
use orrery_hyperspace::trace::{Event, LaneNo, ParticleNo, Record, StarNo, WaveNo};
use orrery_space::{Kind, Point, Route, Status, WaveKind};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::glyph::Glyph;
use crate::ledger::{self, Ledger};

/// Something that happened and is to be seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// When.
    pub at: Moment,
    /// What.
    pub what: What,
}

/// What can be seen to happen. A star, a lane, a Particle or a Wave is told of before anything else
/// about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum What {
    /// A star is there.
    Star {
        /// Its number.
        star: StarNo,
        /// How it is called and drawn.
        face: StarFace,
    },
    /// A lane joins two stars.
    Lane {
        /// Its number.
        lane: LaneNo,
        /// One end.
        a: StarNo,
        /// The other end.
        b: StarNo,
        /// Nanoseconds that a Wave takes.
        latency: u64,
    },
    /// Something befell a lane.
    Health {
        /// The lane.
        lane: LaneNo,
        /// How it is now.
        health: Health,
    },
    /// A Particle is there, or is of another kind than before.
    Particle {
        /// Its number.
        particle: ParticleNo,
        /// How it is called and drawn.
        face: Face,
        /// Its parent; none for roots.
        parent: Option<ParticleNo>,
        /// The star that it is, if it is one.
        is: Option<StarNo>,
    },
    /// A Particle was placed on a star.
    Assigned {
        /// The Particle.
        particle: ParticleNo,
        /// Where.
        star: StarNo,
    },
    /// A Particle's status changed.
    Status {
        /// The Particle.
        particle: ParticleNo,
        /// How it is now.
        status: Status,
    },
    /// A Particle was deleted.
    Removed {
        /// The Particle.
        particle: ParticleNo,
    },
    /// A star stopped, and what is on it is nowhere, but for the star itself.
    Stopped {
        /// The star.
        star: StarNo,
    },
    /// A Wave left its sender's core.
    Sent {
        /// Its number.
        wave: WaveNo,
        /// Its kind.
        kind: WaveKind,
        /// Who sent it.
        from: ParticleNo,
        /// To whom, if there is such a Particle.
        to: Option<ParticleNo>,
        /// The Wave that it answers, or for which it was sent.
        cause: Option<WaveNo>,
        /// Whether it carries an error.
        bad: bool,
    },
    /// A Wave entered a lane.
    Hop {
        /// The Wave.
        wave: WaveNo,
        /// The star that it left.
        from: StarNo,
        /// The star to which the lane leads.
        to: StarNo,
        /// When it will be there.
        arrives: Moment,
    },
    /// A Wave ended.
    Ended {
        /// The Wave.
        wave: WaveNo,
        /// On which star.
        star: StarNo,
        /// How.
        end: Ending,
    },
    /// Something befell a Wave on its way.
    Befell {
        /// The Wave.
        wave: WaveNo,
        /// How it goes on.
        on: GoesOn,
    },
}

/// How a Wave goes on that something befell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GoesOn {
    /// It is held back, and at the end of the lane on which it is at that moment.
    Held(Moment),
    /// As so many of it: two where a lane carries it twice, none where it is off its lane.
    Copies(u8),
}

/// How a Wave ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    /// It reached this Particle.
    Delivered(ParticleNo),
    /// It was turned back with this status.
    Refused(u16),
    /// It vanished.
    Lost,
}

/// Whether a lane is sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Health {
    /// It is.
    Sound,
    /// It loses, doubles, shuffles or slows what it carries.
    Faulty,
    /// Nothing enters it.
    Cut,
}

/// How a star is called and drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StarFace {
    /// Its name: `fold` or, beside others of that name, `nexus[1]`.
    pub label: SmolStr,
    /// Tells it apart from others of its name.
    pub index: u16,
    /// The name of its role.
    pub role: SmolStr,
    /// The shape of its role.
    pub glyph: Glyph,
    /// The machine on which it runs.
    pub machine: SmolStr,
}

/// How a Particle is called and drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Face {
    /// Its point.
    pub point: SmolStr,
    /// Its name: the last segment of its point, or the whole of a root's; of a star's own Particle the
    /// star's, with its index.
    pub label: SmolStr,
    /// Its kind.
    pub kind: SmolStr,
    /// The shape of its kind.
    pub glyph: Glyph,
    /// How much its name matters while all is well with it.
    pub weight: f32,
    /// Where it stands in the Universal view.
    pub stands: Stands,
    /// Whether what is below it is kept rather than lives, which is drawn smaller.
    pub keeps: bool,
    /// Whether its point is of this cosmos, and not of the machinery below.
    pub here: bool,
}

/// Where a Particle stands in the Universal view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stands {
    /// It is not in this view.
    Nowhere,
    /// In the middle.
    Middle,
    /// Around its parent, if that stands in the middle or around another.
    Orbit,
    /// Outside, once it has sent or got a Wave.
    Outside,
}

impl News {
    /// What is to be seen of a record; nothing of many. The tables know of it already.
    #[must_use]
    pub fn of(record: &Record, ledger: &Ledger) -> Option<Self> {
        let what = What::of(&record.event, ledger)?;
        Some(Self {
            at: record.at,
            what,
        })
    }
}

impl What {
    fn of(event: &Event, ledger: &Ledger) -> Option<Self> {
        Some(match *event {
            Event::Star { star, .. } => What::Star {
                star,
                face: StarFace::of(ledger.star(star)?),
            },
            Event::Lane {
                lane,
                a,
                b,
                latency,
            } => What::Lane {
                lane,
                a,
                b,
                latency,
            },
            Event::Fault { lane, .. } => What::Health {
                lane,
                health: Health::of(ledger.lane(lane)?),
            },
            Event::Registered {
                particle, parent, ..
            } => {
                let known = ledger.particle(particle)?;
                let own = |star: &&ledger::Star| star.key.to_point() == known.point;
                let is = matches!(known.kind, Kind::Star(_))
                    .then(|| ledger.stars().find(own))
                    .flatten();
                What::Particle {
                    particle,
                    face: Face::of(known),
                    parent,
                    is: is.map(|star| star.star),
                }
            }
            Event::Assigned { particle, star } => What::Assigned { particle, star },
            Event::Status {
                particle, status, ..
            } => What::Status { particle, status },
            Event::Removed { particle } => What::Removed { particle },
            Event::Stopped { star } => What::Stopped { star },
            Event::Sent {
                wave,
                kind,
                from,
                to,
                status,
                cause,
                ..
            } => What::Sent {
                wave,
                kind,
                from,
                to,
                cause,
                bad: status.is_some_and(|status| !status.is_success()),
            },
            Event::Hop {
                wave,
                from,
                to,
                arrives,
                ..
            } => What::Hop {
                wave,
                from,
                to,
                arrives,
            },
            Event::Delivered {
                wave,
                star,
                particle,
            } => {
                let end = Ending::Delivered(particle);
                What::Ended { wave, star, end }
            }
            Event::Refused {
                wave, star, status, ..
            } => {
                let end = Ending::Refused(status.number());
                What::Ended { wave, star, end }
            }
            Event::Lost { wave, star, .. } => {
                let end = Ending::Lost;
                What::Ended { wave, star, end }
            }
            Event::Disturbed { wave, how, .. } => {
                let known = ledger.track(wave)?;
                let on = match how {
                    Disturbance::Delayed(_) | Disturbance::Held(_) => {
                        GoesOn::Held(known.hops.last()?.arrives)
                    }
                    _ => GoesOn::Copies(known.copies),
                };
                What::Befell { wave, on }
            }
            Event::Queued { wave, .. } | Event::Kept { wave, .. } => What::Befell {
                wave,
                on: GoesOn::Held(ledger.now()),
            },
            _ => return None,
        })
    }

    /// The Wave that it is about, if it is about one.
    #[must_use]
    pub fn wave(&self) -> Option<WaveNo> {
        match self {
            What::Sent { wave, .. }
            | What::Hop { wave, .. }
            | What::Ended { wave, .. }
            | What::Befell { wave, .. } => Some(*wave),
            _ => None,
        }
    }
}

impl Health {
    fn of(lane: &ledger::Lane) -> Self {
        if lane.is_cut() {
            Self::Cut
        } else if lane.faults.is_empty() {
            Self::Sound
        } else {
            Self::Faulty
        }
    }
}

impl StarFace {
    fn of(star: &ledger::Star) -> Self {
        Self {
            label: star.label(),
            index: star.key.index,
            role: star.kind.name().into(),
            glyph: Glyph::of_star(star.kind),
            machine: star.machine.clone(),
        }
    }
}

impl Face {
    fn of(particle: &ledger::Particle) -> Self {
        let (point, kind) = (&particle.point, &particle.kind);
        Self {
            point: point.as_str().into(),
            label: match (point.route(), point.segments()) {
                (Route::Star(key), [_]) => format_smolstr!("{}[{}]", key.name, key.index),
                _ => particle.label(),
            },
            kind: kind.to_smolstr(),
            glyph: Glyph::of(kind),
            weight: self::weight(kind),
            stands: self::stands(point, kind),
            keeps: matches!(
                kind,
                Kind::Repo | Kind::BundleSeries | Kind::Bundle | Kind::FileSystem
            ),
            here: *point.route() == Route::This,
        }
    }

    /// Its kind without what it is exactly.
    #[must_use]
    pub fn base(&self) -> &str {
        self.kind
            .split_once('<')
            .map_or(&self.kind, |(base, _)| base)
    }
}

fn weight(kind: &Kind) -> f32 {
    match kind {
        Kind::Root => 5.0,
        Kind::Space => 4.0,
        Kind::Mechtron | Kind::App | Kind::User => 3.0,
        Kind::Driver | Kind::Global | Kind::Host => 0.2,
        Kind::Artifact(_) | Kind::Bundle => 1.0,
        Kind::BundleSeries => 1.5,
        _ => 2.0,
    }
}

/// Infrastructure is not in the Universal view, but for what sends from outside.
fn stands(point: &Point, kind: &Kind) -> Stands {
    let first = point.segments().first();
    match point.route() {
        Route::This if *kind == Kind::Root => Stands::Middle,
        Route::This if first.is_none_or(|first| first.text() != "hyperspace") => Stands::Orbit,
        _ if matches!(kind, Kind::Control | Kind::Global | Kind::Portal) => Stands::Outside,
        _ => Stands::Nowhere,
    }
}
