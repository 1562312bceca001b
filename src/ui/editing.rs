//! What somebody writes in the editor: a module and a bind, each with its point and the line that tries it,
//! what the worker says of them, and how they are made live: by lines that a person could type.

use leptos::prelude::*;
use orrery_scene::draft::{Draft, Noun, Reading};
use orrery_scene::starters;

use super::atlas::Atlas;
use super::memory;
use super::talk::{Entry, Talk};
use crate::bridge::protocol::{File, Opening, Tell};

/// Under which name a draft is kept for the next visit: its text, its point, the line that tries it.
const KEPT_AS: [[&str; 3]; 2] = [
    ["orrery-wat", "orrery-wat-at", "orrery-wat-try"],
    ["orrery-bind", "orrery-bind-at", "orrery-bind-try"],
];

/// The longest text that is kept for the next visit.
const KEPT_BYTES: usize = 256 * 1024;

/// The state of the editor. A copy is the same editor.
#[derive(Clone, Copy)]
pub struct Editing {
    /// What is written now.
    pub noun: RwSignal<Noun>,
    /// Both texts, by noun, each with its point and the line that tries it.
    sheets: [[RwSignal<String>; 3]; 2],
    /// What the worker last said of the one that is written, and of which draft.
    pub read: RwSignal<(Draft, Reading)>,
    /// Whether each good edit is made live.
    pub live: RwSignal<bool>,
    /// What was said since it was last made live.
    pub said: RwSignal<Vec<Entry>>,
    /// Whether it is being made live.
    pub busy: RwSignal<bool>,
    /// That a module is on its way to be opened, or why it was not.
    pub opening: RwSignal<String>,
    /// Where the cursor shall go, in bytes of the text.
    pub goal: RwSignal<Option<u32>>,
    /// What is to be made live as soon as the worker has read it, if it is still what is written then.
    hasty: RwSignal<Option<Draft>>,
    /// The draft that is live, or was tried to be.
    last: StoredValue<Option<Draft>>,
    asked: StoredValue<bool>,
    trying: StoredValue<bool>,
}

impl Editing {
    /// What was kept of the last visit, or something to begin with.
    #[must_use]
    pub fn new() -> Self {
        let kept = |noun: usize, part: usize, first: &str| {
            RwSignal::new(memory::recall(KEPT_AS[noun][part]).unwrap_or_else(|| first.to_owned()))
        };
        Self {
            noun: RwSignal::new(Noun::Wat),
            sheets: [
                [
                    kept(0, 0, starters::first(Noun::Wat)),
                    kept(0, 1, "localhost:draft"),
                    kept(0, 2, "ping localhost:draft Ext<Say> \"hi\""),
                ],
                [
                    kept(1, 0, starters::first(Noun::Bind)),
                    kept(1, 1, "localhost:app"),
                    kept(1, 2, "ping localhost:app^Http<Get>/greet/ann \"ann\""),
                ],
            ],
            read: RwSignal::new(Default::default()),
            live: RwSignal::new(false),
            said: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            opening: RwSignal::new(String::new()),
            goal: RwSignal::new(None),
            hasty: RwSignal::new(None),
            last: StoredValue::new(None),
            asked: StoredValue::new(false),
            trying: StoredValue::new(false),
        }
    }

    /// The text, the point, or the line that tries it, of the noun that is written.
    #[must_use]
    pub fn part(&self, part: usize) -> RwSignal<String> {
        self.sheets[usize::from(self.noun.get() == Noun::Bind)][part]
    }

    /// What is written, as the worker reads it.
    #[must_use]
    pub fn draft(&self) -> Draft {
        let (noun, point) = (self.noun.get(), self.part(1).get());
        let same = |last: &Draft| (last.noun, &last.point) == (noun, &point);
        Draft {
            again: self.last.with_value(|last| last.as_ref().is_some_and(same)),
            noun,
            text: self.part(0).get(),
            point,
            trial: self.part(2).get(),
        }
    }

    /// Keeps what is written, and has the worker read it. While it reads, only the last draft counts.
    pub fn reread(&self, atlas: Atlas) {
        let draft = self.draft();
        let names = KEPT_AS[usize::from(draft.noun == Noun::Bind)];
        for (name, word) in names
            .into_iter()
            .zip([&draft.text, &draft.point, &draft.trial])
        {
            if word.len() <= KEPT_BYTES {
                memory::keep(name, word);
            }
        }
        if self.asked.get_value() {
            return;
        }
        self.asked.set_value(true);
        let editing = *self;
        atlas.with_bridge(|bridge| {
            bridge.read(draft.clone(), move |reading| {
                editing.asked.set_value(false);
                let written = untrack(|| editing.draft());
                let newest = written == draft;
                let changed = |hasty: &Option<Draft>| {
                    hasty
                        .as_ref()
                        .is_some_and(|hasty| !self::same(hasty, &written))
                };
                if editing.hasty.with_untracked(changed) {
                    editing.hasty.set(None);
                }
                editing.read.set((draft, reading));
                if !newest {
                    untrack(|| editing.reread(atlas));
                }
            });
        });
    }

    /// What the worker says, once it has read what is written now.
    #[must_use]
    pub fn fresh(&self) -> Option<(Draft, Reading)> {
        let draft = self.draft();
        self.read
            .with(|read| (read.0 == draft).then(|| read.clone()))
    }

    /// Makes it live by the lines that the worker gave, one after the other, and tries it. What the worker has not
    /// read yet is due once it has.
    pub fn go(&self, atlas: Atlas, talk: Talk) {
        if self.busy.get_untracked() {
            return;
        }
        let Some((draft, reading)) = untrack(|| self.fresh()) else {
            return self.hasty.set(Some(untrack(|| self.draft())));
        };
        self.hasty.set(None);
        if reading.lines.is_empty() {
            return;
        }
        self.busy.set(true);
        self.said.set(Vec::new());
        atlas.keep_file(File {
            name: reading.name,
            bytes: reading
                .file
                .unwrap_or_else(|| draft.text.clone().into_bytes()),
        });
        self.last.set_value(Some(draft));
        let editing = *self;
        talk.run(
            atlas,
            reading.lines,
            true,
            move |entry| editing.said.update(|said| said.push(entry)),
            move |good| {
                editing.busy.set(false);
                // what lives there is another now
                untrack(|| editing.reread(atlas));
                if good {
                    editing.trial(atlas, talk);
                }
            },
        );
    }

    /// Whether it is to be made live now: somebody waits for that, or nothing is wrong with it and it is another than
    /// what was last made live.
    #[must_use]
    pub fn is_due(&self) -> bool {
        let (live, busy) = (self.live.get(), self.busy.get());
        let due = |(draft, reading): (Draft, Reading)| {
            let hasty = self.hasty.with(|hasty| {
                hasty
                    .as_ref()
                    .is_some_and(|hasty| self::same(hasty, &draft))
            });
            let last =
                |last: &Option<Draft>| last.as_ref().is_some_and(|it| self::same(it, &draft));
            hasty || (live && !reading.lines.is_empty() && !self.last.with_value(last))
        };
        !busy && self.fresh().is_some_and(due)
    }

    /// Sends the line that tries it, unless one is still on its way.
    pub fn trial(&self, atlas: Atlas, talk: Talk) {
        let line = untrack(|| self.part(2).get());
        if line.trim().is_empty() || self.trying.get_value() {
            return;
        }
        self.trying.set_value(true);
        let editing = *self;
        talk.run(
            atlas,
            vec![line.trim().to_owned()],
            true,
            move |entry| editing.said.update(|said| said.push(entry)),
            move |_| editing.trying.set_value(false),
        );
    }

    /// Opens a module as text, in place of the one that is written, for that point if there is one.
    pub fn open(&self, atlas: Atlas, what: Opening, point: Option<&str>) {
        let editing = *self;
        let point = point.map(str::to_owned);
        editing.opening.set("the module is on its way…".to_owned());
        atlas.with_bridge(|bridge| {
            bridge.open_text(what, move |tell| {
                if let Tell::Opened { text, .. } = tell {
                    editing.opening.set(match text {
                        Ok(text) => {
                            editing.noun.set(Noun::Wat);
                            let [written, lives_at, trial] = editing.sheets[0];
                            written.set(text);
                            if let Some(point) = point {
                                trial.set(format!("ping {point} Ext<Say> \"hi\""));
                                lives_at.set(point);
                            }
                            String::new()
                        }
                        Err(why) => why,
                    });
                }
            });
        });
    }
}

/// Whether both are the same text for the same point.
fn same(a: &Draft, b: &Draft) -> bool {
    (a.noun, &a.point, &a.text) == (b.noun, &b.point, &b.text)
}

impl Default for Editing {
    fn default() -> Self {
        Self::new()
    }
}

/// The editor, from any component.
#[must_use]
pub fn use_editing() -> Editing {
    use_context().unwrap_or_default()
}
