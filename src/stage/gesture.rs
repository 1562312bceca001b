//! What fingers and mice mean: one that is put down and moved pans, two pinch, one that is put
//! down and lifted chooses.
//!
//! ```
//! use orrery::stage::gesture::{Gesture, Meaning};
//! let mut gesture = Gesture::default();
//! gesture.down(1, 10.0, 10.0);
//! assert_eq!(gesture.moved(1, 30.0, 10.0), Some(Meaning::Pan { dx: 20.0, dy: 0.0 }));
//! assert_eq!(gesture.up(1, 30.0, 10.0), None);
//! ```

use orrery_scene::reckon::length;

/// A pointer that strays less than this, in pixels, has not moved.
const STILL: f32 = 5.0;

/// What is meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Meaning {
    /// Move what is seen.
    Pan {
        /// Pixels to the right.
        dx: f32,
        /// Pixels down.
        dy: f32,
    },
    /// Come nearer or go away.
    Zoom {
        /// Over 1 is nearer.
        factor: f32,
        /// Around here.
        x: f32,
        /// Around here.
        y: f32,
    },
    /// Choose what is here.
    Choose {
        /// Here.
        x: f32,
        /// Here.
        y: f32,
    },
}

#[derive(Debug, Clone, Copy)]
struct Finger {
    id: i32,
    x: f32,
    y: f32,
}

/// The pointers that are down.
#[derive(Debug, Clone, Default)]
pub struct Gesture {
    fingers: Vec<Finger>,
    start: (f32, f32),
    strayed: bool,
}

impl Gesture {
    /// A pointer was put down.
    pub fn down(&mut self, id: i32, x: f32, y: f32) {
        self.fingers.retain(|finger| finger.id != id);
        self.strayed = !self.fingers.is_empty();
        self.start = (x, y);
        self.fingers.push(Finger { id, x, y });
    }

    /// A pointer moved. Nothing is meant by one that is not down.
    pub fn moved(&mut self, id: i32, x: f32, y: f32) -> Option<Meaning> {
        let index = self.fingers.iter().position(|finger| finger.id == id)?;
        let before = *self.fingers.get(index)?;
        let away = length(x - self.start.0, y - self.start.1);
        if !self.strayed && away < STILL {
            return None;
        }
        self.strayed = true;
        let other = self.fingers.iter().find(|finger| finger.id != id).copied();
        if let Some(finger) = self.fingers.get_mut(index) {
            *finger = Finger { id, x, y };
        }
        Some(match other {
            None => Meaning::Pan {
                dx: x - before.x,
                dy: y - before.y,
            },
            Some(other) => {
                let was = length(before.x - other.x, before.y - other.y).max(1.0);
                let is = length(x - other.x, y - other.y).max(1.0);
                let (x, y) = ((x + other.x) / 2.0, (y + other.y) / 2.0);
                Meaning::Zoom {
                    factor: is / was,
                    x,
                    y,
                }
            }
        })
    }

    /// A pointer was lifted.
    pub fn up(&mut self, id: i32, x: f32, y: f32) -> Option<Meaning> {
        let known = self.fingers.iter().any(|finger| finger.id == id);
        self.fingers.retain(|finger| finger.id != id);
        (known && !self.strayed && self.fingers.is_empty()).then_some(Meaning::Choose { x, y })
    }

    /// A pointer went away without being lifted.
    pub fn cancel(&mut self, id: i32) {
        self.fingers.retain(|finger| finger.id != id);
        self.strayed = true;
    }

    /// Whether the picture is being moved.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        self.strayed && !self.fingers.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn put_down_and_lifted_chooses() {
        let mut gesture = Gesture::default();
        gesture.down(1, 5.0, 5.0);
        assert_eq!(gesture.moved(1, 7.0, 6.0), None);
        assert_eq!(
            gesture.up(1, 7.0, 6.0),
            Some(Meaning::Choose { x: 7.0, y: 6.0 })
        );
    }

    #[test]
    fn two_fingers_pinch_and_choose_nothing() {
        let mut gesture = Gesture::default();
        gesture.down(1, 0.0, 0.0);
        gesture.down(2, 10.0, 0.0);
        let meant = gesture.moved(2, 20.0, 0.0);
        assert_eq!(
            meant,
            Some(Meaning::Zoom {
                factor: 2.0,
                x: 10.0,
                y: 0.0
            })
        );
        assert_eq!(gesture.up(2, 20.0, 0.0), None);
        assert_eq!(gesture.up(1, 0.0, 0.0), None);
    }

    #[test]
    fn a_pointer_that_is_not_down_means_nothing() {
        let mut gesture = Gesture::default();
        assert_eq!(gesture.moved(1, 9.0, 9.0), None);
        assert_eq!(gesture.up(1, 9.0, 9.0), None);
    }
}
