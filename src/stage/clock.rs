//! Virtual time between two frames: the stage goes on by itself from what the worker last told, so
//! that motion is smooth, and never by more than a frame beyond it.
//!
//! ```
//! use orrery::stage::clock::Clock;
//! let mut clock = Clock::default();
//! clock.told(0.0, false, 0.002);
//! clock.tick(16.0);
//! clock.told(0.032, false, 0.002);
//! assert!(clock.tick(16.0) <= 0.032 + 0.002 * 40.0);
//! ```

/// The most wall time, in milliseconds, that is drawn beyond what was told.
const AHEAD: f64 = 40.0;
/// Behind what was told by this much wall time, the picture jumps.
const BEHIND: f64 = 220.0;
/// How fast a step is shown, in milliseconds of the wall.
const STEP: f64 = 70.0;

/// Virtual time as it is drawn. Milliseconds throughout.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    told: f64,
    shown: f64,
    paused: bool,
    pace: f64,
    since: f64,
    passed: f64,
    measured: bool,
}

impl Clock {
    /// The worker said what time it is, and how time flows.
    pub fn told(&mut self, now: f64, paused: bool, speed: f64) {
        if now < self.told {
            // The cosmos began again, or another moment is looked at.
            *self = Self {
                shown: now,
                ..Self::default()
            };
        }
        if paused != self.paused || !self.measured {
            self.paused = paused;
            self.since = now;
            self.passed = 0.0;
            if speed.is_finite() && speed > 0.0 {
                self.pace = speed;
            }
            self.measured = true;
        }
        self.told = now;
    }

    /// The wall clock went on by that much. Gives the time to be drawn.
    pub fn tick(&mut self, elapsed: f64) -> f64 {
        self.measure(elapsed);
        let behind = self.told - self.shown;
        if self.paused {
            let part = 1.0 - f64::from(((-elapsed / STEP) as f32).exp());
            self.shown = if behind.abs() < self.pace {
                self.told
            } else {
                self.shown + behind * part
            };
        } else if behind > BEHIND * self.pace {
            self.shown = self.told;
        } else {
            // Half a frame behind is where motion is smoothest; what is off is mended gently.
            let drift = (behind - 12.0 * self.pace) * (elapsed / 300.0).min(1.0);
            let next = self.shown + elapsed * self.pace + drift;
            // not `clamp`, whose panic brings the printing of floats along
            self.shown = next.min(self.told + AHEAD * self.pace).max(self.shown);
        }
        self.shown
    }

    /// Learns how fast time truly flows, since a cosmos can be slower or faster than was asked.
    fn measure(&mut self, elapsed: f64) {
        if self.paused {
            return;
        }
        self.passed += elapsed;
        if self.passed >= 250.0 {
            let pace = (self.told - self.since) / self.passed;
            if pace > 0.0 {
                self.pace = if pace > self.pace * 4.0 || pace < self.pace / 4.0 {
                    pace
                } else {
                    self.pace + (pace - self.pace) * 0.35
                };
            }
            self.since = self.told;
            self.passed = 0.0;
        }
    }

    /// The time that is drawn.
    #[must_use]
    pub fn shown(&self) -> f64 {
        self.shown
    }

    /// Whether time stands.
    #[must_use]
    pub fn paused(&self) -> bool {
        self.paused
    }

    /// Virtual milliseconds for each of the wall.
    #[must_use]
    pub fn pace(&self) -> f64 {
        self.pace
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_runs_more_than_a_frame_beyond_what_was_told() {
        let mut clock = Clock::default();
        clock.told(5.0, false, 0.01);
        for _ in 0..1_000 {
            assert!(clock.tick(16.0) <= 5.0 + AHEAD * 0.01 + 1.0e-9);
        }
    }

    #[test]
    fn it_never_goes_back() {
        let mut clock = Clock::default();
        let (mut told, mut before) = (0.0, 0.0);
        for frame in 0..600 {
            // Answers come unevenly.
            if frame % 3 != 1 {
                told = f64::from(frame) * 16.0 * 0.5;
                clock.told(told, false, 0.5);
            }
            let shown = clock.tick(16.0);
            assert!(shown >= before, "{frame}: {shown} after {before}");
            before = shown;
        }
        assert!((told - before).abs() < 60.0);
    }

    #[test]
    fn paused_it_stands_and_a_step_is_shown() {
        let mut clock = Clock::default();
        clock.told(10.0, true, 0.5);
        for _ in 0..100 {
            clock.tick(16.0);
        }
        assert_eq!(clock.shown(), 10.0);
        assert_eq!(clock.tick(16.0), 10.0);
        clock.told(12.0, true, 0.5);
        let part = clock.tick(16.0);
        assert!(part > 10.0 && part <= 12.0, "{part}");
        for _ in 0..100 {
            clock.tick(16.0);
        }
        assert_eq!(clock.shown(), 12.0);
    }

    #[test]
    fn as_fast_as_it_goes_is_measured() {
        let mut clock = Clock::default();
        for frame in 0..100 {
            clock.told(f64::from(frame) * 16.0 * 30.0, false, f64::INFINITY);
            clock.tick(16.0);
        }
        assert!((clock.pace() - 30.0).abs() < 3.0, "{}", clock.pace());
    }
}
