//! A directed Wave in the making: whatever has been said of it, and what it still lacks.
//!
//! What has not been said is either plain (nobody in particular sends it, default handling, the
//! whole scope, `Http<Get>` of `/`) or it must be said, and [`DirectedProto::build`] names all of
//! it at once.
//!
//! ```
//! use orrery_space::wave::DirectedProto;
//! let error = DirectedProto::ripple(1).build().unwrap_err();
//! assert_eq!(error.to_string(), "a Ripple lacks a recipient, a sender and bounce backs");
//! ```

use smol_str::SmolStr;

use super::agent::{Agent, SessionId};
use super::handling::Handling;
use super::kind::{WaveId, WaveKind};
use super::recipients::{BounceBacks, Recipients};
use super::shell::Shell;
use super::{Variant, Wave};
use crate::core::{DirectedCore, Headers, Method};
use crate::security::Scope;
use crate::{Substance, Surface};

/// A directed Wave in the making.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectedProto {
    pub(super) uuid: u128,
    pub(super) kind: Option<WaveKind>,
    pub(super) to: Option<Recipients>,
    pub(super) from: Option<Surface>,
    pub(super) via: Option<Surface>,
    pub(super) agent: Option<Agent>,
    pub(super) scope: Option<Scope>,
    pub(super) handling: Option<Handling>,
    pub(super) session: Option<SessionId>,
    pub(super) track: bool,
    pub(super) method: Option<Method>,
    headers: Headers,
    uri: SmolStr,
    body: Substance,
    bounce_backs: Option<BounceBacks>,
}

/// What a Wave in the making can lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What it is.
    Kind,
    /// To whom it goes.
    To,
    /// Who sends it.
    From,
    /// How many answers a Ripple awaits.
    BounceBacks,
    /// Who was asked.
    Intended,
    /// The Wave that is answered.
    ReflectionOf,
}

/// Why a Wave cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProtoError {
    /// These have not been said.
    #[error("a {} lacks {}", .kind.map_or("Wave", WaveKind::name), listed(.missing))]
    Lacking {
        /// What is being built, as far as that is known.
        kind: Option<WaveKind>,
        /// All that is missing.
        missing: Vec<Part>,
    },
    /// It can go to one alone.
    #[error("a {kind} goes to one surface, and this one to several: {to}")]
    Several {
        /// What is being built.
        kind: WaveKind,
        /// To whom it should go.
        to: String,
    },
    /// It has no choice of bounce backs.
    #[error("the bounce backs of a {kind} are {expected}, found {found}")]
    BounceBacks {
        /// What is being built.
        kind: WaveKind,
        /// Those that it has.
        expected: BounceBacks,
        /// Those that were asked for.
        found: BounceBacks,
    },
    /// It answers, so it is built of the Wave that it answers.
    #[error("expected a Ping, a Ripple or a Signal, found a {0}")]
    NotDirected(WaveKind),
    /// It cannot be answered.
    #[error("expected a Ping or a Ripple to answer, found a {0}")]
    NoAnswer(WaveKind),
}

impl DirectedProto {
    /// A Wave with that uuid, of which nothing else is known yet.
    #[must_use]
    pub fn new(uuid: u128) -> Self {
        let DirectedCore {
            headers, uri, body, ..
        } = DirectedCore::default();
        Self {
            uuid,
            kind: None,
            to: None,
            from: None,
            via: None,
            agent: None,
            scope: None,
            handling: None,
            session: None,
            track: false,
            method: None,
            headers,
            uri,
            body,
            bounce_backs: None,
        }
    }

    /// A Ping with that uuid.
    #[must_use]
    pub fn ping(uuid: u128) -> Self {
        Self::new(uuid).kind(WaveKind::Ping)
    }

    /// A Signal with that uuid.
    #[must_use]
    pub fn signal(uuid: u128) -> Self {
        Self::new(uuid).kind(WaveKind::Signal)
    }

    /// A Ripple with that uuid.
    #[must_use]
    pub fn ripple(uuid: u128) -> Self {
        Self::new(uuid).kind(WaveKind::Ripple)
    }

    /// What it is.
    #[must_use]
    pub fn kind(mut self, kind: WaveKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// To whom it goes.
    #[must_use]
    pub fn to(mut self, to: impl Into<Recipients>) -> Self {
        self.to = Some(to.into());
        self
    }

    /// Who sends it.
    #[must_use]
    pub fn from(mut self, from: impl Into<Surface>) -> Self {
        self.from = Some(from.into());
        self
    }

    /// Who forwards it.
    #[must_use]
    pub fn via(mut self, via: impl Into<Surface>) -> Self {
        self.via = Some(via.into());
        self
    }

    /// On whose behalf it travels, by default of nobody in particular.
    #[must_use]
    pub fn agent(mut self, agent: Agent) -> Self {
        self.agent = Some(agent);
        self
    }

    /// What of the agent's rights it may use, by default all of them.
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

    /// What it wants.
    #[must_use]
    pub fn method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// One more header.
    #[must_use]
    pub fn header(mut self, name: impl Into<SmolStr>, value: impl Into<SmolStr>) -> Self {
        self.headers.insert(name.into(), value.into());
        self
    }

    /// The URI.
    #[must_use]
    pub fn uri(mut self, uri: impl Into<SmolStr>) -> Self {
        self.uri = uri.into();
        self
    }

    /// The body.
    #[must_use]
    pub fn body(mut self, body: Substance) -> Self {
        self.body = body;
        self
    }

    /// Method, headers, URI and body at once.
    #[must_use]
    pub fn core(mut self, core: DirectedCore) -> Self {
        self.method = Some(core.method);
        self.headers = core.headers;
        self.uri = core.uri;
        self.body = core.body;
        self
    }

    /// How many answers a Ripple awaits. A Ping awaits one and a Signal none, which need not be
    /// said.
    #[must_use]
    pub fn bounce_backs(mut self, bounce_backs: BounceBacks) -> Self {
        self.bounce_backs = Some(bounce_backs);
        self
    }

    /// The Wave.
    ///
    /// # Errors
    ///
    /// Something is missing or does not fit the kind; all that is missing is named.
    pub fn build(self) -> Result<Wave, ProtoError> {
        let given = self.bounce_backs;
        let bounce_backs = match self.kind {
            Some(kind) if kind.is_reflected() => return Err(ProtoError::NotDirected(kind)),
            Some(kind) => match (BounceBacks::of(kind), given) {
                (Some(expected), Some(found)) if expected != found => {
                    return Err(ProtoError::BounceBacks {
                        kind,
                        expected,
                        found,
                    });
                }
                (own, given) => own.or(given),
            },
            None => given,
        };
        let ripple = self.kind == Some(WaveKind::Ripple);
        let (Some(kind), Some(to), Some(from), Some(bounce_backs)) =
            (self.kind, &self.to, &self.from, bounce_backs)
        else {
            let missing = [
                (Part::Kind, self.kind.is_none()),
                (Part::To, self.to.is_none()),
                (Part::From, self.from.is_none()),
                (Part::BounceBacks, ripple && bounce_backs.is_none()),
            ];
            return Err(lacking(self.kind, &missing));
        };
        let core = DirectedCore {
            headers: self.headers,
            method: self.method.unwrap_or(DirectedCore::default().method),
            uri: self.uri,
            body: self.body,
        };
        let variant = variant(kind, to.clone(), core, bounce_backs)?;
        let shell = Shell {
            id: WaveId {
                kind,
                uuid: self.uuid,
            },
            session: self.session,
            agent: self.agent.unwrap_or_default(),
            handling: self.handling.unwrap_or_default(),
            scope: self.scope.unwrap_or_default(),
            from: from.clone(),
            via: self.via,
            hops: 0,
            track: self.track,
        };
        Ok(Wave { shell, variant })
    }
}

impl From<Wave> for DirectedProto {
    /// All that can be said of a directed Wave; of a reflected one its kind, with which it cannot be
    /// built again.
    fn from(wave: Wave) -> Self {
        let bounce_backs = wave.bounce_backs();
        let Shell {
            id,
            session,
            agent,
            handling,
            scope,
            from,
            via,
            hops: _,
            track,
        } = wave.shell;
        let proto = Self {
            from: Some(from),
            via,
            agent: Some(agent),
            scope: Some(scope),
            handling: Some(handling),
            session,
            track,
            bounce_backs: Some(bounce_backs),
            ..Self::new(id.uuid).kind(id.kind)
        };
        match wave.variant {
            Variant::Ping { to, core } | Variant::Signal { to, core } => proto.to(to).core(core),
            Variant::Ripple { to, core, .. } => proto.to(*to).core(core),
            Variant::Pong { .. } | Variant::Echo { .. } => proto,
        }
    }
}

fn variant(
    kind: WaveKind,
    to: Recipients,
    core: DirectedCore,
    bounce_backs: BounceBacks,
) -> Result<Variant, ProtoError> {
    match (kind, to) {
        (WaveKind::Ripple, to) => Ok(Variant::Ripple {
            to: Box::new(to),
            core,
            bounce_backs,
            history: std::collections::BTreeSet::new(),
        }),
        (WaveKind::Ping, Recipients::Single(to)) => Ok(Variant::Ping { to, core }),
        (WaveKind::Signal, Recipients::Single(to)) => Ok(Variant::Signal { to, core }),
        (WaveKind::Ping | WaveKind::Signal, to) => Err(ProtoError::Several {
            kind,
            to: to.to_string(),
        }),
        (WaveKind::Pong | WaveKind::Echo, _) => Err(ProtoError::NotDirected(kind)),
    }
}

impl Part {
    /// As it stands in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Part::Kind => "a kind",
            Part::To => "a recipient",
            Part::From => "a sender",
            Part::BounceBacks => "bounce backs",
            Part::Intended => "those who were asked",
            Part::ReflectionOf => "the Wave that it answers",
        }
    }
}

/// The error for the parts that are missing.
pub(super) fn lacking(kind: Option<WaveKind>, parts: &[(Part, bool)]) -> ProtoError {
    let missing = parts.iter().filter(|(_, missing)| *missing);
    ProtoError::Lacking {
        kind,
        missing: missing.map(|(part, _)| *part).collect(),
    }
}

fn listed(parts: &[Part]) -> String {
    let mut names: Vec<_> = parts.iter().map(|part| part.name()).collect();
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        last => last.unwrap_or_default().to_owned(),
    }
}
