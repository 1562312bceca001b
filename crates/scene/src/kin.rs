//! The Particles below one, in the order of their points. They stand in rows of bounded length, so that
//! one more, or one less, costs a row and not all of them.

use orrery_hyperspace::trace::ParticleNo;

/// The longest row.
const ROW: usize = 512;

/// Particles in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kin {
    rows: Vec<Vec<ParticleNo>>,
    len: usize,
}

/// Between which two: the row, and how many of it stand before.
pub(crate) type Gap = (usize, usize);

impl Kin {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = ParticleNo> {
        self.rows.iter().flatten().copied()
    }

    /// The gap behind all of which `stands` says that they stand there or before.
    pub(crate) fn find(&self, stands: impl Fn(ParticleNo) -> bool) -> Gap {
        let begins = |row: &Vec<ParticleNo>| row.first().is_some_and(|first| stands(*first));
        let row = self.rows.partition_point(begins).saturating_sub(1);
        let before = self.rows.get(row);
        let before = before.map_or(0, |row| row.partition_point(|no| stands(*no)));
        (row, before)
    }

    /// Puts one into a gap.
    pub(crate) fn insert(&mut self, (row, before): Gap, no: ParticleNo) {
        self.len += 1;
        match self.rows.get_mut(row) {
            Some(kin) if kin.len() < ROW => kin.insert(before, no),
            Some(kin) => {
                let mut rest = kin.split_off(ROW / 2);
                match before.checked_sub(ROW / 2) {
                    Some(before) => rest.insert(before, no),
                    None => kin.insert(before, no),
                }
                self.rows.insert(row + 1, rest);
            }
            None => self.rows.push(vec![no]),
        }
    }

    /// Takes out the one before a gap, if it is that one.
    pub(crate) fn remove(&mut self, (row, before): Gap, no: ParticleNo) {
        let (Some(kin), Some(at)) = (self.rows.get_mut(row), before.checked_sub(1)) else {
            return;
        };
        if kin.get(at) == Some(&no) {
            kin.remove(at);
            self.len -= 1;
            if kin.is_empty() {
                self.rows.remove(row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_comes_and_goes_they_are_in_order() {
        let (mut kin, mut plain) = (Kin::default(), Vec::new());
        // all numbers below a prime, in an order of their own
        let numbers = || (1..4_001_u64).map(|step| ParticleNo((step * 1_234 % 4_001) as u32));
        for no in numbers() {
            kin.insert(kin.find(|known| known <= no), no);
            plain.push(no);
        }
        plain.sort_unstable();
        assert_eq!((kin.len(), kin.iter().collect::<Vec<_>>()), (4_000, plain));
        for no in numbers().filter(|no| no.0 % 3 > 0) {
            kin.remove(kin.find(|known| known <= no), no);
            // who is not there is not taken out
            kin.remove(kin.find(|known| known <= no), no);
        }
        let left: Vec<ParticleNo> = (1..1_334).map(|no| ParticleNo(no * 3)).collect();
        assert_eq!((kin.len(), kin.iter().collect::<Vec<_>>()), (1_333, left));
        for no in numbers() {
            kin.remove(kin.find(|known| known <= no), no);
        }
        assert_eq!(kin, Kin::default());
    }
}
