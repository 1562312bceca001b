//! How much may be drawn so that frames come in time: fewer segments where the machine is slow, all of
//! them where it is quick. It goes by the time from frame to frame, so it sees the graphics processor too,
//! whose work no clock of a page measures.
//!
//! ```
//! use orrery_scene::measure::Measure;
//! let mut measure = Measure::default();
//! let all = measure.room();
//! for _ in 0..8 {
//!     measure.frame(120.0, 9_000); // eight frames a second, with 9,000 segments
//! }
//! assert!(measure.room() < 9_000 && all > 9_000);
//! ```

use crate::ring::CAPACITY;

/// A frame that comes later than so many milliseconds after the one before it is late: 24 a second are
/// still seen as motion.
const LATE: f64 = 42.0;
/// So many late frames in a row are no accident, as the return to a hidden tab is one.
const OFTEN: u32 = 4;
/// So many frames in time are tried with more.
const CALM: u32 = 90;
/// So many segments are always drawn.
const LEAST: usize = 600;

/// What a cut has to bring, as a part of the time that frames took before it; else it was for nothing.
const BETTER: f64 = 0.85;
/// So much slower than when a cut was for nothing, and it is tried again.
const WORSE: f64 = 1.5;

/// How many segments there is room for.
#[derive(Debug, Clone)]
pub struct Measure {
    room: usize,
    late: u32,
    /// Milliseconds of the late frames in a row.
    sum: f64,
    calm: u32,
    /// How long frames took before the last cut, until it is known what that brought.
    before: Option<f64>,
    /// How long they took when a cut brought nothing.
    futile: Option<f64>,
}

impl Default for Measure {
    fn default() -> Self {
        Self {
            room: CAPACITY,
            late: 0,
            sum: 0.0,
            calm: 0,
            before: None,
            futile: None,
        }
    }
}

impl Measure {
    /// A frame has come `elapsed` milliseconds after the one before it, which drew so many segments.
    pub fn frame(&mut self, elapsed: f64, drawn: usize) {
        if elapsed <= LATE {
            (self.late, self.sum) = (0, 0.0);
            self.calm += 1;
            if self.calm >= CALM {
                self.calm = 0;
                (self.before, self.futile) = (None, None);
                self.room = self.room.saturating_add(self.room / 4).min(CAPACITY);
            }
            return;
        }
        self.calm = 0;
        self.late += 1;
        self.sum += elapsed;
        // What was drawn before a cut flies on for a while.
        if self.late < OFTEN || drawn > self.room {
            return;
        }
        let took = self.sum / f64::from(self.late);
        (self.late, self.sum) = (0, 0.0);
        match self.before.take() {
            // Frames are late for another reason.
            Some(before) if took > before * BETTER => {
                self.futile = Some(took);
                self.room = self.room.saturating_mul(2).min(CAPACITY);
            }
            _ if self.futile.is_some_and(|futile| took < futile * WORSE) || drawn <= LEAST => {}
            _ => {
                self.before = Some(took);
                self.futile = None;
                self.room = (self.room.min(drawn) / 2).max(LEAST);
            }
        }
    }

    /// So many segments may be drawn.
    #[must_use]
    pub fn room(&self) -> usize {
        self.room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_time_keeps_all() {
        let mut measure = Measure::default();
        for _ in 0..1_000 {
            measure.frame(16.7, 60_000);
        }
        assert_eq!(measure.room(), CAPACITY);
    }

    #[test]
    fn a_slow_machine_draws_as_much_as_it_can_and_tries_more_later() {
        let mut measure = Measure::default();
        let (mut least, mut most) = (usize::MAX, 0);
        for no in 0..4_000 {
            // it can draw 100 segments in a millisecond, and there is always more to draw
            let drawn = measure.room();
            measure.frame(drawn as f64 / 100.0, drawn);
            if no > 200 {
                least = least.min(measure.room());
                most = most.max(measure.room());
            }
        }
        assert!(least >= 2_000 && most <= 5_500, "{least} to {most}");
    }

    #[test]
    fn one_late_frame_and_a_page_with_little_to_draw_change_nothing() {
        let mut measure = Measure::default();
        measure.frame(60_000.0, 50_000);
        measure.frame(16.0, 50_000);
        for _ in 0..100 {
            measure.frame(200.0, 40);
        }
        assert_eq!(measure.room(), CAPACITY);
    }

    #[test]
    fn something_is_always_drawn() {
        let mut measure = Measure::default();
        for _ in 0..1_000 {
            // a segment takes a millisecond
            measure.frame(measure.room() as f64, measure.room());
        }
        assert!(
            (LEAST..LEAST * 2).contains(&measure.room()),
            "{}",
            measure.room()
        );
    }

    #[test]
    fn frames_that_are_late_for_another_reason_keep_their_segments() {
        let mut measure = Measure::default();
        for _ in 0..1_000 {
            let drawn = measure.room().min(8_000);
            measure.frame(120.0, drawn);
        }
        assert!(measure.room() >= 8_000, "{}", measure.room());
    }
}
