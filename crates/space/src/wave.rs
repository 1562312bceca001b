//! Waves: a shell that routes, and a core much like HTTP.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::core::{DirectedCore, ReflectedCore};
use crate::security::Scope;
use crate::{Point, Surface};

/// What a Wave is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WaveKind {
    /// Asks one, and gets exactly one [`WaveKind::Pong`].
    Ping,
    /// Answers a Ping.
    Pong,
    /// Tells one, and gets no answer.
    Signal,
}

impl WaveKind {
    /// The name as it stands in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            WaveKind::Ping => "Ping",
            WaveKind::Pong => "Pong",
            WaveKind::Signal => "Signal",
        }
    }
}

/// The identity of a Wave, in text `<Wave<Ping>>::uuid`.
///
/// ```
/// use orrery_space::{WaveId, WaveKind};
/// let id = WaveId { kind: WaveKind::Ping, uuid: 7 };
/// assert_eq!(id.to_string(), "<Wave<Ping>>::00000000-0000-0000-0000-000000000007");
/// assert_eq!(id.to_string().parse::<WaveId>()?, id);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WaveId {
    /// The kind.
    pub kind: WaveKind,
    /// 128 bits, unique in a cosmos.
    #[serde(with = "crate::grammar::wave_id::uuid_form")]
    pub uuid: u128,
}

/// The identity of a session.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SessionId {
    /// Where the session was opened.
    pub origin: Point,
    /// 128 bits, unique in a cosmos.
    #[serde(with = "crate::grammar::wave_id::uuid_form")]
    pub uuid: u128,
}

/// On whose behalf a Wave travels. Its text is the point that stands for it.
///
/// ```
/// use orrery_space::Agent;
/// assert_eq!("hyperspace:users:hyperuser".parse::<Agent>()?, Agent::HyperUser);
/// assert_eq!(Agent::Anonymous.to_string(), "hyperspace:users:anonymous");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Agent {
    /// Somebody who has not said who he is.
    #[default]
    Anonymous,
    /// The one who may do everything.
    HyperUser,
    /// A Particle.
    Point(Point),
}

impl Agent {
    /// The point that stands for the agent in grants.
    #[must_use]
    pub fn to_point(&self) -> Point {
        match self {
            Agent::Anonymous => Point::anonymous(),
            Agent::HyperUser => Point::hyperuser(),
            Agent::Point(point) => point.clone(),
        }
    }
}

impl From<Point> for Agent {
    fn from(point: Point) -> Self {
        if point == Point::hyperuser() {
            Agent::HyperUser
        } else if point == Point::anonymous() {
            Agent::Anonymous
        } else {
            Agent::Point(point)
        }
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
        )]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// Every class.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The name as it stands in text.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => stringify!($variant)),* }
            }
        })*
    };
}

classes! {
    /// What happens to a Wave while it cannot be delivered.
    Delivery {
        /// Kept until acknowledged.
        Durable,
        /// Waits in queues.
        #[default]
        Queued,
        /// Refused rather than queued.
        Immediate,
    }
    /// Which Wave goes first.
    Priority {
        /// The Hyperverse's own.
        Hyper,
        /// Above everything of the Universe.
        Super,
        /// Before most.
        High,
        /// As most.
        #[default]
        Med,
        /// After most.
        Low,
    }
    /// How often a Wave is sent again while its way is cut.
    Retries {
        /// Not at all.
        #[default]
        None,
        /// Eight times.
        Max,
        /// Three times.
        Medium,
        /// Once.
        Min,
    }
    /// How long the sender waits for an answer.
    WaitTime {
        /// 300 s.
        High,
        /// 60 s.
        Med,
        /// 15 s.
        #[default]
        Low,
    }
}

impl WaitTime {
    /// Whole seconds of virtual time.
    #[must_use]
    pub fn seconds(self) -> u64 {
        match self {
            WaitTime::High => 300,
            WaitTime::Med => 60,
            WaitTime::Low => 15,
        }
    }
}

/// How the fabric treats a Wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Handling {
    /// What happens while it cannot be delivered.
    pub kind: Delivery,
    /// Which goes first.
    pub priority: Priority,
    /// How often it is sent again.
    pub retries: Retries,
    /// How long the sender waits.
    pub wait: WaitTime,
}

/// What every Wave carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shell {
    /// The identity.
    pub id: WaveId,
    /// The session.
    pub session: Option<SessionId>,
    /// On whose behalf it travels.
    pub agent: Agent,
    /// How the fabric treats it.
    pub handling: Handling,
    /// What of the agent's rights it may use.
    pub scope: Scope,
    /// Who sent it.
    pub from: Surface,
    /// Who forwarded it, and gets the answer first.
    pub via: Option<Surface>,
    /// Lanes travelled.
    pub hops: u16,
    /// Whether every step is to be logged.
    pub track: bool,
}

/// Those to whom a Wave was addressed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Recipients {
    /// One.
    Single(Surface),
    /// These.
    Multi(BTreeSet<Surface>),
    /// Those who watch.
    Watchers(Point),
    /// The stars.
    Stars,
}

/// A Wave.
///
/// ```
/// use orrery_space::{Agent, Substance, Wave, WaveId, WaveKind};
/// use orrery_space::core::{DirectedCore, ReflectedCore};
/// let core = DirectedCore::new("Ext<Hello>".parse()?, Substance::Text("hi".into()));
/// let ping = Wave::ping(1, Agent::Anonymous, "localhost:a".parse()?, "localhost:b".parse()?, core);
/// let pong = ping.reflect(2, ReflectedCore::ok(Substance::Empty)).unwrap();
/// assert_eq!(pong.to(), &"localhost:a@Core".parse()?);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wave {
    /// What routes.
    pub shell: Shell,
    /// What is said.
    pub variant: Variant,
}

/// What differs between kinds of Waves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Variant {
    /// Asks `to`.
    Ping {
        /// Who is asked.
        to: Surface,
        /// What is asked.
        core: DirectedCore,
    },
    /// Tells `to`.
    Signal {
        /// Who is told.
        to: Surface,
        /// What is told.
        core: DirectedCore,
    },
    /// Answers `to`.
    Pong {
        /// Who asked.
        to: Surface,
        /// Who was asked, which may differ from who answers.
        intended: Recipients,
        /// What is answered.
        core: ReflectedCore,
        /// The Ping.
        reflection_of: WaveId,
    },
}

impl Wave {
    /// A Ping with default handling.
    #[must_use]
    pub fn ping(uuid: u128, agent: Agent, from: Surface, to: Surface, core: DirectedCore) -> Self {
        Self {
            shell: Shell::new(WaveKind::Ping, uuid, agent, from),
            variant: Variant::Ping { to, core },
        }
    }

    /// A Signal with default handling.
    #[must_use]
    pub fn signal(
        uuid: u128,
        agent: Agent,
        from: Surface,
        to: Surface,
        core: DirectedCore,
    ) -> Self {
        Self {
            shell: Shell::new(WaveKind::Signal, uuid, agent, from),
            variant: Variant::Signal { to, core },
        }
    }

    /// The Pong to this Ping, from where it was sent to; nothing for a Wave that wants no answer.
    #[must_use]
    pub fn reflect(&self, uuid: u128, core: ReflectedCore) -> Option<Wave> {
        let Variant::Ping { to, .. } = &self.variant else {
            return None;
        };
        let mut shell = self.shell.clone();
        shell.id = WaveId {
            kind: WaveKind::Pong,
            uuid,
        };
        shell.from = to.clone();
        shell.via = None;
        shell.hops = 0;
        Some(Wave {
            shell,
            variant: Variant::Pong {
                to: self.reflect_to().clone(),
                intended: Recipients::Single(to.clone()),
                core,
                reflection_of: self.shell.id,
            },
        })
    }

    /// Who gets the answer: who forwarded the Wave, or else who sent it.
    #[must_use]
    pub fn reflect_to(&self) -> &Surface {
        self.shell.via.as_ref().unwrap_or(&self.shell.from)
    }

    /// The identity.
    #[must_use]
    pub fn id(&self) -> WaveId {
        self.shell.id
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> WaveKind {
        self.shell.id.kind
    }

    /// To whom it goes.
    #[must_use]
    pub fn to(&self) -> &Surface {
        match &self.variant {
            Variant::Ping { to, .. } | Variant::Signal { to, .. } | Variant::Pong { to, .. } => to,
        }
    }

    /// The core of a Ping or Signal.
    #[must_use]
    pub fn directed(&self) -> Option<&DirectedCore> {
        match &self.variant {
            Variant::Ping { core, .. } | Variant::Signal { core, .. } => Some(core),
            Variant::Pong { .. } => None,
        }
    }

    /// The core of a Pong.
    #[must_use]
    pub fn reflected(&self) -> Option<&ReflectedCore> {
        match &self.variant {
            Variant::Pong { core, .. } => Some(core),
            _ => None,
        }
    }
}

impl Shell {
    /// A shell with default handling, no scope, no session.
    #[must_use]
    pub fn new(kind: WaveKind, uuid: u128, agent: Agent, from: Surface) -> Self {
        Self {
            id: WaveId { kind, uuid },
            session: None,
            agent,
            handling: Handling::default(),
            scope: Scope::Full,
            from,
            via: None,
            hops: 0,
            track: false,
        }
    }
}
