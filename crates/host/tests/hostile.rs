//! The hostile guests of `mechtrons/hostile`: what each does, and what is said of it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod stage;

use expect_test::{Expect, expect};
use orrery_host::Module;
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
