//! Permissions `csd-Rwx` and masks `+csd-Rwx`.

use std::fmt;

use super::lexeme::{eat, here, is_word, run_span};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::Diagnostic;
use crate::security::{MaskKind, Permissions, PermissionsMask};

const PERMISSIONS: Expected = Expected::Free {
    noun: "permissions",
    such_as: &["csd-Rwx"],
};

const SHAPE: &str = "permissions are six letters, `csd-rwx`, a capital for each that is given: \
                     Create, Select, Delete of children; Read, Write, eXecute";

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

text_form!(Permissions, Permissions, super::permissions::permissions);
text_form!(PermissionsMask, PermissionsMask, super::permissions::mask);
text_serde!(Permissions, PermissionsMask);
