//! Patterns of methods: a family or any, a name or any.
//!
//! They know only methods; paths and topics stand beside them in a
//! [`RouteSelector`](crate::RouteSelector) or a scope of a [`Bind`](crate::Bind).
//!
//! ```
//! use orrery_space::{Method, MethodPattern};
//! let any: MethodPattern = "Ext<*>".parse()?;
//! assert!(any.matches(&"Ext<Hello>".parse::<Method>()?));
//! assert!(!any.matches(&"Http<Get>".parse::<Method>()?));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use smol_str::SmolStr;

use crate::Method;
use crate::core::{CmdMethod, HttpMethod, HypMethod};

/// The families of methods.
///
/// ```
/// use orrery_space::{Family, Method};
/// assert_eq!("Http<Get>".parse::<Method>()?.family(), Family::Http);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The target's own methods.
    Ext,
    /// Methods of the web.
    Http,
    /// Commands.
    Cmd,
    /// Methods of the Hyperverse.
    Hyp,
}

impl Family {
    /// Every family.
    pub const ALL: &'static [Family] = &[Family::Ext, Family::Http, Family::Cmd, Family::Hyp];

    /// The names of [`Self::ALL`].
    pub const NAMES: &'static [&'static str] = &["Ext", "Http", "Cmd", "Hyp"];

    /// The name as it stands in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Family::Ext => "Ext",
            Family::Http => "Http",
            Family::Cmd => "Cmd",
            Family::Hyp => "Hyp",
        }
    }

    /// The family of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|f| f.name() == name)
    }

    /// The names of its methods; none where each target has its own.
    #[must_use]
    pub fn methods(self) -> &'static [&'static str] {
        match self {
            Family::Ext => &[],
            Family::Http => HttpMethod::NAMES,
            Family::Cmd => CmdMethod::NAMES,
            Family::Hyp => HypMethod::NAMES,
        }
    }
}

impl Method {
    /// The family.
    #[must_use]
    pub fn family(&self) -> Family {
        match self {
            Method::Http(_) => Family::Http,
            Method::Ext(_) => Family::Ext,
            Method::Cmd(_) => Family::Cmd,
            Method::Hyp(_) => Family::Hyp,
        }
    }

    /// The name within the family.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Method::Http(method) => method.name(),
            Method::Ext(name) => name,
            Method::Cmd(method) => method.name(),
            Method::Hyp(method) => method.name(),
        }
    }
}

/// Which methods: `Http<Get>`, `Ext<*>`, `*<Get>`, `*`.
///
/// ```
/// use orrery_space::{Method, MethodPattern};
/// let get: MethodPattern = "*<Get>".parse()?;
/// assert!(get.matches(&"Http<Get>".parse::<Method>()?));
/// assert!(get.matches(&"Ext<Get>".parse::<Method>()?));
/// assert!(!get.matches(&"Http<Put>".parse::<Method>()?));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MethodPattern {
    /// The family, or any.
    pub family: Option<Family>,
    /// The name, or any; without a family it is compared across families.
    pub name: Option<SmolStr>,
}

impl MethodPattern {
    /// Whether the method is one of these.
    #[must_use]
    pub fn matches(&self, method: &Method) -> bool {
        self.family.is_none_or(|family| family == method.family())
            && self.name.as_ref().is_none_or(|name| name == method.name())
    }
}

/// Whether a method is one of those that a pattern means, both as they stand in text. It is
/// [`MethodPattern::matches`] for who links no grammar; a text that is no pattern means nothing.
///
/// ```
/// use orrery_space::method_pattern::admits;
/// assert!(admits("*", "Ext<Hello>") && admits("Ext<*>", "Ext<Hello>") && admits("*<Get>", "Http<Get>"));
/// assert!(!admits("Http<*>", "Ext<Hello>") && !admits("*<Get>", "Http<Put>"));
/// ```
#[must_use]
pub fn admits(pattern: &str, method: &str) -> bool {
    let parts = |text| -> Option<(&str, &str)> {
        let (family, rest) = str::split_once(text, '<')?;
        Some((family, rest.strip_suffix('>')?))
    };
    let one = |pattern: &str, part: &str| pattern == "*" || pattern == part;
    match (parts(pattern), parts(method)) {
        (Some((family, name)), Some((found, called))) => one(family, found) && one(name, called),
        (None, Some(_)) => pattern == "*",
        (_, None) => false,
    }
}

impl From<&Method> for MethodPattern {
    fn from(method: &Method) -> Self {
        Self {
            family: Some(method.family()),
            name: Some(method.name().into()),
        }
    }
}
