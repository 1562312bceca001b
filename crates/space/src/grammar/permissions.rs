//! Permissions `csd-Rwx`, masks `+csd-Rwx`, and what a grant gives: `perm +csd-Rwx`.

use std::fmt;

use super::lexeme::{blanks, eat, here, is_word, run_span};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::Diagnostic;
use crate::security::{AccessGrant, GrantKind, MaskKind, Permissions, PermissionsMask};

const PERMISSIONS: Expected = Expected::Free {
    noun: "permissions",
    such_as: &["csd-Rwx"],
};

const SHAPE: &str = "permissions are six letters, `csd-rwx`, a capital for each that is given: \
                     Create, Select, Delete of children; Read, Write, eXecute";

const GRANTS: &[&str] = &["super", "perm", "priv"];

/// Six letters.
pub(crate) fn permissions(input: &mut Input<'_>) -> Parsed<Permissions> {
    let (text, span) = run_span(input, is_word)?;
    if text.is_empty() {
        input.state.expect(span.start, PERMISSIONS);
        input.state.hint(span.start, SHAPE);
        return unmet();
    }
    let given: Vec<bool> = text.chars().map(|c| c.is_ascii_uppercase()).collect();
    match given.as_slice() {
        &[create, select, delete, _, read, write, execute]
            if text.eq_ignore_ascii_case("csd-rwx") =>
        {
            Ok(Permissions {
                create,
                select,
                delete,
                read,
                write,
                execute,
            })
        }
        _ => refuse(
            Diagnostic::error(
                "bad-permissions",
                span,
                format!(
                    "expected permissions such as `csd-Rwx`, found `{}`",
                    super::expected::shorten(text)
                ),
            )
            .hint(SHAPE),
        ),
    }
}

/// A sign and six letters.
pub(crate) fn mask(input: &mut Input<'_>) -> Parsed<PermissionsMask> {
    let at = here(input);
    let kind = if eat(input, "+") {
        MaskKind::Or
    } else if eat(input, "&") {
        MaskKind::And
    } else {
        input.state.expect(at, Expected::Text("+"));
        input.state.expect(at, Expected::Text("&"));
        input.state.hint(
            at,
            "`+csd-Rwx` adds what is in capitals, `&csd-Rwx` leaves nothing else",
        );
        return unmet();
    };
    Ok(PermissionsMask {
        kind,
        permissions: permissions(input)?,
    })
}

/// `super`, `perm MASK` or `priv NAME`.
pub(crate) fn grant_kind(input: &mut Input<'_>) -> Parsed<GrantKind> {
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(
        span.start,
        Expected::OneOf {
            noun: "what is granted",
            names: GRANTS,
            such_as: &["super", "perm +csd-Rwx", "priv property:email:read"],
        },
    );
    match word {
        "super" => Ok(GrantKind::Super),
        "perm" => {
            blanks(input)?;
            mask(input).map(GrantKind::Perm)
        }
        "priv" => {
            blanks(input)?;
            privilege(input).map(GrantKind::Priv)
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
            .nearest(word, GRANTS.iter().copied()),
        ),
    }
}

/// The name of a privilege.
pub(crate) fn privilege(input: &mut Input<'_>) -> Parsed<smol_str::SmolStr> {
    if eat(input, "*") {
        return Ok("*".into());
    }
    let (name, span) = run_span(input, |c| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || c == ':' || c == '-'
    })?;
    if name.is_empty() {
        input.state.expect(
            span.start,
            Expected::Free {
                noun: "the name of a privilege",
                such_as: &["property:email:read", "*"],
            },
        );
        return unmet();
    }
    Ok(name.into())
}

impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(7);
        for (letter, given) in [
            ('c', self.create),
            ('s', self.select),
            ('d', self.delete),
            ('-', false),
            ('r', self.read),
            ('w', self.write),
            ('x', self.execute),
        ] {
            text.push(if given {
                letter.to_ascii_uppercase()
            } else {
                letter
            });
        }
        f.pad(&text)
    }
}

impl fmt::Display for PermissionsMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.kind {
            MaskKind::Or => '+',
            MaskKind::And => '&',
        };
        write!(f, "{sign}{}", self.permissions)
    }
}

impl fmt::Display for AccessGrant {
    /// The sentence without its first word: `perm +csd-Rwx on SELECTOR to SELECTOR`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {} to {}", self.kind, self.on, self.to)
    }
}

impl fmt::Display for GrantKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GrantKind::Super => f.write_str("super"),
            GrantKind::Perm(mask) => write!(f, "perm {mask}"),
            GrantKind::Priv(name) => write!(f, "priv {name}"),
        }
    }
}

text_form!(Permissions, Permissions, super::permissions::permissions);
text_form!(PermissionsMask, PermissionsMask, super::permissions::mask);
text_form!(GrantKind, GrantKind, super::permissions::grant_kind);
text_serde!(Permissions, PermissionsMask);
