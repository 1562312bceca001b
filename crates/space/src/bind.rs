//! Binds: which pipeline a Wave takes through the Field of a Particle.
//!
//! A bind is a tree of scopes, each with what it selects, down to pipelines. It knows neither who
//! runs a pipeline nor what a stop does; it only chooses, and says why.
//!
//! ```
//! use orrery_space::{Asked, Bind, Method};
//! let bind: Bind = "Bind(version=1.0.0) {
//!   Route<Http> -> {            # methods of the web
//!     <Get>/users/{id} -> (()) => &;
//!     <*>(auth) -> !404 \"not yet\";
//!   }
//! }".parse()?;
//! let method: Method = "Http<Get>".parse()?;
//! let chosen = bind.select(&Asked::new(&method, "/users/7")).unwrap();
//! assert_eq!(chosen.captures["id"], "7");
//! assert_eq!(chosen.pipeline.to_string(), "-> (()) => &");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use smol_str::SmolStr;

use crate::pattern::PatternVar;
use crate::{Family, Method, MethodPattern, PathPattern, Pipeline, RouteFilter};

/// A bind document.
///
/// Its text form is canonical and without comments; a text with comments is formatted by
/// [`document::format`](crate::document::format).
///
/// ```
/// use orrery_space::Bind;
/// let text = "Bind(version=1.0.0) {\n  Route<Ext<Create>> -> localhost:app => &;\n}\n";
/// assert_eq!(text.parse::<Bind>()?.to_string(), text);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Bind {
    /// The outermost scopes, whose headings begin with `Route`.
    pub scopes: Vec<Scope>,
}

/// One scope: `<Get>(auth)/users/.* -> …`. Its conditions all hold for what is in it.
///
/// ```
/// use orrery_space::Bind;
/// use orrery_space::bind::Heading;
/// let bind: Bind = "Bind(version=1.0.0) { Route(auth)/a -> { } }".parse()?;
/// assert_eq!(bind.scopes[0].heading, Heading::Route);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Which methods.
    pub heading: Heading,
    /// Who may ask.
    pub filters: Vec<RouteFilter>,
    /// Which paths; the whole path is compared at each level.
    pub path: Option<PathPattern>,
    /// What stands behind the arrow.
    pub then: Then,
}

/// Which levels a scope has, and what it selects by them. The levels are `Route`, the family of a
/// method and the name of a method; several may stand in one heading. A level that is left out
/// selects anything.
///
/// ```
/// use orrery_space::bind::Heading;
/// use orrery_space::{Family, Method};
/// let heading = Heading::Family(Some(Family::Http));
/// assert_eq!(heading.to_string(), "<Http>");
/// assert!(heading.admits(&"Http<Get>".parse::<Method>()?));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Heading {
    /// `Route`
    Route,
    /// `Route<Http>` or `Route<*>`
    RouteFamily(Option<Family>),
    /// `Route<Http<Get>>`
    RouteMethod(MethodPattern),
    /// `<Http>` or `<*>`
    Family(Option<Family>),
    /// `<Http<Get>>`
    Method(MethodPattern),
    /// `<Get>` or `<*>`: of whatever family the scope around it selects.
    Name(Option<SmolStr>),
}

impl Heading {
    /// Whether the method is one of these.
    #[must_use]
    pub fn admits(&self, method: &Method) -> bool {
        match self {
            Heading::Route => true,
            Heading::RouteFamily(family) | Heading::Family(family) => {
                family.is_none_or(|family| family == method.family())
            }
            Heading::RouteMethod(pattern) | Heading::Method(pattern) => pattern.matches(method),
            Heading::Name(name) => name.as_ref().is_none_or(|name| name == method.name()),
        }
    }
}

/// What stands behind the arrow of a scope.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Then {
    /// `-[ Text ]-> { … }`
    Scopes {
        /// What the body must be for every pipeline inside.
        pattern: Option<PatternVar>,
        /// The scopes inside.
        scopes: Vec<Scope>,
    },
    /// `-> (()) => &;`
    Pipeline(Pipeline),
}
