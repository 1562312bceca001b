//! A Wave under way.
//!
//! In the reference a Wave between stars is the body of a `Hyp<Transport>` Signal, which is the
//! body of a `Hyp<Hop>` Signal for each lane. Here both are the fields of one box: between stars,
//! which share a memory, a Wave is moved, never wrapped, copied or allocated anew.

use orrery_space::core::ReflectedCore;
use orrery_space::wave::{BounceBacks, Delivery, Priority};
use orrery_space::{Agent, Layer, Surface, Wave};

use crate::Moment;
use crate::exchange::Waiter;
use crate::trace::{ParticleNo, StarNo, WaveNo};

/// A Wave with what the fabric notes on it.
#[derive(Debug)]
pub(crate) struct Flight {
    /// Its number.
    pub no: WaveNo,
    /// The Wave.
    pub wave: Wave,
    /// Who sent it.
    pub from: ParticleNo,
    /// The star from which its Transport started.
    pub origin: StarNo,
    /// The star to which its Transport goes.
    pub transport: StarNo,
    /// Lanes that its Transport has passed; what a Field sends counts those of the Wave for which
    /// it does so, and one more.
    pub hops: u16,
    /// The Wave during whose handling it was sent, for a Pong its Ping.
    pub cause: Option<WaveNo>,
    /// The layer from which it sets out: that of the driver, and the core for what a guest says;
    /// Gravity for what the fabric sends in the place of a target that was not reached; the Field for
    /// what that answers or sends to others; the Shell, inward, for what a Field asks its own core; any
    /// layer for what that answers itself.
    pub sets_out: Layer,
    /// Who waits for the answer.
    pub waiter: Option<Waiter>,
    /// The target, once Gravity has found it.
    pub target: Option<ParticleNo>,
    /// The targets of a Ripple to several on one star.
    pub parts: Vec<Part>,
    /// The replica of its target that is to take it: the one that set the alarm which it is.
    pub replica: Option<u16>,
    /// What is noted for the case of faults.
    pub care: Care,
}

/// One target of a Ripple to several.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub surface: Surface,
    pub target: ParticleNo,
    pub care: Care,
}

/// What the fabric notes on a Wave for the case of faults.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Care {
    /// Its place in the order of leaving.
    pub rank: u64,
    /// Whether those that left after it, to the same target, wait for it.
    pub ordered: bool,
    /// Whether a lane has doubled it.
    pub doubled: bool,
    /// How often it was sent again.
    pub tries: u32,
    /// The end of its wait class, once it has been sent again.
    pub until: Option<Moment>,
}

impl Flight {
    /// Turns a Ping into its Pong, a Ripple into an Echo in place. Who answers is who was asked,
    /// or `responder` when several were. A Wave that wants no answer stays as it is, and `false`
    /// comes.
    pub(crate) fn reflect(
        &mut self,
        no: WaveNo,
        uuid: u128,
        responder: impl FnOnce() -> Surface,
        core: ReflectedCore,
    ) -> bool {
        let Some(reflection) = self.wave.reflection() else {
            return false;
        };
        let from = self.wave.to().cloned().unwrap_or_else(responder);
        let answer = reflection.make(uuid, from, core);
        self.cause = Some(self.no);
        self.no = no;
        self.wave = answer;
        self.hops = 0;
        self.waiter = None;
        self.target = None;
        self.parts.clear();
        self.replica = None;
        self.care = Care::default();
        true
    }

    /// Which Waves it goes before.
    pub(crate) fn priority(&self) -> Priority {
        self.wave.shell.handling.priority
    }

    /// The first and the last layer that it passes on its way out, if it goes that way at all.
    pub fn outward(&self) -> Option<(Layer, Layer)> {
        let last = if self.is_for_own_core() {
            return None;
        } else if self.answers_own_field() {
            Layer::Shell
        } else if self.answers_itself() {
            self.sets_out
        } else {
            self.own_layer().unwrap_or(Layer::Gravity)
        };
        (last <= self.sets_out).then_some((self.sets_out, last))
    }

    /// The layer of its target for which it is.
    pub fn layer(&self) -> Layer {
        self.wave.to().map_or(Layer::Core, |to| to.layer)
    }

    /// Whether a Field asks its own core.
    pub fn is_for_own_core(&self) -> bool {
        self.sets_out == Layer::Shell && !self.is_reflected()
    }

    /// Whether it is an answer to the Field of the Particle that answers, and so never leaves it.
    pub fn answers_own_field(&self) -> bool {
        self.target == Some(self.from) && self.is_reflected() && self.is_for_field()
    }

    /// Whether a layer of a Particle answers what that has asked it.
    pub fn answers_itself(&self) -> bool {
        self.target == Some(self.from) && self.is_reflected() && self.sets_out < self.layer()
    }

    /// The layer of its own sender for which it is, if it comes to that on its way out.
    pub fn own_layer(&self) -> Option<Layer> {
        let own = self.target == Some(self.from) && !self.is_reflected();
        Some(self.layer()).filter(|layer| own && *layer < self.sets_out)
    }

    /// Whether the Field awaits it, and not the core.
    pub fn is_for_field(&self) -> bool {
        self.wave.to().is_some_and(|to| to.layer == Layer::Field)
    }

    /// On whose behalf it travels.
    pub(crate) fn agent(&self) -> &Agent {
        &self.wave.shell.agent
    }

    /// Whether it is refused rather than queued.
    pub(crate) fn is_immediate(&self) -> bool {
        self.wave.shell.handling.kind == Delivery::Immediate
    }

    /// Whether an answer is owed.
    pub(crate) fn wants_answer(&self) -> bool {
        self.wave.bounce_backs() != BounceBacks::None
    }

    /// Whether it is an answer.
    pub(crate) fn is_reflected(&self) -> bool {
        self.wave.kind().is_reflected()
    }
}
