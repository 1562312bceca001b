//! Runs one file of scenarios and prints what came: `scenario [--trace] FILE`.
//!
//! Exit 1 when a reply differs. With `--trace` the whole trace of each scenario is printed, and
//! the hash of it in a last line. `UPDATE_EXPECT=1` rewrites the file.
#![allow(clippy::print_stdout, clippy::print_stderr)] // a program for a terminal
#![allow(clippy::disallowed_methods)] // it reads the files that its arguments name

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use orrery_cosmos::scenario::Script;

fn main() -> ExitCode {
    let mut trace = false;
    let mut file = None;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--trace" => trace = true,
            _ => file = Some(PathBuf::from(argument)),
        }
    }
    let Some(file) = file else {
        eprintln!("usage: scenario [--trace] FILE");
        return ExitCode::from(2);
    };
    match run(&file, trace) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(reason) => {
            eprintln!("{}: {reason}", file.display());
            ExitCode::from(2)
        }
    }
}

fn run(file: &Path, trace: bool) -> Result<bool, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let script: Script = text.parse().map_err(|error| format!("{error}"))?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let run = script.run(|path| {
        let path = folder.join(path);
        std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
    });
    for scenario in &run.scenarios {
        println!("--- {} ---", scenario.name);
        if trace {
            for line in &scenario.trace {
                println!("{line}");
            }
        }
        for mismatch in &scenario.mismatches {
            print!("{mismatch}");
        }
        println!(
            "{} records, hash {}",
            scenario.hash.records(),
            scenario.hash
        );
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() && !run.is_as_expected() {
        std::fs::write(file, run.rewritten()).map_err(|error| error.to_string())?;
    }
    Ok(run.is_as_expected())
}
