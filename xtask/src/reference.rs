//! The guest of the published crate `mechtron`, which is a workspace of its own: what that crate brings along takes
//! minutes to compile. Where it cannot be fetched the guest is missing, and named, and nothing else is.

use std::fs;

use anyhow::{Context, Result};

use crate::languages::{Compilers, in_one_line, is_newer};
use crate::toolchain::TARGET;
use crate::workshop::{Workshop, ask, run, say};

/// The guest's crate, which is the name by which its module knows what to be.
const NAME: &str = "hello-goodbye";

/// Its folder.
const FOLDER: &str = "mechtrons/reference-hello";

/// Compiles the guest when what it needs is there or can be fetched: its file name and module.
///
/// # Errors
/// When it does not compile.
pub fn build(workshop: &Workshop, compilers: Compilers) -> Result<Option<(String, Vec<u8>)>> {
    let folder = workshop.root.join(FOLDER);
    let target = workshop.root.join("mechtrons/target/reference");
    let module = target
        .join(TARGET)
        .join("release")
        .join(NAME.replace('-', "_"))
        .with_extension("wasm");
    let sources = ["Cargo.toml", "Cargo.lock", "build.rs", "src/lib.rs"];
    let sources = sources.map(|source| folder.join(source));
    if !is_newer(&module, &sources) {
        if let Err(lack) = fetch(workshop, compilers) {
            eprintln!("skipped {NAME}: {}", in_one_line(&lack));
            return Ok(None);
        }
        say("The guest of the crate mechtron (about 3 minutes the first time)");
        run(workshop
            .cargo()
            .current_dir(&folder)
            .args(["build", "--release", "--locked", "--target", TARGET])
            .arg("--target-dir")
            .arg(&target))
        .with_context(|| format!("compiling {FOLDER}"))?;
    }
    let bytes = fs::read(&module).with_context(|| format!("{FOLDER} compiled to no module"))?;
    Ok(Some((format!("{NAME}.wasm"), bytes)))
}

/// Brings the crate and all that it needs.
fn fetch(workshop: &Workshop, compilers: Compilers) -> Result<()> {
    anyhow::ensure!(
        compilers == Compilers::Fetch,
        "it is not built; `cargo xtask test --only guests` builds it"
    );
    ask(workshop
        .cargo()
        .current_dir(workshop.root.join(FOLDER))
        .args(["fetch", "--locked", "--target", TARGET])
        .args(["--config", "net.retry=1"]))
    .context("cargo brings no mechtron 0.3.14")?;
    Ok(())
}
