#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::cell::Cell;

use orrery_scene::inspect::Sheet;
use orrery_scene::news::Ending;
use orrery_scene::wave_list::{Column, Listed, Order, WaveRow};
use orrery_space::WaveKind;

use super::*;
use crate::bridge::page_double::{ECHO, Page};

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

fn listed(page: &mut Page, filter: &str, order: Order, from: u32) -> Listed {
    page.tells.clear();
    page.ask(Ask::Waves {
        ticket: 4,
        filter: filter.to_owned(),
        order,
        from,
        count: 3,
    });
    match page.tells.pop() {
        Some(Tell::Waves {
            ticket: 4,
            listed: Some(listed),
        }) => listed,
        other => panic!("{other:?}"),
    }
}

fn rows(page: &mut Page, filter: &str) -> Result<(u32, Vec<WaveRow>), String> {
    let listed = listed(page, filter, Order::default(), 1);
    match listed.wrong {
        true => Err(listed.says),
        false => Ok((listed.count, listed.rows)),
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

/// A cosmos in which more Waves have ended than are known whole.
fn busy() -> Page {
    let mut page = Page::with_echo();
    page.flow(f64::INFINITY, false);
    while page.frame().counters.waves < 9_000 {}
    page.flow(0.05, true);
    page
}

#[test]
fn every_wave_is_listed_to_the_first_and_each_leads_to_its_birth() {
    let mut page = busy();
    let all = page.frame().counters.waves;
    let first = Order {
        down: false,
        ..Order::default()
    };
    let list = listed(&mut page, "", first, 0);
    assert_eq!(u64::from(list.count), all);
    let all = orrery_scene::inspect::number(all);
    let says = format!("{all} Waves; the last 1\u{a0}000\u{a0}000 are kept");
    assert_eq!(list.says, says);
    let oldest = listed(&mut page, "to:localhost:echo kind:Ping", first, 0).rows[0].clone();
    let fuel = Order {
        by: Column::Fuel,
        down: true,
    };
    let dear = listed(&mut page, "to:localhost:echo is:answered", fuel, 0);
    assert!(
        dear.count > 100 && dear.says.ends_with(&says),
        "{}",
        dear.says
    );
    let cost = |row: &WaveRow| row.cells[7].parse::<u64>().unwrap();
    assert!(dear.rows.is_sorted_by(|a, b| cost(a) >= cost(b)));

    let sheet = |page: &mut Page| {
        let of = Subject::Wave(oldest.wave);
        page.ask(Ask::Details { ticket: 8, of });
        match page.tells.pop() {
            Some(Tell::Details { sheet, .. }) => sheet.unwrap(),
            other => panic!("{other:?}"),
        }
    };
    let layers = |sheet: &Sheet| {
        let rows = sheet.sections.iter().flat_map(|section| &section.rows);
        rows.filter(|row| row.value.contains(" out, ")).count()
    };
    let old = sheet(&mut page);
    assert_eq!(layers(&old), 0);
    assert!(old.sections.iter().any(|s| s.rows[0].name == "not kept"));
    page.seek(Whither::Moment(oldest.born));
    let born = sheet(&mut page);
    assert_eq!(born.title, old.title);
    assert!(layers(&born) > 0, "{born:?}");
    // the past says what it shows, and the present has not forgotten
    let late = page
        .seek(Whither::Events(page.driver.events() - 1))
        .counters;
    let past = listed(&mut page, "", first, 0);
    assert!(u64::from(past.count) < late.waves);
    assert!(
        past.says.contains("of the past, 1\u{a0}500"),
        "{}",
        past.says
    );
    page.seek(Whither::Present);
    assert_eq!(listed(&mut page, "", first, 0), list);
}

#[test]
fn a_birth_of_which_nothing_is_kept_is_played_again() {
    let mut page = busy();
    let middle = Order {
        down: false,
        ..Order::default()
    };
    let wave = listed(&mut page, "to:localhost:echo kind:Ping", middle, 500).rows[0].clone();
    page.driver.run().chronicle.thin_out();
    page.seek(Whither::Moment(wave.born));
    let shown = listed(&mut page, "", Order::default(), 0);
    assert!(
        shown.rows.iter().any(|row| row.wave == wave.wave),
        "{shown:?}"
    );
    assert!(shown.count < 30, "{}", shown.says);
    // what it is not shown with, the run still tells
    let of = Subject::Wave(WaveNo(wave.wave.0 - 200));
    page.ask(Ask::Details { ticket: 8, of });
    let Some(Tell::Details {
        sheet: Some(sheet), ..
    }) = page.tells.pop()
    else {
        panic!("{:?}", page.tells);
    };
    assert!(
        sheet.subtitle.ends_with("as the run tells by now"),
        "{}",
        sheet.subtitle
    );
}

#[test]
fn a_question_about_waves_is_left_for_another_and_gone_on_with() {
    let mut page = busy();
    page.tells.clear();
    let mut ask = |ticket, filter: &str| {
        let ask = Ask::Waves {
            ticket,
            filter: filter.to_owned(),
            order: Order::default(),
            from: 0,
            count: 9,
        };
        page.driver.hear(ask, &|| 0.0);
    };
    ask(1, "kind:Ping");
    ask(2, "kind:Ping to:localhost:echo");
    ask(3, "kind:Ping to:localhost:echo");
    // a clock that goes on so fast lets no more than a piece be looked through in a turn
    let clock = Cell::new(0.0);
    let fast = || {
        clock.set(clock.get() + 7.0);
        clock.get()
    };
    let mut turns = 0;
    while page.driver.asking.is_asked() {
        page.driver.turn(&fast);
        turns += 1;
    }
    assert!(turns > 1, "{turns}");
    let answered = page
        .driver
        .tells()
        .into_iter()
        .filter_map(|tell| match tell {
            Tell::Waves { ticket, listed } => {
                Some((ticket, listed.map(|listed| listed.rows.len())))
            }
            _ => None,
        });
    let mut answered: Vec<_> = answered.collect();
    answered.sort_unstable();
    assert_eq!(answered, [(1, None), (2, Some(9)), (3, Some(9))]);
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
