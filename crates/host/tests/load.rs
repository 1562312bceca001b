//! What is refused at the door, and what is said to whoever brought it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::{Expect, expect};
use orrery_host::{LARGEST, LoadError, Module};

fn check(bytes: &[u8], expected: Expect) {
    let said = match Module::load(bytes) {
        Ok(_) => "loaded\n".to_owned(),
        Err(error) => format!("{}\n", error.sentence()),
    };
    expected.assert_eq(&said);
}

/// A module which is a Mechtron, but for what is given.
fn wat(rest: &str) -> String {
    format!(
        r#"(module {rest} (memory (export "memory") 1)
            (func (export "mechtron_v1")) (func (export "mechtron_wave")))"#
    )
}

#[test]
fn files_that_are_no_wasm() {
    check(
        b"",
        expect![[r#"
        expected a WebAssembly module (.wasm or .wat), and this is an empty file; choose the file that the build made; this one was never written to its end
    "#]],
    );
    check(
        &vec![0; 20 << 20],
        expect![[r#"
        expected a WebAssembly module (.wasm or .wat), and this is nothing but zeros (20971520 bytes); choose the file that the build made; this one was never written to its end
    "#]],
    );
    check(
        b"PK\x03\x04rest of the archive",
        expect![[r#"
        expected a WebAssembly module (.wasm or .wat), and this is a ZIP archive (23 bytes); unpack it and choose the .wasm file in it
    "#]],
    );
    check(
        b"\x7fELF\x02\x01\x01",
        expect![[r#"
        expected a WebAssembly module (.wasm or .wat), and this is a native program of Linux (ELF) (7 bytes); build for WebAssembly: `cargo build --release --target wasm32-unknown-unknown`
    "#]],
    );
    check(
        b"<!doctype html><title>404</title>",
        expect![[r#"
        expected a WebAssembly module (.wasm or .wat), and this is HTML or XML (33 bytes); choose a file that ends in .wasm, or in .wat and begins with `(module`
    "#]],
    );
    check(
        b"import init from './hello.js'; init();",
        expect![[r#"
        expected a WebAssembly module (.wasm or .wat), and this is JavaScript (38 bytes); choose the .wasm file that lies beside the script, and see that it was built without wasm-bindgen
    "#]],
    );
    check(
        b"fn main() { println!(\"hi\") }",
        expect![[r#"
        expected a WebAssembly module (.wasm or .wat), and this is Rust source code (28 bytes); compile it first and choose the .wasm file that the build made
    "#]],
    );
    check(
        b"{\"name\": \"hello\"}",
        expect![[r#"
        expected a WebAssembly module (.wasm or .wat), and this is JSON (17 bytes); choose a file that ends in .wasm, or in .wat and begins with `(module`
    "#]],
    );
    check(
        b"dear diary",
        expect![[r#"
        expected a WebAssembly module (.wasm or .wat), and this is plain text (10 bytes); choose a file that ends in .wasm, or in .wat and begins with `(module`
    "#]],
    );
    check(
        b"\x89PNG\r\n\x1a\n",
        expect![[r#"
        expected a WebAssembly module (.wasm or .wat), and this is a picture (8 bytes); choose a file that ends in .wasm, or in .wat and begins with `(module`
    "#]],
    );
    check(
        b"!<arch>\nhello.o/",
        expect![[r#"
        expected a WebAssembly module (.wasm or .wat), and this is an archive of object files (.a or .rlib) (16 bytes); link it to a module: for Rust crate-type `cdylib`, for C `-Wl,--no-entry`
    "#]],
    );
    check(
        &[1, 2, 3, 255],
        expect![[r#"
        expected a WebAssembly module (.wasm or .wat), and this is bytes of no kind that is known here (4 bytes); choose a file that ends in .wasm, or in .wat and begins with `(module`
    "#]],
    );
}

#[test]
fn a_module_over_16_mib() {
    let mut wasm = Module::load(wat("").as_bytes()).unwrap().wasm().to_vec();
    // a custom section named "x" that fills it
    let size = LARGEST as u32;
    wasm.push(0);
    wasm.extend([
        size as u8 | 0x80,
        (size >> 7) as u8 | 0x80,
        (size >> 14) as u8 | 0x80,
        (size >> 21) as u8,
    ]);
    wasm.extend([1, b'x']);
    wasm.resize(wasm.len() + LARGEST - 2, 0);
    check(
        &wasm,
        expect![[r#"
        expected a module of at most 16777216 bytes (16 MiB), and this one has 16777296; build it in release, optimise it for size (`opt-level = "s"`, `strip = true`, `wasm-opt -Oz`) and keep data in Artifacts
    "#]],
    );
    check(
        format!("(module) {}", " ".repeat(LARGEST)).as_bytes(),
        expect![[r#"
        expected a module of at most 16777216 bytes (16 MiB), and this one has 16777225; build it in release, optimise it for size (`opt-level = "s"`, `strip = true`, `wasm-opt -Oz`) and keep data in Artifacts
    "#]],
    );
}

#[test]
fn a_component() {
    check(
        b"\0asm\x0d\0\x01\0",
        expect![[r#"
        expected a core WebAssembly module, and this is a component; build a core module: for Rust the target `wasm32-unknown-unknown` with crate-type `cdylib`, not `cargo component` or `wasm32-wasip2`
    "#]],
    );
}

#[test]
fn a_component_as_text() {
    let refused = Module::load(b";; hi\n(; there ;) (component)").unwrap_err();
    assert_eq!(refused, LoadError::Component);
}

#[test]
fn no_nesting_is_too_deep_for_the_hosts_stack() {
    let nested = |open: &str, inner: &str| {
        let (open, close) = (open.repeat(200_000), ")".repeat(200_000));
        Module::load(wat(&format!("(func (drop {open}{inner}{close}))")).as_bytes())
    };
    assert!(nested("(block (result i32) ", "(i32.const 1)").is_ok());
    assert!(nested("(i32.eqz ", "(i32.const 1)").is_ok());
    assert!(Module::load("(module ".repeat(200_000).as_bytes()).is_err());
}

#[test]
fn a_module_made_by_wasm_bindgen() {
    check(
        wat(r#"(import "__wbindgen_placeholder__" "__wbindgen_describe" (func (param i32)))"#)
            .as_bytes(),
        expect![[r#"
        expected a module that stands alone, and this one was made by wasm-bindgen for JavaScript: it imports `__wbindgen_placeholder__.__wbindgen_describe`; build without wasm-bindgen (`cargo build --target wasm32-unknown-unknown`, no wasm-pack) and use the crate `orrery-mechtron`; a dependency may bring it along, often by a feature named `js` or `wasm-bindgen`
    "#]],
    );
    check(
        wat(r#"(import "wbg" "__wbg_log_1a2b" (func (param i32 i32)))"#).as_bytes(),
        expect![[r#"
        expected a module that stands alone, and this one was made by wasm-bindgen for JavaScript: it imports `wbg.__wbg_log_1a2b`; build without wasm-bindgen (`cargo build --target wasm32-unknown-unknown`, no wasm-pack) and use the crate `orrery-mechtron`; a dependency may bring it along, often by a feature named `js` or `wasm-bindgen`
    "#]],
    );
}

#[test]
fn unknown_imports_are_all_named() {
    check(
        wat(r#"
        (import "cosmos" "feild" (func (param i32 i32 i32) (result i32)))
        (import "env" "reply" (func (param i32 i32 i32 i32)))
        (import "env" "printf" (func (param i32 i32) (result i32)))
        (import "cosmos" "now" (func (result i32)))
        (import "wasi_snapshot_preview1" "path_open" (func (param i32)))
        (import "wasi_snapshot_preview1" "fd_wrote" (func (result i32)))
        (import "env" "table" (table 1 funcref))
        (import "env" "g" (global i32))"#)
        .as_bytes(),
        expect![[r#"
            the module imports what the cosmos does not offer: cosmos.feild (did you mean cosmos.field?), env.reply (did you mean cosmos.reply?), env.printf, cosmos.now (offered as () -> i64, imported as () -> i32), wasi_snapshot_preview1.path_open (offered as (i32) -> i32, imported as (i32) -> ()), wasi_snapshot_preview1.fd_wrote (did you mean wasi_snapshot_preview1.fd_write?), env.table (a table; only functions are offered), env.g (a global; only functions are offered); import only what the membrane offers, or link what else the module needs into it
        "#]],
    );
    check(
        wat(r#"(import "cosmos" "body" (func (param i32) (result i64)))"#).as_bytes(),
        expect![[r#"
        the module imports what the cosmos does not offer: cosmos.body (offered as (i32, i32) -> i32, imported as (i32) -> i64); import only what the membrane offers, or link what else the module needs into it
    "#]],
    );
    check(
        br#"(module (import "env" "memory" (memory 1)) (export "memory" (memory 0))
        (func (export "mechtron_v1")) (func (export "mechtron_wave")))"#,
        expect![[r#"
            the module imports what the cosmos does not offer: env.memory (a memory; only functions are offered); a Mechtron owns its memory: link without `--import-memory` and export it as `memory`
        "#]],
    );
    check(wat(r#"(import "env" "__linear_memory" (memory 0)) (import "env" "__stack_pointer" (global (mut i32)))"#).as_bytes(), expect![[r#"
        the module imports what the cosmos does not offer: env.__linear_memory (a memory; only functions are offered), env.__stack_pointer (a global; only functions are offered); the file looks like an object file: link it to a module first
    "#]]);
}

#[test]
fn parts_of_webassembly_that_are_not_offered() {
    let head = r#"(func (export "mechtron_v1")) (func (export "mechtron_wave"))"#;
    check(
        wat("(type (struct (field i32)))").as_bytes(),
        expect![[r#"
            expected WebAssembly as the host offers it, and the module uses garbage collection; compile with a language or a mode that keeps its own memory
        "#]],
    );
    check(
        wat("(tag)").as_bytes(),
        expect![[r#"
            expected WebAssembly as the host offers it, and the module uses exceptions; compile with exceptions off (Rust: `panic = "abort"`; C++: `-fno-exceptions`)
        "#]],
    );
    check(
        wat("(tag $e) (func (throw $e))").as_bytes(),
        expect![[r#"
            expected WebAssembly as the host offers it, and the module uses exceptions; compile with exceptions off (Rust: `panic = "abort"`; C++: `-fno-exceptions`)
        "#]],
    );
    check(
        wat("(func (drop (i32.atomic.load (i32.const 0))))").as_bytes(),
        expect![[r#"
            expected WebAssembly as the host offers it, and the module uses threads; compile without `+atomics` and shared memory: a Mechtron serves one Wave at a time
        "#]],
    );
    check(
        wat("(func (param (ref func)))").as_bytes(),
        expect![[r#"
            expected WebAssembly as the host offers it, and the module uses typed function references; compile for plain WebAssembly (`-Ctarget-cpu=mvp`)
        "#]],
    );
    check(
        wat("(func (param v128))").as_bytes(),
        expect![[r#"
            expected WebAssembly as the host offers it, and the module uses SIMD; compile without `+simd128`
        "#]],
    );
    check(
        wat("(func $f (return_call $f))").as_bytes(),
        expect![[r#"
            expected WebAssembly as the host offers it, and the module uses tail calls; compile without `+tail-call`
        "#]],
    );
    check(
        wat("(func (drop (v128.const i32x4 0 0 0 0)))").as_bytes(),
        expect![[r#"
            expected WebAssembly as the host offers it, and the module uses SIMD; compile without `+simd128`
        "#]],
    );
    check(
        format!(r#"(module {head} (memory (export "memory") 1 1 shared))"#).as_bytes(),
        expect![[r#"
            expected WebAssembly as the host offers it, and the module uses threads; compile without `+atomics` and shared memory: a Mechtron serves one Wave at a time
        "#]],
    );
    check(
        format!(r#"(module {head} (memory (export "memory") i64 1))"#).as_bytes(),
        expect![[r#"
            expected WebAssembly as the host offers it, and the module uses 64-bit memory; compile for wasm32
        "#]],
    );
    check(
        format!(r#"(module {head} (memory (export "memory") 1) (memory 1))"#).as_bytes(),
        expect![[r#"
            expected WebAssembly as the host offers it, and the module uses more than one memory; compile for plain WebAssembly (`-Ctarget-cpu=mvp`)
        "#]],
    );
}

#[test]
fn parts_of_webassembly_that_compilers_use_are_offered() {
    for rest in [
        "(global i32 (i32.add (i32.const 1) (i32.const 2)))",
        "(func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)))",
        "(func (result i32 i32) (i32.const 0) (i32.const 1))",
        "(func (drop (i32.trunc_sat_f32_s (f32.const 1))) (drop (i32.extend8_s (i32.const 1))))",
        "(table 3 funcref) (func (drop (table.get (i32.const 0))))",
        "(global (export \"g\") (mut i32) (i32.const 0))",
    ] {
        check(
            wat(rest).as_bytes(),
            expect![[r#"
            loaded
        "#]],
        );
    }
}

#[test]
fn missing_and_mistaken_exports() {
    check(
        b"(module)",
        expect![[r#"
        the module is no Mechtron: it does not export its memory as `memory`; it does not export the function `mechtron_v1`, which marks the version of the contract; it does not export the function `mechtron_wave`; a Mechtron exports its memory as `memory`, and the functions `mechtron_v1` and `mechtron_wave`, both without parameters and results; the crate `orrery-mechtron` makes them
    "#]],
    );
    check(
        br#"(module (memory (export "memory") 1) (func (export "mechtron_wave")))"#,
        expect![[r#"
        the module is no Mechtron: it does not export the function `mechtron_v1`, which marks the version of the contract; a Mechtron exports its memory as `memory`, and the functions `mechtron_v1` and `mechtron_wave`, both without parameters and results; the crate `orrery-mechtron` makes them
    "#]],
    );
    check(
        br#"(module (func (export "memory")) (global (export "mechtron_v1") i32 (i32.const 1))
        (func (export "mechtron_wave") (param i32 i32) (result i32) (i32.const 0))
        (func (export "mechtron_init") (result i32) (i32.const 0)))"#,
        expect![[r#"
            the module is no Mechtron: it exports `memory` as a function, and a memory is expected; it exports `mechtron_v1` as a global, and a function () -> () is expected; it exports `mechtron_wave` as (i32, i32) -> i32, and () -> () is expected; it exports `mechtron_init` as () -> i32, and () -> () is expected; a Mechtron exports its memory as `memory`, and the functions `mechtron_v1` and `mechtron_wave`, both without parameters and results; the crate `orrery-mechtron` makes them
        "#]],
    );
}

#[test]
fn wat_with_a_mistake() {
    check(
        b"(module\n  (func $f (result i32)\n\t(i32.cnost 1)))",
        expect![[r#"
        unknown operator or unexpected token, at line 3, column 3
        	(i32.cnost 1)))
        	 ^
        mend the text at the caret and load it again
    "#]],
    );
    check(
        b";; nearly\n(module (memory 1)",
        expect![[r#"
        expected `)`, at line 2, column 19
        (module (memory 1)
                          ^
        mend the text at the caret and load it again
    "#]],
    );
    check(
        b"(module (func (call $nobody)))",
        expect![[r#"
        unknown func: failed to find name `$nobody`, at line 1, column 21
        (module (func (call $nobody)))
                            ^
        mend the text at the caret and load it again
    "#]],
    );
    check(
        "(module (func $grüß (callx)))".as_bytes(),
        expect![[r#"
        unexpected character '\u{fc}', at line 1, column 18
        (module (func $grüß (callx)))
                         ^
        mend the text at the caret and load it again
    "#]],
    );
    check(
        b"(; never closed",
        expect![[r#"
        unterminated block comment, at line 1, column 1
        (; never closed
        ^
        mend the text at the caret and load it again
    "#]],
    );
    check(
        b"(modul)",
        expect![[r#"
        expected valid module field, at line 1, column 2
        (modul)
         ^
        mend the text at the caret and load it again
    "#]],
    );
    check(
        format!("(module {} (nop))", "(func)".repeat(50)).as_bytes(),
        expect![[r#"
        expected valid module field, at line 1, column 311
        unc)(func)(func)(func)(func)(func)(func)(func)(func)(func) (nop))
                                                                    ^
        mend the text at the caret and load it again
    "#]],
    );
    check(
        "(".repeat(100_000).as_bytes(),
        expect![[r#"
        expected valid module field, at line 1, column 2
        (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((
         ^
        mend the text at the caret and load it again
    "#]],
    );
}

#[test]
fn wasm_that_breaks_its_rules() {
    check(
        b"\0asm",
        expect![[r#"
        the module is not valid WebAssembly: unexpected end-of-file (at byte 4); the file may be cut short or damaged; build it anew
    "#]],
    );
    check(
        b"\0asm\x02\0\0\0",
        expect![[r#"
        the module is not valid WebAssembly: unknown binary version: 0x2 (at byte 0); the file may be cut short or damaged; build it anew
    "#]],
    );
    check(
        b"\0asm\x01\0\0\0\x01\x7f",
        expect![[r#"
        the module is not valid WebAssembly: unexpected end-of-file (at byte 10); the file may be cut short or damaged; build it anew
    "#]],
    );
    check(
        wat("(func (result i32))").as_bytes(),
        expect![[r#"
        the module is not valid WebAssembly: type mismatch: expected i32 but nothing on stack (at byte 76); the file may be cut short or damaged; build it anew
    "#]],
    );
}

#[test]
fn a_module_that_is_cut_short() {
    let whole = Module::load(include_bytes!("../../../mechtrons/echo/echo.wat")).unwrap();
    let wasm = whole.wasm();
    // the last section holds names, and is not needed
    let needed = wasm.len() - wasm.iter().rev().position(|byte| *byte == 0x0b).unwrap();
    for end in 0..needed {
        assert!(Module::load(&wasm[..end]).is_err(), "{end} bytes");
    }
}

#[test]
fn a_report_says_what_a_module_is() {
    let manifest = r#"(@custom "mechtron:manifest" "{\"name\":\"echo\",\"version\":\"1.0.0\",\"methods\":[\"Ext<Say>\"]}")"#;
    let module = Module::load(wat(&format!(
        r#"(import "cosmos" "body" (func (param i32 i32) (result i32))) {manifest} (data "abc")"#
    )).as_bytes()).unwrap();
    let report = serde_json::to_string_pretty(module.report()).unwrap();
    expect![[r#"
        {
          "dialect": "Membrane",
          "bytes": 182,
          "code": 6,
          "data": 6,
          "functions": 2,
          "memory": {
            "initial": 1,
            "maximum": null
          },
          "imports": [
            {
              "module": "cosmos",
              "name": "body",
              "ty": "(i32, i32) -> i32"
            }
          ],
          "exports": [
            {
              "name": "memory",
              "ty": "memory"
            },
            {
              "name": "mechtron_v1",
              "ty": "() -> ()"
            },
            {
              "name": "mechtron_wave",
              "ty": "() -> ()"
            }
          ],
          "manifest": {
            "methods": [
              "Ext<Say>"
            ],
            "name": "echo",
            "version": "1.0.0"
          },
          "manifest_fault": null
        }"#]]
    .assert_eq(&report);
    let module = Module::load(wat(r#"(@custom "mechtron:manifest" "{")"#).as_bytes()).unwrap();
    assert!(module.report().manifest.is_none());
    assert!(module.report().manifest_fault.is_some());
}

#[test]
fn errors_can_be_told_apart() {
    let refused = Module::load(b"(module").unwrap_err();
    let LoadError::Wat {
        line,
        column,
        excerpt,
        ..
    } = &refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!((*line, *column), (1, 8));
    assert_eq!(excerpt, "(module\n       ^");
}
