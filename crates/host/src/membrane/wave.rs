//! The Wave that a guest serves, and its answer to it.

use std::borrow::Cow;

use orrery_space::{ReflectedCore, StatusCode, Substance, membrane};
use wasmi::{Caller, Error, Linker};

use super::{Call, Trapped};
use crate::guest::Guest;

pub(super) fn offer(linker: &mut Linker<Guest>) -> Result<(), Error> {
    linker.func_wrap(
        "cosmos",
        "field",
        |c: Caller<'_, Guest>, id: i32, ptr: i32, cap: i32| -> Trapped<i32> {
            let mut call = Call::enter("field", c)?;
            let text = field(&call, id)?;
            call.give(ptr, cap, |_| text.map(|text| Cow::Owned(text.into_bytes())))
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "header",
        |c: Caller<'_, Guest>, name: i32, name_len: i32, ptr: i32, cap: i32| -> Trapped<i32> {
            let mut call = Call::enter("header", c)?;
            let name = call.name(name, name_len)?;
            call.give(ptr, cap, |guest| {
                let core = guest.wave.as_ref()?.directed()?;
                let value = core.headers.get(name.as_str())?;
                Some(Cow::Borrowed(value.as_bytes()))
            })
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "property",
        |c: Caller<'_, Guest>, name: i32, name_len: i32, ptr: i32, cap: i32| -> Trapped<i32> {
            let mut call = Call::enter("property", c)?;
            let name = call.name(name, name_len)?;
            call.give(ptr, cap, |guest| {
                let value = guest.about.properties.get(name.as_str())?;
                Some(Cow::Borrowed(value.as_bytes()))
            })
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "body_kind",
        |c: Caller<'_, Guest>| -> Trapped<i32> {
            Ok(Call::enter("body_kind", c)?.guest().body.kind)
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "body",
        |c: Caller<'_, Guest>, ptr: i32, cap: i32| -> Trapped<i32> {
            let mut call = Call::enter("body", c)?;
            let mut made = 0;
            let length = call.give(ptr, cap, |guest| {
                let Some(core) = guest.wave.as_ref().and_then(|wave| wave.directed()) else {
                    return Some(Cow::Borrowed(&[]));
                };
                let (bytes, fresh) = guest.body.bytes(&core.body);
                made = if fresh { bytes.len() } else { 0 };
                Some(Cow::Borrowed(bytes))
            })?;
            call.charge_bytes(made)?;
            Ok(length)
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "reply",
        |c: Caller<'_, Guest>, status: i32, kind: i32, ptr: i32, len: i32| -> Trapped<()> {
            let mut call = Call::enter("reply", c)?;
            reply(&mut call, status, kind, ptr, len)
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "reply_header",
        |c: Caller<'_, Guest>, name: i32, name_len: i32, ptr: i32, len: i32| -> Trapped<()> {
            let mut call = Call::enter("reply_header", c)?;
            let name = call.name(name, name_len)?;
            let value = call.text(ptr, len)?;
            call.charge_kept(name.len() + value.len())?;
            if call.guest().reply.is_some() {
                return Err(call.trap("headers go before the reply, and the Wave is answered"));
            }
            let guest = call.guest_mut();
            guest.header_bytes = guest.header_bytes.saturating_add(name.len() + value.len());
            let bytes = guest.header_bytes;
            if bytes > MOST_HEADER_BYTES {
                return Err(call.trap(format_args!(
                    "the headers of an answer have at most {MOST_HEADER_BYTES} bytes together, and these have {bytes}"
                )));
            }
            let headers = &mut call.guest_mut().reply_headers;
            headers.insert(name.into(), value.into());
            Ok(())
        },
    )?;
    Ok(())
}

/// A field of the Wave, or of the Particle.
fn field(call: &Call<'_>, id: i32) -> Trapped<Option<String>> {
    let guest = call.guest();
    let wave = guest.wave.as_ref();
    let core = wave.and_then(|wave| wave.directed());
    Ok(match id {
        0 => wave.map(|wave| wave.id().to_string()),
        1 => wave.map(|wave| wave.kind().name().to_owned()),
        2 => wave.map(|wave| wave.shell.from.to_string()),
        3 => wave.map(|wave| wave.recipients().to_string()),
        4 => wave.map(|wave| wave.shell.agent.to_point().to_string()),
        5 => core.map(|core| core.method.to_string()),
        6 => core.map(|core| core.uri.to_string()),
        other => return own(call, other),
    })
}

/// A field that does not depend on a Wave.
pub(super) fn own(call: &Call<'_>, id: i32) -> Trapped<Option<String>> {
    let about = &call.guest().about;
    match id {
        7 => Ok(Some(about.point.to_string())),
        8 => Ok(about.bundle.as_ref().map(ToString::to_string)),
        9 => Ok(about.config.as_ref().map(ToString::to_string)),
        _ => Err(call.trap(format_args!(
            "there is no field {id}: 0 id, 1 kind, 2 from, 3 to, 4 agent, 5 method, 6 uri, 7 own point, 8 bundle, 9 config"
        ))),
    }
}

/// The most bytes of the names and values of an answer's headers, each time one is set.
const MOST_HEADER_BYTES: usize = 64 << 10;

/// From this kind on a body is made of its text, which costs a fuel for each byte.
const JSON: i32 = 3;

/// The body that a guest gives; nothing when it is over the limit.
pub(super) fn body(
    call: &mut Call<'_>,
    kind: i32,
    ptr: i32,
    len: i32,
) -> Trapped<Result<Substance, usize>> {
    if kind > membrane::LAST_MADE {
        return Err(call.trap(format_args!(
            "a guest can read a body of kind {kind} and not make it; it makes 0 Empty, 1 Text, 2 Bin, 3 Json, 4 Int, 5 Boolean, 6 Point, 7 List, 8 Map"
        )));
    }
    // Empty has no bytes, so a guest need not say where they are
    let length = match kind {
        0 => 0,
        _ => call.range(ptr, len)?.len(),
    };
    if length > membrane::LIMIT {
        return Ok(Err(length));
    }
    call.charge_kept(length)?;
    if kind >= JSON {
        call.charge(length as u64)?;
    }
    let bytes = match kind {
        0 => &[],
        _ => call.bytes(ptr, len)?,
    };
    match membrane::decode(kind, bytes) {
        Ok(body) => Ok(Ok(body)),
        Err(error) => Err(call.trap(error)),
    }
}

/// What is said of a body over the limit.
pub(super) fn too_large(bytes: usize) -> String {
    format!(
        "the body has {bytes} bytes and may have {} inline; keep it in an Artifact or a File and send its point",
        membrane::LIMIT
    )
}

fn reply(call: &mut Call<'_>, status: i32, kind: i32, ptr: i32, len: i32) -> Trapped<()> {
    if call.guest().reply.is_some() {
        return Err(call.trap("the Wave is answered already, and gets one answer only"));
    }
    let Some(status) = u16::try_from(status)
        .ok()
        .and_then(|number| StatusCode::new(number).ok())
    else {
        return Err(call.trap(format_args!(
            "{status} is no status: they go from 200 to 599"
        )));
    };
    let mut core = match body(call, kind, ptr, len)? {
        Ok(body) => ReflectedCore::new(status, body),
        Err(bytes) => ReflectedCore::fail(StatusCode::TOO_LARGE, too_large(bytes)),
    };
    let guest = call.guest_mut();
    core.headers = std::mem::take(&mut guest.reply_headers);
    guest.reply = Some(core);
    Ok(())
}
