//! `tests/scenarios/languages.txt` with a Mechtron of each language in turn. The one in WAT is there
//! as it is and the one in Rust must have been built; any other is skipped, by name, where its
//! compiler was not to be had.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::disallowed_methods)] // it reads the script and the modules
#![allow(clippy::print_stdout)] // it says which languages it plays

use std::path::{Path, PathBuf};

use orrery_cosmos::scenario::Script;

/// What the script uploads.
const BY_HAND: &str = "../../mechtrons/conformance/conformance.wat";

/// What the script has for the sentence of a trap. How it reads is the compiler's to say.
const FAILURE: &str = "the guest gave up (`unreachable`); its last words were: I was asked to fail";

/// A language: its name, its module as the script would write it, and the sentence of its trap.
const LANGUAGES: [(&str, &str, &str); 5] = [
    ("wat", BY_HAND, FAILURE),
    (
        "rust",
        "../../target/guests/conformance-rust.wasm",
        "the guest gave up (`unreachable`); its last words were: panic at ...",
    ),
    ("c", "../../target/guests/conformance-c.wasm", FAILURE),
    ("zig", "../../target/guests/conformance-zig.wasm", FAILURE),
    (
        "assemblyscript",
        "../../target/guests/conformance-assemblyscript.wasm",
        "abort: I was asked to fail, at conformance.ts:...",
    ),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios")
}

/// The languages whose module is there, with it.
fn spoken() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let mut spoken = Vec::new();
    for (language, module, failure) in LANGUAGES {
        match std::fs::read(folder().join(module)) {
            Ok(bytes) => spoken.push((language, bytes, failure)),
            Err(error) => {
                assert!(
                    language != "rust",
                    "{module}: {error} (guests are built by `cargo xtask build`)"
                );
                println!("skipped {language}: there is no {module}");
            }
        }
    }
    spoken
}

#[test]
fn every_language_holds_the_same_conversation() {
    let text = std::fs::read_to_string(folder().join("languages.txt")).unwrap();
    assert!(text.contains(FAILURE), "languages.txt asks nobody to fail");
    for (language, module, failure) in spoken() {
        let script: Script = text.replace(FAILURE, failure).parse().unwrap();
        let run = script.run(|path| match path {
            BY_HAND => Ok(module.clone()),
            other => Err(format!(
                "languages.txt uploads {BY_HAND} alone, not {other}"
            )),
        });
        assert!(run.is_as_expected(), "{language}:\n{run}");
        if language == "rust" {
            // a panic says where on one line and why on the next, which a script cannot hold
            let mut trace = run.scenarios.iter().flat_map(|scenario| &scenario.trace);
            assert!(trace.any(|line| line.contains("I was asked to fail")));
        }
        println!("{language}: {} bytes", module.len());
    }
}

/// What one language keeps in the state, the next one reads: an upgrade may change the language.
#[test]
fn a_mechtron_may_change_its_language() {
    let spoken = spoken();
    let mut text = "--- from one to the next ---\nseed 7\n".to_owned();
    for (language, ..) in &spoken {
        text.push_str(&format!("upload {language}.wasm {language}\n"));
    }
    text.push_str("> create localhost<Space>\n200 Stub localhost<Space> Ready\n");
    for (at, (language, ..)) in spoken.iter().enumerate() {
        let count = at + 1;
        text.push_str(&format!(
            "> launch ^[ {language}.wasm ]-> localhost:one\n200 Stub localhost:one<Mechtron> Ready\n\
             > ping localhost:one Ext<Count>\n200 Int {count}\n"
        ));
    }
    let script: Script = text.parse().unwrap();
    let run = script.run(|path| {
        let found = spoken.iter().find(|(language, ..)| *language == path);
        let (_, module, _) = found.ok_or_else(|| format!("nobody speaks {path}"))?;
        Ok(module.clone())
    });
    assert!(run.is_as_expected(), "{run}");
}
