//! What `docs/membrane.md` says is what the code does. Its list of imports is compared in
//! `src/import.rs`, where the code's own is.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod stage;

use orrery_host::{Limits, Module};
use orrery_space::property::{PropertyPattern, properties_of};
use orrery_space::{Kind, Substance, SubstanceKind};
use stage::Stage;

const PAGE: &str = include_str!("../../../docs/membrane.md");

/// What stands under a heading, up to the next of any kind.
fn chapter(heading: &str) -> &'static str {
    let (_, rest) = PAGE.split_once(&format!("# {heading}\n")).unwrap();
    rest.split_once("\n#").map_or(rest, |(chapter, _)| chapter)
}

/// The first block of a language in a chapter.
fn block(chapter: &'static str, language: &str) -> &'static str {
    let (_, rest) = chapter.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

/// The cells of each row whose first is a number or stands in backquotes.
fn rows(chapter: &'static str) -> Vec<Vec<&'static str>> {
    let rows = chapter.lines().filter_map(|line| line.strip_prefix("| "));
    rows.map(|row| {
        row.split(" |")
            .map(|cell| cell.trim().trim_matches('`'))
            .collect()
    })
    .filter(|row: &Vec<&str>| !matches!(row[0], "kind" | "property"))
    .collect()
}

#[test]
fn the_echo_echoes() {
    let module = stage::load(block(chapter("The membrane"), "wat"));
    let mut stage = Stage::of(&module);
    stage.ping(Substance::Text("hi".into()));
    assert_eq!(stage.printed, "200 Text hi\n");
}

#[test]
fn the_traps_are_worded_as_the_page_quotes_them() {
    // calls of a guest with the byte 255 at 0
    let waves = [
        "(drop (call $body (i32.const 65530) (i32.const 100)))",
        "(call $log (i32.const 2) (i32.const 0) (i32.const 1))",
        "(drop (call $field (i32.const 10) (i32.const 0) (i32.const 0)))",
        "(call $reply (i32.const 199) (i32.const 0) (i32.const 0) (i32.const 0))",
        "(call $reply (i32.const 200) (i32.const 16) (i32.const 0) (i32.const 0))",
        "(call $reply (i32.const 200) (i32.const 1) (i32.const 0) (i32.const 1))",
        "(call $reply (i32.const 200) (i32.const 0) (i32.const 0) (i32.const 0))
         (call $reply (i32.const 200) (i32.const 0) (i32.const 0) (i32.const 0))",
        "(call $reply (i32.const 200) (i32.const 0) (i32.const 0) (i32.const 0))
         (call $reply_header (i32.const 9) (i32.const 1) (i32.const 9) (i32.const 1))",
        "(drop (call $ask (i32.const 9) (i32.const 0) (i32.const 9) (i32.const 0)
           (i32.const 0) (i32.const 0) (i32.const 0)))",
        "(drop (call $pick (i32.const 0)))",
        "(drop (call $alarm (i64.const -1) (i32.const 9) (i32.const 0)))",
        "(drop (call $put (i32.const 9) (i32.const 0) (i32.const 9) (i32.const 0)))",
        "(call $log (i32.const 5) (i32.const 9) (i32.const 0))",
        "(call $proc_exit (i32.const 3))",
        "unreachable",
        "(drop (i32.div_u (i32.const 1) (i32.const 0)))",
        "(loop (br 0))",
    ];
    let mut said = String::new();
    for wave in waves {
        let printed = stage::play("\\ff", wave);
        said += printed.strip_prefix("failed: ").expect("a trap");
    }
    assert_eq!(block(chapter("Traps"), "text"), said);
}

#[test]
fn the_refusals_are_worded_as_the_page_quotes_them() {
    let rest = r#"(memory (export "memory") 1) (func (export "mechtron_wave"))"#;
    let with = |what: &str| format!(r#"(module {what} (func (export "mechtron_v1")) {rest})"#);
    let files = [
        "dear diary".to_owned(),
        "(component)".to_owned(),
        with(r#"(import "wbg" "__wbg_log" (func))"#),
        with("(func (param v128))"),
        "\0asm".to_owned(),
        with(
            r#"(import "cosmos" "feild" (func (param i32 i32 i32) (result i32)))
            (import "cosmos" "now" (func (result i32)))"#,
        ),
        r#"(module (import "env" "memory" (memory 1)) (export "memory" (memory 0))
            (func (export "mechtron_v1")) (func (export "mechtron_wave")))"#
            .to_owned(),
        format!("(module {rest})"),
        "(module (func (i32.cnost 1)))".to_owned(),
    ];
    let said = files.map(|file| Module::load(file.as_bytes()).unwrap_err().sentence() + "\n");
    assert_eq!(block(chapter("Loading"), "text"), said.concat());
}

#[test]
fn every_kind_of_body_is_there_under_its_number() {
    let mut kinds: Vec<_> = SubstanceKind::ALL
        .iter()
        .map(|kind| (kind.number(), kind.name()))
        .collect();
    kinds.sort_unstable();
    let rows = rows(chapter("Bodies")).into_iter();
    let rows = rows.filter_map(|row| Some((row[0].parse().ok()?, row[1])));
    assert_eq!(rows.collect::<Vec<(i32, &str)>>(), kinds);
}

#[test]
fn the_limits_are_those_of_the_properties() {
    let limits = Limits::default();
    let table = properties_of(&Kind::Mechtron);
    let rows = rows(chapter("Limits"));
    let rows: Vec<_> = rows
        .iter()
        .filter(|row| row.len() > 4 && row[2] == "0")
        .collect();
    assert_eq!(rows.len(), 4);
    for row in rows {
        let (name, default) = (row[0], row[1]);
        match name {
            "fuel" => assert_eq!(default, limits.fuel.to_string()),
            "memory" => assert_eq!(default, limits.memory.to_string()),
            _ => {}
        }
        let def = table.defs.iter().find(|def| def.key == name).unwrap();
        match def.pattern {
            PropertyPattern::U64 { most } => assert_eq!(row[3], most.to_string(), "{name}"),
            _ => panic!("{name} is no number"),
        }
    }
}
