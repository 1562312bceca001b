//! The Mechtron document: `Mechtron(version=1.0.0) { Wasm { +bin=POINT; +name=NAME; } }`.

use std::fmt;

use smol_str::SmolStr;
use winnow::Parser;

use super::lexeme::{eat, here, keyword, peek, run, run_span, symbol};
use super::text_form::{text_form, text_serde};
use super::{Expected, Input, Parsed, point, refuse, unmet};
use crate::{Diagnostic, MechtronConfig};

/// The only version of the document.
const VERSION: &str = "1.0.0";

/// Blanks and comments, which begin with `#` and end with the line.
fn blank(input: &mut Input<'_>) -> Parsed<()> {
    loop {
        run(input, char::is_whitespace)?;
        if peek(input) != Some('#') {
            return Ok(());
        }
        run(input, |c| c != '\n')?;
    }
}

fn version(input: &mut Input<'_>) -> Parsed<()> {
    let (text, span) = run_span(input, |c| c.is_ascii_alphanumeric() || ".-+".contains(c))?;
    if text == VERSION {
        return Ok(());
    }
    input.state.expect(span.start, Expected::Text(VERSION));
    if text.is_empty() {
        return unmet();
    }
    refuse(
        Diagnostic::error(
            "unknown-version",
            span,
            format!(
                "expected version {VERSION} of the document, found `{}`",
                super::expected::shorten(text)
            ),
        )
        .hint(format!("write `Mechtron(version={VERSION})`")),
    )
}

/// A value up to a blank or `;`.
fn value<'s>(input: &mut Input<'s>) -> Parsed<&'s str> {
    let (text, span) = run_span(input, |c| !c.is_whitespace() && c != ';' && c != '}')?;
    if text.is_empty() {
        input.state.expect(
            span.start,
            Expected::Free {
                noun: "a value",
                such_as: &["repo:1.0.0:/wasm/app.wasm"],
            },
        );
        return unmet();
    }
    Ok(text)
}

/// The document.
pub(crate) fn config(input: &mut Input<'_>) -> Parsed<MechtronConfig> {
    blank(input)?;
    keyword("Mechtron").parse_next(input)?;
    symbol("(version=").parse_next(input)?;
    version(input)?;
    symbol(")").parse_next(input)?;
    blank(input)?;
    symbol("{").parse_next(input)?;
    blank(input)?;
    keyword("Wasm").parse_next(input)?;
    blank(input)?;
    symbol("{").parse_next(input)?;
    let (mut bin, mut name) = (None, None);
    loop {
        blank(input)?;
        if eat(input, "}") {
            break;
        }
        symbol("+").parse_next(input)?;
        let (key, span) = run_span(input, |c| {
            c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
        })?;
        if key.is_empty() {
            input.state.expect(span.start, Expected::Text("bin"));
            input.state.expect(span.start, Expected::Text("name"));
            return unmet();
        }
        blank(input)?;
        symbol("=").parse_next(input)?;
        blank(input)?;
        match key {
            "bin" => bin = Some(point::point(input)?),
            "name" => name = Some(SmolStr::from(value(input)?)),
            // other keys are allowed and mean nothing, as in the reference
            _ => drop(value(input)?),
        }
        blank(input)?;
        eat(input, ";");
    }
    // Where the closing brace of the scope stands.
    let end = here(input).saturating_sub(1);
    blank(input)?;
    symbol("}").parse_next(input)?;
    blank(input)?;
    match (bin, name) {
        (Some(bin), Some(name)) => Ok(MechtronConfig { bin, name }),
        (bin, _) => {
            let key = if bin.is_none() { "bin" } else { "name" };
            let span = end..end + 1;
            refuse(
                Diagnostic::error(
                    "missing-assignment",
                    span,
                    format!("the Wasm scope needs `+{key}=…`, which is missing"),
                )
                .hint("a Mechtron document assigns `+bin=POINT;` and `+name=NAME;`"),
            )
        }
    }
}

impl fmt::Display for MechtronConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Mechtron(version={VERSION}) {{\n  Wasm {{\n    +bin={};\n    +name={};\n  }}\n}}\n",
            self.bin, self.name
        )
    }
}

text_form!(MechtronConfig, Mechtron, super::mechtron::config);
text_serde!(MechtronConfig);
