//! Handlers: what a Particle answers, declared as routes.
//!
//! [`Routes`] is the table: the first whose topic, method, sender and path fit is taken.
//! [`Handlers`] is a table of functions over some state, with what every Particle answers besides:
//! `Cmd<Bounce>` by 200, and 404 where no route fits. Neither knows who delivers a Wave or what
//! becomes of the answer.
//!
//! ```
//! use orrery_space::handler::Handlers;
//! use orrery_space::{Agent, DirectedCore, Surface, Wave};
//!
//! let handlers = Handlers::new()
//!     .on("Ext<Add>", |sum: &mut i64, request| {
//!         *sum += *request.input::<&i64>()?;
//!         request.ok(*sum)
//!     })?
//!     .on("Http<Get>/sums/{name}", |sum, request| match request.capture("name") {
//!         Some("all") => request.ok(*sum),
//!         other => request.not_found(format!("no sum `{}`", other.unwrap_or_default())),
//!     })?;
//!
//! let surface = |text: &str| text.parse::<Surface>();
//! let ask = |method: &str, body: i64| {
//!     let core = DirectedCore::new(method.parse()?, body.into());
//!     let (from, to) = (surface("localhost:a")?, surface("localhost:sum")?);
//!     Ok::<_, orrery_space::ParseError>(Wave::ping(1, Agent::Anonymous, from, to, core))
//! };
//! let mut sum = 40;
//! let pong = handlers.serve(&mut sum, &ask("Ext<Add>", 2)?, 2).unwrap();
//! assert_eq!(pong.body().text(), "42");
//! let pong = handlers.serve(&mut sum, &ask("Ext<Sub>", 2)?, 3).unwrap();
//! assert_eq!(pong.body().text(), "localhost:sum has no route for Ext<Sub>/");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::fmt;

use serde::Deserialize;
use smol_str::SmolStr;

use crate::core::{CmdMethod, DirectedCore, Method, ReflectedCore};
use crate::path::Captures;
use crate::{Agent, Asked, ParseError, RouteSelector, Substance, Surface, Wave, WrongSubstance};

/// A table of what is done by route. The first route that fits is taken.
///
/// ```
/// use orrery_space::handler::Routes;
/// use orrery_space::{Asked, Method};
/// let mut routes = Routes::default();
/// routes.add("Http<Get>/users/{id}".parse()?, "one");
/// routes.add("Http<*>".parse()?, "any");
/// let get: Method = "Http<Get>".parse()?;
/// let (what, captures) = routes.find(&Asked::new(&get, "/users/7")).unwrap();
/// assert_eq!((*what, captures["id"].as_str()), ("one", "7"));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Routes<T> {
    entries: Vec<(RouteSelector, T)>,
}

impl<T> Default for Routes<T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
        }
    }
}

impl<T> Routes<T> {
    /// Adds a route after those that there are.
    pub fn add(&mut self, route: RouteSelector, what: T) {
        self.entries.push((route, what));
    }

    /// What stands behind the first route that fits, and what the names of its path stand for.
    #[must_use]
    pub fn find(&self, asked: &Asked<'_>) -> Option<(&T, Captures)> {
        self.entries.iter().find_map(|(route, what)| {
            let captures = route.matches(asked)?;
            Some((what, captures))
        })
    }

    /// The routes in their order.
    pub fn selectors(&self) -> impl Iterator<Item = &RouteSelector> {
        self.entries.iter().map(|(route, _)| route)
    }
}

/// What a handler gives: the answer, or the answer that says why there is no other. Every error
/// that has a status becomes the latter by `?`.
pub type Answer = Result<ReflectedCore, ReflectedCore>;

/// A function that answers a request, with the state of whoever answers.
pub type Handle<S> = fn(&mut S, &Request<'_>) -> Answer;

/// A directed Wave as its handler sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Request<'w> {
    core: &'w DirectedCore,
    agent: &'w Agent,
    from: &'w Surface,
    to: &'w Surface,
    captures: Captures,
}

impl<'w> Request<'w> {
    /// The request that a Wave is; none where it is an answer, or goes to more than one.
    ///
    /// ```
    /// use orrery_space::handler::Request;
    /// use orrery_space::{Agent, DirectedCore, Wave};
    /// let (from, to) = ("localhost:a".parse()?, "localhost:b".parse()?);
    /// let ping = Wave::ping(1, Agent::Anonymous, from, to, DirectedCore::default());
    /// let request = Request::of(&ping).unwrap();
    /// assert_eq!(request.to().to_string(), "localhost:b@Core");
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn of(wave: &'w Wave) -> Option<Self> {
        Some(Self {
            core: wave.directed()?,
            agent: &wave.shell.agent,
            from: &wave.shell.from,
            to: wave.to()?,
            captures: Captures::new(),
        })
    }

    /// The same by a route whose path has captured that.
    #[must_use]
    pub fn by(self, captures: Captures) -> Self {
        Self { captures, ..self }
    }

    /// What is asked.
    #[must_use]
    pub fn core(&self) -> &'w DirectedCore {
        self.core
    }

    /// On whose behalf.
    #[must_use]
    pub fn agent(&self) -> &'w Agent {
        self.agent
    }

    /// By whom.
    #[must_use]
    pub fn from(&self) -> &'w Surface {
        self.from
    }

    /// Where it was asked.
    #[must_use]
    pub fn to(&self) -> &'w Surface {
        self.to
    }

    /// What a name in the path of the route stands for.
    #[must_use]
    pub fn capture(&self, name: &str) -> Option<&str> {
        self.captures.get(name).map(SmolStr::as_str)
    }

    /// The body, as what its handler takes: `request.input::<&i64>()?`.
    ///
    /// # Errors
    ///
    /// 400: it is no such body.
    pub fn input<T>(&self) -> Result<T, ReflectedCore>
    where
        T: TryFrom<&'w Substance, Error = WrongSubstance>,
    {
        T::try_from(&self.core.body).map_err(Into::into)
    }

    /// A body of JSON, as a type of the handler's own.
    ///
    /// # Errors
    ///
    /// 400: it is no Json, or not of that shape.
    ///
    /// ```
    /// use orrery_space::handler::Handlers;
    /// #[derive(serde::Deserialize)]
    /// struct User { name: String }
    /// let handlers: Handlers<()> = Handlers::new().on("Ext<Greet>", |_, request| {
    ///     let user: User = request.json()?;
    ///     request.ok(format!("hello, {}", user.name))
    /// })?;
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    pub fn json<T: Deserialize<'w>>(&self) -> Result<T, ReflectedCore> {
        let value: &serde_json::Value = self.input()?;
        T::deserialize(value).map_err(|error| ReflectedCore::bad_request(error.to_string()))
    }

    /// 200 with a body.
    ///
    /// # Errors
    ///
    /// Never; it is the end of a handler.
    pub fn ok(&self, body: impl Into<Substance>) -> Answer {
        Ok(ReflectedCore::ok(body.into()))
    }

    /// 400 with a reason.
    ///
    /// # Errors
    ///
    /// Always; it is the end of a handler, as are those that follow.
    pub fn bad_request(&self, reason: impl Into<SmolStr>) -> Answer {
        Err(ReflectedCore::bad_request(reason))
    }

    /// 403 with a reason.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn forbidden(&self, reason: impl Into<SmolStr>) -> Answer {
        Err(ReflectedCore::forbidden(reason))
    }

    /// 404 with a reason.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn not_found(&self, reason: impl Into<SmolStr>) -> Answer {
        Err(ReflectedCore::not_found(reason))
    }

    /// What decides about its route.
    #[must_use]
    pub fn asked(&self) -> Asked<'w> {
        Asked {
            topic: &self.to.topic,
            ..Asked::of(self.core, self.agent)
        }
    }
}

/// What a Particle answers, by route, with a state `S`.
#[derive(Clone)]
pub struct Handlers<S> {
    routes: Routes<Handle<S>>,
}

impl<S> Default for Handlers<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for Handlers<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.routes.selectors()).finish()
    }
}

impl<S> Handlers<S> {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            routes: Routes::default(),
        }
    }

    /// These, and one more after them.
    ///
    /// # Errors
    ///
    /// Where in its text the route is wrong.
    ///
    /// ```
    /// use orrery_space::handler::Handlers;
    /// let error = Handlers::<()>::new().on("Http<Gte>", |_, request| request.ok(())).unwrap_err();
    /// assert_eq!(error.diagnostics[0].span, 5..8);
    /// ```
    pub fn on(self, route: &str, handle: Handle<S>) -> Result<Self, ParseError> {
        Ok(self.at(route.parse::<RouteSelector>()?, handle))
    }

    /// These, and one more after them, whose route is a value already.
    ///
    /// ```
    /// use orrery_space::core::{CmdMethod, Method};
    /// use orrery_space::handler::Handlers;
    /// let handlers = Handlers::new().at(Method::Cmd(CmdMethod::Read), |text: &mut String, request| {
    ///     request.ok(text.clone())
    /// });
    /// ```
    #[must_use]
    pub fn at(mut self, route: impl Into<RouteSelector>, handle: Handle<S>) -> Self {
        self.routes.add(route.into(), handle);
        self
    }

    /// What the first route that fits answers; nothing where none fits.
    pub fn attempt(&self, state: &mut S, request: &Request<'_>) -> Option<ReflectedCore> {
        let (handle, captures) = self.routes.find(&request.asked())?;
        Some(handle(state, &request.clone().by(captures)).into())
    }

    /// The answer to a request: of the first route that fits; else 200 to `Cmd<Bounce>`; else 404.
    pub fn answer(&self, state: &mut S, request: &Request<'_>) -> ReflectedCore {
        if let Some(answer) = self.attempt(state, request) {
            return answer;
        }
        let core = request.core;
        if core.method == Method::Cmd(CmdMethod::Bounce) {
            return ReflectedCore::default();
        }
        let (whom, method, path) = (&request.to.point, &core.method, core.path());
        ReflectedCore::not_found(format!("{whom} has no route for {method}{path}"))
    }

    /// Serves a Wave, and gives the Wave that answers it, with that uuid. A Signal is served and has
    /// no answer; what is no request is not served.
    pub fn serve(&self, state: &mut S, wave: &Wave, uuid: u128) -> Option<Wave> {
        let request = Request::of(wave)?;
        let core = self.answer(state, &request);
        let from = request.to.clone();
        let reflection = wave.reflection()?;
        Some(reflection.make(uuid, from, core))
    }
}
