//! The Particle's state, which the host keeps.

use std::borrow::Cow;

use orrery_space::StatusCode;
use wasmi::{Caller, Error, Linker};

use super::{Call, Trapped};
use crate::guest::Guest;

pub(super) fn offer(linker: &mut Linker<Guest>) -> Result<(), Error> {
    linker.func_wrap(
        "cosmos",
        "get",
        |c: Caller<'_, Guest>, key: i32, key_len: i32, ptr: i32, cap: i32| -> Trapped<i32> {
            let mut call = Call::enter("get", c)?;
            let key = key_of(&mut call, key, key_len)?;
            call.give(ptr, cap, |guest| guest.state.get(&key).map(Cow::Borrowed))
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "put",
        |c: Caller<'_, Guest>, key: i32, key_len: i32, ptr: i32, len: i32| -> Trapped<i32> {
            let mut call = Call::enter("put", c)?;
            let key = key_of(&mut call, key, key_len)?;
            let value = call.bytes(ptr, len)?.to_vec();
            let status = if call.guest_mut().state.put(&key, &value) {
                StatusCode::OK
            } else {
                StatusCode::TOO_LARGE
            };
            Ok(i32::from(status.number()))
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "delete",
        |c: Caller<'_, Guest>, key: i32, key_len: i32| -> Trapped<()> {
            let mut call = Call::enter("delete", c)?;
            let key = key_of(&mut call, key, key_len)?;
            call.guest_mut().state.delete(&key);
            Ok(())
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "keys",
        |c: Caller<'_, Guest>, prefix: i32, prefix_len: i32, ptr: i32, cap: i32| -> Trapped<i32> {
            let mut call = Call::enter("keys", c)?;
            let prefix = call.text(prefix, prefix_len)?;
            let mut names = String::new();
            for key in call.guest().state.keys(&prefix) {
                if !names.is_empty() {
                    names.push('\n');
                }
                names.push_str(key);
            }
            call.charge_bytes(names.len() * 4)?;
            call.give_bytes(ptr, cap, names.as_bytes())
        },
    )?;
    Ok(())
}

/// A key: `keys` tells them apart by line feeds, so none may hold one, nor be nothing.
fn key_of(call: &mut Call<'_>, ptr: i32, len: i32) -> Trapped<String> {
    let key = call.text(ptr, len)?;
    if key.is_empty() {
        return Err(call.trap("a key has at least one character"));
    }
    if key.contains('\n') {
        return Err(call.trap("a key holds no line feed"));
    }
    Ok(key)
}
