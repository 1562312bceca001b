//! The house: which crate may see which, and what none below `src/` may reach for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The direction of dependencies, as ARCHITECTURE.md states it.
const EDGES: &[(&str, &[&str])] = &[
    ("space", &[]),
    ("hyperspace", &["space"]),
    ("host", &["space"]),
    ("mechtron", &["space"]),
    ("printer", &[]),
    ("cosmos", &["space", "hyperspace", "host"]),
    ("scene", &["space", "hyperspace"]),
];

/// What no crate below `src/` names, and why.
const FORBIDDEN: &[(&str, &str)] = &[
    ("std::time::Instant", "time is an argument"),
    ("SystemTime", "time is an argument"),
    ("std::thread", "nothing below src/ has threads"),
    ("spawn(", "nothing below src/ starts anything"),
    ("std::fs", "files are opened by whoever calls"),
    ("std::env", "what varies is an argument"),
    ("std::net", "nothing below src/ has a network"),
    (
        "std::process",
        "nothing below src/ ends or starts a process",
    ),
    ("getrandom", "chance comes from the seed"),
    ("thread_rng", "chance comes from the seed"),
    ("rand::rng", "chance comes from the seed"),
    ("RandomState", "hashes are the same on every machine"),
    ("web_sys", "only src/ knows the browser"),
    ("js_sys", "only src/ knows the browser"),
    ("wasm_bindgen::", "only src/ knows the browser"),
    ("println!", "nothing below src/ prints"),
    ("print!(", "nothing below src/ prints"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn ours(manifest: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(manifest).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    dependencies
        .keys()
        .filter_map(|name| name.strip_prefix("orrery-"))
        .map(str::to_owned)
        .collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn the_crates_see_each_other_as_the_house_says() {
    let expected: BTreeMap<String, BTreeSet<String>> = EDGES
        .iter()
        .map(|(from, to)| {
            let to = to.iter().map(|name| (*name).to_owned());
            ((*from).to_owned(), to.collect())
        })
        .collect();
    let found: BTreeMap<String, BTreeSet<String>> = std::fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, ours(&path.join("Cargo.toml")))
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn nothing_below_the_page_reaches_for_the_world() {
    let mut wrong = String::new();
    for (name, _) in EDGES {
        let mut files = Vec::new();
        sources(&root().join("crates").join(name).join("src"), &mut files);
        assert!(!files.is_empty(), "{name} has no sources");
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            for (at, line) in text.lines().enumerate() {
                if line.trim_start().starts_with("//") {
                    continue;
                }
                for (word, why) in FORBIDDEN {
                    if line.contains(word) {
                        let place = format!("{}:{}", file.display(), at + 1);
                        wrong.push_str(&format!("{place}: {word}: {why}\n"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_core_never_waits_and_knows_no_interpreter() {
    let mut files = Vec::new();
    sources(&root().join("crates/hyperspace/src"), &mut files);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for line in text.lines().filter(|l| !l.trim_start().starts_with("//")) {
            for word in ["async ", ".await", "wasmi", "Box<dyn Fn"] {
                assert!(!line.contains(word), "{}: {word}", file.display());
            }
        }
    }
}
