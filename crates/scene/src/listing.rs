//! The list of Waves: which of the [roll](crate::roll) a filter admits, in an order.
//!
//! The last Waves first, all of them, cost what is in sight. Whatever else is asked is looked through
//! piece by piece, so that it can be left and gone on with; what was found of a piece is kept until
//! something in that piece changes. So asking the same again costs what is new.
//!
//! ```
//! use orrery_scene::Ledger;
//! use orrery_scene::listing::Listing;
//! use orrery_scene::wave_list::Order;
//!
//! let ledger = Ledger::default();
//! let mut listing = Listing::default();
//! listing.ask("is:refused", Order::default()).unwrap();
//! while listing.step(&ledger) {}
//! assert_eq!(listing.count(&ledger), 0);
//! assert!(listing.waves(&ledger, 0, 10).is_empty());
//! assert!(listing.ask("colour:red", Order::default()).is_err());
//! ```

use std::cmp::Ordering;
use std::collections::VecDeque;

use orrery_hyperspace::Moment;

use crate::Ledger;
use crate::filter::Filter;
use crate::roll::{Entry, Piece};
use crate::wave_list::{Column, Order, point};

/// What is asked, and what was found.
#[derive(Debug, Default)]
pub struct Listing {
    text: String,
    filter: Filter,
    order: Order,
    /// Of each piece of the roll, from the first that was looked through.
    found: VecDeque<Found>,
    /// How many pieces there were before that.
    before: u64,
    cuts: u64,
}

/// What was found in a piece.
#[derive(Debug, Default)]
struct Found {
    /// That of the piece when it was looked through.
    stamp: u64,
    at: Moment,
    /// Places in it, in the order that is asked, the least first.
    places: Vec<u16>,
}

impl Listing {
    /// Asks for the Waves that a filter admits, in that order.
    ///
    /// # Errors
    /// What is wrong with the filter, as a sentence.
    pub fn ask(&mut self, filter: &str, order: Order) -> Result<(), String> {
        if self.text != filter || self.order != order {
            let parsed = filter.parse()?;
            *self = Self {
                text: filter.to_owned(),
                filter: parsed,
                order,
                ..Self::default()
            };
        }
        Ok(())
    }

    /// Whether that is what is asked.
    #[must_use]
    pub fn is_asked(&self, filter: &str, order: Order) -> bool {
        self.text == filter && self.order == order
    }

    /// Whether all are asked in the order in which they are.
    fn is_plain(&self) -> bool {
        self.filter.is_empty() && self.order.by == Column::Number
    }

    /// Looks through a piece of the roll, if there is one that was not looked through as it is now.
    /// Whether there is another.
    pub fn step(&mut self, ledger: &Ledger) -> bool {
        if self.is_plain() {
            return false;
        }
        let (pieces, before, cuts) = ledger.roll().pieces();
        if cuts != self.cuts || before < self.before {
            self.found.clear();
            self.cuts = cuts;
        }
        while self.before < before && self.found.pop_front().is_some() {
            self.before += 1;
        }
        self.before = before;
        self.found.resize_with(pieces.len(), Found::default);
        let now = ledger.now();
        let flows = self.filter.asks_for_time() || self.order.by == Column::Took;
        let all = self.found.iter_mut().zip(pieces);
        let mut stale = all.filter(|(found, piece)| {
            found.stamp != piece.stamp || flows && piece.flying > 0 && found.at != now
        });
        let Some((found, piece)) = stale.next() else {
            return false;
        };
        let more = stale.next().is_some();
        let (filter, order) = (&self.filter, self.order);
        found.stamp = piece.stamp;
        found.at = now;
        found.places.clear();
        let admitted = (0..).zip(&piece.entries);
        let admitted = admitted.filter(|(_, wave)| filter.admits(ledger, wave, now));
        found.places.extend(admitted.map(|(at, _)| at));
        if order.by != Column::Number {
            let wave = |at: &u16| piece.entries.get(usize::from(*at));
            found
                .places
                .sort_unstable_by(|a, b| match (wave(a), wave(b)) {
                    (Some(a), Some(b)) => self::compare(ledger, order.by, a, b),
                    _ => Ordering::Equal,
                });
        }
        more
    }

    /// How many Waves there are. There is nothing left to look through.
    #[must_use]
    pub fn count(&self, ledger: &Ledger) -> usize {
        if self.is_plain() {
            return ledger.roll().len();
        }
        self.found.iter().map(|found| found.places.len()).sum()
    }

    /// Those of which so many come before, so many of them. There is nothing left to look through.
    #[must_use]
    pub fn waves<'ledger>(
        &self,
        ledger: &'ledger Ledger,
        before: usize,
        count: usize,
    ) -> Vec<&'ledger Entry> {
        let all = self.count(ledger);
        let count = count.min(all.saturating_sub(before));
        let least = if self.order.down {
            all.saturating_sub(before + count)
        } else {
            before
        };
        let mut waves: Vec<&Entry> = if self.is_plain() {
            ledger.roll().from(least).take(count).collect()
        } else {
            let (pieces, ..) = ledger.roll().pieces();
            let all = self.found.iter().zip(pieces);
            let sorted = all.map(|(found, piece)| Sorted {
                piece,
                places: &found.places,
            });
            let sorted: Vec<_> = sorted.filter(|sorted| !sorted.places.is_empty()).collect();
            let compare = |a: &Entry, b: &Entry| self::compare(ledger, self.order.by, a, b);
            let heads = self::heads(&sorted, least, &compare);
            self::merge(&sorted, heads, count, &compare)
        };
        if self.order.down {
            waves.reverse();
        }
        waves
    }
}

/// In which order two Waves stand; those that are alike in that stand by number.
fn compare(ledger: &Ledger, by: Column, a: &Entry, b: &Entry) -> Ordering {
    let status = |wave: &Entry| wave.shown_status().map_or(0, |status| status.number());
    let by_point = |a, b| match a == b {
        true => Ordering::Equal,
        false => point(ledger, a).cmp(point(ledger, b)),
    };
    let (now, roll) = (ledger.now(), ledger.roll());
    let order = match by {
        Column::Number => Ordering::Equal,
        Column::Kind => a.kind.name().cmp(b.kind.name()),
        Column::From => by_point(Some(a.from), Some(b.from)),
        Column::To => by_point(a.to(), b.to()),
        Column::Method if a.has_method_of(b) => Ordering::Equal,
        Column::Method => roll.method(a).cmp(&roll.method(b)),
        Column::Status => status(a).cmp(&status(b)),
        Column::Hops => a.hops.cmp(&b.hops),
        Column::Fuel => a.fuel.cmp(&b.fuel),
        Column::Took => a.age(now).cmp(&b.age(now)),
    };
    order.then(a.wave.cmp(&b.wave))
}

/// Waves of a piece in order.
struct Sorted<'ledger, 'found> {
    piece: &'ledger Piece,
    places: &'found [u16],
}

impl<'ledger> Sorted<'ledger, '_> {
    fn get(&self, at: usize) -> Option<&'ledger Entry> {
        let place = self.places.get(at)?;
        self.piece.entries.get(usize::from(*place))
    }
}

/// Where each stands after the least `wanted` of all of them were taken.
///
/// One of those of which it is not known yet is chosen as if by chance, and all that are less are
/// counted: so half of them are out each time, as in a quick sort of which one side is followed.
fn heads(
    sorted: &[Sorted<'_, '_>],
    wanted: usize,
    compare: &impl Fn(&Entry, &Entry) -> Ordering,
) -> Vec<usize> {
    let mut low = vec![0; sorted.len()];
    let mut high: Vec<usize> = sorted.iter().map(|one| one.places.len()).collect();
    let mut round = 0_u64;
    loop {
        let (taken, possible): (usize, usize) = (low.iter().sum(), high.iter().sum());
        if taken >= wanted {
            return low;
        }
        if possible <= wanted {
            return high;
        }
        round += 1;
        let chance = round.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
        let mut left = chance as usize % (possible - taken);
        let mut chosen = None;
        for ((one, low), high) in sorted.iter().zip(&low).zip(&high) {
            if left < high - low {
                chosen = one.get(low + left);
                break;
            }
            left -= high - low;
        }
        let Some(pivot) = chosen else { return low };
        let less = |(one, (low, high)): (&Sorted<'_, '_>, (&usize, &usize))| {
            let less = |place: &u16| {
                let wave = one.piece.entries.get(usize::from(*place));
                wave.is_some_and(|wave| compare(wave, pivot).is_lt())
            };
            let part = one.places.get(*low..*high).unwrap_or_default();
            low + part.partition_point(less)
        };
        let ranges = low.iter().zip(&high);
        let less: Vec<usize> = sorted.iter().zip(ranges).map(less).collect();
        if less.iter().sum::<usize>() >= wanted {
            high = less;
        } else {
            // so it is one of them itself
            low = less;
            for (one, low) in sorted.iter().zip(&mut low) {
                if one.get(*low).is_some_and(|wave| wave.wave == pivot.wave) {
                    *low += 1;
                }
            }
        }
    }
}

/// So many of the least from there on.
fn merge<'ledger>(
    sorted: &[Sorted<'ledger, '_>],
    mut heads: Vec<usize>,
    count: usize,
    compare: &impl Fn(&Entry, &Entry) -> Ordering,
) -> Vec<&'ledger Entry> {
    let mut waves = Vec::with_capacity(count);
    while waves.len() < count {
        let firsts = sorted.iter().zip(&mut heads);
        let firsts = firsts.filter_map(|(one, head)| Some((one.get(*head)?, head)));
        let Some((least, head)) = firsts.min_by(|(a, _), (b, _)| compare(a, b)) else {
            break;
        };
        waves.push(least);
        *head += 1;
    }
    waves
}

#[cfg(test)]
#[path = "listing_tests.rs"]
mod tests;
