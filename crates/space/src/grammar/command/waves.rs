//! Waves that are sent or asked for.
//!
//! ```text
//! ping     = 'ping' target method? substance?          signal likewise
//! ripple   = 'ripple' selector call? method? substance?
//! target   = (point | surface) call?                   call = '^' method path?
//! watch    = 'watch' point aspect                      unwatch = 'unwatch' number
//! ```
//!
//! A call carries method and path; without one the method is needed.

use std::fmt;

use smol_str::SmolStr;

use super::{ends_here, point};
use crate::command::{Body, PointForm, Ripple, Send, Watch};
use crate::grammar::lexeme::{blanks, gap, here, maybe, rest, run_span};
use crate::grammar::method::{METHOD, method};
use crate::grammar::particle::{self, ASPECT};
use crate::grammar::point::POINT;
use crate::grammar::selector::{self, SELECTOR};
use crate::grammar::substance::{self, SUBSTANCE};
use crate::grammar::{Expected, Input, Parsed, call, refuse, surface, unmet};
use crate::{Diagnostic, Layer, Method, Substance, Topic};

pub(super) const SUBSCRIPTION: Expected = Expected::Free {
    noun: "the number of a subscription",
    such_as: &["2"],
};

/// A blank, and all of `ping` or `signal`.
pub(super) fn send<P: PointForm>(input: &mut Input<'_>) -> Parsed<Send<P>> {
    gap(input, POINT)?;
    target_first(input, POINT, "localhost:app Ext<Hello>")?;
    let to = surface::surface(input)?;
    let (method, path) = asked(input, &to.point)?;
    Ok(Send {
        to,
        body: tail(input, &method)?,
        method,
        path,
    })
}

/// A blank, and all of `ripple`.
pub(super) fn ripple<P: PointForm>(input: &mut Input<'_>) -> Parsed<Ripple<P>> {
    gap(input, SELECTOR)?;
    target_first(input, SELECTOR, "localhost:** Ext<Hello>")?;
    let to = selector::selector(input)?;
    let (method, path) = asked(input, &to)?;
    Ok(Ripple {
        to,
        body: tail(input, &method)?,
        method,
        path,
    })
}

pub(super) fn watch<P: PointForm>(input: &mut Input<'_>) -> Parsed<Watch<P>> {
    let point = point(input)?;
    gap(input, ASPECT.expected)?;
    Ok(Watch {
        point,
        aspect: particle::aspect(input)?,
    })
}

/// Refuses a method where the target belongs.
fn target_first(input: &mut Input<'_>, what: Expected, example: &str) -> Parsed<()> {
    if !method_opens(input) {
        return Ok(());
    }
    let at = here(input);
    input.state.expect(at, what);
    let hint = format!("the target comes before the method: `{example}`");
    input.state.hint(at, hint);
    unmet()
}

/// Method and path: of a call that the target carries, or the method that follows it.
fn asked(input: &mut Input<'_>, target: &impl fmt::Display) -> Parsed<(Method, SmolStr)> {
    if maybe(input, "^") {
        return call::what(input);
    }
    if gap(input, METHOD).is_err() || ends_here(input) || substance::opens(input) {
        let at = here(input);
        input.state.expect(at, METHOD);
        let hint = format!("a target without a call needs a method: `{target} Ext<Hello>`");
        input.state.hint(at, hint);
        return unmet();
    }
    Ok((method(input)?, SmolStr::new_static("/")))
}

/// Whether a method is next.
fn method_opens(input: &Input<'_>) -> bool {
    ["Ext<", "Http<", "Cmd<", "Hyp<"]
        .iter()
        .any(|family| rest(input).starts_with(family))
}

/// A substance, or nothing.
fn tail<P: PointForm>(input: &mut Input<'_>, method: &Method) -> Parsed<Body<P>> {
    let before = here(input);
    blanks(input)?;
    let at = here(input);
    if ends_here(input) {
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

impl<P: PointForm> fmt::Display for Send<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.to.layer == Layer::Core && self.to.topic == Topic::None {
            write!(f, "{}", self.to.point)?;
        } else {
            write!(f, "{}", self.to)?;
        }
        print_message(f, &self.method, &self.path, &self.body)
    }
}

impl<P: PointForm> fmt::Display for Ripple<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to)?;
        print_message(f, &self.method, &self.path, &self.body)
    }
}

/// All that follows the target.
fn print_message<P: PointForm>(
    f: &mut fmt::Formatter<'_>,
    method: &Method,
    path: &str,
    body: &Body<P>,
) -> fmt::Result {
    if path == "/" {
        write!(f, " {method}")?;
    } else {
        write!(f, "^{method}{path}")?;
    }
    match body {
        Body::Substance(Substance::Empty) => Ok(()),
        body => write!(f, " {body}"),
    }
}
