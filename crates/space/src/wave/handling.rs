//! How the fabric treats a Wave, in classes, and the figures of each class.
//!
//! All figures of handling stand here; nothing here waits or sends. Times are virtual.
//!
//! ```
//! use std::time::Duration;
//! use orrery_space::wave::{Handling, Retries};
//! let handling = Handling { retries: Retries::Medium, ..Handling::default() };
//! assert_eq!(handling.retry_delay(0), Some(Duration::from_millis(100)));
//! assert_eq!(handling.retry_delay(2), Some(Duration::from_millis(400)));
//! assert_eq!(handling.retry_delay(3), None);
//! ```

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The delay before the first retry; each later one is twice as long.
const FIRST_DELAY: Duration = Duration::from_millis(100);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
        )]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// Every class.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The name as it stands in text.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => stringify!($variant)),* }
            }
        })*
    };
}

classes! {
    /// What happens to a Wave while it cannot be delivered.
    Delivery {
        /// Kept until acknowledged.
        Durable,
        /// Waits in queues.
        #[default]
        Queued,
        /// Refused rather than queued.
        Immediate,
    }
    /// Which Wave goes first.
    Priority {
        /// The Hyperverse's own.
        Hyper,
        /// Above everything of the Universe.
        Super,
        /// Before most.
        High,
        /// As most.
        #[default]
        Med,
        /// After most.
        Low,
    }
    /// How often a Wave is sent again while its way is cut.
    Retries {
        /// Not at all.
        #[default]
        None,
        /// Eight times.
        Max,
        /// Three times.
        Medium,
        /// Once.
        Min,
    }
    /// How long the sender waits for an answer.
    WaitTime {
        /// 300 s.
        High,
        /// 60 s.
        Med,
        /// 15 s.
        #[default]
        Low,
    }
}

/// How the fabric treats a Wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Handling {
    /// What happens while it cannot be delivered.
    pub kind: Delivery,
    /// Which goes first.
    pub priority: Priority,
    /// How often it is sent again.
    pub retries: Retries,
    /// How long the sender waits.
    pub wait: WaitTime,
}

impl WaitTime {
    /// Whole seconds of virtual time.
    #[must_use]
    pub fn seconds(self) -> u64 {
        match self {
            WaitTime::High => 300,
            WaitTime::Med => 60,
            WaitTime::Low => 15,
        }
    }
}

impl Retries {
    /// How often a Wave is sent again.
    #[must_use]
    pub fn count(self) -> u32 {
        match self {
            Retries::None => 0,
            Retries::Min => 1,
            Retries::Medium => 3,
            Retries::Max => 8,
        }
    }
}

impl Handling {
    /// How long to wait before the next retry when there were `tried` of them. None when they are
    /// used up, and when the next would come at the end of the wait class or after it.
    #[must_use]
    pub fn retry_delay(&self, tried: u32) -> Option<Duration> {
        if tried >= self.retries.count() {
            return None;
        }
        let delay = FIRST_DELAY.checked_mul(1 << tried)?;
        // the delays so far add up to this one less the first
        let since_sent = delay.checked_mul(2)?.checked_sub(FIRST_DELAY)?;
        let end = Duration::from_secs(self.wait.seconds());
        (since_sent < end).then_some(delay)
    }
}
