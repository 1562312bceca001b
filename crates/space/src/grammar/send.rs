//! What `ping` and `signal` take: `TARGET [METHOD] [SUBSTANCE]`.
//!
//! The target is a point, a surface, or either with a call (`localhost:app^Http<Get>/users/7`),
//! which carries method and path; without a call the method is needed.

use std::fmt;

use smol_str::SmolStr;

use super::lexeme::{blanks, gap, here, maybe, rest, run_span};
use super::method::{METHOD, method};
use super::point::POINT;
use super::substance::{self, SUBSTANCE};
use super::{Expected, Input, Parsed, refuse, surface, unmet};
use crate::command::{Body, Send};
use crate::{Diagnostic, Layer, Method, Substance, Topic};

/// Everything after the name of the command and its blanks.
pub(crate) fn send(input: &mut Input<'_>) -> Parsed<Send> {
    if method_opens(input) {
        let at = here(input);
        input.state.expect(at, POINT);
        input.state.hint(
            at,
            "the target comes before the method: `localhost:app Ext<Hello>`",
        );
        return unmet();
    }
    let to = surface::surface(input)?;
    let mut path = SmolStr::new_static("/");
    let method = if maybe(input, "^") {
        let method = method(input)?;
        if rest(input).starts_with('/') {
            path = call_path(input)?;
        } else {
            let at = here(input);
            input.state.also(at, Expected::Text("/"));
        }
        method
    } else {
        if gap(input, METHOD).is_err() || rest(input).is_empty() || substance::opens(input) {
            let at = here(input);
            input.state.expect(at, METHOD);
            input.state.hint(
                at,
                format!(
                    "a target without a call needs a method: `{} Ext<Hello>`",
                    to.point
                ),
            );
            return unmet();
        }
        method(input)?
    };
    let body = tail(input, &method)?;
    Ok(Send {
        to,
        method,
        path,
        body,
    })
}

/// Whether a method is next.
fn method_opens(input: &Input<'_>) -> bool {
    ["Ext<", "Http<", "Cmd<", "Hyp<"]
        .iter()
        .any(|family| rest(input).starts_with(family))
}

/// A substance, or nothing.
fn tail(input: &mut Input<'_>, method: &Method) -> Parsed<Body> {
    let before = here(input);
    blanks(input)?;
    let at = here(input);
    if rest(input).is_empty() || rest(input).starts_with(';') {
        input.state.also(at, SUBSTANCE);
        return Ok(Body::Substance(Substance::Empty));
    }
    if at == before {
        input.state.expect(at, Expected::End);
        input.state.also(at, SUBSTANCE);
        return unmet();
    }
    if method_opens(input) {
        let (_, span) = run_span(input, |c| !c.is_whitespace() && c != ';')?;
        return refuse(
            Diagnostic::error(
                "expected",
                span,
                format!("expected a body or the end, since the method is already `{method}`"),
            )
            .hint("a target with a call carries its method: leave one of the two out"),
        );
    }
    substance::body(input)
}

pub(crate) fn call_path(input: &mut Input<'_>) -> Parsed<SmolStr> {
    let (path, _) = run_span(input, |c| c.is_ascii_alphanumeric() || "._/:-".contains(c))?;
    Ok(path.into())
}

impl fmt::Display for Send {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.to.layer == Layer::Core && self.to.topic == Topic::None {
            write!(f, "{}", self.to.point)?;
        } else {
            write!(f, "{}", self.to)?;
        }
        if self.path == "/" {
            write!(f, " {}", self.method)?;
        } else {
            write!(f, "^{}{}", self.method, self.path)?;
        }
        match &self.body {
            Body::Substance(Substance::Empty) => Ok(()),
            body => write!(f, " {body}"),
        }
    }
}
