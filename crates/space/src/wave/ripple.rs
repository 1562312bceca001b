//! Ripples on their way: narrowed to one recipient after the other, and knowing where they were.
//!
//! ```
//! use orrery_space::{Agent, Wave};
//! use orrery_space::core::DirectedCore;
//! use orrery_space::wave::{BounceBacks, Recipients};
//! let (from, core) = ("localhost".parse()?, DirectedCore::default());
//! let ripple = Wave::ripple(1, Agent::Anonymous, from, Recipients::Stars, core, BounceBacks::None);
//! assert_eq!(ripple.to(), None);
//! let one = ripple.narrowed("<<STAR::central:fold[0]>>::star".parse()?);
//! assert!(one.is_some_and(|one| one.to().is_some() && one.id() == ripple.id()));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use super::recipients::Recipients;
use super::{Variant, Wave};
use crate::{Point, Surface};

impl Wave {
    /// The same Ripple to that surface alone, with the same id, so that its Echoes find the one
    /// who waits. Nothing for a Wave that is no Ripple.
    #[must_use]
    pub fn narrowed(&self, surface: Surface) -> Option<Wave> {
        let Variant::Ripple {
            core,
            bounce_backs,
            history,
            ..
        } = &self.variant
        else {
            return None;
        };
        Some(Wave {
            shell: self.shell.clone(),
            variant: Variant::Ripple {
                to: Box::new(Recipients::Single(surface)),
                core: core.clone(),
                bounce_backs: *bounce_backs,
                history: history.clone(),
            },
        })
    }

    /// Whether a Ripple has been there. No other Wave remembers.
    #[must_use]
    pub fn has_visited(&self, point: &Point) -> bool {
        match &self.variant {
            Variant::Ripple { history, .. } => history.contains(point),
            _ => false,
        }
    }

    /// Notes that a Ripple has been there. No other Wave remembers.
    pub fn add_history(&mut self, point: Point) {
        if let Variant::Ripple { history, .. } = &mut self.variant {
            history.insert(point);
        }
    }
}
