//! What stands for the page in tests: it asks a [`Driver`] as the page does, and hears what it tells.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::cell::Cell;

use super::driver::{Driver, FIRST_SEED};
use super::protocol::{Ask, File, Flow, Frame, Tell, Whither};

pub const ECHO: &[u8] = include_bytes!("../../mechtrons/echo/echo.wat");
const PULSE: &[u8] = include_bytes!("../../mechtrons/pulse/pulse.wat");

/// A page at 60 frames a second, whose worker's clock goes on a little at each look.
pub struct Page {
    pub driver: Driver,
    pub clock: Cell<f64>,
    /// What it was told and nobody has taken.
    pub tells: Vec<Tell>,
}

impl Page {
    pub fn of(driver: Driver) -> Self {
        let mut page = Self {
            driver,
            clock: Cell::new(0.0),
            tells: Vec::new(),
        };
        page.work();
        page
    }

    pub fn new(guests: Vec<File>) -> Self {
        Self::of(Driver::new(FIRST_SEED, guests))
    }

    pub fn with_echo() -> Self {
        let file = |(name, bytes): (&str, &[u8])| File {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        let guests = [("echo.wat", ECHO), ("pulse.wat", PULSE)];
        Self::new(guests.map(file).to_vec())
    }

    pub fn work(&mut self) {
        let clock = || {
            self.clock.set(self.clock.get() + 0.01);
            self.clock.get()
        };
        while self.driver.turn(&clock) {}
        self.tells.append(&mut self.driver.tells());
    }

    pub fn ask(&mut self, ask: Ask) {
        self.driver.hear(ask, &|| self.clock.get());
        self.work();
    }

    /// One frame, which comes 16 ms later.
    pub fn frame(&mut self) -> Frame {
        self.clock.set(self.clock.get() + 16.0);
        let wall_ms = self.clock.get();
        self.ask(Ask::Frame { wall_ms });
        match self.tells.pop() {
            Some(Tell::Frame(frame)) => frame,
            other => panic!("a frame was asked for, and {other:?} came"),
        }
    }

    pub fn flow(&mut self, speed: f64, paused: bool) {
        self.ask(Ask::Flow(Flow { paused, speed }));
    }

    /// What there is when time stands.
    pub fn stand(&mut self) -> Frame {
        self.flow(0.05, true);
        self.frame()
    }

    /// Lets time go on for so many frames, and stand then.
    pub fn live(&mut self, speed: f64, frames: u32) {
        self.flow(speed, false);
        for _ in 0..frames {
            self.frame();
        }
        self.flow(0.05, true);
    }

    /// The first line of the reply, after as many frames as it takes.
    pub fn command(&mut self, line: &str) -> String {
        let files = Vec::new();
        let line = line.to_owned();
        self.ask(Ask::Command {
            ticket: 77,
            line,
            files,
        });
        for _ in 0..10_000 {
            let reply = self
                .tells
                .iter()
                .position(|tell| matches!(tell, Tell::Reply { .. }));
            if let Some(at) = reply
                && let Tell::Reply { lines, ticket, .. } = self.tells.remove(at)
            {
                assert_eq!(ticket, 77);
                return lines.into_iter().next().unwrap_or_default();
            }
            self.frame();
        }
        panic!("no reply came");
    }

    /// What is shown after a moment was sought.
    pub fn seek(&mut self, whither: Whither) -> Frame {
        self.tells.clear();
        self.ask(Ask::Seek(whither));
        assert_eq!(self.tells, [Tell::Rewound]);
        self.frame()
    }
}
