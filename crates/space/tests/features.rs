//! Every feature that the reference has or promises is either shown here by a test or told apart in
//! `docs/differences.md`; and so is every defect of it that is known.
//!
//! `features.txt` has a line for each feature that is here: its number, what it is, and the tests
//! that show it, with tabs between. A test is named `file::function` for a file of this folder,
//! `crate/file::function` for one of another crate, `scenarios/file.txt::title` for a scenario, and
//! `src/file.rs::item` for the example of an item, which asserts something.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::disallowed_methods)] // the lists are files

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::PathBuf;

const FEATURES: RangeInclusive<u32> = 1..=286;
const DEFECTS: RangeInclusive<u32> = 1..=64;

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

/// One line of `features.txt`.
struct Feature {
    row: u32,
    tests: Vec<String>,
}

fn features() -> Vec<Feature> {
    let text = read("tests/features.txt").expect("the list of features");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [row, what, tests] = fields[..] else {
                panic!("expected a number, a feature and its tests with tabs between: {line}");
            };
            let row = row.parse().unwrap_or_else(|_| panic!("no number: {line}"));
            assert!(
                what.split_once(": ")
                    .is_some_and(|(area, what)| !area.is_empty() && !what.is_empty()),
                "row {row} has no area or says nothing: {what}"
            );
            Feature {
                row,
                tests: named(tests),
            }
        })
        .collect()
}

/// The tests of a list. The title of a scenario may have commas of its own.
fn named(list: &str) -> Vec<String> {
    let mut tests: Vec<String> = Vec::new();
    for part in list.split(", ") {
        match tests.last_mut() {
            Some(before) if !part.contains("::") => *before += &format!(", {part}"),
            _ => tests.push(part.to_owned()),
        }
    }
    tests
}

/// A row of a table of `docs/differences.md`.
struct Row {
    /// What its first cell says after the beginning by which it was sought.
    first: String,
    others: Vec<String>,
}

/// The rows whose first cell begins so, table by table.
fn tables(beginning: &str) -> Vec<Vec<Row>> {
    let page = read("../../docs/differences.md").expect("the page about differences");
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ");
        let first = cells.next()?.strip_prefix(beginning)?.to_owned();
        first
            .starts_with(|c: char| c.is_ascii_digit())
            .then(|| Row {
                first,
                others: cells.map(str::to_owned).collect(),
            })
    };
    let tables = page.split("\n\n");
    tables
        .map(|table| table.lines().filter_map(row).collect())
        .collect()
}

fn rows(beginning: &str) -> Vec<Row> {
    tables(beginning).into_iter().flatten().collect()
}

/// `94`, `77-79`, `94, 96-98`
fn numbers(text: &str) -> Vec<u32> {
    let number = |text: &str| -> u32 {
        text.parse()
            .unwrap_or_else(|_| panic!("expected numbers such as `94` or `77-79`: {text}"))
    };
    text.split(", ")
        .flat_map(|part| match part.split_once('-') {
            Some((first, last)) => number(first)..=number(last),
            None => number(part)..=number(part),
        })
        .collect()
}

/// The tests in backquotes in a text.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|code| is_name(code))
        .collect()
}

/// Whether a text in backquotes is the name of a test and not code of another sort.
fn is_name(code: &str) -> bool {
    code.split_once("::").is_some_and(|(file, item)| {
        !item.is_empty() && file.starts_with(|c: char| c.is_ascii_lowercase())
    })
}

/// Whether that test is there.
fn find(name: &str) -> Result<(), String> {
    let (file, item) = name
        .split_once("::")
        .ok_or("it names no file and function")?;
    let open = |path: &str| read(path).ok_or_else(|| format!("there is no file {path}"));
    if file.starts_with("scenarios/") {
        let title = format!("--- {item} ---");
        let text = open(&format!("../../tests/{file}"))?;
        let is_there = text.lines().any(|line| line == title);
        return is_there
            .then_some(())
            .ok_or_else(|| format!("{file} has no scenario of that title"));
    }
    if file.starts_with("src/") {
        return example(&open(file)?, item);
    }
    let path = match file.split_once('/') {
        Some((other, file)) => format!("../{other}/tests/{file}.rs"),
        None => format!("tests/{file}.rs"),
    };
    function(&open(&path)?, item)
}

/// Whether the documentation of an item has an example that asserts something.
fn example(text: &str, item: &str) -> Result<(), String> {
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    let defines = |line: &str| {
        ["struct", "enum", "trait", "type", "fn"]
            .iter()
            .any(|sort| {
                line.split_once(&format!("{sort} {item}"))
                    .is_some_and(|(before, after)| {
                        before.starts_with("pub")
                            && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                    })
            })
    };
    let at = lines
        .iter()
        .position(|line| defines(line))
        .ok_or("there is no such item")?;
    let above = lines[..at].iter().rev();
    let asserts = above
        .take_while(|line| line.starts_with("///") || line.starts_with('#') || line.ends_with(")]"))
        .any(|line| line.starts_with("///") && line.contains("assert"));
    asserts
        .then_some(())
        .ok_or_else(|| "its example asserts nothing".to_owned())
}

/// Whether there is a test of that name, by itself or among the laws of `properties.rs`.
fn function(text: &str, name: &str) -> Result<(), String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let definition = format!("fn {name}(");
    if let Some(at) = lines.iter().position(|line| line.starts_with(&definition)) {
        let above = lines[..at].iter().rev();
        let is_test = above
            .take_while(|line| line.starts_with("#[") || line.starts_with("///"))
            .any(|line| *line == "#[test]");
        return is_test
            .then_some(())
            .ok_or_else(|| "it is no test".to_owned());
    }
    let law = format!("{name}: ");
    let mut laws = lines.iter().skip_while(|line| **line != "laws! {");
    laws.any(|line| line.starts_with(&law) && line.ends_with("_law;"))
        .then_some(())
        .ok_or_else(|| "there is no such function".to_owned())
}

#[test]
fn every_feature_is_shown_or_told_apart() {
    let mut places: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for feature in features() {
        places.entry(feature.row).or_default().push("features.txt");
    }
    for row in rows("").iter().flat_map(|row| numbers(&row.first)) {
        places.entry(row).or_default().push("differences.md");
    }
    for row in FEATURES {
        let places = places.remove(&row).unwrap_or_default();
        assert_eq!(places.len(), 1, "row {row} stands in {places:?}");
    }
    assert!(places.is_empty(), "there are no such rows: {places:?}");
}

#[test]
fn every_defect_is_settled_or_open() {
    let told: Vec<u32> = rows("B")
        .iter()
        .flat_map(|row| numbers(&row.first))
        .collect();
    assert_eq!(told, DEFECTS.collect::<Vec<_>>());
    for Row { first, others } in rows("B") {
        let proof = others.last().expect("three cells");
        assert!(
            proof == "open" || !quoted(proof).is_empty(),
            "B{first} names no test and does not say that it is open: {proof}"
        );
    }
}

#[test]
fn the_lists_are_in_order() {
    let shown = features().iter().map(|feature| feature.row).collect();
    let told = [tables(""), tables("B")].into_iter().flatten();
    let told = told.map(|table| table.iter().flat_map(|row| numbers(&row.first)).collect());
    for list in told.chain([shown]).collect::<Vec<Vec<u32>>>() {
        for pair in list.windows(2) {
            assert!(
                pair[0] < pair[1],
                "row {} stands before {}",
                pair[0],
                pair[1]
            );
        }
    }
}

#[test]
fn every_named_test_is_there() {
    for feature in features() {
        for test in &feature.tests {
            if let Err(why) = find(test) {
                panic!("row {}: {test}: {why}", feature.row);
            }
        }
    }
    for beginning in ["", "B"] {
        for Row { first, others } in rows(beginning) {
            assert_eq!(
                others.len(),
                2,
                "row {beginning}{first} has not three cells"
            );
            for test in others.iter().flat_map(|cell| quoted(cell)) {
                if let Err(why) = find(test) {
                    panic!("row {beginning}{first}: {test}: {why}");
                }
            }
        }
    }
}
