//! Whether there is a cosmos, and what to say when there is none.

/// The life of the cosmos behind the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Life {
    /// It is being loaded or built.
    Waking,
    /// It is there.
    Living,
    /// It is gone: why, as a sentence.
    Gone(String),
}
