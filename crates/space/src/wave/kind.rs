//! The kinds of Waves, and the identity of one.
//!
//! ```
//! use orrery_space::WaveKind;
//! assert_eq!(WaveKind::Ripple.answer(), Some(WaveKind::Echo));
//! assert_eq!(WaveKind::Signal.answer(), None);
//! ```

use serde::{Deserialize, Serialize};

use crate::grammar::wave_id::{Hyphenated, uuid_form};

/// What a Wave is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WaveKind {
    /// Asks one, and gets exactly one [`WaveKind::Pong`].
    Ping,
    /// Answers a Ping.
    Pong,
    /// Tells one, and gets no answer.
    Signal,
    /// Asks or tells several, and gets as many Echoes as it awaits.
    Ripple,
    /// Answers a Ripple.
    Echo,
}

impl WaveKind {
    /// Every kind.
    pub const ALL: &'static [WaveKind] = &[
        WaveKind::Ping,
        WaveKind::Pong,
        WaveKind::Signal,
        WaveKind::Ripple,
        WaveKind::Echo,
    ];

    /// The names of [`Self::ALL`].
    pub const NAMES: &'static [&'static str] = &["Ping", "Pong", "Signal", "Ripple", "Echo"];

    /// The name as it stands in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            WaveKind::Ping => "Ping",
            WaveKind::Pong => "Pong",
            WaveKind::Signal => "Signal",
            WaveKind::Ripple => "Ripple",
            WaveKind::Echo => "Echo",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Whether it asks or tells.
    #[must_use]
    pub fn is_directed(self) -> bool {
        !self.is_reflected()
    }

    /// Whether it answers.
    #[must_use]
    pub fn is_reflected(self) -> bool {
        matches!(self, WaveKind::Pong | WaveKind::Echo)
    }

    /// The kind of the Wave that answers one of this kind, where there is one.
    #[must_use]
    pub fn answer(self) -> Option<WaveKind> {
        match self {
            WaveKind::Ping => Some(WaveKind::Pong),
            WaveKind::Ripple => Some(WaveKind::Echo),
            WaveKind::Signal | WaveKind::Pong | WaveKind::Echo => None,
        }
    }
}

/// The identity of a Wave, in text `<Wave<Ping>>::uuid`.
///
/// ```
/// use orrery_space::{WaveId, WaveKind};
/// let id = WaveId { kind: WaveKind::Ping, uuid: 7 };
/// assert_eq!(id.to_string(), "<Wave<Ping>>::00000000-0000-0000-0000-000000000007");
/// assert_eq!(id.to_string().parse::<WaveId>()?, id);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WaveId {
    /// The kind.
    pub kind: WaveKind,
    /// 128 bits, unique in a cosmos.
    #[serde(with = "uuid_form")]
    pub uuid: u128,
}

impl WaveId {
    /// The first eight digits of the uuid, by which a person tells Waves apart.
    ///
    /// ```
    /// use orrery_space::{WaveId, WaveKind};
    /// let id = WaveId { kind: WaveKind::Ping, uuid: 0xfeed_beef << 96 };
    /// assert_eq!(id.short(), "feedbeef");
    /// ```
    #[must_use]
    pub fn short(&self) -> String {
        let mut text = Hyphenated(self.uuid).to_string();
        text.truncate(8);
        text
    }
}
