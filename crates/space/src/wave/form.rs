//! The binary form of a Wave: one byte with the version of the form, then the Wave as postcard
//! writes it.
//!
//! Bytes come from anywhere, so reading them never panics, never takes more memory than a small
//! multiple of them, and never nests deeper than [`MAX_DEPTH`]; what is not exactly one Wave is
//! refused. For people there is the JSON form, which is that of [`Wave`]'s serde traits.
//!
//! ```
//! use orrery_space::{Agent, Wave};
//! use orrery_space::core::DirectedCore;
//! let (from, to) = ("localhost:a".parse()?, "localhost:b".parse()?);
//! let wave = Wave::ping(1, Agent::Anonymous, from, to, DirectedCore::default());
//! let mut bytes = wave.to_bytes()?;
//! assert_eq!(Wave::from_bytes(&bytes)?, wave);
//! bytes[0] = 7;
//! assert_eq!(Wave::from_bytes(&bytes).unwrap_err().to_string(), "version 7, expected 1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde::Deserialize;

use super::Wave;
use super::depth::{Bounded, is_too_deep};

/// The version of the form that is written and read.
pub const VERSION: u8 = 1;

/// The most bytes that a Wave may have in this form: more than any body that may travel inline,
/// and room for the files that a command carries.
pub const MAX_BYTES: usize = 16 << 20;

/// How deep Substances may be nested in a Wave, its own body being the first.
pub const MAX_DEPTH: u32 = 32;

/// Why a Wave has no bytes, or bytes are no Wave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// They are of another version.
    #[error("version {found}, expected {VERSION}")]
    Version {
        /// Their version.
        found: u8,
    },
    /// They end within the Wave.
    #[error("cut short: the Wave goes on after {bytes} bytes")]
    CutShort {
        /// How many there are.
        bytes: usize,
    },
    /// They go on after the Wave.
    #[error("junk after the end: {bytes} bytes")]
    Junk {
        /// How many are too many.
        bytes: usize,
    },
    /// There are too many of them.
    #[error("{bytes} bytes, at most {MAX_BYTES} are a Wave")]
    TooLarge {
        /// How many there are.
        bytes: usize,
    },
    /// Substances lie in Substances too often.
    #[error("nested deeper than {MAX_DEPTH} Substances")]
    TooDeep,
    /// They mean nothing.
    #[error("no Wave: {0}")]
    Malformed(String),
}

impl Wave {
    /// The Wave as bytes.
    ///
    /// # Errors
    ///
    /// It is too large or too deep to be read again.
    pub fn to_bytes(&self) -> Result<Vec<u8>, FormError> {
        if is_too_deep(self, MAX_DEPTH) {
            return Err(FormError::TooDeep);
        }
        let bytes = postcard::to_extend(self, vec![VERSION])
            .map_err(|error| FormError::Malformed(error.to_string()))?;
        within_limit(&bytes)?;
        Ok(bytes)
    }

    /// The Wave that these bytes are.
    ///
    /// # Errors
    ///
    /// They are not exactly one Wave.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormError> {
        within_limit(bytes)?;
        let cut_short = FormError::CutShort { bytes: bytes.len() };
        let (found, rest) = match bytes.split_first() {
            None => return Err(cut_short),
            Some((&found, rest)) => (found, rest),
        };
        if found != VERSION {
            return Err(FormError::Version { found });
        }
        match read(rest) {
            Ok((wave, [])) => Ok(wave),
            Ok((_, junk)) => Err(FormError::Junk { bytes: junk.len() }),
            Err(FormError::CutShort { .. }) => Err(cut_short),
            Err(error) => Err(error),
        }
    }
}

/// The value with which bytes begin, as postcard writes it, and what is behind it. It is for forms
/// in which Waves or their bodies lie: none is nested deeper than [`MAX_DEPTH`].
///
/// ```
/// use orrery_space::Substance;
/// use orrery_space::wave::form::read;
/// let (body, rest) = read::<Substance>(&[0, 7])?;
/// assert_eq!((body, rest), (Substance::Empty, [7].as_slice()));
/// # Ok::<(), orrery_space::wave::form::FormError>(())
/// ```
///
/// # Errors
///
/// They do not begin with one.
pub fn read<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<(T, &'de [u8]), FormError> {
    let bounds = Bounded::new(MAX_DEPTH);
    let mut reader = postcard::Deserializer::from_bytes(bytes);
    let cut_short = || FormError::CutShort { bytes: bytes.len() };
    let value = T::deserialize(bounds.around(&mut reader)).map_err(|error| match error {
        _ if bounds.is_exceeded() => FormError::TooDeep,
        postcard::Error::DeserializeUnexpectedEnd => cut_short(),
        postcard::Error::SerdeDeCustom => {
            FormError::Malformed("a part of it is not what it should be".to_owned())
        }
        other => FormError::Malformed(other.to_string()),
    })?;
    let rest = reader.finalize().map_err(|_| cut_short())?;
    Ok((value, rest))
}

fn within_limit(bytes: &[u8]) -> Result<(), FormError> {
    match bytes.len() {
        0..=MAX_BYTES => Ok(()),
        bytes => Err(FormError::TooLarge { bytes }),
    }
}
