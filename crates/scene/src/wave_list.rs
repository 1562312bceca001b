//! Waves as rows of a table: what each says, and what there is to order them by. Which ones are shown
//! the [`Listing`](crate::listing::Listing) knows.
//!
//! ```
//! use orrery_scene::wave_list::{Column, Order};
//! let order = Order { by: Column::Fuel, down: true };
//! assert_eq!(Column::ALL.len(), 9);
//! assert_ne!(order, Order::default());
//! ```

use orrery_hyperspace::trace::{ParticleNo, WaveNo};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::Ledger;
use crate::inspect::{number, time, wave_glyph};
use crate::listing::Listing;
use crate::roll::Entry;

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

impl Default for Order {
    /// The last Waves first.
    fn default() -> Self {
        Self {
            by: Column::Number,
            down: true,
        }
    }
}

/// What there is to say of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// How many Waves it has.
    pub count: u32,
    /// The same in words, or what is wrong with the filter.
    pub says: String,
    /// Whether something is.
    pub wrong: bool,
    /// The rows that were asked for.
    pub rows: Vec<WaveRow>,
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

/// Which of the rows that are there each Wave gets, or none of them. A Wave that is shown already keeps its row; a row
/// whose Wave is not among them any more is taken by one that has none, unless `again` is false.
///
/// ```
/// use orrery_hyperspace::trace::WaveNo;
/// use orrery_scene::wave_list::{WaveRow, seats};
/// let row = |no| WaveRow { wave: WaveNo(no), glyph: "ping".into(), bad: false, cells: vec![], born: 0, ended: None };
/// let there = [WaveNo(7), WaveNo(8), WaveNo(9)];
/// assert_eq!(seats(&there, &[row(6), row(7), row(8), row(5)], true), [Some(2), Some(0), Some(1), None]);
/// assert_eq!(seats(&there, &[row(6), row(7)], false), [None, Some(0)]);
/// ```
#[must_use]
pub fn seats(there: &[WaveNo], rows: &[WaveRow], again: bool) -> Vec<Option<usize>> {
    let mut free = vec![true; there.len()];
    let mut seats: Vec<_> = rows
        .iter()
        .map(|row| {
            // as many as are seen at once: a search is quick
            let seat = there.iter().position(|wave| *wave == row.wave)?;
            std::mem::replace(&mut free[seat], false).then_some(seat)
        })
        .collect();
    if again {
        let mut left = (0..there.len()).filter(|seat| free[*seat]);
        for seat in seats.iter_mut().filter(|seat| seat.is_none()) {
            *seat = left.next();
        }
    }
    seats
}

impl Listed {
    /// What was found, when nothing is left to look through: so many rows of it from one on. `all` is how
    /// many Waves there were since the start, and `bound` says how many of them can be listed.
    #[must_use]
    pub fn of(
        ledger: &Ledger,
        found: &Listing,
        (from, rows): (usize, usize),
        (all, bound): (u64, &str),
    ) -> Self {
        let (count, known) = (found.count(ledger), ledger.roll().len());
        let mut says = String::new();
        if count < known {
            says = format!("{} of ", number(count as u64));
        }
        if (known as u64) < all {
            says += &format!("the last {} of ", number(known as u64));
        }
        says += &format!("{} Waves; {bound}", number(all));
        let rows = found.waves(ledger, from, rows).into_iter();
        Self {
            count: u32::try_from(count).unwrap_or(u32::MAX),
            says,
            wrong: false,
            rows: rows.map(|wave| self::row(ledger, wave)).collect(),
        }
    }
}

/// The point of a Particle.
pub(crate) fn point(ledger: &Ledger, no: Option<ParticleNo>) -> &str {
    match no {
        Some(no) => ledger.particle(no).map_or("", |known| known.point.as_str()),
        None => "nobody",
    }
}

/// What the row of a Wave says.
#[must_use]
pub fn row(ledger: &Ledger, wave: &Entry) -> WaveRow {
    let end = wave.end();
    let status = match (end, wave.shown_status()) {
        _ if ledger.held_back(wave.wave).is_some() => "held back".into(),
        (_, Some(status)) => status.to_smolstr(),
        (None, None) => "flying".into(),
        (Some(end), None) if !end.is_arrival() => "lost".into(),
        (Some(_), None) => match wave
            .answer()
            .and_then(|answer| ledger.wave(answer)?.status())
        {
            Some(status) => status.to_smolstr(),
            None => SmolStr::default(),
        },
    };
    WaveRow {
        wave: wave.wave,
        glyph: wave_glyph(wave).into(),
        bad: wave.is_refused() || end.is_some_and(|end| !end.is_arrival()),
        cells: vec![
            format_smolstr!("{}", wave.wave.0),
            wave.kind.name().into(),
            self::point(ledger, Some(wave.from)).into(),
            self::point(ledger, wave.to()).into(),
            ledger.roll().method(wave).cloned().unwrap_or_default(),
            status,
            number(wave.hops.into()),
            number(wave.fuel),
            time(wave.age(ledger.now())),
        ],
        born: wave.sent.0,
        ended: end.map(|end| end.at().0),
    }
}

#[cfg(test)]
#[path = "wave_list_tests.rs"]
mod tests;
