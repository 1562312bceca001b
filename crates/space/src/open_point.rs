//! Points that are not concrete yet, and how they become concrete.
//!
//! A [`PointVar`] may have a variable for its route and for any segment, `.` and `..`; with the
//! values of an [`Env`] it becomes a [`PointCtx`], which has `.` and `..` alone; with the working
//! point of an [`Env`] that becomes a [`Point`]. Everything that stands in the way is told at once,
//! each at its place in the text. Whether a point exists is not known here.
//!
//! ```
//! use orrery_space::{Env, PointVar, Substance};
//! let mut env = Env::new("localhost:app".parse()?);
//! env.set_var("page", Substance::Text("index.html".into()));
//! let point: PointVar = "..:site:/docs/${page}".parse()?;
//! let ctx = point.resolve(&env)?;
//! assert_eq!(ctx.to_string(), "..:site:/docs/index.html");
//! assert_eq!(ctx.resolve(&env)?.to_string(), "localhost:site:/docs/index.html");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::convert::Infallible;
use std::fmt;
use std::ops::Range;

use crate::env::{Env, Variable};
use crate::grammar::{self, MAX_SEGMENTS, MAX_TEXT};
use crate::located::Located;
use crate::segment::SegmentError;
use crate::{Diagnostic, ParseError, Point, Route, Segment};

/// A point in whose steps `V` may stand for what is not known yet.
///
/// ```
/// use orrery_space::PointVar;
/// let text = "[hub]::.:1.0.0:/${dir}/";
/// assert_eq!(text.parse::<PointVar>()?.to_string(), text);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpenPoint<V> {
    route: Located<OpenRoute<V>>,
    steps: Vec<Located<Step<V>>>,
}

/// A point with variables, `.` and `..`.
///
/// ```
/// use orrery_space::{Env, PointVar};
/// let point: PointVar = "localhost:${x}:${y}".parse()?;
/// let error = point.to_point(&Env::default()).unwrap_err();
/// let spans: Vec<_> = error.diagnostics.iter().map(|d| d.span.clone()).collect();
/// assert_eq!(spans, [10..14, 15..19]);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
pub type PointVar = OpenPoint<Variable>;

/// A point with `.` and `..`.
///
/// ```
/// use orrery_space::{Env, PointCtx};
/// let point: PointCtx = "..:..:b".parse()?;
/// let env = Env::new("localhost:app:deep".parse()?);
/// assert_eq!(point.resolve(&env)?.to_string(), "localhost:b");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
pub type PointCtx = OpenPoint<Infallible>;

/// The route of an open point.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpenRoute<V> {
    /// That route; [`Route::This`] where none is written.
    Known(Route),
    /// `${route}::`
    Var(V),
}

/// One step of an open point.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step<V> {
    /// A segment.
    Segment(Segment),
    /// `.`: the working point at the beginning, elsewhere where one is already.
    Working(Place),
    /// `..`: one segment less; at the beginning, than the working point.
    Pop(Place),
    /// `${name}`: one segment or several.
    Var(V, Place),
}

/// Where among the separators a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Before `:/`, after a `:` unless it is the first.
    Mesh,
    /// After `:/`, with a slash behind.
    Dir,
    /// After `:/`, the last.
    File,
}

impl<V> Step<V> {
    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Step::Segment(Segment::Dir(_)) => Place::Dir,
            Step::Segment(Segment::File(_)) => Place::File,
            Step::Segment(_) => Place::Mesh,
            Step::Working(place) | Step::Pop(place) | Step::Var(_, place) => *place,
        }
    }

    /// The segment that it is already.
    #[must_use]
    pub fn as_segment(&self) -> Option<&Segment> {
        match self {
            Step::Segment(segment) => Some(segment),
            _ => None,
        }
    }
}

impl<V> OpenPoint<V> {
    /// The grammar, or the resolution, vouches for the order.
    pub(crate) fn of(route: Located<OpenRoute<V>>, steps: Vec<Located<Step<V>>>) -> Self {
        Self { route, steps }
    }

    /// The route.
    #[must_use]
    pub fn route(&self) -> &Located<OpenRoute<V>> {
        &self.route
    }

    fn span(&self) -> Range<usize> {
        let end = self
            .steps
            .last()
            .map_or(self.route.span.end, |last| last.span.end);
        self.route.span.start..end
    }

    /// The steps; none for a root.
    #[must_use]
    pub fn steps(&self) -> &[Located<Step<V>>] {
        &self.steps
    }
}

impl PointVar {
    /// Puts values for the variables.
    ///
    /// A value may be several segments (`users:ann`), `.` or `..`; as the first step also a whole
    /// point with a route, unless a route is written.
    ///
    /// # Errors
    ///
    /// Every variable without a fitting value, at its place.
    pub fn resolve(&self, env: &Env) -> Result<PointCtx, ParseError> {
        let mut errors = Vec::new();
        let point = self.substitute(env, &mut errors);
        finish(point, errors)
    }

    /// Puts values for the variables and reads the rest from the working point.
    ///
    /// # Errors
    ///
    /// Everything that stands in the way, each at its place.
    pub fn to_point(&self, env: &Env) -> Result<Point, ParseError> {
        let mut errors = Vec::new();
        let point = self.substitute(env, &mut errors);
        if errors.is_empty() {
            return point.resolve(env);
        }
        // Where the rest leads depends on what is missing, but not whether it can begin.
        if let Some(first) = self.steps.first()
            && matches!(first.value, Step::Working(_) | Step::Pop(_))
            && env.working().is_none()
        {
            errors.push(no_working_point(first));
        }
        finish(Point::root(), errors)
    }

    /// The same point, if it has no variables.
    ///
    /// # Errors
    ///
    /// Every variable, at its place.
    ///
    /// ```
    /// use orrery_space::PointVar;
    /// let point: PointVar = "localhost:${x}".parse()?;
    /// assert_eq!(point.collapse().unwrap_err().diagnostics[0].span, 10..14);
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    pub fn collapse(&self) -> Result<PointCtx, ParseError> {
        let mut errors = Vec::new();
        let route = match &self.route.value {
            OpenRoute::Known(route) => route.clone(),
            OpenRoute::Var(_) => {
                errors.push(grammar::point::no_value(self.route.span.clone()));
                Route::This
            }
        };
        let mut steps = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            match &step.value {
                Step::Segment(segment) => steps.push(step.with(Step::Segment(segment.clone()))),
                Step::Working(place) => steps.push(step.with(Step::Working(*place))),
                Step::Pop(place) => steps.push(step.with(Step::Pop(*place))),
                Step::Var(..) => errors.push(grammar::point::no_value(step.span.clone())),
            }
        }
        let route = self.route.with(OpenRoute::Known(route));
        finish(PointCtx { route, steps }, errors)
    }

    /// What the point is with the values of `env`, without the variables that are in `errors`.
    fn substitute(&self, env: &Env, errors: &mut Vec<Diagnostic>) -> PointCtx {
        let mut trail = Trail {
            route: Route::This,
            steps: Vec::with_capacity(self.steps.len()),
            certain: true,
            errors,
        };
        match &self.route.value {
            OpenRoute::Known(route) => trail.route = route.clone(),
            OpenRoute::Var(variable) => {
                trail.route_value(env, &self.route.with(variable.clone()));
            }
        }
        for step in &self.steps {
            match &step.value {
                Step::Segment(segment) => trail.push(step.with(Step::Segment(segment.clone()))),
                Step::Working(place) => trail.push(step.with(Step::Working(*place))),
                Step::Pop(place) => trail.push(step.with(Step::Pop(*place))),
                Step::Var(variable, place) => {
                    trail.value(env, &step.with(variable.clone()), *place);
                }
            }
        }
        let point = PointCtx {
            route: self.route.with(OpenRoute::Known(trail.route)),
            steps: trail.steps,
        };
        if errors.is_empty() {
            errors.extend(too_long(point.to_string().len(), &self.span()));
        }
        point
    }
}

impl PointCtx {
    /// Reads `.` and `..` from the working point. A route that is written stays; without one that
    /// of the working point is taken, where the point begins with it.
    ///
    /// # Errors
    ///
    /// Everything that stands in the way, each at its place: no working point, a `..` above the
    /// root, a segment that cannot stand where it comes to stand.
    pub fn resolve(&self, env: &Env) -> Result<Point, ParseError> {
        let mut errors = Vec::new();
        let point = self.walk(env, &mut errors);
        finish(point, errors)
    }

    /// The same point, if it has neither `.` nor `..`.
    ///
    /// # Errors
    ///
    /// Every `.` and `..`, at its place.
    ///
    /// ```
    /// use orrery_space::PointCtx;
    /// let point: PointCtx = "localhost:..:b".parse()?;
    /// assert_eq!(point.collapse().unwrap_err().diagnostics[0].span, 10..12);
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    pub fn collapse(&self) -> Result<Point, ParseError> {
        let errors: Vec<Diagnostic> = self
            .steps
            .iter()
            .filter(|step| step.as_segment().is_none())
            .map(|step| grammar::point::relative(&step.to_string(), step.span.clone()))
            .collect();
        let segments = self.steps.iter().filter_map(|step| step.as_segment());
        let point = Point::new(self.known_route().clone(), segments.cloned().collect());
        finish(point, errors)
    }

    fn known_route(&self) -> &Route {
        match &self.route.value {
            OpenRoute::Known(route) => route,
            OpenRoute::Var(never) => match *never {},
        }
    }

    /// Where the steps lead.
    fn walk(&self, env: &Env, errors: &mut Vec<Diagnostic>) -> Point {
        // Whether what does not fit is wrong, and not only follows from what is wrong already.
        let mut certain = true;
        let mut route = self.known_route().clone();
        let mut segments: Vec<Segment> = Vec::with_capacity(self.steps.len());
        if let Some(first) = self.steps.first()
            && first.as_segment().is_none()
        {
            match env.working() {
                Some(working) => {
                    segments.extend_from_slice(working.segments());
                    if route == Route::This {
                        route = working.route().clone();
                    }
                }
                None => {
                    certain = false;
                    errors.push(no_working_point(first));
                }
            }
        }
        for step in &self.steps {
            match &step.value {
                Step::Working(_) => {}
                Step::Pop(_) => {
                    if segments.pop().is_none() && certain {
                        errors.push(above_the_root(step));
                    }
                }
                Step::Segment(segment) => {
                    let segment = first_or_later(segment, segments.is_empty());
                    if let Err(error) = segment.may_follow(segments.last(), segments.len())
                        && certain
                    {
                        errors.push(located(&error, step));
                        certain = false;
                    }
                    segments.push(segment);
                }
                Step::Var(never, _) => match *never {},
            }
        }
        let point = Point::new(route, segments);
        if errors.is_empty() {
            errors.extend(too_long(point.as_str().len(), &self.span()));
        }
        point
    }
}

impl From<&Point> for PointCtx {
    fn from(point: &Point) -> Self {
        let step = |segment: &Segment| Located::new(Step::Segment(segment.clone()), 0..0);
        Self {
            route: Located::new(OpenRoute::Known(point.route().clone()), 0..0),
            steps: point.segments().iter().map(step).collect(),
        }
    }
}

/// The steps that values make, as far as they fit.
struct Trail<'e> {
    route: Route,
    steps: Vec<Located<Step<Infallible>>>,
    /// Whether no value is missing so far, so that what does not fit is wrong.
    certain: bool,
    errors: &'e mut Vec<Diagnostic>,
}

impl Trail<'_> {
    fn text(&mut self, env: &Env, variable: &Located<Variable>) -> Option<String> {
        match env.text_of(variable) {
            Ok(text) => Some(text),
            Err(error) => {
                self.refuse(error);
                None
            }
        }
    }

    fn refuse(&mut self, error: Diagnostic) {
        self.errors.push(error);
        self.certain = false;
    }

    /// `${route}::`, whose value may end in `::` itself.
    fn route_value(&mut self, env: &Env, variable: &Located<Variable>) {
        let Some(text) = self.text(env, variable) else {
            return;
        };
        let bare = text.strip_suffix("::").unwrap_or(&text);
        match format!("{bare}::").parse() {
            Ok(route) => self.route = route,
            Err(error) => self.refuse(unfit(variable, &text, "route", &error)),
        }
    }

    /// `${name}` for steps.
    fn value(&mut self, env: &Env, variable: &Located<Variable>, place: Place) {
        let Some(text) = self.text(env, variable) else {
            return;
        };
        let read = match place {
            Place::Mesh if self.steps.is_empty() && self.certain => self.first(variable, &text),
            Place::Mesh => grammar::open_point::mesh(&text),
            Place::Dir | Place::File => grammar::open_point::files(&text),
        };
        let mut steps = match read {
            Ok(steps) => steps,
            Err(error) => return self.refuse(unfit(variable, &text, "segment", &error)),
        };
        if place == Place::Dir
            && let Some(last) = steps.last_mut()
        {
            last.value = folder(&last.value);
        }
        for step in steps {
            self.push(variable.with(step.value));
        }
    }

    /// The value of the first step, which may have a route.
    fn first(
        &mut self,
        variable: &Located<Variable>,
        text: &str,
    ) -> Result<Vec<Located<Step<Infallible>>>, ParseError> {
        let point: PointCtx = text.parse()?;
        let route = point.known_route();
        if *route != Route::This {
            if self.route != Route::This {
                return Err(Diagnostic::error(
                    "bad-value",
                    variable.span.clone(),
                    format!("the route is `{}` already", self.route),
                )
                .into());
            }
            self.route = route.clone();
        }
        Ok(point.steps)
    }

    fn push(&mut self, mut step: Located<Step<Infallible>>) {
        let before = self.steps.last().map(|step| &step.value);
        if let Step::Segment(segment) = &step.value {
            step.value = Step::Segment(first_or_later(segment, before.is_none() && self.certain));
        }
        let in_files = before.is_some_and(|before| {
            before.place() != Place::Mesh || before.as_segment() == Some(&Segment::FsRoot)
        });
        let fits = match (before, &step.value) {
            (None, Step::Segment(next)) => next.may_follow(None, 0),
            (Some(Step::Segment(before)), Step::Segment(next)) => {
                next.may_follow(Some(before), self.steps.len())
            }
            (_, next) if in_files != (next.place() != Place::Mesh) => {
                Err(SegmentError::misplaced(in_files, &next.to_string()))
            }
            _ if self.steps.len() >= MAX_SEGMENTS => Err(SegmentError::TooDeep),
            _ => Ok(()),
        };
        match fits {
            Err(error) if self.certain => self.refuse(located(&error, &step)),
            _ => self.steps.push(step),
        }
    }
}

/// The first segment is a space whatever it was written as.
fn first_or_later(segment: &Segment, first: bool) -> Segment {
    match segment {
        Segment::Base(name) if first => Segment::Space(name.clone()),
        other => other.clone(),
    }
}

/// The step with a slash behind it.
fn folder(step: &Step<Infallible>) -> Step<Infallible> {
    match step {
        Step::Segment(Segment::File(name)) => Step::Segment(Segment::Dir(name.clone())),
        Step::Working(_) => Step::Working(Place::Dir),
        Step::Pop(_) => Step::Pop(Place::Dir),
        other => other.clone(),
    }
}

fn located<V>(error: &SegmentError, step: &Located<Step<V>>) -> Diagnostic {
    Diagnostic::error("bad-segment", step.span.clone(), error.to_string())
}

fn unfit(variable: &Located<Variable>, text: &str, what: &str, error: &ParseError) -> Diagnostic {
    let text = grammar::shorten(text);
    let message = format!("`{variable}` is `{text}`, which is no {what}: {error}");
    let mut diagnostic = Diagnostic::error("bad-value", variable.span.clone(), message);
    if let Some(first) = error.diagnostics.first() {
        diagnostic.hints.clone_from(&first.hints);
    }
    diagnostic
}

fn no_working_point<V: fmt::Display>(step: &Located<Step<V>>) -> Diagnostic {
    Diagnostic::error(
        "no-working-point",
        step.span.clone(),
        format!("`{step}` needs a working point, which is not available in this context"),
    )
    .hint("write the point in full, from its first segment")
}

fn above_the_root(step: &Located<Step<Infallible>>) -> Diagnostic {
    Diagnostic::error(
        "above-root",
        step.span.clone(),
        format!("`{step}` leads above the root"),
    )
}

/// The limit on the length of text, which values can exceed.
fn too_long(length: usize, span: &Range<usize>) -> Option<Diagnostic> {
    (length > MAX_TEXT).then(|| {
        let message = format!("a point has at most {MAX_TEXT} bytes, this would have {length}");
        Diagnostic::error("too-long", span.clone(), message)
    })
}

/// The value, unless there are errors: then all of them, in the order of the text.
fn finish<T>(value: T, mut errors: Vec<Diagnostic>) -> Result<T, ParseError> {
    if errors.is_empty() {
        return Ok(value);
    }
    errors.sort_by_key(|error| error.span.start);
    Err(ParseError {
        diagnostics: errors,
    })
}
