//! The whole cosmos, without a browser: the Hyperverse, its Mechtron driver over the wasm host,
//! and the scenario runner. It is what the page's worker runs and what most tests run.
//!
//! ```
//! use orrery_cosmos::{Budget, Cosmos};
//! let mut cosmos = Cosmos::new(7);
//! let ticket = cosmos.command("create localhost<Space>", vec![]);
//! let reply = cosmos.run_until_reply(ticket);
//! assert_eq!(reply.core.to_lines(), ["200 Stub localhost<Space> Ready"]);
//! ```
#![warn(missing_docs)]

pub mod bridge;
mod client;
mod cosmos;
mod describe;
mod guests;
mod recording;
mod replay;
mod saved;
pub mod scenario;
pub mod timeline;
mod trace_hash;
mod trace_text;

pub use crate::client::Client;
pub use crate::cosmos::{Budget, Cosmos, Progress, Ticket};
pub use crate::guests::{examine, examine_text};
pub use crate::recording::{Position, Recording, RecordingError, Said};
pub use crate::replay::Replay;
pub use crate::saved::{Saved, SavedBranch, SavedError};
pub use crate::timeline::Timeline;
pub use crate::trace_hash::TraceHash;
pub use crate::trace_text::TraceText;
pub use orrery_host::{Written, written};
pub use orrery_hyperspace::{Counters, Reply};
