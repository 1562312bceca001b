#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::cell::Cell;

use super::*;

const ECHO: &[u8] = include_bytes!("../../mechtrons/echo/echo.wat");
const PULSE: &[u8] = include_bytes!("../../mechtrons/pulse/pulse.wat");

/// A page at 60 frames a second, whose worker's clock goes on a little at each look.
struct Page {
    driver: Driver,
    clock: Cell<f64>,
    tells: Vec<Tell>,
}

impl Page {
    fn new(guests: Vec<File>) -> Self {
        let mut page = Self {
            driver: Driver::new(FIRST_SEED, guests),
            clock: Cell::new(0.0),
            tells: Vec::new(),
        };
        page.work();
        page
    }

    fn with_echo() -> Self {
        let file = |(name, bytes): (&str, &[u8])| File {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        Self::new(
            [("echo.wat", ECHO), ("pulse.wat", PULSE)]
                .map(file)
                .to_vec(),
        )
    }

    fn work(&mut self) {
        let clock = || {
            self.clock.set(self.clock.get() + 0.01);
            self.clock.get()
        };
        while self.driver.turn(&clock) {}
        self.tells.append(&mut self.driver.tells());
    }

    fn ask(&mut self, ask: Ask) {
        self.driver.hear(ask, &|| self.clock.get());
        self.work();
    }

    /// One frame, which comes 16 ms later.
    fn frame(&mut self) -> Frame {
        self.clock.set(self.clock.get() + 16.0);
        let wall_ms = self.clock.get();
        self.ask(Ask::Frame { wall_ms });
        match self.tells.pop() {
            Some(Tell::Frame(frame)) => frame,
            other => panic!("a frame was asked for, and {other:?} came"),
        }
    }

    fn flow(&mut self, speed: f64, paused: bool) {
        self.ask(Ask::Flow(Flow { paused, speed }));
    }

    /// The first line of the reply, after as many frames as it takes.
    fn command(&mut self, line: &str) -> String {
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
}

#[test]
fn the_first_cosmos_is_built_before_the_page_is_told() {
    let page = Page::with_echo();
    let place = page.tells.iter().position(|tell| *tell == Tell::Ready);
    assert_eq!(place, Some(page.tells.len() - 1), "{:?}", page.tells);
}

#[test]
fn the_first_cosmos_lives_and_somebody_is_refused() {
    let mut page = Page::with_echo();
    // The Rust guests are built apart from this test; the script says so of every line about them.
    let about = ["hello", "relay"];
    let said = |tell: &Tell| match tell {
        Tell::Note { text } => !about.iter().any(|guest| text.contains(guest)),
        _ => false,
    };
    assert!(!page.tells.iter().any(said), "{:?}", page.tells);
    page.frame();
    page.flow(0.2, false);
    let mut ends = [0, 0];
    for _ in 0..60 {
        for record in page.frame().records {
            match record.event {
                Event::Delivered { .. } => ends[0] += 1,
                Event::Refused { .. } => ends[1] += 1,
                _ => {}
            }
        }
    }
    assert!(ends[0] > 20 && ends[1] > 2, "{ends:?}");
}

#[test]
fn a_missing_guest_is_said_and_is_not_fatal() {
    let page = Page::new(Vec::new());
    assert!(page.tells.contains(&Tell::Ready));
    let said = |tell: &Tell| matches!(tell, Tell::Note { text } if text.starts_with("echo.wat could not be fetched"));
    assert!(page.tells.iter().any(said), "{:?}", page.tells);
}

#[test]
fn time_follows_the_page() {
    let mut page = Page::with_echo();
    page.flow(0.5, false);
    page.frame();
    let before = page.frame().now;
    let after = page.frame().now;
    assert!(
        (after - before).abs_diff(8_000_000) < 400_000,
        "{before} {after}"
    );
}

#[test]
fn a_pause_stops_everything() {
    let mut page = Page::with_echo();
    page.flow(1.0, false);
    page.frame();
    page.flow(1.0, true);
    let first = page.frame();
    let second = page.frame();
    assert_eq!(first.now, second.now);
    assert_eq!(first.counters, second.counters);
    assert_eq!(second.records, []);
    assert!(second.flow.paused);
}

#[test]
fn a_step_is_one_event_and_a_wave_is_one_wave() {
    let mut page = Page::with_echo();
    page.flow(1.0, true);
    let line = "ping localhost:echo Ext<Say> \"hi\"".to_owned();
    page.ask(Ask::Command {
        ticket: 1,
        line,
        files: Vec::new(),
    });
    let before = page.frame().counters.events;
    page.ask(Ask::Step(Step::Event));
    assert_eq!(page.frame().counters.events, before + 1);
    page.ask(Ask::Step(Step::Wave));
    let ends = page.frame().records.into_iter().filter(|record| {
        matches!(
            record.event,
            Event::Delivered { .. } | Event::Refused { .. } | Event::Lost { .. }
        )
    });
    assert_eq!(ends.count(), 1);
}

#[test]
fn commands_are_answered_in_slow_motion_too() {
    let mut page = Page::with_echo();
    assert_eq!(
        page.command("ping localhost:echo Ext<Say> \"hi\""),
        "200 Text hi"
    );
    assert!(
        page.command("ping localhost:nobody Ext<Say> \"hi\"")
            .starts_with("404 ")
    );
    assert!(page.command("xreate localhost<Space>").starts_with("400 "));
    assert!(
        page.command("create localhost:mine<Base>")
            .starts_with("200 ")
    );
}

#[test]
fn an_advance_hurries() {
    let mut page = Page::with_echo();
    let before = page.frame().now;
    assert_eq!(page.command("advance 5s"), "200 Empty");
    assert!(page.frame().now >= before + 5_000_000_000);
}

#[test]
fn a_restart_forgets_and_keeps_the_guests() {
    let mut page = Page::with_echo();
    page.command("create localhost:mine<Base>");
    page.tells.clear();
    page.ask(Ask::Restart { seed: 9 });
    page.work();
    assert_eq!(page.tells.first(), Some(&Tell::Restarted));
    assert!(page.tells.contains(&Tell::Ready));
    page.tells.clear();
    assert_eq!(
        page.command("ping localhost:echo Ext<Say> \"hi\""),
        "200 Text hi"
    );
    assert!(page.command("get localhost:mine").starts_with("404 "));
}

#[test]
fn a_report_says_what_a_module_is_or_why_not() {
    let mut page = Page::with_echo();
    page.tells.clear();
    for (bytes, fine) in [(ECHO, true), (b"no wasm at all".as_slice(), false)] {
        let file = File {
            name: "x.wasm".to_owned(),
            bytes: bytes.to_vec(),
        };
        page.ask(Ask::Examine { ticket: 3, file });
        match page.tells.pop() {
            Some(Tell::Report { ticket: 3, report }) => {
                assert_eq!(report.is_ok(), fine, "{report:?}")
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_text_is_checked_without_being_carried_out() {
    let mut page = Page::with_echo();
    page.flow(1.0, true);
    page.tells.clear();
    for (noun, text, fine) in [
        (Noun::Command, "create localhost:a<Base>", true),
        (Noun::Command, "xreate localhost:a<Base>", false),
        (Noun::Point, "localhost:a", true),
        (Noun::Point, "localhost:A", false),
    ] {
        let text = text.to_owned();
        page.ask(Ask::Check {
            ticket: 5,
            noun,
            text,
        });
        match page.tells.pop() {
            Some(Tell::Checked {
                ticket: 5,
                diagnostics,
            }) => assert_eq!(diagnostics.is_empty(), fine),
            other => panic!("{other:?}"),
        }
    }
}
