//! How virtual time follows the wall clock. It reads no clock: each frame says what time it is.
//!
//! ```
//! use orrery::bridge::pace::Pace;
//! use orrery_hyperspace::Moment;
//! let mut pace = Pace::default();
//! pace.flow(0.001, false);
//! pace.frame(0.0, Moment(0));
//! pace.frame(20.0, Moment(0));
//! assert_eq!(pace.goal(), Moment(20_000)); // 20 ms of the wall at a thousandth
//! ```

use orrery_hyperspace::Moment;

use super::protocol::Flow;

/// The slow motion in which a first visitor sees the cosmos: a lane of 1 ms takes half a second.
pub const FIRST_SPEED: f64 = 0.002;

/// The slowest speed at which housework (anything but sending a Wave of one's own) is done, so that
/// nobody waits half a minute for a `launch` in slow motion.
pub const HOUSEWORK_SPEED: f64 = 0.02;

/// The most wall time that one frame can stand for. A page that was hidden for an hour does not
/// make up for it, and one whose frames come slowly keeps its pace.
const LONGEST_FRAME_MS: f64 = 500.0;

const NANOS_PER_MS: f64 = 1e6;

/// Where time may go.
#[derive(Debug, Clone)]
pub struct Pace {
    flow: Flow,
    housework: bool,
    wall: Option<f64>,
    goal: Moment,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            flow: Flow {
                paused: false,
                speed: FIRST_SPEED,
            },
            housework: false,
            wall: None,
            goal: Moment::START,
        }
    }
}

impl Pace {
    /// Lets time flow otherwise. A speed that is no number, or below nothing, counts as nothing.
    pub fn flow(&mut self, speed: f64, paused: bool) {
        let speed = if speed > 0.0 { speed } else { 0.0 };
        self.flow = Flow { paused, speed };
    }

    /// How time flows.
    #[must_use]
    pub fn flow_now(&self) -> Flow {
        self.flow
    }

    /// Whether a person waits for something that is not meant to be watched.
    pub fn housework(&mut self, waiting: bool) {
        self.housework = waiting;
    }

    /// A frame of the page began at `wall_ms`; the cosmos is at `now`.
    pub fn frame(&mut self, wall_ms: f64, now: Moment) {
        let elapsed = self.wall.replace(wall_ms).map_or(0.0, |before| {
            (wall_ms - before).clamp(0.0, LONGEST_FRAME_MS)
        });
        let speed = self.speed();
        if self.flow.paused || speed == 0.0 {
            self.goal = now;
        } else if speed.is_infinite() {
            self.goal = Moment::NEVER;
        } else {
            // A cosmos that cannot keep up falls behind by one long frame, and no further.
            let most = self::nanos(LONGEST_FRAME_MS * speed);
            let from = self.goal.0.clamp(now.0, now.0.saturating_add(most));
            self.goal = Moment(from.saturating_add(self::nanos(elapsed * speed)));
        }
    }

    /// Up to when the cosmos may go.
    #[must_use]
    pub fn goal(&self) -> Moment {
        self.goal
    }

    /// Time goes no further than it is.
    pub fn halt(&mut self, now: Moment) {
        self.goal = now;
    }

    fn speed(&self) -> f64 {
        if self.housework {
            self.flow.speed.max(HOUSEWORK_SPEED)
        } else {
            self.flow.speed
        }
    }
}

fn nanos(ms: f64) -> u64 {
    // A cast from float saturates, which is what is wanted at the end of time.
    (ms * NANOS_PER_MS) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running(speed: f64) -> Pace {
        let mut pace = Pace::default();
        pace.flow(speed, false);
        pace.frame(0.0, Moment(0));
        pace
    }

    #[test]
    fn a_hidden_page_does_not_burst() {
        let mut pace = running(1.0);
        pace.frame(3_600_000.0, Moment(0));
        assert_eq!(pace.goal(), Moment(500_000_000));
    }

    #[test]
    fn a_paused_cosmos_stands() {
        let mut pace = running(1.0);
        pace.frame(16.0, Moment(0));
        pace.flow(1.0, true);
        pace.frame(32.0, Moment(9_000_000));
        assert_eq!(pace.goal(), Moment(9_000_000));
        pace.frame(48.0, Moment(9_000_000));
        assert_eq!(pace.goal(), Moment(9_000_000));
    }

    #[test]
    fn a_cosmos_that_lags_is_not_chased() {
        let mut pace = running(1.0);
        for frame in 1..1000 {
            pace.frame(f64::from(frame) * 16.0, Moment(5));
        }
        assert!(pace.goal() <= Moment(5 + 516_000_000));
    }

    #[test]
    fn as_fast_as_it_goes_has_no_goal() {
        let mut pace = running(f64::INFINITY);
        pace.frame(16.0, Moment(0));
        assert_eq!(pace.goal(), Moment::NEVER);
        pace.halt(Moment(7));
        assert_eq!(pace.goal(), Moment(7));
    }

    #[test]
    fn housework_is_not_done_in_slow_motion() {
        let mut pace = running(0.0001);
        pace.housework(true);
        pace.frame(50.0, Moment(0));
        assert_eq!(pace.goal(), Moment(1_000_000));
        pace.housework(false);
        pace.frame(100.0, Moment(1_000_000));
        assert_eq!(pace.goal(), Moment(1_005_000));
    }

    #[test]
    fn what_is_no_speed_stands() {
        for speed in [f64::NAN, -1.0, 0.0] {
            let mut pace = running(speed);
            pace.frame(50.0, Moment(3));
            assert_eq!(pace.goal(), Moment(3), "{speed}");
        }
    }
}
