//! A cosmos to which things are done, and what its guests were given.

use super::*;

/// A cosmos whose guests answer with what they are sent, after 10 ms of work.
pub(crate) struct Stage {
    pub(crate) cosmos: Hyperspace,
    /// What each guest was given, in order.
    taken: BTreeMap<ParticleNo, Vec<String>>,
    pub(crate) tickets: u32,
    pub(crate) trace: Vec<Record>,
}

impl Stage {
    pub(crate) fn new(seed: u64) -> Self {
        Self::of(seed, &Constellation::default())
    }

    pub(crate) fn of(seed: u64, constellation: &Constellation) -> Self {
        let mut stage = Self {
            cosmos: Hyperspace::new(seed, constellation),
            taken: BTreeMap::new(),
            tickets: 0,
            trace: Vec::new(),
        };
        for line in [
            "create localhost<Space>",
            "create localhost:app<App>",
            "create localhost:base<Base>",
            "launch ^[ m.wasm ]-> localhost:a",
            "launch ^[ m.wasm ]-> localhost:b",
        ] {
            assert_eq!(stage.say(line).status, StatusCode::OK, "{line}");
        }
        stage
    }

    pub(crate) fn give(&mut self, line: &str) -> u32 {
        self.tickets += 1;
        let files = vec![("m.wasm".into(), Arc::from(b"m".as_slice()))];
        self.cosmos.handle(Input::Command {
            ticket: self.tickets,
            line: line.into(),
            files,
        });
        self.tickets
    }

    pub(crate) fn say(&mut self, line: &str) -> ReflectedCore {
        let ticket = self.give(line);
        self.end(ticket).core
    }

    /// Sends a Ping, or a Signal, and tells its ticket.
    pub(crate) fn send(&mut self, kind: WaveKind, to: &str, body: &str, handling: Handling) -> u32 {
        self.tickets += 1;
        let wave = DirectedProto::new(0)
            .kind(kind)
            .to(to.parse::<orrery_space::Point>().unwrap())
            .method(Method::Ext("Say".into()))
            .body(body.into())
            .handling(handling);
        self.cosmos.handle(Input::Wave {
            ticket: self.tickets,
            wave: Box::new(wave),
        });
        self.tickets
    }

    pub(crate) fn ping(&mut self, to: &str, handling: Handling) -> u32 {
        let body = self.tickets.to_string();
        self.send(WaveKind::Ping, to, &body, handling)
    }

    pub(crate) fn end(&mut self, ticket: u32) -> Reply {
        loop {
            if let Some(reply) = self.cosmos.take_reply(ticket) {
                return reply;
            }
            assert_ne!(self.step(Moment::NEVER), Progress::Quiet, "no reply came");
        }
    }

    pub(crate) fn advance(&mut self, milliseconds: u64) {
        let until = Moment(self.cosmos.now().0 + milliseconds * MILLISECOND);
        while !matches!(self.step(until), Progress::Quiet | Progress::Until(_)) {}
    }

    /// Lets everything happen that is still to happen.
    pub(crate) fn rest(&mut self) {
        while self.step(Moment::NEVER) != Progress::Quiet {}
        self.trace.extend(self.cosmos.take_trace());
    }

    pub(crate) fn step(&mut self, until: Moment) -> Progress {
        let answer = match self.cosmos.effect() {
            Some(Effect::Examine { task, bytes }) => Answer::Examined {
                task: *task,
                result: Ok(Arc::clone(bytes)),
            },
            Some(Effect::Guest {
                particle, order, ..
            }) => {
                let particle = *particle;
                let body = match order {
                    Order::Wave { wave, .. } => {
                        let said = wave.body().clone();
                        self.taken.entry(particle).or_default().push(said.text());
                        said
                    }
                    Order::Start { .. } | Order::Answer { .. } | Order::Echoes { .. } => {
                        Substance::Empty
                    }
                };
                let turn = GuestTurn {
                    fuel: 10 * MILLISECOND,
                    deeds: vec![],
                    outcome: Outcome::Done(ReflectedCore::ok(body)),
                };
                Answer::Guest { particle, turn }
            }
            Some(Effect::Forget { .. }) => Answer::Forgotten,
            None => return self.cosmos.step(Budget { until, events: 1 }),
        };
        self.cosmos.handle(Input::Answer(answer));
        Progress::More
    }

    pub(crate) fn befall(&mut self, fault: Fault) {
        self.cosmos.handle(Input::Fault(fault));
    }

    /// The first Wave that has entered a lane since then.
    pub(crate) fn until_on_lane(&mut self) -> WaveNo {
        let before = self.trace.len();
        let hop = |record: &Record| match record.event {
            Event::Hop { wave, .. } => Some(wave),
            _ => None,
        };
        loop {
            self.step(Moment::NEVER);
            self.trace.extend(self.cosmos.take_trace());
            if let Some(wave) = self.trace[before..].iter().find_map(hop) {
                return wave;
            }
        }
    }

    pub(crate) fn lanes(&self) -> impl Iterator<Item = LaneNo> + use<> {
        (0..u16::try_from(self.cosmos.lanes().len()).unwrap()).map(LaneNo)
    }

    pub(crate) fn all_lanes(&mut self, fault: LaneFault) {
        for lane in self.lanes() {
            self.befall(Fault::Lane(lane, fault));
        }
    }

    pub(crate) fn particle(&self, point: &str) -> ParticleNo {
        let point = point.parse().unwrap();
        self.cosmos.registry().find(&point).unwrap()
    }

    /// The number of the star on which a Particle is.
    pub(crate) fn star_of(&self, point: &str) -> Option<StarNo> {
        self.cosmos.registry().get(self.particle(point)).star
    }

    pub(crate) fn taken(&self, point: &str) -> Vec<String> {
        let taken = self.taken.get(&self.particle(point));
        taken.cloned().unwrap_or_default()
    }

    /// Every Particle that a running star can host is on a running star.
    pub(crate) fn check_places(&self) {
        let stars = self.cosmos.stars();
        for (_, particle) in self.cosmos.registry().all() {
            if particle.kind == orrery_space::Kind::Global {
                continue;
            }
            let hosted = |star: &orrery_hyperspace::Star| {
                let hosts = star.hosts(&particle.kind);
                let own = particle.point.route() == star.point.route();
                let bound = matches!(particle.point.route(), orrery_space::Route::Star(_));
                !star.stopped && if bound { own } else { hosts }
            };
            let can = stars.iter().any(hosted);
            let star = particle.star.map(|no| &stars[no.index()]);
            let on = star.is_some_and(|star| !star.stopped);
            assert_eq!(on, can, "{} {}", particle.point, particle.status);
            if on {
                assert_eq!(particle.status, Status::Ready, "{}", particle.point);
            } else {
                assert_eq!(particle.status, Status::Panic, "{}", particle.point);
                assert!(particle.reason.is_some(), "{}", particle.point);
            }
        }
    }
}
