//! Traversals: the way of a Wave through the layers of one Particle.
//!
//! A [`Plan`] says which layers there are, an [`Entry`] where the Wave goes, and a [`Traversal`]
//! at each layer what becomes of it. Nothing here waits, sends or handles: it is told where the
//! Wave is and tells what comes next. What lies beyond Gravity is not known here.
//!
//! ```
//! use orrery_space::core::DirectedCore;
//! use orrery_space::traversal::{Bearing, Direction, Entry, Plan, Step, Traversal, Visit};
//! use orrery_space::{Agent, Layer, Surface, Wave};
//! let (from, to): (Surface, Surface) = ("localhost:a".parse()?, "localhost:b@Shell".parse()?);
//! let ping = Wave::ping(1, Agent::Anonymous, from, to.clone(), DirectedCore::default());
//!
//! let mut inward = Traversal::enter(&ping, to, Entry::Gravity, Plan::Plain).unwrap();
//! assert_eq!(inward.start(), Step::Layer(Layer::Field));
//! assert_eq!(inward.visit(), Visit::Pass(Bearing::Directed, Direction::Core));
//! assert_eq!(inward.advance(), Step::Layer(Layer::Shell));
//! assert_eq!(inward.visit(), Visit::Handle);
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

mod entry;
mod plan;

use std::borrow::Borrow;

use serde::{Deserialize, Serialize};
use smol_str::format_smolstr;

pub use self::entry::{Course, Entry, EntryError};
pub use self::plan::{Direction, Plan};

use crate::{Layer, Point, ReflectedCore, StatusCode, Surface, Wave};

/// A Wave on its way through the layers of one Particle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Traversal<W> {
    /// What travels: a Wave, or what bears or follows from one.
    pub wave: W,
    /// Whose layers they are: the target's on the way inward, the sender's on the way outward.
    pub point: Point,
    /// To whom the Wave goes; of the recipients of a Ripple the one that is meant here.
    pub to: Surface,
    /// Which layers there are.
    pub plan: Plan,
    /// At which layer it is.
    pub layer: Layer,
    /// Where it goes.
    pub course: Course,
}

/// Whether a Wave asks or answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bearing {
    /// A Ping, a Signal or a Ripple.
    Directed,
    /// A Pong or an Echo.
    Reflected,
}

/// What a layer does with a Wave that has come to it. Each combination of a pass is a place where
/// a layer can do something of its own; what does nothing there [advances](Traversal::advance) it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Visit {
    /// It is for this layer, whose handler takes it; without one it is [`Traversal::unhandled`].
    Handle,
    /// It is an answer for this layer, which goes to who waits for it.
    Exchange,
    /// It goes by.
    Pass(Bearing, Direction),
}

/// Where a Wave comes to next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// A layer that the star serves.
    Layer(Layer),
    /// The driver of the Particle, which serves the layers from this one on inward.
    Driver(Layer),
    /// The star, which finds out where the Wave goes.
    Gravity,
}

impl<W> Traversal<W> {
    /// The first step: the layer at which the Wave enters, if the star serves that, or else the
    /// next.
    pub fn start(&mut self) -> Step {
        if self.layer.has_state() {
            Step::Layer(self.layer)
        } else {
            self.advance()
        }
    }

    /// Moves on to the next layer that the star serves, or out of them. Layers of the driver are
    /// its own affair: on the way outward they lie behind the Wave, on the way inward the driver
    /// takes it.
    pub fn advance(&mut self) -> Step {
        let next = |layer: &Layer| self.plan.next(*layer, self.course.direction);
        let mut ahead = std::iter::successors(next(&self.layer), next);
        let served = ahead.find(|layer| layer.has_state());
        let step = match (served, self.course.direction) {
            (Some(layer), _) => Step::Layer(layer),
            (None, Direction::Core) => Step::Driver(next(&self.layer).unwrap_or(self.layer)),
            (None, Direction::Fabric) => Step::Gravity,
        };
        self.layer = match step {
            Step::Layer(layer) | Step::Driver(layer) => layer,
            Step::Gravity => Layer::Gravity,
        };
        step
    }

    /// What a layer answers that has no handler for a Wave which is delivered to it.
    #[must_use]
    pub fn unhandled(&self) -> ReflectedCore {
        let Self { point, layer, .. } = self;
        let reason = format_smolstr!("nothing handles Waves at {point}@{layer}");
        ReflectedCore::fail(StatusCode::NOT_IMPLEMENTED, reason)
    }

    /// The same traversal of something else.
    ///
    /// # Errors
    ///
    /// What `change` refuses, such as a Wave that is not what it was taken for.
    ///
    /// ```
    /// use orrery_space::core::DirectedCore;
    /// use orrery_space::traversal::{Entry, Plan, Traversal};
    /// use orrery_space::{Agent, Surface, Wave};
    /// let star: Surface = "<<STAR::central:fold[0]>>::star".parse()?;
    /// let signal = Wave::signal(1, Agent::HyperUser, star.clone(), star.clone(), DirectedCore::default());
    /// let inward = Traversal::enter(signal, star, Entry::Gravity, Plan::Plain).unwrap();
    /// let no_transport = inward.try_map(Wave::unwrap_from_transport).unwrap_err();
    /// assert_eq!(no_transport.to_string(), "expected the method Hyp<Transport>, found Http<Get>");
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    pub fn try_map<V, E>(self, change: impl FnOnce(W) -> Result<V, E>) -> Result<Traversal<V>, E> {
        Ok(Traversal {
            wave: change(self.wave)?,
            point: self.point,
            to: self.to,
            plan: self.plan,
            layer: self.layer,
            course: self.course,
        })
    }
}

impl<W: Borrow<Wave>> Traversal<W> {
    /// A Wave at the layer where it enters; `plan` is of the Particle which it enters.
    ///
    /// # Errors
    ///
    /// It cannot get from there to where it is to go.
    pub fn enter(wave: W, to: Surface, entry: Entry, plan: Plan) -> Result<Self, EntryError> {
        let from = &wave.borrow().shell.from.point;
        let course = entry.course(from, &to, plan)?;
        let point = match course.direction {
            Direction::Core => to.point.clone(),
            Direction::Fabric => from.clone(),
        };
        Ok(Self {
            wave,
            point,
            to,
            plan,
            layer: entry.layer(),
            course,
        })
    }

    /// Whether the Wave asks or answers.
    #[must_use]
    pub fn bearing(&self) -> Bearing {
        if self.wave.borrow().kind().is_reflected() {
            Bearing::Reflected
        } else {
            Bearing::Directed
        }
    }

    /// What the layer does at which the Wave is.
    #[must_use]
    pub fn visit(&self) -> Visit {
        let arrived = self.course.destination == Some(self.layer);
        match (arrived, self.bearing()) {
            (true, Bearing::Directed) => Visit::Handle,
            (true, Bearing::Reflected) => Visit::Exchange,
            (false, bearing) => Visit::Pass(bearing, self.course.direction),
        }
    }
}
