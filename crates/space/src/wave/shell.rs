//! What every Wave carries, whatever it says.

use serde::{Deserialize, Serialize};

use super::agent::{Agent, SessionId};
use super::handling::Handling;
use super::kind::{WaveId, WaveKind};
use crate::Surface;
use crate::security::Scope;

/// What every Wave carries.
///
/// ```
/// use orrery_space::wave::Shell;
/// use orrery_space::{Agent, WaveKind};
/// let shell = Shell::new(WaveKind::Ping, 1, Agent::HyperUser, "localhost".parse()?);
/// assert_eq!((shell.hops, shell.track), (0, false));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
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

impl Shell {
    /// A shell with default handling, the whole scope, no session.
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
