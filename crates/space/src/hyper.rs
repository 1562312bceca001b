//! What the Hyperverse says to itself: who is to find a place, take a Particle, run a module; and
//! how somebody comes in.
//!
//! These are words alone. Who may say them, and what then happens, is the Hyperverse's.
//!
//! ```
//! use orrery_space::core::HypMethod;
//! use orrery_space::hyper::Hyper;
//! use orrery_space::Substance;
//! let ask = Hyper::Provision { point: "localhost:app".parse()?, state: Substance::Empty };
//! assert_eq!(ask.method(), Some(HypMethod::Provision));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::core::HypMethod;
use crate::kind::StarSub;
use crate::log::LogSubstance;
use crate::selector::KindSelector;
use crate::{
    Agent, Details, DirectedCore, Kind, MechtronConfig, Method, Point, ReflectedCore, StarKey,
    Substance, Surface,
};

/// What stars say to each other.
///
/// ```
/// use orrery_space::hyper::{Hyper, Search};
/// let search = Hyper::Search(Search::Star("STAR::central:fold[0]".parse()?));
/// assert_eq!(serde_json::to_string(&search)?, r#"{"Search":{"Star":"STAR::central:fold[0]"}}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Hyper {
    /// Find a place for a Particle.
    Provision {
        /// The Particle.
        point: Point,
        /// Its first state.
        state: Substance,
    },
    /// Take a Particle.
    Assign {
        /// How it comes.
        kind: AssignmentKind,
        /// The Particle.
        details: Details,
        /// Its first state.
        state: Substance,
    },
    /// Run a Particle's module.
    Host {
        /// How it comes.
        kind: AssignmentKind,
        /// The Particle.
        details: Details,
        /// Its first state.
        state: Substance,
        /// Which module.
        config: MechtronConfig,
    },
    /// Something happened.
    Event(HyperEvent),
    /// Something is to be logged.
    Log(Box<LogSubstance>),
    /// Find stars.
    Search(Search),
    /// The stars that were found.
    Discoveries(Vec<Discovery>),
}

impl Hyper {
    /// The method of the Wave that asks for it; none for what asks for nothing.
    #[must_use]
    pub fn method(&self) -> Option<HypMethod> {
        match self {
            Hyper::Provision { .. } => Some(HypMethod::Provision),
            Hyper::Assign { .. } => Some(HypMethod::Assign),
            Hyper::Host { .. } => Some(HypMethod::Host),
            Hyper::Search(_) => Some(HypMethod::Search),
            Hyper::Event(_) | Hyper::Log(_) | Hyper::Discoveries(_) => None,
        }
    }

    /// An [`Hyper::Assign`] with the module of the Particle, as a host takes it; anything else as
    /// it is.
    #[must_use]
    pub fn with_config(self, config: MechtronConfig) -> Self {
        match self {
            Hyper::Assign {
                kind,
                details,
                state,
            } => Hyper::Host {
                kind,
                details,
                state,
                config,
            },
            other => other,
        }
    }
}

/// How a Particle comes to a star.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum AssignmentKind {
    /// It is new.
    #[default]
    Create,
    /// It was on another star.
    Move,
}

/// What happened in the Hyperverse.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HyperEvent {
    /// A Particle is there.
    Created {
        /// Where it is.
        point: Point,
        /// What it is.
        kind: Kind,
    },
}

/// Which stars are sought.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Search {
    /// That one.
    Star(StarKey),
    /// Those of a role.
    StarKind(StarSub),
    /// All, for the kinds that they host.
    Kinds,
}

/// A star that was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Discovery {
    /// Its role.
    pub star_kind: StarSub,
    /// How many lanes away.
    pub hops: u16,
    /// Its key.
    pub star_key: StarKey,
    /// The kinds that it hosts.
    pub kinds: BTreeSet<KindSelector>,
}

/// Somebody at the door.
///
/// ```
/// use orrery_space::hyper::{InterchangeKind, Knock};
/// use orrery_space::{DirectedCore, Substance, Token};
/// let knock = Knock { auth: Substance::from(Token::new("k7")), ..Knock::default() };
/// assert_eq!(knock.kind, InterchangeKind::DefaultControl);
/// assert_eq!(DirectedCore::from(knock).method.to_string(), "Hyp<Knock>");
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Knock {
    /// As what he wants to come in.
    pub kind: InterchangeKind,
    /// By what he is known.
    pub auth: Substance,
    /// Where he wants to be, if he has been here before.
    pub remote: Option<Surface>,
}

/// Somebody was let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greet {
    /// Where he is.
    pub surface: Surface,
    /// Who he is.
    pub agent: Agent,
    /// To whom he gives his Waves.
    pub hop: Surface,
    /// To whom they are then carried.
    pub transport: Surface,
}

/// As what somebody comes in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum InterchangeKind {
    /// The only one.
    Singleton,
    /// A Control, wherever there is one.
    #[default]
    DefaultControl,
    /// A Control of such a place.
    Control(ControlPattern),
    /// A Portal of such a place.
    Portal(ControlPattern),
    /// A star.
    Star(StarKey),
}

impl InterchangeKind {
    /// What is mounted for him; none for who is no Particle of the Universe.
    #[must_use]
    pub fn mount(&self) -> Option<MountKind> {
        match self {
            InterchangeKind::DefaultControl | InterchangeKind::Control(_) => {
                Some(MountKind::Control)
            }
            InterchangeKind::Portal(_) => Some(MountKind::Portal),
            InterchangeKind::Singleton | InterchangeKind::Star(_) => None,
        }
    }
}

/// Where somebody wants to come in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum ControlPattern {
    /// Anywhere.
    #[default]
    Any,
    /// At that star.
    Star(Point),
}

/// What is mounted for who comes in.
///
/// ```
/// use orrery_space::Kind;
/// use orrery_space::hyper::{InterchangeKind, MountKind};
/// let mount = InterchangeKind::default().mount();
/// assert_eq!(mount.map(MountKind::kind), Some(Kind::Control));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MountKind {
    /// A program that speaks for a person.
    Control,
    /// A way into another network.
    Portal,
}

impl MountKind {
    /// The kind of the Particle.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            MountKind::Control => Kind::Control,
            MountKind::Portal => Kind::Portal,
        }
    }
}

impl From<Knock> for DirectedCore {
    /// The core of the Ping that knocks.
    fn from(knock: Knock) -> Self {
        DirectedCore::new(
            Method::Hyp(HypMethod::Knock),
            Substance::Knock(Box::new(knock)),
        )
    }
}

impl From<Greet> for ReflectedCore {
    /// The core of the Pong that opens.
    fn from(greet: Greet) -> Self {
        ReflectedCore::ok(Substance::Greet(Box::new(greet)))
    }
}
