//! What a point tells of bundles and file systems: whether it leads into one, and where in it.
//!
//! It is read off the point alone. Whether there is such a file only its star knows.
//!
//! ```
//! use orrery_space::Point;
//! let point: Point = "repo:app:1.0.0:/bind/app.bind".parse()?;
//! assert!(point.is_artifact());
//! assert_eq!(point.bundle(), Some("repo:app:1.0.0".parse()?));
//! assert_eq!(point.filepath(), Some("/bind/app.bind"));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use super::Point;
use crate::segment::SegmentKind;

impl Point {
    /// The point cut back to its version: the bundle in which an artifact lies. Where one is
    /// needed, [`truncate`](Self::truncate) says that there is none.
    #[must_use]
    pub fn bundle(&self) -> Option<Point> {
        self.truncate(SegmentKind::Version).ok()
    }

    /// Whether it is a bundle or something in one.
    ///
    /// ```
    /// use orrery_space::Point;
    /// assert!("repo:app:1.0.0".parse::<Point>()?.has_bundle());
    /// assert!(!"repo:app:/docs/".parse::<Point>()?.has_bundle());
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn has_bundle(&self) -> bool {
        self.has(SegmentKind::Version)
    }

    /// Whether it is a bundle itself.
    ///
    /// ```
    /// use orrery_space::Point;
    /// assert!("repo:app:1.0.0".parse::<Point>()?.is_artifact_bundle());
    /// assert!(!"repo:app:1.0.0:/".parse::<Point>()?.is_artifact_bundle());
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn is_artifact_bundle(&self) -> bool {
        self.ends_in(SegmentKind::Version)
    }

    /// Whether it is in a bundle: a file, a folder or the root of its files.
    ///
    /// ```
    /// use orrery_space::Point;
    /// assert!("repo:app:1.0.0:/bind/".parse::<Point>()?.is_artifact_bundle_part());
    /// assert!(!"repo:app:1.0.0".parse::<Point>()?.is_artifact_bundle_part());
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn is_artifact_bundle_part(&self) -> bool {
        self.has_bundle() && !self.is_artifact_bundle()
    }

    /// Whether it is a file in a bundle.
    ///
    /// ```
    /// use orrery_space::Point;
    /// assert!("repo:app:1.0.0:/app.wasm".parse::<Point>()?.is_artifact());
    /// assert!(!"files:/app.wasm".parse::<Point>()?.is_artifact());
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn is_artifact(&self) -> bool {
        self.has_bundle() && self.ends_in(SegmentKind::File)
    }

    /// Whether it leads into a file system, that of a bundle or another.
    ///
    /// ```
    /// use orrery_space::Point;
    /// assert!("files:/".parse::<Point>()?.has_filesystem());
    /// assert!(!"files".parse::<Point>()?.has_filesystem());
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn has_filesystem(&self) -> bool {
        self.has(SegmentKind::FsRoot)
    }

    /// The path in the file system, from its `/` on; none outside of one.
    ///
    /// ```
    /// use orrery_space::Point;
    /// assert_eq!("files:/docs/".parse::<Point>()?.filepath(), Some("/docs/"));
    /// assert_eq!("files".parse::<Point>()?.filepath(), None);
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn filepath(&self) -> Option<&str> {
        // No other segment has a slash, nor has a route.
        let slash = self.as_str().find('/')?;
        self.as_str().get(slash..)
    }

    fn has(&self, kind: SegmentKind) -> bool {
        self.segments().iter().any(|segment| segment.kind() == kind)
    }

    fn ends_in(&self, kind: SegmentKind) -> bool {
        self.last().is_some_and(|segment| segment.kind() == kind)
    }
}
