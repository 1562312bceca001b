//! Which segment may follow which.
//!
//! ```
//! use orrery_space::segment::SegmentError;
//! use orrery_space::{Point, Segment};
//! let bundle: Point = "localhost:repo:1.0.0".parse()?;
//! let wrong = bundle.push_segment(Segment::Base("app".into()));
//! assert_eq!(wrong, Err(SegmentError::AfterVersion("app".into())));
//! assert_eq!(wrong.unwrap_err().to_string(), "only `:/` may follow a version, not `app`");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use smol_str::SmolStr;

use crate::grammar::MAX_SEGMENTS;
use crate::{Point, Segment};

/// Why a segment cannot stand where it would.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SegmentError {
    /// A point begins with a space.
    #[error("expected a first segment such as `localhost`, found `{0}`")]
    First(SmolStr),
    /// A space stands first.
    #[error("`{0}` can be the first segment alone")]
    NotFirst(SmolStr),
    /// Nothing but a filesystem follows a version.
    #[error("only `:/` may follow a version, not `{0}`")]
    AfterVersion(SmolStr),
    /// A folder or file outside a filesystem.
    #[error("folders and files stand below `:/`, where `{0}` does not")]
    NoFilesystem(SmolStr),
    /// Something else in a filesystem.
    #[error("only folders and files stand below `:/`, not `{0}`")]
    InFilesystem(SmolStr),
    /// Something below a file.
    #[error("nothing stands below a file, not even `{0}`")]
    BelowFile(SmolStr),
    /// Too many segments.
    #[error("expected at most {MAX_SEGMENTS} segments, found more")]
    TooDeep,
}

/// A point has no segment of a sort.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[error("expected a point with {}, found {point}", kind.described())]
pub struct NoSegment {
    /// The sort that was looked for.
    pub kind: SegmentKind,
    /// The point.
    pub point: Point,
}

impl SegmentError {
    /// The error of a step that is on the wrong side of `:/`.
    pub(crate) fn misplaced(in_files: bool, step: &str) -> Self {
        if in_files {
            SegmentError::InFilesystem(step.into())
        } else {
            SegmentError::NoFilesystem(step.into())
        }
    }
}

/// The sort of a segment.
///
/// ```
/// use orrery_space::Point;
/// use orrery_space::segment::SegmentKind;
/// let point: Point = "localhost:repo:1.0.0:/bind/app.bind".parse()?;
/// let kinds: Vec<_> = point.segments().iter().map(|s| s.kind()).collect();
/// assert_eq!(kinds[2..4], [SegmentKind::Version, SegmentKind::FsRoot]);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // the variants of `Segment`
pub enum SegmentKind {
    Space,
    Base,
    Version,
    FsRoot,
    Dir,
    File,
}

impl SegmentKind {
    fn described(self) -> &'static str {
        match self {
            SegmentKind::Space => "a space",
            SegmentKind::Base => "a segment below its space",
            SegmentKind::Version => "a version",
            SegmentKind::FsRoot => "a file system",
            SegmentKind::Dir => "a folder",
            SegmentKind::File => "a file",
        }
    }
}

impl Segment {
    /// Of which sort it is.
    #[must_use]
    pub fn kind(&self) -> SegmentKind {
        match self {
            Segment::Space(_) => SegmentKind::Space,
            Segment::Base(_) => SegmentKind::Base,
            Segment::Version(_) => SegmentKind::Version,
            Segment::FsRoot => SegmentKind::FsRoot,
            Segment::Dir(_) => SegmentKind::Dir,
            Segment::File(_) => SegmentKind::File,
        }
    }

    /// Whether it may stand after `before`, when `count` segments stand already.
    pub(crate) fn may_follow(
        &self,
        before: Option<&Segment>,
        count: usize,
    ) -> Result<(), SegmentError> {
        use SegmentKind::{Base, Dir, File, FsRoot, Space, Version};
        let text = || SmolStr::new(self.text());
        match (before.map(Segment::kind), self.kind()) {
            _ if count >= MAX_SEGMENTS => Err(SegmentError::TooDeep),
            (None, Space)
            | (Some(Space | Base), Base | Version | FsRoot)
            | (Some(Version), FsRoot)
            | (Some(FsRoot | Dir), Dir | File) => Ok(()),
            (None, _) => Err(SegmentError::First(text())),
            (Some(File), _) => Err(SegmentError::BelowFile(text())),
            (Some(FsRoot | Dir), _) => Err(SegmentError::InFilesystem(text())),
            (Some(_), Dir | File) => Err(SegmentError::NoFilesystem(text())),
            (Some(_), Space) => Err(SegmentError::NotFirst(text())),
            (Some(Version), _) => Err(SegmentError::AfterVersion(text())),
        }
    }
}
