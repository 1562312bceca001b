//! What a sender says of all its Waves, once: for each field whether to leave it, to fill it where
//! nothing was said, or to override what was said.
//!
//! ```
//! use orrery_space::{Agent, Surface};
//! use orrery_space::wave::{DirectedProto, Preset, SetStrategy};
//! let here: Surface = "localhost:app".parse()?;
//! let preset = Preset {
//!     from: SetStrategy::Fill(here.clone()),
//!     agent: SetStrategy::Override(Agent::Point(here.point.clone())),
//!     ..Preset::default()
//! };
//! let proto = DirectedProto::signal(1).to(here.clone()).agent(Agent::HyperUser);
//! let signal = preset.direct(proto).build();
//! assert!(signal.is_ok_and(|signal| signal.shell.from == here && signal.shell.agent != Agent::HyperUser));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use super::agent::Agent;
use super::handling::Handling;
use super::proto::DirectedProto;
use super::recipients::Recipients;
use super::reflected_proto::ReflectedProto;
use crate::Surface;
use crate::core::Method;
use crate::security::Scope;

/// What becomes of one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SetStrategy<T> {
    /// It stays as it is.
    #[default]
    None,
    /// It becomes this where nothing was said.
    Fill(T),
    /// It becomes this, whatever was said.
    Override(T),
}

impl<T: Clone> SetStrategy<T> {
    fn apply(&self, field: &mut Option<T>) {
        match self {
            SetStrategy::Fill(value) if field.is_none() => *field = Some(value.clone()),
            SetStrategy::Override(value) => *field = Some(value.clone()),
            SetStrategy::None | SetStrategy::Fill(_) => {}
        }
    }
}

/// What a sender says of all its Waves.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Preset {
    /// On whose behalf they travel.
    pub agent: SetStrategy<Agent>,
    /// What of the agent's rights they may use.
    pub scope: SetStrategy<Scope>,
    /// How the fabric treats them.
    pub handling: SetStrategy<Handling>,
    /// What directed ones want.
    pub method: SetStrategy<Method>,
    /// Who sends them.
    pub from: SetStrategy<Surface>,
    /// To whom directed ones go.
    pub to: SetStrategy<Recipients>,
    /// Who forwards directed ones.
    pub via: SetStrategy<Surface>,
}

impl Preset {
    /// The directed Wave in the making, with what the sender says of all.
    #[must_use]
    pub fn direct(&self, mut proto: DirectedProto) -> DirectedProto {
        self.agent.apply(&mut proto.agent);
        self.scope.apply(&mut proto.scope);
        self.handling.apply(&mut proto.handling);
        self.method.apply(&mut proto.method);
        self.from.apply(&mut proto.from);
        self.to.apply(&mut proto.to);
        self.via.apply(&mut proto.via);
        proto
    }

    /// The answer in the making, with what the sender says of all. Where it goes is said by the
    /// Wave that it answers.
    #[must_use]
    pub fn reflect(&self, mut proto: ReflectedProto) -> ReflectedProto {
        self.agent.apply(&mut proto.agent);
        self.scope.apply(&mut proto.scope);
        self.handling.apply(&mut proto.handling);
        self.from.apply(&mut proto.from);
        proto
    }
}
