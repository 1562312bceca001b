//! The dialect of guests that were built with the published crate `mechtron` 0.3.14.
//!
//! Such a guest is called with buffers of its own memory, each by a number: the host has it make
//! one, asks where it lies and fills it, and the other way round. Every one of these calls is a call
//! of the guest like any other, with fuel and in slices; so what the host does with a buffer is an
//! [`Errand`], which the instance runs one call at a time. An import that needs a buffer suspends
//! the guest until its errand is done. Nothing here knows how calls are run.

mod read;
mod write;

use std::fmt;

use orrery_space::core::CmdMethod;
use orrery_space::{LogLevel, ReflectedCore, StatusCode, Surface, membrane};
use serde::{Deserialize, Serialize};
use wasmi::{Caller, Error, Linker, Store};

use self::read::Sent;
use crate::guest::Guest;
use crate::membrane::{BYTES_PER_FUEL, Call, KEPT_BYTES_PER_FUEL, LOG, SEND, Stop, Trapped};
use crate::turn::{Ask, Effect};

/// What a guest speaks with its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Dialect {
    /// The membrane, version 1.
    #[default]
    Membrane,
    /// What the published crate `mechtron` 0.3.14 speaks.
    Mechtron,
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Dialect::Membrane => "the membrane, version 1",
            Dialect::Mechtron => "the crate mechtron 0.3.14",
        })
    }
}

/// The version which a guest compares with its own.
const VERSION: &str = "0.3.14";

/// The bodies that both sides can read and write.
const BODIES: &str =
    "Empty, List, Map, Point, Surface, Text, Meta, Bin, Boolean, Int, FormErrs, Token and Err";

/// The last of the methods of `Cmd` that the crate knows.
const LAST_CMD: CmdMethod = CmdMethod::Log;

/// Where a guest believes to be hosted: its own point must be another.
const HOST_POINT: &str = "host";

/// Numbers of kinds and of a status in the crate.
const HOST_KIND: u32 = 19;
const MECHTRON_KIND: u32 = 4;
const STATUS_INIT: u32 = 2;

const INIT: &str = "mechtron_guest_init";
const FRAME: &str = "mechtron_frame_to_guest";
const ALLOC: &str = "mechtron_guest_alloc_buffer";
const PLACE: &str = "mechtron_guest_get_buffer_ptr";
const LENGTH: &str = "mechtron_guest_get_buffer_len";
const FREE: &str = "mechtron_guest_dealloc_buffer";

/// What such a guest exports beside its memory: name, numbers of parameters and results, all i32.
pub(crate) const EXPORTS: &[(&str, usize, usize)] = &[
    (INIT, 2, 1),
    (FRAME, 1, 1),
    (ALLOC, 1, 1),
    (PLACE, 1, 1),
    (LENGTH, 1, 1),
    (FREE, 1, 0),
];

/// Something that the host does with buffers of the guest; each variant is the call that is next.
#[derive(Debug)]
pub(crate) enum Errand {
    /// A buffer is made for these bytes.
    Room(Vec<u8>, Purpose),
    /// Where it lies.
    Place(Vec<u8>, Purpose, i32),
    /// The guest is made, of a buffer with a version and one with details.
    Make(i32, i32),
    /// It is given a frame.
    Frame(Source, i32),
    /// How long a buffer is.
    Length(Source, i32),
    /// Where it lies, and it is so long.
    Whereabouts(Source, i32, i32),
    /// It is given back, and this was in it.
    Free(Source, i32, Vec<u8>),
}

/// For what a buffer is filled.
#[derive(Debug)]
pub(crate) enum Purpose {
    /// The version.
    Version,
    /// The details; the buffer with the version is there.
    Details(i32),
    /// A frame, and what the frame that comes back is.
    Frame(Source),
    /// What an import gives.
    Return,
}

/// What a buffer is that the guest filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// Whether it is the Mechtron that it is to be.
    Host,
    /// The answer to the Wave.
    Wave,
    /// A Wave that it sends.
    Sent,
    /// Why it panics.
    Panic,
}

/// What comes after a call of an errand.
#[derive(Debug)]
pub(crate) enum Next {
    /// Its next call.
    Call(Errand),
    /// The import on which the guest waits returns, with a number or nothing.
    Return(Option<i32>),
    /// The guest waits for an answer.
    Ask(Ask),
    /// Nothing more.
    Over,
    /// The guest will not be what it is to be, so nothing else is called. The reply says why.
    Refused,
}

/// The errands that make a guest what it is to be, the last first.
pub(crate) fn beginning(guest: &Guest) -> Result<[Errand; 2], ReflectedCore> {
    let Some(config) = &guest.about.document else {
        return Err(ReflectedCore::fail(
            StatusCode::BAD_REQUEST,
            "a guest of the crate `mechtron` must be told by its config which Mechtron it is, and there is no config",
        ));
    };
    let host = write::host_wave(&guest.about, config);
    Ok([
        Errand::Room(host, Purpose::Frame(Source::Host)),
        Errand::Room(VERSION.into(), Purpose::Version),
    ])
}

/// The errand that brings the Wave to the guest.
pub(crate) fn wave(guest: &Guest) -> Result<Option<Errand>, ReflectedCore> {
    let Some(wave) = &guest.wave else {
        return Ok(None);
    };
    match write::wave(wave, &guest.about.point) {
        Ok(frame) => Ok(Some(Errand::Room(frame, Purpose::Frame(Source::Wave)))),
        Err(why) => Err(ReflectedCore::fail(StatusCode::NOT_IMPLEMENTED, why)),
    }
}

/// The errand that brings the answer to what the guest asked.
pub(crate) fn answer(guest: &Guest, core: &ReflectedCore, from: &Surface) -> Errand {
    let (asked, own) = (&guest.asked, &guest.about.point);
    let frame = write::pong(asked, own, core, from).or_else(|why| {
        let core = ReflectedCore::fail(StatusCode::NOT_IMPLEMENTED, why);
        write::pong(asked, own, &core, from)
    });
    Errand::Room(frame.unwrap_or_default(), Purpose::Return)
}

impl Errand {
    /// The export that is called, its arguments, and whether it has a result.
    pub fn call(&self) -> (&'static str, [i32; 2], usize) {
        match self {
            Errand::Room(bytes, _) => {
                let length = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
                (ALLOC, [length, 0], 1)
            }
            Errand::Place(_, _, id) | Errand::Whereabouts(_, id, _) => (PLACE, [*id, 0], 1),
            Errand::Make(version, details) => (INIT, [*version, *details], 1),
            Errand::Frame(_, id) => (FRAME, [*id, 0], 1),
            Errand::Length(_, id) => (LENGTH, [*id, 0], 1),
            Errand::Free(_, id, _) => (FREE, [*id, 0], 0),
        }
    }

    /// What comes after its call, which gave that number.
    pub fn next(self, value: i32, store: &mut Store<Guest>) -> Result<Next, Stop> {
        Ok(Next::Call(match self {
            Errand::Room(bytes, to) => Errand::Place(bytes, to, value),
            Errand::Place(bytes, to, id) => {
                fill(store, value, &bytes)?;
                match to {
                    Purpose::Version => Errand::Room(write::host_details(), Purpose::Details(id)),
                    Purpose::Details(version) => Errand::Make(version, id),
                    Purpose::Frame(from) => Errand::Frame(from, id),
                    Purpose::Return => return Ok(Next::Return(Some(id))),
                }
            }
            Errand::Make(..) => return Ok(made(value, store.data_mut())),
            Errand::Frame(from, _) => match value {
                0 => return Ok(Next::Over),
                id => Errand::Length(from, id),
            },
            Errand::Length(from, id) => Errand::Whereabouts(from, id, value),
            Errand::Whereabouts(from, id, length) => {
                Errand::Free(from, id, bytes_at(store, value, length)?)
            }
            Errand::Free(from, _, bytes) => return heard(from, &bytes, store),
        }))
    }
}

/// What the guest's making gave.
fn made(code: i32, guest: &mut Guest) -> Next {
    let why = match code {
        0 => return Next::Over,
        -1 => {
            "the guest was built with another version of the crate `mechtron`; build it with 0.3.14"
                .to_owned()
        }
        -2 => "the guest could not be made: its `mechtron_guest` failed".to_owned(),
        other => format!("the guest could not be made: {INIT} gave {other}"),
    };
    guest.reply = Some(ReflectedCore::fail(StatusCode::TRAP, why));
    Next::Refused
}

/// What the guest said in a buffer.
fn heard(from: Source, bytes: &[u8], store: &mut Store<Guest>) -> Result<Next, Stop> {
    let trap = |why| Stop::Trap(format!("{}: {why}", from.name()));
    Ok(match from {
        Source::Host | Source::Wave => {
            let core = read::reflected(bytes).map_err(trap)?;
            let refused = from == Source::Host && !core.status.is_success();
            if refused || from == Source::Wave {
                store.data_mut().reply = Some(core);
            }
            match refused {
                true => Next::Refused,
                false => Next::Over,
            }
        }
        Source::Panic => {
            let words = String::from_utf8_lossy(bytes);
            spend(store, LOG)?;
            store.data_mut().log(0, LogLevel::Error, &words);
            Next::Return(None)
        }
        Source::Sent => match read::sent(bytes).map_err(trap)? {
            Sent::Ping(uuid, to, core) => {
                spend(store, SEND)?;
                store.data_mut().asked = uuid;
                Next::Ask(Ask { to, core })
            }
            Sent::Signal(to, core) => {
                spend(store, SEND)?;
                store.data_mut().effect(0, Effect::Signal { to, core });
                Next::Return(Some(0))
            }
            Sent::Log(level, message) => {
                spend(store, LOG)?;
                store.data_mut().log(0, level, &message);
                Next::Return(Some(0))
            }
            Sent::Span => Next::Return(Some(0)),
        },
    })
}

impl Source {
    /// The function that gave the buffer.
    fn name(self) -> &'static str {
        match self {
            Source::Host | Source::Wave => FRAME,
            Source::Sent => "mechtron_frame_to_host",
            Source::Panic => "mechtron_host_panic",
        }
    }
}

fn spend(store: &mut Store<Guest>, cost: u64) -> Result<(), Stop> {
    match store.data_mut().account.spend(cost) {
        true => Ok(()),
        false => Err(Stop::Fuel),
    }
}

/// A part of the guest's memory.
fn part(store: &mut Store<Guest>, place: i32, length: u32) -> Result<&mut [u8], Stop> {
    let memory = store.data().memory;
    let memory = memory.map_or(&mut [][..], |memory| memory.data_mut(store));
    let (place, size) = (place.cast_unsigned(), memory.len());
    let end = u64::from(place) + u64::from(length);
    let part = memory.get_mut(place as usize..usize::try_from(end).unwrap_or(usize::MAX));
    part.ok_or_else(|| {
        Stop::Trap(format!(
            "{PLACE}: the buffer of {length} bytes at {place} ends at {end}, outside the guest's memory of {size} bytes"
        ))
    })
}

fn fill(store: &mut Store<Guest>, place: i32, bytes: &[u8]) -> Result<(), Stop> {
    spend(store, bytes.len() as u64 / BYTES_PER_FUEL)?;
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    part(store, place, length)?.copy_from_slice(bytes);
    Ok(())
}

fn bytes_at(store: &mut Store<Guest>, place: i32, length: i32) -> Result<Vec<u8>, Stop> {
    let length = length.cast_unsigned();
    if length as usize > membrane::LIMIT {
        return Err(Stop::Trap(format!(
            "{LENGTH}: the buffer has {length} bytes and may have {}; keep what is large in an Artifact or a File and send its point",
            membrane::LIMIT
        )));
    }
    spend(store, u64::from(length) / KEPT_BYTES_PER_FUEL)?;
    part(store, place, length).map(|bytes| bytes.to_vec())
}

/// Offers what such a guest imports.
pub(crate) fn offer(linker: &mut Linker<Guest>) -> Result<(), Error> {
    linker.func_wrap(
        "env",
        "mechtron_frame_to_host",
        |c: Caller<'_, Guest>, id: i32| -> Trapped<i32> {
            Call::enter("mechtron_frame_to_host", c)?.wait_for(Errand::Length(Source::Sent, id))
        },
    )?;
    linker.func_wrap(
        "env",
        "mechtron_host_panic",
        |c: Caller<'_, Guest>, id: i32| -> Trapped<()> {
            Call::enter("mechtron_host_panic", c)?.wait_for(Errand::Length(Source::Panic, id))
        },
    )?;
    linker.func_wrap(
        "env",
        "mechtron_uuid",
        |c: Caller<'_, Guest>| -> Trapped<i32> {
            let mut call = Call::enter("mechtron_uuid", c)?;
            let mut bytes = [0; 16];
            call.guest_mut().random(&mut bytes);
            // version 4, of the variant that everybody uses
            let chance = u128::from_be_bytes(bytes);
            let uuid = chance & !(0xf << 76 | 3 << 62) | 4 << 76 | 2 << 62;
            let text = write::uuid_text(uuid).into_bytes();
            call.wait_for(Errand::Room(text, Purpose::Return))
        },
    )?;
    linker.func_wrap(
        "env",
        "mechtron_timestamp",
        |c: Caller<'_, Guest>| -> Trapped<i64> {
            Ok(Call::enter("mechtron_timestamp", c)?
                .guest()
                .now_ms
                .cast_signed())
        },
    )?;
    Ok(())
}
