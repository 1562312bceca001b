//! Which kinds can be made, how they are named, and which stars can host them.

use orrery_space::kind::{FileSub, StarSub};
use orrery_space::segment::SegmentKind;
use orrery_space::{Kind, Point, Segment};
use smol_str::{SmolStr, format_smolstr};

/// The kinds that stars of a role host, by their bases.
///
/// ```
/// use orrery_hyperspace::placement::hosted;
/// use orrery_space::kind::StarSub;
/// assert_eq!(hosted(StarSub::Super), ["Base", "Space"]);
/// ```
#[must_use]
pub fn hosted(star: StarSub) -> &'static [&'static str] {
    match star {
        StarSub::Nexus => &[],
        StarSub::Central => &["Base", "Root"],
        StarSub::Super => &["Base", "Space"],
        StarSub::Maelstrom => &["Base", "App", "Mechtron", "Host", "Guest"],
        StarSub::Scribe => &[
            "Base",
            "Repo",
            "BundleSeries",
            "Bundle",
            "Artifact",
            "FileSystem",
            "File",
        ],
        StarSub::Fold => &["Base", "Database", "User", "UserBase"],
        StarSub::Jump => &["Base", "Native", "Portal"],
        StarSub::Machine => &["Base", "Control"],
    }
}

/// Whether stars of that role can host a kind.
#[must_use]
pub fn hosts(star: StarSub, kind: &Kind) -> bool {
    hosted(star).contains(&kind.base()) && crate::driver::database::serves(kind)
}

/// Whether a kind can be made by a person or a Mechtron: the others belong to the Hyperverse, and
/// artifacts come with their bundle, which never changes.
#[must_use]
pub fn can_be_created(kind: &Kind) -> bool {
    use Kind::{Artifact, Control, Driver, Global, Native, Root, Star};
    !matches!(
        kind,
        Root | Star(_) | Driver | Global | Native(_) | Control | Artifact(_)
    )
}

/// Whether a Particle of a kind can have that point, by the last segment.
///
/// # Errors
///
/// The sentence which says what the segment must be.
pub(crate) fn is_named_as(kind: &Kind, point: &Point) -> Result<(), SmolStr> {
    use SegmentKind::{Base, Dir, File, FsRoot, Space, Version};
    let (allowed, expected): (&[SegmentKind], _) = match kind {
        Kind::Bundle => (&[Version], "a version such as `:1.0.0`"),
        Kind::File(FileSub::Dir) => (&[FsRoot, Dir], "a folder such as `:/docs/`"),
        Kind::File(FileSub::File) => (&[File], "a file such as `:/a.txt`"),
        _ => (&[Space, Base], "a name such as `:app`"),
    };
    match point.last().map(Segment::kind) {
        Some(found) if !allowed.contains(&found) => Err(format_smolstr!(
            "the point of {} {kind} ends in {expected}, and {point} does not",
            kind.article()
        )),
        _ => Ok(()),
    }
}
