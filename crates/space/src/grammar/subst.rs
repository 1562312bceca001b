//! Text with variables in it.
//!
//! ```text
//! subst = (text | variable)*          a `$` without `{` is text
//! ```

use std::fmt;

use super::lexeme::{eat, here, run};
use super::text_form::{text_form, text_serde};
use super::{Input, Parsed, variable};
use crate::located::Located;
use crate::subst::{Chunk, Subst};

/// Text to the end.
pub(crate) fn subst(input: &mut Input<'_>) -> Parsed<Subst> {
    chunks(input, |_| true)
}

/// Variables, and text made of `class`.
pub(crate) fn chunks(input: &mut Input<'_>, class: impl Fn(char) -> bool) -> Parsed<Subst> {
    let mut chunks = Vec::new();
    loop {
        let start = here(input);
        let mut text = String::new();
        while !variable::opens(input) {
            let plain = run(input, |c| c != '$' && class(c))?;
            text.push_str(plain);
            if variable::opens(input) || !class('$') || !eat(input, "$") {
                break;
            }
            text.push('$');
        }
        let end = here(input);
        if !text.is_empty() {
            chunks.push(Located::new(Chunk::Text(text.into()), start..end));
        }
        if !variable::opens(input) {
            return Ok(Subst::new(chunks));
        }
        let variable = variable::variable(input)?;
        let span = variable.span.clone();
        chunks.push(Located::new(Chunk::Var(variable.value), span));
    }
}

impl fmt::Display for Chunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Chunk::Text(text) => f.write_str(text),
            Chunk::Var(variable) => write!(f, "{variable}"),
        }
    }
}

impl fmt::Display for Subst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.chunks()
            .iter()
            .try_for_each(|chunk| write!(f, "{chunk}"))
    }
}

text_form!(Subst, Subst, super::subst::subst);
text_serde!(Subst);
