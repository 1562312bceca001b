//! Replicas of a guest: one state, whatever the slices in which they are run.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use orrery_cosmos::{Budget, Cosmos, Progress, Ticket, TraceHash};
use orrery_hyperspace::Moment;
use orrery_space::wave::{DirectedProto, Handling, Priority};
use orrery_space::{Point, Substance, WaveKind};
use proptest::prelude::*;

const MILL: &[u8] = include_bytes!("../../../mechtrons/mill/mill.wat");
const PULSE: &[u8] = include_bytes!("../../../mechtrons/pulse/pulse.wat");

/// `Ext<Write>` puts `half`, asks the mill, and puts `done`; any other reads what is there.
const WRITER: &str = r#"(module
  (import "cosmos" "field" (func $field (param i32 i32 i32) (result i32)))
  (import "cosmos" "ask" (func $ask (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "get" (func $get (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "put" (func $put (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "xhalfdonelocalhost:mill^Ext<Grind>")
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave")
    (drop (call $field (i32.const 5) (i32.const 64) (i32.const 16)))
    (if (i32.eq (i32.load8_u (i32.const 68)) (i32.const 87))
      (then
        (drop (call $put (i32.const 0) (i32.const 1) (i32.const 1) (i32.const 4)))
        (drop (call $ask (i32.const 9) (i32.const 25)
          (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
        (drop (call $put (i32.const 0) (i32.const 1) (i32.const 5) (i32.const 4)))))
    (call $reply (i32.const 200) (i32.const 1) (i32.const 100)
      (call $get (i32.const 0) (i32.const 1) (i32.const 100) (i32.const 16)))))"#;

fn say(cosmos: &mut Cosmos, line: &str, file: &[u8]) {
    let ticket = cosmos.command(line, vec![("m.wat".into(), Arc::from(file))]);
    let core = cosmos.run_until_reply(ticket).core;
    assert_eq!(core.status.number(), 200, "{line}: {}", core.body.text());
}

/// A mill with that many replicas.
fn mill(seed: u64, replicas: u32) -> Cosmos {
    let mut cosmos = Cosmos::new(seed);
    for (line, file) in [
        ("create localhost<Space>", &b""[..]),
        ("launch ^[ m.wat ]-> localhost:mill", MILL),
        (
            "grant perm +csd-rwX on localhost:** to localhost:**<Mechtron>",
            b"",
        ),
    ] {
        say(&mut cosmos, line, file);
    }
    let line = format!("set localhost:mill{{ +replicas={replicas} }}");
    say(&mut cosmos, &line, b"");
    cosmos
}

fn row(cosmos: &Cosmos, point: &str, name: &str) -> Option<String> {
    let point: Point = point.parse().unwrap();
    let no = cosmos.hyperspace().registry().find(&point).unwrap();
    let rows = cosmos.describe_particle(no);
    rows.into_iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
}

/// A Ping of the console, of a priority of its own, so that it is not kept behind others.
fn tell(cosmos: &mut Cosmos, method: &str, priority: Priority) -> Ticket {
    let wave = DirectedProto::new(0)
        .kind(WaveKind::Ping)
        .from("REMOTE::endpoint".parse::<Point>().unwrap())
        .to("localhost:writer".parse::<Point>().unwrap())
        .method(method.parse::<orrery_space::Method>().unwrap())
        .handling(Handling {
            priority,
            ..Handling::default()
        });
    cosmos.wave(wave.build().unwrap())
}

fn text_of(cosmos: &mut Cosmos, ticket: Ticket) -> String {
    cosmos.run_until_reply(ticket).core.body.text()
}

#[test]
fn while_a_guest_waits_another_reads_what_it_has_written() {
    let mut cosmos = mill(7, 1);
    let launch = "launch ^[ m.wat ]-> localhost:writer";
    say(&mut cosmos, launch, WRITER.as_bytes());
    say(&mut cosmos, "set localhost:writer{ +replicas=2 }", b"");
    let written = tell(&mut cosmos, "Ext<Write>", Priority::default());
    let later = Moment(cosmos.now().0 + 5_000_000);
    while !matches!(
        cosmos.step(Budget {
            until: later,
            ..Budget::ONE_EVENT
        }),
        Progress::Until(_)
    ) {}
    let busy = Some("1 of 2 replicas at work".to_owned());
    assert_eq!(row(&cosmos, "localhost:writer", "guest"), busy);
    assert_eq!(row(&cosmos, "localhost:writer", "state x").unwrap(), "half");
    let read = tell(&mut cosmos, "Ext<Read>", Priority::High);
    assert_eq!(text_of(&mut cosmos, read), "half");
    assert_eq!(text_of(&mut cosmos, written), "done");
    let read = tell(&mut cosmos, "Ext<Read>", Priority::High);
    assert_eq!(text_of(&mut cosmos, read), "done");
}

/// Three that ask a mill of three all the time, run in such slices: the hash of the trace, and what
/// the mill has counted and used.
fn run(seed: u64, slices: &[(u64, u64)]) -> (String, Substance, Option<String>) {
    let mut cosmos = mill(seed, 3);
    for name in ["a", "b", "c"] {
        say(
            &mut cosmos,
            &format!("launch ^[ m.wat ]-> localhost:{name}"),
            PULSE,
        );
        let line = format!("set localhost:{name}{{ +target=localhost:mill, +period=1 }}");
        say(&mut cosmos, &line, b"");
    }
    let until = Moment(cosmos.now().0 + 20_000_000);
    let mut slices = slices.iter().copied().cycle();
    loop {
        let (events, fuel) = slices.next().unwrap();
        if let Progress::Until(_) = cosmos.step(Budget {
            until,
            events,
            fuel,
        }) {
            break;
        }
    }
    let ticket = cosmos.command("ping localhost:mill Ext<Count>", vec![]);
    let counted = cosmos.run_until_reply(ticket).core.body;
    let mut hash = TraceHash::default();
    hash.add(&cosmos.take_trace());
    let used = row(&cosmos, "localhost:mill", "fuel used");
    (hash.to_string(), counted, used)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn replicas_do_the_same_whatever_the_slices(
        seed in 0u64..1_000,
        slices in prop::collection::vec((1u64..20, 1_000u64..3_000_000), 1..50),
    ) {
        let whole = run(seed, &[(u64::MAX, u64::MAX)]);
        prop_assert!(matches!(whole.1, Substance::Int(3..)), "{:?}", whole.1);
        prop_assert_eq!(run(seed, &slices), whole);
    }
}
