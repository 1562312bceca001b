//! Guests in the dialect of the crate `mechtron`: how they are called, and what of theirs is refused.
//! They are written by hand here, but for one of that crate, which is there where it was to be had.

#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::disallowed_methods)] // it reads the guest that is built elsewhere
#![allow(clippy::print_stdout)] // it says when there is none

mod stage;

use std::collections::BTreeMap;
use std::fmt::Write;

use expect_test::{Expect, expect};
use orrery_host::{About, Dialect, Limits, Module, State};
use orrery_space::{FormErrs, MechtronConfig, Substance, Token};
use stage::{Stage, about, load};

/// A buffer of the guest's own lies at 8192 and has the number 100; those that it makes lie from
/// 65536 on. The one at 4096, of the number 50, says that it is what it is to be.
const BUFFERS: &str = r#"
  (import "env" "mechtron_frame_to_host" (func $send (param i32) (result i32)))
  (import "env" "mechtron_host_panic" (func $panic (param i32)))
  (import "env" "mechtron_uuid" (func $uuid (result i32)))
  (import "env" "mechtron_timestamp" (func $now (result i64)))
  (memory (export "memory") 8)
  (global $made (mut i32) (i32.const 0))
  (global $free (mut i32) (i32.const 65536))
  (global $frames (mut i32) (i32.const 0))
  (func $place (param $id i32) (result i32) (i32.load (i32.mul (local.get $id) (i32.const 8))))
  (func $length (param $id i32) (result i32) (i32.load offset=4 (i32.mul (local.get $id) (i32.const 8))))
  (func $alloc (param $length i32) (result i32)
    (i32.store (i32.mul (global.get $made) (i32.const 8)) (global.get $free))
    (i32.store offset=4 (i32.mul (global.get $made) (i32.const 8)) (local.get $length))
    (global.set $free (i32.add (global.get $free) (local.get $length)))
    (global.set $made (i32.add (global.get $made) (i32.const 1)))
    (i32.sub (global.get $made) (i32.const 1)))
  (export "mechtron_guest_get_buffer_len" (func $length))
"#;

const PLACE: &str = r#"(export "mechtron_guest_get_buffer_ptr" (func $place))"#;
const ALLOC: &str = r#"(export "mechtron_guest_alloc_buffer" (func $alloc))"#;
const FREE: &str = r#"(func (export "mechtron_guest_dealloc_buffer") (param i32))"#;
const INIT: &str =
    r#"(func (export "mechtron_guest_init") (param i32 i32) (result i32) (i32.const 0))"#;

/// A guest that has `bytes` in its own buffer, and makes of each Wave what `wave` does.
fn guest(bytes: &[u8], wave: &str) -> Module {
    let rest = [PLACE, ALLOC, FREE, INIT].concat();
    load(&guest_of(&rest, bytes, bytes.len() as u32, wave))
}

fn guest_of(rest: &str, bytes: &[u8], length: u32, wave: &str) -> String {
    let pong = pong(200, &empty());
    let entry = |place: u32, length: u32| [place.to_le_bytes(), length.to_le_bytes()].concat();
    let data = |at: u32, bytes: &[u8]| {
        let text = bytes.iter().fold(String::new(), |mut text, byte| {
            write!(text, "\\{byte:02x}").unwrap();
            text
        });
        format!("(data (i32.const {at}) \"{text}\")\n")
    };
    format!(
        r#"(module {BUFFERS} {rest}
             {} {} {} {}
             (func (export "mechtron_frame_to_guest") (param $frame i32) (result i32)
               (global.set $frames (i32.add (global.get $frames) (i32.const 1)))
               (if (i32.eq (global.get $frames) (i32.const 1)) (then (return (i32.const 50))))
               {wave}))"#,
        data(50 * 8, &entry(4096, pong.len() as u32)),
        data(100 * 8, &entry(8192, length)),
        data(4096, &pong),
        data(8192, bytes),
    )
}

/// It gives its own buffer back for a Wave.
const ANSWER: &str = "(i32.const 100)";

/// It sends its own buffer, and answers with what comes back.
const SEND: &str = "(call $send (i32.const 100))";

fn on_stage(module: &Module, limits: Limits) -> Stage {
    let mut stage = Stage::with(module, limits, State::default());
    stage.instance.set_about(named());
    stage
}

/// About a Particle that has a config.
fn named() -> About {
    let mut about = about();
    about.document = Some(MechtronConfig {
        bin: "repo:1.0.0:/wasm/guest.wasm".parse().unwrap(),
        name: "hello-goodbye".into(),
    });
    about
}

/// Its beginning and one Ping with nothing.
fn play(module: &Module) -> String {
    let mut stage = on_stage(module, Limits::default());
    stage.init();
    if stage.printed == "200 Empty\n" {
        stage.printed.clear();
        stage.ping(Substance::Empty);
    }
    stage.printed
}

fn answers(bytes: &[u8]) -> String {
    play(&guest(bytes, ANSWER))
}

fn sends(bytes: &[u8]) -> String {
    play(&guest(bytes, SEND))
}

/// Bytes in the form of the crate.
fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

fn variant(number: u32) -> [u8; 4] {
    number.to_le_bytes()
}

fn text(text: &str) -> Vec<u8> {
    joined(&[&(text.len() as u64).to_le_bytes(), text.as_bytes()])
}

fn surface(segments: &[&str]) -> Vec<u8> {
    let mut bytes = joined(&[&variant(0), &(segments.len() as u64).to_le_bytes()]);
    for (no, segment) in segments.iter().enumerate() {
        bytes.extend(variant(if no == 0 { 1 } else { 2 }));
        bytes.extend(text(segment));
    }
    bytes.extend([variant(6), variant(0)].concat());
    bytes
}

fn empty() -> Vec<u8> {
    variant(0).to_vec()
}

/// Agent, handling, scope, from, via, hops and track.
fn tail() -> Vec<u8> {
    let classes = [
        variant(0),
        variant(1),
        variant(3),
        variant(0),
        variant(2),
        variant(1),
    ];
    joined(&[
        &classes.concat(),
        &surface(&["localhost", "guest"]),
        &[0; 4],
    ])
}

fn head(kind: u32) -> Vec<u8> {
    joined(&[&variant(kind), &text("a-uuid"), &variant(kind), &[0]])
}

fn pong(status: u16, body: &[u8]) -> Vec<u8> {
    let to = surface(&["localhost", "a"]);
    joined(&[
        &head(1),
        &to,
        &variant(0),
        &to,
        &0u64.to_le_bytes(),
        &status.to_le_bytes(),
        body,
        &text("a-uuid"),
        &variant(0),
        &tail(),
    ])
}

/// A Ping or a Signal `Ext<Hello>` to `localhost:b`.
fn directed(kind: u32, body: &[u8]) -> Vec<u8> {
    joined(&[
        &head(kind),
        &surface(&["localhost", "b"]),
        &0u64.to_le_bytes(),
        &variant(3),
        &text("Hello"),
        &text("http://localhost/users/7?full"),
        body,
        &tail(),
    ])
}

fn text_body(said: &str) -> Vec<u8> {
    joined(&[&variant(5), &text(said)])
}

#[test]
fn a_wave_is_answered() {
    let module = guest(&pong(201, &text_body("grüß dich")), ANSWER);
    assert_eq!(module.report().dialect, Dialect::Mechtron);
    assert_eq!(play(&module), "201 Text grüß dich\n");
    // nothing at all is an answer too
    assert_eq!(play(&guest(&[], "(i32.const 0)")), "200 Empty\n");
}

#[test]
fn an_ask_suspends_and_its_answer_comes_as_a_buffer() {
    let module = guest(&directed(0, &text_body("what")), SEND);
    let mut fuel = Vec::new();
    for slice in [1, 100, u64::MAX] {
        let mut stage = on_stage(&module, Limits::default()).answer(200, Substance::Int(12));
        stage.slice = slice;
        stage.init();
        stage.ping(Substance::Empty);
        assert_eq!(
            stage.printed,
            "200 Empty\nask localhost:b@Core Ext<Hello> /users/7?full Text what\n200 Int 12\n"
        );
        fuel.push(stage.instance.fuel_used());
    }
    assert_eq!(fuel[0], fuel[1]);
    assert_eq!(fuel[1], fuel[2]);
}

#[test]
fn an_answer_that_the_guest_cannot_be_given_is_a_status_that_says_so() {
    let module = guest(&directed(0, &empty()), SEND);
    let json = Substance::Json(Box::new(serde_json::json!({})));
    let mut stage = on_stage(&module, Limits::default()).answer(200, json.clone());
    stage.ping(Substance::Empty);
    stage.ping(json);
    expect![[r#"
        ask localhost:b@Core Ext<Hello> /users/7?full Empty
        501 Err a guest of the crate `mechtron` is given Empty, List, Map, Point, Surface, Text, Meta, Bin, Boolean, Int, FormErrs, Token and Err, and this is Json
        501 Err a guest of the crate `mechtron` is given Empty, List, Map, Point, Surface, Text, Meta, Bin, Boolean, Int, FormErrs, Token and Err, and this is Json
    "#]]
    .assert_eq(&stage.printed);
}

#[test]
fn a_signal_leaves_and_a_line_is_logged() {
    assert_eq!(
        sends(&directed(4, &text_body("so"))),
        "signal localhost:b@Core Ext<Hello> /users/7?full Text so\n200 Empty\n"
    );
    let point = joined(&[
        &variant(0),
        &1u64.to_le_bytes(),
        &variant(1),
        &text("localhost"),
    ]);
    let log = joined(&[
        &head(4),
        &surface(&["localhost", "b"]),
        &0u64.to_le_bytes(),
        &variant(1),
        &variant(8),
        &text("http://localhost/"),
        &variant(27),
        &variant(0),
        &point,
        &point,
        &[0],
        &variant(1),
        &[0],
        &7u64.to_le_bytes(),
        &variant(0),
        &text("it is late"),
        &variant(3),
        &tail(),
    ]);
    assert_eq!(sends(&log), "log warn: it is late\n200 Empty\n");
}

#[test]
fn a_panic_has_its_words() {
    let module = guest(
        "no way back".as_bytes(),
        "(call $panic (i32.const 100)) unreachable",
    );
    expect![[r#"
        log error: no way back
        failed: the guest gave up (`unreachable`); its last words were: no way back
    "#]]
    .assert_eq(&play(&module));
}

#[test]
fn time_is_virtual_and_uuids_come_from_the_seed() {
    // the uuid is put into the Text of the answer, at its place in the frame
    let uuid = "00000000-0000-0000-0000-000000000000";
    let bytes = pong(200, &text_body(uuid));
    let at = bytes.windows(36).position(|it| it == uuid.as_bytes());
    let at = 8192 + at.unwrap();
    let module = guest(
        &bytes,
        &format!(
            "(memory.copy (i32.const {at}) (call $place (call $uuid)) (i32.const 36))
             (if (i64.ne (call $now) (i64.const 1000)) (then unreachable))
             {ANSWER}"
        ),
    );
    let mut stage = on_stage(&module, Limits::default());
    stage.ping(Substance::Empty);
    stage.ping(Substance::Empty);
    expect![[r#"
        200 Text b05ce1f9-bccd-4938-a905-8a63111da98b
        200 Text 7cf709d3-a05e-41ee-9947-e9bda9fcef20
    "#]]
    .assert_eq(&stage.printed);
}

#[test]
fn frames_that_are_none() {
    let good = pong(200, &text_body("hi"));
    let long = joined(&[&good, &[1, 2, 3]]);
    let nested = joined(&[&[1u8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0].repeat(70), &empty()]);
    let huge = joined(&[&variant(5), &u64::MAX.to_le_bytes()]);
    let heap = joined(&[&variant(1), &u64::MAX.to_le_bytes()]);
    let mut printed = String::new();
    for (what, frame) in [
        ("nothing", vec![]),
        ("half a kind", vec![1, 0]),
        ("another kind", variant(9).to_vec()),
        ("a Ping", directed(0, &empty())),
        ("cut short", good[..good.len() - 1].to_vec()),
        ("too long", long),
        ("a status of nobody", pong(42, &empty())),
        ("no such body", pong(200, &variant(99))),
        ("Json", pong(200, &variant(18))),
        (
            "no UTF-8",
            pong(200, &joined(&[&variant(5), &2u64.to_le_bytes(), b"a\xff"])),
        ),
        ("half a truth", pong(200, &joined(&[&variant(10), &[2]]))),
        ("a Text without an end", pong(200, &huge)),
        ("a List without an end", pong(200, &heap)),
        ("a deep one", pong(200, &nested)),
        (
            "no point",
            pong(
                200,
                &joined(&[
                    &variant(3),
                    &variant(0),
                    &1u64.to_le_bytes(),
                    &variant(1),
                    &text("Up"),
                ]),
            ),
        ),
        (
            "a session",
            joined(&[&variant(1), &text("a-uuid"), &variant(1), &[1]]),
        ),
    ] {
        writeln!(printed, "{what}: {}", answers(&frame).trim_end()).unwrap();
    }
    expect![[r#"
        nothing: failed: mechtron_frame_to_guest: the frame of 0 bytes ends within the 4 bytes of the kind of Wave that begin at byte 0
        half a kind: failed: mechtron_frame_to_guest: the frame of 2 bytes ends within the 4 bytes of the kind of Wave that begin at byte 0
        another kind: failed: mechtron_frame_to_guest: the Wave answers nothing: a Pong or an Echo is expected
        a Ping: failed: mechtron_frame_to_guest: the Wave answers nothing: a Pong or an Echo is expected
        cut short: failed: mechtron_frame_to_guest: the frame of 262 bytes ends within the 1 bytes of the track that begin at byte 262
        too long: failed: mechtron_frame_to_guest: 3 bytes follow on the Wave, which ends at byte 263
        a status of nobody: failed: mechtron_frame_to_guest: the answer's status: expected a status from 200 to 599, found 42
        no such body: failed: mechtron_frame_to_guest: at byte 145 stands 99, and no body has that number
        Json: failed: mechtron_frame_to_guest: a body of Json cannot be read; read are Empty, List, Map, Point, Surface, Text, Meta, Bin, Boolean, Int, FormErrs, Token and Err
        no UTF-8: failed: mechtron_frame_to_guest: the Text is UTF-8, and byte 158 begins no character
        half a truth: failed: mechtron_frame_to_guest: at byte 149 stands 2, and a Boolean is 0 or 1
        a Text without an end: failed: mechtron_frame_to_guest: the frame of 261 bytes ends within the 18446744073709551615 bytes of the Text that begin at byte 157
        a List without an end: failed: mechtron_frame_to_guest: a body of Stub cannot be read; read are Empty, List, Map, Point, Surface, Text, Meta, Bin, Boolean, Int, FormErrs, Token and Err
        a deep one: failed: mechtron_frame_to_guest: the body is nested deeper than 64 times
        no point: failed: mechtron_frame_to_guest: `Up` is no point: `Up` has a capital letter
        a session: failed: mechtron_frame_to_guest: a Wave of a session cannot be read
    "#]].assert_eq(&printed);
}

#[test]
fn waves_that_a_guest_cannot_send() {
    let mut printed = String::new();
    for (what, frame) in [
        ("a Ripple", directed(2, &empty())),
        ("a Pong", pong(200, &empty())),
        ("cut short", directed(0, &empty())[..40].to_vec()),
        (
            "no such method",
            joined(&[
                &head(0),
                &surface(&["localhost"]),
                &0u64.to_le_bytes(),
                &variant(1),
                &variant(9),
            ]),
        ),
        (
            "to no point",
            joined(&[&head(0), &surface(&["local host"])]),
        ),
    ] {
        writeln!(printed, "{what}: {}", sends(&frame).trim_end()).unwrap();
    }
    expect![[r#"
        a Ripple: failed: mechtron_frame_to_host: a Ripple cannot be sent; send a Ping to each
        a Pong: failed: mechtron_frame_to_host: a Wave that answers cannot be sent; return it
        cut short: failed: mechtron_frame_to_host: the frame of 40 bytes ends within the 8 bytes of the segment that begin at byte 39
        no such method: failed: mechtron_frame_to_host: at byte 76 stands 9, and no Cmd method has that number
        to no point: failed: mechtron_frame_to_host: `local host@Core` is no surface: expected the end of the surface, found a space
    "#]].assert_eq(&printed);
}

#[test]
fn buffers_that_are_nowhere() {
    let rest = [PLACE, ALLOC, FREE, INIT].concat();
    let with = |length: u32, wave: &str| play(&load(&guest_of(&rest, b"", length, wave)));
    let instead = |of: &str, other: &str| {
        let rest = rest.replace(of, other);
        play(&load(&guest_of(&rest, b"", 0, ANSWER)))
    };
    let place = |place: &str| {
        let other = format!(
            r#"(func (export "mechtron_guest_get_buffer_ptr") (param i32) (result i32) {place})"#
        );
        instead(PLACE, &other)
    };
    let init = |code: i32| {
        let other = format!(
            r#"(func (export "mechtron_guest_init") (param i32 i32) (result i32) (i32.const {code}))"#
        );
        instead(INIT, &other)
    };
    let mut printed = String::new();
    for (what, said) in [
        ("a length over the memory", with(600_000, ANSWER)),
        ("a length below nothing", with(u32::MAX, ANSWER)),
        ("a number of no buffer", with(0, "(i32.const -1)")),
        (
            "sent from nowhere",
            with(0, "(call $send (i32.const 1000000))"),
        ),
        (
            "words from nowhere",
            with(600_000, "(call $panic (i32.const 100)) (i32.const 0)"),
        ),
        ("a place below nothing", place("(i32.const -4)")),
        ("a place at the end", place("(i32.const 524286)")),
        ("a place that asks", place(SEND)),
        (
            "a place without an end",
            place("(loop $on (br $on)) (i32.const 0)"),
        ),
        ("another version", init(-1)),
        ("no guest", init(-2)),
        ("another code", init(7)),
    ] {
        writeln!(printed, "{what}: {}", said.trim_end()).unwrap();
    }
    expect![[r#"
        a length over the memory: failed: mechtron_guest_get_buffer_ptr: the buffer of 600000 bytes at 8192 ends at 608192, outside the guest's memory of 524288 bytes
        a length below nothing: failed: mechtron_guest_get_buffer_len: the buffer has 4294967295 bytes and may have 1048576; keep what is large in an Artifact or a File and send its point
        a number of no buffer: failed: the guest reached outside its memory
        sent from nowhere: failed: the guest reached outside its memory
        words from nowhere: failed: mechtron_guest_get_buffer_ptr: the buffer of 600000 bytes at 8192 ends at 608192, outside the guest's memory of 524288 bytes
        a place below nothing: failed: mechtron_guest_get_buffer_ptr: the buffer of 6 bytes at 4294967292 ends at 4294967298, outside the guest's memory of 524288 bytes
        a place at the end: failed: mechtron_guest_get_buffer_ptr: the buffer of 6 bytes at 524286 ends at 524292, outside the guest's memory of 524288 bytes
        a place that asks: failed: the guest called its host while the host was at one of its buffers
        a place without an end: failed: fuel: the guest spent its whole budget for one Wave; raise its property `fuel` or let it do less at a time
        another version: 500 Err the guest was built with another version of the crate `mechtron`; build it with 0.3.14
        no guest: 500 Err the guest could not be made: its `mechtron_guest` failed
        another code: 500 Err the guest could not be made: mechtron_guest_init gave 7
    "#]].assert_eq(&printed);
}

#[test]
fn a_guest_is_made_once_whatever_comes_first_and_anew_when_it_was_refused() {
    let good = pong(200, &text_body("hi"));
    let mut stage = on_stage(&guest(&good, ANSWER), Limits::default());
    stage.ping(Substance::Empty).init().ping(Substance::Empty);
    assert_eq!(stage.printed, "200 Text hi\n200 Empty\n200 Text hi\n");

    let nameless = guest(&good, ANSWER);
    let mut stage = Stage::of(&nameless);
    stage.init();
    stage.instance.set_about(named());
    stage.ping(Substance::Empty);
    expect![[r#"
        400 Err a guest of the crate `mechtron` must be told by its config which Mechtron it is, and there is no config
        200 Text hi
    "#]]
    .assert_eq(&stage.printed);
}

#[test]
fn fuel_bounds_what_is_done_with_buffers() {
    let limits = Limits {
        fuel: 3_000,
        ..Limits::default()
    };
    let module = guest(&directed(4, &text_body(&"a".repeat(4_000))), SEND);
    let mut stage = on_stage(&module, Limits::default());
    stage.init();
    stage.instance.set_limits(limits);
    stage.ping(Substance::Empty);
    expect![[r#"
        200 Empty
        failed: fuel: the guest spent its whole budget for one Wave; raise its property `fuel` or let it do less at a time
    "#]]
    .assert_eq(&stage.printed);
}

fn refused(wat: &str, expected: Expect) {
    let refused = Module::load(wat.as_bytes()).unwrap_err();
    expected.assert_eq(&refused.sentence());
}

#[test]
fn it_exports_and_imports_all_of_one_dialect() {
    refused(
        r#"(module (memory (export "memory") 1) (func (export "mechtron_guest_init")))"#,
        expect![
            "the module is no Mechtron: it exports `mechtron_guest_init` as () -> (), and (i32, i32) -> i32 is expected; it does not export the function `mechtron_frame_to_guest`; it does not export the function `mechtron_guest_alloc_buffer`; it does not export the function `mechtron_guest_get_buffer_ptr`; it does not export the function `mechtron_guest_get_buffer_len`; it does not export the function `mechtron_guest_dealloc_buffer`; its exports are those of the crate `mechtron` 0.3.14, or some of them; link it whole, or use the crate `orrery-mechtron`"
        ],
    );
    let whole = [PLACE, ALLOC, FREE, INIT].concat();
    let mixed = r#"(import "cosmos" "log" (func (param i32 i32 i32)))"#;
    let wat = guest_of(&whole, b"", 0, ANSWER);
    refused(
        &wat.replacen("(module", &format!("(module {mixed}"), 1),
        expect![
            "the module imports what the cosmos does not offer: cosmos.log (did you mean cosmos.log?); import only what the membrane offers, or link what else the module needs into it"
        ],
    );
    refused(
        r#"(module (import "env" "mechtron_uuid" (func (result i32))) (memory (export "memory") 1)
             (func (export "mechtron_v1")) (func (export "mechtron_wave")))"#,
        expect![
            "the module imports what the cosmos does not offer: env.mechtron_uuid; import only what the membrane offers, or link what else the module needs into it"
        ],
    );
}

#[test]
fn the_page_quotes_what_is_said() {
    let page = include_str!("../../../docs/dialect.md");
    let (_, quoted) = page.split_once("```text\n").unwrap();
    let quoted: Vec<_> = quoted.lines().take_while(|line| *line != "```").collect();
    assert_eq!(quoted.len(), 5);
    for line in quoted {
        assert!(include_str!("dialect.rs").contains(line), "{line}");
    }
}

/// Every body that both sides know, through the crate itself.
#[test]
fn the_crate_reads_and_writes_every_body_as_it_is_read_and_written_here() {
    const BUILT: &str = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../target/guests/hello-goodbye.wasm"
    );
    let Ok(bytes) = std::fs::read(BUILT) else {
        println!("skipped: there is no {BUILT} (`cargo xtask test --only guests` builds it)");
        return;
    };
    let module = Module::load(&bytes).unwrap();
    let mut stage = on_stage(&module, Limits::default());
    stage.init();
    let texts = BTreeMap::from([("k".into(), "v".into()), ("l".into(), "w".into())]);
    let mut bodies = vec![
        Substance::Empty,
        Substance::Text("grüß dich".into()),
        Substance::Meta(texts.clone()),
        Substance::Bin([0, 255].as_slice().into()),
        Substance::Boolean(true),
        Substance::Int(i64::MIN),
        Substance::FormErrs(FormErrs(texts)),
        Substance::Token(Token::new("secret")),
        Substance::Err("no such particle: a:b".into()),
    ];
    for point in [
        "localhost:app",
        "localhost:repo:1.0.0:/wasm/a.wasm",
        "localhost:repo:1.0.0:/wasm/",
        "localhost:files:/",
        "GLOBAL::executor",
        "LOCAL::star",
        "REMOTE::endpoint",
        "hub.com::localhost",
        "[hub]::localhost",
        "<<STAR::central:fold[0]>>::star",
        "ROOT",
    ] {
        bodies.push(Substance::Point(point.parse().unwrap()));
    }
    for surface in [
        "localhost:app@Shell",
        "localhost:app@Gravity+Topic<Cli>",
        "localhost:app@Core+Topic<*>",
        "localhost:app@Core+Topic<!>",
        "localhost:app@Core+Topic<Path>(a:b)",
        "localhost:app@Core+Topic<Uuid>(00a4cebe-ddd7-4951-9887-f063a9ee3386)",
    ] {
        bodies.push(Substance::Surface(Box::new(surface.parse().unwrap())));
    }
    let named = bodies.iter().enumerate();
    let named = named.map(|(no, body)| (format!("b{no}").into(), body.clone()));
    bodies.push(Substance::Map(named.collect()));
    bodies.push(Substance::List(bodies.clone()));
    for body in bodies {
        stage.printed.clear();
        stage.ping_with("Ext<Echo>", body.clone());
        let expected = format!("200 {} {}", body.kind(), body.text());
        assert_eq!(stage.printed.trim_end(), expected.trim_end());
    }
}
