//! Tasks: work of several steps, each a small machine that goes on when an answer comes.

use std::sync::Arc;

use orrery_space::artifact::Fetch;
use orrery_space::core::ReflectedCore;
use orrery_space::{MechtronConfig, Point};

use crate::field::Passage;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::launch::Launching;
use crate::pass_on::Passing;
use crate::trace::{ParticleNo, StarNo};
use crate::upgrade::Upgrade;

/// What is being done, and for whom.
#[derive(Debug)]
pub(crate) enum Task {
    /// The executor waits until a new Particle is placed.
    Create {
        request: Box<Flight>,
        star: StarNo,
        particle: ParticleNo,
    },
    /// The star of a parent waits until the chosen star has taken the child.
    Provision {
        request: Box<Flight>,
        star: StarNo,
        particle: ParticleNo,
    },
    /// A star reads the config of a Mechtron and then its module.
    Load {
        request: Box<Flight>,
        star: StarNo,
        particle: ParticleNo,
        config: Point,
        document: Option<MechtronConfig>,
    },
    /// The executor publishes a module and makes it live.
    Launch(Box<Launching>),
    /// A Mechtron gets a new version.
    Upgrade(Box<Upgrade>),
    /// The executor waits until another star has taken a Particle.
    Move {
        request: Box<Flight>,
        star: StarNo,
        executor: ParticleNo,
        particle: ParticleNo,
    },
    /// A child of a Particle with shards goes to its home.
    GoHome {
        star: StarNo,
        particle: ParticleNo,
        home: StarNo,
    },
    /// A Particle that lost its star is to get another.
    Restore { particle: ParticleNo },
    /// Its star has stopped. It keeps its number until the answer comes for which it waited.
    GivenUp { placed: Option<ParticleNo> },
    /// Somebody gives the answer of another.
    Pass(Box<Passing>),
    /// A star reads the bind of a Particle.
    Bind {
        star: StarNo,
        particle: ParticleNo,
        fetch: Fetch,
    },
    /// A Wave takes a route through a Field.
    Passage(Box<Passage>),
}

/// The tasks under way.
#[derive(Debug, Default)]
pub(crate) struct Tasks {
    slots: Vec<Option<Task>>,
    free: Vec<u32>,
}

impl Tasks {
    /// Enters a task and tells its number.
    pub(crate) fn add(&mut self, task: Task) -> u32 {
        if let Some(no) = self.free.pop() {
            self.slots[no as usize] = Some(task);
            return no;
        }
        self.slots.push(Some(task));
        u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
    }

    /// Gives up what a star was doing, and tells what that was.
    pub(crate) fn give_up(&mut self, star: StarNo) -> Vec<Task> {
        let theirs = |task: &&mut Task| task.star() == Some(star);
        let tasks = self.slots.iter_mut().flatten().filter(theirs);
        tasks
            .map(|task| {
                let placed = task.placing();
                std::mem::replace(task, Task::GivenUp { placed })
            })
            .collect()
    }

    /// A task that waits.
    pub(crate) fn get(&self, no: u32) -> Option<&Task> {
        self.slots.get(no as usize)?.as_ref()
    }

    /// Takes a task out: it goes on, and comes back by [`Self::add`] if it has to wait again.
    pub(crate) fn take(&mut self, no: u32) -> Option<Task> {
        let task = self.slots.get_mut(no as usize)?.take()?;
        self.free.push(no);
        Some(task)
    }
}

impl Task {
    /// The star that does it, where it is one star's.
    fn star(&self) -> Option<StarNo> {
        match self {
            Task::Create { star, .. } | Task::Provision { star, .. } | Task::Load { star, .. } => {
                Some(*star)
            }
            Task::Launch(launching) => Some(launching.star()),
            Task::Upgrade(upgrade) => Some(upgrade.star),
            Task::Move { star, .. } | Task::GoHome { star, .. } => Some(*star),
            Task::Pass(passing) => Some(passing.star()),
            Task::Bind { star, .. } => Some(*star),
            Task::Passage(passage) => Some(passage.star),
            Task::Restore { .. } | Task::GivenUp { .. } => None,
        }
    }

    /// The Particle that it was placing.
    fn placing(&self) -> Option<ParticleNo> {
        match self {
            Task::Create { particle, .. } | Task::Provision { particle, .. } => Some(*particle),
            Task::Launch(launching) => launching.placing(),
            Task::Pass(passing) => passing.placing(),
            _ => None,
        }
    }

    /// The request of who waits for its end.
    pub(crate) fn into_request(self) -> Option<Box<Flight>> {
        match self {
            Task::Create { request, .. }
            | Task::Provision { request, .. }
            | Task::Load { request, .. }
            | Task::Move { request, .. } => Some(request),
            Task::Launch(launching) => Some(launching.into_request()),
            Task::Upgrade(upgrade) => Some(upgrade.request),
            Task::Pass(passing) => Some(passing.into_request()),
            Task::Passage(passage) => Some(passage.request),
            Task::Bind { .. }
            | Task::GoHome { .. }
            | Task::Restore { .. }
            | Task::GivenUp { .. } => None,
        }
    }
}

impl Hyperspace {
    /// A task goes on with the answer for which it waited.
    pub(crate) fn task_answered(&mut self, no: u32, core: ReflectedCore) {
        match self.tasks.take(no) {
            Some(Task::Create {
                request,
                star,
                particle,
            }) => self.created(request, star, particle, core),
            Some(Task::Provision {
                request,
                star,
                particle,
            }) => self.provisioned(request, star, particle, core),
            Some(Task::Load {
                request,
                star,
                particle,
                config,
                document,
            }) => self.loaded(request, star, particle, (config, document), core),
            Some(Task::Launch(launching)) => self.launch_answered(launching, core),
            Some(Task::Upgrade(upgrade)) => self.upgraded(*upgrade, core),
            Some(Task::Move {
                request,
                star,
                executor,
                particle,
            }) => self.moved((request, star, executor), particle, core),
            Some(Task::GoHome { particle, home, .. }) => self.gone_home(particle, home, &core),
            Some(Task::Restore { particle }) => self.restored(particle, &core),
            Some(Task::GivenUp { placed: Some(no) }) => self.given_up(no),
            Some(Task::Pass(passing)) => self.passed(*passing, core),
            Some(Task::Bind {
                star,
                particle,
                fetch,
            }) => self.bind_read((star, particle), &fetch, &core),
            Some(Task::Passage(passage)) => self.passage_answered(passage, core),
            Some(Task::GivenUp { placed: None }) | None => {}
        }
    }

    /// The driver around the core has said whether some bytes are a module.
    pub(crate) fn examined(&mut self, no: u32, result: Result<Arc<[u8]>, String>) {
        if let Some(Task::Launch(launching)) = self.tasks.take(no) {
            self.launch_examined(launching, result);
        }
    }
}
