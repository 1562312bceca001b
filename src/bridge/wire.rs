//! Messages as bytes.
//!
//! ```
//! use orrery::bridge::{protocol::{Ask, Step}, wire};
//! let bytes = wire::encode(&Ask::Step(Step::Event))?;
//! assert_eq!(wire::decode::<Ask>(&bytes)?, Ask::Step(Step::Event));
//! # Ok::<(), postcard::Error>(())
//! ```

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The bytes of a message.
///
/// # Errors
///
/// Only for a value whose own form is broken, such as a map that does not know its length.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(message)
}

/// The message in these bytes.
///
/// # Errors
///
/// The bytes are not a message of this kind and of this build of the page.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}
