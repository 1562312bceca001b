//! Waves that a guest sends: asks, which suspend it, and signals, which do not.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use orrery_space::{DirectedCore, Method, ReflectedCore, Selector, StatusCode, Surface};
use smol_str::SmolStr;
use wasmi::{Caller, Error, Linker};

use super::{Call, SEND, Stop, Trapped, wave};
use crate::guest::{Guest, shorten};
use crate::turn::{Ask, Effect, Ripple, Turn};

pub(super) fn offer(linker: &mut Linker<Guest>) -> Result<(), Error> {
    offer_sending(linker)?;
    linker.func_wrap(
        "cosmos",
        "answer_kind",
        |c: Caller<'_, Guest>| -> Trapped<i32> {
            let call = Call::enter("answer_kind", c)?;
            let answer = call.guest().answer();
            Ok(answer.map_or(-1, |answer| answer.reading.kind))
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "answer",
        |c: Caller<'_, Guest>, ptr: i32, cap: i32| -> Trapped<i32> {
            let mut call = Call::enter("answer", c)?;
            let mut made = 0;
            let length = call.give(ptr, cap, |guest| {
                let answer = guest.answers.get_mut(guest.picked)?;
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
            let name = call.name(name, name_len)?;
            call.give(ptr, cap, |guest| {
                let value = guest.answer()?.core.headers.get(name.as_str())?;
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
            match wave_to_send::<Surface>(
                &mut call,
                (to, to_len),
                (method, method_len),
                (kind, ptr, len),
            )? {
                Ok((to, core)) => {
                    call.guest_mut().pending = Some(Turn::Ask(Ask { to, core }));
                    Err(Stop::Ask.into())
                }
                Err((to, bytes)) => {
                    call.guest_mut().hear("Pong", vec![(too_large(bytes), to)]);
                    Ok(i32::from(StatusCode::TOO_LARGE.number()))
                }
            }
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "ripple",
        |c: Caller<'_, Guest>,
         to: i32,
         to_len: i32,
         method: i32,
         method_len: i32,
         kind: i32,
         ptr: i32,
         len: i32|
         -> Trapped<i32> {
            let mut call = Call::enter("ripple", c)?;
            match wave_to_send::<Selector>(
                &mut call,
                (to, to_len),
                (method, method_len),
                (kind, ptr, len),
            )? {
                Ok((to, core)) => {
                    let to = Box::new(to);
                    call.guest_mut().pending = Some(Turn::Ripple(Ripple { to, core }));
                    Err(Stop::Ask.into())
                }
                Err((_, bytes)) => {
                    let own = Surface::from(call.guest().about.point.clone());
                    call.guest_mut().hear("Echo", vec![(too_large(bytes), own)]);
                    Ok(1)
                }
            }
        },
    )?;
    linker.func_wrap(
        "cosmos",
        "pick",
        |c: Caller<'_, Guest>, no: i32| -> Trapped<i32> {
            let mut call = Call::enter("pick", c)?;
            let guest = call.guest_mut();
            let there = usize::try_from(no)
                .ok()
                .filter(|no| *no < guest.answers.len());
            let Some(there) = there else {
                let count = guest.answers.len();
                return Err(call.trap(format_args!(
                    "there is no answer {no}: {count} have come, and the first is 0"
                )));
            };
            guest.picked = there;
            let status = guest.answer().map(|answer| answer.core.status.number());
            Ok(i32::from(status.unwrap_or_default()))
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
            match wave_to_send::<Surface>(
                &mut call,
                (to, to_len),
                (method, method_len),
                (kind, ptr, len),
            )? {
                Ok((to, core)) => {
                    // what is kept is the body, and of the target no more than its text
                    let body = if kind == 0 {
                        0
                    } else {
                        len.cast_unsigned() as usize
                    };
                    call.count_effects(1, body + to_len.cast_unsigned() as usize)?;
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

fn too_large(bytes: usize) -> ReflectedCore {
    ReflectedCore::fail(StatusCode::TOO_LARGE, wave::too_large(bytes))
}

/// To whom a Wave can go.
trait Target: FromStr<Err: Display> {
    /// What it is, for a person.
    const WHAT: &str;
}

impl Target for Surface {
    const WHAT: &str = "point";
}

impl Target for Selector {
    const WHAT: &str = "selector";
}

type Sent<T> = Result<(T, DirectedCore), (T, usize)>;

/// A Wave from a target, a method and a body, each as the guest wrote it.
fn wave_to_send<T: Target>(
    call: &mut Call<'_>,
    to: (i32, i32),
    method: (i32, i32),
    body: (i32, i32, i32),
) -> Trapped<Sent<T>> {
    call.charge(SEND)?;
    let target = call.name(to.0, to.1)?;
    let method = call.name(method.0, method.1)?;
    let (to, called) = target_of(call, &target)?;
    let (method, uri) = match called {
        None if method.is_empty() => {
            return Err(call.trap(format_args!(
                "no method: name one, such as `Ext<Hello>`, or let the target carry it: `{}^Http<Get>/`",
                quoted(&target)
            )));
        }
        None => (method_of(call, &method)?, SmolStr::new_static("/")),
        Some((own, uri)) => {
            let own = method_of(call, &own)?;
            if !method.is_empty() && method_of(call, &method)? != own {
                return Err(call.trap(format_args!(
                    "the target `{}` carries another method than `{}`; leave one of them out",
                    quoted(&target),
                    quoted(&method)
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
fn target_of<T: Target>(call: &Call<'_>, text: &str) -> Trapped<(T, Option<(String, SmolStr)>)> {
    let (target, called) = match text.split_once('^') {
        Some((target, called)) => (target, Some(called)),
        None => (text, None),
    };
    let target: T = target.parse().map_err(|error| {
        let target = quoted(target);
        call.trap(format_args!("`{target}` is no {}: {error}", T::WHAT))
    })?;
    let called = called.map(|called| {
        let end = called.find('>').map_or(called.len(), |at| at + 1);
        let (method, path) = called.split_at(end);
        let path = if path.is_empty() { "/" } else { path };
        (method.to_owned(), SmolStr::new(path))
    });
    if let Some((_, path)) = &called
        && !path.starts_with('/')
    {
        let text = quoted(text);
        return Err(call.trap(format_args!("the path of `{text}` must begin with `/`")));
    }
    Ok((target, called))
}

fn method_of(call: &Call<'_>, text: &str) -> Trapped<Method> {
    text.parse().map_err(|error| {
        let text = quoted(text);
        call.trap(format_args!("`{text}` is no method: {error}"))
    })
}

/// As much of what the guest wrote as a sentence repeats.
fn quoted(text: &str) -> &str {
    shorten(text, 200)
}

fn answer_field(call: &Call<'_>, id: i32) -> Trapped<Option<String>> {
    let guest = call.guest();
    let answer = guest.answer();
    Ok(match id {
        1 => answer.map(|answer| answer.kind.to_owned()),
        2 => answer.map(|answer| answer.from.to_string()),
        3 => answer.map(|_| Surface::from(guest.about.point.clone()).to_string()),
        0 | 4 | 5 | 6 => None,
        other => return wave::own(call, other),
    })
}
