//! Points that differ by a number: `controls:control-0`, `controls:control-1` and so on.
//!
//! Which numbers are taken is not known here: who hands out points says where to begin.
//!
//! ```
//! use orrery_space::Point;
//! use orrery_space::point::NumberedPoints;
//! let controls: Point = "controls".parse()?;
//! let points = NumberedPoints::new(&controls, "control-", 7)?;
//! let two: Vec<_> = points.take(2).map(|point| point.to_string()).collect();
//! assert_eq!(two, ["controls:control-7", "controls:control-8"]);
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::ops::RangeInclusive;

use super::{Point, Segment};
use crate::grammar::shorten;
use crate::{Diagnostic, ParseError};

/// The points below one parent that begin alike and end in a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedPoints {
    name: Point,
    numbers: RangeInclusive<u64>,
}

impl NumberedPoints {
    /// Those below `parent` whose names begin with `prefix`, from the number `first` on.
    ///
    /// # Errors
    ///
    /// The prefix is no name that can stand there, or none that a number may follow.
    ///
    /// ```
    /// use orrery_space::Point;
    /// use orrery_space::point::NumberedPoints;
    /// assert!(NumberedPoints::new(&Point::root(), "space-", 0).is_ok());
    /// assert!(NumberedPoints::new(&Point::root(), "Space", 0).is_err());
    /// ```
    pub fn new(parent: &Point, prefix: &str, first: u64) -> Result<Self, ParseError> {
        let name = parent.push_text(prefix)?;
        if name.numbered(first).is_none() {
            let sentence = format!(
                "expected a name such as `control-`, which a number may follow, found `{}`",
                shorten(prefix)
            );
            return Err(Diagnostic::error("bad-prefix", 0..prefix.len(), sentence).into());
        }
        let numbers = first..=u64::MAX;
        Ok(Self { name, numbers })
    }
}

impl Iterator for NumberedPoints {
    type Item = Point;

    fn next(&mut self) -> Option<Point> {
        self.name.numbered(self.numbers.next()?)
    }
}

impl Point {
    /// This point with a number at the end of its name; none where it does not end in a name.
    ///
    /// ```
    /// use orrery_space::Point;
    /// let visitor: Point = "localhost:visitor-".parse()?;
    /// assert_eq!(visitor.numbered(3), Some("localhost:visitor-3".parse()?));
    /// assert_eq!(Point::root().numbered(3), None);
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn numbered(&self, number: u64) -> Option<Point> {
        let name = |text: &str| format!("{text}{number}").into();
        let last = match self.last()? {
            Segment::Space(text) => Segment::Space(name(text)),
            Segment::Base(text) => Segment::Base(name(text)),
            Segment::File(text) => Segment::File(name(text)),
            Segment::Version(_) | Segment::FsRoot | Segment::Dir(_) => return None,
        };
        Some(self.parent()?.push(last))
    }
}
