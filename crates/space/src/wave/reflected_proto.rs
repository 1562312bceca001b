//! An answer in the making, for those who do not have the whole Wave that is answered, or want the
//! answer to differ from it.
//!
//! All that was given is kept: agent, scope, handling, headers and uuid too.
//!
//! ```
//! use orrery_space::wave::ReflectedProto;
//! let error = ReflectedProto::new(1).build().unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "a Wave lacks a recipient, a sender, those who were asked and the Wave that it answers",
//! );
//! ```

use smol_str::SmolStr;

use super::Wave;
use super::agent::{Agent, SessionId};
use super::handling::Handling;
use super::kind::{WaveId, WaveKind};
use super::proto::{Part, ProtoError, lacking};
use super::recipients::Recipients;
use super::reflection::{Answers, Reflection};
use crate::core::ReflectedCore;
use crate::security::Scope;
use crate::{StatusCode, Substance, Surface};

/// An answer in the making.
#[derive(Debug, Clone, PartialEq)]
pub struct ReflectedProto {
    uuid: u128,
    to: Option<Surface>,
    pub(super) from: Option<Surface>,
    intended: Option<Recipients>,
    reflection_of: Option<WaveId>,
    pub(super) agent: Option<Agent>,
    pub(super) scope: Option<Scope>,
    pub(super) handling: Option<Handling>,
    session: Option<SessionId>,
    track: bool,
    core: ReflectedCore,
}

impl ReflectedProto {
    /// An answer with that uuid: 200 with nothing, to nobody yet.
    #[must_use]
    pub fn new(uuid: u128) -> Self {
        Self {
            uuid,
            to: None,
            from: None,
            intended: None,
            reflection_of: None,
            agent: None,
            scope: None,
            handling: None,
            session: None,
            track: false,
            core: ReflectedCore::default(),
        }
    }

    /// Takes from the Wave that is answered what has not been said yet.
    ///
    /// # Errors
    ///
    /// The Wave wants no answer.
    pub fn fill(self, wave: &Wave) -> Result<Self, ProtoError> {
        let reflection = wave.reflection().ok_or(ProtoError::NoAnswer(wave.kind()))?;
        let reflection_of = reflection.reflection_of();
        Ok(Self {
            to: self.to.or(Some(reflection.to)),
            from: self.from.or_else(|| wave.to().cloned()),
            intended: self.intended.or(Some(reflection.intended)),
            reflection_of: self.reflection_of.or(Some(reflection_of)),
            agent: self.agent.or(Some(reflection.agent)),
            scope: self.scope.or(Some(reflection.scope)),
            handling: self.handling.or(Some(reflection.handling)),
            session: self.session.or(reflection.session),
            track: self.track || reflection.track,
            ..self
        })
    }

    /// Who gets it.
    #[must_use]
    pub fn to(mut self, to: impl Into<Surface>) -> Self {
        self.to = Some(to.into());
        self
    }

    /// Who answers.
    #[must_use]
    pub fn from(mut self, from: impl Into<Surface>) -> Self {
        self.from = Some(from.into());
        self
    }

    /// Those who were asked.
    #[must_use]
    pub fn intended(mut self, intended: impl Into<Recipients>) -> Self {
        self.intended = Some(intended.into());
        self
    }

    /// The Wave that is answered.
    #[must_use]
    pub fn reflection_of(mut self, wave: WaveId) -> Self {
        self.reflection_of = Some(wave);
        self
    }

    /// On whose behalf it travels.
    #[must_use]
    pub fn agent(mut self, agent: Agent) -> Self {
        self.agent = Some(agent);
        self
    }

    /// What of the agent's rights it may use.
    #[must_use]
    pub fn scope(mut self, scope: Scope) -> Self {
        self.scope = Some(scope);
        self
    }

    /// How the fabric treats it.
    #[must_use]
    pub fn handling(mut self, handling: Handling) -> Self {
        self.handling = Some(handling);
        self
    }

    /// The session to which it belongs.
    #[must_use]
    pub fn session(mut self, session: SessionId) -> Self {
        self.session = Some(session);
        self
    }

    /// That every step is to be logged.
    #[must_use]
    pub fn track(mut self) -> Self {
        self.track = true;
        self
    }

    /// How it went.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.core.status = status;
        self
    }

    /// One more header.
    #[must_use]
    pub fn header(mut self, name: impl Into<SmolStr>, value: impl Into<SmolStr>) -> Self {
        self.core.headers.insert(name.into(), value.into());
        self
    }

    /// The body.
    #[must_use]
    pub fn body(mut self, body: Substance) -> Self {
        self.core.body = body;
        self
    }

    /// Status, headers and body at once.
    #[must_use]
    pub fn core(mut self, core: ReflectedCore) -> Self {
        self.core = core;
        self
    }

    /// The Wave: a Pong or an Echo, by what it answers.
    ///
    /// # Errors
    ///
    /// Something is missing, all of which is named; or it should answer what has no answer.
    pub fn build(self) -> Result<Wave, ProtoError> {
        let answers = match self.reflection_of.map(|of| of.kind) {
            None => None,
            Some(WaveKind::Ping) => Some(Answers::Ping),
            Some(WaveKind::Ripple) => Some(Answers::Ripple),
            Some(other) => return Err(ProtoError::NoAnswer(other)),
        };
        let missing = [
            (Part::To, self.to.is_none()),
            (Part::From, self.from.is_none()),
            (Part::Intended, self.intended.is_none()),
            (Part::ReflectionOf, self.reflection_of.is_none()),
        ];
        let kind = self.reflection_of.and_then(|of| of.kind.answer());
        let (Some(to), Some(from), Some(intended), Some(of), Some(answers)) = (
            self.to,
            self.from,
            self.intended,
            self.reflection_of,
            answers,
        ) else {
            return Err(lacking(kind, &missing));
        };
        let reflection = Reflection {
            answers,
            uuid: of.uuid,
            to,
            intended,
            session: self.session,
            agent: self.agent.unwrap_or_default(),
            handling: self.handling.unwrap_or_default(),
            scope: self.scope.unwrap_or_default(),
            track: self.track,
        };
        Ok(reflection.make(self.uuid, from, self.core))
    }
}
