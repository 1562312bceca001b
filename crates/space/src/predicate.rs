//! Predicates: what a selection asks of properties, beside points and kinds.
//!
//! They are compared with properties as they stand; which properties a kind has, they do not know.
//!
//! ```
//! use orrery_space::predicate::Where;
//! let condition: Where = "+colour=red, +name=*, !hidden".parse()?;
//! assert_eq!(condition.0.len(), 3);
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use smol_str::SmolStr;

use crate::particle::Properties;
use crate::value_pattern::ValuePattern;

/// What is asked of one property: `+key=value`, `+key=*`, `!key`.
///
/// ```
/// use orrery_space::predicate::PropertyPredicate;
/// use orrery_space::value_pattern::ValuePattern;
/// let any: PropertyPredicate = "+name=*".parse()?;
/// assert_eq!(any.value, ValuePattern::Any);
/// let star: PropertyPredicate = "+name=\"*\"".parse()?;
/// assert_eq!(star.value, ValuePattern::Exact("*".into()));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyPredicate {
    /// The name of the property.
    pub key: SmolStr,
    /// Which values. Of any there must be one.
    pub value: ValuePattern<SmolStr>,
}

/// All that is asked of the properties of one Particle; without any predicate, nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Where(pub Vec<PropertyPredicate>);

impl PropertyPredicate {
    /// Whether it holds for these properties.
    #[must_use]
    pub fn matches(&self, properties: &Properties) -> bool {
        let value = properties.get(&self.key).map(|property| &property.value);
        match &self.value {
            ValuePattern::Any => value.is_some(),
            pattern => pattern.matches(value),
        }
    }
}

impl Where {
    /// Whether every predicate holds for these properties.
    ///
    /// ```
    /// use orrery_space::particle::{Properties, Property};
    /// use orrery_space::predicate::Where;
    /// let red = Property { value: "red".into(), locked: false };
    /// let properties = Properties::from([("colour".into(), red)]);
    /// assert!("+colour=red, !hidden".parse::<Where>()?.matches(&properties));
    /// assert!(!"+colour=blue".parse::<Where>()?.matches(&properties));
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn matches(&self, properties: &Properties) -> bool {
        self.0.iter().all(|predicate| predicate.matches(properties))
    }
}
