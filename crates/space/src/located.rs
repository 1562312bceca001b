//! Values that remember where in a text they stood.
//!
//! The place is for diagnostics alone: two values from two places are equal. It knows nothing of
//! the text itself.
//!
//! ```
//! use orrery_space::located::Located;
//! assert_eq!(Located::new("app", 0..3), Located::new("app", 10..13));
//! ```

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};

/// A value and the bytes of the text at which it stood.
///
/// ```
/// use orrery_space::PointVar;
/// let point: PointVar = "localhost:${app}".parse()?;
/// assert_eq!(point.steps()[1].span, 10..16);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Located<T> {
    /// What stood there.
    pub value: T,
    /// Where.
    pub span: Range<usize>,
}

impl<T> Located<T> {
    /// A value at a place.
    #[must_use]
    pub fn new(value: T, span: Range<usize>) -> Self {
        Self { value, span }
    }

    /// Another value at the same place.
    #[must_use]
    pub fn with<U>(&self, value: U) -> Located<U> {
        Located::new(value, self.span.clone())
    }
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Display> fmt::Display for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Located<T> {}

impl<T: PartialOrd> PartialOrd for Located<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for Located<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: Hash> Hash for Located<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}
