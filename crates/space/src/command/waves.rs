//! Commands that send Waves, or ask to be sent some.

use smol_str::SmolStr;

use crate::core::Method;
use crate::{Point, Selector, Substance, Surface};

/// Sends a Wave to one.
#[derive(Debug, Clone, PartialEq)]
pub struct Send<P = Point> {
    /// To whom.
    pub to: Surface<P>,
    /// What.
    pub method: Method,
    /// With which path.
    pub path: SmolStr,
    /// With which body.
    pub body: Body<P>,
}

/// Sends a Wave to many.
#[derive(Debug, Clone, PartialEq)]
pub struct Ripple<P = Point> {
    /// To whom.
    pub to: Selector,
    /// What.
    pub method: Method,
    /// With which path.
    pub path: SmolStr,
    /// With which body.
    pub body: Body<P>,
}

/// A body on the command line.
#[derive(Debug, Clone, PartialEq)]
pub enum Body<P = Point> {
    /// A substance that stands there in full.
    Substance(Substance),
    /// `@point`
    Point(P),
    /// `^[ file ]`: the content of a file that comes with the command, as Bin.
    File(SmolStr),
}

impl<P> Body<P> {
    /// The file that must come with it.
    #[must_use]
    pub fn file(&self) -> Option<&SmolStr> {
        match self {
            Body::File(name) => Some(name),
            Body::Substance(_) | Body::Point(_) => None,
        }
    }
}
