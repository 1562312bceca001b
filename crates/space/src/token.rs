//! Tokens: by what somebody is known without saying who he is.
//!
//! A token means something only to who gave it; here it is text.
//!
//! ```
//! use orrery_space::Token;
//! assert_eq!(Token::from_uuid(7).as_str(), "00000000-0000-0000-0000-000000000007");
//! ```

use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

/// An opaque token.
///
/// ```
/// use orrery_space::{Substance, Token};
/// let body = Substance::from(Token::new("k7"));
/// assert_eq!(body.text(), "k7");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(SmolStr);

impl Token {
    /// The token with that text.
    #[must_use]
    pub fn new(text: impl Into<SmolStr>) -> Self {
        Self(text.into())
    }

    /// The token of 128 bits, which the caller draws.
    #[must_use]
    pub fn from_uuid(uuid: u128) -> Self {
        Self(format_smolstr!(
            "{}",
            crate::grammar::wave_id::Hyphenated(uuid)
        ))
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}
