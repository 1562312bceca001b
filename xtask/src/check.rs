//! Every check there is, one after the other, from the quick to the slow; the first that fails ends it.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use lexopt::prelude::*;

use crate::languages::Compilers;
use crate::setup::{self, Part};
use crate::site::Server;
use crate::toolchain::TARGET;
use crate::workshop::{Workshop, folder, run};
use crate::{browser, page, serve, sizes, tools, unexpected};

/// One check: what it is called, what it needs, what it does.
struct Check {
    name: &'static str,
    title: &'static str,
    needs: &'static [Part],
    run: fn(&Workshop) -> Result<()>,
}

const CHECKS: [Check; 9] = [
    Check {
        name: "fmt",
        title: "formatting",
        needs: &[Part::Compiler],
        run: formatting,
    },
    Check {
        name: "lint",
        title: "clippy, native",
        needs: &[Part::Compiler],
        run: lint,
    },
    Check {
        name: "lint-wasm",
        title: "clippy, wasm32",
        needs: &[Part::Compiler],
        run: lint_wasm,
    },
    Check {
        name: "guests",
        title: "guests build",
        needs: &[Part::Compiler],
        run: |workshop| page::guests(workshop, Compilers::Fetch),
    },
    Check {
        name: "native",
        title: "native tests",
        needs: &[Part::Compiler],
        run: native,
    },
    Check {
        name: "wasm",
        title: "tests of the crates in a browser",
        needs: &[
            Part::Compiler,
            Part::WasmBindgen,
            Part::WasmPack,
            Part::Browser,
        ],
        run: wasm,
    },
    Check {
        name: "page",
        title: "page builds in release",
        needs: &[
            Part::Compiler,
            Part::WasmBindgen,
            Part::Trunk,
            Part::WasmOpt,
        ],
        run: |workshop| page::page(workshop, false),
    },
    Check {
        name: "browser",
        title: "tests of the built page",
        needs: &[Part::Browser, Part::TestPackages],
        run: built_page,
    },
    Check {
        name: "sizes",
        title: "sizes",
        needs: &[Part::WasmOpt],
        run: size_report,
    },
];

/// The names that `--only` and `--skip` take, in the order in which the checks run.
pub fn names() -> Vec<&'static str> {
    CHECKS.iter().map(|check| check.name).collect()
}

/// Which checks a person asked for.
#[derive(Debug, Default)]
pub struct Wanted {
    only: Vec<String>,
    skip: Vec<String>,
}

impl Wanted {
    /// # Errors
    /// When an argument is not one of ours, or names no check.
    pub fn read(mut arguments: lexopt::Parser) -> Result<Self> {
        let mut wanted = Self::default();
        while let Some(argument) = arguments.next()? {
            let list = match argument {
                Long("only") => &mut wanted.only,
                Long("skip") => &mut wanted.skip,
                other => return Err(unexpected(other)),
            };
            let name = arguments.value()?.string()?;
            if !names().contains(&name.as_str()) {
                bail!(
                    "there is no step `{name}`; the steps are {}",
                    names().join(", ")
                );
            }
            list.push(name);
        }
        Ok(wanted)
    }

    fn includes(&self, name: &str) -> bool {
        (self.only.is_empty() || self.only.iter().any(|it| it == name))
            && !self.skip.iter().any(|it| it == name)
    }
}

/// `cargo xtask test`.
///
/// # Errors
/// When the set-up is not possible; a check that fails is told in the text and in the exit code.
pub fn command(workshop: &mut Workshop, wanted: &Wanted) -> Result<ExitCode> {
    let checks: Vec<&Check> = CHECKS
        .iter()
        .filter(|check| wanted.includes(check.name))
        .collect();
    ensure!(!checks.is_empty(), "--only and --skip leave no step to run");
    let needs: Vec<Part> = checks
        .iter()
        .flat_map(|check| check.needs)
        .copied()
        .collect();
    let begin = Instant::now();
    setup::prepare(workshop, &needs)?;

    let mut times: Vec<(&str, Duration)> = vec![("set-up", begin.elapsed())];
    let mut failure = None;
    for (index, check) in checks.iter().enumerate() {
        println!(
            "\n== {}/{} {} ({})",
            index + 1,
            checks.len(),
            check.title,
            check.name
        );
        let begin = Instant::now();
        let outcome = (check.run)(workshop);
        times.push((check.title, begin.elapsed()));
        match outcome {
            Ok(()) => println!("ok: {}, {}", check.title, sizes::duration(begin.elapsed())),
            Err(error) => {
                failure = Some((*check, error));
                break;
            }
        }
    }

    println!();
    for (title, time) in &times {
        println!("{:>12}  {title}", sizes::duration(*time));
    }
    println!("{:>12}  in all\n", sizes::duration(begin.elapsed()));
    let failed = usize::from(failure.is_some());
    // The first time is that of the set-up.
    let passed = times.len() - 1 - failed;
    if let Some((check, error)) = &failure {
        println!(
            "FAILED: {}\n  {error:#}\n  once more, alone: cargo xtask test --only {}\n",
            check.title, check.name
        );
    }
    println!(
        "{}",
        closing_line(passed, failed, CHECKS.len() - passed - failed)
    );
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn closing_line(passed: usize, failed: usize, skipped: usize) -> String {
    let rest = if skipped == 0 {
        String::new()
    } else {
        format!(", {skipped} skipped")
    };
    format!("{passed} passed, {failed} failed{rest}")
}

fn formatting(workshop: &Workshop) -> Result<()> {
    run(workshop.cargo().args(["fmt", "--all", "--check"]))
        .context("`cargo fmt --all` mends it")?;
    run(workshop
        .cargo()
        .current_dir(guests(workshop))
        .args(["fmt", "--all", "--check"]))
    .context("`cargo fmt --all` in mechtrons/ mends it")
}

fn lint(workshop: &Workshop) -> Result<()> {
    run(workshop
        .cargo()
        .args(["clippy", "--workspace", "--all-targets"])
        .args(locked())
        .args(["--", "-D", "warnings"]))
}

fn lint_wasm(workshop: &Workshop) -> Result<()> {
    run(workshop
        .cargo()
        .args([
            "clippy",
            "--workspace",
            "--exclude",
            "orrery-xtask",
            "--target",
            TARGET,
        ])
        .args(locked())
        .args(["--", "-D", "warnings"]))?;
    run(workshop
        .cargo()
        .current_dir(guests(workshop))
        .args([
            "clippy",
            "--workspace",
            "--release",
            "--target",
            TARGET,
            "--target-dir",
            "target",
        ])
        .args(locked())
        .args(["--", "-D", "warnings"]))
}

fn native(workshop: &Workshop) -> Result<()> {
    run(workshop
        .cargo()
        .args(["test", "--workspace"])
        .args(locked()))?;
    run(workshop
        .cargo()
        .current_dir(guests(workshop))
        .args(["test", "--workspace", "--target-dir", "target"])
        .args(locked()))
}

/// Every crate with a `tests/web.rs`, by wasm-pack.
fn wasm(workshop: &Workshop) -> Result<()> {
    let browser = browser::find(workshop).context("there is no browser")?;
    let capabilities = workshop.root.join("target/webdriver.json");
    folder(&workshop.root.join("target"))?;
    fs::write(&capabilities, browser::capabilities(&browser))?;
    let crates: Vec<PathBuf> = fs::read_dir(workshop.root.join("crates"))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|folder| folder.join("tests/web.rs").is_file())
        .collect();
    ensure!(!crates.is_empty(), "no crate has a tests/web.rs");
    for krate in crates {
        run(workshop
            .command("wasm-pack")
            .args(["test", "--headless", "--chrome", "--chromedriver"])
            .arg(&browser.driver)
            .arg(krate)
            .args(["--test", "web"])
            .env("CHROMEDRIVER", &browser.driver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities)
            // In seconds, for all tests of one file: a browser without a GPU on a busy machine is slow to start.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "300"))?;
    }
    Ok(())
}

/// The tests in `tests/browser`, over `dist/` as a static host below some path would serve it.
fn built_page(workshop: &Workshop) -> Result<()> {
    let browser = browser::find(workshop).context("there is no browser")?;
    let dist = page::dist(workshop);
    ensure!(
        dist.join("index.html").is_file(),
        "there is no built page in {}; the step `page` makes it",
        dist.display()
    );
    let tests: Vec<PathBuf> = page::files(&tools::test_folder(workshop), "mjs")?
        .into_iter()
        .filter(|file| is_test(file.file_name()))
        .collect();
    ensure!(!tests.is_empty(), "tests/browser has no *.test.mjs");
    let server = Server::start(dist, serve::PORT, "/a/path/of/some/host/")?;
    run(workshop
        .command("node")
        // One browser at a time: each draws with the processor.
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        // In milliseconds, for one file; and a browser that a failed test left open keeps nobody waiting.
        .args(["--test-timeout=600000", "--test-force-exit"])
        .args(tests)
        .env("ORRERY_URL", server.address())
        .env("CHROME", &browser.chrome))
}

fn size_report(workshop: &Workshop) -> Result<()> {
    let sizes = sizes::measure(&page::dist(workshop))?;
    print!("{}", sizes::table(&sizes));
    sizes::check(&sizes)?;
    let guest = sizes::guest(workshop)?;
    println!("the smallest guest of the kit: {guest} bytes after wasm-opt -Oz");
    sizes::check_guest(guest)
}

fn is_test(name: Option<&OsStr>) -> bool {
    name.and_then(OsStr::to_str)
        .is_some_and(|name| name.ends_with(".test.mjs"))
}

fn guests(workshop: &Workshop) -> PathBuf {
    workshop.root.join("mechtrons")
}

/// On a machine that nobody edits on, a lock file that does not fit is a mistake, not something to mend in passing.
fn locked() -> &'static [&'static str] {
    if env::var_os("CI").is_some() {
        &["--locked"]
    } else {
        &[]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(words: &[&str]) -> Result<Wanted> {
        Wanted::read(lexopt::Parser::from_args(words))
    }

    #[test]
    fn steps_are_chosen_by_name() -> Result<()> {
        assert!(names().iter().all(|name| Wanted::default().includes(name)));
        let two = wanted(&["--only", "fmt", "--only", "lint", "--skip", "lint"])?;
        assert_eq!(
            names()
                .into_iter()
                .filter(|name| two.includes(name))
                .collect::<Vec<_>>(),
            ["fmt"]
        );
        let unknown = wanted(&["--only", "fnt"]).map_err(|error| error.to_string());
        assert!(unknown.is_err_and(|text| {
            text.starts_with("there is no step `fnt`; the steps are fmt, lint,")
        }));
        Ok(())
    }

    #[test]
    fn the_closing_line_counts_the_checks() {
        assert_eq!(closing_line(9, 0, 0), "9 passed, 0 failed");
        assert_eq!(closing_line(2, 1, 6), "2 passed, 1 failed, 6 skipped");
    }

    #[test]
    fn only_test_files_are_run() {
        assert!(is_test(Some(OsStr::new("page.test.mjs"))));
        assert!(!is_test(Some(OsStr::new("page.mjs"))));
    }
}
