//! Pointers and names that are none, in every place of every import.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod stage;

use std::collections::BTreeSet;

use expect_test::expect;
use orrery_space::Substance;
use stage::Stage;

/// An argument of an import.
#[derive(Clone, Copy)]
enum Arg {
    /// A number that is right.
    No(&'static str),
    /// A pointer and a length: of text that the guest gives.
    Text(u32, u32),
    /// Of bytes that it gives.
    Bytes(u32, u32),
    /// Of room for what it gets.
    Room(u32, u32),
    /// A pointer to what has a length of its own.
    At(u32),
    /// A pointer that is not looked at.
    Unused,
}
use Arg::{At, Bytes, No, Room, Text, Unused};

/// What lies in the guest's memory: a target, a method, a key and a header's name; what is no text; a
/// text of AssemblyScript, and one that says that it is longer than the memory; two pieces to write.
const DATA: &str = r#"
  (data (i32.const 0) "localhost:bExt<X>k")
  (data (i32.const 50) "\ff")
  (data (i32.const 96) "\02\00\00\00a\00")
  (data (i32.const 65528) "\ff\ff\ff\ff")
  (data (i32.const 200) "\00\00\00\00\01\00\00\00\f0\ff\ff\ff\20\00\00\00")
"#;
const TARGET: Arg = Text(0, 11);
const METHOD: Arg = Text(11, 6);
const KEY: Arg = Text(17, 1);
const BODY: Arg = Bytes(0, 1);
const ROOM: Arg = Room(1000, 10);

/// Every import that takes a pointer, with arguments that are right.
const IMPORTS: &[(&str, &[Arg])] = &[
    ("cosmos.field", &[No("7"), ROOM]),
    ("cosmos.header", &[KEY, ROOM]),
    ("cosmos.property", &[KEY, ROOM]),
    ("cosmos.body", &[ROOM]),
    ("cosmos.reply", &[No("200"), No("2"), BODY]),
    ("cosmos.reply_header", &[KEY, Text(17, 1)]),
    ("cosmos.ask", &[TARGET, METHOD, No("2"), BODY]),
    ("cosmos.ripple", &[TARGET, METHOD, No("2"), BODY]),
    ("cosmos.answer", &[ROOM]),
    ("cosmos.answer_field", &[No("7"), ROOM]),
    ("cosmos.answer_header", &[KEY, ROOM]),
    ("cosmos.signal", &[TARGET, METHOD, No("2"), BODY]),
    ("cosmos.alarm", &[No("1"), Text(17, 1)]),
    ("cosmos.get", &[KEY, ROOM]),
    ("cosmos.put", &[KEY, BODY]),
    ("cosmos.delete", &[KEY]),
    ("cosmos.keys", &[KEY, ROOM]),
    ("cosmos.log", &[No("2"), Text(17, 1)]),
    ("cosmos.random", &[ROOM]),
    ("env.abort", &[At(100), At(100), No("1"), No("1")]),
    (
        "env.trace",
        &[
            At(100),
            No("0"),
            No("0"),
            No("0"),
            No("0"),
            No("0"),
            No("0"),
        ],
    ),
    (
        "wasi_snapshot_preview1.fd_write",
        &[No("1"), At(200), No("1"), At(300)],
    ),
    (
        "wasi_snapshot_preview1.clock_time_get",
        &[No("0"), No("0"), At(300)],
    ),
    ("wasi_snapshot_preview1.random_get", &[ROOM]),
    (
        "wasi_snapshot_preview1.environ_sizes_get",
        &[At(300), At(300)],
    ),
    ("wasi_snapshot_preview1.environ_get", &[Unused, Unused]),
    ("wasi_snapshot_preview1.args_sizes_get", &[At(300), At(300)]),
    ("wasi_snapshot_preview1.args_get", &[Unused, Unused]),
];

/// The types of all imports, as the page of the membrane lists them.
fn listed() -> Vec<(String, Vec<String>, Option<String>)> {
    let page = include_str!("../../../docs/membrane.md");
    let (_, imports) = page.split_once("\n## Imports\n").unwrap();
    let (imports, _) = imports.split_once("\n### ").unwrap();
    let rows = imports.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let (name, rest) = row.split_once("` | (").unwrap();
        let (params, rest) = rest.split_once(") -> ").unwrap();
        let (result, _) = rest.split_once(" |").unwrap();
        let params = params.split(", ").filter(|param| !param.is_empty());
        let result = (result != "()").then(|| result.to_owned());
        (name.to_owned(), params.map(str::to_owned).collect(), result)
    })
    .collect()
}

/// What one call gives, with numbers instead of some of its arguments.
fn call(name: &str, args: &[Arg], instead: Option<(usize, [u32; 2])>) -> String {
    let all = listed();
    let (_, params, result) = all.iter().find(|(known, ..)| known == name).unwrap();
    let mut numbers = Vec::new();
    for (at, arg) in args.iter().enumerate() {
        let other = instead
            .filter(|(place, _)| *place == at)
            .map(|(_, pair)| pair);
        match arg {
            No(number) => numbers.push((*number).to_owned()),
            Text(pointer, length) | Bytes(pointer, length) | Room(pointer, length) => {
                let [pointer, length] = other.unwrap_or([*pointer, *length]);
                numbers.extend([pointer.to_string(), length.to_string()]);
            }
            At(pointer) => numbers.push(other.map_or(*pointer, |[pointer, _]| pointer).to_string()),
            Unused => numbers.push(u32::MAX.to_string()),
        }
    }
    assert_eq!(numbers.len(), params.len(), "{name}");
    let given = numbers.iter().zip(params);
    let given: String = given
        .map(|(number, ty)| format!("({ty}.const {number})"))
        .collect();
    let (module, function) = name.split_once('.').unwrap();
    let called = match result {
        Some(_) => format!("(drop (call $f {given}))"),
        None => format!("(call $f {given})"),
    };
    let result = result.iter().map(|ty| format!("(result {ty})"));
    let wat = format!(
        r#"(module (import "{module}" "{function}" (func $f (param {}) {}))
             (memory (export "memory") 1) {DATA}
             (func (export "mechtron_v1")) (func (export "mechtron_wave") {called}))"#,
        params.join(" "),
        result.collect::<String>(),
    );
    let mut stage = Stage::of(&stage::load(&wat));
    stage.ping(Substance::Text("hi".into()));
    stage.printed
}

#[test]
fn every_import_is_here_or_takes_no_pointer() {
    let here: BTreeSet<&str> = IMPORTS.iter().map(|(name, _)| *name).collect();
    for (name, params, _) in listed() {
        // a pointer and what it needs are two numbers at least
        let numbers = params.iter().filter(|param| *param == "i32").count();
        assert!(here.contains(&*name) || numbers < 2, "{name}");
    }
}

#[test]
fn arguments_that_are_right_trap_nowhere() {
    for (name, args) in IMPORTS {
        let printed = call(name, args, None);
        let aborts = *name == "env.abort";
        assert_eq!(printed.contains("failed"), aborts, "{name}: {printed}");
    }
}

#[test]
fn a_range_outside_the_memory_traps_in_every_place_of_every_import() {
    /// Just over the end, over the end of what 32 bits can say, and as long as they can say.
    const PAIRS: [[u32; 2]; 3] = [[65_535, 2], [u32::MAX - 15, 32], [1, u32::MAX]];
    let mut printed = String::new();
    for (name, args) in IMPORTS {
        let (_, function) = name.split_once('.').unwrap();
        for (place, arg) in args.iter().enumerate() {
            let alone = matches!(arg, At(_));
            if matches!(arg, No(_) | Unused) {
                continue;
            }
            for pair in PAIRS.into_iter().take(if alone { 2 } else { 3 }) {
                let said = call(name, args, Some((place, pair)));
                let [pointer, length] = pair.map(u64::from);
                let end = pointer + length;
                let sentence = format!(
                    "failed: {function}: the range of {length} bytes at {pointer} ends at {end}, outside the guest's memory of 65536 bytes\n"
                );
                if alone {
                    printed += &said;
                } else {
                    assert_eq!(said, sentence, "{name}, argument {place}");
                }
            }
        }
    }
    // what has a length of its own
    expect![[r#"
        failed: abort: the range of 255 bytes at 65535 ends at 65790, outside the guest's memory of 65536 bytes
        failed: abort: the range of 4 bytes at 4294967276 ends at 4294967280, outside the guest's memory of 65536 bytes
        failed: abort: the range of 255 bytes at 65535 ends at 65790, outside the guest's memory of 65536 bytes
        failed: abort: the range of 4 bytes at 4294967276 ends at 4294967280, outside the guest's memory of 65536 bytes
        failed: trace: the range of 255 bytes at 65535 ends at 65790, outside the guest's memory of 65536 bytes
        failed: trace: the range of 4 bytes at 4294967276 ends at 4294967280, outside the guest's memory of 65536 bytes
        failed: fd_write: the range of 8 bytes at 65535 ends at 65543, outside the guest's memory of 65536 bytes
        failed: fd_write: the range of 8 bytes at 4294967280 ends at 4294967288, outside the guest's memory of 65536 bytes
        log info: l
        failed: fd_write: the range of 4 bytes at 65535 ends at 65539, outside the guest's memory of 65536 bytes
        log info: l
        failed: fd_write: the range of 4 bytes at 4294967280 ends at 4294967284, outside the guest's memory of 65536 bytes
        failed: clock_time_get: the range of 8 bytes at 65535 ends at 65543, outside the guest's memory of 65536 bytes
        failed: clock_time_get: the range of 8 bytes at 4294967280 ends at 4294967288, outside the guest's memory of 65536 bytes
        failed: environ_sizes_get: the range of 4 bytes at 65535 ends at 65539, outside the guest's memory of 65536 bytes
        failed: environ_sizes_get: the range of 4 bytes at 4294967280 ends at 4294967284, outside the guest's memory of 65536 bytes
        failed: environ_sizes_get: the range of 4 bytes at 65535 ends at 65539, outside the guest's memory of 65536 bytes
        failed: environ_sizes_get: the range of 4 bytes at 4294967280 ends at 4294967284, outside the guest's memory of 65536 bytes
        failed: args_sizes_get: the range of 4 bytes at 65535 ends at 65539, outside the guest's memory of 65536 bytes
        failed: args_sizes_get: the range of 4 bytes at 4294967280 ends at 4294967284, outside the guest's memory of 65536 bytes
        failed: args_sizes_get: the range of 4 bytes at 65535 ends at 65539, outside the guest's memory of 65536 bytes
        failed: args_sizes_get: the range of 4 bytes at 4294967280 ends at 4294967284, outside the guest's memory of 65536 bytes
    "#]]
    .assert_eq(&printed);
}

#[test]
fn lengths_that_lie_in_the_memory_are_no_better() {
    // a text of AssemblyScript that says it is longer than it can be, and a piece to write
    let mut printed = call("env.abort", IMPORTS[19].1, Some((0, [65_532, 0])));
    printed += &call("env.trace", IMPORTS[20].1, Some((0, [65_532, 0])));
    printed += &call(
        "wasi_snapshot_preview1.fd_write",
        &[No("1"), At(200), No("2"), At(300)],
        None,
    );
    printed += &call(
        "wasi_snapshot_preview1.fd_write",
        &[No("1"), At(200), No("0x20000001"), At(300)],
        None,
    );
    printed += &call(
        "wasi_snapshot_preview1.fd_write",
        &[No("1"), At(200), No("-1"), At(300)],
        None,
    );
    expect![[r#"
        failed: abort: the range of 4096 bytes at 65532 ends at 69628, outside the guest's memory of 65536 bytes
        failed: trace: the range of 4096 bytes at 65532 ends at 69628, outside the guest's memory of 65536 bytes
        log info: l
        failed: fd_write: the range of 32 bytes at 4294967280 ends at 4294967312, outside the guest's memory of 65536 bytes
        failed: fd_write: 536870913 pieces, where there may be 1024 at once
        failed: fd_write: -1 pieces, where there may be 1024 at once
    "#]]
    .assert_eq(&printed);
}

#[test]
fn names_that_are_not_utf8_trap_in_every_place_of_every_import() {
    for (name, args) in IMPORTS {
        let (_, function) = name.split_once('.').unwrap();
        for (place, _) in args
            .iter()
            .enumerate()
            .filter(|(_, arg)| matches!(arg, Text(..)))
        {
            assert_eq!(
                call(name, args, Some((place, [50, 1]))),
                format!(
                    "failed: {function}: the 1 bytes at 50 are not UTF-8 text: byte 0 begins no character\n"
                ),
                "{name}, argument {place}"
            );
        }
    }
}
