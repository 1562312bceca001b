//! Route selectors: which Waves a handler answers, by topic, method, sender and path.
//!
//! They know neither handlers nor bodies.
//!
//! ```
//! use orrery_space::{Asked, Method, RouteSelector};
//! let route: RouteSelector = "Http<Get>(auth)/users/(?P<id>[0-9]+)".parse()?;
//! let method: Method = "Http<Get>".parse()?;
//! let asked = Asked::new(&method, "/users/7");
//! assert_eq!(route.matches(&asked).unwrap()["id"], "7");
//! assert!(route.matches(&Asked { anonymous: true, ..asked }).is_none());
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use crate::path::Captures;
use crate::{Agent, DirectedCore, Method, MethodPattern, PathPattern, Topic};

/// What of a directed Wave decides which route it takes.
///
/// ```
/// use orrery_space::{Agent, Asked, DirectedCore, Method, Substance};
/// let core = DirectedCore::new("Ext<Hello>".parse::<Method>()?, Substance::Empty);
/// let asked = Asked::of(&core, &Agent::Anonymous);
/// assert!(asked.anonymous);
/// assert_eq!(asked.path, "/");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'w> {
    /// The method.
    pub method: &'w Method,
    /// The path of the URI.
    pub path: &'w str,
    /// The topic of the surface to which the Wave goes.
    pub topic: &'w Topic,
    /// Whether nobody has said on whose behalf it comes.
    pub anonymous: bool,
}

impl<'w> Asked<'w> {
    /// Asked by somebody who is known, without a topic.
    #[must_use]
    pub fn new(method: &'w Method, path: &'w str) -> Self {
        Self {
            method,
            path,
            topic: &Topic::None,
            anonymous: false,
        }
    }

    /// What the core of a Wave asks on behalf of an agent, without a topic.
    #[must_use]
    pub fn of(core: &'w DirectedCore, agent: &Agent) -> Self {
        Self {
            anonymous: *agent == Agent::Anonymous,
            ..Self::new(&core.method, core.path())
        }
    }
}

/// A condition on who asks.
///
/// ```
/// use orrery_space::RouteFilter;
/// assert!(RouteFilter::Auth.admits(false));
/// assert!(!RouteFilter::Auth.admits(true));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteFilter {
    /// `(auth)`: the agent is not Anonymous.
    Auth,
    /// `(noauth)`: the agent is Anonymous.
    NoAuth,
}

impl RouteFilter {
    /// The names of all filters.
    pub const NAMES: &'static [&'static str] = &["auth", "noauth"];

    /// The name as it stands in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RouteFilter::Auth => "auth",
            RouteFilter::NoAuth => "noauth",
        }
    }

    /// The filter of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [RouteFilter::Auth, RouteFilter::NoAuth]
            .into_iter()
            .find(|f| f.name() == name)
    }

    /// Whether such an agent passes.
    #[must_use]
    pub fn admits(self, anonymous: bool) -> bool {
        anonymous == (self == RouteFilter::NoAuth)
    }
}

/// Which Waves: `[Topic<Cli>]::Http<Get>(auth)/users/.*`.
///
/// What is left out admits anything; so does `Topic<*>`. `Topic<!>` admits only a Wave to no
/// topic.
///
/// ```
/// use orrery_space::RouteSelector;
/// let route: RouteSelector = "[Topic<*>]::Ext<NewSession>".parse()?;
/// assert_eq!(route.to_string(), "[Topic<*>]::Ext<NewSession>");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RouteSelector {
    /// The topic.
    pub topic: Option<Topic>,
    /// The method.
    pub method: MethodPattern,
    /// Who may ask: all of these hold.
    pub filters: Vec<RouteFilter>,
    /// The path.
    pub path: Option<PathPattern>,
}

impl From<Method> for RouteSelector {
    /// The route of that method, whatever else.
    fn from(method: Method) -> Self {
        Self {
            method: MethodPattern::from(&method),
            ..Self::default()
        }
    }
}

impl RouteSelector {
    /// What the groups of the path stand for, if the Wave is one of these.
    #[must_use]
    pub fn matches(&self, asked: &Asked<'_>) -> Option<Captures> {
        let topic = match &self.topic {
            None | Some(Topic::Any | Topic::None) => true,
            Some(Topic::Not) => matches!(asked.topic, Topic::None | Topic::Not),
            Some(topic) => topic == asked.topic,
        };
        if !topic
            || !self.method.matches(asked.method)
            || !self.filters.iter().all(|f| f.admits(asked.anonymous))
        {
            return None;
        }
        match &self.path {
            None => Some(Captures::new()),
            Some(path) => path.captures(asked.path),
        }
    }
}
