//! Runs the measurements and writes one table, with the machine that they were made on.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};

use crate::page::SHIPPED;
use crate::setup::Part;
use crate::toolchain::TARGET;
use crate::workshop::{Workshop, ask, clear, folder, run, say};
use crate::{browser, page, setup, sizes, tools};

/// `cargo xtask bench`.
///
/// # Errors
/// When something does not build, or a measurement fails.
pub fn command(workshop: &mut Workshop) -> Result<()> {
    setup::prepare(workshop, page::needs(false))?;
    page::build(workshop, false)?;
    let sizes = sizes::measure(&page::dist(workshop))?;

    say("The measurements, natively in release (2 to 4 minutes)");
    let figures = measurements(
        workshop
            .cargo()
            .args(["run", "--release", "--quiet"])
            .args(["--package", "orrery-cosmos", "--example", "bench"]),
    )?;
    let tables = measurements(
        workshop
            .cargo()
            .args(["run", "--release", "--quiet"])
            .args(["--package", "orrery-scene", "--example", "scale"]),
    )?;
    let figures = figures + &tables;
    let parsing = parsing(workshop)?;
    // What was measured until then is kept, whatever befalls a browser.
    let in_browser = in_browser(workshop);
    let untold = |error| format!("The measurements in Chromium failed: {error:#}");

    let report = format!(
        "{}\n\n{}\n\n{}\n\nMachine: {}, {} cores, {}, {}; {}\n\n{}",
        figures.trim(),
        parsing.trim(),
        in_browser
            .as_deref()
            .map_or_else(untold, str::to_owned)
            .trim(),
        processor(workshop),
        thread::available_parallelism().map_or(1, usize::from),
        system(workshop),
        ask(workshop.command("rustc").arg("--version"))?,
        today(),
        sizes::table(&sizes)
    );
    let file = workshop.root.join("target/bench.md");
    folder(&workshop.root.join("target"))?;
    fs::write(&file, &report).with_context(|| format!("writing {}", file.display()))?;
    println!("{report}\nwritten to {}", file.display());
    in_browser.map(|_| ())
}

/// What a program that measures prints.
fn measurements(program: &mut Command) -> Result<String> {
    let output = program
        .stderr(Stdio::inherit())
        .output()
        .context("cargo could not be started")?;
    ensure!(
        output.status.success(),
        "the measurements ended early ({})",
        output.status
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The grammar beside its peer, which is no part of the project and must be fetched.
fn parsing(workshop: &Workshop) -> Result<String> {
    let manifest = workshop.root.join("crates/space/peers/Cargo.toml");
    say("The grammar beside cosmic-space (2 to 4 minutes)");
    let fetched = workshop
        .cargo()
        .args(["fetch", "--locked", "--manifest-path"])
        .arg(&manifest)
        .status()
        .context("cargo could not be started")?;
    if !fetched.success() {
        return Ok(
            "cosmic-space 0.3.14 could not be fetched: nothing is parsed beside it".to_owned(),
        );
    }
    measurements(
        workshop
            .cargo()
            .args(["run", "--release", "--quiet", "--locked"])
            .arg("--manifest-path")
            .arg(&manifest)
            .arg("--target-dir")
            .arg(workshop.root.join("target/peers")),
    )
}

/// The package of the page, which is built to be small.
const PAGE: &str = "orrery";
/// The one that is for speed, as the peers are.
const QUICK: &str = "release";

/// The same in Chromium, beside peers in JavaScript. Without Chromium or npm it says what is missing.
fn in_browser(workshop: &mut Workshop) -> Result<String> {
    let skipped = |error| format!("The measurements in Chromium were skipped: {error:#}");
    let peers = workshop.root.join("tests/bench");
    if let Err(error) = setup::prepare(workshop, &[Part::Browser]) {
        return Ok(skipped(error));
    }
    if !tools::has_packages(&peers)
        && let Err(error) = tools::install_packages(workshop, &peers, "the peers in a browser")
    {
        return Ok(skipped(error));
    }
    let browser = browser::find(workshop).context("there is no browser")?;
    let place = workshop.root.join("target/bench");
    clear(&place)?;
    for profile in [SHIPPED, QUICK] {
        say(&format!(
            "The measurements for a browser, {profile} (2 to 4 minutes the first time)"
        ));
        for_browser(
            workshop,
            "orrery-cosmos",
            "bench",
            profile,
            &place.join(profile),
        )?;
    }
    say("The stage for a browser (2 to 6 minutes the first time)");
    for_browser(workshop, PAGE, "stage", SHIPPED, &place.join("stage"))?;
    say("An empty page for a browser (1 to 2 minutes the first time)");
    let empty = place.join("empty");
    for_browser(workshop, PAGE, "empty", SHIPPED, &empty)?;
    fs::copy(peers.join("empty.html"), empty.join("index.html"))?;
    say("The measurements, in a browser (7 to 11 minutes)");
    let mut text = String::new();
    for program in ["run.mjs", "page.mjs"] {
        text += &measurements(
            workshop
                .command("node")
                .arg(peers.join(program))
                .env("CHROME", &browser.chrome)
                .env("WASM", &place)
                .env("EMPTY", &empty)
                .env("DIST", page::dist(workshop)),
        )?;
    }
    Ok(text)
}

/// Builds an example with contenders that are wasm: what is shipped as trunk builds the page or the worker, and the other
/// as it comes from the compiler, which has done for speed what `wasm-opt` could do in minutes.
fn for_browser(
    workshop: &Workshop,
    package: &str,
    example: &str,
    profile: &str,
    place: &Path,
) -> Result<()> {
    // as the page is built, so that what is compiled for it serves here too
    let (variable, flags) = page::flags();
    run(workshop
        .cargo()
        .args(["build", "--quiet", "--package", package])
        .args(["--example", example, "--target", TARGET])
        .args(["--profile", profile])
        .env(variable, flags))?;
    let built = page::target(workshop)?.join(format!("{TARGET}/{profile}/examples/{example}.wasm"));
    run(workshop
        .command("wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--out-dir"])
        .args([place, &built]))?;
    if profile != SHIPPED {
        return Ok(());
    }
    let module = place.join(format!("{example}_bg.wasm"));
    run(workshop
        .command(tools::WASM_OPT)
        .args([
            if package == PAGE { "-O2" } else { "-O3" },
            "--low-memory-unused",
            "-o",
        ])
        .args([&module, &module]))
}

fn processor(workshop: &Workshop) -> String {
    let from_linux = || {
        let text = fs::read_to_string("/proc/cpuinfo").ok()?;
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    from_linux()
        .or_else(|| {
            ask(workshop
                .command("sysctl")
                .args(["-n", "machdep.cpu.brand_string"]))
            .ok()
        })
        .or_else(|| env::var("PROCESSOR_IDENTIFIER").ok())
        .unwrap_or_else(|| format!("a processor of {}", env::consts::ARCH))
}

fn system(workshop: &Workshop) -> String {
    let from_linux = || {
        let text = fs::read_to_string("/etc/os-release").ok()?;
        let name = text
            .lines()
            .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
        Some(name.trim_matches('"').to_owned())
    };
    from_linux()
        .or_else(|| {
            ask(workshop.command("sw_vers").arg("-productVersion"))
                .ok()
                .map(|version| format!("macOS {version}"))
        })
        .unwrap_or_else(|| env::consts::OS.to_owned())
}

fn today() -> String {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    date(seconds / 86_400)
}

/// The day in the Gregorian calendar, of the number of days since 1970 began.
fn date(days: u64) -> String {
    // Years are counted from March, so that the day that some of them have more comes last.
    let day = days + 719_468;
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_dates() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_088, "2024-12-31"),
            (20_089, "2025-01-01"),
        ] {
            assert_eq!(date(days), expected);
        }
    }
}
