//! What is known of the last Waves beside their [entries](crate::roll::Entry): where each came along,
//! what it passed, and why.

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{LaneNo, ParticleNo, StarNo};
use orrery_space::{Layer, StatusCode};
use smol_str::SmolStr;

use crate::mishap::Mishap;

/// The way of a Wave.
#[derive(Debug, Clone, PartialEq)]
pub struct WaveTrack {
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
}

impl WaveTrack {
    /// That of a Wave that sets out.
    pub(crate) fn new() -> Self {
        Self {
            hops: Vec::new(),
            mishaps: Vec::new(),
            copies: 1,
            held: false,
            layers: Vec::new(),
            rule: None,
            grant: None,
            route: None,
            replica: None,
        }
    }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    },
    /// It vanished.
    Lost {
        /// When.
        at: Moment,
        /// On which star.
        star: StarNo,
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

    /// Whether it reached its target.
    #[must_use]
    pub fn is_arrival(&self) -> bool {
        matches!(self, End::Delivered { .. })
    }
}
