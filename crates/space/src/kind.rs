//! Kinds: what a Particle is.
//!
//! They know what may live under what ([`parents`]), what a kind is in the Hyperverse ([`roles`])
//! and how little of one is enough to create it ([`KindTemplate`]); they know no Particle.

pub mod parents;
pub mod roles;
mod template;

pub use self::parents::WrongParent;
pub use self::roles::Affinity;
pub use self::template::{KindTemplate, TemplateError};

/// A kind, with its sub-kind and specific where the base needs them: `Space`, `Star<Fold>`,
/// `Database<Relational<mysql.org:mysql.org:mysql:innodb:1.0.0>>`.
///
/// ```
/// use orrery_space::Kind;
/// use orrery_space::kind::StarSub;
/// let kind: Kind = "Star<Fold>".parse()?;
/// assert_eq!(kind, Kind::Star(StarSub::Fold));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The parent of everything.
    Root,
    /// A namespace at the top.
    Space,
    /// A plain container.
    Base,
    /// Somebody.
    User,
    /// An application.
    App,
    /// A WebAssembly module which is a Particle.
    Mechtron,
    /// A tree of files.
    FileSystem,
    /// A repository of bundle series.
    Repo,
    /// The versions of one bundle.
    BundleSeries,
    /// One version of a set of artifacts.
    Bundle,
    /// An endpoint for what is outside.
    Control,
    /// An endpoint for an application's clients.
    Portal,
    /// What gives a kind its behaviour on a star.
    Driver,
    /// A service that every star offers.
    Global,
    /// A running WebAssembly module.
    Host,
    /// What runs inside a host.
    Guest,
    /// A file or a folder of a file system.
    File(FileSub),
    /// A file or a folder of a bundle.
    Artifact(ArtifactSub),
    /// A database.
    Database(DatabaseSub),
    /// A source of users.
    UserBase(UserBaseSub),
    /// A star of the Hyperverse.
    Star(StarSub),
    /// What the host of the cosmos provides.
    Native(NativeSub),
}

macro_rules! sub_kinds {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// Every sub-kind, in the order of the reference.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The names of [`Self::ALL`].
            pub const NAMES: &'static [&'static str] = &[$(stringify!($variant)),*];

            /// The name as it stands in text.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => stringify!($variant)),* }
            }

            /// The sub-kind of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|s| s.name() == name)
            }
        })*
    };
}

sub_kinds! {
    /// Sub-kinds of `File`.
    FileSub {
        /// A file.
        File,
        /// A folder.
        Dir,
    }
    /// Sub-kinds of `Artifact`.
    ArtifactSub {
        /// Any file.
        Raw,
        /// The configuration of a Mechtron (`.mechtron`).
        ParticleConfig,
        /// A bind (`.bind`).
        Bind,
        /// A module (`.wasm`).
        Wasm,
        /// A folder.
        Dir,
    }
    /// Roles of stars.
    StarSub {
        /// Owns the root.
        Central,
        /// Hosts spaces and assigns.
        Super,
        /// Relays.
        Nexus,
        /// Runs Mechtrons.
        Maelstrom,
        /// Keeps bundles, artifacts and files.
        Scribe,
        /// Ways in from outside.
        Jump,
        /// Ways out to services outside.
        Fold,
        /// One for each machine.
        Machine,
    }
    /// Sub-kinds of `Native`.
    NativeSub {
        /// The web server.
        Web,
    }
}

/// Sub-kinds of `Database`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DatabaseSub {
    /// A relational database of that make.
    Relational(Specific),
}

/// Sub-kinds of `UserBase`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UserBaseSub {
    /// An OAuth provider of that make.
    OAuth(Specific),
}

/// Which product serves a kind: `provider:vendor:product:variant:version`.
///
/// ```
/// use orrery_space::Specific;
/// let specific: Specific = "starlane.io:redhat.com:keycloak:community:18.0.0".parse()?;
/// assert_eq!(specific, Specific::keycloak());
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Specific {
    /// The domain of who provides it.
    pub provider: Box<str>,
    /// The domain of who makes it.
    pub vendor: Box<str>,
    /// The product.
    pub product: Box<str>,
    /// The variant of the product.
    pub variant: Box<str>,
    /// The version.
    pub version: semver::Version,
}

impl Kind {
    /// The names of all base kinds, in the order of the reference.
    pub const BASES: &'static [&'static str] = &[
        "Root",
        "Space",
        "Base",
        "User",
        "App",
        "Mechtron",
        "FileSystem",
        "Repo",
        "BundleSeries",
        "Bundle",
        "Control",
        "Portal",
        "Driver",
        "Global",
        "Host",
        "Guest",
        "File",
        "Artifact",
        "Database",
        "UserBase",
        "Star",
        "Native",
    ];

    /// The names of the sub-kinds of a base; none for a base without any. For `*` those of all
    /// bases.
    #[must_use]
    pub fn subs_of(base: &str) -> &'static [&'static str] {
        match base {
            "File" => FileSub::NAMES,
            "Artifact" => ArtifactSub::NAMES,
            "Star" => StarSub::NAMES,
            "Native" => NativeSub::NAMES,
            "Database" => &["Relational"],
            "UserBase" => &["OAuth"],
            "*" => &[
                "File",
                "Dir",
                "Raw",
                "ParticleConfig",
                "Bind",
                "Wasm",
                "Relational",
                "OAuth",
                "Central",
                "Super",
                "Nexus",
                "Maelstrom",
                "Scribe",
                "Jump",
                "Fold",
                "Machine",
                "Web",
            ],
            _ => &[],
        }
    }

    /// The kind of a base that has no sub-kinds.
    #[must_use]
    pub fn plain(base: &str) -> Option<Kind> {
        Some(match base {
            "Root" => Kind::Root,
            "Space" => Kind::Space,
            "Base" => Kind::Base,
            "User" => Kind::User,
            "App" => Kind::App,
            "Mechtron" => Kind::Mechtron,
            "FileSystem" => Kind::FileSystem,
            "Repo" => Kind::Repo,
            "BundleSeries" => Kind::BundleSeries,
            "Bundle" => Kind::Bundle,
            "Control" => Kind::Control,
            "Portal" => Kind::Portal,
            "Driver" => Kind::Driver,
            "Global" => Kind::Global,
            "Host" => Kind::Host,
            "Guest" => Kind::Guest,
            _ => return None,
        })
    }

    /// The name of the base.
    #[must_use]
    pub fn base(&self) -> &'static str {
        match self {
            Kind::Root => "Root",
            Kind::Space => "Space",
            Kind::Base => "Base",
            Kind::User => "User",
            Kind::App => "App",
            Kind::Mechtron => "Mechtron",
            Kind::FileSystem => "FileSystem",
            Kind::Repo => "Repo",
            Kind::BundleSeries => "BundleSeries",
            Kind::Bundle => "Bundle",
            Kind::Control => "Control",
            Kind::Portal => "Portal",
            Kind::Driver => "Driver",
            Kind::Global => "Global",
            Kind::Host => "Host",
            Kind::Guest => "Guest",
            Kind::File(_) => "File",
            Kind::Artifact(_) => "Artifact",
            Kind::Database(_) => "Database",
            Kind::UserBase(_) => "UserBase",
            Kind::Star(_) => "Star",
            Kind::Native(_) => "Native",
        }
    }

    /// The name of the sub-kind.
    #[must_use]
    pub fn sub(&self) -> Option<&'static str> {
        Some(match self {
            Kind::File(s) => s.name(),
            Kind::Artifact(s) => s.name(),
            Kind::Star(s) => s.name(),
            Kind::Native(s) => s.name(),
            Kind::Database(DatabaseSub::Relational(_)) => "Relational",
            Kind::UserBase(UserBaseSub::OAuth(_)) => "OAuth",
            _ => return None,
        })
    }

    /// The specific.
    #[must_use]
    pub fn specific(&self) -> Option<&Specific> {
        match self {
            Kind::Database(DatabaseSub::Relational(s)) | Kind::UserBase(UserBaseSub::OAuth(s)) => {
                Some(s)
            }
            _ => None,
        }
    }
}

impl Specific {
    /// `starlane.io:redhat.com:keycloak:community:18.0.0`, which serves user bases.
    #[must_use]
    pub fn keycloak() -> Self {
        Self {
            provider: "starlane.io".into(),
            vendor: "redhat.com".into(),
            product: "keycloak".into(),
            variant: "community".into(),
            version: semver::Version::new(18, 0, 0),
        }
    }
}
