//! Running scenarios.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use orrery_hyperspace::Constellation;
use orrery_hyperspace::trace::{Event, Record};
use smol_str::SmolStr;

use super::expect::lines_match;
use super::reasons::Reasons;
use super::script::{Scenario, Script, Step};
use crate::{Cosmos, TraceHash, TraceText};

/// What came of a script.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// Of each scenario.
    pub scenarios: Vec<ScenarioRun>,
    rewritten: String,
}

/// What came of one scenario.
#[derive(Debug, Clone)]
pub struct ScenarioRun {
    /// Its name.
    pub name: String,
    /// What came otherwise than expected.
    pub mismatches: Vec<Mismatch>,
    /// The hash of its trace.
    pub hash: TraceHash,
    /// Its trace as lines.
    pub trace: Vec<String>,
}

/// A reply or a trace that is not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The line of the command, from 1.
    pub line: usize,
    /// The command.
    pub command: String,
    /// What should have come.
    pub expected: Vec<String>,
    /// What came.
    pub got: Vec<String>,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "line {}: > {}", self.line, self.command)?;
        for line in &self.expected {
            writeln!(f, "  expected {line}")?;
        }
        for line in &self.got {
            writeln!(f, "  got      {line}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for scenario in &self.scenarios {
            for mismatch in &scenario.mismatches {
                write!(f, "{}, {mismatch}", scenario.name)?;
            }
        }
        Ok(())
    }
}

impl Run {
    /// Whether everything came as expected.
    #[must_use]
    pub fn is_as_expected(&self) -> bool {
        self.scenarios.iter().all(|s| s.mismatches.is_empty())
    }

    /// The script with the replies that came in the place of those that did not come.
    #[must_use]
    pub fn rewritten(&self) -> &str {
        &self.rewritten
    }
}

impl Script {
    /// Runs every scenario. `open` gives the content of an uploaded file, by its path relative to
    /// the script, or says why it cannot.
    pub fn run(&self, mut open: impl FnMut(&str) -> Result<Vec<u8>, String>) -> Run {
        let mut run = Run::default();
        for line in &self.preamble {
            run.put(line);
        }
        for scenario in &self.scenarios {
            let result = run_one(scenario, &mut open, &mut run);
            run.scenarios.push(result);
        }
        run
    }
}

impl Run {
    fn put(&mut self, line: &str) {
        self.rewritten.push_str(line);
        self.rewritten.push('\n');
    }
}

impl Scenario {
    /// The stars and lanes of its cosmos.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is no constellation.
    fn constellation(
        &self,
        open: &mut impl FnMut(&str) -> Result<Vec<u8>, String>,
    ) -> Result<Constellation, Mismatch> {
        let Some(path) = &self.constellation else {
            return Ok(Constellation::default());
        };
        let mismatch = |got: String| Mismatch {
            line: self.line,
            command: format!("constellation {path}"),
            expected: vec!["a constellation that can be read".to_owned()],
            got: got.lines().map(str::to_owned).collect(),
        };
        let bytes = open(path).map_err(mismatch)?;
        let text = String::from_utf8_lossy(&bytes);
        text.parse::<Constellation>()
            .map_err(|error| mismatch(error.render(&text)))
    }
}

fn run_one(
    scenario: &Scenario,
    open: &mut impl FnMut(&str) -> Result<Vec<u8>, String>,
    run: &mut Run,
) -> ScenarioRun {
    for line in &scenario.head {
        run.put(line);
    }
    let mut result = ScenarioRun {
        name: scenario.name.clone(),
        mismatches: Vec::new(),
        hash: TraceHash::default(),
        trace: Vec::new(),
    };
    let mut files: BTreeMap<SmolStr, Arc<[u8]>> = BTreeMap::new();
    for (name, path) in &scenario.uploads {
        match open(path) {
            Ok(bytes) => {
                files.insert(name.into(), bytes.into());
            }
            Err(reason) => result.mismatches.push(Mismatch {
                line: scenario.line,
                command: format!("upload {name} {path}"),
                expected: vec!["a file that can be read".to_owned()],
                got: vec![reason],
            }),
        }
    }
    let constellation = scenario.constellation(open).unwrap_or_else(|mismatch| {
        result.mismatches.push(mismatch);
        Constellation::default()
    });
    let mut cosmos = Cosmos::with(scenario.seed, constellation);
    let (mut text, mut reasons) = (TraceText::default(), Reasons::default());
    for step in &scenario.steps {
        let named = files
            .iter()
            .map(|(name, bytes)| (name.clone(), Arc::clone(bytes)));
        let ticket = cosmos.command(&step.command, named.collect());
        let reply = cosmos.run_until_reply(ticket);
        let records = cosmos.take_trace();
        result.hash.add(&records);
        records.iter().for_each(|record| reasons.learn(record));
        result.trace.extend(records.iter().map(|record| {
            let line = text.line(record);
            match reasons.why(record) {
                Some(why) => format!("{line}: {why}"),
                None => line,
            }
        }));
        let got = reply.core.to_lines();
        run.put(&format!("> {}", step.command));
        compare(step, &step.expected, got, run, &mut result);
        let indent = |lines: &[String]| lines.iter().map(|l| format!("  {l}")).collect();
        if let Some(expected) = &step.trace {
            run.put("? trace");
            let expected: Vec<String> = indent(expected);
            let got: Vec<String> = indent(&hops(&records, &text));
            compare(step, &expected, got, run, &mut result);
        }
        if let Some(expected) = &step.log {
            run.put("? log");
            let expected: Vec<String> = indent(expected);
            let got: Vec<String> = indent(&logged(&records, &text));
            compare(step, &expected, got, run, &mut result);
        }
        if let Some(expected) = &step.layers {
            run.put("? layers");
            let expected: Vec<String> = indent(expected);
            let got: Vec<String> = indent(&layers(&records, &text, &reasons));
            compare(step, &expected, got, run, &mut result);
        }
        for line in &step.after {
            run.put(line);
        }
    }
    result
}

fn compare(
    step: &Step,
    expected: &[String],
    got: Vec<String>,
    run: &mut Run,
    result: &mut ScenarioRun,
) {
    let matches = lines_match(expected, &got);
    for line in if matches { expected } else { &got } {
        run.put(line);
    }
    if !matches {
        result.mismatches.push(Mismatch {
            line: step.line,
            command: step.command.clone(),
            expected: expected.to_vec(),
            got,
        });
    }
}

/// What was logged, and by whom.
fn logged(records: &[Record], text: &TraceText) -> Vec<String> {
    let line = |record: &Record| match &record.event {
        Event::Log {
            particle, message, ..
        } => {
            let who = particle.map_or("?", |no| text.particle(no));
            Some(format!("{who}: {message}"))
        }
        _ => None,
    };
    records.iter().filter_map(line).collect()
}

/// The records of the last Wave that the console sent and of the answer to it, each with the name
/// of the one that it is about.
fn asked(records: &[Record]) -> Vec<(&'static str, &Record)> {
    let sent = |record: &&Record| matches!(&record.event, Event::Sent { cause: None, kind, .. } if kind.is_directed());
    let Some(first) = records
        .iter()
        .rev()
        .find(sent)
        .and_then(|record| record.event.wave())
    else {
        return Vec::new();
    };
    let mut names = BTreeMap::new();
    let mut about = Vec::new();
    for record in records {
        if let Event::Sent {
            wave, kind, cause, ..
        } = &record.event
            && (*wave == first || (kind.is_reflected() && *cause == Some(first)))
        {
            names.insert(*wave, kind.name());
        }
        if let Some(name) = record.event.wave().and_then(|wave| names.get(&wave)) {
            about.push((*name, record));
        }
    }
    about
}

/// What each layer did with that Wave and the answer to it, and why.
fn layers(records: &[Record], text: &TraceText, reasons: &Reasons) -> Vec<String> {
    let line = |(name, record): (&str, &Record)| match &record.event {
        Event::Layer {
            particle,
            layer,
            inward,
            ..
        } => {
            let way = if *inward { "in" } else { "out" };
            let (point, layer) = (text.particle(*particle), layer.name());
            let why = reasons.why(record)?;
            Some(format!("{name} {way} {point}@{layer} {why}"))
        }
        _ => None,
    };
    asked(records).into_iter().filter_map(line).collect()
}

/// The way of that Wave and of the answer to it.
fn hops(records: &[Record], text: &TraceText) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, record) in asked(records) {
        match &record.event {
            Event::Hop { from, to, .. } => {
                lines.push(format!("{name} {} -> {}", text.star(*from), text.star(*to)));
            }
            Event::Authorized { star, rule, .. } => {
                lines.push(format!("{name} authorized at {}: {rule}", text.star(*star)));
            }
            Event::Refused {
                star,
                status,
                reason,
                ..
            } => {
                let star = text.star(*star);
                lines.push(format!("{name} refused at {star}: {status} {reason}"));
            }
            Event::Delivered { star, particle, .. } => {
                let (star, particle) = (text.star(*star), text.particle(*particle));
                lines.push(format!("{name} delivered to {particle} at {star}"));
            }
            Event::Disturbed { how, .. } => lines.push(format!("{name} {how}")),
            Event::Kept { star, reason, .. } => {
                lines.push(format!("{name} kept at {}: {reason}", text.star(*star)));
            }
            Event::Queued { star, .. } => {
                lines.push(format!("{name} queued at {}", text.star(*star)));
            }
            Event::Served { replica, .. } => {
                lines.push(format!("{name} served by replica {replica}"));
            }
            Event::Repeated { star, .. } => {
                lines.push(format!("{name} repeated at {}", text.star(*star)));
            }
            Event::Lost { star, reason, .. } => {
                lines.push(format!("{name} lost at {}: {reason}", text.star(*star)));
            }
            _ => {}
        }
    }
    lines
}
