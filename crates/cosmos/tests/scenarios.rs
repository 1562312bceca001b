//! Every file in `tests/scenarios`, run natively. `UPDATE_EXPECT=1` rewrites replies and hashes.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::disallowed_methods)] // it reads the scenarios and the modules that they upload
#![allow(clippy::print_stdout)] // it says which scenarios ran

#[allow(dead_code)] // the browser uses what is not used here
mod embedded;

use std::path::{Path, PathBuf};

use orrery_cosmos::scenario::Script;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios")
}

fn updating() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

/// The guest that need not be there, since what it is built of has to be fetched.
const FETCHED: &str = "../../target/guests/hello-goodbye.wasm";

/// The scripts, sorted by name; one whose guest could not be built is skipped, and named.
fn scripts() -> Vec<(String, String)> {
    let mut scripts: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".txt") && name != "hashes.txt")
        .map(|name| {
            let text = std::fs::read_to_string(folder().join(&name)).unwrap();
            (name, text)
        })
        .filter(|(name, text)| {
            let lacks = text.contains(FETCHED) && !folder().join(FETCHED).exists();
            if lacks {
                println!("skipped {name}: there is no {FETCHED} (`cargo xtask test --only guests` builds it)");
            }
            !lacks
        })
        .collect();
    scripts.sort();
    scripts
}

/// Whether a script uploads a guest that has to be built: what a compiler makes of it, and so its
/// fuel and its trace, may differ from one machine to the next.
fn needs_built_guests(script: &Script) -> bool {
    let mut uploads = script.scenarios.iter().flat_map(|s| &s.uploads);
    uploads.any(|(_, path)| path.starts_with("../../target/"))
}

fn open(path: &str) -> Result<Vec<u8>, String> {
    let path = folder().join(path);
    std::fs::read(&path).map_err(|error| {
        format!(
            "{}: {error} (guests are built by `cargo xtask build`)",
            path.display()
        )
    })
}

#[test]
fn every_reply_is_as_the_scenarios_say() {
    let mut failures = String::new();
    let mut hashes = Vec::new();
    for (name, text) in scripts() {
        let script: Script = text
            .parse()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let run = script.run(open);
        for scenario in &run.scenarios {
            println!(
                "{name}: {} ({} records)",
                scenario.name,
                scenario.hash.records()
            );
        }
        if updating() {
            std::fs::write(folder().join(&name), run.rewritten()).unwrap();
        } else if !run.is_as_expected() {
            failures.push_str(&format!("{name}:\n{run}"));
        }
        if !needs_built_guests(&script) {
            let lines = run.scenarios.iter();
            hashes.extend(lines.map(|s| embedded::hash_line(&name, &s.name, &s.hash)));
        }
    }
    assert!(failures.is_empty(), "{failures}");
    if updating() {
        std::fs::write(folder().join("hashes.txt"), hashes.join("\n") + "\n").unwrap();
    } else {
        let written: Vec<&str> = embedded::HASHES.lines().collect();
        assert_eq!(
            hashes, written,
            "a trace has changed: UPDATE_EXPECT=1 writes the new hashes"
        );
    }
}

#[test]
fn a_run_is_the_same_twice() {
    for (name, text) in scripts() {
        let script: Script = text.parse().unwrap();
        let hashes = || {
            let run = script.run(open);
            let hashes = run.scenarios.into_iter().map(|s| s.hash.to_string());
            hashes.collect::<Vec<_>>()
        };
        assert_eq!(hashes(), hashes(), "{name}");
    }
}

#[test]
fn the_browser_runs_every_script_that_needs_no_built_guest() {
    for (name, text) in scripts() {
        let script: Script = text.parse().unwrap();
        let embedded = embedded::SCRIPTS.iter().find(|(known, _)| *known == name);
        if needs_built_guests(&script) {
            continue;
        }
        assert!(embedded.is_some(), "{name} is missing in tests/embedded");
        let uploads = script.scenarios.iter().flat_map(|s| &s.uploads);
        let plans = script.scenarios.iter().flat_map(|s| &s.constellation);
        for path in uploads.map(|(_, path)| path).chain(plans) {
            let file = embedded::FILES.iter().find(|(known, _)| known == path);
            let (_, bytes) = file.unwrap_or_else(|| panic!("{path} is missing in tests/embedded"));
            assert_eq!(
                *bytes,
                open(path).unwrap(),
                "{path} is embedded from elsewhere"
            );
        }
    }
}
