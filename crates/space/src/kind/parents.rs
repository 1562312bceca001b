//! What may live under what.
//!
//! A table over bases: what a parent holds does not depend on the sub-kind of the child. It knows
//! kinds alone; whether a Mechtron asks for a child of its own App is seen where Particles are.
//!
//! ```
//! use orrery_space::Kind;
//! let refused = Kind::Bundle.may_hold(&Kind::User).unwrap_err();
//! assert_eq!(refused.to_string(), "a User cannot live under a Bundle");
//! ```

use super::{ArtifactSub, FileSub, Kind};

/// Bases that live in a namespace or an application.
const IN_SPACES: &[&str] = &[
    "Base",
    "App",
    "Mechtron",
    "User",
    "UserBase",
    "FileSystem",
    "Database",
    "Repo",
    "Control",
    "Portal",
];

/// A kind was to live under one that does not hold it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{} {child} cannot live under {} {parent}", .child.article(), .parent.article())]
pub struct WrongParent {
    /// The kind that holds no such child.
    pub parent: Box<Kind>,
    /// The kind of the child.
    pub child: Box<Kind>,
}

impl Kind {
    /// The bases of the kinds that may live directly under this one.
    ///
    /// ```
    /// use orrery_space::Kind;
    /// assert_eq!(Kind::Repo.holds(), ["BundleSeries"]);
    /// assert!(Kind::User.holds().is_empty());
    /// ```
    #[must_use]
    pub fn holds(&self) -> &'static [&'static str] {
        match self {
            Kind::Root => &["Space", "Base", "Repo", "App", "Mechtron"],
            Kind::Space | Kind::Base | Kind::App => IN_SPACES,
            Kind::Mechtron => &["Base", "Mechtron", "FileSystem", "Database"],
            Kind::UserBase(_) => &["User"],
            Kind::FileSystem | Kind::File(FileSub::Dir) => &["File"],
            Kind::Repo => &["BundleSeries"],
            Kind::BundleSeries => &["Bundle"],
            Kind::Bundle | Kind::Artifact(ArtifactSub::Dir) => &["Artifact"],
            Kind::Portal | Kind::Host => &["Guest"],
            Kind::Star(_) | Kind::Driver => &["Driver", "Base", "Host", "Control", "Native"],
            _ => &[],
        }
    }

    /// Whether a Particle of kind `child` may live directly under one of this kind.
    ///
    /// # Errors
    ///
    /// The sentence which says that it cannot.
    pub fn may_hold(&self, child: &Kind) -> Result<(), WrongParent> {
        if self.holds().contains(&child.base()) {
            return Ok(());
        }
        Err(WrongParent {
            parent: Box::new(self.clone()),
            child: Box::new(child.clone()),
        })
    }

    /// `a` or `an`, as a sentence needs it before the kind.
    #[must_use]
    pub fn article(&self) -> &'static str {
        if self.base().starts_with('A') {
            "an"
        } else {
            "a"
        }
    }
}
