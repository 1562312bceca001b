//! Reckoning: the functions of angles and lengths that pictures need, as exact as a picture is.
//!
//! Those of the library are exact for any number, and bring tables along that are larger than the rest
//! of a page's arithmetic.
//!
//! ```
//! use orrery_scene::reckon::{length, power, sin_cos};
//! let (sin, cos) = sin_cos(std::f32::consts::FRAC_PI_6);
//! assert!((sin - 0.5).abs() < 1.0e-6 && (length(sin, cos) - 1.0).abs() < 1.0e-6);
//! assert!((power(10.0, -2.0) - 0.01).abs() < 1.0e-7);
//! ```

use std::f32::consts::{FRAC_2_PI, FRAC_PI_2};

/// What a quarter of a turn is more than its nearest float.
const REST: f32 = -4.371_139e-8;

/// Sine and cosine of an angle of a few turns at most.
#[must_use]
pub fn sin_cos(angle: f32) -> (f32, f32) {
    let quarters = (angle * FRAC_2_PI).round_ties_even();
    let rest = angle - quarters * FRAC_PI_2 - quarters * REST;
    let square = rest * rest;
    let sin = 1.0 / 5_040.0 - square / 362_880.0;
    let sin = rest * (1.0 - square * (1.0 / 6.0 - square * (1.0 / 120.0 - square * sin)));
    let cos = 1.0 / 720.0 - square / 40_320.0;
    let cos = 1.0 - square * (0.5 - square * (1.0 / 24.0 - square * cos));
    match quarters as i32 & 3 {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

/// The length of a line that goes so far in both directions.
#[must_use]
pub fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

/// A power of a number above 0.
#[must_use]
pub fn power(base: f32, exponent: f32) -> f32 {
    (base.ln() * exponent).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sines_are_those_of_the_library() {
        for step in -4_000_i16..4_000 {
            let angle = f32::from(step) * 0.005;
            let (sin, cos) = sin_cos(angle);
            assert!((sin - angle.sin()).abs() < 1.0e-6, "{angle}");
            assert!((cos - angle.cos()).abs() < 1.0e-6, "{angle}");
        }
    }
}
