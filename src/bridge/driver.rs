//! Drives a cosmos by what the page asks, a few milliseconds at a time. It knows no browser: the
//! clock is lent by whoever calls it, and what it has to say is taken from it.
//!
//! The first cosmos is built before the page is told that there is one: its script runs as fast as
//! it goes, and only then does time follow the page's clock.

use std::collections::VecDeque;
use std::sync::Arc;

use orrery_cosmos::{Budget, Cosmos, Progress, Ticket};
use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{Event, Record};
use orrery_scene::console::{diagnose, diagnose_point};
use orrery_space::Command;
use smol_str::SmolStr;

use super::pace::Pace;
use super::protocol::{Ask, File, Flow, Frame, Noun, Step, Subject, Tell};
use super::sample::Sample;

/// The seed of the cosmos that a first visitor sees.
pub const FIRST_SEED: u64 = 7;

/// The commands that build the cosmos that a first visitor sees.
pub const FIRST_COSMOS: &str = include_str!("first_cosmos.txt");

/// The longest piece of work between two looks at the page's messages.
const TURN_MS: f64 = 8.0;

/// How long the cosmos runs as fast as it goes when the page asks for no more frames.
const UNWATCHED_MS: f64 = 100.0;

/// Between two looks at the clock.
const SLICE_EVENTS: u64 = 64;
const SLICE_FUEL: u64 = 200_000;

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
const KEPT_WAVES: usize = 2_000;

/// A cosmos, and how far it may go.
pub struct Driver {
    cosmos: Cosmos,
    guests: Vec<File>,
    /// The lines of the first cosmos that are still to be carried out, one after the other.
    script: VecDeque<&'static str>,
    pace: Pace,
    sample: Sample,
    records: Vec<Record>,
    waiting: Vec<Waiting>,
    step: Option<(Step, u32)>,
    frame_due: bool,
    /// Whether the page has had a frame of this cosmos.
    framed: bool,
    framed_at: f64,
    ready: bool,
    tells: Vec<Tell>,
}

/// A command that has no reply yet.
struct Waiting {
    ticket: Ticket,
    /// Whom it answers; none for the script of the first cosmos.
    page: Option<u32>,
    line: SmolStr,
    housework: bool,
}

impl Driver {
    /// The first cosmos, about to be built. Of the files that its script names those in `guests`
    /// are there; lines that name others are left out, and it is said that they are.
    #[must_use]
    pub fn new(seed: u64, guests: Vec<File>) -> Self {
        let mut cosmos = Cosmos::new(seed);
        cosmos.keep_waves(KEPT_WAVES);
        Self {
            cosmos,
            guests,
            script: self::lines_of(FIRST_COSMOS).collect(),
            pace: Pace::default(),
            sample: Sample::default(),
            records: Vec::new(),
            waiting: Vec::new(),
            step: None,
            frame_due: false,
            framed: false,
            framed_at: 0.0,
            ready: false,
            tells: Vec::new(),
        }
    }

    /// What there is to say since the last call.
    pub fn tells(&mut self) -> Vec<Tell> {
        std::mem::take(&mut self.tells)
    }

    /// Takes in what the page asks; [`Driver::turn`] does the work.
    pub fn hear(&mut self, ask: Ask, clock: &dyn Fn() -> f64) {
        match ask {
            Ask::Frame { wall_ms } => {
                self.pace.frame(wall_ms, self.cosmos.now());
                self.framed_at = clock();
                self.frame_due = true;
            }
            Ask::Command {
                ticket,
                line,
                files,
            } => self.command(Some(ticket), &line, files),
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
            Ask::Flow(Flow { paused, speed }) => {
                self.pace.flow(speed, paused);
                self.pace.halt(self.cosmos.now());
            }
            Ask::Step(step) => self.step = Some((step, STEP_EVENTS)),
            Ask::Details { ticket, of } => {
                let rows = match of {
                    Subject::Particle(particle) => self.cosmos.describe_particle(particle),
                    Subject::Star(star) => self.cosmos.describe_star(star),
                    Subject::Wave(wave) => self.cosmos.describe_wave(wave),
                };
                self.tells.push(Tell::Details { ticket, of, rows });
            }
            Ask::Restart { seed } => {
                let guests = std::mem::take(&mut self.guests);
                let pace = std::mem::take(&mut self.pace);
                *self = Self::new(seed, guests);
                self.pace
                    .flow(pace.flow_now().speed, pace.flow_now().paused);
                self.tells.insert(0, Tell::Restarted);
            }
        }
    }

    /// Works for a few milliseconds at most; whether there is more to do at once.
    pub fn turn(&mut self, clock: &dyn Fn() -> f64) -> bool {
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
        if std::mem::take(&mut self.frame_due) {
            self.frame();
        }
        more
    }

    /// One piece of work; whether there is more to do at once.
    fn slice(&mut self, clock: f64) -> bool {
        if let Some((step, left)) = self.step {
            return self.step(step, left);
        }
        let until = self.until(clock);
        if until <= self.cosmos.now() && self.ready {
            return false;
        }
        let progress = self.cosmos.step(Budget {
            until,
            events: SLICE_EVENTS,
            fuel: SLICE_FUEL,
        });
        self.take();
        match progress {
            Progress::More => true,
            Progress::Until(next) => next <= self.until(clock),
            Progress::Quiet => {
                // Nobody will ever answer: the script goes on with its next line.
                if !self.ready {
                    self.waiting.retain(|waiting| waiting.page.is_some());
                }
                false
            }
        }
    }

    /// Up to when the cosmos may go now.
    fn until(&self, clock: f64) -> Moment {
        if !self.ready {
            return Moment::NEVER;
        }
        if let Some(moment) = self.cosmos.hurry_until() {
            return moment;
        }
        let goal = self.pace.goal();
        if goal == Moment::NEVER && clock - self.framed_at > UNWATCHED_MS {
            return self.cosmos.now();
        }
        goal
    }

    fn step(&mut self, step: Step, left: u32) -> bool {
        let before = self.cosmos.counters().events;
        let progress = self.cosmos.step(Budget {
            until: Moment::NEVER,
            events: 1,
            fuel: SLICE_FUEL,
        });
        let seen = self.records.len();
        self.take();
        let happened = self.cosmos.counters().events > before;
        let ended = self.records.iter().skip(seen).any(|record| {
            matches!(
                record.event,
                Event::Delivered { .. } | Event::Refused { .. } | Event::Lost { .. }
            )
        });
        let done = match step {
            Step::Event => happened,
            Step::Wave => ended,
        };
        let left = left.saturating_sub(1);
        self.step = (!done && left > 0 && progress != Progress::Quiet).then_some((step, left));
        self.pace.halt(self.cosmos.now());
        self.step.is_some()
    }

    /// Takes what the cosmos has done out of it.
    fn take(&mut self) {
        self.records.append(&mut self.cosmos.take_trace());
        for reply in self.cosmos.take_replies() {
            let Some(at) = self.waiting.iter().position(|w| w.ticket.0 == reply.ticket) else {
                continue;
            };
            let waiting = self.waiting.remove(at);
            let lines = reply.core.to_lines();
            match waiting.page {
                Some(ticket) => self.tells.push(Tell::Reply {
                    ticket,
                    status: reply.core.status.number(),
                    lines,
                    diagnostics: reply.diagnostics,
                }),
                None if reply.core.status.is_success() => {}
                None => self.tells.push(Tell::Note {
                    text: format!(
                        "while the first cosmos was built, {} answered {}",
                        waiting.line,
                        lines.first().map_or("nothing", String::as_str)
                    ),
                }),
            }
            self.answered();
        }
    }

    /// After the number of those who wait has changed.
    fn answered(&mut self) {
        self.pace
            .housework(self.waiting.iter().any(|w| w.housework));
    }

    /// Goes on with the script of the first cosmos when its last line has been answered, and says
    /// so when there is no line left. Whether there is more of it to do.
    fn build(&mut self) -> bool {
        if self.ready {
            return false;
        }
        if self.waiting.iter().any(|waiting| waiting.page.is_none()) {
            return true;
        }
        let Some(line) = self.script.pop_front() else {
            self.ready = true;
            self.pace.halt(self.cosmos.now());
            self.tells.push(Tell::Ready);
            return false;
        };
        let named = orrery_scene::console::files_named(line);
        let has = |name: &&str| self.guests.iter().any(|guest| guest.name == *name);
        if let Some(missing) = named.iter().find(|name| !has(name)) {
            self.tells.push(Tell::Note {
                text: format!(
                    "{missing} could not be fetched, so the first cosmos is without it: {line}"
                ),
            });
            return true;
        }
        let files = self
            .guests
            .iter()
            .filter(|guest| named.contains(&guest.name.as_str()))
            .cloned()
            .collect();
        self.command(None, line, files);
        true
    }

    fn frame(&mut self) {
        let records = std::mem::take(&mut self.records);
        let (records, left_out) = if std::mem::replace(&mut self.framed, true) {
            self.sample.choose(records)
        } else {
            self.sample.show_all(&records);
            (records, 0)
        };
        self.tells.push(Tell::Frame(Frame {
            now: self.cosmos.now().0,
            flow: self.pace.flow_now(),
            records,
            left_out,
            counters: self.cosmos.counters(),
        }));
    }

    fn command(&mut self, page: Option<u32>, line: &str, files: Vec<File>) {
        // What a person sends himself is to be watched; what does not parse is answered at once.
        let housework = page.is_some()
            && !matches!(
                line.parse::<Command>(),
                Ok(Command::Ping(_) | Command::Signal(_) | Command::Advance(_)) | Err(_)
            );
        let files = files
            .into_iter()
            .map(|file| (SmolStr::from(file.name), Arc::from(file.bytes)))
            .collect();
        let ticket = self.cosmos.command(line, files);
        self.waiting.push(Waiting {
            ticket,
            page,
            line: line.into(),
            housework,
        });
        self.take();
        self.answered();
    }
}

#[cfg(test)]
#[path = "driver_tests.rs"]
mod tests;
