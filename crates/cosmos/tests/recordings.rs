//! A run is its seed and its inputs: played again it is the same, and goes on the same.
#![cfg(not(target_arch = "wasm32"))] // the browser has the scenarios
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use orrery_cosmos::{Budget, Cosmos, Position, Recording, RecordingError, Replay};
use orrery_cosmos::{Timeline, TraceHash};
use orrery_hyperspace::fault::{Fault, LaneFault};
use orrery_hyperspace::trace::{Event, LaneNo, Record, StarNo, WaveNo};
use orrery_hyperspace::{Constellation, Moment, Pass};
use orrery_space::core::{DirectedCore, HypMethod};
use orrery_space::hyper::{Knock, Search};
use orrery_space::kind::StarSub;
use orrery_space::wave::{BounceBacks, Delivery, DirectedProto, Handling, Recipients, Retries};
use orrery_space::{Agent, Command, Method, Substance, Surface, Token, Wave, WaveKind};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const ECHO: &str = include_str!("../../../mechtrons/echo/echo.wat");
const PULSE: &str = include_str!("../../../mechtrons/pulse/pulse.wat");

const MILL: &str = include_str!("../../../mechtrons/mill/mill.wat");

/// `Ext<Write>` puts `half`, asks the mill, and puts `done`; `Ext<Trap>` puts `half` and traps; any
/// other reads what is there.
const WRITER: &str = r#"(module
  (import "cosmos" "field" (func $field (param i32 i32 i32) (result i32)))
  (import "cosmos" "ask" (func $ask (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "get" (func $get (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "put" (func $put (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "xhalfdonelocalhost:mill^Ext<Grind>")
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave") (local $letter i32)
    (drop (call $field (i32.const 5) (i32.const 64) (i32.const 16)))
    (local.set $letter (i32.load8_u (i32.const 68)))
    (if (i32.ne (local.get $letter) (i32.const 82)) ;; R
      (then
        (drop (call $put (i32.const 0) (i32.const 1) (i32.const 1) (i32.const 4)))
        (if (i32.eq (local.get $letter) (i32.const 84)) (then unreachable)) ;; T
        (drop (call $ask (i32.const 9) (i32.const 25)
          (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
        (drop (call $put (i32.const 0) (i32.const 1) (i32.const 5) (i32.const 4)))))
    (call $reply (i32.const 200) (i32.const 1) (i32.const 100)
      (call $get (i32.const 0) (i32.const 1) (i32.const 100) (i32.const 16)))))"#;

/// What is done to a cosmos: something is put in, or it runs for a while.
#[derive(Debug, Clone)]
enum Act {
    Say(&'static str),
    Ping(&'static str),
    Wave(WaveKind, &'static str, Handling),
    Search(u16, Recipients, Search),
    Fault(Fault),
    /// A client says something: it knocks as Anonymous or by a token, pings, or talks nonsense.
    Frame(u32, Said),
    Left(u32),
    Pass(bool),
    Events(u64),
    Fuel(u64),
    Time(u64),
}

#[derive(Debug, Clone, Copy)]
enum Said {
    Knock(bool),
    Ping(&'static str),
    Nonsense,
}

const TARGETS: [&str; 4] = [
    "localhost:echo",
    "localhost:a",
    "localhost:pulse",
    "<<STAR::machine:machine[0]>>::star:controls:control-1",
];

fn wave() -> impl Strategy<Value = Act> {
    let kinds = select(vec![WaveKind::Ping, WaveKind::Signal, WaveKind::Ripple]);
    let delivery = select(vec![
        Delivery::Queued,
        Delivery::Durable,
        Delivery::Immediate,
    ]);
    let retries = select(vec![Retries::None, Retries::Medium]);
    (kinds, select(&TARGETS[..]), delivery, retries).prop_map(|(kind, to, delivery, retries)| {
        let handling = Handling {
            kind: delivery,
            retries,
            ..Handling::default()
        };
        Act::Wave(kind, to, handling)
    })
}

fn search() -> impl Strategy<Value = Act> {
    let star: Surface = "<<STAR::central:fold[0]>>::star".parse().unwrap();
    let to = select(vec![Recipients::Single(star), Recipients::Stars]);
    let search = select(vec![
        Search::Kinds,
        Search::StarKind(StarSub::Maelstrom),
        Search::Star("STAR::central:fold[0]".parse().unwrap()),
    ]);
    (0u16..14, to, search).prop_map(|(star, to, search)| Act::Search(star, to, search))
}

fn fault() -> impl Strategy<Value = Act> {
    let befalls = select(vec![
        LaneFault::Cut,
        LaneFault::Mended,
        LaneFault::Slow(3_000_000),
        LaneFault::Lose(300_000),
        LaneFault::Double(300_000),
        LaneFault::Shuffle(300_000),
    ]);
    let storm: Command = "storm 5 loss=0.1 delay=2ms double=0.2 shuffle=0.2 for 1s"
        .parse()
        .unwrap();
    let Command::Storm(storm) = storm else {
        panic!("{storm} is a storm");
    };
    prop_oneof![
        4 => (0u16..22, befalls).prop_map(|(lane, fault)| Fault::Lane(LaneNo(lane), fault)),
        1 => Just(Fault::Storm(storm)),
        1 => (0u16..14).prop_map(|star| Fault::Stop(StarNo(star))),
        1 => (0u64..400).prop_map(|wave| Fault::Drop(WaveNo(wave))),
        1 => (0u64..400).prop_map(|wave| Fault::Delay(WaveNo(wave), 2_500_000)),
        1 => (0u64..400).prop_map(|wave| Fault::Double(WaveNo(wave))),
        2 => (0u16..14).prop_map(|star| Fault::Start(StarNo(star))),
    ]
    .prop_map(Act::Fault)
}

fn client() -> impl Strategy<Value = Act> {
    let said = prop_oneof![
        2 => any::<bool>().prop_map(Said::Knock),
        3 => select(&TARGETS[..]).prop_map(Said::Ping),
        1 => Just(Said::Nonsense),
    ];
    prop_oneof![
        6 => (0u32..3, said).prop_map(|(client, said)| Act::Frame(client, said)),
        1 => (0u32..3).prop_map(Act::Left),
        1 => any::<bool>().prop_map(Act::Pass),
    ]
}

/// The bytes of what a client says.
fn frame(said: Said) -> Vec<u8> {
    let (to, core) = match said {
        Said::Nonsense => return b"nonsense".to_vec(),
        Said::Ping(to) => (to, say()),
        Said::Knock(token) => {
            let auth = match token {
                true => Substance::Token(Token::new("secret")),
                false => Substance::Empty,
            };
            let knock = Knock {
                auth,
                ..Knock::default()
            };
            let body = Substance::Knock(Box::new(knock));
            let core = DirectedCore::new(Method::Hyp(HypMethod::Knock), body);
            ("LOCAL::endpoint", core)
        }
    };
    let from = "REMOTE::endpoint".parse().unwrap();
    let wave = Wave::ping(9, Agent::Anonymous, from, to.parse().unwrap(), core);
    wave.to_bytes().unwrap()
}

fn say() -> DirectedCore {
    let method: Method = "Ext<Say>".parse().unwrap();
    DirectedCore::new(method, Substance::Text("hi".into()))
}

fn act() -> impl Strategy<Value = Act> {
    let lines = [
        "create localhost<Space>",
        "create localhost<Space>",
        "create localhost:a<App>",
        "create! localhost:a<App>{ +title=x }",
        "create localhost:b-%<Base>",
        "launch ^[ echo.wat ]-> localhost:echo",
        "launch ^[ pulse.wat ]-> localhost:pulse",
        "ping localhost:pulse Ext<Start>",
        "pause localhost:echo",
        "resume localhost:echo",
        "move localhost:echo to central:maelstrom[2]",
        "delete localhost:**<Base>",
        "delete localhost:echo",
        "select localhost+:**",
        "nonsense",
        "advance 20ms",
    ];
    prop_oneof![
        8 => select(Vec::from(lines)).prop_map(Act::Say),
        2 => select(&TARGETS[..]).prop_map(Act::Ping),
        2 => wave(),
        1 => search(),
        2 => fault(),
        4 => client(),
        5 => (1u64..200).prop_map(Act::Events),
        1 => (1u64..2_000).prop_map(Act::Fuel),
        1 => (0u64..30_000_000).prop_map(Act::Time),
    ]
}

fn perform(cosmos: &mut Cosmos, acts: &[Act]) {
    perform_each(cosmos, acts, |_| {});
}

fn perform_each(cosmos: &mut Cosmos, acts: &[Act], mut done: impl FnMut(&Cosmos)) {
    for act in acts {
        done(cosmos);
        let mut budget = Budget {
            until: Moment::NEVER,
            events: 0,
            fuel: u64::MAX,
        };
        match act {
            Act::Say(line) => {
                let files = [("echo.wat", ECHO), ("pulse.wat", PULSE)];
                let file = |(name, text): (&str, &str)| (name.into(), Arc::from(text.as_bytes()));
                let named = files.into_iter().filter(|(name, _)| line.contains(name));
                cosmos.command(line, named.map(file).collect());
            }
            Act::Ping(to) => {
                cosmos.ping(to.parse().unwrap(), say());
            }
            Act::Wave(kind, to, handling) => {
                let from: Surface = "REMOTE::endpoint".parse().unwrap();
                let to: Surface = to.parse().unwrap();
                let mut wave = DirectedProto::new(0).kind(*kind).from(from).to(to);
                if *kind == WaveKind::Ripple {
                    wave = wave.bounce_backs(BounceBacks::Count(1));
                }
                cosmos.wave(wave.core(say()).handling(*handling).build().unwrap());
            }
            Act::Search(star, to, search) => {
                cosmos.search(StarNo(*star), to.clone(), search.clone());
            }
            Act::Fault(fault) => cosmos.fault(fault.clone()),
            Act::Frame(client, said) => cosmos.frame(*client, frame(*said)),
            Act::Left(client) => cosmos.left(*client),
            Act::Pass(once) => {
                let pass = Pass {
                    agent: "localhost:a".parse().unwrap(),
                    once: *once,
                    remotes: vec![],
                };
                cosmos.pass("secret".into(), pass);
            }
            Act::Events(events) => {
                budget.events = *events;
                cosmos.step(budget);
            }
            // a guest may be left in the midst of its work
            Act::Fuel(fuel) => {
                (budget.events, budget.fuel) = (50, *fuel);
                cosmos.step(budget);
            }
            Act::Time(nanos) => {
                budget.events = 500;
                budget.until = Moment(cosmos.now().0 + nanos);
                cosmos.step(budget);
            }
        }
    }
}

fn hash(cosmos: &mut Cosmos) -> String {
    let mut hash = TraceHash::default();
    hash.add(&cosmos.take_trace());
    hash.to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_recording_plays_the_same_and_goes_on_the_same(
        seed in any::<u64>(),
        lone in any::<bool>(),
        before in vec(act(), 0..30),
        after in vec(act(), 0..10),
        slice in 1u64..100,
    ) {
        let constellation = match lone {
            true => "star machine:machine[0] Machine".parse().unwrap(),
            false => Constellation::default(),
        };
        let mut first = Cosmos::with(seed, constellation);
        perform(&mut first, &before);
        let bytes = first.recording().unwrap().to_bytes();
        let recording = Recording::from_bytes(&bytes).unwrap();
        prop_assert_eq!(&recording, &first.recording().unwrap());
        let mut replay = Replay::of(recording);
        let budget = Budget { until: Moment::NEVER, events: slice, fuel: 3_000 };
        while !replay.step(budget) {}
        let mut second = replay.into_cosmos();
        prop_assert_eq!(first.position(), second.position());
        prop_assert_eq!(hash(&mut first), hash(&mut second));
        for cosmos in [&mut first, &mut second] {
            perform(cosmos, &after);
            cosmos.step(Budget { until: Moment::NEVER, events: 2_000, fuel: u64::MAX });
        }
        prop_assert_eq!(first.position(), second.position());
        prop_assert_eq!(hash(&mut first), hash(&mut second));
    }

    /// Any moment of the past is the one that was.
    #[test]
    fn the_past_is_the_beginning_of_the_whole(before in vec(act(), 1..30), part in 0u64..=100) {
        let mut whole = Cosmos::new(7);
        perform(&mut whole, &before);
        let moment = Moment(whole.now().0 / 100 * part);
        let mut past = whole.recording().unwrap().until(moment).play();
        let (whole, past) = (whole.take_trace(), past.take_trace());
        let count = whole.iter().filter(|record| record.at <= moment).count();
        // what happens at the moment itself may go a little further in either
        prop_assert!(past.iter().all(|record| record.at <= moment));
        let common = count.min(past.len());
        prop_assert_eq!(&whole[..common], &past[..common]);
    }

    /// A moment that is looked at by a cosmos that was parked before it is the one that playing from
    /// the beginning finds, and goes on the same.
    #[test]
    fn a_moment_is_the_same_by_whichever_parked_cosmos(
        acts in vec(act(), 1..30),
        places in 0usize..5,
        looks in vec((any::<prop::sample::Index>(), 0u8..=100, any::<bool>(), 0u64..400), 1..6),
    ) {
        let mut whole = Cosmos::new(7);
        let mut positions = vec![];
        perform_each(&mut whole, &acts, |cosmos| positions.push(cosmos.position()));
        let recording = whole.recording().unwrap();
        let mut timeline = Timeline::of(recording.clone(), places);
        let mut last = None;
        for (position, part, exact, spare) in looks {
            let moment = Moment(recording.end.now.0 / 100 * u64::from(part));
            let (position, mut past) = if exact {
                let position = *position.get(&positions);
                let mut past = recording.clone();
                past.inputs.retain(|(at, _)| at.is_within(&position));
                past.end = position;
                (position, past.play())
            } else {
                (Position::end_of(moment), recording.until(moment).play())
            };
            let found = timeline.at(position);
            prop_assert_eq!(found.position(), past.position());
            prop_assert_eq!(found.recording(), past.recording());
            prop_assert_eq!(found.counters(), past.counters());
            timeline.tend(Budget { until: Moment::NEVER, events: spare, fuel: 2_000 });
            past.take_trace();
            last = Some(past);
        }
        let (mut found, mut past) = (timeline.into_cosmos(), last.unwrap());
        for cosmos in [&mut found, &mut past] {
            perform(cosmos, &acts);
            cosmos.step(Budget { until: Moment::NEVER, events: 2_000, fuel: u64::MAX });
        }
        prop_assert_eq!(hash(&mut found), hash(&mut past));
    }

    /// The past goes on as it went, and so does a run that has become longer meanwhile.
    #[test]
    fn a_past_that_is_played_tells_what_was_told(
        before in vec(act(), 1..20),
        after in vec(act(), 1..20),
        part in 0u64..=100,
        places in 0usize..3,
    ) {
        let mut whole = Cosmos::new(7);
        perform(&mut whole, &before);
        let mut timeline = Timeline::of(whole.recording().unwrap(), places);
        let events = whole.counters().events / 100 * part;
        let found = timeline.at(Position::after(events));
        prop_assert_eq!(found.counters().events, events);
        perform(&mut whole, &after);
        timeline.goes_on(whole.recording().unwrap());
        let told = timeline.cosmos().hyperspace().recorded();
        while !timeline.has_ended() {
            timeline.play(Budget { until: Moment::NEVER, events: 7, fuel: 2_000 });
        }
        prop_assert_eq!(timeline.cosmos().position(), whole.position());
        let whole = whole.take_trace();
        let told = usize::try_from(told).unwrap();
        prop_assert_eq!(&timeline.take_trace()[..], &whole[told..]);
    }

    #[test]
    fn any_bytes_are_refused_or_played(mut bytes in vec(any::<u8>(), 0..200), known in any::<bool>()) {
        if known {
            bytes.splice(0..0, *b"orrery\x01");
        }
        let _ = Recording::from_bytes(&bytes);
    }
}

/// A cosmos whose writer asks the mill between two `put`s, and everything that can be seen of it after
/// each event: its state, its mailbox, its status, its fuel, and the hash of all that has happened.
fn written(replicas: u32, pings: &[(u64, bool)]) -> (Cosmos, Vec<(Position, String)>) {
    let mut cosmos = Cosmos::new(7);
    for (line, file) in [
        ("create localhost<Space>", ""),
        ("launch ^[ m.wat ]-> localhost:mill", MILL),
        ("launch ^[ m.wat ]-> localhost:writer", WRITER),
        (
            "grant perm +csd-rwX on localhost:mill to localhost:writer",
            "",
        ),
    ] {
        let file = Arc::from(file.as_bytes());
        let ticket = cosmos.command(line, vec![("m.wat".into(), file)]);
        assert!(
            cosmos.run_until_reply(ticket).core.status.is_success(),
            "{line}"
        );
    }
    let line = format!("set localhost:writer{{ +replicas={replicas} }}");
    let ticket = cosmos.command(&line, vec![]);
    cosmos.run_until_reply(ticket);
    let mut hash = TraceHash::default();
    hash.add(&cosmos.take_trace());
    let mut seen = vec![];
    let begin = cosmos.now().0;
    for (at, restart) in pings {
        each_event(&mut cosmos, begin + at, |cosmos| {
            look(cosmos, &mut hash, &mut seen)
        });
        let line = match restart {
            true => "ping localhost:writer Ext<Trap>",
            false => "ping localhost:writer Ext<Write>",
        };
        cosmos.command(line, vec![]);
        look(&mut cosmos, &mut hash, &mut seen);
    }
    each_event(&mut cosmos, begin + 80_000_000, |cosmos| {
        look(cosmos, &mut hash, &mut seen)
    });
    (cosmos, seen)
}

fn each_event(cosmos: &mut Cosmos, until: u64, mut done: impl FnMut(&mut Cosmos)) {
    let budget = Budget {
        until: Moment(until),
        ..Budget::ONE_EVENT
    };
    while cosmos.step(budget) == orrery_cosmos::Progress::More {
        done(cosmos);
    }
    done(cosmos);
}

fn look(cosmos: &mut Cosmos, hash: &mut TraceHash, seen: &mut Vec<(Position, String)>) {
    hash.add(&cosmos.take_trace());
    seen.push((cosmos.position(), sight(cosmos, hash)));
}

fn sight(cosmos: &Cosmos, hash: &TraceHash) -> String {
    let rows = ["localhost:writer", "localhost:mill"].map(|point| {
        let no = cosmos.hyperspace().registry().find(&point.parse().unwrap());
        cosmos.describe_particle(no.unwrap())
    });
    format!("{rows:?} {hash}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whichever event somebody goes back to, also in the midst of what a guest has asked, the state
    /// is the one that was, and so is all that happened until then.
    #[test]
    fn a_moment_of_a_guest_under_way_is_the_one_that_was(
        replicas in 1u32..4,
        pings in vec((0u64..60_000_000, prop::bool::weighted(0.2)), 1..6),
        places in 0usize..4,
        looks in vec(any::<prop::sample::Index>(), 1..12),
    ) {
        let mut pings = pings;
        pings.sort_unstable();
        let (whole, seen) = written(replicas, &pings);
        let recording = whole.recording().unwrap();
        let mut timeline = Timeline::of(recording.clone(), places);
        while !timeline.tend(Budget { until: Moment::NEVER, events: 4_096, fuel: u64::MAX }) {}
        for index in looks {
            let (position, expected) = index.get(&seen);
            // the trace is played from the beginning, and the state also from where one is parked
            let mut past = recording.clone();
            past.inputs.retain(|(at, _)| at.is_within(position));
            past.end = *position;
            let mut past = past.play();
            let mut hash = TraceHash::default();
            hash.add(&past.take_trace());
            prop_assert_eq!(&sight(&past, &hash), expected);
            let found = timeline.at(*position);
            prop_assert_eq!(&sight(found, &hash), expected);
        }
    }
}

#[test]
fn the_middle_of_an_ask_is_reached_exactly_and_goes_on_to_its_end() {
    let (mut whole, seen) = written(1, &[(0, false)]);
    let is_half = |seen: &str| seen.contains("(\"state x\", \"half\")");
    assert!(
        is_half(&seen[seen.len() / 2].1),
        "{}",
        seen[seen.len() / 2].1
    );
    let none = seen
        .iter()
        .filter(|(_, seen)| !seen.contains("state x"))
        .count();
    let half = seen.iter().filter(|(_, seen)| is_half(seen)).count();
    assert!(none > 0 && half > 5 && none + half < seen.len());
    let middle = seen[seen.len() / 2].0;
    let mut timeline = Timeline::of(whole.recording().unwrap(), 2);
    // beyond it and back
    timeline.at(whole.position());
    let found = timeline.at(middle);
    let no = found
        .hyperspace()
        .registry()
        .find(&"localhost:writer".parse().unwrap());
    let rows = found.describe_particle(no.unwrap());
    assert!(
        rows.contains(&("guest".into(), "at work".into())),
        "{rows:?}"
    );
    assert!(
        rows.contains(&("state x".into(), "half".into())),
        "{rows:?}"
    );
    // the guest goes on from there, with its stack and its memory
    let mut past = timeline.into_cosmos();
    let line = "ping localhost:writer Ext<Read>";
    for cosmos in [&mut past, &mut whole] {
        let ticket = cosmos.command(line, vec![]);
        assert_eq!(cosmos.run_until_reply(ticket).core.body.text(), "done");
    }
}

#[test]
fn what_is_done_to_a_wave_on_a_lane_is_played_again() {
    let faults: [fn(WaveNo) -> Fault; 3] = [Fault::Drop, Fault::Double, |wave| {
        Fault::Delay(wave, 40_000_000)
    }];
    for fault in faults {
        let mut first = Cosmos::new(7);
        let begin = [
            Act::Say("create localhost<Space>"),
            Act::Say("launch ^[ echo.wat ]-> localhost:echo"),
            Act::Events(10_000),
            Act::Ping("localhost:echo"),
        ];
        perform(&mut first, &begin);
        let wave = loop {
            perform(&mut first, &[Act::Events(1)]);
            let mut waves = (1..1_000).map(WaveNo);
            let on_lane = waves.find(|wave| first.hyperspace().lane_of(*wave).is_some());
            if let Some(wave) = on_lane {
                break wave;
            }
        };
        first.fault(fault(wave));
        perform(&mut first, &[Act::Events(10_000)]);
        let bytes = first.recording().unwrap().to_bytes();
        let mut second = Recording::from_bytes(&bytes).unwrap().play();
        let (told, again) = (first.take_trace(), second.take_trace());
        let befell = |record: &&Record| matches!(record.event, Event::Disturbed { wave: of, .. } if of == wave);
        assert_eq!(told.iter().filter(befell).count(), 1);
        assert_eq!(told, again);
    }
}

#[test]
fn what_is_no_recording_is_told() {
    let bytes = Cosmos::new(7).recording().unwrap().to_bytes();
    let wrong = |bytes: &[u8]| Recording::from_bytes(bytes).unwrap_err();
    assert_eq!(wrong(b"PK"), RecordingError::NoRecording);
    let mut other = bytes.clone();
    other[6] = 9;
    assert_eq!(wrong(&other), RecordingError::Version(9));
    let mut deep = Substance::Empty;
    for _ in 0..100 {
        deep = Substance::List(vec![deep]);
    }
    let mut cosmos = Cosmos::new(7);
    cosmos.ping(
        "localhost".parse().unwrap(),
        DirectedCore::new(say().method, deep),
    );
    let nested = wrong(&cosmos.recording().unwrap().to_bytes()).to_string();
    assert!(
        nested.ends_with("nested deeper than 32 Substances"),
        "{nested}"
    );
    assert!(matches!(
        wrong(&bytes[..9]),
        RecordingError::Damaged { bytes: 9, .. }
    ));
    assert!(matches!(
        wrong(&[&bytes[..], b"x"].concat()),
        RecordingError::Damaged { .. }
    ));
}
