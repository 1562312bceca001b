//! Modules that are small and much work: each is refused, or loaded within bounds.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod stage;

use expect_test::{Expect, expect};
use orrery_host::{LoadError, Module};
use orrery_space::Substance;
use stage::Stage;

/// A number as WebAssembly writes it.
fn leb(mut number: usize) -> Vec<u8> {
    let mut out = vec![];
    loop {
        let byte = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            out.push(byte);
            return out;
        }
        out.push(byte | 0x80);
    }
}

fn section(id: u8, content: &[u8]) -> Vec<u8> {
    [&[id], &leb(content.len())[..], content].concat()
}

/// A type of so many i32 to so many.
fn ty(params: usize, results: usize) -> Vec<u8> {
    let i32s = |count: usize| [leb(count), vec![0x7f; count]].concat();
    [vec![0x60], i32s(params), i32s(results)].concat()
}

/// A Mechtron which also has these types, from number 1 on, and these functions, each with the number
/// of its type and its body.
fn module(types: &[Vec<u8>], functions: &[(usize, Vec<u8>)]) -> Vec<u8> {
    let mut ty_section = leb(types.len() + 1);
    ty_section.extend(ty(0, 0));
    ty_section.extend(types.concat());
    let mut declared = leb(functions.len() + 1);
    declared.push(0);
    let mut code = leb(functions.len() + 1);
    code.extend([2, 0, END]);
    for (ty, body) in functions {
        declared.extend(leb(*ty));
        code.extend(leb(body.len()));
        code.extend(body);
    }
    let mut exports = vec![3];
    for (name, kind) in [("memory", 2), ("mechtron_v1", 0), ("mechtron_wave", 0)] {
        exports.extend(leb(name.len()));
        exports.extend(name.as_bytes());
        exports.extend([kind, 0]);
    }
    let mut wasm = b"\0asm\x01\0\0\0".to_vec();
    for (id, content) in [
        (1, ty_section),
        (3, declared),
        (5, vec![1, 0, 1]),
        (7, exports),
        (10, code),
    ] {
        wasm.extend(section(id, &content));
    }
    wasm
}

const END: u8 = 0x0b;
const DROP: u8 = 0x1a;
const CALL: u8 = 0x10;
const BLOCK: u8 = 0x02;
const ONE: [u8; 2] = [0x41, 1];

/// A function without locals.
fn code(parts: &[&[u8]]) -> Vec<u8> {
    [&[0][..], &parts.concat(), &[END]].concat()
}

/// A function which has so many locals and does nothing.
fn locals(count: usize) -> Vec<u8> {
    [&[1][..], &leb(count), &[0x7f, END]].concat()
}

fn check(wasm: &[u8], expected: Expect) {
    let said = match Module::load(wasm) {
        Ok(_) => "loaded\n".to_owned(),
        Err(error) => format!("{}\n", error.sentence()),
    };
    expected.assert_eq(&said);
}

fn loads(wasm: &[u8]) {
    if let Err(error) = Module::load(wasm) {
        panic!("{}", error.sentence());
    }
}

#[test]
fn much_that_is_honest_is_loaded() {
    let million = [&ONE[..], &[DROP]].concat().repeat(1_000_000);
    loads(&module(&[], &[(0, code(&[&million]))]));
    loads(&module(&[], &vec![(0, code(&[])); 100_000]));
    let nested = code(&[&[BLOCK, 0x40].repeat(500_000), &[END].repeat(500_000)]);
    loads(&module(&[], &[(0, nested)]));
    loads(&module(&[], &vec![(0, locals(4_096)); 1_000]));
}

#[test]
fn more_functions_than_there_can_be() {
    check(
        &module(&[], &vec![(0, code(&[])); 1_000_001]),
        expect![[r#"
            the module is not valid WebAssembly: functions count exceeds limit of 1000000 (at byte 18); the file may be cut short or damaged; build it anew
        "#]],
    );
}

#[test]
fn calls_that_pass_a_thousand_values() {
    let takes = code(&[&ONE.repeat(1_000)]);
    let calls = |count: usize| {
        let calls = [CALL, 1].repeat(count);
        let body = code(&[&ONE.repeat(1_000), &calls, &[DROP].repeat(1_000)]);
        module(&[ty(1_000, 1_000)], &[(1, takes.clone()), (0, body)])
    };
    loads(&calls(1_000));
    check(
        &calls(100_000),
        expect![[r#"
            the interpreter does not take the module: it takes more than 33554432 steps to compile: one for each instruction, and one for each value that calls, blocks and branches pass; split the module, or its largest functions and tables
        "#]],
    );
}

#[test]
fn blocks_and_branches_that_pass_a_thousand_values() {
    let too_many = |types: &[Vec<u8>], body: Vec<u8>| {
        let refused = Module::load(&module(types, &[(0, body)])).unwrap_err();
        assert!(matches!(&refused, LoadError::Unfit { message } if message.contains("steps")));
    };
    let wide = [ty(1_000, 1_000), ty(0, 1_000)];
    let (ones, drops) = (ONE.repeat(1_000), [DROP].repeat(1_000));
    for opener in [BLOCK, 0x03] {
        let blocks = [opener, 1, END].repeat(50_000);
        too_many(&wide, code(&[&ones, &blocks, &drops]));
    }
    // if and else, with a condition each
    let ifs = [&ONE[..], &[0x04, 1, 0x05, END]].concat().repeat(50_000);
    too_many(&wide, code(&[&ones, &ifs, &drops]));
    let outer = |inner: &[u8]| code(&[&[BLOCK, 2], &ones, inner, &[END], &drops]);
    too_many(
        &wide,
        outer(&[&ONE[..], &[0x0d, 0]].concat().repeat(50_000)),
    );
    let table = [&ONE[..], &[0x0e], &leb(60_000), &vec![0; 60_001]].concat();
    too_many(&wide, outer(&table));
    // what cannot be reached is looked at as well
    too_many(&wide, outer(&[0x0c, 0].repeat(50_000)));
    let returns = [&ones[..], &[0x0f].repeat(50_000)].concat();
    let wasm = module(&wide, &[(2, code(&[&returns]))]);
    assert!(Module::load(&wasm).is_err());
}

#[test]
fn locals_without_number() {
    check(
        &module(&[], &[(0, code(&[])), (0, locals(4_097))]),
        expect![[r#"
            the interpreter does not take the module: its function 2 has 4097 locals, and may have 4096; split the module, or its largest functions and tables
        "#]],
    );
    check(
        &module(&[], &[(0, locals(50_001))]),
        expect![[r#"
            the module is not valid WebAssembly: too many locals: locals exceed maximum (at byte 74); the file may be cut short or damaged; build it anew
        "#]],
    );
}

#[test]
fn imports_without_number() {
    let imports = |names: &[String]| {
        let mut content = leb(names.len());
        for name in names {
            content.extend([1, b'a']);
            content.extend(leb(name.len()));
            content.extend(name.as_bytes());
            content.extend([0, 0]);
        }
        let types = section(1, &[&[1][..], &ty(0, 0)].concat());
        [&b"\0asm\x01\0\0\0"[..], &types, &section(2, &content)].concat()
    };
    let many: Vec<String> = (0..100_000).map(|no| format!("import-{no}")).collect();
    let refused = Module::load(&imports(&many)).unwrap_err();
    let LoadError::Imports { imports: named } = &refused else {
        panic!("{refused:?}");
    };
    assert_eq!(named.len(), 100);
    let sentence = refused.to_string();
    assert!(
        sentence.ends_with(", a.import-99, and perhaps more"),
        "{sentence}"
    );
    // a name with no end is neither shown nor compared whole
    let refused = Module::load(&imports(&["é".repeat(40_000)])).unwrap_err();
    let shown = refused.to_string();
    assert!(
        shown.ends_with(&format!("a.{}", "é".repeat(100))),
        "{shown}"
    );
}

#[test]
fn much_of_what_is_not_offered_is_named() {
    let much = [&ONE[..], &[DROP]].concat().repeat(1_000_000);
    let vector = [&[0xfd, 12][..], &[0; 16], &[DROP]].concat();
    check(
        &module(&[], &[(0, code(&[&much, &vector]))]),
        expect![[r#"
            expected WebAssembly as the host offers it, and the module uses SIMD; compile without `+simd128`
        "#]],
    );
}

#[test]
fn a_manifest_without_an_end() {
    let json = format!("\"{}\"", "a".repeat(64 << 10));
    let name = "mechtron:manifest";
    let custom = [&leb(name.len()), name.as_bytes(), json.as_bytes()].concat();
    let wasm = [module(&[], &[]), section(0, &custom)].concat();
    let module = Module::load(&wasm).unwrap();
    assert_eq!(module.report().manifest, None);
    let fault = module.report().manifest_fault.clone();
    assert_eq!(fault.unwrap(), "it has 65538 bytes and may have 65536");
}

#[test]
fn calls_of_a_function_with_many_locals_end_with_the_fuel() {
    let locals = "i32 ".repeat(4_096);
    let module = stage::whole(&format!(
        r#"(memory (export "memory") 1) (func $wide (local {locals}))
           (func (export "mechtron_wave") (loop $more (call $wide) (br $more)))"#
    ));
    let limits = orrery_host::Limits {
        fuel: 100_000,
        ..orrery_host::Limits::default()
    };
    let mut stage = Stage::with(&module, limits, orrery_host::State::default());
    stage.ping(Substance::Empty);
    assert!(
        stage.printed.starts_with("failed: fuel"),
        "{}",
        stage.printed
    );
    // and the stack is bounded in bytes
    let deep = stage::whole(&format!(
        r#"(memory (export "memory") 1) (func $deep (local {locals}) (call $deep))
           (func (export "mechtron_wave") (call $deep))"#
    ));
    let mut stage = Stage::of(&deep);
    stage.ping(Substance::Empty);
    assert!(
        stage.printed.contains("recursed too deep"),
        "{}",
        stage.printed
    );
}

#[test]
fn memories_and_tables_without_bounds() {
    let mut printed = String::new();
    for rest in [
        r#"(memory (export "memory") 65536)"#,
        r#"(memory (export "memory") 65537)"#,
        r#"(memory (export "memory") 1) (table 65536 funcref)"#,
        r#"(memory (export "memory") 1) (table 65537 funcref)"#,
        r#"(memory (export "memory") 1) (table 0xffffffff funcref)"#,
        r#"(memory (export "memory") 1) (table 0 funcref) (table 0 funcref) (table 0 funcref)
           (table 0 funcref) (table 0 funcref) (table 0 funcref) (table 0 funcref)
           (table 0 funcref) (table 0 funcref)"#,
    ] {
        let wat = format!(
            r#"(module {rest} (func (export "mechtron_v1")) (func (export "mechtron_wave")))"#
        );
        match Module::load(wat.as_bytes()) {
            Ok(module) => {
                let mut stage = Stage::of(&module);
                stage.init();
                printed += &stage.printed;
            }
            Err(error) => printed += &format!("refused: {}\n", error.sentence()),
        }
    }
    expect![[r#"
        failed: the module starts with 4294967296 bytes of memory and may have 16777216; raise the property `memory` or let it start with less
        refused: the module is not valid WebAssembly: memory size must be at most 65536 pages (4GiB) (at byte 22); the file may be cut short or damaged; build it anew
        200 Empty
        refused: the interpreter does not take the module: it has a table of 65537 elements, and may have 65536; split the module, or its largest functions and tables
        refused: the interpreter does not take the module: it has a table of 4294967295 elements, and may have 65536; split the module, or its largest functions and tables
        refused: the interpreter does not take the module: it has 9 tables, and may have 8; split the module, or its largest functions and tables
    "#]]
    .assert_eq(&printed);
}
