//! A cosmos: the Hyperverse with those who run its guests.

use std::sync::Arc;

use orrery_hyperspace::fault::Fault;
use orrery_hyperspace::trace::{ParticleNo, Record, StarNo};
use orrery_hyperspace::{Constellation, Counters, Detail, Hyperspace, Input, Moment, Pass, Reply};
use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::hyper::Search;
use orrery_space::wave::Recipients;
use orrery_space::{StatusCode, Surface, Wave};
use smol_str::SmolStr;

use crate::guests::Guests;
use crate::recording::{Position, Recording, Said};

/// Comes back with the reply to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u32);

/// How far [`Cosmos::step`] may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// No event later than this moment of virtual time.
    pub until: Moment,
    /// No more events than this.
    pub events: u64,
    /// About so much fuel for guests.
    pub fuel: u64,
}

impl Budget {
    /// One event, whatever its guest needs.
    pub const ONE_EVENT: Self = Self {
        until: Moment::NEVER,
        events: 1,
        fuel: u64::MAX,
    };
}

/// How far [`Cosmos::step`] went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is left to do until there is a command.
    Quiet,
    /// The budget is spent.
    More,
    /// The next event is due then, later than the budget allows.
    Until(Moment),
}

/// A whole cosmos.
pub struct Cosmos {
    hyperspace: Hyperspace,
    guests: Guests,
    tickets: u32,
    /// Tickets whose replies have not been taken.
    owed: Vec<Ticket>,
    recording: Option<Recording>,
    /// Effects that were answered.
    answers: u64,
}

impl Cosmos {
    /// A cosmos with that seed and the default constellation.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::with(seed, Constellation::default())
    }

    /// A cosmos with that seed and those stars and lanes.
    #[must_use]
    pub fn with(seed: u64, constellation: Constellation) -> Self {
        Self {
            hyperspace: Hyperspace::new(seed, &constellation),
            guests: Guests::default(),
            tickets: 0,
            owed: Vec::new(),
            recording: Some(Recording::new(seed, constellation)),
            answers: 0,
        }
    }

    /// How far it has come.
    #[must_use]
    pub fn position(&self) -> Position {
        Position {
            events: self.counters().events,
            answers: self.answers,
            now: self.now(),
        }
    }

    /// Everything that was put in so far: played again, it makes this cosmos. A guest that is at
    /// work is found at the beginning of what it does. There is none after
    /// [`stop_recording`](Self::stop_recording).
    #[must_use]
    pub fn recording(&self) -> Option<Recording> {
        let mut recording = self.recording.clone()?;
        recording.end = self.position();
        Some(recording)
    }

    /// How many inputs its recording has.
    #[must_use]
    pub fn inputs(&self) -> usize {
        let recording = self.recording.as_ref();
        recording.map_or(0, |recording| recording.inputs.len())
    }

    /// Keeps nothing of what is put in, neither before nor after this: for runs of very many
    /// inputs which nobody will want again.
    pub fn stop_recording(&mut self) {
        self.recording = None;
    }

    /// Gives the console a line, with the files that it names by `^[ name ]`.
    pub fn command(&mut self, line: &str, files: Vec<(SmolStr, Arc<[u8]>)>) -> Ticket {
        let ticket = self.next_ticket();
        let at = self.position();
        if let Some(recording) = &mut self.recording {
            recording.command(at, line.into(), &files);
        }
        self.hyperspace.handle(Input::Command {
            ticket: ticket.0,
            line: line.into(),
            files,
        });
        ticket
    }

    /// Sends a Ping from the console. Its reply is the core of the Pong.
    pub fn ping(&mut self, to: Surface, core: DirectedCore) -> Ticket {
        let ticket = self.next_ticket();
        self.note(|| Said::Ping {
            to: to.clone(),
            core: core.clone(),
        });
        self.hyperspace.handle(Input::Send {
            ticket: ticket.0,
            ping: true,
            to,
            core,
        });
        ticket
    }

    /// Sends a Wave of the console: a Ping, a Signal or a Ripple with any handling. Its reply is what
    /// is answered, or 202 where no answer is awaited. Who sends it, on whose behalf and as which
    /// uuid is not its own to say, nor where it has been.
    pub fn wave(&mut self, wave: Wave) -> Ticket {
        let ticket = self.next_ticket();
        self.note(|| Said::Wave(Box::new(wave.clone())));
        self.hyperspace.handle(Input::Wave {
            ticket: ticket.0,
            wave: Box::new(wave.into()),
        });
        ticket
    }

    /// Lets a star seek others. Its reply is the answer of the one that is asked, or a list of those
    /// of all.
    pub fn search(&mut self, star: StarNo, to: Recipients, search: Search) -> Ticket {
        let ticket = self.next_ticket();
        self.note(|| Said::Search {
            star,
            to: to.clone(),
            search: search.clone(),
        });
        self.hyperspace.handle(Input::Search {
            ticket: ticket.0,
            star,
            to,
            search,
        });
        ticket
    }

    /// Something befalls a lane or a star.
    pub fn fault(&mut self, fault: Fault) {
        self.note(|| Said::Fault(fault.clone()));
        self.hyperspace.handle(Input::Fault(fault));
    }

    /// Gives the gate a frame of a client: the bytes of one Wave.
    pub fn frame(&mut self, client: u32, bytes: Vec<u8>) {
        self.note(|| Said::Frame {
            client,
            bytes: bytes.clone(),
        });
        self.hyperspace.handle(Input::Frame {
            client,
            bytes: bytes.into(),
        });
    }

    /// Tells the gate that a client is no longer there.
    pub fn left(&mut self, client: u32) {
        self.note(|| Said::Left { client });
        self.hyperspace.handle(Input::Left { client });
    }

    /// Makes a token known, with which somebody comes in by a gate.
    pub fn pass(&mut self, token: SmolStr, pass: Pass) {
        self.note(|| Said::Pass {
            token: token.clone(),
            pass: pass.clone(),
        });
        self.hyperspace.handle(Input::Pass { token, pass });
    }

    /// Takes the frames that go out to clients, in order, each with the number of its client.
    pub fn take_frames(&mut self) -> Vec<(u32, Vec<u8>)> {
        self.hyperspace.take_frames()
    }

    /// Keeps what is put in, while that is kept.
    fn note(&mut self, said: impl FnOnce() -> Said) {
        let at = self.position();
        if let Some(recording) = &mut self.recording {
            recording.inputs.push((at, said()));
        }
    }

    fn next_ticket(&mut self) -> Ticket {
        self.tickets = self.tickets.wrapping_add(1);
        self.owed.push(Ticket(self.tickets));
        Ticket(self.tickets)
    }

    /// Lets events happen as far as the budget goes.
    pub fn step(&mut self, budget: Budget) -> Progress {
        let end = self.counters().events.saturating_add(budget.events);
        let mut fuel = budget.fuel;
        loop {
            if self.hyperspace.effect().is_some() {
                if !self.answer(&mut fuel) {
                    return Progress::More;
                }
                continue;
            }
            let events = end.saturating_sub(self.counters().events);
            if events == 0 {
                return Progress::More;
            }
            if let Some(progress) = self.happen(budget.until, events) {
                return progress;
            }
        }
    }

    /// Answers one effect, or lets one event happen; nothing comes when a guest needs more fuel
    /// than there is.
    pub(crate) fn advance_one(&mut self, until: Moment, fuel: &mut u64) -> Option<Progress> {
        if self.hyperspace.effect().is_some() {
            return self.answer(fuel).then_some(Progress::More);
        }
        Some(self.happen(until, 1).unwrap_or(Progress::More))
    }

    /// Lets a guest work on the present effect; whether that is answered.
    fn answer(&mut self, fuel: &mut u64) -> bool {
        let Some(effect) = self.hyperspace.effect() else {
            return true;
        };
        let Some(answer) = self.guests.run(effect, fuel) else {
            return false;
        };
        self.answers += 1;
        self.hyperspace.handle(Input::Answer(answer));
        true
    }

    /// Lets events happen until one of them wants an effect.
    fn happen(&mut self, until: Moment, events: u64) -> Option<Progress> {
        match self
            .hyperspace
            .step(orrery_hyperspace::Budget { until, events })
        {
            orrery_hyperspace::Progress::Quiet => Some(Progress::Quiet),
            orrery_hyperspace::Progress::Until(at) => Some(Progress::Until(at)),
            orrery_hyperspace::Progress::More => Some(Progress::More),
            orrery_hyperspace::Progress::Effect => None,
        }
    }

    /// Goes on, as fast as it goes, until the reply to a command is there, and takes it. Every
    /// command gets one; for a ticket that this cosmos never gave, or whose reply was taken, the
    /// answer is a 404 at once.
    pub fn run_until_reply(&mut self, ticket: Ticket) -> Reply {
        while self.owed.contains(&ticket) {
            if let Some(reply) = self.hyperspace.take_reply(ticket.0) {
                self.owed.retain(|owed| *owed != ticket);
                return reply;
            }
            self.step(Budget::ONE_EVENT);
        }
        Reply {
            ticket: ticket.0,
            wave: None,
            core: ReflectedCore::fail(StatusCode::NOT_FOUND, "no reply is owed for this ticket"),
            diagnostics: Vec::new(),
        }
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.hyperspace.now()
    }

    /// The last moment for which an `advance` waits: until then time may go as fast as it can.
    #[must_use]
    pub fn hurry_until(&self) -> Option<Moment> {
        self.hyperspace.hurry_until()
    }

    /// Sums since the start.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.hyperspace.counters()
    }

    /// Takes what was recorded since the last time, in order.
    pub fn take_trace(&mut self) -> Vec<Record> {
        self.hyperspace.take_trace()
    }

    /// Takes the replies that came, in order.
    pub fn take_replies(&mut self) -> Vec<Reply> {
        let replies = self.hyperspace.take_replies();
        let taken = |owed: &Ticket| replies.iter().any(|reply| reply.ticket == owed.0);
        self.owed.retain(|owed| !taken(owed));
        replies
    }

    /// The Hyperverse beneath, to look at.
    #[must_use]
    pub fn hyperspace(&self) -> &Hyperspace {
        &self.hyperspace
    }

    /// The module of a Mechtron, if it has one yet.
    #[must_use]
    pub fn module(&self, particle: ParticleNo) -> Option<&[u8]> {
        let mechtron = self.hyperspace.mechtron(particle)?;
        Some(mechtron.module())
    }

    /// Chooses how much is traced from now on. It changes nothing that happens, so a recording does
    /// not keep it, and what is played is traced whole.
    pub fn set_detail(&mut self, detail: Detail) {
        self.hyperspace.set_detail(detail);
    }

    /// Keeps the last so many Waves, for those who ask the [`Hyperspace`] for one; at the start none.
    /// A recording does not keep how many.
    pub fn keep_waves(&mut self, count: usize) {
        self.hyperspace.keep_waves(count);
    }

    pub(crate) fn guests(&self) -> &Guests {
        &self.guests
    }
}
