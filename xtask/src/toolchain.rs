//! The compiler for wasm32: is it there, which one is it, and the plain way to bring it.
//!
//! One toolchain does everything, native builds included, so that nothing is built twice. It is the active one where
//! that has the wasm32 target or rustup can add it, else one that [`crate::debian`] puts together.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::debian;
use crate::workshop::{Workshop, ask, say};

/// What the page and the guests are compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The toolchain in which wasm32 works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ready {
    /// The one that cargo chooses by itself here.
    Active,
    /// The one of this name, which we linked.
    Linked(String),
}

/// The name under which rustup knows a toolchain of ours.
pub fn linked_name() -> String {
    env::var("ORRERY_TOOLCHAIN")
        .ok()
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "orrery-wasm".to_owned())
}

/// Looks for a toolchain that can compile for wasm32 and has clippy and rustfmt if `lints` asks for them.
pub fn find(workshop: &Workshop, lints: bool) -> Option<Ready> {
    let works = |toolchain: Option<String>| {
        has_target(workshop, toolchain.as_deref())
            && (!lints || has_lints(workshop, toolchain.as_deref()))
    };
    if works(None) {
        return Some(Ready::Active);
    }
    let linked = linked_name();
    works(Some(linked.clone())).then_some(Ready::Linked(linked))
}

/// From here on, every program that the workshop starts uses this toolchain.
pub fn choose(workshop: &mut Workshop, ready: Ready) {
    workshop.toolchain = match ready {
        Ready::Active => None,
        Ready::Linked(name) => Some(name),
    };
}

/// Brings the target: by rustup, or else from Debian's packages.
///
/// # Errors
/// When neither way is open; the text says what each of them lacked.
pub fn bring(workshop: &Workshop) -> Result<Ready> {
    say("The wasm32 target, from rustup (a few seconds)");
    let plain = match by_rustup(workshop) {
        Ok(()) if find(workshop, true).is_some() => return Ok(Ready::Active),
        Ok(()) => "rustup added it, and yet rustc finds no std for it".to_owned(),
        Err(error) => format!("{error:#}"),
    };
    eprintln!("rustup cannot bring it here:\n  {plain}");
    if let Err(error) = debian::bring(workshop, &linked_name()) {
        return Err(error).with_context(|| {
            format!(
                "no compiler for {TARGET}\n\
                 \x20 by rustup: {}\n\
                 \x20 so either let `rustup target add {TARGET}` reach its server, or install your distribution's Rust with its \
                 std for that target\n\x20 from Debian's packages",
                plain.lines().next().unwrap_or_default()
            )
        });
    }
    find(workshop, true)
        .context("the linked toolchain was built, and yet it cannot compile for wasm32")
}

fn by_rustup(workshop: &Workshop) -> Result<()> {
    if !has_target(workshop, None) {
        ask(workshop.command("rustup").args(["target", "add", TARGET]))?;
    }
    if !has_lints(workshop, None) {
        ask(workshop
            .command("rustup")
            .args(["component", "add", "clippy", "rustfmt"]))?;
    }
    Ok(())
}

/// True when that rustc starts, and the std that it would link for wasm32 is in its place.
fn has_target(workshop: &Workshop, toolchain: Option<&str>) -> bool {
    let mut rustc = workshop.command("rustc");
    if let Some(name) = toolchain {
        rustc.env("RUSTUP_TOOLCHAIN", name);
    }
    let Ok(folder) = ask(rustc.args(["--print", "target-libdir", "--target", TARGET])) else {
        return false;
    };
    let Ok(files) = fs::read_dir(PathBuf::from(folder)) else {
        return false;
    };
    files.flatten().any(|file| {
        let name = file.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

fn has_lints(workshop: &Workshop, toolchain: Option<&str>) -> bool {
    ["clippy", "fmt"].iter().all(|verb| {
        let mut cargo = workshop.cargo();
        if let Some(name) = toolchain {
            cargo.env("RUSTUP_TOOLCHAIN", name);
        }
        ask(cargo.args([verb, "--version"])).is_ok()
    })
}
