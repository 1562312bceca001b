//! Kinds: what a Particle is.

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

/// A kind as `create` takes it: base, any sub-kind, and no more of the specific than is known.
/// [`KindTemplate::to_kind`] makes it a [`Kind`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KindTemplate {
    /// The base, one of [`Kind::BASES`].
    pub base: Box<str>,
    /// The sub-kind.
    pub sub: Option<Box<str>>,
    /// The specific, as text in the selector's form.
    pub specific: Option<crate::selector::SpecificSelector>,
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

impl KindTemplate {
    /// The kind that a new Particle of this template has.
    ///
    /// What is left out is filled in where one choice is usual: a `UserBase` of any sub-kind is an
    /// OAuth base served by Keycloak, an `Artifact` is `Raw`, a `File` is a `File`, a `Native` is
    /// `Web`. A specific stands for the least version that it names.
    ///
    /// ```
    /// use orrery_space::KindTemplate;
    /// let template: KindTemplate = "File".parse()?;
    /// assert_eq!(template.to_kind().unwrap().to_string(), "File<File>");
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When nothing is usual, when the sub-kind is not one of the base's, when a specific leaves
    /// its product open, and for a `Star`, which only the Hyperverse makes.
    pub fn to_kind(&self) -> Result<Kind, TemplateError> {
        let base = self.base.as_ref();
        if let Some(kind) = Kind::plain(base) {
            return match self.sub {
                None => Ok(kind),
                Some(_) => Err(self.unknown_sub()),
            };
        }
        let sub = self.sub.as_deref();
        match base {
            "File" => FileSub::from_name(sub.unwrap_or("File"))
                .map(Kind::File)
                .ok_or_else(|| self.unknown_sub()),
            "Artifact" => ArtifactSub::from_name(sub.unwrap_or("Raw"))
                .map(Kind::Artifact)
                .ok_or_else(|| self.unknown_sub()),
            "Native" => Ok(Kind::Native(NativeSub::Web)),
            "UserBase" => {
                let specific = match &self.specific {
                    Some(selector) => {
                        let keycloak = Specific::keycloak();
                        if selector.matches(&keycloak) {
                            keycloak
                        } else {
                            selector.to_specific().ok_or_else(|| self.open())?
                        }
                    }
                    None => Specific::keycloak(),
                };
                Ok(Kind::UserBase(UserBaseSub::OAuth(specific)))
            }
            "Database" => match (sub, &self.specific) {
                (None | Some("Relational"), None) => Err(TemplateError::NoSpecific {
                    base: self.base.clone(),
                    sub: "Relational",
                }),
                (None | Some("Relational"), Some(selector)) => {
                    let specific = selector.to_specific().ok_or_else(|| self.open())?;
                    Ok(Kind::Database(DatabaseSub::Relational(specific)))
                }
                _ => Err(self.unknown_sub()),
            },
            "Star" => Err(TemplateError::Star),
            _ => Err(TemplateError::UnknownBase(self.base.clone())),
        }
    }

    fn unknown_sub(&self) -> TemplateError {
        TemplateError::UnknownSub {
            base: self.base.clone(),
            sub: self.sub.clone().unwrap_or_default(),
        }
    }

    fn open(&self) -> TemplateError {
        TemplateError::OpenSpecific(self.to_string())
    }
}

/// Why a template names no kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The base is none of [`Kind::BASES`].
    #[error("expected a kind such as `Space` or `Mechtron`, found `{0}`")]
    UnknownBase(Box<str>),
    /// The sub-kind is none of the base's.
    #[error("`{base}` has no sub-kind `{sub}`, expected {}", subs(.base))]
    UnknownSub {
        /// The base.
        base: Box<str>,
        /// The sub-kind.
        sub: Box<str>,
    },
    /// The base needs a specific.
    #[error(
        "`{base}` needs a specific: expected `{base}<{sub}<provider:vendor:product:variant:(1.0.0)>>`"
    )]
    NoSpecific {
        /// The base.
        base: Box<str>,
        /// The sub-kind which has the specific.
        sub: &'static str,
    },
    /// The specific has a `*` or no least version.
    #[error(
        "`{0}` leaves open which product it means: expected each part of the specific, with a version"
    )]
    OpenSpecific(String),
    /// Stars come with the constellation.
    #[error(
        "a `Star` cannot be created: expected any other kind, since stars come with the constellation"
    )]
    Star,
}

fn subs(base: &str) -> String {
    match Kind::subs_of(base) {
        [] => "none".to_owned(),
        names => format!("`{}`", names.join("` or `")),
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

impl From<&Kind> for KindTemplate {
    fn from(kind: &Kind) -> Self {
        Self {
            base: kind.base().into(),
            sub: kind.sub().map(Into::into),
            specific: kind.specific().map(Into::into),
        }
    }
}
