//! The forms in which a command may hold its points.

use std::fmt::{Debug, Display};

use crate::{Point, Segment};

/// What a command may hold as its points. Nothing outside this crate is one.
pub trait PointForm: sealed::Form + Clone + Debug + Display + PartialEq {}

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

impl PointForm for Point {}

#[allow(private_interfaces)] // as there
impl sealed::Form for Point {
    fn read(input: &mut crate::grammar::Input<'_>) -> crate::grammar::Parsed<Self> {
        crate::grammar::point::point(input)
    }

    fn ends_in_name(&self) -> bool {
        matches!(
            self.last(),
            Some(Segment::Space(_) | Segment::Base(_) | Segment::File(_))
        )
    }
}
