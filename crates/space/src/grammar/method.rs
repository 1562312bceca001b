//! Methods `Ext<Hello>`, `Http<Get>`, `Cmd<Bounce>`, `Hyp<Assign>`, and patterns over them: `*`,
//! `Http<*>`.

use std::fmt;

use winnow::Parser;

use super::lexeme::{is_word, maybe, run_span, symbol};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::Diagnostic;
use crate::core::{CmdMethod, HttpMethod, HypMethod, Method, MethodPattern};

const FAMILIES: &[&str] = &["Ext", "Http", "Cmd", "Hyp"];

pub(crate) const METHOD: Expected = Expected::OneOf {
    noun: "a method",
    names: FAMILIES,
    such_as: &["Ext<Hello>", "Http<Get>"],
};

const PATTERN: Expected = Expected::OneOf {
    noun: "a pattern over methods",
    names: FAMILIES,
    such_as: &["*", "Ext<*>", "Http<Get>"],
};

/// A method.
pub(crate) fn method(input: &mut Input<'_>) -> Parsed<Method> {
    let family = family(input, METHOD)?;
    symbol("<").parse_next(input)?;
    let method = match family {
        "Http" => Method::Http(http(input)?),
        "Cmd" => Method::Cmd(cmd(input)?),
        "Hyp" => Method::Hyp(hyp(input)?),
        _ => Method::Ext(own(input)?),
    };
    symbol(">").parse_next(input)?;
    Ok(method)
}

/// `*`, or a family with `*` or one of its methods.
pub(crate) fn pattern(input: &mut Input<'_>) -> Parsed<MethodPattern> {
    if maybe(input, "*") {
        return Ok(MethodPattern::Any);
    }
    let family = family(input, PATTERN)?;
    symbol("<").parse_next(input)?;
    let pattern = match family {
        "Http" => MethodPattern::Http(any_or(input, http)?),
        "Cmd" => MethodPattern::Cmd(any_or(input, cmd)?),
        "Hyp" => MethodPattern::Hyp(any_or(input, hyp)?),
        _ => MethodPattern::Ext(any_or(input, own)?),
    };
    symbol(">").parse_next(input)?;
    Ok(pattern)
}

fn any_or<T>(
    input: &mut Input<'_>,
    one: impl FnOnce(&mut Input<'_>) -> Parsed<T>,
) -> Parsed<Option<T>> {
    if maybe(input, "*") {
        return Ok(None);
    }
    one(input).map(Some)
}

fn family<'s>(input: &mut Input<'s>, expected: Expected) -> Parsed<&'s str> {
    let (family, span) = run_span(input, is_word)?;
    input.state.expect(span.start, expected);
    if family.is_empty() {
        return unmet();
    }
    if FAMILIES.contains(&family) {
        return Ok(family);
    }
    refuse(
        Diagnostic::error(
            "unknown-method",
            span,
            format!(
                "expected a method such as `Ext<Hello>` or `Http<Get>`, found `{}`",
                super::expected::shorten(family)
            ),
        )
        .nearest(family, FAMILIES.iter().copied()),
    )
}

fn http(input: &mut Input<'_>) -> Parsed<HttpMethod> {
    name(input, "Http", HttpMethod::NAMES, HttpMethod::from_name)
}

fn cmd(input: &mut Input<'_>) -> Parsed<CmdMethod> {
    name(input, "Cmd", CmdMethod::NAMES, CmdMethod::from_name)
}

fn hyp(input: &mut Input<'_>) -> Parsed<HypMethod> {
    name(input, "Hyp", HypMethod::NAMES, HypMethod::from_name)
}

/// One of the names that a family knows.
fn name<M>(
    input: &mut Input<'_>,
    family: &'static str,
    names: &'static [&'static str],
    from_name: impl Fn(&str) -> Option<M>,
) -> Parsed<M> {
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(
        span.start,
        Expected::OneOf {
            noun: "the name of a method",
            names,
            such_as: &names[..names.len().min(2)],
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
                    "`{family}` has no method `{}`",
                    super::expected::shorten(word)
                ),
            )
            .nearest(word, names.iter().copied())
            .or_hint(Some(format!("the methods are {}", names.join(", ")))),
        ),
    }
}

/// A name of the target's own, in camel case.
fn own(input: &mut Input<'_>) -> Parsed<smol_str::SmolStr> {
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

impl fmt::Display for MethodPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (family, name) = match self {
            MethodPattern::Any => return f.write_str("*"),
            MethodPattern::Http(one) => ("Http", one.map(HttpMethod::name)),
            MethodPattern::Ext(one) => ("Ext", one.as_deref()),
            MethodPattern::Cmd(one) => ("Cmd", one.map(CmdMethod::name)),
            MethodPattern::Hyp(one) => ("Hyp", one.map(HypMethod::name)),
        };
        write!(f, "{family}<{}>", name.unwrap_or("*"))
    }
}

text_form!(Method, Method, super::method::method);
text_form!(MethodPattern, MethodPattern, super::method::pattern);
text_serde!(Method, MethodPattern);
