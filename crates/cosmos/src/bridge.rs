//! A bridge between two cosmoses: a client of a gate of each.
//!
//! What comes to its Control in one goes on in the other to whom the bridge was told, as the bridge:
//! it is authorised there as the agent by which that gate let it in. The answer goes the same way
//! back. While one side is not there, what would cross is answered 503.
//!
//! Frames go in and out as bytes, so the cosmoses can be anywhere. Each side has a time of its own.

use std::collections::BTreeMap;

use orrery_hyperspace::Moment;
use orrery_space::core::ReflectedCore;
use orrery_space::hyper::Knock;
use orrery_space::wave::{DirectedProto, Reflection};
use orrery_space::{StatusCode, Surface, Wave};

use crate::client::Client;

/// The header that counts the bridges over which a Wave has come.
const BRIDGES: &str = "Bridges";

/// Over so many bridges a Wave may go: one that goes in a circle has no other end.
const MOST_BRIDGES: u32 = 8;

/// One of the two sides of a bridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The one.
    Near,
    /// The other.
    Far,
}

/// A bridge.
///
/// ```
/// use orrery_cosmos::bridge::{Bridge, Side};
/// use orrery_cosmos::Cosmos;
/// use orrery_space::hyper::Knock;
/// let (mut near, mut far) = (Cosmos::new(1), Cosmos::new(2));
/// let to: orrery_space::Surface = "localhost".parse()?;
/// let mut bridge = Bridge::new((Knock::default(), to.clone()), (Knock::default(), to));
/// for (side, cosmos) in [(Side::Near, &mut near), (Side::Far, &mut far)] {
///     for frame in bridge.take_frames(side, cosmos.now()) {
///         cosmos.frame(1, frame);
///     }
///     for (_, frame) in cosmos.take_frames() {
///         bridge.hear(side, &frame, cosmos.now());
///     }
///     assert!(bridge.client(side).greet().is_some());
/// }
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug)]
pub struct Bridge {
    ends: [End; 2],
    uuid: u128,
}

#[derive(Debug)]
struct End {
    client: Client,
    /// To whom goes what comes from the other side.
    to: Surface,
    /// What has crossed to this side and waits for its answer.
    crossed: BTreeMap<u128, Reflection>,
    frames: Vec<Vec<u8>>,
}

impl End {
    fn new((knock, to): (Knock, Surface)) -> Self {
        Self {
            client: Client::new(knock),
            to,
            crossed: BTreeMap::new(),
            frames: Vec::new(),
        }
    }

    /// Answers what came from this side, if that is awaited.
    fn answer(&mut self, uuid: u128, reflection: Option<Reflection>, core: ReflectedCore) {
        let from = self.client.greet().map(|greet| greet.surface.clone());
        if let (Some(reflection), Some(from)) = (reflection, from) {
            let answer = reflection.make(uuid, from, core);
            self.frames.extend(answer.to_bytes());
        }
    }
}

impl Bridge {
    /// One that has not knocked yet: how it will at each side, and to whom there goes what comes from
    /// the other.
    #[must_use]
    pub fn new(near: (Knock, Surface), far: (Knock, Surface)) -> Self {
        Self {
            ends: [End::new(near), End::new(far)],
            uuid: 0,
        }
    }

    /// The client that it is at a side.
    #[must_use]
    pub fn client(&self, side: Side) -> &Client {
        &self.ends[side as usize].client
    }

    /// Takes the frames that are to be sent to a side, a knock among them when it is time for one.
    pub fn take_frames(&mut self, side: Side, now: Moment) -> Vec<Vec<u8>> {
        let end = &mut self.ends[side as usize];
        let mut frames = std::mem::take(&mut end.frames);
        frames.extend(end.client.knock(now));
        frames
    }

    /// Takes a frame that came from a side.
    pub fn hear(&mut self, side: Side, frame: &[u8], now: Moment) {
        self.uuid += 1;
        let uuid = self.uuid;
        let (here, there) = self.ends(side);
        let Some(wave) = here.client.hear(frame, now) else {
            return;
        };
        match (wave.reflection_of(), wave.reflected()) {
            (Some(of), Some(core)) => {
                let reflection = here.crossed.remove(&of.uuid);
                there.answer(uuid, reflection, core.clone());
            }
            _ => {
                let reflection = wave.reflection();
                match there.cross(uuid, wave, reflection.clone()) {
                    Ok(()) => {}
                    Err(core) => here.answer(uuid, reflection, core),
                }
            }
        }
    }

    /// The connection to a side was lost: what has crossed to it is answered 503, what came from it
    /// is forgotten, and it knocks again after a pause.
    pub fn lost(&mut self, side: Side, now: Moment) {
        let (here, there) = self.ends(side);
        here.client.lost(now);
        here.frames.clear();
        there.crossed.clear();
        let crossed = std::mem::take(&mut here.crossed);
        for (uuid, reflection) in crossed {
            there.answer(
                uuid,
                Some(reflection),
                gone("the bridge has lost the other side"),
            );
        }
    }

    fn ends(&mut self, side: Side) -> (&mut End, &mut End) {
        let [near, far] = &mut self.ends;
        match side {
            Side::Near => (near, far),
            Side::Far => (far, near),
        }
    }
}

impl End {
    /// A Wave of the other side goes in on this one.
    ///
    /// # Errors
    ///
    /// The answer to it, where it cannot.
    fn cross(
        &mut self,
        uuid: u128,
        wave: Wave,
        reflection: Option<Reflection>,
    ) -> Result<(), ReflectedCore> {
        if self.client.greet().is_none() {
            return Err(gone("the other side of the bridge is not there"));
        }
        let header = wave.directed().and_then(|core| core.headers.get(BRIDGES));
        let bridges = header.and_then(|count| count.parse().ok()).unwrap_or(0);
        if bridges >= MOST_BRIDGES {
            let reason = format!("over {MOST_BRIDGES} bridges: its way is a circle");
            return Err(ReflectedCore::fail(StatusCode::LOOP, reason));
        }
        let bad = |error: &dyn std::fmt::Display| ReflectedCore::bad_request(error.to_string());
        let crosses: DirectedProto = wave.into();
        let crosses = crosses.header(BRIDGES, (bridges + 1).to_string());
        let mut crosses = crosses.to(self.to.clone()).build().map_err(|e| bad(&e))?;
        crosses.shell.id.uuid = uuid;
        self.frames.push(crosses.to_bytes().map_err(|e| bad(&e))?);
        self.crossed
            .extend(reflection.map(|reflection| (uuid, reflection)));
        Ok(())
    }
}

fn gone(reason: &'static str) -> ReflectedCore {
    ReflectedCore::fail(StatusCode::UNAVAILABLE, reason)
}
