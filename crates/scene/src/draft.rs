//! What somebody writes in the editor: what is wrong with it and where, what it is and does, and by which
//! lines of the command language it is made live. The editor shows what stands here and decides nothing.
//!
//! ```
//! use orrery_scene::Ledger;
//! use orrery_scene::draft::{Draft, Noun, wat};
//! let draft = Draft {
//!     noun: Noun::Wat,
//!     text: "(module)".into(),
//!     point: "localhost:draft".into(),
//!     ..Draft::default()
//! };
//! let read = wat(&Ledger::default(), &draft, Ok(vec![("functions".into(), "2".into())]));
//! assert_eq!(read.lines, ["launch ^[ draft.wat ]-> localhost:draft"]);
//! ```

use std::ops::Range;

use orrery_space::selection::Verdict;
use orrery_space::{Asked, Bind, Command, Diagnostic, Point};
use serde::{Deserialize, Serialize};

use crate::Ledger;
use crate::console::diagnose_point;

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Noun {
    /// A module as WebAssembly text.
    #[default]
    Wat,
    /// A bind document.
    Bind,
}

/// What somebody writes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    /// What it is meant to be.
    pub noun: Noun,
    /// The text.
    pub text: String,
    /// The point at which the module shall live, or whose routes the bind shall be.
    pub point: String,
    /// The line that tries it: `ping localhost:draft Ext<Say> "hi"`.
    pub trial: String,
    /// Whether what lives at the point is an earlier text of it: then the version that it replaces goes.
    pub again: bool,
}

/// What there is to say of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// What is wrong with the text, the first first.
    pub mistakes: Vec<Mistake>,
    /// What is to be said of the point; `Err` where it will not do.
    pub point: Option<Result<String, String>>,
    /// What it is, in rows.
    pub says: Vec<Saying>,
    /// What makes it live, one line after the other. None while something is wrong.
    pub lines: Vec<String>,
    /// The file that the lines name, where it is not the text itself.
    pub file: Option<Vec<u8>>,
    /// Under which name they do.
    pub name: String,
}

/// Something that is wrong, as an editor shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mistake {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// Where it stands in the text, in bytes.
    pub place: Range<u32>,
    /// What.
    pub message: String,
    /// What to do, where that is known.
    pub hint: String,
}

/// A row beside the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Saying {
    /// The glyph before it, or nothing.
    pub glyph: String,
    /// Of what: `cosmos.body`, a route.
    pub of: String,
    /// What is said of it.
    pub text: String,
}

/// A mistake where a diagnostic points.
#[must_use]
pub fn mistake(text: &str, wrong: &Diagnostic) -> Mistake {
    let before = text.get(..wrong.span.start).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count();
    let short = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Mistake {
        line: short(before.matches('\n').count() + 1),
        column: short(column + 1),
        place: short(wrong.span.start)..short(wrong.span.end),
        message: wrong.message.clone(),
        hint: wrong.hints.join("; "),
    }
}

/// What there is to say of WAT, of which a look at it said these rows of (name, value), or what is wrong.
#[must_use]
pub fn wat(
    ledger: &Ledger,
    draft: &Draft,
    looked: Result<Vec<(String, String)>, Vec<Diagnostic>>,
) -> Reading {
    let mut reading = Reading::default();
    let point = self::point(draft, &mut reading, |point| match ledger.at(point) {
        None => Ok("nothing is there yet".to_owned()),
        Some(known) if known.kind.base() == "Mechtron" => {
            Ok("the new version of what lives there, which keeps its state".to_owned())
        }
        Some(known) => Err(format!(
            "a {} is there already; choose another Point",
            known.kind.base()
        )),
    });
    match looked {
        Ok(rows) => reading.says = sentences(&rows),
        Err(wrong) => {
            reading.mistakes = wrong.iter().map(|w| mistake(&draft.text, w)).collect();
        }
    }
    if let Some(point) = point.filter(|_| reading.mistakes.is_empty()) {
        let stem = point.as_str().rsplit([':', '/']).next().unwrap_or("draft");
        reading.name = format!("{stem}.wat");
        reading.lines = vec![format!("launch ^[ {} ]-> {point}", reading.name)];
        // or a session of many edits would leave as many bundles behind
        if draft.again
            && let Some(former) = self::version_of(ledger, &point)
        {
            reading.lines.push(format!("delete {former}"));
        }
    }
    reading
}

/// The version from which the Mechtron there comes, if nobody else comes from it.
fn version_of(ledger: &Ledger, point: &Point) -> Option<String> {
    let config = ledger.at(point)?.properties.get("config")?;
    let (version, _) = config.split_once(":/")?;
    let within = |value: &str| value.split_once(":/").is_some_and(|(of, _)| of == version);
    let users = ledger
        .particles()
        .filter(|known| known.properties.values().any(|value| within(value)));
    (users.count() == 1).then(|| version.to_owned())
}

/// What there is to say of a bind; `bundle` makes an archive of a path in it and its content.
#[must_use]
pub fn bind(ledger: &Ledger, draft: &Draft, bundle: impl FnOnce(&str, &str) -> Vec<u8>) -> Reading {
    let mut reading = Reading::default();
    let point = self::point(draft, &mut reading, |point| match ledger.at(point) {
        None => Err("nobody is there; create a Particle first".to_owned()),
        Some(known) => Ok(match known.properties.get("bind") {
            Some(bind) => format!("its bind is {bind}"),
            None => "it has the usual bind of its kind".to_owned(),
        }),
    });
    let bind = match draft.text.parse::<Bind>() {
        Ok(bind) => bind,
        Err(error) => {
            let wrong = error.diagnostics.iter();
            reading.mistakes = wrong.map(|w| mistake(&draft.text, w)).collect();
            return reading;
        }
    };
    reading.says = self::routes(&bind, &draft.trial);
    if let Some(point) = point {
        let stem = point.as_str().rsplit([':', '/']).next().unwrap_or_default();
        let path = format!("bind/{stem}.bind");
        reading.name = format!("{stem}.zip");
        reading.lines = self::places(ledger, &point, stem);
        reading.file = Some(bundle(&path, &draft.text));
    }
    reading
}

/// Which of the routes the Wave of a line takes, and why not the others.
fn routes(bind: &Bind, line: &str) -> Vec<Saying> {
    let said = |glyph: &str, of: String, text: String| Saying {
        glyph: glyph.to_owned(),
        of,
        text,
    };
    let (method, path) = match line.parse::<Command>() {
        Ok(Command::Ping(send) | Command::Signal(send)) => (send.method, send.path),
        Ok(_) => {
            let text = "the line that tries it sends no Wave; write such as ping localhost:app^Http<Get>/a";
            return vec![said("note", String::new(), text.to_owned())];
        }
        Err(error) => return vec![said("note", String::new(), error.sentence())],
    };
    let asked = Asked::new(&method, if path.is_empty() { "/" } else { &path });
    let mut taken = false;
    let mut all: Vec<Saying> = Vec::new();
    for route in bind.explain(&asked) {
        let verdict = route.verdict.to_string();
        let chosen = route.verdict == Verdict::Chosen;
        taken |= chosen;
        let way = route.to_string();
        let way = way.strip_suffix(&verdict).unwrap_or(&way);
        let of = way.trim_end_matches(": ").to_owned();
        let text = match chosen {
            true => format!(
                "is taken: {}{}",
                route.pipeline,
                self::captured(bind, &asked)
            ),
            false => verdict,
        };
        all.push(said(if chosen { "ready" } else { "" }, of, text));
    }
    if !taken {
        let text = format!("no route is for {method} {}: the answer is 404", asked.path);
        all.push(said("refused", "none".to_owned(), text));
    }
    all
}

/// What the path captures on the way that is taken.
fn captured(bind: &Bind, asked: &Asked<'_>) -> String {
    let captures = bind.select(asked).map(|chosen| chosen.captures);
    let each = captures.iter().flatten();
    each.map(|(name, text)| format!("; {name} is {text}"))
        .collect()
}

/// The lines that publish a bind as the next version of a series beside the point, and make it that of the
/// Particle there.
fn places(ledger: &Ledger, point: &Point, stem: &str) -> Vec<String> {
    let space = point.as_str().split(':').next().unwrap_or_default();
    let repo = format!("{space}:binds");
    let series = format!("{repo}:{stem}");
    let is_there = |text: &str| text.parse().is_ok_and(|point| ledger.at(&point).is_some());
    let mut lines = Vec::new();
    if !is_there(&repo) {
        lines.push(format!("create {repo}<Repo>"));
    }
    if !is_there(&series) {
        lines.push(format!("create {series}<BundleSeries>"));
    }
    let mut versions = (0..u32::MAX).map(|patch| format!("{series}:1.0.{patch}"));
    let version = versions
        .find(|version| !is_there(version))
        .unwrap_or_default();
    lines.push(format!("publish ^[ {stem}.zip ]-> {version}"));
    lines.push(format!(
        "set {point}{{ +bind={version}:/bind/{stem}.bind }}"
    ));
    lines
}

/// The point of a draft, where it is one that will do.
fn point(
    draft: &Draft,
    reading: &mut Reading,
    known: impl FnOnce(&Point) -> Result<String, String>,
) -> Option<Point> {
    let text = draft.point.trim();
    let said = match text.parse::<Point>() {
        Ok(point) => known(&point).map(|said| (said, point)),
        Err(_) => {
            let wrong = diagnose_point(text).into_iter().next();
            Err(wrong.map_or_else(String::new, |wrong| {
                let hints = wrong.hints.join("; ");
                let joint = if hints.is_empty() { "" } else { "; " };
                format!("{}{joint}{hints}", wrong.message)
            }))
        }
    };
    let (said, point) = match said {
        Ok((said, point)) => (Ok(said), Some(point)),
        Err(why) => (Err(why), None),
    };
    reading.point = Some(said);
    point
}

/// What a module imports, exports and is, each in a sentence.
fn sentences(rows: &[(String, String)]) -> Vec<Saying> {
    let value = |name: &str| {
        let row = rows.iter().find(|(known, _)| known == name);
        row.map_or("", |(_, value)| value.as_str())
    };
    let said = |of: &str, text: String| Saying {
        glyph: String::new(),
        of: of.to_owned(),
        text,
    };
    let mut all = Vec::new();
    for (name, ty) in rows {
        if let Some(import) = name.strip_prefix("import ") {
            let does = does(import).map_or_else(|| format!("is imported as {ty}"), str::to_owned);
            all.push(said(import, does));
        } else if let Some(export) = name.strip_prefix("export ") {
            let is = serves(export).map_or_else(|| format!("is exported as {ty}"), str::to_owned);
            all.push(said(export, is));
        } else if name == "manifest" {
            all.push(said("manifest", value(name).to_owned()));
        }
    }
    all.push(said(
        "module",
        format!(
            "{} as a binary, {} functions of its own, {}",
            value("size"),
            value("functions"),
            value("memory"),
        ),
    ));
    all
}

/// What an import does.
fn does(import: &str) -> Option<&'static str> {
    Some(match import {
        "cosmos.field" => "reads a field of the Wave: from whom, the method, the path",
        "cosmos.header" => "reads a header of the Wave",
        "cosmos.property" => "reads a property of its own Particle",
        "cosmos.body_kind" => "asks what the Wave's body is",
        "cosmos.body" => "copies the Wave's body into its memory",
        "cosmos.reply" => "answers the Wave, once",
        "cosmos.reply_header" => "adds a header to its answer",
        "cosmos.ask" => "sends a Ping of its own and waits for the Pong",
        "cosmos.ripple" => "asks many at once and waits for their Echoes",
        "cosmos.pick" => "chooses which answer is read",
        "cosmos.answer_kind" => "asks what the body of an answer is",
        "cosmos.answer" => "copies the body of an answer into its memory",
        "cosmos.answer_field" => "reads a field of an answer",
        "cosmos.answer_header" => "reads a header of an answer",
        "cosmos.signal" => "sends a Signal, for which nobody answers",
        "cosmos.alarm" => "has itself woken after a time",
        "cosmos.cancel" => "takes an alarm back",
        "cosmos.get" => "reads its state, which outlives restarts and new versions",
        "cosmos.put" => "writes its state, which outlives restarts and new versions",
        "cosmos.delete" => "forgets a value of its state",
        "cosmos.keys" => "lists the keys of its state",
        "cosmos.log" => "writes a line into the log",
        "cosmos.now" => "asks what time it is",
        "cosmos.random" => "draws chance, by the seed of the cosmos",
        _ if import.starts_with("wasi_") => "a call of WASI, for languages that need one",
        _ if import.starts_with("env.") => "a call that its language's runtime needs",
        _ => return None,
    })
}

/// What an export is there for.
fn serves(export: &str) -> Option<&'static str> {
    Some(match export {
        "memory" => "its memory, in which the cosmos reads and writes what it is asked to",
        "mechtron_v1" => "says that it keeps version 1 of the contract; it is never called",
        "mechtron_wave" => "is called once for each Wave",
        "mechtron_init" => "is called when it begins, and again after a restart or a new version",
        "_initialize" => "is called once, before all else",
        _ => return None,
    })
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
