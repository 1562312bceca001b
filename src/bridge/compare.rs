//! Two runs beside each other: where they part, what happened then in each, and how much of each
//! sort since. They are walked by what their chronicles keep, record by record.

use orrery_cosmos::TraceText;
use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{Event, Record, WaveNo};
use orrery_scene::Ledger;
use orrery_scene::course::{Course, course};
use orrery_scene::inspect::{number, time};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

use super::chronicle::Chronicle;

/// So many records are told of each run from where they part.
const TOLD: usize = 6;

/// The course of a Wave is drawn of the records up to so many after its sending.
const AROUND: u64 = 8_000;

/// What is different between two runs: the one that is looked at, and another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Where they part, a sentence.
    pub says: SmolStr,
    /// What was in each.
    pub rows: Vec<Pair>,
    /// A Wave with all that it caused in the other run, if one was asked for and is known there.
    pub course: Option<Course>,
    /// Whether that is the same Wave in both, and not only of the same number.
    pub same_wave: bool,
}

/// One thing in both runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pair {
    /// What.
    pub name: SmolStr,
    /// In the run that is looked at.
    pub here: Side,
    /// In the other.
    pub there: Side,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Side {
    /// What there is to say.
    pub says: SmolStr,
    /// The moment at which that can be looked at, in virtual nanoseconds.
    pub at: Option<u64>,
}

/// A run, as far as it has come.
#[derive(Debug, Clone, Copy)]
pub struct Told<'run> {
    /// What it has told.
    pub chronicle: &'run Chronicle,
    /// After so many events.
    pub events: u64,
    /// At that moment.
    pub now: Moment,
}

/// What is different. `wave` is one of which the course in the other run is wanted.
#[must_use]
pub fn compare(here: Told<'_>, there: Told<'_>, wave: Option<WaveNo>) -> Comparison {
    // what one has thinned out the other may still have
    let from = here.chronicle.whole_from();
    let from = from.max(there.chronicle.whole_from());
    let mut a = here.chronicle.records().peekable();
    let mut b = there.chronicle.records().peekable();
    let (mut names, mut others) = (TraceText::default(), TraceText::default());
    let known = |record: &&Record| record.seq < from;
    while let Some(record) = a.next_if(known) {
        self::learn(&mut names, record);
    }
    while let Some(record) = b.next_if(known) {
        self::learn(&mut others, record);
    }
    while let Some(record) = a.next_if(|record| b.peek() == Some(record)) {
        b.next();
        self::learn(&mut names, record);
        self::learn(&mut others, record);
    }
    let first = a.peek().into_iter().chain(b.peek());
    let parting = first.map(|record| (record.seq, record.at)).min();
    let says = match parting {
        None => "Nothing is different so far.".into(),
        Some((seq, at)) => {
            let events = here.chronicle.events_before(seq);
            let events = events.max(there.chronicle.events_before(seq));
            format_smolstr!(
                "They are alike up to event {}, and part at {}.",
                number(events),
                time(at.0)
            )
        }
    };
    let (mut mine, mut theirs) = (Since::default(), Since::default());
    a.for_each(|record| mine.count(record, &mut names));
    b.for_each(|record| theirs.count(record, &mut others));
    let since = |name: &str, what: fn(&Since) -> Sum| Pair {
        name: name.into(),
        here: what(&mine).side(),
        there: what(&theirs).side(),
    };
    let whole = |name: &str, what: fn(&Told<'_>) -> SmolStr| Pair {
        name: name.into(),
        here: Side::of(what(&here)),
        there: Side::of(what(&there)),
    };
    let mut rows = Vec::new();
    for at in 0..TOLD {
        let (here, there) = (mine.line(at), theirs.line(at));
        if here.at.is_some() || there.at.is_some() {
            let name = if at == 0 { "first difference" } else { "then" };
            rows.push(Pair {
                name: name.into(),
                here,
                there,
            });
        }
    }
    rows.push(since("Waves sent since", |since| since.sent));
    rows.push(since("refused", |since| since.refused));
    rows.push(since("lost", |since| since.lost));
    rows.push(since("fuel", |since| since.fuel));
    rows.push(whole("events in all", |run| number(run.events)));
    rows.push(whole("has come to", |run| time(run.now.0)));
    let sent = wave.and_then(|wave| Some((wave, self::sending(there.chronicle, wave)?)));
    let course = sent.and_then(|(wave, seq)| {
        let mut ledger = Ledger::default();
        for record in there.chronicle.look_back(seq.saturating_add(AROUND)) {
            ledger.apply(&record);
        }
        course(&ledger, wave)
    });
    Comparison {
        says,
        rows,
        course,
        same_wave: match (sent, parting) {
            (Some((_, sent)), Some((parted, _))) => sent < parted,
            _ => true,
        },
    }
}

/// The record with which a Wave was sent.
fn sending(chronicle: &Chronicle, wave: WaveNo) -> Option<u64> {
    let sends =
        |record: &&Record| matches!(record.event, Event::Sent { wave: no, .. } if no == wave);
    let found = chronicle.records().rev().find(sends);
    found.map(|record| record.seq)
}

/// Takes in the names that a record introduces.
fn learn(names: &mut TraceText, record: &Record) {
    if matches!(
        record.event,
        Event::Star { .. } | Event::Lane { .. } | Event::Registered { .. }
    ) {
        names.line(record);
    }
}

/// What a run has told since it parted from another.
#[derive(Default)]
struct Since {
    lines: Vec<(SmolStr, Moment)>,
    sent: Sum,
    refused: Sum,
    lost: Sum,
    fuel: Sum,
}

/// How much there was, and when the first of it.
#[derive(Clone, Copy, Default)]
struct Sum {
    much: u64,
    first: Option<Moment>,
}

impl Sum {
    fn add(&mut self, much: u64, at: Moment) {
        self.much = self.much.saturating_add(much);
        self.first.get_or_insert(at);
    }

    fn side(self) -> Side {
        Side {
            says: number(self.much),
            at: self.first.map(|at| at.0),
        }
    }
}

impl Since {
    fn count(&mut self, record: &Record, names: &mut TraceText) {
        if self.lines.len() < TOLD {
            self.lines.push((names.line(record).into(), record.at));
        }
        let sum = match &record.event {
            Event::Sent { .. } => &mut self.sent,
            Event::Refused { .. } => &mut self.refused,
            Event::Lost { .. } => &mut self.lost,
            Event::Fuel { fuel, .. } => return self.fuel.add(*fuel, record.at),
            _ => return,
        };
        sum.add(1, record.at);
    }

    fn line(&self, at: usize) -> Side {
        match self.lines.get(at) {
            Some((line, moment)) => Side {
                says: line.clone(),
                at: Some(moment.0),
            },
            None => Side::of("nothing yet".into()),
        }
    }
}

impl Side {
    fn of(says: SmolStr) -> Self {
        Self { says, at: None }
    }
}
