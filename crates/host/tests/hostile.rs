//! The hostile guests of `mechtrons/hostile`: what each does, and what is said of it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod stage;

use expect_test::{Expect, expect};
use orrery_host::{Limits, Module, State};
use orrery_space::Substance;
use stage::Stage;

macro_rules! hostile {
    ($($test:ident $file:literal $expected:expr;)*) => {
        $(#[test]
        fn $test() {
            check(include_bytes!(concat!("../../../mechtrons/hostile/", $file, ".wat")), $expected);
        })*
    };
}

/// Its beginning and one Ping, or why it is refused.
fn check(wat: &[u8], expected: Expect) {
    let printed = match Module::load(wat) {
        Ok(module) => {
            let mut stage = Stage::of(&module);
            stage.init();
            if !stage.printed.contains("failed") {
                stage.ping(Substance::Text("hi".into()));
            }
            stage.printed
        }
        Err(error) => format!("refused: {}\n", error.sentence()),
    };
    expected.assert_eq(&printed);
}

hostile! {
    spin "spin" expect![[r#"
        200 Empty
        failed: fuel: the guest spent its whole budget for one Wave; raise its property `fuel` or let it do less at a time
    "#]];
    grow "grow" expect![[r#"
        200 Empty
        200 Int 256
    "#]];
    trap "trap" expect![[r#"
        200 Empty
        failed: the guest gave up (`unreachable`)
    "#]];
    abort "abort" expect![[r#"
        200 Empty
        failed: abort: no fun, at a.ts:7:3
    "#]];
    last_words "last-words" expect![[r#"
        200 Empty
        log error: the dog ate my homework
        failed: the guest gave up (`unreachable`); its last words were: the dog ate my homework
    "#]];
    bad_pointer "bad-pointer" expect![[r#"
        200 Empty
        failed: body: the range of 100 bytes at 65530 ends at 65630, outside the guest's memory of 65536 bytes
    "#]];
    not_text "not-text" expect![[r#"
        200 Empty
        failed: reply: a Text is UTF-8, and byte 1 is not
    "#]];
    wrong_exports "wrong-exports" expect![[r#"
        refused: the module is no Mechtron: it exports `memory` as a global, and a memory is expected; it exports `mechtron_v1` as () -> i32, and () -> () is expected; it exports `mechtron_wave` as (i32, i32) -> (), and () -> () is expected; a Mechtron exports its memory as `memory`, and the functions `mechtron_v1` and `mechtron_wave`, both without parameters and results; the crate `orrery-mechtron` makes them
    "#]];
    no_marker "no-marker" expect![[r#"
        refused: the module is no Mechtron: it does not export the function `mechtron_v1`, which marks the version of the contract; a Mechtron exports its memory as `memory`, and the functions `mechtron_v1` and `mechtron_wave`, both without parameters and results; the crate `orrery-mechtron` makes them
    "#]];
    unknown_import "unknown-import" expect![[r#"
        refused: the module imports what the cosmos does not offer: cosmos.repply (did you mean cosmos.reply?), cosmos.body (offered as (i32, i32) -> i32, imported as (i32) -> i32), env.system; import only what the membrane offers, or link what else the module needs into it
    "#]];
    deep "deep" expect![[r#"
        200 Empty
        failed: the guest recursed too deep: more than 4096 calls, or 1048576 bytes of stack
    "#]];
    double_reply "double-reply" expect![[r#"
        200 Empty
        failed: reply: the Wave is answered already, and gets one answer only
    "#]];
    refuses_init "refuses-init" expect![[r#"
        400 Text not today
        200 Empty
    "#]];
    traps_in_init "traps-in-init" expect![[r#"
        failed: the guest gave up (`unreachable`)
    "#]];
    asks_itself "asks-itself" expect![[r#"
        200 Empty
        ask localhost:guest@Core Ext<Say> / Empty
        404 Text "no such particle: localhost:guest"
    "#]];
}

#[test]
fn chatty() {
    let module = Module::load(include_bytes!("../../../mechtrons/hostile/chatty.wat")).unwrap();
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty);
    assert_eq!(
        stage.printed,
        "log info: and another thing\n".repeat(100) + "200 Empty\n"
    );
}

/// What a guest with as much fuel as there can be does in one Wave, and its last words here.
fn rich(data: &str, wave: &str) -> (usize, String) {
    let module = stage::guest(data, wave);
    let limits = Limits {
        fuel: 10_000_000_000,
        ..Limits::default()
    };
    let mut stage = Stage::with(&module, limits, State::default());
    stage.ping(Substance::Empty);
    let lines = stage.printed.lines().count();
    (
        lines,
        stage.printed.lines().last().unwrap_or_default().to_owned(),
    )
}

#[test]
fn floods_are_bounded_by_fuel() {
    for (call, most) in [
        (
            "(drop (call $signal (i32.const 0) (i32.const 11) (i32.const 11) (i32.const 6) (i32.const 0) (i32.const 0) (i32.const 0)))",
            5_000,
        ),
        (
            "(drop (call $alarm (i64.const 1) (i32.const 0) (i32.const 1)))",
            10_000,
        ),
        ("(call $cancel (i32.const 1))", 10_000),
        (
            "(call $log (i32.const 2) (i32.const 0) (i32.const 1))",
            20_000,
        ),
    ] {
        let wave = format!("(loop $more {call} (br $more))");
        let printed = stage::play("localhost:bExt<X>", &wave);
        let lines = printed.lines().count();
        assert!((most / 2..most).contains(&lines), "{lines} of {call}");
        assert!(printed.ends_with("do less at a time\n"), "{call}");
    }
}

#[test]
fn floods_are_bounded_however_much_fuel_there_is() {
    let mut printed = String::new();
    for call in [
        "(drop (call $signal (i32.const 0) (i32.const 11) (i32.const 11) (i32.const 6) (i32.const 0) (i32.const 0) (i32.const 0)))",
        // a body of 64,000 bytes
        "(drop (call $signal (i32.const 0) (i32.const 11) (i32.const 11) (i32.const 6) (i32.const 2) (i32.const 0) (i32.const 64000)))",
        "(drop (call $alarm (i64.const 1) (i32.const 0) (i32.const 1)))",
        "(call $cancel (i32.const 1))",
        "(call $log (i32.const 2) (i32.const 0) (i32.const 1))",
        // 16 KiB of log
        "(call $log (i32.const 2) (i32.const 2000) (i32.const 16384))",
        "(call $trace (i32.const 0) (i32.const 0) (f64.const 0) (f64.const 0) (f64.const 0) (f64.const 0) (f64.const 0))",
        "(drop (call $fd_write (i32.const 1) (i32.const 40) (i32.const 1) (i32.const 48)))",
    ] {
        let wave = format!("(loop $more {call} (br $more))");
        // a piece of 100 line feeds, to be written
        let data = r"localhost:bExt<X>.......................\32\00\00\00\64\00\00\00\n\n";
        let feeds = "(memory.fill (i32.const 50) (i32.const 10) (i32.const 100))";
        let (lines, last) = rich(data, &format!("{feeds} {wave}"));
        printed += &format!("after {lines} lines: {last}\n");
    }
    expect![[r#"
        after 32769 lines: failed: signal: too much in one turn: the most is 32768 Signals, alarms and lines of the log, of 67108864 bytes together
        after 1049 lines: failed: signal: too much in one turn: the most is 32768 Signals, alarms and lines of the log, of 67108864 bytes together
        after 32769 lines: failed: alarm: too much in one turn: the most is 32768 Signals, alarms and lines of the log, of 67108864 bytes together
        after 32769 lines: failed: cancel: too much in one turn: the most is 32768 Signals, alarms and lines of the log, of 67108864 bytes together
        after 32769 lines: failed: log: too much in one turn: the most is 32768 Signals, alarms and lines of the log, of 67108864 bytes together
        after 4097 lines: failed: log: too much in one turn: the most is 32768 Signals, alarms and lines of the log, of 67108864 bytes together
        after 32769 lines: failed: trace: too much in one turn: the most is 32768 Signals, alarms and lines of the log, of 67108864 bytes together
        after 32735 lines: failed: fd_write: too much in one turn: the most is 32768 Signals, alarms and lines of the log, of 67108864 bytes together
    "#]]
    .assert_eq(&printed);
}

#[test]
fn sixteen_mib_of_log_are_cut() {
    let module = stage::whole(
        r#"(memory (export "memory") 256)
           (func (export "mechtron_wave")
             (memory.fill (i32.const 0) (i32.const 97) (i32.const 16777216))
             (call $log (i32.const 4) (i32.const 0) (i32.const 16777216))
             unreachable)"#,
    );
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty);
    let line = "a".repeat(16 << 10);
    assert_eq!(
        stage.printed,
        format!(
            "log error: {line}\nfailed: the guest gave up (`unreachable`); its last words were: {line}\n"
        )
    );
}

#[test]
fn a_body_of_100_mb_is_read_and_none_is_sent() {
    let module = stage::whole(
        r#"(memory (export "memory") 1)
           (func (export "mechtron_wave")
             (local $all i32)
             (local.set $all (call $body (i32.const 0) (i32.const 65536)))
             (if (i32.ne (i32.load8_u (i32.const 65535)) (i32.const 7)) (then unreachable))
             (drop (memory.grow (i32.const 1600)))
             (if (i32.ne (call $body (i32.const 0) (local.get $all)) (local.get $all)) (then unreachable))
             (call $reply (i32.const 200) (i32.const 2) (i32.const 0) (local.get $all)))"#,
    );
    let limits = Limits {
        memory: 256 << 20,
        ..Limits::default()
    };
    let mut stage = Stage::with(&module, limits, State::default());
    stage.ping(Substance::Bin(vec![7; 100_000_000].into()));
    let mut small = Stage::of(&module);
    small.ping(Substance::Bin(vec![7; 100_000_000].into()));
    stage.print(small.printed.trim_end());
    expect![[r#"
        413 Err the body has 100000000 bytes and may have 1048576 inline; keep it in an Artifact or a File and send its point
        failed: body: the range of 100000000 bytes at 0 ends at 100000000, outside the guest's memory of 65536 bytes
    "#]]
    .assert_eq(&stage.printed);
}

#[test]
fn names_and_headers_without_an_end() {
    let mut printed = String::new();
    let fill = "(memory.fill (i32.const 0) (i32.const 97) (i32.const 65536)) (drop (memory.grow (i32.const 1))) (memory.fill (i32.const 65536) (i32.const 97) (i32.const 65536))";
    for call in [
        "(drop (call $ask (i32.const 0) (i32.const 100000) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))",
        "(drop (call $ask (i32.const 0) (i32.const 65536) (i32.const 0) (i32.const 65536) (i32.const 0) (i32.const 0) (i32.const 0)))",
        "(drop (call $ask (i32.const 0) (i32.const 9) (i32.const 0) (i32.const 100000) (i32.const 0) (i32.const 0) (i32.const 0)))",
        "(drop (call $header (i32.const 0) (i32.const 100000) (i32.const 0) (i32.const 0)))",
        "(drop (call $alarm (i64.const 1) (i32.const 0) (i32.const 65537)))",
        "(call $reply_header (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 100000))",
        "(loop $more (call $reply_header (i32.const 0) (i32.const 9) (i32.const 0) (i32.const 991)) (br $more))",
    ] {
        printed += &stage::play("", &format!("{fill} {call}"));
    }
    expect![[r#"
        failed: ask: a name, a target or a tag has at most 65536 bytes, and this has 100000
        failed: ask: `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa` is no method: expected a method such as `Ext<Hello>` or `Http<Get>`, found `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…`
        failed: ask: a name, a target or a tag has at most 65536 bytes, and this has 100000
        failed: header: a name, a target or a tag has at most 65536 bytes, and this has 100000
        failed: alarm: a name, a target or a tag has at most 65536 bytes, and this has 65537
        failed: reply_header: the headers of an answer have at most 65536 bytes together, and these have 100001
        failed: reply_header: the headers of an answer have at most 65536 bytes together, and these have 66000
    "#]]
    .assert_eq(&printed);
}

#[test]
fn what_is_answered_before_a_trap_is_no_answer() {
    let module = stage::guest(
        "yes",
        "(call $reply (i32.const 200) (i32.const 1) (i32.const 0) (i32.const 3)) unreachable",
    );
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty).ping(Substance::Empty);
    expect![[r#"
        failed: the guest gave up (`unreachable`)
        failed: the guest failed before and must be started anew
    "#]]
    .assert_eq(&stage.printed);
}
