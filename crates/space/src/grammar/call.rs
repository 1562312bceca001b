//! Calls: `localhost:app^Http<Get>/users/${user}`.
//!
//! ```text
//! call = point '^' method path?          path = '/' [A-Za-z0-9._/:-]*
//! ```
//!
//! A path with variables has them anywhere after its first `/`.

use std::fmt;

use smol_str::SmolStr;
use winnow::Parser;

use super::lexeme::{here, rest, run_span, symbol};
use super::method::method;
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, open_point, point, subst};
use crate::call::{Call, CallVar};
use crate::env::Variable;
use crate::located::Located;
use crate::{Diagnostic, Method, PointVar, Subst};

fn in_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | ':' | '-')
}

/// A call.
pub(crate) fn call(input: &mut Input<'_>) -> Parsed<Call> {
    let point = point::point(input)?;
    symbol("^").parse_next(input)?;
    let (method, path) = what(input)?;
    Ok(Call {
        point,
        method,
        path,
    })
}

/// What stands after `^`: the method and the path.
pub(crate) fn what(input: &mut Input<'_>) -> Parsed<(Method, SmolStr)> {
    let method = method(input)?;
    if !path_follows(input) {
        return Ok((method, SmolStr::new_static("/")));
    }
    let (path, _) = run_span(input, in_path)?;
    Ok((method, path.into()))
}

/// A call with variables.
pub(crate) fn call_var(input: &mut Input<'_>) -> Parsed<CallVar> {
    let point = open_point::point_var(input)?;
    symbol("^").parse_next(input)?;
    call_of(input, point)
}

/// The rest of a call with variables, behind its `^`.
pub(crate) fn call_of(input: &mut Input<'_>, point: PointVar) -> Parsed<CallVar> {
    let method = method(input)?;
    let path = if path_follows(input) {
        subst::chunks(input, in_path)?
    } else {
        Subst::root(here(input))
    };
    Ok(CallVar {
        point,
        method,
        path,
    })
}

fn path_follows(input: &mut Input<'_>) -> bool {
    if rest(input).starts_with('/') {
        return true;
    }
    let at = here(input);
    input.state.also(at, Expected::Text("/"));
    false
}

/// Whether a call can have that path.
pub(crate) fn is_path(text: &str) -> bool {
    text.starts_with('/') && text.chars().all(in_path)
}

/// Why the value of a variable cannot stand in a path.
pub(crate) fn amiss_in_path(variable: &Located<Variable>, value: &str) -> Option<Diagnostic> {
    let c = value.chars().find(|c| !in_path(*c))?;
    let value = super::shorten(value);
    Some(
        Diagnostic::error(
            "bad-value",
            variable.span.clone(),
            format!(
                "`{variable}` is `{value}`, and `{}` cannot stand in a path",
                super::shorten(&c.to_string())
            ),
        )
        .hint("a path is made of letters, digits, `.`, `_`, `-`, `:` and `/`"),
    )
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}^{}", self.point, self.method)?;
        match self.path.as_str() {
            "/" => Ok(()),
            path => f.write_str(path),
        }
    }
}

impl fmt::Display for CallVar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}^{}", self.point, self.method)?;
        if self.path.is_root() {
            return Ok(());
        }
        write!(f, "{}", self.path)
    }
}

text_form!(Call, Call, super::call::call);
text_form!(CallVar, CallVar, super::call::call_var);
text_serde!(Call, CallVar);
