//! Commands about who may do what.

use crate::{Point, Selector};

/// Takes a grant back.
#[derive(Debug, Clone, PartialEq)]
pub struct Revoke {
    /// Its number, as `grants` shows it.
    pub number: u64,
    /// What it was given on.
    pub on: Selector,
}

/// Gives Particles another owner.
#[derive(Debug, Clone, PartialEq)]
pub struct Chown<P = Point> {
    /// Which.
    pub what: Selector,
    /// To whom.
    pub to: P,
}
