//! Which layers a Particle has, and which comes next.

use serde::{Deserialize, Serialize};

use crate::{Kind, Layer};

/// Where a Wave is bound on its way through the layers of a Particle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// Outward, to what joins the stars.
    Fabric,
    /// Inward, to the Particle itself.
    Core,
}

impl Direction {
    /// The direction from one layer to another; none from a layer to itself.
    ///
    /// ```
    /// use orrery_space::Layer;
    /// use orrery_space::traversal::Direction;
    /// assert_eq!(Direction::between(Layer::Field, Layer::Core), Some(Direction::Core));
    /// assert_eq!(Direction::between(Layer::Core, Layer::Gravity), Some(Direction::Fabric));
    /// assert_eq!(Direction::between(Layer::Shell, Layer::Shell), None);
    /// ```
    #[must_use]
    pub fn between(from: Layer, to: Layer) -> Option<Self> {
        match from.cmp(&to) {
            std::cmp::Ordering::Less => Some(Direction::Core),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Direction::Fabric),
        }
    }
}

/// The layers that a Particle has. Gravity is a star's and in no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Plan {
    /// Field, Shell and Core.
    Plain,
    /// All, for what stands between the cosmos and something that it does not know: a guest in its
    /// host, or the clients of an endpoint.
    Full,
}

impl Plan {
    /// The plan of a kind.
    ///
    /// ```
    /// use orrery_space::Kind;
    /// use orrery_space::traversal::Plan;
    /// assert_eq!(Plan::of(&Kind::Mechtron), Plan::Full);
    /// assert_eq!(Plan::of(&Kind::Space), Plan::Plain);
    /// ```
    #[must_use]
    pub fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Mechtron | Kind::Portal | Kind::Control => Plan::Full,
            _ => Plan::Plain,
        }
    }

    /// Its layers, from the fabric to the core.
    #[must_use]
    pub fn layers(self) -> &'static [Layer] {
        match self {
            Plan::Plain => &[Layer::Field, Layer::Shell, Layer::Core],
            Plan::Full => &[
                Layer::Field,
                Layer::Shell,
                Layer::Portal,
                Layer::Host,
                Layer::Guest,
                Layer::Core,
            ],
        }
    }

    /// Whether it has that layer.
    #[must_use]
    pub fn has(self, layer: Layer) -> bool {
        self.layers().contains(&layer)
    }

    /// Its next layer inward from `layer`, which need not be one of its own.
    ///
    /// ```
    /// use orrery_space::Layer;
    /// use orrery_space::traversal::Plan;
    /// assert_eq!(Plan::Plain.towards_core(Layer::Gravity), Some(Layer::Field));
    /// assert_eq!(Plan::Plain.towards_core(Layer::Shell), Some(Layer::Core));
    /// assert_eq!(Plan::Full.towards_core(Layer::Shell), Some(Layer::Portal));
    /// assert_eq!(Plan::Full.towards_core(Layer::Core), None);
    /// ```
    #[must_use]
    pub fn towards_core(self, layer: Layer) -> Option<Layer> {
        let mut inward = self.layers().iter().copied();
        inward.find(|next| *next > layer)
    }

    /// Its next layer outward from `layer`, which need not be one of its own.
    ///
    /// ```
    /// use orrery_space::Layer;
    /// use orrery_space::traversal::Plan;
    /// assert_eq!(Plan::Plain.towards_fabric(Layer::Core), Some(Layer::Shell));
    /// assert_eq!(Plan::Full.towards_fabric(Layer::Core), Some(Layer::Guest));
    /// assert_eq!(Plan::Full.towards_fabric(Layer::Field), None);
    /// ```
    #[must_use]
    pub fn towards_fabric(self, layer: Layer) -> Option<Layer> {
        let mut outward = self.layers().iter().rev().copied();
        outward.find(|next| *next < layer)
    }

    /// Its next layer from `layer` in a direction.
    #[must_use]
    pub fn next(self, layer: Layer, direction: Direction) -> Option<Layer> {
        match direction {
            Direction::Fabric => self.towards_fabric(layer),
            Direction::Core => self.towards_core(layer),
        }
    }
}
