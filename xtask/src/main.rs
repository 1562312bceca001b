//! The commands of the README, and all the set-up that they need.
//!
//! Each command is one verb in a file of its own; [`workshop`] knows where things are kept and runs programs,
//! [`setup`] compares what a command needs with what the machine has and brings the rest.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this program's work is to start other programs, read and write files, and tell a person about it"
)]

mod bench;
mod browser;
mod bundle;
mod check;
mod debian;
mod languages;
mod names;
mod page;
mod reference;
mod serve;
mod setup;
mod site;
mod sizes;
mod soak;
mod toolchain;
mod tools;
mod universe;
mod workshop;

use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use lexopt::prelude::*;

use crate::workshop::Workshop;

const USAGE: &str = "\
cargo xtask COMMAND

  serve   build the page and serve it on 127.0.0.1, port 8080 or the next free one
            --port N   begin at port N
            --open     show it in a browser
            --dev      build faster; the result is large and slow
  test    run every check there is; the first that fails ends it
            --only STEP, --skip STEP   some of them (each may be repeated)
  build   build the page into dist/, ready for any static host
            --dev      as above
  bench   measure, and write the table to target/bench.md
  soak    keep the built page at full load, and print what it takes each minute
            --minutes N   for so long (10)
  universe   run one seed after the other, and print the first that breaks a promise
            --minutes N   for so long (60)
            --from N      from that seed on (10000)
  bundle DIR   pack the folder of a Mechtron into DIR.zip, for `publish`
  setup   bring all that the other commands need; they do so themselves, too
  help    this text

The steps of `test`, in order: ";

/// What is read from the environment, for the end of the usage text.
const SURROUNDINGS: &str = "\
Set in the environment, all optional:
  ORRERY_HOME        where tools are kept (else orrery/ in the user's cache folder)
  ORRERY_TOOLCHAIN   name for the linked toolchain, where rustup cannot fetch the wasm32 target (orrery-wasm)
  CHROME, CHROMEDRIVER   the browser for the tests, and its driver";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut arguments = lexopt::Parser::from_env();
    let command = match arguments.next()? {
        Some(Value(command)) => command.string()?,
        None | Some(Long("help") | Short('h')) => "help".to_owned(),
        Some(other) => bail!("{}\n\n{}", other.unexpected(), usage()),
    };
    match command.as_str() {
        "setup" => {
            no_more(arguments)?;
            setup::command(&mut Workshop::open()?)?;
        }
        "build" => {
            let dev = flag(arguments, "dev")?;
            page::command(&mut Workshop::open()?, dev)?;
        }
        "serve" => serve::command(&mut Workshop::open()?, &serve::Options::read(arguments)?)?,
        "test" => {
            let wanted = check::Wanted::read(arguments)?;
            return check::command(&mut Workshop::open()?, &wanted);
        }
        "universe" => {
            let options = universe::Options::read(arguments)?;
            universe::command(&Workshop::open()?, &options)?;
        }
        "soak" => {
            let options = soak::Options::read(arguments)?;
            soak::command(&mut Workshop::open()?, &options)?;
        }
        "bundle" => bundle::command(arguments)?,
        "bench" => {
            no_more(arguments)?;
            bench::command(&mut Workshop::open()?)?;
        }
        "help" => println!("{}", usage()),
        unknown => bail!(
            "there is no command `{unknown}`; the commands are serve, test, build, bench, soak, universe, bundle, setup and help"
        ),
    }
    Ok(ExitCode::SUCCESS)
}

fn usage() -> String {
    format!("{USAGE}{}\n\n{SURROUNDINGS}", check::names().join(", "))
}

/// Reads the rest of a command line that may hold nothing but `--NAME`.
fn flag(mut arguments: lexopt::Parser, name: &str) -> Result<bool> {
    let mut found = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long(long) if long == name => found = true,
            other => return Err(unexpected(other)),
        }
    }
    Ok(found)
}

fn no_more(mut arguments: lexopt::Parser) -> Result<()> {
    match arguments.next()? {
        None => Ok(()),
        Some(other) => Err(unexpected(other)),
    }
}

/// What to say of an argument that the command does not take.
fn unexpected(argument: lexopt::Arg) -> anyhow::Error {
    anyhow!("{}; see `cargo xtask help`", argument.unexpected())
}
