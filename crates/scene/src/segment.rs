//! A segment: one piece of a Wave's motion, as the numbers that a renderer uploads.
//!
//! Where a Wave is follows from (from, to, start, duration) and the time alone, so that a graphics
//! processor can compute it; [`Segment::progress`] and [`curve`] say the same here, for picking
//! and for tests.

use orrery_space::WaveKind;

use crate::layout::Place;
use crate::reckon::{length, sin_cos};

/// Numbers of one segment: three texels, of which the last has room for two more.
pub const FLOATS: usize = 12;
/// Where among them the number of the Wave is.
pub(crate) const WAVE: usize = 9;
/// A time that does not come: the Wave waits there until it is known how it goes on.
pub const OPEN: f32 = 1.0e9;

/// What is drawn at a segment's head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The Wave itself.
    Wave,
    /// Here a Wave was turned back.
    Cross,
    /// Here a Wave arrived.
    Pulse,
    /// Here a Wave was lost.
    Fade,
}

/// One piece of motion. Times are milliseconds of virtual time after the ring's epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// The node from which the curve leads.
    pub from: u32,
    /// The node to which it leads.
    pub to: u32,
    /// When the head sets out.
    pub start: f32,
    /// How long it moves.
    pub duration: f32,
    /// Which part of the curve is behind it then.
    pub part: f32,
    /// Which part of the curve is behind it in the end.
    pub goal: f32,
    /// Until when the head is shown.
    pub hold: f32,
    /// How much the curve bends, as a part of its length.
    pub bend: f32,
    /// What moves.
    pub look: Look,
}

/// How the head of a segment looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The kind of the Wave.
    pub kind: WaveKind,
    /// Whether it was refused or carries an error.
    pub refused: bool,
    /// What it is.
    pub mark: Mark,
    /// Whether it is held back.
    pub held: bool,
    /// Whether it is two of one.
    pub twice: bool,
}

impl Look {
    /// A Wave on its way whom nothing befell.
    #[must_use]
    pub const fn of(kind: WaveKind, refused: bool) -> Self {
        Self {
            kind,
            refused,
            mark: Mark::Wave,
            held: false,
            twice: false,
        }
    }

    /// The same without what befell it on its way.
    #[must_use]
    pub fn plain(self) -> Self {
        Self {
            held: false,
            twice: false,
            ..self
        }
    }

    /// As one number: two bits for the kind, one for the refusal, two for the mark, one for many, one
    /// for what is held back and one for two of one.
    #[must_use]
    pub fn code(self) -> f32 {
        let (kind, many) = match self.kind {
            // the card has a colour for who asks, one for who answers and one for who tells
            WaveKind::Ping => (0, 0),
            WaveKind::Ripple => (0, 1),
            WaveKind::Pong => (1, 0),
            WaveKind::Echo => (1, 1),
            WaveKind::Signal => (2, 0),
        };
        let mark = match self.mark {
            Mark::Wave => 0,
            Mark::Cross => 1,
            Mark::Pulse => 2,
            Mark::Fade => 3,
        };
        let befell = 64 * u8::from(self.held) + 128 * u8::from(self.twice);
        (kind + 4 * u8::from(self.refused) + 8 * mark + 32 * many + befell).into()
    }

    /// Reads the number again.
    #[must_use]
    pub fn from_code(code: f32) -> Self {
        let code = code as u8;
        Self {
            kind: match (code & 3, code & 32) {
                (0, 0) => WaveKind::Ping,
                (0, _) => WaveKind::Ripple,
                (1, 0) => WaveKind::Pong,
                (1, _) => WaveKind::Echo,
                _ => WaveKind::Signal,
            },
            refused: code & 4 != 0,
            mark: match (code >> 3) & 3 {
                0 => Mark::Wave,
                1 => Mark::Cross,
                2 => Mark::Pulse,
                _ => Mark::Fade,
            },
            held: code & 64 != 0,
            twice: code & 128 != 0,
        }
    }
}

impl Segment {
    /// The part of the curve that is behind the head, while the head is shown.
    #[must_use]
    pub fn progress(&self, now: f32) -> Option<f32> {
        if now < self.start || now >= self.hold {
            return None;
        }
        let done = ((now - self.start) / self.duration.max(1.0e-9)).clamp(0.0, 1.0);
        Some(self.part + (self.goal - self.part) * done)
    }

    /// When nothing of it is to be seen any more, if its trail lasts that long.
    #[must_use]
    pub fn gone(&self, linger: f32) -> f32 {
        (self.start + self.duration).max(self.hold) + linger
    }

    pub(crate) fn to_floats(self) -> [f32; FLOATS] {
        [
            self.from as f32,
            self.to as f32,
            self.start,
            self.duration,
            self.part,
            self.goal,
            self.hold,
            self.bend,
            self.look.code(),
            0.0,
            0.0,
            0.0,
        ]
    }

    pub(crate) fn from_floats(floats: &[f32]) -> Option<Self> {
        let [from, to, start, duration, part, goal, hold, bend, code, ..] = *floats else {
            return None;
        };
        Some(Self {
            from: from as u32,
            to: to as u32,
            start,
            duration,
            part,
            goal,
            hold,
            bend,
            look: Look::from_code(code),
        })
    }
}

/// The point of the curve at that part of its length. A curve from a place to itself is a loop
/// above it.
#[must_use]
pub fn curve(from: Place, to: Place, bend: f32, part: f32) -> (f32, f32) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    if length(dx, dy) < 1.0e-4 {
        let radius = from.size * 1.8;
        let (sin, cos) = sin_cos(part * std::f32::consts::TAU);
        return (from.x + radius * sin, from.y - radius + radius * cos);
    }
    let lift = 4.0 * bend * part * (1.0 - part);
    (
        from.x + dx * part + dy * lift,
        from.y + dy * part - dx * lift,
    )
}

#[cfg(test)]
#[path = "segment_tests.rs"]
mod tests;
