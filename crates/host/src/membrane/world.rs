//! What is around a guest: time, chance, alarms, and a log.

use std::borrow::Cow;

use orrery_space::LogLevel;
use wasmi::{Caller, Error, Linker};

use super::{Call, Trapped};
use crate::guest::Guest;
use crate::turn::Effect;

/// Fuel of a line in the log, so that a guest's budget bounds how much it can talk.
pub(crate) const LOG: u64 = 500;

/// Fuel of setting or cancelling an alarm.
const ALARM: u64 = 1_000;

/// Random bytes for one fuel.
const RANDOM_PER_FUEL: u64 = 8;

pub(super) fn offer(linker: &mut Linker<Guest>) -> Result<(), Error> {
    linker.func_wrap(
        "cosmos",
        "alarm",
        |c: Caller<'_, Guest>, delay: i64, tag: i32, tag_len: i32| -> Trapped<i32> {
            let mut call = Call::enter("alarm", c)?;
            call.charge(ALARM)?;
            let tag = call.name(tag, tag_len)?;
            call.charge_kept(tag.len())?;
            call.count_effects(1, tag.len())?;
            let Ok(delay_ms) = u64::try_from(delay) else {
                return Err(call.trap(format_args!("a delay of {delay} ms lies in the past")));
            };
            let unused = call.unused();
            let guest = call.guest_mut();
            guest.state.alarms = guest.state.alarms.wrapping_add(1);
            let id = guest.state.alarms;
            let tag = tag.into();
            guest.effect(unused, Effect::Alarm { id, delay_ms, tag });
            Ok(id.cast_signed())
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "cancel",
        |c: Caller<'_, Guest>, id: i32| -> Trapped<()> {
            let mut call = Call::enter("cancel", c)?;
            call.charge(ALARM)?;
            call.count_effects(1, 0)?;
            let unused = call.unused();
            let id = id.cast_unsigned();
            call.guest_mut().effect(unused, Effect::Cancel { id });
            Ok(())
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "log",
        |c: Caller<'_, Guest>, level: i32, ptr: i32, len: i32| -> Trapped<()> {
            let mut call = Call::enter("log", c)?;
            call.charge(LOG)?;
            let message = call.text(ptr, len)?;
            call.charge_kept(message.len())?;
            let level = match level {
                0 => LogLevel::Trace,
                1 => LogLevel::Debug,
                2 => LogLevel::Info,
                3 => LogLevel::Warn,
                4 => LogLevel::Error,
                _ => {
                    return Err(call.trap(format_args!(
                        "there is no level {level}: 0 trace, 1 debug, 2 info, 3 warn, 4 error"
                    )));
                }
            };
            call.count_effects(1, message.len())?;
            let unused = call.unused();
            call.guest_mut().log(unused, level, &message);
            Ok(())
        },
    )?;
    linker.func_wrap("cosmos", "now", |c: Caller<'_, Guest>| -> Trapped<i64> {
        Ok(Call::enter("now", c)?.guest().now_ms.cast_signed())
    })?;
    linker.func_wrap(
        "cosmos",
        "random",
        |c: Caller<'_, Guest>, ptr: i32, len: i32| -> Trapped<()> {
            random(&mut Call::enter("random", c)?, ptr, len)
        },
    )?;
    Ok(())
}

/// Fills a range of the guest's memory by chance.
pub(super) fn random(call: &mut Call<'_>, ptr: i32, len: i32) -> Trapped<()> {
    let length = call.range(ptr, len)?.len();
    call.charge(length as u64 / RANDOM_PER_FUEL)?;
    call.give(ptr, len, |guest| {
        let mut bytes = vec![0; length];
        guest.random(&mut bytes);
        Some(Cow::Owned(bytes))
    })
    .map(drop)
}
