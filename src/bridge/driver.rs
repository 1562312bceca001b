//! Drives a cosmos by what the page asks, a few milliseconds at a time. It knows no browser: the
//! clock is lent by whoever calls it, and what it has to say is taken from it.
//!
//! The first cosmos is built before the page is told that there is one: its script runs as fast as
//! it goes, and only then does time follow the page's clock.
//!
//! Any moment of the past can be looked at, and time goes on from there as it went, up to where the
//! run goes on. Whoever does something in the past begins another branch; the run that was is kept.
//!
//! A lesson has a cosmos of its own, which stands beside the others like a branch.

use std::collections::VecDeque;
use std::sync::Arc;

use orrery_cosmos::{Budget, Cosmos, Position, Progress, Saved, SavedBranch, Ticket, Timeline};
use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{Record, WaveNo};
use orrery_scene::breakpoint::Breakpoint;
use orrery_scene::busy::{Busy, Tally};
use orrery_scene::completion::complete;
use orrery_scene::console::{diagnose, diagnose_point};
use orrery_scene::course::course;
use orrery_scene::inspect::{Sheet, inspect};
use orrery_scene::lesson;
use orrery_scene::meddle::{Meddle, on_no_lane};
use orrery_scene::news::{News, What};
use orrery_scene::remarks::{Census, Remarks, remarks};
use orrery_scene::tutor::{Card, Tutor};
use orrery_scene::{Ledger, Subject};
use orrery_space::Command;
use smol_str::{SmolStr, format_smolstr};

use super::asking::{Asking, Whom};
use super::chronicle::Chronicle;
use super::compare::{Told, compare};
use super::drafts::Opened;
use super::pace::Pace;
use super::protocol::{
    Ask, Branch, BranchAsk, File, Flow, Frame, Halt, LessonAsk, MarkKind, Noun, Opening, Place,
    Step, Tell, Whither,
};
use super::sample::Sample;

/// The seed of the cosmos that a first visitor sees.
pub const FIRST_SEED: u64 = 7;

/// The commands that build the cosmos that a first visitor sees.
pub const FIRST_COSMOS: &str = include_str!("first_cosmos.txt");

/// The longest piece of work between two looks at the page's messages.
pub(super) const TURN_MS: f64 = 8.0;

/// How long the cosmos runs as fast as it goes when the page asks for no more frames.
const UNWATCHED_MS: f64 = 100.0;

/// Between two looks at the clock.
const SLICE_EVENTS: u64 = 64;
pub(super) const SLICE_FUEL: u64 = 200_000;

/// A step to the end of a Wave gives up after so many events: there may be no Wave at all.
const STEP_EVENTS: u32 = 100_000;

/// The files that a script names by `^[ name ]`.
#[must_use]
pub fn files_of(script: &str) -> Vec<&str> {
    self::lines_of(script)
        .flat_map(orrery_scene::console::files_named)
        .collect()
}

fn lines_of(script: &str) -> impl Iterator<Item = &str> {
    script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// So many of the last Waves are kept whole, for a person who looks into one.
pub(super) const KEPT_WAVES: usize = 2_000;

/// The same for each cosmos that stands in the past.
const KEPT_WAVES_PAST: usize = 300;

/// So many cosmoses stand along the past while one looks at it.
const PARKED: usize = 7;

/// A piece of work on the way to another moment.
const SEEK_EVENTS: u64 = 512;

/// So long is between two looks at what is odd.
const REMARK_MS: f64 = 1_000.0;

/// A new beginning has so many news in a frame, and the rest in those that follow.
const MOST_NEWS: usize = 10_000;

/// The most branches at a time: each is a whole cosmos.
const MOST_BRANCHES: usize = 8;

/// The longest name of a branch, in characters.
const LONGEST_NAME: usize = 40;

/// A cosmos, and how far it may go.
pub struct Driver {
    /// All branches; there is one at least.
    runs: Vec<Run>,
    /// Which of them is looked at.
    shown: usize,
    /// Its past, once somebody has looked at it.
    timeline: Option<Timeline>,
    past: Past,
    /// The moment that is sought, where what was told of Waves so early may be gone: it is played again.
    eve: Option<Moment>,
    /// What was told then.
    again: Vec<Record>,
    guests: Vec<File>,
    /// Lines of the first cosmos, or of a lesson, that are still to be carried out, one after the
    /// other.
    script: VecDeque<&'static str>,
    pace: Pace,
    /// All that was told of the moment of the past that is looked at, if one is.
    moment: Option<Ledger>,
    asking: Asking,
    sample: Sample,
    tally: Tally,
    /// What was told since the last frame and is to be seen.
    news: Vec<News>,
    step: Option<(Step, u32)>,
    /// At which Waves time stops.
    breakpoint: Option<Breakpoint>,
    /// Whether it stands because of one: not even an `advance` goes on then.
    held: bool,
    /// What the page knows to be odd, and when that was looked at.
    remarked: Remarks,
    remarked_at: f64,
    frame_due: bool,
    /// Whether the page has had all that is shown from a new beginning on.
    framed: bool,
    framed_at: f64,
    /// How many marks of the run the page has.
    marks_told: usize,
    ready: bool,
    /// The lesson that is on.
    tutor: Option<Tutor>,
    /// What the page knows of it.
    card: Option<Card>,
    /// How often a person has done something that is to be saved.
    deeds: u64,
    tells: Vec<Tell>,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Past {
    /// Where the run goes on.
    No,
    /// A moment of the past, to which the timeline is on its way.
    Sought,
    /// A moment of the past.
    Shown,
}

/// A branch.
pub(super) struct Run {
    name: String,
    /// Whether it is the cosmos of the lesson that is on.
    of_lesson: bool,
    /// How many events it shares with the run in which it began.
    shares: u64,
    /// So many of the first inputs made the first cosmos.
    given: u32,
    cosmos: Cosmos,
    chronicle: Chronicle,
    /// All that it told, for those who ask.
    ledger: Ledger,
    /// What there is to remark of it.
    census: Census,
    waiting: Vec<Waiting>,
}

impl Run {
    /// A branch of which somebody else has done what was put in.
    pub(super) fn new(
        name: &str,
        shares: u64,
        given: u32,
        mut cosmos: Cosmos,
        (chronicle, ledger): (Chronicle, Ledger),
    ) -> Self {
        cosmos.keep_waves(KEPT_WAVES);
        let mut census = Census::default();
        let whole_from = chronicle.whole_from();
        for record in chronicle.records() {
            if record.seq == whole_from {
                census.doubt();
            }
            census.apply(record);
        }
        Self {
            name: name.to_owned(),
            of_lesson: false,
            shares,
            given,
            cosmos,
            chronicle,
            ledger,
            census,
            waiting: Vec::new(),
        }
    }

    /// How far it has come, and what it told on the way.
    fn told(&self) -> Told<'_> {
        Told {
            chronicle: &self.chronicle,
            events: self.cosmos.counters().events,
            now: self.cosmos.now(),
        }
    }
}

fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A command that has no reply yet.
struct Waiting {
    ticket: Ticket,
    /// Whom it answers; none for a line that no person has said.
    page: Option<u32>,
    line: SmolStr,
    housework: bool,
    hurry: bool,
}

impl Driver {
    /// The first cosmos, about to be built. Of the files that its script names those in `guests`
    /// are there; lines that name others are left out, and it is said that they are.
    #[must_use]
    pub fn new(seed: u64, guests: Vec<File>) -> Self {
        let first = Run::new("first", 0, 0, Cosmos::new(seed), Default::default());
        let script = self::lines_of(FIRST_COSMOS).collect();
        Self::of(vec![first], 0, script, guests)
    }

    /// Branches that were saved, of which one is shown where it goes on.
    #[must_use]
    pub(super) fn restored(runs: Vec<Run>, shown: usize, guests: Vec<File>) -> Self {
        let mut driver = Self::of(runs, shown, VecDeque::new(), guests);
        driver.ready = true;
        driver.rewind(Past::No);
        // of all that is told, what is at hand alone is news to a page that has nothing yet
        driver
            .tells
            .retain(|tell| matches!(tell, Tell::AtHand { .. }));
        driver.tell_branches();
        driver.tells.push(Tell::Ready);
        driver
    }

    fn of(
        runs: Vec<Run>,
        shown: usize,
        script: VecDeque<&'static str>,
        mut guests: Vec<File>,
    ) -> Self {
        let (name, bytes) = lesson::DESK;
        if guests.iter().all(|guest| guest.name != name) {
            guests.push(File {
                name: name.to_owned(),
                bytes: bytes.to_vec(),
            });
        }
        let lessons = lesson::ALL.map(lesson::heading);
        let at_hand = Tell::AtHand {
            lessons: lessons
                .map(|(title, about)| (title.to_owned(), about.to_owned()))
                .to_vec(),
            files: guests.iter().map(|guest| guest.name.clone()).collect(),
        };
        Self {
            runs,
            shown,
            timeline: None,
            past: Past::No,
            eve: None,
            again: Vec::new(),
            guests,
            script,
            pace: Pace::default(),
            moment: None,
            asking: Asking::default(),
            sample: Sample::default(),
            tally: Tally::default(),
            news: Vec::new(),
            step: None,
            breakpoint: None,
            held: false,
            remarked: Remarks::default(),
            remarked_at: f64::NEG_INFINITY,
            frame_due: false,
            framed: false,
            framed_at: 0.0,
            marks_told: 0,
            ready: false,
            tutor: None,
            card: None,
            deeds: 0,
            tells: vec![at_hand],
        }
    }

    /// How often a person has done something that is to be saved.
    #[must_use]
    pub fn deeds(&self) -> u64 {
        self.deeds
    }

    /// How many events have happened, in all branches.
    #[must_use]
    pub fn events(&self) -> u64 {
        let events = self.runs.iter().map(|run| run.cosmos.counters().events);
        events.sum()
    }

    /// All branches as they are now, to be saved at that time; nothing while the first cosmos is
    /// built.
    #[must_use]
    pub fn saved(&self, at: u64) -> Option<Saved> {
        let branch =
            |run: &Run| SavedBranch::of(run.name.clone(), run.shares, run.given, &run.cosmos);
        let branches = self.runs.iter().map(branch).collect::<Option<_>>()?;
        self.ready.then(|| Saved {
            at,
            shown: self::short(self.shown),
            branches,
        })
    }

    /// The branch that is looked at.
    fn run(&mut self) -> &mut Run {
        &mut self.runs[self.shown]
    }

    /// All that was told of what is looked at.
    fn ledger(&self) -> &Ledger {
        let run = &self.runs[self.shown];
        self.moment.as_ref().unwrap_or(&run.ledger)
    }

    /// What the run has told until now of a Wave that was sent before the moment that is looked at, and is
    /// not among those that are shown of it.
    fn told_later(&self, of: Subject) -> Option<Sheet> {
        let run = &self.runs[self.shown];
        let Subject::Wave(wave) = of else {
            return None;
        };
        let sent = run.ledger.wave(wave)?.sent;
        let mut sheet = inspect(&run.ledger, of, &[]).filter(|_| sent <= self.cosmos().now())?;
        sheet.subtitle = format_smolstr!("{}, as the run tells by now", sheet.subtitle);
        Some(sheet)
    }

    /// The cosmos that is looked at, as it is at the moment that is looked at.
    fn cosmos(&self) -> &Cosmos {
        match &self.timeline {
            Some(timeline) if self.past != Past::No => timeline.cosmos(),
            _ => &self.runs[self.shown].cosmos,
        }
    }

    /// What there is to say since the last call.
    pub fn tells(&mut self) -> Vec<Tell> {
        std::mem::take(&mut self.tells)
    }

    /// What to write on, or why there is none.
    ///
    /// # Errors
    ///
    /// The sentence that says so.
    pub fn open(&self, what: &Opening) -> Result<Opened, String> {
        super::drafts::open(self.cosmos(), what)
    }

    /// Takes in what the page asks; [`Driver::turn`] does the work.
    pub fn hear(&mut self, ask: Ask, clock: &dyn Fn() -> f64) {
        match ask {
            Ask::Frame { wall_ms } => {
                self.pace.frame(wall_ms, self.cosmos().now());
                self.framed_at = clock();
                self.frame_due = true;
            }
            Ask::Command {
                ticket,
                line,
                files,
            } => self.command(Some(ticket), &line, files),
            Ask::Hurry { ticket } => {
                let mut waiting = self.run().waiting.iter_mut();
                if let Some(waiting) = waiting.find(|waiting| waiting.page == Some(ticket)) {
                    waiting.hurry = true;
                }
            }
            Ask::Examine { ticket, file } => self.tells.push(Tell::Report {
                ticket,
                report: orrery_cosmos::examine(&file.bytes),
            }),
            Ask::Check { ticket, noun, text } => {
                let diagnostics = match noun {
                    Noun::Command => diagnose(&text),
                    Noun::Point => diagnose_point(&text),
                };
                self.tells.push(Tell::Checked {
                    ticket,
                    diagnostics,
                });
            }
            Ask::Read { ticket, draft } => {
                let reading = super::drafts::read(self.ledger(), &draft);
                self.tells.push(Tell::Read { ticket, reading });
            }
            Ask::Complete {
                ticket,
                before,
                files,
            } => {
                let offers = complete(self.ledger(), &files, &before);
                self.tells.push(Tell::Completed { ticket, offers });
            }
            Ask::Flow(Flow { paused, speed }) => {
                if !paused {
                    self.release();
                }
                self.pace.flow(speed, paused);
                self.pace.halt(self.cosmos().now());
            }
            Ask::Step(step) => {
                self.release();
                self.step = Some((step, STEP_EVENTS));
            }
            Ask::Details { ticket, of } => {
                let more = match of {
                    Subject::Particle(particle) => self.cosmos().describe_particle(particle),
                    Subject::Star(star) => self.cosmos().describe_star(star),
                    Subject::Wave(wave) => self.cosmos().describe_wave(wave),
                    Subject::Lane(_) => Vec::new(),
                };
                let sheet = inspect(self.ledger(), of, &more).or_else(|| self.told_later(of));
                self.tells.push(Tell::Details { ticket, sheet });
            }
            Ask::Waves {
                ticket,
                filter,
                order,
                from,
                count,
            } => {
                let whom = Whom {
                    ticket,
                    from,
                    count,
                };
                let tells = self.asking.ask(whom, filter, order);
                self.tells.extend(tells);
            }
            Ask::Course { ticket, wave } => {
                let course = course(self.ledger(), wave);
                self.tells.push(Tell::Course { ticket, course });
            }
            Ask::Meddle(wave, how) => self.meddle(wave, how),
            Ask::StopAt(filter) => self.stop_at(filter),
            Ask::Seek(whither) => self.seek(whither),
            Ask::Branch(ask) => self.branch(ask),
            Ask::Lesson(ask) => self.lesson(ask),
            Ask::Compare { ticket, with, wave } => {
                let here = self.runs[self.shown].told();
                let there = self.runs.get(usize::from(with)).map(Run::told);
                let comparison = there.map(|there| compare(here, there, wave));
                self.tells.push(Tell::Compared { ticket, comparison });
            }
            // files, storage and what is fetched are for whoever has a browser
            Ask::Keep(_) | Ask::Open { .. } => {}
            Ask::Restart { seed } => {
                let guests = std::mem::take(&mut self.guests);
                let pace = std::mem::take(&mut self.pace);
                let breakpoint = self.breakpoint.take();
                *self = Self::new(seed, guests);
                self.breakpoint = breakpoint.and_then(|b| Breakpoint::of(b.text()).ok());
                self.pace
                    .flow(pace.flow_now().speed, pace.flow_now().paused);
                self.tells.insert(0, Tell::Restarted);
                self.tell_halt();
            }
        }
    }

    /// Works for a few milliseconds at most; whether there is more to do at once.
    pub fn turn(&mut self, clock: &dyn Fn() -> f64) -> bool {
        let listing = self.list(clock);
        let begun = clock();
        let more = loop {
            let building = self.build();
            if !self.slice(begun) && !building {
                break false;
            }
            if clock() - begun > TURN_MS {
                break true;
            }
        };
        // On the way to another moment there is nothing to be seen.
        if self.past != Past::Sought && std::mem::take(&mut self.frame_due) {
            self.remark(begun);
            self.frame();
        }
        more || listing
    }

    /// One piece of work; whether there is more to do at once.
    fn slice(&mut self, clock: f64) -> bool {
        if self.past == Past::Sought {
            return self.approach();
        }
        if let Some((step, left)) = self.step {
            return self.step(step, left);
        }
        let until = self.until(clock);
        if until <= self.cosmos().now() && self.ready {
            return self.tend();
        }
        let progress = self.go(Budget {
            until,
            events: SLICE_EVENTS,
            fuel: SLICE_FUEL,
        });
        if self.held {
            return false;
        }
        match progress {
            Progress::More => true,
            Progress::Until(next) => next <= self.until(clock),
            Progress::Quiet => {
                // Nobody will ever answer: the script goes on with its next line.
                if !self.ready {
                    self.run().waiting.retain(|waiting| waiting.page.is_some());
                }
                false
            }
        }
    }

    /// Lets what is looked at go on. Where time may stop it goes event by event, so that it does
    /// at the same one whatever the budget.
    fn go(&mut self, budget: Budget) -> Progress {
        if self.breakpoint.is_none() || !self.ready {
            return self.go_on(budget);
        }
        for _ in 0..budget.events {
            let events = self.an_event();
            let progress = self.go_on(Budget { events, ..budget });
            if self.heed() || progress != Progress::More {
                return progress;
            }
            if self.is_at_work() {
                break;
            }
        }
        Progress::More
    }

    /// The budget for one event, or for a guest that is still at work because of the last one.
    fn an_event(&self) -> u64 {
        u64::from(self.past == Past::Shown || !self.is_at_work())
    }

    /// Whether a guest is at work because of the last event.
    fn is_at_work(&self) -> bool {
        self.cosmos().hyperspace().effect().is_some()
    }

    /// Stops time if a Wave is awaited and there; whether it is. The event at which it came is over
    /// by then, with what guests do because of it.
    fn heed(&mut self) -> bool {
        if !self.breakpoint.as_ref().is_some_and(Breakpoint::has_hits) {
            return false;
        }
        let mut progress = Progress::More;
        while self.is_at_work() && progress == Progress::More {
            let events = self.an_event();
            progress = self.go_on(Budget {
                until: Moment::NEVER,
                events,
                fuel: SLICE_FUEL,
            });
        }
        self.step = None;
        self.held = true;
        self.pace.flow(self.pace.flow_now().speed, true);
        self.pace.halt(self.cosmos().now());
        self.tell_halt();
        true
    }

    /// Time may go on from where it was stopped.
    fn release(&mut self) {
        if std::mem::take(&mut self.held) {
            self.tell_halt();
        }
    }

    /// Stops time from now on at what a filter admits, or at nothing.
    fn stop_at(&mut self, at: String) {
        self.held = false;
        self.breakpoint = None;
        if !at.trim().is_empty() {
            match Breakpoint::of(&at) {
                Ok(mut breakpoint) => {
                    breakpoint.settle(self.ledger());
                    self.breakpoint = Some(breakpoint);
                }
                Err(says) => {
                    return self.tells.push(Tell::Halt(Halt {
                        at,
                        says,
                        wrong: true,
                        wave: None,
                    }));
                }
            }
        }
        self.tell_halt();
    }

    /// Says at what time stops, or that it has.
    fn tell_halt(&mut self) {
        let halt = self.breakpoint.as_mut().map(|breakpoint| {
            let hits = breakpoint.take_hits();
            Halt {
                at: breakpoint.text().to_owned(),
                says: match hits.is_empty() {
                    true => "time stops at the next Wave that matches".to_owned(),
                    false => breakpoint.words(&hits).into(),
                },
                wrong: false,
                wave: hits.first().copied(),
            }
        });
        self.tells.push(Tell::Halt(halt.unwrap_or_default()));
    }

    /// Lets what is looked at go on: the past as it went, up to where the run goes on by itself.
    fn go_on(&mut self, budget: Budget) -> Progress {
        let Some(timeline) = self.timeline.as_mut().filter(|_| self.past == Past::Shown) else {
            let progress = self.run().cosmos.step(budget);
            self.take();
            return progress;
        };
        let reached = timeline.play(budget);
        let told = timeline.take_trace();
        let ended = timeline.has_ended();
        self.live(&told);
        if ended {
            // from here on the run goes on by itself
            self.past = Past::No;
            self.look(None);
            return Progress::More;
        }
        if reached {
            Progress::Until(Moment(budget.until.0.saturating_add(1)))
        } else {
            Progress::More
        }
    }

    /// Up to when the cosmos may go now.
    fn until(&self, clock: f64) -> Moment {
        if !self.ready {
            return Moment::NEVER;
        }
        if self.held {
            return self.cosmos().now();
        }
        if let Some(moment) = self.cosmos().hurry_until() {
            return moment;
        }
        let hurried = self.runs[self.shown].waiting.iter().any(|w| w.hurry);
        if hurried && self.past == Past::No && !self.pace.flow_now().paused {
            return Moment::NEVER;
        }
        let goal = self.pace.goal();
        if goal == Moment::NEVER && clock - self.framed_at > UNWATCHED_MS {
            return self.cosmos().now();
        }
        goal
    }

    fn step(&mut self, step: Step, left: u32) -> bool {
        let before = self.cosmos().counters().events;
        let seen = self.news.len();
        let progress = self.go(Budget {
            until: Moment::NEVER,
            events: 1,
            fuel: SLICE_FUEL,
        });
        if self.held {
            return false;
        }
        let happened = self.cosmos().counters().events > before;
        let mut since = self.news.iter().skip(seen);
        let ended = since.any(|news| matches!(news.what, What::Ended { .. }));
        let done = match step {
            Step::Event => happened,
            Step::Wave => ended,
        };
        let left = left.saturating_sub(1);
        self.step = (!done && left > 0 && progress != Progress::Quiet).then_some((step, left));
        self.pace.halt(self.cosmos().now());
        self.step.is_some()
    }

    /// Takes what the run has done out of its cosmos.
    fn take(&mut self) {
        let run = &mut self.runs[self.shown];
        let told = run.cosmos.take_trace();
        run.chronicle.enter(&told, run.cosmos.counters().events);
        for record in &told {
            run.census.apply(record);
        }
        let replies = run.cosmos.take_replies();
        self.live(&told);
        for reply in replies {
            let run = &mut self.runs[self.shown];
            let Some(at) = run.waiting.iter().position(|w| w.ticket.0 == reply.ticket) else {
                continue;
            };
            let waiting = run.waiting.remove(at);
            let lines = reply.core.to_lines();
            match waiting.page {
                Some(ticket) => self.tells.push(Tell::Reply {
                    ticket,
                    wave: reply.wave,
                    status: reply.core.status.number(),
                    lines,
                    diagnostics: reply.diagnostics,
                }),
                None if reply.core.status.is_success() => {}
                None => self.tells.push(Tell::Note {
                    text: format!(
                        "the page itself said `{}`, and was answered {}",
                        waiting.line,
                        lines.first().map_or("nothing", String::as_str)
                    ),
                }),
            }
            self.answered();
        }
    }

    /// The same of what happens while one looks on, where time may stop.
    fn live(&mut self, told: &[Record]) {
        let Some(mut breakpoint) = self.breakpoint.take() else {
            return self.learn(told);
        };
        for record in told {
            self.learn(std::slice::from_ref(record));
            if self.ready {
                breakpoint.watch(self.ledger(), record);
            }
        }
        self.breakpoint = Some(breakpoint);
    }

    /// Keeps what is asked for later, and what the next frame draws.
    fn learn(&mut self, told: &[Record]) {
        let run = &mut self.runs[self.shown];
        let ledger = self.moment.as_mut().unwrap_or(&mut run.ledger);
        for record in told {
            self.tally.count(record);
            ledger.apply(record);
            self.news.extend(News::of(record, ledger));
        }
    }

    /// Tells what is odd in the run that is looked at, if that is otherwise than it was told. In its
    /// past that stays, since there it can be looked into.
    fn remark(&mut self, clock: f64) {
        if self.past != Past::No || clock - self.remarked_at < REMARK_MS {
            return;
        }
        self.remarked_at = clock;
        let now = remarks(&self.runs[self.shown].census, self.ledger());
        if self.remarked != now {
            self.remarked.clone_from(&now);
            self.tells.push(Tell::Remarks(now));
        }
    }

    /// Works a little on the list of Waves that somebody waits for. Whether there is more to do.
    fn list(&mut self, clock: &dyn Fn() -> f64) -> bool {
        let waves = self.cosmos().counters().waves;
        let run = &self.runs[self.shown];
        let ledger = self.moment.as_ref().unwrap_or(&run.ledger);
        let now = (waves, self.moment.is_some());
        match self.asking.turn(ledger, now, clock) {
            Some(tells) => self.tells.extend(tells),
            None => return true,
        }
        false
    }

    /// Does something to a Wave, or says that it is on no lane.
    fn meddle(&mut self, wave: WaveNo, how: Meddle) {
        while self.past == Past::Sought {
            self.approach();
        }
        if self.cosmos().hyperspace().lane_of(wave).is_none() {
            let text = on_no_lane(self.ledger(), wave);
            return self.tells.push(Tell::Note { text });
        }
        if let Err(why) = self.fork() {
            return self.tells.push(Tell::Note { text: why });
        }
        let run = self.run();
        let (events, now) = (run.cosmos.counters().events, run.cosmos.now());
        run.chronicle.mark(events, now, MarkKind::Command);
        run.cosmos.fault(how.fault(wave));
        self.deeds += 1;
        self.take();
        self.heed();
    }

    /// After the number of those who wait has changed.
    fn answered(&mut self) {
        let waits = self.run().waiting.iter().any(|w| w.housework);
        self.pace.housework(waits);
    }

    /// Sets out for another moment of the run that is looked at. Time stands there.
    fn seek(&mut self, whither: Whither) {
        if !self.ready {
            return;
        }
        self.step = None;
        let run = &self.runs[self.shown];
        let position = match whither {
            Whither::Present => return self.rewind(Past::No),
            Whither::Events(events) if events >= run.cosmos.counters().events => {
                return self.rewind(Past::No);
            }
            Whither::Events(events) => Position::after(events),
            Whither::Moment(nanos) => Position::end_of(Moment(nanos)),
        };
        let thinned = run.chronicle.whole_from() > 0;
        self.eve = match whither {
            Whither::Moment(nanos) if thinned && nanos > 0 => Some(Moment(nanos)),
            _ => None,
        };
        let eve = self
            .eve
            .map(|moment| Position::end_of(Moment(moment.0 - 1)));
        let position = eve.unwrap_or(position);
        let Some(recording) = run.cosmos.recording() else {
            return;
        };
        match &mut self.timeline {
            Some(timeline) => timeline.goes_on(recording),
            None => {
                let mut timeline = Timeline::of(recording, PARKED);
                timeline.keep_waves(KEPT_WAVES_PAST);
                self.timeline = Some(timeline);
            }
        }
        if let Some(timeline) = &mut self.timeline {
            timeline.seek(position);
        }
        self.past = Past::Sought;
        self.pace.flow(self.pace.flow_now().speed, true);
    }

    /// Goes on towards the moment that is sought; shows it when it is reached. There is more to do
    /// either way.
    fn approach(&mut self) -> bool {
        let budget = Budget {
            until: Moment::NEVER,
            events: SEEK_EVENTS,
            fuel: SLICE_FUEL,
        };
        let Some(timeline) = &mut self.timeline else {
            self.rewind(Past::Shown);
            return true;
        };
        if timeline.step(budget) {
            if let Some(until) = self.eve.take() {
                while !timeline.play(Budget { until, ..budget }) {}
                self.again = timeline.take_trace();
            }
            self.rewind(Past::Shown);
        }
        true
    }

    /// Shows the moment that is looked at from now on, whatever was shown before.
    fn rewind(&mut self, past: Past) {
        let ended = self.timeline.as_ref().is_none_or(Timeline::has_ended);
        self.past = if ended { Past::No } else { past };
        let seq = self.cosmos().hyperspace().recorded();
        let told = self.run().chronicle.look_back(seq);
        self.news = Vec::new();
        if self.past == Past::No {
            // what the run told is known, and of it that is to be seen which the past would show too
            self.look(None);
            let ledger = &self.runs[self.shown].ledger;
            let news = told.iter().filter_map(|record| News::of(record, ledger));
            self.news.extend(news);
        } else {
            self.look(Some(Ledger::default()));
            self.learn(&told);
            let whole_from = self.run().chronicle.whole_from();
            let mut again = std::mem::take(&mut self.again);
            again.retain(|record| record.seq < whole_from && record.event.wave().is_some());
            self.learn(&again);
        }
        if let Some(mut breakpoint) = self.breakpoint.take() {
            breakpoint.settle(self.ledger());
            self.breakpoint = Some(breakpoint);
        }
        self.release();
        self.sample = Sample::default();
        self.tally = Tally::default();
        self.framed = false;
        self.pace.flow(self.pace.flow_now().speed, true);
        self.pace.halt(self.cosmos().now());
        if let Some(mut tutor) = self.tutor.take() {
            tutor.settle(self.ledger());
            self.tutor = Some(tutor);
        }
        self.tells.push(Tell::Rewound);
    }

    /// What is asked for from now on is asked of that moment, or of where the run goes on.
    fn look(&mut self, moment: Option<Ledger>) {
        self.moment = moment;
        self.asking.turn_to_others();
    }

    /// Has cosmoses stand along the past while nothing else is to be done. Whether more is to do.
    fn tend(&mut self) -> bool {
        match &mut self.timeline {
            Some(timeline) if self.past == Past::Shown => !timeline.tend(Budget {
                until: Moment::NEVER,
                events: SEEK_EVENTS,
                fuel: SLICE_FUEL,
            }),
            _ => false,
        }
    }

    /// Before something is put in: what is put into the past begins another branch. Says why not,
    /// where there are too many.
    fn fork(&mut self) -> Result<(), String> {
        if self.past == Past::No {
            return Ok(());
        }
        if self.runs.len() >= MOST_BRANCHES {
            return Err(format!(
                "what is done in the past begins another branch, and there are {MOST_BRANCHES} already: \
                 close one, or go to the present"
            ));
        }
        while self.past == Past::Sought {
            self.approach();
        }
        let Some(timeline) = self.timeline.take() else {
            return Ok(());
        };
        if self.past == Past::No {
            self.timeline = Some(timeline);
            return Ok(());
        }
        let cosmos = timeline.into_cosmos();
        let events = cosmos.counters().events;
        let seq = cosmos.hyperspace().recorded();
        let chronicle = self.run().chronicle.until(seq, events);
        self.marks_told = self.marks_told.min(chronicle.marks().len());
        let number = self.runs.len() + 1;
        let taken = |name: &str| self.runs.iter().any(|run| run.name == name);
        let mut names = (number..).map(|number| format!("branch {number}"));
        let name = names.find(|name| !taken(name));
        let given = self.run().given.min(self::short(cosmos.inputs()));
        let ledger = self.moment.take().unwrap_or_default();
        self.look(None);
        let told = (chronicle, ledger);
        let mut run = Run::new(&name.unwrap_or_default(), events, given, cosmos, told);
        run.of_lesson = self.run().of_lesson;
        self.runs.push(run);
        self.shown = self.runs.len() - 1;
        self.past = Past::No;
        self.tell_branches();
        Ok(())
    }

    fn branch(&mut self, ask: BranchAsk) {
        if !self.ready {
            return;
        }
        match ask {
            BranchAsk::Show(at) if usize::from(at) < self.runs.len() => {
                self.shown = at.into();
                self.timeline = None;
                self.step = None;
                self.marks_told = 0;
                self.remarked_at = f64::NEG_INFINITY;
                self.rewind(Past::No);
                self.answered();
            }
            BranchAsk::Name(at, name) => {
                let name: String = name.trim().chars().take(LONGEST_NAME).collect();
                if let Some(run) = self.runs.get_mut(usize::from(at))
                    && !name.is_empty()
                {
                    run.name = name;
                }
            }
            BranchAsk::Close(at) => {
                let at = usize::from(at);
                if at < self.runs.len() && at != self.shown {
                    self.close(at);
                }
            }
            BranchAsk::Show(_) => {}
        }
        self.deeds += 1;
        self.tell_branches();
    }

    /// Forgets a branch. Those who wait for an answer in it are told.
    fn close(&mut self, at: usize) {
        let run = self.runs.remove(at);
        if at < self.shown {
            self.shown -= 1;
        }
        for waiting in run.waiting {
            if let Some(ticket) = waiting.page {
                self.refuse(ticket, "the branch was closed before there was an answer");
            }
        }
    }

    fn tell_branches(&mut self) {
        let all = self.runs.iter().map(|run| Branch {
            name: run.name.clone(),
            shares: run.shares,
        });
        self.tells.push(Tell::Branches {
            all: all.collect(),
            shown: u16::try_from(self.shown).unwrap_or(u16::MAX),
        });
    }

    /// Answers a command that is not carried out.
    fn refuse(&mut self, ticket: u32, why: &str) {
        self.tells.push(Tell::Reply {
            ticket,
            wave: None,
            status: 409,
            lines: vec![format!("409 Err {why}")],
            diagnostics: Vec::new(),
        });
    }

    fn lesson(&mut self, ask: LessonAsk) {
        match ask {
            LessonAsk::Begin(_) if !self.ready => {}
            LessonAsk::Begin(no) => {
                if let Err(text) = self.begin_lesson(no) {
                    self.tells.push(Tell::Note { text });
                }
            }
            LessonAsk::Step(step) => {
                if let Some(mut tutor) = self.tutor.take() {
                    self.script.extend(tutor.go(step, self.ledger()));
                    self.tutor = Some(tutor);
                }
            }
            LessonAsk::Leave => {
                self.tutor = None;
                for run in &mut self.runs {
                    run.of_lesson = false;
                }
            }
            LessonAsk::Looks(looks) => {
                if let Some(tutor) = &mut self.tutor {
                    tutor.looks = looks;
                }
            }
        }
    }

    /// Begins a lesson in a cosmos of its own. That of the lesson that is on ends. Says why not.
    fn begin_lesson(&mut self, no: u8) -> Result<(), String> {
        let mut tutor = Tutor::of(no)?;
        if self.runs.iter().filter(|run| !run.of_lesson).count() >= MOST_BRANCHES {
            return Err(format!(
                "a lesson has a cosmos of its own, and there are {MOST_BRANCHES} already: close a branch under the timeline"
            ));
        }
        for at in (0..self.runs.len()).rev() {
            if self.runs[at].of_lesson {
                self.close(at);
            }
        }
        let mut run = Run::new(
            tutor.title(),
            0,
            0,
            Cosmos::new(FIRST_SEED),
            Default::default(),
        );
        run.of_lesson = true;
        self.runs.push(run);
        self.shown = self.runs.len() - 1;
        self.timeline = None;
        self.step = None;
        self.marks_told = 0;
        self.script = tutor.begins().iter().copied().collect();
        self.ready = false;
        tutor.looks = self.tutor.take().map_or(tutor.looks, |was| was.looks);
        self.tutor = Some(tutor);
        self.rewind(Past::No);
        self.answered();
        self.tell_branches();
        Ok(())
    }

    /// Tells the page of the lesson that is on, when something about it has changed.
    fn teach(&mut self) {
        let (past, paused) = (self.past != Past::No, self.pace.flow_now().paused);
        let is_shown = self.ready && self.runs[self.shown].of_lesson;
        let mut tutor = self.tutor.take();
        let card = match &mut tutor {
            Some(tutor) if is_shown => Some(tutor.card(self.ledger(), past, paused)),
            _ => None,
        };
        self.tutor = tutor;
        if card != self.card {
            self.card.clone_from(&card);
            self.tells.push(Tell::Lesson(card));
        }
    }

    /// Goes on with the script when its last line has been answered, and says that the cosmos is
    /// there when no line is left that builds it. Whether there is more of it to do at once.
    fn build(&mut self) -> bool {
        if self.ready && self.script.is_empty() {
            return false;
        }
        if self.run().waiting.iter().any(|w| w.page.is_none()) {
            return !self.ready;
        }
        let Some(line) = self.script.pop_front() else {
            self.ready = true;
            self.pace.halt(self.cosmos().now());
            if let Some(mut tutor) = self.tutor.take() {
                tutor.settle(self.ledger());
                self.script.extend(tutor.first());
                self.tutor = Some(tutor);
            }
            let given = self::short(self.cosmos().inputs());
            self.run().given = given;
            self.tells.push(Tell::Ready);
            return false;
        };
        let named = orrery_scene::console::files_named(line);
        let has = |name: &&str| self.guests.iter().any(|guest| guest.name == *name);
        if let Some(missing) = named.iter().find(|name| !has(name)) {
            self.tells.push(Tell::Note {
                text: format!(
                    "{missing} could not be fetched, so the cosmos is without it: {line}"
                ),
            });
            return true;
        }
        self.command(None, line, Vec::new());
        true
    }

    fn frame(&mut self) {
        self.teach();
        let mut news = std::mem::take(&mut self.news);
        let (news, left_out, busy) = if self.framed {
            let (news, left_out) = self.sample.choose(news);
            let busy = self.tally.drew(&news, left_out);
            (news, left_out, busy)
        } else {
            let at_once = news.len().min(MOST_NEWS);
            self.news = news.split_off(at_once);
            self.framed = self.news.is_empty();
            self.sample.show_all(&news);
            (news, 0, Some(Busy::default()))
        };
        let cosmos = self.cosmos();
        let run = &self.runs[self.shown];
        let place = Place {
            events: cosmos.counters().events,
            of: run.cosmos.counters().events,
            end: run.cosmos.now().0,
            past: self.past != Past::No,
        };
        let frame = Frame {
            now: cosmos.now().0,
            flow: self.pace.flow_now(),
            news,
            left_out,
            busy,
            counters: cosmos.counters(),
            place,
            marks_kept: u32::try_from(self.marks_told).unwrap_or(u32::MAX),
            marks: run
                .chronicle
                .marks()
                .get(self.marks_told..)
                .unwrap_or_default()
                .to_vec(),
        };
        self.marks_told = run.chronicle.marks().len();
        self.tells.push(Tell::Frame(frame));
    }

    fn command(&mut self, page: Option<u32>, line: &str, files: Vec<File>) {
        if let (Err(why), Some(ticket)) = (self.fork(), page) {
            return self.refuse(ticket, &why);
        }
        let parsed = self.ready.then(|| line.parse::<Command>().ok()).flatten();
        if matches!(parsed, Some(Command::Advance(_))) {
            self.release();
        }
        // What a person sends himself is to be watched; what does not parse is answered at once.
        let housework = parsed.is_some_and(|command| {
            !matches!(
                command,
                Command::Ping(_) | Command::Signal(_) | Command::Advance(_)
            )
        });
        let named = orrery_scene::console::files_named(line);
        let lent = self.guests.iter().filter(|guest| {
            named.contains(&guest.name.as_str()) && files.iter().all(|file| file.name != guest.name)
        });
        let lent: Vec<File> = lent.cloned().collect();
        let files = files
            .into_iter()
            .chain(lent)
            .map(|file| (SmolStr::from(file.name), Arc::from(file.bytes)))
            .collect();
        let is_done_by_hand = self.ready;
        let run = self.run();
        if is_done_by_hand {
            let (events, now) = (run.cosmos.counters().events, run.cosmos.now());
            run.chronicle.mark(events, now, MarkKind::Command);
            self.deeds += 1;
        }
        let run = self.run();
        let ticket = run.cosmos.command(line, files);
        run.waiting.push(Waiting {
            ticket,
            page,
            line: line.into(),
            housework,
            hurry: false,
        });
        self.take();
        self.heed();
        self.answered();
    }
}

#[cfg(test)]
#[path = "driver_tests.rs"]
mod tests;
