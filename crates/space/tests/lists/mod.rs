//! A list of features with the tests that show them, a page that tells the others apart, and whether
//! both agree with each other and with the tests that there are.
//!
//! `features.txt` has a line for each feature that is here: its number, what it is, and the tests
//! that show it, with tabs between. A test is named `file::function` for a file of this folder,
//! `crate/file::function` for one of another crate, `scenarios/file.txt::title` for a scenario, and
//! `src/file.rs::item` for the example of an item, which asserts something.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::disallowed_methods)] // the lists are files

use std::collections::BTreeMap;
use std::path::PathBuf;

/// How rows are numbered: what stands before the number, and the last of them.
pub struct Rows {
    pub letter: &'static str,
    pub last: u32,
}

/// A crate's list and the page with all that is not in it.
pub struct Lists {
    /// From the crate's folder.
    pub page: &'static str,
    pub features: Rows,
    pub defects: Rows,
}

impl Lists {
    fn features(&self) -> Vec<Feature> {
        features(self.features.letter)
    }

    fn rows(&self, of: &Rows) -> Vec<Row> {
        let tables = tables(self.page, of.letter);
        tables.into_iter().flatten().collect()
    }

    pub fn every_feature_is_shown_or_told_apart(&self) {
        let mut places: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for feature in self.features() {
            places.entry(feature.row).or_default().push("features.txt");
        }
        let told = self.rows(&self.features);
        for row in told.iter().flat_map(|row| numbers(&row.first)) {
            places.entry(row).or_default().push(self.page);
        }
        for row in 1..=self.features.last {
            let places = places.remove(&row).unwrap_or_default();
            assert_eq!(places.len(), 1, "row {row} stands in {places:?}");
        }
        assert!(places.is_empty(), "there are no such rows: {places:?}");
    }

    pub fn every_defect_is_settled_or_open(&self) {
        let rows = self.rows(&self.defects);
        let told = rows.iter().flat_map(|row| numbers(&row.first));
        let all = 1..=self.defects.last;
        assert_eq!(told.collect::<Vec<_>>(), all.collect::<Vec<_>>());
        for Row { first, others } in rows {
            let proof = others.last().expect("three cells");
            assert!(
                proof == "open" || !quoted(proof).is_empty(),
                "{}{first} names no test and does not say that it is open: {proof}",
                self.defects.letter
            );
        }
    }

    pub fn they_are_in_order(&self) {
        let shown = self.features().iter().map(|feature| feature.row).collect();
        let told = [&self.features, &self.defects].map(|of| tables(self.page, of.letter));
        let told = told.into_iter().flatten();
        let told = told.map(|table| table.iter().flat_map(|row| numbers(&row.first)).collect());
        for list in told.chain([shown]).collect::<Vec<Vec<u32>>>() {
            for pair in list.windows(2) {
                let (before, after) = (pair[0], pair[1]);
                assert!(before < after, "row {before} stands before {after}");
            }
        }
    }

    pub fn every_named_test_is_there(&self) {
        for feature in self.features() {
            for test in &feature.tests {
                if let Err(why) = find(test) {
                    panic!("row {}: {test}: {why}", feature.row);
                }
            }
        }
        for of in [&self.features, &self.defects] {
            let letter = of.letter;
            for Row { first, others } in self.rows(of) {
                assert_eq!(others.len(), 2, "row {letter}{first} has not three cells");
                for test in others.iter().flat_map(|cell| quoted(cell)) {
                    if let Err(why) = find(test) {
                        panic!("row {letter}{first}: {test}: {why}");
                    }
                }
            }
        }
    }
}

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

/// One line of `features.txt`.
struct Feature {
    row: u32,
    tests: Vec<String>,
}

fn features(letter: &str) -> Vec<Feature> {
    let text = read("tests/features.txt").expect("the list of features");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [row, what, tests] = fields[..] else {
                panic!("expected a number, a feature and its tests with tabs between: {line}");
            };
            let row = row.strip_prefix(letter).and_then(|row| row.parse().ok());
            let row = row.unwrap_or_else(|| panic!("no number: {line}"));
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

/// A row of a table of the page.
struct Row {
    /// What its first cell says after the beginning by which it was sought.
    first: String,
    others: Vec<String>,
}

/// The rows of a page whose first cell begins so, table by table.
fn tables(page: &str, beginning: &str) -> Vec<Vec<Row>> {
    let page = read(page).expect("the page about differences");
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

/// `94`, `77-79`, `94, 96-98`, after the letter
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
