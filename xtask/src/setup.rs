//! Brings the machine to a state in which all else works: looks at what is there, plans what is missing, does that.

use std::time::Instant;

use anyhow::Result;

use crate::toolchain::{self, Ready};
use crate::tools::{self, Found, Tool};
use crate::workshop::{Workshop, folder};
use crate::{browser, sizes};

/// A thing that a command can need. The order is that in which they are brought: compilers before what they compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A compiler for wasm32, with clippy and rustfmt.
    Compiler,
    WasmBindgen,
    Trunk,
    WasmPack,
    WasmOpt,
    Browser,
    TestPackages,
}

pub const ALL: [Part; 7] = [
    Part::Compiler,
    Part::WasmBindgen,
    Part::Trunk,
    Part::WasmPack,
    Part::WasmOpt,
    Part::Browser,
    Part::TestPackages,
];

/// `cargo xtask setup`.
///
/// # Errors
/// When something is missing that cannot be brought; the text says what, and how to get it.
pub fn command(workshop: &mut Workshop) -> Result<()> {
    let begin = Instant::now();
    match prepare(workshop, &ALL)? {
        0 => println!(
            "set-up: nothing to do, all of it is there ({})",
            toolchain_in_words(workshop)
        ),
        brought => println!(
            "\nset-up: brought {brought} of {} in {}; the rest was there ({})",
            ALL.len(),
            sizes::duration(begin.elapsed()),
            toolchain_in_words(workshop)
        ),
    }
    Ok(())
}

/// Brings what is missing of `needs`, and makes the workshop use it all. Gives back how many it brought.
///
/// # Errors
/// When something is missing that cannot be brought.
pub fn prepare(workshop: &mut Workshop, needs: &[Part]) -> Result<usize> {
    if let Some(ready) = toolchain::find(workshop, true) {
        toolchain::choose(workshop, ready);
    }
    let mut missing = Vec::new();
    for part in ALL {
        if needs.contains(&part) && !is_there(workshop, part)? {
            missing.push(part);
        }
    }
    let steps = plan(&missing);
    for &step in &steps {
        folder(&workshop.home)?;
        bring(workshop, step)?;
    }
    if !steps.is_empty() {
        tools::clean_up(workshop)?;
    }
    Ok(steps.len())
}

/// Puts what is missing in the order in which it can be brought, each once.
fn plan(missing: &[Part]) -> Vec<Part> {
    let mut steps = missing.to_vec();
    steps.sort_unstable();
    steps.dedup();
    steps
}

/// Looks for a part, and if it is there makes the workshop use it.
fn is_there(workshop: &mut Workshop, part: Part) -> Result<bool> {
    let found = match part {
        Part::Compiler => return Ok(toolchain::find(workshop, true).is_some()),
        Part::Browser => return Ok(browser::find(workshop).is_some()),
        Part::TestPackages => return Ok(tools::has_packages(&tools::test_folder(workshop))),
        Part::WasmOpt => tools::find_wasm_opt(workshop),
        Part::Trunk | Part::WasmPack | Part::WasmBindgen => {
            tool(workshop, part)?.map_or(Found::OnPath, |tool| tool.find(workshop))
        }
    };
    match found {
        Found::Nowhere => return Ok(false),
        Found::In(folder) => workshop.prefer(folder),
        Found::OnPath => {}
    }
    Ok(true)
}

fn bring(workshop: &mut Workshop, part: Part) -> Result<()> {
    match part {
        Part::Compiler => {
            let ready: Ready = toolchain::bring(workshop)?;
            toolchain::choose(workshop, ready);
        }
        Part::Browser => browser::bring(workshop)?,
        Part::TestPackages => {
            let tests = tools::test_folder(workshop);
            tools::install_packages(workshop, &tests, "the browser tests")?;
        }
        Part::WasmOpt => tools::install_wasm_opt(workshop)?,
        Part::Trunk | Part::WasmPack | Part::WasmBindgen => {
            if let Some(tool) = tool(workshop, part)? {
                tool.install(workshop)?;
            }
        }
    }
    anyhow::ensure!(
        is_there(workshop, part)?,
        "{part:?} was installed, and yet it is not found"
    );
    Ok(())
}

fn tool(workshop: &Workshop, part: Part) -> Result<Option<Tool>> {
    Ok(match part {
        Part::Trunk => Some(tools::trunk()),
        Part::WasmPack => Some(tools::wasm_pack()),
        Part::WasmBindgen => tools::wasm_bindgen(workshop)?,
        Part::Compiler | Part::WasmOpt | Part::Browser | Part::TestPackages => None,
    })
}

fn toolchain_in_words(workshop: &Workshop) -> String {
    match &workshop.toolchain {
        None => "the active toolchain compiles for wasm32".to_owned(),
        Some(name) => format!("RUSTUP_TOOLCHAIN={name} compiles for wasm32"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_with_everything_has_nothing_to_do() {
        assert_eq!(plan(&[]), []);
    }

    #[test]
    fn a_bare_machine_gets_its_compiler_first() {
        let mut backwards = ALL.to_vec();
        backwards.reverse();
        assert_eq!(plan(&backwards), ALL);
        assert_eq!(
            plan(&[Part::Trunk, Part::Compiler, Part::Trunk]),
            [Part::Compiler, Part::Trunk]
        );
    }
}
