//! Waves as rows of a table: which, in which order, and what each says.
//!
//! ```
//! use orrery_hyperspace::Moment;
//! use orrery_scene::{Ledger, wave_list::{Column, Order, list}};
//! let order = Order { by: Column::Number, down: true };
//! assert!(list(&Ledger::default(), &"is:refused".parse().unwrap(), order).is_empty());
//! ```

use orrery_hyperspace::trace::{ParticleNo, WaveNo};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::Ledger;
use crate::filter::Filter;
use crate::inspect::{number, time, wave_glyph};
use crate::wave::WaveTrack;

/// What is known of each Wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Column {
    /// Its number, by which it can be told from others.
    Number,
    /// Its kind.
    Kind,
    /// Who sent it.
    From,
    /// To whom.
    To,
    /// What it wants.
    Method,
    /// What was answered, or why it was refused.
    Status,
    /// How many lanes it took.
    Hops,
    /// What it cost guests.
    Fuel,
    /// How long it was on its way.
    Took,
}

impl Column {
    /// All of them, in the order of the table, each with its heading.
    pub const ALL: [(Self, &'static str); 9] = [
        (Column::Number, "#"),
        (Column::Kind, "kind"),
        (Column::From, "from"),
        (Column::To, "to"),
        (Column::Method, "method"),
        (Column::Status, "status"),
        (Column::Hops, "hops"),
        (Column::Fuel, "fuel"),
        (Column::Took, "took"),
    ];
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// By what; Waves that are alike in that are in the order of their numbers.
    pub by: Column,
    /// The largest first.
    pub down: bool,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WaveRow {
    /// Which Wave.
    pub wave: WaveNo,
    /// The glyph before it.
    pub glyph: SmolStr,
    /// Whether it did not go well.
    pub bad: bool,
    /// What each column says.
    pub cells: Vec<SmolStr>,
    /// When it was sent, in virtual nanoseconds.
    pub born: u64,
    /// When it ended, if it has.
    pub ended: Option<u64>,
}

/// The Waves that the filter admits, in that order.
#[must_use]
pub fn list(ledger: &Ledger, filter: &Filter, order: Order) -> Vec<WaveNo> {
    let now = ledger.now();
    let admitted = ledger
        .waves()
        .filter(|wave| filter.admits(ledger, wave, now));
    let mut waves: Vec<WaveNo> = match order.by {
        Column::Number => admitted.map(|wave| wave.wave).collect(),
        Column::Hops | Column::Fuel | Column::Took | Column::Status => {
            let key = |wave: &WaveTrack| match order.by {
                Column::Hops => wave.hops.len() as u64,
                Column::Fuel => wave.fuel,
                Column::Took => wave.age(now),
                _ => wave
                    .shown_status()
                    .map_or(0, |status| status.number().into()),
            };
            let mut keyed: Vec<(u64, WaveNo)> = admitted.map(|w| (key(w), w.wave)).collect();
            keyed.sort_unstable();
            keyed.into_iter().map(|(_, wave)| wave).collect()
        }
        by => {
            let method = |wave: &WaveTrack| wave.method.as_ref().map(ToSmolStr::to_smolstr);
            let mut keyed: Vec<(Key<'_>, WaveNo)> = admitted
                .map(|wave| {
                    let key = match by {
                        Column::Kind => Key::Is(wave.kind.name()),
                        Column::From => Key::Is(self::point(ledger, Some(wave.from))),
                        Column::To => Key::Is(self::point(ledger, wave.to)),
                        _ => Key::Said(method(wave).unwrap_or_default()),
                    };
                    (key, wave.wave)
                })
                .collect();
            keyed.sort_unstable();
            keyed.into_iter().map(|(_, wave)| wave).collect()
        }
    };
    if order.down {
        waves.reverse();
    }
    waves
}

/// By what Waves are ordered: mostly a text that there is already.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'ledger> {
    Is(&'ledger str),
    Said(SmolStr),
}

/// The point of a Particle.
fn point(ledger: &Ledger, no: Option<ParticleNo>) -> &str {
    match no {
        Some(no) => ledger.particle(no).map_or("", |known| known.point.as_str()),
        None => "nobody",
    }
}

/// What the row of a Wave says.
#[must_use]
pub fn row(ledger: &Ledger, wave: &WaveTrack) -> WaveRow {
    let status = match (&wave.end, wave.shown_status()) {
        _ if wave.held_back().is_some() => "held back".into(),
        (_, Some(status)) => status.to_smolstr(),
        (None, None) => "flying".into(),
        (Some(end), None) if end.reason().is_some() => "lost".into(),
        (Some(_), None) => match wave.answer.and_then(|answer| ledger.wave(answer)?.status) {
            Some(status) => status.to_smolstr(),
            None => SmolStr::default(),
        },
    };
    let method = wave.method.as_ref().map(ToSmolStr::to_smolstr);
    WaveRow {
        wave: wave.wave,
        glyph: wave_glyph(wave).into(),
        bad: wave.is_refused() || wave.end.as_ref().is_some_and(|end| end.reason().is_some()),
        cells: vec![
            format_smolstr!("{}", wave.wave.0),
            wave.kind.name().into(),
            self::point(ledger, Some(wave.from)).into(),
            self::point(ledger, wave.to).into(),
            method.unwrap_or_default(),
            status,
            number(wave.hops.len() as u64),
            number(wave.fuel),
            time(wave.age(ledger.now())),
        ],
        born: wave.sent.0,
        ended: wave.end.as_ref().map(|end| end.at().0),
    }
}

#[cfg(test)]
#[path = "wave_list_tests.rs"]
mod tests;
