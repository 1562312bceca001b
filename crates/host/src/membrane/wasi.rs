//! WASI preview 1, as much of it as compilers' ordinary output calls, and deterministic.

use wasmi::{Caller, Error, FuncType, Linker, Val, ValType};

use super::{Call, Stop, Trapped, world};
use crate::guest::Guest;

/// The module's name in imports.
pub(crate) const MODULE: &str = "wasi_snapshot_preview1";

const OK: i32 = 0;
const BAD_DESCRIPTOR: i32 = 8;
const NO_SUCH_CALL: i32 = 52;

/// Pieces that one `fd_write` may have.
const MOST_PIECES: i32 = 1024;

pub(super) fn offer(linker: &mut Linker<Guest>) -> Result<(), Error> {
    linker.func_wrap(
        MODULE,
        "fd_write",
        |c: Caller<'_, Guest>,
         stream: i32,
         pieces: i32,
         count: i32,
         written: i32|
         -> Trapped<i32> {
            let mut call = Call::enter("fd_write", c)?;
            write(&mut call, stream, pieces, count, written)
        },
    )?;
    linker.func_wrap(
        MODULE,
        "clock_time_get",
        |c: Caller<'_, Guest>, _clock: i32, _precision: i64, ptr: i32| -> Trapped<i32> {
            let mut call = Call::enter("clock_time_get", c)?;
            let nanoseconds = call.guest().now_ms.wrapping_mul(1_000_000);
            call.write(ptr, &nanoseconds.to_le_bytes())?;
            Ok(OK)
        },
    )?;
    linker.func_wrap(
        MODULE,
        "random_get",
        |c: Caller<'_, Guest>, ptr: i32, len: i32| -> Trapped<i32> {
            world::random(&mut Call::enter("random_get", c)?, ptr, len)?;
            Ok(OK)
        },
    )?;
    linker.func_wrap(
        MODULE,
        "proc_exit",
        |c: Caller<'_, Guest>, code: i32| -> Trapped<()> {
            Call::enter("proc_exit", c)?;
            Err(Stop::Exit(code).into())
        },
    )?;
    for (sizes, values) in [
        ("environ_sizes_get", "environ_get"),
        ("args_sizes_get", "args_get"),
    ] {
        linker.func_wrap(
            MODULE,
            sizes,
            move |c: Caller<'_, Guest>, count: i32, bytes: i32| -> Trapped<i32> {
                let mut call = Call::enter(sizes, c)?;
                call.write(count, &[0; 4])?;
                call.write(bytes, &[0; 4])?;
                Ok(OK)
            },
        )?;
        linker.func_wrap(
            MODULE,
            values,
            move |c: Caller<'_, Guest>, _: i32, _: i32| -> Trapped<i32> {
                Call::enter(values, c)?;
                Ok(OK)
            },
        )?;
    }
    Ok(())
}

/// Offers a WASI call that does nothing, with the parameters that the module has for it.
pub(crate) fn absent(
    linker: &mut Linker<Guest>,
    name: &str,
    params: Vec<ValType>,
) -> Result<(), Error> {
    let ty = FuncType::new(params, [ValType::I32]);
    linker.func_new(
        MODULE,
        name,
        ty,
        |caller: Caller<'_, Guest>, _: &[Val], results: &mut [Val]| {
            Call::enter("a WASI call", caller)?;
            results.fill(Val::I32(NO_SUCH_CALL));
            Ok(())
        },
    )?;
    Ok(())
}

fn write(call: &mut Call<'_>, stream: i32, pieces: i32, count: i32, written: i32) -> Trapped<i32> {
    let stream = match stream {
        1 => 0,
        2 => 1,
        _ => return Ok(BAD_DESCRIPTOR),
    };
    call.charge(world::LOG)?;
    if !(0..=MOST_PIECES).contains(&count) {
        return Err(call.trap(format_args!(
            "{count} pieces, where there may be {MOST_PIECES} at once"
        )));
    }
    let table = call.bytes(pieces, count * 8)?.to_vec();
    let mut total = 0u32;
    for entry in table.chunks_exact(8) {
        let (pointer, length) = entry.split_at(4);
        let pointer = pointer.try_into().map_or(0, i32::from_le_bytes);
        let length = length.try_into().map_or(0, i32::from_le_bytes);
        let text = call.bytes(pointer, length)?.to_vec();
        call.charge_kept(text.len())?;
        let lines = text.iter().filter(|byte| **byte == b'\n').count();
        call.charge(lines as u64 * world::LOG)?;
        call.count_effects(lines, text.len())?;
        let unused = call.unused();
        call.guest_mut().print(unused, stream, &text);
        total = total.saturating_add(length.cast_unsigned());
    }
    call.write(written, &total.to_le_bytes())?;
    Ok(OK)
}
