//! Kind selectors `<User>`, `<Star<Fold>>`, `<*>`.
//!
//! ```text
//! kind-selector = '<' ('*' | Base) ('<' ('*' | Sub) ('<' ('*' | specific-selector) '>')? '>')? '>'
//! ```

use std::fmt;

use winnow::Parser;

use super::kind::{base, close, sub};
use super::lexeme::{eat, here, maybe, symbol};
use super::specific::specific_selector;
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed};
use crate::selector::KindSelector;

/// With its brackets.
pub(crate) fn kind_selector(input: &mut Input<'_>) -> Parsed<KindSelector> {
    symbol("<").parse_next(input)?;
    let mut selector = KindSelector::default();
    let base = if star(input) {
        None
    } else {
        Some(base(input)?)
    };
    selector.base = base.map(Into::into);
    if maybe(input, "<") {
        selector.sub = if star(input) {
            None
        } else {
            Some(sub(input, base.unwrap_or("*"), false)?.into())
        };
        if maybe(input, "<") {
            if !star_alone(input) {
                selector.specific = Some(specific_selector(input)?);
            }
            close(input)?;
        }
        close(input)?;
    }
    close(input)?;
    Ok(selector)
}

fn star(input: &mut Input<'_>) -> bool {
    let at = here(input);
    input.state.also(at, Expected::Text("*"));
    eat(input, "*")
}

/// `*` for the whole of a specific, and not for its provider alone.
fn star_alone(input: &mut Input<'_>) -> bool {
    !super::lexeme::rest(input).starts_with("*:") && star(input)
}

impl fmt::Display for KindSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.base.as_deref().unwrap_or("*"))?;
        match (&self.sub, &self.specific) {
            (None, None) => {}
            (sub, None) => write!(f, "<{}>", sub.as_deref().unwrap_or("*"))?,
            (sub, Some(specific)) => {
                write!(f, "<{}<{specific}>>", sub.as_deref().unwrap_or("*"))?;
            }
        }
        f.write_str(">")
    }
}

text_form!(
    KindSelector,
    KindSelector,
    super::kind_selector::kind_selector
);
text_serde!(KindSelector);
