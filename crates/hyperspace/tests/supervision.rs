//! What happens to Mechtrons and to the Waves for them when things go wrong at the wrong time. The
//! driver of guests is played here: a module is the text that says what its guest does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::sync::Arc;

use orrery_hyperspace::effect::{Answer, Effect, GuestTurn, Order, Outcome};
use orrery_hyperspace::trace::ParticleNo;
use orrery_hyperspace::{Budget, Constellation, Hyperspace, Input, Moment, Progress, Reply};
use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::{Method, Point, Status, StatusCode, Substance};

const MILLISECOND: u64 = 1_000_000;

/// A cosmos whose guests use 20 ms for each turn.
struct Stage {
    cosmos: Hyperspace,
    /// By Particle what its module says.
    guests: BTreeMap<ParticleNo, String>,
    /// What each guest was told of its properties when it began, the last.
    told: BTreeMap<ParticleNo, BTreeMap<String, String>>,
    tickets: u32,
}

impl Stage {
    fn new() -> Self {
        let mut stage = Self {
            cosmos: Hyperspace::new(7, &Constellation::default()),
            guests: BTreeMap::new(),
            told: BTreeMap::new(),
            tickets: 0,
        };
        assert_eq!(stage.say("create localhost<Space>"), 200);
        stage
    }

    fn begin(&mut self, line: &str, module: &str) -> u32 {
        self.tickets += 1;
        let files = vec![("m.wasm".into(), Arc::from(module.as_bytes()))];
        self.cosmos.handle(Input::Command {
            ticket: self.tickets,
            line: line.into(),
            files,
        });
        self.tickets
    }

    fn ping(&mut self, to: &str) -> u32 {
        self.tickets += 1;
        let method: Method = "Ext<Go>".parse().unwrap();
        self.cosmos.handle(Input::Send {
            ticket: self.tickets,
            ping: true,
            to: to.parse().unwrap(),
            core: DirectedCore::new(method, Substance::Empty),
        });
        self.tickets
    }

    fn end(&mut self, ticket: u32) -> Reply {
        loop {
            if let Some(reply) = self.cosmos.take_reply(ticket) {
                return reply;
            }
            assert_ne!(self.step(Moment::NEVER), Progress::Quiet, "no reply came");
        }
    }

    fn say(&mut self, line: &str) -> u16 {
        let ticket = self.begin(line, "");
        self.end(ticket).core.status.number()
    }

    fn launch(&mut self, module: &str, at: &str) -> u16 {
        let ticket = self.begin(&format!("launch ^[ m.wasm ]-> {at}"), module);
        self.end(ticket).core.status.number()
    }

    fn advance(&mut self, milliseconds: u64) {
        let until = Moment(self.cosmos.now().0 + milliseconds * MILLISECOND);
        while !matches!(self.step(until), Progress::Quiet | Progress::Until(_)) {}
    }

    fn step(&mut self, until: Moment) -> Progress {
        let answer = match self.cosmos.effect() {
            Some(Effect::Examine { task, bytes }) => Answer::Examined {
                task: *task,
                result: Ok(Arc::clone(bytes)),
            },
            Some(Effect::Guest {
                particle, order, ..
            }) => {
                let (particle, order) = (*particle, order.clone());
                let turn = GuestTurn {
                    fuel: 20 * MILLISECOND,
                    deeds: vec![],
                    outcome: self.act(particle, order),
                };
                Answer::Guest { particle, turn }
            }
            Some(Effect::Forget { particle, .. }) => {
                self.guests.remove(particle);
                Answer::Forgotten
            }
            None => return self.cosmos.step(Budget { until, events: 1 }),
        };
        self.cosmos.handle(Input::Answer(answer));
        Progress::More
    }

    /// `serves`, `refuses`, `traps`, `asks POINT`, `asks for 400 s` or `begins by asking POINT`.
    fn act(&mut self, particle: ParticleNo, order: Order) -> Outcome {
        let ask = |point: &str| Outcome::Ask {
            to: point.parse().unwrap(),
            core: DirectedCore::new("Ext<Go>".parse().unwrap(), Substance::Empty),
        };
        let done = Outcome::Done(ReflectedCore::ok(Substance::Empty));
        match order {
            Order::Start { wasm, about, .. } => {
                let module = String::from_utf8(wasm.to_vec()).unwrap();
                let told = about.properties.iter();
                let told = told.map(|(key, value)| (key.to_string(), value.to_string()));
                self.told.insert(particle, told.collect());
                self.guests.insert(particle, module.clone());
                match module.strip_prefix("begins by asking ") {
                    Some(point) => ask(point),
                    None if module == "refuses" => {
                        Outcome::Done(ReflectedCore::fail(StatusCode::BAD_REQUEST, "no"))
                    }
                    None => done,
                }
            }
            Order::Wave { .. } => {
                let module = &self.guests[&particle];
                match module.strip_prefix("asks ") {
                    Some("for 400 s") => ask("localhost:nobody"),
                    Some(point) => ask(point),
                    None if module == "traps" => Outcome::Failed {
                        status: StatusCode::TRAP,
                        reason: "it gave up".into(),
                    },
                    None => done,
                }
            }
            Order::Answer { now_ms, .. }
                if self.guests[&particle] == "asks for 400 s" && now_ms < 400_000 =>
            {
                ask("localhost:nobody")
            }
            Order::Answer { core, .. } if self.guests[&particle].starts_with("asks") => {
                Outcome::Done(core)
            }
            Order::Answer { .. } | Order::Echoes { .. } => done,
        }
    }

    fn no(&self, point: &str) -> Option<ParticleNo> {
        self.cosmos
            .registry()
            .find(&point.parse::<Point>().unwrap())
    }

    fn status(&self, point: &str) -> Status {
        self.cosmos.registry().get(self.no(point).unwrap()).status
    }
}

#[test]
fn waves_that_wait_for_a_module_which_cannot_be_read_are_told_so_at_once() {
    let mut stage = Stage::new();
    assert_eq!(stage.launch("serves", "localhost:a"), 200);
    let line = "create localhost:x<Mechtron>{ +config=uploads:m:1.0.0:/wasm/m.wasm }";
    let create = stage.begin(line, "");
    while stage
        .no("localhost:x")
        .is_none_or(|_| stage.status("localhost:x") != Status::Init)
    {
        stage.step(Moment::NEVER);
    }
    let began = stage.cosmos.now();
    let ping = stage.ping("localhost:x");
    assert_eq!(stage.end(create).core.status.number(), 400);
    let reply = stage.end(ping);
    assert_eq!(reply.core.status, StatusCode::UNAVAILABLE, "{reply:?}");
    assert!(stage.cosmos.now().0 - began.0 < 100 * MILLISECOND);
}

#[test]
fn a_version_that_waits_while_the_former_goes_to_panic_begins_instead() {
    let mut stage = Stage::new();
    assert_eq!(stage.launch("traps", "localhost:x"), 200);
    assert_eq!(stage.say("set localhost:x{ +restarts=0 }"), 200);
    assert_eq!(stage.launch("serves", "localhost:y"), 200);
    let pings = [stage.ping("localhost:x"), stage.ping("localhost:x")];
    let line = "set localhost:x{ +config=uploads:m:1.0.1:/config/m.mechtron }";
    let upgrade = stage.begin(line, "");
    assert_eq!(stage.end(pings[0]).core.status, StatusCode::TRAP);
    assert_eq!(stage.end(pings[1]).core.status, StatusCode::OK);
    assert_eq!(stage.end(upgrade).core.status, StatusCode::OK);
    assert_eq!(stage.status("localhost:x"), Status::Ready);
}

#[test]
fn a_guest_that_begins_by_asking_in_vain_begins_when_its_ask_is_over() {
    let mut stage = Stage::new();
    // its own config is not served before it has begun, so it never begins
    let stuck = stage.begin(
        "create localhost:stuck<Mechtron>{ +config=localhost:stuck }",
        "",
    );
    stage.advance(100);
    let module = "begins by asking localhost:stuck";
    assert_eq!(
        stage.say("grant perm +csd-rwX on localhost:** to localhost:**"),
        200
    );
    let began = stage.cosmos.now();
    assert_eq!(stage.launch(module, "localhost:x"), 200);
    assert!(stage.cosmos.now().0 - began.0 >= 15_000 * MILLISECOND);
    assert_eq!(stage.end(stuck).core.status, StatusCode::TIMEOUT);
}

#[test]
fn a_version_waits_for_the_wave_at_work_and_begins_with_the_properties_that_come_with_it() {
    let mut stage = Stage::new();
    stage.begin(
        "create localhost:stuck<Mechtron>{ +config=localhost:stuck }",
        "",
    );
    stage.advance(100);
    assert_eq!(
        stage.say("grant perm +csd-rwX on localhost:** to localhost:**"),
        200
    );
    assert_eq!(stage.launch("asks localhost:stuck", "localhost:x"), 200);
    assert_eq!(stage.launch("serves", "localhost:y"), 200);
    let ping = stage.ping("localhost:x");
    stage.advance(30);
    let line = "set localhost:x{ +config=uploads:m:1.0.1:/config/m.mechtron, +note=new }";
    let upgrade = stage.begin(line, "");
    assert_eq!(stage.end(upgrade).core.status, StatusCode::OK);
    assert_eq!(stage.end(ping).core.status, StatusCode::TIMEOUT);
    let no = stage.no("localhost:x").unwrap();
    assert_eq!(stage.guests[&no], "serves");
    assert_eq!(stage.told[&no]["note"], "new");
    let properties = &stage.cosmos.registry().get(no).properties;
    assert_eq!(
        properties["config"].value,
        "uploads:m:1.0.1:/config/m.mechtron"
    );
}

#[test]
fn a_version_that_could_not_begin_in_time_never_begins() {
    let mut stage = Stage::new();
    assert_eq!(stage.launch("asks for 400 s", "localhost:x"), 200);
    assert_eq!(stage.launch("serves", "localhost:y"), 200);
    let first = stage.ping("localhost:x");
    stage.advance(30);
    let line = "set localhost:x{ +config=uploads:m:1.0.1:/config/m.mechtron }";
    let upgrade = stage.begin(line, "");
    assert_eq!(stage.end(upgrade).core.status, StatusCode::TIMEOUT);
    assert_eq!(stage.end(first).core.status, StatusCode::TIMEOUT);
    stage.advance(500_000);
    let ping = stage.ping("localhost:x");
    assert_eq!(stage.end(ping).core.status, StatusCode::NOT_FOUND);
    let no = stage.no("localhost:x").unwrap();
    assert_eq!(stage.guests[&no], "asks for 400 s");
    let properties = &stage.cosmos.registry().get(no).properties;
    assert_eq!(
        properties["config"].value,
        "uploads:m:1.0.0:/config/m.mechtron"
    );
}

#[test]
fn a_launch_does_not_take_over_what_another_made_meanwhile() {
    for (theirs, status) in [("localhost:x<Base>", 409), ("localhost:x<Mechtron>", 403)] {
        let mut stage = Stage::new();
        assert_eq!(stage.launch("serves", "localhost:y"), 200);
        assert_eq!(stage.say("create localhost:ann<User>"), 200);
        assert_eq!(
            stage.say("grant perm +Csd-rwx on localhost to localhost:ann"),
            200
        );
        assert_eq!(stage.say("as localhost:ann"), 200);
        let launch = stage.begin("launch ^[ m.wasm ]-> localhost:x", "traps");
        assert_eq!(stage.say("as hyperspace:users:hyperuser"), 200);
        let config = match theirs.ends_with("<Mechtron>") {
            true => "{ +config=uploads:m:1.0.0:/config/m.mechtron }",
            false => "",
        };
        let create = stage.begin(&format!("create {theirs}{config}"), "");
        assert_eq!(stage.end(launch).core.status.number(), status, "{theirs}");
        assert_eq!(stage.end(create).core.status.number(), 200, "{theirs}");
    }
}

#[test]
fn two_who_ask_each_other_are_told_so_and_who_revives_one_at_work_too() {
    let mut stage = Stage::new();
    assert_eq!(stage.launch("asks localhost:b", "localhost:a"), 200);
    assert_eq!(stage.launch("asks localhost:a", "localhost:b"), 200);
    assert_eq!(
        stage.say("grant perm +csd-rwX on localhost:** to localhost:**"),
        200
    );
    let pings = [stage.ping("localhost:a"), stage.ping("localhost:b")];
    stage.advance(10);
    let init = stage.begin("ping localhost:a Cmd<Init>", "");
    assert_eq!(stage.end(init).core.status, StatusCode::CONFLICT);
    for ping in pings {
        assert_eq!(stage.end(ping).core.status, StatusCode::LOOP);
    }
    assert!(stage.cosmos.now() < Moment(5_000 * MILLISECOND));
}
