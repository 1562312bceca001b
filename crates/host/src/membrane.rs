//! The membrane itself: what every import does on its way in and out.
//!
//! A host function enters through [`Call`], which charges fuel, checks every pointer and length,
//! and words the traps. Nothing here allocates in the guest.

mod fabric;
mod keep;
mod kits;
mod wasi;
mod wave;
mod world;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use wasmi::{Caller, Error, Linker};

use crate::dialect::Errand;
use crate::guest::{Guest, MOST_EFFECT_BYTES, MOST_EFFECTS, shorten};

/// Fuel of any host call.
const CALL: u64 = 50;

/// Bytes copied for one fuel.
pub(crate) const BYTES_PER_FUEL: u64 = 32;

/// Bytes that stay with the host after the call, for one fuel: so a guest's budget bounds what it
/// can heap up there.
pub(crate) const KEPT_BYTES_PER_FUEL: u64 = 4;

/// Fuel of sending a Wave, so that a guest's budget bounds how much it can ask of the fabric.
pub(crate) const SEND: u64 = 2_000;

/// The most bytes of a trap's sentence.
const LONGEST_TRAP: usize = 1 << 10;

/// The longest name that a guest may give, in bytes: of a header, a property, a target, a method, a
/// tag.
const LONGEST_NAME: usize = 64 << 10;

const NO_MEMORY: &str = "the guest has no memory yet";

/// Why a host function ends the guest's run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The guest waits for an answer.
    Ask,
    /// The guest waits until an errand is done.
    Errand,
    /// The guest ended its call.
    Exit(i32),
    /// The budget does not suffice.
    Fuel,
    /// The guest did what no guest may do.
    Trap(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Ask | Stop::Errand => f.write_str("suspended"),
            Stop::Exit(code) => write!(f, "exit {code}"),
            Stop::Fuel => f.write_str("fuel"),
            Stop::Trap(why) => f.write_str(why),
        }
    }
}

impl wasmi::errors::HostError for Stop {}

impl From<Stop> for Error {
    fn from(stop: Stop) -> Self {
        Error::host(stop)
    }
}

/// Offers every import. WASI calls that do nothing are added as a module needs them, see
/// [`wasi::absent`].
pub(crate) fn offer(linker: &mut Linker<Guest>) -> Result<(), Error> {
    wave::offer(linker)?;
    fabric::offer(linker)?;
    keep::offer(linker)?;
    world::offer(linker)?;
    kits::offer(linker)?;
    wasi::offer(linker)
}

pub(crate) use wasi::{MODULE as WASI, absent};
pub(crate) use world::LOG;

/// One call of a host function.
pub(crate) struct Call<'a> {
    name: &'static str,
    caller: Caller<'a, Guest>,
}

pub(crate) type Trapped<T> = Result<T, Error>;

impl<'a> Call<'a> {
    /// Enters a host function and charges what it costs at least.
    pub fn enter(name: &'static str, caller: Caller<'a, Guest>) -> Trapped<Self> {
        let mut call = Self { name, caller };
        call.charge(CALL)?;
        Ok(call)
    }

    pub fn guest(&self) -> &Guest {
        self.caller.data()
    }

    pub fn guest_mut(&mut self) -> &mut Guest {
        self.caller.data_mut()
    }

    /// What is unused of the fuel part.
    pub fn unused(&self) -> u64 {
        self.caller.get_fuel().unwrap_or(0)
    }

    pub fn charge(&mut self, cost: u64) -> Trapped<()> {
        let unused = self.unused();
        let unused = self
            .guest_mut()
            .account
            .charge(unused, cost)
            .ok_or(Stop::Fuel)?;
        self.caller.set_fuel(unused)
    }

    pub fn charge_bytes(&mut self, bytes: usize) -> Trapped<()> {
        self.charge(bytes as u64 / BYTES_PER_FUEL)
    }

    /// Charges for bytes that stay with the host.
    pub fn charge_kept(&mut self, bytes: usize) -> Trapped<()> {
        self.charge(bytes as u64 / KEPT_BYTES_PER_FUEL)
    }

    /// Counts effects that keep so many bytes; those of one turn are bounded, however much fuel the
    /// guest has.
    pub fn count_effects(&mut self, effects: usize, bytes: usize) -> Trapped<()> {
        let guest = self.guest_mut();
        guest.effects_had = guest.effects_had.saturating_add(effects);
        guest.effect_bytes = guest.effect_bytes.saturating_add(bytes);
        if guest.effects_had > MOST_EFFECTS || guest.effect_bytes > MOST_EFFECT_BYTES {
            return Err(self.trap(format_args!(
                "too much in one turn: the most is {MOST_EFFECTS} Signals, alarms and lines of the log, of {MOST_EFFECT_BYTES} bytes together"
            )));
        }
        Ok(())
    }

    /// Suspends the guest until an errand is done.
    pub fn wait_for<T>(mut self, errand: Errand) -> Trapped<T> {
        self.guest_mut().errand = Some(errand);
        Err(Stop::Errand.into())
    }

    /// A trap that names the call. What the guest gave is not repeated without an end.
    pub fn trap(&self, why: impl fmt::Display) -> Error {
        let sentence = format!("{}: {why}", self.name);
        Stop::Trap(shorten(&sentence, LONGEST_TRAP).to_owned()).into()
    }

    /// A trap unless the range lies within the guest's memory.
    fn range(&self, pointer: i32, length: i32) -> Trapped<Range<usize>> {
        let (pointer, length) = (pointer.cast_unsigned(), length.cast_unsigned());
        let size = self.memory()?.len() as u64;
        let end = u64::from(pointer) + u64::from(length);
        if end > size {
            return Err(self.trap(format_args!(
                "the range of {length} bytes at {pointer} ends at {end}, outside the guest's memory of {size} bytes"
            )));
        }
        Ok(pointer as usize..pointer as usize + length as usize)
    }

    fn memory(&self) -> Trapped<&[u8]> {
        match self.guest().memory {
            Some(memory) => Ok(memory.data(&self.caller)),
            None => Err(self.trap(NO_MEMORY)),
        }
    }

    /// Bytes that the guest gives.
    pub fn bytes(&mut self, pointer: i32, length: i32) -> Trapped<&[u8]> {
        let range = self.range(pointer, length)?;
        self.charge_bytes(range.len())?;
        let memory = self.memory()?;
        Ok(memory.get(range).unwrap_or_default())
    }

    /// Text that the guest gives.
    pub fn text(&mut self, pointer: i32, length: i32) -> Trapped<String> {
        match String::from_utf8(self.bytes(pointer, length)?.to_vec()) {
            Ok(text) => Ok(text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let (pointer, length) = (pointer.cast_unsigned(), length.cast_unsigned());
                Err(self.trap(format_args!(
                    "the {length} bytes at {pointer} are not UTF-8 text: byte {at} begins no character"
                )))
            }
        }
    }

    /// A name that the guest gives, or a tag: text that is not too long for one.
    pub fn name(&mut self, pointer: i32, length: i32) -> Trapped<String> {
        let bytes = self.range(pointer, length)?.len();
        if bytes > LONGEST_NAME {
            return Err(self.trap(format_args!(
                "a name, a target or a tag has at most {LONGEST_NAME} bytes, and this has {bytes}"
            )));
        }
        self.text(pointer, length)
    }

    /// Gives bytes to the guest by the one rule for lengths: as many as fit, and returns how many
    /// there are; -1 when there are none to give.
    pub fn give(
        &mut self,
        pointer: i32,
        room: i32,
        what: impl FnOnce(&mut Guest) -> Option<Cow<'_, [u8]>>,
    ) -> Trapped<i32> {
        let range = self.room(pointer, room)?;
        let Some(memory) = self.guest().memory else {
            return Err(self.trap(NO_MEMORY));
        };
        let (memory, guest) = memory.data_and_store_mut(&mut self.caller);
        let Some(bytes) = what(guest) else {
            return Ok(-1);
        };
        let length = bytes.len();
        let copied = copy(memory, &range, &bytes);
        drop(bytes);
        self.charge_bytes(copied)?;
        Ok(i32::try_from(length).unwrap_or(i32::MAX))
    }

    /// As [`Call::give`], for bytes which are not the guest's own.
    pub fn give_bytes(&mut self, pointer: i32, room: i32, bytes: &[u8]) -> Trapped<i32> {
        let range = self.room(pointer, room)?;
        let Some(memory) = self.guest().memory else {
            return Err(self.trap(NO_MEMORY));
        };
        let copied = copy(memory.data_mut(&mut self.caller), &range, bytes);
        self.charge_bytes(copied)?;
        Ok(i32::try_from(bytes.len()).unwrap_or(i32::MAX))
    }

    /// Where the guest wants something; with no room it need not be anywhere.
    fn room(&self, pointer: i32, room: i32) -> Trapped<Range<usize>> {
        match room {
            0 => Ok(0..0),
            _ => self.range(pointer, room),
        }
    }

    /// Writes to where the guest has room for exactly that.
    pub fn write(&mut self, pointer: i32, bytes: &[u8]) -> Trapped<()> {
        let length = i32::try_from(bytes.len()).unwrap_or(-1);
        self.give_bytes(pointer, length, bytes).map(drop)
    }
}

/// Copies as much as fits; how much that was.
fn copy(memory: &mut [u8], range: &Range<usize>, bytes: &[u8]) -> usize {
    let copied = bytes.len().min(range.len());
    match (
        memory.get_mut(range.start..range.start + copied),
        bytes.get(..copied),
    ) {
        (Some(to), Some(from)) => {
            to.copy_from_slice(from);
            copied
        }
        _ => 0,
    }
}
