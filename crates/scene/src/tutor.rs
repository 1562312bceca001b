//! Leads through a lesson: which step is on, what it points at, and whether it has what it waits for.
//!
//! ```
//! use orrery_scene::tutor::Tutor;
//! let tutor = Tutor::of(0).unwrap();
//! assert_eq!(tutor.title(), "Points and Particles");
//! assert!(Tutor::of(99).is_err());
//! ```

use orrery_hyperspace::trace::WaveNo;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::goal::{Looks, Now};
use crate::lesson::{ALL, Lesson};
use crate::{Ledger, Subject};

/// What the page shows of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Which lesson, from 0 on.
    pub lesson: u8,
    /// Its title.
    pub title: SmolStr,
    /// Whether another follows.
    pub more: bool,
    /// Which step, from 0 on.
    pub step: u8,
    /// How many there are.
    pub of: u8,
    /// Its sentences.
    pub text: SmolStr,
    /// What is to be read as it is written; empty for nothing.
    pub shows: SmolStr,
    /// A line for the person; empty for none.
    pub tries: SmolStr,
    /// What it waits for, in words; empty for nothing.
    pub waits: SmolStr,
    /// Whether it has that.
    pub done: bool,
    /// What it points at, once that is there.
    pub sees: Option<Subject>,
    /// The pane that it shows; empty for none.
    pub pane: SmolStr,
}

/// A lesson that is on.
#[derive(Debug)]
pub struct Tutor {
    no: u8,
    lesson: Lesson,
    step: usize,
    /// The furthest step that was reached.
    reached: usize,
    /// Whether that has what it waits for.
    done: bool,
    sees: Option<Subject>,
    /// What the person looks at.
    pub looks: Looks,
    /// The last Wave that is no news.
    since: WaveNo,
}

impl Tutor {
    /// The lesson of that number, at its first step.
    ///
    /// # Errors
    /// There is none, or something is wrong with it; which, as a sentence.
    pub fn of(no: u8) -> Result<Self, String> {
        let Some(text) = ALL.get(usize::from(no)) else {
            return Err(format!("there are {} lessons, and this is none", ALL.len()));
        };
        let lesson = Lesson::parse(text).map_err(|wrong| wrong.to_string())?;
        Ok(Self {
            no,
            lesson,
            step: 0,
            reached: 0,
            done: false,
            sees: None,
            looks: Looks::default(),
            since: WaveNo(0),
        })
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.lesson.title
    }

    /// The commands that make its cosmos.
    #[must_use]
    pub fn begins(&self) -> &[&'static str] {
        &self.lesson.begins
    }

    /// What the first step does.
    #[must_use]
    pub fn first(&self) -> &[&'static str] {
        self.lesson.steps.first().map_or(&[], |step| &step.does)
    }

    /// Waves that are known by now are no news.
    pub fn settle(&mut self, ledger: &Ledger) {
        self.since = ledger
            .waves()
            .next_back()
            .map_or(WaveNo(0), |wave| wave.wave);
    }

    /// Goes to a step, or to the last one. What is to be carried out for it: what a step itself does
    /// when it is reached for the first time, and what the person was to do before it and did not.
    pub fn go(&mut self, step: u8, ledger: &Ledger) -> Vec<&'static str> {
        let steps = &self.lesson.steps;
        let step = usize::from(step).min(steps.len() - 1);
        let mut lines = Vec::new();
        while self.reached < step {
            let left = &steps[self.reached];
            if left.until.is_some() && !self.done && !left.tries.is_empty() {
                lines.push(left.tries);
            }
            self.reached += 1;
            self.done = false;
            lines.extend(&steps[self.reached].does);
        }
        self.step = step;
        self.sees = None;
        self.settle(ledger);
        lines
    }

    /// The card of the step. `past` and `paused` say how the cosmos is looked at.
    pub fn card(&mut self, ledger: &Ledger, past: bool, paused: bool) -> Card {
        let step = &self.lesson.steps[self.step];
        let now = Now {
            ledger,
            looks: self.looks,
            since: self.since,
            paused,
            past,
        };
        let passed = self.step < self.reached;
        if !passed && !self.done {
            let goal = step.until.as_ref();
            self.done = goal.is_some_and(|(_, goal)| goal.holds(&now));
        }
        if self.sees.is_none() {
            self.sees = step.sees.as_ref().and_then(|place| place.find(ledger));
        }
        let count = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
        Card {
            lesson: self.no,
            title: self.lesson.title.into(),
            more: usize::from(self.no) + 1 < ALL.len(),
            step: count(self.step),
            of: count(self.lesson.steps.len()),
            text: step.text.as_str().into(),
            shows: step.shows.into(),
            tries: step.tries.into(),
            waits: step.until.as_ref().map_or("", |(words, _)| words).into(),
            done: passed || self.done,
            sees: self.sees,
            pane: step.pane.into(),
        }
    }
}
