//! What a kind is to the Hyperverse: where it is provisioned, what a star of a role does, and how
//! a kind is written as a part of a point.
//!
//! Which star hosts which kind is not known here; that is a matter of drivers.
//!
//! ```
//! use orrery_space::kind::{ArtifactSub, StarSub};
//! assert!(StarSub::Nexus.forwards() && !StarSub::Nexus.is_wranglable());
//! assert_eq!(ArtifactSub::of_file("app.bind"), ArtifactSub::Bind);
//! ```

use super::{ArtifactSub, Kind, NativeSub, StarSub};
use crate::Segment;

/// Who finds a star for a Particle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Affinity {
    /// The star of its parent keeps it.
    Local,
    /// The star of its parent asks those that it has wrangled.
    Wrangle,
}

impl Kind {
    /// Who finds a star for a Particle of this kind.
    ///
    /// ```
    /// use orrery_space::{Kind, kind::Affinity};
    /// assert_eq!(Kind::Base.affinity(), Affinity::Local);
    /// assert_eq!(Kind::Mechtron.affinity(), Affinity::Wrangle);
    /// ```
    #[must_use]
    pub fn affinity(&self) -> Affinity {
        match self {
            Kind::Base => Affinity::Local,
            _ => Affinity::Wrangle,
        }
    }

    /// Whether a Particle of this kind is provisioned as soon as it is created; others may wait
    /// for their first Wave.
    #[must_use]
    pub fn is_provisioned_at_once(&self) -> bool {
        matches!(
            self,
            Kind::Bundle
                | Kind::Artifact(_)
                | Kind::Mechtron
                | Kind::Host
                | Kind::Native(NativeSub::Web)
        )
    }

    /// The kind as segments of a point: base and sub-kind in lower case, words joined by hyphens.
    ///
    /// ```
    /// use orrery_space::{Kind, Point};
    /// let drivers: Point = "drivers".parse()?;
    /// let point = |kind: &str| -> Result<String, orrery_space::ParseError> {
    ///     let segments = kind.parse::<Kind>()?.to_segments();
    ///     Ok(segments.into_iter().fold(drivers.clone(), |p, s| p.push(s)).to_string())
    /// };
    /// assert_eq!(point("Star<Fold>")?, "drivers:star:fold");
    /// assert_eq!(point("BundleSeries")?, "drivers:bundle-series");
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn to_segments(&self) -> Vec<Segment> {
        [Some(self.base()), self.sub()]
            .into_iter()
            .flatten()
            .map(|name| Segment::Base(hyphenated(name).into()))
            .collect()
    }
}

impl StarSub {
    /// Whether Waves on their way to another star may pass through one of this role.
    #[must_use]
    pub fn forwards(self) -> bool {
        !matches!(self, StarSub::Central | StarSub::Machine)
    }

    /// Whether a star of this role can be told to host a Particle by another.
    #[must_use]
    pub fn is_wranglable(self) -> bool {
        !matches!(self, StarSub::Nexus | StarSub::Machine)
    }
}

impl ArtifactSub {
    /// The sub-kind of a file with that name: by its extension, and `Raw` for any other.
    #[must_use]
    pub fn of_file(name: &str) -> Self {
        match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("bind") => ArtifactSub::Bind,
            Some("mechtron") => ArtifactSub::ParticleConfig,
            Some("wasm") => ArtifactSub::Wasm,
            _ => ArtifactSub::Raw,
        }
    }
}

/// `BundleSeries` as `bundle-series`, `OAuth` as `oauth`: a hyphen before a capital that follows a
/// small letter.
fn hyphenated(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 2);
    let mut after_small = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && after_small {
            text.push('-');
        }
        after_small = c.is_ascii_lowercase();
        text.push(c.to_ascii_lowercase());
    }
    text
}
