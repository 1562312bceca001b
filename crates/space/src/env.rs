//! Environments: what `.`, `${name}` and the name of a file mean where a text is resolved.
//!
//! An [`Env`] knows nothing of particles: whether a point exists is not its question. What it was
//! not given is not available, and never a default.
//!
//! ```
//! use orrery_space::{Env, PointVar, Substance};
//! let mut env = Env::new("localhost:app".parse()?);
//! env.set_var("user", Substance::Text("ann".into()));
//! let point: PointVar = ".:users:${user}".parse()?;
//! assert_eq!(point.to_point(&env)?.to_string(), "localhost:app:users:ann");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::located::Located;
use crate::{Diagnostic, ParseError, Point, PointCtx, Substance};

/// A name that stands for a value, in text `${name}`.
///
/// ```
/// use orrery_space::open_point::Step;
/// use orrery_space::PointVar;
/// let point: PointVar = "${doc.bundle}:/docs/".parse()?;
/// let Step::Var(variable, _) = &point.steps()[0].value else { unreachable!() };
/// assert_eq!(variable.name(), "doc.bundle");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variable(SmolStr);

impl Variable {
    /// The grammar vouches for the name.
    pub(crate) fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name without `${` and `}`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// Where else a scope finds the values of variables.
///
/// ```
/// use orrery_space::{Env, env::Resolver};
/// let captures = [("user".into(), "ann".into())].into();
/// let mut env = Env::default();
/// env.add_resolver(Resolver::Captures(captures));
/// assert_eq!(env.var("user").unwrap().text(), "ann");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Resolver {
    /// Values by name.
    Map(BTreeMap<SmolStr, Substance>),
    /// What the named groups of a regular expression have captured.
    Captures(BTreeMap<SmolStr, SmolStr>),
    /// The first of several that has the name.
    Several(Vec<Resolver>),
}

/// Why there is no value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Missing {
    /// There are variables, and none of that name.
    #[error("the variable `{0}` was not found")]
    NotFound(SmolStr),
    /// There are no variables at all.
    #[error("the variable `{0}` is not available in this context, which has no variables")]
    NotAvailable(SmolStr),
}

/// What one scope has by itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Scope {
    working: Option<Point>,
    vars: BTreeMap<SmolStr, Substance>,
    files: BTreeMap<SmolStr, Arc<[u8]>>,
    resolvers: Vec<Resolver>,
}

/// The working point, variables and files that a text is resolved with, in nested scopes.
///
/// A variable is sought among the scope's own, then in its resolvers in order, then in the scope
/// around it; a file among the scope's own and then around it; so is the working point.
///
/// ```
/// use orrery_space::{Env, Substance};
/// let mut env = Env::default();
/// env.set_var("depth", Substance::Int(1));
/// env.push();
/// env.set_var("depth", Substance::Int(2));
/// assert_eq!(env.var("depth").unwrap().text(), "2");
/// env.pop();
/// assert_eq!(env.var("depth").unwrap().text(), "1");
/// assert!(env.var("width").is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Env {
    scope: Scope,
    /// The scopes around it, the outermost first.
    around: Vec<Scope>,
}

impl Env {
    /// One scope with a working point. [`Env::default`] is one without.
    #[must_use]
    pub fn new(working: Point) -> Self {
        let mut env = Self::default();
        env.set_working(working);
        env
    }

    /// Opens a scope within this one.
    pub fn push(&mut self) {
        self.around.push(std::mem::take(&mut self.scope));
    }

    /// Opens a scope whose working point is `below`, read from the working point of this one.
    ///
    /// # Errors
    ///
    /// What keeps `below` from being resolved; no scope is opened then.
    ///
    /// ```
    /// use orrery_space::Env;
    /// let mut env = Env::new("localhost".parse()?);
    /// env.push_working(&".:app".parse()?)?;
    /// assert_eq!(env.working().unwrap().to_string(), "localhost:app");
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    pub fn push_working(&mut self, below: &PointCtx) -> Result<(), ParseError> {
        let working = below.resolve(self)?;
        self.push();
        self.set_working(working);
        Ok(())
    }

    /// Closes the innermost scope; the outermost stays, and then the answer is false.
    pub fn pop(&mut self) -> bool {
        match self.around.pop() {
            Some(outer) => {
                self.scope = outer;
                true
            }
            None => false,
        }
    }

    /// Sets the working point of this scope.
    pub fn set_working(&mut self, working: Point) {
        self.scope.working = Some(working);
    }

    /// Sets a variable of this scope.
    pub fn set_var(&mut self, name: impl Into<SmolStr>, value: Substance) {
        self.scope.vars.insert(name.into(), value);
    }

    /// Sets a file of this scope.
    pub fn set_file(&mut self, name: impl Into<SmolStr>, content: Arc<[u8]>) {
        self.scope.files.insert(name.into(), content);
    }

    /// Adds a resolver to this scope, after those that it has.
    pub fn add_resolver(&mut self, resolver: Resolver) {
        self.scope.resolvers.push(resolver);
    }

    /// The working point, if one is available.
    #[must_use]
    pub fn working(&self) -> Option<&Point> {
        self.scopes().find_map(|scope| scope.working.as_ref())
    }

    /// The content of a file.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&Arc<[u8]>> {
        self.scopes().find_map(|scope| scope.files.get(name))
    }

    /// The value of a variable.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn var(&self, name: &str) -> Result<Cow<'_, Substance>, Missing> {
        match self.scopes().find_map(|scope| scope.var(name)) {
            Some(value) => Ok(value),
            None if self.scopes().all(Scope::has_no_variables) => {
                Err(Missing::NotAvailable(name.into()))
            }
            None => Err(Missing::NotFound(name.into())),
        }
    }

    /// The value of a variable as text, or why it has none, at the variable's place.
    pub(crate) fn text_of(&self, variable: &Located<Variable>) -> Result<String, Diagnostic> {
        let name = variable.name();
        let span = variable.span.clone();
        let value = self.var(name).map_err(|missing| match missing {
            Missing::NotFound(_) => {
                let names: BTreeSet<&str> = self.scopes().flat_map(Scope::names).collect();
                Diagnostic::error("variable-not-found", span.clone(), missing.to_string())
                    .nearest(name, names)
            }
            Missing::NotAvailable(_) => {
                Diagnostic::error("variable-not-available", span.clone(), missing.to_string())
            }
        })?;
        match value.as_ref() {
            Substance::Text(_)
            | Substance::Point(_)
            | Substance::Int(_)
            | Substance::Boolean(_) => Ok(value.text()),
            other => Err(Diagnostic::error(
                "variable-not-text",
                span,
                format!(
                    "expected a value with a plain text in `{name}`, found {}",
                    other.kind()
                ),
            )
            .hint("Text, Point, Int and Boolean have a plain text")),
        }
    }

    /// The scopes, the innermost first.
    fn scopes(&self) -> impl Iterator<Item = &Scope> {
        iter::once(&self.scope).chain(self.around.iter().rev())
    }
}

impl Scope {
    fn var(&self, name: &str) -> Option<Cow<'_, Substance>> {
        match self.vars.get(name) {
            Some(value) => Some(Cow::Borrowed(value)),
            None => self.resolvers.iter().find_map(|r| r.var(name)),
        }
    }

    fn has_no_variables(&self) -> bool {
        self.vars.is_empty() && self.resolvers.is_empty()
    }

    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.vars.keys().map(SmolStr::as_str).collect();
        names.extend(self.resolvers.iter().flat_map(Resolver::names));
        names
    }
}

impl Resolver {
    fn var(&self, name: &str) -> Option<Cow<'_, Substance>> {
        match self {
            Resolver::Map(values) => values.get(name).map(Cow::Borrowed),
            Resolver::Captures(texts) => texts
                .get(name)
                .map(|text| Cow::Owned(Substance::Text(text.clone()))),
            Resolver::Several(resolvers) => resolvers.iter().find_map(|r| r.var(name)),
        }
    }

    fn names(&self) -> Vec<&str> {
        match self {
            Resolver::Map(values) => values.keys().map(SmolStr::as_str).collect(),
            Resolver::Captures(texts) => texts.keys().map(SmolStr::as_str).collect(),
            Resolver::Several(resolvers) => resolvers.iter().flat_map(Resolver::names).collect(),
        }
    }
}
