//! The life of a Particle: its statuses, and which may follow which.
//!
//! It knows the rule; who enforces it is elsewhere.

use serde::{Deserialize, Serialize};

/// The life of a Particle. `Pending` → `Init` → `Ready`; `Ready` → `Paused` → `Resuming` → `Ready`;
/// any → `Panic` → `Init` or `Fatal`; `Ready` → `Done`. `Fatal` and `Done` are the end.
///
/// ```
/// use orrery_space::Status;
/// assert_eq!("Paused".parse::<Status>()?, Status::Paused);
/// let refused = Status::Done.to(Status::Ready).unwrap_err();
/// assert_eq!(refused.to_string(), "a Particle that is Done cannot become Ready: it stays as it is");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Status {
    /// Nobody knows.
    Unknown,
    /// Registered, not yet placed.
    #[default]
    Pending,
    /// Starting: it may send, Waves to it wait.
    Init,
    /// Failed until somebody revives it.
    Panic,
    /// Failed for good.
    Fatal,
    /// At work.
    Ready,
    /// Waves to it wait.
    Paused,
    /// On its way back from a pause.
    Resuming,
    /// Ended well.
    Done,
}

impl Status {
    /// All statuses.
    pub const ALL: &'static [Status] = &[
        Status::Unknown,
        Status::Pending,
        Status::Init,
        Status::Panic,
        Status::Fatal,
        Status::Ready,
        Status::Paused,
        Status::Resuming,
        Status::Done,
    ];

    /// The name as it stands in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Unknown => "Unknown",
            Status::Pending => "Pending",
            Status::Init => "Init",
            Status::Panic => "Panic",
            Status::Fatal => "Fatal",
            Status::Ready => "Ready",
            Status::Paused => "Paused",
            Status::Resuming => "Resuming",
            Status::Done => "Done",
        }
    }

    /// Whether a Particle may go from this status to `next`.
    #[must_use]
    pub fn may_become(self, next: Status) -> bool {
        use Status::{Done, Fatal, Init, Panic, Paused, Pending, Ready, Resuming, Unknown};
        match (self, next) {
            (Fatal | Done, _) | (_, Unknown | Pending) => false,
            (Pending | Panic, Init) | (Init | Resuming, Ready) => true,
            (Ready, Paused | Done) | (Paused, Resuming) | (Panic, Fatal) => true,
            (from, Panic) => from != Panic,
            _ => false,
        }
    }

    /// The statuses to which a Particle may go from this one.
    #[must_use]
    pub fn next(self) -> Vec<Status> {
        let all = Status::ALL.iter().copied();
        all.filter(|next| self.may_become(*next)).collect()
    }

    /// The status `next`, if a Particle may go there from this one.
    ///
    /// # Errors
    ///
    /// The sentence of a 409, which says where it may go.
    pub fn to(self, next: Status) -> Result<Status, StatusRefused> {
        if self.may_become(next) {
            Ok(next)
        } else {
            Err(StatusRefused {
                from: self,
                to: next,
            })
        }
    }
}

/// A Particle was to change its status as it cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("a Particle that is {from} cannot become {to}: {}", ways(*.from))]
pub struct StatusRefused {
    /// How it is.
    pub from: Status,
    /// How it was to be.
    pub to: Status,
}

fn ways(from: Status) -> String {
    let names: Vec<&str> = from.next().into_iter().map(Status::name).collect();
    match names.split_last() {
        None => "it stays as it is".to_owned(),
        Some((last, [])) => format!("it may become {last}"),
        Some((last, rest)) => format!("it may become {} or {last}", rest.join(", ")),
    }
}
