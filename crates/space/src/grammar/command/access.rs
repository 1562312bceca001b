//! Who may do what.
//!
//! ```text
//! grant    = 'grant' ('super' | 'perm' mask | 'priv' name) 'on' selector 'to' selector
//! grants   = 'grants' 'on' selector
//! revoke   = 'revoke' number 'on' selector
//! chown    = 'chown' selector 'to' point
//! ```

use std::fmt;

use super::{clause, link, number, point, selector};
use crate::command::{Chown, PointForm, Revoke};
use crate::grammar::{Expected, Input, Parsed};

const GRANT: Expected = Expected::Free {
    noun: "the number of a grant",
    such_as: &["3"],
};

pub(super) fn revoke(input: &mut Input<'_>) -> Parsed<Revoke> {
    Ok(Revoke {
        number: number(input, GRANT)?,
        on: clause(input, "on")?,
    })
}

pub(super) fn chown<P: PointForm>(input: &mut Input<'_>) -> Parsed<Chown<P>> {
    let what = selector(input)?;
    link(input, "to")?;
    Ok(Chown {
        what,
        to: point(input)?,
    })
}

impl fmt::Display for Revoke {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.number, self.on)
    }
}

impl<P: PointForm> fmt::Display for Chown<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.what, self.to)
    }
}
