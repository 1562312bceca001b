//! The Mechtron document: `Mechtron(version=1.0.0) { Wasm { +bin=POINT; +name=NAME; } }`.
//!
//! Other keys may be assigned, and mean nothing. The `;` behind an assignment may be left out.

use std::fmt;
use std::ops::Range;

use smol_str::SmolStr;
use winnow::Parser;
use winnow::error::ErrMode;
use winnow::stream::Stream;

use super::document::{Reading, Resumed, VERSION, document_form};
use super::expected::shorten;
use super::layout::{Line, plain};
use super::lexeme::{blanks, eat, here, is_word, peek, run, run_span, symbol};
use super::text_form::text_serde;
use super::{Expected, Fault, Input, Parsed, point, refuse, unmet};
use crate::{Diagnostic, MechtronConfig, Point};

const WASM: Expected = Expected::Text("Wasm");

const ASSIGNMENT: Expected = Expected::Free {
    noun: "an assignment",
    such_as: &["+bin=repo:1.0.0:/wasm/app.wasm"],
};

/// The assignments of a document.
#[derive(Default)]
struct Assignments {
    /// Keys and values in their order, as they stand in the text.
    written: Vec<(SmolStr, SmolStr)>,
    bin: Option<Point>,
    name: Option<SmolStr>,
    /// The brace before which others could stand.
    closing: Range<usize>,
}

/// The document as what it means.
pub(crate) fn config<'s>(
    input: &mut Input<'s>,
    reading: &mut Reading<'s>,
) -> Parsed<MechtronConfig> {
    document(input, reading)?.config(reading)
}

/// The document as its lines, with all assignments in their order.
pub(crate) fn lines<'s>(input: &mut Input<'s>, reading: &mut Reading<'s>) -> Parsed<Vec<Line>> {
    let assignments = document(input, reading)?;
    let lines = page(&assignments.written);
    assignments.config(reading).map(|_| lines)
}

fn document<'s>(input: &mut Input<'s>, reading: &mut Reading<'s>) -> Parsed<Assignments> {
    reading.open(input, "Mechtron")?;
    let mut assignments = Assignments::default();
    let mut scopes = 0;
    reading.block(input, WASM, |reading, input| {
        scopes += 1;
        wasm(input, reading, &mut assignments, scopes > 1)
    })?;
    if scopes == 0 {
        assignments.closing = reading.last_before(here(input));
    }
    reading.close(input)?;
    Ok(assignments)
}

/// The Wasm scope. Whatever is wrong before its assignments, they are read.
fn wasm<'s>(
    input: &mut Input<'s>,
    reading: &mut Reading<'s>,
    assignments: &mut Assignments,
    again: bool,
) -> Parsed<()> {
    if let Err(fault) = wasm_opens(input, reading, again) {
        reading.note(input, fault);
        run(input, |c| !"{}+;".contains(c))?;
        if eat(input, ";") || (!eat(input, "{") && peek(input) != Some('+')) {
            return Ok(());
        }
    }
    reading.layout.end_line();
    self::assignments(input, reading, assignments)?;
    assignments.closing = reading.last_before(here(input));
    Ok(())
}

fn wasm_opens<'s>(input: &mut Input<'s>, reading: &mut Reading<'s>, again: bool) -> Parsed<()> {
    let (word, span) = run_span(input, is_word)?;
    input.state.expect(span.start, WASM);
    if word.is_empty() {
        return unmet();
    }
    if word != "Wasm" {
        let message = format!("expected the scope `Wasm`, found `{}`", shorten(word));
        reading.report(Diagnostic::error("unknown-scope", span, message).nearest(word, ["Wasm"]));
    } else if again {
        let message = "expected `}`, since there is one scope `Wasm`";
        reading.report(Diagnostic::error("second-scope", span, message));
    }
    reading.blank(input)?;
    symbol("{").parse_next(input)
}

/// The assignments of a scope up to and with its `}`.
fn assignments<'s>(
    input: &mut Input<'s>,
    reading: &mut Reading<'s>,
    found: &mut Assignments,
) -> Parsed<()> {
    reading.block(input, ASSIGNMENT, |reading, input| {
        let start = (here(input), input.checkpoint());
        if let Err(fault) = assignment(input, reading, found)
            && reading.recover(input, start, fault) == Resumed::Block
        {
            return assignments(input, reading, found);
        }
        Ok(())
    })
}

fn assignment<'s>(
    input: &mut Input<'s>,
    reading: &mut Reading<'s>,
    found: &mut Assignments,
) -> Parsed<()> {
    symbol("+").parse_next(input)?;
    let (key, span) = run_span(input, |c| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
    })?;
    if key.is_empty() {
        input.state.expect(span.start, Expected::Text("bin"));
        input.state.expect(span.start, Expected::Text("name"));
        return unmet();
    }
    blanks(input)?;
    symbol("=").parse_next(input)?;
    blanks(input)?;
    if found.written.iter().any(|(other, _)| other == key) {
        let message = format!("expected one `+{key}`, this is another");
        reading.report(Diagnostic::error("second-assignment", span, message));
    }
    let value = match key {
        "bin" => {
            let bin = point::point(input)?;
            let text = bin.to_string().into();
            found.bin = Some(bin);
            text
        }
        "name" => {
            let name = SmolStr::from(value(input)?);
            found.name = Some(name.clone());
            name
        }
        // Other keys mean nothing.
        _ => value(input)?.into(),
    };
    found.written.push((key.into(), value));
    let behind = input.checkpoint();
    blanks(input)?;
    if !eat(input, ";") {
        input.reset(&behind);
        behind_value(input)?;
    }
    reading.layout.end_line();
    Ok(())
}

/// A value up to a blank or `;`.
fn value<'s>(input: &mut Input<'s>) -> Parsed<&'s str> {
    let (text, span) = run_span(input, in_value)?;
    if text.is_empty() {
        input.state.expect(
            span.start,
            Expected::Free {
                noun: "a value",
                such_as: &["my-mechtron"],
            },
        );
        return unmet();
    }
    Ok(text)
}

fn in_value(c: char) -> bool {
    !c.is_whitespace() && c != ';' && c != '}'
}

/// What may stand behind a value without a `;`: a blank or the end of the block.
fn behind_value(input: &mut Input<'_>) -> Parsed<()> {
    if peek(input).is_some_and(in_value) {
        let at = here(input);
        input.state.expect(at, Expected::Text(";"));
        return unmet();
    }
    Ok(())
}

impl Assignments {
    /// What they mean. What is missing is told where nothing else is wrong, else it would only be
    /// the echo of a mistake.
    fn config(self, reading: &mut Reading<'_>) -> Parsed<MechtronConfig> {
        let missing = match (self.bin, self.name) {
            (Some(bin), Some(name)) => return Ok(MechtronConfig { bin, name }),
            (None, _) => "bin",
            (_, None) => "name",
        };
        if !reading.is_sound() {
            return Err(ErrMode::Cut(Fault::Told));
        }
        let message = format!("the Wasm scope needs `+{missing}=…`, which is missing");
        refuse(
            Diagnostic::error("missing-assignment", self.closing, message)
                .hint("a Mechtron document assigns `+bin=POINT;` and `+name=NAME;`"),
        )
    }
}

fn page(assignments: &[(SmolStr, SmolStr)]) -> Vec<Line> {
    let mut lines = vec![
        Line::new(0, format!("Mechtron(version={VERSION}) {{")),
        Line::new(1, "Wasm {"),
    ];
    let assigned = |(key, value): &(SmolStr, SmolStr)| Line::new(2, format!("+{key}={value};"));
    lines.extend(assignments.iter().map(assigned));
    lines.extend([Line::new(1, "}"), Line::new(0, "}")]);
    lines
}

impl fmt::Display for MechtronConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bin = ("bin".into(), self.bin.to_string().into());
        let name = ("name".into(), self.name.clone());
        f.write_str(&plain(&page(&[bin, name])))
    }
}

document_form!(MechtronConfig, Mechtron, super::mechtron::config);
text_serde!(MechtronConfig);
