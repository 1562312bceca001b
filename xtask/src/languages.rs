//! The conformance guest in the languages whose compilers are no part of the set-up: C and Zig by PyPI's `ziglang`,
//! AssemblyScript by npm. One that cannot be had costs its guest and nothing else, and is named.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::tools::npm_package;
use crate::workshop::{Workshop, ask, clear, folder, say, version_in};

/// Of PyPI's `ziglang`.
const ZIG: &str = "0.17.1";
/// Of npm's `assemblyscript`.
const ASSEMBLYSCRIPT: &str = "0.28.20";

/// Whether a compiler that is not there is fetched. Zig's is 100 MB, so who only wants the page does not wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compilers {
    Fetch,
    AsTheyAre,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compiler {
    Zig,
    AssemblyScript,
}

/// The languages: what the guest is called, its source beside the others, its compiler.
const LANGUAGES: [(&str, &str, Compiler); 3] = [
    ("conformance-c", "conformance.c", Compiler::Zig),
    ("conformance-zig", "conformance.zig", Compiler::Zig),
    (
        "conformance-assemblyscript",
        "conformance.ts",
        Compiler::AssemblyScript,
    ),
];

/// Compiles the guest in each language whose compiler is there or can be fetched: file names and modules.
///
/// # Errors
/// When a source does not compile.
pub fn build(workshop: &Workshop, compilers: Compilers) -> Result<Vec<(String, Vec<u8>)>> {
    let sources = workshop.root.join("mechtrons/conformance");
    let built = workshop.root.join("mechtrons/target/conformance");
    folder(&built)?;
    let have = |compiler: Compiler| match compiler.is_there(workshop) {
        true => Ok(()),
        false if compilers == Compilers::Fetch => compiler.fetch(workshop),
        false => Err(anyhow::anyhow!(
            "its compiler is not there; `cargo xtask test --only guests` fetches it"
        )),
    };
    let zig = have(Compiler::Zig);
    let assemblyscript = have(Compiler::AssemblyScript);
    let mut modules = Vec::new();
    for (name, source, compiler) in LANGUAGES {
        let found = match compiler {
            Compiler::Zig => &zig,
            Compiler::AssemblyScript => &assemblyscript,
        };
        if let Err(lack) = found {
            eprintln!("skipped {name}: {}", in_one_line(lack));
            continue;
        }
        let module = built.join(format!("{name}.wasm"));
        // This program says how it is compiled, so a module older than it is compiled once more.
        if !is_newer(&module, &[sources.join(source), env::current_exe()?]) {
            ask(compiler
                .compile(workshop, source, &module)
                .current_dir(&sources))
            .with_context(|| format!("compiling mechtrons/conformance/{source}"))?;
        }
        let bytes = fs::read(&module).with_context(|| format!("{source} compiled to no module"))?;
        modules.push((format!("{name}.wasm"), bytes));
    }
    Ok(modules)
}

impl Compiler {
    fn is_there(self, workshop: &Workshop) -> bool {
        let (mut command, question, wanted) = match self {
            Compiler::Zig => (zig(workshop), "version", ZIG),
            Compiler::AssemblyScript => (asc(workshop), "--version", ASSEMBLYSCRIPT),
        };
        ask(command.arg(question)).is_ok_and(|said| version_in(&said) == Some(wanted))
    }

    /// Brings it to the tool home.
    fn fetch(self, workshop: &Workshop) -> Result<()> {
        let place = self.place(workshop);
        clear(&place)?;
        let fetched = match self {
            Compiler::Zig => fetch_zig(workshop, &place),
            Compiler::AssemblyScript => fetch_assemblyscript(workshop, &place),
        };
        let fetched = fetched.and_then(|()| {
            ensure!(
                self.is_there(workshop),
                "it was installed, and yet it does not run"
            );
            Ok(())
        });
        if fetched.is_err() {
            // What is there by half would be in the way of the next try.
            clear(&place)?;
        }
        fetched
    }

    fn place(self, workshop: &Workshop) -> PathBuf {
        workshop.home.join(match self {
            Compiler::Zig => format!("ziglang-{ZIG}"),
            Compiler::AssemblyScript => format!("assemblyscript-{ASSEMBLYSCRIPT}"),
        })
    }

    /// As mechtrons/README.md says to do it by hand.
    fn compile(self, workshop: &Workshop, source: &str, module: &Path) -> Command {
        let mut command = match self {
            Compiler::Zig => zig(workshop),
            Compiler::AssemblyScript => asc(workshop),
        };
        match self {
            Compiler::Zig if source.ends_with(".c") => {
                let link = ["-Wl,--no-entry", "-Wl,-z,stack-size=65536", "-s"];
                command
                    .args(["cc", "-target", "wasm32-freestanding", "-Os", "-nostdlib"])
                    .args(link)
                    .args([source, "-o"])
                    .arg(module);
            }
            Compiler::Zig => {
                let mut out = std::ffi::OsString::from("-femit-bin=");
                out.push(module);
                command
                    .args(["build-exe", source, "-target", "wasm32-freestanding"])
                    .args(["-O", "ReleaseSmall", "-fno-entry", "-rdynamic", "-fstrip"])
                    .args(["--stack", "65536"])
                    .arg(out);
            }
            Compiler::AssemblyScript => {
                command.args([source, "-Osize", "--outFile"]).arg(module);
            }
        }
        command
    }
}

fn fetch_zig(workshop: &Workshop, place: &Path) -> Result<()> {
    say(&format!(
        "Zig, PyPI's ziglang {ZIG} (100 MB; about 1 minute the first time)"
    ));
    let python = if cfg!(windows) { "python" } else { "python3" };
    ask(workshop.command(python).args(["-m", "venv"]).arg(place))
        .context("no virtual environment for Python (Debian: apt-get install python3-venv)")?;
    ask(workshop.command(python_of(place)).args([
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
        "--retries",
        "1",
        &format!("ziglang=={ZIG}"),
    ]))
    .context("pip brings no ziglang")?;
    Ok(())
}

fn fetch_assemblyscript(workshop: &Workshop, place: &Path) -> Result<()> {
    say(&format!(
        "AssemblyScript, npm's assemblyscript {ASSEMBLYSCRIPT} (some seconds)"
    ));
    let package = format!("assemblyscript@{ASSEMBLYSCRIPT}");
    npm_package(workshop, place, &package, &["--fetch-retries=1"])
        .context("npm brings no assemblyscript")
}

fn zig(workshop: &Workshop) -> Command {
    let mut zig = workshop.command(python_of(&Compiler::Zig.place(workshop)));
    zig.args(["-m", "ziglang"])
        .env("ZIG_GLOBAL_CACHE_DIR", workshop.home.join("zig-cache"))
        .env(
            "ZIG_LOCAL_CACHE_DIR",
            workshop.root.join("mechtrons/target/zig-cache"),
        );
    zig
}

fn asc(workshop: &Workshop) -> Command {
    let bin = Compiler::AssemblyScript
        .place(workshop)
        .join("node_modules/.bin");
    workshop.command(bin.join(if cfg!(windows) { "asc.cmd" } else { "asc" }))
}

fn python_of(place: &Path) -> PathBuf {
    place.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    })
}

/// Whether a file is there and was written after all of the others.
pub fn is_newer(file: &Path, others: &[PathBuf]) -> bool {
    let written = |file: &Path| fs::metadata(file).and_then(|it| it.modified()).ok();
    written(file).is_some_and(|time| {
        others
            .iter()
            .all(|other| written(other).is_some_and(|it| it < time))
    })
}

/// A failure with what caused it, as one line.
pub fn in_one_line(error: &anyhow::Error) -> String {
    let text = format!("{error:#}");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lack_is_told_in_one_line() {
        let lack = anyhow::anyhow!("`npm install` failed:\n  npm error network\n  npm error code")
            .context("npm brings no assemblyscript");
        assert_eq!(
            in_one_line(&lack),
            "npm brings no assemblyscript: `npm install` failed: npm error network npm error code"
        );
    }
}
