//! Which kinds can be made, and which stars can host them.

use orrery_space::Kind;
use orrery_space::kind::StarSub;

/// Whether stars of that role can host a kind.
#[must_use]
pub fn hosts(star: StarSub, kind: &Kind) -> bool {
    match kind {
        Kind::Base => !matches!(star, StarSub::Nexus),
        Kind::Root => star == StarSub::Central,
        Kind::Space => star == StarSub::Super,
        Kind::App | Kind::Mechtron | Kind::Host => star == StarSub::Maelstrom,
        Kind::Repo
        | Kind::BundleSeries
        | Kind::Bundle
        | Kind::Artifact(_)
        | Kind::FileSystem
        | Kind::File(_) => star == StarSub::Scribe,
        Kind::User | Kind::UserBase(_) => star == StarSub::Fold,
        Kind::Native(_) => star == StarSub::Jump,
        Kind::Control => star == StarSub::Machine,
        _ => false,
    }
}

/// Whether a kind can be made by a person or a Mechtron: the others belong to the Hyperverse.
#[must_use]
pub fn can_be_created(kind: &Kind) -> bool {
    use Kind::{Control, Driver, Global, Guest, Host, Native, Portal, Root, Star};
    !matches!(
        kind,
        Root | Star(_) | Driver | Global | Host | Guest | Native(_) | Control | Portal
    )
}
