//! The life of a Mechtron with a real guest: it is created, upgraded, fails, is revived, moves, pauses
//! and is deleted; and the memory of what has ended is free again.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use orrery_cosmos::{Budget, Cosmos, Ticket};
use orrery_hyperspace::{Detail, Moment};
use orrery_space::wave::{DirectedProto, Handling, Priority};
use orrery_space::{Method, Point, WaveKind};

/// A guest of that version. It keeps a count by `put`, and another in its memory, which begins with
/// its `mechtron_init`.
///
/// `Ext<Add>` counts in both, `Ext<Ask>` asks the mill first, `Ext<Trap>` counts and traps; each
/// answers with the version and both counts.
fn tally(version: u8, init: &str) -> String {
    format!(
        r#"(module
  (import "cosmos" "field" (func $field (param i32 i32 i32) (result i32)))
  (import "cosmos" "ask" (func $ask (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "get" (func $get (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "put" (func $put (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (memory (export "memory") 2)
  (data (i32.const 0) "nlocalhost:mill^Ext<Grind>" "{version} 0 0" "not today")
  (func (export "mechtron_v1"))
  (func (export "mechtron_init") {init})
  ;; one more, by a digit
  (func $count (param $at i32)
    (i32.store8 (local.get $at)
      (i32.add (i32.const 48)
        (i32.rem_u (i32.sub (i32.load8_u (local.get $at)) (i32.const 47)) (i32.const 10)))))
  (func (export "mechtron_wave") (local $letter i32)
    (drop (call $field (i32.const 5) (i32.const 64) (i32.const 16)))
    (local.set $letter (i32.load8_u (i32.const 68)))
    (if (i32.eq (local.get $letter) (i32.const 65)) ;; A
      (then
        (if (i32.eq (i32.load8_u (i32.const 69)) (i32.const 115)) ;; As
          (then (drop (call $ask (i32.const 1) (i32.const 25) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))))))
    (drop (call $get (i32.const 0) (i32.const 1) (i32.const 28) (i32.const 1)))
    (call $count (i32.const 28))
    (drop (call $put (i32.const 0) (i32.const 1) (i32.const 28) (i32.const 1)))
    (call $count (i32.const 30))
    (if (i32.eq (local.get $letter) (i32.const 84)) (then unreachable)) ;; T
    (call $reply (i32.const 200) (i32.const 1) (i32.const 26) (i32.const 5))))"#
    )
}

const MILL: &str = include_str!("../../../mechtrons/mill/mill.wat");
const REFUSES: &str = "(call $reply (i32.const 400) (i32.const 1) (i32.const 31) (i32.const 9))";

fn put_in(cosmos: &mut Cosmos, line: &str, file: &str) -> Ticket {
    let name = if line.contains("mill.wat") {
        "mill.wat"
    } else {
        "tally.wat"
    };
    cosmos.command(line, vec![(name.into(), Arc::from(file.as_bytes()))])
}

/// The status and the text of a command's answer.
fn said(cosmos: &mut Cosmos, ticket: Ticket) -> String {
    let core = cosmos.run_until_reply(ticket).core;
    format!("{} {}", core.status, core.body.text())
        .trim_end()
        .to_owned()
}

fn say(cosmos: &mut Cosmos, line: &str, file: &str) -> String {
    let ticket = put_in(cosmos, line, file);
    said(cosmos, ticket)
}

const LAUNCH: &str = "launch ^[ tally.wat ]-> localhost:tally";
const ADD: &str = "ping localhost:tally Ext<Add>";
const ASK: &str = "ping localhost:tally Ext<Ask>";
const TRAP: &str = "ping localhost:tally Ext<Trap>";

/// A cosmos with a mill, and with the first version of the tally.
fn begun() -> Cosmos {
    let mut cosmos = Cosmos::new(7);
    say(&mut cosmos, "create localhost<Space>", "");
    say(&mut cosmos, "launch ^[ mill.wat ]-> localhost:mill", MILL);
    say(
        &mut cosmos,
        "grant perm +csd-rwX on localhost:mill to localhost:tally",
        "",
    );
    assert!(say(&mut cosmos, LAUNCH, &tally(1, "")).starts_with("200"));
    cosmos
}

/// Goes on for so many milliseconds.
fn pass(cosmos: &mut Cosmos, milliseconds: u64) {
    cosmos.step(Budget {
        until: Moment(cosmos.now().0 + milliseconds * 1_000_000),
        events: u64::MAX,
        fuel: u64::MAX,
    });
}

#[test]
fn an_upgrade_waits_for_the_wave_at_work_and_serves_those_that_wait() {
    let mut cosmos = begun();
    assert_eq!(say(&mut cosmos, ADD, ""), "200 1 1 1");
    // suspended, and two who wait behind it
    let asks = put_in(&mut cosmos, ASK, "");
    let waits = [put_in(&mut cosmos, ADD, ""), put_in(&mut cosmos, ADD, "")];
    pass(&mut cosmos, 1);
    let upgrade = put_in(&mut cosmos, LAUNCH, &tally(2, ""));
    pass(&mut cosmos, 1);
    let later = put_in(&mut cosmos, ADD, "");
    assert_eq!(said(&mut cosmos, asks), "200 1 2 2");
    for (ticket, expected) in waits.into_iter().zip(["200 2 3 1", "200 2 4 2"]) {
        assert_eq!(said(&mut cosmos, ticket), expected);
    }
    assert!(said(&mut cosmos, upgrade).starts_with("200"));
    assert_eq!(said(&mut cosmos, later), "200 2 5 3");
}

#[test]
fn a_version_that_refuses_or_does_not_load_leaves_the_former_with_its_state() {
    let mut cosmos = begun();
    assert_eq!(say(&mut cosmos, ADD, ""), "200 1 1 1");
    let asks = put_in(&mut cosmos, ASK, "");
    let waits = put_in(&mut cosmos, ADD, "");
    pass(&mut cosmos, 1);
    let upgrade = put_in(&mut cosmos, LAUNCH, &tally(2, REFUSES));
    assert_eq!(said(&mut cosmos, asks), "200 1 2 2");
    assert_eq!(
        said(&mut cosmos, upgrade),
        "400 not today; the former version serves on"
    );
    // it began again, so its memory is new
    assert_eq!(said(&mut cosmos, waits), "200 1 3 1");
    for file in [
        "(module)",
        "no module",
        "(module (import \"cosmos\" \"go\" (func)))",
    ] {
        assert!(say(&mut cosmos, LAUNCH, file).starts_with("400"), "{file}");
    }
    assert_eq!(say(&mut cosmos, ADD, ""), "200 1 4 2");
    // one that spins while it begins
    let spins = say(&mut cosmos, LAUNCH, &tally(2, "(loop $more (br $more))"));
    assert!(
        spins.starts_with("503") && spins.ends_with("the former version serves on"),
        "{spins}"
    );
    assert_eq!(say(&mut cosmos, ADD, ""), "200 1 5 1");
}

#[test]
fn its_restarts_are_counted_and_who_revives_it_finds_its_state() {
    let mut cosmos = begun();
    assert_eq!(say(&mut cosmos, ADD, ""), "200 1 1 1");
    for _ in 0..3 {
        assert_eq!(
            say(&mut cosmos, TRAP, ""),
            "500 the guest gave up (`unreachable`)"
        );
    }
    // three within 5 s are forgiven; after that time three more
    assert_eq!(say(&mut cosmos, ADD, ""), "200 1 5 1");
    pass(&mut cosmos, 6_000);
    for _ in 0..3 {
        assert!(say(&mut cosmos, TRAP, "").starts_with("500"));
    }
    assert_eq!(say(&mut cosmos, ADD, ""), "200 1 9 1");
    assert!(say(&mut cosmos, TRAP, "").starts_with("500"));
    let panic = "503 localhost:tally is Panic: it failed 4 times within 5 s: the guest gave up (`unreachable`)";
    assert_eq!(say(&mut cosmos, ADD, ""), panic);
    pass(&mut cosmos, 60_000);
    assert_eq!(say(&mut cosmos, ADD, ""), panic);
    assert_eq!(
        say(&mut cosmos, "ping localhost:tally Cmd<Init>", ""),
        "200"
    );
    // what was counted before the fourth trap is kept
    assert_eq!(say(&mut cosmos, ADD, "").as_bytes().first(), Some(&b'2'));
    // a new version revives it too
    for _ in 0..4 {
        say(&mut cosmos, TRAP, "");
    }
    assert!(say(&mut cosmos, LAUNCH, &tally(2, "")).starts_with("200"));
    assert!(say(&mut cosmos, ADD, "").starts_with("200 2"));
    // and one may be allowed none
    say(&mut cosmos, "set localhost:tally{ +restarts=0 }", "");
    say(&mut cosmos, TRAP, "");
    assert!(say(&mut cosmos, ADD, "").contains("it failed 1 times"));
}

#[test]
fn it_moves_with_its_state_and_with_those_who_wait() {
    let mut cosmos = begun();
    assert_eq!(say(&mut cosmos, ADD, ""), "200 1 1 1");
    let asks: Vec<Ticket> = (0..6).map(|_| put_in(&mut cosmos, ASK, "")).collect();
    pass(&mut cosmos, 1);
    let moves = put_in(
        &mut cosmos,
        "move localhost:tally to central:maelstrom[2]",
        "",
    );
    let answers: Vec<String> = asks.into_iter().map(|ask| said(&mut cosmos, ask)).collect();
    assert!(said(&mut cosmos, moves).starts_with("200"));
    // each is counted once, in the order of sending; the memory is another from the move on
    let counts: Vec<&str> = answers.iter().map(|answer| &answer[..7]).collect();
    assert_eq!(
        counts,
        [
            "200 1 2", "200 1 3", "200 1 4", "200 1 5", "200 1 6", "200 1 7"
        ]
    );
    assert_eq!(answers[0], "200 1 2 2");
    assert_ne!(answers[5], "200 1 7 7");
    assert!(say(&mut cosmos, ADD, "").starts_with("200 1 8"));
}

#[test]
fn its_replicas_share_one_state_and_no_memory() {
    let mut cosmos = begun();
    assert_eq!(
        say(&mut cosmos, "set localhost:tally{ +replicas=3 }", ""),
        "200"
    );
    // of three priorities, so that none waits for another
    let asked: Vec<Ticket> = [Priority::Low, Priority::Med, Priority::High]
        .map(|priority| {
            let wave = DirectedProto::new(0)
                .kind(WaveKind::Ping)
                .from("REMOTE::endpoint".parse::<Point>().unwrap())
                .to("localhost:tally".parse::<Point>().unwrap())
                .method("Ext<Ask>".parse::<Method>().unwrap())
                .handling(Handling {
                    priority,
                    ..Handling::default()
                });
            cosmos.wave(wave.build().unwrap())
        })
        .into();
    let mut counts: Vec<String> = asked
        .into_iter()
        .map(|ticket| said(&mut cosmos, ticket))
        .collect();
    counts.sort();
    assert_eq!(counts, ["200 1 1 1", "200 1 2 1", "200 1 3 1"]);
}

#[test]
fn what_is_paused_keeps_its_waves_and_what_is_deleted_answers_them() {
    let mut cosmos = begun();
    assert!(say(&mut cosmos, "pause localhost:tally", "").ends_with("Paused"));
    let waits = [put_in(&mut cosmos, ADD, ""), put_in(&mut cosmos, ADD, "")];
    pass(&mut cosmos, 100);
    assert!(cosmos.take_replies().is_empty());
    assert!(say(&mut cosmos, "resume localhost:tally", "").ends_with("Ready"));
    for (ticket, expected) in waits.into_iter().zip(["200 1 1 1", "200 1 2 2"]) {
        assert_eq!(said(&mut cosmos, ticket), expected);
    }
    let asks = put_in(&mut cosmos, ASK, "");
    let waits = put_in(&mut cosmos, ADD, "");
    pass(&mut cosmos, 1);
    assert!(say(&mut cosmos, "delete localhost:tally", "").starts_with("200"));
    for ticket in [asks, waits] {
        assert_eq!(said(&mut cosmos, ticket), "404 localhost:tally was deleted");
    }
    assert!(say(&mut cosmos, ADD, "").starts_with("404"));
    // another of that name begins with nothing
    assert!(say(&mut cosmos, LAUNCH, &tally(3, "")).starts_with("200"));
    assert_eq!(say(&mut cosmos, ADD, ""), "200 3 1 1");
}

/// So many upgrades, to one version and back; each with a Wave, and with two pages of memory.
fn upgrades(cosmos: &mut Cosmos, count: usize) {
    for no in 0..count {
        let version = no % 2;
        let line = format!(
            "set localhost:tally{{ +config=uploads:tally:1.0.{version}:/config/tally.mechtron }}"
        );
        assert_eq!(say(cosmos, &line, ""), "200");
        assert!(say(cosmos, ADD, "").starts_with(&format!("200 {}", version + 1)));
        cosmos.take_trace();
        cosmos.take_replies();
    }
}

#[test]
fn the_memory_of_a_former_version_is_free_again() {
    let mut cosmos = begun();
    assert!(say(&mut cosmos, LAUNCH, &tally(2, "")).starts_with("200"));
    cosmos.stop_recording();
    cosmos.set_detail(Detail::Off);
    upgrades(&mut cosmos, 20);
    for _ in 0..2 {
        let info = allocation_counter::measure(|| upgrades(&mut cosmos, 1_000));
        // one instance alone has 128 KiB of memory
        assert!(info.bytes_total > 1_000 * (128 << 10));
        let (stay, most) = (info.bytes_current, info.bytes_max);
        assert!(stay < 16 << 10, "{stay} bytes stay after 1,000 upgrades");
        assert!(most < 2 << 20, "{most} bytes at a time");
    }
}

#[test]
fn the_memory_of_what_is_deleted_is_free_again() {
    let mut cosmos = begun();
    cosmos.stop_recording();
    cosmos.set_detail(Detail::Off);
    let config = "uploads:tally:1.0.0:/config/tally.mechtron";
    let mut live = |count: usize| {
        for _ in 0..count {
            let line =
                format!("create localhost:other<Mechtron>{{ +config={config}, +replicas=3 }}");
            assert!(say(&mut cosmos, &line, "").starts_with("200"));
            assert_eq!(
                say(&mut cosmos, "ping localhost:other Ext<Add>", ""),
                "200 1 1 1"
            );
            assert!(say(&mut cosmos, "delete localhost:other", "").starts_with("200"));
            cosmos.take_trace();
        }
    };
    live(20);
    let info = allocation_counter::measure(|| live(100));
    // the registry keeps a line of each Particle that there was; each had 384 KiB of memory
    assert!(info.bytes_current < 100 * 4_096, "{}", info.bytes_current);
}
