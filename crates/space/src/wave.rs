//! Waves: a shell that routes, and a core much like HTTP.
//!
//! A Wave knows neither where its target runs nor how it gets there. Uuids are given by whoever
//! makes a Wave, since nothing here draws lots. What a Wave lacks before it can be made is said by
//! [`DirectedProto`]; how it becomes bytes is said in [`form`].
//!
//! ```
//! use orrery_space::{Substance, WaveKind};
//! use orrery_space::wave::DirectedProto;
//! let ping = DirectedProto::ping(1)
//!     .from("localhost:a".parse::<orrery_space::Surface>()?)
//!     .to("localhost:b".parse::<orrery_space::Surface>()?)
//!     .method("Ext<Hello>".parse()?)
//!     .body(Substance::Text("hi".into()))
//!     .build();
//! assert!(ping.is_ok_and(|ping| ping.kind() == WaveKind::Ping));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

mod agent;
mod depth;
pub mod form;
mod handling;
mod kind;
mod preset;
mod proto;
mod recipients;
mod reflected_proto;
mod reflection;
mod ripple;
mod shell;
mod transport;

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::core::{DirectedCore, ReflectedCore};
use crate::{Point, Substance, Surface};

pub use self::agent::{Agent, Session, SessionId};
pub use self::handling::{Delivery, Handling, Priority, Retries, WaitTime};
pub use self::kind::{WaveId, WaveKind};
pub use self::preset::{Preset, SetStrategy};
pub use self::proto::{DirectedProto, Part, ProtoError};
pub use self::recipients::{BounceBacks, Recipients};
pub use self::reflected_proto::ReflectedProto;
pub use self::reflection::Reflection;
pub use self::shell::Shell;
pub use self::transport::TransportError;

/// A Wave.
///
/// Its JSON form is `{"shell":{…},"variant":{"Ping":{…}}}`: the names of the fields as they are
/// here, nouns with a text form as their text, the body as a [`Substance`] is written.
///
/// ```
/// use orrery_space::{Agent, Substance, Wave, WaveId, WaveKind};
/// use orrery_space::core::{DirectedCore, ReflectedCore};
/// let core = DirectedCore::new("Ext<Hello>".parse()?, Substance::Text("hi".into()));
/// let ping = Wave::ping(1, Agent::Anonymous, "localhost:a".parse()?, "localhost:b".parse()?, core);
/// let pong = ping.reflect(2, ReflectedCore::ok(Substance::Empty)).unwrap();
/// assert_eq!(pong.to(), Some(&"localhost:a@Core".parse()?));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
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
    /// Asks or tells several.
    Ripple {
        /// Who they are. In a box, so that no Wave is larger for it.
        to: Box<Recipients>,
        /// What is asked or told.
        core: DirectedCore,
        /// How many answers are awaited.
        bounce_backs: BounceBacks,
        /// Where it has been, and need not go again.
        history: BTreeSet<Point>,
    },
    /// Answers a Ripple.
    Echo {
        /// Who asked.
        to: Surface,
        /// Who were asked, whoever of them answers. In a box, so that no Wave is larger for it.
        intended: Box<Recipients>,
        /// What is answered.
        core: ReflectedCore,
        /// The Ripple.
        reflection_of: WaveId,
    },
}

/// A Wave as it is read, before it is known to agree with itself.
#[derive(Deserialize)]
struct Unchecked {
    shell: Shell,
    variant: Variant,
}

/// Why something that has the shape of a Wave is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WaveError {
    /// The id says something else than the Wave.
    #[error("the id is that of a {id}, and the Wave is a {wave}")]
    Kind {
        /// The kind of the id.
        id: WaveKind,
        /// The kind of the Wave.
        wave: WaveKind,
    },
    /// It answers what it cannot answer.
    #[error("a {wave} does not answer a {answered}")]
    Answer {
        /// The kind of the Wave.
        wave: WaveKind,
        /// The kind of the Wave that it answers.
        answered: WaveKind,
    },
}

impl TryFrom<Unchecked> for Wave {
    type Error = WaveError;

    fn try_from(Unchecked { shell, variant }: Unchecked) -> Result<Self, WaveError> {
        let (id, wave) = (shell.id.kind, variant.kind());
        if id != wave {
            return Err(WaveError::Kind { id, wave });
        }
        let read = Self { shell, variant };
        match read.reflection_of().map(|of| of.kind) {
            Some(answered) if answered.answer() != Some(wave) => {
                Err(WaveError::Answer { wave, answered })
            }
            _ => Ok(read),
        }
    }
}

impl Variant {
    /// The kind.
    #[must_use]
    pub fn kind(&self) -> WaveKind {
        match self {
            Variant::Ping { .. } => WaveKind::Ping,
            Variant::Signal { .. } => WaveKind::Signal,
            Variant::Pong { .. } => WaveKind::Pong,
            Variant::Ripple { .. } => WaveKind::Ripple,
            Variant::Echo { .. } => WaveKind::Echo,
        }
    }
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

    /// A Ripple with default handling, which has been nowhere yet.
    #[must_use]
    pub fn ripple(
        uuid: u128,
        agent: Agent,
        from: Surface,
        to: Recipients,
        core: DirectedCore,
        bounce_backs: BounceBacks,
    ) -> Self {
        Self {
            shell: Shell::new(WaveKind::Ripple, uuid, agent, from),
            variant: Variant::Ripple {
                to: Box::new(to),
                core,
                bounce_backs,
                history: BTreeSet::new(),
            },
        }
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

    /// The one to whom it goes; none for a Ripple to several.
    #[must_use]
    pub fn to(&self) -> Option<&Surface> {
        match &self.variant {
            Variant::Ping { to, .. }
            | Variant::Signal { to, .. }
            | Variant::Pong { to, .. }
            | Variant::Echo { to, .. } => Some(to),
            Variant::Ripple { to, .. } => to.single(),
        }
    }

    /// Those to whom it goes.
    #[must_use]
    pub fn recipients(&self) -> Cow<'_, Recipients> {
        match &self.variant {
            Variant::Ping { to, .. }
            | Variant::Signal { to, .. }
            | Variant::Pong { to, .. }
            | Variant::Echo { to, .. } => Cow::Owned(Recipients::Single(to.clone())),
            Variant::Ripple { to, .. } => Cow::Borrowed(to),
        }
    }

    /// How many answers its sender awaits.
    #[must_use]
    pub fn bounce_backs(&self) -> BounceBacks {
        match &self.variant {
            Variant::Ping { .. } => BounceBacks::Single,
            Variant::Ripple { bounce_backs, .. } => *bounce_backs,
            Variant::Signal { .. } | Variant::Pong { .. } | Variant::Echo { .. } => {
                BounceBacks::None
            }
        }
    }

    /// The core of a Ping, Signal or Ripple.
    #[must_use]
    pub fn directed(&self) -> Option<&DirectedCore> {
        match &self.variant {
            Variant::Ping { core, .. }
            | Variant::Signal { core, .. }
            | Variant::Ripple { core, .. } => Some(core),
            Variant::Pong { .. } | Variant::Echo { .. } => None,
        }
    }

    /// The core of a Pong or Echo.
    #[must_use]
    pub fn reflected(&self) -> Option<&ReflectedCore> {
        match &self.variant {
            Variant::Pong { core, .. } | Variant::Echo { core, .. } => Some(core),
            Variant::Ping { .. } | Variant::Signal { .. } | Variant::Ripple { .. } => None,
        }
    }

    /// The Wave that a Pong or Echo answers.
    #[must_use]
    pub fn reflection_of(&self) -> Option<WaveId> {
        match &self.variant {
            Variant::Pong { reflection_of, .. } | Variant::Echo { reflection_of, .. } => {
                Some(*reflection_of)
            }
            Variant::Ping { .. } | Variant::Signal { .. } | Variant::Ripple { .. } => None,
        }
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Substance {
        match &self.variant {
            Variant::Ping { core, .. }
            | Variant::Signal { core, .. }
            | Variant::Ripple { core, .. } => &core.body,
            Variant::Pong { core, .. } | Variant::Echo { core, .. } => &core.body,
        }
    }

    /// The body, out of the Wave.
    #[must_use]
    pub fn into_body(self) -> Substance {
        match self.variant {
            Variant::Ping { core, .. }
            | Variant::Signal { core, .. }
            | Variant::Ripple { core, .. } => core.body,
            Variant::Pong { core, .. } | Variant::Echo { core, .. } => core.body,
        }
    }

    /// The Wave in one line, for people.
    ///
    /// ```
    /// use orrery_space::{Agent, ReflectedCore, Wave};
    /// use orrery_space::core::DirectedCore;
    /// let (a, b) = ("localhost:a".parse()?, "localhost:b".parse()?);
    /// let ping = Wave::ping(1 << 100, Agent::Anonymous, a, b, DirectedCore::default());
    /// assert_eq!(ping.describe(), "Ping 00000010 localhost:a@Core -> localhost:b@Core Http<Get> /");
    /// let pong = ping.reflect(2 << 100, ReflectedCore::default());
    /// assert_eq!(pong.map(|pong| pong.describe()), Some("Pong 00000020 localhost:b@Core -> localhost:a@Core 200 to 00000010".into()));
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn describe(&self) -> String {
        let id = self.id();
        let (from, to) = (&self.shell.from, self.recipients());
        let what = match (self.directed(), self.reflected(), self.reflection_of()) {
            (Some(core), ..) => format!("{} {}", core.method, core.uri),
            (None, Some(core), Some(of)) => format!("{} to {}", core.status, of.short()),
            _ => String::new(),
        };
        format!("{} {} {from} -> {to} {what}", id.kind, id.short())
    }
}
