//! The grammar: text to nouns and back, one file for each noun.
//!
//! A value parses to `Result<T, ParseError>` by [`str::parse`]; what is wrong comes back as
//! [`Diagnostic`]s with byte spans. The parsers know only the text: variables, working points and what
//! exists in a cosmos are resolved elsewhere.
//!
//! Every word that a parser tries at a position is kept as [`Expected`], at the furthest position
//! that any of them reached. The same data words the diagnostics and feeds completion:
//!
//! ```
//! use orrery_space::grammar::{expect_at, Expected, Noun};
//! let (start, expected) = expect_at(Noun::Command, "select ** in", 12);
//! assert_eq!(start, 10);
//! assert!(expected.contains(&Expected::Text("into")));
//! ```

mod complete;
mod expected;
mod layout;
mod lexeme;
mod named;
mod nearest;
mod text_form;

pub(crate) mod any_document;
pub(crate) mod bind;
pub(crate) mod call;
pub mod command;
pub(crate) mod decimal;
pub(crate) mod document;
pub(crate) mod duration;
pub(crate) mod grant;
pub(crate) mod heading;
pub(crate) mod hierarchy;
pub(crate) mod kind;
pub(crate) mod kind_selector;
pub(crate) mod log;
pub(crate) mod mechtron;
pub(crate) mod method;
pub(crate) mod method_pattern;
pub(crate) mod open_point;
pub(crate) mod particle;
pub(crate) mod path;
pub(crate) mod pattern;
pub(crate) mod permissions;
pub(crate) mod pipeline;
pub(crate) mod point;
pub(crate) mod predicate;
pub(crate) mod privilege;
pub(crate) mod property;
pub(crate) mod quoted;
pub(crate) mod route_selector;
pub(crate) mod selector;
pub(crate) mod specific;
pub(crate) mod star_key;
pub(crate) mod stub;
pub(crate) mod subst;
pub(crate) mod substance;
pub(crate) mod substance_kind;
pub(crate) mod surface;
pub(crate) mod surface_selector;
pub(crate) mod variable;
pub(crate) mod version;
pub(crate) mod wave_id;

use winnow::error::{ErrMode, ParserError};
use winnow::stream::{LocatingSlice, Stateful};

pub use self::complete::{Completion, Completions, Provider, Subject, complete};
pub use self::expected::Expected;
pub use self::nearest::nearest;

pub(crate) use self::expected::shorten;
pub(crate) use self::text_form::text_serde;

use self::expected::Frontier;
use crate::{Diagnostic, ParseError, Point};

/// The longest text that is parsed, in bytes.
pub const MAX_TEXT: usize = 64 * 1024;

/// The most segments that a point may have, and hops a selector.
pub const MAX_SEGMENTS: usize = 256;

/// The text under the parsers: it knows its offset and the furthest failure.
pub(crate) type Input<'s> = Stateful<LocatingSlice<&'s str>, Frontier>;

/// What a parser yields.
pub(crate) type Parsed<T> = Result<T, ErrMode<Fault>>;

/// Why a parser fails.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Something else was expected; what, the frontier knows.
    Unmet,
    /// The text has the right shape and is wrong nevertheless.
    Refused(Box<Diagnostic>),
    /// What is wrong has been told; only documents fail so.
    Told,
}

impl<'s> ParserError<Input<'s>> for Fault {
    type Inner = Self;

    fn from_input(_: &Input<'s>) -> Self {
        Fault::Unmet
    }

    fn into_inner(self) -> Result<Self, Self> {
        Ok(self)
    }
}

/// The nouns that have a text form of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(missing_docs)] // the names of the nouns
pub enum Noun {
    Point,
    PointCtx,
    PointVar,
    Route,
    StarKey,
    Kind,
    KindTemplate,
    Specific,
    Surface,
    SurfaceSelector,
    Topic,
    Layer,
    Method,
    Call,
    CallVar,
    Subst,
    WaveId,
    Permissions,
    PermissionsMask,
    Privilege,
    Privileges,
    GrantKind,
    Grant,
    AccessGrant,
    IndexedAccessGrant,
    KindSelector,
    Selector,
    PropertyPredicate,
    Where,
    Hierarchy,
    Stub,
    PointKind,
    Status,
    Aspect,
    Watch,
    Progress,
    Code,
    PropertyPermit,
    LogLevel,
    SpanId,
    Lane,
    Probability,
    Speed,
    Command,
    Script,
    MethodPattern,
    PathPattern,
    RouteSelector,
    Pipeline,
    Bind,
    Mechtron,
    SubstanceKind,
    SubstancePattern,
    PatternVar,
}

impl Noun {
    /// All nouns.
    pub const ALL: &'static [Noun] = &[
        Noun::Point,
        Noun::PointCtx,
        Noun::PointVar,
        Noun::Route,
        Noun::StarKey,
        Noun::Kind,
        Noun::KindTemplate,
        Noun::Specific,
        Noun::Surface,
        Noun::Topic,
        Noun::Layer,
        Noun::Method,
        Noun::Call,
        Noun::CallVar,
        Noun::Subst,
        Noun::WaveId,
        Noun::Permissions,
        Noun::PermissionsMask,
        Noun::Privilege,
        Noun::Privileges,
        Noun::GrantKind,
        Noun::Grant,
        Noun::AccessGrant,
        Noun::IndexedAccessGrant,
        Noun::KindSelector,
        Noun::Selector,
        Noun::PropertyPredicate,
        Noun::Where,
        Noun::Hierarchy,
        Noun::Stub,
        Noun::PointKind,
        Noun::Status,
        Noun::Aspect,
        Noun::Watch,
        Noun::Progress,
        Noun::Code,
        Noun::PropertyPermit,
        Noun::LogLevel,
        Noun::SpanId,
        Noun::Lane,
        Noun::Probability,
        Noun::Speed,
        Noun::Command,
        Noun::Script,
        Noun::MethodPattern,
        Noun::PathPattern,
        Noun::RouteSelector,
        Noun::Pipeline,
        Noun::Bind,
        Noun::Mechtron,
        Noun::SubstanceKind,
        Noun::SubstancePattern,
        Noun::PatternVar,
        Noun::SurfaceSelector,
    ];

    /// What a person calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Noun::Point | Noun::PointCtx | Noun::PointVar => "point",
            Noun::Route => "route",
            Noun::StarKey => "star key",
            Noun::Kind | Noun::KindTemplate => "kind",
            Noun::Specific => "specific",
            Noun::Surface => "surface",
            Noun::SurfaceSelector => "surface selector",
            Noun::Topic => "topic",
            Noun::Layer => "layer",
            Noun::Method => "method",
            Noun::Call | Noun::CallVar => "call",
            Noun::Subst => "text",
            Noun::WaveId => "wave id",
            Noun::Permissions => "permissions",
            Noun::PermissionsMask => "mask",
            Noun::Privilege => "privilege",
            Noun::Privileges => "privileges",
            Noun::GrantKind | Noun::Grant | Noun::AccessGrant | Noun::IndexedAccessGrant => "grant",
            Noun::KindSelector => "kind selector",
            Noun::Selector => "selector",
            Noun::PropertyPredicate => "predicate",
            Noun::Where => "condition",
            Noun::Hierarchy => "hierarchy",
            Noun::Stub => "stub",
            Noun::PointKind => "point with its kind",
            Noun::Status => "status",
            Noun::Aspect => "aspect",
            Noun::Watch => "watch",
            Noun::Progress => "progress",
            Noun::Code => "code",
            Noun::PropertyPermit => "permit",
            Noun::LogLevel => "level",
            Noun::SpanId => "span id",
            Noun::Lane => "lane",
            Noun::Probability => "probability",
            Noun::Speed => "speed",
            Noun::Command => "command",
            Noun::Script => "script",
            Noun::MethodPattern => "method pattern",
            Noun::PathPattern => "path",
            Noun::RouteSelector => "route",
            Noun::Pipeline => "pipeline",
            Noun::Bind => "Bind document",
            Noun::Mechtron => "Mechtron document",
            Noun::SubstanceKind => "kind of substance",
            Noun::SubstancePattern | Noun::PatternVar => "pattern",
        }
    }
}

/// Parses the whole of `text`. Most texts are right, and what else was expected is of no use in
/// them: so only a text that is wrong is read with an eye on that, a second time.
pub(crate) fn parse<'s, T>(
    noun: Noun,
    text: &'s str,
    parser: impl Fn(&mut Input<'s>) -> Parsed<T>,
) -> Result<T, ParseError> {
    if text.len() <= MAX_TEXT {
        let mut input = input_of(text);
        input.state = Frontier::hasty();
        let parsed = parser(&mut input).and_then(|value| lexeme::end(&mut input).map(|()| value));
        if let Ok(value) = parsed {
            return Ok(value);
        }
    }
    attempt(noun, text, parser).0
}

/// Parses the whole of `text`, and keeps what was expected at the furthest position.
fn attempt<'s, T>(
    noun: Noun,
    text: &'s str,
    parser: impl FnOnce(&mut Input<'s>) -> Parsed<T>,
) -> (Result<T, ParseError>, Frontier) {
    if let Some(diagnostic) = too_long(noun, text) {
        return (Err(diagnostic.into()), Frontier::default());
    }
    let mut input = input_of(text);
    let parsed = parser(&mut input).and_then(|value| lexeme::end(&mut input).map(|()| value));
    let result = parsed.map_err(|fault| diagnose(fault, &input.state, noun, text).into());
    (result, input.state)
}

fn input_of(text: &str) -> Input<'_> {
    Input {
        input: LocatingSlice::new(text),
        state: Frontier::default(),
    }
}

/// Holds the limit on length.
fn too_long(noun: Noun, text: &str) -> Option<Diagnostic> {
    if text.len() <= MAX_TEXT {
        return None;
    }
    let start = text.floor_char_boundary(MAX_TEXT);
    Some(Diagnostic::error(
        "too-long",
        start..text.len(),
        format!(
            "a {} has at most {MAX_TEXT} bytes, this has {}",
            noun.name(),
            text.len()
        ),
    ))
}

/// What a failure says to a person.
fn diagnose(fault: ErrMode<Fault>, frontier: &Frontier, noun: Noun, text: &str) -> Diagnostic {
    match fault {
        ErrMode::Backtrack(Fault::Refused(diagnostic))
        | ErrMode::Cut(Fault::Refused(diagnostic)) => *diagnostic,
        _ => frontier.diagnostic(noun, text),
    }
}

/// What the grammar expects at the byte offset `cursor` of a text of that noun, and where the word
/// begins that stands there: each of the expected would replace `start..cursor`.
///
/// Text after the cursor is not looked at. Nothing is expected where the text before the cursor is
/// already wrong.
#[must_use]
pub fn expect_at(noun: Noun, text: &str, cursor: usize) -> (usize, Vec<Expected>) {
    let cursor = text.floor_char_boundary(cursor.min(text.len()));
    let before = &text[..cursor];
    let frontier = match noun {
        Noun::Point => attempt(noun, before, point::point).1,
        Noun::PointCtx => attempt(noun, before, open_point::point_ctx).1,
        Noun::PointVar => attempt(noun, before, open_point::point_var).1,
        Noun::Route => attempt(noun, before, point::route).1,
        Noun::StarKey => attempt(noun, before, star_key::star_key).1,
        Noun::Kind => attempt(noun, before, kind::kind).1,
        Noun::KindTemplate => attempt(noun, before, kind::template).1,
        Noun::Specific => attempt(noun, before, specific::specific).1,
        Noun::Surface => attempt(noun, before, surface::surface::<Point>).1,
        Noun::SurfaceSelector => attempt(noun, before, surface_selector::surface_selector).1,
        Noun::Topic => attempt(noun, before, surface::topic).1,
        Noun::Layer => attempt(noun, before, surface::layer).1,
        Noun::Method => attempt(noun, before, method::method).1,
        Noun::Call => attempt(noun, before, call::call).1,
        Noun::CallVar => attempt(noun, before, call::call_var).1,
        Noun::Subst => attempt(noun, before, subst::subst).1,
        Noun::WaveId => attempt(noun, before, wave_id::wave_id).1,
        Noun::Permissions => attempt(noun, before, permissions::permissions).1,
        Noun::PermissionsMask => attempt(noun, before, permissions::mask).1,
        Noun::Privilege => attempt(noun, before, privilege::privilege).1,
        Noun::Privileges => attempt(noun, before, privilege::privileges).1,
        Noun::GrantKind => attempt(noun, before, grant::grant_kind).1,
        Noun::Grant => attempt(noun, before, grant::grant).1,
        Noun::AccessGrant => attempt(noun, before, grant::access_grant).1,
        Noun::IndexedAccessGrant => attempt(noun, before, grant::indexed_access_grant).1,
        Noun::KindSelector => attempt(noun, before, kind_selector::kind_selector).1,
        Noun::Selector => attempt(noun, before, selector::selector).1,
        Noun::PropertyPredicate => attempt(noun, before, predicate::predicate).1,
        Noun::Where => attempt(noun, before, predicate::condition).1,
        Noun::Hierarchy => attempt(noun, before, hierarchy::hierarchy).1,
        Noun::Stub => attempt(noun, before, stub::stub).1,
        Noun::PointKind => attempt(noun, before, particle::point_kind).1,
        Noun::Status => attempt(noun, before, particle::status).1,
        Noun::Aspect => attempt(noun, before, particle::aspect).1,
        Noun::Watch => attempt(noun, before, particle::watch).1,
        Noun::Progress => attempt(noun, before, particle::progress).1,
        Noun::Code => attempt(noun, before, particle::code).1,
        Noun::PropertyPermit => attempt(noun, before, property::permit).1,
        Noun::LogLevel => attempt(noun, before, log::level).1,
        Noun::SpanId => attempt(noun, before, log::span_id).1,
        Noun::Lane => attempt(noun, before, command::lane).1,
        Noun::Probability => attempt(noun, before, command::probability).1,
        Noun::Speed => attempt(noun, before, command::speed).1,
        Noun::Command => attempt(noun, before, command::command::<Point>).1,
        Noun::Script => {
            let command = command::script::last_start(before);
            let (start, expected) = expect_at(Noun::Command, &before[command..], cursor);
            return (command + start, expected);
        }
        Noun::SubstanceKind => attempt(noun, before, substance_kind::substance_kind).1,
        Noun::SubstancePattern => attempt(noun, before, pattern::pattern).1,
        Noun::PatternVar => attempt(noun, before, pattern::pattern_var).1,
        Noun::MethodPattern => attempt(noun, before, method_pattern::method_pattern).1,
        Noun::PathPattern => attempt(noun, before, path::path).1,
        Noun::RouteSelector => attempt(noun, before, route_selector::route_selector).1,
        Noun::Pipeline => document::read(noun, before, pipeline::whole).1,
        Noun::Bind => document::read(noun, before, bind::bind).1,
        Noun::Mechtron => document::read(noun, before, mechtron::config).1,
    };
    frontier.at_cursor(before)
}

/// A failure that no other branch may mend.
pub(crate) fn refuse<T>(diagnostic: Diagnostic) -> Parsed<T> {
    Err(ErrMode::Cut(Fault::Refused(Box::new(diagnostic))))
}

/// A failure whose wording is left to the frontier, which no other branch may mend.
pub(crate) fn unmet<T>() -> Parsed<T> {
    Err(ErrMode::Cut(Fault::Unmet))
}
