//! Surface selectors: patterns over the parts of a surface, for who may send or be heard where.
//!
//! They compare, and know neither who is at a surface nor what kinds lie on the way to it; over
//! points with their kinds there are [selectors](crate::selector).
//!
//! ```
//! use orrery_space::{Surface, SurfaceSelector};
//! let sessions: SurfaceSelector = "*@Shell+Topic<Cli>".parse()?;
//! assert!(sessions.matches(&"localhost:app@Shell+Topic<Cli>".parse()?));
//! assert!(!sessions.matches(&"localhost:app@Core".parse()?));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use crate::value_pattern::ValuePattern;
use crate::{Layer, Point, Surface, Topic};

/// Which surfaces are admitted, in text `point@Layer+Topic<…>`.
///
/// It is written as a surface is. For the point and the layer `*` stands for any and `!` for none,
/// which no surface has; a layer that is left out is `Core`. A topic that is left out is any, as is
/// `Topic<*>`, and `Topic<!>` is none. So the text of a surface is also that of its selector.
///
/// ```
/// use orrery_space::{Surface, SurfaceSelector};
/// let surface: Surface = "localhost:app@Field".parse()?;
/// assert_eq!(SurfaceSelector::from(&surface), "localhost:app@Field".parse()?);
/// assert_eq!("*@*+Topic<!>".parse::<SurfaceSelector>()?.to_string(), "*@*+Topic<!>");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SurfaceSelector {
    point: ValuePattern<Point>,
    layer: ValuePattern<Layer>,
    topic: ValuePattern<Topic>,
}

/// A topic that is left out is any, and one that is expressly none is none.
impl From<Topic> for ValuePattern<Topic> {
    fn from(topic: Topic) -> Self {
        match topic {
            Topic::None | Topic::Any => ValuePattern::Any,
            Topic::Not => ValuePattern::None,
            topic => ValuePattern::Exact(topic),
        }
    }
}

impl SurfaceSelector {
    /// A selector from its parts, of which the topic is read as
    /// [`ValuePattern::from`] reads it.
    ///
    /// ```
    /// use orrery_space::SurfaceSelector;
    /// use orrery_space::value_pattern::ValuePattern;
    /// use orrery_space::{Layer, Topic};
    /// let fields = SurfaceSelector::new(ValuePattern::Any, ValuePattern::Exact(Layer::Field), Topic::None);
    /// assert_eq!(fields.to_string(), "*@Field");
    /// ```
    #[must_use]
    pub fn new(point: ValuePattern<Point>, layer: ValuePattern<Layer>, topic: Topic) -> Self {
        let topic = topic.into();
        Self {
            point,
            layer,
            topic,
        }
    }

    /// Which points.
    #[must_use]
    pub fn point(&self) -> &ValuePattern<Point> {
        &self.point
    }

    /// Which layers.
    #[must_use]
    pub fn layer(&self) -> &ValuePattern<Layer> {
        &self.layer
    }

    /// Which topics.
    #[must_use]
    pub fn topic(&self) -> &ValuePattern<Topic> {
        &self.topic
    }

    /// Whether it admits that surface. A surface with `Topic<!>` has no topic, as one without.
    #[must_use]
    pub fn matches(&self, surface: &Surface) -> bool {
        let topic = match &surface.topic {
            Topic::None | Topic::Not => None,
            topic => Some(topic),
        };
        self.point.matches(Some(&surface.point))
            && self.layer.matches(Some(&surface.layer))
            && self.topic.matches(topic)
    }
}

impl From<&Surface> for SurfaceSelector {
    /// The selector of that point and layer, and of that topic where the surface has one.
    fn from(surface: &Surface) -> Self {
        let point = ValuePattern::Exact(surface.point.clone());
        let layer = ValuePattern::Exact(surface.layer);
        Self::new(point, layer, surface.topic.clone())
    }
}
