//! The timeline of a run: where what is looked at stands in it, and the marks beside it.
//!
//! Its axis counts events and not time, since a second in which nothing happens has nothing to be
//! looked at. Words say the moment.
//!
//! ```
//! use orrery_scene::timeline::{words, WIDTH, place};
//! assert_eq!(words(12, 300, 1_500_000), "1.500 ms, after event 12 of 300");
//! assert_eq!(place(1_500, 3_000), WIDTH / 2);
//! ```

use smol_str::{SmolStr, format_smolstr};

use crate::inspect::{number, time};

/// The length of the axis. Two marks that are nearer to each other than one of it are drawn as one.
pub const WIDTH: u64 = 600;

/// Where so many events of a run of so many lie on the axis.
#[must_use]
pub fn place(events: u64, of: u64) -> u64 {
    events.min(of) * WIDTH / of.max(1)
}

/// What stands beside the timeline: the moment, and how far it is.
#[must_use]
pub fn words(events: u64, of: u64, now: u64) -> SmolStr {
    format_smolstr!(
        "{}, after event {} of {}",
        time(now),
        number(events),
        number(of)
    )
}

/// The outline of marks at these places, for an image that is [`WIDTH`] by 10: strokes from `top` to
/// `bottom`. Places are in order.
#[must_use]
pub fn strokes(places: impl Iterator<Item = u64>, of: u64, top: u8, bottom: u8) -> String {
    let mut path = String::new();
    let mut last = None;
    for at in places.map(|events| self::place(events, of)) {
        if last != Some(at) {
            last = Some(at);
            path.push_str(&format_smolstr!("M{at} {top}V{bottom}"));
        }
    }
    path
}

/// The mark before or after a place, by the number of events at each; marks are in order.
#[must_use]
pub fn beside(marks: impl Iterator<Item = u64>, here: u64, after: bool) -> Option<u64> {
    let mut before = None;
    for mark in marks {
        if mark < here {
            before = Some(mark);
        } else if mark > here && after {
            return Some(mark);
        }
    }
    before.filter(|_| !after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_marks_at_one_place_are_one_stroke() {
        let marks = [0, 1, 2, 3_000, 3_001, 6_000];
        let path = strokes(marks.into_iter(), 6_000, 0, 4);
        assert_eq!(path, "M0 0V4M300 0V4M600 0V4");
    }

    #[test]
    fn a_run_without_events_has_a_place() {
        assert_eq!(place(0, 0), 0);
        assert_eq!(place(9, 3), WIDTH);
    }

    #[test]
    fn marks_are_walked_both_ways() {
        let marks = || [3, 7, 7, 9].into_iter();
        assert_eq!(beside(marks(), 7, true), Some(9));
        assert_eq!(beside(marks(), 7, false), Some(3));
        assert_eq!(beside(marks(), 3, false), None);
        assert_eq!(beside(marks(), 9, true), None);
    }
}
