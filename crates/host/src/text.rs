//! A module as text: where in WAT lies what a module is refused for, so that an editor can draw it there.

use std::ops::Range;

use orrery_space::Diagnostic;
use wast::core::{FuncKind, ModuleField, ModuleKind};
use wast::parser::ParseBuffer;

use crate::look::Look;
use crate::module::Module;
use crate::refusal::LoadError;

/// Loads a module that is written as WAT.
///
/// ```
/// let text = "(module (import \"cosmos\" \"bodi\" (func)))";
/// let wrong = orrery_host::load_text(text).unwrap_err();
/// assert_eq!(&text[wrong[0].span.clone()], "\"cosmos\" \"bodi\"");
/// assert_eq!(wrong[0].message, "nobody offers cosmos.bodi (did you mean cosmos.body?)");
/// ```
///
/// # Errors
///
/// All that can be said at once of what is wrong, each at its place, the first in the text first. Never
/// without one.
pub fn load_text(text: &str) -> Result<Module, Vec<Diagnostic>> {
    Module::load(text.as_bytes()).map_err(|error| {
        let mut wrong = wrong(text, &error);
        wrong.sort_by_key(|wrong| wrong.span.start);
        wrong
    })
}

/// What a module is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written<'a> {
    /// WAT, as a person wrote it.
    Text(&'a str),
    /// WebAssembly, of which nobody here knows whether it can be read to its end.
    Binary(&'a [u8]),
}

/// As what a module is written, whether it can be a Mechtron or not.
///
/// ```
/// use orrery_host::{Written, written};
///
/// assert_eq!(written(b"(module)")?, Written::Text("(module)"));
/// assert_eq!(written(b"\0asm\x01\0\0\0")?, Written::Binary(b"\0asm\x01\0\0\0"));
/// # Ok::<(), orrery_host::LoadError>(())
/// ```
///
/// # Errors
///
/// [`LoadError::NotWasm`] where it is no module.
pub fn written(bytes: &[u8]) -> Result<Written<'_>, LoadError> {
    if crate::binary::is_binary(bytes) {
        return Ok(Written::Binary(bytes));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if crate::module::is_wat(text) => Ok(Written::Text(text)),
        _ => Err(LoadError::NotWasm {
            look: Look::at(bytes),
            bytes: bytes.len(),
        }),
    }
}

fn wrong(text: &str, error: &LoadError) -> Vec<Diagnostic> {
    let hint = error.hint();
    let said = |place: Range<usize>, message: String| Diagnostic::error("wat", place, message);
    match error {
        LoadError::Wat {
            message,
            line,
            column,
            ..
        } => vec![said(
            word_at(text, offset(text, *line, *column)),
            message.clone(),
        )],
        LoadError::Imports { imports } => imports
            .iter()
            .map(|fault| {
                let place = pair(text, &fault.module, &fault.name).unwrap_or_else(|| head(text));
                said(place, format!("nobody offers {fault}")).hint(hint.as_str())
            })
            .collect(),
        LoadError::Exports { exports, .. } => exports
            .iter()
            .map(|fault| {
                let name = fault.split('`').nth(1).unwrap_or_default();
                let place = quoted(text, name).unwrap_or_else(|| head(text));
                said(place, fault.clone()).hint(hint.as_str())
            })
            .collect(),
        LoadError::Invalid { message, offset } => {
            let place = instruction(text, *offset).unwrap_or_else(|| head(text));
            vec![said(place, message.clone())]
        }
        _ => vec![said(head(text), error.to_string()).hint(hint)],
    }
}

/// What the text begins with after its comments: `(module`, where it is a module.
fn head(text: &str) -> Range<usize> {
    let rest = crate::module::after_comments(text);
    let at = text.len() - rest.len();
    let word = word_at(text, at + usize::from(rest.starts_with('(')));
    at.min(word.start)..word.end
}

/// The byte at a line and a column in characters, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = text.get(before..).unwrap_or_default();
    let letters = rest.chars().take(column - 1);
    // a byte order mark is no part of the first column
    before + letters.map(char::len_utf8).sum::<usize>()
}

/// The word that begins there, or one letter; at the end of the text what was last said.
fn word_at(text: &str, at: usize) -> Range<usize> {
    let rest = text.get(at..).unwrap_or_default();
    if rest.trim().is_empty() {
        let end = text.trim_end().len();
        return text.floor_char_boundary(end.saturating_sub(1))..end;
    }
    if rest.starts_with('"') {
        let end = rest.get(1..).and_then(|inner| inner.find(['"', '\n']));
        return at..end.map_or(text.len(), |end| at + end + 2);
    }
    let word = rest.find(|c: char| c.is_whitespace() || "()\";".contains(c));
    let first = rest.chars().next().map_or(1, char::len_utf8);
    at..at + word.unwrap_or(rest.len()).max(first)
}

/// Where a name stands in quotes.
fn quoted(text: &str, name: &str) -> Option<Range<usize>> {
    let quoted = format!("\"{name}\"");
    let at = text.find(&quoted)?;
    Some(at..at + quoted.len())
}

/// Where two names stand in quotes, one after the other.
fn pair(text: &str, module: &str, name: &str) -> Option<Range<usize>> {
    let (module, name) = (format!("\"{module}\""), format!("\"{name}\""));
    let mut places = text.match_indices(&module);
    places.find_map(|(at, _)| {
        let rest = text.get(at + module.len()..)?;
        let after = rest.trim_start();
        let end = text.len() - after.len() + name.len();
        after.starts_with(&name).then_some(at..end)
    })
}

/// The instruction in the text that became the byte at `offset` of the binary; of the end of a function
/// its beginning.
fn instruction(text: &str, offset: usize) -> Option<Range<usize>> {
    let text_read = text.trim_start_matches('\u{feff}');
    let skipped = text.len() - text_read.len();
    let mut buffer = ParseBuffer::new(text_read).ok()?;
    buffer.track_instr_spans(true);
    let mut wat: wast::Wat = wast::parser::parse(&buffer).ok()?;
    let wasm = wat.encode().ok()?;
    let bodies = wasmparser::Parser::new(0)
        .parse_all(&wasm)
        .filter_map(|part| match part {
            Ok(wasmparser::Payload::CodeSectionEntry(body)) => Some(body),
            _ => None,
        });
    let (no, body) = bodies
        .enumerate()
        .find(|(_, body)| body.range().contains(&offset))?;
    let mut instructions = body.get_operators_reader().ok()?;
    let mut before = 0;
    while instructions.original_position() < offset {
        instructions.read().ok()?;
        before += 1;
    }
    let wast::Wat::Module(module) = &wat else {
        return None;
    };
    let ModuleKind::Text(fields) = &module.kind else {
        return None;
    };
    let (func, code) = fields
        .iter()
        .filter_map(|field| match field {
            ModuleField::Func(func) => match &func.kind {
                FuncKind::Inline { expression, .. } => Some((func, expression)),
                FuncKind::Import(..) => None,
            },
            _ => None,
        })
        .nth(no)?;
    let spans = code.instr_spans.as_deref().unwrap_or_default();
    let span = spans.get(before).unwrap_or(&func.span);
    Some(word_at(text, span.offset() + skipped))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    const BEFORE: &str =
        "(module\n  (memory (export \"memory\") 1)\n  (func (export \"mechtron_v1\"))\n  ";

    fn said(text: &str) -> Vec<String> {
        let wrong = super::load_text(text).unwrap_err();
        let said =
            |w: &orrery_space::Diagnostic| format!("{}: {}", &text[w.span.clone()], w.message);
        wrong.iter().map(said).collect()
    }

    #[test]
    fn each_mistake_is_at_its_place() {
        for (rest, wrong) in [
            (
                "(func (export \"mechtron_wave\") (drop (i64.const 1) (local.get $x))))",
                "$x: unknown local: failed to find name `$x`",
            ),
            (
                "(func (export \"mechtron_wave\")\n    (drop (i32.add (i32.const 1) (i64.const 2)))))",
                "i32.add: type mismatch: expected i32, found i64",
            ),
            (
                "(func (export \"mechtron_wave\")\n    i64.const 2))",
                "func: type mismatch: values remaining on stack at end of block",
            ),
            (
                "(func (export \"mechtron_wave\") (cal $x)))",
                "cal: unknown operator or unexpected token",
            ),
            (
                "(func (export \"mechtron_wave\") (param i32)))",
                "\"mechtron_wave\": it exports `mechtron_wave` as (i32) -> (), and () -> () is expected",
            ),
            ("(func (export \"mechtron_wave\"))", "): expected `)`"),
        ] {
            assert_eq!(said(&format!("{BEFORE}{rest}")), [wrong], "{rest}");
        }
    }

    #[test]
    fn what_is_missing_is_said_of_the_whole() {
        assert_eq!(
            said(";; a comment\n(module)"),
            [
                "(module: it does not export its memory as `memory`",
                "(module: it does not export the function `mechtron_v1`, which marks the version of the contract",
                "(module: it does not export the function `mechtron_wave`",
            ]
        );
        assert!(said("these are my notes")[0].starts_with("these: expected a WebAssembly module"));
        assert_eq!(said("").len(), 1);
    }

    #[test]
    fn what_is_no_module_says_what_it_is() {
        let why = super::written(b"PK\x03\x04").unwrap_err();
        assert!(why.sentence().contains("ZIP"));
    }

    #[test]
    fn no_text_is_too_strange_for_a_place() {
        for text in [
            "",
            " ",
            "(",
            "\"",
            "(module \"ü",
            "\u{feff}(module (func i32.ad))",
            "((",
            "(module (; ",
            ";;",
            "(módule)",
        ] {
            for wrong in super::load_text(text).unwrap_err() {
                assert!(
                    text.get(wrong.span.clone()).is_some(),
                    "{text}: {:?}",
                    wrong.span
                );
            }
        }
    }
}
