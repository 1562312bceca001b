//! Which kinds can be made, how they are named, and which stars can host them.

use orrery_space::kind::{FileSub, StarSub};
use orrery_space::segment::SegmentKind;
use orrery_space::{Kind, Point, Segment};
use smol_str::{SmolStr, format_smolstr};

/// Whether stars of that role can host a kind.
#[must_use]
pub fn hosts(star: StarSub, kind: &Kind) -> bool {
    match kind {
        Kind::Base => !matches!(star, StarSub::Nexus),
        Kind::Root => star == StarSub::Central,
        Kind::Space => star == StarSub::Super,
        Kind::App | Kind::Mechtron | Kind::Host | Kind::Guest => star == StarSub::Maelstrom,
        Kind::Repo
        | Kind::BundleSeries
        | Kind::Bundle
        | Kind::Artifact(_)
        | Kind::FileSystem
        | Kind::File(_) => star == StarSub::Scribe,
        Kind::Database(_) => star == StarSub::Fold && crate::driver::database::serves(kind),
        Kind::User | Kind::UserBase(_) => star == StarSub::Fold,
        Kind::Native(_) | Kind::Portal => star == StarSub::Jump,
        Kind::Control => star == StarSub::Machine,
        _ => false,
    }
}

/// Whether a kind can be made by a person or a Mechtron: the others belong to the Hyperverse, and
/// artifacts come with their bundle, which never changes.
#[must_use]
pub fn can_be_created(kind: &Kind) -> bool {
    use Kind::{Artifact, Control, Driver, Global, Guest, Host, Native, Portal, Root, Star};
    !matches!(
        kind,
        Root | Star(_)
            | Driver
            | Global
            | Host
            | Guest
            | Native(_)
            | Control
            | Portal
            | Artifact(_)
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
