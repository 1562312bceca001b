//! Things by number, in a row. Numbers of a cosmos begin at 0 and have few gaps.

/// A number this far beyond the last is no number of a cosmos.
const GAP: usize = 1 << 16;

/// A row of things, each at the place that is its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slots<T>(Vec<Option<T>>);

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Slots<T> {
    pub(crate) fn get(&self, number: usize) -> Option<&T> {
        self.0.get(number).and_then(Option::as_ref)
    }

    pub(crate) fn get_mut(&mut self, number: usize) -> Option<&mut T> {
        self.0.get_mut(number).and_then(Option::as_mut)
    }

    /// Puts something in its place, unless its number is none of a cosmos.
    pub(crate) fn put(&mut self, number: usize, thing: T) {
        if number > self.0.len() + GAP {
            return;
        }
        if number >= self.0.len() {
            self.0.resize_with(number + 1, || None);
        }
        if let Some(slot) = self.0.get_mut(number) {
            *slot = Some(thing);
        }
    }

    /// All of them by number.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.iter().flatten()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().flatten()
    }
}
