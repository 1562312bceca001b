//! The built page at full load, for as long as a person likes.

use anyhow::{Context, Result, ensure};
use lexopt::prelude::*;

use crate::setup::{self, Part};
use crate::site::Server;
use crate::workshop::{Workshop, say};
use crate::{browser, page, serve, tools, unexpected};

/// What is asked for.
pub struct Options {
    minutes: u64,
}

impl Options {
    /// Reads `--minutes`.
    ///
    /// # Errors
    /// When there is something else.
    pub fn read(mut arguments: lexopt::Parser) -> Result<Self> {
        let mut options = Self { minutes: 10 };
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("minutes") => options.minutes = arguments.value()?.parse()?,
                other => return Err(unexpected(other)),
            }
        }
        Ok(options)
    }
}

/// `cargo xtask soak`: a line a minute of heap, long tasks and frames that come late.
///
/// # Errors
/// When there is no built page or no browser, or the page said that something is wrong.
pub fn command(workshop: &mut Workshop, options: &Options) -> Result<()> {
    setup::prepare(workshop, &[Part::Browser, Part::TestPackages])?;
    let browser = browser::find(workshop).context("there is no browser")?;
    let dist = page::dist(workshop);
    ensure!(
        dist.join("index.html").is_file(),
        "there is no built page in {}; `cargo xtask build` makes it",
        dist.display()
    );
    let minutes = options.minutes;
    say(&format!("The page at full load, for {minutes} minutes"));
    let server = Server::start(dist, serve::PORT, "/")?;
    let status = workshop
        .command("node")
        .arg(tools::test_folder(workshop).join("soak.mjs"))
        .env("MINUTES", minutes.to_string())
        .env("ORRERY_URL", server.address())
        .env("CHROME", &browser.chrome)
        .status()
        .context("node could not be started")?;
    ensure!(status.success(), "the page had troubles; they stand above");
    Ok(())
}
