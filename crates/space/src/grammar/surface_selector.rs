//! Surface selectors `*@Shell+Topic<Cli>`.
//!
//! ```text
//! surface-selector = ('*' | '!' | point) ('@' ('*' | '!' | layer) ('+' topic)?)?
//! ```

use std::fmt;

use super::lexeme::{maybe, rest};
use super::text_form::{text_form, text_serde};
use super::{Input, Parsed, point, surface};
use crate::surface_selector::SurfaceSelector;
use crate::value_pattern::ValuePattern;
use crate::{Layer, Topic};

/// A surface selector; without a layer it stands for the core.
pub(crate) fn surface_selector(input: &mut Input<'_>) -> Parsed<SurfaceSelector> {
    let point = part(input, point::point)?;
    let mut layer = ValuePattern::Exact(Layer::Core);
    let mut topic = Topic::None;
    if maybe(input, "@") {
        layer = part(input, surface::layer)?;
        if maybe(input, "+") {
            topic = surface::some_topic(input)?;
        }
    } else if rest(input).starts_with('+') {
        return surface::bare_topic(input, &Shown(&point));
    }
    Ok(SurfaceSelector::new(point, layer, topic))
}

/// One part: any, none or what `exact` reads.
fn part<'s, T>(
    input: &mut Input<'s>,
    exact: impl FnOnce(&mut Input<'s>) -> Parsed<T>,
) -> Parsed<ValuePattern<T>> {
    if maybe(input, "*") {
        return Ok(ValuePattern::Any);
    }
    if maybe(input, "!") {
        return Ok(ValuePattern::None);
    }
    exact(input).map(ValuePattern::Exact)
}

/// Prints one part.
struct Shown<'p, T>(&'p ValuePattern<T>);

impl<T: fmt::Display> fmt::Display for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ValuePattern::Any => f.write_str("*"),
            ValuePattern::None => f.write_str("!"),
            ValuePattern::Exact(exact) => write!(f, "{exact}"),
        }
    }
}

impl fmt::Display for SurfaceSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", Shown(self.point()), Shown(self.layer()))?;
        match self.topic() {
            ValuePattern::Any => Ok(()),
            ValuePattern::None => write!(f, "+{}", Topic::Not),
            ValuePattern::Exact(topic) => write!(f, "+{topic}"),
        }
    }
}

text_form!(
    SurfaceSelector,
    SurfaceSelector,
    super::surface_selector::surface_selector
);
text_serde!(SurfaceSelector);
