#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::cell::Cell;

use super::*;
use crate::bridge::driver::FIRST_SEED;
use crate::bridge::page_double::Page;
use crate::bridge::protocol::{Ask, BranchAsk, Frame, Mark, Tell, Whither};

impl Page {
    /// Says a line and lets time go on until it is answered.
    fn say(&mut self, line: &str) {
        self.flow(1.0, false);
        self.command(line);
        self.tells.clear();
    }

    fn saved(&self) -> Saved {
        self.driver.saved(5).unwrap()
    }
}

/// A cosmos with a branch, in both of which something was done.
fn branched() -> Page {
    let mut page = Page::with_echo();
    page.say("create localhost:one<Base>");
    page.live(0.05, 20);
    let middle = page.frame().place.events;
    page.live(0.05, 20);
    page.say("create localhost:two<Base>");
    page.seek(Whither::Events(middle));
    page.say("create localhost:three<Base>");
    page.ask(Ask::Branch(BranchAsk::Name(1, "what if".to_owned())));
    page.live(0.05, 10);
    page
}

fn restored(bytes: &[u8]) -> (Page, Restore) {
    let mut restore = Restore::of(Saved::from_bytes(bytes).unwrap());
    let clock = Cell::new(0.0);
    let mut part = 0;
    while restore.turn(&|| {
        clock.set(clock.get() + 1.0);
        clock.get()
    }) {
        assert!(restore.part() >= part);
        part = restore.part();
    }
    assert_eq!(restore.part(), 1_000);
    (Page::of(restore.driver(Vec::new())), restore)
}

fn commands(frame: &Frame) -> Vec<Mark> {
    let marks = frame.marks.iter().copied();
    marks
        .filter(|mark| mark.kind == MarkKind::Command)
        .collect()
}

#[test]
fn what_was_saved_is_there_again_and_goes_on_as_it_would_have_gone() {
    let mut first = branched();
    let bytes = first.saved().to_bytes();
    let (mut second, restore) = restored(&bytes);
    assert!(!restore.went_otherwise());
    assert_eq!(second.saved(), first.saved());
    let [.., Tell::Branches { all, shown: 1 }, Tell::Ready] = &second.tells[..] else {
        panic!("{:?}", second.tells);
    };
    assert_eq!(all[1].name, "what if");
    second.tells.clear();

    // all that is shown, from the beginning on
    first.ask(Ask::Branch(BranchAsk::Show(1)));
    first.tells.clear();
    let (was, is) = (first.frame(), second.frame());
    assert_eq!((is.now, is.counters), (was.now, was.counters));
    assert_eq!((is.place, &is.news), (was.place, &was.news));
    assert_eq!(self::commands(&is), self::commands(&was));

    for page in [&mut first, &mut second] {
        page.say("ping localhost:echo Ext<Say> \"hi\"");
        page.live(0.05, 40);
    }
    // neither clock is that of the other, so one of them has gone a little further
    let last = first.driver.events().min(second.driver.events())
        - first.saved().branches[0].counters.events;
    let (was, is) = (
        first.seek(Whither::Events(last - 1)),
        second.seek(Whither::Events(last - 1)),
    );
    assert_eq!((is.now, is.counters), (was.now, was.counters));
    assert_eq!(is.news, was.news);
}

#[test]
fn nothing_is_to_be_saved_before_somebody_did_something() {
    let mut page = Page::with_echo();
    page.live(0.05, 5);
    assert_eq!(page.driver.deeds(), 0);
    let given = page.saved().branches[0].given;
    assert!(given > 5);
    page.say("create localhost:one<Base>");
    assert_eq!(page.driver.deeds(), 1);
    let saved = page.saved();
    assert_eq!(saved.branches[0].given, given);
    assert_eq!(saved.branches[0].recording.inputs.len(), given as usize + 1);
    let (page, _) = restored(&saved.to_bytes());
    assert_eq!(page.driver.deeds(), 0);
}

#[test]
fn a_run_that_goes_otherwise_than_it_went_is_noticed() {
    let mut saved = branched().saved();
    saved.branches[0].counters.waves += 1;
    let (_, restore) = restored(&saved.to_bytes());
    assert!(restore.went_otherwise());
}

#[test]
fn while_the_first_cosmos_is_built_there_is_nothing_to_save() {
    let driver = Driver::new(FIRST_SEED, Vec::new());
    assert_eq!(driver.saved(5), None);
}
