//! Runs the cases of `tests/conformance/*.txt` whose nouns the grammar has.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::disallowed_methods)] // the cases are files

use std::fmt::{Debug, Display};
use std::path::PathBuf;
use std::str::FromStr;

use orrery_space::security::{Permissions, PermissionsMask};
use orrery_space::selector::Hierarchy;
use orrery_space::{
    Command, Kind, MechtronConfig, ParseError, Point, Script, Selector, SubstancePattern, Surface,
};

/// What was run, and what was left out.
#[derive(Default)]
struct Tally {
    run: usize,
    skipped: Vec<String>,
}

fn unescape(text: &str) -> String {
    text.replace("\\\\", "\0")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace('\0', "\\")
}

fn run(file: &str) -> Tally {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/conformance")
        .join(file);
    let text = std::fs::read_to_string(&path).expect("the cases are there");
    let mut tally = Tally::default();
    let mut failures = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        match case(&fields) {
            Some(Ok(())) => tally.run += 1,
            Some(Err(why)) => failures.push(format!("{file}:{}: {line}\n    {why}", number + 1)),
            None => tally.skipped.push(line.to_owned()),
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    assert!(tally.run > 0, "no case in {file}");
    tally
}

fn case(fields: &[&str]) -> Option<Result<(), String>> {
    let (verdict, noun) = (fields[0], fields[1]);
    let text = unescape(fields.get(2).copied().unwrap_or_default());
    if verdict == "match" {
        let expected = fields[3] == "true";
        let selector: Result<Selector, _> = noun.parse();
        let hierarchy: Result<Hierarchy, _> = text.parse();
        return Some(match (selector, hierarchy) {
            (Ok(selector), Ok(hierarchy)) if selector.matches(&hierarchy) == expected => Ok(()),
            (Ok(_), Ok(_)) => Err(format!("expected {expected}")),
            (Err(error), _) => Err(error.render(noun)),
            (_, Err(error)) => Err(error.render(&text)),
        });
    }
    let more = fields.get(3).copied();
    Some(match noun {
        "point" => check::<Point>(verdict, &text, more),
        "kind" => check::<Kind>(verdict, &text, more),
        "substance-pattern" => check::<SubstancePattern>(verdict, &text, more),
        "surface" => check::<Surface>(verdict, &text, more),
        "selector" => check::<Selector>(verdict, &text, more),
        "command" => check::<Command>(verdict, &text, more),
        "script" => check::<Script>(verdict, &text, more),
        "permissions" => check::<Permissions>(verdict, &text, more),
        "mechtron" => check::<MechtronConfig>(verdict, &text, more),
        "mask" => check::<PermissionsMask>(verdict, &text, more),
        other => Err(format!("no such noun: {other}")),
    })
}

fn check<T>(verdict: &str, text: &str, more: Option<&str>) -> Result<(), String>
where
    T: FromStr<Err = ParseError> + Display + Debug + PartialEq,
{
    match (verdict, text.parse::<T>()) {
        ("ok", Ok(value)) => {
            let printed = value.to_string();
            if let Some(canonical) = more.and_then(|m| m.strip_prefix('='))
                && printed != canonical
            {
                return Err(format!("printed as {printed}"));
            }
            match printed.parse::<T>() {
                Ok(again) if again == value => Ok(()),
                Ok(again) => Err(format!("{value:?} became {again:?}")),
                Err(error) => Err(error.render(&printed)),
            }
        }
        ("ok", Err(error)) => Err(error.render(text)),
        ("err", Ok(value)) => Err(format!("was taken as {value:?}")),
        ("err", Err(error)) => {
            let span = error.diagnostics[0].span.clone();
            if span.is_empty() && span.start != text.len() {
                return Err(format!("the span {span:?} is empty before the end"));
            }
            match more {
                Some(expected) if expected != format!("{}..{}", span.start, span.end) => {
                    Err(format!("the first diagnostic covers {span:?}"))
                }
                _ => Ok(()),
            }
        }
        (other, _) => Err(format!("no such verdict: {other}")),
    }
}

#[test]
fn points() {
    assert_eq!(run("points.txt").skipped, [""; 0]);
}

#[test]
fn kinds() {
    assert_eq!(run("kinds.txt").skipped, [""; 0]);
}

#[test]
fn surfaces() {
    assert_eq!(run("surfaces.txt").skipped, [""; 0]);
}

#[test]
fn selectors() {
    assert_eq!(run("selectors.txt").skipped, [""; 0]);
}

#[test]
fn patterns() {
    assert_eq!(run("patterns.txt").skipped, [""; 0]);
}

#[test]
fn mechtrons() {
    assert_eq!(run("mechtrons.txt").skipped, [""; 0]);
}

#[test]
fn security() {
    assert_eq!(run("security.txt").skipped, [""; 0]);
}

#[test]
fn commands() {
    assert_eq!(run("commands.txt").skipped, [""; 0]);
}

#[test]
fn scripts() {
    assert_eq!(run("scripts.txt").skipped, [""; 0]);
}
