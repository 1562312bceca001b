//! Where a Wave enters the layers of a Particle, and in which direction it then goes.

use serde::{Deserialize, Serialize};

use super::plan::{Direction, Plan};
use crate::{Layer, Point, Route, Surface};

/// Where a Wave enters the layers of a Particle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Entry {
    /// It comes from the fabric.
    Gravity,
    /// It is sent from a layer of its sender.
    Layer(Layer),
    /// As [`Entry::Layer`], in a direction that is not to be chosen.
    Forced {
        /// The layer.
        layer: Layer,
        /// The direction.
        direction: Direction,
    },
}

/// Where a Wave goes in the layers of a Particle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Course {
    /// The direction.
    pub direction: Direction,
    /// The layer at which it is delivered; none where it leaves the Particle.
    pub destination: Option<Layer>,
}

/// Why a Wave cannot enter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// It would go from a layer to that same layer.
    #[error("a Wave for {0} cannot be sent from there")]
    SameLayer(Surface),
    /// The Particle does not have the layer.
    #[error("{point} has no layer {layer}, only {layers}", point = .to.point, layer = .to.layer, layers = listed(*.plan))]
    NoLayer {
        /// To which the Wave goes.
        to: Surface,
        /// What the Particle has.
        plan: Plan,
    },
}

fn listed(plan: Plan) -> String {
    let names: Vec<&str> = plan.layers().iter().map(|layer| layer.name()).collect();
    match names.split_last() {
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

impl Entry {
    /// The layer at which it enters.
    #[must_use]
    pub fn layer(self) -> Layer {
        match self {
            Entry::Gravity => Layer::Gravity,
            Entry::Layer(layer) | Entry::Forced { layer, .. } => layer,
        }
    }

    /// Where a Wave from `from` to `to` goes, in the layers of `plan`.
    ///
    /// What comes from the fabric goes inward to the layer that it is for. What a Particle sends to
    /// itself goes to that layer whichever way it lies, and may go to Gravity. Everything else goes
    /// outward, as do Waves to `GLOBAL::` points, which no Particle serves itself.
    ///
    /// # Errors
    ///
    /// It is for a layer that the Particle does not have, or for the one at which it enters.
    ///
    /// ```
    /// use orrery_space::{Layer, Point, Surface};
    /// use orrery_space::traversal::{Direction, Entry, Plan};
    /// let (app, shell): (Point, Surface) = ("localhost:app".parse()?, "localhost:app@Shell".parse()?);
    /// let own = Entry::Layer(Layer::Core).course(&app, &shell, Plan::Plain).unwrap();
    /// assert_eq!((own.direction, own.destination), (Direction::Fabric, Some(Layer::Shell)));
    /// let other = Entry::Layer(Layer::Core).course(&Point::root(), &shell, Plan::Plain).unwrap();
    /// assert_eq!((other.direction, other.destination), (Direction::Fabric, None));
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    pub fn course(self, from: &Point, to: &Surface, plan: Plan) -> Result<Course, EntryError> {
        match self {
            Entry::Forced { direction, .. } => Ok(Course::through(direction)),
            Entry::Gravity => self.course_to(to, plan),
            Entry::Layer(_) if *to.point.route() == Route::Global => {
                Ok(Course::through(Direction::Fabric))
            }
            Entry::Layer(_) if to.point == *from => self.course_to(to, plan),
            Entry::Layer(_) => Ok(Course::through(Direction::Fabric)),
        }
    }

    /// The course to a layer of the same Particle.
    fn course_to(self, to: &Surface, plan: Plan) -> Result<Course, EntryError> {
        if to.layer != Layer::Gravity && !plan.has(to.layer) {
            let to = to.clone();
            return Err(EntryError::NoLayer { to, plan });
        }
        match Direction::between(self.layer(), to.layer) {
            Some(direction) => Ok(Course {
                direction,
                destination: Some(to.layer),
            }),
            None => Err(EntryError::SameLayer(to.clone())),
        }
    }
}

impl Course {
    /// All the way.
    fn through(direction: Direction) -> Self {
        Self {
            direction,
            destination: None,
        }
    }
}
