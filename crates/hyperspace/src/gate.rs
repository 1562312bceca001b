//! Gates: how somebody outside comes in, and speaks Waves as a Control or, for several, as a Portal.
//!
//! Each machine has a gate, at its Machine star. What comes and goes are frames: each the bytes of one Wave ([`Wave::to_bytes`]). Whoever carries
//! them (a socket, a message port, a test) numbers its clients and knows nothing of what they say.
//!
//! | a client sends | it gets |
//! |---|---|
//! | first `Hyp<Knock>` with a `Knock`: Empty for Anonymous, or a `Token` that a login gave or its host made known | a Pong with a `Greet`: its surface and its agent |
//! | a Ping, Signal or Ripple to anybody | the Pong, or all Echoes in one. Whatever it wrote, `from` is its own Control and the agent its own |
//! | `Ext<NewCliSession>` to its own Shell | a `Surface` with a topic, at which a session begins |
//! | `Ext<Exec>` with a `RawCommand` to that surface | what the executor answers, as the session's agent; `as POINT` changes that |
//! | a Pong to what it was asked | nothing |
//! | `Hyp<Transport>` to its own Portal layer, as its Greet says | what the Wave in it gets |
//!
//! Who knocks at a `Portal` speaks for several: each further knock brings in a Guest below the
//! Portal, with an agent by a token of its own. A Wave is sent by whom it names as `from`, which must
//! be the Portal or a Guest of it; an agent that it names, Anonymous being no name, must be that
//! one's, or somebody on whom that one has everything. What is for a Guest goes out to the client.
//!
//! A frame is looked at at once when nothing else of that client is, and the next one
//! [`FRAME_TIME`] later: who floods waits behind itself. The cosmos and other clients do not wait.

mod client;
mod session;
mod tokens;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use orrery_space::core::{DirectedCore, HypMethod, ReflectedCore};
use orrery_space::hyper::{ControlPattern, Greet, InterchangeKind, Knock, MountKind};
use orrery_space::kind::StarSub;
use orrery_space::particle::Properties;
use orrery_space::wave::{Reflection, Variant};
use orrery_space::{
    Agent, Kind, Layer, Method, Point, Route, Segment, Status, StatusCode, Substance, Surface,
    Wave, WaveId, WaveKind,
};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

pub use self::tokens::Pass;

pub(crate) use self::client::Client;
pub(crate) use self::tokens::Tokens;

use self::client::{Inside, Speaker};
use crate::agenda::Occasion;
use crate::exchange::Waiter;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::star::Star;
use crate::trace::{ParticleNo, StarNo};

/// How much virtual time lies between two frames of one client.
pub const FRAME_TIME: Duration = Duration::from_micros(100);

/// How many frames of one client may wait, and how many of its Waves, in each direction.
const BACKLOG: usize = 1024;

/// How many Guests a Portal may bring in.
const GUESTS: usize = 64;

/// The most bytes of a frame that carries no files of a command.
const INLINE: usize = (1 << 20) + (64 << 10);

/// The gates, and who is at them.
#[derive(Debug, Default)]
pub(crate) struct Gates {
    clients: BTreeMap<u32, Client>,
    /// Which client a Control, a Portal or a Guest is.
    controls: BTreeMap<ParticleNo, u32>,
    pub(crate) tokens: Tokens,
    frames: Vec<(u32, Vec<u8>)>,
}

impl Hyperspace {
    /// Takes what goes out to clients since the last time, in order: the number of the client, and
    /// a frame.
    pub fn take_frames(&mut self) -> Vec<(u32, Vec<u8>)> {
        std::mem::take(&mut self.gates.frames)
    }

    /// A frame of a client has come.
    pub(crate) fn frame_came(&mut self, no: u32, bytes: Arc<[u8]>) {
        let client = self.gates.clients.entry(no).or_default();
        if client.inbox.len() >= BACKLOG {
            let reason = format_smolstr!("{BACKLOG} frames of this client wait already");
            return self.refuse_frame(no, &bytes, StatusCode::TOO_MANY, reason);
        }
        client.inbox.push_back(bytes);
        if !std::mem::replace(&mut client.at_work, true) {
            self.next_frame(no);
        }
    }

    /// It is time for the next frame of a client.
    pub(crate) fn next_frame(&mut self, no: u32) {
        let Some(client) = self.gates.clients.get_mut(&no) else {
            return;
        };
        let Some(bytes) = client.inbox.pop_front() else {
            client.at_work = false;
            return;
        };
        let at = self.now.after(FRAME_TIME);
        self.agenda.at(at, Occasion::NextFrame { client: no });
        match Wave::from_bytes(&bytes) {
            Ok(wave) if bytes.len() > INLINE && !carries_files(&wave) => {
                let reason = format_smolstr!(
                    "a Wave has at most 1 MiB, this has {} bytes: publish an Artifact instead",
                    bytes.len()
                );
                self.answer_client(
                    no,
                    &wave,
                    ReflectedCore::fail(StatusCode::TOO_LARGE, reason),
                );
            }
            Ok(wave) => self.hear(no, wave),
            Err(error) => {
                let reason = format_smolstr!("expected the bytes of a Wave: {error}");
                self.answer_nothing(no, ReflectedCore::fail(StatusCode::BAD_REQUEST, reason));
            }
        }
    }

    /// A client has said something.
    fn hear(&mut self, no: u32, wave: Wave) {
        let inside = self.gates.clients.get(&no).and_then(|c| c.inside.clone());
        let knocks = matches!(&wave.variant, Variant::Ping { core, .. }
            if core.method == Method::Hyp(HypMethod::Knock));
        match inside {
            _ if knocks => {
                let core = self.knock(no, inside, &wave);
                self.answer_client(no, &wave, core.unwrap_or_else(|refusal| refusal));
            }
            None => {
                let reason = "knock first: a Ping `Hyp<Knock>` with a Knock as its body";
                let core = ReflectedCore::fail(StatusCode::FORBIDDEN, reason);
                self.answer_client(no, &wave, core);
            }
            Some(inside) => match wave.kind() {
                WaveKind::Pong | WaveKind::Echo => self.client_answers(no, &wave),
                _ if is_carrier(&inside, &wave) => match wave.unwrap_from_transport() {
                    Ok(wave) => self.hear(no, wave),
                    Err(error) => {
                        let core = ReflectedCore::bad_request(error.to_smolstr());
                        self.answer_nothing(no, core);
                    }
                },
                _ => match self.speaker(&inside, &wave) {
                    Ok(_) if self.is_for_session(&inside, &wave) => {
                        self.session(no, &inside, wave);
                    }
                    Ok(speaker) => self.send_stamped(no, inside.star, speaker, wave),
                    Err(refusal) => self.answer_client(no, &wave, refusal),
                },
            },
        }
    }

    /// Lets a client in, if it may come, or somebody who speaks through one that is inside.
    fn knock(
        &mut self,
        no: u32,
        inside: Option<Inside>,
        wave: &Wave,
    ) -> Result<ReflectedCore, ReflectedCore> {
        let Substance::Knock(knock) = wave.body() else {
            let reason = "`Hyp<Knock>` needs a Knock as its body";
            return Err(ReflectedCore::fail(StatusCode::BAD_REQUEST, reason));
        };
        let (mount, star) = self.mount(knock)?;
        let refusal = match &inside {
            Some(inside) if (inside.mount, mount) != (MountKind::Portal, MountKind::Portal) => {
                let own = &inside.own.point;
                let reason = format_smolstr!("this client is inside already, as {own}");
                Some((StatusCode::CONFLICT, reason))
            }
            Some(inside) if inside.guests.len() >= GUESTS => {
                let reason = format_smolstr!("a Portal has at most {GUESTS} Guests");
                Some((StatusCode::TOO_MANY, reason))
            }
            _ => None,
        };
        if let Some((status, reason)) = refusal {
            return Err(ReflectedCore::fail(status, reason));
        }
        let agent = self.authenticate(knock)?;
        let (inside, speaker) = match inside {
            None => {
                let inside = self.enter(mount, star, agent);
                let own = inside.own.clone();
                (inside, own)
            }
            Some(mut inside) => {
                let parent = inside.own.particle;
                let guest = self.enter_numbered(parent, "guest", Kind::Guest, inside.star, agent);
                inside.guests.insert(guest.point.clone(), guest.clone());
                (inside, guest)
            }
        };
        let greet = Greet {
            surface: speaker.point.into(),
            agent: speaker.agent,
            hop: self.stars[inside.star.index()].point.clone().into(),
            transport: Surface::new(inside.own.point.clone(), Layer::Portal),
        };
        self.gates.controls.insert(speaker.particle, no);
        if let Some(client) = self.gates.clients.get_mut(&no) {
            client.inside = Some(inside);
        }
        Ok(greet.into())
    }

    /// Who sends a Wave of a client: its Control whatever it says; of a Portal whom it says, if that may
    /// be.
    ///
    /// # Errors
    ///
    /// The 403 or 404 with its sentence.
    fn speaker(&self, inside: &Inside, wave: &Wave) -> Result<Speaker, ReflectedCore> {
        let (from, claimed) = (&wave.shell.from.point, &wave.shell.agent);
        let own = &inside.own;
        if inside.mount == MountKind::Control {
            return Ok(own.clone());
        }
        let speaker = match inside.guests.get(from) {
            Some(guest) => guest,
            None if *from == own.point => own,
            None => {
                let reason = format_smolstr!(
                    "{} speaks for itself and for its Guests, not for {from}; a further \
                     `Hyp<Knock>` brings a Guest in",
                    own.point
                );
                return Err(ReflectedCore::fail(StatusCode::FORBIDDEN, reason));
            }
        };
        let mut speaker = speaker.clone();
        if *claimed != Agent::Anonymous {
            self.may_act_as(&speaker.agent, &claimed.to_point())?;
            speaker.agent = claimed.clone();
        }
        Ok(speaker)
    }

    /// At which gate a client knocks: that of the console's machine unless it says another.
    fn mount(&self, knock: &Knock) -> Result<(MountKind, StarNo), ReflectedCore> {
        let star = match &knock.kind {
            InterchangeKind::Control(ControlPattern::Star(point))
            | InterchangeKind::Portal(ControlPattern::Star(point)) => self.gate_at(point)?,
            _ => self.control.star,
        };
        let mount = knock.kind.mount().ok_or_else(|| {
            let reason = "this gate is for Controls and Portals; stars are joined by lanes";
            ReflectedCore::fail(StatusCode::FORBIDDEN, reason)
        })?;
        if !self.runs(star) {
            let reason = self.stopped(star);
            return Err(ReflectedCore::fail(StatusCode::UNAVAILABLE, reason));
        }
        Ok((mount, star))
    }

    /// The gate of a machine is at its Machine star.
    fn gate_at(&self, point: &Point) -> Result<StarNo, ReflectedCore> {
        let own = self.control.star;
        let is_gate = |(no, star): &(StarNo, &Star)| star.kind == StarSub::Machine || *no == own;
        let gates = || (0..).map(StarNo).zip(&self.stars).filter(is_gate);
        let found = gates().find(|(_, star)| star.point == *point);
        found.map(|(no, _)| no).ok_or_else(|| {
            let all: Vec<&str> = gates().map(|(_, star)| star.point.as_str()).collect();
            let reason = format_smolstr!(
                "there is no gate at {point}; there is one at {}",
                all.join(", ")
            );
            ReflectedCore::fail(StatusCode::NOT_FOUND, reason)
        })
    }

    /// As whom a client comes in.
    fn authenticate(&mut self, knock: &Knock) -> Result<Agent, ReflectedCore> {
        match &knock.auth {
            Substance::Empty => Ok(Agent::Anonymous),
            Substance::Token(token) => {
                if let Some(user) = self.holder_of(token) {
                    return Ok(user.clone().into());
                }
                let remote = knock.remote.as_ref();
                let redeemed = self.gates.tokens.redeem(token.as_str(), remote);
                let agent = redeemed
                    .map_err(|reason| ReflectedCore::fail(StatusCode::FORBIDDEN, reason))?;
                self.known(&agent)?;
                Ok(agent.into())
            }
            other => {
                let reason = format_smolstr!(
                    "a Knock is authenticated by Empty or by a Token, not by {}",
                    other.kind()
                );
                Err(ReflectedCore::fail(StatusCode::BAD_REQUEST, reason))
            }
        }
    }

    /// Makes the Particle that a client is.
    fn enter(&mut self, mount: MountKind, star: StarNo, agent: Agent) -> Inside {
        let record = &self.stars[star.index()];
        let (above, folder) = (record.particle, mount_folder(mount));
        let folder = record.point.push(Segment::Base(folder.into()));
        let parent = match self.registry.find(&folder) {
            Some(parent) => parent,
            None => self.enter_own(folder.clone(), Kind::Base, above, star),
        };
        let own = self.enter_numbered(parent, mount_name(mount), mount.kind(), star, agent);
        Inside {
            mount,
            star,
            own,
            guests: BTreeMap::new(),
            sessions: BTreeMap::new(),
        }
    }

    /// Makes a Particle with the next number of that name below another.
    fn enter_numbered(
        &mut self,
        parent: ParticleNo,
        name: &str,
        kind: Kind,
        star: StarNo,
        agent: Agent,
    ) -> Speaker {
        let point = loop {
            let number = self.registry.next_in_sequence(parent);
            let name = format_smolstr!("{name}-{number}");
            let above = &self.registry.get(parent).point;
            let point = above.push(Segment::Base(name.as_str().into()));
            // the console has the first number
            if self.registry.find(&point).is_none() {
                break point;
            }
        };
        let particle = self.enter_own(point.clone(), kind, parent, star);
        Speaker {
            particle,
            point,
            agent,
        }
    }

    fn enter_own(
        &mut self,
        point: Point,
        kind: Kind,
        parent: ParticleNo,
        star: StarNo,
    ) -> ParticleNo {
        let owner = Point::hyperuser();
        let no = self.register(point, kind, Some(parent), owner, Properties::new());
        self.assign(no, star);
        self.set_status(no, Status::Ready, None);
        no
    }

    /// A client has gone: its Control goes too, and who waits for its answers is told.
    pub(crate) fn client_left(&mut self, no: u32) {
        let Some(client) = self.gates.clients.remove(&no) else {
            return;
        };
        let Some(inside) = client.inside else {
            return;
        };
        let own = &inside.own;
        for speaker in inside.guests.values().chain([own]) {
            self.gates.controls.remove(&speaker.particle);
        }
        let reason = format_smolstr!("{} has left", own.point);
        for flight in client.owed.into_values() {
            self.turn_back(inside.star, flight, StatusCode::UNAVAILABLE, reason.clone());
        }
        self.remove(own.particle);
    }

    /// A Wave of a client goes on its way, stamped.
    fn send_stamped(&mut self, no: u32, star: StarNo, speaker: Speaker, mut wave: Wave) {
        let waiter = match wave.reflection() {
            None => None,
            Some(reflection) => match self.note_ask(no, reflection) {
                Some(ask) => Some(Waiter::Client(no, ask)),
                None => {
                    let reason = format_smolstr!("{BACKLOG} Waves of this client wait already");
                    let core = ReflectedCore::fail(StatusCode::TOO_MANY, reason);
                    return self.answer_client(no, &wave, core);
                }
            },
        };
        wave.shell.id = WaveId {
            kind: wave.kind(),
            uuid: self.chance.uuid(),
        };
        wave.shell.from = speaker.point.into();
        wave.shell.agent = speaker.agent;
        (wave.shell.via, wave.shell.session, wave.shell.hops) = (None, None, 0);
        let from = (speaker.particle, star);
        let flight = self.flight_of(from, wave, waiter, None);
        self.agenda.now(Occasion::Send(flight));
    }

    /// Notes that a client waits, unless it waits for too much.
    fn note_ask(&mut self, no: u32, reflection: Reflection) -> Option<u32> {
        let client = self.gates.clients.get_mut(&no)?;
        if client.asks.len() >= BACKLOG {
            return None;
        }
        client.asked = client.asked.wrapping_add(1);
        client.asks.insert(client.asked, reflection);
        Some(client.asked)
    }

    /// What a client has asked is answered.
    pub(crate) fn client_answered(
        &mut self,
        no: u32,
        ask: u32,
        core: ReflectedCore,
        from: Surface,
    ) {
        let client = self.gates.clients.get_mut(&no);
        let Some(reflection) = client.and_then(|client| client.asks.remove(&ask)) else {
            return;
        };
        let uuid = self.chance.uuid();
        self.frame(no, &reflection.make(uuid, from, core));
    }

    /// A Wave has reached the core of a Control: it goes out. It comes back where nobody is outside.
    pub(crate) fn goes_out(
        &mut self,
        target: ParticleNo,
        flight: Box<Flight>,
    ) -> Option<Box<Flight>> {
        let Some(no) = self.gates.controls.get(&target).copied() else {
            return Some(flight);
        };
        let Some(client) = self.gates.clients.get_mut(&no) else {
            return Some(flight);
        };
        let wave = flight.wave.clone();
        if flight.wants_answer() {
            if client.owed.len() >= BACKLOG {
                // those whose senders have given up are owed nothing
                let exchange = &self.exchange;
                client
                    .owed
                    .retain(|_, owed| exchange.is_open(owed.wave.id()));
            }
            if client.owed.len() >= BACKLOG {
                let star = flight.transport;
                let reason = format_smolstr!("{BACKLOG} Waves wait for the answer of this client");
                self.turn_back(star, flight, StatusCode::TOO_MANY, reason);
                return None;
            }
            client.owed.insert(wave.id().uuid, flight);
        }
        self.frame(no, &wave);
        None
    }

    /// A client answers what it was asked; what nobody asked is said to it.
    fn client_answers(&mut self, no: u32, wave: &Wave) {
        let of = wave.reflection_of().map(|id| id.uuid);
        let client = self.gates.clients.get_mut(&no);
        let flight = client.and_then(|client| client.owed.remove(&of?));
        let (Some(flight), Some(core)) = (flight, wave.reflected()) else {
            let reason = "nobody waits for this answer: it was given already, or never asked for";
            let core = ReflectedCore::fail(StatusCode::CONFLICT, reason);
            return self.answer_nothing(no, core);
        };
        if let Some(from) = flight.target {
            let star = self.registry.get(from).star.unwrap_or(flight.origin);
            self.respond(star, from, flight, core.clone());
        }
    }

    /// Answers a client without the fabric: what is not admitted does not enter it.
    fn answer_client(&mut self, no: u32, wave: &Wave, core: ReflectedCore) {
        let uuid = self.chance.uuid();
        match wave.reflection() {
            Some(reflection) => self.frame(no, &reflection.make(uuid, gate(), core)),
            None if core.status.is_success() => {}
            None => self.answer_nothing(no, core),
        }
    }

    /// Says something to a client that is no answer to any Wave of its own.
    fn answer_nothing(&mut self, no: u32, core: ReflectedCore) {
        let nobody = Wave::ping(
            0,
            Agent::Anonymous,
            outside(),
            gate(),
            DirectedCore::default(),
        );
        let uuid = self.chance.uuid();
        if let Some(reflection) = nobody.reflection() {
            self.frame(no, &reflection.make(uuid, gate(), core));
        }
    }

    fn refuse_frame(&mut self, no: u32, bytes: &[u8], status: StatusCode, reason: SmolStr) {
        let core = ReflectedCore::fail(status, reason);
        match Wave::from_bytes(bytes) {
            Ok(wave) => self.answer_client(no, &wave, core),
            Err(_) => self.answer_nothing(no, core),
        }
    }

    fn frame(&mut self, no: u32, wave: &Wave) {
        match wave.to_bytes() {
            Ok(bytes) => self.gates.frames.push((no, bytes)),
            Err(error) => {
                let reason = format_smolstr!("the Wave cannot be sent out: {error}");
                let core = ReflectedCore::fail(StatusCode::TOO_LARGE, reason);
                let mut short = wave.clone();
                if let Variant::Pong { core: body, .. } = &mut short.variant {
                    *body = core;
                    let frame = short.to_bytes().ok().map(|bytes| (no, bytes));
                    self.gates.frames.extend(frame);
                }
            }
        }
    }
}

/// Whether a Wave bears another to the Portal layer of who sends it.
fn is_carrier(inside: &Inside, wave: &Wave) -> bool {
    let own = |to: &Surface| to.layer == Layer::Portal && to.point == inside.own.point;
    let transport = Method::Hyp(HypMethod::Transport);
    wave.to().is_some_and(own) && wave.directed().is_some_and(|core| core.method == transport)
}

/// Whether a Wave may be large, since it brings files along.
fn carries_files(wave: &Wave) -> bool {
    matches!(wave.body(), Substance::RawCommand(_))
}

fn mount_name(mount: MountKind) -> &'static str {
    match mount {
        MountKind::Control => "control",
        MountKind::Portal => "portal",
    }
}

fn mount_folder(mount: MountKind) -> &'static str {
    match mount {
        MountKind::Control => "controls",
        MountKind::Portal => "portals",
    }
}

/// Whether what is below a star by that name came in at its gate.
pub(crate) fn is_of_gate(segment: &Segment) -> bool {
    let folders = [MountKind::Control, MountKind::Portal].map(mount_folder);
    folders.contains(&segment.text().as_ref())
}

/// The gate, as the sender of what it says itself.
fn gate() -> Surface {
    endpoint(Route::Local)
}

/// Somebody outside, who has no point yet.
fn outside() -> Surface {
    endpoint(Route::Remote)
}

fn endpoint(route: Route) -> Surface {
    Point::new(route, vec![Segment::Space("endpoint".into())]).into()
}
