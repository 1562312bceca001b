//! A universe of seeds, for as long as a person likes.

use anyhow::{Context, Result, ensure};
use lexopt::prelude::*;

use crate::workshop::{Workshop, say};

/// What is asked for.
pub struct Options {
    minutes: u64,
    from: u64,
}

impl Options {
    /// Reads `--minutes` and `--from`.
    ///
    /// # Errors
    /// When there is something else.
    pub fn read(mut arguments: lexopt::Parser) -> Result<Self> {
        let mut options = Self {
            minutes: 60,
            // behind those that every test runs
            from: 10_000,
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("minutes") => options.minutes = arguments.value()?.parse()?,
                Long("from") => options.from = arguments.value()?.parse()?,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

/// `cargo xtask universe`.
///
/// # Errors
/// When a seed breaks a promise: it has been printed.
pub fn command(workshop: &Workshop, options: &Options) -> Result<()> {
    let Options { minutes, from } = options;
    say(&format!("Seeds from {from} on, for {minutes} minutes"));
    let status = workshop
        .cargo()
        .args(["test", "--release", "--package", "orrery-hyperspace"])
        .args(["--test", "universe", "--", "--nocapture"])
        .env("UNIVERSE_MINUTES", minutes.to_string())
        .env("UNIVERSE_FROM", from.to_string())
        .status()
        .context("cargo could not be started")?;
    ensure!(status.success(), "a seed breaks a promise; it stands above");
    Ok(())
}
