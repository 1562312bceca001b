//! The way back of a Wave: all that its answer takes from it.
//!
//! Only a Wave whose sender awaits an answer has one, so an answer to a Signal cannot be made.
//!
//! ```
//! use orrery_space::{Agent, ReflectedCore, StatusCode, Wave};
//! use orrery_space::core::DirectedCore;
//! let (from, to) = ("localhost:a".parse()?, "localhost:b".parse()?);
//! let ping = Wave::ping(1, Agent::Anonymous, from, to, DirectedCore::default());
//! if let Some(reflection) = ping.reflection() {
//!     let pong = reflection.make(2, "localhost:b".parse()?, ReflectedCore::not_found("not here"));
//!     assert_eq!(pong.reflected().map(|core| core.status), Some(StatusCode::NOT_FOUND));
//! }
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use super::agent::{Agent, SessionId};
use super::handling::Handling;
use super::kind::{WaveId, WaveKind};
use super::recipients::{BounceBacks, Recipients};
use super::shell::Shell;
use super::{Variant, Wave};
use crate::Surface;
use crate::core::ReflectedCore;
use crate::security::Scope;

/// What an answer takes from the Wave that it answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Reflection {
    pub(super) answers: Answers,
    pub(super) uuid: u128,
    pub(super) to: Surface,
    pub(super) intended: Recipients,
    pub(super) session: Option<SessionId>,
    pub(super) agent: Agent,
    pub(super) handling: Handling,
    pub(super) scope: Scope,
    pub(super) track: bool,
}

/// Which Waves can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answers {
    Ping,
    Ripple,
}

impl Reflection {
    /// Who gets the answer.
    #[must_use]
    pub fn to(&self) -> &Surface {
        &self.to
    }

    /// Those who were asked.
    #[must_use]
    pub fn intended(&self) -> &Recipients {
        &self.intended
    }

    /// The Wave that is answered.
    #[must_use]
    pub fn reflection_of(&self) -> WaveId {
        let kind = match self.answers {
            Answers::Ping => WaveKind::Ping,
            Answers::Ripple => WaveKind::Ripple,
        };
        WaveId {
            kind,
            uuid: self.uuid,
        }
    }

    /// The answer: a Pong to a Ping, an Echo to a Ripple. Whatever turns into a core can be
    /// answered: a body, nothing, a result of both.
    #[must_use]
    pub fn make(self, uuid: u128, from: Surface, answer: impl Into<ReflectedCore>) -> Wave {
        let reflection_of = self.reflection_of();
        let (to, intended, core) = (self.to, self.intended, answer.into());
        let (kind, variant) = match self.answers {
            Answers::Ping => (
                WaveKind::Pong,
                Variant::Pong {
                    to,
                    intended,
                    core,
                    reflection_of,
                },
            ),
            Answers::Ripple => (
                WaveKind::Echo,
                Variant::Echo {
                    to,
                    intended: Box::new(intended),
                    core,
                    reflection_of,
                },
            ),
        };
        let shell = Shell {
            id: WaveId { kind, uuid },
            session: self.session,
            agent: self.agent,
            handling: self.handling,
            scope: self.scope,
            from,
            via: None,
            hops: 0,
            track: self.track,
        };
        Wave { shell, variant }
    }
}

impl Wave {
    /// The way back of a Wave; none where its sender awaits no answer.
    #[must_use]
    pub fn reflection(&self) -> Option<Reflection> {
        let (answers, intended) = match &self.variant {
            Variant::Ping { to, .. } => (Answers::Ping, Recipients::Single(to.clone())),
            Variant::Ripple {
                to, bounce_backs, ..
            } if *bounce_backs != BounceBacks::None => (Answers::Ripple, (**to).clone()),
            _ => return None,
        };
        Some(Reflection {
            answers,
            uuid: self.shell.id.uuid,
            to: self.reflect_to().clone(),
            intended,
            session: self.shell.session.clone(),
            agent: self.shell.agent.clone(),
            handling: self.shell.handling,
            scope: self.shell.scope.clone(),
            track: self.shell.track,
        })
    }

    /// The answer to this Wave, from where it was sent to; nothing for a Wave that wants no
    /// answer, or that went to several, of whom one must say that it is he who answers.
    #[must_use]
    pub fn reflect(&self, uuid: u128, core: ReflectedCore) -> Option<Wave> {
        let from = self.to()?.clone();
        Some(self.reflection()?.make(uuid, from, core))
    }

    /// Who gets the answer: who forwarded the Wave, or else who sent it.
    #[must_use]
    pub fn reflect_to(&self) -> &Surface {
        self.shell.via.as_ref().unwrap_or(&self.shell.from)
    }
}
