#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::cell::Cell;

use orrery_scene::news::Ending;
use orrery_scene::wave_list::{Column, WaveRow};
use orrery_space::WaveKind;

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
        for news in page.frame().news {
            if let What::Ended { end, .. } = news.what {
                match end {
                    Ending::Delivered(_) => ends[0] += 1,
                    Ending::Refused(_) => ends[1] += 1,
                    Ending::Lost => {}
                }
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
    assert_eq!(second.news, []);
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
    let news = page.frame().news.into_iter();
    let ends = news.filter(|news| matches!(news.what, What::Ended { .. }));
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

impl Page {
    /// What is shown after a moment was sought: the frame, and what was told before it.
    fn seek(&mut self, whither: Whither) -> Frame {
        self.tells.clear();
        self.ask(Ask::Seek(whither));
        assert_eq!(self.tells, [Tell::Rewound]);
        self.frame()
    }

    /// What there is when time stands.
    fn stand(&mut self) -> Frame {
        self.flow(0.05, true);
        self.frame()
    }

    /// The number of Particles of which a frame tells.
    fn particles(frame: &Frame) -> usize {
        let known = |news: &&News| matches!(news.what, What::Particle { .. });
        frame.news.iter().filter(known).count()
    }
}

/// Everything that is about a Wave, as a frame shows it.
fn waves(frame: &Frame) -> Vec<News> {
    let about = |news: &&News| news.what.wave().is_some();
    frame.news.iter().filter(about).cloned().collect()
}

#[test]
fn the_past_is_shown_as_it_was_and_time_stands_there() {
    let mut page = Page::with_echo();
    let first = page.frame();
    page.flow(0.05, false);
    for _ in 0..40 {
        page.frame();
    }
    let middle = page.stand();
    page.flow(0.05, false);
    page.command("create localhost:later<Base>");
    let last = page.stand();

    let then = page.seek(Whither::Events(middle.place.events));
    // the moment is that of the last event
    assert!(then.now <= middle.now);
    assert_eq!(then.counters, middle.counters);
    assert!(then.flow.paused && then.place.past);
    assert!(then.place.of >= last.place.events);
    assert_eq!(Page::particles(&then), Page::particles(&first));

    let now = page.seek(Whither::Present);
    assert_eq!((now.now, now.counters), (last.now, last.counters));
    assert!(!now.place.past);
    assert_eq!(Page::particles(&now), Page::particles(&then) + 1);
}

#[test]
fn the_past_goes_on_as_it_went_up_to_the_present_and_beyond() {
    let mut page = Page::with_echo();
    let start = page.stand();
    page.flow(0.05, false);
    let mut lived: Vec<News> = vec![];
    for _ in 0..30 {
        lived.extend(page.frame().news);
    }
    let end = page.stand();
    lived.extend(end.news);

    page.seek(Whither::Events(start.place.events));
    page.flow(0.05, false);
    let mut again: Vec<News> = vec![];
    while again.len() < lived.len() {
        let frame = page.frame();
        again.extend(frame.news);
    }
    assert_eq!(again[..lived.len()], lived);
    for _ in 0..10 {
        page.frame();
    }
    let beyond = page.frame();
    assert!(!beyond.place.past && beyond.now > end.now);
}

#[test]
fn a_step_in_the_past_is_one_event_and_one_back_is_where_it_was() {
    let mut page = Page::with_echo();
    let start = page.stand();
    page.flow(0.05, false);
    for _ in 0..30 {
        page.frame();
    }
    let there = page.seek(Whither::Events(start.place.events + 20));
    page.ask(Ask::Step(Step::Event));
    let next = page.frame();
    assert_eq!(next.place.events, there.place.events + 1);
    let back = page.seek(Whither::Events(next.place.events - 1));
    assert_eq!((back.now, back.counters), (there.now, there.counters));
    assert_eq!(waves(&back), waves(&there));
}

#[test]
fn what_is_done_in_the_past_begins_a_branch_and_the_run_that_was_is_kept() {
    let mut page = Page::with_echo();
    page.command("create localhost:one<Base>");
    let middle = page.stand();
    page.flow(0.05, false);
    page.command("create localhost:two<Base>");
    let last = page.stand();

    page.seek(Whither::Events(middle.place.events));
    page.ask(Ask::Flow(Flow {
        paused: false,
        speed: 0.0,
    }));
    assert!(page.command("get localhost:two").starts_with("404 "));
    let branches: Vec<&Tell> = page
        .tells
        .iter()
        .filter(|tell| matches!(tell, Tell::Branches { .. }))
        .collect();
    let Some(Tell::Branches { all, shown: 1 }) = branches.first() else {
        panic!("{branches:?}");
    };
    let names: Vec<(&str, u64)> = all.iter().map(|b| (&*b.name, b.shares)).collect();
    assert_eq!(names, [("first", 0), ("branch 2", middle.place.events)]);
    page.flow(1.0, false);
    assert!(
        page.command("create localhost:two<App>")
            .starts_with("200 ")
    );
    assert!(!page.frame().place.past);

    page.ask(Ask::Branch(BranchAsk::Show(0)));
    page.tells.clear();
    let shown = page.frame();
    assert_eq!((shown.now, shown.counters), (last.now, last.counters));
    assert_eq!(shown.marks_kept, 0);
    page.flow(1.0, false);
    assert!(
        page.command("create localhost:two<App>")
            .starts_with("409 ")
    );

    page.ask(Ask::Branch(BranchAsk::Name(0, "  as it was ".to_owned())));
    page.ask(Ask::Branch(BranchAsk::Close(0)));
    page.ask(Ask::Branch(BranchAsk::Close(1)));
    let last = page.tells.pop();
    let Some(Tell::Branches { all, shown: 0 }) = last else {
        panic!("{last:?}");
    };
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].name, "as it was");
}

#[test]
fn a_moment_that_never_was_is_the_present_and_too_many_branches_are_refused() {
    let mut page = Page::with_echo();
    let start = page.frame();
    assert!(!page.seek(Whither::Events(u64::MAX)).place.past);
    assert!(!page.seek(Whither::Moment(u64::MAX)).place.past);
    for branch in 1..MOST_BRANCHES {
        page.seek(Whither::Events(start.place.events / 2 - branch as u64));
        page.command("help");
    }
    page.seek(Whither::Events(start.place.events / 3));
    let reply = page.command("help");
    assert!(
        reply.starts_with("409 ") && reply.contains("close one"),
        "{reply}"
    );
    page.ask(Ask::Branch(BranchAsk::Show(99)));
    page.ask(Ask::Branch(BranchAsk::Close(99)));
    assert!(page.frame().place.past);
}

#[test]
fn marks_say_where_something_was_done_or_refused() {
    let mut page = Page::with_echo();
    let first = page.frame();
    page.command("stop central:jump[0]");
    page.flow(0.5, false);
    for _ in 0..60 {
        page.frame();
    }
    page.seek(Whither::Events(first.place.events));
    page.tells.clear();
    page.ask(Ask::Branch(BranchAsk::Show(0)));
    page.tells.clear();
    let all = page.frame();
    assert_eq!(all.marks_kept, 0);
    for kind in [MarkKind::Command, MarkKind::Fault, MarkKind::Refusal] {
        assert!(all.marks.iter().any(|mark| mark.kind == kind), "{kind:?}");
    }
    assert!(all.marks.is_sorted_by_key(|mark| mark.events));
}

fn rows(page: &mut Page, filter: &str) -> Result<(u32, Vec<WaveRow>), String> {
    page.tells.clear();
    page.ask(Ask::Waves {
        ticket: 4,
        filter: filter.to_owned(),
        order: Order {
            by: Column::Number,
            down: true,
        },
        from: 1,
        count: 3,
    });
    match page.tells.pop() {
        Some(Tell::Waves { count, rows, .. }) => count.map(|count| (count, rows)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn waves_are_listed_by_part_and_what_is_wrong_with_a_filter_is_said() {
    let mut page = Page::with_echo();
    page.command("ping localhost:echo Ext<Say> \"hi\"");
    page.stand();
    let (count, found) = rows(&mut page, "to:localhost:echo kind:Ping").unwrap();
    assert!(count > 4 && found.len() == 3);
    assert!(found.is_sorted_by(|a, b| a.wave > b.wave));
    assert!(
        rows(&mut page, "status:no")
            .unwrap_err()
            .contains("expected a number")
    );
    // the same moment of the past knows no Wave that came later
    let last = found[0].wave;
    page.seek(Whither::Events(1));
    assert!(rows(&mut page, "").unwrap().0 <= 1);
    page.ask(Ask::Course {
        ticket: 5,
        wave: last,
    });
    assert_eq!(
        page.tells.pop(),
        Some(Tell::Course {
            ticket: 5,
            course: None
        })
    );
}

impl Page {
    /// Where time stands because of a Wave, after as many frames as it takes: events, and the Wave.
    fn stop(&mut self) -> (u64, WaveNo) {
        for _ in 0..10_000 {
            let stands = |tell: &Tell| matches!(tell, Tell::Halt(Halt { wave: Some(_), .. }));
            if let Some(at) = self.tells.iter().position(stands)
                && let Tell::Halt(Halt {
                    wave: Some(wave),
                    says,
                    ..
                }) = self.tells.remove(at)
            {
                assert!(
                    says.starts_with(&format!("stopped at Wave {}", wave.0)),
                    "{says}"
                );
                let frame = self.frame();
                assert!(frame.flow.paused);
                return (frame.counters.events, wave);
            }
            self.frame();
        }
        panic!("time did not stop");
    }

    /// The first stops at a filter, when time goes on in that way after each.
    fn stops(&mut self, filter: &str, mut go_on: impl FnMut(&mut Self)) -> Vec<(u64, WaveNo)> {
        self.ask(Ask::StopAt(filter.to_owned()));
        let stop = |_| {
            go_on(self);
            self.stop()
        };
        (0..4).map(stop).collect()
    }
}

#[test]
fn time_stops_at_the_same_event_whatever_the_pace_in_steps_and_in_the_past() {
    for filter in [
        "status:>=400",
        "kind:Ping to:localhost:echo",
        "fuel:>1",
        "is:answered took:>1ms",
    ] {
        let mut first = Page::with_echo();
        let start = first.stand().place.events;
        let stops = first.stops(filter, |page| page.flow(0.002, false));
        assert!(stops.is_sorted_by(|a, b| a.0 <= b.0), "{stops:?}");
        for speed in [0.05, 1.0, f64::INFINITY] {
            let mut page = Page::with_echo();
            page.stand();
            let again = page.stops(filter, |page| page.flow(speed, false));
            assert_eq!(again, stops, "{filter} at {speed}");
        }
        for step in [Step::Event, Step::Wave] {
            let mut page = Page::with_echo();
            page.stand();
            let again = page.stops(filter, |page| {
                for _ in 0..10_000 {
                    page.ask(Ask::Step(step));
                    if page
                        .tells
                        .iter()
                        .any(|tell| matches!(tell, Tell::Halt(Halt { wave: Some(_), .. })))
                    {
                        return;
                    }
                }
            });
            assert_eq!(again, stops, "{filter} by {step:?}");
        }
        // the past that was lived without a stop has the same
        let mut page = Page::with_echo();
        page.flow(1.0, false);
        while page.frame().counters.events < stops[3].0 + 100 {}
        page.seek(Whither::Events(start));
        let again = page.stops(filter, |page| page.flow(0.05, false));
        assert_eq!(again, stops, "{filter} in the past");
        assert!(page.frame().place.past);
    }
}

#[test]
fn an_advance_is_held_where_time_stops_and_goes_on_after() {
    let mut page = Page::with_echo();
    page.ask(Ask::StopAt("is:refused kind:Ping".to_owned()));
    let line = "advance 1s".to_owned();
    let files = Vec::new();
    page.ask(Ask::Command {
        ticket: 77,
        line,
        files,
    });
    let (events, _) = page.stop();
    for _ in 0..5 {
        assert_eq!(page.frame().counters.events, events);
    }
    page.ask(Ask::StopAt(" ".to_owned()));
    page.flow(1.0, false);
    let replied = |tell: &Tell| matches!(tell, Tell::Reply { status: 200, .. });
    while !page.tells.iter().any(replied) {
        page.frame();
    }
}

#[test]
fn what_is_wrong_with_a_breakpoint_is_said_and_one_outlives_a_new_beginning() {
    let mut page = Page::with_echo();
    page.tells.clear();
    page.ask(Ask::StopAt("colour:red".to_owned()));
    let Some(Tell::Halt(halt)) = page.tells.pop() else {
        panic!("{:?}", page.tells);
    };
    assert!(halt.wrong && halt.says.contains("`colour` is nothing that a Wave has"));
    assert_eq!((&*halt.at, halt.wave), ("colour:red", None));
    page.ask(Ask::StopAt("status:403".to_owned()));
    page.ask(Ask::Restart { seed: 9 });
    page.work();
    page.flow(1.0, false);
    page.stop();
    page.ask(Ask::StopAt(String::new()));
    assert_eq!(page.tells.pop(), Some(Tell::Halt(Halt::default())));
}

impl Page {
    /// What is remarked after a while.
    fn remarks(&mut self) -> Vec<String> {
        self.clock.set(self.clock.get() + REMARK_MS);
        self.frame();
        let remarks = self.driver.remarked.all.iter();
        remarks
            .map(|one| format!("{} {}", one.name, one.says))
            .collect()
    }
}

#[test]
fn what_is_odd_is_remarked_and_is_quiet_again_when_it_is_mended() {
    let mut page = Page::with_echo();
    let odd = page.remarks();
    let about = |odd: &[String], name: &str| odd.iter().any(|said| said.starts_with(name));
    assert!(!about(&odd, "localhost:stranger"), "{odd:?}");
    page.flow(1.0, false);
    for _ in 0..30 {
        page.frame();
    }
    let odd = page.remarks();
    assert!(
        about(&odd, "localhost:stranger knocks in vain: "),
        "{odd:?}"
    );
    assert!(!about(&odd, "localhost:app:clock"), "{odd:?}");
    page.command("stop central:jump[0]");
    let odd = page.remarks();
    assert!(about(&odd, "jump has stopped"), "{odd:?}");
    page.command("start central:jump[0]");
    let odd = page.remarks();
    assert!(!about(&odd, "jump has stopped"), "{odd:?}");
    // in a branch from before nothing of that was
    page.seek(Whither::Events(5));
    page.command("help");
    page.stand();
    assert_eq!(page.remarks(), Vec::<String>::new());
    page.ask(Ask::Branch(BranchAsk::Show(0)));
    assert!(about(&page.remarks(), "localhost:stranger knocks in vain"));
}

#[test]
fn two_branches_are_compared_from_where_they_part() {
    let mut page = Page::with_echo();
    page.flow(0.05, false);
    for _ in 0..20 {
        page.frame();
    }
    let middle = page.stand();
    page.flow(0.05, false);
    page.command("create localhost:one<Base>");
    page.stand();
    page.seek(Whither::Events(middle.place.events));
    page.ask(Ask::Flow(Flow {
        paused: false,
        speed: 0.05,
    }));
    page.command("create localhost:two<Base>");
    page.stand();
    let mut compared = |with, wave: Option<u64>| {
        page.tells.clear();
        page.ask(Ask::Compare {
            ticket: 9,
            with,
            wave: wave.map(WaveNo),
        });
        match page.tells.pop() {
            Some(Tell::Compared {
                ticket: 9,
                comparison,
            }) => comparison,
            other => panic!("{other:?}"),
        }
    };
    let both = compared(0, Some(3)).unwrap();
    let says = "They are alike up to event ";
    assert!(both.says.starts_with(says), "{}", both.says);
    let first = &both.rows[0];
    assert_eq!(first.name, "first difference");
    assert!(first.here.says != first.there.says && first.here.at.is_some());
    let sent = both.rows.iter().find(|row| row.name == "Waves sent since");
    assert!(sent.unwrap().there.at >= first.there.at);
    assert!(both.course.is_some() && both.same_wave);
    // one is like itself, and there is none that is not there
    let itself = compared(1, None).unwrap();
    assert_eq!(itself.says, "Nothing is different so far.");
    assert_eq!(compared(7, None), None);
}

#[test]
fn who_is_in_a_hurry_does_not_wait_in_slow_motion() {
    let mut page = Page::with_echo();
    page.flow(0.0001, false);
    let ping = |page: &mut Page, ticket: u32| {
        page.ask(Ask::Command {
            ticket,
            line: "ping localhost:echo Ext<Say> \"hi\"".to_owned(),
            files: Vec::new(),
        });
    };
    let answered = |page: &Page, wanted: u32| {
        let replies = page.tells.iter();
        let mut replies =
            replies.filter(|tell| matches!(tell, Tell::Reply { ticket, .. } if *ticket == wanted));
        replies.next().is_some()
    };
    ping(&mut page, 1);
    page.frame();
    assert!(!answered(&page, 1), "a person who sends a Wave watches it");
    ping(&mut page, 2);
    page.ask(Ask::Hurry { ticket: 2 });
    assert!(answered(&page, 2));
    let now = page.frame().now;
    assert!(
        page.frame().now < now + 1_000_000,
        "and then time goes as before"
    );
    page.flow(0.0001, true);
    ping(&mut page, 3);
    page.ask(Ask::Hurry { ticket: 3 });
    assert!(!answered(&page, 3), "paused is paused");
}

#[path = "lesson_tests.rs"]
mod lessons;

#[path = "meddle_tests.rs"]
mod meddle;
