//! Methods `Ext<Hello>`, `Http<Get>`, `Cmd<Bounce>`, `Hyp<Assign>`.

use std::fmt;

use smol_str::SmolStr;
use winnow::Parser;

use super::lexeme::{is_word, run_span, symbol};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::core::{CmdMethod, HttpMethod, HypMethod};
use crate::{Diagnostic, Family, Method};

pub(crate) const METHOD: Expected = Expected::OneOf {
    noun: "a method",
    names: Family::NAMES,
    such_as: &["Ext<Hello>", "Http<Get>"],
};

/// A method.
pub(crate) fn method(input: &mut Input<'_>) -> Parsed<Method> {
    let family = family(input)?;
    symbol("<").parse_next(input)?;
    let method = match family {
        Family::Http => Method::Http(name(input, family, HttpMethod::from_name)?),
        Family::Cmd => Method::Cmd(name(input, family, CmdMethod::from_name)?),
        Family::Hyp => Method::Hyp(name(input, family, HypMethod::from_name)?),
        Family::Ext => Method::Ext(own(input)?),
    };
    symbol(">").parse_next(input)?;
    Ok(method)
}

/// The name of a family.
pub(crate) fn family(input: &mut Input<'_>) -> Parsed<Family> {
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(span.start, METHOD);
    if word.is_empty() {
        return unmet();
    }
    match Family::from_name(word) {
        Some(family) => Ok(family),
        None => refuse(
            Diagnostic::error(
                "unknown-method",
                span,
                format!(
                    "expected a method such as `Ext<Hello>` or `Http<Get>`, found `{}`",
                    super::expected::shorten(word)
                ),
            )
            .nearest(word, Family::NAMES.iter().copied())
            .or_hint(family_of(word)),
        ),
    }
}

/// A hint for one who wrote the name of a method where its family belongs.
fn family_of(word: &str) -> Option<String> {
    let family = Family::ALL.iter().find(|f| f.methods().contains(&word))?;
    Some(format!("did you mean `{}<{word}>`?", family.name()))
}

/// The name of a method in a family, or in any.
pub(crate) fn name_in(input: &mut Input<'_>, family: Option<Family>) -> Parsed<SmolStr> {
    match family {
        None | Some(Family::Ext) => own(input),
        Some(family) => {
            let known = |word: &str| family.methods().iter().copied().find(|m| *m == word);
            name(input, family, known).map(SmolStr::new_static)
        }
    }
}

/// One of the names that a family knows.
fn name<M>(
    input: &mut Input<'_>,
    family: Family,
    from_name: impl Fn(&str) -> Option<M>,
) -> Parsed<M> {
    let names = family.methods();
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(
        span.start,
        Expected::OneOf {
            noun: "the name of a method",
            names,
            such_as: names.get(..2).unwrap_or(names),
        },
    );
    if word.is_empty() {
        return unmet();
    }
    match from_name(word) {
        Some(method) => Ok(method),
        None => refuse(
            Diagnostic::error(
                "unknown-method",
                span,
                format!(
                    "`{}` has no method `{}`",
                    family.name(),
                    super::expected::shorten(word)
                ),
            )
            .nearest(word, names.iter().copied())
            .or_hint(Some(format!("the methods are {}", names.join(", ")))),
        ),
    }
}

/// A name of the target's own, in camel case.
fn own(input: &mut Input<'_>) -> Parsed<SmolStr> {
    let (word, span) = run_span(input, is_word)?;
    let camel = word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric());
    if camel {
        return Ok(word.into());
    }
    if word.is_empty() {
        input.state.expect(
            span.start,
            Expected::Free {
                noun: "the name of a method in camel case",
                such_as: &["Hello"],
            },
        );
        return unmet();
    }
    let mut diagnostic = Diagnostic::error(
        "bad-method",
        span,
        format!(
            "the name of a method is in camel case, `{}` is not",
            super::expected::shorten(word)
        ),
    );
    if let Some(camel) = camel_of(word) {
        diagnostic = diagnostic.hint(format!("did you mean `{camel}`?"));
    }
    refuse(diagnostic)
}

/// The word in camel case, where there is one.
fn camel_of(word: &str) -> Option<String> {
    let camel: String = word
        .split(['-', '_'])
        .flat_map(|part| {
            let mut chars = part.chars();
            let first = chars.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(chars)
        })
        .collect();
    let fits = camel.starts_with(|c: char| c.is_ascii_uppercase())
        && camel.len() <= 40
        && camel.chars().all(|c| c.is_ascii_alphanumeric());
    fits.then_some(camel)
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Method::Http(method) => write!(f, "Http<{}>", method.name()),
            Method::Ext(name) => write!(f, "Ext<{name}>"),
            Method::Cmd(method) => write!(f, "Cmd<{}>", method.name()),
            Method::Hyp(method) => write!(f, "Hyp<{}>", method.name()),
        }
    }
}

text_form!(Method, Method, super::method::method);
text_serde!(Method);
