//! Each lesson from its beginning to its end, as a person takes it.

use orrery_scene::goal::Looks;

use super::*;

/// What a person does at a step that has no line to type.
enum By {
    Looking(fn(&Page) -> Looks),
    Pausing,
    /// Goes so many events back.
    Going(u64),
    ShowingTheRunThatWas,
}

impl Page {
    fn begin(&mut self, no: u8) {
        self.tells.clear();
        self.ask(Ask::Lesson(LessonAsk::Begin(no)));
        assert!(self.tells.contains(&Tell::Ready), "{:?}", self.tells);
        self.flow(0.05, false);
    }

    /// The card as it is after another frame.
    fn card(&mut self) -> Option<Card> {
        self.frame();
        self.driver.card.clone()
    }

    /// The card once its step has what it waits for.
    fn done(&mut self) -> Card {
        for _ in 0..2_000 {
            let card = self.card().unwrap();
            if card.done {
                return card;
            }
        }
        let waits = self.card().unwrap();
        panic!("in vain {} waits for: {}", waits.title, waits.waits);
    }

    fn to(&mut self, step: u8) {
        self.ask(Ask::Lesson(LessonAsk::Step(step)));
    }

    fn does(&mut self, by: &By) {
        match by {
            By::Looking(looks) => {
                let looks = looks(self);
                self.ask(Ask::Lesson(LessonAsk::Looks(looks)));
            }
            By::Pausing => self.flow(0.05, true),
            By::Going(back) => {
                let here = self.frame().place.events;
                self.ask(Ask::Seek(Whither::Events(here - back)));
            }
            By::ShowingTheRunThatWas => {
                let lesson = self.driver.runs.len() - 2;
                self.ask(Ask::Branch(BranchAsk::Show(lesson as u16)));
            }
        }
    }

    /// Takes a lesson to its end. `by` is done at those of its steps that have no line.
    fn take_lesson(&mut self, no: u8, by: &[(u8, By)]) {
        self.begin(no);
        let mut card = self.card().unwrap();
        assert_eq!((card.lesson, card.step), (no, 0));
        loop {
            let place = format!("{}, step {}", card.title, card.step + 1);
            let lesson = lesson::Lesson::parse(lesson::ALL[usize::from(no)]).unwrap();
            let points = lesson.steps[usize::from(card.step)].sees.is_some();
            for _ in 0..100 {
                if card.sees.is_some() || !points {
                    break;
                }
                card = self.card().unwrap();
            }
            assert_eq!(card.sees.is_some(), points, "{place}");
            // what the lesson itself does at the step comes first
            while !self.driver.script.is_empty() || self.driver.run().waiting.len() > LEFT_WAITING {
                self.frame();
            }
            if let Some((_, by)) = by.iter().find(|(step, _)| *step == card.step) {
                assert!(!card.done, "{place}");
                self.does(by);
            } else if !card.tries.is_empty() {
                assert!(!card.done, "{place}");
                self.ask(Ask::Command {
                    ticket: 900,
                    line: card.tries.to_string(),
                    files: Vec::new(),
                });
                self.flow(0.05, false);
            }
            if !card.waits.is_empty() {
                self.done();
            }
            if card.step + 1 == card.of {
                return;
            }
            self.to(card.step + 1);
            let next = self.card().unwrap();
            assert_eq!(next.step, card.step + 1);
            card = next;
        }
    }
}

/// A Ping to a paused Mechtron waits while the lesson goes on.
const LEFT_WAITING: usize = 1;

fn selected(page: &Page, point: &str) -> Looks {
    let mut all = page.driver.ledger().particles();
    let found = all.find(|known| known.point.as_str() == point);
    Looks {
        selected: found.map(|known| Subject::Particle(known.particle)),
        hyperversal: false,
    }
}

fn last_pong(page: &Page) -> Looks {
    let mut all = page.driver.ledger().waves().rev();
    let pong = all.find(|wave| wave.kind == WaveKind::Pong);
    Looks {
        selected: pong.map(|wave| Subject::Wave(wave.wave)),
        hyperversal: false,
    }
}

#[test]
fn points_and_particles() {
    let ann = By::Looking(|page| selected(page, "localhost:app:ann"));
    Page::with_echo().take_lesson(0, &[(1, ann)]);
}

#[test]
fn waves() {
    Page::with_echo().take_lesson(1, &[(2, By::Looking(last_pong))]);
}

#[test]
fn binds() {
    Page::with_echo().take_lesson(2, &[]);
}

#[test]
fn mechtrons() {
    Page::with_echo().take_lesson(3, &[]);
}

#[test]
fn who_may_wave_whom() {
    Page::with_echo().take_lesson(4, &[]);
}

#[test]
fn how_the_hyperverse_carries_it() {
    let beneath = By::Looking(|_| Looks {
        selected: None,
        hyperversal: true,
    });
    let mut page = Page::with_echo();
    page.take_lesson(5, &[(0, beneath)]);
    // the lanes are mended behind the last step
    while page
        .driver
        .ledger()
        .lanes()
        .any(|lane| !lane.faults.is_empty())
    {
        page.frame();
    }
}

#[test]
fn time_and_branches() {
    let by = [
        (0, By::Pausing),
        (2, By::Going(4)),
        (5, By::ShowingTheRunThatWas),
    ];
    Page::with_echo().take_lesson(6, &by);
}

#[test]
fn what_is_skipped_is_done_for_the_person() {
    for no in 0..lesson::ALL.len() as u8 {
        let mut page = Page::with_echo();
        page.begin(no);
        page.tells.clear();
        let card = page.card().unwrap();
        page.to(u8::MAX);
        while !page.driver.script.is_empty() || !page.driver.run().waiting.is_empty() {
            page.flow(1.0, false);
            page.frame();
        }
        assert_eq!(page.card().unwrap().step + 1, card.of);
        // some steps are about what is refused, and nothing else is
        let refused =
            |tell: &&Tell| matches!(tell, Tell::Note { text } if !text.contains("`ping "));
        let notes: Vec<&Tell> = page.tells.iter().filter(refused).collect();
        assert!(notes.is_empty(), "{notes:?}");
    }
}

#[test]
fn one_goes_back_and_forth_and_nothing_is_done_twice() {
    let mut page = Page::with_echo();
    page.begin(0);
    for step in 1..5 {
        page.to(step);
    }
    while page.card().is_some_and(|card| card.sees.is_some()) || !page.driver.script.is_empty() {
        page.frame();
    }
    page.to(3);
    let back = page.card().unwrap();
    assert!(back.done && back.step == 3);
    page.tells.clear();
    page.to(4);
    assert!(!page.card().unwrap().done);
    let said = |tell: &Tell| matches!(tell, Tell::Note { .. });
    assert!(!page.tells.iter().any(said), "{:?}", page.tells);
}

fn branches(page: &mut Page) -> Vec<String> {
    page.driver
        .runs
        .iter()
        .map(|run| run.name.clone())
        .collect()
}

#[test]
fn the_own_cosmos_is_kept_and_a_lesson_that_is_left_too() {
    let mut page = Page::with_echo();
    page.command("create localhost:mine<Base>");
    page.begin(1);
    assert_eq!(branches(&mut page), ["first", "Waves"]);
    // another lesson takes the place of the one that is on
    page.begin(0);
    assert_eq!(branches(&mut page), ["first", "Points and Particles"]);
    assert!(page.command("get localhost:mine").starts_with("404 "));
    // looked away from, it waits
    page.ask(Ask::Branch(BranchAsk::Show(0)));
    assert_eq!(page.card(), None);
    page.flow(1.0, false);
    assert!(page.command("get localhost:mine").starts_with("200 "));
    page.ask(Ask::Branch(BranchAsk::Show(1)));
    assert_eq!(page.card().unwrap().step, 0);
    // left, its cosmos is as good as one's own
    page.ask(Ask::Lesson(LessonAsk::Leave));
    assert_eq!(page.card(), None);
    page.begin(0);
    let title = "Points and Particles";
    assert_eq!(branches(&mut page), ["first", title, title]);
}

#[test]
fn too_many_cosmoses_and_no_such_lesson_are_said() {
    let mut page = Page::with_echo();
    for _ in 1..MOST_BRANCHES {
        page.begin(0);
        page.ask(Ask::Lesson(LessonAsk::Leave));
    }
    page.tells.clear();
    page.ask(Ask::Lesson(LessonAsk::Begin(0)));
    let Some(Tell::Note { text }) = page.tells.pop() else {
        panic!("{:?}", page.tells);
    };
    assert!(text.contains("close a branch"), "{text}");
    page.ask(Ask::Lesson(LessonAsk::Begin(99)));
    let Some(Tell::Note { text }) = page.tells.pop() else {
        panic!("{:?}", page.tells);
    };
    assert_eq!(text, "there are 7 lessons, and this is none");
}
