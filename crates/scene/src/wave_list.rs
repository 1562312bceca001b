//! Waves as rows of a table: which, in which order, and what each says.
//!
//! ```
//! use orrery_hyperspace::Moment;
//! use orrery_scene::{Ledger, wave_list::{Column, Order, list}};
//! let order = Order { by: Column::Number, down: true };
//! assert!(list(&Ledger::default(), &"is:refused".parse().unwrap(), order).is_empty());
//! ```

use orrery_hyperspace::trace::WaveNo;
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
            let place = Column::ALL.iter().position(|(column, _)| *column == by);
            let key = |wave: &WaveTrack| {
                let mut cells = self::row(ledger, wave).cells.into_iter();
                cells.nth(place.unwrap_or(0)).unwrap_or_default()
            };
            let mut keyed: Vec<(SmolStr, WaveNo)> = admitted.map(|w| (key(w), w.wave)).collect();
            keyed.sort_unstable();
            keyed.into_iter().map(|(_, wave)| wave).collect()
        }
    };
    if order.down {
        waves.reverse();
    }
    waves
}

/// What the row of a Wave says.
#[must_use]
pub fn row(ledger: &Ledger, wave: &WaveTrack) -> WaveRow {
    let point = |no| {
        let known = ledger.particle(no);
        known.map_or_else(SmolStr::default, |known| known.point.as_str().into())
    };
    let status = match (&wave.end, wave.shown_status()) {
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
            point(wave.from),
            wave.to.map_or_else(|| "nobody".into(), point),
            method.unwrap_or_default(),
            status,
            number(wave.hops.len() as u64),
            number(wave.fuel),
            time(wave.age(ledger.now())),
        ],
    }
}

#[cfg(test)]
#[path = "wave_list_tests.rs"]
mod tests;
