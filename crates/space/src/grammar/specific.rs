//! Specifics `mysql.org:mysql.org:mysql:innodb:1.0.0`, and selectors over them.

use std::fmt;

use winnow::Parser;

use super::lexeme::{eat, here, peek, run, symbol};
use super::text_form::{text_form, text_serde};
use super::version::{requirement, version};
use super::{Expected, Input, Parsed, unmet};
use crate::Specific;
use crate::selector::{Requirement, SpecificSelector};

const DOMAIN: Expected = Expected::Free {
    noun: "a domain",
    such_as: &["mysql.org"],
};

const PRODUCT: Expected = Expected::Free {
    noun: "the name of a product or variant",
    such_as: &["mysql"],
};

const SHAPE: &str = "a specific is `provider:vendor:product:variant:version`, \
                     as in `mysql.org:mysql.org:mysql:innodb:1.0.0`";

fn domain<'s>(input: &mut Input<'s>) -> Parsed<&'s str> {
    let at = here(input);
    let text = run(input, |c| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c)
    })?;
    found(input, at, text, DOMAIN)
}

fn product<'s>(input: &mut Input<'s>) -> Parsed<&'s str> {
    let at = here(input);
    if !peek(input).is_some_and(|c| c.is_ascii_lowercase()) {
        return found(input, at, "", PRODUCT);
    }
    let text = run(input, |c| c.is_ascii_alphanumeric() || c == '-')?;
    found(input, at, text, PRODUCT)
}

fn found<'s>(
    input: &mut Input<'_>,
    at: usize,
    text: &'s str,
    expected: Expected,
) -> Parsed<&'s str> {
    if text.is_empty() {
        input.state.expect(at, expected);
        input.state.hint(at, SHAPE);
        return unmet();
    }
    Ok(text)
}

fn colon(input: &mut Input<'_>) -> Parsed<()> {
    let at = here(input);
    let parsed = symbol(":").parse_next(input);
    if parsed.is_err() {
        input.state.hint(at, SHAPE);
    }
    parsed
}

/// All five parts.
pub(crate) fn specific(input: &mut Input<'_>) -> Parsed<Specific> {
    let provider = domain(input)?.into();
    colon(input)?;
    let vendor = domain(input)?.into();
    colon(input)?;
    let product_name = product(input)?.into();
    colon(input)?;
    let variant = product(input)?.into();
    colon(input)?;
    Ok(Specific {
        provider,
        vendor,
        product: product_name,
        variant,
        version: version(input)?,
    })
}

fn any_or<'s>(
    input: &mut Input<'s>,
    part: impl FnOnce(&mut Input<'s>) -> Parsed<&'s str>,
) -> Parsed<Option<Box<str>>> {
    let at = here(input);
    input.state.also(at, Expected::Text("*"));
    let text = if eat(input, "*") {
        None
    } else {
        Some(part(input)?.into())
    };
    colon(input)?;
    Ok(text)
}

/// All five parts, each perhaps `*`. The version is a requirement in parentheses; a bare version
/// stands for exactly that one.
pub(crate) fn specific_selector(input: &mut Input<'_>) -> Parsed<SpecificSelector> {
    Ok(SpecificSelector {
        provider: any_or(input, domain)?,
        vendor: any_or(input, domain)?,
        product: any_or(input, product)?,
        variant: any_or(input, product)?,
        version: match peek(input) {
            Some('*') => {
                run(input, |c| c == '*')?;
                Requirement::any()
            }
            Some(c) if c.is_ascii_digit() => Requirement::exactly(&version(input)?),
            _ => requirement(input)?,
        },
    })
}

impl fmt::Display for Specific {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}:{}:{}",
            self.provider, self.vendor, self.product, self.variant, self.version
        )
    }
}

impl fmt::Display for SpecificSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in [&self.provider, &self.vendor, &self.product, &self.variant] {
            write!(f, "{}:", part.as_deref().unwrap_or("*"))?;
        }
        write!(f, "{}", self.version)
    }
}

text_form!(Specific, Specific, super::specific::specific);
text_serde!(Specific);
