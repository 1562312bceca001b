//! Choosing a route: which pipeline of a bind a Wave takes, and why not another.

use std::fmt;

use crate::bind::{Bind, Scope, Then};
use crate::path::Captures;
use crate::pattern::PatternVar;
use crate::{Asked, PathPattern, Pipeline, RouteFilter};

/// The pipeline that a Wave takes. Its text is the route: the scopes on the way, and the pipeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Selected<'b> {
    /// The scopes from the outermost to the one with the pipeline.
    pub scopes: Vec<&'b Scope>,
    /// The pipeline.
    pub pipeline: &'b Pipeline,
    /// What the groups of the paths on the way stand for; of one name, the inner one.
    pub captures: Captures,
    /// What the body must be before the pipeline begins, from the arrows of scopes; the outer
    /// first. A body that is not is 400, and no other route is tried.
    pub patterns: Vec<&'b PatternVar>,
}

/// What became of one route.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained<'b> {
    /// The scopes from the outermost to the one with the pipeline.
    pub scopes: Vec<&'b Scope>,
    /// The pipeline.
    pub pipeline: &'b Pipeline,
    /// Whether the Wave takes it.
    pub verdict: Verdict<'b>,
}

/// Why a Wave takes a route or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Verdict<'b> {
    /// It does.
    #[error("chosen")]
    Chosen,
    /// It would, but an earlier one is chosen.
    #[error("an earlier route is chosen")]
    Later,
    /// The method is another.
    #[error("expected a method of `{}`", .0.heading)]
    Method(&'b Scope),
    /// The sender is another.
    #[error("the filter `({})` does not hold", .0.name())]
    Filter(RouteFilter),
    /// The path is another.
    #[error("expected a path like `{0}`")]
    Path(&'b PathPattern),
}

impl Scope {
    /// What the groups of the path stand for, if the conditions of this scope hold.
    fn admits(&self, asked: &Asked<'_>) -> Result<Captures, Verdict<'_>> {
        if !self.heading.admits(asked.method) {
            return Err(Verdict::Method(self));
        }
        if let Some(filter) = self.filters.iter().find(|f| !f.admits(asked.anonymous)) {
            return Err(Verdict::Filter(*filter));
        }
        match &self.path {
            None => Ok(Captures::new()),
            Some(path) => path.captures(asked.path).ok_or(Verdict::Path(path)),
        }
    }
}

impl Bind {
    /// The first pipeline, in the order of the document, all of whose conditions hold; nothing
    /// where there is none, which is 404.
    ///
    /// ```
    /// use orrery_space::{Asked, Bind, Method};
    /// let bind: Bind = "Bind(version=1.0.0) {
    ///   Route<Http>/(?P<page>.*) -[ Empty ]-> { <Get> -> (()) => &; }
    /// }".parse()?;
    /// let get: Method = "Http<Get>".parse()?;
    /// let chosen = bind.select(&Asked::new(&get, "/about")).unwrap();
    /// assert_eq!(chosen.captures["page"], "about");
    /// assert_eq!(chosen.patterns.len(), 1);
    /// assert_eq!(chosen.to_string(), "Route<Http>/(?P<page>.*) <Get> -> (()) => &");
    /// let put: Method = "Http<Put>".parse()?;
    /// assert_eq!(bind.select(&Asked::new(&put, "/about")), None);
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn select(&self, asked: &Asked<'_>) -> Option<Selected<'_>> {
        first(&self.scopes, asked)
    }

    /// Every route in the order of the document, with why the Wave takes it or not.
    ///
    /// ```
    /// use orrery_space::{Asked, Bind, Method};
    /// let bind: Bind = "Bind(version=1.0.0) {
    ///   Route<Http<Get>>/a -> (()) => &;
    ///   Route -> !404;
    /// }".parse()?;
    /// let get: Method = "Http<Get>".parse()?;
    /// let said: Vec<String> = bind.explain(&Asked::new(&get, "/b")).iter().map(|e| e.to_string()).collect();
    /// assert_eq!(said, ["Route<Http<Get>>/a: expected a path like `/a`", "Route: chosen"]);
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn explain(&self, asked: &Asked<'_>) -> Vec<Explained<'_>> {
        let mut all = Vec::new();
        explain(&self.scopes, asked, &mut Vec::new(), Ok(()), &mut all);
        let mut chosen = false;
        for explained in &mut all {
            if explained.verdict == Verdict::Chosen {
                if chosen {
                    explained.verdict = Verdict::Later;
                }
                chosen = true;
            }
        }
        all
    }
}

fn first<'b>(scopes: &'b [Scope], asked: &Asked<'_>) -> Option<Selected<'b>> {
    scopes.iter().find_map(|scope| {
        let mut captures = scope.admits(asked).ok()?;
        match &scope.then {
            Then::Pipeline(pipeline) => Some(Selected {
                scopes: vec![scope],
                pipeline,
                captures,
                patterns: Vec::new(),
            }),
            Then::Scopes { pattern, scopes } => {
                let mut selected = first(scopes, asked)?;
                selected.scopes.insert(0, scope);
                captures.append(&mut selected.captures);
                selected.captures = captures;
                selected.patterns.splice(0..0, pattern.iter());
                Some(selected)
            }
        }
    })
}

/// `around` is what the scopes around these say.
fn explain<'b>(
    scopes: &'b [Scope],
    asked: &Asked<'_>,
    way: &mut Vec<&'b Scope>,
    around: Result<(), Verdict<'b>>,
    all: &mut Vec<Explained<'b>>,
) {
    for scope in scopes {
        let here = around.and_then(|()| scope.admits(asked).map(drop));
        way.push(scope);
        match &scope.then {
            Then::Scopes { scopes, .. } => explain(scopes, asked, way, here, all),
            Then::Pipeline(pipeline) => all.push(Explained {
                scopes: way.clone(),
                pipeline,
                verdict: here.err().unwrap_or(Verdict::Chosen),
            }),
        }
        way.pop();
    }
}

/// The way to a pipeline: `Route<Http> <Get>/a`.
fn print_way(f: &mut fmt::Formatter<'_>, scopes: &[&Scope]) -> fmt::Result {
    for (i, scope) in scopes.iter().enumerate() {
        let joint = if i == 0 { "" } else { " " };
        write!(f, "{joint}{}", crate::grammar::bind::Selector(scope))?;
    }
    Ok(())
}

impl fmt::Display for Selected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print_way(f, &self.scopes)?;
        write!(f, " {}", self.pipeline)
    }
}

impl fmt::Display for Explained<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print_way(f, &self.scopes)?;
        write!(f, ": {}", self.verdict)
    }
}
