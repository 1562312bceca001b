//! The keys of stars: by them points and lanes name stars.
//!
//! ```
//! use orrery_space::{Point, StarKey};
//! assert_eq!(StarKey::central().to_point(), "<<STAR::central:central[0]>>::star".parse::<Point>()?);
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use super::{Point, Route, Segment};

/// The key of a star: constellation, name and index, in text `STAR::central:fold[0]`.
///
/// ```
/// use orrery_space::StarKey;
/// let key: StarKey = "STAR::central:fold[0]".parse()?;
/// assert_eq!(key, StarKey::new("central", "fold", 0));
/// assert_eq!(key.to_point().to_string(), "<<STAR::central:fold[0]>>::star");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StarKey {
    /// The constellation to which the star belongs.
    pub constellation: Box<str>,
    /// The name of the star in its constellation, by custom its kind in lower case.
    pub name: Box<str>,
    /// Tells apart stars of one name.
    pub index: u16,
}

impl StarKey {
    /// A key from its three parts.
    #[must_use]
    pub fn new(constellation: &str, name: &str, index: u16) -> Self {
        Self {
            constellation: constellation.into(),
            name: name.into(),
            index,
        }
    }

    /// The key without its prefix, as commands and lanes name it.
    ///
    /// ```
    /// use orrery_space::StarKey;
    /// assert_eq!(StarKey::central().bare().to_string(), "central:central[0]");
    /// ```
    pub fn bare(&self) -> impl std::fmt::Display {
        crate::grammar::star_key::Bare(self)
    }

    /// The key of the star that owns the root.
    ///
    /// ```
    /// use orrery_space::StarKey;
    /// assert_eq!(StarKey::central().to_string(), "STAR::central:central[0]");
    /// ```
    #[must_use]
    pub fn central() -> Self {
        Self::new("central", "central", 0)
    }

    /// The key of the star that every machine has for itself.
    ///
    /// ```
    /// use orrery_space::StarKey;
    /// assert_eq!(StarKey::machine("laptop").to_string(), "STAR::machine:laptop[0]");
    /// ```
    #[must_use]
    pub fn machine(name: &str) -> Self {
        Self::new("machine", name, 0)
    }

    /// The point of the star itself: `<<STAR::central:fold[0]>>::star`.
    #[must_use]
    pub fn to_point(&self) -> Point {
        Point::new(
            Route::Star(self.clone()),
            vec![Segment::Space("star".into())],
        )
    }

    /// A name for tables of a database, in lower case and without a hyphen.
    ///
    /// Keys which differ in nothing but where a hyphen stands for the border of their parts share
    /// one: `a-b:c[0]` and `a:b-c[0]`.
    ///
    /// ```
    /// use orrery_space::StarKey;
    /// assert_eq!(StarKey::new("far-away", "fold", 12).sql_name(), "star_far_away_fold_12");
    /// ```
    #[must_use]
    pub fn sql_name(&self) -> String {
        let Self {
            constellation,
            name,
            index,
        } = self;
        format!("star_{constellation}_{name}_{index}")
            .to_lowercase()
            .replace('-', "_")
    }
}
