//! One Wave as the trace told it: where it came from, what it passed, how it ended.

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{LaneNo, ParticleNo, StarNo, WaveNo};
use orrery_space::{Layer, Method, StatusCode, WaveKind};
use smol_str::SmolStr;

use crate::mishap::Mishap;

/// What is known of a Wave.
#[derive(Debug, Clone, PartialEq)]
pub struct WaveTrack {
    /// Its number.
    pub wave: WaveNo,
    /// Its kind.
    pub kind: WaveKind,
    /// Who sent it.
    pub from: ParticleNo,
    /// To whom; none where the point is nobody's.
    pub to: Option<ParticleNo>,
    /// What it wants; none for a Pong.
    pub method: Option<Method>,
    /// What a Pong says.
    pub status: Option<StatusCode>,
    /// For a Pong its Ping, else the Wave that was being handled when this one was sent.
    pub cause: Option<WaveNo>,
    /// When it was sent.
    pub sent: Moment,
    /// The lanes that it took, in order.
    pub hops: Vec<Hop>,
    /// What befell it on its way, in order.
    pub mishaps: Vec<Mishap>,
    /// How many of it are under way, as far as lanes have doubled and lost it.
    pub copies: u8,
    /// Whether it is held back, until it enters the next lane or ends.
    pub held: bool,
    /// The layers that it passed, in order.
    pub layers: Vec<LayerPass>,
    /// The rule that let it pass, once it was checked.
    pub rule: Option<SmolStr>,
    /// The terms of the grant that the rule names, if it names one.
    pub grant: Option<SmolStr>,
    /// The route of its target's bind that it took, if it took one.
    pub route: Option<SmolStr>,
    /// The replica of its target that served it, where there are several.
    pub replica: Option<u16>,
    /// Fuel that guests used on it.
    pub fuel: u64,
    /// How it ended, once it has.
    pub end: Option<End>,
    /// The Pong that answered it.
    pub answer: Option<WaveNo>,
}

/// One lane on the way of a Wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop {
    /// The lane.
    pub lane: LaneNo,
    /// The star that it left.
    pub from: StarNo,
    /// The star to which the lane leads.
    pub to: StarNo,
    /// When it left.
    pub at: Moment,
    /// When it will be there.
    pub arrives: Moment,
}

/// One layer on the way of a Wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayerPass {
    /// On which star.
    pub star: StarNo,
    /// Whose layer.
    pub particle: ParticleNo,
    /// Which layer.
    pub layer: Layer,
    /// Towards the core.
    pub inward: bool,
    /// When.
    pub at: Moment,
}

/// How a Wave ended.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// It reached the core of its target.
    Delivered {
        /// When.
        at: Moment,
        /// On which star.
        star: StarNo,
    },
    /// It was turned back.
    Refused {
        /// When.
        at: Moment,
        /// On which star.
        star: StarNo,
        /// The status.
        status: StatusCode,
        /// The rule or reason.
        reason: SmolStr,
    },
    /// It vanished.
    Lost {
        /// When.
        at: Moment,
        /// On which star.
        star: StarNo,
        /// Why.
        reason: SmolStr,
    },
}

impl End {
    /// When it ended.
    #[must_use]
    pub fn at(&self) -> Moment {
        match self {
            End::Delivered { at, .. } | End::Refused { at, .. } | End::Lost { at, .. } => *at,
        }
    }

    /// Where it ended.
    #[must_use]
    pub fn star(&self) -> StarNo {
        match self {
            End::Delivered { star, .. } | End::Refused { star, .. } | End::Lost { star, .. } => {
                *star
            }
        }
    }

    /// Why it did not arrive.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            End::Delivered { .. } => None,
            End::Refused { reason, .. } | End::Lost { reason, .. } => Some(reason),
        }
    }
}

impl WaveTrack {
    /// Whether it ended without arriving, or carries an error.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self.end, Some(End::Refused { .. }))
            || self.status.is_some_and(|s| !s.is_success())
    }

    /// The status in the list of Waves: its own, or that of the refusal.
    #[must_use]
    pub fn shown_status(&self) -> Option<StatusCode> {
        match &self.end {
            Some(End::Refused { status, .. }) => Some(*status),
            _ => self.status,
        }
    }

    /// Virtual nanoseconds from being sent to the end, or to `now` while it is on its way.
    #[must_use]
    pub fn age(&self, now: Moment) -> u64 {
        let end = self.end.as_ref().map_or(now, End::at);
        end.0.saturating_sub(self.sent.0)
    }
}
