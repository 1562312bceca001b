//! Reads lines `NOUN<TAB>TEXT` and prints for each one JSON line:
//! `{"ok":true,"text":"canonical"}` or `{"ok":false,"errors":[…]}` with byte offsets into the text.
//!
//! Likewise `match<TAB>SELECTOR<TAB>HIERARCHY`, whose text is `true` or `false`. In the fields
//! `\n`, `\t` and `\\` are escapes; the text that comes back is escaped by JSON alone.
//!
//! ```sh
//! printf 'point\tlocalhost:App\n' | cargo run -p orrery-space --example check
//! ```
#![allow(clippy::disallowed_methods)] // reading its input is what it is for

use std::fmt::Display;
use std::io::{self, BufRead, Write};
use std::str::FromStr;

use orrery_space::security::{Permissions, PermissionsMask};
use orrery_space::selector::Hierarchy;
use orrery_space::{
    Command, Diagnostic, Kind, MechtronConfig, ParseError, Point, Script, Selector,
    SubstancePattern, Surface,
};
use serde::Serialize;

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Taken { ok: bool, text: String },
    Refused { ok: bool, errors: Vec<Located> },
}

/// A diagnostic as a line of JSON has it.
#[derive(Serialize)]
struct Located {
    code: String,
    start: usize,
    end: usize,
    message: String,
    hints: Vec<String>,
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        let answer = answer(&String::from_utf8_lossy(&line?));
        writeln!(out, "{}", serde_json::to_string(&answer)?)?;
    }
    Ok(())
}

fn answer(line: &str) -> Answer {
    let mut fields = line.split('\t').map(unescape);
    let noun = fields.next().unwrap_or_default();
    let text = fields.next().unwrap_or_default();
    let text = text.as_str();
    let result = match noun.as_str() {
        "point" => canonical::<Point>(text),
        "surface" => canonical::<Surface>(text),
        "kind" => canonical::<Kind>(text),
        "selector" => canonical::<Selector>(text),
        "substance-pattern" => canonical::<SubstancePattern>(text),
        "command" => canonical::<Command>(text),
        "script" => canonical::<Script>(text),
        "permissions" => canonical::<Permissions>(text),
        "mechtron" => canonical::<MechtronConfig>(text),
        "mask" => canonical::<PermissionsMask>(text),
        "hierarchy" => canonical::<Hierarchy>(text),
        "match" => matches(text, &fields.next().unwrap_or_default()),
        other => Err(unknown_noun(other, text)),
    };
    match result {
        Ok(text) => Answer::Taken { ok: true, text },
        Err(error) => Answer::Refused {
            ok: false,
            errors: error.diagnostics.into_iter().map(located).collect(),
        },
    }
}

fn canonical<T: FromStr<Err = ParseError> + Display>(text: &str) -> Result<String, ParseError> {
    text.parse::<T>().map(|value| value.to_string())
}

fn matches(selector: &str, hierarchy: &str) -> Result<String, ParseError> {
    let selector: Selector = selector.parse()?;
    let hierarchy: Hierarchy = hierarchy.parse()?;
    Ok(selector.matches(&hierarchy).to_string())
}

fn unknown_noun(noun: &str, text: &str) -> ParseError {
    let nouns = [
        "point",
        "surface",
        "kind",
        "selector",
        "substance-pattern",
        "command",
        "script",
        "permissions",
        "mask",
        "mechtron",
        "hierarchy",
        "match",
    ];
    let message = format!("expected one of {}, found `{noun}`", nouns.join(", "));
    Diagnostic::error("unknown-noun", 0..text.len(), message).into()
}

fn located(diagnostic: Diagnostic) -> Located {
    Located {
        code: diagnostic.code.into_owned(),
        start: diagnostic.span.start,
        end: diagnostic.span.end,
        message: diagnostic.message,
        hints: diagnostic.hints,
    }
}

fn unescape(field: &str) -> String {
    let mut text = String::with_capacity(field.len());
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('\\') | None => text.push('\\'),
                Some(other) => text.extend(['\\', other]),
            },
            c => text.push(c),
        }
    }
    text
}
