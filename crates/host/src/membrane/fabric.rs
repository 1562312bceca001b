//! Waves that a guest sends: asks, which suspend it, and signals, which do not.

use std::borrow::Cow;

use orrery_space::{DirectedCore, Method, ReflectedCore, StatusCode, Surface};
use smol_str::SmolStr;
use wasmi::{Caller, Error, Linker};

use super::{Call, Stop, Trapped, wave};
use crate::guest::{Answer, Guest, Reading};
use crate::turn::{Ask, Effect};

/// Fuel of sending a Wave, so that a guest's budget bounds how much it can ask of the fabric.
const SEND: u64 = 2_000;

pub(super) fn offer(linker: &mut Linker<Guest>) -> Result<(), Error> {
    offer_sending(linker)?;
    linker.func_wrap(
        "cosmos",
        "answer_kind",
        |c: Caller<'_, Guest>| -> Trapped<i32> {
            let call = Call::enter("answer_kind", c)?;
            Ok(call
                .guest()
                .answer
                .as_ref()
                .map_or(-1, |answer| answer.reading.kind))
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "answer",
        |c: Caller<'_, Guest>, ptr: i32, cap: i32| -> Trapped<i32> {
            let mut call = Call::enter("answer", c)?;
            let mut made = 0;
            let length = call.give(ptr, cap, |guest| {
                let answer = guest.answer.as_mut()?;
                let (bytes, fresh) = answer.reading.bytes(&answer.core.body);
                made = if fresh { bytes.len() } else { 0 };
                Some(Cow::Borrowed(bytes))
            })?;
            call.charge_bytes(made)?;
            Ok(length)
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "answer_field",
        |c: Caller<'_, Guest>, id: i32, ptr: i32, cap: i32| -> Trapped<i32> {
            let mut call = Call::enter("answer_field", c)?;
            let text = answer_field(&call, id)?;
            call.give(ptr, cap, |_| text.map(|text| Cow::Owned(text.into_bytes())))
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "answer_header",
        |c: Caller<'_, Guest>, name: i32, name_len: i32, ptr: i32, cap: i32| -> Trapped<i32> {
            let mut call = Call::enter("answer_header", c)?;
            let name = call.text(name, name_len)?;
            call.give(ptr, cap, |guest| {
                let value = guest.answer.as_ref()?.core.headers.get(name.as_str())?;
                Some(Cow::Borrowed(value.as_bytes()))
            })
        },
    )?;
    Ok(())
}

fn offer_sending(linker: &mut Linker<Guest>) -> Result<(), Error> {
    linker.func_wrap(
        "cosmos",
        "ask",
        |c: Caller<'_, Guest>,
         to: i32,
         to_len: i32,
         method: i32,
         method_len: i32,
         kind: i32,
         ptr: i32,
         len: i32|
         -> Trapped<i32> {
            let mut call = Call::enter("ask", c)?;
            match wave_to_send(
                &mut call,
                (to, to_len),
                (method, method_len),
                (kind, ptr, len),
            )? {
                Ok((to, core)) => {
                    call.guest_mut().pending = Some(Ask { to, core });
                    Err(Stop::Ask.into())
                }
                Err((to, bytes)) => {
                    let core = ReflectedCore::fail(StatusCode::TOO_LARGE, wave::too_large(bytes));
                    call.guest_mut().answer = Some(Answer {
                        reading: Reading::of(&core.body),
                        core,
                        from: to,
                    });
                    Ok(i32::from(StatusCode::TOO_LARGE.number()))
                }
            }
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "signal",
        |c: Caller<'_, Guest>,
         to: i32,
         to_len: i32,
         method: i32,
         method_len: i32,
         kind: i32,
         ptr: i32,
         len: i32|
         -> Trapped<i32> {
            let mut call = Call::enter("signal", c)?;
            match wave_to_send(
                &mut call,
                (to, to_len),
                (method, method_len),
                (kind, ptr, len),
            )? {
                Ok((to, core)) => {
                    let unused = call.unused();
                    call.guest_mut().effect(unused, Effect::Signal { to, core });
                    Ok(i32::from(StatusCode::ACCEPTED.number()))
                }
                Err(_) => Ok(i32::from(StatusCode::TOO_LARGE.number())),
            }
        },
    )?;
    Ok(())
}

type Sent = Result<(Surface, DirectedCore), (Surface, usize)>;

/// A Wave from a target, a method and a body, each as the guest wrote it.
fn wave_to_send(
    call: &mut Call<'_>,
    to: (i32, i32),
    method: (i32, i32),
    body: (i32, i32, i32),
) -> Trapped<Sent> {
    call.charge(SEND)?;
    let target = call.text(to.0, to.1)?;
    let method = call.text(method.0, method.1)?;
    let (to, called) = target_of(call, &target)?;
    let (method, uri) = match called {
        None if method.is_empty() => {
            return Err(call.trap(format_args!(
                "no method: name one, such as `Ext<Hello>`, or let the target carry it: `{target}^Http<Get>/`"
            )));
        }
        None => (method_of(call, &method)?, SmolStr::new_static("/")),
        Some((own, uri)) => {
            let own = method_of(call, &own)?;
            if !method.is_empty() && method_of(call, &method)? != own {
                return Err(call.trap(format_args!(
                    "the target `{target}` carries another method than `{method}`; leave one of them out"
                )));
            }
            (own, uri)
        }
    };
    Ok(match wave::body(call, body.0, body.1, body.2)? {
        Ok(body) => {
            let mut core = DirectedCore::new(method, body);
            core.uri = uri;
            Ok((to, core))
        }
        Err(bytes) => Err((to, bytes)),
    })
}

/// A target, with the method and the path that it may carry: `localhost:app^Http<Get>/users`.
fn target_of(call: &Call<'_>, text: &str) -> Trapped<(Surface, Option<(String, SmolStr)>)> {
    let (surface, called) = match text.split_once('^') {
        Some((surface, called)) => (surface, Some(called)),
        None => (text, None),
    };
    let surface: Surface = surface
        .parse()
        .map_err(|error| call.trap(format_args!("`{surface}` is no point: {error}")))?;
    let called = called.map(|called| {
        let end = called.find('>').map_or(called.len(), |at| at + 1);
        let (method, path) = called.split_at(end);
        let path = if path.is_empty() { "/" } else { path };
        (method.to_owned(), SmolStr::new(path))
    });
    if let Some((_, path)) = &called
        && !path.starts_with('/')
    {
        return Err(call.trap(format_args!("the path of `{text}` must begin with `/`")));
    }
    Ok((surface, called))
}

fn method_of(call: &Call<'_>, text: &str) -> Trapped<Method> {
    text.parse()
        .map_err(|error| call.trap(format_args!("`{text}` is no method: {error}")))
}

fn answer_field(call: &Call<'_>, id: i32) -> Trapped<Option<String>> {
    let guest = call.guest();
    let answer = guest.answer.as_ref();
    Ok(match id {
        1 => answer.map(|_| "Pong".to_owned()),
        2 => answer.map(|answer| answer.from.to_string()),
        3 => answer.map(|_| Surface::from(guest.about.point.clone()).to_string()),
        0 | 4 | 5 | 6 => None,
        other => return wave::own(call, other),
    })
}
