//! A client: somebody outside, from its knock to its leave.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use orrery_space::hyper::MountKind;
use orrery_space::wave::Reflection;
use orrery_space::{Agent, Point};

use crate::flight::Flight;
use crate::trace::{ParticleNo, StarNo};

/// The Particle that a client is inside, and as whom it acts.
#[derive(Debug, Clone)]
pub(super) struct Inside {
    pub mount: MountKind,
    pub star: StarNo,
    pub own: Speaker,
    /// Those who speak through a Portal, by their points.
    pub guests: BTreeMap<Point, Speaker>,
    /// The sessions of its Shell, by topic, with the agent of each.
    pub sessions: BTreeMap<u128, Agent>,
}

/// Whose Waves a client sends, and on whose behalf.
#[derive(Debug, Clone)]
pub(super) struct Speaker {
    pub particle: ParticleNo,
    pub point: Point,
    pub agent: Agent,
}

/// Somebody outside.
#[derive(Debug, Default)]
pub(crate) struct Client {
    pub(super) inside: Option<Inside>,
    /// Frames that have come and were not looked at.
    pub(super) inbox: VecDeque<Arc<[u8]>>,
    /// Whether its next frame has its time already.
    pub(super) at_work: bool,
    /// Its Waves that wait for an answer, by the number that the exchange knows.
    pub(super) asks: BTreeMap<u32, Reflection>,
    pub(super) asked: u32,
    /// Waves that wait for its answer, by their uuid.
    pub(super) owed: BTreeMap<u128, Box<Flight>>,
}
