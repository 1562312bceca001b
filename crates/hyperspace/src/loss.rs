//! The loss of a star: what is on it ends, and its Particles find another.
//!
//! What was on the star is lost: Waves there get 503 or are sent again by their handling, the work
//! of tasks there is given up, guests lose their memory. The registry keeps a Particle's record,
//! content and status, and the driver of guests what they `put`. A second later, when the star is
//! missed, its Particles are provisioned anew, by the same Waves as new ones and with what was kept.
//! Those that no star can host are in Panic with the reason, and are placed when one can again; so
//! are new ones that found no place.
//!
//! What lies at a star's own point belongs to that star alone and comes back with it.

use std::collections::BTreeMap;
use std::time::Duration;

use orrery_space::core::ReflectedCore;
use orrery_space::{Kind, Route, Status, StatusCode, Substance};
use smol_str::{SmolStr, format_smolstr};

use crate::agenda::Occasion;
use crate::exchange::Waiter;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::task::Task;
use crate::trace::{Event, ParticleNo, StarNo};

/// After how long a star that has stopped is missed.
const MISSED: Duration = Duration::from_secs(1);

/// How often a place is sought before there is a new reason to hope.
const TRIES: u8 = 3;

/// A Particle that lost its star.
#[derive(Debug, Clone)]
struct Lost {
    /// How it was.
    status: Status,
    reason: Option<SmolStr>,
    /// Whether somebody is being asked for a place.
    seeking: bool,
    tries: u8,
}

/// The Particles that lost their star and have no other yet.
#[derive(Debug, Default)]
pub(crate) struct Homeless(BTreeMap<ParticleNo, Lost>);

impl Homeless {
    /// A Particle was deleted, and needs no place any more.
    pub(crate) fn forget(&mut self, no: ParticleNo) {
        self.0.remove(&no);
    }
}

impl Hyperspace {
    /// A star stops.
    pub(crate) fn stop_star(&mut self, star: StarNo) {
        if !self.runs(star) {
            return;
        }
        let reason = self.stopped(star);
        let at = &mut self.stars[star.index()];
        at.stopped = true;
        at.load = 0;
        let own = at.particle;
        self.record(Event::Stopped { star });
        self.set_status(own, Status::Panic, Some(reason.clone()));
        let residents = self.residents(star);
        for &no in &residents {
            let particle = self.registry.get_mut(no);
            particle.star = None;
            let lost = Lost {
                status: particle.status,
                reason: particle.reason.take(),
                seeking: false,
                tries: 0,
            };
            self.homeless.0.insert(no, lost);
        }
        // the ways first, by which what is lost is answered
        self.find_ways();
        for &no in &residents {
            self.lose_resident(star, no, &reason);
        }
        self.lose_tasks(star);
        let mut waits = self.order.take_held(star);
        waits.extend(self.rooms.take_waiting(star));
        for (flight, first) in self.agenda.take_leaving(star) {
            if first {
                // its sender is answered as if it had left
                self.expect_answer(&flight);
            }
            self.perish(star, flight);
        }
        for flight in waits {
            self.perish(star, flight);
        }
    }

    /// The Particles on a star, itself not counted.
    fn residents(&self, star: StarNo) -> Vec<ParticleNo> {
        let own = self.stars[star.index()].particle;
        let all = self.registry.all();
        all.filter(|(no, particle)| particle.star == Some(star) && *no != own)
            .map(|(no, _)| no)
            .collect()
    }

    /// A Particle is on no star any more, and what waited for it there is lost.
    fn lose_resident(&mut self, star: StarNo, no: ParticleNo, reason: &SmolStr) {
        let (begun, waiting) = self.lose_guest(no);
        let parked = self.parked.remove(&no).unwrap_or_default();
        let unread = self.fields.take_waiting(no);
        self.set_status(no, Status::Panic, Some(reason.clone()));
        for begun in begun {
            self.perish_for_good(star, begun);
        }
        for flight in waiting.into_iter().chain(parked).chain(unread) {
            self.perish(star, flight);
        }
    }

    /// What a star was doing is given up, and who asked for it is told.
    fn lose_tasks(&mut self, star: StarNo) {
        for task in self.tasks.give_up(star) {
            if let Some(request) = task.into_request() {
                self.perish(star, request);
            }
        }
    }

    /// A star that has stopped starts again.
    pub(crate) fn start_star(&mut self, star: StarNo) {
        let Some(at) = self.stars.get_mut(star.index()).filter(|s| s.stopped) else {
            return;
        };
        at.stopped = false;
        let (own, point) = (at.particle, at.point.clone());
        self.record(Event::Started { star });
        self.set_status(own, Status::Ready, None);
        let theirs = |no: &ParticleNo| self.registry.get(*no).point.route() == point.route();
        let back: Vec<ParticleNo> = self.homeless.0.keys().copied().filter(theirs).collect();
        for no in back {
            self.assign(no, star);
            self.come_back(no);
        }
        self.find_ways();
    }

    /// There may be places now for those who have none.
    pub(crate) fn look_for_places(&mut self) {
        if self.homeless.0.is_empty() {
            return;
        }
        for lost in self.homeless.0.values_mut() {
            lost.tries = 0;
        }
        self.agenda.at(self.now.after(MISSED), Occasion::Restore);
    }

    /// Seeks a place for everybody who has none.
    pub(crate) fn restore(&mut self) {
        let waits = |lost: &Lost| !lost.seeking && lost.tries < TRIES;
        let homeless = self.homeless.0.iter();
        let waiting: Vec<ParticleNo> = homeless
            .filter(|(_, lost)| waits(lost))
            .map(|(no, _)| *no)
            .collect();
        for no in waiting {
            self.seek_place(no);
        }
    }

    fn seek_place(&mut self, no: ParticleNo) {
        let record = self.registry.get(no);
        if matches!(record.point.route(), Route::Star(_)) {
            return;
        }
        let Some(star) = self.finder(no) else {
            let kind = &record.kind;
            let reason = self
                .no_label(no)
                .unwrap_or_else(|| format_smolstr!("no star that runs can host a {kind}"));
            return self.set_status(no, Status::Panic, Some(reason));
        };
        let state = record.content.clone();
        if let Some(lost) = self.homeless.0.get_mut(&no) {
            lost.seeking = true;
            lost.tries += 1;
        }
        let task = self.tasks.add(Task::Restore { particle: no });
        self.ask_star_for_place(star, star, no, state, Waiter::Task(task), None);
    }

    /// A star that can find a place for a Particle now: that of its parent, or any.
    fn finder(&self, no: ParticleNo) -> Option<StarNo> {
        let parent = self.registry.get(no).parent;
        let parent = parent.and_then(|no| self.registry.get(no).star);
        let all = (0..).map(StarNo).take(self.stars.len());
        let finds = |star: &StarNo| self.choose_star(*star, no).is_some();
        parent.into_iter().chain(all).find(finds)
    }

    /// Somebody was asked for a place.
    pub(crate) fn restored(&mut self, no: ParticleNo, core: &ReflectedCore) {
        let Some(lost) = self.homeless.0.get_mut(&no) else {
            return;
        };
        lost.seeking = false;
        if self.registry.get(no).star.is_some() {
            self.homeless.0.remove(&no);
            return;
        }
        let reason = SmolStr::from(core.body.text());
        self.set_status(no, Status::Panic, Some(reason));
        self.agenda.at(self.now.after(MISSED), Occasion::Restore);
    }

    /// A star that stopped was about to place that Particle, and may have done so.
    pub(crate) fn given_up(&mut self, no: ParticleNo) {
        if self.registry.get(no).star.is_none() {
            let reason = SmolStr::new_static("the star that was to place it has stopped");
            self.set_status(no, Status::Panic, Some(reason));
            self.left_over(no);
            self.look_for_places();
        }
    }

    /// A new Particle that has found no place waits until there is one.
    pub(crate) fn left_over(&mut self, no: ParticleNo) {
        let record = self.registry.get(no);
        if record.gone || record.star.is_some() || self.homeless.0.contains_key(&no) {
            return;
        }
        let lost = Lost {
            status: Status::Pending,
            reason: None,
            seeking: false,
            tries: 0,
        };
        self.homeless.0.insert(no, lost);
    }

    /// A new Particle was not placed since the fabric failed, which may have been mended before that
    /// was known: then there is nothing more to wait for.
    pub(crate) fn look_again(&mut self, no: ParticleNo, status: StatusCode) {
        let failed = matches!(status, StatusCode::UNAVAILABLE | StatusCode::TIMEOUT);
        let homeless = self.homeless.0.contains_key(&no);
        if failed && homeless && self.finder(no).is_some() {
            self.look_for_places();
        }
    }

    /// Whether a Particle had a place before, and is to be as it was when it has one again.
    pub(crate) fn had_a_place(&self, no: ParticleNo) -> bool {
        let lost = self.homeless.0.get(&no);
        lost.is_some_and(|lost| lost.status != Status::Pending)
    }

    /// A star takes in a Particle that lost its own.
    pub(crate) fn settle(&mut self, star: StarNo, no: ParticleNo, request: Box<Flight>) {
        let own = self.stars[star.index()].particle;
        if self.registry.get(no).star.is_none() {
            self.assign(no, star);
            let status = self.homeless.0.get(&no).map(|lost| lost.status);
            let serves = matches!(
                status,
                Some(Status::Init | Status::Ready | Status::Resuming)
            );
            let kind = &self.registry.get(no).kind;
            if serves && *kind == Kind::Mechtron {
                self.homeless.0.remove(&no);
                self.set_status(no, Status::Init, None);
                return self.begin_elsewhere(star, no, request);
            }
            self.come_back(no);
        }
        self.respond(star, own, request, ReflectedCore::ok(Substance::Empty));
    }

    /// A Particle that has a star again is as it was.
    fn come_back(&mut self, no: ParticleNo) {
        let Some(lost) = self.homeless.0.remove(&no) else {
            return;
        };
        if lost.status == Status::Panic {
            return self.set_status(no, Status::Panic, lost.reason);
        }
        self.set_status(no, Status::Init, None);
        let status = match lost.status {
            Status::Init | Status::Resuming => Status::Ready,
            other => other,
        };
        self.set_status(no, status, lost.reason);
    }
}
