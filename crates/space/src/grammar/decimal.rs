//! Decimal numbers, exactly: `0.05` is a whole number of millionths, or it is refused.

use std::fmt;

/// The most decimals that are read.
const MOST_PLACES: u32 = 9;

/// How many parts of `1 / parts` the number is; none when it is no decimal number, or no whole
/// number of them.
pub(crate) fn count(number: &str, parts: u128) -> Option<u128> {
    let (whole, fraction) = match number.split_once('.') {
        None => (number, None),
        Some((whole, fraction)) => (whole, Some(fraction)),
    };
    let total = digits(whole)?.checked_mul(parts)?;
    let Some(fraction) = fraction else {
        return Some(total);
    };
    let places = u32::try_from(fraction.len()).ok()?;
    let divisor = 10_u128
        .checked_pow(places)
        .filter(|_| places <= MOST_PLACES)?;
    let scaled = digits(fraction)?.checked_mul(parts)?;
    if !scaled.is_multiple_of(divisor) {
        return None;
    }
    total.checked_add(scaled / divisor)
}

/// A whole number: digits, and no sign.
fn digits(text: &str) -> Option<u128> {
    let plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

/// Prints a number of parts of `1 / 10^places` without needless zeros.
pub(crate) struct Printed {
    pub(crate) count: u128,
    pub(crate) places: u32,
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = 10_u128.pow(self.places);
        let width = self.places as usize;
        write!(f, "{}", self.count / parts)?;
        match self.count % parts {
            0 => Ok(()),
            rest => write!(f, ".{}", format!("{rest:0width$}").trim_end_matches('0')),
        }
    }
}
