//! Surfaces: where on a Particle a Wave enters or leaves.

use crate::Point;

/// The layers between the fabric and a Particle's core, in that order.
///
/// ```
/// use orrery_space::Layer;
/// assert_eq!("Field".parse::<Layer>()?, Layer::Field);
/// assert!(Layer::Gravity < Layer::Core);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
pub enum Layer {
    /// Where a star takes Waves from and gives them to its lanes.
    Gravity,
    /// Where a bind chooses what a Wave does.
    Field,
    /// Where exchanges and sessions are kept.
    Shell,
    /// The layer of portals.
    Portal,
    /// The layer of hosts.
    Host,
    /// The layer of guests.
    Guest,
    /// The Particle itself.
    #[default]
    Core,
}

impl Layer {
    /// All layers, from the fabric to the core.
    pub const ALL: &'static [Layer] = &[
        Layer::Gravity,
        Layer::Field,
        Layer::Shell,
        Layer::Portal,
        Layer::Host,
        Layer::Guest,
        Layer::Core,
    ];

    /// Whether a star serves the layer itself and keeps state there for each of its Particles. The
    /// layers further in are those of drivers.
    ///
    /// ```
    /// use orrery_space::Layer;
    /// assert!(Layer::Shell.has_state() && !Layer::Core.has_state());
    /// ```
    #[must_use]
    pub fn has_state(self) -> bool {
        matches!(self, Layer::Field | Layer::Shell)
    }

    /// The name as it stands in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Layer::Gravity => "Gravity",
            Layer::Field => "Field",
            Layer::Shell => "Shell",
            Layer::Portal => "Portal",
            Layer::Host => "Host",
            Layer::Guest => "Guest",
            Layer::Core => "Core",
        }
    }
}

/// A finer address on a layer: `+Topic<Cli>`.
///
/// ```
/// use orrery_space::Topic;
/// assert_eq!("Topic<Path>(a:b)".parse::<Topic>()?, Topic::Path(vec!["a".into(), "b".into()]));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Topic {
    /// No topic, which is not printed.
    #[default]
    None,
    /// `Topic<!>`: expressly none.
    Not,
    /// `Topic<*>`: any.
    Any,
    /// `Topic<Cli>`: command line sessions.
    Cli,
    /// `Topic<Uuid>(…)`: one session.
    Uuid(u128),
    /// `Topic<Path>(a:b)`: a path of names.
    Path(Vec<Box<str>>),
}

/// A point, a layer and a topic, in text `localhost:app@Shell+Topic<Cli>`. The point is concrete but
/// in a command that is still to be resolved.
///
/// ```
/// use orrery_space::{Layer, Surface};
/// let surface: Surface = "localhost:app@Shell".parse()?;
/// assert_eq!(surface.layer, Layer::Shell);
/// assert_eq!("localhost".parse::<Surface>()?.to_string(), "localhost@Core");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Surface<P = Point> {
    /// The Particle.
    pub point: P,
    /// The layer, by default `Core`.
    pub layer: Layer,
    /// The topic, by default none.
    pub topic: Topic,
}

impl<P> Surface<P> {
    /// A surface without a topic.
    #[must_use]
    pub fn new(point: P, layer: Layer) -> Self {
        Self {
            point,
            layer,
            topic: Topic::None,
        }
    }
}

impl From<Point> for Surface {
    fn from(point: Point) -> Self {
        Self::new(point, Layer::Core)
    }
}
