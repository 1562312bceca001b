//! `docs/first-mechtron.md`, played as it stands: its modules, its build command, its lines and the
//! replies to them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::disallowed_methods)] // it does what the guide tells a person to do
#![allow(clippy::print_stdout)] // it says what it skips

use std::path::{Path, PathBuf};
use std::process::Command;

use orrery_cosmos::scenario::Script;

const PAGE: &str = include_str!("../../../docs/first-mechtron.md");
const TARGET: &str = "wasm32-unknown-unknown";

/// What stands under a heading, up to the next.
fn chapter(heading: &str) -> &'static str {
    let (_, rest) = PAGE.split_once(&format!("\n## {heading}\n")).unwrap();
    rest.split_once("\n## ")
        .map_or(rest, |(chapter, _)| chapter)
}

/// The blocks of a language in a chapter.
fn blocks(chapter: &'static str, language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    let blocks = chapter.split(fence.as_str()).skip(1);
    blocks
        .map(|rest| rest.split_once("```").expect("a block that ends").0)
        .collect()
}

/// The only such block.
fn block(chapter: &'static str, language: &str) -> &'static str {
    match blocks(chapter, language)[..] {
        [block] => block,
        ref others => panic!("{} blocks of `{language}`, not one", others.len()),
    }
}

fn play(chapter: &'static str, open: impl FnMut(&str) -> Result<Vec<u8>, String>) {
    let script: Script = block(chapter, "text").parse().unwrap();
    assert!(script.scenarios.iter().all(|s| !s.steps.is_empty()));
    let run = script.run(open);
    assert!(run.is_as_expected(), "{run}");
}

#[test]
fn the_guide_in_wat() {
    let chapter = chapter("In WAT");
    play(chapter, |path| match path {
        "last.wat" => Ok(block(chapter, "wat").into()),
        other => Err(format!("the guide has no file {other}")),
    });
}

#[test]
fn the_guide_in_rust() {
    let chapter = chapter("In Rust");
    let folder = crate_of_the_guide(chapter);
    let (build, built) = match has_target() {
        true => (build_command(chapter), true),
        false => (vec!["check"], false),
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(build)
        .args(["--offline", "--target-dir", "target"])
        .current_dir(&folder)
        .env_remove("RUSTFLAGS")
        // as small as the guide makes it, it would take a minute
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("warning: unused"), "{said}");
    if built {
        play(chapter, |path| {
            std::fs::read(folder.join(path)).map_err(|error| format!("{path}: {error}"))
        });
    } else {
        println!(
            "skipped: the build for {TARGET}, which is not installed, and the lines of `In Rust`"
        );
    }
}

/// The crate as the guide makes it, but that the kit is found where it is.
fn crate_of_the_guide(chapter: &'static str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tally");
    std::fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = block(chapter, "toml");
    let kit = root.join("crates/mechtron");
    let there = manifest.replace("../orrery/crates/mechtron", kit.to_str().unwrap());
    assert_ne!(manifest, there, "the guide names the kit's path");
    let lock = std::fs::read(root.join("mechtrons/Cargo.lock")).unwrap();
    for (path, bytes) in [
        ("Cargo.toml", there.as_bytes()),
        ("Cargo.lock", lock.as_slice()),
        ("src/lib.rs", block(chapter, "rust").as_bytes()),
    ] {
        let path = folder.join(path);
        // what has not changed is not built again
        if std::fs::read(&path).ok().as_deref() != Some(bytes) {
            std::fs::write(path, bytes).unwrap();
        }
    }
    folder
}

/// The arguments of the guide's `cargo build`.
fn build_command(chapter: &'static str) -> Vec<&'static str> {
    let lines = blocks(chapter, "sh").into_iter().flat_map(str::lines);
    let mut builds = lines.filter_map(|line| line.strip_prefix("cargo build "));
    let arguments = builds.next().expect("the guide has a `cargo build`");
    ["build"]
        .into_iter()
        .chain(arguments.split_whitespace())
        .collect()
}

fn has_target() -> bool {
    let asked = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .output();
    asked.is_ok_and(|said| Path::new(String::from_utf8_lossy(&said.stdout).trim()).is_dir())
}
