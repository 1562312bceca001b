//! The ring: the last segments in a row that is overwritten from its beginning when it is full, so
//! that a Wave costs one upload and nothing is ever taken out.

use orrery_hyperspace::trace::WaveNo;

use crate::segment::{FLOATS, Look, Mark, OPEN, Segment, WAVE};

/// Segments that a ring holds.
pub const CAPACITY: usize = 1 << 16;
/// So many places in the row are uploaded together.
pub const CHUNK: usize = 256;

/// The number of a Wave as far as one float holds it exactly: enough to tell apart those in view.
#[must_use]
pub fn short(wave: WaveNo) -> f32 {
    (wave.0 % (1 << 24)) as f32
}

/// The number of a segment in its ring, which is never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SlotNo(u64);

/// The last segments, in a row that is overwritten from its beginning when it is full.
#[derive(Debug)]
pub struct Ring {
    floats: Vec<f32>,
    waves: Vec<WaveNo>,
    truth: Vec<[f64; 2]>,
    epoch: f64,
    first: u64,
    next: u64,
    /// By chunk.
    dirty: Vec<bool>,
}

impl Default for Ring {
    fn default() -> Self {
        Self {
            floats: vec![0.0; CAPACITY * FLOATS],
            waves: vec![WaveNo(0); CAPACITY],
            truth: vec![[0.0; 2]; CAPACITY],
            epoch: 0.0,
            first: 0,
            next: 0,
            dirty: vec![false; CAPACITY / CHUNK],
        }
    }
}

/// Virtual milliseconds after which times are counted anew, so that they stay exact.
const EPOCH: f64 = 8_000.0;

impl Ring {
    fn index(slot: u64) -> usize {
        (slot % CAPACITY as u64) as usize
    }

    /// Adds a segment which sets out at `start` and moves until `end` (absolute milliseconds),
    /// while in truth it was `truth`. The oldest gives way when the ring is full.
    pub fn push(
        &mut self,
        wave: WaveNo,
        segment: Segment,
        start: f64,
        end: f64,
        truth: [f64; 2],
    ) -> SlotNo {
        let slot = self.next;
        self.next += 1;
        if self.next - self.first > CAPACITY as u64 {
            self.first += 1;
        }
        let segment = Segment {
            start: (start - self.epoch) as f32,
            duration: (end - start).max(0.0) as f32,
            ..segment
        };
        let index = Self::index(slot);
        if let Some(row) = self.floats.chunks_exact_mut(FLOATS).nth(index) {
            row.copy_from_slice(&segment.to_floats());
            row[WAVE] = short(wave);
        }
        if let (Some(no), Some(times)) = (self.waves.get_mut(index), self.truth.get_mut(index)) {
            *no = wave;
            *times = truth;
        }
        self.touch(slot);
        SlotNo(slot)
    }

    /// Says until when (in absolute milliseconds) the head of that segment is shown.
    pub fn hold(&mut self, slot: SlotNo, until: f64) {
        if slot.0 < self.first {
            return;
        }
        let hold = (until - self.epoch) as f32;
        if let Some(place) = self.floats.get_mut(Self::index(slot.0) * FLOATS + 6) {
            *place = hold;
        }
        self.touch(slot.0);
    }

    /// Ends a segment where its head is at that moment. Gives when it is there, the part of the curve
    /// behind it, and when it would have ended in truth; nothing when it is no longer there.
    pub fn cut(&mut self, slot: SlotNo, at: f64) -> Option<(f64, f32, f64)> {
        if slot.0 < self.first {
            return None;
        }
        let (index, now) = (Self::index(slot.0), self.at(at));
        let row = self.floats.get_mut(index * FLOATS..)?.first_chunk_mut()?;
        let [_, _, start, duration, part, goal]: &mut [f32; 6] = row;
        if now < *start + *duration {
            let done = ((now - *start) / *duration).max(0.0);
            *duration *= done;
            *goal = *part + (*goal - *part) * done;
        }
        let (then, part) = (self.epoch + f64::from(*start + *duration), *goal);
        let [_, truth] = self.truth.get_mut(index)?;
        let ends = std::mem::replace(truth, truth.min(at));
        self.touch(slot.0);
        Some((then, part, ends))
    }

    fn touch(&mut self, slot: u64) {
        if let Some(dirty) = self.dirty.get_mut(Self::index(slot) / CHUNK) {
            *dirty = true;
        }
    }

    /// Lets go of the oldest segments of which nothing is to be seen at `now`, and counts times
    /// anew where that is due.
    pub fn retire(&mut self, now: f64, linger: f64) {
        let at = self.at(now);
        while self.first < self.next {
            match self.get(self.first) {
                Some(segment) if segment.gone(linger as f32) < at => self.first += 1,
                _ => break,
            }
        }
        if self.first == self.next || now - self.epoch > EPOCH || now < self.epoch {
            self.rebase(now);
        }
    }

    fn rebase(&mut self, now: f64) {
        let by = (now - self.epoch) as f32;
        self.epoch = now;
        for slot in self.first..self.next {
            let row = Self::index(slot) * FLOATS;
            for time in [row + 2, row + 6] {
                if let Some(time) = self.floats.get_mut(time)
                    && *time < OPEN / 2.0
                {
                    *time -= by;
                }
            }
        }
        self.dirty_all();
    }

    /// Draws everything where it truly is: what was held back so that it could be seen goes on.
    pub fn settle(&mut self) {
        for slot in self.first..self.next {
            let index = Self::index(slot);
            let Some([start, end]) = self.truth.get(index).copied() else {
                continue;
            };
            let row = index * FLOATS;
            let Some(row) = self.floats.get_mut(row..row + FLOATS) else {
                continue;
            };
            let late = row[2] - (start - self.epoch) as f32;
            row[2] -= late;
            row[3] = (end - start) as f32;
            if row[6] < OPEN / 2.0 {
                row[6] = row[2] + row[3];
            }
        }
        self.dirty_all();
    }

    /// That moment, in milliseconds after the epoch.
    #[must_use]
    pub fn at(&self, now: f64) -> f32 {
        (now - self.epoch) as f32
    }

    fn get(&self, slot: u64) -> Option<Segment> {
        let row = Self::index(slot) * FLOATS;
        Segment::from_floats(self.floats.get(row..row + FLOATS)?)
    }

    /// The segments that may still be seen, oldest first, with their Waves.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (WaveNo, Segment)> {
        (self.first..self.next).filter_map(|slot| {
            let wave = self.waves.get(Self::index(slot))?;
            Some((*wave, self.get(slot)?))
        })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.next - self.first) as usize
    }

    /// How many there have been.
    #[must_use]
    pub fn pushed(&self) -> u64 {
        self.next
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first == self.next
    }

    /// How many heads or marks are shown at `now`, and a number that is another when other crosses are.
    #[must_use]
    pub fn census(&self, now: f64) -> (usize, u64) {
        let at = self.at(now);
        let (mut shown, mut crosses) = (0, 0_u64);
        for (first, count) in self.used() {
            let rows = self.floats.get(first * FLOATS..(first + count) * FLOATS);
            let rows = rows.unwrap_or_default().chunks_exact(FLOATS);
            for (place, row) in (first..).zip(rows) {
                if row[2] <= at && row[6] > at {
                    shown += 1;
                    if Look::from_code(row[8]).mark == Mark::Cross {
                        let sign = (place as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                        crosses = crosses.wrapping_add(sign);
                    }
                }
            }
        }
        (shown, crosses)
    }

    /// All numbers, for the whole row.
    #[must_use]
    pub fn floats(&self) -> &[f32] {
        &self.floats
    }

    /// The ranges of places in the row that are in use: (first, count), two where it wraps.
    #[must_use]
    pub fn used(&self) -> [(usize, usize); 2] {
        Self::ranges(self.first, self.next)
    }

    /// Everything is to be uploaded again.
    pub fn dirty_all(&mut self) {
        for (first, count) in self.used() {
            let chunks = first / CHUNK..(first + count).div_ceil(CHUNK);
            if let Some(dirty) = self.dirty.get_mut(chunks) {
                dirty.fill(true);
            }
        }
    }

    /// The ranges of places that may have changed since the last call: (first, count).
    pub fn take_dirty(&mut self) -> Vec<(usize, usize)> {
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        for (chunk, dirty) in self.dirty.iter_mut().enumerate() {
            if std::mem::take(dirty) {
                let first = chunk * CHUNK;
                match ranges.last_mut() {
                    Some((from, count)) if *from + *count == first => *count += CHUNK,
                    _ => ranges.push((first, CHUNK)),
                }
            }
        }
        ranges
    }

    fn ranges(first: u64, end: u64) -> [(usize, usize); 2] {
        let count = (end.saturating_sub(first) as usize).min(CAPACITY);
        let from = Self::index(first);
        let before_end = count.min(CAPACITY - from);
        [(from, before_end), (0, count - before_end)]
    }
}

#[cfg(test)]
#[path = "ring_tests.rs"]
mod tests;
