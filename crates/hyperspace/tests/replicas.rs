//! Replicas of a Mechtron: who serves, in which order, and what becomes of them. The driver of guests
//! is played here: a module is the text that says what its guest does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use orrery_hyperspace::effect::{Answer, Deed, Effect, GuestTurn, Order, Outcome};
use orrery_hyperspace::trace::{Event, ParticleNo, Record, StarNo, WaveNo};
use orrery_hyperspace::{Budget, Constellation, Fault, Hyperspace, Input, Moment, Progress};
use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::wave::{Delivery, DirectedProto, Handling};
use orrery_space::{Method, Point, Status, StatusCode, Substance, WaveKind};
use proptest::prelude::*;

const MILLISECOND: u64 = 1_000_000;

/// What a guest uses for each turn.
const TURN: u64 = 20 * MILLISECOND;

/// A cosmos whose guests use 20 ms for each turn.
struct Stage {
    cosmos: Hyperspace,
    /// By replica what its module says, for those that there are.
    guests: BTreeMap<(ParticleNo, u16), String>,
    /// Alarms that rang: where, and with which tag.
    rang: Vec<(u16, String)>,
    alarms: u32,
    trace: Vec<Record>,
    tickets: u32,
}

impl Stage {
    /// With a Mechtron `localhost:r` of so many replicas, and Mechtrons `localhost:c0` to `c9` that
    /// each ask it when they are asked.
    fn new(module: &str, replicas: u16) -> Self {
        let mut stage = Self::bare(7);
        stage.launch(module, "localhost:r");
        stage.says(&format!("set localhost:r{{ +replicas={replicas} }}"), 200);
        for no in 0..5 {
            stage.launch("asks localhost:r", &format!("localhost:c{no}"));
        }
        stage.settle();
        stage
    }

    fn bare(seed: u64) -> Self {
        let mut stage = Self {
            cosmos: Hyperspace::new(seed, &Constellation::default()),
            guests: BTreeMap::new(),
            rang: Vec::new(),
            alarms: 0,
            trace: Vec::new(),
            tickets: 0,
        };
        stage.says("create localhost<Space>", 200);
        stage.says(
            "grant perm +csd-rwX on localhost:** to localhost:**<Mechtron>",
            200,
        );
        stage
    }

    /// Lets everything end that was begun, and forgets what happened.
    fn settle(&mut self) {
        self.advance(200);
        self.cosmos.take_trace();
        self.trace.clear();
    }

    fn give(&mut self, line: &str, module: &str) -> u32 {
        self.tickets += 1;
        let files = vec![("m.wasm".into(), Arc::from(module.as_bytes()))];
        self.cosmos.handle(Input::Command {
            ticket: self.tickets,
            line: line.into(),
            files,
        });
        self.tickets
    }

    fn says(&mut self, line: &str, status: u16) -> String {
        let ticket = self.give(line, "");
        let core = self.end(ticket);
        assert_eq!(core.status.number(), status, "{line}: {}", core.body.text());
        core.body.text()
    }

    fn launch(&mut self, module: &str, at: &str) {
        let ticket = self.give(&format!("launch ^[ m.wasm ]-> {at}"), module);
        let core = self.end(ticket);
        assert_eq!(core.status, StatusCode::OK, "{at}: {}", core.body.text());
    }

    fn ping(&mut self, to: &str, body: Substance) -> u32 {
        self.tickets += 1;
        self.cosmos.handle(Input::Send {
            ticket: self.tickets,
            ping: true,
            to: to.parse().unwrap(),
            core: DirectedCore::new("Ext<Go>".parse().unwrap(), body),
        });
        self.tickets
    }

    fn end(&mut self, ticket: u32) -> ReflectedCore {
        loop {
            if let Some(reply) = self.cosmos.take_reply(ticket) {
                return reply.core;
            }
            assert_ne!(self.step(Moment::NEVER), Progress::Quiet, "no reply came");
        }
    }

    fn status(&mut self, ticket: u32) -> u16 {
        self.end(ticket).status.number()
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
                particle,
                replica,
                order,
            }) => {
                let (particle, replica, order) = (*particle, *replica, order.clone());
                let turn = self.act((particle, replica), order);
                Answer::Guest { particle, turn }
            }
            Some(Effect::Forget { particle, replica }) => {
                let (particle, replica) = (*particle, *replica);
                self.guests.retain(|(whose, no), _| {
                    *whose != particle || replica.is_some_and(|replica| replica != *no)
                });
                Answer::Forgotten
            }
            None => return self.cosmos.step(Budget { until, events: 1 }),
        };
        self.cosmos.handle(Input::Answer(answer));
        Progress::More
    }

    /// `serves`, `asks POINT`, `rings` or `refuses a second`. Whatever it is, who is sent `trap`
    /// traps, and who is sent a Point asks that.
    fn act(&mut self, at: (ParticleNo, u16), order: Order) -> GuestTurn {
        let ask = |point: &str| Outcome::Ask {
            to: point.parse().unwrap(),
            core: DirectedCore::new("Ext<Go>".parse().unwrap(), Substance::Empty),
        };
        let mut deeds = vec![];
        let outcome = match order {
            Order::Start { wasm, .. } => {
                let module = String::from_utf8(wasm.to_vec()).unwrap();
                if module == "rings" {
                    self.alarms += 1;
                    let (id, tag) = (self.alarms, at.1.to_string().into());
                    let delay_ms = 1_000;
                    deeds.push((MILLISECOND, Deed::Alarm { id, delay_ms, tag }));
                }
                let refuses = at.1 > 0 && module == "refuses a second";
                self.guests.insert(at, module);
                match refuses {
                    true => {
                        Outcome::Done(ReflectedCore::fail(StatusCode::CONFLICT, "one is enough"))
                    }
                    false => Outcome::Done(ReflectedCore::ok(Substance::Empty)),
                }
            }
            Order::Wave { wave, .. } => {
                let module = self.guests.get(&at).expect("a guest that has begun");
                let method = wave.directed().map(|core| core.method.to_string());
                match (module.strip_prefix("asks "), wave.body()) {
                    (Some(all), _) if all.ends_with("**") => Outcome::Ripple {
                        to: Box::new(all.parse().unwrap()),
                        core: DirectedCore::new("Ext<Go>".parse().unwrap(), Substance::Empty),
                    },
                    _ if method.as_deref() == Some("Ext<Alarm>") => {
                        self.rang.push((at.1, wave.body().text()));
                        Outcome::Done(ReflectedCore::ok(Substance::Empty))
                    }
                    (_, Substance::Text(text)) if text == "trap" => {
                        self.guests.remove(&at);
                        Outcome::Failed {
                            status: StatusCode::TRAP,
                            reason: "it gave up".into(),
                        }
                    }
                    (_, Substance::Point(point)) => ask(point.as_str()),
                    (Some(point), _) => ask(point),
                    (None, body) => Outcome::Done(ReflectedCore::ok(body.clone())),
                }
            }
            Order::Echoes { answers, .. } => {
                let heard = answers.into_iter().map(|(core, from)| {
                    (
                        from.point.to_string().into(),
                        Substance::Int(core.status.number().into()),
                    )
                });
                Outcome::Done(ReflectedCore::ok(Substance::Map(heard.collect())))
            }
            Order::Answer { core, .. } => {
                assert!(self.guests.contains_key(&at), "it goes on where it asked");
                Outcome::Done(core)
            }
        };
        GuestTurn {
            fuel: TURN,
            deeds,
            outcome,
        }
    }

    fn no(&self, point: &str) -> ParticleNo {
        let point: Point = point.parse().unwrap();
        self.cosmos.registry().find(&point).unwrap()
    }

    fn state(&self, point: &str) -> Status {
        self.cosmos.registry().get(self.no(point)).status
    }

    /// The numbers of the replicas that there are.
    fn replicas(&self, point: &str) -> Vec<u16> {
        let no = self.no(point);
        let guests = self.guests.keys().filter(|(whose, _)| *whose == no);
        let guests: Vec<u16> = guests.map(|(_, replica)| *replica).collect();
        assert_eq!(self.cosmos.mechtron(no).unwrap().replicas(), guests.len());
        guests
    }

    /// Who served what at a point, in order: the replica, the sender, and when in turns since the
    /// first.
    fn served(&mut self, point: &str) -> Vec<(u16, String, u64)> {
        self.trace.extend(self.cosmos.take_trace());
        let no = self.no(point);
        let sent: BTreeMap<WaveNo, ParticleNo> = self
            .trace
            .iter()
            .filter_map(|record| match record.event {
                Event::Sent { wave, from, .. } => Some((wave, from)),
                _ => None,
            })
            .collect();
        let mut first = None;
        let served = self.trace.iter().filter_map(|record| match record.event {
            Event::Served {
                wave,
                particle,
                replica,
            } if particle == no => {
                let since = record.at.0 - first.get_or_insert(record.at).0;
                let point = &self.cosmos.registry().get(sent[&wave]).point;
                Some((replica, point.to_string(), since / TURN))
            }
            _ => None,
        });
        served.collect()
    }

    fn who_served(&mut self, point: &str) -> Vec<(u16, u64)> {
        let served = self.served(point).into_iter();
        served.map(|(replica, _, turns)| (replica, turns)).collect()
    }
}

#[test]
fn a_wave_goes_to_an_idle_replica_and_else_to_the_first_that_is_done() {
    let mut stage = Stage::new("serves", 3);
    let pings: Vec<u32> = (0..5)
        .map(|no| stage.ping(&format!("localhost:c{no}"), Substance::Empty))
        .collect();
    for ping in pings {
        assert_eq!(stage.status(ping), 200);
    }
    let expected = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)];
    assert_eq!(stage.who_served("localhost:r"), expected);
    let no = stage.no("localhost:r");
    // three beginnings and five Waves
    assert_eq!(stage.cosmos.mechtron(no).unwrap().fuel(), 8 * TURN);
}

#[test]
fn a_replica_that_waits_for_an_answer_keeps_no_wave_waiting() {
    let mut stage = Stage::new("serves", 2);
    stage.launch("asks localhost:nobody", "localhost:slow");
    stage.launch("asks localhost:slow", "localhost:c5");
    // the first asks, and it takes long until it knows that nobody is there
    let point = "localhost:slow".parse().unwrap();
    let first = stage.ping("localhost:r", Substance::Point(point));
    stage.advance(5);
    let others: Vec<u32> = (0..2)
        .map(|no| stage.ping(&format!("localhost:c{no}"), Substance::Empty))
        .collect();
    for ping in others {
        assert_eq!(stage.status(ping), 200);
    }
    assert_eq!(stage.status(first), 404);
    let who: Vec<u16> = stage.served("localhost:r").iter().map(|s| s.0).collect();
    assert_eq!(who, [0, 1, 1]);
}

#[test]
fn waves_of_one_sender_take_effect_in_the_order_of_sending_whoever_is_idle() {
    let mut stage = Stage::new("serves", 3);
    let pings: Vec<u32> = (0..3)
        .map(|_| stage.ping("localhost:r", Substance::Empty))
        .collect();
    let other = stage.ping("localhost:c0", Substance::Empty);
    for ping in pings.into_iter().chain([other]) {
        assert_eq!(stage.status(ping), 200);
    }
    let served = stage.served("localhost:r");
    let of_console = served
        .iter()
        .filter(|(_, from, _)| from.contains("control"));
    let of_console: Vec<_> = of_console.map(|(no, _, turns)| (*no, *turns)).collect();
    assert_eq!(of_console, [(0, 0), (0, 1), (0, 2)]);
    assert!(
        served
            .iter()
            .any(|(no, from, _)| (*no, from.as_str()) == (1, "localhost:c0"))
    );
}

#[test]
fn an_immediate_wave_is_refused_only_where_no_replica_can_take_it() {
    let mut stage = Stage::new("serves", 2);
    let immediately = |stage: &mut Stage| {
        stage.tickets += 1;
        let wave = DirectedProto::new(0)
            .kind(WaveKind::Ping)
            .to("localhost:r".parse::<Point>().unwrap())
            .method(Method::Ext("Go".into()))
            .handling(Handling {
                kind: Delivery::Immediate,
                ..Handling::default()
            });
        let (ticket, wave) = (stage.tickets, Box::new(wave));
        stage.cosmos.handle(Input::Wave { ticket, wave });
        ticket
    };
    let other = stage.ping("localhost:c0", Substance::Empty);
    stage.advance(30);
    let (first, second) = (immediately(&mut stage), immediately(&mut stage));
    assert_eq!(stage.status(second), 503);
    assert_eq!(stage.status(first), 200);
    assert_eq!(stage.status(other), 200);
}

#[test]
fn an_alarm_rings_where_it_was_set() {
    let mut stage = Stage::bare(7);
    stage.launch("rings", "localhost:r");
    stage.says("set localhost:r{ +replicas=3 }", 200);
    stage.advance(2_000);
    stage.rang.sort();
    let tags = stage.rang.iter().map(|(no, tag)| (*no, tag.as_str()));
    assert_eq!(tags.collect::<Vec<_>>(), [(0, "0"), (1, "1"), (2, "2")]);
    // who goes takes its alarms along
    stage.rang.clear();
    stage.says("init localhost:r", 200);
    stage.advance(100);
    stage.says("set localhost:r{ +replicas=1 }", 200);
    stage.advance(2_000);
    assert_eq!(stage.rang, [(0, "0".to_owned())]);
}

#[test]
fn there_are_as_many_as_the_property_says_and_never_more_than_64() {
    let mut stage = Stage::new("serves", 3);
    assert_eq!(stage.replicas("localhost:r"), [0, 1, 2]);
    let line = "set localhost:r{ +replicas=65 }";
    let told = stage.says(line, 400);
    assert_eq!(told, "property `replicas` may be at most 64, `65` is more");
    stage.says("set localhost:r{ +replicas=64 }", 200);
    stage.advance(100);
    assert_eq!(stage.replicas("localhost:r").len(), 64);
    stage.says("set localhost:r{ +replicas=0 }", 200);
    assert_eq!(stage.replicas("localhost:r"), [0]);
    stage.says("set localhost:r{ !replicas, +note=none }", 200);
    assert_eq!(stage.replicas("localhost:r"), [0]);
    // and from the beginning, where a creation says so
    let config = "uploads:m:1.0.0:/config/m.mechtron";
    let line = format!("create localhost:s<Mechtron>{{ +config={config}, +replicas=2 }}");
    stage.says(&line, 200);
    stage.advance(100);
    assert_eq!(stage.replicas("localhost:s"), [0, 1]);
}

#[test]
fn those_who_are_too_many_end_what_they_are_at() {
    let mut stage = Stage::new("serves", 3);
    let pings: Vec<u32> = (0..5)
        .map(|no| stage.ping(&format!("localhost:c{no}"), Substance::Empty))
        .collect();
    stage.advance(30);
    stage.says("set localhost:r{ +replicas=1 }", 200);
    for ping in pings {
        assert_eq!(stage.status(ping), 200);
    }
    // then there is one, and no more to tell
    let expected = [(0, 0), (1, 0), (2, 0), (0, 1)];
    assert_eq!(stage.who_served("localhost:r"), expected);
    assert_eq!(stage.replicas("localhost:r"), [0]);
}

#[test]
fn one_that_refuses_to_begin_is_left_out() {
    let mut stage = Stage::bare(7);
    stage.launch("refuses a second", "localhost:r");
    stage.says("set localhost:r{ +replicas=3 }", 200);
    stage.advance(100);
    assert_eq!(stage.state("localhost:r"), Status::Ready);
    assert_eq!(stage.replicas("localhost:r"), [0]);
    let told: Vec<String> = stage
        .cosmos
        .take_trace()
        .into_iter()
        .filter_map(|record| match record.event {
            Event::Log { message, .. } => Some(message.to_string()),
            _ => None,
        })
        .collect();
    let expected =
        [1, 2].map(|no| format!("localhost:r serves without its replica {no}: one is enough"));
    assert_eq!(told, expected);
    let ping = stage.ping("localhost:r", Substance::Empty);
    assert_eq!(stage.status(ping), 200);
}

#[test]
fn one_that_traps_begins_again_and_all_have_one_budget_of_restarts() {
    let mut stage = Stage::new("serves", 2);
    let trap = Substance::Text("trap".into());
    let slow = stage.ping("localhost:c0", Substance::Empty);
    stage.advance(30);
    for status in [500, 500, 500] {
        let ping = stage.ping("localhost:r", trap.clone());
        assert_eq!(stage.status(ping), status);
    }
    assert_eq!(stage.status(slow), 200);
    assert_eq!(stage.state("localhost:r"), Status::Ready);
    // the fourth within 5 s, while the other serves
    let trap = stage.ping("localhost:r", trap);
    let other = stage.ping("localhost:c0", Substance::Empty);
    assert_eq!(stage.status(trap), 500);
    assert_eq!(stage.state("localhost:r"), Status::Panic);
    assert_eq!(stage.status(other), 503);
    stage.says("init localhost:r", 200);
    stage.advance(100);
    assert_eq!(stage.replicas("localhost:r"), [0, 1]);
    assert_eq!(stage.state("localhost:r"), Status::Ready);
}

#[test]
fn an_upgrade_waits_for_all_and_then_all_are_of_the_new_version() {
    let mut stage = Stage::new("serves", 2);
    stage.launch("rings", "localhost:other");
    let config = stage.says("get localhost:other{ config }", 200);
    let config = config.split('"').nth(3).unwrap().to_owned();
    let pings: Vec<u32> = (0..4)
        .map(|no| stage.ping(&format!("localhost:c{no}"), Substance::Empty))
        .collect();
    stage.advance(30);
    let line = format!("set localhost:r{{ +config={config}, +replicas=3 }}");
    let upgrade = stage.give(&line, "");
    for ping in pings {
        assert_eq!(stage.status(ping), 200);
    }
    assert_eq!(stage.status(upgrade), 200);
    stage.advance(100);
    assert_eq!(stage.replicas("localhost:r"), [0, 1, 2]);
    let no = stage.no("localhost:r");
    assert!((0..3).all(|replica| stage.guests[&(no, replica)] == "rings"));
}

#[test]
fn a_pause_keeps_waves_from_all_replicas() {
    let mut stage = Stage::new("serves", 2);
    let at_work = stage.ping("localhost:c0", Substance::Empty);
    stage.advance(30);
    stage.says("pause localhost:r", 200);
    let waits = [
        stage.ping("localhost:c1", Substance::Empty),
        stage.ping("localhost:c2", Substance::Empty),
    ];
    assert_eq!(stage.status(at_work), 200);
    // more of them are no reason to go on
    stage.says("set localhost:r{ +replicas=3 }", 200);
    stage.advance(200);
    assert_eq!(stage.state("localhost:r"), Status::Paused);
    assert_eq!(stage.served("localhost:r").len(), 1);
    stage.says("resume localhost:r", 200);
    for ping in waits {
        assert_eq!(stage.status(ping), 200);
    }
}

#[test]
fn a_move_takes_all_along_and_a_deletion_ends_all() {
    let mut stage = Stage::new("serves", 3);
    stage.says("move localhost:r to central:maelstrom[2]", 200);
    stage.advance(100);
    assert_eq!(stage.replicas("localhost:r"), [0, 1, 2]);
    let no = stage.no("localhost:r");
    let pings: Vec<u32> = (0..4)
        .map(|no| stage.ping(&format!("localhost:c{no}"), Substance::Empty))
        .collect();
    stage.advance(26);
    assert_eq!(stage.cosmos.mechtron(no).unwrap().at_work(), 3);
    stage.says("delete localhost:r", 200);
    for ping in pings {
        assert_eq!(stage.status(ping), 404);
    }
    assert!(stage.guests.keys().all(|(whose, _)| *whose != no));
}

#[test]
fn a_lost_star_ends_the_work_of_all_and_all_begin_on_another() {
    let mut stage = Stage::new("serves", 3);
    let no = stage.no("localhost:r");
    // who asks is elsewhere
    for (at, to) in [("r", 0), ("c0", 1), ("c1", 1), ("c2", 1), ("c3", 1)] {
        stage.says(
            &format!("move localhost:{at} to central:maelstrom[{to}]"),
            200,
        );
    }
    stage.settle();
    let pings: Vec<u32> = (0..4)
        .map(|no| stage.ping(&format!("localhost:c{no}"), Substance::Empty))
        .collect();
    stage.advance(30);
    assert_eq!(stage.cosmos.mechtron(no).unwrap().at_work(), 3);
    let star = stage.cosmos.registry().get(no).star.unwrap();
    stage.cosmos.handle(Input::Fault(Fault::Stop(star)));
    for ping in pings {
        assert_eq!(stage.status(ping), 503);
    }
    assert_eq!(stage.cosmos.mechtron(no).unwrap().replicas(), 0);
    stage.advance(5_000);
    assert_eq!(stage.replicas("localhost:r"), [0, 1, 2]);
    let ping = stage.ping("localhost:c0", Substance::Empty);
    assert_eq!(stage.status(ping), 200);
}

#[test]
fn who_asks_itself_is_served_by_another_replica_and_a_circle_is_found_at_once() {
    let itself = || Substance::Point("localhost:r".parse().unwrap());
    let mut stage = Stage::new("serves", 2);
    let ping = stage.ping("localhost:r", itself());
    assert_eq!(stage.status(ping), 200);
    // with one there is none that could
    let mut stage = Stage::new("serves", 1);
    let ping = stage.ping("localhost:r", itself());
    assert_eq!(stage.end(ping).body.text(), "localhost:r asks localhost:r");
    // all ask the Mechtron whose ask they serve, though another of its replicas is idle
    let mut stage = Stage::new("asks localhost:back", 3);
    stage.launch("asks localhost:r", "localhost:back");
    let began = stage.cosmos.now();
    let ping = stage.ping("localhost:back", Substance::Empty);
    let core = stage.end(ping);
    assert_eq!(core.status, StatusCode::LOOP);
    let circle = "localhost:r asks localhost:back asks localhost:r";
    assert_eq!(core.body.text(), circle);
    assert!(stage.cosmos.now().0 - began.0 < 1_000 * MILLISECOND);
}

#[test]
fn a_guests_ripple_brings_each_answer_and_none_is_waited_for_in_a_circle() {
    let mut stage = Stage::new("serves", 1);
    stage.says("create localhost:all<Base>", 200);
    stage.launch("serves", "localhost:all:one");
    stage.launch("asks localhost:all:**", "localhost:all:self");
    stage.launch("asks localhost:all:self", "localhost:all:back");
    let began = stage.cosmos.now();
    let ping = stage.ping("localhost:all:self", Substance::Empty);
    let Substance::Map(heard) = stage.end(ping).body else {
        panic!("no map")
    };
    let heard: Vec<String> = heard
        .iter()
        .map(|(from, status)| format!("{from} {}", status.text()))
        .collect();
    // it cannot answer itself, nor who asks it in order to answer
    let expected = [
        "localhost:all:back 508",
        "localhost:all:one 200",
        "localhost:all:self 508",
    ];
    assert_eq!(heard, expected);
    assert!(stage.cosmos.now().0 - began.0 < 1_000 * MILLISECOND);
    // with another replica it can
    stage.says("set localhost:all:self{ +replicas=4 }", 200);
    stage.advance(100);
    stage.launch("asks localhost:nothing:**", "localhost:c0");
    let ping = stage.ping("localhost:c0", Substance::Empty);
    assert_eq!(stage.end(ping).body, Substance::Map(BTreeMap::default()));
}

/// What a Mechtron with replicas and its askers are told, and when: the trace and the replies.
fn run(
    seed: u64,
    replicas: &[u16],
    slices: &[u64],
) -> (Vec<Record>, Vec<orrery_hyperspace::Reply>) {
    let mut stage = Stage::bare(seed);
    stage.launch("rings", "localhost:r");
    for no in 0..3 {
        stage.launch("asks localhost:r", &format!("localhost:c{no}"));
    }
    for (at, count) in replicas.iter().enumerate() {
        stage.give(&format!("set localhost:r{{ +replicas={count} }}"), "");
        for no in 0..3 {
            stage.ping(&format!("localhost:c{no}"), Substance::Int(at as i64));
            stage.ping("localhost:r", Substance::Int(no));
        }
        if at % 3 == 2 {
            stage.ping("localhost:r", Substance::Text("trap".into()));
            stage.cosmos.handle(Input::Fault(Fault::Stop(StarNo(4))));
            stage.cosmos.handle(Input::Fault(Fault::Start(StarNo(4))));
        }
        stage.advance(15);
    }
    let mut slices = slices.iter().copied().cycle();
    loop {
        if stage.cosmos.effect().is_some() {
            stage.step(Moment::NEVER);
            continue;
        }
        let (until, events) = (Moment::NEVER, slices.next().unwrap());
        if stage.cosmos.step(Budget { until, events }) == Progress::Quiet {
            return (stage.cosmos.take_trace(), stage.cosmos.take_replies());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_slicing_gives_the_same_trace_and_each_pair_keeps_its_order(
        seed: u64,
        replicas in prop::collection::vec(0u16..6, 1..6),
        slices in prop::collection::vec(1u64..50, 1..100),
    ) {
        let whole = run(seed, &replicas, &[u64::MAX]);
        prop_assert_eq!(&run(seed, &replicas, &slices), &whole);
        let mut from = BTreeMap::new();
        let mut last = BTreeMap::new();
        let mut served = BTreeSet::new();
        for record in &whole.0 {
            match &record.event {
                Event::Sent { wave, from: sender, method, .. } => {
                    let alarm = method.as_ref().is_some_and(|m| m.to_string() == "Ext<Alarm>");
                    from.insert(*wave, (*sender, alarm));
                }
                Event::Served { wave, particle, .. } => {
                    prop_assert!(served.insert(*wave), "served twice");
                    let (sender, alarm) = from[wave];
                    if !alarm {
                        let before = last.insert((sender, *particle), *wave);
                        prop_assert!(before.is_none_or(|before| before < *wave));
                    }
                }
                _ => {}
            }
        }
    }
}
