//! Route selectors: `[Topic<*>]::Http<Get>(auth)/users/.*`.
//!
//! ```text
//! route   = ('[' topic ']::')? method-pattern filters? path?
//! filters = '(' name ')' ('-(' name ')')*
//! ```

use std::fmt;

use winnow::Parser;

use super::lexeme::{is_word, maybe, run_span, symbol};
use super::method_pattern::method_pattern;
use super::path::maybe_path;
use super::surface::some_topic;
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::{Diagnostic, RouteFilter, RouteSelector, Topic};

/// A route selector.
pub(crate) fn route_selector(input: &mut Input<'_>) -> Parsed<RouteSelector> {
    let topic = if maybe(input, "[") {
        let topic = some_topic(input)?;
        symbol("]::").parse_next(input)?;
        Some(topic)
    } else {
        None
    };
    let method = method_pattern(input)?;
    let mut filters = Vec::new();
    let mut opening = "(";
    while maybe(input, opening) {
        filters.push(filter(input)?);
        symbol(")").parse_next(input)?;
        opening = "-(";
    }
    let path = maybe_path(input)?;
    Ok(RouteSelector {
        topic,
        method,
        filters,
        path,
    })
}

/// The name of a filter.
pub(crate) fn filter(input: &mut Input<'_>) -> Parsed<RouteFilter> {
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(
        span.start,
        Expected::OneOf {
            noun: "a filter",
            names: RouteFilter::NAMES,
            such_as: RouteFilter::NAMES,
        },
    );
    if word.is_empty() {
        return unmet();
    }
    match RouteFilter::from_name(word) {
        Some(filter) => Ok(filter),
        None => refuse(
            Diagnostic::error(
                "unknown-filter",
                span,
                format!(
                    "expected the filter `auth` or `noauth`, found `{}`",
                    super::expected::shorten(word)
                ),
            )
            .nearest(word, RouteFilter::NAMES.iter().copied()),
        ),
    }
}

/// Filters as they stand in text, joined by `-`.
pub(crate) fn print_filters(f: &mut fmt::Formatter<'_>, filters: &[RouteFilter]) -> fmt::Result {
    let mut joint = "";
    for filter in filters {
        write!(f, "{joint}({})", filter.name())?;
        joint = "-";
    }
    Ok(())
}

impl fmt::Display for RouteSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(topic) = self.topic.as_ref().filter(|t| **t != Topic::None) {
            write!(f, "[{topic}]::")?;
        }
        write!(f, "{}", self.method)?;
        print_filters(f, &self.filters)?;
        match &self.path {
            Some(path) => write!(f, "{path}"),
            None => Ok(()),
        }
    }
}

text_form!(
    RouteSelector,
    RouteSelector,
    super::route_selector::route_selector
);
text_serde!(RouteSelector);
