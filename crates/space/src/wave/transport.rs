//! Waves in Waves: a Transport goes from star to star and bears a Wave, a Hop goes over one lane
//! and bears a Transport. Both are Signals of the Hyperverse.
//!
//! ```
//! use orrery_space::{Agent, Wave};
//! use orrery_space::core::DirectedCore;
//! let (a, b) = ("localhost:a".parse()?, "localhost:b".parse()?);
//! let ping = Wave::ping(1, Agent::Anonymous, a, b, DirectedCore::default());
//! let (here, there): (orrery_space::Surface, _) =
//!     ("<<STAR::c:fold[0]>>::star".parse()?, "<<STAR::c:fold[1]>>::star".parse()?);
//! let transport = ping.clone().wrap_in_transport(2, here, there);
//! assert_eq!(transport.unwrap_from_transport(), Ok(ping));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use super::agent::Agent;
use super::kind::WaveKind;
use super::{Variant, Wave};
use crate::core::{DirectedCore, HypMethod, Method};
use crate::{Substance, Surface};

/// Why a Wave is not the carrier that it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// It is no Signal.
    #[error("a Wave is carried by a Signal, and this is a {0}")]
    NotASignal(WaveKind),
    /// It wants something else.
    #[error("expected the method {expected}, found {found}")]
    Method {
        /// The method of such a carrier.
        expected: Method,
        /// Its method.
        found: Method,
    },
    /// It carries no Wave.
    #[error("expected a Wave as the body, found {0}")]
    Body(String),
}

impl Wave {
    /// A Transport from star to star that bears this Wave.
    #[must_use]
    pub fn wrap_in_transport(self, uuid: u128, from: Surface, to: Surface) -> Wave {
        self.wrap(HypMethod::Transport, uuid, from, to)
    }

    /// A Hop over one lane that bears this Transport.
    ///
    /// # Errors
    ///
    /// This is no Transport.
    pub fn wrap_in_hop(
        self,
        uuid: u128,
        from: Surface,
        to: Surface,
    ) -> Result<Wave, TransportError> {
        self.check_carrier(HypMethod::Transport)?;
        Ok(self.wrap(HypMethod::Hop, uuid, from, to))
    }

    /// The Wave that a Transport bears.
    ///
    /// # Errors
    ///
    /// This is no Transport.
    pub fn unwrap_from_transport(self) -> Result<Wave, TransportError> {
        self.unwrap(HypMethod::Transport)
    }

    /// The Transport that a Hop bears.
    ///
    /// # Errors
    ///
    /// This is no Hop, or what it bears is no Transport.
    pub fn unwrap_from_hop(self) -> Result<Wave, TransportError> {
        let transport = self.unwrap(HypMethod::Hop)?;
        transport.check_carrier(HypMethod::Transport)?;
        Ok(transport)
    }

    /// Counts one more lane, for the Wave and all that it bears.
    pub fn inc_hops(&mut self) {
        let mut next = Some(self);
        while let Some(wave) = next {
            wave.shell.hops = wave.shell.hops.saturating_add(1);
            next = match &mut wave.variant {
                Variant::Ping { core, .. }
                | Variant::Signal { core, .. }
                | Variant::Ripple { core, .. } => carried_mut(&mut core.body),
                Variant::Pong { core, .. } | Variant::Echo { core, .. } => {
                    carried_mut(&mut core.body)
                }
            };
        }
    }

    /// The most lanes that the Wave or one that it bears has travelled.
    #[must_use]
    pub fn max_hops(&self) -> u16 {
        std::iter::successors(Some(self), |wave| wave.carried())
            .map(|wave| wave.shell.hops)
            .max()
            .unwrap_or_default()
    }

    fn carried(&self) -> Option<&Wave> {
        match self.body() {
            Substance::Wave(wave) => Some(wave),
            _ => None,
        }
    }

    fn wrap(self, method: HypMethod, uuid: u128, from: Surface, to: Surface) -> Wave {
        let (handling, track) = (self.shell.handling, self.shell.track);
        let core = DirectedCore::new(Method::Hyp(method), Substance::Wave(Box::new(self)));
        let mut carrier = Wave::signal(uuid, Agent::HyperUser, from, to, core);
        carrier.shell.handling = handling;
        carrier.shell.track = track;
        carrier
    }

    fn unwrap(self, method: HypMethod) -> Result<Wave, TransportError> {
        self.check_carrier(method)?;
        match self.into_body() {
            Substance::Wave(wave) => Ok(*wave),
            other => Err(TransportError::Body(other.kind().to_string())),
        }
    }

    fn check_carrier(&self, method: HypMethod) -> Result<(), TransportError> {
        let Variant::Signal { core, .. } = &self.variant else {
            return Err(TransportError::NotASignal(self.kind()));
        };
        let expected = Method::Hyp(method);
        if core.method != expected {
            let found = core.method.clone();
            return Err(TransportError::Method { expected, found });
        }
        match &core.body {
            Substance::Wave(_) => Ok(()),
            other => Err(TransportError::Body(other.kind().to_string())),
        }
    }
}

fn carried_mut(body: &mut Substance) -> Option<&mut Wave> {
    match body {
        Substance::Wave(wave) => Some(wave),
        _ => None,
    }
}
