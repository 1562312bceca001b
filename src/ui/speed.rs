//! The speed of time as a slider has it and as words.

/// The slider's lower end. A place is a power of ten, in hundredths.
pub const SLOWEST: i32 = -400;
/// A hundred times real time.
pub const FASTEST: i32 = 200;
/// The notch beyond: as fast as it goes.
pub const UNBOUND: i32 = 230;

/// The speed at a place of the slider.
#[must_use]
pub fn at(place: i32) -> f64 {
    if place > (FASTEST + UNBOUND) / 2 {
        return f64::INFINITY;
    }
    orrery_scene::reckon::power(10.0, place.clamp(SLOWEST, FASTEST) as f32 / 100.0).into()
}

/// The place of a speed on the slider.
#[must_use]
pub fn place(speed: f64) -> i32 {
    if speed.is_infinite() {
        return UNBOUND;
    }
    // A cast from float saturates, and nothing becomes 0.
    let speed = (speed as f32).max(f32::MIN_POSITIVE);
    let place = (speed.ln() / std::f32::consts::LN_10 * 100.0).round() as i32;
    place.clamp(SLOWEST, FASTEST)
}

/// What one second of the person is in the cosmos.
#[must_use]
pub fn words(speed: f64) -> String {
    if speed.is_infinite() {
        return "as fast as it goes".to_owned();
    }
    let micros = (speed * 1e6).round() as u64;
    let there = match micros {
        0..1_000 => format!("{micros} µs"),
        1_000..1_000_000 => format!("{} ms", self::two_digits(micros, 1_000)),
        _ => format!("{} s", self::two_digits(micros, 1_000_000)),
    };
    format!("1 s here = {there} there")
}

/// A quotient with a tenth where it is small.
fn two_digits(number: u64, unit: u64) -> String {
    let tenths = (number * 10 + unit / 2) / unit;
    if tenths >= 100 || tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_how_slow_it_is() {
        for (speed, said) in [
            (0.0001, "1 s here = 100 µs there"),
            (0.002, "1 s here = 2 ms there"),
            (0.00251, "1 s here = 2.5 ms there"),
            (1.0, "1 s here = 1 s there"),
            (100.0, "1 s here = 100 s there"),
            (f64::INFINITY, "as fast as it goes"),
        ] {
            assert_eq!(words(speed), said);
        }
    }

    #[test]
    fn the_slider_goes_there_and_back() {
        for there in [SLOWEST, -270, -1, 0, 100, FASTEST, UNBOUND] {
            assert_eq!(place(at(there)), there);
        }
    }
}
