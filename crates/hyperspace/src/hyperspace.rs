//! The core: inputs in, one event after the other, outputs out.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::hyper::Search;
use orrery_space::particle::Properties;
use orrery_space::property::properties_of;
use orrery_space::wave::{DirectedProto, Handling, Priority, Recipients, Retries, WaitTime};
use orrery_space::{
    Agent, Aspect, Diagnostic, Kind, Point, Status, StatusCode, Substance, Surface, Wave, WaveKind,
};
use smol_str::SmolStr;

use crate::agenda::{Agenda, Occasion};
use crate::authorize::Authority;
use crate::chance::Chance;
use crate::constellation::Constellation;
use crate::control::Control;
use crate::driver::Drivers;
use crate::effect::{Answer, Effect};
use crate::exchange::{Exchange, Waiter};
use crate::fault::{Fault, Weather};
use crate::field::{self, Fields};
use crate::flight::{Care, Flight};
use crate::gate::{Gates, Pass};
use crate::letters::Letters;
use crate::loss::Homeless;
use crate::mechtron::Mechtron;
use crate::order::Order;
use crate::registry::Registry;
use crate::room::Rooms;
use crate::star::{Lane, Star};
use crate::task::Tasks;
use crate::trace::{Event, ParticleNo, Record, StarNo, WaveNo};
use crate::watch::Watches;
use crate::ways::Ways;
use crate::{Counters, Moment, layers};

/// What can be given to the cosmos from outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A line of the console, with the files that it names.
    Command {
        /// Comes back with the reply.
        ticket: u32,
        /// The line.
        line: SmolStr,
        /// Files by name.
        files: Vec<(SmolStr, Arc<[u8]>)>,
    },
    /// A Wave of the console, already made.
    Send {
        /// Comes back with the reply: the Pong's core, or 202 for a Signal.
        ticket: u32,
        /// Whether an answer is wanted.
        ping: bool,
        /// To whom.
        to: Surface,
        /// What.
        core: DirectedCore,
    },
    /// A frame of a client at the gate: the bytes of one Wave.
    Frame {
        /// Which client, by the number that its carrier gave it.
        client: u32,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
    /// A client is no longer there.
    Left {
        /// Which.
        client: u32,
    },
    /// A token is known from now on.
    Pass {
        /// What is to be shown.
        token: SmolStr,
        /// As whom it lets in.
        pass: Pass,
    },
    /// The answer to the oldest effect.
    Answer(Answer),
    /// A Wave of the console of any kind, with any handling. Who sends it, on whose behalf and as
    /// which uuid is not its own to say.
    Wave {
        /// Comes back with the reply: what is answered, or 202 where no answer is awaited.
        ticket: u32,
        /// The Wave.
        wave: Box<DirectedProto>,
    },
    /// Something befalls a lane or a star.
    Fault(Fault),
    /// A star is to seek others.
    Search {
        /// Comes back with the reply: the answer of the one that is asked, or a list of those of all.
        ticket: u32,
        /// Which star seeks.
        star: StarNo,
        /// Who is asked.
        to: Recipients,
        /// What is sought.
        search: Search,
    },
}

/// How far [`Hyperspace::step`] may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// No event later than this.
    pub until: Moment,
    /// No more events than this.
    pub events: u64,
}

/// How far [`Hyperspace::step`] went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is left to do until there is an input.
    Quiet,
    /// The next event is due then, later than the budget allows.
    Until(Moment),
    /// The budget is spent.
    More,
    /// An effect must be answered first.
    Effect,
}

/// The end of a command or a Wave from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// From the input.
    pub ticket: u32,
    /// The Wave that was sent for it, where it took one.
    pub wave: Option<WaveNo>,
    /// The answer.
    pub core: ReflectedCore,
    /// What is wrong with the line, where it did not parse.
    pub diagnostics: Vec<Diagnostic>,
}

/// How much is written into the trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Detail {
    /// Nothing.
    Off,
    /// Everything but the layers that a Wave passes.
    Hops,
    /// Everything.
    #[default]
    Layers,
}

/// How many boxes of ended Waves are kept.
const SPARE: usize = 256;

/// The Hyperverse, whose stars share one memory on however many machines they are said to run.
///
/// ```
/// use orrery_hyperspace::{Budget, Constellation, Hyperspace, Input, Moment, Progress};
/// let mut cosmos = Hyperspace::new(7, &Constellation::default());
/// let line = "create localhost<Space>".into();
/// cosmos.handle(Input::Command { ticket: 1, line, files: vec![] });
/// while cosmos.replies().is_empty() {
///     cosmos.step(Budget { until: Moment::NEVER, events: 1 });
/// }
/// let reply = cosmos.take_replies().remove(0);
/// assert_eq!(reply.core.status.number(), 200);
/// ```
pub struct Hyperspace {
    pub(crate) now: Moment,
    pub(crate) chance: Chance,
    pub(crate) stars: Vec<Star>,
    pub(crate) lanes: Vec<Lane>,
    pub(crate) ways: Ways,
    pub(crate) registry: Registry,
    pub(crate) drivers: Drivers,
    pub(crate) authority: Authority,
    pub(crate) agenda: Agenda,
    pub(crate) exchange: Exchange,
    pub(crate) tasks: Tasks,
    pub(crate) mechtrons: BTreeMap<ParticleNo, Mechtron>,
    /// Waves that wait until their target is ready.
    pub(crate) parked: BTreeMap<ParticleNo, VecDeque<Box<Flight>>>,
    pub(crate) weather: Weather,
    pub(crate) order: Order,
    pub(crate) rooms: Rooms,
    pub(crate) letters: Letters,
    pub(crate) homeless: Homeless,
    pub(crate) watches: Watches,
    pub(crate) fields: Fields,
    pub(crate) control: Control,
    pub(crate) gates: Gates,
    pub(crate) counters: Counters,
    /// When each `advance` of the console ends.
    pub(crate) advances: BTreeSet<Moment>,
    effects: VecDeque<Effect>,
    replies: Vec<Reply>,
    records: Vec<Record>,
    seq: u64,
    detail: Detail,
    waves: u64,
    #[expect(clippy::vec_box, reason = "the boxes are what is kept")]
    spare: Vec<Box<Flight>>,
    kept: VecDeque<(WaveNo, Wave)>,
    keep: usize,
}

impl Hyperspace {
    /// A cosmos with that seed and those stars, ready: the root, the executor, the logger, the
    /// first two users and the console are there.
    #[must_use]
    pub fn new(seed: u64, plan: &Constellation) -> Self {
        let mut this = Self {
            now: Moment::START,
            chance: Chance::new(seed),
            stars: Vec::new(),
            lanes: Vec::new(),
            ways: Ways::default(),
            registry: Registry::default(),
            drivers: Drivers::default(),
            authority: Authority::default(),
            agenda: Agenda::default(),
            exchange: Exchange::default(),
            tasks: Tasks::default(),
            mechtrons: BTreeMap::new(),
            parked: BTreeMap::new(),
            weather: Weather::new(seed),
            order: Order::default(),
            rooms: Rooms::default(),
            letters: Letters::default(),
            homeless: Homeless::default(),
            watches: Watches::default(),
            fields: Fields::default(),
            control: Control::new(ParticleNo(0), StarNo(0), Point::root()),
            gates: Gates::default(),
            counters: Counters::default(),
            advances: BTreeSet::new(),
            effects: VecDeque::new(),
            replies: Vec::new(),
            records: Vec::new(),
            seq: 0,
            detail: Detail::default(),
            waves: 0,
            spare: Vec::new(),
            kept: VecDeque::new(),
            keep: 0,
        };
        this.begin(plan);
        this
    }

    /// Gives the cosmos something from outside, at the present moment.
    pub fn handle(&mut self, input: Input) {
        match input {
            Input::Command {
                ticket,
                line,
                files,
            } => self.command(ticket, &line, files),
            Input::Send {
                ticket,
                ping,
                to,
                core,
            } => self.send_from_outside(ticket, ping, to, core),
            Input::Frame { client, bytes } => self.frame_came(client, bytes),
            Input::Left { client } => self.client_left(client),
            Input::Pass { token, pass } => self.gates.tokens.issue(token, pass),
            Input::Answer(answer) => {
                let answered = self.effects.pop_front();
                match answer {
                    Answer::Examined { task, result } => self.examined(task, result),
                    Answer::Guest { particle, turn } => {
                        if let Some(Effect::Guest { replica, .. }) = answered {
                            self.guest_turned(particle, replica, turn);
                        }
                    }
                    Answer::Forgotten => {}
                }
            }
            Input::Wave { ticket, wave } => self.wave_from_outside(ticket, *wave),
            Input::Fault(fault) => self.fault(fault),
            Input::Search {
                ticket,
                star,
                to,
                search,
            } => self.seek_stars(ticket, star, to, search),
        }
    }

    /// Lets events happen, in order of time, as far as the budget goes. When nothing more is due
    /// before a finite `until`, time itself goes on to it.
    pub fn step(&mut self, budget: Budget) -> Progress {
        for _ in 0..budget.events {
            self.let_in();
            if !self.effects.is_empty() {
                return Progress::Effect;
            }
            let occasion = self.agenda.next(self.now);
            let deadline = match occasion {
                Some(at) if at <= self.exchange.earliest() => None,
                _ => self.exchange.next_deadline(),
            };
            // of an occasion and a deadline at one time the occasion comes first
            let (at, expires) = match (occasion, deadline) {
                (Some(at), Some(deadline)) if deadline < at => (deadline, true),
                (Some(at), _) => (at, false),
                (None, Some(deadline)) => (deadline, true),
                (None, None) => return self.rest_until(budget.until, Progress::Quiet),
            };
            if at > budget.until {
                return self.rest_until(budget.until, Progress::Until(at));
            }
            self.counters.events += 1;
            if expires {
                self.now = at;
                if let Some(waiting) = self.exchange.expire(at) {
                    self.time_out(waiting);
                }
            } else if let Some((at, occasion)) = self.agenda.pop(self.now) {
                self.now = at;
                self.happen(occasion);
            }
        }
        if self.effects.is_empty() {
            Progress::More
        } else {
            Progress::Effect
        }
    }

    /// Nothing happens before `until`, so time goes on to it, if it is a time at all.
    fn rest_until(&mut self, until: Moment, progress: Progress) -> Progress {
        if until != Moment::NEVER {
            self.now = self.now.max(until);
        }
        progress
    }

    fn happen(&mut self, occasion: Occasion) {
        match occasion {
            Occasion::Send(flight) => self.leave(flight),
            Occasion::Arrive { at, flight, .. } => self.arrive(at, flight),
            Occasion::Room { star, lane } => self.room(star, lane),
            Occasion::Again(flight) => self.again(flight),
            Occasion::Admit(particle) => self.admit_parked(particle),
            Occasion::Calm(storm) => self.calm(storm),
            Occasion::Restore => self.restore(),
            Occasion::GuestDone {
                particle,
                generation,
                turn,
            } => self.guest_done(particle, generation, *turn),
            Occasion::Alarm {
                particle,
                generation,
                id,
                tag,
            } => self.alarm(particle, generation, id, tag),
            Occasion::NextFrame { client } => self.next_frame(client),
            Occasion::Advanced { ticket } => {
                self.advances.remove(&self.now);
                self.reply(ticket, ReflectedCore::ok(Substance::Empty));
            }
        }
    }

    /// The effect that must be answered next.
    #[must_use]
    pub fn effect(&self) -> Option<&Effect> {
        self.effects.front()
    }

    /// Replies that have not been taken.
    #[must_use]
    pub fn replies(&self) -> &[Reply] {
        &self.replies
    }

    /// Takes the replies, in order.
    pub fn take_replies(&mut self) -> Vec<Reply> {
        std::mem::take(&mut self.replies)
    }

    /// Takes the reply with that ticket, if it has come.
    pub fn take_reply(&mut self, ticket: u32) -> Option<Reply> {
        let at = self.replies.iter().position(|r| r.ticket == ticket)?;
        Some(self.replies.remove(at))
    }

    /// Keeps the last so many Waves for [`Self::wave`]; at the start none.
    pub fn keep_waves(&mut self, count: usize) {
        self.keep = count;
        let over = self.kept.len().saturating_sub(count);
        self.kept.drain(..over);
    }

    /// A Wave as it left its sender, if it is among those that are kept.
    #[must_use]
    pub fn wave(&self, no: WaveNo) -> Option<&Wave> {
        let kept = self.kept.iter().rev().find(|(known, _)| *known == no)?;
        Some(&kept.1)
    }

    pub(crate) fn note_wave(&mut self, no: WaveNo, wave: &Wave) {
        if self.keep > 0 {
            if self.kept.len() >= self.keep {
                self.kept.pop_front();
            }
            self.kept.push_back((no, wave.clone()));
        }
    }

    /// Takes what was recorded since the last time, in order.
    pub fn take_trace(&mut self) -> Vec<Record> {
        // as much again is to be expected
        let room = Vec::with_capacity(self.records.len());
        std::mem::replace(&mut self.records, room)
    }

    /// Chooses how much is recorded from now on.
    pub fn set_detail(&mut self, detail: Detail) {
        self.detail = detail;
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.now
    }

    /// How much has been recorded in the trace, taken or not: the place of the next record.
    #[must_use]
    pub fn recorded(&self) -> u64 {
        self.seq
    }

    /// The last moment for which an `advance` of the console waits.
    #[must_use]
    pub fn hurry_until(&self) -> Option<Moment> {
        self.advances.last().copied()
    }

    /// Sums since the start.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.counters
    }

    /// The registry.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The stars, by number.
    #[must_use]
    pub fn stars(&self) -> &[Star] {
        &self.stars
    }

    /// The lanes, by number.
    #[must_use]
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// The Mechtron at that Particle, once it has been given to a star.
    #[must_use]
    pub fn mechtron(&self, particle: ParticleNo) -> Option<&Mechtron> {
        self.mechtrons.get(&particle)
    }

    pub(crate) fn effect_wanted(&mut self, effect: Effect) {
        self.effects.push_back(effect);
    }

    /// Answers from where no Wave was sent.
    pub(crate) fn reply(&mut self, ticket: u32, core: ReflectedCore) {
        self.reply_to(ticket, None, core);
    }

    /// Answers what was sent as that Wave.
    pub(crate) fn reply_to(&mut self, ticket: u32, wave: Option<WaveNo>, core: ReflectedCore) {
        self.replies.push(Reply {
            ticket,
            wave,
            core,
            diagnostics: Vec::new(),
        });
    }

    pub(crate) fn refuse_line(&mut self, ticket: u32, error: orrery_space::ParseError) {
        self.replies.push(Reply {
            ticket,
            wave: None,
            diagnostics: error.diagnostics.clone(),
            core: error.into(),
        });
    }

    /// Whether layers are recorded: asked first, since there are many.
    pub(crate) fn records_layers(&self) -> bool {
        self.detail == Detail::Layers
    }

    pub(crate) fn recording(&self) -> bool {
        self.detail != Detail::Off
    }

    pub(crate) fn record(&mut self, event: Event) {
        if self.detail == Detail::Off {
            return;
        }
        self.records.push(Record {
            seq: self.seq,
            at: self.now,
            event,
        });
        self.seq += 1;
    }

    pub(crate) fn next_wave(&mut self) -> WaveNo {
        self.waves += 1;
        WaveNo(self.waves)
    }

    /// A new Wave of a Particle, ready to leave. It is a Ping when somebody waits for the answer.
    pub(crate) fn new_flight(
        &mut self,
        (from, origin): (ParticleNo, StarNo),
        agent: Agent,
        to: Surface,
        core: DirectedCore,
        waiter: Option<Waiter>,
        cause: Option<WaveNo>,
    ) -> Box<Flight> {
        let uuid = self.chance.uuid();
        let surface = Surface::from(self.registry.get(from).point.clone());
        let wave = match waiter {
            Some(_) => Wave::ping(uuid, agent, surface, to, core),
            None => Wave::signal(uuid, agent, surface, to, core),
        };
        self.flight_of((from, origin), wave, waiter, cause)
    }

    /// A Wave of a Particle, ready to leave.
    pub(crate) fn flight_of(
        &mut self,
        (from, origin): (ParticleNo, StarNo),
        wave: Wave,
        waiter: Option<Waiter>,
        cause: Option<WaveNo>,
    ) -> Box<Flight> {
        let sets_out = layers::of_driver(&self.registry.get(from).kind);
        let flight = Flight {
            no: self.next_wave(),
            wave,
            from,
            origin,
            transport: origin,
            hops: 0,
            cause,
            sets_out,
            waiter,
            target: None,
            parts: Vec::new(),
            replica: None,
            care: Care::default(),
        };
        self.boxed(flight)
    }

    /// A Wave in a box, of which some are kept.
    pub(crate) fn boxed(&mut self, flight: Flight) -> Box<Flight> {
        match self.spare.pop() {
            Some(mut spare) => {
                *spare = flight;
                spare
            }
            None => Box::new(flight),
        }
    }

    /// Keeps the box of a Wave that has ended for the next one.
    pub(crate) fn put_aside(&mut self, flight: Box<Flight>) {
        if self.spare.len() < SPARE {
            self.spare.push(flight);
        }
    }

    /// A Ping of a star's own, sent now on behalf of the Hyperverse.
    pub(crate) fn ping_from_star(
        &mut self,
        star: StarNo,
        to: Point,
        core: DirectedCore,
        waiter: Waiter,
        cause: Option<WaveNo>,
    ) {
        let from = (self.stars[star.index()].particle, star);
        let mut flight =
            self.new_flight(from, Agent::HyperUser, to.into(), core, Some(waiter), cause);
        flight.wave.shell.handling = among_stars();
        self.agenda.now(Occasion::Send(flight));
    }

    /// Gives the answer to a Wave to who waits for it.
    pub(crate) fn answer(
        &mut self,
        (waiter, wave): (Waiter, WaveNo),
        core: ReflectedCore,
        from: Surface,
    ) {
        match waiter {
            Waiter::Outside(ticket) => self.reply_to(ticket, Some(wave), core),
            Waiter::Guest(particle, generation) => {
                self.guest_answered(particle, generation, core, from);
            }
            Waiter::Client(client, ask) => self.client_answered(client, ask, core, from),
            Waiter::Task(task) => self.task_answered(task, core),
        }
    }

    pub(crate) fn set_status(&mut self, no: ParticleNo, status: Status, reason: Option<SmolStr>) {
        let particle = self.registry.get_mut(no);
        if particle.status == status && particle.reason == reason {
            return;
        }
        particle.status = status;
        particle.reason.clone_from(&reason);
        self.record(Event::Status {
            particle: no,
            status,
            reason,
        });
        self.tell(no, Aspect::State, |this| {
            Substance::Stub(Box::new(this.registry.stub(no)))
        });
        if matches!(status, Status::Fatal | Status::Done) {
            self.watches.end(no);
        }
        // whatever it has become but waiting: those who waited for it go in, or are told
        if !field::waits(status) && self.parked.contains_key(&no) {
            self.agenda.now(Occasion::Admit(no));
        }
    }

    /// Registers a Particle and records it.
    pub(crate) fn register(
        &mut self,
        point: Point,
        kind: Kind,
        parent: Option<ParticleNo>,
        owner: Point,
        properties: Properties,
    ) -> ParticleNo {
        // the trace is read by everybody
        let shown = properties_of(&kind).readable(&properties);
        let no = self
            .registry
            .register(point.clone(), kind.clone(), parent, owner, properties);
        self.counters.particles += 1;
        self.record(Event::Registered {
            particle: no,
            point,
            kind,
            parent,
        });
        for (key, property) in shown {
            self.record(Event::Property {
                particle: no,
                key,
                value: Some(property.value),
            });
        }
        if let Some(parent) = parent {
            self.tell(parent, Aspect::Child, |this| {
                Substance::Stub(Box::new(this.registry.stub(no)))
            });
        }
        no
    }

    /// Assigns a Particle to a star, which takes it off the one on which it was.
    pub(crate) fn assign(&mut self, no: ParticleNo, star: StarNo) {
        if let Some(former) = self.registry.get_mut(no).star.replace(star) {
            let load = &mut self.stars[former.index()].load;
            *load = load.saturating_sub(1);
        }
        self.stars[star.index()].load += 1;
        self.record(Event::Assigned { particle: no, star });
    }

    fn send_from_outside(&mut self, ticket: u32, ping: bool, to: Surface, core: DirectedCore) {
        let from = (self.control.particle, self.control.star);
        let agent = self.control.agent.clone();
        let waiter = ping.then_some(Waiter::Outside(ticket));
        let flight = self.new_flight(from, agent, to, core, waiter, None);
        debug_assert_eq!(flight.wave.kind() == WaveKind::Ping, ping);
        let wave = Some(flight.no);
        self.agenda.now(Occasion::Send(flight));
        if !ping {
            self.reply_to(
                ticket,
                wave,
                ReflectedCore::new(StatusCode::ACCEPTED, Substance::Empty),
            );
        }
    }
}

/// How what stars ask is handled. It may wait for guests, which wait for others; it goes before what
/// others ask, and is asked again where lanes fail.
pub(crate) fn among_stars() -> Handling {
    Handling {
        priority: Priority::Hyper,
        retries: Retries::Max,
        wait: WaitTime::High,
        ..Handling::default()
    }
}
