//! Glyphs: the shape of every kind, so that colour never has to say it alone. The numbers are
//! those that the renderer's shader knows.

use orrery_space::kind::{ArtifactSub, FileSub, StarSub};
use orrery_space::{Kind, Status};
use serde::{Deserialize, Serialize};

/// A shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "u8", into = "u8")]
#[repr(u8)]
pub enum Glyph {
    /// A sun: `ROOT`.
    Sun = 0,
    /// A world: a disc in a ring.
    Space = 1,
    /// A plain ring.
    Base = 2,
    /// Head and shoulders.
    User = 3,
    /// A rounded square.
    App = 4,
    /// A cogwheel.
    Mechtron = 5,
    /// A folder.
    Folder = 6,
    /// Nested hexagons.
    Repo = 7,
    /// Three plates.
    Series = 8,
    /// A hexagon.
    Bundle = 9,
    /// A page.
    Page = 10,
    /// An eyepiece.
    Control = 11,
    /// A diamond.
    Service = 12,
    /// A drum.
    Database = 13,
    /// Two heads.
    UserBase = 14,
    /// A triangle.
    Gate = 15,
    /// An eight-pointed star.
    Central = 16,
    /// A six-pointed star.
    Super = 17,
    /// A compass rose.
    Nexus = 18,
    /// A whirl.
    Maelstrom = 19,
    /// A quill's cross: five points.
    Scribe = 20,
    /// An arrow that leaves a ring.
    Jump = 21,
    /// Two triangles, point to point.
    Fold = 22,
    /// A cogwheel in a ring.
    Machine = 23,
}

impl Glyph {
    /// Every glyph, in the order of its number.
    pub const ALL: &'static [Self] = &[
        Self::Sun,
        Self::Space,
        Self::Base,
        Self::User,
        Self::App,
        Self::Mechtron,
        Self::Folder,
        Self::Repo,
        Self::Series,
        Self::Bundle,
        Self::Page,
        Self::Control,
        Self::Service,
        Self::Database,
        Self::UserBase,
        Self::Gate,
        Self::Central,
        Self::Super,
        Self::Nexus,
        Self::Maelstrom,
        Self::Scribe,
        Self::Jump,
        Self::Fold,
        Self::Machine,
    ];

    /// The shape of that kind.
    #[must_use]
    pub fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Root => Self::Sun,
            Kind::Space => Self::Space,
            Kind::User => Self::User,
            Kind::App => Self::App,
            Kind::Mechtron => Self::Mechtron,
            Kind::FileSystem | Kind::File(FileSub::Dir) | Kind::Artifact(ArtifactSub::Dir) => {
                Self::Folder
            }
            Kind::File(FileSub::File) | Kind::Artifact(_) => Self::Page,
            Kind::Repo => Self::Repo,
            Kind::BundleSeries => Self::Series,
            Kind::Bundle => Self::Bundle,
            Kind::Control => Self::Control,
            Kind::Driver | Kind::Global => Self::Service,
            Kind::Database(_) => Self::Database,
            Kind::UserBase(_) => Self::UserBase,
            Kind::Portal | Kind::Host | Kind::Guest | Kind::Native(_) => Self::Gate,
            Kind::Star(role) => Self::of_star(*role),
            _ => Self::Base,
        }
    }

    /// Whether it is that of a star.
    #[must_use]
    pub fn is_star(self) -> bool {
        self >= Self::Central
    }

    /// The shape of that role.
    #[must_use]
    pub fn of_star(role: StarSub) -> Self {
        match role {
            StarSub::Central => Self::Central,
            StarSub::Super => Self::Super,
            StarSub::Nexus => Self::Nexus,
            StarSub::Maelstrom => Self::Maelstrom,
            StarSub::Scribe => Self::Scribe,
            StarSub::Jump => Self::Jump,
            StarSub::Fold => Self::Fold,
            StarSub::Machine => Self::Machine,
        }
    }
}

impl From<Glyph> for u8 {
    fn from(glyph: Glyph) -> Self {
        glyph as Self
    }
}

impl From<u8> for Glyph {
    fn from(number: u8) -> Self {
        let glyph = Self::ALL.get(usize::from(number));
        glyph.copied().unwrap_or(Self::Base)
    }
}

/// How the ring around a mark looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Halo {
    /// No ring: all is well.
    None = 0,
    /// Dots: not there yet.
    Dotted = 1,
    /// Dashes: on its way.
    Dashed = 2,
    /// Two halves: it waits.
    Halves = 3,
    /// A ring with a stroke through it: it failed.
    Struck = 4,
    /// A thin ring: it is over.
    Thin = 5,
}

impl Halo {
    /// The ring of that status.
    #[must_use]
    pub fn of(status: Status) -> Self {
        match status {
            Status::Ready => Self::None,
            Status::Unknown | Status::Pending => Self::Dotted,
            Status::Init | Status::Resuming => Self::Dashed,
            Status::Paused => Self::Halves,
            Status::Panic | Status::Fatal => Self::Struck,
            Status::Done => Self::Thin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_are_numbered_in_their_order() {
        for (number, glyph) in Glyph::ALL.iter().enumerate() {
            assert_eq!(*glyph as usize, number);
            assert_eq!(Glyph::from(u8::from(*glyph)), *glyph);
        }
    }

    #[test]
    fn every_role_of_a_star_has_a_shape_of_its_own() {
        let mut glyphs: Vec<_> = StarSub::ALL
            .iter()
            .map(|role| Glyph::of_star(*role))
            .collect();
        glyphs.sort_unstable();
        glyphs.dedup();
        assert_eq!(glyphs.len(), StarSub::ALL.len());
        let stars = Glyph::ALL.iter().filter(|glyph| glyph.is_star());
        assert_eq!(stars.count(), StarSub::ALL.len());
    }
}
