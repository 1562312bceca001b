//! Grants: `grant perm +csd-Rwx on SELECTOR to SELECTOR`.
//!
//! ```text
//! kind    = 'super' | 'perm' mask | 'priv' privilege
//! grant   = 'grant' kind 'on' selector 'to' selector
//! kept    = grant 'by' point
//! indexed = number ':' kept
//! ```

use std::fmt;

use winnow::Parser;

use super::lexeme::{blanks, gap, is_word, keyword, run_span, symbol};
use super::point::{POINT, point};
use super::text_form::text_form;
use super::{Expected, Input, Parsed, permissions, privilege, refuse, selector, unmet};
use crate::security::{AccessGrant, Grant, GrantKind, IndexedAccessGrant};
use crate::{Diagnostic, Selector};

const KINDS: &[&str] = &["super", "perm", "priv"];

const NUMBER: Expected = Expected::Free {
    noun: "the number of a grant",
    such_as: &["3"],
};

/// `super`, `perm MASK` or `priv NAME`.
pub(crate) fn grant_kind(input: &mut Input<'_>) -> Parsed<GrantKind> {
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(
        span.start,
        Expected::OneOf {
            noun: "what is granted",
            names: KINDS,
            such_as: &["super", "perm +csd-Rwx", "priv property:email:read"],
        },
    );
    match word {
        "super" => Ok(GrantKind::Super),
        "perm" => {
            blanks(input)?;
            permissions::mask(input).map(GrantKind::Perm)
        }
        "priv" => {
            blanks(input)?;
            privilege::privilege(input).map(GrantKind::Priv)
        }
        "" => unmet(),
        _ => refuse(
            Diagnostic::error(
                "unknown-grant",
                span,
                format!(
                    "expected `super`, `perm` or `priv`, found `{}`",
                    super::expected::shorten(word)
                ),
            )
            .nearest(word, KINDS.iter().copied()),
        ),
    }
}

/// What follows the word `grant`.
pub(crate) fn terms(input: &mut Input<'_>) -> Parsed<Grant> {
    blanks(input)?;
    let kind = grant_kind(input)?;
    let on = clause(input, "on")?;
    let to = clause(input, "to")?;
    Ok(Grant { kind, on, to })
}

/// The whole sentence.
pub(crate) fn grant(input: &mut Input<'_>) -> Parsed<Grant> {
    keyword("grant").parse_next(input)?;
    terms(input)
}

/// The sentence and who said it.
pub(crate) fn access_grant(input: &mut Input<'_>) -> Parsed<AccessGrant> {
    let grant = grant(input)?;
    gap(input, Expected::Text("by"))?;
    keyword("by").parse_next(input)?;
    gap(input, POINT)?;
    point(input).map(|by| grant.by(by))
}

/// A grant under its number.
pub(crate) fn indexed_access_grant(input: &mut Input<'_>) -> Parsed<IndexedAccessGrant> {
    let (digits, span) = run_span(input, |c| c.is_ascii_digit())?;
    if digits.is_empty() {
        input.state.expect(span.start, NUMBER);
        return unmet();
    }
    let Ok(id) = digits.parse() else {
        return refuse(Diagnostic::error(
            "bad-number",
            span,
            format!(
                "expected the number of a grant, at most {}, found `{}`",
                u32::MAX,
                super::expected::shorten(digits)
            ),
        ));
    };
    symbol(":").parse_next(input)?;
    blanks(input)?;
    let grant = access_grant(input)?;
    Ok(IndexedAccessGrant { id, grant })
}

/// A keyword and a selector.
fn clause(input: &mut Input<'_>, word: &'static str) -> Parsed<Selector> {
    gap(input, Expected::Text(word))?;
    keyword(word).parse_next(input)?;
    gap(input, selector::SELECTOR)?;
    selector::selector(input)
}

impl fmt::Display for GrantKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GrantKind::Super => f.write_str("super"),
            GrantKind::Perm(mask) => write!(f, "perm {mask}"),
            GrantKind::Priv(privilege) => write!(f, "priv {privilege}"),
        }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "grant {} on {} to {}", self.kind, self.on, self.to)
    }
}

impl fmt::Display for AccessGrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "grant {} by {}", self.terms(), self.by)
    }
}

impl fmt::Display for IndexedAccessGrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id, self.grant)
    }
}

text_form!(GrantKind, GrantKind, super::grant::grant_kind);
text_form!(Grant, Grant, super::grant::grant);
text_form!(AccessGrant, AccessGrant, super::grant::access_grant);
text_form!(
    IndexedAccessGrant,
    IndexedAccessGrant,
    super::grant::indexed_access_grant
);
