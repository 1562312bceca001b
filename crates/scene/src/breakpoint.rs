//! A breakpoint: the words of a [`Filter`], and which Waves it admits that it did not admit before.
//! So time can be stopped at the event at which one first does: when it is sent, when it ends, or
//! when something on its way makes it so.
//!
//! It is a function of what the tables were told, record by record; in which portions that came
//! changes nothing.
//!
//! ```
//! use orrery_scene::breakpoint::Breakpoint;
//! assert!(Breakpoint::of("status:>=400").is_ok());
//! assert!(Breakpoint::of("stauts:400").is_err());
//! ```

use std::collections::BTreeSet;

use orrery_hyperspace::trace::{Event, Record, WaveNo};
use smol_str::{SmolStr, format_smolstr};

use crate::Ledger;
use crate::filter::Filter;

/// So many Waves are known as noticed; the oldest are forgotten beyond. None is looked at of which the
/// tables have forgotten the way, and those are fewer.
const NOTICED: usize = 50_000;

/// Looks out for Waves.
#[derive(Debug)]
pub struct Breakpoint {
    text: SmolStr,
    filter: Filter,
    /// Those that it has admitted, and which are no news any more.
    noticed: BTreeSet<WaveNo>,
    /// Those that are news, the first first.
    hits: Vec<WaveNo>,
}

impl Breakpoint {
    /// A breakpoint at the Waves that a filter admits. It has noticed none yet.
    ///
    /// # Errors
    ///
    /// The sentence that says what is wrong with the filter, or that there is none.
    pub fn of(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("expected what a Wave must be, such as status:>=400".to_owned());
        }
        Ok(Self {
            text: text.into(),
            filter: text.parse()?,
            noticed: BTreeSet::new(),
            hits: Vec::new(),
        })
    }

    /// The filter, as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it admits of all that the tables know now is no news.
    pub fn settle(&mut self, ledger: &Ledger) {
        let now = ledger.now();
        let admitted = ledger
            .waves()
            .rev()
            .take(NOTICED)
            .filter(|wave| self.filter.admits(ledger, wave, now));
        self.noticed = admitted.map(|wave| wave.wave).collect();
        self.hits.clear();
    }

    /// Looks at the Wave of a record which the tables have just been told.
    pub fn watch(&mut self, ledger: &Ledger, record: &Record) {
        let (wave, asked) = match &record.event {
            // what is answered has changed too
            Event::Sent { wave, cause, .. } => (*wave, *cause),
            Event::Hop { wave, .. }
            | Event::Delivered { wave, .. }
            | Event::Refused { wave, .. }
            | Event::Disturbed { wave, .. }
            | Event::Queued { wave, .. }
            | Event::Kept { wave, .. }
            | Event::Lost { wave, .. } => (*wave, None),
            Event::Fuel {
                wave: Some(wave), ..
            } => (*wave, None),
            _ => return,
        };
        for no in asked.into_iter().chain([wave]) {
            if let Some(wave) = ledger.wave(no)
                && ledger.track(no).is_some()
                && !self.noticed.contains(&no)
                && self.filter.admits(ledger, wave, record.at)
            {
                self.noticed.insert(no);
                self.hits.push(no);
            }
        }
        while self.noticed.len() > NOTICED {
            self.noticed.pop_first();
        }
    }

    /// Whether there is news.
    #[must_use]
    pub fn has_hits(&self) -> bool {
        !self.hits.is_empty()
    }

    /// The Waves that are news, the first first; they are none any more.
    pub fn take_hits(&mut self) -> Vec<WaveNo> {
        std::mem::take(&mut self.hits)
    }

    /// Why time stands, when it does because of these.
    #[must_use]
    pub fn words(&self, hits: &[WaveNo]) -> SmolStr {
        let first = hits.first().map_or(0, |wave| wave.0);
        match hits.len() {
            0 | 1 => format_smolstr!("stopped at Wave {first}: matches `{}`", self.text),
            more => format_smolstr!(
                "stopped at Wave {first} and {} more: they match `{}`",
                more - 1,
                self.text
            ),
        }
    }
}

#[cfg(test)]
#[path = "breakpoint_tests.rs"]
mod tests;
