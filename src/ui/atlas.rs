//! What the page knows: the sky as it was told of it, and how the person looks at it. Components
//! get it as a context; it decides nothing about the cosmos.

use leptos::prelude::*;
use orrery_hyperspace::Counters;
use orrery_scene::busy::Busy;
use orrery_scene::remarks::Remarks;
use orrery_scene::sky::Particle;
use orrery_scene::tutor::Card;
use orrery_scene::{Sky, Subject, View};

use super::life::Life;
use super::theme::Theme;
use crate::bridge::client::Bridge;
use crate::bridge::pace::FIRST_SPEED;
use crate::bridge::protocol::{
    Ask, Branch, BranchAsk, File, Flow, Frame, Halt, Mark, Place, Step, Whither,
};

/// Lessons by title and what they are about, and names of files.
pub type AtHand = (Vec<(String, String)>, Vec<String>);

/// Where the cosmos is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures {
    /// Virtual nanoseconds since the start.
    pub now: u64,
    /// Where in its run the cosmos is that is looked at.
    pub place: Place,
    /// Sums since the start.
    pub counters: Counters,
}

/// The state of the page. A copy is the same state.
#[derive(Clone, Copy)]
pub struct Atlas {
    /// All that was told and is to be seen. Read it after subscribing to [`Atlas::revision`].
    pub sky: StoredValue<Sky, LocalStorage>,
    /// Goes up once a frame when there are news.
    pub revision: RwSignal<u64>,
    /// Goes up a few times a second when there are news, for what is read and not watched.
    pub reading: RwSignal<u64>,
    /// Where the cosmos is, as of the last frame.
    pub latest: StoredValue<Figures>,
    /// The same, for what is read: as often as [`Atlas::reading`], and at once while time stands.
    pub figures: RwSignal<Figures>,
    /// How time flows, as the person wants it.
    pub flow: RwSignal<Flow>,
    /// What is marked beside the timeline.
    pub marks: RwSignal<Vec<Mark>, LocalStorage>,
    /// The runs that there are, and which is looked at.
    pub branches: RwSignal<(Vec<Branch>, u16)>,
    /// At which Waves time stops, and whether it has.
    pub halt: RwSignal<Halt>,
    /// What is odd in the run that is looked at.
    pub remarks: RwSignal<Remarks>,
    /// The branch with which the one that is looked at is compared.
    pub beside: RwSignal<Option<u16>>,
    /// Whether another moment is on its way.
    pub seeking: RwSignal<bool>,
    /// The moment that is wanted after it.
    wanted: StoredValue<Option<Whither>>,
    /// Whether time goes on by itself in the present: it stands in the past, and only because one went there.
    flows_on: StoredValue<bool>,
    /// Whether it is the present that is on its way.
    homeward: StoredValue<bool>,
    /// News that were not drawn because there were too many, since the start.
    pub left_out: RwSignal<u64>,
    /// How busy it is where, while a sample is drawn.
    pub busy: RwSignal<Busy>,
    /// Which Waves are listed, as a filter.
    pub listed: RwSignal<String>,
    /// What is looked at closely.
    pub selection: RwSignal<Option<Subject>>,
    /// Which dimension is looked at.
    pub view: RwSignal<View>,
    /// Light, dark, or as the system has it.
    pub theme: RwSignal<Theme>,
    /// Whether it is dark now.
    pub dark: RwSignal<bool>,
    /// Whether the cosmos is there.
    pub life: RwSignal<Life>,
    /// The lesson that is on, as its card says.
    pub lesson: RwSignal<Option<Card>>,
    /// What the worker has at hand.
    pub at_hand: RwSignal<AtHand>,
    /// Files that the person chose, by name, for `^[ name ]`.
    pub files: StoredValue<Vec<File>, LocalStorage>,
    sought: StoredValue<Option<String>>,
    bridge: StoredValue<Option<Bridge>, LocalStorage>,
}

impl Atlas {
    /// An empty sky, with no bridge yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            sky: StoredValue::new_local(Sky::default()),
            revision: RwSignal::new(0),
            reading: RwSignal::new(0),
            latest: StoredValue::new(Figures::default()),
            figures: RwSignal::new(Figures::default()),
            flow: RwSignal::new(Flow {
                paused: false,
                speed: FIRST_SPEED,
            }),
            marks: RwSignal::new_local(Vec::new()),
            branches: RwSignal::new(self::no_branches()),
            halt: RwSignal::new(Halt::default()),
            remarks: RwSignal::new(Remarks::default()),
            beside: RwSignal::new(None),
            seeking: RwSignal::new(false),
            wanted: StoredValue::new(None),
            flows_on: StoredValue::new(false),
            homeward: StoredValue::new(false),
            left_out: RwSignal::new(0),
            busy: RwSignal::new(Busy::default()),
            listed: RwSignal::new(String::new()),
            selection: RwSignal::new(None),
            view: RwSignal::new(View::Universal),
            theme: RwSignal::new(Theme::System),
            dark: RwSignal::new(false),
            life: RwSignal::new(Life::Waking),
            lesson: RwSignal::new(None),
            at_hand: RwSignal::new((Vec::new(), Vec::new())),
            files: StoredValue::new_local(Vec::new()),
            sought: StoredValue::new(None),
            bridge: StoredValue::new_local(None),
        }
    }

    /// From now on the page can ask.
    pub fn join(&self, bridge: Bridge) {
        self.bridge.set_value(Some(bridge));
    }

    /// Does something with the bridge, if there is one.
    pub fn with_bridge(&self, ask: impl FnOnce(&Bridge)) {
        // A clone, since what is asked may be answered at once and ask again.
        if let Some(bridge) = self.bridge.get_value() {
            ask(&bridge);
        }
    }

    /// Takes in what happened.
    pub fn frame(&self, frame: Frame) {
        self.latest.set_value(Figures {
            now: frame.now,
            place: frame.place,
            counters: frame.counters,
        });
        if !frame.news.is_empty() {
            self.sky.update_value(|sky| sky.learn(frame.news));
            self.revision.update(|revision| *revision += 1);
            // The first that comes is read at once: a key pressed now must find the tree.
            if self.reading.get_untracked() == 0 {
                self.read();
            }
            self.find();
        }
        if frame.left_out > 0 {
            self.left_out.update(|sum| *sum += frame.left_out);
        }
        if let Some(busy) = frame.busy
            && self.busy.with_untracked(|known| *known != busy)
        {
            self.busy.set(busy);
        }
        let kept = frame.marks_kept as usize;
        if !frame.marks.is_empty() || self.marks.with_untracked(Vec::len) != kept {
            self.marks.update(|marks| {
                marks.truncate(kept);
                marks.extend(frame.marks);
            });
        }
        if self.flow.with_untracked(|flow| flow.paused) {
            self.read_figures();
        }
    }

    fn read_figures(&self) {
        let latest = self.latest.get_value();
        if self.figures.get_untracked() != latest {
            self.figures.set(latest);
        }
    }

    /// Lets those know who read that there is something new, if there is.
    pub fn read(&self) {
        self.read_figures();
        let revision = self.revision.get_untracked();
        if self.reading.get_untracked() != revision {
            self.reading.set(revision);
        }
    }

    /// Looks closely at the Particle of this point, as soon as the trace has told of it.
    pub fn seek(&self, point: String) {
        self.sought.set_value(Some(point));
        self.find();
    }

    fn find(&self) {
        let Some(point) = self.sought.get_value() else {
            return;
        };
        let found = self
            .sky
            .with_value(|sky| self::by_name(sky, &point).map(|p| p.particle));
        if let Some(particle) = found {
            self.sought.set_value(None);
            self.select(Some(Subject::Particle(particle)));
        }
    }

    /// Forgets the cosmos that was.
    pub fn forget(&self) {
        self.wanted.set_value(None);
        self.rewind();
        self.selection.set(None);
        self.lesson.set(None);
        self.latest.set_value(Figures::default());
        self.figures.set(Figures::default());
        self.marks.update(Vec::clear);
        self.remarks.set(Remarks::default());
        self.branches.set(self::no_branches());
        self.beside.set(None);
    }

    /// Forgets what was shown, since another moment will be.
    pub fn rewind(&self) {
        self.sky.set_value(Sky::default());
        self.left_out.set(0);
        self.revision.set(0);
        self.reading.set(0);
        self.seeking.set(false);
        if let Some(wanted) = self.wanted.get_value() {
            self.wanted.set_value(None);
            self.go_to(wanted);
        } else if self.homeward.get_value() && self.flows_on.get_value() {
            self.toggle_pause();
        }
        self.homeward.set_value(false);
    }

    /// Looks at another moment, where time stands. While one is on its way only the last one that
    /// is wanted counts.
    pub fn go_to(&self, whither: Whither) {
        if self.seeking.get_untracked() {
            return self.wanted.set_value(Some(whither));
        }
        if !self.flow.with_untracked(|flow| flow.paused) {
            self.flow.update(|flow| flow.paused = true);
            self.flows_on.set_value(true);
        }
        self.homeward.set_value(whither == Whither::Present);
        self.seeking.set(true);
        self.with_bridge(|bridge| bridge.ask(Ask::Seek(whither)));
    }

    /// Looks at the moment one event earlier.
    pub fn step_back(&self) {
        let here = self.latest.with_value(|latest| latest.place.events);
        self.go_to(Whither::Events(here.saturating_sub(1)));
    }

    /// Looks at the moment of the mark before or after.
    pub fn to_mark(&self, after: bool) {
        let here = self.latest.with_value(|latest| latest.place.events);
        let events = self.marks.with_untracked(|marks| {
            orrery_scene::timeline::beside(marks.iter().map(|mark| mark.events), here, after)
        });
        match events {
            Some(events) => self.go_to(Whither::Events(events)),
            None if after => self.go_to(Whither::Present),
            None => {}
        }
    }

    /// Does something with the branches.
    pub fn branch(&self, ask: BranchAsk) {
        if matches!(ask, BranchAsk::Show(_)) {
            self.flow.update(|flow| flow.paused = true);
        }
        self.with_bridge(|bridge| bridge.ask(Ask::Branch(ask)));
    }

    /// Hears which branches there are. Two that are compared stay so when the other is looked at.
    pub fn hear_branches(&self, all: Vec<Branch>, shown: u16) {
        let (before, was_shown) = self
            .branches
            .with_untracked(|(all, shown)| (all.len(), *shown));
        if all.len() < before {
            self.beside.set(None);
        } else if self.beside.get_untracked() == Some(shown) {
            self.beside.set(Some(was_shown));
        }
        self.branches.set((all, shown));
    }

    /// Looks at a moment of another branch, or of the one that is looked at.
    pub fn go_to_branch(&self, branch: Option<u16>, nanos: u64) {
        if let Some(branch) = branch {
            self.branch(BranchAsk::Show(branch));
        }
        self.go_to(Whither::Moment(nanos));
    }

    /// Lets time flow otherwise.
    pub fn set_flow(&self, flow: Flow) {
        if flow.paused != self.flow.with_untracked(|flow| flow.paused) {
            self.flows_on.set_value(false);
        }
        self.flow.set(flow);
        self.with_bridge(|bridge| bridge.ask(Ask::Flow(flow)));
    }

    /// Stops time, or lets it go on.
    pub fn toggle_pause(&self) {
        let flow = self.flow.get_untracked();
        self.set_flow(Flow {
            paused: !flow.paused,
            ..flow
        });
    }

    /// Stops time if it runs, and goes one step.
    pub fn step(&self, step: Step) {
        let flow = self.flow.get_untracked();
        if !flow.paused {
            self.set_flow(Flow {
                paused: true,
                ..flow
            });
        }
        self.with_bridge(|bridge| bridge.ask(Ask::Step(step)));
    }

    /// Lets time stop at the next Wave that a filter admits, or at none.
    pub fn stop_at(&self, filter: String) {
        self.with_bridge(|bridge| bridge.ask(Ask::StopAt(filter)));
    }

    /// Hears at which Waves time stops. Where it has, it stands, and the Wave is looked at closely.
    pub fn hear_halt(&self, halt: Halt) {
        if let Some(wave) = halt.wave {
            self.flow.update(|flow| flow.paused = true);
            self.select(Some(Subject::Wave(wave)));
        }
        self.halt.set(halt);
    }

    /// Looks closely at something, or at nothing.
    pub fn select(&self, subject: Option<Subject>) {
        if self.selection.get_untracked() != subject {
            self.selection.set(subject);
        }
    }

    /// Keeps a file under its name, in place of an earlier one of that name.
    pub fn keep_file(&self, file: File) {
        self.files.update_value(|files| {
            files.retain(|kept| kept.name != file.name);
            files.push(file);
        });
    }

    /// Whether a line can name a file: the person chose it, or the worker has it.
    #[must_use]
    pub fn has_file(&self, name: &str) -> bool {
        let at_hand = |(_, files): &AtHand| files.iter().any(|file| file == name);
        self.file(name).is_some() || self.at_hand.with_untracked(at_hand)
    }

    /// The names of the files that the person chose.
    #[must_use]
    pub fn file_names(&self) -> Vec<String> {
        self.files
            .with_value(|files| files.iter().map(|file| file.name.clone()).collect())
    }

    /// The file of that name, if the person chose one.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<File> {
        self.files
            .with_value(|files| files.iter().find(|file| file.name == name).cloned())
    }
}

impl Default for Atlas {
    fn default() -> Self {
        Self::new()
    }
}

/// What there is at first: one run without a past.
fn no_branches() -> (Vec<Branch>, u16) {
    (Vec::new(), 0)
}

/// The Particle of a point that a person typed. The page leaves it to the worker to parse points.
#[must_use]
pub fn by_name<'sky>(sky: &'sky Sky, point: &str) -> Option<&'sky Particle> {
    sky.particles()
        .find(|particle| particle.face.point == point)
}

/// The page's state, from any component.
#[must_use]
pub fn use_atlas() -> Atlas {
    use_context().unwrap_or_default()
}
