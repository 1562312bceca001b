//! What is said between the person and the cosmos: lines, files that lines name, replies, notes.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;

use leptos::prelude::*;
use orrery_hyperspace::trace::WaveNo;
use orrery_scene::console::{History, files_named};
use orrery_space::Diagnostic;

use super::atlas::Atlas;
use super::memory;
use crate::bridge::protocol::{Ask, Noun, Tell};

/// Under which name the lines that were sent are kept for the next visit.
const HISTORY: &str = "orrery-history";

/// How many entries are kept.
const KEPT: usize = 200;

/// The longest line that is taken.
pub const LONGEST_LINE: usize = 64 * 1024;

/// Something that was said.
#[derive(Clone)]
pub struct Entry {
    /// Tells entries apart.
    pub id: u32,
    /// The line; none for a note of the page.
    pub line: Option<String>,
    /// The answer, once it is there, or the note.
    pub answer: ArcRwSignal<Option<Answer>>,
}

/// An answer.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// The cosmos replied.
    Reply {
        /// The Wave that was sent for it, where it took one.
        wave: Option<WaveNo>,
        /// The status.
        status: u16,
        /// The reply, the first line being `STATUS KIND text`.
        lines: Vec<String>,
        /// What is wrong with the line.
        diagnostics: Vec<Diagnostic>,
    },
    /// The page has to say something.
    Note(String),
}

/// Gets the status and the lines of a reply.
type Answered = Box<dyn FnOnce(u16, &[String])>;

/// The conversation. A copy is the same conversation.
#[derive(Clone, Copy)]
pub struct Talk {
    /// What was said, oldest first.
    pub entries: RwSignal<Vec<Entry>>,
    /// What stands in the input.
    pub line: RwSignal<String>,
    /// The lines that are carried out before it.
    pub above: RwSignal<Vec<String>>,
    /// What a screen reader shall say.
    pub said: RwSignal<String>,
    /// The file that a line waits for.
    pub wanted: RwSignal<Option<Wanted>>,
    /// Goes up when the input shall have the focus.
    pub focus: RwSignal<u32>,
    history: StoredValue<History>,
    last_id: StoredValue<u32>,
}

/// A file that is to be chosen.
#[derive(Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Under which name.
    pub name: String,
    /// The line that goes on with it.
    pub line: Option<String>,
}

impl Talk {
    /// Nothing was said yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            entries: RwSignal::new(Vec::new()),
            line: RwSignal::new(String::new()),
            above: RwSignal::new(Vec::new()),
            said: RwSignal::new(String::new()),
            wanted: RwSignal::new(None),
            focus: RwSignal::new(0),
            history: StoredValue::new(self::kept_history()),
            last_id: StoredValue::new(0),
        }
    }

    /// Sends a line as the person typed it.
    pub fn send(&self, atlas: Atlas, line: &str) {
        let line = line.trim();
        let mut script = self.above.get_untracked();
        if !line.is_empty() {
            script.push(line.to_owned());
        }
        if script.is_empty() {
            return;
        }
        self.history
            .update_value(|history| script.iter().for_each(|line| history.push(line)));
        let kept = self
            .history
            .with_value(|history| history.lines().join("\n"));
        memory::keep(HISTORY, &kept);
        if script.len() > 1 || !self.above.with_untracked(Vec::is_empty) {
            self.above.set(Vec::new());
            return self.script(atlas, script);
        }
        let mut words = line.split_whitespace();
        if words.next() == Some("upload") {
            let name = words.next().unwrap_or("module.wasm");
            return self.want(name, None);
        }
        if line.len() > LONGEST_LINE {
            return self.note(
                "the line is longer than 64 KiB; put the text into a file and name it by ^[ name ]",
            );
        }
        let missing = files_named(line)
            .into_iter()
            .find(|name| !atlas.has_file(name));
        match missing {
            None => self.carry_out(atlas, line, |_, _| {}),
            // A line that is wrong anyway needs no file.
            Some(name) => {
                let (talk, name, line) = (*self, name.to_owned(), line.to_owned());
                atlas.with_bridge(|bridge| {
                    bridge.check(Noun::Command, &line.clone(), move |wrong| {
                        if wrong.is_empty() {
                            talk.want(&name, Some(&line));
                        } else {
                            talk.carry_out(atlas, &line, |_, _| {});
                        }
                    });
                });
            }
        }
    }

    /// Carries out lines one after the other, and says where it stopped.
    fn script(&self, atlas: Atlas, lines: Vec<String>) {
        let named = lines.iter().flat_map(|line| files_named(line));
        if let Some(missing) = named.into_iter().find(|name| atlas.file(name).is_none()) {
            return self.note(&format!(
                "nothing was carried out: ^[ {missing} ] is not here; bring it by `upload {missing}`, and send the lines again"
            ));
        }
        let (talk, count) = (*self, lines.len());
        let sent = Rc::new(Cell::new(0));
        let counts = Rc::clone(&sent);
        self.run(
            atlas,
            lines,
            false,
            move |_| counts.set(counts.get() + 1),
            move |good| {
                if !good {
                    let at = sent.get();
                    let rest = count - at;
                    talk.note(&format!(
                        "stopped at line {at} of {count}, which was refused: {rest} were not carried out"
                    ));
                }
            },
        );
    }

    /// Carries out a line of which all files are there; `answered` gets the status and the reply.
    pub fn carry_out(
        &self,
        atlas: Atlas,
        line: &str,
        answered: impl FnOnce(u16, &[String]) + 'static,
    ) {
        self.say_line(atlas, line, false, Box::new(answered));
    }

    /// The same; gives what stands of it in the conversation. Who is in a hurry does not watch it go in
    /// slow motion.
    fn say_line(&self, atlas: Atlas, line: &str, hurry: bool, answered: Answered) -> Entry {
        let files = files_named(line)
            .into_iter()
            .filter_map(|name| atlas.file(name));
        let files = files.collect();
        let entry = self.push(Some(line), None);
        let answer = entry.answer.clone();
        let said = self.said;
        atlas.with_bridge(|bridge| {
            let ticket = bridge.command(line, files, move |tell| {
                if let Tell::Reply {
                    wave,
                    status,
                    lines,
                    diagnostics,
                    ..
                } = tell
                {
                    said.set(lines.first().cloned().unwrap_or_default());
                    answered(status, &lines);
                    answer.set(Some(Answer::Reply {
                        wave,
                        status,
                        lines,
                        diagnostics,
                    }));
                }
            });
            if hurry {
                bridge.ask(Ask::Hurry { ticket });
            }
        });
        entry
    }

    /// Carries out lines one after the other, up to the first that is refused. `said` gets each as it is
    /// sent, `done` whether all were carried out. Who is in a hurry does not watch them go in slow motion.
    pub fn run(
        &self,
        atlas: Atlas,
        lines: Vec<String>,
        hurry: bool,
        said: impl Fn(Entry) + 'static,
        done: impl FnOnce(bool) + 'static,
    ) {
        self.run_on(atlas, lines.into(), hurry, Rc::new(said), Box::new(done));
    }

    fn run_on(
        &self,
        atlas: Atlas,
        mut lines: VecDeque<String>,
        hurry: bool,
        said: Rc<dyn Fn(Entry)>,
        done: Box<dyn FnOnce(bool)>,
    ) {
        let Some(line) = lines.pop_front() else {
            return done(true);
        };
        let (talk, then) = (*self, Rc::clone(&said));
        let goes_on = move |status: u16, _: &[String]| {
            if (200..300).contains(&status) {
                talk.run_on(atlas, lines, hurry, then, done);
            } else {
                done(false);
            }
        };
        said(self.say_line(atlas, &line, hurry, Box::new(goes_on)));
    }

    /// Says something that answers nothing.
    pub fn note(&self, text: &str) {
        self.push(None, Some(Answer::Note(text.to_owned())));
        self.said.set(text.to_owned());
    }

    /// Those who still wait are told why they will get no answer.
    pub fn forget_waiting(&self, why: &str) {
        for entry in self.entries.get_untracked() {
            if entry.answer.with_untracked(Option::is_none) {
                entry
                    .answer
                    .set(Some(Answer::Note(format!("no answer: {why}"))));
            }
        }
    }

    /// The file that was wanted is there: the line that waited for it goes on.
    pub fn got(&self, atlas: Atlas, wanted: Wanted) {
        self.wanted.set(None);
        match wanted.line {
            Some(line) => self.send(atlas, &line),
            None => self.note(&format!(
                "{0} is here; a command can name it by ^[ {0} ]",
                wanted.name
            )),
        }
    }

    /// Puts a line into the input and the focus behind it.
    pub fn prefill(&self, line: &str) {
        self.line.set(line.to_owned());
        self.focus.update(|times| *times += 1);
    }

    /// The line that was sent before.
    pub fn older(&self) {
        let typed = self.line.get_untracked();
        let older = self
            .history
            .try_update_value(|history| history.older(&typed).map(str::to_owned));
        if let Some(line) = older.flatten() {
            self.line.set(line);
        }
    }

    /// The line that was sent after.
    pub fn newer(&self) {
        let newer = self
            .history
            .try_update_value(|history| history.newer().map(str::to_owned));
        if let Some(line) = newer.flatten() {
            self.line.set(line);
        }
    }

    fn want(&self, name: &str, line: Option<&str>) {
        self.note(&format!(
            "choose the file for ^[ {name} ]; the line goes on with it"
        ));
        self.wanted.set(Some(Wanted {
            name: name.to_owned(),
            line: line.map(str::to_owned),
        }));
    }

    fn push(&self, line: Option<&str>, answer: Option<Answer>) -> Entry {
        let id = self.last_id.get_value().wrapping_add(1);
        self.last_id.set_value(id);
        let entry = Entry {
            id,
            line: line.map(str::to_owned),
            answer: ArcRwSignal::new(answer),
        };
        self.entries.update(|entries| {
            entries.push(entry.clone());
            if entries.len() > KEPT {
                entries.remove(0);
            }
        });
        entry
    }
}

impl Default for Talk {
    fn default() -> Self {
        Self::new()
    }
}

/// What was sent in visits before.
fn kept_history() -> History {
    let mut history = History::default();
    let kept = memory::recall(HISTORY).unwrap_or_default();
    kept.lines().for_each(|line| history.push(line));
    history
}

/// The conversation, from any component.
#[must_use]
pub fn use_talk() -> Talk {
    leptos::context::use_context().unwrap_or_default()
}
