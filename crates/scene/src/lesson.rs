//! Lessons: tours over a real cosmos, each a file of plain text. Blank lines part it. First come its
//! title, a sentence, and behind `>` the commands that make its cosmos. Then come the steps:
//!
//! ```text
//! One or two sentences.
//! > COMMAND             what the lesson itself does when the step is reached
//! see: PLACE            what is selected: a point, `star NAME`, `lane NAME`, `wave FILTER`
//! pane: NAME            which pane is shown
//! show: TEXT            something to read, as it is written
//! try: COMMAND          a line for the person
//! until: WORDS = GOAL   what the step waits for, in words and as a [`Goal`]
//! ```
//!
//! ```
//! use orrery_scene::lesson::Lesson;
//! let lesson = Lesson::parse("Waves\nThey go.\n\nSay it.\nuntil: it is said = wave kind:Ping\n").unwrap();
//! assert_eq!((lesson.title, lesson.steps.len()), ("Waves", 1));
//! let wrong = Lesson::parse("Waves\nThey go.\n\nSay it.\nuntil: peace\n").unwrap_err();
//! assert!(wrong.to_string().starts_with("line 5: "));
//! ```

use std::fmt;

use crate::goal::{Goal, Place};

/// The lessons, in the order in which one takes them.
pub const ALL: [&str; 7] = [
    include_str!("../lessons/points.txt"),
    include_str!("../lessons/waves.txt"),
    include_str!("../lessons/binds.txt"),
    include_str!("../lessons/mechtrons.txt"),
    include_str!("../lessons/authority.txt"),
    include_str!("../lessons/hyperverse.txt"),
    include_str!("../lessons/time.txt"),
];

/// The bundle of the lesson on binds: its name, by which commands mean it, and its content.
pub const DESK: (&str, &[u8]) = ("desk.zip", include_bytes!("../lessons/desk.zip"));

/// The panes that a step can show.
const PANES: [&str; 5] = ["Points", "Inspector", "Console", "Waves", "Course"];

/// A lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// Its title.
    pub title: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// The commands that make its cosmos.
    pub begins: Vec<&'static str>,
    /// Its steps; there is one at least.
    pub steps: Vec<Step>,
}

/// A step of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// The sentences.
    pub text: String,
    /// What the lesson itself does.
    pub does: Vec<&'static str>,
    /// What it points at.
    pub sees: Option<Place>,
    /// The pane that it shows; empty for none.
    pub pane: &'static str,
    /// What is to be read as it is written; empty for nothing.
    pub shows: &'static str,
    /// A line for the person; empty for none.
    pub tries: &'static str,
    /// What it waits for.
    pub until: Option<(&'static str, Goal)>,
}

/// What is wrong with the text of a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// In which line, the first being 1.
    pub line: usize,
    /// What, as a sentence.
    pub what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for Mistake {}

/// The first two lines of a lesson.
#[must_use]
pub fn heading(text: &'static str) -> (&'static str, &'static str) {
    let mut lines = text.lines();
    (
        lines.next().unwrap_or_default(),
        lines.next().unwrap_or_default(),
    )
}

impl Lesson {
    /// Reads the text of a lesson.
    ///
    /// # Errors
    /// In which line something else was expected, and what.
    pub fn parse(text: &'static str) -> Result<Self, Mistake> {
        let (title, about) = self::heading(text);
        if title.is_empty() || about.is_empty() {
            let what = "expected a title, and in the next line a sentence".to_owned();
            return Err(Mistake { line: 1, what });
        }
        let mut lesson = Self {
            title,
            about,
            begins: Vec::new(),
            steps: Vec::new(),
        };
        let mut parted = false;
        for (no, line) in (1..).zip(text.lines()).skip(2) {
            let fails = |what: String| Mistake { line: no, what };
            if line.trim().is_empty() {
                lesson.ends_well().map_err(fails)?;
                parted = true;
                continue;
            }
            if std::mem::take(&mut parted) {
                lesson.steps.push(Step::default());
            }
            match lesson.steps.last_mut() {
                Some(step) => step.read(line),
                None => match line.strip_prefix("> ") {
                    Some(command) => {
                        lesson.begins.push(command);
                        Ok(())
                    }
                    None => Err("expected `> ` and a command, or a blank line".to_owned()),
                },
            }
            .map_err(fails)?;
        }
        let line = text.lines().count();
        if lesson.steps.is_empty() {
            let what = "expected a step behind a blank line".to_owned();
            return Err(Mistake { line, what });
        }
        match lesson.ends_well() {
            Ok(()) => Ok(lesson),
            Err(what) => Err(Mistake { line, what }),
        }
    }

    /// Whether the last step is whole.
    fn ends_well(&self) -> Result<(), String> {
        match self.steps.last() {
            Some(step) if step.text.is_empty() => Err("the step above has no sentence".to_owned()),
            _ => Ok(()),
        }
    }
}

impl Step {
    fn read(&mut self, line: &'static str) -> Result<(), String> {
        if let Some(command) = line.strip_prefix("> ") {
            self.does.push(command);
            return Ok(());
        }
        let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase());
        let Some((word, rest)) = line.split_once(": ").filter(|(word, _)| is_word(word)) else {
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(line);
            return Ok(());
        };
        let known = match word {
            "see" => self.sees.replace(Place::parse(rest)?).is_some(),
            "pane" if !PANES.contains(&rest) => {
                return Err(format!(
                    "there is no pane `{rest}`; expected {}",
                    PANES.join(", ")
                ));
            }
            "pane" => !std::mem::replace(&mut self.pane, rest).is_empty(),
            "show" => !std::mem::replace(&mut self.shows, rest).is_empty(),
            "try" => !std::mem::replace(&mut self.tries, rest).is_empty(),
            "until" => {
                let Some((words, goal)) = rest.split_once(" = ") else {
                    return Err(format!("`{rest}`: expected words, ` = ` and a goal"));
                };
                self.until.replace((words, Goal::parse(goal)?)).is_some()
            }
            _ => {
                return Err(format!(
                    "`{word}:` is no part of a step; expected see, pane, show, try or until"
                ));
            }
        };
        if known {
            return Err(format!("the step has its `{word}:` already"));
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "lesson_tests.rs"]
mod tests;
