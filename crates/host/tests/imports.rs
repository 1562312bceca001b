//! Every import of the membrane, as a guest sees it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod stage;

use expect_test::{Expect, expect};
use orrery_space::Substance;
use stage::{Stage, guest, play};

fn check(data: &str, wave: &str, expected: Expect) {
    expected.assert_eq(&play(data, wave));
}

/// Replies 200 with the text that a call left at 1000.
fn text(call: &str) -> String {
    format!("(call $reply (i32.const 200) (i32.const 1) (i32.const 1000) {call})")
}

/// Replies 200 with the number that a call gives.
fn number(call: &str) -> String {
    format!(
        "(i32.store8 (i32.const 2000) (i32.add (i32.const 48) (i32.div_u {call} (i32.const 100))))
         (i32.store8 (i32.const 2001) (i32.add (i32.const 48) (i32.rem_u (i32.div_u {call} (i32.const 10)) (i32.const 10))))
         (i32.store8 (i32.const 2002) (i32.add (i32.const 48) (i32.rem_u {call} (i32.const 10))))
         (call $reply (i32.const 200) (i32.const 1) (i32.const 2000) (i32.const 3))"
    )
}

#[test]
fn a_guest_that_says_nothing_answers_with_empty() {
    check(
        "",
        "",
        expect![[r#"
        200 Empty
    "#]],
    );
}

#[test]
fn fields_of_the_wave() {
    let mut printed = String::new();
    for id in 0..=9 {
        let field = format!("(call $field (i32.const {id}) (i32.const 1000) (i32.const 500))");
        // an absent field is -1, which no reply takes for a length
        let wave = format!(
            "(if (i32.lt_s {field} (i32.const 0)) (then (return))) {}",
            text(&field)
        );
        printed.push_str(&format!("{id}: {}", play("", &wave)));
    }
    expect![[r#"
        0: 200 Text <Wave<Ping>>::00000000-0000-0000-0000-000000000005
        1: 200 Text Ping
        2: 200 Text localhost:a@Core
        3: 200 Text localhost:guest@Core
        4: 200 Text hyperspace:users:anonymous
        5: 200 Text Ext<Say>
        6: 200 Text /
        7: 200 Text localhost:guest
        8: 200 Text localhost:repo:1.0.0
        9: 200 Empty
    "#]]
    .assert_eq(&printed);
}

#[test]
fn fields_without_a_wave() {
    let module = stage::whole(
        r#"(memory (export "memory") 1)
           (func (export "mechtron_wave"))
           (func (export "mechtron_init")
             (if (i32.ne (call $field (i32.const 5) (i32.const 0) (i32.const 0)) (i32.const -1)) (then unreachable))
             (if (i32.ne (call $header (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)) (i32.const -1)) (then unreachable))
             (if (call $body_kind) (then unreachable))
             (if (call $body (i32.const 0) (i32.const 10)) (then unreachable))
             (call $reply (i32.const 200) (i32.const 1) (i32.const 0)
               (call $field (i32.const 7) (i32.const 0) (i32.const 100))))"#,
    );
    let mut stage = Stage::of(&module);
    stage.init();
    expect![[r#"
        200 Text localhost:guest
    "#]]
    .assert_eq(&stage.printed);
}

#[test]
fn headers_and_properties() {
    check(
        "tone",
        &text("(call $header (i32.const 0) (i32.const 4) (i32.const 1000) (i32.const 9))"),
        expect![[r#"
        200 Text low
    "#]],
    );
    check(
        "colour",
        &text("(call $property (i32.const 0) (i32.const 6) (i32.const 1000) (i32.const 9))"),
        expect![[r#"
        200 Text grün
    "#]],
    );
    check(
        "nope",
        "(if (i32.eq (call $property (i32.const 0) (i32.const 4) (i32.const 0) (i32.const 0)) (i32.const -1)) (then (call $log (i32.const 2) (i32.const 0) (i32.const 4))))",
        expect![[r#"
        log info: nope
        200 Empty
    "#]],
    );
}

#[test]
fn lengths_follow_one_rule() {
    // copies at most cap bytes, returns the full length
    check(
        "......",
        "(drop (call $body (i32.const 0) (i32.const 1)))
        (call $reply (i32.const 200) (i32.const 1) (i32.const 0) (i32.const 4))",
        expect![[r#"
            200 Text h...
        "#]],
    );
    check(
        "",
        &number("(call $body (i32.const 0) (i32.const 1))"),
        expect![[r#"
        200 Text 002
    "#]],
    );
    // with no room the pointer is of no matter
    check(
        "",
        &number("(call $body (i32.const -1) (i32.const 0))"),
        expect![[r#"
        200 Text 002
    "#]],
    );
}

#[test]
fn bodies_of_every_kind() {
    let echo = "(call $reply (i32.const 200) (call $body_kind) (i32.const 0) (call $body (i32.const 0) (i32.const 60000)))";
    let module = guest("", echo);
    let mut stage = Stage::of(&module);
    let json = serde_json::json!({"a": [1, true, null]});
    for body in [
        Substance::Empty,
        Substance::Text("grüß dich".into()),
        Substance::Bin([1, 2, 3].as_slice().into()),
        Substance::Json(Box::new(json)),
        Substance::Int(-42),
        Substance::Boolean(true),
        Substance::Point("localhost:app".parse().unwrap()),
        Substance::List(vec![Substance::Int(1), Substance::Text("x".into())]),
    ] {
        stage.ping(body);
    }
    expect![[r#"
        200 Empty
        200 Text grüß dich
        200 Bin 3 bytes
        200 Json {"a":[1,true,null]}
        200 Int -42
        200 Boolean true
        200 Point localhost:app
        200 List 2
    "#]]
    .assert_eq(&stage.printed);
    stage.printed.clear();
    stage.ping(Substance::Err("a guest cannot make this".into()));
    expect![[r#"
        failed: reply: a guest can read a body of kind 35 and not make it; it makes 0 Empty, 1 Text, 2 Bin, 3 Json, 4 Int, 5 Boolean, 6 Point, 7 List, 8 Map
    "#]].assert_eq(&stage.printed);
}

#[test]
fn a_body_of_a_kind_that_is_only_read() {
    let wave = text("(call $body (i32.const 1000) (i32.const 100))");
    let module = guest("", &wave);
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Err("no such page".into()));
    expect![[r#"
        200 Text "no such page"
    "#]]
    .assert_eq(&stage.printed);
}

#[test]
fn replies() {
    check(
        "late",
        "(call $reply_header (i32.const 0) (i32.const 1) (i32.const 1) (i32.const 3))
        (call $reply (i32.const 404) (i32.const 1) (i32.const 0) (i32.const 4))",
        expect![[r#"
            404 Text late [l: ate]
        "#]],
    );
    check(
        "",
        "(call $reply (i32.const 200) (i32.const 0) (i32.const 0) (i32.const 0))
        (call $reply (i32.const 200) (i32.const 0) (i32.const 0) (i32.const 0))",
        expect![[r#"
            failed: reply: the Wave is answered already, and gets one answer only
        "#]],
    );
    check(
        "ab",
        "(call $reply (i32.const 200) (i32.const 0) (i32.const 0) (i32.const 0))
        (call $reply_header (i32.const 0) (i32.const 1) (i32.const 1) (i32.const 1))",
        expect![[r#"
            failed: reply_header: headers go before the reply, and the Wave is answered
        "#]],
    );
    check(
        "",
        "(call $reply (i32.const 199) (i32.const 0) (i32.const 0) (i32.const 0))",
        expect![[r#"
        failed: reply: 199 is no status: they go from 200 to 599
    "#]],
    );
    check(
        "",
        "(call $reply (i32.const 600) (i32.const 0) (i32.const 0) (i32.const 0))",
        expect![[r#"
        failed: reply: 600 is no status: they go from 200 to 599
    "#]],
    );
    check(
        "",
        "(call $reply (i32.const 200) (i32.const 12) (i32.const 0) (i32.const 0))",
        expect![[r#"
        failed: reply: a guest can read a body of kind 12 and not make it; it makes 0 Empty, 1 Text, 2 Bin, 3 Json, 4 Int, 5 Boolean, 6 Point, 7 List, 8 Map
    "#]],
    );
    check(
        "four",
        "(call $reply (i32.const 200) (i32.const 4) (i32.const 0) (i32.const 4))",
        expect![[r#"
        failed: reply: the bytes are no Int: invalid digit found in string
    "#]],
    );
    check(
        "{]",
        "(call $reply (i32.const 200) (i32.const 3) (i32.const 0) (i32.const 2))",
        expect![[r#"
        failed: reply: the bytes are no Json: key must be a string at line 1 column 2
    "#]],
    );
    check(
        "No Point",
        "(call $reply (i32.const 200) (i32.const 6) (i32.const 0) (i32.const 8))",
        expect![[r#"
        failed: reply: the bytes are no Point: `No` has a capital letter
    "#]],
    );
}

#[test]
fn a_body_over_the_limit_is_413() {
    let module = stage::whole(
        r#"(memory (export "memory") 20)
           (data (i32.const 0) "localhost:b^Ext<X>")
           (func (export "mechtron_wave")
             (if (i32.ne (call $ask (i32.const 0) (i32.const 18) (i32.const 0) (i32.const 0) (i32.const 2) (i32.const 0) (i32.const 1048577)) (i32.const 413)) (then unreachable))
             (if (i32.ne (call $signal (i32.const 0) (i32.const 18) (i32.const 0) (i32.const 0) (i32.const 2) (i32.const 0) (i32.const 1048577)) (i32.const 413)) (then unreachable))
             (call $reply (i32.const 200) (i32.const 2) (i32.const 0) (i32.const 1048577)))"#,
    );
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty);
    expect![[r#"
        413 Err the body has 1048577 bytes and may have 1048576 inline; keep it in an Artifact or a File and send its point
    "#]].assert_eq(&stage.printed);
}

#[test]
fn signals_alarms_and_logs() {
    let wave = r#"
      (if (i32.ne (call $signal (i32.const 0) (i32.const 11) (i32.const 11) (i32.const 9) (i32.const 1) (i32.const 20) (i32.const 4)) (i32.const 202)) (then unreachable))
      (call $cancel (call $alarm (i64.const 250) (i32.const 20) (i32.const 4)))
      (drop (call $alarm (i64.const 0) (i32.const 20) (i32.const 0)))
      (call $log (i32.const 0) (i32.const 20) (i32.const 4))
      (call $log (i32.const 4) (i32.const 20) (i32.const 4))"#;
    check(
        "localhost:bExt<Tell>news",
        wave,
        expect![[r#"
        signal localhost:b@Core Ext<Tell> / Text news
        alarm 1 in 250 ms: news
        cancel 1
        alarm 2 in 0 ms: 
        log trace: news
        log error: news
        200 Empty
    "#]],
    );
    check(
        "",
        "(drop (call $alarm (i64.const -1) (i32.const 0) (i32.const 0)))",
        expect![[r#"
        failed: alarm: a delay of -1 ms lies in the past
    "#]],
    );
    check(
        "",
        "(call $log (i32.const 5) (i32.const 0) (i32.const 0))",
        expect![[r#"
        failed: log: there is no level 5: 0 trace, 1 debug, 2 info, 3 warn, 4 error
    "#]],
    );
}

#[test]
fn the_state() {
    let wave = r#"
      (if (i32.ne (call $get (i32.const 0) (i32.const 2) (i32.const 0) (i32.const 0)) (i32.const -1)) (then unreachable))
      (if (i32.ne (call $put (i32.const 0) (i32.const 2) (i32.const 6) (i32.const 3)) (i32.const 200)) (then unreachable))
      (if (i32.ne (call $put (i32.const 2) (i32.const 2) (i32.const 6) (i32.const 1)) (i32.const 200)) (then unreachable))
      (if (i32.ne (call $put (i32.const 4) (i32.const 2) (i32.const 6) (i32.const 0)) (i32.const 200)) (then unreachable))
      (call $log (i32.const 2) (i32.const 1000) (call $keys (i32.const 0) (i32.const 0) (i32.const 1000) (i32.const 100)))
      (call $log (i32.const 2) (i32.const 1000) (call $keys (i32.const 0) (i32.const 1) (i32.const 1000) (i32.const 100)))
      (call $log (i32.const 2) (i32.const 1000) (call $get (i32.const 0) (i32.const 2) (i32.const 1000) (i32.const 100)))
      (call $delete (i32.const 0) (i32.const 2))
      (call $delete (i32.const 0) (i32.const 2))
      (call $log (i32.const 2) (i32.const 1000) (call $keys (i32.const 0) (i32.const 0) (i32.const 1000) (i32.const 100)))"#;
    check(
        "a1a2b1one",
        wave,
        expect![[r#"
        log info: a1
        a2
        b1
        log info: a1
        a2
        log info: one
        log info: a2
        b1
        200 Empty
    "#]],
    );
    check(
        "",
        "(drop (call $put (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))",
        expect![[r#"
        failed: put: a key has at least one character
    "#]],
    );
    check(
        r"a\0ab",
        "(drop (call $put (i32.const 0) (i32.const 3) (i32.const 0) (i32.const 0)))",
        expect![[r#"
        failed: put: a key holds no line feed
    "#]],
    );
}

#[test]
fn a_full_state_says_413_and_keeps_what_it_has() {
    let module = stage::whole(
        r#"(memory (export "memory") 20)
           (data (i32.const 0) "kl")
           (func (export "mechtron_wave")
             (if (i32.ne (call $put (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 1048575)) (i32.const 200)) (then unreachable))
             (if (i32.ne (call $put (i32.const 1) (i32.const 1) (i32.const 0) (i32.const 0)) (i32.const 413)) (then unreachable))
             (if (i32.ne (call $get (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0)) (i32.const 1048575)) (then unreachable)))"#,
    );
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Empty);
    expect![[r#"
        200 Empty
    "#]]
    .assert_eq(&stage.printed);
    assert_eq!(stage.instance.state().bytes(), 1 << 20);
}

#[test]
fn time_is_virtual() {
    check(
        "",
        &number("(i32.wrap_i64 (i64.div_u (call $now) (i64.const 10)))"),
        expect![[r#"
        200 Text 100
    "#]],
    );
    // nanoseconds
    check(
        "",
        "(if (call $clock_time_get (i32.const 0) (i64.const 1) (i32.const 8)) (then unreachable))
        (if (i64.ne (i64.load (i32.const 8)) (i64.const 1000000000)) (then unreachable))",
        expect![[r#"
            200 Empty
        "#]],
    );
}

#[test]
fn output_of_wasi_is_logged_by_line() {
    // two pieces: "one\ntw" and "o"
    let wave = r#"
      (i32.store (i32.const 100) (i32.const 0)) (i32.store (i32.const 104) (i32.const 6))
      (i32.store (i32.const 108) (i32.const 6)) (i32.store (i32.const 112) (i32.const 1))
      (if (call $fd_write (i32.const 1) (i32.const 100) (i32.const 2) (i32.const 200)) (then unreachable))
      (if (i32.ne (i32.load (i32.const 200)) (i32.const 7)) (then unreachable))
      (if (i32.ne (call $fd_write (i32.const 3) (i32.const 100) (i32.const 2) (i32.const 200)) (i32.const 8)) (then unreachable))
      (drop (call $fd_write (i32.const 2) (i32.const 100) (i32.const 1) (i32.const 200)))"#;
    check(
        r"one\0atwo",
        wave,
        expect![[r#"
        log info: one
        log error: one
        log info: two
        log error: tw
        200 Empty
    "#]],
    );
}

#[test]
fn the_rest_of_wasi() {
    check(
        "",
        &number(
            "(call $path_open (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 0))",
        ),
        expect![[r#"
        200 Text 052
    "#]],
    );
    check(
        "",
        "(drop (call $environ_sizes_get (i32.const 0) (i32.const 4)))
        (if (i64.ne (i64.load (i32.const 0)) (i64.const 0)) (then unreachable))",
        expect![[r#"
            200 Empty
        "#]],
    );
    check(
        "bye",
        "(call $reply (i32.const 200) (i32.const 1) (i32.const 0) (i32.const 3)) (call $proc_exit (i32.const 0)) unreachable",
        expect![[r#"
        200 Text bye
    "#]],
    );
    check(
        "",
        "(call $proc_exit (i32.const 3))",
        expect![[r#"
        failed: the guest ended itself with exit code 3
    "#]],
    );
}

#[test]
fn after_an_exit_the_guest_begins_anew() {
    let module = stage::whole(
        r#"(memory (export "memory") 1)
           (global $n (mut i32) (i32.const 48))
           (func (export "mechtron_wave")
             (global.set $n (i32.add (global.get $n) (i32.const 1)))
             (i32.store8 (i32.const 0) (global.get $n))
             (call $reply (i32.const 200) (i32.const 1) (i32.const 0) (i32.const 1))
             (if (i32.eq (global.get $n) (i32.const 50)) (then (call $proc_exit (i32.const 0)))))"#,
    );
    let mut stage = Stage::of(&module);
    for _ in 0..3 {
        stage.ping(Substance::Empty);
    }
    expect![[r#"
        200 Text 1
        200 Text 2
        200 Text 1
    "#]]
    .assert_eq(&stage.printed);
}

#[test]
fn what_assemblyscript_imports() {
    // texts at 4 ("ohno") and 20 ("a.ts"), each with its length in bytes before it
    let data = r"\08\00\00\00o\00h\00n\00o\00\00\00\00\00\08\00\00\00a\00.\00t\00s\00";
    check(
        data,
        "(call $abort (i32.const 4) (i32.const 20) (i32.const 7) (i32.const 3))",
        expect![[r#"
        failed: abort: ohno, at a.ts:7:3
    "#]],
    );
    check(
        data,
        "(call $abort (i32.const 0) (i32.const 0) (i32.const 7) (i32.const 3))",
        expect![[r#"
        failed: abort: no message, at an unnamed file:7:3
    "#]],
    );
    check(
        data,
        "(call $trace (i32.const 4) (i32.const 2) (f64.const 1) (f64.const 2.5) (f64.const 0) (f64.const 0) (f64.const 0))",
        expect![[r#"
        log trace: ohno 1, 2.5
        200 Empty
    "#]],
    );
    check(
        "",
        "(if (f64.lt (call $seed) (f64.const 1)) (then unreachable))",
        expect![[r#"
        200 Empty
    "#]],
    );
}

#[test]
fn bad_pointers_trap_with_the_call_and_the_range() {
    check(
        "",
        "(drop (call $body (i32.const 65530) (i32.const 7)))",
        expect![[r#"
        failed: body: the range of 7 bytes at 65530 ends at 65537, outside the guest's memory of 65536 bytes
    "#]],
    );
    check(
        "",
        "(call $log (i32.const 2) (i32.const -4) (i32.const 8))",
        expect![[r#"
        failed: log: the range of 8 bytes at 4294967292 ends at 4294967300, outside the guest's memory of 65536 bytes
    "#]],
    );
    check(
        "",
        "(call $reply (i32.const 200) (i32.const 1) (i32.const 0) (i32.const -1))",
        expect![[r#"
        failed: reply: the range of 4294967295 bytes at 0 ends at 4294967295, outside the guest's memory of 65536 bytes
    "#]],
    );
    check(
        "",
        "(call $random (i32.const 70000) (i32.const 1))",
        expect![[r#"
        failed: random: the range of 1 bytes at 70000 ends at 70001, outside the guest's memory of 65536 bytes
    "#]],
    );
    check(
        "",
        "(drop (call $fd_write (i32.const 1) (i32.const 65535) (i32.const 1) (i32.const 0)))",
        expect![[r#"
        failed: fd_write: the range of 8 bytes at 65535 ends at 65543, outside the guest's memory of 65536 bytes
    "#]],
    );
}

#[test]
fn text_that_is_no_text_traps() {
    check(
        r"ab\ff",
        "(call $log (i32.const 2) (i32.const 0) (i32.const 3))",
        expect![[r#"
        failed: log: the 3 bytes at 0 are not UTF-8 text: byte 2 begins no character
    "#]],
    );
    check(
        r"\c3",
        "(call $reply (i32.const 200) (i32.const 1) (i32.const 0) (i32.const 1))",
        expect![[r#"
        failed: reply: a Text is UTF-8, and byte 0 is not
    "#]],
    );
    check(
        r"\80",
        "(drop (call $get (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0)))",
        expect![[r#"
        failed: get: the 1 bytes at 0 are not UTF-8 text: byte 0 begins no character
    "#]],
    );
}

#[test]
fn what_does_not_exist_traps() {
    check(
        "",
        "(drop (call $field (i32.const 10) (i32.const 0) (i32.const 0)))",
        expect![[r#"
        failed: field: there is no field 10: 0 id, 1 kind, 2 from, 3 to, 4 agent, 5 method, 6 uri, 7 own point, 8 bundle, 9 config
    "#]],
    );
    check(
        "",
        "(drop (call $answer_field (i32.const -1) (i32.const 0) (i32.const 0)))",
        expect![[r#"
        failed: answer_field: there is no field -1: 0 id, 1 kind, 2 from, 3 to, 4 agent, 5 method, 6 uri, 7 own point, 8 bundle, 9 config
    "#]],
    );
}
