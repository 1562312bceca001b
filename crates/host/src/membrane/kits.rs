//! Module `env`: what AssemblyScript's output imports of its own accord.

use orrery_space::LogLevel;
use wasmi::{Caller, Error, Linker};

use super::{Call, Stop, Trapped, world};
use crate::guest::Guest;

/// The longest text that is read of a guest on its way out, in bytes.
const LONGEST: u32 = 4 << 10;

pub(super) fn offer(linker: &mut Linker<Guest>) -> Result<(), Error> {
    linker.func_wrap(
        "env",
        "abort",
        |c: Caller<'_, Guest>, message: i32, file: i32, line: i32, column: i32| -> Trapped<()> {
            let mut call = Call::enter("abort", c)?;
            let message = text(&mut call, message)?.unwrap_or_else(|| "no message".to_owned());
            let file = text(&mut call, file)?.unwrap_or_else(|| "an unnamed file".to_owned());
            let (line, column) = (line.cast_unsigned(), column.cast_unsigned());
            Err(Stop::Trap(format!("abort: {message}, at {file}:{line}:{column}")).into())
        },
    )?;
    linker.func_wrap("env", "seed", |c: Caller<'_, Guest>| -> Trapped<f64> {
        let mut call = Call::enter("seed", c)?;
        let mut bytes = [0; 8];
        call.guest_mut().random(&mut bytes);
        // 53 bits: all of them whole numbers that a double can hold
        #[allow(clippy::cast_precision_loss)]
        Ok((u64::from_le_bytes(bytes) >> 11) as f64)
    })?;
    linker.func_wrap(
        "env",
        "trace",
        |c: Caller<'_, Guest>,
         message: i32,
         count: i32,
         a: f64,
         b: f64,
         d: f64,
         e: f64,
         f: f64|
         -> Trapped<()> {
            let mut call = Call::enter("trace", c)?;
            call.charge(world::LOG)?;
            let mut line = text(&mut call, message)?.unwrap_or_default();
            let count = usize::try_from(count).unwrap_or(0);
            for (at, number) in [a, b, d, e, f].into_iter().take(count).enumerate() {
                line.push_str(if at == 0 { " " } else { ", " });
                line.push_str(&number.to_string());
            }
            call.count_effects(1, line.len())?;
            let unused = call.unused();
            call.guest_mut().log(unused, LogLevel::Trace, &line);
            Ok(())
        },
    )?;
    Ok(())
}

/// A text of AssemblyScript: UTF-16 with its length in bytes in the four bytes before it.
fn text(call: &mut Call<'_>, pointer: i32) -> Trapped<Option<String>> {
    if pointer == 0 {
        return Ok(None);
    }
    let header = call.bytes(pointer.wrapping_sub(4), 4)?;
    let length = header
        .try_into()
        .map_or(0, u32::from_le_bytes)
        .min(LONGEST)
        .cast_signed();
    let units: Vec<u16> = call
        .bytes(pointer, length)?
        .chunks_exact(2)
        .map(|pair| pair.try_into().map_or(0, u16::from_le_bytes))
        .collect();
    Ok(Some(String::from_utf16_lossy(&units)))
}
