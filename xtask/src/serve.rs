//! `cargo xtask serve`: builds the page, and serves it to this machine alone.

use anyhow::{Context, Result};
use lexopt::prelude::*;

use crate::site::Server;
use crate::workshop::{Workshop, run};
use crate::{page, setup, unexpected};

/// Where to begin to look for a free port, when the person names none.
pub const PORT: u16 = 8080;

/// What `cargo xtask serve` was asked for.
#[derive(Debug)]
pub struct Options {
    port: u16,
    open: bool,
    dev: bool,
}

impl Options {
    /// # Errors
    /// When an argument is not one of ours.
    pub fn read(mut arguments: lexopt::Parser) -> Result<Self> {
        let mut options = Self {
            port: PORT,
            open: false,
            dev: false,
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("port") => {
                    options.port = arguments
                        .value()?
                        .parse()
                        .context("--port wants a number up to 65535")?
                }
                Long("open") => options.open = true,
                Long("dev") => options.dev = true,
                other => return Err(unexpected(other)),
            }
        }
        Ok(options)
    }
}

/// `cargo xtask serve`: builds, then serves until it is interrupted.
///
/// # Errors
/// When the page does not build, or no port is free.
pub fn command(workshop: &mut Workshop, options: &Options) -> Result<()> {
    setup::prepare(workshop, page::needs(options.dev))?;
    page::build(workshop, options.dev)?;
    let server = Server::start(page::dist(workshop), options.port, "/")?;
    println!("\nOrrery is at {} (Ctrl-C ends it)", server.address());
    if options.open {
        open(workshop, &server.address());
    }
    server.wait();
    Ok(())
}

/// Shows the address in the person's browser. That it does not come up is worth a line, not an end.
fn open(workshop: &Workshop, address: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    if let Err(error) = run(workshop.command(program).args(arguments).arg(address)) {
        eprintln!("no browser was opened: {error:#}");
    }
}
