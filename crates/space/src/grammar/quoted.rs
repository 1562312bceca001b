//! Text in quotes, `"…"` or `'…'`, with the escapes `\n \r \t \\ \" \' \u{…}`.

use std::fmt::Write as _;

use winnow::Parser;
use winnow::token::take_while;

use super::lexeme::{eat, here, peek, rest, run};
use super::{Expected, Input, Parsed, refuse, unmet};
use crate::Diagnostic;

/// Whether a quote is next.
pub(crate) fn opens(input: &Input<'_>) -> bool {
    matches!(peek(input), Some('"' | '\''))
}

/// Text in quotes; [`opens`] has seen the first.
pub(crate) fn quoted(input: &mut Input<'_>) -> Parsed<String> {
    let opening = here(input);
    let quote = if eat(input, "'") {
        "'"
    } else if eat(input, "\"") {
        "\""
    } else {
        input.state.expect(opening, Expected::Text("\""));
        return unmet();
    };
    let mut text = String::new();
    loop {
        text.push_str(run(input, |c| c != '\\' && !quote.contains(c))?);
        if eat(input, quote) {
            return Ok(text);
        }
        if rest(input).is_empty() {
            return refuse(
                Diagnostic::error(
                    "open-quote",
                    opening..here(input),
                    format!(
                        "expected {} at the end of the text in quotes, but the text ends here",
                        ticked(quote)
                    ),
                )
                .hint(format!("add the closing {}", ticked(quote))),
            );
        }
        text.push(escape(input)?);
    }
}

fn ticked(quote: &str) -> String {
    format!("`{quote}`")
}

fn escape(input: &mut Input<'_>) -> Parsed<char> {
    let start = here(input);
    run_one(input)?;
    let next = peek(input);
    run_one(input)?;
    Ok(match next {
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some(c @ ('\\' | '"' | '\'')) => c,
        Some('u') if eat(input, "{") => {
            let digits = run(input, |c| c.is_ascii_hexdigit())?;
            let c = u32::from_str_radix(digits, 16)
                .ok()
                .and_then(char::from_u32);
            match c {
                Some(c) if eat(input, "}") => c,
                _ => return bad(input, start),
            }
        }
        _ => return bad(input, start),
    })
}

fn bad<T>(input: &Input<'_>, start: usize) -> Parsed<T> {
    refuse(
        Diagnostic::error(
            "bad-escape",
            start..here(input),
            "this escape has no meaning",
        )
        .hint("escapes are `\\n`, `\\r`, `\\t`, `\\\\`, `\\\"`, `\\'` and `\\u{1f319}`"),
    )
}

/// One character, if there is one.
fn run_one(input: &mut Input<'_>) -> Parsed<()> {
    take_while(0..=1, |_| true).void().parse_next(input)
}

/// The text in double quotes, on one line.
pub(crate) fn print(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{{{:x}}}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
