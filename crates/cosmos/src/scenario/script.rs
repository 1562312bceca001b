//! The text of scenarios, read.

use std::str::FromStr;

/// A file of scenarios.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// What stands before the first scenario, for rewriting.
    pub(crate) preamble: Vec<String>,
    /// The scenarios in order.
    pub scenarios: Vec<Scenario>,
}

/// One scenario: a fresh cosmos and what is done in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scenario {
    /// Between `---` and `---`.
    pub name: String,
    /// From `seed N`; 0 where nothing is said.
    pub seed: u64,
    /// From `upload NAME PATH`: names for `^[ NAME ]`, with paths relative to the file.
    pub uploads: Vec<(String, String)>,
    /// From `constellation FILE`: the path of its stars and lanes, relative to the file; those of a
    /// usual cosmos where nothing is said.
    pub constellation: Option<String>,
    /// What is done, in order.
    pub steps: Vec<Step>,
    /// The line in which it begins, from 1.
    pub line: usize,
    /// Its head and comments, for rewriting.
    pub(crate) head: Vec<String>,
}

/// A command with the reply that it must get.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// The command.
    pub command: String,
    /// Its line, from 1.
    pub line: usize,
    /// The lines of the reply, in which `...` stands for any rest.
    pub expected: Vec<String>,
    /// The hops of its Waves, where `? trace` asks for them.
    pub trace: Option<Vec<String>>,
    /// What was logged until its reply came, where `? log` asks for it.
    pub log: Option<Vec<String>>,
    /// What each layer did with its Wave and the answer, and why, where `? layers` asks for it.
    pub layers: Option<Vec<String>>,
    /// Comments and blank lines after it, for rewriting.
    pub(crate) after: Vec<String>,
}

/// Which lines of a step are being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Reply,
    Trace,
    Log,
    Layers,
}

/// Why a text is no script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct ScriptError {
    /// Counted from 1.
    pub line: usize,
    /// What was expected.
    pub message: String,
}

impl FromStr for Script {
    type Err = ScriptError;

    fn from_str(text: &str) -> Result<Self, ScriptError> {
        let mut script = Self::default();
        let mut reading = Reading::Reply;
        for (at, line) in text.lines().enumerate() {
            let fault = |message: &str| ScriptError {
                line: at + 1,
                message: message.to_owned(),
            };
            let name = line
                .strip_prefix("--- ")
                .and_then(|rest| rest.strip_suffix(" ---"));
            if let Some(name) = name {
                script.scenarios.push(Scenario {
                    name: name.to_owned(),
                    line: at + 1,
                    head: vec![line.to_owned()],
                    ..Scenario::default()
                });
                continue;
            }
            let passive = line.trim().is_empty() || line.starts_with('#');
            let Some(scenario) = script.scenarios.last_mut() else {
                if !passive {
                    return Err(fault("expected `--- name ---` before anything else"));
                }
                script.preamble.push(line.to_owned());
                continue;
            };
            if let Some(command) = line.strip_prefix("> ") {
                reading = Reading::Reply;
                scenario.steps.push(Step {
                    command: command.to_owned(),
                    line: at + 1,
                    ..Step::default()
                });
                continue;
            }
            let Some(step) = scenario.steps.last_mut() else {
                scenario.read_head(line, passive).map_err(|m| fault(&m))?;
                continue;
            };
            if passive {
                step.after.push(line.to_owned());
            } else if !step.after.is_empty() && !line.starts_with('?') {
                return Err(fault(
                    "expected a command, `> …`, after a comment or blank line",
                ));
            } else if line == "? trace" {
                reading = Reading::Trace;
                step.trace = Some(Vec::new());
            } else if line == "? log" {
                reading = Reading::Log;
                step.log = Some(Vec::new());
            } else if line == "? layers" {
                reading = Reading::Layers;
                step.layers = Some(Vec::new());
            } else if reading == Reading::Reply {
                step.expected.push(line.to_owned());
            } else if let Some(line) = line.strip_prefix("  ") {
                let lines = match reading {
                    Reading::Log => &mut step.log,
                    Reading::Layers => &mut step.layers,
                    _ => &mut step.trace,
                };
                lines.get_or_insert_default().push(line.to_owned());
            } else {
                return Err(fault(
                    "expected indented lines after `? trace`, `? log` or `? layers`",
                ));
            }
        }
        Ok(script)
    }
}

impl Scenario {
    /// A line before the first command.
    fn read_head(&mut self, line: &str, passive: bool) -> Result<(), String> {
        self.head.push(line.to_owned());
        if passive {
            return Ok(());
        }
        if let Some(seed) = line.strip_prefix("seed ") {
            self.seed = seed
                .trim()
                .parse()
                .map_err(|_| format!("expected a whole number after `seed`, found `{seed}`"))?;
            return Ok(());
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["upload", name, path] => self.uploads.push((name.to_owned(), path.to_owned())),
            ["constellation", path] => self.constellation = Some(path.to_owned()),
            ["upload", path] => self.uploads.push((path.to_owned(), path.to_owned())),
            _ => {
                return Err(format!(
                    "expected `seed N`, `upload NAME PATH`, `constellation PATH` or a command `> …`, \
                     found `{line}`"
                ));
            }
        }
        Ok(())
    }
}
