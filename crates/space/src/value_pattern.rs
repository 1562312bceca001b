//! Patterns of single values: any, none, or that one.
//!
//! They compare, and know nothing of what the values are.
//!
//! ```
//! use orrery_space::value_pattern::ValuePattern;
//! let seven = ValuePattern::Exact(7);
//! assert!(seven.matches(Some(&7)) && !seven.matches(None));
//! assert!(ValuePattern::<u8>::None.matches(None));
//! ```

/// Which values are admitted where there may be one.
///
/// ```
/// use orrery_space::value_pattern::ValuePattern;
/// assert!(ValuePattern::default().matches(Some(&"anything")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ValuePattern<T> {
    /// `*`: any.
    #[default]
    Any,
    /// `!`: none alone.
    None,
    /// That one.
    Exact(T),
}

impl<T: PartialEq> ValuePattern<T> {
    /// Whether it admits that value, or that there is none. Any admits both.
    #[must_use]
    pub fn matches(&self, value: Option<&T>) -> bool {
        match self {
            ValuePattern::Any => true,
            ValuePattern::None => value.is_none(),
            ValuePattern::Exact(exact) => value == Some(exact),
        }
    }
}
