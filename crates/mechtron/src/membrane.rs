//! The membrane from within: calls of the host natively played by a rehearsal, and on wasm32 made.

mod memory;
#[cfg(not(target_arch = "wasm32"))]
mod rehearsal;
#[cfg(target_arch = "wasm32")]
mod wasm;

#[cfg(not(target_arch = "wasm32"))]
pub use rehearsal::Rehearsal;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use rehearsal::*;
#[cfg(target_arch = "wasm32")]
pub(crate) use wasm::*;
