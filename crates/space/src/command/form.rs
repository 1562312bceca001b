//! The forms in which a command may hold its points.

use std::fmt::{Debug, Display};

use crate::grammar::{self, Input, Parsed};
use crate::{Env, ParseError, Point, PointCtx, PointVar, Segment};

/// What a command may hold as its points: [`Point`], [`PointCtx`] or [`PointVar`]. Nothing outside
/// this crate is one.
pub trait PointForm: sealed::Form + Clone + Debug + Display + PartialEq {
    /// The concrete point.
    ///
    /// # Errors
    ///
    /// Everything that stands in the way, each at its place.
    fn to_point(&self, env: &Env) -> Result<Point, ParseError>;
}

/// What the grammar asks of a form.
pub(crate) mod sealed {
    use crate::grammar::{Input, Parsed};

    #[allow(private_interfaces)] // nobody outside can name this trait
    pub trait Form: Sized {
        /// Reads one, up to where it ends.
        fn read(input: &mut Input<'_>) -> Parsed<Self>;

        /// Whether its last segment is a name that a number may complete.
        fn ends_in_name(&self) -> bool;
    }
}

impl PointForm for Point {
    fn to_point(&self, _: &Env) -> Result<Point, ParseError> {
        Ok(self.clone())
    }
}

impl PointForm for PointCtx {
    fn to_point(&self, env: &Env) -> Result<Point, ParseError> {
        self.resolve(env)
    }
}

impl PointForm for PointVar {
    fn to_point(&self, env: &Env) -> Result<Point, ParseError> {
        PointVar::to_point(self, env)
    }
}

/// Whether a number may complete it.
fn is_name(segment: &Segment) -> bool {
    matches!(
        segment,
        Segment::Space(_) | Segment::Base(_) | Segment::File(_)
    )
}

#[allow(private_interfaces)] // as there
impl sealed::Form for Point {
    fn read(input: &mut Input<'_>) -> Parsed<Self> {
        grammar::point::point(input)
    }

    fn ends_in_name(&self) -> bool {
        self.last().is_some_and(is_name)
    }
}

#[allow(private_interfaces)] // as there
impl sealed::Form for PointCtx {
    fn read(input: &mut Input<'_>) -> Parsed<Self> {
        grammar::open_point::point_ctx(input)
    }

    fn ends_in_name(&self) -> bool {
        let last = self.steps().last();
        last.and_then(|step| step.as_segment()).is_some_and(is_name)
    }
}

#[allow(private_interfaces)] // as there
impl sealed::Form for PointVar {
    fn read(input: &mut Input<'_>) -> Parsed<Self> {
        grammar::open_point::point_var(input)
    }

    fn ends_in_name(&self) -> bool {
        // What a variable will be is not known yet, and it may be no name.
        let last = self.steps().last();
        last.and_then(|step| step.as_segment()).is_some_and(is_name)
    }
}
