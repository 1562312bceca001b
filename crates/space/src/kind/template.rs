//! Templates: as much of a kind as a `create` names.

use super::{ArtifactSub, DatabaseSub, FileSub, Kind, NativeSub, Specific, UserBaseSub};

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

impl From<&Kind> for KindTemplate {
    fn from(kind: &Kind) -> Self {
        Self {
            base: kind.base().into(),
            sub: kind.sub().map(Into::into),
            specific: kind.specific().map(Into::into),
        }
    }
}
