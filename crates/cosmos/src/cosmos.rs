//! A cosmos: the Hyperverse with those who run its guests.

use std::sync::Arc;

use orrery_hyperspace::trace::Record;
use orrery_hyperspace::{Constellation, Counters, Hyperspace, Input, Moment, Reply};
use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::{StatusCode, Surface};
use smol_str::SmolStr;

use crate::guests::{Guests, Run};

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
}

impl Cosmos {
    /// A cosmos with that seed and the default constellation.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            hyperspace: Hyperspace::new(seed, &Constellation::default()),
            guests: Guests::default(),
            tickets: 0,
            owed: Vec::new(),
        }
    }

    /// Gives the console a line, with the files that it names by `^[ name ]`.
    pub fn command(&mut self, line: &str, files: Vec<(SmolStr, Arc<[u8]>)>) -> Ticket {
        let ticket = self.next_ticket();
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
        self.hyperspace.handle(Input::Send {
            ticket: ticket.0,
            ping: true,
            to,
            core,
        });
        ticket
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
            if let Some(effect) = self.hyperspace.effect() {
                match self.guests.run(effect, &mut fuel) {
                    Run::Answered(answer) => self.hyperspace.handle(Input::Answer(*answer)),
                    Run::OutOfFuel => return Progress::More,
                }
                continue;
            }
            let step = orrery_hyperspace::Budget {
                until: budget.until,
                events: end.saturating_sub(self.counters().events),
            };
            if step.events == 0 {
                return Progress::More;
            }
            match self.hyperspace.step(step) {
                orrery_hyperspace::Progress::Quiet => return Progress::Quiet,
                orrery_hyperspace::Progress::Until(at) => return Progress::Until(at),
                orrery_hyperspace::Progress::More => return Progress::More,
                orrery_hyperspace::Progress::Effect => {}
            }
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

    /// The Hyperverse beneath, for faults and the detail of its trace.
    pub fn hyperspace_mut(&mut self) -> &mut Hyperspace {
        &mut self.hyperspace
    }

    pub(crate) fn guests(&self) -> &Guests {
        &self.guests
    }
}
