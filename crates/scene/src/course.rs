//! The course of things: a Wave with what it was sent because of and all that it caused, each a bar
//! over the same time, with the lanes and the work of guests on it.
//!
//! ```
//! use orrery_hyperspace::trace::WaveNo;
//! use orrery_scene::{Ledger, course::course};
//! assert!(course(&Ledger::default(), WaveNo(1)).is_none());
//! ```

use std::collections::BTreeMap;

use orrery_hyperspace::trace::WaveNo;
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

use crate::Ledger;
use crate::inspect::{number, time};
use crate::mishap::{Mishap, Sort};
use crate::roll::Entry;
use crate::wave_list;

/// So many Waves are shown.
pub const MOST: usize = 300;

/// What a Wave caused is looked for among so many after it.
const LOOKED_THROUGH: usize = 50_000;

/// A cause is looked for so far up.
const DEEPEST: usize = 64;

/// The length of the axis on which bars lie: a step is a hundredth of a percent.
pub const WIDTH: u64 = 10_000;

/// A Wave and what hangs together with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// How many there are, how long all of it took, and what is missing, as a sentence.
    pub says: SmolStr,
    /// The Waves, each after what caused it.
    pub bars: Vec<Bar>,
}

/// A Wave of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bar {
    /// Which Wave.
    pub wave: WaveNo,
    /// How many causes stand above it.
    pub depth: u8,
    /// Its glyph.
    pub glyph: SmolStr,
    /// Whether it did not go well.
    pub bad: bool,
    /// What it is: `Ping localhost:echo Ext<Say>`.
    pub label: SmolStr,
    /// When it began, since the first.
    pub after: SmolStr,
    /// How long it was on its way.
    pub took: SmolStr,
    /// What it cost guests; empty where none.
    pub fuel: SmolStr,
    /// What is drawn, from left to right on an axis of [`WIDTH`].
    pub parts: Vec<Part>,
    /// When it was sent, in virtual nanoseconds.
    pub born: u64,
    /// When it ended, if it has.
    pub ended: Option<u64>,
}

/// A part of a bar.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Part {
    /// What the Wave does there.
    pub what: What,
    /// Where it begins.
    pub from: u16,
    /// Where it ends.
    pub to: u16,
    /// What it is, in words.
    pub words: SmolStr,
}

/// What a Wave does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum What {
    /// It is on its way.
    Way,
    /// It is on a lane.
    Lane,
    /// It has arrived, and is served until it is answered.
    Served,
}

/// The Wave with all that hangs together with it; nothing when it is not remembered.
#[must_use]
pub fn course(ledger: &Ledger, wave: WaveNo) -> Option<Course> {
    let mut root = ledger.wave(wave)?;
    for _ in 0..DEEPEST {
        match root.cause().and_then(|cause| ledger.wave(cause)) {
            Some(cause) => root = cause,
            None => break,
        }
    }
    let mut caused: BTreeMap<WaveNo, Vec<WaveNo>> = BTreeMap::from([(root.wave, Vec::new())]);
    // Waves are made after what caused them: of one that hangs together with the root, so does the cause
    for wave in ledger.roll().after(root.wave).take(LOOKED_THROUGH) {
        if let Some(cause) = wave.cause()
            && let Some(below) = caused.get_mut(&cause)
        {
            below.push(wave.wave);
            caused.insert(wave.wave, Vec::new());
        }
    }
    let (mut found, mut next) = (Vec::new(), vec![(root.wave, 0_u8)]);
    let mut more = 0;
    while let Some((no, depth)) = next.pop() {
        let Some(wave) = ledger.wave(no) else {
            continue;
        };
        if found.len() < MOST {
            found.push((wave, depth));
        } else {
            more += 1;
        }
        let below = caused.remove(&no).unwrap_or_default();
        next.extend(
            below
                .into_iter()
                .rev()
                .map(|no| (no, depth.saturating_add(1))),
        );
    }
    let hops = |wave: &Entry| ledger.track(wave.wave).map_or(&[][..], |track| &track.hops);
    let ended = |wave: &Entry| wave.end().map_or(ledger.now(), |end| end.at()).0;
    let end = |wave: &Entry| {
        let end = ended(wave);
        let hops = hops(wave).iter().map(|hop| hop.arrives.0);
        hops.max().map_or(end, |last| last.max(end))
    };
    let begin = root.sent.0;
    let last = found
        .iter()
        .map(|(wave, _)| end(wave))
        .max()
        .unwrap_or(begin);
    let all = (last - begin).max(1);
    let place = |at: u64| {
        let part = at.saturating_sub(begin).min(all);
        u16::try_from(u128::from(part) * u128::from(WIDTH) / u128::from(all)).unwrap_or(u16::MAX)
    };
    let bars = found.iter().map(|(wave, depth)| {
        let row = wave_list::row(ledger, wave);
        let cell = |at: usize| row.cells.get(at).cloned().unwrap_or_default();
        let ended = ended(wave);
        let words = format_smolstr!("on its way for {}", time(ended.saturating_sub(wave.sent.0)));
        let add =
            |words: SmolStr, mishap: &Mishap| format_smolstr!("{words}, {}", mishap.words(ledger));
        let at_star = |mishap: &&Mishap| !matches!(mishap.what, Sort::Lane(..));
        let track = ledger.track(wave.wave);
        let mishaps = track.map_or(&[][..], |track| &track.mishaps);
        let at_stars = mishaps.iter().filter(at_star);
        let mut parts = vec![Part {
            what: What::Way,
            from: place(wave.sent.0),
            to: place(ended),
            words: at_stars.fold(words, add),
        }];
        parts.extend(hops(wave).iter().map(|hop| {
            let name = |star| {
                ledger
                    .star(star)
                    .map_or_else(SmolStr::default, crate::ledger::Star::label)
            };
            let takes = time(hop.arrives.0.saturating_sub(hop.at.0));
            let words = format_smolstr!("{} to {}, {takes}", name(hop.from), name(hop.to));
            let there = hop.at..=hop.arrives;
            let here = |mishap: &&Mishap| {
                matches!(mishap.what, Sort::Lane(lane, _) if lane == hop.lane)
                    && there.contains(&mishap.at)
            };
            let mishaps = mishaps.iter().filter(here);
            Part {
                what: What::Lane,
                from: place(hop.at.0),
                to: place(hop.arrives.0),
                words: mishaps.fold(words, add),
            }
        }));
        let answer = wave.answer().and_then(|answer| ledger.wave(answer));
        let arrived = wave.end().filter(|end| end.is_arrival());
        if let (Some(arrived), Some(answer)) = (arrived, answer) {
            let at = arrived.at();
            parts.push(Part {
                what: What::Served,
                from: place(at.0),
                to: place(answer.sent.0),
                words: format_smolstr!(
                    "served for {}, fuel {}",
                    time(answer.sent.0.saturating_sub(at.0)),
                    number(wave.fuel)
                ),
            });
        }
        let fuel = if wave.fuel > 0 {
            number(wave.fuel)
        } else {
            SmolStr::default()
        };
        Bar {
            wave: wave.wave,
            depth: *depth,
            label: match cell(4).as_str() {
                "" => format_smolstr!("{} {} {}", cell(1), cell(5), cell(3)),
                method => format_smolstr!("{} {} {method}", cell(1), cell(3)),
            },
            after: format_smolstr!("+{}", time(wave.sent.0.saturating_sub(begin))),
            took: time(wave.age(ledger.now())),
            fuel,
            parts,
            born: row.born,
            ended: row.ended,
            glyph: row.glyph,
            bad: row.bad,
        }
    });
    let more = match more {
        0 => SmolStr::default(),
        more => format_smolstr!(", and {more} more"),
    };
    let forgotten = found
        .iter()
        .any(|(wave, _)| ledger.track(wave.wave).is_none());
    let lanes = match forgotten {
        true => {
            "; lanes of so long ago are not kept, but at the birth of a Wave they are there again"
        }
        false => "",
    };
    let says = format_smolstr!(
        "{} Waves{more}, {} in all{lanes}",
        found.len(),
        time(last - begin)
    );
    Some(Course {
        says,
        bars: bars.collect(),
    })
}

#[cfg(test)]
#[path = "course_tests.rs"]
mod tests;
