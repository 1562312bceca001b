//! To whom a Wave goes, and how many answers its sender awaits.
//!
//! Who watches a Particle, and what kinds there are on the way to it, is the Hyperverse's to know:
//! it asks with a [`Hierarchy`].
//!
//! ```
//! use orrery_space::Selector;
//! use orrery_space::wave::Recipients;
//! let users = Recipients::from("localhost:**<User>".parse::<Selector>()?);
//! assert!(users.is_match(&"localhost<Space>:ann<User>".parse()?));
//! assert!(!users.is_match(&"localhost<Space>:app<App>".parse()?));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::handling::WaitTime;
use super::kind::WaveKind;
use crate::selector::Hierarchy;
use crate::{Point, Route, Selector, Surface, Watch};

/// Those to whom a Wave is addressed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Recipients {
    /// One.
    Single(Surface),
    /// These.
    Multi(BTreeSet<Surface>),
    /// Those who watch.
    Watchers(Watch),
    /// The stars.
    Stars,
    /// Those whom a selector selects.
    Selected(Box<Selector>),
}

/// How many answers the sender of a Wave awaits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BounceBacks {
    /// None at all.
    None,
    /// The first.
    Single,
    /// So many.
    Count(u32),
    /// Whatever comes within that time.
    Timer(WaitTime),
}

impl Recipients {
    /// The one, if it is one.
    #[must_use]
    pub fn single(&self) -> Option<&Surface> {
        match self {
            Recipients::Single(surface) => Some(surface),
            _ => None,
        }
    }

    /// Whether the Particle is among them. Of watchers this cannot be told from the Particle.
    #[must_use]
    pub fn is_match(&self, particle: &Hierarchy) -> bool {
        match self {
            Recipients::Single(surface) => is_at(&surface.point, particle),
            Recipients::Multi(surfaces) => surfaces.iter().any(|s| is_at(&s.point, particle)),
            Recipients::Watchers(_) => false,
            Recipients::Stars => is_star(particle),
            Recipients::Selected(selector) => selector.matches(particle),
        }
    }

    /// The surfaces of the Particle at which the Wave arrives: those that are named, or else its
    /// core.
    #[must_use]
    pub fn select(&self, particle: &Hierarchy) -> BTreeSet<Surface> {
        let named: &mut dyn Iterator<Item = &Surface> = match self {
            Recipients::Single(surface) => &mut std::iter::once(surface),
            Recipients::Multi(surfaces) => &mut surfaces.iter(),
            _ if self.is_match(particle) => return [particle.point().into()].into(),
            _ => return BTreeSet::new(),
        };
        named
            .filter(|surface| is_at(&surface.point, particle))
            .cloned()
            .collect()
    }
}

/// Compares without making the point of the hierarchy.
fn is_at(point: &Point, particle: &Hierarchy) -> bool {
    let segments = particle.segments.iter().map(|(segment, _)| segment);
    *point.route() == particle.route && point.segments().iter().eq(segments)
}

/// A star is at `<<STAR::…>>::star`; its drivers lie below.
fn is_star(particle: &Hierarchy) -> bool {
    match &particle.route {
        Route::Star(key) => is_at(&key.to_point(), particle),
        _ => false,
    }
}

impl BounceBacks {
    /// What a Wave of that kind awaits if it has no choice: a Ping one, a Signal none.
    #[must_use]
    pub fn of(kind: WaveKind) -> Option<Self> {
        match kind {
            WaveKind::Ping => Some(BounceBacks::Single),
            WaveKind::Signal | WaveKind::Pong | WaveKind::Echo => Some(BounceBacks::None),
            WaveKind::Ripple => None,
        }
    }
}

impl From<Surface> for Recipients {
    fn from(surface: Surface) -> Self {
        Recipients::Single(surface)
    }
}

impl From<Point> for Recipients {
    fn from(point: Point) -> Self {
        Recipients::Single(point.into())
    }
}

impl From<Watch> for Recipients {
    fn from(watch: Watch) -> Self {
        Recipients::Watchers(watch)
    }
}

impl From<Selector> for Recipients {
    fn from(selector: Selector) -> Self {
        Recipients::Selected(Box::new(selector))
    }
}

/// For people: an address has no text form of its own.
impl fmt::Display for Recipients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Recipients::Single(surface) => write!(f, "{surface}"),
            Recipients::Multi(surfaces) => {
                for (at, surface) in surfaces.iter().enumerate() {
                    let between = if at == 0 { "" } else { ", " };
                    write!(f, "{between}{surface}")?;
                }
                Ok(())
            }
            Recipients::Watchers(watch) => {
                write!(f, "watchers of {} {}", watch.point, watch.aspect.name())
            }
            Recipients::Stars => f.write_str("stars"),
            Recipients::Selected(selector) => write!(f, "{selector}"),
        }
    }
}

/// For people: `none`, `one`, `3`, `all within 15 s`.
impl fmt::Display for BounceBacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BounceBacks::None => f.write_str("none"),
            BounceBacks::Single => f.write_str("one"),
            BounceBacks::Count(count) => write!(f, "{count}"),
            BounceBacks::Timer(wait) => write!(f, "all within {} s", wait.seconds()),
        }
    }
}
