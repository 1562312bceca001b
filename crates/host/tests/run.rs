//! Suspension, fuel in slices, limits, traps and chance.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod stage;

use std::sync::Arc;

use expect_test::{Expect, expect};
use orrery_host::{Entry, Failure, Instance, Limits, Module, State, TimedEffect, Turn};
use orrery_space::{Agent, DirectedCore, ReflectedCore, StatusCode, Substance, Wave};
use proptest::prelude::*;
use stage::{Stage, about, guest, load, whole};

fn traps(wave: &str, expected: Expect) {
    expected.assert_eq(&stage::play("", wave));
}

/// Asks twice, logs each status and the text of each answer.
const ASKS: &str = r#"
  (memory (export "memory") 1)
  (data (i32.const 0) "localhost:bExt<Ask>localhost:c^Http<Get>/users/7what")
  (data (i32.const 100) "tone")
  (func $note (call $log (i32.const 2) (i32.const 1000) (call $answer (i32.const 1000) (i32.const 500))))
  (func $from (call $log (i32.const 2) (i32.const 1000) (call $answer_field (i32.const 2) (i32.const 1000) (i32.const 500))))
  (func $twice (result i32)
    (call $ask (i32.const 0) (i32.const 11) (i32.const 11) (i32.const 8) (i32.const 1) (i32.const 48) (i32.const 4))
    (call $note) (call $from)
    (call $ask (i32.const 19) (i32.const 29) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (call $note) (call $from)
    (i32.add))
  (func (export "mechtron_wave")
    (if (i32.ne (call $answer_kind) (i32.const -1)) (then unreachable))
    (i32.store8 (i32.const 2000) (i32.sub (call $twice) (i32.const 400)))
    (call $reply (i32.const 200) (i32.const 1) (i32.const 2000) (i32.const 1)))
"#;

#[test]
fn an_ask_suspends_and_the_answer_goes_on_where_it_was() {
    let module = whole(ASKS);
    for slice in [1, 100, u64::MAX] {
        // 200 + 265: 65 is an A
        let mut stage = Stage::of(&module)
            .answer(200, Substance::Text("yes".into()))
            .answer(265, Substance::Int(12));
        stage.slice = slice;
        stage.ping(Substance::Empty);
        assert_eq!(
            stage.printed,
            "ask localhost:b@Core Ext<Ask> / Text what\n\
             log info: yes\n\
             log info: localhost:b@Core\n\
             ask localhost:c@Core Http<Get> /users/7 Empty\n\
             log info: 12\n\
             log info: localhost:c@Core\n\
             200 Text A\n"
        );
    }
}

#[test]
fn a_failed_ask_is_a_status_and_no_trap() {
    let module = guest(
        "localhost:nobody^Ext<X>",
        "(call $reply
           (call $ask (i32.const 0) (i32.const 23) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
           (i32.const 1) (i32.const 0) (call $answer (i32.const 0) (i32.const 100)))",
    );
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty);
    expect![[r#"
        ask localhost:nobody@Core Ext<X> / Empty
        404 Text "no such particle: localhost:nobody"
    "#]]
    .assert_eq(&stage.printed);
}

#[test]
fn targets_and_methods_that_are_none() {
    let ask = |target: &str, method: &str| {
        let (t, m) = (target.len(), method.len());
        stage::play(
            &format!("{target}{method}"),
            &format!(
                "(drop (call $ask (i32.const 0) (i32.const {t}) (i32.const {t}) (i32.const {m}) (i32.const 0) (i32.const 0) (i32.const 0)))"
            ),
        )
    };
    let mut printed = String::new();
    for (target, method) in [
        ("Localhost", "Ext<X>"),
        ("localhost", ""),
        ("localhost", "ext"),
        ("localhost^Ext<X>", "Ext<Y>"),
        ("localhost^Ext<X>", "Ext<X>"),
        ("localhost^Http<Get>users", ""),
        ("localhost^", ""),
        ("", "Ext<X>"),
    ] {
        printed.push_str(&format!("{target:?} {method:?}\n{}", ask(target, method)));
    }
    expect![[r#"
        "Localhost" "Ext<X>"
        failed: ask: `Localhost` is no point: `Localhost` has a capital letter
        "localhost" ""
        failed: ask: no method: name one, such as `Ext<Hello>`, or let the target carry it: `localhost^Http<Get>/`
        "localhost" "ext"
        failed: ask: `ext` is no method: expected a method such as `Ext<Hello>` or `Http<Get>`, found `ext`
        "localhost^Ext<X>" "Ext<Y>"
        failed: ask: the target `localhost^Ext<X>` carries another method than `Ext<Y>`; leave one of them out
        "localhost^Ext<X>" "Ext<X>"
        ask localhost@Core Ext<X> / Empty
        200 Empty
        "localhost^Http<Get>users" ""
        failed: ask: the path of `localhost^Http<Get>users` must begin with `/`
        "localhost^" ""
        failed: ask: `` is no method: expected a method such as `Ext<Hello>` or `Http<Get>`, but there is no text
        "" "Ext<X>"
        failed: ask: `` is no point: expected a point such as `localhost:app`, but there is no text
    "#]].assert_eq(&printed);
}

/// Asks all, logs how many have answered, and of each the status, who it is, what it is and what it
/// says.
const RIPPLES: &str = r#"
  (memory (export "memory") 1)
  (data (i32.const 0) "localhost:all:**<Mechtron>Ext<Ask>what")
  (func $text (param $no i32)
    (call $log (i32.const 2) (i32.const 1000)
      (call $answer_field (local.get $no) (i32.const 1000) (i32.const 500))))
  (func $number (param $number i32)
    (i32.store8 (i32.const 900) (i32.add (i32.const 48) (local.get $number)))
    (call $log (i32.const 2) (i32.const 900) (i32.const 1)))
  (func (export "mechtron_wave")
    (local $count i32) (local $at i32)
    (local.set $count
      (call $ripple (i32.const 0) (i32.const 26) (i32.const 26) (i32.const 8)
        (i32.const 1) (i32.const 34) (i32.const 4)))
    (call $number (local.get $count))
    (block $all
      (loop $each
        (br_if $all (i32.eq (local.get $at) (local.get $count)))
        (call $number (i32.sub (call $pick (local.get $at)) (i32.const 200)))
        (call $text (i32.const 1))
        (call $text (i32.const 2))
        (call $log (i32.const 2) (i32.const 1000) (call $answer (i32.const 1000) (i32.const 500)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $each)))
    (if (i32.eqz (local.get $count))
      (then (call $number (i32.add (call $answer_kind) (i32.const 8)))))
    (if (i32.eq (local.get $count) (i32.const 1))
      (then (drop (call $pick (i32.const 1))))))
"#;

#[test]
fn a_ripple_suspends_until_all_have_answered_and_each_is_read() {
    let module = whole(RIPPLES);
    for slice in [1, 100, u64::MAX] {
        let mut stage = Stage::of(&module)
            .answer(200, Substance::Text("yes".into()))
            .answer(207, Substance::Int(12));
        stage.slice = slice;
        stage.ping(Substance::Empty);
        assert_eq!(
            stage.printed,
            "ripple localhost:all:**<Mechtron> Ext<Ask> / Text what\n\
             log info: 2\n\
             log info: 0\nlog info: Echo\nlog info: localhost:e0@Core\nlog info: yes\n\
             log info: 7\nlog info: Echo\nlog info: localhost:e1@Core\nlog info: 12\n\
             200 Empty\n"
        );
    }
}

#[test]
fn a_ripple_that_nobody_answers_has_nothing_to_read_and_more_than_there_is_traps() {
    let module = whole(RIPPLES);
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty);
    let mut stage = stage.answer(201, Substance::Empty);
    stage.ping(Substance::Empty);
    expect![[r#"
        ripple localhost:all:**<Mechtron> Ext<Ask> / Text what
        log info: 0
        log info: 7
        200 Empty
        ripple localhost:all:**<Mechtron> Ext<Ask> / Text what
        log info: 1
        log info: 1
        log info: Echo
        log info: localhost:e0@Core
        log info:
        failed: pick: there is no answer 1: 1 have come, and the first is 0
    "#]]
    .assert_eq(&stage.printed.replace(": \n", ":\n"));
}

#[test]
fn a_ripple_costs_as_much_as_to_ask_each() {
    let module = whole(RIPPLES);
    let used = |answers: u16| {
        let mut stage = Stage::of(&module);
        for _ in 0..answers {
            stage = stage.answer(200, Substance::Empty);
        }
        stage.ping(Substance::Empty);
        stage.instance.fuel_used()
    };
    assert!(used(12) - used(2) > 10 * 2_000);
    let limits = Limits {
        fuel: 30_000,
        ..Limits::default()
    };
    let mut stage = Stage::with(&module, limits, State::default());
    for _ in 0..40 {
        stage = stage.answer(200, Substance::Empty);
    }
    stage.ping(Substance::Empty);
    assert!(stage.printed.contains("failed: fuel"), "{}", stage.printed);
}

#[test]
fn ripples_to_what_is_no_selector() {
    let ripple = |target: &str, method: &str| {
        let (t, m) = (target.len(), method.len());
        stage::play(
            &format!("{target}{method}"),
            &format!(
                "(drop (call $ripple (i32.const 0) (i32.const {t}) (i32.const {t}) (i32.const {m}) (i32.const 0) (i32.const 0) (i32.const 0)))"
            ),
        )
    };
    let mut printed = String::new();
    for (target, method) in [
        ("localhost:**^Http<Get>/news", ""),
        ("localhost:*", "Ext<X>"),
        ("Localhost:**", "Ext<X>"),
        ("localhost:**", ""),
    ] {
        printed.push_str(&format!(
            "{target:?} {method:?}\n{}",
            ripple(target, method)
        ));
    }
    expect![[r#"
        "localhost:**^Http<Get>/news" ""
        ripple localhost:** Http<Get> /news Empty
        200 Empty
        "localhost:*" "Ext<X>"
        ripple localhost:* Ext<X> / Empty
        200 Empty
        "Localhost:**" "Ext<X>"
        failed: ripple: `Localhost:**` is no selector: `Localhost` has a capital letter
        "localhost:**" ""
        failed: ripple: no method: name one, such as `Ext<Hello>`, or let the target carry it: `localhost:**^Http<Get>/`
    "#]].assert_eq(&printed);
}

#[test]
fn an_answer_that_nobody_waits_for_changes_nothing() {
    let module = guest("", "");
    let mut stage = Stage::of(&module);
    let answer = ReflectedCore::ok(Substance::Empty);
    stage
        .instance
        .resume(answer.clone(), "localhost:x".parse().unwrap(), 0);
    stage.ping(Substance::Empty);
    stage
        .instance
        .resume(answer, "localhost:x".parse().unwrap(), 0);
    assert_eq!(
        stage.instance.run(100),
        Turn::Done(ReflectedCore::ok(Substance::Empty))
    );
}

#[test]
fn an_ask_stays_until_it_is_answered() {
    let mut stage = Stage::of(&whole(ASKS));
    stage.instance.begin(Entry::Wave(wave()), 0);
    let first = stage.instance.run(u64::MAX);
    assert!(matches!(first, Turn::Ask(_)));
    assert_eq!(stage.instance.run(u64::MAX), first);
    // what is given up leaves a guest that works
    stage.ping(Substance::Empty);
    assert_eq!(
        stage.printed.matches("ask ").count(),
        2,
        "{}",
        stage.printed
    );
}

fn wave() -> Arc<Wave> {
    let core = DirectedCore::new("Ext<Go>".parse().unwrap(), Substance::Text("go".into()));
    Arc::new(Wave::ping(
        1,
        Agent::Anonymous,
        "localhost:a".parse().unwrap(),
        "localhost:guest".parse().unwrap(),
        core,
    ))
}

/// Everything at once: a start function, `_initialize`, loops, memory, tables, host calls with and
/// without much to copy, an ask, and effects between them.
const BUSY: &str = r#"
  (memory (export "memory") 1 40)
  (table 64 funcref) (elem (i32.const 0) func $spin $copy)
  (elem $passive func $spin $copy)
  (global $n (mut i32) (i32.const 0))
  (type $v (func))
  (data (i32.const 0) "localhost:b^Ext<X>/")
  (func $spin (local $i i32)
    (loop $again
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 500)))))
  (func $copy
    (memory.fill (i32.const 4096) (i32.const 65) (i32.const 30000))
    (memory.copy (i32.const 5000) (i32.const 4096) (i32.const 20000))
    (table.fill (i32.const 8) (ref.null func) (i32.const 50))
    (table.copy (i32.const 8) (i32.const 0) (i32.const 40))
    (table.init $passive (i32.const 0) (i32.const 0) (i32.const 2))
    (drop (table.grow (ref.null func) (i32.const 20)))
    (drop (memory.grow (i32.const 3))))
  (func $started (call $spin) (call $log (i32.const 1) (i32.const 0) (i32.const 9)))
  (start $started)
  (func (export "_initialize") (call $spin) (call $log (i32.const 1) (i32.const 0) (i32.const 11)))
  (func (export "mechtron_wave") (local $i i32)
    (loop $again
      (call_indirect (type $v) (i32.and (local.get $i) (i32.const 1)))
      (drop (call $put (i32.const 0) (i32.const 3) (i32.const 4096) (i32.const 20000)))
      (drop (call $get (i32.const 0) (i32.const 3) (i32.const 4096) (i32.const 30000)))
      (call $random (i32.const 40000) (i32.const 8000))
      (call $log (i32.const 2) (i32.const 4096) (local.get $i))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 6))))
    (drop (call $ask (i32.const 0) (i32.const 18) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 4096) (i32.const 2000)))
    (call $spin)
    (drop (call $signal (i32.const 0) (i32.const 18) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
    (drop (call $alarm (i64.const 5) (i32.const 0) (i32.const 4)))
    (call $reply (i32.const 200) (i32.const 2) (i32.const 40000) (i32.const 100)))
"#;

/// All that can be seen of a run: effects with their fuel, the end, the fuel, the state.
#[derive(Debug, PartialEq)]
struct Run {
    effects: Vec<TimedEffect>,
    asked_at: Option<u64>,
    end: Turn,
    fuel: u64,
    state: State,
}

fn run(module: &Module, fuel: u64, mut slice: impl FnMut() -> u64) -> Run {
    let limits = Limits {
        fuel,
        ..Limits::default()
    };
    let mut instance = Instance::new(module, limits, about(), State::default(), 7);
    instance.begin(Entry::Wave(wave()), 3);
    let mut asked_at = None;
    let mut effects = Vec::new();
    loop {
        match instance.run(slice()) {
            Turn::More => effects.extend(instance.effects()),
            Turn::Ask(ask) => {
                asked_at = Some(instance.fuel_used());
                let answer = ReflectedCore::ok(Substance::Text("yes".into()));
                instance.resume(answer, ask.to, 8);
            }
            end => {
                effects.extend(instance.effects());
                return Run {
                    effects,
                    asked_at,
                    end,
                    fuel: instance.fuel_used(),
                    state: instance.take_state(),
                };
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn slices_of_any_size_give_the_same_run(slices in prop::collection::vec(0u64..5_000, 1..20), fuel in 0u64..60_000) {
        let module = whole(BUSY);
        for fuel in [fuel, 10_000_000] {
            let expected = run(&module, fuel, || u64::MAX);
            let mut turn = slices.iter().cycle();
            let sliced = run(&module, fuel, || *turn.next().unwrap());
            prop_assert_eq!(&expected, &sliced);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// A module is refused or run whatever its bytes are, and neither harms the host.
    #[test]
    fn a_damaged_module_harms_nobody(damage in prop::collection::vec((8usize..2_000, any::<u8>()), 1..4)) {
        let mut wasm = whole(BUSY).wasm().to_vec();
        for (at, byte) in damage {
            let at = at % wasm.len();
            wasm[at] = byte;
        }
        if let Ok(module) = Module::load(&wasm) {
            let fuel = run(&module, 100_000, || 20_000).fuel;
            prop_assert!(fuel <= 100_000);
        }
    }
}

#[test]
fn a_busy_guest_does_what_it_should() {
    let run = run(&whole(BUSY), 10_000_000, || 100);
    assert!(matches!(&run.end, Turn::Done(core) if core.status == StatusCode::OK));
    assert_eq!(run.effects.len(), 10);
    assert!(run.effects.is_sorted_by_key(|effect| effect.fuel));
    assert!(run.asked_at.unwrap() < run.fuel);
}

#[test]
fn a_slice_ends_near_where_it_should() {
    let module = guest("", "(loop $forever (br $forever))");
    let mut stage = Stage::of(&module);
    stage.instance.begin(Entry::Wave(wave()), 0);
    let mut before = 0;
    for _ in 0..100 {
        assert_eq!(stage.instance.run(10_000), Turn::More);
        let used = stage.instance.fuel_used();
        assert!(
            (9_990..=10_010).contains(&(used - before)),
            "{}",
            used - before
        );
        before = used;
    }
}

#[test]
fn a_spent_budget_ends_the_guest() {
    let module = guest("", "(loop $forever (br $forever))");
    let mut stage = Stage::of(&module);
    stage.slice = 1_000_000;
    stage.ping(Substance::Empty).ping(Substance::Empty);
    expect![[r#"
        failed: fuel: the guest spent its whole budget for one Wave; raise its property `fuel` or let it do less at a time
        failed: the guest failed before and must be started anew
    "#]].assert_eq(&stage.printed);
    assert!(stage.instance.fuel_used() <= 10_000_000);
}

#[test]
fn each_entry_has_a_budget_of_its_own() {
    let module = guest(
        "",
        "(local $i i32) (loop $again
           (local.set $i (i32.add (local.get $i) (i32.const 1)))
           (br_if $again (i32.lt_u (local.get $i) (i32.const 500))))",
    );
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty);
    let first = stage.instance.fuel_used();
    stage.ping(Substance::Empty);
    let second = stage.instance.fuel_used();
    stage.ping(Substance::Empty);
    assert_eq!(stage.instance.fuel_used(), second);
    // the first pays for the making of the instance
    let made = (module.wasm().len() as u64 + 65_536) / 64;
    assert_eq!(first, second + made);
}

#[test]
fn a_start_function_can_be_stopped() {
    let module = load(
        r#"(module (memory (export "memory") 1) (func $s (loop $f (br $f))) (start $s)
           (func (export "mechtron_v1")) (func (export "mechtron_wave")))"#,
    );
    let mut stage = Stage::of(&module);
    stage.instance.begin(Entry::Init, 0);
    assert_eq!(stage.instance.run(1_000), Turn::More);
    assert!(stage.instance.fuel_used() < 3_000);
    while stage.instance.run(1_000_000) == Turn::More {}
    assert_eq!(
        stage.instance.run(1),
        Turn::Failed(Failure::Trap(
            "the guest failed before and must be started anew".into()
        ))
    );
}

#[test]
fn a_start_function_runs_before_initialize_and_that_before_the_rest_and_once() {
    let module = whole(
        r#"(memory (export "memory") 1) (data (i32.const 0) "siIw")
           (func $s (call $log (i32.const 2) (i32.const 0) (i32.const 1))) (start $s)
           (func (export "orrery:start") (unreachable))
           (func (export "_initialize") (call $log (i32.const 2) (i32.const 1) (i32.const 1)))
           (func (export "mechtron_init") (call $log (i32.const 2) (i32.const 2) (i32.const 1)))
           (func (export "mechtron_wave") (call $log (i32.const 2) (i32.const 3) (i32.const 1)))"#,
    );
    let mut stage = Stage::of(&module);
    stage.init().ping(Substance::Empty).ping(Substance::Empty);
    expect![[r#"
        log info: s
        log info: i
        log info: I
        200 Empty
        log info: w
        200 Empty
        log info: w
        200 Empty
    "#]]
    .assert_eq(&stage.printed);
}

#[test]
fn an_init_can_refuse() {
    let module = whole(
        r#"(memory (export "memory") 1) (data (i32.const 0) "no target")
           (func (export "mechtron_wave"))
           (func (export "mechtron_init")
             (call $reply (i32.const 400) (i32.const 1) (i32.const 0) (i32.const 9)))"#,
    );
    let mut stage = Stage::of(&module);
    stage.init();
    expect![[r#"
        400 Text no target
    "#]]
    .assert_eq(&stage.printed);
}

#[test]
fn memory_grows_to_its_limit_and_no_further() {
    let module = guest(
        "",
        "(loop $more (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
         (if (i32.ne (memory.size) (i32.const 16)) (then unreachable))
         (if (i32.ne (memory.grow (i32.const 65000)) (i32.const -1)) (then unreachable))",
    );
    let limits = Limits {
        memory: 1 << 20,
        ..Limits::default()
    };
    let mut stage = Stage::with(&module, limits, State::default());
    stage.ping(Substance::Empty);
    let much = whole(r#"(memory (export "memory") 17) (func (export "mechtron_wave"))"#);
    let mut other = Stage::with(&much, limits, State::default());
    other.ping(Substance::Empty);
    stage.print(&other.printed);
    expect![[r#"
        200 Empty
        failed: the module starts with 1114112 bytes of memory and may have 1048576; raise the property `memory` or let it start with less

    "#]].assert_eq(&stage.printed);
}

#[test]
fn a_table_does_not_grow() {
    let grows = whole(
        r#"(memory (export "memory") 1) (table 1 funcref)
           (func (export "mechtron_wave")
             (if (i32.ne (table.grow (ref.null func) (i32.const 1)) (i32.const -1)) (then unreachable)))"#,
    );
    let mut stage = Stage::of(&grows);
    stage.ping(Substance::Empty);
    expect![[r#"
        200 Empty
    "#]]
    .assert_eq(&stage.printed);
}

#[test]
fn segments_that_do_not_fit() {
    let mut printed = String::new();
    for rest in [
        r#"(data (i32.const 65535) "ab")"#,
        "(table 2 funcref) (func $f) (elem (i32.const 1) func $f $f)",
        "(table 2 funcref) (func $f) (elem (i32.const -1) func $f)",
    ] {
        let module = whole(&format!(
            r#"(memory (export "memory") 1) {rest} (func (export "mechtron_wave"))"#
        ));
        let mut stage = Stage::of(&module);
        stage.ping(Substance::Empty);
        printed += &stage.printed;
    }
    expect![[r#"
        failed: the module cannot start: out of bounds memory access
        failed: the module cannot start: a segment of 2 elements does not fit into its table at 1
        failed: the module cannot start: a segment of 1 elements does not fit into its table at 4294967295
    "#]]
    .assert_eq(&printed);
}

#[test]
fn traps_have_sentences() {
    traps(
        "unreachable",
        expect![[r#"
        failed: the guest gave up (`unreachable`)
    "#]],
    );
    traps(
        "(drop (i32.load (i32.const 65533)))",
        expect![[r#"
        failed: the guest reached outside its memory
    "#]],
    );
    traps(
        "(drop (i32.div_u (i32.const 1) (i32.const 0)))",
        expect![[r#"
        failed: the guest divided by zero
    "#]],
    );
    traps(
        "(drop (i32.div_s (i32.const -2147483648) (i32.const -1)))",
        expect![[r#"
        failed: the guest divided beyond what an integer holds
    "#]],
    );
    traps(
        "(drop (i32.trunc_f32_s (f32.const nan)))",
        expect![[r#"
        failed: the guest made an integer of a number that is none, or too large
    "#]],
    );
    let module = whole(
        r#"(memory (export "memory") 1) (table 3 funcref) (elem (i32.const 0) func $recurse)
           (type $v (func)) (type $i (func (result i32)))
           (func $recurse (call $recurse))
           (func (export "mechtron_wave") (local $b i32)
             (drop (call $body (i32.const 0) (i32.const 1)))
             (local.set $b (i32.sub (i32.load8_u (i32.const 0)) (i32.const 48)))
             (if (i32.eq (local.get $b) (i32.const 9)) (then (drop (call_indirect (type $i) (i32.const 0)))))
             (call_indirect (type $v) (local.get $b)))"#,
    );
    let mut printed = String::new();
    for which in ["0", "1", "7", "9"] {
        let mut stage = Stage::of(&module);
        stage.ping(Substance::Text(which.into()));
        printed.push_str(&stage.printed);
    }
    expect![[r#"
        failed: the guest recursed too deep: more than 4096 calls, or 1048576 bytes of stack
        failed: the guest called a function pointer that is null
        failed: the guest reached outside a table, as by a function pointer that points nowhere
        failed: the guest called a function pointer of another type
    "#]]
    .assert_eq(&printed);
}

#[test]
fn a_traps_sentence_has_the_guests_last_words() {
    let module = guest(
        "panicked at src/lib.rs:7:5: no target",
        "(call $log (i32.const 4) (i32.const 0) (i32.const 37)) unreachable",
    );
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty);
    expect![[r#"
        log error: panicked at src/lib.rs:7:5: no target
        failed: the guest gave up (`unreachable`); its last words were: panicked at src/lib.rs:7:5: no target
    "#]].assert_eq(&stage.printed);
}

#[test]
fn the_state_survives_a_trap() {
    let module = guest(
        "key",
        "(drop (call $put (i32.const 0) (i32.const 3) (i32.const 0) (i32.const 3))) unreachable",
    );
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty);
    assert_eq!(stage.instance.take_state().get("key"), Some(&b"key"[..]));
}

#[test]
fn chance_depends_on_seed_and_point_and_comes_but_once() {
    let draw = "(call $random (i32.const 0) (i32.const 10))
                (call $reply (i32.const 200) (i32.const 2) (i32.const 0) (i32.const 10))";
    let module = guest("", draw);
    let drawn = |seed: u64, point: &str, state: State| {
        let mut about = about();
        about.point = point.parse().unwrap();
        let mut instance = Instance::new(&module, Limits::default(), about, state, seed);
        instance.begin(Entry::Wave(wave()), 0);
        match instance.run(u64::MAX) {
            Turn::Done(core) => (core.body, instance.take_state()),
            other => panic!("{other:?}"),
        }
    };
    let (first, state) = drawn(7, "localhost:a", State::default());
    assert_eq!(drawn(7, "localhost:a", State::default()).0, first);
    assert_ne!(drawn(8, "localhost:a", State::default()).0, first);
    assert_ne!(drawn(7, "localhost:b", State::default()).0, first);
    assert_ne!(drawn(7, "localhost:a", state).0, first);
    expect!["Bin([135, 252, 21, 243, 34, 175, 79, 4, 119, 56])"].assert_eq(&format!("{first:?}"));
}

#[test]
fn alarms_have_numbers_that_never_come_twice() {
    let module = guest(
        "",
        "(drop (call $alarm (i64.const 1) (i32.const 0) (i32.const 0)))",
    );
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty).ping(Substance::Empty);
    let state = stage.instance.take_state();
    let mut later = Stage::with(&module, Limits::default(), state);
    later.ping(Substance::Empty);
    expect![[r#"
        alarm 3 in 1 ms: 
        200 Empty
    "#]]
    .assert_eq(&later.printed);
}

#[test]
fn a_log_is_cut_where_it_is_too_long() {
    let module = guest(
        "",
        "(memory.fill (i32.const 0) (i32.const 97) (i32.const 60000))
        (call $log (i32.const 2) (i32.const 0) (i32.const 60000))",
    );
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty);
    assert_eq!(
        stage.printed.len(),
        "log info: ".len() + (16 << 10) + "\n200 Empty\n".len()
    );
}

#[test]
fn a_chatty_guest_ends_with_its_budget() {
    let module = guest(
        "x",
        "(loop $more (call $log (i32.const 2) (i32.const 0) (i32.const 1)) (br $more))",
    );
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty);
    let lines = stage.printed.lines().count();
    assert!((1_000..20_000).contains(&lines), "{lines}");
    assert!(
        stage.printed.ends_with("do less at a time\n"),
        "{}",
        stage.printed.lines().last().unwrap()
    );
}

#[test]
fn properties_can_change() {
    let module = guest(
        "colour",
        "(call $reply (i32.const 200) (i32.const 1) (i32.const 100)
           (call $property (i32.const 0) (i32.const 6) (i32.const 100) (i32.const 50)))",
    );
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty);
    let mut changed = about();
    changed.properties.insert("colour".into(), "blue".into());
    stage.instance.set_about(changed);
    stage.ping(Substance::Empty);
    expect![[r#"
        200 Text grün
        200 Text blue
    "#]]
    .assert_eq(&stage.printed);
}
