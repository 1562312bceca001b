//! The last Waves by their numbers, with what is remembered of each. The oldest are forgotten, so that
//! memory is bounded: of those that ended as many as there is room for, and of those under way too,
//! since the end of some is never told.

use std::collections::VecDeque;

use orrery_hyperspace::trace::WaveNo;

/// Waves under way that are remembered.
pub(crate) const FLYING: usize = 20_000;
/// Ended Waves that are remembered.
pub(crate) const ENDED: usize = 5_000;

#[derive(Debug)]
struct Row<T> {
    wave: WaveNo,
    /// Nothing once it is forgotten.
    known: Option<T>,
    ended: bool,
}

/// What is remembered of the last Waves.
#[derive(Debug)]
pub(crate) struct Recent<T> {
    /// By number. Most Waves are told of in the order of their numbers, so that most go to the end.
    rows: Vec<Row<T>>,
    forgotten: usize,
    flying: usize,
    ended: VecDeque<WaveNo>,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            forgotten: 0,
            flying: 0,
            ended: VecDeque::new(),
        }
    }
}

impl<T> Recent<T> {
    fn place(&self, wave: WaveNo) -> Result<usize, usize> {
        self.rows.binary_search_by_key(&wave, |row| row.wave)
    }

    fn row(&mut self, wave: WaveNo) -> Option<&mut Row<T>> {
        let at = self.place(wave).ok()?;
        self.rows.get_mut(at)
    }

    pub(crate) fn get(&self, wave: WaveNo) -> Option<&T> {
        let row = self.rows.get(self.place(wave).ok()?)?;
        row.known.as_ref()
    }

    pub(crate) fn get_mut(&mut self, wave: WaveNo) -> Option<&mut T> {
        self.row(wave)?.known.as_mut()
    }

    /// All of them by number.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.iter_mut().filter_map(|row| row.known.as_mut())
    }

    /// Those that are under way, by number.
    pub(crate) fn under_way(&self) -> impl Iterator<Item = &T> {
        let rows = self.rows.iter().filter(|row| !row.ended);
        rows.filter_map(|row| row.known.as_ref())
    }

    /// How many are under way.
    pub(crate) fn flying(&self) -> usize {
        self.flying
    }

    /// A Wave sets out. Its number is not used again.
    pub(crate) fn begin(&mut self, wave: WaveNo, known: T) {
        let Err(at) = self.place(wave) else { return };
        let row = Row {
            wave,
            known: Some(known),
            ended: false,
        };
        self.rows.insert(at, row);
        self.flying += 1;
        while self.flying > FLYING {
            let mut rows = self.rows.iter();
            let oldest = rows.find(|row| !row.ended && row.known.is_some());
            let Some(oldest) = oldest.map(|row| row.wave) else {
                return;
            };
            self.flying -= 1;
            self.forget(oldest);
        }
    }

    /// A Wave ended. Whether it was under way until now.
    pub(crate) fn end(&mut self, wave: WaveNo) -> bool {
        let row = self.row(wave);
        let Some(row) = row.filter(|row| !row.ended && row.known.is_some()) else {
            return false;
        };
        row.ended = true;
        self.flying -= 1;
        self.ended.push_back(wave);
        if self.ended.len() > ENDED
            && let Some(oldest) = self.ended.pop_front()
        {
            self.forget(oldest);
        }
        true
    }

    fn forget(&mut self, wave: WaveNo) {
        if let Some(row) = self.row(wave) {
            row.known = None;
            self.forgotten += 1;
        }
        if self.forgotten > self.rows.len() / 2 {
            self.rows.retain(|row| row.known.is_some());
            self.forgotten = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn what_is_overtaken_has_its_place_and_ends_once() {
        let mut recent = Recent::default();
        for wave in [3, 9, 5] {
            recent.begin(WaveNo(wave), wave);
        }
        let known: Vec<u64> = recent.iter_mut().map(|known| *known).collect();
        assert_eq!(known, [3, 5, 9]);
        assert!(recent.end(WaveNo(5)) && !recent.end(WaveNo(5)) && !recent.end(WaveNo(4)));
        assert_eq!((recent.flying(), recent.get(WaveNo(5))), (2, Some(&5)));
    }

    #[test]
    fn the_oldest_are_forgotten_and_leave_no_row() {
        let mut recent = Recent::default();
        let last = 10 * ENDED as u64;
        recent.begin(WaveNo(0), 0);
        for wave in 1..=last {
            recent.begin(WaveNo(wave), wave);
            recent.end(WaveNo(wave));
        }
        assert_eq!(recent.iter_mut().count(), ENDED + 1);
        assert!(recent.rows.len() <= 2 * ENDED + 2, "{}", recent.rows.len());
        assert_eq!(recent.get(WaveNo(0)), Some(&0));
        assert_eq!(recent.get(WaveNo(last - ENDED as u64)), None);
        for wave in last + 1..=last + FLYING as u64 {
            recent.begin(WaveNo(wave), wave);
        }
        assert_eq!((recent.flying(), recent.get(WaveNo(0))), (FLYING, None));
        assert!(recent.get(WaveNo(last)).is_some());
    }
}
