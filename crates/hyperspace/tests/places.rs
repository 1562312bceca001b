//! Where Particles are: labels and shards; how stars find each other; and lanes with a capacity.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::num::NonZeroU32;

use orrery_hyperspace::effect::{Answer, Effect, GuestTurn, Order, Outcome};
use orrery_hyperspace::shard::rendezvous;
use orrery_hyperspace::trace::{Event, LaneNo, Record, StarNo, WaveNo};
use orrery_hyperspace::{Budget, Constellation, Fault, Hyperspace, Input, Moment, Progress, Star};
use orrery_space::core::ReflectedCore;
use orrery_space::hyper::{Discovery, Hyper, Search};
use orrery_space::kind::StarSub;
use orrery_space::place::Place;
use orrery_space::wave::{Delivery, DirectedProto, Handling, Priority, Recipients};
use orrery_space::{Method, Point, Status, Substance, WaveKind};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

const MILLISECOND: u64 = 1_000_000;

/// A nexus in the middle, with lanes of 1 ms to all others, and as many maelstroms as have labels.
fn around(maelstroms: &[&str], capacity: &str) -> Constellation {
    let mut text = String::from("star a:nexus[0] Nexus\n");
    let mut put = |name: &str, kind: &str, labels: &str| {
        let lane = format!("lane a:nexus[0]--a:{name} 1ms {capacity}");
        writeln!(text, "star a:{name} {kind} {labels}\n{lane}").unwrap();
    };
    put("central[0]", "Central", "");
    put("super[0]", "Super", "");
    put("scribe[0]", "Scribe", "");
    put("fold[0]", "Fold", "");
    put("fold[1]", "Fold", "");
    put("machine[0]", "Machine", "");
    for (no, labels) in maelstroms.iter().enumerate() {
        put(&format!("maelstrom[{no}]"), "Maelstrom", labels);
    }
    text.parse().unwrap()
}

/// A cosmos whose guests answer with what they are sent, after 1 ms of work.
struct Stage {
    cosmos: Hyperspace,
    tickets: u32,
    trace: Vec<Record>,
}

impl Stage {
    fn new(seed: u64, constellation: &Constellation) -> Self {
        let mut stage = Self {
            cosmos: Hyperspace::new(seed, constellation),
            tickets: 0,
            trace: Vec::new(),
        };
        assert_eq!(stage.say("create localhost<Space>").status.number(), 200);
        stage
    }

    fn give(&mut self, line: &str) -> u32 {
        self.tickets += 1;
        self.cosmos.handle(Input::Command {
            ticket: self.tickets,
            line: line.into(),
            files: vec![("m.wasm".into(), b"m".as_slice().into())],
        });
        self.tickets
    }

    fn say(&mut self, line: &str) -> ReflectedCore {
        let ticket = self.give(line);
        self.end(ticket)
    }

    fn says(&mut self, line: &str, status: u16) -> String {
        let core = self.say(line);
        assert_eq!(core.status.number(), status, "{line}: {}", core.body.text());
        core.body.text()
    }

    fn send(&mut self, kind: WaveKind, to: &str, handling: Handling) -> u32 {
        self.tickets += 1;
        let wave = DirectedProto::new(0)
            .kind(kind)
            .to(to.parse::<Point>().unwrap())
            .method("Cmd<Bounce>".parse::<Method>().unwrap())
            .handling(handling);
        let wave = Box::new(wave);
        let ticket = self.tickets;
        self.cosmos.handle(Input::Wave { ticket, wave });
        self.tickets
    }

    fn seek(&mut self, star: StarNo, to: Recipients, search: Search) -> ReflectedCore {
        self.tickets += 1;
        self.cosmos.handle(Input::Search {
            ticket: self.tickets,
            star,
            to,
            search,
        });
        self.end(self.tickets)
    }

    fn end(&mut self, ticket: u32) -> ReflectedCore {
        loop {
            if let Some(reply) = self.cosmos.take_reply(ticket) {
                return reply.core;
            }
            assert_ne!(self.step(Moment::NEVER), Progress::Quiet, "no reply came");
        }
    }

    fn advance(&mut self, milliseconds: u64) {
        let until = Moment(self.cosmos.now().0 + milliseconds * MILLISECOND);
        while !matches!(self.step(until), Progress::Quiet | Progress::Until(_)) {}
    }

    fn rest(&mut self) {
        while self.step(Moment::NEVER) != Progress::Quiet {}
        self.trace.extend(self.cosmos.take_trace());
    }

    fn step(&mut self, until: Moment) -> Progress {
        let answer = match self.cosmos.effect() {
            Some(Effect::Examine { task, bytes }) => Answer::Examined {
                task: *task,
                result: Ok(bytes.clone()),
            },
            Some(Effect::Guest {
                particle, order, ..
            }) => {
                let body = match order {
                    Order::Wave { wave, .. } => wave.body().clone(),
                    Order::Start { .. } | Order::Answer { .. } | Order::Echoes { .. } => {
                        Substance::Empty
                    }
                };
                let turn = GuestTurn {
                    fuel: MILLISECOND,
                    deeds: vec![],
                    outcome: Outcome::Done(ReflectedCore::ok(body)),
                };
                let particle = *particle;
                Answer::Guest { particle, turn }
            }
            Some(Effect::Forget { .. }) => Answer::Forgotten,
            None => return self.cosmos.step(Budget { until, events: 1 }),
        };
        self.cosmos.handle(Input::Answer(answer));
        Progress::More
    }

    fn star_no(&self, name: &str) -> StarNo {
        let mut all = (0..).map(StarNo).zip(self.cosmos.stars());
        all.find(|(_, star)| star.name() == name).unwrap().0
    }

    fn star(&self, point: &str) -> Option<&Star> {
        let no = self.cosmos.registry().find(&point.parse().unwrap());
        let star = self.cosmos.registry().get(no.unwrap()).star;
        star.map(|no| &self.cosmos.stars()[no.index()])
    }

    fn on(&self, point: &str) -> String {
        self.star(point)
            .map_or_else(|| "nowhere".into(), |star| star.name().to_string())
    }

    /// Each child of a parent with its star.
    fn homes(&self, parent: &str) -> BTreeMap<String, String> {
        let registry = self.cosmos.registry();
        let parent = registry.get(registry.find(&parent.parse().unwrap()).unwrap());
        let points = parent
            .children
            .iter()
            .map(|no| registry.get(*no).point.to_string());
        points
            .map(|point| (point.clone(), self.on(&point)))
            .collect()
    }
}

const DATABASE: &str =
    "Database<Relational<orrery.internal:orrery.internal:key-value:memory:(1.0.0)>>";

#[test]
fn standing_goes_before_nearness_and_that_before_load() {
    let text = "\
star a:nexus[0] Nexus
star a:nexus[1] Nexus
star a:central[0] Central
star a:super[0] Super
star a:machine[0] Machine
star a:maelstrom[0] Maelstrom
star a:maelstrom[1] Maelstrom
star a:maelstrom[2] Maelstrom ssd
lane a:nexus[0]--a:nexus[1] 1ms
lane a:nexus[0]--a:central[0] 1ms
lane a:nexus[0]--a:super[0] 1ms
lane a:nexus[0]--a:machine[0] 1ms
lane a:nexus[0]--a:maelstrom[0] 1ms
lane a:nexus[0]--a:maelstrom[1] 1ms
lane a:nexus[1]--a:maelstrom[2] 1ms
";
    let mut stage = Stage::new(1, &text.parse().unwrap());
    for name in ["a", "b", "c", "d"] {
        stage.says(&format!("create localhost:{name}<App>"), 200);
    }
    assert_eq!(stage.on("localhost:a"), "a:maelstrom[0]");
    assert_eq!(stage.on("localhost:b"), "a:maelstrom[1]");
    assert_eq!(
        stage.on("localhost:d"),
        "a:maelstrom[1]",
        "the far one is empty"
    );
    stage.says("create localhost:e<App>{ +place=ssd*1 }", 200);
    assert_eq!(stage.on("localhost:e"), "a:maelstrom[2]");
    stage.says("create localhost:f<App>{ +place=hdd*9 }", 200);
    assert_eq!(
        stage.on("localhost:f"),
        "a:maelstrom[0]",
        "no star has it, so none stands higher"
    );
}

#[test]
fn a_place_that_is_not_to_be_had_is_told_with_what_there_is() {
    let mut stage = Stage::new(1, &around(&["zone=a ssd", ""], ""));
    let why = stage.says(
        "create localhost:a<App>{ +place=\"zone=b,ssd,hdd*2\" }",
        503,
    );
    let what = "localhost:a wants a star with the labels ssd zone=b, and none can be had; those \
                that host an App are a:maelstrom[0] (ssd zone=a), a:maelstrom[1] (no labels)";
    assert!(why.contains(what), "{why}");
    let no = stage
        .cosmos
        .registry()
        .find(&"localhost:a".parse().unwrap());
    let record = stage.cosmos.registry().get(no.unwrap());
    assert_eq!((record.status, record.star), (Status::Panic, None));
    stage.says("set localhost:a{ +place=\"ssd,hdd*2\" }", 200);
    stage.advance(2_000);
    assert_eq!(stage.on("localhost:a"), "a:maelstrom[0]");
    let why = stage.says("move localhost:a to a:maelstrom[1]", 409);
    assert!(why.contains("these do: a:maelstrom[0]"), "{why}");
}

#[test]
fn who_does_not_fit_any_more_moves_when_its_place_is_set() {
    let mut stage = Stage::new(1, &around(&["zone=a", "zone=b ssd", "zone=b"], ""));
    let says = |stage: &mut Stage, point: &str, change: &str| {
        stage.says(&format!("set {point}{{ {change} }}"), 200);
        stage.rest();
        stage.on(point)
    };
    stage.says("create localhost:app<App>{ +place=zone=a }", 200);
    stage.says("launch ^[ m.wasm ]-> localhost:m", 200);
    stage.says("move localhost:m to a:maelstrom[0]", 200);
    for point in ["localhost:app", "localhost:m"] {
        assert_eq!(stage.on(point), "a:maelstrom[0]");
        let on = says(&mut stage, point, "+place=\"zone=b,ssd*2\"");
        assert_eq!(on, "a:maelstrom[1]");
        // it fits where it is, though another would stand higher
        let on = says(&mut stage, point, "+place=\"zone=b,zone=a*9\"");
        assert_eq!(on, "a:maelstrom[1]");
        stage.trace.clear();
        assert_eq!(says(&mut stage, point, "+place=zone=c"), "a:maelstrom[1]");
        let told = stage.trace.iter().find_map(|record| match &record.event {
            Event::Log { message, .. } => Some(message.to_string()),
            _ => None,
        });
        let what = format!("{point} stays, {point} wants a star with the labels zone=c, and none");
        assert!(
            told.as_ref().is_some_and(|told| told.starts_with(&what)),
            "{told:?}"
        );
        assert_eq!(says(&mut stage, point, "!place"), "a:maelstrom[1]");
    }
    // among shards too, and whoever is spread over them
    stage.says("create localhost:all<Base>{ +shards=3 }", 200);
    for name in ["a", "b", "c", "d"] {
        let point = format!("localhost:all:{name}");
        stage.says(&format!("create {point}<App>"), 200);
        assert_eq!(says(&mut stage, &point, "+place=ssd"), "a:maelstrom[1]");
        assert_eq!(says(&mut stage, &point, "+place=zone=a"), "a:maelstrom[0]");
    }
}

#[test]
fn waves_for_who_moves_since_its_place_is_set_are_answered_in_order() {
    let mut stage = Stage::new(1, &around(&["zone=a", "zone=b"], ""));
    stage.says("launch ^[ m.wasm ]-> localhost:m", 200);
    stage.says("move localhost:m to a:maelstrom[0]", 200);
    stage.rest();
    stage.trace.clear();
    let ping = |stage: &mut Stage| stage.give("ping localhost:m Ext<Say> \"hi\"");
    let mut tickets = vec![ping(&mut stage), ping(&mut stage)];
    tickets.push(stage.give("set localhost:m{ +place=zone=b }"));
    for _ in 0..8 {
        tickets.push(ping(&mut stage));
        stage.advance(1);
    }
    for ticket in tickets {
        assert_eq!(stage.end(ticket).status.number(), 200);
    }
    stage.rest();
    assert_eq!(stage.on("localhost:m"), "a:maelstrom[1]");
    let no = stage
        .cosmos
        .registry()
        .find(&"localhost:m".parse().unwrap());
    let taken: Vec<WaveNo> = stage
        .trace
        .iter()
        .filter_map(|record| match record.event {
            Event::Delivered { wave, particle, .. } if Some(particle) == no => Some(wave),
            _ => None,
        })
        .collect();
    assert_eq!(taken.len(), 10);
    assert!(taken.is_sorted());
}

fn labels() -> impl Strategy<Value = String> {
    subsequence(vec!["ssd", "big", "zone=a", "zone=b"], 0..4).prop_map(|all| all.join(" "))
}

fn place() -> impl Strategy<Value = String> {
    let parts = vec!["ssd", "big*2", "zone=a*3", "zone=b"];
    subsequence(parts, 0..4).prop_map(|all| all.join(","))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever stops and starts: who is placed is where he wants to be, and who is not has no such
    /// star that runs.
    #[test]
    fn every_placing_obeys(
        stars in vec(labels(), 1..5),
        places in vec(place(), 1..5),
        stops in vec(0..5_usize, 0..4),
        guests in any::<bool>(),
    ) {
        let stars: Vec<&str> = stars.iter().map(String::as_str).collect();
        let mut stage = Stage::new(3, &around(&stars, ""));
        for (no, place) in places.iter().enumerate() {
            if guests {
                stage.say(&format!("launch ^[ m.wasm ]-> localhost:a{no}"));
                stage.say(&format!("set localhost:a{no}{{ +place=\"{place}\" }}"));
            } else {
                stage.say(&format!("create localhost:a{no}<App>{{ +place=\"{place}\" }}"));
            }
        }
        for stop in stops {
            let name = format!("a:maelstrom[{}]", stop % stars.len());
            let runs = !stage.cosmos.stars()[stage.star_no(&name).index()].stopped;
            stage.say(&format!("{} {name}", if runs { "stop" } else { "start" }));
            stage.advance(30_000);
        }
        if guests {
            // each is placed anew once, by its labels
            stage.say("stop a:nexus[0]");
            stage.say("start a:nexus[0]");
            for no in 0..stars.len() {
                stage.say(&format!("stop a:maelstrom[{no}]"));
                stage.advance(30_000);
                stage.say(&format!("start a:maelstrom[{no}]"));
                stage.advance(30_000);
            }
        }
        for (no, place) in places.iter().enumerate() {
            let place: Place = place.parse().unwrap();
            let maelstroms = || {
                let all = stage.cosmos.stars().iter();
                all.filter(|star| star.kind == StarSub::Maelstrom && !star.stopped)
            };
            match stage.star(&format!("localhost:a{no}")) {
                Some(star) => {
                    prop_assert!(place.fits(&star.labels), "{place} on {}", star.name());
                }
                None => prop_assert!(!maelstroms().any(|star| place.fits(&star.labels))),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is set while everybody is at work: who is placed fits where he is, or fits nowhere.
    #[test]
    fn a_place_that_is_set_is_obeyed_at_once(
        stars in vec(labels(), 1..5),
        places in vec(place(), 1..6),
        shards in 0..4_u32,
    ) {
        let stars: Vec<&str> = stars.iter().map(String::as_str).collect();
        let mut stage = Stage::new(5, &around(&stars, ""));
        stage.says(&format!("create localhost:all<Base>{{ +shards={shards} }}"), 200);
        let points = ["localhost:all:m", "localhost:all:app"];
        stage.says("launch ^[ m.wasm ]-> localhost:all:m", 200);
        stage.says("create localhost:all:app<App>", 200);
        let mut pings = Vec::new();
        for place in &places {
            for point in points {
                stage.give(&format!("set {point}{{ +place=\"{place}\" }}"));
                pings.push(stage.give(&format!("ping {point} Cmd<Bounce>")));
            }
            stage.advance(7);
        }
        for ping in pings {
            prop_assert_eq!(stage.end(ping).status.number(), 200);
        }
        stage.rest();
        let place: Place = places.last().unwrap().parse().unwrap();
        for point in points {
            let star = stage.star(point).expect("it stays somewhere");
            let stars = stage.cosmos.stars().iter();
            let mut others = stars.filter(|star| star.kind == StarSub::Maelstrom);
            let nowhere = !others.any(|star| place.fits(&star.labels));
            prop_assert!(nowhere || place.fits(&star.labels), "{point}: {place} on {}", star.name());
        }
    }
}

fn discoveries(core: &ReflectedCore) -> Vec<Discovery> {
    match &core.body {
        Substance::Hyper(hyper) => match hyper.as_ref() {
            Hyper::Discoveries(found) => found.clone(),
            other => panic!("{other:?}"),
        },
        Substance::List(list) => list
            .iter()
            .flat_map(|answer| match answer {
                Substance::ReflectedCore(core) if core.status.is_success() => discoveries(core),
                Substance::ReflectedCore(_) => vec![],
                other => panic!("{other:?}"),
            })
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_star_finds_others_with_what_they_host_and_how_far_they_are() {
    let mut stage = Stage::new(1, &Constellation::default());
    let fold = stage.star_no("central:fold[0]");
    let core = stage.seek(fold, Recipients::Stars, Search::Kinds);
    let found = discoveries(&core);
    assert_eq!(found.len(), stage.cosmos.stars().len());
    for discovery in &found {
        let hops = match discovery.star_kind {
            StarSub::Fold => 0,
            StarSub::Nexus => 1,
            _ => 2,
        };
        assert_eq!(discovery.hops, hops, "{}", discovery.star_key);
        let app = "App".parse().unwrap();
        let hosts = discovery.kinds.iter().any(|kind| kind.matches(&app));
        assert_eq!(hosts, discovery.star_kind == StarSub::Maelstrom);
    }
    let scribes = stage.seek(fold, Recipients::Stars, Search::StarKind(StarSub::Scribe));
    assert_eq!(discoveries(&scribes).len(), 2);
    // the long way round is told as it was
    stage.says("cut central:nexus[1]--central:fold[0]", 200);
    stage.says("cut central:nexus[0]--central:super[0]", 200);
    let here = stage.cosmos.stars()[stage.star_no("central:super[0]").index()].clone();
    let to = || Recipients::Single(here.point.clone().into());
    let found = discoveries(&stage.seek(fold, to(), Search::Star(here.key.clone())));
    assert_eq!((found.len(), found[0].hops), (1, 3));
    assert_eq!(found[0].star_key, here.key);
}

#[test]
fn a_star_that_starts_again_finds_all_at_once_and_is_found() {
    let mut stage = Stage::new(1, &Constellation::default());
    let fold = stage.star_no("central:fold[0]");
    let before = discoveries(&stage.seek(fold, Recipients::Stars, Search::Kinds));
    stage.says("stop central:fold[0]", 200);
    stage.says("stop central:nexus[0]", 200);
    stage.says("start central:fold[0]", 200);
    // by the other nexus, without the one that has stopped
    let found = discoveries(&stage.seek(fold, Recipients::Stars, Search::Kinds));
    assert_eq!(found.len(), before.len() - 1);
    stage.says("start central:nexus[0]", 200);
    let found = discoveries(&stage.seek(fold, Recipients::Stars, Search::Kinds));
    assert_eq!(found, before);
    let far = stage.star_no("central:super[0]");
    let found = discoveries(&stage.seek(far, Recipients::Stars, Search::StarKind(StarSub::Fold)));
    assert_eq!((found.len(), found[0].hops), (1, 2));
}

#[test]
fn stars_of_all_machines_are_found() {
    let text = include_str!("../../../tests/files/machines.constellation");
    let mut stage = Stage::new(1, &text.parse().unwrap());
    for (from, near) in [
        ("central:maelstrom[0]", "laptop"),
        ("rack:scribe[0]", "rack"),
    ] {
        let from = stage.star_no(from);
        let found = discoveries(&stage.seek(from, Recipients::Stars, Search::Kinds));
        assert_eq!(found.len(), 11);
        for Discovery { star_key, hops, .. } in found {
            let no = stage.star_no(&star_key.bare().to_string());
            let star = &stage.cosmos.stars()[no.index()];
            let over = u16::from(star.machine != near);
            let from_nexus = u16::from(star.kind != StarSub::Nexus);
            let lanes = if no == from { 0 } else { 1 + over + from_nexus };
            assert_eq!(hops, lanes, "{star_key}");
        }
    }
}

#[test]
fn who_is_not_sought_answers_with_nothing_and_only_stars_seek() {
    let mut stage = Stage::new(1, &Constellation::default());
    let fold = stage.star_no("central:fold[0]");
    let nobody = Search::Star("STAR::central:fold[9]".parse().unwrap());
    let core = stage.seek(fold, Recipients::Stars, nobody.clone());
    assert_eq!(core.status.number(), 200);
    assert!(!core.headers.contains_key("Partial"));
    assert_eq!(discoveries(&core), []);
    let one = stage.cosmos.stars()[0].point.clone();
    let core = stage.seek(fold, Recipients::Single(one.clone().into()), nobody.clone());
    assert_eq!((core.status.number(), discoveries(&core)), (200, vec![]));
    // there is no such star to send it
    let core = stage.seek(StarNo(99), Recipients::Stars, Search::Kinds);
    assert_eq!(core.status.number(), 404);
    // the console is no star
    let wave = DirectedProto::ping(0)
        .to(one)
        .method("Hyp<Search>".parse::<Method>().unwrap())
        .body(Substance::Hyper(Box::new(Hyper::Search(nobody))));
    stage.tickets += 1;
    let ticket = stage.tickets;
    stage.cosmos.handle(Input::Wave {
        ticket,
        wave: Box::new(wave),
    });
    assert_eq!(stage.end(ticket).status.number(), 403);
    // there is no star of the kind
    let mut small = Stage::new(1, &around(&[], ""));
    let core = small.seek(
        StarNo(0),
        Recipients::Stars,
        Search::StarKind(StarSub::Jump),
    );
    assert_eq!((core.status.number(), discoveries(&core)), (200, vec![]));
    // a star that is stopped is answered for, and the search ends
    stage.says("stop central:scribe[0]", 200);
    let core = stage.seek(fold, Recipients::Stars, Search::Kinds);
    assert_eq!(discoveries(&core).len(), stage.cosmos.stars().len() - 1);
}

/// No lane ever carries more than its capacity in one direction.
fn check_room(cosmos: &Hyperspace, trace: &[Record]) {
    let mut under_way: BTreeMap<(LaneNo, StarNo), Vec<Moment>> = BTreeMap::new();
    for record in trace {
        if let Event::Hop {
            lane,
            from,
            arrives,
            ..
        } = &record.event
        {
            let there = under_way.entry((*lane, *from)).or_default();
            there.retain(|until| *until > record.at);
            there.push(*arrives);
            let capacity = cosmos.lanes()[lane.index()].capacity;
            let most = capacity.map_or(usize::MAX, |most| most.get() as usize);
            assert!(there.len() <= most, "{} on lane {lane:?}", there.len());
        }
    }
}

#[test]
fn who_waits_for_room_goes_by_priority_and_then_in_order() {
    let mut stage = Stage::new(1, &around(&[""], "1"));
    stage.rest();
    let of = |priority| Handling {
        priority,
        ..Handling::default()
    };
    let priorities = [
        Priority::Low,
        Priority::Low,
        Priority::Med,
        Priority::High,
        Priority::Low,
    ];
    for priority in priorities {
        stage.send(WaveKind::Signal, "localhost", of(priority));
    }
    let immediate = Handling {
        kind: Delivery::Immediate,
        ..Handling::default()
    };
    let refused = stage.send(WaveKind::Ping, "localhost", immediate);
    let core = stage.end(refused);
    assert_eq!(core.status.number(), 503);
    let why = core.body.text();
    assert!(
        why.contains("is full, and an Immediate Wave does not wait"),
        "{why}"
    );
    let lanes = stage.say("lanes");
    let Substance::List(lanes) = lanes.body else {
        panic!("no list");
    };
    let narrow = lanes.iter().find(|lane| lane.text().contains("machine[0]"));
    let line = narrow.unwrap().text();
    assert_eq!(
        line,
        "a:nexus[0]--a:machine[0] 1 ms, carries 1 each way, 4 wait"
    );
    let before = stage.trace.len();
    stage.rest();
    let sent: Vec<WaveNo> = stage.trace[before..]
        .iter()
        .filter_map(|record| match record.event {
            Event::Sent {
                wave,
                kind: WaveKind::Signal,
                ..
            } => Some(wave),
            _ => None,
        })
        .collect();
    let delivered: Vec<usize> = stage.trace[before..]
        .iter()
        .filter_map(|record| match record.event {
            Event::Delivered { wave, .. } => sent.iter().position(|no| *no == wave),
            _ => None,
        })
        .collect();
    assert_eq!(delivered, [0, 3, 2, 1, 4]);
    check_room(&stage.cosmos, &stage.trace);
}

#[test]
fn who_waits_at_a_star_that_stops_is_answered_for_and_another_way_is_taken() {
    let mut plan = Constellation::default();
    for lane in &mut plan.lanes {
        lane.capacity = NonZeroU32::new(1);
    }
    let mut stage = Stage::new(1, &plan);
    let pings = |stage: &mut Stage| -> Vec<u32> {
        let ping = |_| stage.send(WaveKind::Ping, "localhost", Handling::default());
        (0..6).map(ping).collect()
    };
    let tickets = pings(&mut stage);
    for _ in 0..8 {
        stage.step(Moment::NEVER);
    }
    stage.says("cut central:nexus[1]--machine:machine[0]", 200);
    for ticket in tickets {
        assert_eq!(stage.end(ticket).status.number(), 200);
    }
    stage.says("mend central:nexus[1]--machine:machine[0]", 200);
    let tickets = pings(&mut stage);
    for _ in 0..8 {
        stage.step(Moment::NEVER);
    }
    let (machine, nexus) = (stage.star_no("machine:machine[0]"), StarNo(1));
    stage.cosmos.handle(Input::Fault(Fault::Stop(machine)));
    stage.cosmos.handle(Input::Fault(Fault::Stop(nexus)));
    stage.advance(60_000);
    stage.cosmos.handle(Input::Fault(Fault::Start(machine)));
    for ticket in tickets {
        assert!(matches!(stage.end(ticket).status.number(), 200 | 408 | 503));
    }
    stage.rest();
    assert!(stage.say("lanes").body.text().find("wait").is_none());
    check_room(&stage.cosmos, &stage.trace);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However narrow the lanes and bad the weather: none carries too much, each Ping has one answer,
    /// and nothing waits in the end.
    #[test]
    fn narrow_lanes_keep_the_promises(
        capacity in 1_u32..4,
        sends in vec((0..4_usize, 0..5_usize, 0..20_u64), 1..40),
        storm in any::<bool>(),
        stop in proptest::option::of(0..9_u16),
    ) {
        let mut stage = Stage::new(5, &around(&["", "", ""], &capacity.to_string()));
        for name in ["a", "b", "c"] {
            stage.says(&format!("create localhost:{name}<App>"), 200);
        }
        stage.rest();
        let before = stage.trace.len();
        if storm {
            stage.says("storm 3 loss=0.1 delay=2ms double=0.1 shuffle=0.2 for 1s", 200);
        }
        let mut tickets = Vec::new();
        for (at, (to, priority, pause)) in sends.iter().enumerate() {
            let to = ["localhost", "localhost:a", "localhost:b", "localhost:c"][*to];
            let priority = [
                Priority::Low,
                Priority::Med,
                Priority::High,
                Priority::Super,
                Priority::Hyper,
            ][*priority];
            let handling = Handling { priority, ..Handling::default() };
            tickets.push(stage.send(WaveKind::Ping, to, handling));
            for _ in 0..*pause {
                stage.step(Moment::NEVER);
            }
            if at == sends.len() / 2
                && let Some(star) = stop
            {
                stage.cosmos.handle(Input::Fault(Fault::Stop(StarNo(star))));
            }
        }
        for ticket in tickets {
            stage.end(ticket);
        }
        stage.rest();
        check_room(&stage.cosmos, &stage.trace);
        if stop.is_none() {
            // of one priority to one receiver they go in as they left
            let mut order = sends.iter().map(|(to, priority, _)| (to, priority));
            let mut left = BTreeMap::new();
            let mut last: BTreeMap<_, WaveNo> = BTreeMap::new();
            for record in &stage.trace[before..] {
                match &record.event {
                    Event::Sent { wave, kind: WaveKind::Ping, .. } => {
                        left.insert(*wave, order.next());
                    }
                    Event::Delivered { wave, .. } if left.contains_key(wave) => {
                        let former = last.insert(left[wave], *wave);
                        prop_assert!(former < Some(*wave), "{former:?} before {wave:?}");
                    }
                    _ => {}
                }
            }
        }
        stage.cosmos.handle(Input::Fault(Fault::Start(StarNo(stop.unwrap_or(0)))));
        stage.rest();
        let lanes = stage.say("lanes");
        prop_assert!(!lanes.body.text().contains("wait"), "{}", lanes.body.text());
    }
}

#[test]
fn shards_spread_children_and_a_change_moves_those_whose_home_is_another() {
    let mut stage = Stage::new(1, &around(&[""; 6], ""));
    stage.says("create localhost:p<Base>{ +shards=3 }", 200);
    for no in 0..60 {
        stage.says(&format!("create localhost:p:c{no}<App>"), 200);
    }
    let three = stage.homes("localhost:p");
    let stars = |homes: &BTreeMap<String, String>| homes.values().cloned().collect::<BTreeSet<_>>();
    assert_eq!(stars(&three).len(), 3);
    stage.says("set localhost:p{ +shards=4 }", 200);
    stage.advance(1_000);
    let four = stage.homes("localhost:p");
    let added: BTreeSet<_> = &stars(&four) - &stars(&three);
    assert_eq!(added.len(), 1);
    let moved: Vec<_> = four
        .iter()
        .filter(|(point, home)| three[*point] != **home)
        .collect();
    assert!(
        (8..=23).contains(&moved.len()),
        "{} of 60 moved",
        moved.len()
    );
    assert!(moved.iter().all(|(_, home)| added.contains(*home)));
    // a star's loss places anew only its own children
    let lost = added.first().unwrap();
    stage.says(&format!("stop {lost}"), 200);
    stage.advance(5_000);
    for (point, home) in stage.homes("localhost:p") {
        match four[&point] == *lost {
            true => assert!(stars(&three).contains(&home), "{point} is on {home}"),
            false => assert_eq!(four[&point], home, "{point}"),
        }
    }
    stage.says(&format!("start {lost}"), 200);
    stage.says("set localhost:p{ +shards=3 }", 200);
    stage.advance(1_000);
    assert_eq!(stage.homes("localhost:p"), three);
    // more than there are is all of them, and none at all moves nobody
    stage.says("set localhost:p{ +shards=1000 }", 200);
    stage.advance(1_000);
    let all = stage.homes("localhost:p");
    assert_eq!(stars(&all).len(), 6);
    stage.says("set localhost:p{ !shards }", 200);
    stage.advance(1_000);
    assert_eq!(stage.homes("localhost:p"), all);
    stage.says("set localhost:p{ +shards=many }", 400);
}

#[test]
fn who_moves_takes_all_along_what_came_meanwhile_too() {
    let mut stage = Stage::new(1, &around(&[""], ""));
    stage.says("create localhost:p<Base>{ +shards=1 }", 200);
    for no in 0..8 {
        stage.says(&format!("create localhost:p:d{no}<{DATABASE}>"), 200);
        stage.says(
            &format!("ping localhost:p:d{no}^Ext<Put>/a \"before\""),
            200,
        );
    }
    let before = stage.homes("localhost:p");
    // the change and what is put cross each other
    let mut puts = vec![stage.give("set localhost:p{ +shards=2 }")];
    for round in 0..6 {
        for no in 0..8 {
            let put = format!("ping localhost:p:d{no}^Ext<Put>/b{round} \"meanwhile\"");
            puts.push(stage.give(&put));
        }
        stage.advance(1);
    }
    for put in puts {
        assert_eq!(stage.end(put).status.number(), 200);
    }
    stage.advance(1_000);
    let after = stage.homes("localhost:p");
    assert_ne!(before, after);
    for no in 0..8 {
        let core = stage.say(&format!("ping localhost:p:d{no} Ext<Keys>"));
        let Substance::List(keys) = core.body else {
            panic!("no list");
        };
        assert_eq!(
            keys.len(),
            7,
            "of d{no}, which is on {}",
            after[&format!("localhost:p:d{no}")]
        );
    }
}

#[test]
fn what_follows_who_moves_comes_in_the_order_in_which_it_left() {
    for by_shards in [false, true] {
        let mut stage = Stage::new(1, &around(&["", ""], ""));
        stage.says("create localhost:p<Base>{ +shards=1 }", 200);
        stage.says("create localhost:p:a<App>", 200);
        let here = stage.on("localhost:p:a");
        let there = ["a:maelstrom[0]", "a:maelstrom[1]"];
        let there = there.into_iter().find(|name| *name != here).unwrap();
        stage.rest();
        let before = stage.trace.len();
        let moves = match by_shards {
            false => format!("move localhost:p:a to {there}"),
            true => {
                // one that was moved by hand goes home
                stage.says(&format!("move localhost:p:a to {there}"), 200);
                "set localhost:p{ +shards=1 }".into()
            }
        };
        let ticket = stage.give(&moves);
        for _ in 0..60 {
            stage.send(WaveKind::Signal, "localhost:p:a", Handling::default());
            let until = Moment(stage.cosmos.now().0 + MILLISECOND / 4);
            while !matches!(stage.step(until), Progress::Quiet | Progress::Until(_)) {}
        }
        assert_eq!(stage.end(ticket).status.number(), 200);
        stage.rest();
        let mut hops: BTreeMap<WaveNo, u32> = BTreeMap::new();
        let mut last = None;
        let mut delivered = 0;
        for record in &stage.trace[before..] {
            match &record.event {
                Event::Sent {
                    wave,
                    kind: WaveKind::Signal,
                    ..
                } => {
                    hops.insert(*wave, 0);
                }
                Event::Hop { wave, .. } => {
                    hops.entry(*wave).and_modify(|hops| *hops += 1);
                }
                Event::Delivered { wave, .. } if hops.contains_key(wave) => {
                    assert!(last < Some(*wave), "{last:?} before {wave:?}");
                    last = Some(*wave);
                    delivered += 1;
                }
                _ => {}
            }
        }
        assert_eq!(delivered, 60);
        assert!(hops.values().any(|hops| *hops > 2), "none had to follow");
    }
}

#[test]
fn guests_go_home_too_even_those_that_are_just_being_loaded() {
    let mut stage = Stage::new(1, &around(&[""; 4], ""));
    stage.says("create localhost:p<App>{ +shards=1 }", 200);
    for no in 0..6 {
        stage.says(&format!("launch ^[ m.wasm ]-> localhost:p:m{no}"), 200);
    }
    let late: Vec<u32> = (6..12)
        .map(|no| stage.give(&format!("launch ^[ m.wasm ]-> localhost:p:m{no}")))
        .collect();
    stage.advance(14);
    stage.says("set localhost:p{ +shards=4 }", 200);
    for ticket in late {
        let core = stage.end(ticket);
        assert_eq!(core.status.number(), 200, "{}", core.body.text());
    }
    stage.advance(5_000);
    let homes = stage.homes("localhost:p");
    assert_eq!(homes.len(), 12);
    assert!(homes.values().collect::<BTreeSet<_>>().len() > 1);
    // setting it again moves nobody: all are at home
    stage.rest();
    let before = stage.trace.len();
    stage.says("set localhost:p{ +shards=4 }", 200);
    stage.rest();
    let assigned = |record: &Record| matches!(record.event, Event::Assigned { .. });
    assert!(!stage.trace[before..].iter().any(assigned));
    for no in 0..12 {
        let said = stage.says(&format!("ping localhost:p:m{no} Ext<Say> \"hi\""), 200);
        assert_eq!(said, "hi");
    }
}

proptest! {
    /// From n stars to n + 1 about one child in n + 1 moves, to the new star, and nobody else.
    #[test]
    fn growing_moves_a_fair_share(parent in "[a-z]{1,8}", stars in 1..9_usize) {
        const CHILDREN: usize = 2_000;
        let names: Vec<String> = (0..=stars).map(|no| format!("STAR::a:b[{no}]")).collect();
        let home = |child: &Point, names: &[String]| {
            let best = names.iter().max_by_key(|name| rendezvous(child, name));
            best.unwrap().clone()
        };
        let mut moved = 0;
        for no in 0..CHILDREN {
            let child: Point = format!("localhost:{parent}:c{no}").parse().unwrap();
            let (before, after) = (home(&child, &names[..stars]), home(&child, &names));
            if before != after {
                prop_assert_eq!(&after, &names[stars]);
                moved += 1;
            }
        }
        let fair = CHILDREN / (stars + 1);
        prop_assert!(moved * 4 > fair * 3 && moved * 4 < fair * 5, "{moved} moved of {fair}");
    }
}
