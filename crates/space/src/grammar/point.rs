//! Points: `[hub]::my-domain.com:app:1.0.0:/docs/index.html`.
//!
//! ```text
//! point   = (route '::')? ('ROOT' | space (':' base)* (':' version)? (':/' (dir '/')* file?)?)
//! route   = '.' | '<<' star-key '>>' | '[' [a-z0-9-]+ ']' | domain | 'GLOBAL' | 'LOCAL' | 'REMOTE'
//! space   = [a-z] [a-z0-9.-]*          without '..'
//! base    = [a-z] [a-z0-9-]*
//! file    = [A-Za-z0-9._-]+
//! ```
//!
//! The parser is one for all forms of a point; which steps a form may have, its [`Form`] says. In a
//! [`Concrete`] one variables, `.` and `..` are told as what they are, and refused.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::ops::Range;

use winnow::Parser;

use super::lexeme::{eat, here, maybe, peek, rest, run, run_span, symbol};
use super::text_form::{text_form, text_serde};
use super::version::version_of;
use super::{Expected, Input, MAX_SEGMENTS, Parsed, nearest, refuse, star_key, unmet, variable};
use crate::located::Located;
use crate::open_point::Place;
use crate::{Diagnostic, ParseError, Point, Route, Segment};

pub(crate) const POINT: Expected = Expected::Free {
    noun: "a point",
    such_as: &["localhost:app"],
};

const SEGMENT: Expected = Expected::Free {
    noun: "a segment",
    such_as: &["app", "1.0.0", "/"],
};

pub(crate) const FILE: Expected = Expected::Free {
    noun: "the name of a file or folder",
    such_as: &["index.html"],
};

/// Where a point ends, whatever follows it.
#[inline]
fn ends(c: char) -> bool {
    match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => ENDS[usize::from(byte)],
        _ => c.is_whitespace(),
    }
}

/// [`ends`] for ASCII: a look at a table is faster than the comparisons, and every character of a
/// point asks.
static ENDS: [bool; 128] = {
    let mut ends = [false; 128];
    let marks = b"<>\"'[](){}^%@+,; \t\n\x0b\x0c\r";
    let mut at = 0;
    while at < marks.len() {
        ends[marks[at] as usize] = true;
        at += 1;
    }
    ends
};

/// The canonical text of a point.
pub(crate) fn print(route: &Route, segments: &[Segment]) -> String {
    // With the mark before each but the first, or after each folder.
    let length = |segment: &Segment| match segment {
        Segment::Version(_) => ":1.0.0".len(),
        other => ":".len() + other.text().len(),
    };
    let length: usize = segments.iter().map(length).sum();
    let mut text = String::with_capacity(length.saturating_sub(1));
    if *route != Route::This {
        // Writing to a string cannot fail.
        let _ = write!(text, "{route}");
    }
    if segments.is_empty() {
        text.push_str("ROOT");
    }
    for (i, segment) in segments.iter().enumerate() {
        match segment {
            Segment::Dir(_) | Segment::File(_) => {}
            _ if i == 0 => {}
            _ => text.push(':'),
        }
        text.push_str(&segment.text());
        if matches!(segment, Segment::Dir(_)) {
            text.push('/');
        }
    }
    text
}

/// Of what a form of points is made.
pub(crate) trait Form {
    /// The name of a variable, where the form has variables.
    type Variable;
    /// One step.
    type Step;

    /// A variable; a form without variables refuses it.
    fn variable(input: &mut Input<'_>) -> Parsed<Located<Self::Variable>> {
        valueless(input, here(input))
    }

    /// The step that a variable is.
    fn open(variable: Located<Self::Variable>, place: Place) -> Self::Step;

    /// The step that a segment is.
    fn segment(segment: Segment, span: Range<usize>) -> Self::Step;

    /// The step that `.` or `..` is.
    fn dots(dots: &str, place: Place, span: Range<usize>) -> Parsed<Self::Step>;

    /// What `input` is at when a variable follows directly on the text at `span`: refused.
    fn beside(input: &Input<'_>, span: &Range<usize>) -> Parsed<Self::Step> {
        valueless(input, span.end.saturating_sub(1))
    }

    /// The segment that the step is already.
    fn as_segment(step: &Self::Step) -> Option<&Segment>;
}

/// Segments alone.
enum Concrete {}

impl Form for Concrete {
    type Variable = Infallible;
    type Step = Segment;

    fn open(variable: Located<Infallible>, _: Place) -> Segment {
        match variable.value {}
    }

    fn segment(segment: Segment, _: Range<usize>) -> Segment {
        segment
    }

    fn dots(dots: &str, _: Place, span: Range<usize>) -> Parsed<Segment> {
        refuse(relative(dots, span))
    }

    fn as_segment(step: &Segment) -> Option<&Segment> {
        Some(step)
    }
}

/// A point, up to where it ends.
pub(crate) fn point(input: &mut Input<'_>) -> Parsed<Point> {
    let route = route(input)?;
    let segments = steps::<Concrete>(input)?;
    Ok(Point::new(route, segments))
}

/// The point that `text` makes when it is written after `point`.
pub(crate) fn below(point: &Point, text: &str) -> Result<Point, ParseError> {
    super::parse(super::Noun::Point, text, |input| {
        let mut segments = point.segments().to_vec();
        match segments.last() {
            None => segments = steps::<Concrete>(input)?,
            Some(Segment::FsRoot | Segment::Dir(_)) => path::<Concrete>(input, &mut segments)?,
            Some(file @ Segment::File(_)) => {
                return refuse(Diagnostic::error(
                    "bad-segment",
                    0..text.len(),
                    format!("nothing stands below the file `{}`", file.text()),
                ));
            }
            Some(_) => {
                eat(input, ":");
                later::<Concrete>(input, &mut segments)?;
            }
        }
        Ok(Point::new(point.route().clone(), segments))
    })
}

/// A route with its `::`, or nothing.
pub(crate) fn route(input: &mut Input<'_>) -> Parsed<Route> {
    let word = word(input);
    if word.ends_with('$') && rest(input)[word.len()..].starts_with('{') {
        return valueless(input, here(input) + word.len() - 1);
    }
    route_of(input, word)
}

/// What stands before the next `:`, or before the end of the point.
fn word<'s>(input: &Input<'s>) -> &'s str {
    let text = rest(input);
    let end = text.find(|c| c == ':' || ends(c));
    end.map_or(text, |end| &text[..end])
}

/// As [`route`], where variables are met elsewhere.
pub(crate) fn named_route(input: &mut Input<'_>) -> Parsed<Route> {
    route_of(input, word(input))
}

/// The route, where `word` comes next.
fn route_of(input: &mut Input<'_>, word: &str) -> Parsed<Route> {
    match peek(input) {
        Some('<') if eat(input, "<<") => {
            let key = star_key::star_key(input)?;
            symbol(">>::").parse_next(input)?;
            return Ok(Route::Star(key));
        }
        Some('[') if eat(input, "[") => {
            let (tag, span) = run_span(input, |c| c != ':' && !ends(c))?;
            if tag.is_empty() {
                input.state.expect(
                    span.start,
                    Expected::Free {
                        noun: "the tag of a cosmos",
                        such_as: &["hub"],
                    },
                );
                return unmet();
            }
            let class = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            charset(tag, &span, class, "a tag is made of a-z, 0-9 and `-`")?;
            symbol("]::").parse_next(input)?;
            return Ok(Route::Tag(tag.into()));
        }
        _ => {}
    }
    if !rest(input)[word.len()..].starts_with("::") {
        return Ok(Route::This);
    }
    let start = here(input);
    let span = start..start + word.len();
    let route = match word {
        "" => {
            return refuse(
                Diagnostic::error(
                    "expected",
                    start..start + 2,
                    "expected a route before `::`, found nothing",
                )
                .hint("a route is `GLOBAL::`, `LOCAL::`, `REMOTE::`, `hub.com::` or `[hub]::`"),
            );
        }
        "." => Route::This,
        "GLOBAL" => Route::Global,
        "LOCAL" => Route::Local,
        "REMOTE" => Route::Remote,
        "STAR" => {
            return refuse(
                Diagnostic::error("bad-route", span, "`STAR::` is no route by itself").hint(
                    "the key of a star stands in `<<` and `>>`: `<<STAR::central:fold[0]>>::star`",
                ),
            );
        }
        domain => {
            if domain.contains(|c: char| c.is_ascii_uppercase())
                && let Some(near) = nearest(domain, ["GLOBAL", "LOCAL", "REMOTE"])
            {
                return refuse(
                    Diagnostic::error("unknown-route", span, format!("`{domain}::` is no route"))
                        .hint(format!("did you mean `{near}::`?")),
                );
            }
            capital(domain, &span, "points")?;
            charset(
                domain,
                &span,
                is_domain,
                "a domain is made of a-z, 0-9, `.` and `-`",
            )?;
            Route::Domain(domain.into())
        }
    };
    run(input, |c| c != ':')?;
    symbol("::").parse_next(input)?;
    Ok(route)
}

/// All that follows the route.
pub(crate) fn steps<F: Form>(input: &mut Input<'_>) -> Parsed<Vec<F::Step>> {
    let start = here(input);
    let mut steps = Vec::with_capacity(count(rest(input)).min(MAX_SEGMENTS));
    if variable::opens(input) {
        let variable = F::variable(input)?;
        variable::alone(input, &variable.span, |c| c == ':' || ends(c))?;
        steps.push(F::open(variable, Place::Mesh));
    } else {
        let (first, span) = run_span(input, |c| c != ':' && !ends(c))?;
        if first.is_empty() {
            input.state.expect(start, POINT);
            return unmet();
        }
        if first == "ROOT" {
            return root(input).map(|()| steps);
        }
        let next = step::<F>(input, first, &span, Place::Mesh, |input| {
            space(input, first, &span)
        })?;
        steps.push(next);
    }
    if maybe(input, ":") {
        later::<F>(input, &mut steps)?;
    }
    Ok(steps)
}

/// How many steps the point makes with which `text` begins, or one more.
fn count(text: &str) -> usize {
    let point = text.bytes().take_while(|byte| !ends(char::from(*byte)));
    1 + point.filter(|byte| matches!(byte, b':' | b'/')).count()
}

/// What follows `ROOT`: nothing.
fn root(input: &Input<'_>) -> Parsed<()> {
    if peek(input) != Some(':') {
        return Ok(());
    }
    let at = here(input);
    refuse(
        Diagnostic::error("bad-segment", at..at + 1, "`ROOT` stands alone")
            .hint("a point below the root begins with its space: `localhost`"),
    )
}

/// Steps after a `:`.
pub(crate) fn later<F: Form>(input: &mut Input<'_>, steps: &mut Vec<F::Step>) -> Parsed<()> {
    loop {
        let start = here(input);
        if eat(input, "/") {
            steps.push(F::segment(Segment::FsRoot, start..start + 1));
            return path::<F>(input, steps);
        }
        let after_version = matches!(
            steps.last().and_then(F::as_segment),
            Some(Segment::Version(_))
        );
        if variable::opens(input) && !after_version {
            let variable = F::variable(input)?;
            let span = variable.span.clone();
            variable::alone(input, &span, |c| c == ':' || ends(c))?;
            steps.push(F::open(variable, Place::Mesh));
            deep(steps.len(), &span)?;
        } else {
            let (text, span) = run_span(input, |c| c != ':' && !ends(c))?;
            if after_version && !is_dots(text) {
                return refuse(
                    Diagnostic::error(
                        "bad-segment",
                        start.saturating_sub(1)..span.end.max(start),
                        "only `:/` may follow a version",
                    )
                    .hint("the files of a bundle are at `:/`, as in `localhost:repo:1.0.0:/bind/app.bind`"),
                );
            }
            let next = step::<F>(input, text, &span, Place::Mesh, |input| {
                base(input, text, &span)
            })?;
            steps.push(next);
            deep(steps.len(), &span)?;
        }
        if !maybe(input, ":") {
            return Ok(());
        }
    }
}

/// Steps after `:/`.
pub(crate) fn path<F: Form>(input: &mut Input<'_>, steps: &mut Vec<F::Step>) -> Parsed<()> {
    loop {
        if variable::opens(input) {
            let variable = F::variable(input)?;
            let span = variable.span.clone();
            variable::alone(input, &span, |c| c == '/' || c == ':' || ends(c))?;
            no_colon(input)?;
            deep(steps.len() + 1, &span)?;
            steps.push(F::open(variable, place(input)));
        } else {
            let (name, span) = run_span(input, |c| c != '/' && c != ':' && !ends(c))?;
            no_colon(input)?;
            let place = place(input);
            if name.is_empty() && place == Place::Dir {
                input.state.expect(span.start, FILE);
                return unmet();
            }
            if name.is_empty() {
                return Ok(());
            }
            let next = step::<F>(input, name, &span, place, |input| {
                let name = file(input, name, &span)?.into();
                Ok(match place {
                    Place::Dir => Segment::Dir(name),
                    _ => Segment::File(name),
                })
            })?;
            deep(steps.len() + 1, &span)?;
            steps.push(next);
        }
        if !maybe(input, "/") {
            return Ok(());
        }
    }
}

/// Whether the name before is a folder's.
fn place(input: &Input<'_>) -> Place {
    match peek(input) {
        Some('/') => Place::Dir,
        _ => Place::File,
    }
}

fn no_colon(input: &Input<'_>) -> Parsed<()> {
    if peek(input) != Some(':') {
        return Ok(());
    }
    let at = here(input);
    refuse(
        Diagnostic::error(
            "bad-segment",
            at..at + 1,
            "nothing but `/` may follow in a path",
        )
        .hint("after `:/` folders and files are separated by `/`"),
    )
}

/// The step that `text` is: `.` and `..`, or what `segment` makes of it.
fn step<F: Form>(
    input: &mut Input<'_>,
    text: &str,
    span: &Range<usize>,
    place: Place,
    segment: impl FnOnce(&mut Input<'_>) -> Parsed<Segment>,
) -> Parsed<F::Step> {
    if is_dots(text) {
        return F::dots(text, place, span.clone());
    }
    if variable_follows(input, text) {
        return F::beside(input, span);
    }
    Ok(F::segment(segment(input)?, span.clone()))
}

fn is_dots(text: &str) -> bool {
    text == "." || text == ".."
}

/// Holds the limit on depth.
pub(crate) fn deep(count: usize, span: &Range<usize>) -> Parsed<()> {
    if count <= MAX_SEGMENTS {
        return Ok(());
    }
    refuse(Diagnostic::error(
        "too-deep",
        span.clone(),
        format!("expected at most {MAX_SEGMENTS} segments, found more"),
    ))
}

/// The first segment.
pub(crate) fn space(input: &Input<'_>, text: &str, span: &Range<usize>) -> Parsed<Segment> {
    if !is_name(text, is_domain) {
        concrete(input, text, span)?;
        capital(text, span, "points")?;
        letter(text, span, "a point")?;
        let hint = "the first segment is made of a-z, 0-9, `-` and `.`";
        charset(text, span, is_domain, hint)?;
    }
    if let Some(at) = text.as_bytes().windows(2).position(|two| two == b"..") {
        return refuse(Diagnostic::error(
            "bad-segment",
            span.start + at..span.start + at + 2,
            "two dots in a row in a domain",
        ));
    }
    Ok(Segment::Space(text.into()))
}

/// What the first segment, and the domain of a route, are made of.
fn is_domain(c: char) -> bool {
    is_base(c) || c == '.'
}

/// What a later segment is made of.
fn is_base(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9' | '-')
}

/// Whether a text is what most are, so that no mistake need be sought in it.
fn is_name(text: &str, class: impl Fn(char) -> bool) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(class)
}

/// A later mesh segment.
fn base(input: &mut Input<'_>, text: &str, span: &Range<usize>) -> Parsed<Segment> {
    if text.is_empty() {
        input.state.expect(span.start, SEGMENT);
        if peek(input) == Some('%') {
            input.state.hint(
                span.start,
                "`%` stands for a number and needs a name before it: `localhost:visitor-%`",
            );
        }
        return unmet();
    }
    if is_name(text, is_base) {
        return Ok(Segment::Base(text.into()));
    }
    concrete(input, text, span)?;
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return version_of(text, span.clone()).map(Segment::Version);
    }
    capital(text, span, "points")?;
    letter(text, span, "a segment")?;
    charset(text, span, is_base, "a segment is made of a-z, 0-9 and `-`")?;
    Ok(Segment::Base(text.into()))
}

/// The name of a file or folder.
pub(crate) fn file<'s>(input: &Input<'_>, name: &'s str, span: &Range<usize>) -> Parsed<&'s str> {
    concrete(input, name, span)?;
    charset(
        name,
        span,
        |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'),
        "names of files are made of letters, digits, `.`, `_` and `-`",
    )?;
    Ok(name)
}

/// Refuses variables, `.` and `..`, which have no meaning without somewhere to resolve them.
fn concrete(input: &Input<'_>, text: &str, span: &Range<usize>) -> Parsed<()> {
    if variable_follows(input, text) {
        return valueless(input, span.end - 1);
    }
    if is_dots(text) {
        return refuse(relative(text, span.clone()));
    }
    Ok(())
}

/// Whether a variable begins with the last character of `text`.
fn variable_follows(input: &Input<'_>, text: &str) -> bool {
    text.ends_with('$') && rest(input).starts_with('{')
}

/// `.` or `..` where there is no working point.
pub(crate) fn relative(dots: &str, span: Range<usize>) -> Diagnostic {
    Diagnostic::error(
        "relative-point",
        span,
        format!("`{dots}` has no working point to start from here"),
    )
    .hint("write the point in full, from its first segment")
}

/// A variable where there are no values.
pub(crate) fn no_value(span: Range<usize>) -> Diagnostic {
    Diagnostic::error("variable", span, "a variable has no value here")
        .hint("write the point in full")
}

/// Refuses the variable that begins at `start`.
fn valueless<T>(input: &Input<'_>, start: usize) -> Parsed<T> {
    let at = here(input);
    let text = rest(input);
    let from = start - at.min(start);
    let end = text[from..]
        .find('}')
        .map_or(at + text.len(), |end| at + from + end + 1);
    refuse(no_value(start..end))
}

fn capital(text: &str, span: &Range<usize>, what: &str) -> Parsed<()> {
    if !text.contains(|c: char| c.is_ascii_uppercase()) {
        return Ok(());
    }
    refuse(
        Diagnostic::error(
            "capital",
            span.clone(),
            format!("`{}` has a capital letter", super::expected::shorten(text)),
        )
        .hint(format!(
            "{what} are written in lower case: `{}`",
            super::expected::shorten(&text.to_ascii_lowercase().replace('_', "-"))
        )),
    )
}

fn letter(text: &str, span: &Range<usize>, what: &str) -> Parsed<()> {
    match text.chars().next() {
        Some(c) if !c.is_ascii_lowercase() && (c.is_ascii_digit() || c == '-' || c == '.') => {
            refuse(Diagnostic::error(
                "bad-character",
                span.start..span.start + c.len_utf8(),
                format!(
                    "{what} begins with a letter from a to z, `{}` begins with `{c}`",
                    super::expected::shorten(text)
                ),
            ))
        }
        _ => Ok(()),
    }
}

/// Refuses the first character outside `class`.
fn charset(
    text: &str,
    span: &Range<usize>,
    class: impl Fn(char) -> bool,
    hint: &'static str,
) -> Parsed<()> {
    let Some((at, c)) = text.char_indices().find(|(_, c)| !class(*c)) else {
        return Ok(());
    };
    let start = span.start + at;
    let span = start..start + c.len_utf8();
    refuse(match c {
        '/' => Diagnostic::error("bad-character", span, "a `/` stands only after `:/`")
            .hint("the files of a particle begin at `:/`, as in `localhost:files:/index.html`"),
        c if super::expected::hidden(c) => Diagnostic::error(
            "bad-character",
            span,
            format!("the character `{}` cannot stand here", c.escape_default()),
        )
        .hint(hint),
        c => {
            Diagnostic::error("bad-character", span, format!("`{c}` cannot stand here")).hint(hint)
        }
    })
}

impl std::fmt::Display for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Route::This => Ok(()),
            Route::Local => f.write_str("LOCAL::"),
            Route::Remote => f.write_str("REMOTE::"),
            Route::Global => f.write_str("GLOBAL::"),
            Route::Domain(domain) => write!(f, "{domain}::"),
            Route::Tag(tag) => write!(f, "[{tag}]::"),
            Route::Star(key) => write!(f, "<<{key}>>::"),
        }
    }
}

text_form!(Route, Route, super::point::route);
text_form!(Point, Point, super::point::point);
text_serde!(Route, Point);
