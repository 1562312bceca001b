//! The layers of a Particle: which a Wave passes, and what they do with one that is for them.
//!
//! Every Particle has Field, Shell and Core; a Mechtron, a Control and a Portal have all, since they
//! stand between the cosmos and something that it does not know (`Plan`). A star serves Gravity,
//! Field and Shell; there a driver takes the Wave.
//!
//! | layer | what happens there | what is for it is answered |
//! |---|---|---|
//! | Gravity | the star of the target is found; at that star the Wave is authorized | `Cmd<Bounce>` |
//! | Field | the bind chooses a route; what is for Gravity, Field or Shell asks none | `Cmd<Bounce>` |
//! | Shell | answers that nobody awaits end; a Control keeps its sessions there | `Cmd<Bounce>`; `Ext<NewCliSession>` and topics are for who came in at the gate |
//! | Portal | of a Control or Portal: what comes in goes out to who is outside. Of a Mechtron: it passes | of a Mechtron `Cmd<Bounce>` |
//! | Host | of a Mechtron: its star answers `Cmd<Bounce>`, `Cmd<Init>` and watches, keeps all else in the mailbox, and answers for a guest that fails | `Cmd<Bounce>`, `Cmd<Init>` |
//! | Guest | of a Mechtron: its module begins to work on the Wave | `Cmd<Bounce>` |
//! | Core | the Particle itself | all that the kind answers |
//!
//! Host, Guest and Core of a Control or Portal are outside, so what is for them goes out too. What a
//! Particle sends to a layer of its own that lies further out ends there on its way, and anything
//! else that is for such a layer ends there on its way in. Anything but what the table says is
//! answered 501 with what the layer does, and 404 where the Particle has no such layer.

use orrery_space::core::{CmdMethod, DirectedCore, ReflectedCore};
use orrery_space::traversal::{EntryError, Plan};
use orrery_space::{Kind, Layer, Method, StatusCode, Substance, Topic};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::trace::{Event, ParticleNo, StarNo, WaveNo};

/// What happens at a layer of a Particle of that kind, as a sentence goes on after its name.
///
/// ```
/// use orrery_hyperspace::layers::does;
/// use orrery_space::{Kind, Layer};
/// assert_eq!(does(Layer::Host, &Kind::Mechtron), "runs the guest");
/// assert_eq!(does(Layer::Portal, &Kind::Control), "leads out to who came in at the gate");
/// ```
#[must_use]
pub fn does(layer: Layer, kind: &Kind) -> &'static str {
    match layer {
        Layer::Gravity => "finds the star of whom a Wave is for",
        Layer::Field => "chooses what a Wave does, by the bind",
        Layer::Shell => "keeps exchanges and sessions",
        Layer::Portal | Layer::Host | Layer::Guest | Layer::Core if goes_out(kind) => {
            "leads out to who came in at the gate"
        }
        Layer::Portal => "has nobody outside and lets pass",
        Layer::Host => "runs the guest",
        Layer::Guest => "is the module, which serves the core",
        Layer::Core => "is the Particle itself",
    }
}

/// The layer at which the driver of a kind takes a Wave, and from which it answers.
pub(crate) fn of_driver(kind: &Kind) -> Layer {
    match kind {
        Kind::Mechtron => Layer::Host,
        _ => innermost(kind),
    }
}

/// The layer furthest in that a Wave passes inside of the cosmos.
fn innermost(kind: &Kind) -> Layer {
    if goes_out(kind) {
        Layer::Portal
    } else {
        Layer::Core
    }
}

/// Whether what is further in than the Portal is outside of the cosmos.
pub(crate) fn goes_out(kind: &Kind) -> bool {
    matches!(kind, Kind::Control | Kind::Portal)
}

impl Hyperspace {
    /// A Wave leaves its sender through these layers.
    pub(crate) fn pass_out(&mut self, star: StarNo, flight: &Flight) {
        if !self.records_layers() {
            return;
        }
        let Some((first, last)) = flight.outward() else {
            return;
        };
        let plan = Plan::of(&self.registry.get(flight.from).kind);
        for &layer in Layer::ALL.iter().rev() {
            let there = layer == Layer::Gravity || plan.has(layer);
            if there && (last..=first).contains(&layer) {
                self.pass(flight.no, star, flight.from, layer, false);
            }
        }
    }

    /// A Wave goes inward, from behind a layer to another or as far as it gets inside of the cosmos.
    pub(crate) fn pass_in(
        &mut self,
        wave: WaveNo,
        (star, particle): (StarNo, ParticleNo),
        behind: Layer,
        to: Layer,
    ) {
        if !self.records_layers() {
            return;
        }
        let kind = &self.registry.get(particle).kind;
        let (plan, to) = (Plan::of(kind), to.min(innermost(kind)));
        for &layer in plan.layers() {
            if behind < layer && layer <= to {
                self.pass(wave, star, particle, layer, true);
            }
        }
    }

    /// Whether a Wave is for a layer of its target that lies further out than what the kind answers.
    pub(crate) fn ends_early(&self, target: ParticleNo, layer: Layer) -> bool {
        layer < innermost(&self.registry.get(target).kind)
    }

    /// A Wave for such a layer comes in.
    pub(crate) fn come_to_layer(&mut self, star: StarNo, target: ParticleNo, flight: Box<Flight>) {
        let plan = Plan::of(&self.registry.get(target).kind);
        let lacks = |layer| layer != Layer::Gravity && !plan.has(layer);
        let Some(to) = flight.wave.to().filter(|to| lacks(to.layer)) else {
            if let Some(flight) = self.ready(star, target, flight) {
                let layer = flight.layer();
                self.pass_in(flight.no, (star, target), Layer::Gravity, layer);
                self.end_at(layer, (star, target), flight);
            }
            return;
        };
        let to = to.clone();
        let reason = EntryError::NoLayer { to, plan }.to_smolstr();
        self.turn_back(star, flight, StatusCode::NOT_FOUND, reason);
    }

    /// A Wave is at the layer for which it is.
    pub(crate) fn end_at(
        &mut self,
        layer: Layer,
        place: (StarNo, ParticleNo),
        flight: Box<Flight>,
    ) {
        let (star, particle) = place;
        let Some(core) = flight.wave.directed() else {
            return;
        };
        let method = &core.method;
        let revives = layer == Layer::Host && *method == Method::Cmd(CmdMethod::Init);
        if !revives && *method != Method::Cmd(CmdMethod::Bounce) {
            let (status, reason) = self.unanswered(layer, particle, &flight, core);
            return self.turn_back_at(layer, star, flight, status, reason);
        }
        if layer == Layer::Guest && !self.mechtrons.contains_key(&particle) {
            let reason = SmolStr::new_static("its module has not been loaded");
            return self.turn_back_at(layer, star, flight, StatusCode::UNAVAILABLE, reason);
        }
        self.record(Event::Delivered {
            wave: flight.no,
            star,
            particle,
        });
        if revives {
            return self.mechtron_receives(star, particle, flight);
        }
        self.respond_at(layer, place, flight, ReflectedCore::ok(Substance::Empty));
    }

    /// Why a layer does not answer a Wave that is for it.
    fn unanswered(
        &self,
        layer: Layer,
        particle: ParticleNo,
        flight: &Flight,
        core: &DirectedCore,
    ) -> (StatusCode, SmolStr) {
        let record = self.registry.get(particle);
        let (point, method) = (&record.point, &core.method);
        let topic = flight.wave.to().map(|to| &to.topic);
        let begins = matches!(method, Method::Ext(name) if name == "NewCliSession");
        match layer {
            Layer::Shell if topic.is_some_and(|topic| *topic != Topic::None) => (
                StatusCode::NOT_FOUND,
                format_smolstr!(
                    "there is no such session at {point}@Shell for {}",
                    flight.wave.shell.from
                ),
            ),
            Layer::Shell if begins && flight.from != particle => (
                StatusCode::FORBIDDEN,
                format_smolstr!(
                    "{} may not begin a session at {point}@Shell: only {point} itself may",
                    flight.wave.shell.from.point
                ),
            ),
            _ => {
                let also = match layer {
                    Layer::Host => " and Cmd<Init>",
                    _ => "",
                };
                let (name, does) = (layer.name(), does(layer, &record.kind));
                let reason = format_smolstr!(
                    "{point}@{name} {does}; it answers Cmd<Bounce>{also}, not {method}: what is for \
                     the Particle goes to {point}"
                );
                (StatusCode::NOT_IMPLEMENTED, reason)
            }
        }
    }
}
